package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestWhoMayAsk(t *testing.T) {
	s := open(t)
	for token, want := range map[string]struct {
		status int
		code   string
	}{
		"":         {http.StatusUnauthorized, "token.missing"},
		"guessed":  {http.StatusUnauthorized, "token.unknown"},
		tillToken:  {http.StatusForbidden, "token.kind"},
		adminToken: {http.StatusOK, ""},
	} {
		s.token = token
		r := s.get("/v1/program").is(want.status)
		if want.code != "" {
			r.refused(want.status, want.code)
		}
		if (r.header.Get("WWW-Authenticate") != "") != (want.status == http.StatusUnauthorized) {
			t.Errorf("%q: WWW-Authenticate %q", token, r.header.Get("WWW-Authenticate"))
		}
	}
}

func TestProbesNeedNoToken(t *testing.T) {
	s := open(t)
	s.token = ""
	s.get("/healthz").ok()
	s.get("/readyz").ok()
	if !strings.Contains(string(s.get("/metrics").ok().body), "central_requests_total") {
		t.Error("/metrics counts no requests")
	}
}

func TestHealthTellsWhenWritesFail(t *testing.T) {
	s := open(t)
	s.get("/healthz").ok()
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	s.later(time.Minute)
	r := s.get("/healthz").refused(http.StatusServiceUnavailable, "store.closed")
	if r.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	s.closed = true
}

func TestWhatIsNotJSONIs400(t *testing.T) {
	s := open(t)
	for _, body := range []string{"", "{", "[]", "null", `"x"`, "{} {}", `{"a":}`, "phone=0912345678"} {
		s.put("/v1/program", body).refused(http.StatusBadRequest, "json.format")
		s.post("/v1/customers", body).refused(http.StatusBadRequest, "json.format")
		s.put("/v1/orders/web/1", body).refused(http.StatusBadRequest, "json.format")
	}
}

func TestEveryFaultOfADocumentAtOnce(t *testing.T) {
	s := open(t)
	s.put("/v1/program", `{"tiers": [{"id": "a", "name": "A", "min_ranking_points": 0, "rate_percent": "1000.01"}, 
		{"id": "b", "name": "B", "min_ranking_points": 10, "rate_percent": -1}], "ranking": {"spend": "0", "points": 0}, "rounding": "bankers"}`).
		is(http.StatusUnprocessableEntity)
	s.put("/v1/program", `{"tires": [], "rounding": 5, "earn": {"triger": "paid"}}`).refused(http.StatusUnprocessableEntity, "field.unknown").
		at("earn.triger field.unknown", "rounding field.type", "tires field.unknown")
	s.post("/v1/customers", `{"phone": 912345678, "Name": "Ánh", "name": "Ánh", "opening": {"points": "5"}}`).
		refused(http.StatusUnprocessableEntity, "field.type").
		at("phone field.type", "Name field.unknown", "opening.points field.type")
	s.put("/v1/orders/web/1", `{"lines": [{"sku": "A", "quantity": "0", "unit_price": "x"}, {"sku": "B", "quantity": 1, "qty": 2}], "use_points": -1}`).
		is(http.StatusUnprocessableEntity).
		at("lines[0].quantity quantity.range", "lines[0].unit_price money.format", "lines[1].qty field.unknown", "use_points field.range")
}

func TestMoneyIsAStringOrANumber(t *testing.T) {
	s := open(t)
	for _, price := range []string{`"32000"`, `32000`, `32000.0`, `3.2e4`, `"32000.00"`} {
		body := fmt.Sprintf(`{"lines": [{"sku": "SUA", "quantity": 2, "unit_price": %s}]}`, price)
		s.post("/v1/quotes", body).ok().has("totals.payable", "64000", "order.lines.0.quantity", "2")
	}
	for _, price := range []string{`"32.000,5"`, `0.5`, `true`, `"1e30"`, `-1`, `"100000000000000001"`} {
		s.post("/v1/quotes", fmt.Sprintf(`{"lines": [{"sku": "SUA", "quantity": 2, "unit_price": %s}]}`, price)).is(http.StatusUnprocessableEntity)
	}
}

func TestSentencesFollowAcceptLanguage(t *testing.T) {
	s := open(t)
	en := s.get("/v1/customers/nobody").refused(http.StatusNotFound, "customer.unknown").text("detail")
	vi := s.ask("GET", "/v1/customers/nobody", "", "Accept-Language", "vi-VN,vi;q=0.9,en;q=0.8").text("detail")
	if en != "no such customer" || vi != "không có khách này" {
		t.Errorf("%q, %q", en, vi)
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	s := open(t)
	s.get("/v1/custommers").refused(http.StatusNotFound, "path.unknown")
	r := s.post("/v1/program", "{}").refused(http.StatusMethodNotAllowed, "method.not_allowed")
	if r.header.Get("Allow") != "GET, PUT" {
		t.Errorf("Allow: %s", r.header.Get("Allow"))
	}
	s.ask("DELETE", "/v1/customers/by-phone/0912345678", "").refused(http.StatusMethodNotAllowed, "method.not_allowed")
}

func TestABodyTooLongIs413(t *testing.T) {
	s := open(t)
	s.put("/v1/orders/web/1", `{"x": "`+strings.Repeat("a", 2<<20)+`"}`).refused(http.StatusRequestEntityTooLarge, "body.too_long")
}

// A body that never comes is answered 408 once its time is over; the connection is then closed. Slow by nature: 10 s.
func TestABodyTooSlowIs408(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a time-out")
	}
	t.Parallel()
	s := open(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "PUT /v1/program HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 100\r\n\r\n{", adminToken)
	answer, err := io.ReadAll(conn)
	if err != nil || !bytes.HasPrefix(answer, []byte("HTTP/1.1 408 ")) || !bytes.Contains(answer, []byte("body.timeout")) {
		t.Errorf("%v %s", err, answer)
	}
}

func TestMoreThanTheRateIs429(t *testing.T) {
	s := open(t)
	s.token = tillToken
	limited := 0
	for range 1100 {
		r := s.get("/v1/program")
		if r.status == http.StatusTooManyRequests {
			limited++
			if r.refused(http.StatusTooManyRequests, "rate.limit").header.Get("Retry-After") == "" {
				t.Fatal("no Retry-After")
			}
		}
	}
	if limited != 100 { // the clock stands
		t.Errorf("%d of 1100 limited, want the 100 beyond the burst", limited)
	}
	s.later(time.Second)
	s.get("/v1/program").refused(http.StatusForbidden, "token.kind")
	s.token = adminToken
	for range 1100 {
		s.get("/healthz").ok()
		s.get("/v1/program").ok() // the admin on loopback is exempt
	}
}

func TestLogsHoldNoPersonalData(t *testing.T) {
	s := open(t)
	s.member("anh-2026", "0912345678", 10)
	s.get("/v1/customers/by-phone/0912345678").ok()
	s.get("/v1/customers?q=Trần+Thị+Ánh").ok()
	s.get("/v1/customers/anh-2026").ok()
	s.post("/v1/customers", `{"phone": "0912345678", "name": "Ánh"}`).is(http.StatusConflict)
	s.put("/v1/orders/web/1", order("anh-2026", 32000, "")).ok()
	text := s.log.String()
	for _, personal := range []string{"912345678", "Ánh", "Tr%E1", "anh-2026", adminToken} {
		if strings.Contains(text, personal) {
			t.Errorf("the log holds %q", personal)
		}
	}
	for line := range strings.Lines(text) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
	}
	if !strings.Contains(text, "/v1/customers/by-phone/{phone}") {
		t.Error("the log names no routes")
	}
}
