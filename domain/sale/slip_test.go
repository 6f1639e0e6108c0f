package sale_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

func TestC3EachLineOfAReturnSaysItsMoney(t *testing.T) {
	o := back(t, three(t), "r", append(whole("3", 1), whole("1", 1)...))
	if got := o.ReturnedMoney(0); !slices.Equal(got, []money.VND{38_263, 102_176}) {
		t.Errorf("%v", got)
	}
}

func TestC3ThreeUnitsOneByOneAreTheWholeLine(t *testing.T) {
	o := add(t, cart(), milk(), money.Units(3))
	o = must[sale.Order](t)(o.Attach("anh"))
	o = must[sale.Order](t)(o.Using(sale.PointsUse{Points: 10, Value: 10_000, Takes: []loyalty.Take{{Lot: "a", Points: 10}}}))
	o = paid(t, o, rule()).Order
	net := o.Totals().Lines[0].Net
	o = back(t, o, "a", whole("1", 1))
	o = back(t, o, "b", append(whole("1", 1), whole("1", 1)...)) // one line twice in one return
	first, rest := o.ReturnedMoney(0), o.ReturnedMoney(1)
	if first[0] != net/3 || first[0]+rest[0]+rest[1] != net {
		t.Errorf("%v and %v of %d", first, rest, net)
	}
}

// What a slip says line by line is what it says together, whatever came back and in how many goes.
func TestC3TheMoneyOfAReturnIsItsLines(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := three(t)
		for i := range rapid.IntRange(1, 4).Draw(rt, "returns") {
			var lines []sale.ReturnLine
			for _, l := range o.Lines {
				left := l.Quantity - o.Back(l.ID)
				if q := money.Quantity(rapid.Int64Range(0, int64(left)).Draw(rt, "quantity")); q > 0 {
					lines = append(lines, sale.ReturnLine{ID: l.ID, Quantity: q})
				}
			}
			if len(lines) == 0 {
				continue
			}
			o = must[sale.Order](t)(o.Returned(fmt.Sprint(i), now.Add(time.Hour), lines))
			o = o.AlreadySpent(rapid.Int64Range(0, 300).Draw(rt, "short"), loyalty.SpentDeduct, 1_000)
			last := len(o.Returns) - 1
			var sum money.VND
			for _, m := range o.ReturnedMoney(last) {
				sum += m
			}
			if r := o.Returns[last]; sum != r.Refund+r.Deducted {
				rt.Fatalf("lines of %d, refund %d and %d deducted", sum, r.Refund, r.Deducted)
			}
		}
	})
}
