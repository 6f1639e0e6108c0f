package print

import (
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/tui/text"
)

// The columns of the two common rolls, 58 mm and 80 mm.
const (
	Narrow = 32
	Wide   = 48
)

// Text is a receipt as lines of at most so many cells: Narrow or Wide. VAT stands by rate on the wide roll and as one
// sum on the narrow one.
func Text(doc receipt.Document, columns int, lang text.Language) []string {
	r := drawing{page: page{columns: columns}, doc: doc, words: &receiptWords[lang], lang: lang}
	r.head()
	r.goods()
	r.totals()
	r.tax()
	r.tenders()
	if doc.Member != nil {
		r.member(*doc.Member)
	}
	r.foot()
	return r.lines
}

type drawing struct {
	page
	*words
	doc  receipt.Document
	lang text.Language
}

func (r *drawing) head() {
	shop := r.doc.Shop
	r.centre(shop.Name)
	r.centre(shop.Address)
	r.centre(labelled(r.taxCode, shop.TaxCode))
	r.centre(labelled(r.phone, shop.Phone))
	r.blank()
	r.centre(r.title)
	r.centre(given(r.doc.Training, r.training))
	r.centre(given(r.doc.Reprint, r.reprint))
	r.centre(given(r.doc.Later && r.doc.DeliveredAt.IsZero(), r.later))
	r.pair(0, labelled(r.number, r.doc.Number), text.DateTime(r.doc.At, r.doc.Zone))
	r.pair(0, labelled(r.cashier, r.doc.Cashier), labelled(r.till, r.doc.Till))
	if !r.doc.DeliveredAt.IsZero() {
		r.pair(0, r.delivered, text.DateTime(r.doc.DeliveredAt, r.doc.Zone))
	}
	r.rule()
}

func labelled(label, value string) string {
	if value == "" {
		return ""
	}
	return label + " " + value
}

func given(there bool, s string) string {
	if there {
		return s
	}
	return ""
}

func (r *drawing) goods() {
	for i, l := range r.doc.Lines {
		t := r.doc.Totals.Lines[i]
		quantity := text.Quantity(l.Quantity)
		if l.Unit != "" {
			quantity += " " + l.Unit
		}
		r.text(0, l.Name)
		r.pair(2, quantity+" × "+text.Amount(l.UnitPrice), text.Amount(t.Amount))
		if t.Discount > 0 {
			label := r.lineDiscount
			if l.Part > 0 {
				label += " " + text.Percent(l.Part)
			}
			r.pair(2, label, text.Amount(t.Discount.Neg()))
		}
	}
	r.rule()
}

// totals leaves out what is zero, but for the total itself.
func (r *drawing) totals() {
	t := r.doc.Totals
	r.amount(r.subtotal, t.Goods)
	r.amount(r.discount, t.Discounts.Neg())
	if t.Points > 0 {
		r.amount(r.pointsUsed(text.Points(r.doc.Member.Used)), t.Points.Neg())
	}
	r.amount(r.shipping, t.Shipping)
	r.pair(0, r.total, text.Money(t.Payable))
	r.rule()
}

func (r *drawing) amount(label string, v money.VND) {
	if v != 0 {
		r.pair(0, label, text.Amount(v))
	}
}

func (r *drawing) tax() {
	if r.columns < Wide {
		r.pair(0, r.words.tax, text.Amount(r.doc.Totals.Tax))
		return
	}
	for _, g := range r.doc.Totals.VAT {
		r.pair(0, r.taxAt(text.Percent(g.Rate), text.Amount(g.Net)), text.Amount(g.Tax))
	}
}

func (r *drawing) tenders() {
	for _, t := range r.doc.Tenders {
		r.pair(0, r.words.tenders[t.Kind]+" "+t.Reference, text.Amount(t.Received))
	}
	r.amount(r.change, r.doc.Totals.Change)
	r.rule()
}

func (r *drawing) member(m receipt.Member) {
	r.pair(0, given(m.Name != "", r.words.member), m.Name)
	r.pair(0, labelled(r.tier, m.Tier), m.Phone)
	r.points(m)
	if m.Tentative {
		r.pair(0, r.tentative, text.Points(m.Balance))
	} else {
		r.pair(0, r.balance, text.Points(m.Balance))
	}
	if m.Pending > 0 {
		r.pair(2, r.pending, text.Points(m.Pending))
	}
	if m.NextLapse != nil {
		r.pair(2, r.nextLapse(text.Points(m.NextLapse.Points)), text.DateTime(m.NextLapse.At, r.doc.Zone))
	}
	explain := m.Why.In(r.lang.Domain())
	if len(explain) > 0 {
		r.text(0, r.why)
	}
	for _, line := range explain {
		r.text(2, line)
	}
	r.rule()
}

// points is what the sale gave, and from when until when it can be used.
func (r *drawing) points(m receipt.Member) {
	if m.Expected > 0 {
		r.pair(0, r.expected, "+"+text.Points(m.Expected))
		return
	}
	r.pair(0, r.earned, "+"+text.Points(m.Earned))
	if m.Earned == 0 {
		return
	}
	usable, lapses := r.atOnce, r.never
	if m.UsableAt.After(r.doc.At) {
		usable = text.DateTime(m.UsableAt, r.doc.Zone)
	}
	if !m.LapsesAt.IsZero() {
		lapses = text.DateTime(m.LapsesAt, r.doc.Zone)
	}
	r.pair(2, r.usable, usable)
	r.pair(2, r.lapses, lapses)
}

func (r *drawing) foot() {
	r.centre(r.doc.Shop.Returns)
	r.centre(labelled(r.words.head, r.doc.Head))
}
