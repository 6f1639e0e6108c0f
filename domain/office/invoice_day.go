package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/invoice"
	"tim/domain/money"
)

// InvoiceDay is a till's invoices of a day: how many stand how.
type InvoiceDay struct {
	Day        string    `json:"day" doc:"in the shop's zone, 2026-11-22"`
	Shop       string    `json:"shop"`
	Till       string    `json:"till"`
	Waiting    int64     `json:"waiting" doc:"without a number of a series: the shop has none"`
	Made       int64     `json:"made" doc:"not handed over yet"`
	HandedOver int64     `json:"handed_over" doc:"and not answered"`
	Accepted   int64     `json:"accepted"`
	Refused    int64     `json:"refused"`
	Gross      money.VND `json:"gross" doc:"of all of them, returns taken off"`
}

// Invoices is how many they are.
func (d InvoiceDay) Invoices() int64 {
	return d.Waiting + d.Made + d.HandedOver + d.Accepted + d.Refused
}

// InvoicesIn is how the invoices of some days stand together, of no day, shop or till.
func InvoicesIn(days []InvoiceDay) (all InvoiceDay) {
	for _, d := range days {
		all.Waiting, all.Made, all.HandedOver = all.Waiting+d.Waiting, all.Made+d.Made, all.HandedOver+d.HandedOver
		all.Accepted, all.Refused, all.Gross = all.Accepted+d.Accepted, all.Refused+d.Refused, all.Gross+d.Gross
	}
	return all
}

// Due is how many are to be handed over: those that never were, and those that were refused.
func (d InvoiceDay) Due() int64 { return d.Made + d.Refused }

// Open is how many of those with a number the tax authority hasn't accepted.
func (d InvoiceDay) Open() int64 { return d.Due() + d.HandedOver }

// invoiceSpanMax is the most days that are counted at once.
const invoiceSpanMax = 92

// InvoiceDays counts the invoices of some days by day and till, newest day first. Faults: date.format and field.required on "from" and
// "to"; date.span (max) on "to".
func (o *Office) InvoiceDays(ctx context.Context, f InvoiceFilter) ([]InvoiceDay, error) {
	if err := f.spanned(); err != nil {
		return nil, err
	}
	return read(ctx, o, func(r Reader) (days []InvoiceDay, err error) {
		at := map[[3]string]int{}
		err = f.each(r, "", func(_ string, record invoice.Record) bool {
			key := [3]string{record.Day, record.Shop, record.Till}
			if _, known := at[key]; !known {
				at[key] = len(days)
				days = append(days, InvoiceDay{Day: record.Day, Shop: record.Shop, Till: record.Till})
			}
			days[at[key]].add(record)
			return true
		})
		slices.SortStableFunc(days, func(a, b InvoiceDay) int {
			return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(a.Shop, b.Shop), cmp.Compare(a.Till, b.Till))
		})
		return days, err
	})
}

// spanned refuses days that aren't named, and too many of them.
func (f InvoiceFilter) spanned() error {
	var faults fault.Fields
	for _, d := range []struct{ name, value string }{{"from", f.From}, {"to", f.To}} {
		if d.value == "" {
			faults = append(faults, fault.At(d.name, "field.required", nil))
		}
	}
	if err := f.check(); err != nil || len(faults) > 0 {
		return faults.Also(err).OrNil()
	}
	from, _ := time.Parse(time.DateOnly, f.From)
	to, _ := time.Parse(time.DateOnly, f.To)
	if to.Sub(from) > invoiceSpanMax*24*time.Hour {
		return fault.At("to", "date.span", fault.Args{"max": int64(invoiceSpanMax)})
	}
	return nil
}

func (d *InvoiceDay) add(r invoice.Record) {
	d.Gross += r.Gross()
	switch {
	case r.Number.Provisional():
		d.Waiting++
	case r.State == invoice.Made:
		d.Made++
	case r.State == invoice.HandedOver:
		d.HandedOver++
	case r.State == invoice.Accepted:
		d.Accepted++
	case r.State == invoice.Refused:
		d.Refused++
	}
}
