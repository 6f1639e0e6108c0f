package uplink_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"maps"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/storage/storetest/enginetest"
	"tim/sync/wire"
)

// road is the wire between a shop and its central, whose bytes go at the pace that the test sets.
type road struct {
	net.Listener
	mu    sync.Mutex
	pace  func(closed <-chan struct{}) bool // before each byte that goes to the till; nil: none
	conns map[*traveller]struct{}
	bytes atomic.Int64 // of both ways
}

// set changes what becomes of bytes from now on, of connections that are open too.
func (r *road) set(pace func(closed <-chan struct{}) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pace = pace
}

// cut ends every connection.
func (r *road) cut() {
	r.mu.Lock()
	open := slices.Collect(maps.Keys(r.conns))
	r.mu.Unlock()
	for _, c := range open {
		_ = c.Close()
	}
}

// Accept implements net.Listener.
func (r *road) Accept() (net.Conn, error) {
	conn, err := r.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &traveller{Conn: conn, road: r, closed: make(chan struct{})}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.conns[c] = struct{}{}
	return c, nil
}

// traveller is a connection on a road, at central's end.
type traveller struct {
	net.Conn
	road   *road
	once   sync.Once
	closed chan struct{}
}

// Write implements net.Conn, at the road's pace.
func (c *traveller) Write(b []byte) (int, error) {
	for n := range b {
		c.road.mu.Lock()
		pace := c.road.pace
		c.road.mu.Unlock()
		if pace == nil {
			rest, err := c.Conn.Write(b[n:])
			c.road.bytes.Add(int64(rest))
			return n + rest, err
		}
		if !pace(c.closed) {
			return n, net.ErrClosed
		}
		if _, err := c.Conn.Write(b[n : n+1]); err != nil {
			return n, err
		}
	}
	return len(b), nil
}

// Read implements net.Conn.
func (c *traveller) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.road.bytes.Add(int64(n))
	return n, err
}

// Close implements net.Conn.
func (c *traveller) Close() error {
	c.once.Do(func() { close(c.closed) })
	c.road.mu.Lock()
	delete(c.road.conns, c)
	c.road.mu.Unlock()
	return c.Conn.Close()
}

// front is central behind TLS of a private authority, on a road that can go bad.
type front struct {
	*center
	url  string
	road *road
	mu   sync.Mutex
	door http.HandlerFunc // answers at the door for pushes in central's place, nil: central does
	cert *tls.Certificate // instead of the true one
}

func newFront(t testing.TB) *front {
	t.Helper()
	store := enginetest.Open(t, testKey(152))
	f := &front{center: newCenter(t, store)}
	s := httptest.NewUnstartedServer(f)
	f.road = &road{Listener: s.Listener, conns: map[*traveller]struct{}{}}
	s.Listener = f.road
	s.EnableHTTP2 = true
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = &tls.Config{GetConfigForClient: f.certified}
	s.StartTLS()
	f.url, f.ca = s.URL, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	t.Cleanup(func() {
		f.server.Close()
		f.road.cut()
		s.Close()
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func (f *front) certified(*tls.ClientHelloInfo) (*tls.Config, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cert == nil {
		return nil, nil
	}
	return &tls.Config{Certificates: []tls.Certificate{*f.cert}}, nil
}

// ServeHTTP implements http.Handler.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	door := f.door
	f.mu.Unlock()
	if door == nil {
		f.server.ServeHTTP(w, r)
		return
	}
	door(w, r)
}

func (f *front) answers(door http.HandlerFunc) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.door = door
}

func (f *front) presents(cert *tls.Certificate) {
	f.mu.Lock()
	f.cert = cert
	f.mu.Unlock()
	f.road.cut()
}

// lies answers pushes with central's true mark and an untrue cursor, and stores nothing; all else central answers.
func (f *front) lies(acked func(p wire.Push) uint64) {
	f.answers(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/"+string(wire.SyncDoor)) {
			f.server.ServeHTTP(w, r)
			return
		}
		body, _ := io.ReadAll(r.Body)
		var p wire.Push
		if wire.Unpack(body, &p) != nil {
			http.Error(w, "oops", 500)
			return
		}
		mark, err := f.office.Mark(r.Context(), share.Holder{Writer: p.Speaker.Till, Epoch: p.Speaker.Epoch})
		if err != nil {
			http.Error(w, "oops", 500)
			return
		}
		m := wire.Mark(mark)
		m.Acked = acked(p)
		answer(w, 200, &wire.Answer{Mark: m, Hash: journal.Hash{1}})
	})
}

// stranger is a certificate for the same address by nobody whom the till trusts.
func stranger(t *testing.T) *tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}
}

// never lets no byte through before the connection's end or the road's healing.
func never(healed <-chan struct{}) func(closed <-chan struct{}) bool {
	return func(closed <-chan struct{}) bool {
		select {
		case <-healed:
			return true
		case <-closed:
			return false
		}
	}
}

// aSecond lets a byte a second through.
func aSecond(healed <-chan struct{}) func(closed <-chan struct{}) bool {
	return func(closed <-chan struct{}) bool {
		select {
		case <-healed:
			return true
		case <-closed:
			return false
		case <-time.After(time.Second):
			return true
		}
	}
}

// badLinks are the ways in which a link goes bad: what is done to it, what the status says then, and how it is healed. An
// answer that claims more than the till has written stops the link for good: somebody must look, and the till starts anew.
var badLinks = map[string]struct {
	code    string
	strike  func(t *testing.T, f *front, healed <-chan struct{})
	restart bool
}{
	"a black hole": {code: "link.slow", strike: func(_ *testing.T, f *front, healed <-chan struct{}) { f.road.set(never(healed)) }},
	"a byte a second": {code: "link.slow", strike: func(_ *testing.T, f *front, healed <-chan struct{}) {
		f.road.set(aSecond(healed))
	}},
	"500": {code: "central.failed", strike: func(_ *testing.T, f *front, _ <-chan struct{}) { f.answers(failing) }},
	"a stranger's certificate": {code: "link.certificate", strike: func(t *testing.T, f *front, _ <-chan struct{}) {
		f.presents(stranger(t))
	}},
	"all of it is said to be stored": {code: "central.unchained", strike: func(_ *testing.T, f *front, _ <-chan struct{}) {
		f.lies(func(p wire.Push) uint64 { return p.Prev.Seq + uint64(len(p.Records)) })
	}},
	"none of it is said to be stored": {code: "central.stuck", strike: func(_ *testing.T, f *front, _ <-chan struct{}) {
		f.lies(func(wire.Push) uint64 { return 0 })
	}},
	"more is said to be stored than there is": {code: "till.behind", restart: true, strike: func(_ *testing.T, f *front, _ <-chan struct{}) {
		f.lies(func(p wire.Push) uint64 { return p.Prev.Seq + uint64(len(p.Records)) + 1000 })
	}},
}

// Whatever becomes of the link, with real HTTPS and files: what a cashier does is done while the link hangs, the status says
// what is the matter and how much waits, and when the link is well again central has all of it.
func TestSellingNeverWaitsForTheLink(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for links to be given up")
	}
	for what, bad := range badLinks {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			f := newFront(t)
			if _, err := f.office.PutProduct(t.Context(), carton()); err != nil {
				t.Fatal(err)
			}
			f.member(t, "anh", "0912345678", 500)
			k := fileShop(t, f.center, f.url)
			until(t, "the first copy", func() bool {
				_, err := k.store.ByPhone(t.Context(), "+84912345678")
				return err == nil && k.synced()
			})
			before, healed := k.Head().Seq, make(chan struct{})
			bad.strike(t, f, healed)
			k.basket(1)
			if _, err := k.Do(t.Context(), counter.UsePoints{Points: 10}); fault.Code(err) == "" {
				t.Error("points are used that nobody granted")
			}
			k.must(counter.AddTender{Kind: sale.Cash, Amount: 32_000})
			k.sell()
			until(t, "the status says what is the matter", func() bool {
				s := k.link.Status()
				return !s.Online && s.Code == bad.code && s.Waiting >= 4 && time.Since(s.Since) < time.Minute
			})
			k.basket(1)
			k.must(counter.UsePoints{Points: 10}, counter.AddTender{Kind: sale.Cash}) // of what she has just earned here
			if tills, err := f.office.Tills(t.Context()); err != nil || tills[0].Seq > k.Head().Seq-2 {
				t.Errorf("the link isn't bad: %+v, %v; the till went from %d to %d", tills, err, before, k.Head().Seq)
			}

			close(healed)
			f.road.set(nil)
			f.answers(nil)
			f.presents(nil)
			if bad.restart {
				k.stop()
				k.relink()
			}
			until(t, "all is at central", func() bool {
				tills, err := f.office.Tills(t.Context())
				return err == nil && tills[0].Seq == k.Head().Seq && k.synced()
			})
			view, err := f.office.Points(t.Context(), "anh", time.Time{})
			if err != nil || view.Balance != 500+32-10+22 {
				t.Errorf("central counts %d points, %v", view.Balance, err)
			}
		})
	}
}
