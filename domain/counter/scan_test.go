package counter_test

import (
	"fmt"
	"testing"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/money"
)

// label is a code of a scale, with its check digit.
func label(digits string) string { return digits + string(catalog.CheckDigit(digits)) }

// scales is a till whose shop has labels of weights and of both kinds of prices.
func scales(t *testing.T) *till {
	k := start(t)
	k.shop = func(s *counter.Shop) {
		s.Labels = []catalog.WeightRule{{Prefix: "21", ItemDigits: 5, WeightDigits: 5, Grams: 1}, {Prefix: "22", ItemDigits: 5, WeightDigits: 5, Price: 100},
			{Prefix: "23", ItemDigits: 6, WeightDigits: 4, Price: 1_000, Fixed: true}}
	}
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	return k
}

func TestALabelWithAPriceSellsWhatItSays(t *testing.T) {
	k := scales(t)
	k.scan(label("220000100273")) // 27.300 ₫ of oranges at 42.000 ₫ a kilogram
	if l := k.last.Cart.Order.Lines[0]; l.SKU != "CAM" || l.Quantity != 650 || k.last.Cart.Totals.Payable != 27_300 {
		t.Errorf("%+v, %d", l, k.last.Cart.Totals.Payable)
	}
	k.scan(label("230000010050")) // 50.000 ₫, exactly
	if l := k.last.Cart.Order.Lines[1]; l.Quantity != money.Units(1) || l.UnitPrice != 50_000 || k.last.Cart.Totals.Payable != 77_300 {
		t.Errorf("%+v, %d", l, k.last.Cart.Totals.Payable)
	}
	k.scan(label("210000100500"))
	if k.last.Cart.Totals.Payable != 77_300+21_000 {
		t.Errorf("by weight: %d", k.last.Cart.Totals.Payable)
	}
	k.refused(counter.Enter{Text: "2*" + label("220000100273"), Scan: true}, "quantity.weighed")
}

func TestAGS1CodeSellsItsArticleAndWeight(t *testing.T) {
	k := start(t)
	k.scan("]C101"+"0"+milk+"10L7\x1d17261231", "01"+"0"+milk)
	if o := k.last.Cart.Order; len(o.Lines) != 1 || o.Lines[0].Quantity != money.Units(2) {
		t.Errorf("%+v", o.Lines)
	}
	k.refused(counter.Enter{Text: "]C1010" + milk + "3103000500", Scan: true}, "quantity.whole") // a carton isn't sold by weight
}

func TestExpiredGoodsAreSoldByASupervisorsWordOnly(t *testing.T) {
	k := start(t)
	today := k.now.In(saigon)
	expired := fmt.Sprintf("010%s17%s", milk, today.AddDate(0, 0, -1).Format("060102"))
	k.mustDo(counter.Enter{Text: expired, Scan: true})
	if a := k.last.Approval; a == nil || a.What != counter.ActExpired || len(k.last.Cart.Order.Lines) != 0 || k.last.Notice == nil || !k.last.Notice.Error {
		t.Fatalf("%+v, %+v", k.last.Approval, k.last.Notice)
	}
	k.mustDo(counter.Dismiss{})
	if len(k.last.Cart.Order.Lines) != 0 {
		t.Error("it was sold without a word")
	}
	k.mustDo(counter.Enter{Text: expired, Scan: true}, counter.Approve{PIN: "9999"})
	if len(k.last.Cart.Order.Lines) != 1 {
		t.Error("the supervisor's word sold nothing")
	}
	k.scan(fmt.Sprintf("010%s17%s", milk, today.Format("060102"))) // its last day
	if l := k.last.Cart.Order.Lines[0]; l.Quantity != money.Units(2) {
		t.Errorf("%+v", l)
	}
}
