package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/storage/bolt"
	"tim/sync/uplink"
	"tim/sync/wire"
)

// till is a real one of a chain, on a file of its own, with its link: it sells milk for cash to a member, and takes her points.
type till struct {
	*counter.Counter
	t     testing.TB
	store *bolt.Till
	link  *uplink.Uplink
	phone string // the member's
	stop  func() // ends the link
}

const (
	milk      = "2000000000015"
	milkPrice = 32_000 // ₫; earns 32 points
)

// newTill enrols a till at a central, and starts it for sales to the member with that phone.
func newTill(t testing.TB, url, phone string) *till {
	t.Helper()
	store, err := bolt.OpenTill(t.TempDir(), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	k := &till{t: t, store: store, phone: phone}
	if err := store.Fill(stock); err != nil {
		t.Fatal(err)
	}
	_, raw, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key := journal.Key(raw)
	enrolled := enrol(t, url, key)
	mono := func() int64 { return time.Now().UnixMilli() }
	ledger := uplink.Watched{Ledger: store, Wrote: func(seq uint64) {
		if k.link != nil {
			k.link.Wrote(seq)
		}
	}}
	k.Counter, err = counter.Open(t.Context(), counter.Config{Ledger: ledger, Products: store, Members: store, Settings: store, Printer: noPaper{}, Key: key,
		Till: enrolled.Till, Epoch: enrolled.Epoch, Program: "test", Zone: time.UTC, Now: time.Now, Mono: mono, Boot: "boot", Entropy: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Join(t.Context(), counter.Chain{Till: enrolled.Till, Epoch: enrolled.Epoch, Heard: counter.Mark(enrolled.Mark)}); err != nil {
		t.Fatal(err)
	}
	k.link, err = uplink.New(uplink.Config{URL: url, Key: key, Token: enrolled.Token, Journal: k.Counter, Shares: k.Counter,
		Feeds: uplink.Pages{Store: store, Epoch: enrolled.Epoch}, Now: time.Now, Mono: mono, Boot: "boot", Chance: func(n int64) int64 { return n / 2 }})
	if err != nil {
		t.Fatal(err)
	}
	k.Counter.Link = k.link
	k.run()
	k.must(counter.SignIn{Staff: "hong", PIN: "2580"}, counter.OpenShift{Float: 500_000})
	return k
}

// enrol makes shop, cashier and the goods at central, and enrols a till there.
func enrol(t testing.TB, url string, key journal.Key) wire.Enrolled {
	t.Helper()
	must(t, url, &caller{method: "PUT", path: "/v1/shops/q1", body: `{"name": "Quận 1", "channel": "store", "currency": "VND"}`})
	must(t, url, &caller{method: "PUT", path: "/v1/shops/q1/staff/hong", body: `{"name": "Lê Thị Hồng", "role": "cashier", "pin": "2580"}`})
	must(t, url, &caller{method: "PUT", path: "/v1/products/SUA", body: `{"name": "Sữa tươi", "price": "32000", "vat_percent": "8", "barcodes": ["` + milk + `"]}`})
	code := at([]byte(must(t, url, &caller{method: "POST", path: "/v1/tills/codes", body: `{"shop": "q1"}`})), "code")
	c, err := uplink.NewClient(uplink.ClientConfig{URL: url, Key: key, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	e := wire.Enrol{Ticket: code, PublicKey: key.Public()}
	e.Signature = key.Sign(e.Signed())
	enrolled, err := c.Enrol(t.Context(), &e)
	if err != nil {
		t.Fatal(err)
	}
	return enrolled
}

// stock is what the till begins with, before its first copy.
func stock(w *bolt.CatalogWriter) error {
	hong := shift.Staff{ID: "hong", Name: "Lê Thị Hồng", Role: shift.Cashier}
	var err error
	hong.Verifier, err = shift.NewVerifier("2580", []byte("0123456789abcdef"))
	w.Staff(hong)
	w.Product(catalog.Product{SKU: "SUA", Name: "Sữa tươi", Price: milkPrice, Barcodes: []string{milk}, VAT: catalog.ReducedVAT(), Earns: true})
	w.Program(loyalty.Default())
	w.Shop(counter.Shop{Name: "q1", Channel: sale.Store, Currency: "VND"})
	return err
}

// run keeps the link going until it is stopped or the test ends.
func (k *till) run() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- k.link.Run(ctx) }()
	k.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			k.t.Error(err)
		}
	})
	k.t.Cleanup(k.stop)
}

func (k *till) must(actions ...counter.Action) {
	k.t.Helper()
	for _, a := range actions {
		if _, err := k.Do(k.t.Context(), a); err != nil {
			k.t.Fatalf("%T: %v", a, err)
		}
	}
}

// sell sells a carton to the member, who pays with so many points if the till gets them, and the rest in cash. It says what that
// changes of her balance.
func (k *till) sell(points int64) (change int64) {
	k.t.Helper()
	k.must(counter.Enter{Text: milk}, counter.Enter{Text: k.phone})
	used := int64(0)
	if points > 0 {
		if _, err := k.Do(k.t.Context(), counter.UsePoints{Points: points}); err == nil {
			used = points
		}
	}
	k.must(counter.AddTender{Kind: sale.Cash})
	return milkPrice/1000 - 2*used // a point is 1.000 ₫, which earns none
}

// knows says whether the member's account has come down with so many points.
func (k *till) knows(points int64) bool {
	m, err := k.store.ByPhone(k.t.Context(), "+84"+strings.TrimPrefix(k.phone, "0"))
	if err != nil {
		return false
	}
	postings, err := k.store.Postings(k.t.Context(), m.ID)
	return err == nil && loyalty.Fold(postings).At(time.Now()).Balance == points
}

// synced says whether central has all that was written here.
func (k *till) synced() bool {
	s := k.link.Status()
	return s.Online && s.Waiting == 0 && s.Code == "" && k.link.Acked() >= k.Head().Seq
}

// noPaper prints nothing.
type noPaper struct{}

func (noPaper) Print(context.Context, receipt.Document) (string, error)       { return "", nil }
func (noPaper) PrintReturn(context.Context, receipt.Return) (string, error)   { return "", nil }
func (noPaper) PrintVoucher(context.Context, receipt.Voucher) (string, error) { return "", nil }
func (noPaper) PrintReport(context.Context, report.Paper) (string, error)     { return "", nil }
