package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestProgrammeIsVersionedAndGuarded(t *testing.T) {
	s := open(t)
	first := s.programme("").has("version", 1, "author", "admin", "tiers.0.spend_per_point", "1000", "tiers.1.spend_per_point", "666.67", "warnings", 0)
	if s.programme("").text("at") != first.text("at") {
		t.Error("an equal document made a version")
	}
	tag := s.get("/v1/program").ok().header.Get("ETag")
	if tag == "" || tag != first.header.Get("ETag") {
		t.Errorf("ETag %q, %q", tag, first.header.Get("ETag"))
	}
	s.later(time.Minute)
	half := fmt.Sprintf(program, `, "rounding": "half_up"`)
	second := s.ask("PUT", "/v1/program", half, "If-Match", tag).ok().has("version", 2, "rounding", "half_up")
	s.ask("PUT", "/v1/program", fmt.Sprintf(program, ""), "If-Match", tag).refused(http.StatusPreconditionFailed, "program.changed")
	if second.text("effective_from") != "2020-01-01T00:00:00+07:00" {
		t.Errorf("effective_from %s", second.text("effective_from"))
	}
	s.get("/v1/program/versions").ok().has("items.0.version", 1, "items.1.version", 2, "next_cursor", "")
}

func TestALowerRateInAHigherTierIsAWarning(t *testing.T) {
	s := open(t)
	r := s.put("/v1/program", `{"tiers": [{"id": "a", "name": "A", "min_ranking_points": 0, "rate_percent": "100"},
		{"id": "b", "name": "B", "min_ranking_points": 10, "rate_percent": "0"}]}`).ok()
	r.has("warnings.0.code", "tier.rate_lower", "warnings.0.field", "tiers[1].rate_percent")
	if r.value("tiers.1.spend_per_point") != nil {
		t.Errorf("spend_per_point at rate 0: %v", r.value("tiers.1.spend_per_point"))
	}
}

func TestPreviewComparesRecentOrders(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 0)
	s.put("/v1/orders/web/1", order("anh", 100000, "")).ok()
	double := `{"ranking": {"spend": "500", "points": 1}, "tiers": [{"id": "khoi-tao", "name": "Khởi tạo", "min_ranking_points": 0, "rate_percent": "100"}]}`
	s.post("/v1/program/preview", double).ok().has("before.points", 100, "after.points", 200, "before.liability", "100000")
	s.get("/v1/program/versions").has("items.1", nil)
}

func TestPhonesInAnyFormAreOneMember(t *testing.T) {
	s := open(t)
	s.post("/v1/customers", `{"id": "anh", "phone": "0912 345 678", "name": "Trần Thị Ánh", "email": "anh@example.com", "birthday": "1990-02-28",
		"consents": [{"purpose": "points", "text_version": "2026-01", "at": "2026-11-01T09:00:00+07:00", "method": "web"}]}`).made().
		has("id", "anh", "phone", "+84912345678", "created_at", "2026-11-21T12:00:00+07:00", "consents.0.at", "2026-11-01T09:00:00+07:00")
	for _, phone := range []string{"+84912345678", "84912345678", "0912.345.678"} {
		s.post("/v1/customers", fmt.Sprintf(`{"phone": %q, "name": "Ai đó"}`, phone)).refused(http.StatusConflict, "phone.taken").has("existing_id", "anh")
		s.get("/v1/customers/by-phone/"+phone).ok().has("id", "anh")
	}
	s.post("/v1/customers", `{"phone": "0212345678", "name": "Ai"}`).refused(http.StatusUnprocessableEntity, "phone.format").at("phone phone.format")
	s.get("/v1/customers/by-phone/0987654321").refused(http.StatusNotFound, "customer.unknown")
	for _, q := range []string{"0912345678", "678", "tran anh", "ÁNH"} {
		s.ask("GET", "/v1/customers?q="+escaped(q), "").ok().has("items.0.id", "anh")
	}
	s.ask("PATCH", "/v1/customers/anh", `{"name": "Trần Thị Ánh Hồng"}`).ok().has("name", "Trần Thị Ánh Hồng", "phone", "+84912345678")
	s.ask("PATCH", "/v1/customers/anh", `{"nme": "x"}`).refused(http.StatusUnprocessableEntity, "field.unknown")
	s.ask("PATCH", "/v1/customers/ai", `{"name": "x"}`).refused(http.StatusNotFound, "customer.unknown")
	s.get("/v1/customers/anh").ok().has("name", "Trần Thị Ánh Hồng", "birthday", "1990-02-28")
}

func TestListsAreReadPageByPage(t *testing.T) {
	s := open(t)
	for i := range 7 {
		s.member(fmt.Sprintf("m%d", i), fmt.Sprintf("091234567%d", i), 0)
	}
	seen, cursor := 0, ""
	for {
		r := s.get("/v1/customers?limit=3&cursor=" + escaped(cursor)).ok()
		for i := 0; r.value(fmt.Sprintf("items.%d", i)) != nil; i++ {
			r.has(fmt.Sprintf("items.%d.id", i), fmt.Sprintf("m%d", seen))
			seen++
		}
		if cursor = r.text("next_cursor"); cursor == "" {
			break
		}
	}
	if seen != 7 {
		t.Errorf("saw %d of 7", seen)
	}
	s.get("/v1/customers?limit=0").refused(http.StatusUnprocessableEntity, "field.range")
	s.get("/v1/customers?limit=x").refused(http.StatusUnprocessableEntity, "field.range")
	s.get("/v1/customers?cursor=x").is(http.StatusUnprocessableEntity)
}

func TestAdjustmentsAreIdempotentByKey(t *testing.T) {
	s := open(t)
	s.member("anh", "0912345678", 0)
	gift := `{"key": "gift-1", "points": 30, "reason": "quà sinh nhật"}`
	first := s.post("/v1/customers/anh/adjustments", gift).ok().has("balance", 30)
	again := s.post("/v1/customers/anh/adjustments", gift).ok()
	if again.header.Get("Idempotent-Replay") != "true" || string(again.body) != string(first.body) || first.header.Get("Idempotent-Replay") != "" {
		t.Errorf("the replay differs: %q %s", again.header.Get("Idempotent-Replay"), again.body)
	}
	s.post("/v1/customers/anh/adjustments", `{"key": "gift-1", "points": 31, "reason": "quà"}`).refused(http.StatusConflict, "key.reused")
	byHeader := func(body string) reply {
		return s.ask("POST", "/v1/customers/anh/adjustments", body, "Idempotency-Key", "gift-2")
	}
	byHeader(`{"points": -10, "reason": "sửa"}`).ok().has("balance", 20)
	byHeader(`{"points": -10, "reason": "sửa"}`).ok().has("balance", 20)
	byHeader(`{"points": -11, "reason": "sửa"}`).refused(http.StatusConflict, "key.reused")
	s.post("/v1/customers/anh/adjustments", `{"points": -21, "reason": "quá"}`).refused(http.StatusUnprocessableEntity, "points.short")
	s.post("/v1/customers/anh/adjustments", `{"points": 0, "reason": ""}`).is(http.StatusUnprocessableEntity)
	s.post("/v1/customers/anh/adjustments", `{"points": 5, "reason": "mai", "at": "2027-01-01T00:00:00Z"}`).
		refused(http.StatusUnprocessableEntity, "at.future").at("at at.future")
	s.post("/v1/customers/anh/adjustments", `{"points": 5, "reason": "xưa", "at": "2025-11-21T12:00:00+07:00"}`).ok().has("balance", 25)
	s.get("/v1/customers/anh/points?at=2025-12-01T00:00:00Z").ok().has("balance", 5)
	s.get("/v1/customers/anh/points?at=yesterday").refused(http.StatusUnprocessableEntity, "time.format")
	s.post("/v1/customers/ai/adjustments", `{"points": 5, "reason": "x"}`).refused(http.StatusNotFound, "customer.unknown")
}

func TestAPostWithoutAKeyIsDoneEachTime(t *testing.T) {
	s := open(t)
	s.member("anh", "0912345678", 0)
	s.post("/v1/customers/anh/adjustments", `{"points": 5, "reason": "x"}`).ok()
	s.post("/v1/customers/anh/adjustments", `{"points": 5, "reason": "x"}`).ok().has("balance", 10)
}

func TestBalancesAtInstantsAYearApart(t *testing.T) {
	s := open(t)
	s.programme(`, "expiry": {"mode": "after_accrual", "days": 365}`)
	s.member("anh", "0912345678", 0)
	s.put("/v1/orders/web/1", order("anh", 100000, "")).ok().has("points.earned", 100, "customer.balance", 100)
	s.get("/v1/customers/anh/points?at=2025-11-21T10:05:00%2B07:00").ok().has("balance", 0)
	s.get("/v1/customers/anh/points?at=2026-11-21T10:04:59%2B07:00").ok().has("balance", 0)
	s.get("/v1/customers/anh/points?at=2026-11-21T10:05:00%2B07:00").ok().
		has("balance", 100, "usable", 100, "usable_value", "100000", "next_lapse.points", 100, "next_lapse.at", "2027-11-21T10:05:00+07:00")
	s.get("/v1/customers/anh/points?at=2027-11-21T10:04:59%2B07:00").ok().has("balance", 100)
	s.get("/v1/customers/anh/points?at=2027-11-21T10:05:00%2B07:00").ok().has("balance", 0, "as_of", "2027-11-21T10:05:00+07:00")
}

// The statement's sum up to any instant is the balance at it.
func TestTheStatementAddsUp(t *testing.T) {
	s := open(t)
	s.programme(`, "expiry": {"mode": "after_accrual", "days": 30}, "earn": {"activation": {"mode": "hours", "value": 1}}`)
	s.member("anh", "0912345678", 40)
	s.put("/v1/rewards/coc", `{"name": "Cốc", "cost": 10, "gives": {"kind": "amount", "amount": "20000"}}`).ok()
	s.post("/v1/customers/anh/adjustments", `{"points": 200, "reason": "quà", "at": "2026-11-01T08:00:00+07:00"}`).ok()
	s.put("/v1/orders/web/1", order("anh", 100000, `, "use_points": 50`)).ok()
	s.put("/v1/orders/web/1", order("anh", 100000, `, "use_points": 50, "returns": [{"id": "r1", "at": "2026-11-21T11:00:00+07:00",
		"lines": [{"id": "1", "quantity": "1"}]}]`)).ok().has("state", "returned")
	voucher := s.post("/v1/customers/anh/redemptions", `{"reward_id": "coc"}`).made().text("voucher.code")
	s.post("/v1/vouchers/"+voucher+"/hand-back", "").ok()
	s.later(400 * 24 * time.Hour)
	kinds, sum, cursor := map[string]bool{}, int64(0), ""
	for {
		r := s.get("/v1/customers/anh/entries?limit=2&cursor=" + escaped(cursor)).ok()
		for i := 0; r.value(fmt.Sprintf("items.%d", i)) != nil; i++ {
			at := fmt.Sprintf("items.%d.", i)
			sum += r.int(at + "points")
			kinds[r.text(at+"kind")] = true
			if got := r.int(at + "balance_after"); got != sum {
				t.Errorf("%s: balance_after %d, the sum is %d", r.text(at+"id"), got, sum)
			}
		}
		if cursor = r.text("next_cursor"); cursor == "" {
			break
		}
	}
	s.get("/v1/customers/anh/points").ok().has("balance", sum)
	for _, kind := range []string{"adjust", "earn", "use", "claw_back", "restore", "redeem", "redeem_undone", "lapse"} {
		if !kinds[kind] {
			t.Errorf("no %s in %v", kind, kinds)
		}
	}
}

func TestMergedMembersAreOne(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 100)
	s.member("hong", "0987654321", 30)
	s.put("/v1/orders/web/1", order("anh", 50000, "")).ok()
	merge := func() reply {
		return s.ask("POST", "/v1/customers/anh/merge", `{"into": "hong"}`, "Idempotency-Key", "merge-1")
	}
	merge().ok().has("id", "hong")
	merge().ok().has("id", "hong")
	s.get("/v1/customers/anh").ok().has("id", "hong")
	s.get("/v1/customers/anh/points").ok().has("customer_id", "hong", "balance", 180)
	s.get("/v1/customers/hong/points").ok().has("balance", 180)
	s.get("/v1/orders?customer_id=anh").ok().has("items.0.order.id", 1)
	s.get("/v1/customers/by-phone/0912345678").ok().has("id", "hong")
	s.post("/v1/customers/hong/merge", `{"into": "hong"}`).refused(http.StatusUnprocessableEntity, "merge.same")
	s.post("/v1/customers/hong/merge", `{}`).refused(http.StatusUnprocessableEntity, "field.required").at("into field.required")
	s.post("/v1/customers/hong/merge", `{"into": "ai"}`).refused(http.StatusNotFound, "customer.unknown")
}

func TestAMemberIsToldAllAndForgottenOnRequest(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 100)
	s.put("/v1/orders/web/1", order("anh", 50000, "")).ok()
	s.get("/v1/customers/anh/export").ok().has("customer.phone", "+84912345678", "points.balance", 150, "orders.0.order.id", 1)
	s.get("/v1/customers/anh/statement?limit=1").ok().has("items.0.kind", "earn", "items.0.balance_after", 150)
	s.post("/v1/customers/anh/erase", `{"reason": ""}`).refused(http.StatusUnprocessableEntity, "field.required").at("reason field.required")
	s.token = tillToken
	s.post("/v1/customers/anh/erase", `{"reason": "khách yêu cầu"}`).refused(http.StatusForbidden, "token.kind")
	s.token = adminToken
	s.post("/v1/customers/anh/erase", `{"reason": "khách yêu cầu"}`).ok().has("id", "anh", "phone", "", "name", "")
	s.get("/v1/customers/by-phone/0912345678").refused(http.StatusNotFound, "customer.unknown")
	s.get("/v1/customers/anh/points").ok().has("balance", 150)
	s.ask("PATCH", "/v1/customers/anh", `{"name": "Ánh"}`).refused(http.StatusConflict, "customer.erased")
}

// A3: an unknown time zone is told beside all else that is wrong, whatever of that could be read.
func TestA3AnUnknownTimeZoneIsToldBesideEveryOtherField(t *testing.T) {
	s := open(t)
	doc := `{"time_zone": "Mars/Phobos", "rounding": "bank", "expiry": {"mode": "weekly"}, "ranking": {"spend": "0"}, "use": {"step": 0}, "colour": 1}`
	for _, path := range []string{"PUT /v1/program", "POST /v1/program/preview", "POST /v1/program/expiry/preview"} {
		method, path, _ := strings.Cut(path, " ")
		s.ask(method, path, doc).is(http.StatusUnprocessableEntity).at("colour field.unknown", "expiry.mode field.enum", "ranking.spend field.range",
			"rounding field.enum", "use.step field.range", "time_zone field.enum")
	}
	s.put("/v1/program", `{"time_zone": "Mars/Phobos"}`).is(http.StatusUnprocessableEntity).at("time_zone field.enum")
	s.put("/v1/program", `{"time_zone": "Asia/Tokyo"}`).ok()
}

// E10: the categories that can be excluded are those that products name.
func TestE10CategoriesAreThoseThatProductsName(t *testing.T) {
	s := open(t)
	s.get("/v1/categories").ok().has("items", 0)
	for sku, category := range map[string]string{"A": "Sữa", "B": "Bia rượu", "C": "Sữa", "D": ""} {
		s.put("/v1/products/"+sku, fmt.Sprintf(`{"name": "Hàng %s", "price": "1000", "category": %q}`, sku, category)).ok()
	}
	s.get("/v1/categories").ok().has("items.0.name", "Bia rượu", "items.0.products", 1, "items.1.name", "Sữa", "items.1.products", 2, "items.2", "<nil>")
}
