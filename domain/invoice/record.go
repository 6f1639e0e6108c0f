package invoice

import (
	"time"

	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
)

// State is how far a record is on its way to the tax authority. Numbers are stored: append only.
type State uint8

// The states.
const (
	Made       State = 1 // not handed over yet, or to be handed over once more
	HandedOver State = 2 // in a file that was given out; nobody has answered
	Accepted   State = 3
	Refused    State = 4 // by Answer; handed over again by the next file that asks for refused ones
)

// String is the state's name in the API: "made", "handed_over", "accepted", "refused".
func (s State) String() string {
	return map[State]string{Made: "made", HandedOver: "handed_over", Accepted: "accepted", Refused: "refused"}[s]
}

// ParseState reads a state's name, 0 of another text.
func ParseState(name string) State {
	for s := Made; s <= Refused; s++ {
		if s.String() == name {
			return s
		}
	}
	return 0
}

// Seller is the shop as its invoices name it.
type Seller struct {
	TaxCode string `json:"tax_code"`
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Record is one invoice. Amounts are VND, whole đồng; those of an adjusting one are below 0.
type Record struct {
	Number  sale.InvoiceNumber
	Printed sale.InvoiceNumber // what the customer's paper says where that was provisional, else zero
	Adjusts sale.InvoiceNumber // the invoice that it adjusts, zero of a sale's; as that sale's paper says it only while it has no other number
	Day     string             // "2026-11-22" in the shop's zone
	At      time.Time
	Shop    string // id
	Till    string // number
	Epoch   uint32
	Order   string // key
	Paper   string // number of the receipt, or of the return's slip
	Reason  string // of a return
	Seller  Seller
	Buyer   sale.Buyer // zero: nobody asked
	Lines   []Line
	VAT     []sale.VATGroup // by rate ascending
	Points  money.VND       // of Gross, paid with points
	Tenders []sale.Tender

	State  State
	Batch  string    // of the last hand-over, "" before the first
	Handed time.Time // of it
	Tries  int64     // hand-overs so far
	Answer string    // why it was refused, or the authority's code when it was accepted
}

// Line is goods on an invoice.
type Line struct {
	Name     string         `json:"name"`
	Unit     string         `json:"unit"`
	Quantity money.Quantity `json:"quantity"`
	Price    money.VND      `json:"price"` // of one, VAT included, before discounts
	Rate     money.Percent  `json:"vat_rate"`
	Net      money.VND      `json:"net"`
	Tax      money.VND      `json:"tax"`
	Gross    money.VND      `json:"gross"`
}

// Gross is what the invoice comes to, VAT included.
func (r Record) Gross() (sum money.VND) {
	for _, g := range r.VAT {
		sum += g.Gross
	}
	return sum
}

// Tax is the VAT in it.
func (r Record) Tax() (sum money.VND) {
	for _, g := range r.VAT {
		sum += g.Tax
	}
	return sum
}

// Adjusting says whether the record takes back of another.
func (r Record) Adjusting() bool { return r.Adjusts.Made() }

// OfSale is the record of a paid order that has an invoice.
func OfSale(o sale.Order, seller Seller) Record {
	r := Record{Number: o.Invoice, At: o.PaidAt, Till: o.Till, Order: o.Key(), Paper: o.Receipt, Seller: seller, Buyer: o.Buyer, State: Made, Tenders: o.Tenders}
	totals := o.Totals()
	r.VAT, r.Points = totals.VAT, totals.Points
	r.Lines = linesOf(o.SoldVAT(), 1)
	return r
}

// OfReturn is the record of the order's n-th return, counted from 0, that has an invoice: what came back, at the rates it was sold
// at.
func OfReturn(o sale.Order, n int, seller Seller) Record {
	b := o.Returns[n]
	r := Record{Number: b.Invoice, Adjusts: o.Invoice, At: b.At, Till: b.Till, Order: o.Key(), Paper: b.Number, Reason: b.Reason,
		Seller: seller, Buyer: o.Buyer, State: Made, Tenders: b.Tenders}
	var money money.VND
	for _, g := range o.VATBack(n) {
		if g.Gross == 0 {
			continue
		}
		r.VAT = append(r.VAT, sale.VATGroup{Rate: g.Rate, Gross: -g.Gross, Net: -g.Net, Tax: -g.Tax})
		money -= g.Gross
	}
	for _, paid := range o.ReturnedMoney(n) {
		money += paid
	}
	r.Points = min(0, money)
	r.Lines = linesOf(o.BackVAT(n), -1)
	return r
}

func linesOf(lines []sale.LineVAT, sign money.VND) []Line {
	out := make([]Line, len(lines))
	for i, l := range lines {
		out[i] = Line{Name: l.Line.Name, Unit: l.Line.Unit, Quantity: l.Quantity * money.Quantity(sign), Price: l.Line.UnitPrice, Rate: l.Line.VAT,
			Net: sign * l.Net, Tax: sign * l.Tax, Gross: sign * l.Gross}
	}
	return out
}

// Code is the canonical form.
func (r *Record) Code(c *journal.Codec) {
	c.Version(1)
	for _, n := range []*sale.InvoiceNumber{&r.Number, &r.Printed, &r.Adjusts} {
		n.Code(c)
	}
	c.Time(&r.At)
	journal.Uint(c, &r.Epoch)
	for _, s := range []*string{&r.Day, &r.Shop, &r.Till, &r.Order, &r.Paper, &r.Reason, &r.Seller.TaxCode, &r.Seller.Name, &r.Seller.Address} {
		journal.String(c, s)
	}
	r.Buyer.Code(c)
	journal.List(c, &r.Lines, func(c *journal.Codec, l *Line) { l.code(c) })
	journal.List(c, &r.VAT, func(c *journal.Codec, g *sale.VATGroup) {
		journal.Int(c, &g.Rate)
		journal.Int(c, &g.Gross)
		journal.Int(c, &g.Net)
		journal.Int(c, &g.Tax)
	})
	journal.Int(c, &r.Points)
	journal.List(c, &r.Tenders, func(c *journal.Codec, t *sale.Tender) { t.Code(c) })
	journal.Uint(c, &r.State)
	journal.String(c, &r.Batch)
	c.Time(&r.Handed)
	journal.Int(c, &r.Tries)
	journal.String(c, &r.Answer)
}

func (l *Line) code(c *journal.Codec) {
	journal.String(c, &l.Name)
	journal.String(c, &l.Unit)
	journal.Int(c, &l.Quantity)
	journal.Int(c, &l.Price)
	journal.Int(c, &l.Rate)
	journal.Int(c, &l.Net)
	journal.Int(c, &l.Tax)
	journal.Int(c, &l.Gross)
}

// Given is numbers as central gave them out.
type Given struct {
	Range Range
	To    string // holder "01/3", or "central" for what tills sold without a number
	At    time.Time
	Shop  string
	Used  int64 // by central itself
}

// Code is the canonical form.
func (g *Given) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &g.Range.Symbol)
	journal.String(c, &g.Range.Code)
	journal.Int(c, &g.Range.From)
	journal.Int(c, &g.Range.To)
	journal.String(c, &g.To)
	c.Time(&g.At)
	journal.String(c, &g.Shop)
	journal.Int(c, &g.Used)
}

// HandedOut is the body of a hand-over: which records went into a file.
type HandedOut struct {
	Batch   string
	Format  string
	From    string // days, both counted in
	To      string
	Numbers []string
}

// Code is the canonical form.
func (h *HandedOut) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &h.Batch)
	journal.String(c, &h.Format)
	journal.String(c, &h.From)
	journal.String(c, &h.To)
	journal.List(c, &h.Numbers, journal.String[string])
}

// Answered is the body of what the authority, or who stands between, said of a record.
type Answered struct {
	Number   string `json:"number"`
	Accepted bool   `json:"accepted"`
	Answer   string `json:"answer"` // the reason of a refusal, needed there; else what they named it
}

// Code is the canonical form.
func (a *Answered) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &a.Number)
	c.Bool(&a.Accepted)
	journal.String(c, &a.Answer)
}
