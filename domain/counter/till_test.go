package counter_test

import (
	"cmp"
	"context"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/storage/bolt"
)

// till is a real counter on a real file, with a clock that the test turns.
type till struct {
	*counter.Counter
	t       testing.TB
	dir     string
	file    *bolt.Till
	key     journal.Key
	now     time.Time
	printed []receipt.Document
	slips   []receipt.Return
	reports []report.Paper
	coupons []receipt.Voucher
	program loyalty.Program
	entropy io.Reader
	link    counter.Uplink // nil: there is none
	press   counter.Press  // nil: there is none
	epoch   uint32         // of a new file, 0: the first
	number  string         // "": 01
	shop    func(*counter.Shop)
	former  counter.Inherited
	last    counter.State
	left    string // id of staff who left the shop
	bank    counter.Bank
}

// settings are the file's, without who left.
type settings struct {
	*bolt.Till
	k *till
}

// Shop implements counter.Settings.
func (s settings) Shop(ctx context.Context) (counter.Shop, error) {
	shop, err := s.Till.Shop(ctx)
	if s.k.shop != nil {
		s.k.shop(&shop)
	}
	return shop, err
}

// Staff implements counter.Settings.
func (s settings) Staff(ctx context.Context) ([]shift.Staff, error) {
	all, err := s.Till.Staff(ctx)
	return slices.DeleteFunc(all, func(p shift.Staff) bool { return p.ID == s.k.left }), err
}

const (
	milk     = "2000000000015" // 32.000 ₫
	card     = "2000000000022" // 15.000 ₫, earns no points
	anhPhone = "0912345678"
	cucPhone = "0905111222" // Cúc has no points
	bottle   = "BINH"       // 90.000 ₫, nobody scans it
)

// rewards are of every kind: an amount that goes with nothing but points, one that goes with everything and may be given
// away, a percentage with a cap, a bottle, and some that somebody can't have.
func rewards() []loyalty.Reward {
	amount := func(v money.VND) loyalty.Gives { return loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &v} }
	ten, top := money.Per100(10), money.VND(10_000)
	one, days, hundred := int64(1), int64(30), money.VND(100_000)
	return []loyalty.Reward{
		{ID: "off10", Name: "Giảm 10.000", Cost: 10, Gives: amount(10_000), WithPoints: true, WithVouchers: true, Transferable: true},
		{ID: "off20", Name: "Giảm 20.000", Cost: 20, Gives: amount(20_000), WithVouchers: true},
		{ID: "off50", Name: "Giảm 50.000", Cost: 50, Gives: amount(50_000), MinOrder: &hundred, VoucherDays: &days, WithPoints: true},
		{ID: "part", Name: "Giảm 10 %", Cost: 60, Gives: loyalty.Gives{Kind: loyalty.GivePercent, Percent: &ten, Cap: &top}, WithPoints: true, WithVouchers: true},
		{ID: "bottle", Name: "Bình nước", Cost: 80, Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: bottle}, WithPoints: true, WithVouchers: true},
		{ID: "milk", Name: "Một hộp sữa", Cost: 30, Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: "SUA"}, WithPoints: true, WithVouchers: true},
		{ID: "once", Name: "Một lần", Cost: 5, Gives: amount(1_000), PerCustomer: &one, WithPoints: true, WithVouchers: true},
		{ID: "last", Name: "Cái cuối", Cost: 5, Gives: amount(1_000), Stock: &one, WithPoints: true, WithVouchers: true},
		{ID: "gold", Name: "Hạng vàng", Cost: 5, Gives: amount(1_000), Tiers: []string{"vang"}, WithPoints: true, WithVouchers: true},
		{ID: "later", Name: "Tháng sau", Cost: 5, Gives: amount(1_000), From: "2026-12-01", To: "2026-12-31", WithPoints: true, WithVouchers: true},
		{ID: "dear", Name: "Xe đạp", Cost: 5_000, Gives: amount(1_000_000), WithPoints: true, WithVouchers: true},
		{ID: "web", Name: "Chỉ web", Cost: 5, Gives: amount(1_000), Channels: []string{"web"}, WithPoints: true, WithVouchers: true},
		{ID: "old", Name: "Hết đổi", Cost: 5, Gives: amount(1_000), RetiredAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), WithPoints: true, WithVouchers: true},
	}
}

var saigon = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// start opens a till of a small shop: milk, phone cards, oranges by weight, member Ánh with 500 points, cashier 1111,
// supervisor 9999, half of an order payable with points of 1.000 ₫.
func start(t testing.TB, change ...func(*loyalty.Program)) *till {
	t.Helper()
	k := &till{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 21, 7, 5, 0, 0, time.UTC), entropy: seeded()}
	k.program = loyalty.Default()
	half := money.Per100(50)
	k.program.Version, k.program.Use.MaxPercent = 1, &half
	for i := range k.program.Tiers {
		k.program.Tiers[i].Rate = money.Per100(100)
	}
	for _, c := range change {
		c(&k.program)
	}
	k.open()
	k.fill()
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	k.mustDo(counter.OpenShift{Float: 500_000})
	return k
}

func seeded() io.Reader { return rand.NewChaCha8([32]byte{7}) }

func (k *till) open() {
	k.t.Helper()
	key, err := bolt.LoadOrCreateKey(k.dir, k.entropy)
	if err != nil {
		k.t.Fatal(err)
	}
	file, err := bolt.OpenTill(k.dir, bolt.Options{})
	if err != nil {
		k.t.Fatal(err)
	}
	k.file, k.key = file, key
	k.t.Cleanup(func() { file.Close() })
}

func (k *till) fill() {
	k.t.Helper()
	salt := []byte("0123456789abcdef")
	var staff []shift.Staff
	for _, s := range []shift.Staff{{ID: "hong", Name: "Lê Thị Hồng", Role: shift.Cashier}, {ID: "nam", Name: "Trần Đức Nam", Role: shift.Supervisor}} {
		s.Verifier, _ = shift.NewVerifier(map[string]string{"hong": "1111", "nam": "9999"}[s.ID], salt)
		staff = append(staff, s)
	}
	joined := k.now.Add(-400 * 24 * time.Hour)
	anh := catalog.Member{ID: "anh", Name: "Nguyễn Thị Ánh", Phone: "+84912345678", JoinedAt: joined}
	rule := k.program.Freeze(k.program.Tiers[0], sale.Store, k.now, saigon)
	opening := loyalty.Posting{Ref: loyalty.Ref{ID: "opening/anh", At: k.now.Add(-24 * time.Hour), Writer: journal.Central}, Member: "anh",
		Kind: loyalty.Adjust, Ranking: 1200, Lots: []loyalty.Lot{rule.Lot("opening/anh", 1, 500, k.now.Add(-24*time.Hour))}}
	err := k.file.Fill(func(w *bolt.CatalogWriter) error {
		w.Product(catalog.Product{SKU: "SUA", Name: "Sữa tươi Đồng Xanh 1L", Price: 32_000, Barcodes: []string{milk}, VAT: catalog.ReducedVAT(), Earns: true})
		w.Product(catalog.Product{SKU: "THE15", Name: "Thẻ cào 15k", Price: 15_000, Barcodes: []string{card}, VAT: catalog.ReducedVAT()})
		w.Product(catalog.Product{SKU: "CAM", Name: "Cam sành (cân)", Price: 42_000, Unit: "kg", Weighed: true, Item: "00001", Earns: true})
		w.Member(anh)
		w.Member(catalog.Member{ID: "cuc", Name: "Phạm Thị Cúc", Phone: "+84905111222", JoinedAt: joined})
		w.Product(catalog.Product{SKU: bottle, Name: "Bình nước Tim", Price: 90_000, VAT: catalog.ReducedVAT(), Earns: true})
		w.Posting(opening)
		for _, r := range rewards() {
			w.Reward(r)
		}
		w.Program(k.program)
		for _, s := range staff {
			w.Staff(s)
		}
		w.Shop(counter.Shop{Name: "Cửa hàng Nguyễn Huệ", Channel: sale.Store, Currency: "VND", DiscountFree: 10})
		return nil
	})
	if err != nil {
		k.t.Fatal(err)
	}
}

// reopen makes a new counter of what is in the files, as after a restart.
func (k *till) reopen() {
	k.t.Helper()
	c, err := counter.Open(context.Background(), counter.Config{
		Ledger: k.file, Products: k.file, Members: k.file, Bank: k.bank, Settings: settings{k.file, k}, Printer: k, Press: k.press, Key: k.key, Till: cmp.Or(k.number, "01"), Program: "test",
		Link: k.link, Epoch: k.epoch, Former: k.former, Zone: saigon, Now: func() time.Time { return k.now }, Mono: func() int64 { return k.now.UnixMilli() }, Boot: "boot", Entropy: k.entropy,
	})
	if err != nil {
		k.t.Fatal(err)
	}
	k.Counter = c
	k.last = c.Look()
}

// restart closes the files as a clean exit does and opens them again, signed in.
func (k *till) restart() {
	k.t.Helper()
	if err := k.file.Close(); err != nil {
		k.t.Fatal(err)
	}
	k.open()
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
}

// Print keeps the receipts that the counter hands over.
func (k *till) Print(_ context.Context, doc receipt.Document) (string, error) {
	k.printed = append(k.printed, doc)
	return "paper", nil
}

// PrintReturn keeps the return slips that the counter hands over.
func (k *till) PrintReturn(_ context.Context, slip receipt.Return) (string, error) {
	k.slips = append(k.slips, slip)
	return "paper", nil
}

// PrintVoucher keeps the voucher slips that the counter hands over.
func (k *till) PrintVoucher(_ context.Context, v receipt.Voucher) (string, error) {
	k.coupons = append(k.coupons, v)
	return "paper", nil
}

// PrintReport keeps the X and Z that the counter hands over.
func (k *till) PrintReport(_ context.Context, p report.Paper) (string, error) {
	k.reports = append(k.reports, p)
	return "paper", nil
}

// do runs an action a second after the last one.
func (k *till) do(a counter.Action) error {
	k.now = k.now.Add(time.Second)
	state, err := k.Do(context.Background(), a)
	if state.Revision <= k.last.Revision && k.last.Revision > 1 {
		k.t.Errorf("revision %d follows %d", state.Revision, k.last.Revision)
	}
	k.last = state
	return err
}

func (k *till) mustDo(actions ...counter.Action) {
	k.t.Helper()
	for _, a := range actions {
		if err := k.do(a); err != nil {
			k.t.Fatalf("%#v: %v", a, err)
		}
	}
}

// refused runs an action that must be refused with that code and change nothing in the cart or the account.
func (k *till) refused(a counter.Action, code string) {
	k.t.Helper()
	before := k.last
	err := k.do(a)
	if fault.Code(err) != code {
		k.t.Fatalf("%#v: fault %q (%v), want %q", a, fault.Code(err), err, code)
	}
	if k.last.Cart.Totals.Payable != before.Cart.Totals.Payable || k.balance() != balanceOf(before) {
		k.t.Errorf("%#v was refused and still changed the cart", a)
	}
}

func (k *till) scan(codes ...string) {
	k.t.Helper()
	for _, c := range codes {
		k.mustDo(counter.Enter{Text: c, Scan: true})
	}
}

func (k *till) balance() int64 { return balanceOf(k.last) }

func balanceOf(s counter.State) int64 {
	if s.Member == nil {
		return 0
	}
	return s.Member.Account.Balance
}

// verify proves the journal that the till wrote.
func (k *till) verify() {
	k.t.Helper()
	if err := k.file.Close(); err != nil {
		k.t.Fatal(err)
	}
	broken, _, err := bolt.Verify(context.Background(), k.dir, nil)
	if err != nil || broken != nil {
		k.t.Errorf("verify: %v %v", broken, err)
	}
}
