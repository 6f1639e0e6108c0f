package counter_test

import (
	"context"
	"strings"
	"testing"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/share"
)

// sold is an order of Ánh's, with points, whose pen went to central.
func (k *till) sold(c *central) sale.Order {
	k.t.Helper()
	c.grant(opening, 30)
	k.party()
	k.mustDo(counter.UsePoints{Points: 24}, counter.AddTender{Kind: sale.Cash})
	o := k.last.Last.Order
	k.recall(c, share.Units{Right: share.Pen(o.Key()), N: 1})
	return o
}

func (k *till) lastEvent() journal.Event {
	all := k.journal()
	return all[len(all)-1]
}

func TestWithoutThePenASupervisedReturnMovesGoodsAndMoneyOnly(t *testing.T) {
	k, c := inChain(t)
	o := k.sold(c)
	lines := []sale.ReturnLine{{ID: o.Lines[0].ID, Quantity: money.Units(12)}}
	found, err := k.Find(background, counter.ReturnOffer{Order: o.Key(), Lines: lines, Receipt: o.Receipt})
	k.ok(err)
	if f := found.Offer; !f.Approval || !f.Return.Later || f.Return.Clawed != 0 || len(f.GivenBack) != 0 || f.Before != f.After {
		t.Errorf("offered: %+v", f)
	}
	before := k.lots("anh")
	k.mustDo(counter.Return{Order: o.Key(), Receipt: o.Receipt, Lines: lines})
	if a := k.last.Approval; a == nil || a.What != counter.ActLater || a.Of != o.Receipt {
		t.Fatalf("asked for %+v", a)
	}
	k.refused(counter.Approve{PIN: "1111"}, "approval.self")
	k.mustDo(counter.Approve{PIN: "9999"})
	r := k.last.Returned.Offer.Return
	if r.Refund != (12*32_000-12_000) || r.Clawed != 0 || r.Restored != 0 || !r.Later || r.Approver != "nam" {
		t.Errorf("returned: %+v", r)
	}
	e := k.lastEvent()
	if e.Kind != journal.OrderReturned || len(e.Moves) != 0 {
		t.Errorf("the journal says %s, moves %v", e.Kind, e.Moves)
	}
	if after := k.lots("anh"); after[o.Key()] != before[o.Key()] || after[opening] != before[opening] {
		t.Errorf("points were %v and are %v", before, after)
	}
	k.refused(counter.Return{Order: o.Key(), Receipt: o.Receipt, Lines: []sale.ReturnLine{{ID: o.Lines[0].ID, Quantity: money.Units(13)}}}, "return.too_much")
	k.refused(counter.Cancel{Order: o.Key(), Receipt: o.Receipt}, "order.elsewhere")
	k.refused(counter.Exchange{Order: o.Key(), Lines: lines, Receipt: o.Receipt}, "order.elsewhere")
	k.sharesAgree()
	k.verify()
}

func TestWithTheLinkThePenIsAskedForBeforeASupervisorIs(t *testing.T) {
	k, c := inChain(t)
	o := k.sold(c)
	lines := []sale.ReturnLine{{ID: o.Lines[0].ID, Quantity: money.Units(1)}}
	c.up = true
	c.has[share.Pen(o.Key())] = 0 // another till has it, or the order moved on
	k.mustDo(counter.Return{Order: o.Key(), Receipt: o.Receipt, Lines: lines})
	if a := k.last.Approval; a == nil || a.What != counter.ActLater || c.asks != 1 {
		t.Fatalf("asked for %+v, central %d times", a, c.asks)
	}
	k.mustDo(counter.Dismiss{})
	c.has[share.Pen(o.Key())] = 1
	k.mustDo(counter.Return{Order: o.Key(), Receipt: o.Receipt, Lines: lines})
	if r := k.last.Returned; k.last.Approval != nil || r == nil || r.Offer.Return.Later || r.Offer.Return.Clawed == 0 {
		t.Errorf("with the pen: %+v", r)
	}
	k.sharesAgree()
	k.verify()
}

func TestPensOfFinishedOrdersGoBackBehindTheShift(t *testing.T) {
	k, c := inChain(t)
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	done := k.last.Last.Order
	k.scan(milk)
	k.mustDo(counter.SetLater{Later: true}, counter.AddTender{Kind: sale.Cash})
	later := k.last.Last.Order
	if s, err := k.Surplus(background); err != nil || len(s) != 0 {
		t.Fatalf("while the shift is open: %v, %v", s, err)
	}
	k.mustDo(counter.CountDrawer{Amount: 500_000}, counter.CloseShift{Reason: "đếm thử"})
	s, err := k.Surplus(background)
	if err != nil || len(s) != 1 || s[0].Right != share.Pen(done.Key()) {
		t.Fatalf("behind it: %v, %v", s, err)
	}
	k.recall(c, s[0])
	if s, err := k.Surplus(background); err != nil || len(s) != 0 || k.holds(share.Pen(later.Key())) != 1 {
		t.Errorf("then: %v, %v", s, err)
	}
	k.sharesAgree()
}

// reading counts the orders that are read from a ledger.
type reading struct {
	counter.Ledger
	orders int
}

func (r *reading) Order(ctx context.Context, key string) (sale.Order, error) {
	r.orders++
	return r.Ledger.Order(ctx, key)
}

// After months without a link a till has the pens of all its orders: who sells isn't held up while they go back.
func TestManyPensGoBackALittleAtATime(t *testing.T) {
	const orders, atOnce = 500, 400
	k, _ := inChain(t)
	for range orders {
		k.scan(milk)
		k.mustDo(counter.AddTender{Kind: sale.Cash})
	}
	k.mustDo(counter.CountDrawer{}, counter.CloseShift{Reason: "đếm thử"})
	r := &reading{Ledger: k.Config.Ledger}
	k.Config.Ledger = r
	for looks := 0; ; looks++ {
		r.orders = 0
		pens, err := k.Surplus(background)
		k.ok(err)
		if r.orders > atOnce || looks > orders {
			t.Fatalf("look %d reads %d orders", looks, r.orders)
		}
		if len(pens) == 0 {
			break
		}
		_, err = k.GiveBack(background, "cart", pens)
		k.ok(err)
	}
	for _, u := range k.Held() {
		if strings.HasPrefix(u.Right, share.Pen("")) {
			t.Errorf("%s stays", u.Right)
		}
	}
	k.verify()
}
