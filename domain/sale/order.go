// Package sale is the sale from cart to receipt and back: lines, discounts, vouchers, points used, tenders, VAT, returns
// and the order's state machine. An Order is a value: every edit returns a new one, so that undo, previews and retries never share
// memory. Prices include VAT.
//
// Caveats. Orders hold no personal data, only the member's id. Totals are computed, never stored: an order that was
// paid keeps what was decided (rule, takes, earned), and totals of the same lines are the same for ever.
package sale

import (
	"slices"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
)

// LinesMax is the greatest number of lines of one order.
const LinesMax = 500

// Store is the channel of sales over the counter.
const Store = "store"

// Order is one sale as it now stands, an open cart too.
type Order struct {
	Channel      string // Store at a till
	ID           string // minted when the cart opens
	Receipt      string // printed number, "" until paid
	Till         string
	Shift        string
	Cashier      string // staff id
	Member       string // member id, "" for a walk-in
	OpenedAt     time.Time
	PlacedAt     time.Time // when the customer ordered: at a counter, when paid
	PaidAt       time.Time
	DeliveredAt  time.Time
	CancelledAt  time.Time
	Later        bool // sold now, delivered later (E8)
	Lines        []Line
	LastLine     int64     // the greatest line number so far: numbers are not used twice
	Discount     money.VND // off the whole order
	Shipping     money.VND
	Use          PointsUse
	Tenders      []Tender
	Rule         loyalty.Rule // frozen when paid (E13)
	Earned       int64        // reward points, as decided
	Ranking      int64        // ranking points, as decided
	Generation   int          // earnings so far: names the lot (SHARES 8)
	PointsCutVAT bool         // points used lower the VAT base: only where the programme is notified to the authority
	Vouchers     []VoucherUse
	Returns      []Return // oldest first
	Exchange     Exchange // the goods brought back that this order is swapped for

	// DiscountPart is what Discount is of the order where it was given as a percentage: then it follows the lines. An amount
	// given at a counter was given on goods worth DiscountOf, and never becomes a greater part of what is left of them; 0: it
	// stands as it is.
	DiscountPart     money.Percent
	DiscountOf       money.VND
	DiscountApprover string // staff id, "" when none was needed
	Held             Hold   // zero unless the cart was put aside

	Invoice InvoiceNumber // of the sale; zero while it isn't paid, and where no invoices are made
	Buyer   Buyer         // who asked for the invoice in its name, zero: nobody did

	CashStep money.VND // what cash is rounded to, 0 where it isn't; as the shop had it when the cart was opened
	Awaited  Awaited   // a transfer that nobody has seen yet, of carts only
}

// Key names the order over all channels: "store/0192…".
func (o Order) Key() string { return o.Channel + "/" + o.ID }

// Line is goods of one kind at one price.
type Line struct {
	ID        string // "1", "2" … in the order of first scan
	SKU       string
	Name      string
	Category  string
	Unit      string
	Quantity  money.Quantity
	UnitPrice money.VND     // VAT included
	Discount  money.VND     // for the whole line
	Part      money.Percent // that Discount is of the line, where it was given as a percentage
	VAT       money.Percent
	Exclusion loyalty.Exclusion
	Weighed   bool
	ListPrice money.VND // catalogue price when it was overridden, else 0
	Approver  string    // staff id of who approved the override or discount, "" when none
	Gift      string    // code of the voucher that the line came with and leaves with, "" of goods that were sold
}

// PointsUse is the points that are off this order now. They left the account when Use was pressed (U5, SHARES 12).
type PointsUse struct {
	Points   int64
	Value    money.VND
	Takes    []loyalty.Take // those on trust behind the others
	Approver string         // staff id of who let points be taken on trust (SHARES 7), "" when none were
}

// TenderKind is a way to pay.
type TenderKind uint8

// The tenders. Numbers are stored: append only.
const (
	Cash     TenderKind = 1
	Card     TenderKind = 2
	Transfer TenderKind = 3
	Swapped  TenderKind = 4 // goods brought back: what they were paid with goes into the order that they are swapped for

	Wallet    TenderKind = 5 // an e-wallet; Name says which
	OnAccount TenderKind = 6 // nothing was paid: the member owes it
	Rounded   TenderKind = 7 // what cash can't pay in the notes that there are: below 0 where the customer pays more
)

// Tender is one payment. What it pays is Received less Change; only cash gives change.
type Tender struct {
	Kind      TenderKind `json:"kind"`
	Received  money.VND  `json:"received"`
	Change    money.VND  `json:"change"`
	Reference string     `json:"reference,omitempty"` // of the card slip or the transfer, "" when none
	Name      string     `json:"name,omitempty"`      // of the wallet
	Bank      string     `json:"bank,omitempty"`      // the bank's id of the transfer, "" where a person's word is all there was
	Approver  string     `json:"approver,omitempty"`  // staff id, "" when none was needed
}

// Amount is what the tender pays of the order.
func (t Tender) Amount() money.VND { return t.Received - t.Change }

// Line finds a line by its id.
func (o Order) Line(id string) (Line, bool) {
	i := o.index(id)
	if i < 0 {
		return Line{}, false
	}
	return o.Lines[i], true
}

// Place is where a line stands on the screen, counted from 0; -1 when it isn't there.
func (o Order) Place(id string) int { return o.index(id) }

func (o Order) index(id string) int {
	return slices.IndexFunc(o.Lines, func(l Line) bool { return l.ID == id })
}

// Clone is a copy that shares nothing that an edit changes.
func (o Order) Clone() Order {
	o.Lines, o.Tenders = slices.Clone(o.Lines), slices.Clone(o.Tenders)
	o.Use.Takes = slices.Clone(o.Use.Takes)
	o.Vouchers, o.Returns = slices.Clone(o.Vouchers), slices.Clone(o.Returns)
	o.Exchange.Lines, o.Exchange.Origin = slices.Clone(o.Exchange.Lines), slices.Clone(o.Exchange.Origin)
	return o
}

// Code is the canonical form. Version 1 had neither vouchers nor returns, version 2 neither gifts nor exchanges nor what
// a till decides about a return, version 3 neither points on trust nor returns of
// goods and money only, version 4 neither discounts off the order by hand nor carts put aside, version 5 no invoices, version 6
// neither names and the bank's ids of tenders nor cash rounding nor transfers waited for.
func (o *Order) Code(c *journal.Codec) {
	version := c.Version(7)
	journal.String(c, &o.Channel)
	journal.String(c, &o.ID)
	journal.String(c, &o.Receipt)
	journal.String(c, &o.Till)
	journal.String(c, &o.Shift)
	journal.String(c, &o.Cashier)
	journal.String(c, &o.Member)
	c.Time(&o.OpenedAt)
	c.Time(&o.PlacedAt)
	c.Time(&o.PaidAt)
	c.Time(&o.DeliveredAt)
	c.Time(&o.CancelledAt)
	c.Bool(&o.Later)
	journal.List(c, &o.Lines, func(c *journal.Codec, l *Line) { l.Code(c) })
	journal.Int(c, &o.LastLine)
	journal.Int(c, &o.Discount)
	journal.Int(c, &o.Shipping)
	o.Use.Code(c)
	journal.List(c, &o.Tenders, func(c *journal.Codec, t *Tender) { t.Code(c) })
	o.Rule.Code(c)
	journal.Int(c, &o.Earned)
	journal.Int(c, &o.Ranking)
	journal.Int(c, &o.Generation)
	c.Bool(&o.PointsCutVAT)
	if version >= 2 {
		journal.List(c, &o.Vouchers, func(c *journal.Codec, v *VoucherUse) { v.Code(c) })
		journal.List(c, &o.Returns, func(c *journal.Codec, r *Return) { r.Code(c) })
	}
	if version < 3 {
		return
	}
	for i := range o.Lines {
		journal.String(c, &o.Lines[i].Gift)
	}
	for i := range o.Returns {
		o.Returns[i].codeSlip(c)
	}
	o.Exchange.Code(c)
	if version >= 4 {
		loyalty.CodeTrust(c, o.Use.Takes)
		journal.String(c, &o.Use.Approver)
		for i := range o.Returns {
			c.Bool(&o.Returns[i].Later)
		}
	}
	if version >= 5 {
		journal.Int(c, &o.DiscountPart)
		journal.Int(c, &o.DiscountOf)
		journal.String(c, &o.DiscountApprover)
		o.Held.Code(c)
	}
	if version >= 6 {
		o.codeInvoices(c)
	}
	if version >= 7 {
		o.codeTenders(c)
	}
}

// codeTenders is the canonical form of what version 7 added.
func (o *Order) codeTenders(c *journal.Codec) {
	codeMoreOf(c, o.Tenders)
	for i := range o.Returns {
		codeMoreOf(c, o.Returns[i].Tenders)
		codeMoreOf(c, o.Returns[i].Origin)
	}
	codeMoreOf(c, o.Exchange.Origin)
	journal.Int(c, &o.CashStep)
	o.Awaited.Code(c)
}

// Code is the canonical form. What came later is coded with the order.
func (l *Line) Code(c *journal.Codec) {
	journal.String(c, &l.ID)
	journal.String(c, &l.SKU)
	journal.String(c, &l.Name)
	journal.String(c, &l.Category)
	journal.String(c, &l.Unit)
	journal.Int(c, &l.Quantity)
	journal.Int(c, &l.UnitPrice)
	journal.Int(c, &l.Discount)
	journal.Int(c, &l.Part)
	journal.Int(c, &l.VAT)
	journal.Uint(c, &l.Exclusion)
	c.Bool(&l.Weighed)
	journal.Int(c, &l.ListPrice)
	journal.String(c, &l.Approver)
}

// Code is the canonical form.
func (u *PointsUse) Code(c *journal.Codec) {
	journal.Int(c, &u.Points)
	journal.Int(c, &u.Value)
	journal.List(c, &u.Takes, func(c *journal.Codec, t *loyalty.Take) { t.Code(c) })
}

// Code is the canonical form.
func (t *Tender) Code(c *journal.Codec) {
	journal.Uint(c, &t.Kind)
	journal.Int(c, &t.Received)
	journal.Int(c, &t.Change)
	journal.String(c, &t.Reference)
}
