package sale

import (
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
)

// Filed is the body of the order events: the order as it then stood, and what that did to its member's account and to
// vouchers.
type Filed struct {
	Order    Order
	Postings []loyalty.Posting
	Reason   string            // of a void
	Approval string            // id of the approval event, "" when none was needed
	Vouchers []loyalty.Voucher // changed by it, as they now stand
}

// Code is the canonical form. Version 1 had no vouchers.
func (f *Filed) Code(c *journal.Codec) {
	version := c.Version(2)
	f.Order.Code(c)
	journal.List(c, &f.Postings, func(c *journal.Codec, p *loyalty.Posting) { p.Code(c) })
	journal.String(c, &f.Reason)
	journal.String(c, &f.Approval)
	if version >= 2 {
		journal.List(c, &f.Vouchers, func(c *journal.Codec, v *loyalty.Voucher) { v.Code(c) })
	}
}

// LineChange is the body of what a cashier does to a line besides selling it.
type LineChange struct {
	Order    string
	Before   Line
	After    Line // zero when the line was voided
	Reason   string
	Approval string // id of the approval event, "" when none was needed
}

// Code is the canonical form.
func (l *LineChange) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &l.Order)
	l.Before.Code(c)
	l.After.Code(c)
	journal.String(c, &l.Reason)
	journal.String(c, &l.Approval)
}

// Attachment is the body of a member coming to a cart, or leaving it.
type Attachment struct {
	Order  string
	Member string    // "" when detached
	Total  money.VND // what the cart came to then: a card shown after the total is worth a look (retail practice)
	Typed  bool
}

// Code is the canonical form.
func (a *Attachment) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &a.Order)
	journal.String(c, &a.Member)
	journal.Int(c, &a.Total)
	c.Bool(&a.Typed)
}

// Reprint is the body of a receipt printed again.
type Reprint struct {
	Order   string
	Receipt string
}

// Code is the canonical form.
func (r *Reprint) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &r.Order)
	journal.String(c, &r.Receipt)
}

// Refusal is the body of scans that were refused: the unknown code and how many more came before it was seen.
type Refusal struct {
	Scanned string // the first of them, as scanned, cut to 64 bytes
	Refused int64
	From    time.Time
}

// Code is the canonical form.
func (r *Refusal) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &r.Scanned)
	journal.Int(c, &r.Refused)
	c.Time(&r.From)
}
