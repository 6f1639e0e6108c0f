package api

import (
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/report"
	"tim/domain/share"
)

// orderPapers is a report.OrderPaper to the document: papers have every word that is printed, and no promise goes with their names.
type orderPapers struct {
	Receipt any          `json:"receipt" doc:"all that the receipt says, as this version of the program names it"`
	Returns []any        `json:"returns" doc:"return slips, oldest first"`
	Why     any          `json:"why" doc:"what its points come from"`
	Rows    []report.Row `json:"rows" doc:"its own events, oldest first"`
}

func (s *Server) deskEndpoints() []endpoint {
	const tag = "Desk"
	absent := []int{http.StatusNotFound}
	between := []param{{"from", "RFC 3339 instant; missing: from the first"}, {"to", "RFC 3339 instant, not included; missing: up to now"}}
	shifts := append([]param{{"shop", "of one shop"}, {"till", "of one till; only then is there a next page"}, {"cashier", "staff id"}}, append(between, paging...)...)
	events := append([]param{{"kind", "words such as order.paid, by comma"}, {"cashier", "staff id"}, {"customer_id", "of one member"},
		{"least", "whole đồng: an amount of so much and more"}, {"q", "in receipts, reasons, goods and names, without diacritics"}}, paging...)
	return []endpoint{
		{method: "GET", path: "/v1/glance", id: "glance", summary: "all open shifts, and what somebody should look at", tag: tag,
			out: report.Glance{}, status: http.StatusOK, serve: (*call).glance},
		{method: "GET", path: "/v1/shifts", id: "list-shifts", summary: "shifts of all tills, newest first", tag: tag,
			query: shifts, out: list[report.Line]{}, status: http.StatusOK, serve: (*call).listShifts},
		{method: "GET", path: "/v1/shifts/{till}/{number}", id: "get-shift", summary: "a shift's X as it stands, or its Z", tag: tag,
			out: report.Paper{}, status: http.StatusOK, refusals: absent, serve: (*call).shiftPaper},
		{method: "GET", path: "/v1/shifts/{till}/{number}/events", id: "list-shift-events", summary: "a shift's ledger, oldest first", tag: tag,
			query: events, out: list[report.Row]{}, status: http.StatusOK, refusals: absent, serve: (*call).shiftEvents},
		{method: "GET", path: "/v1/orders/{channel}/{id}/papers", id: "get-order-papers", summary: "an order's receipt and return slips as printed, why it earned what it did, and its events", tag: tag,
			out: orderPapers{}, status: http.StatusOK, refusals: absent, serve: (*call).orderPapers},
		{method: "GET", path: "/v1/alerts", id: "list-alerts", summary: "what rules found and central excepted, newest first, of two months", tag: tag,
			query: between, out: list[report.Alert]{}, status: http.StatusOK, serve: (*call).listAlerts},
		{method: "GET", path: "/v1/alerts/evidence", id: "list-evidence", summary: "the events that an alert is about, oldest first", tag: tag,
			query: []param{{"id", "the alert's"}}, out: list[report.Row]{}, status: http.StatusOK, refusals: absent, serve: (*call).evidence},
		{method: "POST", path: "/v1/alerts/reconcile", id: "reconcile-alert", summary: "a supervisor has looked into it; the first word stands", tag: tag,
			in: office.Reconciliation{}, out: office.Reconciliation{}, status: http.StatusOK, refusals: absent, serve: (*call).reconcileAlert},
		{method: "GET", path: "/v1/tills/{till}/ledger", id: "export-ledger", summary: "a till's journal as central has it, as JSON lines that anyone can check", tag: tag,
			query: []param{{"epoch", "missing: the present one"}}, out: text("application/jsonl"), status: http.StatusOK, refusals: absent, file: true, serve: (*call).ledger},
		{method: "GET", path: "/v1/series", id: "get-series", summary: "sales by hour, day and tender, points by day, drawers by cashier and week, of two months", tag: tag,
			query: between, out: report.Series{}, status: http.StatusOK, serve: (*call).series},
	}
}

// answered sends what a desk answered.
func answered[T any](c *call, document T, err error) error {
	if err != nil {
		return err
	}
	return c.answer(document)
}

func (c *call) glance() error {
	g, err := c.Desk.Glance(c.ctx())
	return answered(c, g, err)
}

// listShifts gives pages of one till's shifts: the cursor is the number of the last.
func (c *call) listShifts() error {
	p, err := c.page()
	if err != nil {
		return err
	}
	q := report.ShiftQuery{Shop: c.get("shop"), Till: c.get("till"), Cashier: c.get("cashier"), Limit: p.Limit}
	if q.From, err = c.instant("from"); err != nil {
		return err
	}
	if q.To, err = c.instant("to"); err != nil {
		return err
	}
	if p.Cursor != "" {
		n, err := strconv.ParseInt(p.Cursor, 10, 64)
		if err != nil || n <= 0 || q.Till == "" {
			return fault.At("cursor", "cursor.format", nil)
		}
		q.Before = report.ShiftID{Till: q.Till, Number: n}
	}
	lines, err := c.Desk.Shifts(c.ctx(), q)
	if err != nil {
		return err
	}
	next := ""
	if q.Till != "" && len(lines) == p.Limit {
		next = strconv.FormatInt(lines[len(lines)-1].ID.Number, 10)
	}
	return c.answer(listOf(lines, next))
}

// shiftID is the shift that the path names. Fault: shift.unknown.
func (c *call) shiftID() (report.ShiftID, error) {
	n, err := strconv.ParseInt(c.path("number"), 10, 64)
	if err != nil || n <= 0 || n == math.MaxInt64 {
		return report.ShiftID{}, fault.New(fault.NotFound, "shift.unknown", nil)
	}
	return report.ShiftID{Till: c.path("till"), Number: n}, nil
}

func (c *call) shiftPaper() error {
	id, err := c.shiftID()
	if err != nil {
		return err
	}
	p, err := c.Desk.Paper(c.ctx(), id)
	return answered(c, p, err)
}

func (c *call) shiftEvents() error {
	id, err := c.shiftID()
	if err != nil {
		return err
	}
	p, err := c.page()
	if err != nil {
		return err
	}
	q := report.LedgerQuery{Shift: id, Cashier: c.get("cashier"), Member: c.get("customer_id"), Text: c.get("q"), After: p.Cursor, Limit: p.Limit}
	if words := c.get("kind"); words != "" {
		for word := range strings.SplitSeq(words, ",") {
			var k journal.Kind
			if err := k.UnmarshalText([]byte(word)); err != nil {
				return fault.At("kind", "kind.unknown", fault.Args{"value": clip(word)})
			}
			q.Kinds = append(q.Kinds, k)
		}
	}
	if least := c.get("least"); least != "" {
		if q.Least, err = money.Parse(least); err != nil {
			return fault.At("least", "money.format", fault.Args{"value": clip(least)})
		}
	}
	rows, next, err := c.Desk.Ledger(c.ctx(), q)
	return answered(c, listOf(rows, next), err)
}

func (c *call) orderPapers() error {
	p, err := c.Desk.Order(c.ctx(), c.path("channel")+"/"+c.path("id"))
	return answered(c, p, err)
}

func (c *call) listAlerts() error {
	from, err := c.instant("from")
	if err != nil {
		return err
	}
	to, err := c.instant("to")
	if err != nil {
		return err
	}
	alerts, err := c.Desk.Alerts(c.ctx(), from, to)
	return answered(c, listOf(alerts, ""), err)
}

func (c *call) evidence() error {
	rows, err := c.Desk.Evidence(c.ctx(), c.get("id"))
	return answered(c, listOf(rows, ""), err)
}

func (c *call) reconcileAlert() error {
	var r office.Reconciliation
	if err := c.decode(&r, nil); err != nil {
		return err
	}
	return answered(c, r, c.Desk.Reconcile(c.ctx(), r.ID, r.By, r.Reason))
}

func (c *call) series() error {
	from, err := c.instant("from")
	if err != nil {
		return err
	}
	to, err := c.instant("to")
	if err != nil {
		return err
	}
	s, err := c.Desk.Series(c.ctx(), from, to)
	return answered(c, s, err)
}

func (c *call) ledger() error {
	h := share.Holder{Writer: c.path("till")}
	if s := c.get("epoch"); s != "" {
		n, err := strconv.ParseUint(s, 10, 32)
		if err != nil {
			return fault.At("epoch", "field.range", fault.Args{"value": clip(s), "min": int64(1)})
		}
		h.Epoch = uint32(n)
	}
	return c.stream("application/jsonl", "ledger-"+h.Writer+".jsonl", func(w io.Writer) error { return c.Office.ExportLedger(c.ctx(), h, w) })
}
