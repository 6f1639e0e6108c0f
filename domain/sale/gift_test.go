package sale_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

func offAmount(code string, v money.VND) loyalty.Voucher {
	return loyalty.Voucher{ID: code, Member: "anh", Terms: loyalty.Terms{Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &v}}}
}

func offPart(code string, percent int64) loyalty.Voucher {
	p := money.Per100(percent)
	return loyalty.Voucher{ID: code, Member: "anh", Terms: loyalty.Terms{Gives: loyalty.Gives{Kind: loyalty.GivePercent, Percent: &p}}}
}

func freeProduct(code string, p catalog.Product) loyalty.Voucher {
	return loyalty.Voucher{ID: code, Member: "anh", Terms: loyalty.Terms{Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: p.SKU}}}
}

// gifted adds the product that a voucher gives; the voucher itself isn't on the order yet.
func gifted(t testing.TB, o sale.Order, p catalog.Product, code string) sale.Order {
	t.Helper()
	o, _, err := o.AddGift(p, code, loyalty.NotExcluded, now)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func vouchered(t testing.TB, o sale.Order, list ...loyalty.Voucher) sale.Order {
	t.Helper()
	return must[sale.Order](t)(o.Vouchered(list))
}

// A cart of 87.000 ₫ without any milk, and a voucher for one: the milk comes at zero, and nothing else changes.
func TestV2AGiftCostsNothingWhateverElseIsTakenOff(t *testing.T) {
	without := add(t, add(t, cart(), topUp(), money.Units(3)), oranges(), money.Units(1))
	without = must[sale.Order](t)(without.Attach("anh"))
	discounted := must[sale.Order](t)(without.DiscountLine("2", money.Per100(10), ""))
	ofAll := without
	ofAll.Discount = 10_000
	for name, c := range map[string]struct {
		cart   sale.Order
		before []loyalty.Voucher
		after  []loyalty.Voucher
		points int64
		want   money.VND
	}{
		"nothing":                      {cart: without, want: 87_000},
		"an order discount":            {cart: ofAll, want: 77_000},
		"a line discount":              {cart: discounted, want: 82_800},
		"an amount before it":          {cart: without, before: []loyalty.Voucher{offAmount("a", 20_000)}, want: 67_000},
		"an amount behind it":          {cart: without, after: []loyalty.Voucher{offAmount("a", 20_000)}, want: 67_000},
		"an amount above all":          {cart: without, before: []loyalty.Voucher{offAmount("a", 500_000)}, want: 0},
		"a part before it":             {cart: without, before: []loyalty.Voucher{offPart("p", 10)}, want: 78_300},
		"a part behind it":             {cart: without, after: []loyalty.Voucher{offPart("p", 10)}, want: 78_300},
		"points":                       {cart: without, points: 40, want: 47_000},
		"all of it, before and behind": {cart: ofAll, before: []loyalty.Voucher{offPart("p", 10)}, after: []loyalty.Voucher{offAmount("a", 9_300)}, points: 37, want: 23_000},
	} {
		build := func(o sale.Order, list []loyalty.Voucher) sale.Totals {
			o = vouchered(t, o, list...)
			return must[sale.Order](t)(o.Using(sale.PointsUse{Points: c.points, Value: money.VND(c.points) * 1_000})).Totals()
		}
		bare := build(c.cart, slices.Concat(c.before, c.after))
		got := build(gifted(t, c.cart, milk(), "g"), slices.Concat(c.before, []loyalty.Voucher{freeProduct("g", milk())}, c.after))
		if gift := got.Lines[2]; gift.Net != 0 || gift.Shared != 32_000 || gift.Points != 0 {
			t.Errorf("%s: the gift %+v", name, gift)
		}
		if got.Payable != c.want || bare.Payable != c.want || got.Vouchers != bare.Vouchers+32_000 || got.Base != bare.Base {
			t.Errorf("%s: to pay %d, without the gift %d, want %d", name, got.Payable, bare.Payable, c.want)
		}
		if !slices.Equal(got.Lines[:2], bare.Lines) {
			t.Errorf("%s: the other lines %+v, without the gift %+v", name, got.Lines[:2], bare.Lines)
		}
	}
}

// anyVouchered is a cart after a few edits with vouchers of every kind in any order, gifts among them.
func anyVouchered(t *rapid.T) (o sale.Order, gifts int) {
	o, _ = anyOrder(t).Untendered()
	o, _ = o.Using(sale.PointsUse{})
	var list []loyalty.Voucher
	for i := range rapid.IntRange(0, 5).Draw(t, "vouchers") {
		code := fmt.Sprint("v", i)
		switch rapid.IntRange(0, 2).Draw(t, "gives") {
		case 0:
			list = append(list, offAmount(code, money.VND(rapid.Int64Range(1, 60_000).Draw(t, "amount"))))
		case 1:
			list = append(list, offPart(code, rapid.Int64Range(1, 100).Draw(t, "percent")))
		case 2:
			p := rapid.SampledFrom([]catalog.Product{milk(), oranges()}).Draw(t, "product")
			if next, _, err := o.AddGift(p, code, loyalty.NotExcluded, now); err == nil {
				o, gifts, list = next, gifts+1, append(list, freeProduct(code, p))
			}
		}
	}
	o = must[sale.Order](panicking{})(o.Vouchered(rapid.Permutation(list).Draw(t, "order")))
	if _, left := o.Basis(); o.Member != "" {
		n := rapid.Int64Range(0, int64(left)).Draw(t, "points")
		o = must[sale.Order](panicking{})(o.Using(sale.PointsUse{Points: n, Value: money.VND(n)}))
	}
	return o, gifts
}

func TestE11SharesSumToTheWholeWithGiftsToo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, gifts := anyVouchered(t)
		got, sum := o.Totals(), sale.LineTotals{}
		var uses money.VND
		for _, v := range o.Vouchers {
			uses += v.Value
		}
		for i, l := range got.Lines {
			if l.Net != l.Amount-l.Discount-l.Shared-l.Points || l.Net < 0 || l.Shared < 0 || l.Points < 0 {
				t.Fatalf("line %d: %+v", i, l)
			}
			if o.Lines[i].Gift != "" {
				if gifts--; l.Net != 0 || l.Points != 0 {
					t.Fatalf("a gift costs %+v", l)
				}
			}
			sum.Discount, sum.Shared, sum.Points, sum.Net = sum.Discount+l.Discount, sum.Shared+l.Shared, sum.Points+l.Points, sum.Net+l.Net
		}
		if gifts != 0 || uses != got.Vouchers || sum.Discount+sum.Shared != got.Discounts+got.Vouchers || sum.Net+got.Shipping-(got.Points-sum.Points) != got.Payable {
			t.Fatalf("lines sum to %+v, vouchers to %d, totals %+v", sum, uses, got)
		}
		if again := must[sale.Order](panicking{})(o.Vouchered(vouchersOf(o))); again.Totals().Payable != got.Payable {
			t.Fatalf("worked out anew: %+v", again.Totals())
		}
	})
}

// vouchersOf are vouchers of fixed amounts that take off what those of the order do; gifts are gifts.
func vouchersOf(o sale.Order) []loyalty.Voucher {
	var list []loyalty.Voucher
	for _, v := range o.Vouchers {
		if l, _ := o.Line(v.Line); l.Gift != "" {
			list = append(list, freeProduct(v.ID, catalog.Product{SKU: l.SKU}))
		} else {
			list = append(list, offAmount(v.ID, v.Value))
		}
	}
	return list
}

func TestAGiftIsALineOfItsOwnThatLeavesWithItsVoucher(t *testing.T) {
	o := vouchered(t, gifted(t, basket(t), oranges(), "g"), freeProduct("g", oranges()))
	if l := o.Lines[2]; l.Gift != "g" || l.ID != "3" || l.Quantity != money.Units(1) || l.UnitPrice != 42_000 || l.Name != oranges().Name || o.Vouchers[0].Line != "3" {
		t.Fatalf("%+v", l)
	}
	for what, edit := range edits {
		got, err := edit(o, "3")
		if f, ok := fault.Of(err); !ok || f.Code != "line.gift" || f.Args["name"] != oranges().Name || got.Totals().Payable != 141_000 {
			t.Errorf("%s: %v", what, err)
		}
	}
	o = vouchered(t, o, offAmount("a", 1_000))
	if _, there := o.Line("3"); there || o.Totals().Payable != 140_000 || len(o.Vouchers) != 1 {
		t.Errorf("the voucher left and its gift is %+v", o.Lines)
	}
}

func TestAGiftTakesInNoScan(t *testing.T) {
	o := add(t, cart(), topUp(), money.Units(1))
	o = vouchered(t, gifted(t, o, milk(), "g"), freeProduct("g", milk()))
	o = add(t, o, milk(), money.Units(2))
	if len(o.Lines) != 3 || o.Lines[1].Quantity != money.Units(1) || o.Lines[2].Quantity != money.Units(2) || o.Totals().Payable != 15_000+64_000 {
		t.Errorf("%+v", o.Lines)
	}
	if o = add(t, o, milk(), money.Units(1)); len(o.Lines) != 3 || o.Lines[2].Quantity != money.Units(3) {
		t.Errorf("%+v", o.Lines)
	}
	if o = vouchered(t, o, freeProduct("g", milk())); o.Vouchers[0].Line != "2" || o.Totals().Payable != 15_000+96_000 {
		t.Errorf("the voucher went to the line that was scanned: %+v", o.Vouchers)
	}
}

func TestV2AVoucherForAProductThatIsOnTheOrderPaysForOneOfIt(t *testing.T) {
	o := basket(t)
	if !o.HasProduct("g", milk().SKU) || o.HasProduct("g", oranges().SKU) {
		t.Fatal("what needs to come with a voucher")
	}
	o = vouchered(t, o, freeProduct("g", milk()))
	if !o.HasProduct("g", milk().SKU) || len(o.Lines) != 2 || o.Vouchers[0] != (sale.VoucherUse{ID: "g", Value: 32_000, Line: "1"}) || o.Totals().Payable != 109_000 {
		t.Errorf("%+v", o.Vouchers)
	}
	o = must[sale.Order](t)(o.Remove("1"))
	if _, err := o.Vouchered([]loyalty.Voucher{freeProduct("g", milk())}); fault.Code(err) != "voucher.product" {
		t.Errorf("the milk has gone: %v", err)
	}
}

func TestTwoVouchersOfOneProduct(t *testing.T) {
	one, two := freeProduct("1", milk()), freeProduct("2", milk())
	o := vouchered(t, add(t, cart(), milk(), money.Units(1)), one)
	if o.HasProduct("2", milk().SKU) || !o.HasProduct("1", milk().SKU) {
		t.Fatal("one box is there, and the first voucher pays for it")
	}
	o = vouchered(t, gifted(t, o, milk(), "2"), one, two)
	if o.Totals().Payable != 0 || o.Vouchers[0].Line != "1" || o.Vouchers[1].Line != "2" {
		t.Errorf("%+v", o.Vouchers)
	}
	if o = vouchered(t, o, two, one); o.Totals().Payable != 0 || o.Vouchers[0].Line != "2" {
		t.Errorf("the other way round: %+v", o.Vouchers)
	}
	if o = vouchered(t, o, one); len(o.Lines) != 1 || o.Totals().Payable != 0 {
		t.Errorf("%+v", o.Lines)
	}
	three := vouchered(t, add(t, cart(), milk(), money.Units(3)), one, two)
	if three.Totals().Payable != 32_000 || three.Vouchers[0].Line != "1" || three.Vouchers[1].Line != "1" {
		t.Errorf("two of three boxes: %+v", three.Vouchers)
	}
	three = must[sale.Order](t)(three.SetQuantity("1", money.Units(1)))
	if _, err := three.Vouchered([]loyalty.Voucher{one, two}); fault.Code(err) != "voucher.product" {
		t.Errorf("two vouchers for one box: %v", err)
	}
	scanned := add(t, gifted(t, cart(), milk(), "2"), milk(), money.Units(1))
	if o = vouchered(t, scanned, one, two); o.Totals().Payable != 0 || o.Vouchers[0].Line != "2" || o.Vouchers[1].Line != "1" {
		t.Errorf("one voucher took what came with another: %+v", o.Vouchers)
	}
	gifts := vouchered(t, gifted(t, gifted(t, cart(), milk(), "1"), milk(), "2"), one, two)
	if len(gifts.Lines) != 2 || gifts.Totals().Payable != 0 {
		t.Errorf("%+v", gifts.Lines)
	}
}

func TestV4AVoucherIsOnAnOrderOnce(t *testing.T) {
	got, err := basket(t).Vouchered([]loyalty.Voucher{offAmount("a", 1_000), offAmount("a", 1_000)})
	if fault.Code(err) != "voucher.used" || got.Totals().Vouchers != 0 {
		t.Errorf("%v", err)
	}
}

func TestVouchersDoNotChangeWhatIsPartlyPaid(t *testing.T) {
	o := vouchered(t, basket(t), offAmount("a", 41_000))
	o = must[sale.Order](t)(o.Tendered(sale.Card, 60_000, ""))
	for _, list := range [][]loyalty.Voucher{nil, {offAmount("a", 41_000), offAmount("b", 1_000)}} {
		if got, err := o.Vouchered(list); fault.Code(err) != "order.tendered" || got.Totals().Due != 40_000 {
			t.Errorf("%v", err)
		}
	}
	if got, err := o.Vouchered([]loyalty.Voucher{offAmount("a", 41_000)}); err != nil || got.Totals().Due != 40_000 {
		t.Errorf("looked at again: %v", err)
	}
	if _, _, err := o.AddGift(milk(), "g", 0, now); fault.Code(err) != "order.tendered" {
		t.Error(err)
	}
	if _, err := paid(t, basket(t), rule()).Order.Vouchered(nil); fault.Code(err) != "order.closed" {
		t.Error(err)
	}
}

func TestUndoLeavesGiftsWithTheirVoucher(t *testing.T) {
	bread := catalog.Product{SKU: "BANH", Name: "Bánh mì", Price: 7_000}
	before := add(t, cart(), topUp(), money.Units(1))
	with := vouchered(t, gifted(t, before, milk(), "g"), freeProduct("g", milk()))
	then := add(t, with, bread, money.Units(1))

	o := must[sale.Order](t)(then.Undone(with))
	if len(o.Lines) != 2 || o.Lines[1].Gift != "g" || o.Totals().Payable != 15_000 {
		t.Errorf("the bread undone: %+v", o.Lines)
	}
	o = must[sale.Order](t)(then.Undone(before)) // a cart from before the voucher
	if len(o.Lines) != 2 || o.Lines[1].Gift != "g" || o.Totals().Payable != 15_000 || len(o.Vouchers) != 1 {
		t.Errorf("further back: %+v", o.Lines)
	}
	o = must[sale.Order](t)(vouchered(t, then).Undone(with)) // the voucher has left since
	if len(o.Lines) != 1 || o.Totals().Payable != 15_000 {
		t.Errorf("the gift came back without its voucher: %+v", o.Lines)
	}
	again := vouchered(t, gifted(t, vouchered(t, then), milk(), "g"), freeProduct("g", milk())) // left, and put on again
	o = must[sale.Order](t)(again.Undone(with))
	if len(o.Lines) != 2 || o.Lines[1].ID != "4" || o.Totals().Payable != 15_000 {
		t.Errorf("%+v", o.Lines)
	}
	if next := add(t, o, bread, money.Units(1)); next.Lines[2].ID != "5" {
		t.Errorf("line numbers go on from %s", next.Lines[2].ID)
	}
}

func TestUndoKeepsTheLimitOfLines(t *testing.T) {
	full := cart()
	for i := range sale.LinesMax {
		full = add(t, full, catalog.Product{SKU: fmt.Sprint(i), Price: 1_000}, money.Units(1))
	}
	o := must[sale.Order](t)(full.Remove("7"))
	o = vouchered(t, gifted(t, o, milk(), "g"), freeProduct("g", milk()))
	if got, err := o.Undone(full); fault.Code(err) != "order.lines_max" || len(got.Lines) != 500 || got.Lines[499].Gift != "g" {
		t.Errorf("%d lines, %v", len(got.Lines), err)
	}
}

func TestAGiftCarriesNoVAT(t *testing.T) {
	for _, notified := range []bool{false, true} {
		o := add(t, cart(), topUp(), money.Units(3)) // at 10 %
		o = must[sale.Order](t)(o.Attach("anh"))
		o.PointsCutVAT = notified
		o = vouchered(t, gifted(t, o, milk(), "g"), freeProduct("g", milk())) // at 8 %
		o = must[sale.Order](t)(o.Using(sale.PointsUse{Points: 5, Value: 5_000}))
		want := []sale.VATGroup{{Rate: money.Per100(8)}, {Rate: money.Per100(10), Gross: 45_000, Net: 40_909, Tax: 4_091}}
		if notified {
			want[1] = sale.VATGroup{Rate: money.Per100(10), Gross: 40_000, Net: 36_364, Tax: 3_636}
		}
		if got := o.Totals().VAT; !slices.Equal(got, want) {
			t.Errorf("%+v", got)
		}
	}
}

// withGift is three milks at 32.000 ₫ with a bag of oranges from a voucher, 10 points used: 86.000 ₫ paid, 86 points earned.
func withGift(t testing.TB) sale.Order {
	o := add(t, cart(), milk(), money.Units(3))
	o = must[sale.Order](t)(o.Attach("anh"))
	o = vouchered(t, gifted(t, o, oranges(), "g"), freeProduct("g", oranges()))
	o = must[sale.Order](t)(o.Using(sale.PointsUse{Points: 10, Value: 10_000, Takes: []loyalty.Take{{Lot: "a", Points: 10}}}))
	return paid(t, o, rule()).Order
}

func TestC3AGiftComesBackForNothing(t *testing.T) {
	o := back(t, withGift(t), "r", whole("2", 1))
	r := o.Returns[0]
	if o.Earned != 86 || r.Refund != 0 || r.Clawed != 0 || r.Ranking != 0 || r.Restored != 0 {
		t.Errorf("earned %d, %+v", o.Earned, r)
	}
	if postings := o.LastReturn(loyalty.Account{}, 0); postings != nil {
		t.Errorf("%+v", postings)
	}
	if o.State() != sale.Completed {
		t.Errorf("%s: the milk is still with the customer", o.State())
	}
}

// The voucher comes back with the last of the goods (C5), whichever that is: till then what it gave is with the customer.
func TestC5AGiftsVoucherComesBackWhenAllHasComeBack(t *testing.T) {
	for _, lines := range [][]string{{"1", "2"}, {"2", "1"}} {
		o := withGift(t)
		for i, line := range lines {
			if o.State() != sale.Completed {
				t.Fatalf("%v: %s before %s came back", lines, o.State(), line)
			}
			l, _ := o.Line(line)
			o = back(t, o, fmt.Sprint(i), []sale.ReturnLine{{ID: line, Quantity: l.Quantity}})
		}
		if sum := o.Undoing(); o.State() != sale.Returned || sum.Refund != 86_000 || sum.Clawed != 86 || sum.Ranking != 86 || sum.Restored != 10 {
			t.Errorf("%v: %s, %+v", lines, o.State(), sum)
		}
	}
	kept := back(t, withGift(t), "r", whole("1", 3))
	if r := kept.Returns[0]; kept.State() != sale.Completed || r.Refund != 86_000 || r.Clawed != 86 || r.Restored != 10 {
		t.Errorf("the gift is kept: %s, %+v", kept.State(), r)
	}
}

func TestAReopenedOrderHasNothingOfItsFormerPayment(t *testing.T) {
	o := must[sale.Order](t)(withGift(t).Cancel(now.Add(time.Hour), false))
	o = must[sale.Order](t)(o.Reopened())
	if len(o.Lines) != 1 || o.Vouchers != nil || o.Tenders != nil || o.Use.Points != 0 || o.Totals().Due != 96_000 {
		t.Errorf("%+v", o)
	}
}
