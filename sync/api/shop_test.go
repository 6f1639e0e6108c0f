package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tim/domain/office"
	"tim/storage/storetest/enginetest"
	"tim/sync/api"
)

const (
	adminToken = "the admin's token"
	tillToken  = "a till's token"
	secret     = "haravan's app secret"
	bankSecret = "the bank's secret"
)

// noon is when the tests' story happens: 12:00 in Viet Nam on a Saturday.
var noon = time.Date(2026, 11, 21, 5, 0, 0, 0, time.UTC)

// shop is central over real HTTP and a real store, with a clock that stands where the test puts it.
type shop struct {
	t       testing.TB
	url     string
	token   string
	manager string // in whose name, "" in nobody's
	client  *http.Client
	log     *bytes.Buffer
	store   enginetest.Store
	closed  bool // the store, by the test

	mu  sync.Mutex
	now time.Time
}

func open(t testing.TB) *shop {
	t.Helper()
	s := &shop{t: t, token: adminToken, now: noon, log: new(bytes.Buffer), client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	s.store = openStore(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	server := s.server()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, l, nil) }()
	t.Cleanup(func() {
		s.client.CloseIdleConnections()
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		s.sound()
		if err := s.store.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *shop) server() *api.Server {
	tokens := map[[sha256.Size]byte]api.Kind{sha256.Sum256([]byte(adminToken)): api.Admin, sha256.Sum256([]byte(tillToken)): api.Till}
	var zones api.Zones
	server, err := api.New(api.Config{
		Office: office.New(office.Config{Store: s.store, Now: s.clock, Entropy: rand.Reader, Zone: zones.Load}),
		Store:  s.store, Now: s.clock, Zone: zones.Load, Version: "test", HaravanSecret: secret, BankSecret: bankSecret, Backup: s.store.Backup,
		PageURL: s.url, PageKeys: [][]byte{pageKey, oldPageKey},
		Log:   slog.New(slog.NewJSONHandler(&locked{w: s.log}, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Token: func(sum [sha256.Size]byte) api.Kind { return tokens[sum] },
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return server
}

type locked struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

func (s *shop) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// later lets time pass.
func (s *shop) later(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// reply is an answer to a request.
type reply struct {
	t      testing.TB
	asked  string
	status int
	header http.Header
	body   []byte
}

// ask sends a request; headers are pairs.
func (s *shop) ask(method, path, body string, headers ...string) reply {
	s.t.Helper()
	r, err := s.try(method, path, body, headers...)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (s *shop) try(method, path, body string, headers ...string) (reply, error) {
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	if s.manager != "" {
		r.Header.Set(api.ManagerHeader, s.manager)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	return reply{s.t, method + " " + path, answer.StatusCode, answer.Header, b}, err
}

func (s *shop) get(path string) reply        { s.t.Helper(); return s.ask("GET", path, "") }
func (s *shop) put(path, body string) reply  { s.t.Helper(); return s.ask("PUT", path, body) }
func (s *shop) post(path, body string) reply { s.t.Helper(); return s.ask("POST", path, body) }
func (r reply) ok() reply                    { r.t.Helper(); return r.is(http.StatusOK) }
func (r reply) made() reply                  { r.t.Helper(); return r.is(http.StatusCreated) }
func (r reply) refused(status int, code string) reply {
	r.t.Helper()
	r.is(status).has("code", code)
	if got := r.header.Get("Content-Type"); got != "application/problem+json" {
		r.t.Errorf("%s: content type %q", r.asked, got)
	}
	return r
}

// at says that the first fault is at that field with that code.
func (r reply) at(fields ...string) reply {
	r.t.Helper()
	var got []string
	list, _ := r.value("errors").([]any)
	for _, e := range list {
		m := e.(map[string]any)
		got = append(got, fmt.Sprint(m["field"], " ", m["code"]))
		if m["message"] == "" || m["message"] == m["code"] {
			r.t.Errorf("%s: %v has no words", r.asked, m)
		}
	}
	if !reflect.DeepEqual(got, fields) {
		r.t.Errorf("%s: faults %q, want %q", r.asked, got, fields)
	}
	return r
}

func (r reply) is(status int) reply {
	r.t.Helper()
	if r.status != status {
		r.t.Fatalf("%s: %d, want %d: %s", r.asked, r.status, status, r.body)
	}
	return r
}

// value is what stands at a dotted path: "lots.0.points".
func (r reply) value(path string) any {
	r.t.Helper()
	var v any
	d := json.NewDecoder(bytes.NewReader(r.body))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		r.t.Fatalf("%s: %v in %q", r.asked, err, r.body)
	}
	for _, name := range strings.Split(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(at) {
				return nil
			}
			v = at[i]
		default:
			return nil
		}
	}
	return v
}

// has compares what stands at paths: path, want, path, want. Numbers and strings are compared as written.
func (r reply) has(pairs ...any) reply {
	r.t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		got := r.value(pairs[i].(string))
		if list, ok := got.([]any); ok && pairs[i+1] == 0 {
			got = len(list)
		}
		if fmt.Sprint(got) != fmt.Sprint(pairs[i+1]) {
			r.t.Errorf("%s: %s is %v, want %v\n%s", r.asked, pairs[i], got, pairs[i+1], r.body)
		}
	}
	return r
}

func (r reply) text(path string) string { r.t.Helper(); return fmt.Sprint(r.value(path)) }

func (r reply) int(path string) int64 {
	r.t.Helper()
	n, err := strconv.ParseInt(r.text(path), 10, 64)
	if err != nil {
		r.t.Fatalf("%s: %s: %v", r.asked, path, err)
	}
	return n
}

// program is 1.000 ₫ a point, a first tier at 100 % and Vàng at 150 % from 5.000 points on, nothing lapses.
const program = `{"effective_from": "2020-01-01T00:00:00+07:00",
 "tiers": [{"id": "khoi-tao", "name": "Khởi tạo", "min_ranking_points": 0, "rate_percent": "100"},
           {"id": "vang", "name": "Vàng", "min_ranking_points": 5000, "rate_percent": "150"}] %s}`

// programme sets it, with more fields: `, "rounding": "half_up"`.
func (s *shop) programme(more string) reply {
	s.t.Helper()
	return s.put("/v1/program", fmt.Sprintf(program, more)).ok()
}

// member makes one who joined long ago, with opening points.
func (s *shop) member(id, phone string, points int) reply {
	s.t.Helper()
	return s.post("/v1/customers", fmt.Sprintf(`{"id": %q, "phone": %q, "name": "Trần Thị Ánh", "joined_at": "2025-01-01T00:00:00+07:00",
		"opening": {"points": %d, "ranking_points": 0}}`, id, phone, points)).made()
}

// order is a paid order's document of one line; more are fields: `, "use_points": 5`.
func order(member string, price int, more string) string {
	return fmt.Sprintf(`{"customer_id": %q, "placed_at": "2026-11-21T10:00:00+07:00", "paid_at": "2026-11-21T10:05:00+07:00",
		"lines": [{"id": "1", "sku": "SUA", "quantity": "1", "unit_price": "%d"}] %s}`, member, price, more)
}

func escaped(s string) string { return url.QueryEscape(s) }
