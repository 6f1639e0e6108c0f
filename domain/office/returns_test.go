package office_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
)

// returned adds a return of so many units of line 1.
func returned(d office.OrderDoc, id string, day float64, units int64) office.OrderDoc {
	d.Returns = append(append([]office.OrderReturn(nil), d.Returns...),
		office.OrderReturn{ID: id, At: ptr(at(day)), Lines: []office.OrderReturnLine{{ID: "1", Quantity: money.Units(units)}}})
	return d
}

func TestC7MoreThanWasBoughtIsRefused(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 0)
	s.now = at(9)
	d := sold("lan", 10_000, at(0), func(d *office.OrderDoc) { d.Lines[0].Quantity = money.Units(3) })
	s.put("1", d)
	if code := s.refused("1", returned(d, "r1", 1, 4)); code != "return.too_much" {
		t.Errorf("%q", code)
	}
	d = returned(d, "r1", 1, 2)
	s.put("1", d)
	if code := s.refused("1", returned(d, "r2", 2, 2)); code != "return.too_much" {
		t.Errorf("%q", code)
	}
	if a := s.put("1", returned(d, "r2", 2, 1)); a.State != "returned" || a.Points.ClawedBack != 30 || a.Points.Refund != 30_000 || a.Customer.Balance != 0 {
		t.Errorf("%s %+v", a.State, a.Points)
	}
	unpaid := sold("lan", 10_000, at(0), func(d *office.OrderDoc) { d.PaidAt, d.DeliveredAt = nil, nil })
	if code := s.refused("2", returned(unpaid, "r1", 1, 1)); code != "order.unpaid" {
		t.Errorf("%q", code)
	}
	unknown := returned(sold("lan", 10_000, at(0)), "r", 1, 1)
	unknown.Returns[0].Lines[0].ID = "7"
	if code := s.refused("3", unknown); code != "line.unknown" {
		t.Errorf("%q", code)
	}
	if code := s.refused("4", returned(sold("lan", 10_000, at(2)), "r", 1, 1)); code != "time.order" {
		t.Errorf("a return before the payment: %q", code)
	}
}

// TestC4PointsAlreadySpent: 100 points earned and 70 of them used elsewhere, then all of it comes back.
func TestC4PointsAlreadySpent(t *testing.T) {
	for mode, want := range map[string]office.OrderPoints{
		loyalty.SpentNegative: {ClawedBack: 100, Refund: 100_000},
		loyalty.SpentFloor:    {ClawedBack: 30, Forgiven: 70, Refund: 100_000},
		loyalty.SpentDeduct:   {ClawedBack: 30, Forgiven: 70, Refund: 30_000, Deducted: 70_000},
	} {
		t.Run(mode, func(t *testing.T) {
			s := openOffice(t)
			s.program(func(p *loyalty.Program) { p.Returns.AlreadySpent = mode })
			s.member("lan", "0912345678", 0)
			s.now = at(9)
			d := sold("lan", 100_000, at(0))
			s.put("1", d)
			s.put("2", sold("lan", 70_000, at(1), func(d *office.OrderDoc) { d.UsePoints = 70 }))
			a := s.put("1", returned(d, "r", 2, 1))
			got := office.OrderPoints{ClawedBack: a.Points.ClawedBack, Forgiven: a.Points.Forgiven, Refund: a.Points.Refund, Deducted: a.Points.Deducted}
			if got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
			balance := map[bool]int64{true: -70, false: 0}[mode == loyalty.SpentNegative]
			if a.Customer.Balance != balance || a.Customer.Usable != balance {
				t.Errorf("balance %+v", a.Customer)
			}
			if mode == loyalty.SpentNegative {
				if code := s.refused("3", sold("lan", 1_000, at(3), func(d *office.OrderDoc) { d.UsePoints = 1 })); code != "points.short" {
					t.Errorf("used while in debt: %q", code)
				}
				if a := s.put("4", sold("lan", 80_000, at(4))); a.Customer.Usable != 10 {
					t.Errorf("earning repays: %+v", a.Customer)
				}
			}
		})
	}
}

func TestC4ADeductionStopsAtTheRefund(t *testing.T) {
	s := openOffice(t)
	s.program(func(p *loyalty.Program) {
		p.Returns.AlreadySpent, p.Tiers[0].Rate = loyalty.SpentDeduct, money.Per100(1000)
	})
	s.member("lan", "0912345678", 0)
	s.now = at(9)
	d := sold("lan", 100_500, at(0)) // 1005 points, worth ten times the money
	s.put("1", d)
	s.put("2", sold("lan", 1_005_000, at(1), func(d *office.OrderDoc) { d.UsePoints = 1_005 }))
	a := s.put("1", returned(d, "r", 2, 1))
	if a.Points.Deducted != 100_000 || a.Points.Refund != 500 || a.Points.Forgiven != 100 || a.Points.ClawedBack != 905 || a.Customer.Balance != -905 {
		t.Errorf("%+v %+v", a.Points, a.Customer)
	}
}

func TestC2UsedPointsComeBackWithTheirOwnExpiryOrGrace(t *testing.T) {
	s := openOffice(t)
	s.program(func(p *loyalty.Program) { p.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 30} })
	s.member("lan", "0912345678", 0)
	s.now = at(200)
	s.put("0", sold("lan", 100_000, at(0)))
	d := sold("lan", 40_000, at(1), func(d *office.OrderDoc) { d.Lines[0].Quantity, d.UsePoints = money.Units(2), 50 })
	s.put("1", d)
	d = returned(d, "r1", 10, 1)
	if a := s.put("1", d); a.Points.Restored != 25 || a.Points.Refund != 15_000 || a.Points.ClawedBack != 15 {
		t.Errorf("%+v", a.Points)
	}
	if p := s.points("lan", at(11)); p.Usable != 75+15 || !p.NextLapse.At.Equal(at(30)) || p.NextLapse.Points != 75 {
		t.Errorf("%+v", p)
	}
	s.put("1", returned(d, "r2", 50, 1)) // the first lot lapsed on day 30
	if p := s.points("lan", at(51)); p.Usable != 25 || !p.NextLapse.At.Equal(at(80)) {
		t.Errorf("%+v", p)
	}
	if p := s.points("lan", at(80)); p.Balance != 0 {
		t.Errorf("%+v", p)
	}
}

func TestC6ATierIsLostAtReviewOnly(t *testing.T) {
	for mode, want := range map[string][]string{ // tiers right after the return, at the end of the year, after 1 January, a year on
		loyalty.ReviewNever:  {"vang", "vang", "vang", "vang"},
		loyalty.ReviewYearly: {"vang", "vang", "khoi-tao", "khoi-tao"},
	} {
		s := openOffice(t)
		s.program(func(p *loyalty.Program) { p.TierReview.Mode = mode })
		s.member("lan", "0912345678", 0)
		s.now = at(30)
		d := sold("lan", 5_000_000, at(1))
		s.put("1", d)
		a := s.put("1", returned(d, "r", 2, 1))
		if a.Customer.Ranking != 0 {
			t.Errorf("%s: %d ranking points", mode, a.Customer.Ranking)
		}
		for i, day := range []float64{2, 360.66, 360.71, 800} { // 1 January 2027 00:00 in Vietnam is day 360.6667
			if got := s.points("lan", at(day)).Tier.ID; got != want[i] {
				t.Errorf("%s, day %v: %s", mode, day, got)
			}
		}
	}
}

func TestU6PointsOfACancelledUnpaidOrder(t *testing.T) {
	for mode, want := range map[string]int64{loyalty.UnpaidRestore: 80, loyalty.UnpaidKeep: 70} {
		s := openOffice(t)
		s.program(func(p *loyalty.Program) { p.Returns.UnpaidPoints = mode })
		s.member("lan", "0912345678", 80)
		s.now = at(9)
		d := sold("lan", 50_000, at(0), func(d *office.OrderDoc) { d.PaidAt, d.DeliveredAt, d.UsePoints = nil, nil, 10 })
		if a := s.put("1", d); a.Customer.Usable != 70 {
			t.Errorf("%s: %+v", mode, a.Customer)
		}
		d.CancelledAt = ptr(at(1))
		a := s.put("1", d)
		if a.State != "cancelled" || a.Customer.Usable != want || a.Points.Restored != want-70 || a.Points.Refund != 0 {
			t.Errorf("%s: %s %+v %+v", mode, a.State, a.Points, a.Customer)
		}
		// reopened: what was given back is taken anew, what was kept isn't taken twice
		d.CancelledAt, d.PaidAt = nil, ptr(at(2))
		if a := s.put("1", d); a.State != "paid" || a.Customer.Usable != 70+40 || a.Points.Used != 10 {
			t.Errorf("%s: %+v %+v", mode, a.Points, a.Customer)
		}
	}
}

func TestCancellingAPaidOrderEqualsReturningAllOfIt(t *testing.T) {
	figures := func(end func(*shopOffice, office.OrderDoc) office.OrderAnswer) (office.OrderPoints, office.Points) {
		s := openOffice(t)
		s.program()
		s.member("lan", "0912345678", 80)
		s.now = at(9)
		d := sold("lan", 33_333, at(0), func(d *office.OrderDoc) {
			d.Lines[0].Quantity, d.Discount, d.Shipping, d.UsePoints = money.Units(3), 1_000, 20_000, 37
		})
		s.put("1", d)
		a := end(s, d)
		a.Points.UsableAt, a.Customer.Lots, a.Customer.NextTier = nil, nil, nil
		return a.Points, *a.Customer
	}
	cancelled, one := figures(func(s *shopOffice, d office.OrderDoc) office.OrderAnswer {
		d.CancelledAt = ptr(at(2))
		return s.put("1", d)
	})
	returnedAll, other := figures(func(s *shopOffice, d office.OrderDoc) office.OrderAnswer {
		d = returned(d, "a", 1, 1)
		s.put("1", d)
		return s.put("1", returned(d, "b", 2, 2))
	})
	cancelled.MaxUse, returnedAll.MaxUse = 0, 0
	if fmt.Sprint(cancelled) != fmt.Sprint(returnedAll) || fmt.Sprint(one) != fmt.Sprint(other) || one.Balance != 80 || one.Ranking != 0 {
		t.Errorf("\n%+v %+v\n%+v %+v", cancelled, one, returnedAll, other)
	}
}

func TestACancelledOrderPaidAgainEarnsAnewUnderTheProgrammeThenInForce(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 80)
	s.now = at(9)
	if _, err := s.PutProgram(t.Context(), simple(func(p *loyalty.Program) { p.Tiers[0].Rate, p.EffectiveFrom = money.Per100(200), at(3) }), "hong", ""); err != nil {
		t.Fatal(err)
	}
	d := sold("lan", 50_000, at(0), func(d *office.OrderDoc) { d.UsePoints = 10 })
	s.put("1", d)
	cancelled := d
	cancelled.CancelledAt = ptr(at(1))
	if a := s.put("1", cancelled); a.State != "cancelled" || a.Customer.Balance != 80 || a.Points.ClawedBack != 40 || a.Points.Restored != 10 || a.Points.Refund != 40_000 {
		t.Fatalf("%s %+v", a.State, a.Points)
	}
	if code := s.refused("1", d); code != "order.changed" {
		t.Errorf("reopened without a later payment: %q", code)
	}
	again := d
	again.PaidAt, again.DeliveredAt = ptr(at(4)), ptr(at(4))
	a := s.put("1", again)
	if a.State != "completed" || a.Points.Earned != 80 || a.Points.Used != 10 || a.Points.ClawedBack != 0 || a.Customer.Balance != 80-10+80 {
		t.Errorf("%+v %+v", a.Points, a.Customer)
	}
	events := s.events()
	if s.put("1", again); s.events() != events {
		t.Error("the same document again earned again")
	}
	again.CancelledAt = ptr(at(5))
	if a := s.put("1", again); a.Customer.Balance != 80 {
		t.Errorf("%+v", a.Customer)
	}
	again.CancelledAt, again.PaidAt, again.DeliveredAt = nil, ptr(at(6)), nil
	if a := s.put("1", again); a.Customer.Balance != 150 {
		t.Errorf("%+v", a.Customer)
	}
	lots := map[string]bool{}
	for _, e := range s.entries("lan") {
		if e.Kind == "earn" {
			lots[e.Lot] = true
		}
	}
	if len(lots) != 3 {
		t.Errorf("lots %v", lots)
	}
}

// TestPointsAreConservedOverRandomOrders: whatever happens to a member's orders, the balance is what was brought, earned,
// clawed back, used and given back; the statement says the same; money given back never exceeds money paid.
func TestPointsAreConservedOverRandomOrders(t *testing.T) {
	shop := openOffice(t)
	n := 0
	modes := []string{loyalty.SpentNegative, loyalty.SpentFloor, loyalty.SpentDeduct}
	shop.program()
	rapid.Check(t, func(t *rapid.T) {
		n++
		s := &shopOffice{Office: shop.Office, store: shop.store, t: noT{TB: shop.t, rapid: t}, now: shop.now}
		shop.now = at(100)
		mode := rapid.SampledFrom(modes).Draw(t, "mode")
		p := simple(func(p *loyalty.Program) { p.Returns.AlreadySpent, p.EffectiveFrom = mode, at(-1000+float64(n)) })
		if _, err := s.PutProgram(shop.t.Context(), p, "", ""); err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprintf("m%d", n)
		s.member(id, fmt.Sprintf("09%08d", n), 200)
		docs := map[string]office.OrderDoc{}
		answers := map[string]office.OrderAnswer{}
		for day := 1.0; day < float64(rapid.IntRange(2, 14).Draw(t, "days")); day++ {
			key := fmt.Sprintf("%d-%d", n, rapid.IntRange(1, 4).Draw(t, "order"))
			d, there := docs[key]
			switch {
			case !there:
				price := money.VND(rapid.IntRange(0, 300_000).Draw(t, "price"))
				units := rapid.Int64Range(1, 4).Draw(t, "units")
				d = sold(id, price, at(day), func(d *office.OrderDoc) {
					d.Lines[0].Quantity, d.UsePoints = money.Units(units), rapid.Int64Range(0, 150).Draw(t, "use")
					if rapid.Bool().Draw(t, "unpaid") {
						d.PaidAt, d.DeliveredAt = nil, nil
					}
				})
			case d.CancelledAt != nil && rapid.Bool().Draw(t, "reopen"):
				d.CancelledAt, d.PaidAt, d.Returns = nil, ptr(at(day)), nil
			case rapid.Bool().Draw(t, "cancel"):
				d.CancelledAt = ptr(at(day))
			case d.PaidAt == nil:
				d.PaidAt = ptr(at(day))
			default:
				d = returned(d, fmt.Sprint("r", day), day, rapid.Int64Range(1, 3).Draw(t, "back"))
			}
			a, err := s.PutOrder(shop.t.Context(), "web", key, d)
			if err != nil {
				continue
			}
			docs[key], answers[key] = d, a
			paid := a.Totals.Payable
			if a.Points.Refund < 0 || a.Points.Refund+a.Points.Deducted > paid {
				t.Fatalf("%d given back of %d paid", a.Points.Refund, paid)
			}
			if a.State == "returned" && (a.Points.ClawedBack+a.Points.Forgiven != a.Points.Earned || a.Points.Restored != a.Points.Used || a.Points.Refund+a.Points.Deducted != paid) {
				t.Fatalf("not all of it came back: %+v of %d", a.Points, paid)
			}
		}
		want := int64(200)
		for _, a := range answers {
			if q := a.Points; a.State != "cancelled" {
				want += q.Earned - q.ClawedBack - q.Used + q.Restored
			} else if q.Used != q.Restored {
				t.Fatalf("cancelled with %+v", q)
			} else {
				want += q.Earned - q.ClawedBack
			}
		}
		sum := int64(0)
		for _, e := range s.entries(id) {
			if sum += e.Points; sum != e.BalanceAfter {
				t.Fatalf("after %s the balance is %d, the sum %d", e.ID, e.BalanceAfter, sum)
			}
			if mode == loyalty.SpentFloor && e.BalanceAfter < 0 {
				t.Fatalf("the floor has a hole: %+v", e)
			}
		}
		got := s.points(id, at(100)).Balance
		if got != sum || (mode == loyalty.SpentNegative && got != want) {
			t.Fatalf("balance %d, orders say %d, the statement %d", got, want, sum)
		}
	})
}

// noT lets the shop's helpers fail a rapid check.
type noT struct {
	testing.TB
	rapid *rapid.T
}

func (n noT) Fatal(args ...any)                 { n.rapid.Fatal(args...) }
func (n noT) Fatalf(format string, args ...any) { n.rapid.Fatalf(format, args...) }

// What central itself takes back of a till's order, as a web shop's counter does, adjusts the order's invoice like a return at the till.
func TestAReturnAtCentralAdjustsTheTillsInvoice(t *testing.T) {
	s := openOffice(t)
	s.program()
	if err := s.PutShop(ctx, "q1", []byte(`{"name": "Nguyễn Huệ", "tax_code": "0301442379", "invoice": {"symbol": "1C{yy}MAA", "series": "M1-{yy}-ABCDE"}}`)); err != nil {
		t.Fatal(err)
	}
	d := s.till(1)
	o := d.sell("", 100_000)
	o.Invoice = sale.InvoiceNumber{Series: o.Receipt} // the till had no number
	d.write(journal.OrderPaid, &sale.Filed{Order: o})
	d.giveBack(share.Pen(o.Key()), 1)
	s.push(d)
	s.now = s.now.Add(time.Hour)
	shown, err := s.Order(ctx, sale.Store, o.ID)
	if err != nil {
		t.Fatal(err)
	}
	back := shown.Order
	back.Returns = []office.OrderReturn{{ID: "r1", Lines: []office.OrderReturnLine{{ID: "1", Quantity: money.Units(1)}}}}
	for range 2 { // sent again it is the same
		if _, err := s.PutOrder(ctx, sale.Store, o.ID, back); err != nil {
			t.Fatal(err)
		}
	}
	list, _, err := s.Invoices(ctx, office.InvoiceFilter{}, office.Page{})
	if err != nil || len(list) != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	sold, taken := list[0], list[1]
	if taken.Gross() != -100_000 || taken.Adjusts != sold.Number || taken.Number == sold.Number || taken.Number.Provisional() || taken.Shop != "q1" {
		t.Errorf("sold %+v, taken back %+v", sold, taken)
	}
}
