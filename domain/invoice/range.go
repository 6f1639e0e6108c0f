// Package invoice is the e-invoices of cash registers as Vietnam's rule wants them (Decree 123/2020 as amended by 70/2025): one
// for each sale with a number that the seller gives, an adjusting one for each return at the rates of the sale, handed over to
// the tax authority's data service daily.
//
// Numbers are given to tills by central in ranges, so that they are there without a link. A range is a right (domain/share) that
// one epoch of a till's journal holds; each invoice takes one unit of it, and the next number is what the units left say. A range
// belongs to one epoch for ever: what that didn't use stays unused, and is named as a gap.
//
// Caveats. What the sources leave open (how symbol and code are made up, who takes the files) is the shop's setting, or behind
// Format.
package invoice

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/sale"
)

// Rule is how a shop's invoices are numbered. In its texts {yy} stands for the year's last two digits.
type Rule struct {
	Symbol string `json:"symbol"` // of the form: "1C{yy}MAA"; "" where no invoices are made
	Series string `json:"series"` // fixed part of the authority's code, its five characters the seller's: "M1-{yy}-ABCDE"
	Block  int64  `json:"block,omitempty"`
	// Lookup is the address where a buyer finds an invoice, printed as a QR code: {number} is the authority's code, {symbol} the form's
	// symbol, {tax_code} the seller's. "" prints none.
	Lookup string `json:"lookup,omitempty"`
}

// lookupMax is the longest address, characters: what a QR code on the narrow roll holds.
const lookupMax = 150

// How many numbers a till is given at a time.
const (
	BlockDefault = 500
	BlockMax     = 100_000
)

// nextYearAhead is how long before a year ends tills are given numbers of the next.
const nextYearAhead = 31 * 24 * time.Hour

// On says whether invoices are made.
func (r Rule) On() bool { return r.Symbol != "" && r.Series != "" }

// Check refuses a rule that names no series. Faults on "symbol" and "series": field.required, invoice.series; on "block":
// invoice.block; on "lookup": invoice.lookup (max, part).
func (r Rule) Check() error {
	if r == (Rule{}) {
		return nil
	}
	var faults fault.Fields
	for _, f := range []struct{ name, value string }{{"symbol", r.Symbol}, {"series", r.Series}} {
		plain := strings.ReplaceAll(f.value, "{yy}", "")
		switch {
		case f.value == "":
			faults = append(faults, fault.At(f.name, "field.required", nil))
		case len(f.value) > 32 || strings.Trim(plain, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != "":
			faults = append(faults, fault.At(f.name, "invoice.series", fault.Args{"value": f.value}))
		}
	}
	if r.Block < 0 || r.Block > BlockMax {
		faults = append(faults, fault.At("block", "invoice.block", fault.Args{"max": int64(BlockMax)}))
	}
	if r.Lookup != "" && !lookable(r.Lookup) {
		faults = append(faults, fault.At("lookup", "invoice.lookup", fault.Args{"max": int64(lookupMax), "part": "{number}"}))
	}
	return faults.OrNil()
}

// lookable says whether an invoice can be looked up there: an address of a web page that has the number in it.
func lookable(pattern string) bool {
	filled := strings.NewReplacer("{number}", "1", "{symbol}", "1", "{tax_code}", "1").Replace(pattern)
	return ident.IsWebAddress(filled) && strings.Contains(pattern, "{number}") && len(pattern) <= lookupMax
}

// Page is the address where an invoice is looked up, "" where there is none, or no number yet.
func (r Rule) Page(n sale.InvoiceNumber, taxCode string) string {
	if r.Lookup == "" || !n.Made() || n.Provisional() {
		return ""
	}
	return strings.NewReplacer("{number}", n.String(), "{symbol}", n.Symbol, "{tax_code}", taxCode).Replace(r.Lookup) // none has what an address has not
}

// Size is how many numbers a till is given at a time.
func (r Rule) Size() int64 {
	if r.Block <= 0 {
		return BlockDefault
	}
	return min(r.Block, BlockMax)
}

// Series is symbol and fixed code that numbers run in.
type Series struct {
	Symbol string
	Code   string
}

// At is the series of a sale; at is in the shop's time zone.
func (r Rule) At(at time.Time) Series {
	year := at.Format("06")
	return Series{strings.ReplaceAll(r.Symbol, "{yy}", year), strings.ReplaceAll(r.Series, "{yy}", year)}
}

// Ahead are the series that a till should have numbers of: that of now, and towards a year's end that of the next.
func (r Rule) Ahead(now time.Time) []Series {
	if !r.On() {
		return nil
	}
	list := []Series{r.At(now)}
	if next := r.At(now.Add(nextYearAhead)); next != list[0] {
		list = append(list, next)
	}
	return list
}

// rightPrefix begins the names of rights that are numbers of invoices.
const rightPrefix = "invoice:"

// Right is what a till asks central for: numbers of the series, whichever.
func (s Series) Right() string { return rightPrefix + s.Symbol + "/" + s.Code }

// Number is the n-th of the series.
func (s Series) Number(n int64) sale.InvoiceNumber {
	return sale.InvoiceNumber{Symbol: s.Symbol, Series: s.Code, N: n}
}

// Of is the series that a number is of; zero of a provisional one.
func Of(n sale.InvoiceNumber) Series {
	if n.Provisional() {
		return Series{}
	}
	return Series{n.Symbol, n.Series}
}

// Range is numbers that one holder was given, From to To.
type Range struct {
	Series
	From, To int64
}

// Size is how many they are.
func (r Range) Size() int64 { return r.To - r.From + 1 }

// Right is the range as journals name it: "invoice:1C26MAA/M1-26-ABCDE/501-1000".
func (r Range) Right() string { return fmt.Sprintf("%s/%d-%d", r.Series.Right(), r.From, r.To) }

// Next is the number to use when so many of the range are left.
func (r Range) Next(left int64) sale.InvoiceNumber { return r.Number(r.To - left + 1) }

// IsRight says whether a right is numbers of invoices.
func IsRight(right string) bool { return strings.HasPrefix(right, rightPrefix) }

// ParseSeries reads the series of a right that a till asks for, or of a range.
func ParseSeries(right string) (Series, bool) {
	rest, is := strings.CutPrefix(right, rightPrefix)
	parts := strings.Split(rest, "/")
	if !is || len(parts) < 2 || parts[0] == "" || parts[1] == "" {
		return Series{}, false
	}
	return Series{parts[0], parts[1]}, true
}

// ParseRange reads a range by its right.
func ParseRange(right string) (Range, bool) {
	s, is := ParseSeries(right)
	at := strings.LastIndexByte(right, '/')
	from, to, found := strings.Cut(right[at+1:], "-")
	if !is || !found {
		return Range{}, false
	}
	r := Range{Series: s}
	var err error
	if r.From, err = strconv.ParseInt(from, 10, 64); err != nil || r.From < 1 {
		return Range{}, false
	}
	if r.To, err = strconv.ParseInt(to, 10, 64); err != nil || r.To < r.From {
		return Range{}, false
	}
	return r, r.Right() == right
}
