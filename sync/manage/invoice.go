package manage

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"tim/domain/invoice"
	"tim/domain/office"
	"tim/sync/client"
)

// InvoiceDays is how many invoices of each day and till stand how, newest day first. Faults: date.format, date.span.
func (c *Central) InvoiceDays(ctx context.Context, from, to string) ([]office.InvoiceDay, error) {
	days, err := get[client.List[office.InvoiceDay]](ctx, c, "/v1/invoices/days", url.Values{"from": {from}, "to": {to}})
	return days.Items, err
}

// RefusedInvoices are those of some days that the tax authority refused and that weren't handed over again. Fault: date.format.
func (c *Central) RefusedInvoices(ctx context.Context, from, to string) ([]invoice.Document, error) {
	return all[invoice.Document](ctx, c, "/v1/invoices", url.Values{"from": {from}, "to": {to}, "state": {invoice.Refused.String()}})
}

// gap is numbers without an invoice, as the API has it.
type gap struct {
	Symbol string `json:"symbol"`
	Series string `json:"series"`
	From   int64  `json:"from"`
	To     int64  `json:"to"`
	Why    string `json:"why"`
	Holder string `json:"holder"`
	Shop   string `json:"shop"`
}

// InvoiceGaps is every number that has no invoice, and why.
func (c *Central) InvoiceGaps(ctx context.Context) (gaps []office.Gap, err error) {
	list, err := get[client.List[gap]](ctx, c, "/v1/invoices/gaps", nil)
	for _, g := range list.Items {
		s := invoice.Series{Symbol: g.Symbol, Code: g.Series}
		gaps = append(gaps, office.Gap{Range: invoice.Range{Series: s, From: g.From, To: g.To}, Why: g.Why, Holder: g.Holder, Shop: g.Shop})
	}
	return gaps, err
}

// handOverMax is how many invoices one file has: a till's link carries no greater ones.
const handOverMax = 1_000

// HandOver gives out what of some days is due, as a JSON file; again takes what nobody answered too. What a file has no room for is in
// the next. Fault: date.format.
func (c *Central) HandOver(ctx context.Context, from, to string, again bool) ([]byte, error) {
	body, err := c.central.Stream(ctx, client.Request{Method: http.MethodPost, Path: "/v1/invoices/export", Query: url.Values{"from": {from}, "to": {to}, "format": {"json"},
		"again": {strconv.FormatBool(again)}, "limit": {strconv.Itoa(handOverMax)}}})
	if err != nil {
		return nil, err
	}
	defer body.Close()
	file, err := io.ReadAll(body)
	if err != nil {
		return nil, fmt.Errorf("read the invoices: %w", err)
	}
	return file, nil
}
