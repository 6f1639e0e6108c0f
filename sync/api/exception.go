package api

import (
	"net/http"
	"time"

	"tim/domain/fault"
	"tim/domain/office"
)

// exceptionDoc is something that can't all be true, or wasn't as the programme has it.
type exceptionDoc struct {
	ID           string    `json:"id"`
	At           time.Time `json:"at" doc:"when central heard of it"`
	Kind         string    `json:"kind" doc:"trust.taken, account.overdraw, journal.forked, journal.broken, take.late, clock.ahead, earned.differs, voucher.twice, invoice.twice, order.past, phone.taken, body.unread"`
	Till         string    `json:"till"`
	Epoch        int64     `json:"epoch"`
	Event        int64     `json:"event" doc:"seq in the till's journal"`
	Customer     string    `json:"customer_id,omitempty"`
	Order        string    `json:"order,omitempty" doc:"channel/id"`
	Detail       string    `json:"detail,omitempty" doc:"code of a voucher, id of a lot, figures"`
	ReconciledAt time.Time `json:"reconciled_at,omitzero" doc:"missing while nobody has looked into it"`
	By           string    `json:"by,omitempty" doc:"the supervisor who has"`
	Reason       string    `json:"reason,omitempty"`
}

func exceptionOf(e office.Exception) exceptionDoc {
	return exceptionDoc{ID: e.ID, At: e.At, Kind: e.Kind, Till: e.Till.Writer, Epoch: int64(e.Till.Epoch), Event: int64(e.Seq), Customer: e.Member, Order: e.Order,
		Detail: e.Detail, ReconciledAt: e.ReconciledAt, By: e.By, Reason: e.Reason}
}

func (s *Server) exceptionEndpoints() []endpoint {
	const tag = "Exceptions"
	filter := append([]param{{"kind", "of one kind"}, {"till", "of one till"}, {"customer_id", "of one member"},
		{"open", "true: only those that nobody has reconciled"}}, paging...)
	return []endpoint{
		{method: "GET", path: "/v1/exceptions", id: "list-exceptions", summary: "what happened at tills and somebody should look at, oldest first", tag: tag,
			query: filter, out: list[exceptionDoc]{}, status: http.StatusOK, serve: (*call).listExceptions},
		{method: "POST", path: "/v1/exceptions/reconcile", id: "reconcile-exception", summary: "a supervisor has looked into it; it stays listed, and the first word stands",
			tag: tag, in: office.Reconciliation{}, out: exceptionDoc{}, status: http.StatusOK, refusals: []int{http.StatusNotFound}, serve: (*call).reconcile},
	}
}

func (c *call) listExceptions() error {
	p, err := c.page()
	if err != nil {
		return err
	}
	open := c.get("open")
	if open != "" && open != "true" && open != "false" {
		return fault.At("open", "field.enum", fault.Args{"value": clip(open), "allowed": "true, false"})
	}
	f := office.ExceptionFilter{Kind: c.get("kind"), Till: c.get("till"), Member: c.get("customer_id"), Open: open == "true"}
	found, next, err := c.Office.Exceptions(c.ctx(), f, p)
	if err != nil {
		return err
	}
	var docs []exceptionDoc
	for _, e := range found {
		docs = append(docs, exceptionOf(e))
	}
	return c.answer(listOf(docs, next))
}

func (c *call) reconcile() error {
	var r office.Reconciliation
	if err := c.decode(&r, nil); err != nil {
		return err
	}
	e, err := c.Office.Reconcile(c.ctx(), r)
	if err != nil {
		return err
	}
	return c.answer(exceptionOf(e))
}
