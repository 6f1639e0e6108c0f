package api

import (
	"encoding/json"
	"net/http"

	till "tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/office"
	"tim/domain/shift"
)

// staffWish is who may sign in at a shop's tills.
type staffWish struct {
	Name string `json:"name"`
	Role string `json:"role" doc:"cashier, supervisor or manager"`
	PIN  string `json:"pin" doc:"4 to 12 digits; only what proves it is kept; a new one mustn't be one digit all along or a run such as 1234, unless the shop's policy says weak_pins"`
	// SSHKeys missing leaves those that there are.
	SSHKeys *[]string `json:"ssh_keys,omitempty" doc:"public keys, a line of authorized_keys each, that open the desk over SSH for supervisors and managers; missing: as they are"`
}

// staffDoc is such a person without the PIN; only the id of one who may no more.
type staffDoc struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	Role string `json:"role,omitempty"`
	// LetGo may be taken on again, by a PUT or by a manager at a till.
	LetGo bool `json:"let_go,omitempty"`
}

var roles = map[string]shift.Role{"cashier": shift.Cashier, "supervisor": shift.Supervisor, "manager": shift.Manager}

func (s *Server) shopEndpoints() []endpoint {
	const tag = "Shops"
	return []endpoint{
		{method: "PUT", path: "/v1/shops/{shop}", id: "put-shop", manager: true, summary: "what a shop's tills print and decide about their counter", tag: tag,
			in: till.Shop{}, out: till.Shop{}, status: http.StatusOK, serve: (*call).putShop},
		{method: "PUT", path: "/v1/shops/{shop}/staff/{id}", id: "put-staff", summary: "somebody who may sign in at a shop's tills; a shop that has a manager keeps one", tag: tag,
			in: staffWish{}, out: staffDoc{}, status: http.StatusOK, refusals: []int{http.StatusConflict}, serve: (*call).putStaff},
		{method: "DELETE", path: "/v1/shops/{shop}/staff/{id}", id: "remove-staff", summary: "and may no more", tag: tag,
			out: staffDoc{}, status: http.StatusOK, refusals: []int{http.StatusConflict}, serve: (*call).removeStaff},
		{method: "GET", path: "/v1/shops/{shop}/staff", id: "list-staff", manager: true, summary: "a shop's staff, then who was let go; nothing that proves a PIN", tag: tag,
			out: list[staffDoc]{}, status: http.StatusOK, serve: (*call).listStaff},
		{method: "POST", path: "/v1/staff/sign-in", id: "open-desk", summary: "a supervisor or manager shows by PIN who they are, for the desk elsewhere; a refusal doesn't say what was wrong", tag: tag,
			in: office.DeskSignIn{}, out: staffDoc{}, status: http.StatusOK, refusals: []int{http.StatusForbidden, http.StatusTooManyRequests}, serve: (*call).openDesk},
		{method: "GET", path: "/v1/staff/ssh-keys", id: "list-ssh-keys", summary: "the SSH keys that open the desk, of all shops' supervisors and managers", tag: tag,
			out: list[office.DeskKey]{}, status: http.StatusOK, serve: (*call).deskKeys},
	}
}

func (c *call) putShop() error {
	if err := c.ownShop(); err != nil {
		return err
	}
	var shop till.Shop
	if err := c.decode(&shop, nil); err != nil {
		return err
	}
	if err := shop.Check(); err != nil {
		return err
	}
	document, err := json.Marshal(shop)
	if err != nil {
		return err
	}
	if err := c.Office.PutShop(c.ctx(), c.path("shop"), document); err != nil {
		return err
	}
	return c.answer(shop)
}

func (c *call) putStaff() error {
	var wish staffWish
	if err := c.decode(&wish, nil); err != nil {
		return err
	}
	role, known := roles[wish.Role]
	switch {
	case wish.Name == "":
		return fault.At("name", "field.required", nil)
	case !known:
		return fault.At("role", "field.enum", fault.Args{"value": wish.Role, "allowed": "cashier, supervisor, manager"})
	}
	keys, err := authorized(wish.SSHKeys)
	if err != nil {
		return err
	}
	if err := c.Office.Employ(c.ctx(), c.path("shop"), shift.Staff{ID: c.path("id"), Name: wish.Name, Role: role}, wish.PIN); err != nil {
		return err
	}
	if wish.SSHKeys != nil {
		if err := c.Office.SetDeskKeys(c.ctx(), c.path("shop"), c.path("id"), keys); err != nil {
			return err
		}
	}
	return c.answer(staffDoc{ID: c.path("id"), Name: wish.Name, Role: wish.Role})
}

func (c *call) openDesk() error {
	var s office.DeskSignIn
	if err := c.decode(&s, nil); err != nil {
		return err
	}
	who, err := c.Office.OpenDesk(c.ctx(), s)
	return answered(c, staffDoc{ID: who.ID, Name: who.Name, Role: roleName(who.Role)}, err)
}

func (c *call) listStaff() error {
	if err := c.ownShop(); err != nil {
		return err
	}
	people, err := c.Office.Staff(c.ctx(), c.path("shop"))
	var docs []staffDoc
	for _, p := range people {
		docs = append(docs, staffDoc{ID: p.ID, Name: p.Name, Role: roleName(p.Role), LetGo: p.Gone})
	}
	return answered(c, listOf(docs, ""), err)
}

func roleName(r shift.Role) string {
	for name, role := range roles {
		if role == r {
			return name
		}
	}
	return ""
}

func (c *call) removeStaff() error {
	if err := c.Office.RemoveStaff(c.ctx(), c.path("shop"), c.path("id")); err != nil {
		return err
	}
	return c.answer(staffDoc{ID: c.path("id")})
}
