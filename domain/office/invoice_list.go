package office

import (
	"context"
	"encoding/base64"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/invoice"
	"tim/domain/journal"
	"tim/domain/loyalty"
)

// InvoiceFilter narrows a list of invoices; what is zero lets all pass.
type InvoiceFilter struct {
	From, To string // days in the shop's zone, "2026-11-22", both counted in
	Shop     string
	State    invoice.State
}

// check refuses days that are none. Fault: date.format on "from" and "to".
func (f InvoiceFilter) check() error {
	var faults fault.Fields
	for _, d := range []struct{ name, value string }{{"from", f.From}, {"to", f.To}} {
		if _, err := time.Parse(time.DateOnly, d.value); d.value != "" && err != nil {
			faults = append(faults, fault.At(d.name, "date.format", fault.Args{"value": d.value}))
		}
	}
	return faults.OrNil()
}

func (f InvoiceFilter) passes(r invoice.Record) bool {
	return (f.Shop == "" || r.Shop == f.Shop) && (f.State == 0 || r.State == f.State)
}

// Invoices lists the invoices of some days by day and number. Faults: date.format, cursor.format.
func (o *Office) Invoices(ctx context.Context, f InvoiceFilter, p Page) (list []invoice.Record, next string, err error) {
	if err := f.check(); err != nil {
		return nil, "", err
	}
	after, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil {
		return nil, "", fault.At("cursor", "cursor.format", nil)
	}
	p = p.Bounded()
	list, err = read(ctx, o, func(r Reader) (list []invoice.Record, err error) {
		next = ""
		err = f.each(r, string(after), func(key string, record invoice.Record) bool {
			if len(list) == p.Limit {
				return false
			}
			next, list = key, append(list, record)
			return true
		})
		if len(list) < p.Limit {
			next = ""
		}
		return list, err
	})
	return list, base64.RawURLEncoding.EncodeToString([]byte(next)), err
}

// each goes over the filter's invoices behind a key, until yield wants no more.
func (f InvoiceFilter) each(r Notes, after string, yield func(key string, record invoice.Record) bool) error {
	return eachNote(r, invoiceSpace, max(after, f.From), func(n Note) (bool, error) {
		if day, _, _ := strings.Cut(n.Key, " "); f.To != "" && day > f.To {
			return false, nil
		}
		var record invoice.Record
		if err := journal.Decode(n.Value, &record); err != nil {
			return false, err
		}
		return !f.passes(record) || yield(n.Key, record), nil
	})
}

// HandOverMax is how many invoices one file has at most.
const HandOverMax = 5_000

// HandOver is which invoices are to be handed over.
type HandOver struct {
	From   string // day
	To     string
	Format string // of the file, for the journal
	Again  bool   // those that were handed over before and not answered too
	Cursor string // Next of the file before, "" for the first
	Limit  int    // invoices in the file, 0 and more than HandOverMax are HandOverMax
}

// HandedOver is a batch that was given out.
type HandedOver struct {
	Batch   string // "" where there was nothing to hand over
	Records []invoice.Record
	Next    string // cursor of the next file, "" behind the last
}

// HandOverInvoices gives out what of some days is still to be handed over: what was made, what was refused, and with Again what
// nobody answered. Each record says in which batch it went last; provisional ones of a shop without a series wait. Faults:
// date.format, field.required on "from" and "to", cursor.format.
func (o *Office) HandOverInvoices(ctx context.Context, h HandOver) (HandedOver, error) {
	f := InvoiceFilter{From: h.From, To: h.To}
	if err := f.check(); err != nil {
		return HandedOver{}, err
	}
	for _, d := range []struct{ name, value string }{{"from", h.From}, {"to", h.To}} {
		if d.value == "" {
			return HandedOver{}, fault.At(d.name, "field.required", nil)
		}
	}
	after, err := base64.RawURLEncoding.DecodeString(h.Cursor)
	if err != nil {
		return HandedOver{}, fault.At("cursor", "cursor.format", nil)
	}
	most := HandOverMax
	if h.Limit > 0 {
		most = min(h.Limit, HandOverMax)
	}
	return write(ctx, o, func(tx Tx, now time.Time) (HandedOver, error) {
		var out HandedOver
		last := ""
		err := f.each(tx, string(after), func(key string, r invoice.Record) bool {
			due := r.State == invoice.Made || r.State == invoice.Refused || h.Again && r.State == invoice.HandedOver
			if !due || r.Number.Provisional() {
				return true
			}
			if len(out.Records) == most {
				out.Next = base64.RawURLEncoding.EncodeToString([]byte(last))
				return false
			}
			last = key
			out.Records = append(out.Records, r)
			return true
		})
		if err != nil || len(out.Records) == 0 {
			return out, err
		}
		return out, o.handOver(tx, h, &out, now)
	})
}

func (o *Office) handOver(tx Tx, h HandOver, out *HandedOver, now time.Time) error {
	e := o.event(journal.InvoicesHandedOut, now, now)
	out.Batch = e.ID
	body := invoice.HandedOut{Batch: e.ID, Format: h.Format, From: h.From, To: h.To}
	for i := range out.Records {
		r := &out.Records[i]
		r.State, r.Batch, r.Handed, r.Answer = invoice.HandedOver, e.ID, now, ""
		r.Tries++
		body.Numbers = append(body.Numbers, numberKey(r.Number))
		if err := putInvoice(tx, *r); err != nil {
			return err
		}
	}
	return appendEvent(tx, e, &body, nil)
}

// AnswerInvoice notes what the tax authority, or who stands between, said of an invoice that was handed over. What was accepted
// stays so; the same answer again changes nothing. Faults: field.required and field.too_long on "answer"; invoice.unknown;
// invoice.unsent (it wasn't handed over), invoice.accepted.
func (o *Office) AnswerInvoice(ctx context.Context, a invoice.Answered) (invoice.Record, error) {
	a.Answer = strings.TrimSpace(a.Answer)
	switch {
	case a.Number == "":
		return invoice.Record{}, fault.At("number", "field.required", nil)
	case a.Answer == "" && !a.Accepted:
		return invoice.Record{}, fault.At("answer", "field.required", nil)
	case len([]rune(a.Answer)) > loyalty.ReasonMax:
		return invoice.Record{}, fault.At("answer", "field.too_long", fault.Args{"max": int64(loyalty.ReasonMax)})
	}
	return write(ctx, o, func(tx Tx, now time.Time) (invoice.Record, error) {
		key, err := tx.Note(numberSpace, a.Number)
		if err == nil && key == nil {
			err = fault.New(fault.NotFound, "invoice.unknown", fault.Args{"number": a.Number})
		}
		if err != nil {
			return invoice.Record{}, err
		}
		r, err := invoiceAt(tx, string(key))
		if err != nil {
			return r, err
		}
		state := invoice.Refused
		if a.Accepted {
			state = invoice.Accepted
		}
		switch {
		case r.State == state && r.Answer == a.Answer:
			return r, nil
		case r.State == invoice.Accepted:
			return r, fault.New(fault.Conflict, "invoice.accepted", fault.Args{"number": a.Number})
		case r.State != invoice.HandedOver:
			return r, fault.New(fault.Conflict, "invoice.unsent", fault.Args{"number": a.Number})
		}
		r.State, r.Answer = state, a.Answer
		if err := putInvoice(tx, r); err != nil {
			return r, err
		}
		return r, o.record(tx, journal.InvoiceAnswered, now, now, &a)
	})
}
