package counter_test

import (
	"testing"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
)

func TestAPartOfTheWholeOrderIsOffItsLinesToTheDongAndFollowsThem(t *testing.T) {
	k := start(t)
	k.mustDo(counter.Enter{Text: anhPhone})
	k.scan(milk, milk, card)
	k.mustDo(counter.Enter{Text: "%%10"})
	k.payable(79_000 - 7_900)
	lines := k.last.Cart.Totals.Lines
	if lines[0].Shared != 6_400 || lines[1].Shared != 1_500 {
		t.Errorf("shared as %+v", lines)
	}
	k.scan(milk)
	k.payable(111_000 - 11_100)
	earns := k.last.Cart.WillEarn
	if earns != 86 { // 96.000 less its 9.600: the phone card earns nothing
		t.Errorf("earns %d", earns)
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	order := k.last.Last.Order
	if order.Discount != 11_100 || k.last.Last.Receipt.Totals.Discounts != 11_100 {
		t.Errorf("frozen as %d, on paper %d", order.Discount, k.last.Last.Receipt.Totals.Discounts)
	}
	k.mustDo(counter.Return{Order: order.Key(), Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}, Receipt: order.Receipt})
	if refund := k.last.Returned.Offer.Return.Refund; refund != 28_800 {
		t.Errorf("a milk of three comes back for %d", refund)
	}
	k.mustDo(counter.TakeX{})
	if sum := k.last.Report.Sum; sum.Discounts != 11_100 || sum.LineOff.Amount != 7_900 || sum.LineOff.N != 1 {
		t.Errorf("X has %d off, %+v of it by hand", sum.Discounts, sum.LineOff)
	}
	k.settled()
	k.verify()
}

func TestAnAmountOffTheOrderNeverBecomesAGreaterPart(t *testing.T) {
	k := start(t)
	k.scan(milk, milk, milk, milk, card)
	k.mustDo(counter.DiscountOrder{Amount: 14_000})
	k.payable(143_000 - 14_000)
	k.mustDo(counter.RemoveLine{Line: "1"})
	k.payable(15_000 - 1_468) // 14.000 of 143.000, of 15.000
	k.mustDo(counter.Undo{})
	k.payable(143_000 - 14_000)
	k.scan(milk)
	k.payable(175_000 - 14_000)
	k.mustDo(counter.DiscountOrder{})
	k.payable(175_000)
	k.refused(counter.DiscountOrder{Amount: 175_001}, "discount.over")
	k.verify()
}

func TestMoreThanTheLimitNeedsAPINAndLinesAndOrderDontAddUpPastIt(t *testing.T) {
	k := start(t)
	k.scan(milk, card)
	k.mustDo(counter.Enter{Text: "%%11"})
	if a := k.last.Approval; a == nil || a.What != counter.ActOrderDiscount || a.Part != money.Per100(11) {
		t.Fatalf("asks for %+v", a)
	}
	k.mustDo(counter.Approve{PIN: "9999"})
	k.payable(47_000 - 5_170)
	if k.last.Cart.Order.DiscountApprover != "nam" {
		t.Errorf("approved by %q", k.last.Cart.Order.DiscountApprover)
	}
	k.mustDo(counter.Undo{}, counter.Redo{})
	if k.last.Approval == nil {
		t.Error("done again without a PIN")
	}
	k.mustDo(counter.Dismiss{}, counter.DiscountLine{Line: "1", Part: money.Per100(10)}, counter.Enter{Text: "%%10"})
	if k.last.Approval == nil {
		t.Error("10 % off a line and 10 % off the order need nobody")
	}
	k.mustDo(counter.Dismiss{}, counter.Enter{Text: "%%1"})
	if k.last.Approval != nil {
		t.Error("what is within the limit needs a PIN")
	}
	_, records, _, err := k.file.Events(background, 1, 0, 1_000, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	var d sale.OrderDiscount
	if e := records[len(records)-1].Event; e.Kind != journal.OrderDiscounted || journal.Decode(e.Body, &d) != nil || d.Part != money.Per100(1) || d.After != 438 {
		t.Errorf("the journal says %v %+v", e.Kind, d)
	}
}

func TestADiscountWhoseGoodsAreTakenOutIsNotKeptPastTheLimit(t *testing.T) {
	k := start(t)
	k.scan(milk, milk, card)
	k.mustDo(counter.DiscountLine{Line: "2", Part: money.Per100(10)}, counter.DiscountOrder{Amount: 6_000}) // 7.500 off 79.000
	k.payable(79_000 - 1_500 - 6_000)
	k.mustDo(counter.RemoveLine{Line: "1"})
	k.payable(15_000 - 1_500) // 10 % of what is left is off already
	if n := k.last.Notice; n == nil || n.Code != "order.discount_left" {
		t.Errorf("says %+v", n)
	}
	k.mustDo(counter.Undo{})
	k.payable(79_000 - 1_500 - 6_000)
	k.verify()
}

func TestAQuantityThatIsSeldomMeantIsTypedTwice(t *testing.T) {
	k := start(t)
	k.refused(counter.Enter{Text: "120*" + milk}, "quantity.much")
	k.refused(counter.Enter{Text: "102*" + milk}, "quantity.much") // another one isn't the same twice
	k.mustDo(counter.Enter{Text: "102*" + milk})
	k.payable(102 * 32_000)
	k.refused(counter.SetQuantity{Line: "1", Quantity: money.Units(500)}, "quantity.much")
	k.scan(card)
	k.refused(counter.SetQuantity{Line: "1", Quantity: money.Units(500)}, "quantity.much") // something was sold between
	k.mustDo(counter.SetQuantity{Line: "1", Quantity: money.Units(500)})
	k.refused(counter.Enter{Text: "150*"}, "quantity.much")
	k.mustDo(counter.Enter{Text: "150*"})
	k.refused(counter.Enter{Text: "0*"}, "quantity.range")
	k.refused(counter.Enter{Text: "0*" + milk}, "quantity.range")
	k.refused(counter.SetQuantity{Line: "1"}, "quantity.range")
	k.verify()
}

func TestTheSameOnceMore(t *testing.T) {
	k := start(t)
	k.refused(counter.Repeat{}, "line.unknown")
	k.scan(milk, card)
	k.mustDo(counter.Repeat{})
	k.payable(32_000 + 30_000)
	k.mustDo(counter.Repeat{Line: "1"})
	k.payable(64_000 + 30_000)
	k.scan("2100001012458")
	k.refused(counter.Repeat{}, "quantity.needed")
}
