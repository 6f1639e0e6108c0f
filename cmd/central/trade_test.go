package main

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// trade is what channels and a till do at a chain's centrals until it is ended: orders with points, gifts, and sales that members pay
// with points. Each is asked for until it is answered.
type trade struct {
	t     testing.TB
	front string
	till  *till

	mu       sync.Mutex
	calls    []*caller   // that were answered
	answers  []time.Time // when
	expected map[string]int64
	end      chan struct{}
	wait     sync.WaitGroup
}

const (
	tradeMembers = 10
	tradeCallers = 8
	tillMember   = "m0"
	tillPhone    = "0912345600"
)

// openTrade prepares a chain: members with points, and a till that knows the first of them.
func openTrade(t testing.TB, front string) *trade {
	t.Helper()
	must(t, front, &caller{method: "PUT", path: "/v1/program", body: oneTier})
	d := &trade{t: t, front: front, expected: map[string]int64{}}
	for i := range tradeMembers {
		must(t, front, &caller{method: "POST", path: "/v1/customers", body: fmt.Sprintf(
			`{"id": "m%d", "phone": "09123456%02d", "name": "Ánh", "joined_at": "2025-01-01T00:00:00Z", "opening": {"points": 100}}`, i, i)})
	}
	d.till = newTill(t, front, tillPhone)
	eventually(t, "the member comes down", func() bool {
		_, err := d.till.store.ByPhone(t.Context(), "+84"+tillPhone[1:])
		return err == nil && d.till.synced()
	})
	d.till.sell(0) // now her account comes down too
	eventually(t, "her account comes down", func() bool { return d.till.synced() && d.till.knows(d.balance(tillMember)) })
	for i := range tradeMembers {
		m := fmt.Sprint("m", i)
		d.expected[m] = d.balance(m)
	}
	return d
}

// begin lets everybody trade.
func (d *trade) begin() {
	d.end = make(chan struct{})
	for w := range tradeCallers {
		d.wait.Go(func() {
			for i := w; !d.ended(); i += tradeCallers {
				member := fmt.Sprint("m", i%tradeMembers)
				d.file(member, &caller{method: "PUT", path: fmt.Sprintf("/v1/orders/web/%d", i), body: fmt.Sprintf(`{"customer_id": %q,
					"placed_at": "2025-06-01T10:00:00Z", "paid_at": "2025-06-01T10:00:00Z", "lines": [{"id": "1", "sku": "A", "quantity": 1, "unit_price": "1000"}]}`, member)})
				d.file(member, &caller{method: "POST", path: "/v1/customers/" + member + "/adjustments", body: `{"points": 1, "reason": "quà"}`, key: fmt.Sprint("gift-", i)})
			}
		})
	}
	d.wait.Go(func() {
		for i := int64(0); !d.ended(); i++ {
			change := d.till.sell(i % 3)
			d.mu.Lock()
			d.expected[tillMember] += change
			d.mu.Unlock()
		}
	})
}

// file asks until it is answered, and counts the point that it brings.
func (d *trade) file(member string, c *caller) {
	insist(d.t, d.front, c)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls, d.answers = append(d.calls, c), append(d.answers, time.Now())
	d.expected[member]++
}

func (d *trade) ended() bool {
	select {
	case <-d.end:
		return true
	default:
		return false
	}
}

// more waits until so many more were answered.
func (d *trade) more(n int) {
	d.t.Helper()
	enough := d.answered() + n
	eventually(d.t, fmt.Sprint(n, " more answers"), func() bool { return d.answered() >= enough })
}

func (d *trade) answered() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.answers)
}

// close ends the trade and says how long, at most, nobody was answered.
func (d *trade) close() (gap time.Duration) {
	close(d.end)
	d.wait.Wait()
	slices.SortFunc(d.answers, time.Time.Compare)
	for i := 1; i < len(d.answers); i++ {
		gap = max(gap, d.answers[i].Sub(d.answers[i-1]))
	}
	return gap
}

// lost counts the answered orders that are not there any more.
func (d *trade) lost() (n int) {
	d.t.Helper()
	for _, c := range d.calls {
		if c.method != "PUT" {
			continue
		}
		status, body, err := (&caller{method: "GET", path: c.path}).send(d.front)
		switch {
		case err != nil || status != http.StatusOK && status != http.StatusNotFound:
			d.t.Errorf("%s: %d %s %v", c.path, status, body, err)
		case status == http.StatusNotFound:
			n++
		}
	}
	return n
}

// again files all once more, with the same keys.
func (d *trade) again() {
	var wait sync.WaitGroup
	for w := range tradeCallers {
		wait.Go(func() {
			for i := w; i < len(d.calls); i += tradeCallers {
				insist(d.t, d.front, d.calls[i])
			}
		})
	}
	wait.Wait()
}

// balanced waits until central has all that the till wrote, and wants every balance to be what was answered and sold.
func (d *trade) balanced() {
	d.t.Helper()
	eventually(d.t, "central has all of the till's", d.till.synced)
	for i := range tradeMembers {
		if m := fmt.Sprint("m", i); d.balance(m) != d.expected[m] {
			d.t.Errorf("%s has %d points, %d are hers", m, d.balance(m), d.expected[m])
		}
	}
	if noted := must(d.t, d.front, &caller{method: "GET", path: "/v1/exceptions"}); at([]byte(noted), "items.0.kind") != "missing" {
		d.t.Errorf("something can't all be true: %s", noted)
	}
	eventually(d.t, "the till knows what central knows", func() bool { return d.till.knows(d.expected[tillMember]) })
}

func (d *trade) balance(member string) int64 {
	d.t.Helper()
	n, err := strconv.ParseInt(at([]byte(must(d.t, d.front, &caller{method: "GET", path: "/v1/customers/" + member + "/points"})), "balance"), 10, 64)
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

// incarnation is the one of central that the till has heard of.
func (d *trade) incarnation() uint64 {
	chain, _ := d.till.Chain()
	return chain.Heard.Incarnation
}

// wellWritten wants every journal and account in the database to be as written.
func wellWritten(t *testing.T, c *chainOf) {
	t.Helper()
	good(t, nil, "verify", "--data", c.dir, "--database", c.database)
}

// eventually waits for what happens by itself.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}
