package api

import (
	"net/http"

	"tim/domain/fault"
	"tim/domain/office"
)

func (s *Server) customerEndpoints() []endpoint {
	const tag = "Customers"
	return []endpoint{
		{method: "POST", path: "/v1/customers", id: "create-customer", manager: true, summary: "a new member", tag: tag, keyed: true,
			in: office.NewMember{}, out: office.Member{}, status: http.StatusCreated, serve: (*call).createCustomer},
		{method: "GET", path: "/v1/customers", id: "find-customers", manager: true, summary: "by phone, tail of a phone, or name without diacritics", tag: tag,
			query: search, out: list[office.Member]{}, status: http.StatusOK, serve: (*call).findCustomers},
		{method: "GET", path: "/v1/customers/{id}", id: "get-customer", manager: true, summary: "one member; a merged id answers with the new one", tag: tag,
			out: office.Member{}, status: http.StatusOK, refusals: []int{http.StatusNotFound}, serve: (*call).getCustomer},
		{method: "PATCH", path: "/v1/customers/{id}", id: "patch-customer", manager: true, summary: "change the fields that are given", tag: tag,
			in: office.MemberPatch{}, out: office.Member{}, status: http.StatusOK, refusals: []int{http.StatusNotFound, http.StatusConflict}, serve: (*call).patchCustomer},
		{method: "GET", path: "/v1/customers/by-phone/{phone}", id: "get-customer-by-phone", manager: true, summary: "by phone, in any form", tag: tag,
			out: office.Member{}, status: http.StatusOK, refusals: []int{http.StatusNotFound, http.StatusUnprocessableEntity}, serve: (*call).getCustomerByPhone},
		{method: "POST", path: "/v1/customers/{id}/merge", id: "merge-customer", manager: true, summary: "points, lots, vouchers and orders move to another member", tag: tag,
			keyed: true, in: mergeDoc{}, out: office.Member{}, status: http.StatusOK, refusals: []int{http.StatusNotFound}, serve: (*call).mergeCustomer},
		{method: "GET", path: "/v1/customers/{id}/export", id: "export-customer", manager: true, summary: "all that is known of a member, for the member", tag: tag,
			out: office.Dossier{}, status: http.StatusOK, refusals: []int{http.StatusNotFound}, file: true, serve: (*call).exportCustomer},
		{method: "POST", path: "/v1/customers/{id}/erase", id: "erase-customer", manager: true, tag: tag, keyed: true,
			summary: "forget who a member is; points, vouchers and orders stay under the id, without a name",
			in:      office.Erasure{}, out: office.Member{}, status: http.StatusOK, refusals: []int{http.StatusNotFound}, serve: (*call).eraseCustomer},
	}
}

// mergeDoc says whom a member's account flows into.
type mergeDoc struct {
	Into string `json:"into"`
}

func (c *call) createCustomer() error {
	var doc office.NewMember
	if err := c.decode(&doc, nil, func() error { return doc.Check(c.Now()) }); err != nil {
		return err
	}
	m, err := c.Office.CreateMember(c.ctx(), doc)
	if err != nil {
		return err
	}
	return c.answerLocal(m)
}

func (c *call) findCustomers() error {
	p, err := c.page()
	if err != nil {
		return err
	}
	members, next, err := c.Office.FindMembers(c.ctx(), c.get("q"), p)
	if err != nil {
		return err
	}
	return c.answerLocal(listOf(members, next))
}

func (c *call) getCustomer() error { return c.customer(c.Office.Member(c.ctx(), c.path("id"))) }

func (c *call) getCustomerByPhone() error {
	return c.customer(c.Office.MemberByPhone(c.ctx(), c.path("phone")))
}

func (c *call) customer(m office.Member, err error) error {
	if err != nil {
		return err
	}
	return c.answerLocal(m)
}

func (c *call) patchCustomer() error {
	var doc office.MemberPatch
	if err := c.decode(&doc, nil); err != nil {
		return err
	}
	return c.customer(c.Office.PatchMember(c.ctx(), c.path("id"), doc))
}

func (c *call) mergeCustomer() error {
	var doc mergeDoc
	if err := c.decode(&doc, nil); err != nil {
		return err
	}
	if doc.Into == "" {
		return fault.At("into", "field.required", nil)
	}
	return c.customer(c.Office.Merge(c.ctx(), c.path("id"), doc.Into))
}

func (c *call) exportCustomer() error {
	d, err := c.Office.Dossier(c.ctx(), c.path("id"), languageOf(c.r).wording())
	if err != nil {
		return err
	}
	return c.answerLocal(d)
}

func (c *call) eraseCustomer() error {
	var doc office.Erasure
	if err := c.decode(&doc, &doc.Key); err != nil {
		return err
	}
	return c.customer(c.Office.Erase(c.ctx(), c.path("id"), doc, author))
}
