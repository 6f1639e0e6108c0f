package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tim/domain/office"
)

// A manager at a till may do what the manager's desk is for, and nothing else of central's.
func TestAManagerAtATillMayAskOnlyWhatIsTheirs(t *testing.T) {
	s := open(t)
	s.put("/v1/shops/q1/staff/mai", `{"name": "Mai", "role": "manager", "pin": "7913"}`).ok()
	door := s.server().Managers()
	ask := func(by, method, path, body string) (int, string) {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		if by != "" {
			r = r.WithContext(office.Acting(r.Context(), by))
		}
		w := httptest.NewRecorder()
		door.ServeHTTP(w, r)
		var p struct{ Code string }
		_ = json.Unmarshal(w.Body.Bytes(), &p)
		return w.Code, p.Code
	}
	for _, open := range []string{"GET /v1/program", "GET /v1/program/versions", "GET /v1/rewards", "GET /v1/customers", "GET /v1/products",
		"GET /v1/orders", "GET /v1/customers/export", "GET /v1/products/export"} {
		method, path, _ := strings.Cut(open, " ")
		if status, code := ask("q1/mai", method, path, ""); status != http.StatusOK {
			t.Errorf("%s: %d %s", open, status, code)
		}
		if status, code := ask("", method, path, ""); status != http.StatusForbidden || code != "token.kind" {
			t.Errorf("%s in nobody's name: %d %s", open, status, code)
		}
	}
	for _, shut := range []string{"PUT /v1/orders/web/1", "POST /v1/quotes", "GET /v1/backup", "GET /v1/tills", "GET /v1/exceptions", "GET /v1/glance",
		"POST /v1/tills/codes", "POST /v1/customers/anh/redemptions", "PUT /v1/shops/q1/staff/mai", "GET /metrics", "GET /healthz", "POST /v1/staff/sign-in"} {
		method, path, _ := strings.Cut(shut, " ")
		if status, code := ask("q1/mai", method, path, "{}"); status != http.StatusForbidden || code != "token.kind" {
			t.Errorf("%s: %d %s", shut, status, code)
		}
	}
	if status, code := ask("q1/mai", "PUT", "/v1/shops/q2", `{"name": "Q2"}`); code != "staff.manager" {
		t.Errorf("another shop: %d %s", status, code)
	}
	if status, code := ask("q1/mai", "PUT", "/v1/shops/q1", `{"name": "Q1", "channel": "store", "currency": "VND"}`); status != http.StatusOK {
		t.Errorf("their own shop: %d %s", status, code)
	}
}

// Who acts is the author of what was put, whatever the document says; who isn't a manager is refused.
func TestWhatIsDoneInAManagersNameIsRecordedSo(t *testing.T) {
	s := open(t)
	s.put("/v1/shops/q1/staff/mai", `{"name": "Mai", "role": "manager", "pin": "7913"}`).ok()
	s.put("/v1/shops/q1/staff/hong", `{"name": "Hồng", "role": "cashier", "pin": "7914"}`).ok()
	s.manager = "q1/hong"
	s.put("/v1/program", `{}`).refused(http.StatusForbidden, "staff.manager")
	s.manager = "mai"
	s.put("/v1/program", `{}`).refused(http.StatusUnprocessableEntity, "manager.format")
	s.manager = "q1/mai"
	s.put("/v1/program", `{"author": "somebody else", "effective_from": "2020-01-01T00:00:00Z"}`).ok().
		has("author", "q1/mai", "effective_from", "2026-11-21T12:00:00+07:00") // never back
	s.token, s.manager = "guessed", "q1/mai"
	s.put("/v1/program", `{}`).refused(http.StatusUnauthorized, "token.unknown")
}
