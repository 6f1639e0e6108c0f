package sale_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"tim/domain/money"
	"tim/domain/sale"
)

// costing is a cart of one line for each price, in a shop that rounds cash to a step.
func costing(t testing.TB, step money.VND, prices ...money.VND) sale.Order {
	t.Helper()
	o := cart()
	o.CashStep = step
	for i, price := range prices {
		p := milk()
		p.SKU, p.Price = fmt.Sprintf("P%d", i), price
		o = add(t, o, p, money.Units(1))
	}
	return o
}

// inCash pays all that is due in cash, what comes out even.
func inCash(t testing.TB, o sale.Order) sale.Order {
	t.Helper()
	o = must[sale.Order](t)(o.TenderedBy(sale.Tender{Kind: sale.Cash, Received: o.InCash(o.Totals().Due)}))
	return must[sale.Settled](t)(o.Pay(rule(), "HD-01-000123", now)).Order
}

// cashIn and cashBack are the notes that came into the drawer for an order, and that went out again.
func cashIn(o sale.Order) (sum money.VND) {
	for _, tender := range o.Tenders {
		sum += amountBy(tender, sale.Cash)
	}
	return sum
}

func cashBack(o sale.Order) (sum money.VND) {
	for _, r := range o.Returns {
		for _, tender := range r.Tenders {
			sum += amountBy(tender, sale.Cash)
		}
	}
	return sum
}

// Half a step is rounded down when it is paid, and up when it is given back: nobody gets more than was paid.
func TestC3GoodsBroughtBackGiveNoMoreCashThanWasPaid(t *testing.T) {
	for _, c := range []struct{ step, price, paid money.VND }{{1_000, 500, 0}, {1_000, 10_500, 10_000}, {500, 250, 0}, {500, 30_250, 30_000}, {1_000, 10_501, 11_000}} {
		o := inCash(t, costing(t, c.step, c.price))
		back := refunded(t, o, "a", rest(o), 0)
		if in, out := cashIn(o), cashBack(back); in != c.paid || out != c.paid {
			t.Errorf("%d rounded to %d: %d paid, %d given back", c.price, c.step, in, out)
		}
	}
}

// Nor do they when they are swapped for others on the way.
func TestC3NoCashIsWonByAnExchange(t *testing.T) {
	for _, c := range []struct{ price, paid money.VND }{{10_500, 10_000}, {9_600, 10_000}, {10_400, 10_000}} {
		old := inCash(t, costing(t, 1_000, c.price))
		old = refunded(t, old, "a", rest(old), c.price)
		o := swapped(t, costing(t, 1_000, c.price), c.price)
		o = must[sale.Settled](t)(o.Pay(rule(), "HD-01-000124", now)).Order
		o.Exchange.Origin = old.Returns[0].Origin
		o = refunded(t, o, "b", rest(o), 0)
		if got := cashBack(o); got != c.paid {
			t.Errorf("goods for %d, paid with %d and swapped, give %d back", c.price, c.paid, got)
		}
	}
}

func TestS4RoundedTendersAreTheTotalHoweverGoodsComeBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		step := rapid.SampledFrom([]money.VND{0, 500, 1_000}).Draw(r, "step")
		prices := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) money.VND { return money.VND(rapid.Int64Range(1, 20_000).Draw(r, "price")) }), 1, 5).Draw(r, "prices")
		o := costing(t, step, prices...)
		for range rapid.IntRange(0, 2).Draw(r, "by others") {
			kind := rapid.SampledFrom([]sale.TenderKind{sale.Card, sale.Transfer, sale.Wallet}).Draw(r, "kind")
			if due := o.Totals().Due; due > 1 {
				o = must[sale.Order](t)(o.TenderedBy(sale.Tender{Kind: kind, Received: money.VND(rapid.Int64Range(1, int64(due)-1).Draw(r, "amount"))}))
			}
		}
		o = inCash(t, o)
		if all, _ := tendersSum(o.Tenders); all != o.Totals().Payable {
			r.Fatalf("tenders come to %d of %d: %+v", all, o.Totals().Payable, o.Tenders)
		}
		paid := o.Totals().Payable
		for _, i := range rapid.Permutation(o.Lines).Draw(r, "order") {
			swap := money.VND(0)
			if rapid.Bool().Draw(r, "swap") {
				swap = money.VND(rapid.Int64Range(0, int64(i.UnitPrice)).Draw(r, "swapped"))
			}
			o = refunded(t, o, i.ID, whole(i.ID, 1), swap)
			last := o.Returns[len(o.Returns)-1]
			all, goods := tendersSum(last.Tenders)
			origin, _ := tendersSum(last.Origin)
			if all != last.Refund || goods != origin {
				r.Fatalf("a refund of %d is given as %+v, of %+v", last.Refund, last.Tenders, last.Origin)
			}
			paid -= all
		}
		var out money.VND
		for _, back := range o.Returns {
			for _, tender := range back.Origin {
				out += amountBy(tender, sale.Cash)
			}
		}
		if out += cashBack(o); out != cashIn(o) || paid != 0 {
			r.Fatalf("of %d in cash %d went back, %d of the price is left; returns %+v", cashIn(o), out, paid, o.Returns)
		}
	})
}
