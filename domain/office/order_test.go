package office_test

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
)

func TestTheOrderOfAPIsPage(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 80)
	a := s.put("1001", doc(t, `{"customer":{"phone":"0912 345 678"},"placed_at":"2026-01-05T08:00:00+07:00",
		"lines":[{"id":"1","sku":"SUA","name":"Sữa","quantity":"2","unit_price":"32000","discount":"0","vat_percent":"8","earns":true}],
		"discount":"0","shipping":"0","use_points":10,"paid_at":"2026-01-05T08:00:00+07:00","delivered_at":"2026-01-05T08:00:00+07:00"}`))
	want := office.OrderPoints{Eligible: 54_000, Ranking: 54, Earned: 54, Used: 10, MaxUse: 64}
	got := a.Points
	got.UsableAt = nil
	if a.State != "completed" || got != want || a.Points.UsableAt == nil || a.Totals.Payable != 54_000 || a.Totals.Points != 10_000 {
		t.Errorf("%+v", a)
	}
	if a.Customer.Usable != 124 || a.Order.CustomerID != "lan" || len(a.Explain) == 0 || !strings.Contains(strings.Join(a.Explain, " "), "54") {
		t.Errorf("customer %+v, explain %q", a.Customer, a.Explain)
	}
	kinds := ""
	for _, e := range s.entries("lan") {
		kinds += e.Kind + " "
	}
	if kinds != "adjust use earn " {
		t.Errorf("statement %s", kinds)
	}
}

func TestTheSameDocumentAgainChangesNothing(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 80)
	d := sold("lan", 64_000, at(0), func(d *office.OrderDoc) {
		d.UsePoints = 10
		d.Returns = []office.OrderReturn{{ID: "r1", At: ptr(at(0)), Lines: []office.OrderReturnLine{{ID: "1", Quantity: money.Units(1)}}}}
	})
	first := s.put("1", d)
	events := s.events()
	if again := s.put("1", d); !reflect.DeepEqual(again, first) || s.events() != events {
		t.Errorf("again\n%+v\n%+v", again, first)
	}
	// what the answer shows can be put back as it is
	var shown office.OrderDoc
	raw, _ := json.Marshal(first.Order)
	if err := json.Unmarshal(raw, &shown); err != nil {
		t.Fatal(err)
	}
	if again := s.put("1", shown); !reflect.DeepEqual(again, first) || s.events() != events {
		t.Errorf("shown again\n%+v\n%+v", again, first)
	}
}

func TestWhatMayChangeOfAnOrderAndWhatMayNot(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 80)
	s.member("mai", "0912345679", 80)
	s.now = at(10)
	open := sold("lan", 64_000, at(0), func(d *office.OrderDoc) { d.PaidAt, d.DeliveredAt = nil, nil })
	if a := s.put("1", open); a.State != "open" || a.Points.Earned != 0 || a.Points.Eligible != 64_000 {
		t.Fatalf("%+v", a)
	}
	change := func(d office.OrderDoc, c func(*office.OrderDoc)) office.OrderDoc { c(&d); return d }
	for field, d := range map[string]office.OrderDoc{
		"customer":  change(open, func(d *office.OrderDoc) { d.CustomerID = "mai" }),
		"nobody":    change(open, func(d *office.OrderDoc) { d.CustomerID = "" }),
		"placed_at": change(open, func(d *office.OrderDoc) { d.PlacedAt = ptr(at(1)) }),
	} {
		if code := s.refused("1", d); code != "order.changed" {
			t.Errorf("%s of an open order: %q", field, code)
		}
	}
	open.Lines = []office.OrderLine{{ID: "1", SKU: "SUA", Quantity: money.Units(2), UnitPrice: ptr(money.VND(30_000))}}
	open.Discount = 5_000
	if a := s.put("1", open); a.Totals.Payable != 55_000 {
		t.Errorf("changed before payment: %+v", a.Totals)
	}
	paid := change(open, func(d *office.OrderDoc) { d.PaidAt = ptr(at(1)) })
	if a := s.put("1", paid); a.State != "paid" || a.Points.Earned != 55 {
		t.Errorf("paid: %s %+v", a.State, a.Points)
	}
	for field, d := range map[string]office.OrderDoc{
		"lines":        change(paid, func(d *office.OrderDoc) { d.Discount = 0 }),
		"use_points":   change(paid, func(d *office.OrderDoc) { d.UsePoints = 5 }),
		"paid_at":      change(paid, func(d *office.OrderDoc) { d.PaidAt = ptr(at(2)) }),
		"unpaid again": change(paid, func(d *office.OrderDoc) { d.PaidAt = nil }),
	} {
		if code := s.refused("1", d); code != "order.changed" {
			t.Errorf("%s of a paid order: %q", field, code)
		}
	}
	done := change(paid, func(d *office.OrderDoc) { d.DeliveredAt = ptr(at(3)) })
	if a := s.put("1", done); a.State != "completed" || a.Points.Earned != 55 {
		t.Errorf("delivered: %s %+v", a.State, a.Points)
	}
	if code := s.refused("1", paid); code != "order.changed" {
		t.Errorf("an older document: %q", code)
	}
	back := change(done, func(d *office.OrderDoc) {
		d.Returns = []office.OrderReturn{{ID: "r1", At: ptr(at(4)), Lines: []office.OrderReturnLine{{ID: "1", Quantity: money.Units(1)}}}}
	})
	if a := s.put("1", back); a.State != "completed" || a.Points.ClawedBack != 28 || a.Points.Refund != 27_500 {
		t.Errorf("returned in part: %s %+v", a.State, a.Points)
	}
	more := change(back, func(d *office.OrderDoc) {
		d.Returns = []office.OrderReturn{{ID: "r1", At: ptr(at(4)), Lines: []office.OrderReturnLine{{ID: "1", Quantity: money.Units(2)}}}}
	})
	if code := s.refused("1", more); code != "order.changed" {
		t.Errorf("another return under one id: %q", code)
	}
	if code := s.refused("1", done); code != "order.changed" {
		t.Errorf("a return that goes away: %q", code)
	}
}

func TestEveryFieldAtFaultIsNamedAtOnce(t *testing.T) {
	s := openOffice(t)
	s.program()
	d := doc(t, `{"placed_at":"2026-01-05T08:00:00+07:00","lines":[{"id":"1","sku":"","quantity":"1","unit_price":"1","discount":"5"},
		{"id":"1","sku":"X","quantity":"1"}],"discount":"-1","use_points":-5,"vouchers":["9","9"],"paid_at":"2027-01-01T00:00:00Z",
		"returns":[{"id":"","lines":[]}]}`)
	_, err := s.PutOrder(context.Background(), "web", "1", d)
	var fields fault.Fields
	if !errors.As(err, &fields) {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range fields {
		got[f.Field] = f.Code
	}
	want := map[string]string{"lines[0].sku": "field.required", "lines[1].id": "field.duplicate", "discount": "money.range", "use_points": "field.range",
		"vouchers[1]": "field.duplicate", "paid_at": "at.future", "returns[0].id": "field.required", "returns[0].lines": "field.required"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	for body, field := range map[string]string{
		`{"lines":[{"sku":"X","quantity":"1"}]}`:                                                                                           "lines[0].unit_price",
		`{"lines":[{"sku":"X","quantity":"1","unit_price":"100","discount":"101"}]}`:                                                       "lines[0].discount",
		`{"lines":[{"sku":"X","quantity":"2","unit_price":"100000000000000000"}]}`:                                                         "lines[0].unit_price",
		`{"lines":[{"sku":"X","quantity":"1","unit_price":"100"}],"discount":"101"}`:                                                       "discount",
		`{"lines":[{"sku":"X","quantity":"1","unit_price":"100"}],"use_points":1}`:                                                         "customer_id",
		`{"channel":"store","lines":[{"sku":"X","quantity":"1","unit_price":"100"}]}`:                                                      "channel",
		`{"customer":{"phone":"12"},"lines":[{"sku":"X","quantity":"1","unit_price":"100"}]}`:                                              "customer.phone",
		`{"paid_at":"2026-01-04T00:00:00Z","cancelled_at":"2026-01-03T00:00:00Z","lines":[{"sku":"X","quantity":"1","unit_price":"100"}]}`: "cancelled_at",
	} {
		_, err := s.PutOrder(context.Background(), "web", "2", doc(t, body))
		if f, ok := fault.Of(err); !ok || f.Field != field {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// Ids of lots begin with their channel: one that looks like another right could be spent as that.
func TestAChannelIsNoNameOfARight(t *testing.T) {
	s := openOffice(t)
	s.program()
	for _, channel := range []string{"pen:web", "voucher:x", "stock:few", "a:b"} {
		_, err := s.PutOrder(context.Background(), channel, "1", sold("", 1_000, at(0)))
		if f, ok := fault.Of(err); !ok || f.Field != "channel" || f.Code != "field.characters" {
			t.Errorf("%s: %v", channel, err)
		}
	}
}

func TestUnknownCustomersAreNotFound(t *testing.T) {
	s := openOffice(t)
	s.program()
	for _, d := range []office.OrderDoc{sold("ai", 1_000, at(0)), sold("", 1_000, at(0), func(d *office.OrderDoc) { d.Customer = &office.CustomerRef{Phone: "0987654321"} })} {
		_, err := s.PutOrder(context.Background(), "web", "1", d)
		if f, ok := fault.Of(err); !ok || f.Code != "customer.unknown" || f.Kind != fault.NotFound {
			t.Error(err)
		}
	}
}

func TestE7AWalkInEarnsNothing(t *testing.T) {
	s := openOffice(t)
	s.program()
	if a := s.put("1", sold("", 64_000, at(0))); a.Points.Earned != 0 || a.Customer != nil || a.State != "completed" {
		t.Errorf("%+v", a)
	}
}

func TestE14AChannelThatDoesNotEarnIsStoredAndEarnsNothing(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 0)
	for channel, want := range map[string]int64{"web": 64, "facebook": 64, "zalo": 0} {
		a, err := s.PutOrder(context.Background(), channel, "1", sold("lan", 64_000, at(0)))
		if err != nil || a.Points.Earned != want {
			t.Errorf("%s: %+v, %v", channel, a.Points, err)
		}
	}
}

func TestTheCatalogueFillsWhatALineLeavesOut(t *testing.T) {
	s := openOffice(t)
	s.program(func(p *loyalty.Program) { p.Earn.ExcludedCategories = []string{"Thẻ cào"} })
	s.member("lan", "0912345678", 0)
	product := milk()
	if _, err := s.PutProduct(context.Background(), product); err != nil {
		t.Fatal(err)
	}
	d := sold("lan", 0, at(0))
	d.Lines = []office.OrderLine{
		{SKU: product.SKU, Quantity: money.Units(2)},
		{SKU: product.SKU, Quantity: money.Units(1), UnitPrice: ptr(money.VND(30_000)), Earns: ptr(false)},
		{SKU: product.SKU, Quantity: money.Units(1), Category: ptr("Thẻ cào")},
		{SKU: "LA-LAM", Name: "Hàng lạ", Quantity: money.Units(1), UnitPrice: ptr(money.VND(10_000))},
	}
	a := s.put("1", d)
	if a.Totals.Goods != 64_000+30_000+32_000+10_000 || a.Points.Eligible != 74_000 || a.Order.Lines[0].Name != product.Name {
		t.Errorf("%+v %+v", a.Totals, a.Points)
	}
	if *a.Order.Lines[1].Earns || !*a.Order.Lines[2].Earns || a.Order.Lines[3].ID != "4" {
		t.Errorf("%+v", a.Order.Lines)
	}
	product.Price, product.Name = 99_000, "Sữa khác"
	if _, err := s.PutProduct(context.Background(), product); err != nil {
		t.Fatal(err)
	}
	if again := s.put("1", d); !reflect.DeepEqual(again, a) {
		t.Errorf("a changed catalogue changed a sold order: %+v", again)
	}
}

func TestE8PointsOfACompletedProgrammeWaitForDelivery(t *testing.T) {
	s := openOffice(t)
	s.program(func(p *loyalty.Program) { p.Earn.Trigger = loyalty.TriggerCompleted })
	s.member("lan", "0912345678", 0)
	s.now = at(9)
	d := sold("lan", 64_000, at(0), func(d *office.OrderDoc) { d.DeliveredAt = nil })
	if a := s.put("1", d); a.State != "paid" || a.Points.Earned != 0 {
		t.Errorf("%+v", a.Points)
	}
	d.DeliveredAt = ptr(at(2))
	if a := s.put("1", d); a.State != "completed" || a.Points.Earned != 64 || !a.Points.UsableAt.Equal(at(2)) {
		t.Errorf("%+v", a.Points)
	}
	cod := sold("lan", 64_000, at(3), func(d *office.OrderDoc) { d.PaidAt = nil })
	if a := s.put("2", cod); a.State != "open" || a.Points.Earned != 0 {
		t.Errorf("delivered, cash on delivery to come: %s %+v", a.State, a.Points)
	}
	cod.PaidAt = ptr(at(4))
	if a := s.put("2", cod); a.State != "completed" || a.Points.Earned != 64 || !a.Points.UsableAt.Equal(at(4)) {
		t.Errorf("%+v", a.Points)
	}
	part := sold("lan", 64_000, at(5), func(d *office.OrderDoc) {
		d.Lines[0].Quantity, d.DeliveredAt = money.Units(2), ptr(at(7))
		d.Returns = []office.OrderReturn{{ID: "r", At: ptr(at(6)), Lines: []office.OrderReturnLine{{ID: "1", Quantity: money.Units(1)}}}}
	})
	if a := s.put("3", part); a.Points.Earned != 64 || a.Points.ClawedBack != 0 || a.Points.Refund != 64_000 {
		t.Errorf("half sent back before it arrived: %+v", a.Points)
	}
}

func TestE12AnOrderEarnsAtTheTierBeforeItAndLiftsAtOnce(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 0)
	s.now = at(9)
	if a := s.put("1", sold("lan", 5_000_000, at(1))); a.Points.Earned != 5_000 || a.Customer.Tier.ID != "vang" || a.Customer.NextTier != nil {
		t.Errorf("%+v", a)
	}
	if a := s.put("2", sold("lan", 100_000, at(2))); a.Points.Earned != 150 {
		t.Errorf("%+v", a.Points)
	}
	if a := s.put("0", sold("lan", 100_000, at(0))); a.Points.Earned != 100 {
		t.Errorf("an order that is filed late earns at the tier of its own instant: %+v", a.Points)
	}
}

func TestE13AChangedProgrammeAppliesToLaterOrdersOnly(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 0)
	s.now = at(9)
	twice := simple(func(p *loyalty.Program) { p.Tiers[0].Rate, p.EffectiveFrom = money.Per100(200), at(5) })
	if _, err := s.PutProgram(context.Background(), twice, "hong", ""); err != nil {
		t.Fatal(err)
	}
	if a := s.put("1", sold("lan", 50_000, at(4))); a.Points.Earned != 50 {
		t.Errorf("%+v", a.Points)
	}
	half := sold("lan", 50_000, at(6), func(d *office.OrderDoc) { d.Lines[0].Quantity = money.Units(2) })
	if a := s.put("2", half); a.Points.Earned != 200 {
		t.Errorf("%+v", a.Points)
	}
}

func TestAQuoteStoresNothingAndShowsWhatWouldBeEarned(t *testing.T) {
	s := openOffice(t)
	s.program(func(p *loyalty.Program) { p.Earn.Trigger = loyalty.TriggerCompleted })
	s.member("lan", "0912345678", 80)
	events := s.events()
	d := doc(t, `{"customer_id":"lan","lines":[{"sku":"SUA","quantity":"2","unit_price":"32000"}],"use_points":10}`)
	a, err := s.Quote(context.Background(), d)
	if err != nil || a.State != "open" || a.Points.Earned != 54 || a.Points.MaxUse != 64 || a.Customer.Usable != 70 || a.Points.UsableAt == nil {
		t.Errorf("%+v %+v, %v", a.Points, a.Customer, err)
	}
	if s.events() != events || usable(s, "lan") != 80 {
		t.Error("something was stored")
	}
	d.UsePoints = 100
	if _, err := s.Quote(context.Background(), d); fault.Code(err) != "points.short" {
		t.Error(err)
	}
	// C8: what a return of a stored order would do
	sale := sold("lan", 64_000, at(0))
	s.put("1", sale)
	sale.Channel, sale.ID = "web", "1"
	sale.Returns = []office.OrderReturn{{ID: "r", At: ptr(at(0)), Lines: []office.OrderReturnLine{{ID: "1", Quantity: money.Units(1)}}}}
	events = s.events()
	a, err = s.Quote(context.Background(), sale)
	if err != nil || a.Points.ClawedBack != 64 || a.Customer.Usable != 80 || s.events() != events {
		t.Errorf("%+v, %v", a.Points, err)
	}
}

func TestOrdersOfAMergedMemberAreTheOthers(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 10)
	s.member("mai", "0912345679", 20)
	s.now = at(3)
	old := sold("lan", 50_000, at(1), func(d *office.OrderDoc) { d.UsePoints = 5 })
	s.put("1", old)
	s.put("2", sold("mai", 30_000, at(2)))
	if _, err := s.Merge(context.Background(), "lan", "mai"); err != nil {
		t.Fatal(err)
	}
	list, next, err := s.Orders(context.Background(), office.OrderFilter{Customer: "lan"}, office.Page{Limit: 1})
	if err != nil || len(list) != 1 || list[0].Order.ID != "2" || next == "" {
		t.Fatalf("%+v %q %v", list, next, err)
	}
	list, next, err = s.Orders(context.Background(), office.OrderFilter{Customer: "mai"}, office.Page{Limit: 1, Cursor: next})
	if err != nil || len(list) != 1 || list[0].Order.ID != "1" || list[0].Order.CustomerID != "mai" || next != "" {
		t.Fatalf("%+v %q %v", list, next, err)
	}
	events := s.events()
	if a := s.put("1", old); a.Customer.CustomerID != "mai" || s.events() != events {
		t.Errorf("the same document, under the old id: %+v", a)
	}
	old.CancelledAt = ptr(at(3))
	if a := s.put("1", old); a.Customer.Balance != 10+20+30 {
		t.Errorf("%+v", a.Customer)
	}
}

func TestBackdatedOrdersNeverTakeWhatALaterOneTook(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 100)
	s.now = at(9)
	use := func(n int64) func(*office.OrderDoc) { return func(d *office.OrderDoc) { d.UsePoints = n } }
	s.put("later", sold("lan", 70_000, at(5), use(70)))
	if code := s.refused("early", sold("lan", 70_000, at(1), use(31))); code != "points.short" {
		t.Errorf("%q", code)
	}
	if a := s.put("early", sold("lan", 70_000, at(1), use(30))); a.Points.MaxUse != 30 || a.Customer.Usable != 40 {
		t.Errorf("%+v %+v", a.Points, a.Customer)
	}
	if code := s.refused("earlier", sold("lan", 70_000, at(0.5), use(1))); code != "points.short" {
		t.Errorf("%q", code)
	}
}

func TestUsabilityIsJudgedAtPayment(t *testing.T) {
	s := openOffice(t)
	s.program(func(p *loyalty.Program) {
		p.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 30}
		p.Earn.Activation = loyalty.Activation{Mode: loyalty.ActivateDays, Value: 3}
	})
	s.member("lan", "0912345678", 0)
	s.now = at(60)
	s.put("1", sold("lan", 100_000, at(0)))
	use := func(d *office.OrderDoc) { d.UsePoints = 10 }
	for when, want := range map[float64]string{2.999: "points.short", 3: "", 29.9: "", 30: "points.short"} {
		if _, err := s.Quote(context.Background(), sold("lan", 20_000, at(when), use)); fault.Code(err) != want {
			t.Errorf("day %v: %v", when, err)
		}
	}
}
