package api_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
)

// together runs n callers at once and counts what they were answered.
func (s *shop) together(n int, ask func(i int) reply) map[string]int {
	s.t.Helper()
	var wait sync.WaitGroup
	var mu sync.Mutex
	start, count := make(chan struct{}), map[string]int{}
	for i := range n {
		wait.Go(func() {
			<-start
			r := ask(i)
			answer := fmt.Sprint(r.status)
			if r.status >= 400 {
				answer += " " + r.text("code")
			}
			mu.Lock()
			count[answer]++
			mu.Unlock()
		})
	}
	close(start)
	wait.Wait()
	return count
}

func TestOfOrdersThatSpendTheSamePointsExactlyOneWins(t *testing.T) {
	for _, n := range []int{2, 64} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			s := open(t)
			s.programme("")
			s.member("anh", "0912345678", 50)
			count := s.together(n, func(i int) reply {
				channel := []string{"store", "web", "facebook"}[i%3]
				return s.put(fmt.Sprintf("/v1/orders/%s/%d", channel, i), order("anh", 50000, `, "use_points": 50`))
			})
			if count["200"] != 1 || count["422 points.short"] != n-1 {
				t.Errorf("%v", count)
			}
			s.get("/v1/customers/anh/points").ok().has("balance", 0, "usable", 0)
		})
	}
}

func TestOfRedemptionsThatSpendTheSamePointsExactlyOneWins(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 50)
	s.put("/v1/rewards/coc", `{"name": "Cốc", "cost": 50, "gives": {"kind": "amount", "amount": "20000"}}`).ok()
	count := s.together(16, func(int) reply { return s.post("/v1/customers/anh/redemptions", `{"reward_id": "coc"}`) })
	if count["201"] != 1 || count["422 points.short"] != 15 {
		t.Errorf("%v", count)
	}
	s.get("/v1/customers/anh/vouchers").ok().has("items.0.state", "issued", "items.1", nil)
}

func TestTheSameOrderFromSixteenClientsIsOneOrder(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 50)
	count := s.together(16, func(int) reply { return s.put("/v1/orders/web/1", order("anh", 100000, `, "use_points": 50`)) })
	if count["200"] != 16 {
		t.Errorf("%v", count)
	}
	s.get("/v1/customers/anh/points").ok().has("balance", 50)
	s.get("/v1/orders?customer_id=anh").ok().has("items.0.order.id", "1", "items.1", nil)
	s.get("/v1/customers/anh/entries").ok().has("items.0.kind", "adjust", "items.1.kind", "use", "items.2.kind", "earn", "items.3", nil)
}

func TestTheSameKeyFromSixteenClientsIsOneAdjustment(t *testing.T) {
	s := open(t)
	s.member("anh", "0912345678", 0)
	count := s.together(16, func(int) reply {
		return s.ask("POST", "/v1/customers/anh/adjustments", `{"points": 7, "reason": "quà"}`, "Idempotency-Key", "k")
	})
	if count["200"] != 16 {
		t.Errorf("%v", count)
	}
	s.get("/v1/customers/anh/points").ok().has("balance", 7)
}

func TestOneVoucherOnOneOrder(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 50)
	code := s.post("/v1/customers/anh/redemptions", `{"points": 50, "at": "2026-11-20T10:00:00+07:00"}`).made().text("voucher.code")
	count := s.together(16, func(i int) reply {
		return s.put(fmt.Sprintf("/v1/orders/web/%d", i), order("anh", 100000, fmt.Sprintf(`, "vouchers": [%q]`, code)))
	})
	if count["200"] != 1 || count["422 voucher.used"] != 15 {
		t.Errorf("%v", count)
	}
}

func TestTheSamePhoneIsTakenOnce(t *testing.T) {
	s := open(t)
	count := s.together(16, func(i int) reply {
		return s.post("/v1/customers", fmt.Sprintf(`{"id": "m%d", "phone": "0912345678", "name": "Ánh"}`, i))
	})
	if count["201"] != 1 || count["409 phone.taken"] != 15 {
		t.Errorf("%v", count)
	}
	s.get("/v1/customers").ok().is(http.StatusOK).has("items.1", nil)
}
