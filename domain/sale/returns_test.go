package sale_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// three is retail practice's worked order: 119.900, 85.500 and 44.900 ₫, 37 points at 1.000 ₫ used, 213 points earned.
func three(t testing.TB) sale.Order {
	t.Helper()
	o := cart()
	for i, price := range []money.VND{119_900, 85_500, 44_900} {
		o = add(t, o, catalog.Product{SKU: fmt.Sprint("SKU", i), Name: fmt.Sprint("Hàng ", i), Price: price, Earns: true}, money.Units(1))
	}
	o = must[sale.Order](t)(o.Attach("anh"))
	o = must[sale.Order](t)(o.Using(sale.PointsUse{Points: 37, Value: 37_000, Takes: []loyalty.Take{{Lot: "a", Points: 20}, {Lot: "b", Points: 17}}}))
	return paid(t, o, rule()).Order
}

func whole(line string, units int64) []sale.ReturnLine {
	return []sale.ReturnLine{{ID: line, Quantity: money.Units(units)}}
}

func back(t testing.TB, o sale.Order, id string, lines []sale.ReturnLine) sale.Order {
	t.Helper()
	return must[sale.Order](t)(o.Returned(id, now.Add(time.Hour), lines))
}

func TestC1WorkedVector(t *testing.T) {
	o := three(t)
	if o.Earned != 213 || o.Totals().Payable != 213_300 {
		t.Fatalf("earned %d of %d", o.Earned, o.Totals().Payable)
	}
	want := map[string]sale.Return{"1": {Clawed: 102, Refund: 102_176, Restored: 18}, "2": {Clawed: 73, Refund: 72_861, Restored: 13}, "3": {Clawed: 38, Refund: 38_263, Restored: 6}}
	first := func(line string) sale.Return { return back(t, o, "r", whole(line, 1)).Returns[0] }
	for line, w := range want {
		got := first(line)
		if line == "1" && got.Clawed != w.Clawed || got.Refund != w.Refund || got.Restored != w.Restored {
			t.Errorf("line %s first: %+v", line, got)
		}
	}
	for _, order := range [][]string{{"1", "2", "3"}, {"1", "3", "2"}, {"2", "1", "3"}, {"2", "3", "1"}, {"3", "1", "2"}, {"3", "2", "1"}} {
		r := o
		for _, line := range order {
			r = back(t, r, "r"+line, whole(line, 1))
		}
		sum := r.Undoing()
		if sum.Clawed != 213 || sum.Refund != 213_300 || sum.Restored != 37 || sum.Ranking != 213 || r.State() != sale.Returned {
			t.Errorf("%v: %+v, %s", order, sum, r.State())
		}
	}
	abc := back(t, back(t, back(t, o, "a", whole("1", 1)), "b", whole("2", 1)), "c", whole("3", 1))
	for i, claw := range []int64{102, 73, 38} {
		if abc.Returns[i].Clawed != claw {
			t.Errorf("return %d claws %d back", i, abc.Returns[i].Clawed)
		}
	}
}

func TestC2TheLastUnitTakesTheRest(t *testing.T) {
	o := add(t, cart(), milk(), money.Units(3))
	o = must[sale.Order](t)(o.Attach("anh"))
	o = must[sale.Order](t)(o.Using(sale.PointsUse{Points: 10, Value: 10_000, Takes: []loyalty.Take{{Lot: "a", Points: 10}}}))
	o = paid(t, o, rule()).Order
	var got []int64
	for i := range 3 {
		o = back(t, o, fmt.Sprint("r", i), whole("1", 1))
		got = append(got, o.Returns[i].Restored)
	}
	if !reflect.DeepEqual(got, []int64{3, 3, 4}) {
		t.Errorf("restored %v", got)
	}
}

func TestC2WhatWasTakenLastComesBackFirst(t *testing.T) {
	o := three(t)
	o = back(t, o, "r1", whole("1", 1)) // 18 points
	o = back(t, o, "r2", whole("2", 1)) // 13 more
	got := o.LastReturn(loyalty.Account{}, 0)
	want := []loyalty.Take{{Lot: "a", Points: 13}}
	if got[0].Kind != loyalty.Restore || !reflect.DeepEqual(got[0].Restores, want) {
		t.Errorf("%+v", got)
	}
	if got[1].Kind != loyalty.ClawBack || got[1].Ranking != -73 || !reflect.DeepEqual(got[1].Claws, []loyalty.Claw{{Lot: o.Key(), Points: 73}}) {
		t.Errorf("%+v", got)
	}
}

func TestC3PointsThatPaidShippingComeBackWithTheLastLine(t *testing.T) {
	o := cart()
	o.Shipping = 30_000
	o = add(t, o, milk(), money.Units(1))
	o = add(t, o, oranges(), money.Units(1))
	o = must[sale.Order](t)(o.Attach("anh"))
	o = must[sale.Order](t)(o.Using(sale.PointsUse{Points: 100, Value: 100_000, Takes: []loyalty.Take{{Lot: "a", Points: 100}}}))
	o = paid(t, o, rule()).Order
	one := back(t, o, "a", whole("1", 1))
	if r := one.Returns[0]; r.Refund != 0 || r.Restored != 32 {
		t.Errorf("%+v", r)
	}
	if r := back(t, one, "b", whole("2", 1)).Undoing(); r.Refund != 0 || r.Restored != 100 {
		t.Errorf("%+v", r)
	}
}

func TestC7ReturnsNameTheirLineAndNoMoreThanWasBought(t *testing.T) {
	o := three(t)
	for want, lines := range map[string][]sale.ReturnLine{
		"return.too_much": {{ID: "1", Quantity: 600}, {ID: "1", Quantity: 500}}, // one line twice in one return
		"line.unknown":    whole("9", 1),
	} {
		if _, err := o.Returned("r", now, lines); fault.Code(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := cart().Returned("r", now, nil); fault.Code(err) != "order.unpaid" {
		t.Error(err)
	}
	cancelled := must[sale.Order](t)(o.Cancel(now, false))
	if _, err := cancelled.Returned("r", now, whole("1", 1)); fault.Code(err) != "order.closed" {
		t.Error(err)
	}
	if _, err := cancelled.Cancel(now, false); fault.Code(err) != "order.closed" {
		t.Error(err)
	}
	if _, err := o.Reopened(); fault.Code(err) != "order.closed" {
		t.Error(err)
	}
	if _, err := o.Settle(rule(), now); fault.Code(err) != "order.closed" {
		t.Error(err)
	}
}

func TestReturnsEditNothingOfTheSale(t *testing.T) {
	o := three(t)
	before := encoded(o)
	back(t, o, "r", whole("1", 1))
	must[sale.Order](t)(o.Cancel(now, false))
	if string(encoded(o)) != string(before) {
		t.Error("the order was changed in place")
	}
}

// TestEveryWayOfReturningEndsTheSame: any lines, discounts, points, rule and order of partial returns; the end is one full
// return, and every figure on the way stays within what was paid, earned and used.
func TestEveryWayOfReturningEndsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := anyPaid(t)
		all := must[sale.Order](panicking{})(o.Cancel(now, false)).Undoing()
		if all.Clawed != o.Earned || all.Ranking != o.Ranking || all.Restored != o.Use.Points {
			t.Fatalf("a full return leaves something: %+v of %d, %d, %d", all, o.Earned, o.Ranking, o.Use.Points)
		}
		var paid money.VND
		for _, l := range o.Totals().Lines {
			paid += l.Net
		}
		if all.Refund != paid {
			t.Fatalf("refund %d of %d", all.Refund, paid)
		}
		for n := 0; o.State() != sale.Returned; n++ {
			l := rapid.SampledFrom(o.Lines).Draw(t, "line")
			q := money.Quantity(rapid.Int64Range(1, int64(l.Quantity)).Draw(t, "quantity"))
			next, err := o.Returned(fmt.Sprint(n), now, []sale.ReturnLine{{ID: l.ID, Quantity: q}})
			if n > 20 {
				next, err = o.Cancel(now, false)
			}
			if fault.Code(err) == "return.too_much" {
				continue
			}
			r := next.Returns[len(next.Returns)-1]
			if err != nil || r.Refund < 0 || r.Clawed < 0 || r.Ranking < 0 || r.Restored < 0 {
				t.Fatalf("%+v, %v", r, err)
			}
			if o = next; o.State() == sale.Cancelled {
				break
			}
		}
		if got := o.Undoing(); !reflect.DeepEqual(got, all) {
			t.Fatalf("bit by bit %+v, at once %+v", got, all)
		}
	})
}

// panicking is a test for must where a fault can't be.
type panicking struct{ testing.TB }

func (panicking) Helper()        {}
func (panicking) Fatal(a ...any) { panic(fmt.Sprint(a...)) }

// anyPaid is a sale with discounts, vouchers and points under a rule of any kind.
func anyPaid(t *rapid.T) sale.Order {
	o := sale.Order{Channel: "web", ID: "1", Member: "anh", PlacedAt: now}
	for i := range rapid.IntRange(1, 5).Draw(t, "lines") {
		l := sale.Line{ID: fmt.Sprint(i + 1), SKU: fmt.Sprint(i), UnitPrice: money.VND(rapid.IntRange(0, 200_000).Draw(t, "price")),
			Quantity: money.Quantity(rapid.Int64Range(1, 5_000).Draw(t, "quantity")), VAT: money.Per100(8),
			Exclusion: rapid.SampledFrom([]loyalty.Exclusion{loyalty.NotExcluded, loyalty.NotExcluded, loyalty.ExcludedSKU}).Draw(t, "excluded")}
		amount := must[money.VND](panicking{})(money.Times(l.Quantity, l.UnitPrice))
		l.Discount = money.VND(rapid.Int64Range(0, int64(amount)).Draw(t, "discount"))
		o.Lines = append(o.Lines, l)
	}
	o.Shipping = money.VND(rapid.IntRange(0, 30_000).Draw(t, "shipping"))
	o.Discount = money.VND(rapid.IntRange(0, 50_000).Draw(t, "order discount"))
	amount := money.VND(rapid.IntRange(1, 90_000).Draw(t, "voucher"))
	o = must[sale.Order](panicking{})(o.Vouchered([]loyalty.Voucher{{ID: "9", Terms: loyalty.Terms{Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}}}}))
	_, left := o.Basis()
	if n := rapid.Int64Range(0, int64(left/1_000)).Draw(t, "points"); n > 0 {
		o.Use = sale.PointsUse{Points: n, Value: money.VND(n) * 1_000, Takes: []loyalty.Take{{Lot: "a", Points: n}}}
	}
	r := rule()
	r.Rate = money.Percent(rapid.Int64Range(0, 10_000_000).Draw(t, "rate"))
	r.Rounding = rapid.SampledFrom([]money.Rounding{money.Drop, money.HalfUp}).Draw(t, "rounding")
	r.TaxExcluded, r.PointsPaidIncluded = rapid.Bool().Draw(t, "tax"), rapid.Bool().Draw(t, "points paid")
	r.DiscountedLinesNone, r.ExcludedFromRanking = rapid.Bool().Draw(t, "discounted"), rapid.Bool().Draw(t, "ranking")
	return must[sale.Settled](panicking{})(o.Settle(r, now)).Order
}

func TestVouchersAreSharedExactlyOverTheLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := anyPaid(t)
		totals := o.Totals()
		var shared, points, net money.VND
		for _, l := range totals.Lines {
			shared, points, net = shared+l.Shared, points+l.Points, net+l.Net
			if l.Net < 0 || l.Amount-l.Discount-l.Shared-l.Points != l.Net {
				t.Fatalf("%+v", l)
			}
		}
		if shared != min(o.Discount, shared)+totals.Vouchers || net+o.Shipping+points-totals.Points != totals.Payable {
			t.Fatalf("%+v", totals)
		}
	})
}

func TestV2WhatVouchersTakeOff(t *testing.T) {
	amount := func(v money.VND) loyalty.Gives { return loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &v} }
	percent := func(p int64, most money.VND) loyalty.Gives {
		rate := money.Per100(p)
		return loyalty.Gives{Kind: loyalty.GivePercent, Percent: &rate, Cap: &most}
	}
	for name, c := range map[string]struct {
		gives []loyalty.Gives
		want  []money.VND
	}{
		"an amount":                      {[]loyalty.Gives{amount(20_000)}, []money.VND{20_000}},
		"more than the order":            {[]loyalty.Gives{amount(500_000)}, []money.VND{141_000}},
		"a part":                         {[]loyalty.Gives{percent(10, 100_000)}, []money.VND{14_100}},
		"a part up to its cap":           {[]loyalty.Gives{percent(10, 9_000)}, []money.VND{9_000}},
		"a part of what is left":         {[]loyalty.Gives{amount(41_000), percent(10, 100_000)}, []money.VND{41_000, 10_000}},
		"one of three, not all of them":  {[]loyalty.Gives{{Kind: loyalty.GiveProduct, SKU: milk().SKU}}, []money.VND{32_000}},
		"of nothing left, nothing":       {[]loyalty.Gives{amount(141_000), amount(1)}, []money.VND{141_000, 0}},
		"a product that is paid already": {[]loyalty.Gives{amount(141_000), {Kind: loyalty.GiveProduct, SKU: milk().SKU}}, []money.VND{141_000, 0}},
	} {
		var list []loyalty.Voucher
		for i, g := range c.gives {
			list = append(list, loyalty.Voucher{ID: fmt.Sprint(i), Terms: loyalty.Terms{Gives: g}})
		}
		o := must[sale.Order](t)(basket(t).Vouchered(list))
		var got []money.VND
		var sum money.VND
		for _, v := range o.Vouchers {
			got, sum = append(got, v.Value), sum+v.Value
		}
		if !reflect.DeepEqual(got, c.want) || o.Totals().Vouchers != sum {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if _, err := basket(t).Vouchered([]loyalty.Voucher{{Terms: loyalty.Terms{Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: "X"}}}}); fault.Code(err) != "voucher.product" {
		t.Error(err)
	}
	if _, err := basket(t).Vouchered(make([]loyalty.Voucher, sale.VouchersMax+1)); fault.Code(err) != "vouchers.many" {
		t.Error(err)
	}
}
