package hub_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/share"
	"tim/storage/storetest/enginetest"
	"tim/sync/hub"
	"tim/sync/wire"
)

// noon is when the tests' story begins.
var noon = time.Date(2026, 11, 22, 5, 0, 0, 0, time.UTC)

// central is a hub over real HTTP and a real store, with a clock that stands where the test puts it.
type central struct {
	t      testing.TB
	url    string
	office *office.Office
	store  enginetest.Store
	server *hub.Server
	client *http.Client

	mu  sync.Mutex
	now time.Time
}

func open(t testing.TB) *central {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key := journal.Key(private)
	c := &central{t: t, now: noon, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1024}}}
	c.store = enginetest.Open(t, key)
	watched := &office.Watched{Store: c.store}
	c.office = office.New(office.Config{Store: watched, Now: c.clock, Entropy: rand.Reader, Zone: time.LoadLocation, Key: key})
	c.server = hub.NewServer(hub.ServerConfig{
		Config: hub.Config{Central: c.office, Now: c.clock, PageURL: "https://example.com", PageKey: []byte("page key")},
		Log:    slog.New(slog.NewTextHandler(t.Output(), nil)), TokenKeys: [][]byte{bytes.Repeat([]byte{7}, 32)},
		Manage: http.HandlerFunc(whoCame),
	})
	watched.Changed = c.server.Changed
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c.url = "http://" + l.Addr().String()
	server := &http.Server{Handler: c.server}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		c.server.Close()
		c.client.CloseIdleConnections()
		if err := server.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
		enginetest.Sound(t, c.store)
		if err := c.store.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func (c *central) clock() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *central) later(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// member is a customer with so many points; their one lot is answered.
func (c *central) member(id, phone string, points int64) string {
	c.t.Helper()
	ctx := context.Background()
	doc := office.NewMember{ID: id, Phone: phone, Name: "Ánh", Opening: office.Opening{Points: points}}
	if _, err := c.office.CreateMember(ctx, doc); err != nil {
		c.t.Fatal(err)
	}
	view, err := c.office.Points(ctx, id, time.Time{})
	if err != nil || len(view.Lots) != 1 {
		c.t.Fatalf("%+v, %v", view, err)
	}
	return view.Lots[0].ID
}

// till is one that keeps its journal as a till does, and speaks over HTTP.
type till struct {
	*central
	key     journal.Key
	till    string
	epoch   uint32
	token   string
	heard   wire.Mark
	head    journal.Head
	records []journal.Record
	seals   []journal.Seal
	held    *share.Held
	request uint64
	at      time.Time // its clock, which runs by a second a message
}

func newKey(t testing.TB) journal.Key {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return journal.Key(key)
}

// code makes an enrolment code.
func (c *central) code(shop string) string {
	c.t.Helper()
	code, err := c.office.EnrolCode(context.Background(), shop)
	if err != nil {
		c.t.Fatal(err)
	}
	return code.Code
}

// enrolled is a new till of a shop, that has closed what was before.
func (c *central) enrolled(shop string) *till {
	c.t.Helper()
	t := &till{central: c, key: newKey(c.t), held: share.NewHeld(), at: noon}
	answer, status := t.enrol(c.code(shop), 0)
	if status != http.StatusOK {
		c.t.Fatalf("enrolment: %d", status)
	}
	t.begin(answer)
	return t
}

func (t *till) begin(answer wire.Enrolled) {
	t.till, t.epoch, t.token, t.heard = answer.Till, answer.Epoch, answer.Token, answer.Mark
	t.head, t.records, t.seals = journal.Head{Writer: t.till, Epoch: t.epoch}, nil, nil
	t.held = share.NewHeld()
	t.write(journal.Move{Kind: journal.MoveClosed, Request: t.request, Incarnation: t.heard.Incarnation})
}

func (t *till) enrol(code string, former uint32) (answer wire.Enrolled, status int) {
	t.t.Helper()
	e := wire.Enrol{Ticket: code, Till: t.till, PublicKey: t.key.Public(), Former: former}
	e.Signature = t.key.Sign(e.Signed())
	status, body := t.post(wire.EnrolPath, wire.Pack(&e), nil)
	if status == http.StatusOK {
		t.read(body, &answer)
	}
	return answer, status
}

// write puts an event with these moves behind the journal, and folds it.
func (t *till) write(moves ...journal.Move) {
	e := journal.Event{ID: fmt.Sprintf("%s-%d-%d", t.till, t.epoch, t.head.Seq+1), At: t.at, Wall: t.at, Kind: journal.SignedIn, Moves: moves}
	records, seal, head := journal.Extend(t.head, t.key, []journal.Event{e})
	t.records, t.seals, t.head = append(t.records, records...), append(t.seals, seal), head
	t.held.Apply(records[0].Event)
}

func (t *till) speaker() wire.Speaker {
	return wire.Speaker{Till: t.till, Epoch: t.epoch, Heard: t.heard, Clock: wire.Clock{Wall: t.at}}
}

// next is a push of all behind a seq.
func (t *till) next(after uint64) *wire.Push {
	p := &wire.Push{Speaker: t.speaker(), Journal: t.epoch, Prev: journal.Head{Writer: t.till, Epoch: t.epoch}}
	if after > 0 {
		p.Prev.Seq, p.Prev.Hash = after, t.records[after-1].Hash
	}
	for _, r := range t.records[after:] {
		p.Records = append(p.Records, r.Bytes)
	}
	for _, s := range t.seals {
		if s.To > after {
			p.Seals = append(p.Seals, s)
		}
	}
	return p
}

// say sends a message signed as a till does.
func (t *till) say(d wire.Door, m journal.Coder) (status int, body []byte) {
	t.t.Helper()
	t.at = t.at.Add(time.Second)
	return t.send(d.Path(t.till), t.token, t.key, t.at, wire.Pack(m))
}

func (t *till) send(path, token string, key journal.Signer, at time.Time, body []byte) (int, []byte) {
	t.t.Helper()
	signed, signature := wire.Request{Method: "POST", Path: path, Body: body, At: at}.Sign(key)
	return t.post(path, body, map[string]string{"Authorization": "Bearer " + token, wire.TimeHeader: signed, wire.SignatureHeader: signature})
}

func (c *central) post(path string, body []byte, header map[string]string) (int, []byte) {
	c.t.Helper()
	r, err := http.NewRequest("POST", c.url+path, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	answer, err := c.client.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	all, err := io.ReadAll(answer.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer.StatusCode, all
}

func (c *central) read(body []byte, m journal.Coder) {
	c.t.Helper()
	if err := wire.Unpack(body, m); err != nil {
		c.t.Fatal(err)
	}
}

// refused checks what a request was refused with.
func (c *central) refused(status int, body []byte, wantStatus int, wantCode string) {
	c.t.Helper()
	var f wire.Fault
	if err := wire.Unpack(body, &f); err != nil || status != wantStatus || f.Reason != wantCode {
		c.t.Errorf("answered %d %q, want %d %s", status, f.Reason, wantStatus, wantCode)
	}
}

// push sends a push that is taken, and hears its answer.
func (t *till) push(p *wire.Push) wire.Answer {
	t.t.Helper()
	status, body := t.say(wire.SyncDoor, p)
	if status != http.StatusOK {
		var f wire.Fault
		_ = wire.Unpack(body, &f)
		t.t.Fatalf("push: %d %s %v", status, f.Reason, f.Args)
	}
	var a wire.Answer
	t.read(body, &a)
	t.heard = a.Mark
	if a.Token != "" {
		t.token = a.Token
	}
	return a
}

// ask wishes for points by a number, together with all that isn't acknowledged.
func (t *till) ask(request uint64, member string, points int64, use bool) wire.Grant {
	t.t.Helper()
	p := t.next(t.heard.Acked)
	p.Asks = []wire.Ask{{Request: request, Member: member, Points: points, Use: use}}
	a := t.push(p)
	if len(a.Grants) != 1 || a.Grants[0].Request != request {
		t.t.Fatalf("asked %d, answered %+v", request, a.Grants)
	}
	return a.Grants[0]
}

// get takes a grant into the journal.
func (t *till) get(g wire.Grant) {
	var moves []journal.Move
	for _, u := range g.Units {
		moves = append(moves, journal.Move{Kind: journal.MoveGot, Lot: u.Right, N: u.N, Request: g.Request, Incarnation: t.heard.Incarnation})
	}
	t.write(moves...)
}

func total(g wire.Grant) (n int64) {
	for _, u := range g.Units {
		n += u.N
	}
	return n
}

// pull reads a feed from its cursor on.
func (t *till) pull(cursor wire.Cursor, wait bool) wire.Page {
	t.t.Helper()
	status, body := t.say(wire.FeedDoor, &wire.Pull{Speaker: t.speaker(), Feed: wire.Shop, Cursor: cursor, Limit: 100, Wait: wait})
	if status != http.StatusOK {
		var f wire.Fault
		_ = wire.Unpack(body, &f)
		t.t.Fatalf("pull: %d %s", status, f.Reason)
	}
	var p wire.Page
	t.read(body, &p)
	return p
}

// caughtUp is the cursor behind a first copy and all that came since.
func (t *till) caughtUp() wire.Cursor {
	t.t.Helper()
	var at wire.Cursor
	var after wire.Place
	for more := true; more; {
		status, body := t.say(wire.CopyDoor, &wire.Copy{Speaker: t.speaker(), Feed: wire.Shop, After: after, At: at, Limit: 100})
		if status != http.StatusOK {
			t.t.Fatalf("copy: %d", status)
		}
		var p wire.Page
		t.read(body, &p)
		if n := len(p.Items); n > 0 {
			after = wire.Place{Kind: p.Items[n-1].Kind, Key: p.Items[n-1].Key}
		}
		at, more = p.Cursor, p.More
	}
	for p := t.pull(at, false); ; p = t.pull(at, false) {
		if p.Anew {
			t.t.Fatal("the cursor of a first copy is of no use")
		}
		if at = p.Cursor; !p.More {
			return at
		}
	}
}

// product puts one on the shelves of every shop.
func (c *central) product(sku string) {
	c.t.Helper()
	p := catalog.Product{SKU: sku, Name: "Sữa", Price: 32_000, Unit: "hộp"}
	if _, err := c.office.PutProduct(context.Background(), p); err != nil {
		c.t.Fatal(err)
	}
}

// metric is what a metric without labels says.
func (c *central) metric(name string) float64 {
	c.t.Helper()
	registry := prometheus.NewRegistry()
	registry.MustRegister(c.server)
	families, err := registry.Gather()
	if err != nil {
		c.t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			m := f.GetMetric()[0]
			return m.GetGauge().GetValue() + m.GetCounter().GetValue()
		}
	}
	c.t.Fatalf("no metric %s", name)
	return 0
}

// waiting returns when so many pulls wait.
func (c *central) waiting(n float64) {
	c.t.Helper()
	for end := time.Now().Add(20 * time.Second); c.metric("central_till_polls_waiting") < n; {
		if time.Now().After(end) {
			c.t.Fatalf("%v of %v pulls wait", c.metric("central_till_polls_waiting"), n)
		}
		<-time.After(time.Millisecond)
	}
}
