package api

import (
	"io"
	"net/http"
	"slices"
	"strconv"

	"tim/domain/fault"
	"tim/domain/invoice"
	"tim/domain/office"
)

// gapDoc is numbers of a series that have no invoice.
type gapDoc struct {
	Symbol string `json:"symbol"`
	Series string `json:"series"`
	From   int64  `json:"from"`
	To     int64  `json:"to"`
	Why    string `json:"why" doc:"held (still to be used), on_way, lost (never reached its till), ended (its till's epoch is over), unheard, central, passed"`
	Holder string `json:"holder,omitempty" doc:"till/epoch, or central"`
	Shop   string `json:"shop,omitempty"`
}

// nextHeader has the cursor of the next file of a hand-over, "" behind the last.
const nextHeader = "Tim-Next"

func (s *Server) invoiceEndpoints() []endpoint {
	const tag = "Invoices"
	days := []param{{"from", "first day in the shop's zone, 2026-11-22"}, {"to", "last day, counted in"}}
	return []endpoint{
		{method: "GET", path: "/v1/invoices", id: "list-invoices", summary: "invoices of cash registers by day and number", tag: tag, manager: true,
			query: slices.Concat(days, []param{{"shop", "of one shop"}, {"state", "made, handed_over, accepted or refused"}}, paging),
			out:   list[invoice.Document]{}, status: http.StatusOK, serve: (*call).listInvoices},
		{method: "GET", path: "/v1/invoices/days", id: "count-invoices", summary: "how many invoices of each day and till stand how, newest day first", tag: tag, manager: true,
			query: slices.Concat(days, []param{{"shop", "of one shop"}}), out: list[office.InvoiceDay]{}, status: http.StatusOK, serve: (*call).countInvoices},
		{method: "GET", path: "/v1/invoices/gaps", id: "list-invoice-gaps", summary: "every number without an invoice, and why", tag: tag, manager: true,
			out: list[gapDoc]{}, status: http.StatusOK, serve: (*call).listGaps},
		{method: "POST", path: "/v1/invoices/export", id: "export-invoices", tag: tag, file: true, manager: true,
			summary: "hands over what of some days is due, as a file: made, refused and, with again=true, not answered",
			query: append(slices.Clone(days), param{"format", "json (default) or xml"}, param{"again", "true: what nobody answered too"},
				param{"limit", "at most so many invoices in the file, 5000 without"}, param{"cursor", "Tim-Next of the answer before, where one file hasn't all"}),
			out: text("application/json"), status: http.StatusOK, serve: (*call).exportInvoices},
		{method: "POST", path: "/v1/invoices/answers", id: "answer-invoice", summary: "what the tax authority, or who stands between, said of one", tag: tag,
			in: invoice.Answered{}, out: invoice.Document{}, status: http.StatusOK, refusals: []int{http.StatusNotFound, http.StatusConflict},
			serve: (*call).answerInvoice},
	}
}

func (c *call) listInvoices() error {
	p, err := c.page()
	if err != nil {
		return err
	}
	f := office.InvoiceFilter{From: c.get("from"), To: c.get("to"), Shop: c.get("shop")}
	if name := c.get("state"); name != "" {
		if f.State = invoice.ParseState(name); f.State == 0 {
			return fault.At("state", "field.enum", fault.Args{"value": clip(name), "allowed": "made, handed_over, accepted, refused"})
		}
	}
	found, next, err := c.Office.Invoices(c.ctx(), f, p)
	if err != nil {
		return err
	}
	zone, err := c.zone(c.ctx())
	if err != nil {
		return err
	}
	docs := make([]invoice.Document, len(found))
	for i, r := range found {
		docs[i] = r.Document(zone)
	}
	return c.answer(listOf(docs, next))
}

func (c *call) countInvoices() error {
	days, err := c.Office.InvoiceDays(c.ctx(), office.InvoiceFilter{From: c.get("from"), To: c.get("to"), Shop: c.get("shop")})
	return answered(c, listOf(days, ""), err)
}

func (c *call) listGaps() error {
	gaps, err := c.Office.InvoiceGaps(c.ctx())
	if err != nil {
		return err
	}
	docs := make([]gapDoc, len(gaps))
	for i, g := range gaps {
		docs[i] = gapDoc{Symbol: g.Symbol, Series: g.Code, From: g.From, To: g.To, Why: g.Why, Holder: g.Holder, Shop: g.Shop}
	}
	return c.answer(listOf(docs, ""))
}

func (c *call) exportInvoices() error {
	name := c.get("format")
	if name == "" {
		name = "json"
	}
	format := invoice.Formats()[name]
	if format == nil {
		return fault.At("format", "field.enum", fault.Args{"value": clip(name), "allowed": "json, xml"})
	}
	zone, err := c.zone(c.ctx())
	if err != nil {
		return err
	}
	limit := 0
	if s := c.get("limit"); s != "" {
		if limit, err = strconv.Atoi(s); err != nil || limit < 1 {
			return fault.At("limit", "field.range", fault.Args{"min": int64(1), "max": int64(office.HandOverMax)})
		}
	}
	out, err := c.Office.HandOverInvoices(c.ctx(), office.HandOver{From: c.get("from"), To: c.get("to"), Format: name, Again: c.get("again") == "true",
		Cursor: c.get("cursor"), Limit: limit})
	if err != nil {
		return err
	}
	c.w.Header().Set(nextHeader, out.Next)
	return c.stream(format.Media(), "invoices-"+c.get("from")+"."+name, func(w io.Writer) error {
		return format.Write(w, invoice.Batch{ID: out.Batch, Zone: zone, Records: out.Records})
	})
}

func (c *call) answerInvoice() error {
	var a invoice.Answered
	if err := c.decode(&a, nil); err != nil {
		return err
	}
	r, err := c.Office.AnswerInvoice(c.ctx(), a)
	if err != nil {
		return err
	}
	zone, err := c.zone(c.ctx())
	if err != nil {
		return err
	}
	return c.answer(r.Document(zone))
}
