package uplink_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/storage/bolt"
	"tim/storage/memory"
	"tim/storage/storetest/enginetest"
	"tim/sync/engine"
	"tim/sync/hub"
	"tim/sync/uplink"
	"tim/sync/wire"
)

// TestMain compresses once: what that makes for all belongs to no test's bubble.
func TestMain(m *testing.M) {
	wire.Pack(&wire.Fault{})
	os.Exit(enginetest.Main(m))
}

// center is a real hub on a real office.
type center struct {
	office *office.Office
	key    *pen
	server *hub.Server
	ca     []byte // of the authority that its certificate is by, nil while it has none
}

// pen signs for central, by a key that may be changed.
type pen struct {
	mu  sync.Mutex
	key journal.Key
}

func (p *pen) change(key journal.Key) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.key = key
}

func (p *pen) now() journal.Key {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.key
}

func (p *pen) Sign(message []byte) []byte { return p.now().Sign(message) }

func (p *pen) Public() ed25519.PublicKey { return p.now().Public() }

func newCenter(t testing.TB, store office.Store) *center {
	t.Helper()
	watched := &office.Watched{Store: store}
	c := &center{key: &pen{key: newKey(t)}}
	c.office = office.New(office.Config{Store: watched, Now: time.Now, Entropy: rand.Reader, Zone: time.LoadLocation, Key: c.key})
	c.server = hub.NewServer(hub.ServerConfig{Config: hub.Config{Central: c.office, Now: time.Now},
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), TokenKeys: [][]byte{bytes.Repeat([]byte{7}, 32)}})
	watched.Changed = c.server.Changed
	return c
}

// member is a customer with so many points of one lot.
func (c *center) member(t testing.TB, id, phone string, points int64) (lot string) {
	t.Helper()
	if _, err := c.office.CreateMember(t.Context(), office.NewMember{ID: id, Phone: phone, Name: "Ánh", Opening: office.Opening{Points: points}}); err != nil {
		t.Fatal(err)
	}
	view, err := c.office.Points(t.Context(), id, time.Time{})
	if err != nil || len(view.Lots) != 1 {
		t.Fatalf("%+v, %v", view, err)
	}
	return view.Lots[0].ID
}

// wireless carries requests to a handler in this process, so that time can be made up; Bad takes its place when it is set.
type wireless struct {
	handler http.Handler
	mu      sync.Mutex
	bad     http.HandlerFunc
}

func (w *wireless) set(bad http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.bad = bad
}

func (w *wireless) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	handler := w.handler
	if w.bad != nil {
		handler = w.bad
	}
	w.mu.Unlock()
	rec := httptest.NewRecorder()
	handler.ServeHTTP(rec, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return rec.Result(), nil
}

// blackHole never answers.
func blackHole(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func failing(w http.ResponseWriter, _ *http.Request) { http.Error(w, "oops", 500) }

// liar says that it has everything, and never looked.
func liar(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var push wire.Push
	if wire.Unpack(body, &push) != nil {
		http.Error(w, "oops", 500)
		return
	}
	n := push.Prev.Seq + uint64(len(push.Records))
	answer(w, 200, &wire.Answer{Mark: wire.Mark{Incarnation: 1, Central: 1000, Acked: n}, Hash: journal.Hash{1}, Durable: n})
}

// store is all that a counter keeps.
type store interface {
	counter.Ledger
	counter.Products
	counter.Members
	counter.Settings
}

// shop is a till with its link.
type shop struct {
	*counter.Counter
	t     testing.TB
	store store
	link  *uplink.Uplink
	stop  func()

	config uplink.Config
}

// places is where a shop's feeds stand; what they bring is left out.
type places struct {
	mu sync.Mutex
	at map[wire.Feed]engine.Place
}

func (p *places) Place(_ context.Context, f wire.Feed) (engine.Place, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at[f], nil
}

func (p *places) Apply(_ context.Context, page engine.ApplyPage) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at[page.Feed] = page.At
	return nil
}

// newShop enrols a till, opens its counter on the store, and starts its link.
func newShop(t testing.TB, c *center, url string, transport func() http.RoundTripper, s store, feeds uplink.Feeds) *shop {
	t.Helper()
	key := newKey(t)
	if err := c.office.PutStaff(t.Context(), "Nguyễn Huệ", hong()); err != nil {
		t.Fatal(err)
	}
	code, err := c.office.EnrolCode(t.Context(), "Nguyễn Huệ")
	if err != nil {
		t.Fatal(err)
	}
	first, err := uplink.NewClient(uplink.ClientConfig{URL: url, CA: c.ca, Key: key, Now: time.Now, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	e := wire.Enrol{Ticket: code.Code, PublicKey: key.Public()}
	e.Signature = key.Sign(e.Signed())
	enrolled, err := first.Enrol(t.Context(), &e)
	if err != nil {
		t.Fatal(err)
	}
	k := &shop{t: t, store: s}
	mono := func() int64 { return time.Now().UnixMilli() }
	ledger := uplink.Watched{Ledger: s, Wrote: func(seq uint64) {
		if k.link != nil {
			k.link.Wrote(seq)
		}
	}}
	k.Counter, err = counter.Open(t.Context(), counter.Config{Ledger: ledger, Products: s, Members: s, Settings: s, Printer: paper{}, Key: key,
		Till: enrolled.Till, Epoch: enrolled.Epoch, Program: "test", Zone: time.UTC, Now: time.Now, Mono: mono, Boot: "boot", Entropy: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Join(t.Context(), counter.Chain{Till: enrolled.Till, Epoch: enrolled.Epoch, Heard: counter.Mark(enrolled.Mark)}); err != nil {
		t.Fatal(err)
	}
	k.config = uplink.Config{URL: url, CA: c.ca, Key: key, Token: enrolled.Token, Journal: k.Counter, Shares: k.Counter, Feeds: feeds,
		Now: time.Now, Mono: mono, Boot: "boot", Chance: func(n int64) int64 { return n / 2 }, Transport: transport, Keys: keysIn(s)}
	k.relink()
	return k
}

// keysIn are the members' keys of a store that is a file; others send events only that need none.
func keysIn(s store) uplink.MemberKeys {
	file, is := s.(*bolt.Till)
	if !is {
		return nil
	}
	return func(ctx context.Context, events []journal.Record) (keys []wire.Key, err error) {
		for _, r := range events {
			var body catalog.MemberCreated
			if r.Event.Kind != journal.MemberCreated || journal.Decode(r.Event.Body, &body) != nil {
				continue
			}
			key, err := file.MemberKey(ctx, body.ID)
			if err != nil {
				return nil, err
			}
			keys = append(keys, wire.Key{Member: body.ID, Key: key})
		}
		return keys, nil
	}
}

// relink starts a new link, as a start of the program does.
func (k *shop) relink() {
	k.t.Helper()
	link, err := uplink.New(k.config)
	if err != nil {
		k.t.Fatal(err)
	}
	k.link, k.Counter.Link = link, link
	k.run()
}

func (k *shop) run() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- k.link.Run(ctx) }()
	k.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			k.t.Error(err)
		}
	})
	k.t.Cleanup(func() { k.stop() })
}

func newKey(t testing.TB) journal.Key {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return journal.Key(key)
}

// must does what a cashier does.
func (k *shop) must(actions ...counter.Action) {
	k.t.Helper()
	for _, a := range actions {
		if _, err := k.Do(k.t.Context(), a); err != nil {
			k.t.Fatalf("%T: %v", a, err)
		}
	}
}

func (k *shop) begin() {
	k.must(counter.SignIn{Staff: "hong", PIN: "1111"}, counter.OpenShift{Float: 500_000})
}

// sell sells a carton of milk for cash.
func (k *shop) sell() {
	k.t.Helper()
	k.must(counter.Enter{Text: milk}, counter.AddTender{Kind: sale.Cash, Amount: 32_000})
}

type paper struct{}

func (paper) Print(context.Context, receipt.Document) (string, error)       { return "", nil }
func (paper) PrintReturn(context.Context, receipt.Return) (string, error)   { return "", nil }
func (paper) PrintVoucher(context.Context, receipt.Voucher) (string, error) { return "", nil }
func (paper) PrintReport(context.Context, report.Paper) (string, error)     { return "", nil }

const milk = "2000000000015"

func carton() catalog.Product {
	return catalog.Product{SKU: "SUA", Name: "Sữa tươi", Price: 32_000, Barcodes: []string{milk}, VAT: catalog.ReducedVAT(), Earns: true}
}

// filler is how both stores take a catalogue.
type filler interface {
	Product(catalog.Product)
	Member(catalog.Member)
	Posting(loyalty.Posting)
	Program(loyalty.Program)
	Staff(shift.Staff)
	Shop(counter.Shop)
}

// hong is the shop's cashier, at central and at its tills.
func hong() shift.Staff {
	s := shift.Staff{ID: "hong", Name: "Lê Thị Hồng", Role: shift.Cashier}
	s.Verifier, _ = shift.NewVerifier("1111", []byte("0123456789abcdef"))
	return s
}

// fill puts milk on the shelves, and member Ánh with a lot of 500 points that arose at central.
func fill(w filler, lot string) {
	p := loyalty.Default()
	all := money.Per100(100)
	p.Version, p.Use.MaxPercent = 1, &all
	w.Staff(hong())
	w.Product(carton())
	w.Program(p)
	w.Shop(counter.Shop{Name: "Cửa hàng Nguyễn Huệ", Channel: sale.Store, Currency: "VND"})
	if lot == "" {
		return
	}
	day := time.Now().Add(-24 * time.Hour)
	w.Member(catalog.Member{ID: "anh", Name: "Nguyễn Thị Ánh", Phone: "+84912345678", JoinedAt: day})
	l := p.Freeze(p.Tiers[0], sale.Store, day, time.UTC).Lot("opening", 1, 500, day)
	l.ID, l.Root, l.Order = lot, lot, ""
	w.Posting(loyalty.Posting{Ref: loyalty.Ref{ID: "opening/anh", At: day, Writer: journal.Central}, Member: "anh", Kind: loyalty.Adjust, Lots: []loyalty.Lot{l}})
}

// memoryShop is a shop in memory, on a link in memory: time is the test's.
func memoryShop(t testing.TB, c *center, air *wireless, lot string) *shop {
	s := memory.NewTill(nil)
	if err := s.Fill(func(w *memory.Filler) error { fill(w, lot); return nil }); err != nil {
		t.Fatal(err)
	}
	k := newShop(t, c, "http://localhost", func() http.RoundTripper { return air }, s, &places{at: map[wire.Feed]engine.Place{}})
	k.begin()
	return k
}
