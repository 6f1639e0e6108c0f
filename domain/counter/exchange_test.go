package counter_test

import (
	"context"
	"slices"
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

func TestC7AnExchangeIsAReturnAndASaleLinked(t *testing.T) {
	for name, c := range map[string]struct {
		back   int64
		bought []string
		due    money.VND
		give   money.VND
	}{
		"the customer pays": {1, []string{"3*" + card}, 13_000, 0},
		"the till gives":    {2, []string{"3*" + card}, 0, 19_000},
		"equal value":       {1, []string{milk}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			k := start(t)
			o := k.sell(anhPhone, 0, "4*"+milk)
			k.mustDo(counter.Exchange{Order: o.Key(), Lines: units(c.back), Receipt: o.Receipt})
			k.scan(c.bought...)
			totals, view := k.last.Cart.Totals, k.last.Cart.Exchange
			if view == nil || view.Receipt != o.Receipt || view.Offer.Return.Clawed != c.back*32 || k.last.Member.Profile.ID != "anh" {
				t.Fatalf("the cart shows %+v for %+v", view, k.last.Member)
			}
			if totals.Due != c.due || totals.Give != c.give || k.balance() != 628 {
				t.Fatalf("due %d, give %d, balance %d", totals.Due, totals.Give, k.balance())
			}
			if c.due > 0 {
				k.refused(counter.Finish{}, "order.unpaid")
				k.mustDo(counter.AddTender{Kind: sale.Cash})
			} else {
				k.mustDo(counter.Finish{})
			}
			k.linked(o.Key(), c.due, c.give)
			k.verify()
		})
	}
}

// linked holds that the exchange just finished is two documents that name each other, whose money nets.
func (k *till) linked(of string, due, give money.VND) {
	k.t.Helper()
	sold, returned := k.last.Last, k.last.Returned
	if sold == nil || returned == nil {
		k.t.Fatal("not both documents are shown")
	}
	old, err := k.file.Order(context.Background(), of)
	if err != nil {
		k.t.Fatal(err)
	}
	r := old.Returns[len(old.Returns)-1]
	if r.Exchange != sold.Order.Key() || sold.Order.Exchange.Return != r.ID || sold.Order.Exchange.Order != of {
		k.t.Errorf("the return names %s, the sale %+v", r.Exchange, sold.Order.Exchange)
	}
	var cashIn, swappedIn, cashOut, swappedOut money.VND
	for _, t := range sold.Order.Tenders {
		if t.Kind == sale.Swapped {
			swappedIn += t.Amount()
		} else {
			cashIn += t.Amount()
		}
	}
	for _, t := range r.Tenders {
		if t.Kind == sale.Swapped {
			swappedOut += t.Amount()
		} else {
			cashOut += t.Amount()
		}
	}
	if cashIn != due || cashOut != give || swappedIn != swappedOut || swappedOut+cashOut != r.Refund || sold.Totals.Paid != sold.Totals.Payable {
		k.t.Errorf("in %d and %d, out %d and %d, refund %d", cashIn, swappedIn, cashOut, swappedOut, r.Refund)
	}
	paper, slip := k.printed[len(k.printed)-1], k.slips[len(k.slips)-1]
	if paper.Exchange == nil || paper.Exchange.Return != r.Number || paper.Exchange.Credit != swappedIn || slip.Exchange != sold.Order.Receipt {
		k.t.Errorf("receipt %+v, slip for %q", paper.Exchange, slip.Exchange)
	}
	if want := returned.Offer.After.Balance + sold.Order.Earned; sold.Balance != want {
		k.t.Errorf("the member stands at %d, want %d", sold.Balance, want)
	}
}

func TestE12AnExchangeEarnsAtTheTierHeldBeforeIt(t *testing.T) {
	k := start(t, func(p *loyalty.Program) {
		p.TierReview = loyalty.TierReview{Mode: loyalty.ReviewYearly}
		p.Tiers[1].MinRankingPoints = 1_300
	})
	o := k.sell(anhPhone, 0, "4*"+milk) // 1.328: silver
	k.mustDo(counter.Exchange{Order: o.Key(), Lines: units(4), Receipt: o.Receipt})
	k.scan("4*" + milk)
	k.mustDo(counter.Finish{})
	if rule := k.last.Last.Order.Rule; rule.Tier != "bac" {
		t.Errorf("earned at %s", rule.Tier)
	}
	k.verify()
}

func TestAnExchangeThatIsGivenUpDoesNothingToTheOldOrder(t *testing.T) {
	k := start(t)
	o := k.sell(anhPhone, 0, "4*"+milk)
	swap := counter.Exchange{Order: o.Key(), Lines: units(1), Receipt: o.Receipt}
	k.refused(counter.Exchange{}, "exchange.none")
	k.mustDo(swap, counter.Exchange{})
	if k.last.Cart.Exchange != nil || k.last.Cart.Totals.Credit != 0 || k.last.Notice.Code != "exchange.dropped" {
		t.Errorf("dropped: %+v", k.last.Cart)
	}
	k.mustDo(swap)
	k.scan(milk)
	k.mustDo(counter.VoidOrder{}, counter.Approve{PIN: "9999"})
	stored, err := k.file.Order(context.Background(), o.Key())
	if err != nil || len(stored.Returns) != 0 {
		t.Errorf("the old order: %+v, %v", stored.Returns, err)
	}
	k.sell("", 0, milk)
	if k.last.Last.Order.Exchange.Order != "" || k.last.Returned != nil {
		t.Errorf("the next sale is an exchange too: %+v", k.last.Last.Order.Exchange)
	}
	k.verify()
}

func TestAnExchangeSurvivesARestartAndNeedsAnApprovalWithoutReceipt(t *testing.T) {
	k := start(t)
	o := k.sell(anhPhone, 0, "4*"+milk)
	k.mustDo(counter.Exchange{Order: o.Key(), Lines: units(1)})
	if a := k.last.Approval; a == nil || a.What != counter.ActExchange || a.Total != 32_000 || a.Of != o.Receipt || k.last.Cart.Exchange != nil {
		t.Fatalf("%+v", a)
	}
	k.mustDo(counter.Approve{PIN: "9999"})
	k.scan("3*" + card)
	before := k.last
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	sameCart(t, before, k.last)
	if v := k.last.Cart.Exchange; v == nil || v.Offer.Return.Refund != 32_000 {
		t.Fatalf("after a restart %+v", v)
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	if r := k.last.Returned.Offer.Return; r.Approver != "nam" {
		t.Errorf("approved by %q", r.Approver)
	}
	k.linked(o.Key(), 13_000, 0)
	k.verify()
}

func TestC4AnExchangeWhoseCreditChangedIsNotPaidUnseen(t *testing.T) {
	k := start(t, func(p *loyalty.Program) { p.Returns.AlreadySpent = loyalty.SpentDeduct })
	o := k.sell(anhPhone, 0, milk) // 532
	k.mustDo(counter.Exchange{Order: o.Key(), Lines: units(1), Receipt: o.Receipt})
	k.scan("90*" + card)
	k.mustDo(counter.UsePoints{Points: 532}) // those of the milk are spent now
	if got := k.last.Cart; got.Totals.Due != 786_000 || got.Exchange.Offer.Return.Refund != 0 {
		t.Fatalf("due %d, the milk is worth %d", got.Totals.Due, got.Exchange.Offer.Return.Refund)
	}
	k.mustDo(counter.AddTender{Kind: sale.Card, Amount: 700_000})
	err := k.do(counter.AddTender{Kind: sale.Cash, Amount: 86_000})
	if f, _ := fault.Of(err); f == nil || f.Code != "exchange.changed" || f.Args["was"] != money.VND(32_000) || f.Args["now"] != money.VND(0) {
		t.Fatal(err)
	}
	if got := k.last.Cart; k.last.Last != nil || got.Totals.Due != 118_000 || got.Order.Exchange.Credit != 0 {
		t.Errorf("due %d, %+v", got.Totals.Due, got.Order.Exchange)
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.linked(o.Key(), 818_000, 0)
	if r := k.last.Returned.Offer.Return; r.Deducted != 32_000 || r.Forgiven != 32 || k.last.Last.Balance != 0 {
		t.Errorf("%+v, balance %d", r, k.last.Last.Balance)
	}
	k.verify()
}

func TestGoodsThatCameBackMeanwhileCantBeExchanged(t *testing.T) {
	k := start(t)
	o := k.sell(anhPhone, 0, "4*"+milk)
	k.mustDo(counter.Exchange{Order: o.Key(), Lines: units(2), Receipt: o.Receipt}, counter.Return{Order: o.Key(), Lines: units(3), Receipt: o.Receipt})
	if v := k.last.Cart.Exchange; code(v.Offer.Fault) != "return.too_much" {
		t.Errorf("shown %+v", v.Offer)
	}
	k.scan(milk)
	k.refused(counter.Finish{}, "return.too_much")
	k.refused(counter.Exchange{Order: o.Key(), Lines: units(2), Receipt: o.Receipt}, "return.too_much")
	k.mustDo(counter.Exchange{Order: o.Key(), Lines: units(1), Receipt: o.Receipt}, counter.Finish{})
	k.verify()
}

func TestC5AnExchangeOfAllGoodsGivesTheVoucherBack(t *testing.T) {
	k := atCounter(t)
	k.mustDo(counter.Redeem{Reward: "off50", Apply: true}, counter.AddTender{Kind: sale.Card})
	o := k.last.Last.Order
	k.mustDo(counter.Exchange{Order: o.Key(), Lines: units(4), Receipt: o.Receipt})
	k.scan("3*" + card)
	if got := k.last.Cart.Totals; got.Credit != 45_000 || got.Give != 33_000 {
		t.Fatalf("totals %+v", got)
	}
	k.mustDo(counter.Finish{})
	offer := k.last.Returned.Offer
	if len(offer.Vouchers) != 1 || !slices.Equal(offer.Return.Tenders[1:], []sale.Tender{{Kind: sale.Card, Received: 33_000}}) {
		t.Errorf("%+v", offer)
	}
	k.scan("4*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.ApplyVoucher{Code: o.Vouchers[0].ID})
	k.verify()
}
