package report

import (
	"errors"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/shift"
)

// Fold adds up a till's journal from a shift's opening on. Events of another shift, opened while this one was suspended, are left out.
type Fold struct {
	sum  Sum
	away bool // another shift is sold under
}

// NewFold begins with a shift whose opening is the event of that place.
func NewFold(s shift.Shift, epoch uint32, first uint64) *Fold {
	s.State, s.Since = shift.Opened, time.Time{} // as it was opened: the events tell the rest
	return &Fold{sum: Sum{Shift: s, Epochs: [2]uint32{epoch, epoch}, First: first}}
}

// NewDay begins with no shift: all events from that place on count.
func NewDay(epoch uint32, first uint64) *Fold { return NewFold(shift.Shift{}, epoch, first) }

// Net is what customers paid for so far.
func (f *Fold) Net() money.VND { return f.sum.Net }

// Sum is what was folded so far; before is what the till's closed shifts come to, perPoint what a point is worth now (VND).
func (f *Fold) Sum(before, perPoint money.VND) Sum {
	s := f.sum
	s.Tenders = append([]Tenders(nil), s.Tenders...)
	s.VAT, s.VATBack = append([]sale.VATGroup(nil), s.VAT...), append([]sale.VATGroup(nil), s.VATBack...)
	s.Tax, s.TaxBack, s.PerPoint = taxOf(s.VAT), taxOf(s.VATBack), perPoint
	for _, p := range []*Points{&s.Earned, &s.ClawedBack, &s.Restored, &s.Redeemed, &s.HandedBack} {
		p.Value = money.VND(p.Points) * perPoint
	}
	s.Grand = before + s.Turnover()
	return s
}

// Next is the place behind which the events are that are to be folded next.
func (f *Fold) Next() (epoch uint32, after uint64) {
	if f.sum.Epochs[1] == f.sum.Epochs[0] {
		return f.sum.Epochs[1], max(f.sum.Last, f.sum.First-1)
	}
	return f.sum.Epochs[1], f.sum.Last
}

// Enter goes on with a till's next epoch, which begins with its first event.
func (f *Fold) Enter(epoch uint32) { f.sum.Epochs[1], f.sum.Last = epoch, 0 }

// Apply folds the journal's next event; those up to Last are nothing new. It never fails on what an event says: what can't be read is
// counted.
func (f *Fold) Apply(r journal.Record) {
	e := r.Event
	if e.Epoch != f.sum.Epochs[1] || e.Seq <= f.sum.Last || e.Epoch == f.sum.Epochs[0] && e.Seq < f.sum.First {
		return
	}
	f.sum.Last, f.sum.Head = e.Seq, r.Hash
	if f.elsewhere(e) {
		return
	}
	if err := f.event(e); err != nil {
		f.sum.Unread++
	}
}

// elsewhere follows which shift is sold under, and says whether the event is another's.
func (f *Fold) elsewhere(e journal.Event) bool {
	switch e.Kind {
	case journal.ShiftSuspended, journal.ShiftResumed:
		var step shift.Step
		if journal.Decode(e.Body, &step) == nil && step.Shift == f.sum.Shift.ID {
			f.away = step.State != shift.Opened
			f.sum.Shift.State, f.sum.Shift.Since = step.State, step.At
			return false
		}
	}
	return f.away
}

// event adds one event.
func (f *Fold) event(e journal.Event) error {
	switch e.Kind {
	case journal.OrderOpened, journal.PointsUsed, journal.PointsUseUndone, journal.VoucherApplied, journal.VoucherRemoved,
		journal.ExchangeStarted, journal.OrderFiled, journal.OrderPaid, journal.OrderDelivered, journal.OrderReturned, journal.OrderVoided:
		return f.order(e)
	case journal.LineVoided, journal.PriceOverridden, journal.LineDiscounted:
		return f.line(e)
	case journal.OrderDiscounted:
		var body sale.OrderDiscount
		err := journal.Decode(e.Body, &body)
		f.sum.LineOff.add(body.After - body.Before)
		return err
	case journal.VoucherRedeemed, journal.VoucherReturned:
		var body loyalty.VoucherMoved
		err := journal.Decode(e.Body, &body)
		f.points(body.Postings)
		return err
	case journal.MemberAttached:
		return f.attached(e)
	case journal.CashMoved:
		return f.moved(e)
	case journal.DrawerOpened:
		f.sum.NoSales++
	case journal.ReceiptReprinted, journal.VoucherPrinted, journal.ReportReprinted:
		f.sum.Reprints++
	case journal.ApprovalGiven:
		f.sum.Approvals++
	case journal.ApprovalRefused:
		f.sum.Refusals++
	case journal.SignInRefused:
		f.sum.WrongPINs++
	case journal.CodesRefused:
		var body sale.Refusal
		err := journal.Decode(e.Body, &body)
		f.sum.Unknown += max(1, body.Refused)
		return err
	case journal.MemberCreated:
		f.sum.Members++
	case journal.ClockJumped:
		f.sum.ClockJumps++
	case journal.TrainingStarted:
		f.sum.Training.N++
	case journal.TrainingEnded:
		var body shift.Training
		err := journal.Decode(e.Body, &body)
		f.sum.Training.Minutes += body.Minutes(e.At)
		return err
	default:
		if !e.Kind.Known() {
			return errNewer
		}
	}
	return nil
}

var errNewer = errors.New("of a newer program")

func (f *Fold) order(e journal.Event) error {
	var body sale.Filed
	if err := journal.Decode(e.Body, &body); err != nil {
		return err
	}
	f.points(body.Postings)
	o := body.Order
	switch e.Kind {
	case journal.OrderPaid:
		f.paid(o)
	case journal.OrderReturned:
		f.returned(o)
	case journal.OrderVoided:
		if !o.PaidAt.IsZero() {
			f.sum.Cancelled.add(f.returned(o))
			return nil
		}
		f.sum.OrdersVoided.add(o.Totals().Payable)
		if len(o.Tenders) > 0 {
			f.sum.AfterTender.add(o.Totals().Payable)
		}
	}
	return nil
}

// paid adds a sale.
func (f *Fold) paid(o sale.Order) {
	s, t := &f.sum, o.Totals()
	s.Tickets++
	s.Goods, s.Discounts, s.PointsOff = s.Goods+t.Goods, s.Discounts+t.Discounts, s.PointsOff+t.Points
	s.Shipping, s.Net = s.Shipping+t.Shipping, s.Net+t.Payable
	for range o.Vouchers {
		s.Vouchers.N++
	}
	s.Vouchers.Amount += t.Vouchers
	s.Used.Value += t.Points
	s.VAT = addVAT(s.VAT, t.VAT)
	s.tendered(o.Tenders)
	if s.Receipts[0] == "" {
		s.Receipts[0] = o.Receipt
	}
	s.Receipts[1] = o.Receipt
}

// returned adds the order's last return, and answers with its refund.
func (f *Fold) returned(o sale.Order) money.VND {
	s, last := &f.sum, len(o.Returns)-1
	if last < 0 {
		return 0
	}
	r := o.Returns[last]
	s.Returns.add(r.Refund)
	s.Deducted += r.Deducted
	if o.Shift != s.Shift.ID {
		s.Elsewhere.add(r.Refund)
	}
	s.VATBack = addVAT(s.VATBack, o.VATBack(last))
	s.refunded(r.Tenders)
	return r.Refund
}

// line adds what a cashier did to a line besides selling it.
func (f *Fold) line(e journal.Event) error {
	var body sale.LineChange
	if err := journal.Decode(e.Body, &body); err != nil {
		return err
	}
	less := Value(body.Before) - Value(body.After)
	switch e.Kind {
	case journal.LineVoided:
		f.sum.LinesVoided.add(less)
	case journal.PriceOverridden:
		f.sum.Overrides.add(less)
	case journal.LineDiscounted:
		f.sum.LineOff.add(less)
	}
	return nil
}

// Value is what a line comes to (VND); one that was voided nothing.
func Value(l sale.Line) money.VND {
	amount, err := money.Times(l.Quantity, l.UnitPrice)
	if err != nil {
		return 0
	}
	return amount - l.Discount
}

// points adds what postings did to accounts.
func (f *Fold) points(postings []loyalty.Posting) {
	s := &f.sum
	for _, p := range postings {
		switch p.Kind {
		case loyalty.Earn:
			s.Earned.book(lots(p))
		case loyalty.Use:
			s.Used.book(takes(p.Takes))
		case loyalty.UseUndone:
			s.Used.N, s.Used.Points = s.Used.N-1, s.Used.Points-takes(p.Restores)-lots(p)
		case loyalty.Redeem:
			s.Redeemed.book(takes(p.Takes))
		case loyalty.RedeemUndone:
			s.HandedBack.book(takes(p.Restores) + lots(p))
		case loyalty.ClawBack:
			s.ClawedBack.book(claws(p))
		case loyalty.Restore:
			s.Restored.book(takes(p.Restores) + lots(p))
		}
	}
}

func (p *Points) book(n int64) {
	if n != 0 {
		p.N, p.Points = p.N+1, p.Points+n
	}
}

func lots(p loyalty.Posting) (n int64) {
	for _, l := range p.Lots {
		n += l.Points
	}
	return n
}

func takes(list []loyalty.Take) (n int64) {
	for _, t := range list {
		n += t.Points
	}
	return n
}

func claws(p loyalty.Posting) (n int64) {
	for _, k := range p.Claws {
		n += k.Points
	}
	return n
}

func (f *Fold) attached(e journal.Event) error {
	var body sale.Attachment
	if err := journal.Decode(e.Body, &body); err != nil || body.Member == "" {
		return err
	}
	f.sum.Attached++
	return nil
}

func (f *Fold) moved(e journal.Event) error {
	var body shift.Movement
	if err := journal.Decode(e.Body, &body); err != nil {
		return err
	}
	switch body.Kind {
	case shift.PaidIn:
		f.sum.PaidIn.add(body.Amount)
	case shift.PaidOut:
		f.sum.PaidOut.add(body.Amount)
	case shift.SafeDrop:
		f.sum.Drops.add(body.Amount)
	}
	return nil
}
