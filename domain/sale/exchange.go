package sale

import (
	"slices"

	"tim/domain/fault"
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
	var back []Tender
	for _, kind := range [...]TenderKind{Card, Transfer} {
		if n := min(amount, o.left(kind)); n > 0 {
			back = append(back, Tender{Kind: kind, Received: n})
			amount -= n
		}
	}
	if amount > 0 {
		back = append(back, Tender{Kind: Cash, Received: amount})
	}
	return back
}

// left is what was paid by tenders of a kind less what went back by it.
func (o Order) left(kind TenderKind) (left money.VND) {
	for _, t := range o.Tenders {
		if t.Kind == kind {
			left += t.Amount()
		}
	}
	for _, r := range o.Returns {
		for _, t := range r.Tenders {
			if t.Kind == kind {
				left -= t.Amount()
			}
		}
	}
	return max(left, 0)
}

// giftFault refuses to change goods that came with a voucher: they leave with it.
func (l Line) giftFault() error {
	if l.Gift == "" {
		return nil
	}
	return fault.New(fault.Conflict, "line.gift", fault.Args{"name": l.Name})
}

// Code is the canonical form; it belongs to the order's version.
func (e *Exchange) Code(c *journal.Codec) {
	journal.String(c, &e.Order)
	journal.String(c, &e.Receipt)
	journal.List(c, &e.Lines, func(c *journal.Codec, l *ReturnLine) {
		journal.String(c, &l.ID)
		journal.Int(c, &l.Quantity)
	})
	journal.Int(c, &e.Credit)
	journal.String(c, &e.Approver)
	journal.String(c, &e.Return)
}
