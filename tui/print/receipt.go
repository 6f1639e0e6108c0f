package print

import (
	"tim/domain/ident"
	"tim/domain/receipt"
	"tim/domain/sale"
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
	return Lines(ReceiptRows(doc, columns, lang), columns)
}

// ReceiptRows is the same as rows.
func ReceiptRows(doc receipt.Document, columns int, lang text.Language) []Row {
	r := drawing{sheet: sheetOf(columns, lang, doc.Zone), doc: doc}
	r.head()
	r.goods()
	r.totals()
	r.tax()
	r.tenders()
	if doc.Member != nil {
		r.member(*doc.Member)
	}
	r.foot()
	return r.rows
}

type drawing struct {
	sheet
	doc receipt.Document
}

func (r *drawing) head() {
	r.shop(r.doc.Shop)
	r.centre(r.title)
	r.mark(given(r.doc.Training, r.training))
	r.mark(given(r.doc.Reprint, r.reprint))
	r.centre(given(r.doc.Later && r.doc.DeliveredAt.IsZero(), r.later))
	r.pair(0, labelled(r.number, r.doc.Number), text.DateTime(r.doc.At, r.doc.Zone))
	r.pair(0, labelled(r.cashier, r.doc.Cashier), labelled(r.till, r.doc.Till))
	if !r.doc.DeliveredAt.IsZero() {
		r.pair(0, r.delivered, text.DateTime(r.doc.DeliveredAt, r.doc.Zone))
	}
	r.invoice(r.doc.Invoice)
	r.rule()
}

func (r *drawing) goods() {
	for i, l := range r.doc.Lines {
		t := r.doc.Totals.Lines[i]
		r.text(0, l.Name)
		r.pair(2, times(l.Quantity, l.Unit, l.UnitPrice), text.Amount(t.Amount))
		if t.Discount > 0 {
			label := r.lineDiscount
			if l.Part > 0 {
				label += " " + text.Percent(l.Part)
			}
			r.pair(2, label, text.Amount(t.Discount.Neg()))
		}
		r.gift(l)
	}
	r.rule()
}

// gift is what the voucher that goods came with pays for them. It is no further reduction: the totals have it too, as
// they have a line's discount.
func (r *drawing) gift(l sale.Line) {
	for _, v := range r.doc.Vouchers {
		if l.Gift != "" && v.Code == l.Gift {
			r.pair(2, r.words.gift, text.Amount(v.Value.Neg()))
		}
	}
}

// totals leaves out what is zero, but for the total itself.
func (r *drawing) totals() {
	t := r.doc.Totals
	r.amount(r.subtotal, t.Goods)
	r.amount(r.discount, t.Discounts.Neg())
	for _, v := range r.doc.Vouchers {
		r.pair(0, r.voucherNamed(v.Name), text.Amount(v.Value.Neg()))
		r.text(2, ident.SpacedVoucher(v.Code))
	}
	if t.Points > 0 {
		r.amount(r.pointsUsed(text.Points(r.doc.Member.Used)), t.Points.Neg())
		if n := r.doc.Member.OnTrust; n > 0 {
			r.text(2, r.onTrust(text.Points(n)))
		}
	}
	r.amount(r.shipping, t.Shipping)
	from := len(r.rows)
	r.pair(0, r.total, text.Money(t.Payable))
	r.large(from)
	r.rule()
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
		r.pair(0, r.words.tenders.Of(t.Kind, t.Name)+" "+t.Reference, text.Amount(text.Shown(t)))
	}
	r.amount(r.change, r.doc.Totals.Change)
	if r.doc.Exchange != nil {
		r.exchange(*r.doc.Exchange)
	}
	r.rule()
}

// exchange is the other half: which goods came back, and what of their money was over. The tender says their receipt,
// where they were worth anything.
func (r *drawing) exchange(e receipt.Exchange) {
	if e.Credit == 0 {
		r.pair(0, r.exchanged, e.Of)
	}
	r.pair(2, given(e.Return != "", r.returnSlip), e.Return)
	for _, t := range e.Given {
		r.pair(2, r.givenBack+" "+r.words.tenders.Of(t.Kind, t.Name), text.Amount(text.Shown(t)))
	}
}

func (r *drawing) member(m receipt.Member) {
	r.pair(0, given(m.Name != "", r.words.member), m.Name)
	r.pair(0, labelled(r.tier, m.Tier), m.Phone)
	r.points(m)
	switch {
	case m.Unknown:
		r.pair(0, r.balance, r.unknown)
	case m.Tentative:
		r.pair(0, r.tentative, text.Points(m.Balance))
	default:
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
	r.vouchers(m.Vouchers)
}

// vouchersMax is the most vouchers that a receipt tells of, besides those redeemed with its sale.
const vouchersMax = 10

// vouchers are what the member can use from now on; those redeemed with the sale have their code as a picture.
func (r *drawing) vouchers(all []receipt.Voucher) {
	if len(all) == 0 {
		return
	}
	r.text(0, r.live)
	shown := 0
	for _, v := range all {
		if !v.Fresh && shown == vouchersMax {
			continue
		}
		shown++
		r.entry(v)
		if v.Fresh {
			r.code("", v.Code)
		}
	}
	r.text(0, given(shown < len(all), r.more(text.Count(len(all)-shown))))
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

// foot ends with the receipt's number as a code: scanned, it finds the sale again when goods come back.
func (r *drawing) foot() {
	if page := r.doc.Invoice.Page; page != "" {
		r.codeOr(r.lookup, page, labelled(r.lookupAt, page))
	}
	if r.doc.Page != "" {
		r.codeOr(r.words.page, r.doc.Page, labelled(r.pageAt, r.doc.Page))
	}
	r.centre(r.doc.Shop.Returns)
	r.code(r.returns, sealed(r.doc.Number, r.doc.Head))
	r.centre(labelled(r.words.head, r.doc.Head))
}
