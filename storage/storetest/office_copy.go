package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
)

// CopyHarness opens central's stores that keep a journal copy apart (SHARES 15), and puts old ones back.
type CopyHarness struct {
	OfficeHarness
	// Save is a backup of an open store as it stands.
	Save func(t testing.TB, s office.Store) (backup any)
	// PutBack puts a backup in the place of the closed store in dir: as the program does whose work that is, or by hand.
	PutBack func(t testing.TB, dir string, backup any, byHand bool)
}

// RunOfficeCopy runs the contract of a store that keeps a journal copy: all of the other, and what that is kept for.
func RunOfficeCopy(t *testing.T, h CopyHarness) {
	RunOffice(t, h.OfficeHarness)
	for name, test := range map[string]func(*testing.T, CopyHarness, *branch){
		"AnyBackupBecomesTheNewest": testCopyOfAll,
		"PutBackIsNoticed":          testCopyNoticed,
		"RefusedIsNotInTheCopy":     testCopyRefused,
	} {
		t.Run(name, func(t *testing.T) { test(t, h, newBranch(t, h.OfficeHarness)) })
	}
}

// putBack puts a backup in the store's place and opens it.
func (b *branch) putBack(t *testing.T, h CopyHarness, backup any, byHand bool) {
	t.Helper()
	b.Close(t, b.Store)
	h.PutBack(t, b.dir, backup, byHand)
	b.Store = b.Open(t, b.dir)
}

func (b *branch) isPutBack(t *testing.T) bool {
	t.Helper()
	return look(t, b, func(r office.Reader) (bool, error) { return r.PutBack() })
}

// deeds are one of each thing that central is told, later ones changing what earlier ones wrote.
func (b *branch) deeds(t *testing.T) []func() {
	till, records, seals := tillOf(firstTill, officeDay, 3)
	write := func(decide func(office.Tx) error) func() { return func() { b.write(t, decide) } }
	put := func(docs ...office.Document) func() { return func() { b.put(t, docs...) } }
	bulk := func() {
		if err := b.Bulk(ctx, b.load); err != nil {
			t.Fatal(err)
		}
	}
	return []func(){
		put(everything()...),
		func() { b.sell(t, "1", "m1", 0) },
		func() { b.take(t, till, records, seals) },
		put(office.Holding{Holder: firstTill, Points: 4, Holding: share.Holding{Enrolled: true, Open: map[uint64][]share.Units{5: {{Right: "web/1", N: 4}}}}}),
		put(office.Recall{ID: 8, Holder: firstTill, Right: "web/1", N: 4, At: officeDay}),
		write(func(tx office.Tx) error {
			return errors.Join(tx.PutNote("a", "1", []byte("x")), tx.PutNote("a", "2", []byte{}), tx.Remember("gift", office.Answer{Status: 200, Body: []byte("{}"), At: officeDay}))
		}),
		bulk,
		func() { b.sell(t, "2", "bulk-00001", 5) },
		put(office.Recall{ID: 8, Holder: firstTill, Done: true}, office.Chain{Incarnation: 2, Recalls: 8},
			loyalty.Voucher{ID: "900000000000000000", Member: "m1", Reward: "r1", Generation: 2, IssuedAt: joined}, client("m1", "Ánh Đặng", "+84912345679")),
		write(func(tx office.Tx) error {
			order, _ := b.order("1", "bulk-00002", 9) // it moves to another member and day
			return errors.Join(b.file(tx, journal.OrderDelivered, order), tx.PutNote("a", "1", nil))
		}),
		put(office.Exception{ID: "01/1/9", At: officeDay, Kind: office.TakeLate, Till: firstTill}),
	}
}

// picture is what a store answers to many questions.
func (b *branch) picture(t *testing.T) (all []any) {
	t.Helper()
	return look(t, b, func(r office.Reader) ([]any, error) {
		var errs []error
		add := func(v any, err error) { all, errs = append(all, v), append(errs, err) }
		list := func(v any, _ string, err error) { add(v, err) }
		page := office.Page{Limit: 100}
		add(r.Head())
		add(r.Chain())
		add(r.Tills())
		records, seals, err := r.TillEvents(firstTill, 0, 99)
		add([]any{records, seals}, err)
		add(r.Right("web/1"))
		add(r.Holding(firstTill))
		add(r.Recalls(firstTill))
		list(r.Exceptions(page))
		for _, member := range []string{"", "m1", "bulk-00001", "bulk-00002"} {
			orders, _, err := r.OrdersOf(member, time.Time{}, time.Time{}, page)
			add(encoded(orders), err)
			add(r.Postings(member))
			add(r.VouchersOf(member))
		}
		answer, there, err := r.Answered("gift")
		add([]any{answer, there}, err)
		add(r.MembersBehind("", 2*bulkSize))
		list(r.FindMembers("khach so 77", page))
		list(r.FindMembers("5679", page))
		list(r.Rewards(page))
		list(r.FindProducts("", page))
		list(r.Quarantined(page))
		add(r.Notes("a", "", 99))
		return all, errors.Join(errs...)
	})
}

func encoded(orders []sale.Order) (list [][]byte) {
	for _, o := range orders {
		list = append(list, journal.Encode(&o))
	}
	return list
}

// Whatever the backup lacks, the copy has it: orders, what tills sent, shares that were granted, answers, imports.
func testCopyOfAll(t *testing.T, h CopyHarness, b *branch) {
	var backups []any
	for _, deed := range b.deeds(t) {
		backups = append(backups, h.Save(t, b.Store))
		deed()
	}
	backups = append(backups, h.Save(t, b.Store))
	shown := b.picture(t)
	for i, backup := range backups {
		byHand := i%2 == 0
		b.putBack(t, h, backup, byHand)
		for question, got := range b.picture(t) {
			if !reflect.DeepEqual(got, shown[question]) {
				t.Fatalf("backup %d of %d, question %d: got\n%.2000v\nwant\n%.2000v", i, len(backups), question, got, shown[question])
			}
		}
		lacked := len(backups) - 1 - i
		switch noticed := b.isPutBack(t); {
		case noticed && byHand && lacked == 0:
			t.Error("the newest store counts as put back")
		case !noticed && (!byHand || lacked > 1):
			t.Errorf("backup %d, which lacks %d commits: nothing is noticed", i, lacked)
		}
	}
}

// That a store was put back is known until central has raised its incarnation, whatever comes between, and what it does
// then is in the copy like everything.
func testCopyNoticed(t *testing.T, h CopyHarness, b *branch) {
	oldest := h.Save(t, b.Store)
	b.put(t, everything()...)
	b.sell(t, "1", "m1", 0)
	if b.isPutBack(t) {
		t.Error("before any")
	}
	for incarnation := uint64(2); incarnation < 5; incarnation++ {
		b.putBack(t, h, oldest, incarnation%2 == 0)
		for range 2 {
			if !b.isPutBack(t) {
				t.Fatal("not noticed, or forgotten at a restart")
			}
			b.sell(t, fmt.Sprint("at-", incarnation, "-", time.Now().UnixNano()), "m1", 1)
			b.put(t, office.Chain{Incarnation: incarnation - 1})
			b.reopen(t)
		}
		b.put(t, office.Chain{Incarnation: incarnation})
		if b.isPutBack(t) {
			t.Error("a new incarnation ends it")
		}
		b.reopen(t)
		if b.isPutBack(t) {
			t.Error("for good")
		}
	}
	if chain := look(t, b, func(r office.Reader) (office.Chain, error) { return r.Chain() }); chain.Incarnation != 4 {
		t.Errorf("incarnation %d", chain.Incarnation)
	}
	if n := len(b.orders(t, "m1", -1, -1)); n != 7 {
		t.Errorf("%d orders", n)
	}
}

// A write that came to nothing comes to nothing when an old store is put back, alone, among others and as a bulk load.
func testCopyRefused(t *testing.T, h CopyHarness, b *branch) {
	oldest := h.Save(t, b.Store)
	b.put(t, everything()...)
	order := b.sell(t, "1", "m1", 0)
	for _, run := range []func(func(office.Tx) error) error{
		func(decide func(office.Tx) error) error { return b.Write(ctx, decide) },
		func(decide func(office.Tx) error) error {
			return b.Bulk(ctx, func(tx office.Tx) error { return errors.Join(b.load(tx), decide(tx)) })
		},
	} {
		if err := run(b.spoil); !errors.Is(err, errRefused) {
			t.Fatal(err)
		}
		b.putBack(t, h, oldest, true)
		b.wantUnspoilt(t, order)
		b.wantLoaded(t, 1)
	}
}

// FillOffice writes one of each thing that central is told, later ones changing what earlier ones wrote.
func FillOffice(t *testing.T, s office.Store) {
	for _, deed := range newDeeds(s).deeds(t) {
		deed()
	}
}

func newDeeds(s office.Store) *branch {
	return &branch{Store: s, mint: ident.Minter{Entropy: &lockedEntropy{source: rand.NewChaCha8([32]byte{7})}}}
}

// SameOffice wants two stores to answer alike to many questions.
func SameOffice(t *testing.T, have, want office.Store) {
	t.Helper()
	wanted := newDeeds(want).picture(t)
	for question, got := range newDeeds(have).picture(t) {
		if !reflect.DeepEqual(got, wanted[question]) {
			t.Errorf("question %d: got\n%.2000v\nwant\n%.2000v", question, got, wanted[question])
		}
	}
}
