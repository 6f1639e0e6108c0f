package desk_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"tim/domain/catalog"
	"tim/domain/counter"
	own "tim/domain/desk"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/domain/shift"
	"tim/storage/memory"
	"tim/sync/api"
	"tim/sync/desk"
)

var saigon = time.FixedZone("+07", 7*3600)

const (
	milk  = "2000000000015" // 32.000 ₫
	token = "the admin's token"
)

// entropy repeats itself from run to run.
type entropy struct{ r *rand.ChaCha8 }

func newEntropy(seed byte) *entropy { return &entropy{rand.NewChaCha8([32]byte{seed})} }

func (e *entropy) Read(b []byte) (int, error) { return e.r.Read(b) }

// chain is a central that is asked over HTTP, and its tills, each a real counter on a store of its own.
type chain struct {
	*office.Office
	t     testing.TB
	now   time.Time
	tills []*till
	desk  *desk.Desk // over HTTP
	url   string     // of it
	own   *own.Desk  // that it asks
}

func newChain(t testing.TB, tills, members int) *chain {
	t.Helper()
	c := &chain{t: t, now: time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return c.now }
	store := memory.NewCentral(journal.Key(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))), nil)
	c.Office = office.New(office.Config{Store: store, Now: clock, Entropy: newEntropy(1), Zone: time.LoadLocation})
	c.own = c.Office.Desk(report.DefaultLimits(), saigon)
	server, err := api.New(api.Config{Office: c.Office, Store: store, Now: clock, Zone: time.LoadLocation, Version: "test",
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Token: api.OnlyAdmin(sha256.Sum256([]byte(token))), Desk: c.own})
	c.must(err)
	listening := httptest.NewServer(server)
	t.Cleanup(listening.Close)
	c.url = listening.URL
	c.desk, err = desk.New(desk.Config{URL: c.url, Token: token, Zone: saigon})
	c.must(err)
	document, err := json.Marshal(aShop())
	c.must(err)
	c.must(c.PutShop(t.Context(), "q1", document))
	for _, s := range staff() {
		c.must(c.PutStaff(t.Context(), "q1", s))
	}
	for i := range members {
		m := aMember(i)
		_, err := c.CreateMember(t.Context(), office.NewMember{ID: m.ID, Phone: m.Phone, Name: m.Name})
		c.must(err)
	}
	for i := range tills {
		c.enrol(byte(10+i), members)
	}
	return c
}

func (c *chain) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func aShop() counter.Shop {
	return counter.Shop{Name: "Cửa hàng Nguyễn Huệ", Channel: sale.Store, Currency: "VND", Policy: shift.Policy{Open: true, Approve: map[string]bool{shift.ActNoSale: false}}}
}

func aMember(i int) catalog.Member {
	return catalog.Member{ID: fmt.Sprintf("m%03d", i), Name: fmt.Sprintf("Khách %d", i), Phone: fmt.Sprintf("+8491200%04d", i)}
}

// staff are Nam, who supervises, and eight cashiers; all have the PIN 1111 but he.
func staff() []shift.Staff {
	list := []shift.Staff{{ID: "nam", Name: "Trần Đức Nam", Role: shift.Supervisor, Verifier: quickPIN("9999")}}
	for i := range 8 {
		list = append(list, shift.Staff{ID: fmt.Sprint("c", i), Name: fmt.Sprintf("Thu ngân %d", i), Role: shift.Cashier, Verifier: quickPIN("1111")})
	}
	return list
}

// quickPIN costs less to check than a shop's, because many shifts are opened here.
func quickPIN(pin string) shift.Verifier {
	salt := []byte("0123456789abcdef")
	return shift.Verifier{Salt: salt, Hash: argon2.IDKey([]byte(pin), salt, 1, 8, 1, 32), Time: 1, Memory: 8}
}

// till is a real counter.
type till struct {
	*counter.Counter
	c      *chain
	store  *memory.Till
	holder share.Holder
	now    time.Time
	sent   uint64
	last   counter.State
}

func (c *chain) enrol(seed byte, members int) {
	c.t.Helper()
	ctx := c.t.Context()
	key := journal.Key(ed25519.NewKeyFromSeed(append(make([]byte, ed25519.SeedSize-1), seed)))
	code, err := c.EnrolCode(ctx, "q1")
	c.must(err)
	e := office.Enrolment{Code: code.Code, PublicKey: key.Public(), Signed: []byte(code.Code)}
	e.Signature = key.Sign(e.Signed)
	got, err := c.Enrol(ctx, e)
	c.must(err)
	k := &till{c: c, store: memory.NewTill(nil), holder: got.Holder, now: c.now}
	c.must(k.store.Fill(func(w *memory.Filler) error {
		p := loyalty.Default()
		p.Version = 1
		w.Program(p)
		w.Shop(aShop())
		w.Product(catalog.Product{SKU: "SUA", Name: "Sữa tươi", Price: 32_000, Barcodes: []string{milk}, VAT: catalog.ReducedVAT(), Earns: true})
		for _, s := range staff() {
			w.Staff(s)
		}
		for i := range members {
			w.Member(aMember(i))
		}
		return nil
	}))
	k.Counter, err = counter.Open(ctx, counter.Config{Ledger: k.store, Products: k.store, Members: k.store, Settings: k.store, Printer: noPaper{}, Key: key,
		Till: got.Writer, Epoch: got.Epoch, Program: "test", Zone: saigon, Now: func() time.Time { return k.now }, Mono: func() int64 { return 0 }, Boot: "boot",
		Entropy: newEntropy(seed)})
	c.must(err)
	c.tills = append(c.tills, k)
}

type noPaper struct{}

func (noPaper) Print(context.Context, receipt.Document) (string, error)       { return "", nil }
func (noPaper) PrintReturn(context.Context, receipt.Return) (string, error)   { return "", nil }
func (noPaper) PrintVoucher(context.Context, receipt.Voucher) (string, error) { return "", nil }
func (noPaper) PrintReport(context.Context, report.Paper) (string, error)     { return "", nil }

// do does what somebody does at the till.
func (k *till) do(actions ...counter.Action) {
	k.c.t.Helper()
	for _, a := range actions {
		k.now = k.now.Add(time.Second)
		var err error
		if k.last, err = k.Do(k.c.t.Context(), a); err != nil {
			k.c.t.Fatalf("till %s, %T: %v", k.holder, a, err)
		}
	}
}

// scan sells so many cartons; member "" is a walk-in, late is one who is named when all is scanned.
func (k *till) scan(n int, member string, late bool) {
	k.c.t.Helper()
	if member != "" && !late {
		k.do(counter.Enter{Text: milk, Scan: true}, counter.AttachMember{Member: member})
		n--
	}
	for range n {
		k.do(counter.Enter{Text: milk, Scan: true})
		k.now = k.now.Add(8 * time.Second)
	}
	if member != "" && late {
		k.do(counter.AttachMember{Member: member})
	}
}

func (k *till) pay() sale.Order {
	k.c.t.Helper()
	k.do(counter.AddTender{Kind: sale.Cash})
	return k.last.Last.Order
}

func (k *till) open(cashier string) {
	k.do(counter.SignIn{Staff: cashier, PIN: "1111"}, counter.OpenShift{Float: 500_000})
}

// close counts exactly what there should be, and leaves so much for the next float.
func (k *till) close(left money.VND) {
	k.c.t.Helper()
	k.do(counter.TakeX{})
	k.do(counter.CountDrawer{Amount: k.last.Report.Sum.Cash().Expected}, counter.CloseShift{Left: left}, counter.SignOut{})
}

// push sends central what it doesn't have.
func (k *till) push() {
	k.c.t.Helper()
	if k.now.After(k.c.now) {
		k.c.now = k.now
	}
	for {
		prev, records, seals, err := k.store.Events(k.c.t.Context(), k.holder.Epoch, k.sent, 1_000, 4<<20)
		k.c.must(err)
		if len(records) == 0 {
			return
		}
		prev.Writer = k.holder.Writer
		p := office.Pushed{Holder: k.holder, Prev: prev, Seals: seals}
		for _, r := range records {
			p.Records = append(p.Records, r.Bytes)
		}
		got, err := k.c.TakeJournal(k.c.t.Context(), p)
		k.c.must(err)
		k.sent = got.Seq
	}
}
