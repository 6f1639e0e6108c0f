package sale

import (
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
)

// TendersMax is the greatest number of tenders of one order.
const TendersMax = 20

// ChangeMax is the most that is handed back: more is a code scanned into the amount, or a slip.
const ChangeMax money.VND = 10_000_000

// Settled is a paid order with what it does to its member's account.
type Settled struct {
	Order    Order
	Earned   loyalty.Earned    // as far as known now; points not arisen yet too (E8); zero for a walk-in (E7)
	Lot      *loyalty.Lot      // the points that arose, nil when none did
	Postings []loyalty.Posting // without Ref.Writer, Epoch and Seq: the journal gives those
}

// Tendered is the order with one more payment. Cash above what is due gives change; nothing else may exceed it.
// Faults: tender.range (amount outside 1..money.Max), tender.over (max), tender.paid, tender.many (max), order.closed;
// field.too_long (max) on "name" and "reference".
func (o Order) Tendered(kind TenderKind, received money.VND, reference string) (Order, error) {
	return o.TenderedBy(Tender{Kind: kind, Received: received, Reference: reference})
}

// Untendered is the cart with no payment yet but what the bank says has come, and none waited for. Faults: order.closed;
// tender.bank (amount) where nothing else is there.
func (o Order) Untendered() (Order, error) {
	if err := o.open(); err != nil {
		return o, err
	}
	proven := o.proven()
	if n := len(proven); n > 0 && n == len(o.Tenders) && o.Awaited.Amount == 0 {
		return o, fault.New(fault.Conflict, "tender.bank", fault.Args{"amount": o.Totals().Paid})
	}
	o.Tenders, o.Awaited = proven, Awaited{}
	return o, nil
}

// proven are the tenders that the bank told of: their money is there whatever becomes of the cart.
func (o Order) proven() (list []Tender) {
	for _, t := range o.Tenders {
		if t.Bank != "" {
			list = append(list, t)
		}
	}
	return list
}

// Recredited is the cart with what its goods brought back are worth now; payments that no longer fit are taken back.
func (o Order) Recredited(credit money.VND) Order {
	o = o.Clone()
	o.Exchange.Credit = credit
	if t := o.Totals(); t.Credit+t.Paid > t.Payable {
		o.Tenders = o.proven()
	}
	return o
}

// Pay closes a cart whose tenders cover it: the rule freezes, and under trigger `paid`, or when the goods are handed
// over at once, its points arise (E8, E13). The credit of an exchange becomes a tender: tenders are the total. Faults:
// order.empty, order.unpaid (due), order.points_over (value, left), order.closed; tender.over (max) when the credit has
// grown since something was tendered.
func (o Order) Pay(rule loyalty.Rule, receipt string, now time.Time) (Settled, error) {
	if err := o.open(); err != nil {
		return Settled{}, err
	}
	if len(o.Lines) == 0 {
		return Settled{}, fault.New(fault.Invalid, "order.empty", nil)
	}
	t := o.Totals()
	if t.Due > 0 {
		return Settled{}, fault.New(fault.Conflict, "order.unpaid", fault.Args{"due": t.Due})
	}
	if most := t.Payable - t.Credit; t.Paid > most {
		return Settled{}, fault.New(fault.Conflict, "tender.over", fault.Args{"max": most})
	}
	if err := o.coversPoints(); err != nil {
		return Settled{}, err
	}
	o = o.Clone()
	if t.Credit > 0 {
		o.Tenders = append(o.Tenders, Tender{Kind: Swapped, Received: t.Credit, Reference: o.Exchange.Receipt})
	}
	o.Discount, o.DiscountOf = t.OrderOff, 0 // as it was taken off, for good
	o.Receipt, o.PlacedAt, o.PaidAt, o.Rule, o.Awaited = receipt, now, now, rule, Awaited{}
	if !o.Later {
		o.DeliveredAt = now
	}
	return o.settle(), nil
}

// Complete hands over an order that was paid for later delivery; under trigger `completed` its points arise now. Its
// visit counted when it was paid. Faults: order.unpaid, order.delivered.
func (o Order) Complete(now time.Time) (Settled, error) {
	earned := o.earns()
	o, err := o.Deliver(now)
	if err != nil || earned {
		return Settled{Order: o}, err
	}
	s := o.settle()
	s.Postings = slices.DeleteFunc(s.Postings, func(p loyalty.Posting) bool { return p.Kind == loyalty.Visit })
	for i := range s.Postings {
		s.Postings[i].OrderedAt = time.Time{}
	}
	return s, nil
}

// settle decides the points of an order that has just been paid or completed.
func (o Order) settle() Settled {
	if o.Member == "" {
		return Settled{Order: o}
	}
	p := loyalty.Posting{Member: o.Member, Kind: loyalty.Visit, Order: o.Key(), OrderedAt: o.PlacedAt}
	kept, _ := o.kept()
	earned := o.Rule.Earn(kept)
	if o.earns() {
		o.Generation++
		o.Earned, o.Ranking = earned.Reward, earned.Ranking
	}
	lot := o.lot()
	if lot != nil {
		p.Lots = []loyalty.Lot{*lot}
	}
	if p.Ranking = o.Ranking; lot != nil || p.Ranking != 0 {
		p.Kind = loyalty.Earn
	}
	return Settled{Order: o, Earned: earned, Lot: lot, Postings: []loyalty.Posting{p}}
}

// Points is what a paid order earned under its frozen rule, figures and lot, as Settled had them: for a receipt
// printed again. Points that haven't arisen yet have no lot; what had come back before they arose earned nothing.
func (o Order) Points() (loyalty.Earned, *loyalty.Lot) {
	if o.Member == "" {
		return loyalty.Earned{}, nil
	}
	lot, arose := o.lot(), o.arose()
	o.Returns = slices.DeleteFunc(slices.Clone(o.Returns), func(r Return) bool { return !r.At.Before(arose) })
	kept, _ := o.kept()
	return o.Rule.Earn(kept), lot
}

// lot is the points that have arisen.
func (o Order) lot() *loyalty.Lot {
	if o.Earned == 0 {
		return nil
	}
	lot := o.Rule.Lot(o.Key(), o.Generation, o.Earned, o.arose())
	return &lot
}

// arose is when the points arose: when paid, or when delivered too, whichever the rule waits for (E8).
func (o Order) arose() time.Time {
	if o.Rule.Trigger && o.DeliveredAt.After(o.PaidAt) {
		return o.DeliveredAt
	}
	return o.PaidAt
}

// QuickCash is what a customer may hand over for an amount: itself, then the six smallest distinct ceilings to the
// notes in use (SCREENS.md).
func QuickCash(due money.VND) []money.VND {
	out := []money.VND{due}
	for _, note := range [...]money.VND{1_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000} {
		up := (due + note - 1) / note * note
		if up > out[len(out)-1] && len(out) < 7 {
			out = append(out, up)
		}
	}
	return out
}
