package api

import (
	"cmp"
	"net/http"

	"tim/domain/office"
	"tim/domain/sale"
)

func (s *Server) orderEndpoints() []endpoint {
	const tag = "Orders"
	filter := append([]param{{"customer_id", "of one member"}, {"from", "placed at or after"}, {"to", "placed before"}}, paging...)
	return []endpoint{
		{method: "PUT", path: "/v1/orders/{channel}/{id}", id: "put-order", summary: "the whole order as it now stands", tag: tag,
			in: office.OrderDoc{}, out: office.OrderAnswer{}, status: http.StatusOK,
			refusals: []int{http.StatusNotFound, http.StatusConflict}, serve: (*call).putOrder},
		{method: "POST", path: "/v1/quotes", id: "quote-order", summary: "the same answer, nothing stored", tag: tag,
			in: office.OrderDoc{}, out: office.OrderAnswer{}, status: http.StatusOK, refusals: []int{http.StatusNotFound}, serve: (*call).quoteOrder},
		{method: "GET", path: "/v1/orders/{channel}/{id}", id: "get-order", manager: true, summary: "one order", tag: tag,
			out: office.OrderAnswer{}, status: http.StatusOK, refusals: []int{http.StatusNotFound}, serve: (*call).getOrder},
		{method: "GET", path: "/v1/orders", id: "list-orders", manager: true, summary: "orders, newest placed first", tag: tag, query: filter,
			out: list[office.OrderAnswer]{}, status: http.StatusOK, serve: (*call).listOrders},
	}
}

func (c *call) putOrder() error {
	var doc office.OrderDoc
	rules := func() error { return doc.Check(c.path("channel"), c.path("id"), c.Now()) }
	if err := c.decode(&doc, nil, rules); err != nil {
		return err
	}
	return c.order(c.Office.PutOrder(c.ctx(), c.path("channel"), c.path("id"), doc))
}

func (c *call) quoteOrder() error {
	var doc office.OrderDoc
	rules := func() error { return doc.Check(cmp.Or(doc.Channel, sale.Store), doc.ID, c.Now()) }
	if err := c.decode(&doc, nil, rules); err != nil {
		return err
	}
	return c.order(c.Office.Quote(c.ctx(), doc))
}

func (c *call) getOrder() error {
	return c.order(c.Office.Order(c.ctx(), c.path("channel"), c.path("id")))
}

func (c *call) order(a office.OrderAnswer, err error) error {
	if err != nil {
		return err
	}
	return c.answer(a)
}

func (c *call) listOrders() error {
	p, err := c.page()
	if err != nil {
		return err
	}
	from, err := c.instant("from")
	if err != nil {
		return err
	}
	to, err := c.instant("to")
	if err != nil {
		return err
	}
	orders, next, err := c.Office.Orders(c.ctx(), office.OrderFilter{Customer: c.get("customer_id"), From: from, To: to}, p)
	if err != nil {
		return err
	}
	return c.answer(listOf(orders, next))
}
