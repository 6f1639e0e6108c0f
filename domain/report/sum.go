// Package report is what shifts came to: folds over the journal. One function, Fold, makes X and Z, so that the two can't
// drift apart, and a Z can be proven from the journal at any later time.
//
// Caveats. A fold reads what the events decided and computes nothing again. Amounts are VND, whole đồng; reductions and what
// goes out are positive numbers under their own names.
package report

import (
	"cmp"
	"slices"

	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/shift"
)

// Tally is how often something happened, and for how much.
type Tally struct {
	N      int64     `json:"n"`
	Amount money.VND `json:"amount"`
}

func (t *Tally) add(amount money.VND) { t.N, t.Amount = t.N+1, t.Amount+amount }

// Tenders is the money of one kind of tender; wallets are one kind each.
type Tenders struct {
	Kind     sale.TenderKind `json:"kind"`
	Name     string          `json:"name,omitempty"` // of the wallet
	Paid     Tally           `json:"paid"`           // received less change: change is no cash received
	Change   money.VND       `json:"change"`         // given on it
	Refunded Tally           `json:"refunded"`
}

// Points are those of one kind of event.
type Points struct {
	N      int64     `json:"n"`
	Points int64     `json:"points"`
	Value  money.VND `json:"value"` // of Used what they took off; else what so many are worth at Sum.PerPoint
}

// Trainings are the times that the till was trained on, none of which is in any other figure.
type Trainings struct {
	N       int64 `json:"n"`
	Minutes int64 `json:"minutes"` // of those that ended, but for crashes
}

// Sum is what a shift came to, from its opening to Last.
type Sum struct {
	Shift shift.Shift `json:"shift"`

	// Sales: Goods - Discounts - Vouchers.Amount - PointsOff + Shipping = Net.
	Tickets   int64           `json:"tickets"`
	Goods     money.VND       `json:"goods"`      // before discounts
	Discounts money.VND       `json:"discounts"`  // of lines and orders
	Vouchers  Tally           `json:"vouchers"`   // used on paid orders
	PointsOff money.VND       `json:"points_off"` // value of points used on paid orders
	Shipping  money.VND       `json:"shipping"`
	Net       money.VND       `json:"net"` // what customers paid for
	VAT       []sale.VATGroup `json:"vat"` // of sales, by rate ascending
	Tax       money.VND       `json:"tax"`

	Returns   Tally           `json:"returns"`   // refunds, what was deducted taken off
	Cancelled Tally           `json:"cancelled"` // of these, of paid orders cancelled before delivery
	Elsewhere Tally           `json:"elsewhere"` // of these, of orders that were sold under another shift
	Deducted  money.VND       `json:"deducted"`  // kept back of refunds for points already spent (C4)
	VATBack   []sale.VATGroup `json:"vat_back"`  // of goods that came back, at the rates they were sold at
	TaxBack   money.VND       `json:"tax_back"`

	Tenders  []Tenders `json:"tenders"`  // by kind and name; goods swapped for others are in and out alike
	Rounding money.VND `json:"rounding"` // cash rounding, kept (+) or given (-): what Tenders are together beyond Net
	ByHand   Tally     `json:"by_hand"`  // of transfers, those that a person's word confirmed and not the bank's

	LinesVoided  Tally `json:"lines_voided"`  // before the sale was paid
	OrdersVoided Tally `json:"orders_voided"` // carts thrown away
	AfterTender  Tally `json:"after_tender"`  // of these, when payments had been entered
	Overrides    Tally `json:"overrides"`     // prices changed by hand, and what that took off
	LineOff      Tally `json:"line_off"`      // discounts given by hand, off lines and whole orders

	Earned     Points    `json:"earned"`
	Used       Points    `json:"used"` // less what was taken back before the sale was paid
	ClawedBack Points    `json:"clawed_back"`
	Restored   Points    `json:"restored"`
	Redeemed   Points    `json:"redeemed"`
	HandedBack Points    `json:"handed_back"`
	PerPoint   money.VND `json:"per_point"` // worth of one point when the fold ended, 0 when nobody said

	PaidIn     Tally     `json:"paid_in"`
	PaidOut    Tally     `json:"paid_out"`
	Drops      Tally     `json:"drops"`
	NoSales    int64     `json:"no_sales"`
	Reprints   int64     `json:"reprints"`
	Approvals  int64     `json:"approvals"`
	Refusals   int64     `json:"refusals"` // approvals refused
	WrongPINs  int64     `json:"wrong_pi_ns"`
	Unknown    int64     `json:"unknown"`  // scans refused
	Members    int64     `json:"members"`  // signed up
	Attached   int64     `json:"attached"` // members named on a cart
	ClockJumps int64     `json:"clock_jumps"`
	Training   Trainings `json:"training"`
	Unread     int64     `json:"unread"` // events of a newer program: what they did is in none of the above

	Receipts [2]string    `json:"receipts"` // first and last
	Grand    money.VND    `json:"grand"`    // perpetual: Net less refunds of all shifts of this till up to and with this one
	Epochs   [2]uint32    `json:"epochs"`   // of the first and the newest event folded: a till that was recovered goes on in another
	First    uint64       `json:"first"`    // seq of the shift's first event
	Last     uint64       `json:"last"`     // of the newest folded
	Head     journal.Hash `json:"-"`
}

// Cash is the money of a drawer.
type Cash struct {
	Float    money.VND `json:"float"`
	Sales    money.VND `json:"sales"` // received less change
	Refunds  money.VND `json:"refunds"`
	PaidIn   money.VND `json:"paid_in"`
	PaidOut  money.VND `json:"paid_out"`
	Drops    money.VND `json:"drops"`
	Expected money.VND `json:"expected"` // what should be in the drawer; below 0 shows what doesn't fit
}

// Cash is what should be in the drawer, and why.
func (s Sum) Cash() Cash {
	t := s.tenders(sale.Cash)
	c := Cash{Float: s.Shift.Float, Sales: t.Paid.Amount, Refunds: t.Refunded.Amount, PaidIn: s.PaidIn.Amount, PaidOut: s.PaidOut.Amount, Drops: s.Drops.Amount}
	c.Expected = c.Float + c.Sales - c.Refunds + c.PaidIn - c.PaidOut - c.Drops
	return c
}

func (s Sum) tenders(kind sale.TenderKind) Tenders {
	if i := slices.IndexFunc(s.Tenders, func(t Tenders) bool { return t.Kind == kind }); i >= 0 {
		return s.Tenders[i]
	}
	return Tenders{Kind: kind}
}

// tender is the money of a tender's kind and name, to be changed.
func (s *Sum) tender(by sale.Tender) *Tenders {
	i, there := slices.BinarySearchFunc(s.Tenders, by, func(t Tenders, by sale.Tender) int {
		return cmp.Or(cmp.Compare(t.Kind, by.Kind), cmp.Compare(t.Name, by.Name))
	})
	if !there {
		s.Tenders = slices.Insert(s.Tenders, i, Tenders{Kind: by.Kind, Name: by.Name})
	}
	return &s.Tenders[i]
}

// tendered adds what an order was paid with.
func (s *Sum) tendered(tenders []sale.Tender) {
	for _, t := range tenders {
		if t.Kind == sale.Rounded {
			s.Rounding -= t.Amount()
			continue
		}
		own := s.tender(t)
		own.Paid.add(t.Amount())
		own.Change += t.Change
		if t.Kind == sale.Transfer && t.Bank == "" {
			s.ByHand.add(t.Amount())
		}
	}
}

// refunded adds how money went back.
func (s *Sum) refunded(tenders []sale.Tender) {
	for _, t := range tenders {
		if t.Kind == sale.Rounded {
			s.Rounding += t.Amount()
			continue
		}
		s.tender(t).Refunded.add(t.Amount())
	}
}

// Turnover is the shift's own part of Grand.
func (s Sum) Turnover() money.VND { return s.Net - s.Returns.Amount }

// Touched is how often money moved, a cart was thrown away or the drawer was opened: a count of the drawer is of that many.
func (s Sum) Touched() int64 {
	return s.Tickets + s.Returns.N + s.OrdersVoided.N + s.PaidIn.N + s.PaidOut.N + s.Drops.N + s.NoSales
}

// addVAT adds up groups by rate.
func addVAT(sum, more []sale.VATGroup) []sale.VATGroup {
	for _, g := range more {
		i, there := slices.BinarySearchFunc(sum, g.Rate, func(have sale.VATGroup, rate money.Percent) int { return cmp.Compare(have.Rate, rate) })
		if !there {
			sum = slices.Insert(sum, i, sale.VATGroup{Rate: g.Rate})
		}
		sum[i].Gross, sum[i].Net, sum[i].Tax = sum[i].Gross+g.Gross, sum[i].Net+g.Net, sum[i].Tax+g.Tax
	}
	return sum
}

func taxOf(groups []sale.VATGroup) (tax money.VND) {
	for _, g := range groups {
		tax += g.Tax
	}
	return tax
}
