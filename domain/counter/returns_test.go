package counter_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/shift"
)

// sell rings up what is scanned, to a member when phone isn't "", paid in cash.
func (k *till) sell(phone string, points int64, codes ...string) sale.Order {
	k.t.Helper()
	k.scan(codes...)
	if phone != "" {
		k.mustDo(counter.Enter{Text: phone})
	}
	if points > 0 {
		k.mustDo(counter.UsePoints{Points: points})
	}
	if k.last.Cart.Totals.Due == 0 {
		k.mustDo(counter.Finish{})
	} else {
		k.mustDo(counter.AddTender{Kind: sale.Cash})
	}
	return k.last.Last.Order
}

// units are so many of the order's first line.
func units(n int64) []sale.ReturnLine {
	return []sale.ReturnLine{{ID: "1", Quantity: money.Units(n)}}
}

// asked is what taking goods back would do.
func (k *till) asked(q counter.ReturnOffer) counter.Offer {
	k.t.Helper()
	found, err := k.Find(context.Background(), q)
	if err != nil {
		k.t.Fatal(err)
	}
	return *found.Offer
}

func cash(n money.VND) []sale.Tender { return []sale.Tender{{Kind: sale.Cash, Received: n}} }

func TestC8TheCashierSeesWhatAReturnDoesBeforeItHappens(t *testing.T) {
	k := start(t)
	o := k.sell(anhPhone, 64, "4*"+milk)
	q := counter.ReturnOffer{Order: o.Key(), Lines: units(1), Receipt: o.Receipt}
	got := k.asked(q)
	r := got.Return
	if got.Fault != nil || got.Approval || r.Refund != 16_000 || r.Clawed != 16 || r.Restored != 16 || r.Ranking != 16 || !slices.Equal(r.Tenders, cash(16_000)) {
		t.Fatalf("%+v", got)
	}
	if got.Before.Balance != 500 || got.After.Balance != 500 || got.Before.Ranking != 1264 || got.After.Ranking != 1248 || got.After.Tier.ID != "khoi-tao" {
		t.Errorf("before %+v, after %+v", got.Before, got.After)
	}
	if len(got.GivenBack) != 1 || got.GivenBack[0].Points != 16 || got.GivenBack[0].Grace || !got.GivenBack[0].LapsesAt.IsZero() {
		t.Errorf("given back %+v", got.GivenBack)
	}
	if got.Member == nil || got.Member.ID != "anh" || len(got.Goods) != 1 || got.Goods[0].Line.Name != "Sữa tươi Đồng Xanh 1L" || got.Policy != loyalty.SpentNegative {
		t.Errorf("%+v", got)
	}
	k.mustDo(counter.Return{Order: o.Key(), Lines: units(1), Receipt: o.Receipt, Reason: "hỏng"})
	done := k.last.Returned
	if done == nil || done.Offer.Return.Refund != r.Refund || done.Offer.After != got.After || done.Saved != "paper" {
		t.Fatalf("done %+v", done)
	}
	r = done.Offer.Return
	if r.Number != "TH-01-000001" || r.Till != "01" || r.Cashier != "hong" || r.Approver != "" || r.Reason != "hỏng" || r.Shift == "" || r.ID == "" {
		t.Errorf("the return says %+v", r)
	}
	if n := k.last.Notice; n.Code != "order.returned" || n.Args["number"] != o.Receipt || n.Args["refund"] != money.VND(16_000) {
		t.Errorf("notice %+v", n)
	}
	slip := k.slips[0]
	if slip.Number != r.Number || slip.Of != o.Receipt || slip.Refund != 16_000 || slip.Member.Clawed != 16 || slip.Member.Restored[0].Points != 16 ||
		slip.Member.Balance != 500 || slip.Cashier != "Lê Thị Hồng" || slip.Approver != "" || slip.Lines[0].Refund != 16_000 {
		t.Errorf("slip %+v, %+v", slip, slip.Member)
	}
	stored, err := k.file.Order(context.Background(), o.Key())
	if err != nil || len(stored.Returns) != 1 || stored.Returns[0].Number != r.Number || stored.State() != sale.Completed {
		t.Errorf("stored %+v, %v", stored.Returns, err)
	}
	k.mustDo(counter.Enter{Text: anhPhone})
	if k.balance() != 500 || k.last.Returned != nil {
		t.Errorf("balance %d, still shown %+v", k.balance(), k.last.Returned)
	}
	k.verify()
}

func TestC7WithoutItsReceiptASupervisorApproves(t *testing.T) {
	k := start(t)
	o := k.sell(anhPhone, 0, "4*"+milk)
	ask := counter.Return{Order: o.Key(), Lines: units(2)}
	if got := k.asked(counter.ReturnOffer{Order: o.Key(), Lines: units(2), Receipt: "HD-01-000099"}); !got.Approval {
		t.Error("another receipt's number will do")
	}
	k.mustDo(ask)
	if a := k.last.Approval; a == nil || a.What != counter.ActReturn || a.Total != 64_000 || a.Of != o.Receipt || k.last.Returned != nil {
		t.Fatalf("approval %+v", k.last.Approval)
	}
	k.refused(counter.Approve{PIN: "1111"}, "approval.self")
	k.mustDo(counter.Dismiss{})
	k.refused(counter.Approve{PIN: "9999"}, "approval.nothing")
	k.mustDo(ask, counter.Approve{PIN: "9999"})
	if r := k.last.Returned.Offer.Return; r.Approver != "nam" || k.slips[0].Approver != "Trần Đức Nam" {
		t.Errorf("approved by %+v, on paper %q", r, k.slips[0].Approver)
	}
	k.mustDo(ask)
	k.now = k.now.Add(2 * time.Minute)
	k.refused(counter.Approve{PIN: "9999"}, "approval.expired")
	k.verify()
}

func TestC7MoreThanWasBoughtOrTwiceIsRefused(t *testing.T) {
	k := start(t)
	o := k.sell(anhPhone, 0, "4*"+milk, card)
	back := func(lines ...sale.ReturnLine) counter.Return {
		return counter.Return{Order: o.Key(), Lines: lines, Receipt: o.Receipt}
	}
	k.refused(back(units(5)...), "return.too_much")
	k.refused(back(append(units(3), units(2)...)...), "return.too_much")
	k.refused(back(), "return.empty")
	k.refused(back(sale.ReturnLine{ID: "9", Quantity: 1000}), "line.unknown")
	k.refused(back(sale.ReturnLine{ID: "1", Quantity: 0}), "quantity.range")
	k.refused(back(sale.ReturnLine{ID: "1", Quantity: -1000}), "quantity.range")
	k.refused(back(sale.ReturnLine{ID: "1", Quantity: 500}), "quantity.whole")
	k.refused(counter.Return{Order: "store/none", Lines: units(1)}, "order.unknown")
	k.mustDo(back(units(3)...))
	k.restart()
	k.refused(back(units(2)...), "return.too_much")
	k.mustDo(back(units(1)...))
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	k.refused(back(units(1)...), "return.too_much")
	if got := k.asked(counter.ReturnOffer{Order: o.Key(), Lines: units(1)}); code(got.Fault) != "return.too_much" || got.Approval || got.Return.Refund != 0 {
		t.Errorf("offered %+v", got)
	}
	if k.slips[1].Number != "TH-01-000002" {
		t.Errorf("the second slip is %s", k.slips[1].Number)
	}
	k.verify()
}

func TestC3MoneyGoesBackTheWayItCame(t *testing.T) {
	k := start(t)
	k.scan("4*" + milk)
	k.mustDo(counter.AddTender{Kind: sale.Card, Amount: 40_000}, counter.AddTender{Kind: sale.Cash})
	o := k.last.Last.Order
	k.mustDo(counter.Return{Order: o.Key(), Lines: units(1), Receipt: o.Receipt})
	if got := k.last.Returned.Offer.Return.Tenders; !slices.Equal(got, []sale.Tender{{Kind: sale.Card, Received: 32_000}}) {
		t.Errorf("first %+v", got)
	}
	k.restart()
	k.mustDo(counter.Return{Order: o.Key(), Lines: units(1), Receipt: o.Receipt})
	if got := k.last.Returned.Offer.Return.Tenders; !slices.Equal(got, []sale.Tender{{Kind: sale.Card, Received: 8_000}, {Kind: sale.Cash, Received: 24_000}}) {
		t.Errorf("then %+v", got)
	}
	if slip := k.slips[1]; slip.Member != nil {
		t.Errorf("a walk-in's slip has points: %+v", slip.Member)
	}
	k.verify()
}

func TestC4WhatBecomesOfPointsAlreadySpent(t *testing.T) {
	for mode, want := range map[string]struct {
		refund, deducted          money.VND
		clawed, forgiven, balance int64
	}{
		loyalty.SpentNegative: {128_000, 0, 128, 0, -108},
		loyalty.SpentFloor:    {128_000, 0, 20, 108, 0},
		loyalty.SpentDeduct:   {20_000, 108_000, 20, 108, 0},
	} {
		t.Run(mode, func(t *testing.T) {
			k := start(t, func(p *loyalty.Program) { p.Returns.AlreadySpent = mode })
			o := k.sell(anhPhone, 0, "4*"+milk)
			k.sell(anhPhone, 608, "90*"+card) // 628 less 608: 20 are left of the 128
			q := counter.ReturnOffer{Order: o.Key(), Lines: units(4), Receipt: o.Receipt}
			got := k.asked(q)
			k.mustDo(counter.Return{Order: q.Order, Lines: q.Lines, Receipt: q.Receipt})
			r := k.last.Returned.Offer.Return
			if r.Refund != want.refund || r.Deducted != want.deducted || r.Clawed != want.clawed || r.Forgiven != want.forgiven {
				t.Errorf("%+v", r)
			}
			if got.Short != 108 || got.Policy != mode || got.Return.Refund != r.Refund || got.After.Balance != want.balance {
				t.Errorf("offered %+v", got)
			}
			k.mustDo(counter.Enter{Text: anhPhone})
			if k.balance() != want.balance {
				t.Errorf("balance %d, want %d", k.balance(), want.balance)
			}
			k.verify()
		})
	}
}

func TestC2PointsFromALapsedLotComeBackForTheGrace(t *testing.T) {
	k := start(t, func(p *loyalty.Program) { p.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 10} })
	o := k.sell(anhPhone, 64, "4*"+milk)
	soon := k.asked(counter.ReturnOffer{Order: o.Key(), Lines: units(1), Receipt: o.Receipt}).GivenBack
	lapses := time.Date(2026, 11, 30, 7, 5, 0, 0, time.UTC) // ten days behind the opening balance
	if len(soon) != 1 || soon[0].Grace || !soon[0].LapsesAt.Equal(lapses) {
		t.Errorf("given back in time: %+v", soon)
	}
	k.now = k.now.Add(20 * 24 * time.Hour)
	k.mustDo(counter.Return{Order: o.Key(), Lines: units(4), Receipt: o.Receipt})
	got := k.last.Returned.Offer
	if len(got.GivenBack) != 1 || !got.GivenBack[0].Grace || got.GivenBack[0].Points != 64 || !got.GivenBack[0].LapsesAt.Equal(k.now.Add(30*24*time.Hour)) {
		t.Errorf("given back late: %+v", got.GivenBack)
	}
	if got.Before.Balance != 0 || got.After.Balance != 64 || got.Short != 0 {
		t.Errorf("what lapsed unused isn't taken again: %+v, %+v, short %d", got.Before, got.After, got.Short)
	}
	if r := k.slips[0].Member.Restored; len(r) != 1 || !r[0].LapsesAt.Equal(k.now.Add(30*24*time.Hour)) {
		t.Errorf("on paper %+v", r)
	}
	k.verify()
}

func TestC5AVoucherComesBackWhenAllGoodsDo(t *testing.T) {
	k := atCounter(t)
	k.mustDo(counter.Redeem{Reward: "off50", Apply: true}, counter.AddTender{Kind: sale.Cash})
	o, bought := k.last.Last.Order, k.last.Last.Order.Vouchers[0].ID
	k.now = k.now.Add(29 * 24 * time.Hour)
	back := counter.Return{Order: o.Key(), Lines: units(2), Receipt: o.Receipt}
	k.mustDo(back)
	if len(k.last.Returned.Offer.Vouchers) != 0 {
		t.Error("the voucher came back while goods are still with the customer")
	}
	k.mustDo(back)
	offer := k.last.Returned.Offer
	if len(offer.Vouchers) != 1 || offer.Vouchers[0].Order != "" || !offer.Vouchers[0].ExpiresAt.Equal(k.now.Add(30*24*time.Hour)) || offer.Return.Refund != 39_000 {
		t.Fatalf("%+v", offer)
	}
	if v := k.slips[1].Vouchers; len(v) != 1 || v[0].Code != bought {
		t.Errorf("on paper %+v", v)
	}
	k.restart()
	k.scan("4*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.ApplyVoucher{Code: bought})
	if v := k.voucher(bought); !v.OnCart || v.Generation != 2 {
		t.Errorf("%+v", v)
	}
	k.verify()
}

func TestC6RankingPointsGoAndTheTierStaysUntilReview(t *testing.T) {
	k := start(t)
	o := k.sell(anhPhone, 0, "25*"+milk) // 800.000: 2.000 ranking points
	k.mustDo(counter.Return{Order: o.Key(), Lines: units(25), Receipt: o.Receipt})
	got := k.last.Returned.Offer
	if got.Before.Tier.ID != "bac" || got.After.Tier.ID != "bac" || got.Before.Ranking != 2_000 || got.After.Ranking != 1_200 {
		t.Errorf("before %+v, after %+v", got.Before, got.After)
	}
	k.verify()
}

func TestAReturnBesideACartWithGoodsIsRefused(t *testing.T) {
	k := start(t)
	o := k.sell(anhPhone, 0, "4*"+milk)
	back := counter.Return{Order: o.Key(), Lines: units(1), Receipt: o.Receipt}
	k.scan(card)
	k.refused(back, "return.cart")
	k.mustDo(counter.RemoveLine{Line: "1"}, counter.Enter{Text: anhPhone})
	if k.balance() != 628 {
		t.Fatalf("balance %d", k.balance())
	}
	k.mustDo(back)
	if k.balance() != 596 || k.last.Member.Account.Ranking != 1_296 {
		t.Errorf("the account that is shown isn't stepped on: %d", k.balance())
	}
	k.verify()
}

func TestAPaidOrderThatIsNotDeliveredIsCancelled(t *testing.T) {
	k := start(t)
	k.scan("4*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.SetLater{Later: true}, counter.UsePoints{Points: 10}, counter.AddTender{Kind: sale.Transfer, Reference: "FT1"})
	o := k.last.Last.Order
	k.mustDo(counter.Return{Order: o.Key(), Lines: units(1), Receipt: o.Receipt})
	if got := k.asked(counter.ReturnOffer{Order: o.Key(), Cancel: true, Receipt: o.Receipt}); got.Return.Refund != 88_500 || got.Goods[0].Quantity != money.Units(3) {
		t.Errorf("offered %+v", got)
	}
	k.mustDo(counter.Cancel{Order: o.Key(), Reason: "hết hàng"}, counter.Approve{PIN: "9999"})
	done := k.last.Returned
	if r := done.Offer.Return; r.Refund != 88_500 || r.Tenders[0].Kind != sale.Transfer || r.Number != "TH-01-000002" || r.Approver != "nam" || r.Reason != "hết hàng" {
		t.Errorf("%+v", r)
	}
	if k.last.Notice.Code != "order.cancelled" || !done.Slip.Cancelled || done.Offer.After.Balance != 500 {
		t.Errorf("notice %+v, slip %+v, after %+v", k.last.Notice, done.Slip, done.Offer.After)
	}
	for _, a := range []counter.Action{counter.Cancel{Order: o.Key(), Receipt: o.Receipt}, counter.Return{Order: o.Key(), Lines: units(1), Receipt: o.Receipt}} {
		k.refused(a, "order.closed")
	}
	k.verify()
}

func TestE8CancellingBeforeDeliveryTakesNoPointsThatNeverArose(t *testing.T) {
	k := start(t, func(p *loyalty.Program) { p.Earn.Trigger = loyalty.TriggerCompleted })
	k.scan("4*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.SetLater{Later: true}, counter.AddTender{Kind: sale.Cash})
	first := k.last.Last.Order
	k.mustDo(counter.Cancel{Order: first.Key(), Receipt: first.Receipt})
	if r := k.last.Returned.Offer.Return; r.Refund != 128_000 || r.Clawed != 0 || r.Ranking != 0 {
		t.Errorf("%+v", r)
	}
	k.scan(milk)
	k.mustDo(counter.SetLater{Later: true}, counter.AddTender{Kind: sale.Cash})
	delivered := k.last.Last.Order
	k.mustDo(counter.Deliver{Order: delivered.Key()})
	k.refused(counter.Cancel{Order: delivered.Key(), Receipt: delivered.Receipt}, "order.delivered")
	k.refused(counter.Deliver{Order: first.Key()}, "order.unpaid")
	k.verify()
}

func TestOrdersAreFoundByReceiptSlipMemberAndDay(t *testing.T) {
	k := start(t)
	first := k.sell(anhPhone, 0, milk)
	second := k.sell("", 0, card)
	k.now = k.now.Add(24 * time.Hour)
	third := k.sell(anhPhone, 5, milk)
	k.mustDo(counter.Return{Order: first.Key(), Lines: units(1), Receipt: first.Receipt})
	for name, c := range map[string]struct {
		q    counter.Orders
		want []sale.Order
	}{
		"whole number":     {counter.Orders{Receipt: "hd-01-000002"}, []sale.Order{second}},
		"last digits":      {counter.Orders{Receipt: "003"}, []sale.Order{third}},
		"slip of a return": {counter.Orders{Receipt: "TH-01-000001"}, []sale.Order{first}},
		"no such slip":     {counter.Orders{Receipt: "TH-01-000002"}, nil},
		"member":           {counter.Orders{Member: "anh"}, []sale.Order{third, first}},
		"member, one":      {counter.Orders{Member: "anh", Limit: 1}, []sale.Order{third}},
		"day":              {counter.Orders{Day: first.PaidAt}, []sale.Order{second, first}},
		"next day":         {counter.Orders{Day: third.PaidAt}, []sale.Order{third}},
	} {
		found, err := k.Find(context.Background(), c.q)
		if err != nil {
			t.Fatal(name, err)
		}
		if !slices.EqualFunc(found.Orders, c.want, func(a, b sale.Order) bool { return a.ID == b.ID }) {
			t.Errorf("%s: %d orders, want %d", name, len(found.Orders), len(c.want))
		}
	}
}

func TestAnOfferIsAskedWhileTheTillSells(t *testing.T) {
	k := start(t)
	o := k.sell(anhPhone, 0, "4*"+milk)
	done := make(chan error)
	go func() {
		for range 20 {
			if _, err := k.Find(context.Background(), counter.ReturnOffer{Order: o.Key(), Lines: units(1)}); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for range 10 { // the clock stands: both hands read it
		if _, err := k.Do(context.Background(), counter.Enter{Text: milk, Scan: true}); err != nil {
			t.Error(err)
		}
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// What was paid by card goes back in cash only for a reason, and by a supervisor's word though the receipt was shown.
func TestMoneyGoesBackInAnotherWayByApproval(t *testing.T) {
	k := start(t)
	k.scan("2*" + milk)
	k.mustDo(counter.AddTender{Kind: sale.Card})
	o := k.last.Last.Order
	back := counter.Return{Order: o.Key(), Lines: units(1), Receipt: o.Receipt, By: sale.Cash}
	k.refused(back, "field.required")
	for _, by := range []sale.TenderKind{sale.OnAccount, sale.Swapped, sale.Rounded} {
		wrong := back
		wrong.By = by
		k.refused(wrong, "field.enum")
	}
	got := k.asked(counter.ReturnOffer{Order: o.Key(), Lines: units(1), Receipt: o.Receipt, By: sale.Cash})
	if !got.Otherwise || !got.Approval || !slices.Equal(got.Return.Tenders, cash(32_000)) {
		t.Errorf("the offer is %+v", got)
	}
	back.Reason = "máy thẻ hỏng"
	k.mustDo(back)
	if a := k.last.Approval; a == nil || a.What != counter.ActRefund || a.By != sale.Cash || a.Total != 32_000 || a.Reason != back.Reason {
		t.Fatalf("asks for %+v", a)
	}
	k.mustDo(counter.Approve{PIN: "9999"})
	r := k.last.Returned.Offer.Return
	if !slices.Equal(r.Tenders, cash(32_000)) || r.Approver == "" || r.Reason != back.Reason {
		t.Errorf("gave back %+v", r)
	}
	var what []string
	for _, e := range k.journal() {
		if e.Kind == journal.ApprovalGiven {
			var a shift.Approval
			k.ok(journal.Decode(e.Body, &a))
			what = append(what, a.What)
		}
	}
	if !slices.Equal(what, []string{counter.ActRefund}) {
		t.Errorf("the journal says %v was approved", what)
	}
	k.mustDo(counter.Return{Order: o.Key(), Lines: units(1), Receipt: o.Receipt, By: sale.Card}) // as it came: nothing to approve
	if r := k.last.Returned.Offer.Return; k.last.Approval != nil || r.Tenders[0].Kind != sale.Card || r.Approver != "" {
		t.Errorf("gave back %+v", r)
	}
	k.verify()
}
