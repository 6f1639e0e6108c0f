package api

import (
	"bufio"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

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
	shifts := append([]param{{"shop", "of one shop"}, {"till", "of one till"}, {"cashier", "staff id"}}, append(slices.Clone(between), paging...)...)
	alerts := append(slices.Clone(between), param{"limit", "at most so many, 1 to 500; missing: all"}, paging[1])
	filter := []param{{"kind", "words such as order.paid, by comma"}, {"cashier", "staff id"}, {"customer_id", "of one member"},
		{"least", "whole đồng: an amount of so much and more"}, {"q", "in receipts, reasons, goods and names, without diacritics"}}
	events := append(slices.Clone(filter), paging...)
	return []endpoint{
		{method: "GET", path: "/v1/glance", id: "glance", summary: "all open shifts, and what somebody should look at", tag: tag,
			out: report.Glance{}, status: http.StatusOK, serve: (*call).glance},
		{method: "GET", path: "/v1/shifts", id: "list-shifts", summary: "shifts of all tills, newest first", tag: tag,
			query: shifts, out: list[report.Line]{}, status: http.StatusOK, serve: (*call).listShifts},
		{method: "GET", path: "/v1/shifts/{till}/{number}", id: "get-shift", summary: "a shift's X as it stands, or its Z", tag: tag,
			out: report.Paper{}, status: http.StatusOK, refusals: absent, serve: (*call).shiftPaper},
		{method: "GET", path: "/v1/shifts/{till}/{number}/events", id: "list-shift-events", summary: "a shift's ledger, oldest first", tag: tag,
			query: events, out: list[report.Row]{}, status: http.StatusOK, refusals: absent, serve: (*call).shiftEvents},
		{method: "GET", path: "/v1/shifts/{till}/{number}/events/export", id: "export-shift-events", summary: "a shift's whole ledger as JSON lines; the last one is what proves it", tag: tag,
			query: filter, out: text("application/jsonl"), status: http.StatusOK, refusals: absent, file: true, serve: (*call).exportShiftEvents},
		{method: "GET", path: "/v1/tills/{till}/events/export", id: "export-till-events", summary: "a till's whole ledger as JSON lines, under shifts or not; the last one is what proves it", tag: tag,
			query: filter, out: text("application/jsonl"), status: http.StatusOK, refusals: absent, file: true, serve: (*call).exportTillEvents},
		{method: "GET", path: "/v1/orders/{channel}/{id}/papers", id: "get-order-papers", summary: "an order's receipt and return slips as printed, why it earned what it did, and its events", tag: tag,
			out: orderPapers{}, status: http.StatusOK, refusals: absent, serve: (*call).orderPapers},
		{method: "GET", path: "/v1/alerts", id: "list-alerts", summary: "what rules found and central excepted, newest first, of two months", tag: tag,
			query: alerts, out: list[report.Alert]{}, status: http.StatusOK, serve: (*call).listAlerts},
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

// listShifts gives pages: of one till the cursor is the number of the last shift, of all tills it is where that stands in the list.
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
		if q.Behind, err = openingOf(p.Cursor, q.Till); err != nil {
			return err
		}
		if q.Till != "" {
			q.Before, q.Behind = q.Behind.ID, report.Opening{}
		}
	}
	lines, err := c.Desk.Shifts(c.ctx(), q)
	if err != nil {
		return err
	}
	next := ""
	if len(lines) == p.Limit {
		next = cursorOf(lines[len(lines)-1].Opening(), q.Till)
	}
	return c.answer(listOf(lines, next))
}

// cursorOf is where a page of shifts ends; till is whose they are, "" of all.
func cursorOf(o report.Opening, till string) string {
	number := strconv.FormatInt(o.ID.Number, 10)
	if till != "" {
		return number
	}
	return strconv.FormatInt(o.At.UnixMilli(), 10) + "." + number + "." + o.ID.Till
}

// openingOf reads a cursor of cursorOf. Fault: cursor.format.
func openingOf(cursor, till string) (o report.Opening, err error) {
	number := cursor
	if o.ID.Till = till; till == "" {
		at, rest, _ := strings.Cut(cursor, ".")
		number, o.ID.Till, _ = strings.Cut(rest, ".")
		ms, failed := strconv.ParseInt(at, 10, 64)
		o.At, err = time.UnixMilli(ms).UTC(), failed
	}
	n, failed := strconv.ParseInt(number, 10, 64)
	if o.ID.Number = n; err != nil || failed != nil || n <= 0 || o.ID.Till == "" {
		return o, fault.At("cursor", "cursor.format", nil)
	}
	return o, nil
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
	q, err := c.filter(id)
	if err != nil {
		return err
	}
	q.After, q.Limit = p.Cursor, p.Limit
	rows, next, err := c.Desk.Ledger(c.ctx(), q)
	return answered(c, listOf(rows, next), err)
}

// filter is what the query narrows a ledger to. Faults: kind.unknown, money.format.
func (c *call) filter(id report.ShiftID) (q report.LedgerQuery, err error) {
	q = report.LedgerQuery{Shift: id, Cashier: c.get("cashier"), Member: c.get("customer_id"), Text: c.get("q")}
	if words := c.get("kind"); words != "" {
		for word := range strings.SplitSeq(words, ",") {
			var k journal.Kind
			if err := k.UnmarshalText([]byte(word)); err != nil {
				return q, fault.At("kind", "kind.unknown", fault.Args{"value": clip(word)})
			}
			q.Kinds = append(q.Kinds, k)
		}
	}
	if least := c.get("least"); least != "" {
		if q.Least, err = money.Parse(least); err != nil {
			return q, fault.At("least", "money.format", fault.Args{"value": clip(least)})
		}
	}
	return q, nil
}

func (c *call) exportShiftEvents() error {
	id, err := c.shiftID()
	if err != nil {
		return err
	}
	return c.exportEvents(id)
}

func (c *call) exportTillEvents() error { return c.exportEvents(report.ShiftID{Till: c.path("till")}) }

// ledgerEnd is the last line of an exported ledger.
type ledgerEnd struct {
	Provenance report.Provenance `json:"provenance"`
}

// exportEvents streams a ledger: a line of JSON for each event, and one for what proves them.
func (c *call) exportEvents(id report.ShiftID) error {
	q, err := c.filter(id)
	if err != nil {
		return err
	}
	return c.stream("application/jsonl", "events-"+id.Till+".jsonl", func(w io.Writer) error {
		buffered := bufio.NewWriter(w)
		lines := json.NewEncoder(buffered)
		proof, err := c.Desk.Rows(c.ctx(), q, func(r report.Row) error { return lines.Encode(r) })
		if err != nil {
			return err
		}
		if err := lines.Encode(ledgerEnd{proof}); err != nil {
			return err
		}
		return buffered.Flush()
	})
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
	if err != nil {
		return err
	}
	alerts, next, err := c.alertPage(alerts)
	return answered(c, listOf(alerts, next), err)
}

// alertPage cuts a page out of all alerts, newest first: the cursor is the last one's instant and id. Without a limit it is all of them.
// Faults: field.range at limit, cursor.format.
func (c *call) alertPage(all []report.Alert) (_ []report.Alert, next string, err error) {
	p, err := c.page()
	if err != nil {
		return nil, "", err
	}
	if p.Cursor != "" {
		at, id, _ := strings.Cut(p.Cursor, ".")
		ms, err := strconv.ParseInt(at, 10, 64)
		if err != nil || id == "" {
			return nil, "", fault.At("cursor", "cursor.format", nil)
		}
		last := report.Alert{ID: id, At: time.UnixMilli(ms)}
		all = slices.DeleteFunc(all, func(a report.Alert) bool { return last.Compare(a) >= 0 })
	}
	if c.get("limit") == "" || len(all) <= p.Limit {
		return all, "", nil
	}
	last := all[p.Limit-1]
	return all[:p.Limit], strconv.FormatInt(last.At.UnixMilli(), 10) + "." + last.ID, nil
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
