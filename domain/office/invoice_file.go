package office

import (
	"fmt"

	"tim/domain/invoice"
	"tim/domain/journal"
	"tim/domain/sale"
)

// The spaces of notes that invoices are kept in.
const (
	invoiceSpace = "invoice.day"    // day, number → invoice.Record
	numberSpace  = "invoice.number" // number as central has it → key in invoiceSpace
	paperSpace   = "invoice.paper"  // provisional number, of a till's paper → number as central has it; behind it order and instant of a second paper
)

// InvoiceTwice: one number is on two papers, of a cloned file.
const InvoiceTwice = "invoice.twice"

func invoiceKey(day string, n sale.InvoiceNumber) string {
	return day + " " + n.Symbol + " " + n.String()
}

func numberKey(n sale.InvoiceNumber) string { return n.Symbol + " " + n.String() }

// invoice files the record of an invoice that an event made.
func (g *taking) invoice(e journal.Event, o sale.Order) error {
	rules, err := shopRules(g.tx, g.till.Shop)
	if err != nil {
		return err
	}
	var r invoice.Record
	n := len(o.Returns) - 1
	switch {
	case e.Kind == journal.OrderPaid && o.Invoice.Made():
		r = invoice.OfSale(o, rules.seller())
	case (e.Kind == journal.OrderReturned || e.Kind == journal.OrderVoided) && n >= 0 && o.Returns[n].Invoice.Made():
		r = invoice.OfReturn(o, n, rules.seller())
		if r.Adjusts, err = givenFor(g.tx, r.Adjusts); err != nil {
			return err
		}
	default:
		return nil
	}
	zone, err := g.office.zoneAt(g.tx, e.At)
	if err != nil {
		return err
	}
	r.Shop, r.Epoch, r.Day = g.till.Shop, g.till.Epoch, r.At.In(zone).Format("2006-01-02")
	if r.Number.Provisional() {
		return g.numbered(e, r, rules.Invoice, rules.Invoice.At(r.At.In(zone)))
	}
	return g.fileInvoice(e, r)
}

// adjustInvoices gives the returns of a till's order that central itself decides the invoices that adjust its own. What a till took back
// has one already.
func (f *filing) adjustInvoices(tx Tx) error {
	if !f.order.Invoice.Made() || len(f.events) == 0 {
		return nil
	}
	shop, err := shopOfTill(tx, f.order.Till)
	if err != nil {
		return err
	}
	rules, err := shopRules(tx, shop)
	if err != nil || !rules.Invoice.On() {
		return err
	}
	for n, back := range f.order.Returns {
		if back.Invoice.Made() {
			continue
		}
		zone, err := f.office.zoneAt(tx, back.At)
		if err != nil {
			return err
		}
		at := back.At.In(zone)
		number, err := f.office.ownNumber(tx, rules.Invoice, rules.Invoice.At(at), shop, f.now)
		if err != nil {
			return err
		}
		f.numberReturn(n, number)
		r := invoice.OfReturn(f.order, n, rules.seller())
		r.Shop, r.Day = shop, at.Format("2006-01-02")
		if r.Adjusts, err = givenFor(tx, r.Adjusts); err != nil {
			return err
		}
		if err := putInvoice(tx, r); err != nil {
			return err
		}
	}
	return nil
}

// numberReturn writes the number of a return's invoice into the order, and into the events that tell of it.
func (f *filing) numberReturn(n int, number sale.InvoiceNumber) {
	f.order = f.order.Clone()
	f.order.Returns[n].Invoice = number
	for i := range f.events {
		if o := &f.events[i].body.Order; n < len(o.Returns) {
			*o = o.Clone()
			o.Returns[n].Invoice = number
		}
	}
}

// shopOfTill is the shop that a till's newest epoch is of, "" of a till that isn't known.
func shopOfTill(r Tills, number string) (shop string, err error) {
	all, err := r.Tills()
	for _, t := range all {
		if t.Writer == number {
			shop = t.Shop
		}
	}
	return shop, err
}

// givenFor is the number that central gave for a paper's own; that itself while there is none.
func givenFor(r Notes, n sale.InvoiceNumber) (sale.InvoiceNumber, error) {
	if !n.Provisional() {
		return n, nil
	}
	record, known, err := numberedAs(r, n.Series)
	if known {
		n = record.Number
	}
	return n, err
}

// numbered gives a record a number of central's in place of its paper's own, once. Two papers with one number, of a cloned file, are
// told, and have one each.
func (g *taking) numbered(e journal.Event, r invoice.Record, rule invoice.Rule, s invoice.Series) error {
	key := r.Number.Series
	known, there, err := numberedAs(g.tx, key)
	if err == nil && there && !samePaper(known, r) {
		key = fmt.Sprintf("%s %s %d", key, r.Order, r.At.UnixMilli())
		if _, there, err = numberedAs(g.tx, key); err == nil && !there {
			err = g.numberTwice(e, known, r)
		}
	}
	if err != nil || there {
		return err
	}
	if !rule.On() { // the shop makes none any more: it stays as it is
		return g.tx.PutNote(invoiceSpace, invoiceKey(r.Day, r.Number), journal.Encode(&r))
	}
	r.Printed = r.Number
	if r.Number, err = g.office.ownNumber(g.tx, rule, s, r.Shop, g.now); err != nil {
		return err
	}
	if err := g.tx.PutNote(paperSpace, key, []byte(numberKey(r.Number))); err != nil {
		return err
	}
	return putInvoice(g.tx, r)
}

// fileInvoice files a record under the number that its till used. Two papers with one number are told.
func (g *taking) fileInvoice(e journal.Event, r invoice.Record) error {
	b, err := g.tx.Note(numberSpace, numberKey(r.Number))
	if err != nil {
		return err
	}
	if b == nil {
		return putInvoice(g.tx, r)
	}
	known, err := invoiceAt(g.tx, string(b))
	if err != nil || samePaper(known, r) {
		return err
	}
	return g.numberTwice(e, known, r)
}

func (g *taking) numberTwice(e journal.Event, known, r invoice.Record) error {
	return g.except(e, InvoiceTwice, "", r.Order, fmt.Sprintf("%s %s %s", r.Number, known.Paper, r.Paper))
}

// samePaper says whether two records are of one paper.
func samePaper(a, b invoice.Record) bool {
	return a.Paper == b.Paper && a.Order == b.Order && a.At.Equal(b.At)
}

// numberedAs is the record that central gave a number for a paper's own; false when it gave none.
func numberedAs(r Notes, paper string) (record invoice.Record, known bool, err error) {
	number, err := r.Note(paperSpace, paper)
	if err != nil || number == nil {
		return record, false, err
	}
	key, err := r.Note(numberSpace, string(number))
	if err != nil || key == nil {
		return record, false, err
	}
	record, err = invoiceAt(r, string(key))
	return record, true, err
}

func putInvoice(tx Tx, r invoice.Record) error {
	key := invoiceKey(r.Day, r.Number)
	if err := tx.PutNote(numberSpace, numberKey(r.Number), []byte(key)); err != nil {
		return err
	}
	return tx.PutNote(invoiceSpace, key, journal.Encode(&r))
}

func invoiceAt(r Notes, key string) (record invoice.Record, err error) {
	b, err := r.Note(invoiceSpace, key)
	if err != nil || b == nil {
		return record, err
	}
	return record, journal.Decode(b, &record)
}
