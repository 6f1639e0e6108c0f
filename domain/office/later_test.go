package office_test

import (
	"slices"
	"testing"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
)

// takeBackLater journals a return of an order whose pen the till hasn't: goods and money only.
func (d *device) takeBackLater(o sale.Order) sale.Return {
	d.t.Helper()
	o, err := o.Returned(d.ids.New(d.now), d.now, []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}})
	d.must(err)
	o = o.GoodsOnly()
	d.write(journal.OrderReturned, &sale.Filed{Order: o, Approval: "0193"})
	return o.Returns[len(o.Returns)-1]
}

func TestSHARES8AReturnWithoutThePenIsDecidedOnceCentralHasAllOfIt(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 500)
	a, b := s.till(1), s.till(2)
	lot := s.ask(a, "lan", 20).Units[0].Right
	o := a.sell("lan", 100_000, loyalty.Take{Lot: lot, Points: 20})
	b.now = a.now
	r := b.takeBackLater(o)
	s.push(b) // before its order
	if p := s.points("lan", s.now); p.Balance != 500 {
		t.Errorf("of an order that nobody knows %d", p.Balance)
	}
	s.push(a)
	if p := s.points("lan", s.now); p.Balance != 500-20+o.Earned {
		t.Errorf("while the till has the pen: %d", p.Balance)
	}
	a.giveBack(share.Pen(o.Key()), 1)
	s.push(a)
	if p := s.points("lan", s.now); p.Balance != 500 {
		t.Errorf("decided: %d points", p.Balance)
	}
	shown, err := s.Order(t.Context(), sale.Store, o.ID)
	if err != nil || len(shown.Order.Returns) != 1 || shown.Order.Returns[0].ID != r.ID || shown.Points.ClawedBack != o.Earned {
		t.Errorf("%+v, %v", shown, err)
	}
	b.giveBack("nothing", 1)
	s.push(b)
	if n := len(s.entries("lan")); s.points("lan", s.now).Balance != 500 || n != 5 || len(s.exceptions()) != 0 {
		t.Errorf("%d entries, %v", n, s.exceptions())
	}
	g, err := s.Ask(t.Context(), a.holder(), office.Ask{Request: 9, Incarnation: 1, Wants: []share.Units{{Right: share.Pen(o.Key()), N: 1}}})
	if err != nil || len(g.Units) != 0 {
		t.Errorf("the pen of an order that moved on: %+v, %v", g, err)
	}
}

func TestTheSameGoodsReturnedTwiceAreFlaggedAndCostNoPointsTwice(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 0)
	a, b := s.till(1), s.till(2)
	o := a.sell("lan", 100_000)
	b.now = a.now
	b.takeBackLater(o)
	b.takeBackLater(o)
	a.takeBack(o, loyalty.Account{})
	a.giveBack(share.Pen(o.Key()), 1)
	s.push(b)
	s.push(a)
	if p, got := s.points("lan", s.now), s.exceptions(); p.Balance != 0 || !slices.Equal(got, []string{office.ReturnBeyond, office.ReturnBeyond}) {
		t.Errorf("%d points, %v", p.Balance, got)
	}
}
