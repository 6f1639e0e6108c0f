package api

import (
	"context"
	"net/http"
	"strings"

	"tim/domain/fault"
	"tim/domain/office"
)

// ManagerHeader says beside the admin token in whose name a request is made: "SHOP/STAFF-ID" of a manager of that shop.
const ManagerHeader = "Tim-Manager"

type managerKey struct{}

// Managers answers managers, whom somebody else has shown to be one: the request's context says who acts (office.Acting). Only what is
// theirs is open to them.
func (s *Server) Managers() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), managerKey{}, true)))
	})
}

// byManager says whether a request came by Managers.
func byManager(r *http.Request) bool {
	by, _ := r.Context().Value(managerKey{}).(bool)
	return by
}

// named is a request of the admin's in the name of the manager that it names, if it does. Faults: manager.format, staff.manager.
func (s *Server) named(r *http.Request) (*http.Request, error) {
	who := r.Header.Get(ManagerHeader)
	if who == "" || byManager(r) {
		return r, nil
	}
	if token, given := bearer(r); !given || s.kindOf(token) != Admin {
		return r, nil // of anybody else it is no word
	}
	shop, id, whole := strings.Cut(who, "/")
	if !whole {
		return nil, fault.At(ManagerHeader, "manager.format", fault.Args{"value": clip(who)})
	}
	by, err := s.Office.ManagerOf(r.Context(), shop, id)
	return r.WithContext(office.Acting(r.Context(), by)), err
}

// ownShop refuses a manager what is another shop's. Fault: staff.manager.
func (c *call) ownShop() error {
	by := office.Actor(c.ctx())
	if byManager(c.r) && !strings.HasPrefix(by, c.path("shop")+"/") {
		return fault.New(fault.Forbidden, "staff.manager", fault.Args{"name": by})
	}
	return nil
}
