package manage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/sync/client"
)

// pageSeen is how many items of a list are asked for that somebody looks through.
const pageSeen = 100

// Performance is what became of each reward's vouchers in from..to (zero: open), by reward; first points turned into money.
func (c *Central) Performance(ctx context.Context, from, to time.Time) ([]office.Performance, error) {
	query := url.Values{}
	for name, at := range map[string]time.Time{"from": from, "to": to} {
		if !at.IsZero() {
			query.Set(name, at.UTC().Format(time.RFC3339Nano))
		}
	}
	all, err := get[client.List[office.Performance]](ctx, c, "/v1/rewards/performance", query)
	return all.Items, err
}

// customer is the path of a member, and of what belongs to it.
func customer(id, of string) string { return "/v1/customers/" + url.PathEscape(id) + of }

// paging asks for a page of a list behind a cursor.
func paging(cursor string) url.Values {
	query := url.Values{"limit": {strconv.Itoa(pageSeen)}}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	return query
}

// FindMembers searches phone, tail of a phone, or name parts without diacritics; an empty text lists all by id. next is where to go on,
// "" at the end. Fault: cursor.format.
func (c *Central) FindMembers(ctx context.Context, text, cursor string) (members []office.Member, next string, err error) {
	query := paging(cursor)
	query.Set("q", text)
	page, err := get[client.List[office.Member]](ctx, c, "/v1/customers", query)
	return page.Items, page.Next, err
}

// Member reads one under any id that it ever had. Fault: customer.unknown.
func (c *Central) Member(ctx context.Context, id string) (office.Member, error) {
	return get[office.Member](ctx, c, customer(id, ""), nil)
}

// Points is a member's account now. Fault: customer.unknown.
func (c *Central) Points(ctx context.Context, id string) (office.Points, error) {
	return get[office.Points](ctx, c, customer(id, "/points"), nil)
}

// Statement is a page of a member's statement, newest first, with how points came about in a language. Faults: customer.unknown,
// cursor.format.
func (c *Central) Statement(ctx context.Context, id, cursor string, lang loyalty.Lang) (lines []office.ExplainedEntry, next string, err error) {
	var page client.List[office.ExplainedEntry]
	_, err = c.central.Ask(ctx, client.Request{Method: http.MethodGet, Path: customer(id, "/statement"), Query: paging(cursor), Headers: language(lang)}, &page)
	return page.Items, page.Next, err
}

// language asks for an answer in one.
func language(lang loyalty.Lang) map[string]string {
	if lang == loyalty.En {
		return map[string]string{"Accept-Language": "en"}
	}
	return map[string]string{"Accept-Language": "vi"}
}

// Vouchers are a member's, newest first. Fault: customer.unknown.
func (c *Central) Vouchers(ctx context.Context, id string) ([]office.VoucherView, error) {
	return all[office.VoucherView](ctx, c, customer(id, "/vouchers"), nil)
}

// PatchMember changes the fields that aren't nil. Faults: customer.unknown, customer.erased, phone.taken; fault.Fields of
// catalog.Member.Checked.
func (c *Central) PatchMember(ctx context.Context, id string, p office.MemberPatch) (stored office.Member, err error) {
	return stored, c.central.Put(ctx, http.MethodPatch, customer(id, ""), p, &stored)
}

// Adjust gives or takes points by hand, once by a.Key. Faults: those of office.Adjust.
func (c *Central) Adjust(ctx context.Context, id string, a office.Adjustment) (stands office.Points, err error) {
	return stands, c.central.Put(ctx, http.MethodPost, customer(id, "/adjustments"), a, &stands)
}

// Merge makes one member of two; into stays. Faults: customer.unknown, customer.erased, merge.same.
func (c *Central) Merge(ctx context.Context, id, into string) (stays office.Member, err error) {
	return stays, c.central.Put(ctx, http.MethodPost, customer(id, "/merge"), map[string]string{"into": into}, &stays)
}

// Dossier is all that is known of a member, as a JSON document, explained in a language. Fault: customer.unknown.
func (c *Central) Dossier(ctx context.Context, id string, lang loyalty.Lang) ([]byte, error) {
	var document json.RawMessage
	_, err := c.central.Ask(ctx, client.Request{Method: http.MethodGet, Path: customer(id, "/export"), Headers: language(lang)}, &document)
	return document, err
}

// Erase forgets who a member is. Faults: customer.unknown, field.required on "reason".
func (c *Central) Erase(ctx context.Context, id, reason string) (left office.Member, err error) {
	return left, c.central.Put(ctx, http.MethodPost, customer(id, "/erase"), office.Erasure{Reason: reason}, &left)
}

// product is one as the public door has it: a rate that holds for ever stands apart.
type product struct {
	catalog.Product
	Price   *money.VND     `json:"price"`
	Percent *money.Percent `json:"vat_percent,omitempty"`
}

func (p product) stored() catalog.Product {
	if p.Price != nil {
		p.Product.Price = *p.Price
	}
	if len(p.VAT) == 0 && p.Percent != nil {
		p.VAT = catalog.FlatVAT(*p.Percent)
	}
	for i := range p.VAT {
		p.VAT[i].From = p.VAT[i].From.UTC()
	}
	return p.Product
}

// FindProducts searches names, SKUs and codes; an empty text lists all by SKU. next is where to go on, "" at the end. Fault:
// cursor.format.
func (c *Central) FindProducts(ctx context.Context, text, cursor string) (products []catalog.Product, next string, err error) {
	query := paging(cursor)
	query.Set("q", text)
	page, err := get[client.List[product]](ctx, c, "/v1/products", query)
	for _, p := range page.Items {
		products = append(products, p.stored())
	}
	return products, page.Next, err
}

// Categories is every category that a product names, by name.
func (c *Central) Categories(ctx context.Context) ([]office.Category, error) {
	return all[office.Category](ctx, c, "/v1/categories", nil)
}

// PutProduct adds or changes one. Fault: fault.Fields of catalog.Product.Checked.
func (c *Central) PutProduct(ctx context.Context, p catalog.Product) (catalog.Product, error) {
	var stored product
	err := c.central.Put(ctx, http.MethodPut, "/v1/products/"+url.PathEscape(p.SKU), product{Product: p, Price: &p.Price}, &stored)
	return stored.stored(), err
}

// media are the types of files by their format.
var media = map[string]string{office.CSV: "text/csv", office.JSONL: "application/jsonl"}

// Import takes a file of a kind, all of it or nothing, once by its key. A refused one's rows are in the report, beside import.refused.
func (c *Central) Import(ctx context.Context, kind, format string, file []byte, key string) (report office.ImportReport, err error) {
	_, err = c.central.Ask(ctx, client.Request{Method: http.MethodPost, Path: "/v1/" + url.PathEscape(kind) + "/import", Query: url.Values{"format": {format}}, Body: file,
		Headers: map[string]string{"Content-Type": media[format], "Idempotency-Key": key}}, &report)
	var bad *client.RowFaults
	if errors.As(err, &bad) {
		report.Errors = bad.Rows
	}
	return report, err
}

// Export is a whole file of a kind.
func (c *Central) Export(ctx context.Context, kind, format string) ([]byte, error) {
	body, err := c.central.Stream(ctx, client.Request{Method: http.MethodGet, Path: "/v1/" + url.PathEscape(kind) + "/export", Query: url.Values{"format": {format}}})
	if err != nil {
		return nil, err
	}
	defer body.Close()
	file, err := io.ReadAll(body)
	if err != nil {
		return nil, fmt.Errorf("read the export of %s: %w", kind, err)
	}
	return file, nil
}
