package sale_test

import (
	"reflect"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

var now = time.Date(2026, 11, 21, 7, 5, 0, 0, time.UTC) // 14:05 in the shop

func milk() catalog.Product {
	return catalog.Product{SKU: "SUA-0001", Name: "Sữa tươi Đồng Xanh 1L", Price: 32_000, Category: "Sữa", Unit: "hộp",
		VAT: catalog.FlatVAT(money.Per100(8)), Earns: true}
}

func topUp() catalog.Product {
	return catalog.Product{SKU: "THE-0015", Name: "Thẻ cào 15k", Price: 15_000, Category: "Thẻ cào", Unit: "thẻ",
		VAT: catalog.FlatVAT(money.Per100(10))}
}

func oranges() catalog.Product {
	return catalog.Product{SKU: "CAM-0001", Name: "Cam sành (cân)", Price: 42_000, Unit: "kg", Weighed: true, Item: "00001", Earns: true}
}

// rule earns one point for 1.000 ₫ at the tier's 100 %, when paid.
func rule() loyalty.Rule {
	return loyalty.Rule{ProgramVersion: 3, Enabled: true, Tier: "bac", TierName: "Bạc", Rate: money.Per100(100), RankingSpend: 1_000, RankingPoints: 1}
}

func onCompletion() loyalty.Rule {
	r := rule()
	r.Trigger = true
	return r
}

func cart() sale.Order { return sale.Open("0192", "01", "s1", "hong", now) }

// must fails the test on a fault and gives the value back.
func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func add(t testing.TB, o sale.Order, p catalog.Product, q money.Quantity) sale.Order {
	t.Helper()
	excluded := loyalty.NotExcluded
	if !p.Earns {
		excluded = loyalty.ExcludedFlag
	}
	o, _, err := o.Add(p, q, excluded, now)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// basket is the demo's: three milks scanned one by one, three top-up cards that earn nothing, Ánh as the member.
func basket(t testing.TB) sale.Order {
	t.Helper()
	o := cart()
	for range 3 {
		o = add(t, o, milk(), money.Units(1))
	}
	o = add(t, o, topUp(), money.Units(3))
	return must[sale.Order](t)(o.Attach("anh"))
}

func seventyPoints() sale.PointsUse {
	return sale.PointsUse{Points: 70, Value: 70_000, Takes: []loyalty.Take{{Lot: "opening", Points: 70}}}
}

// paid settles the order with exact cash.
func paid(t testing.TB, o sale.Order, r loyalty.Rule) sale.Settled {
	t.Helper()
	if due := o.Totals().Due; due > 0 {
		o = must[sale.Order](t)(o.Tendered(sale.Cash, due, ""))
	}
	return must[sale.Settled](t)(o.Pay(r, "HD-01-000123", now))
}

func TestTheDemosSaleWithSeventyPoints(t *testing.T) {
	o := must[sale.Order](t)(basket(t).Using(seventyPoints()))
	got := o.Totals()
	want := sale.Totals{
		Goods: 141_000, Base: 141_000, Points: 70_000, Payable: 71_000, Due: 71_000,
		Lines: []sale.LineTotals{
			{Amount: 96_000, Points: 47_660, Net: 48_340},
			{Amount: 45_000, Points: 22_340, Net: 22_660},
		},
		VAT: []sale.VATGroup{
			{Rate: money.Per100(8), Gross: 96_000, Net: 88_889, Tax: 7_111},
			{Rate: money.Per100(10), Gross: 45_000, Net: 40_909, Tax: 4_091},
		},
		Tax: 11_202,
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("totals are\n%+v, want\n%+v", got, want)
	}
	s := paid(t, o, rule())
	if s.Earned.Eligible != 48_340 || s.Earned.Reward != 48 || s.Order.Earned != 48 || s.Lot == nil || s.Lot.Points != 48 {
		t.Errorf("base %d, %d points, order %d, lot %+v", s.Earned.Eligible, s.Earned.Reward, s.Order.Earned, s.Lot)
	}
	if s.Order.Ranking != 71 { // the cards count for the tier (E10)
		t.Errorf("%d ranking points", s.Order.Ranking)
	}
	want1 := []loyalty.Posting{{Member: "anh", Kind: loyalty.Earn, Order: "store/0192", Lots: []loyalty.Lot{*s.Lot}, Ranking: 71, OrderedAt: now}}
	if !reflect.DeepEqual(s.Postings, want1) {
		t.Errorf("postings %+v", s.Postings)
	}
	if o := s.Order; o.State() != sale.Completed || o.Receipt != "HD-01-000123" || !o.PaidAt.Equal(now) || !o.PlacedAt.Equal(now) || !o.DeliveredAt.Equal(now) {
		t.Errorf("order %+v", o)
	}
}

func TestC2PointsUsedAreSharedByLine(t *testing.T) {
	o := cart()
	for _, price := range []money.VND{119_900, 85_500, 44_900} {
		o = add(t, o, catalog.Product{SKU: string(rune('A' + len(o.Lines))), Price: price, Earns: true}, money.Units(1))
	}
	o = must[sale.Order](t)(o.Attach("anh"))
	o = must[sale.Order](t)(o.Using(sale.PointsUse{Points: 37, Value: 37_000}))
	want := []sale.LineTotals{
		{Amount: 119_900, Points: 17_724, Net: 102_176},
		{Amount: 85_500, Points: 12_639, Net: 72_861},
		{Amount: 44_900, Points: 6_637, Net: 38_263},
	}
	if got := o.Totals(); !reflect.DeepEqual(got.Lines, want) || got.Payable != 213_300 {
		t.Errorf("%+v, payable %d", got.Lines, got.Payable)
	}
	if s := paid(t, o, rule()); s.Order.Earned != 213 {
		t.Errorf("earned %d", s.Order.Earned)
	}
}

func TestE7AWalkInEarnsNothing(t *testing.T) {
	o := must[sale.Order](t)(basket(t).Attach(""))
	s := paid(t, o, rule())
	if s.Order.Earned != 0 || s.Order.Ranking != 0 || s.Lot != nil || s.Postings != nil || s.Earned.Reward != 0 {
		t.Errorf("settled %+v", s)
	}
}

func TestE8PointsArisePaidEvenBeforeDelivery(t *testing.T) {
	o := must[sale.Order](t)(basket(t).ForLater(true))
	s := paid(t, o, rule())
	if s.Order.State() != sale.Paid || s.Order.Earned != 96 || s.Order.Generation != 1 {
		t.Fatalf("state %v, earned %d", s.Order.State(), s.Order.Earned)
	}
	later := now.Add(48 * time.Hour)
	done := must[sale.Settled](t)(s.Order.Complete(later))
	if done.Order.State() != sale.Completed || done.Order.Earned != 96 || done.Order.Generation != 1 || done.Lot != nil || done.Postings != nil {
		t.Errorf("delivery earned again: %+v", done)
	}
	if _, lot := done.Order.Points(); !reflect.DeepEqual(lot, s.Lot) {
		t.Errorf("delivery moved the points from %+v to %+v", s.Lot, lot)
	}
}

func TestE8PointsAriseAtDeliveryOnce(t *testing.T) {
	o := must[sale.Order](t)(basket(t).ForLater(true))
	s := paid(t, o, onCompletion())
	visit := []loyalty.Posting{{Member: "anh", Kind: loyalty.Visit, Order: "store/0192", OrderedAt: now}}
	if s.Order.Earned != 0 || s.Order.Generation != 0 || s.Lot != nil || !reflect.DeepEqual(s.Postings, visit) {
		t.Fatalf("paid: %+v", s)
	}
	if s.Earned.Reward != 96 {
		t.Errorf("the receipt can't say what delivery will give: %d", s.Earned.Reward)
	}
	later := now.Add(48 * time.Hour)
	done := must[sale.Settled](t)(s.Order.Complete(later))
	if done.Lot == nil || done.Lot.Points != 96 || !done.Lot.AroseAt.Equal(later) || done.Order.Generation != 1 || len(done.Postings) != 1 {
		t.Fatalf("delivered: %+v", done)
	}
	if p := done.Postings[0]; p.Kind != loyalty.Earn || !p.OrderedAt.IsZero() || p.Ranking != 141 {
		t.Errorf("the visit counted when it was paid, and this was posted: %+v", p)
	}
	if _, err := done.Order.Complete(later); fault.Code(err) != "order.delivered" {
		t.Errorf("delivered twice: %v", err)
	}
}

func TestE8ACounterSaleIsDeliveredWhenPaid(t *testing.T) {
	if s := paid(t, basket(t), onCompletion()); s.Order.State() != sale.Completed || s.Order.Earned != 96 {
		t.Errorf("state %v, earned %d", s.Order.State(), s.Order.Earned)
	}
}

func TestE8DeliveryOfAnOrderThatEarnsNothingPostsNothing(t *testing.T) {
	o := add(t, cart(), catalog.Product{SKU: "A", Price: 500}, money.Units(1))
	o = must[sale.Order](t)(o.Attach("anh"))
	o = must[sale.Order](t)(o.ForLater(true))
	s := paid(t, o, onCompletion())
	done := must[sale.Settled](t)(s.Order.Complete(now.Add(time.Hour)))
	if len(s.Postings) != 1 || len(done.Postings) != 0 {
		t.Errorf("paid posts %+v, delivery %+v", s.Postings, done.Postings)
	}
}

// The tier before the order is the caller's to give; the order keeps it, however far its own ranking points carry.
func TestE12AnOrderEarnsAtTheTierBeforeIt(t *testing.T) {
	r := rule()
	r.Tier, r.TierName, r.Rate = "khoi-tao", "Khởi tạo", money.Per100(50)
	s := paid(t, basket(t), r)
	if s.Order.Earned != 48 || s.Order.Ranking != 141 {
		t.Errorf("earned %d, ranking %d", s.Order.Earned, s.Order.Ranking)
	}
	if s.Order.Rule != r || s.Earned.Rule != r {
		t.Errorf("E13: the order froze %+v", s.Order.Rule)
	}
}

func TestE14E15NothingIsEarnedWhereTheProgrammeIsOff(t *testing.T) {
	r := rule()
	r.Enabled = false
	s := paid(t, basket(t), r)
	visit := []loyalty.Posting{{Member: "anh", Kind: loyalty.Visit, Order: "store/0192", OrderedAt: now}}
	if s.Order.Earned != 0 || s.Lot != nil || !reflect.DeepEqual(s.Postings, visit) {
		t.Errorf("settled %+v", s)
	}
}

// A receipt printed again says what the first one said.
func TestAnOrderTellsAgainWhatItEarned(t *testing.T) {
	r := onCompletion()
	r.Activation = 2 * time.Hour
	s := paid(t, must[sale.Order](t)(basket(t).ForLater(true)), r)
	if earned, lot := s.Order.Points(); earned.Reward != 96 || lot != nil {
		t.Errorf("before delivery: %d points, lot %+v", earned.Reward, lot)
	}
	done := must[sale.Settled](t)(s.Order.Complete(now.Add(48 * time.Hour)))
	earned, lot := done.Order.Points()
	if !reflect.DeepEqual(earned, done.Earned) || !reflect.DeepEqual(lot, done.Lot) || lot == nil || !lot.UsableAt.Equal(now.Add(50*time.Hour)) {
		t.Errorf("%+v, lot %+v", earned, lot)
	}
}
