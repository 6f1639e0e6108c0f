package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/sale"
)

// OfficeHarness opens and checks one kind of central's store, as Harness does a till's.
type OfficeHarness struct {
	Open  func(t testing.TB, dir string) office.Store
	Close func(t testing.TB, s office.Store)
	// Check reads the closed store in dir whole: its structure, its journal's chain and signatures (by Key), and
	// postings and orders against it.
	Check func(t testing.TB, dir string)
}

// RunOffice runs the whole contract of central's store.
func RunOffice(t *testing.T, h OfficeHarness) {
	for name, test := range map[string]func(*testing.T, *branch){
		"Empty":                 testOfficeEmpty,
		"ReadBack":              testOfficeReadBack,
		"OwnWrites":             testOfficeOwnWrites,
		"FailedLeavesNothing":   testOfficeFailed,
		"FailedAmongOthers":     testOfficeFailedAmongOthers,
		"Panic":                 testOfficePanic,
		"NoLostUpdate":          testOfficeNoLostUpdate,
		"OneState":              testOfficeOneState,
		"Cancelled":             testOfficeCancelled,
		"Closed":                testOfficeClosed,
		"NoSharing":             testOfficeNoSharing,
		"Postings":              testOfficePostings,
		"Orders":                testOfficeOrders,
		"OrderMoves":            testOfficeOrderMoves,
		"OrdersBefore1970":      testOfficeOldOrders,
		"Vouchers":              testOfficeVouchers,
		"MembersFound":          testOfficeMembersFound,
		"MembersByID":           testOfficeMembersByID,
		"MemberReplaced":        testOfficeMemberReplaced,
		"MemberMerged":          testOfficeMerged,
		"Products":              testOfficeProducts,
		"Rewards":               testOfficeRewards,
		"Programs":              testOfficePrograms,
		"Answers":               testOfficeAnswers,
		"Quarantine":            testOfficeQuarantine,
		"Cursors":               testOfficeCursors,
		"Tills":                 testOfficeTills,
		"Shares":                testOfficeShares,
		"Exceptions":            testOfficeExceptions,
		"Taken":                 testOfficeTaken,
		"VoucherIssued":         testOfficeVoucherIssued,
		"Notes":                 testOfficeNotes,
		"Behind":                testOfficeBehind,
		"Bulk":                  testOfficeBulk,
		"BulkFailedNothing":     testOfficeBulkFailed,
		"BulkWhileReading":      testOfficeBulkWhileReading,
		"BulkAndWritesTogether": testOfficeBulkAndWrites,
	} {
		t.Run(name, func(t *testing.T) { test(t, newBranch(t, h)) })
	}
}

// branch is one store under test, checked whole when the test ends, and what its events are minted with.
type branch struct {
	OfficeHarness
	office.Store
	dir  string
	mint ident.Minter
}

func newBranch(t *testing.T, h OfficeHarness) *branch {
	b := &branch{OfficeHarness: h, dir: t.TempDir(), mint: ident.Minter{Entropy: &lockedEntropy{source: rand.NewChaCha8([32]byte{7})}}}
	b.Store = h.Open(t, b.dir)
	t.Cleanup(func() {
		h.Close(t, b.Store)
		h.Check(t, b.dir)
	})
	return b
}

// lockedEntropy is a seeded source for several goroutines.
type lockedEntropy struct {
	mu     sync.Mutex
	source *rand.ChaCha8
}

func (l *lockedEntropy) Read(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.source.Read(b)
}

func (b *branch) reopen(t *testing.T) {
	t.Helper()
	b.Close(t, b.Store)
	b.Store = b.Open(t, b.dir)
}

// write must succeed.
func (b *branch) write(t *testing.T, decide func(tx office.Tx) error) {
	t.Helper()
	if err := b.Write(ctx, decide); err != nil {
		t.Fatal(err)
	}
}

func (b *branch) put(t *testing.T, docs ...office.Document) {
	t.Helper()
	b.write(t, func(tx office.Tx) error {
		for _, doc := range docs {
			if err := tx.Put(doc); err != nil {
				return err
			}
		}
		return nil
	})
}

// reads are the ways to read.
func (b *branch) reads() []func(context.Context, func(office.Reader) error) error {
	all := []func(context.Context, func(office.Reader) error) error{b.Read}
	if g, is := b.Store.(office.Glancer); is {
		all = append(all, g.Glance)
	}
	return all
}

// look must succeed, and say the same where it may be run again.
func look[T any](t *testing.T, s office.Store, read func(office.Reader) (T, error)) (got T) {
	t.Helper()
	looked := func(run func(context.Context, func(office.Reader) error) error) (got T) {
		t.Helper()
		err := run(ctx, func(r office.Reader) (err error) {
			got, err = read(r)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	got = looked(s.Read)
	if g, is := s.(office.Glancer); is {
		want(t, looked(g.Glance), got)
	}
	return got
}

func want[T any](t *testing.T, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	if f, ok := fault.Of(err); !ok || f.Code != code {
		t.Errorf("%v, want %s", err, code)
	}
}

var opened = time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)

// order is a paid order of a member ("" for none) with what it earned, placed so many minutes behind opened.
func (b *branch) order(id, member string, placed int) (sale.Order, []loyalty.Posting) {
	at := opened.Add(time.Duration(placed) * minute)
	o := sale.Order{Channel: "web", ID: id, Member: member, PlacedAt: at, PaidAt: at, Lines: []sale.Line{{ID: "1", SKU: "SUA", Name: "Sữa",
		Quantity: money.Units(2), UnitPrice: 32_000}}, LastLine: 1, Rule: loyalty.Rule{Enabled: true, Tier: "vang"}, Earned: 64, Generation: 1}
	if member == "" {
		return o, nil
	}
	lot := loyalty.Lot{ID: o.Key(), Root: o.Key(), Order: o.Key(), Points: 64, AroseAt: at, UsableAt: at}
	return o, []loyalty.Posting{{Member: member, Kind: loyalty.Earn, Order: o.Key(), Lots: []loyalty.Lot{lot}, Ranking: 64, OrderedAt: at}}
}

// file appends an order's event and puts the order.
func (b *branch) file(tx office.Tx, kind journal.Kind, o sale.Order, postings ...loyalty.Posting) error {
	if err := b.append(tx, kind, &sale.Filed{Order: o, Postings: postings}, postings...); err != nil {
		return err
	}
	return tx.Put(o)
}

func (b *branch) append(tx office.Tx, kind journal.Kind, body journal.Coder, postings ...loyalty.Posting) error {
	e := journal.Event{ID: b.mint.New(opened), At: opened, Wall: opened, Kind: kind, Body: journal.Encode(body), Moves: loyalty.Moves(postings)}
	for i := range postings {
		postings[i].Ref = office.PostingRef(e, i)
	}
	return tx.Append(e, postings)
}

func (b *branch) sell(t *testing.T, id, member string, placed int) sale.Order {
	t.Helper()
	o, postings := b.order(id, member, placed)
	b.write(t, func(tx office.Tx) error { return b.file(tx, journal.OrderPaid, o, postings...) })
	return o
}

func client(id, name, phone string) office.Member {
	return office.Member{Member: person(id, name, phone), CreatedAt: joined, Key: []byte("the key of " + id + ", 32 bytes long …")[:32]}
}

func testOfficeEmpty(t *testing.T, b *branch) {
	none := look(t, b, func(r office.Reader) (counts []int, err error) {
		orders, _, err1 := r.OrdersOf("", time.Time{}, time.Time{}, office.Page{Limit: 5})
		members, _, err2 := r.FindMembers("", office.Page{Limit: 5})
		products, _, err3 := r.FindProducts("", office.Page{Limit: 5})
		versions, err4 := r.Programs()
		postings, err5 := r.Postings("m1")
		_, answered, err6 := r.Answered("k")
		if answered {
			t.Error("an answer to a key that nobody used")
		}
		return []int{len(orders), len(members), len(products), len(versions), len(postings)}, errors.Join(err1, err2, err3, err4, err5, err6)
	})
	want(t, none, make([]int, 5))
	b.write(t, func(office.Tx) error { return nil })
	err := b.Read(ctx, func(r office.Reader) error {
		for code, err := range map[string]error{
			"order.unknown": second(r.Order("web/1")), "voucher.unknown": second(r.Voucher("9")), "reward.unknown": second(r.Reward("r")),
			"product.unknown": second(r.Product("SUA")), "quarantine.unknown": second(r.QuarantinedItem("q")),
		} {
			wantFault(t, err, code)
		}
		for _, err := range []error{second(r.Member("m1")), second(r.Member("")), second(r.ByPhone("+84912345678")), second(r.ByPhone(""))} {
			wantFault(t, err, "customer.unknown")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// everything is one document of every kind.
func everything() []office.Document {
	stock := int64(5)
	return []office.Document{
		client("m1", "Đặng Ngọc Ánh", "+84912345678"),
		office.Product{Product: catalog.Product{SKU: "SUA", Name: "Sữa tươi", Price: 32_000, Barcodes: []string{"2000000000015"}, Earns: true}, At: joined},
		loyalty.Reward{ID: "r1", Name: "Giảm 50K", Cost: 50, Stock: &stock, Gives: loyalty.Gives{Kind: loyalty.GiveAmount}},
		loyalty.Voucher{ID: "900000000000000000", Member: "m1", Reward: "r1", Cost: 50, IssuedAt: joined, ExpiresAt: joined.Add(minute)},
		office.Quarantined{ID: "q1", At: joined, Source: "haravan", Topic: "orders/create", Reason: "json.format", Body: []byte("{")},
	}
}

func (b *branch) wantEverything(t *testing.T) {
	t.Helper()
	got := look(t, b, func(r office.Reader) (docs []office.Document, err error) {
		m, err1 := r.Member("m1")
		p, err2 := r.Product("SUA")
		reward, err3 := r.Reward("r1")
		v, err4 := r.Voucher("900000000000000000")
		q, err5 := r.QuarantinedItem("q1")
		return []office.Document{m, p, reward, v, q}, errors.Join(err1, err2, err3, err4, err5)
	})
	want(t, got, everything())
}

func testOfficeReadBack(t *testing.T, b *branch) {
	b.put(t, everything()...)
	order := b.sell(t, "1", "m1", 0)
	for range 2 {
		b.wantEverything(t)
		same(t, look(t, b, func(r office.Reader) (sale.Order, error) { return r.Order("web/1") }), order)
		b.reopen(t)
	}
	b.sell(t, "2", "m1", 1) // and the journal goes on
}

func testOfficeOwnWrites(t *testing.T, b *branch) {
	order, postings := b.order("1", "m1", 0)
	b.write(t, func(tx office.Tx) error {
		for _, doc := range everything() {
			if err := tx.Put(doc); err != nil {
				return err
			}
		}
		if err := b.file(tx, journal.OrderPaid, order, postings...); err != nil {
			return err
		}
		if err := tx.Remember("k", office.Answer{Status: 201, Body: []byte("{}"), At: joined}); err != nil {
			return err
		}
		got, err := tx.Order("web/1")
		same(t, got, order)
		m, err2 := tx.ByPhone("+84912345678")
		found, _, err3 := tx.FindMembers("anh dang", office.Page{Limit: 5})
		listed, _, err4 := tx.OrdersOf("m1", time.Time{}, time.Time{}, office.Page{Limit: 5})
		posted, err5 := tx.Postings("m1")
		_, answered, err6 := tx.Answered("k")
		if m.ID != "m1" || len(found) != 1 || len(listed) != 1 || len(posted) != 1 || !answered {
			t.Errorf("in the same transaction: %+v, %d found, %d orders, %d postings, answered %v", m, len(found), len(listed), len(posted), answered)
		}
		return errors.Join(err, err2, err3, err4, err5, err6)
	})
	b.wantEverything(t)
}

var errRefused = errors.New("refused")

// spoil writes over and beside everything, and fails.
func (b *branch) spoil(tx office.Tx) error {
	other := client("m1", "Kẻ Khác", "+84900000009")
	order, postings := b.order("1", "m2", 99)
	return errors.Join(tx.Put(other), tx.Put(client("m2", "Hai", "+84912345678")), tx.Put(loyalty.Reward{ID: "r1", Name: "khác"}),
		tx.Put(office.Product{Product: catalog.Product{SKU: "SUA"}}), tx.Put(office.Quarantined{ID: "q1", Done: true, At: joined}),
		b.file(tx, journal.OrderPaid, order, postings...), tx.Remember("k", office.Answer{At: joined}),
		tx.Put(loyalty.Voucher{ID: "900000000000000000", Member: "m2"}), errRefused)
}

func (b *branch) wantUnspoilt(t *testing.T, order sale.Order) {
	t.Helper()
	b.wantEverything(t)
	same(t, look(t, b, func(r office.Reader) (sale.Order, error) { return r.Order("web/1") }), order)
	err := b.Read(ctx, func(r office.Reader) error {
		_, err := r.Member("m2")
		wantFault(t, err, "customer.unknown")
		_, err = r.ByPhone("+84900000009")
		wantFault(t, err, "customer.unknown")
		m, err := r.ByPhone("+84912345678")
		found, _, err2 := r.FindMembers("ke khac", office.Page{Limit: 5})
		again, _, err3 := r.FindMembers("345678", office.Page{Limit: 5})
		others, err4 := r.Postings("m2")
		all, _, err5 := r.OrdersOf("", time.Time{}, time.Time{}, office.Page{Limit: 5})
		waiting, _, err6 := r.Quarantined(office.Page{Limit: 5})
		vouchers, err7 := r.VouchersOf("m1")
		_, answered, err8 := r.Answered("k")
		if m.ID != "m1" || len(found) != 0 || len(again) != 1 || len(others) != 0 || len(all) != 1 || len(waiting) != 1 || len(vouchers) != 1 || answered {
			t.Errorf("behind a refused write: %s, %d, %d, %d, %d, %d, %d, %v", m.ID, len(found), len(again), len(others), len(all), len(waiting), len(vouchers), answered)
		}
		return errors.Join(err, err2, err3, err4, err5, err6, err7, err8)
	})
	if err != nil {
		t.Error(err)
	}
}

func testOfficeFailed(t *testing.T, b *branch) {
	b.put(t, everything()...)
	order := b.sell(t, "1", "m1", 0)
	if err := b.Write(ctx, b.spoil); !errors.Is(err, errRefused) {
		t.Errorf("a refused write: %v", err)
	}
	b.wantUnspoilt(t, order)
	b.reopen(t)
	b.wantUnspoilt(t, order)
}

func testOfficeFailedAmongOthers(t *testing.T, b *branch) {
	b.put(t, everything()...)
	order := b.sell(t, "1", "m1", 0)
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Go(func() {
			if i%2 == 0 {
				if err := b.Write(ctx, b.spoil); !errors.Is(err, errRefused) {
					t.Errorf("a refused write: %v", err)
				}
				return
			}
			err := b.Write(ctx, func(tx office.Tx) error { return tx.Put(loyalty.Reward{ID: fmt.Sprint("other", i), Name: "Khác"}) })
			if err != nil {
				t.Errorf("beside refused writes: %v", err)
			}
		})
	}
	wg.Wait()
	b.wantUnspoilt(t, order)
	rewards := look(t, b, func(r office.Reader) ([]loyalty.Reward, error) {
		list, _, err := r.Rewards(office.Page{Limit: 50})
		return list, err
	})
	if len(rewards) != 17 {
		t.Errorf("%d rewards, want 17", len(rewards))
	}
}

func testOfficePanic(t *testing.T, b *branch) {
	b.put(t, everything()...)
	order := b.sell(t, "1", "m1", 0)
	func() {
		defer func() {
			if p := recover(); p != "a bug" {
				t.Errorf("the caller sees %v", p)
			}
		}()
		_ = b.Write(ctx, func(tx office.Tx) error {
			_ = b.spoil(tx)
			panic("a bug")
		})
	}()
	b.wantUnspoilt(t, order)
	b.sell(t, "2", "m1", 1)
}

// bump adds one to the count that a reward keeps.
func bump(tx office.Tx) error {
	r, err := tx.Reward("r1")
	if err != nil {
		return err
	}
	r.Issued++
	return tx.Put(r)
}

func testOfficeNoLostUpdate(t *testing.T, b *branch) {
	const writers, each = 64, 20
	b.put(t, everything()...)
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range each {
				if err := b.Write(ctx, bump); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got := look(t, b, func(r office.Reader) (loyalty.Reward, error) { return r.Reward("r1") }); got.Issued != writers*each {
		t.Errorf("%d of %d updates are there", got.Issued, writers*each)
	}
}

// testOfficeOneState moves stock from one reward to another, and every read sees the same sum.
func testOfficeOneState(t *testing.T, b *branch) {
	b.put(t, loyalty.Reward{ID: "a", Issued: 1000}, loyalty.Reward{ID: "b"})
	move := func(tx office.Tx) error {
		from, err1 := tx.Reward("a")
		to, err2 := tx.Reward("b")
		from.Issued--
		to.Issued++
		return errors.Join(err1, err2, tx.Put(from), tx.Put(to))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 25 {
				if err := b.Write(ctx, move); err != nil {
					t.Error(err)
				}
				for _, run := range b.reads() {
					var from, to loyalty.Reward
					err := run(ctx, func(r office.Reader) error {
						var err1, err2 error
						from, err1 = r.Reward("a")
						to, err2 = r.Reward("b")
						return errors.Join(err1, err2)
					})
					if err != nil || from.Issued+to.Issued != 1000 {
						t.Errorf("a read sees %d and %d, %v", from.Issued, to.Issued, err)
					}
				}
			}
		})
	}
	wg.Wait()
}
