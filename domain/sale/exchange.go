package sale

import (
	"slices"

	"tim/domain/journal"
	"tim/domain/money"
)

// Exchange is goods of an earlier order that this one is swapped for: a return and a sale, linked (C7). The return is
// written with the payment of the new order; until then nothing has happened to the earlier one.
type Exchange struct {
	Order    string       // key of the earlier order, "" when this order is no exchange
	Receipt  string       // its printed number
	Lines    []ReturnLine // of it
	Credit   money.VND    // their refund as last worked out: it counts towards this order, what is over is given back
	Approver string       // staff id of who approved it without a receipt, "" when none was needed
	Return   string       // id of the return, once this order is paid
	Origin   []Tender     // what the credit that this order took was once paid with, once it is paid
}

// Swapping is the cart as an exchange; the zero Exchange makes it an ordinary sale again. Faults: order.closed,
// order.tendered.
func (o Order) Swapping(e Exchange) (Order, error) {
	if err := o.editable(); err != nil {
		return o, err
	}
	o = o.Clone()
	e.Lines = slices.Clone(e.Lines)
	o.Exchange = e
	return o, nil
}

// credit is what the goods brought back are worth to a cart, and what is over and given back. A paid order has it among
// its tenders.
func (o Order) credit(payable money.VND) (credit, over money.VND) {
	if o.Exchange.Order == "" || !o.PaidAt.IsZero() {
		return 0, 0
	}
	credit = min(o.Exchange.Credit, payable)
	return credit, o.Exchange.Credit - credit
}

// RefundTenders is how an amount of the order's money goes back: first to what can be traced, as much as each of those
// paid and wasn't given back yet, the rest in cash (retail practice: goods bought by card aren't turned into cash).
func (o Order) RefundTenders(amount money.VND) []Tender {
	back, _ := o.RefundSwapped(amount, 0)
	return back
}

// RefundSwapped is RefundTenders where a part of the amount goes into the order that the goods are swapped for: first that
// part, as Swapped, then the rest. origin is what the part was once paid with, so that money by card which goes through an
// exchange doesn't come out as cash, and what cash was rounded by goes with it.
func (o Order) RefundSwapped(amount, swapped money.VND) (back, origin []Tender) {
	if swapped > 0 {
		back = append(back, Tender{Kind: Swapped, Received: swapped})
	}
	rest := amount - swapped
	for _, by := range o.ways() {
		if by.Kind == Cash {
			out := o.cashOut()
			return out.give(back, rest), out.give(origin, swapped)
		}
		left := o.left(by)
		given := min(rest, left)
		moved := min(swapped, left-given)
		back, origin = tendered(back, by, given), tendered(origin, by, moved)
		rest, swapped = rest-given, swapped-moved
	}
	return back, origin
}

// ways are what money goes back by, in this order: first what was never paid, then what can be traced, cash last.
func (o Order) ways() []Tender {
	ways := []Tender{{Kind: OnAccount}, {Kind: Card}, {Kind: Transfer}}
	for _, t := range slices.Concat(o.Tenders, o.Exchange.Origin) {
		if w := (Tender{Kind: Wallet, Name: t.Name}); t.Kind == Wallet && !slices.Contains(ways, w) {
			ways = append(ways, w)
		}
	}
	return append(ways, Tender{Kind: Cash})
}

// cashOut is the cash of an order that went out again, in refunds or into orders that its goods were swapped for. All of it is rounded
// together, so that it never matters in how many goes it went, and never is it more than came in (C3).
type cashOut struct {
	order Order
	most  money.VND // came in, where cash was rounded at all
	exact money.VND // went out, as it was worked out
	notes money.VND // likewise, in the notes that there are
}

func (o Order) cashOut() *cashOut {
	out := &cashOut{order: o, most: money.Max}
	if o.CashStep > 1 || paidBy(o.Exchange.Origin, Tender{Kind: Rounded}) != 0 {
		out.most = paidBy(o.Tenders, Tender{Kind: Cash}) + paidBy(o.Exchange.Origin, Tender{Kind: Cash})
	}
	for _, r := range o.Returns {
		for _, gone := range [][]Tender{r.Tenders, r.Origin} {
			cash := paidBy(gone, Tender{Kind: Cash})
			out.exact, out.notes = out.exact+cash+paidBy(gone, Tender{Kind: Rounded}), out.notes+cash
		}
	}
	return out
}

// give is the list with an amount more that goes out.
func (c *cashOut) give(list []Tender, amount money.VND) []Tender {
	if amount == 0 {
		return list
	}
	c.exact += amount
	notes := max(0, min(c.order.GivenInCash(c.exact), c.most)-c.notes)
	c.notes += notes
	return tendered(tendered(list, Tender{Kind: Rounded}, amount-notes), Tender{Kind: Cash}, notes)
}

// RefundWays are what somebody may give money back by where that isn't how it was paid.
var RefundWays = []TenderKind{Cash, Card, Transfer}

// RefundBy is how an amount of the order's money goes back by one of RefundWays, whatever it was paid with. What the member still
// owed for it comes off that first: nobody has paid it.
func (o Order) RefundBy(amount money.VND, by TenderKind) []Tender {
	owed := min(amount, o.left(Tender{Kind: OnAccount}))
	back := tendered(nil, Tender{Kind: OnAccount}, owed)
	if by != Cash {
		return tendered(back, Tender{Kind: by}, amount-owed)
	}
	out := o.cashOut()
	if out.most < money.Max { // what came in otherwise may go out in notes too
		for _, way := range o.ways() {
			if way.Kind != Cash && way.Kind != OnAccount {
				out.most += o.left(way)
			}
		}
		out.most = o.GivenInCash(out.most)
	}
	return out.give(back, amount-owed)
}

// left is what was paid by tenders of a kind, through an exchange too, less what went back by it: nothing where somebody chose to
// give back more by it than was paid so.
func (o Order) left(by Tender) money.VND {
	left := paidBy(o.Tenders, by) + paidBy(o.Exchange.Origin, by)
	for _, r := range o.Returns {
		left -= paidBy(r.Tenders, by) + paidBy(r.Origin, by)
	}
	return max(0, left)
}

// tendered is the list with an amount by that kind and name more; nothing adds nothing.
func tendered(list []Tender, by Tender, amount money.VND) []Tender {
	if amount == 0 {
		return list
	}
	by.Received = amount
	return append(list, by)
}

func paidBy(tenders []Tender, by Tender) (sum money.VND) {
	for _, t := range tenders {
		if t.Kind == by.Kind && t.Name == by.Name {
			sum += t.Amount()
		}
	}
	return sum
}

// Code is the canonical form; it belongs to the order's version.
func (e *Exchange) Code(c *journal.Codec) {
	journal.String(c, &e.Order)
	journal.String(c, &e.Receipt)
	journal.List(c, &e.Lines, func(c *journal.Codec, l *ReturnLine) { l.Code(c) })
	journal.Int(c, &e.Credit)
	journal.String(c, &e.Approver)
	journal.String(c, &e.Return)
	journal.List(c, &e.Origin, func(c *journal.Codec, t *Tender) { t.Code(c) })
}
