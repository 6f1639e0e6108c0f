package report

import (
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/shift"
)

// Z is the body of a shift's closing: what it came to by the fold up to the event before, what the drawer was counted to hold, and
// whoever closed it. It is written once and never changed; a correction is an event of a later shift.
type Z struct {
	Sum     Sum               `json:"sum"`
	Counted shift.Declaration `json:"counted"`
	Blind   bool              `json:"blind"`            // counted by who was not told what to expect
	Reason  string            `json:"reason,omitempty"` // of what is over or short, "" when nothing is
	Closer  string            `json:"closer,omitempty"` // staff id
	Unsent  int64             `json:"unsent"`           // events that central had not stored yet
	Left    money.VND         `json:"left"`             // cash left in the drawer for whoever opens it next, 0 when all was taken out
	To      string            `json:"to,omitempty"`     // staff id of who took the drawer over, "" when nobody did
}

// Over is the cash counted beyond what was expected; below 0 it is short.
func (z Z) Over() money.VND { return z.Counted.Cash.Amount - z.Sum.Cash().Expected }

// Close makes the Z of a shift. A drawer that is over or short needs a reason. Faults: field.required and field.too_long on "reason"; left.range
// (max) when more is left than was counted.
func Close(s Sum, z Z) (Z, error) {
	z.Sum = s
	reason, err := shift.Reason(z.Reason, z.Over() != 0)
	if z.Reason = reason; err != nil {
		return z, err
	}
	if z.Left < 0 || z.Left > z.Counted.Cash.Amount {
		return z, fault.At("left", "left.range", fault.Args{"max": z.Counted.Cash.Amount})
	}
	return z, nil
}

// Taken is the body of an X that was looked at, and of a Z printed again.
type Taken struct {
	Shift  string
	Last   uint64 // the newest event counted in
	Copies int64  // of this Z, this one too; 0 of an X
}

// Code is the canonical form.
func (t *Taken) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &t.Shift)
	journal.Uint(c, &t.Last)
	journal.Int(c, &t.Copies)
}

// Code is the canonical form.
func (z *Z) Code(c *journal.Codec) {
	c.Version(1)
	z.Sum.Code(c)
	z.Counted.Code(c)
	c.Bool(&z.Blind)
	journal.String(c, &z.Reason)
	journal.String(c, &z.Closer)
	journal.Int(c, &z.Unsent)
	journal.Int(c, &z.Left)
	journal.String(c, &z.To)
}

// Code is the canonical form. Version 1 knew of no training, version 2 neither of wallets nor of what confirmed a transfer.
func (s *Sum) Code(c *journal.Codec) {
	version := c.Version(3)
	s.Shift.Code(c)
	for _, n := range []*int64{&s.Tickets, &s.NoSales, &s.Reprints, &s.Approvals, &s.Refusals, &s.WrongPINs, &s.Unknown, &s.Members, &s.Attached,
		&s.ClockJumps, &s.Unread} {
		journal.Int(c, n)
	}
	for _, v := range []*money.VND{&s.Goods, &s.Discounts, &s.PointsOff, &s.Shipping, &s.Net, &s.Tax, &s.Deducted, &s.TaxBack, &s.Rounding,
		&s.PerPoint, &s.Grand} {
		journal.Int(c, v)
	}
	for _, t := range []*Tally{&s.Vouchers, &s.Returns, &s.Cancelled, &s.Elsewhere, &s.LinesVoided, &s.OrdersVoided, &s.AfterTender, &s.Overrides,
		&s.LineOff, &s.PaidIn, &s.PaidOut, &s.Drops} {
		t.Code(c)
	}
	for _, p := range []*Points{&s.Earned, &s.Used, &s.ClawedBack, &s.Restored, &s.Redeemed, &s.HandedBack} {
		journal.Int(c, &p.N)
		journal.Int(c, &p.Points)
		journal.Int(c, &p.Value)
	}
	journal.List(c, &s.Tenders, func(c *journal.Codec, t *Tenders) {
		journal.Uint(c, &t.Kind)
		t.Paid.Code(c)
		journal.Int(c, &t.Change)
		t.Refunded.Code(c)
	})
	journal.List(c, &s.VAT, codeVAT)
	journal.List(c, &s.VATBack, codeVAT)
	journal.String(c, &s.Receipts[0])
	journal.String(c, &s.Receipts[1])
	journal.Uint(c, &s.Epochs[0])
	journal.Uint(c, &s.Epochs[1])
	journal.Uint(c, &s.First)
	journal.Uint(c, &s.Last)
	head := s.Head[:]
	c.Bytes(&head)
	if c.Reading() {
		copy(s.Head[:], head)
	}
	if version >= 2 {
		journal.Int(c, &s.Training.N)
		journal.Int(c, &s.Training.Minutes)
	}
	if version >= 3 {
		for i := range s.Tenders {
			journal.String(c, &s.Tenders[i].Name)
		}
		s.ByHand.Code(c)
	}
}

// Code is the canonical form; it belongs to the sum's version.
func (t *Tally) Code(c *journal.Codec) {
	journal.Int(c, &t.N)
	journal.Int(c, &t.Amount)
}

func codeVAT(c *journal.Codec, g *sale.VATGroup) {
	journal.Int(c, &g.Rate)
	journal.Int(c, &g.Gross)
	journal.Int(c, &g.Net)
	journal.Int(c, &g.Tax)
}
