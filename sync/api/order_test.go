package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

func TestTheContractsOwnExample(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 100)
	s.put("/v1/products/SUA", `{"name": "Sữa tươi Đồng Xanh 1L", "price": "32000", "barcodes": ["2000000000015"], "vat_percent": "8"}`).ok()
	doc := `{"customer": {"phone": "0912 345 678"}, "placed_at": "2026-11-21T10:00:00+07:00", "lines": [{"id": "1", "sku": "SUA", "quantity": "2", "unit_price": "32000"}],
		"use_points": 10, "paid_at": "2026-11-21T10:05:00+07:00", "delivered_at": null}`
	want := []any{"state", "paid", "totals.goods", "64000", "totals.discounts", "0", "totals.points", "10000", "totals.payable", "54000",
		"points.eligible", "54000", "points.ranking", 54, "points.earned", 54, "points.used", 10, "points.max_use", 64, "points.refund", "0",
		"points.usable_at", "2026-11-21T10:05:00+07:00", "customer.balance", 144, "order.customer_id", "anh"}
	s.put("/v1/orders/web/1", doc).ok().has(want...)
	s.put("/v1/orders/web/1", doc).ok().has(want...)
	s.get("/v1/orders/web/1").ok().has(want...)
	s.get("/v1/orders?customer_id=anh&from=2026-11-21T00:00:00%2B07:00&to=2026-11-22T00:00:00%2B07:00").ok().has("items.0.state", "paid", "items.1", nil)
	s.get("/v1/orders?customer_id=anh&to=2026-11-21T00:00:00%2B07:00").ok().has("items", 0)
	s.get("/v1/orders/web/2").refused(http.StatusNotFound, "order.unknown")
	if s.get("/v1/orders/web/1").text("explain.0") == "" {
		t.Error("nothing is explained")
	}
}

func TestAQuoteStoresNothing(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 100)
	s.post("/v1/quotes", `{"customer_id": "anh", "lines": [{"sku": "SUA", "quantity": 1, "unit_price": "50000"}], "use_points": 20}`).ok().
		has("totals.payable", "30000", "points.earned", 30, "points.max_use", 50)
	s.get("/v1/customers/anh/points").has("balance", 100)
	s.get("/v1/orders").has("items", 0)
}

func TestOneCustomerInThreeChannels(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 0)
	for i, channel := range []string{"store", "web", "facebook"} {
		s.put(fmt.Sprintf("/v1/orders/%s/1001", channel), order("anh", 100000, "")).ok().has("customer.balance", 100*(i+1))
	}
	s.put("/v1/orders/tiktok/1001", order("anh", 100000, "")).ok().has("points.earned", 0, "customer.balance", 300) // doesn't earn
}

func TestWhatMayChangeAndWhatNot(t *testing.T) {
	s := open(t)
	s.programme(`, "earn": {"trigger": "completed"}`)
	s.member("anh", "0912345678", 100)
	open := func(lines, more string) string {
		return fmt.Sprintf(`{"customer_id": "anh", "placed_at": "2026-11-21T10:00:00+07:00", "lines": [%s] %s}`, lines, more)
	}
	one := `{"id": "1", "sku": "SUA", "quantity": "1", "unit_price": "40000"}`
	two := one + `, {"id": "2", "sku": "BANH", "quantity": "2", "unit_price": "30000"}`
	s.put("/v1/orders/web/1", open(one, `, "use_points": 10`)).ok().has("state", "open", "customer.usable", 90)
	s.put("/v1/orders/web/1", open(two, `, "discount": "20000"`)).ok().has("state", "open", "totals.payable", "80000", "customer.usable", 100)
	paid := `, "discount": "20000", "paid_at": "2026-11-21T10:05:00+07:00"`
	s.put("/v1/orders/web/1", open(two, paid)).ok().has("state", "paid", "points.earned", 0)
	s.put("/v1/orders/web/1", open(one, paid)).refused(http.StatusConflict, "order.changed")
	s.put("/v1/orders/web/1", open(two, `, "paid_at": "2026-11-21T10:05:00+07:00"`)).refused(http.StatusConflict, "order.changed")
	s.put("/v1/orders/web/1", open(two, `, "discount": "20000"`)).refused(http.StatusConflict, "order.changed")
	done := paid + `, "delivered_at": "2026-11-21T11:00:00+07:00"`
	s.put("/v1/orders/web/1", open(two, done)).ok().has("state", "completed", "points.earned", 80, "customer.balance", 180)
	back := done + `, "returns": [{"id": "r1", "at": "2026-11-21T11:30:00+07:00", "lines": [{"id": "2", "quantity": "1"}]}]`
	s.put("/v1/orders/web/1", open(two, back)).ok().has("points.refund", "24000", "points.clawed_back", 24, "customer.balance", 156)
	s.put("/v1/orders/web/1", open(two, back)).ok().has("customer.balance", 156)
	s.put("/v1/orders/web/1", open(two, done)).refused(http.StatusConflict, "order.changed")
	s.put("/v1/orders/web/1", open(two, done+`, "returns": [{"id": "r1", "at": "2026-11-21T11:30:00+07:00", "lines": [{"id": "2", "quantity": "1"}]},
		{"id": "r2", "lines": [{"id": "2", "quantity": "2"}]}]`)).refused(http.StatusUnprocessableEntity, "return.too_much")
}

func TestCancelledAndPaidAgainEarnsOnce(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 0)
	doc := func(paid, cancelled string) string {
		return fmt.Sprintf(`{"customer_id": "anh", "placed_at": "2026-11-21T08:00:00+07:00", "paid_at": %s, "cancelled_at": %s,
			"lines": [{"id": "1", "sku": "SUA", "quantity": "1", "unit_price": "100000"}]}`, paid, cancelled)
	}
	s.put("/v1/orders/web/1", doc(`"2026-11-21T08:05:00+07:00"`, "null")).ok().has("customer.balance", 100)
	s.put("/v1/orders/web/1", doc(`"2026-11-21T08:05:00+07:00"`, `"2026-11-21T09:00:00+07:00"`)).ok().has("state", "cancelled", "customer.balance", 0)
	again := doc(`"2026-11-21T10:00:00+07:00"`, "null")
	s.put("/v1/orders/web/1", again).ok().has("state", "paid", "customer.balance", 100)
	s.put("/v1/orders/web/1", again).ok().has("customer.balance", 100)
}

func TestOrderRefusals(t *testing.T) {
	s := open(t)
	s.programme(`, "use": {"value_per_point": "1000", "max_percent": "50", "step": 5}`)
	s.member("anh", "0912345678", 40)
	for _, c := range []struct {
		doc    string
		status int
		code   string
	}{
		{order("anh", 200000, `, "use_points": 45`), 422, "points.short"},
		{order("anh", 60000, `, "use_points": 35`), 422, "points.limit"},
		{order("anh", 60000, `, "use_points": 7`), 422, "points.step"},
		{order("anh", 60000, `, "use_points": 7.5`), 422, "field.type"},
		{order("ai", 60000, ""), 404, "customer.unknown"},
		{`{"customer": {"phone": "0999999999"}, "lines": [{"sku": "A", "quantity": 1, "unit_price": 1}]}`, 404, "customer.unknown"},
		{order("anh", 60000, `, "vouchers": ["912345678901234567"]`), 404, "voucher.unknown"},
		{order("anh", 60000, `, "at": "2026-11-21T10:00:00+07:00"`), 422, "field.unknown"},
		{order("anh", 60000, `, "returns": [{"id": "r", "lines": [{"id": "9", "quantity": 1}]}]`), 422, "line.unknown"},
		{`{"lines": []}`, 422, "field.required"},
		{`{"placed_at": "2030-01-01T00:00:00Z", "lines": [{"sku": "A", "quantity": 1, "unit_price": 1}]}`, 422, "at.future"},
	} {
		s.put("/v1/orders/web/1", c.doc).refused(c.status, c.code)
		s.post("/v1/quotes", c.doc).refused(c.status, c.code)
	}
	s.get("/v1/orders/web/1").refused(http.StatusNotFound, "order.unknown")
	s.get("/v1/customers/anh/points").has("balance", 40, "usable", 40)
}

func TestRewardsRefuse(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 1000)
	reward := func(id, more string) {
		s.put("/v1/rewards/"+id, fmt.Sprintf(`{"name": "Giảm 20.000 ₫", "cost": 20, "gives": {"kind": "amount", "amount": "20000"} %s}`, more)).ok()
	}
	redeem := func(body string) reply { return s.post("/v1/customers/anh/redemptions", body) }
	reward("dear", `, "stock": 1`)
	redeem(`{"reward_id": "dear", "key": "k1"}`).made().has("points.balance", 980, "voucher.state", "issued", "voucher.gives.kind", "amount", "voucher.reward_id", "dear")
	if r := redeem(`{"reward_id": "dear", "key": "k1"}`).made(); r.header.Get("Idempotent-Replay") != "true" {
		t.Error("no Idempotent-Replay")
	}
	redeem(`{"reward_id": "dear", "key": "k2"}`).refused(422, "reward.out_of_stock")
	reward("once", `, "per_customer": 1`)
	redeem(`{"reward_id": "once"}`).made()
	redeem(`{"reward_id": "once"}`).refused(422, "reward.limit")
	reward("gold", `, "tiers": ["vang"]`)
	redeem(`{"reward_id": "gold"}`).refused(422, "reward.tier")
	reward("past", `, "from": "2026-01-01", "to": "2026-11-20"`)
	redeem(`{"reward_id": "past"}`).refused(422, "reward.window")
	reward("gone", "")
	s.ask("DELETE", "/v1/rewards/gone", "").ok()
	s.ask("DELETE", "/v1/rewards/gone", "").ok()
	redeem(`{"reward_id": "gone"}`).refused(422, "reward.retired")
	redeem(`{"reward_id": "never"}`).refused(404, "reward.unknown")
	redeem(`{"points": 5000}`).refused(422, "points.short")
	redeem(`{"points": 0}`).is(422)
	redeem(`{"points": -5}`).is(422)
	redeem(`{"points": 60, "at": "2026-11-21T11:00:00+07:00"}`).made().has("voucher.gives.amount", "60000", "points.balance", 900)
	s.get("/v1/rewards").ok().has("items.0.id", "dear", "items.0.issued", 1)
	s.put("/v1/rewards/x", `{"name": "", "cost": 0, "gives": {"kind": "gift"}}`).is(422)
	s.put("/v1/program", `{"enabled": false, "use": {"when_disabled": false}}`).ok()
	redeem(`{"reward_id": "gold"}`).refused(422, "program.disabled")
	s.put("/v1/orders/web/1", order("anh", 50000, `, "use_points": 5`)).is(200) // the programme of its day was on
}

func TestVouchersRefuse(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 1000)
	s.member("hong", "0987654321", 1000)
	reward := func(id, more string) string {
		s.put("/v1/rewards/"+id, fmt.Sprintf(`{"name": "Giảm 20.000 ₫", "cost": 20, "gives": {"kind": "amount", "amount": "20000"} %s}`, more)).ok()
		return s.post("/v1/customers/anh/redemptions", fmt.Sprintf(`{"reward_id": %q, "at": "2026-11-20T10:00:00+07:00"}`, id)).made().text("voucher.code")
	}
	use := func(id, member, code, more string) reply {
		return s.put("/v1/orders/web/"+id, order(member, 100000, fmt.Sprintf(`, "vouchers": [%q] %s`, code, more)))
	}
	plain := reward("plain", "")
	use("1", "anh", plain, "").ok().has("totals.vouchers", "20000", "totals.payable", "80000", "points.earned", 80)
	use("2", "anh", plain, "").refused(422, "voucher.used")
	s.get("/v1/vouchers/"+plain).ok().has("state", "used", "order", "web/1")
	use("2", "hong", reward("mine", ""), "").refused(422, "voucher.not_yours")
	use("2", "hong", reward("gift", `, "transferable": true`), "").ok()
	use("3", "anh", reward("store", `, "channels": ["store"]`), "").refused(422, "voucher.channel")
	use("3", "anh", reward("alone", `, "with_points": false`), `, "use_points": 5`).refused(422, "voucher.combination")
	use("3", "anh", reward("big", `, "min_order": "100001"`), "").refused(422, "order.too_small")
	use("3", "anh", reward("short", `, "voucher_days": 1`), "").refused(422, "voucher.expired")
	back := reward("back", "")
	s.post("/v1/vouchers/"+back+"/hand-back", "").ok().has("voucher.state", "handed_back")
	use("3", "anh", back, "").refused(422, "voucher.handed_back")
	s.ask("POST", "/v1/vouchers/"+plain+"/hand-back", "").refused(422, "voucher.used")
	s.post("/v1/vouchers/912345678901234567/hand-back", "").refused(404, "voucher.unknown")
	s.get("/v1/vouchers/912345678901234567").refused(404, "voucher.unknown")
	s.get("/v1/customers/anh/vouchers").ok().has("next_cursor", "", "items.7.customer_id", "anh", "items.8", nil)
	s.later(48 * time.Hour)
	s.get("/v1/customers/hong/vouchers").ok().has("items", 0)
}

func TestProductsAreFoundByNameSKUAndCode(t *testing.T) {
	s := open(t)
	s.put("/v1/products/SUA", `{"name": "Sữa tươi Đồng Xanh 1L", "price": "32000", "barcodes": ["2000000000015"], "category": "Sữa", "vat_percent": "8", "unit": "hộp"}`).ok().
		has("sku", "SUA", "price", "32000", "vat_percent", "8", "earns", true, "unit", "hộp", "barcodes.0", "2000000000015")
	s.put("/v1/products/THE", `{"name": "Thẻ cào", "price": 15000, "barcodes": [], "earns": false}`).ok().has("earns", false, "barcodes", 0)
	for _, q := range []string{"sua dong xanh", "SUA", "2000000000015"} {
		s.get("/v1/products?q="+escaped(q)).ok().has("items.0.sku", "SUA", "items.1", nil)
	}
	s.get("/v1/products/NADA").refused(404, "product.unknown")
	s.put("/v1/products/X", `{"name": "X"}`).refused(422, "field.required").at("price field.required")
	s.put("/v1/products/X", `{"name": "", "price": "1", "barcodes": ["123"], "vat_percent": "101"}`).is(422)
	s.put("/v1/products/X", `{"name": "X", "price": "-1"}`).is(422)
	s.programme("")
	s.member("anh", "0912345678", 0)
	s.put("/v1/orders/web/1", `{"customer_id": "anh", "placed_at": "2026-11-21T10:00:00+07:00", "paid_at": "2026-11-21T10:00:00+07:00",
		"lines": [{"id": "1", "sku": "SUA", "quantity": 1}, {"id": "2", "sku": "THE", "quantity": 1}]}`).ok().has("totals.goods", "47000", "points.earned", 32)
}
