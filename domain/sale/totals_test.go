package sale_test

import (
	"testing"

	"pgregory.net/rapid"

	"tim/domain/catalog"
	"tim/domain/money"
	"tim/domain/sale"
)

func TestE11SharesSumToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := anyOrder(t)
		got, sum := o.Totals(), sale.LineTotals{}
		for i, l := range got.Lines {
			sum.Amount += l.Amount
			sum.Discount += l.Discount
			sum.Shared += l.Shared
			sum.Points += l.Points
			sum.Net += l.Net
			if l.Net != l.Amount-l.Discount-l.Shared-l.Points || l.Net < 0 || l.Shared < 0 || l.Points < 0 {
				t.Fatalf("line %d: %+v", i, l)
			}
		}
		if sum.Amount != got.Goods || sum.Discount+sum.Shared != got.Discounts || sum.Points != min(got.Points, got.Base) {
			t.Fatalf("lines sum to %+v, totals %+v", sum, got)
		}
		if sum.Net+got.Shipping-(got.Points-sum.Points) != got.Payable {
			t.Fatalf("lines cost %d, to pay %d", sum.Net, got.Payable)
		}
		base := money.VND(0)
		for _, l := range o.BaseLines() {
			base += l.Amount - l.Discount - l.Shared - l.Points
		}
		if base != sum.Net {
			t.Fatalf("earning sees %d, the customer pays %d", base, sum.Net)
		}
	})
}

func TestU5NoTotalIsEverNegative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		got := anyOrder(t).Totals()
		for what, v := range map[string]money.VND{
			"goods": got.Goods, "discounts": got.Discounts, "base": got.Base, "points": got.Points, "payable": got.Payable,
			"paid": got.Paid, "due": got.Due, "change": got.Change,
		} {
			if v < 0 {
				t.Fatalf("%s is %d", what, v)
			}
		}
		if got.Paid+got.Due != got.Payable && got.Paid > 0 {
			t.Fatalf("paid %d and due %d of %d", got.Paid, got.Due, got.Payable)
		}
	})
}

func TestVATIsInsideThePrice(t *testing.T) {
	for _, tc := range []struct{ gross, net, tax money.VND }{{200_000, 185_185, 14_815}, {49_500, 45_833, 3_667}} {
		o := add(t, cart(), catalog.Product{SKU: "A", Price: tc.gross, VAT: catalog.FlatVAT(money.Per100(8))}, money.Units(1))
		want := sale.VATGroup{Rate: money.Per100(8), Gross: tc.gross, Net: tc.net, Tax: tc.tax}
		if got := o.Totals().VAT; len(got) != 1 || got[0] != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	o := add(t, cart(), catalog.Product{SKU: "A", Price: 200_000}, money.Units(1))
	if got := o.Totals().VAT; len(got) != 1 || got[0] != (sale.VATGroup{Gross: 200_000, Net: 200_000}) {
		t.Errorf("outside VAT: %+v", got)
	}
}

func TestVATIsByRateWithoutLosingADong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := anyOrder(t)
		for i := range o.Lines {
			o.Lines[i].VAT = money.Per100(rapid.SampledFrom([]int64{0, 5, 8, 10}).Draw(t, "rate"))
		}
		got := o.Totals()
		gross, tax, goods := money.VND(0), money.VND(0), got.Base
		if o.PointsCutVAT {
			goods -= min(got.Points, got.Base)
		}
		for i, g := range got.VAT {
			gross, tax = gross+g.Gross, tax+g.Tax
			if g.Gross != g.Net+g.Tax || g.Tax < 0 || i > 0 && got.VAT[i-1].Rate >= g.Rate {
				t.Fatalf("groups %+v", got.VAT)
			}
		}
		if gross != goods || tax != got.Tax {
			t.Fatalf("VAT of %d on %d, goods cost %d, all VAT %d", tax, gross, goods, got.Tax)
		}
	})
}

func TestPointsLowerVATOnlyWhereTheProgrammeIsNotified(t *testing.T) {
	o := must[sale.Order](t)(basket(t).Using(seventyPoints()))
	if got := o.Totals().VAT[0]; got.Gross != 96_000 {
		t.Errorf("VAT on %d", got.Gross)
	}
	o.PointsCutVAT = true
	if got := o.Totals().VAT[0]; got.Gross != 48_340 || got.Net != 44_759 || got.Tax != 3_581 {
		t.Errorf("notified: %+v", got)
	}
}

func TestAnOrderDiscountIsCutToTheGoods(t *testing.T) {
	o := basket(t)
	o.Discount = 200_000
	got := o.Totals()
	if got.Discounts != 141_000 || got.Payable != 0 || got.Lines[0].Shared != 96_000 {
		t.Errorf("%+v", got)
	}
	o = must[sale.Order](t)(basket(t).DiscountLine("1", money.Per100(50), ""))
	o.Discount = 10_000 // shared over 48.000 and 45.000
	got = o.Totals()
	if got.Discounts != 58_000 || got.Lines[0].Shared != 5_161 || got.Lines[1].Shared != 4_839 || got.Payable != 83_000 {
		t.Errorf("%+v", got)
	}
}
