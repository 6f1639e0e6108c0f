package api

import (
	"net/http"

	"tim/domain/office"
)

func (s *Server) accountEndpoints() []endpoint {
	const tag = "Points"
	absent := []int{http.StatusNotFound}
	return []endpoint{
		{method: "GET", path: "/v1/customers/{id}/points", id: "get-points", manager: true, summary: "the account at any instant", tag: tag, query: atTime,
			out: office.Points{}, status: http.StatusOK, refusals: absent, serve: (*call).getPoints},
		{method: "GET", path: "/v1/customers/{id}/entries", id: "list-entries", manager: true, summary: "the statement, oldest first", tag: tag, query: paging,
			out: list[office.Entry]{}, status: http.StatusOK, refusals: absent, serve: (*call).listEntries},
		{method: "GET", path: "/v1/customers/{id}/statement", id: "list-statement", manager: true, summary: "the statement, newest first, with how points came about", tag: tag, query: paging,
			out: list[office.ExplainedEntry]{}, status: http.StatusOK, refusals: absent, serve: (*call).listStatement},
		{method: "POST", path: "/v1/customers/{id}/adjustments", id: "adjust-points", manager: true, summary: "points given or taken by hand, with a reason", tag: tag,
			keyed: true, in: office.Adjustment{}, out: office.Points{}, status: http.StatusOK, refusals: absent, serve: (*call).adjustPoints},
		{method: "POST", path: "/v1/customers/{id}/redemptions", id: "redeem", summary: "points into a voucher of a reward, or of money", tag: tag,
			keyed: true, in: office.Redemption{}, out: office.Redeemed{}, status: http.StatusCreated, refusals: absent, serve: (*call).redeem},
		{method: "GET", path: "/v1/customers/{id}/vouchers", id: "list-vouchers", manager: true, summary: "a member's vouchers, newest first", tag: tag, query: paging,
			out: list[office.VoucherView]{}, status: http.StatusOK, refusals: absent, serve: (*call).listVouchers},
	}
}

func (c *call) getPoints() error {
	at, err := c.instant("at")
	if err != nil {
		return err
	}
	p, err := c.Office.Points(c.ctx(), c.path("id"), at)
	if err != nil {
		return err
	}
	return c.answer(p)
}

func (c *call) listEntries() error {
	p, err := c.page()
	if err != nil {
		return err
	}
	entries, next, err := c.Office.Entries(c.ctx(), c.path("id"), p)
	if err != nil {
		return err
	}
	return c.answer(listOf(entries, next))
}

func (c *call) listStatement() error {
	p, err := c.page()
	if err != nil {
		return err
	}
	lines, next, err := c.Office.Statement(c.ctx(), c.path("id"), languageOf(c.r).wording(), p)
	return answered(c, listOf(lines, next), err)
}

func (c *call) adjustPoints() error {
	var doc office.Adjustment
	if err := c.decode(&doc, &doc.Key); err != nil {
		return err
	}
	p, err := c.Office.Adjust(c.ctx(), c.path("id"), doc)
	if err != nil {
		return err
	}
	return c.answer(p)
}

func (c *call) redeem() error {
	var doc office.Redemption
	if err := c.decode(&doc, &doc.Key); err != nil {
		return err
	}
	redeemed, err := c.Office.Redeem(c.ctx(), c.path("id"), doc)
	if err != nil {
		return err
	}
	return c.answer(redeemed)
}

func (c *call) listVouchers() error {
	vouchers, err := c.Office.Vouchers(c.ctx(), c.path("id"))
	if err != nil {
		return err
	}
	return c.answer(listOf(vouchers, ""))
}
