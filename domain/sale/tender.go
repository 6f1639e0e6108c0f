package sale

import (
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
)

// NameMax and ReferenceMax are the greatest lengths of a wallet's name and of a typed reference, bytes.
const (
	NameMax      = 40
	ReferenceMax = 100
)

// Awaited is a transfer that the customer was asked for and that nobody has seen yet; the zero Awaited is none.
type Awaited struct {
	Amount money.VND
	Since  time.Time
}

// Code is the canonical form; it belongs to the order's version.
func (a *Awaited) Code(c *journal.Codec) {
	journal.Int(c, &a.Amount)
	c.Time(&a.Since)
}

// InCash is what an amount to be paid comes to in the notes that there are, by the order's CashStep: the nearest, of two as
// near the one that is better for the customer.
func (o Order) InCash(v money.VND) money.VND { return inNotes(v, o.CashStep, o.CashStep/2) }

// GivenInCash is the same of an amount that is given back.
func (o Order) GivenInCash(v money.VND) money.VND { return inNotes(v, o.CashStep, (o.CashStep-1)/2) }

// inNotes rounds to the step; a rest up to drop falls away.
func inNotes(v, step, drop money.VND) money.VND {
	if step <= 1 {
		return v
	}
	rest := v % step
	if rest <= drop {
		return v - rest
	}
	return v - rest + step
}

// TenderedBy is Tendered by a whole tender, its Change worked out here. What cash can't pay in the notes that there are is a tender
// of its own before it, Rounded: tenders are the total. Where that is all that is due, 0 in cash finishes. Faults: those of Tendered.
func (o Order) TenderedBy(t Tender) (Order, error) {
	if err := o.open(); err != nil {
		return o, err
	}
	due := o.Totals().Due
	asked, most := due, due
	if t.Kind == Cash {
		asked = o.InCash(due)
		most = max(due, asked) + ChangeMax
	}
	nothing := t.Kind == Cash && asked == 0 && t.Received == 0
	switch {
	case due == 0:
		return o, fault.New(fault.Conflict, "tender.paid", nil)
	case (t.Received <= 0 || t.Received > money.Max) && !nothing:
		return o, fault.At("amount", "tender.range", fault.Args{"max": money.Max})
	case t.Received > most:
		return o, fault.At("amount", "tender.over", fault.Args{"max": most})
	case len(o.Tenders) >= TendersMax:
		return o, fault.New(fault.Invalid, "tender.many", fault.Args{"max": int64(TendersMax)})
	case len(t.Name) > NameMax:
		return o, fault.At("name", "field.too_long", fault.Args{"max": int64(NameMax)})
	case len(t.Reference) > ReferenceMax:
		return o, fault.At("reference", "field.too_long", fault.Args{"max": int64(ReferenceMax)})
	}
	o = o.Clone()
	if t.Received >= asked && asked != due {
		o.Tenders = append(o.Tenders, Tender{Kind: Rounded, Received: due - asked})
		due = asked
	}
	if t.Change = max(0, t.Received-due); !nothing {
		o.Tenders = append(o.Tenders, t)
	}
	if left := o.Totals().Due; left < o.Awaited.Amount {
		o.Awaited.Amount = left
		if left == 0 {
			o.Awaited = Awaited{}
		}
	}
	return o, nil
}

// PaidBy is what has been paid so far by a kind of tender, by a person's word alone: nothing of what the bank told.
func (o Order) PaidBy(kind TenderKind) (sum money.VND) {
	for _, t := range o.Tenders {
		if t.Kind == kind && t.Bank == "" {
			sum += t.Amount()
		}
	}
	return sum
}

// Awaiting is the order with a transfer asked for: nothing is paid by it before somebody has seen it. Asked for again, it is another
// amount. Faults: order.empty, order.closed, tender.paid, tender.range (max), tender.over (max).
func (o Order) Awaiting(amount money.VND, now time.Time) (Order, error) {
	if err := o.open(); err != nil {
		return o, err
	}
	due := o.Totals().Due
	switch {
	case len(o.Lines) == 0:
		return o, fault.New(fault.Invalid, "order.empty", nil)
	case due == 0:
		return o, fault.New(fault.Conflict, "tender.paid", nil)
	case amount <= 0 || amount >= TransferQRMax:
		return o, fault.At("amount", "tender.range", fault.Args{"max": TransferQRMax - 1})
	case amount > due:
		return o, fault.At("amount", "tender.over", fault.Args{"max": due})
	}
	o.Awaited = Awaited{Amount: amount, Since: now}
	return o, nil
}

// codeMore is the canonical form of what version 7 of the order added to a tender.
func (t *Tender) codeMore(c *journal.Codec) {
	journal.String(c, &t.Name)
	journal.String(c, &t.Bank)
	journal.String(c, &t.Approver)
}

func codeMoreOf(c *journal.Codec, tenders []Tender) {
	for i := range tenders {
		tenders[i].codeMore(c)
	}
}
