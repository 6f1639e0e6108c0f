package sale_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/money"
	"tim/domain/sale"
)

// Money may go back in another way than it came, but for what was never paid; what goes back later is never more than is left of it.
func TestMoneyGoesBackInAnotherWayThanItCame(t *testing.T) {
	o := add(t, cart(), milk(), money.Units(6)) // 192.000 ₫
	o.Tenders = []sale.Tender{card(92_000), {Kind: sale.OnAccount, Received: 40_000}, transfer(60_000)}
	o = must[sale.Settled](t)(o.Pay(rule(), "HD-01-000123", now)).Order
	by := func(id string, units int64, kind sale.TenderKind, want ...sale.Tender) {
		t.Helper()
		o = must[sale.Order](t)(o.Returned(id, now.Add(time.Hour), whole("1", units)))
		r := &o.Returns[len(o.Returns)-1]
		if kind == 0 {
			r.Tenders = o.RefundTenders(r.Refund)
		} else {
			r.Tenders = o.RefundBy(r.Refund, kind)
		}
		if !slices.Equal(r.Tenders, want) {
			t.Errorf("return %s gives %+v, want %+v", id, r.Tenders, want)
		}
	}
	by("a", 2, sale.Cash, sale.Tender{Kind: sale.OnAccount, Received: 40_000}, cash(24_000))
	by("b", 3, sale.Transfer, transfer(96_000)) // more than was transferred
	by("c", 1, 0, card(32_000))
}

// S4 of whatever goes back, in whatever ways it came and goes and whatever cash is rounded to: each return's tenders are its refund,
// none is below zero but what cash was rounded by, and nobody's debt is paid back that they never had.
func TestS4TendersOfReturnsAreTheirRefund(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := add(panicking{}, cart(), milk(), money.Units(rapid.Int64Range(1, 9).Draw(t, "units")))
		o.CashStep = rapid.SampledFrom([]money.VND{0, 500, 1_000}).Draw(t, "step")
		o = must[sale.Order](panicking{})(o.DiscountOrder(0, money.VND(rapid.Int64Range(0, 9_999).Draw(t, "off")), ""))
		for n := 0; o.Totals().Due > 0; n++ {
			kind := rapid.SampledFrom([]sale.TenderKind{sale.Cash, sale.Card, sale.Transfer, sale.OnAccount}).Draw(t, "kind")
			amount := money.VND(rapid.Int64Range(1, int64(o.Totals().Due)).Draw(t, "amount"))
			if n == 3 {
				kind, amount = sale.Cash, o.Totals().Due
			}
			if step := o.CashStep; kind == sale.Cash && step > 0 { // in the notes that there are
				amount = (amount/step + 1) * step
			}
			o = must[sale.Order](panicking{})(o.Tendered(kind, amount, ""))
		}
		o = must[sale.Settled](panicking{})(o.Pay(rule(), "HD-01-000123", now)).Order
		if all, _ := tendersSum(o.Tenders); all != o.Totals().Payable {
			t.Fatalf("tenders %+v of %d", o.Tenders, o.Totals().Payable)
		}
		owed := on(o.Tenders, sale.OnAccount)
		for n := 0; o.State() != sale.Returned; n++ {
			units := rapid.Int64Range(1, int64((o.Lines[0].Quantity-o.Back("1"))/money.Units(1))).Draw(t, "back")
			o = must[sale.Order](panicking{})(o.Returned(string(rune('a'+n)), now.Add(time.Hour), whole("1", units)))
			r := &o.Returns[n]
			by := rapid.SampledFrom(append([]sale.TenderKind{0}, sale.RefundWays...)).Draw(t, "by")
			if by == 0 {
				r.Tenders = o.RefundTenders(r.Refund)
			} else {
				r.Tenders = o.RefundBy(r.Refund, by)
			}
			if all, _ := tendersSum(r.Tenders); all != r.Refund {
				t.Fatalf("%d goes back as %+v", r.Refund, r.Tenders)
			}
			if owed -= on(r.Tenders, sale.OnAccount); owed < 0 {
				t.Fatalf("more comes off what is owed than was: %+v", o.Returns)
			}
			for _, tender := range r.Tenders {
				if tender.Kind != sale.Rounded && tender.Received <= 0 || tender.Kind == sale.Cash && o.CashStep > 0 && tender.Received%o.CashStep != 0 {
					t.Fatalf("by %d: %+v", by, r.Tenders)
				}
			}
		}
		if owed != 0 {
			t.Fatalf("all is back and %d is owed", owed)
		}
	})
}

// on is what tenders of a kind come to.
func on(tenders []sale.Tender, kind sale.TenderKind) (sum money.VND) {
	for _, t := range tenders {
		if t.Kind == kind {
			sum += t.Amount()
		}
	}
	return sum
}
