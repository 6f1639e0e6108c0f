package storetest

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

var ctx = context.Background()

func testStart(t *testing.T, s *subject) {
	start := s.start(t)
	if start.Head != (journal.Head{}) || !start.Wall.IsZero() || start.Receipts != 0 || start.Slips != 0 || start.Issued != nil ||
		start.Carts != nil || start.Roll.Shifts != nil || start.Roll.Last != 0 {
		t.Errorf("a new ledger stands at %+v", start)
	}
}

// testTries: counts of wrong PINs stand as they were last written, and one that ended is gone.
func testTries(t *testing.T, s *subject) {
	b := NewBook(t, s)
	at := b.Now.Truncate(time.Millisecond)
	nam, hong := shift.Tries{Of: "nam", Wrong: 6, Last: at}, shift.Tries{Of: "~hong", Wrong: 1, Last: at}
	for _, change := range [][]shift.Tries{{{Of: "nam", Wrong: 5, Last: at}, hong, {Of: "minh", Wrong: 2, Last: at}}, {nam, {Of: "minh"}}, nil, {{Of: "lan"}}} {
		batch := b.Redeem(b.Voucher("m1"))
		batch.Tries = change
		b.Commit(t, batch)
	}
	s.reopen(t)
	want(t, s.start(t).Tries, []shift.Tries{nam, hong})
}

// testJobs: papers that wait stand as they were last written, in the order in which they came, until they are dropped; those of a
// batch that failed aren't there. What a paper said stays.
func testJobs(t *testing.T, s *subject) {
	b := NewBook(t, s)
	at := b.Now.Truncate(time.Millisecond)
	first := counter.Job{ID: "0192-a", Kind: counter.PaperReceipt, Of: "01/s1/1", Number: "HD-01-000001", At: at}
	second := counter.Job{ID: "0192-b", Kind: counter.PaperReturn, Of: "01/s1/1", Part: 1, Number: "TH-01-000001", Copy: true, At: at}
	third := counter.Job{ID: "0192-c", Kind: counter.PaperX, Number: "X-01", At: at}.Drawing(counter.Paper{Report: &report.Paper{Till: "01"}})
	said := receipt.Said{Number: "HD-01-000001", Balance: 75, Vouchers: []string{"923985708097560197"}}
	batch := b.Redeem(b.Voucher("m1"))
	batch.Jobs, batch.Said = []counter.Job{second, first}, []receipt.Said{said}
	b.Commit(t, batch)
	refused := b.Redeem(b.Voucher("m1"))
	refused.Before.Seq--
	refused.Jobs, refused.Said = []counter.Job{third}, []receipt.Said{{Number: "HD-01-000002"}}
	if err := s.Commit(ctx, refused); err == nil {
		t.Fatal("a batch on another head was written")
	}
	jobs := func() []counter.Job {
		list, err := s.Jobs(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	want(t, jobs(), []counter.Job{first, second})
	first.Begun = true
	for _, err := range []error{s.KeepJob(ctx, first), s.KeepJob(ctx, third), s.DropJob(ctx, second.ID), s.DropJob(ctx, second.ID)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	s.reopen(t)
	want(t, jobs(), []counter.Job{first, third})
	for number, want := range map[string]receipt.Said{said.Number: said, "HD-01-000002": {}} {
		if got, err := s.Said(ctx, number); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s said %+v, %v", number, got, err)
		}
	}
}

// testTransfers: what is known of an order's transfers stands as it was last written, and a batch that failed says nothing.
func testTransfers(t *testing.T, s *subject) {
	b := NewBook(t, s)
	known := sale.Transfers{Memo: "Q0112AB34CD", Order: "store/1", Landed: []sale.Landed{{Transfer: sale.Received{ID: "FT1", Memo: "Q0112AB34CD", Amount: 50_000,
		At: b.Now.Truncate(time.Millisecond)}, Order: "store/1", As: sale.LandedWhole, Taken: 50_000}}}
	batch := b.Redeem(b.Voucher("m1"))
	batch.Transfers = []sale.Transfers{{Memo: known.Memo, Order: known.Order}}
	b.Commit(t, batch)
	next := b.Redeem(b.Voucher("m1"))
	next.Transfers = []sale.Transfers{known}
	b.Commit(t, next)
	refused := b.Redeem(b.Voucher("m1"))
	refused.Before.Seq--
	refused.Transfers = []sale.Transfers{{Memo: known.Memo}}
	if err := s.Commit(ctx, refused); err == nil {
		t.Fatal("a batch on another head was written")
	}
	s.reopen(t)
	for memo, is := range map[string]sale.Transfers{known.Memo: known, "Q01FFFFFFFF": {Memo: "Q01FFFFFFFF"}} {
		got, err := s.Transfers(ctx, memo)
		if err != nil {
			t.Fatal(err)
		}
		want(t, got, is)
	}
}

func testReopened(t *testing.T, s *subject) {
	b := NewBook(t, s)
	shift := b.OpenShift(t)
	order := b.Sell(t, 3, "m1")
	cart := b.Cart(2, "")
	b.Commit(t, b.OpenCart(cart))
	wall := b.Now.Add(-1 * minute)
	for _, when := range []string{"before", "after"} {
		start := s.start(t)
		if start.Head != b.Head || start.Receipts != 1 || !start.Wall.Equal(wall) {
			t.Errorf("%s: at %+v, want %+v", when, start, b.Head)
		}
		if list, err := s.Shifts(ctx, 0, 10); len(start.Roll.Shifts) != 1 || start.Roll.Shifts[0].Shift != shift || start.Roll.Last != 1 || err != nil || len(list) != 1 {
			t.Errorf("%s: shifts %+v, and filed %v, %v", when, start.Roll, list, err)
		}
		if len(start.Carts) != 1 {
			t.Fatalf("%s: %d carts", when, len(start.Carts))
		}
		same(t, start.Carts[0], cart)
		same(t, s.order(t, order.Key()), order)
		s.reopen(t)
	}
	b.Store = s
	b.Sell(t, 1, "m1") // and the journal goes on
}

func testStaleHead(t *testing.T, s *subject) {
	b := NewBook(t, s)
	stale := b.Head
	b.Sell(t, 1, "")
	for name, before := range map[string]journal.Head{
		"older":        stale,
		"ahead":        {Writer: "01", Epoch: 1, Seq: b.Head.Seq + 1, Hash: b.Head.Hash},
		"another hash": {Writer: "01", Epoch: 1, Seq: b.Head.Seq, Hash: stale.Hash},
		"new epoch":    {Writer: "01", Epoch: 2, Seq: b.Head.Seq, Hash: b.Head.Hash},
		"empty":        {Writer: "01", Epoch: 1},
	} {
		other := *b
		other.Head = before
		cart := other.Cart(1, "")
		err := other.Try(other.OpenCart(cart))
		if f, ok := fault.Of(err); !ok || f.Code != "ledger.moved" || f.Kind != fault.Conflict {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := s.Order(ctx, cart.Key()); fault.Code(err) != "order.unknown" {
			t.Errorf("%s: the cart was kept: %v", name, err)
		}
	}
	if got := s.start(t).Head; got != b.Head {
		t.Errorf("the head moved to %+v", got)
	}
}

func testSameBatchTwice(t *testing.T, s *subject) {
	b := NewBook(t, s)
	cart := b.Cart(2, "m1")
	b.Commit(t, b.OpenCart(cart))
	batch := b.Finish(cart)
	b.Commit(t, batch)
	if err := s.Commit(ctx, batch); fault.Code(err) != "ledger.moved" {
		t.Errorf("the same sale twice: %v", err)
	}
	if got := s.latest(t, 10); len(got) != 1 {
		t.Errorf("%d orders", len(got))
	}
	if got := s.start(t); got.Receipts != 1 || got.Head != b.Head {
		t.Errorf("stands at %+v", got)
	}
}

func testNothingOfAFailed(t *testing.T, s *subject) {
	b := NewBook(t, s)
	before := s.start(t)
	stale := *b
	b.OpenShift(t)
	order, postings := stale.PaidOrder(stale.Cart(2, "m9"))
	batch := stale.File(journal.OrderPaid, order, postings, 7)
	other := b.Cart(1, "")
	batch.Orders = append(batch.Orders, other)
	batch.Members = []counter.NewMember{{Member: person("m9", "Lê Mới", "+84911111111"), Key: make([]byte, 32)}}
	if err := s.Commit(ctx, batch); fault.Code(err) != "ledger.moved" {
		t.Fatal(err)
	}
	after := s.start(t)
	if after.Receipts != before.Receipts || len(after.Carts) != 0 || after.Head != b.Head {
		t.Errorf("stands at %+v", after)
	}
	for name, err := range map[string]error{
		"order": second(s.Order(ctx, order.Key())), "cart": second(s.Order(ctx, other.Key())),
		"member": second(s.Member(ctx, "m9")), "phone": second(s.ByPhone(ctx, "+84911111111")),
	} {
		if f, ok := fault.Of(err); !ok || f.Kind != fault.NotFound {
			t.Errorf("%s of a refused batch: %v", name, err)
		}
	}
	if got, err := s.Postings(ctx, "m9"); len(got) != 0 || err != nil {
		t.Errorf("postings of a refused batch: %v, %v", got, err)
	}
}

func testCancelled(t *testing.T, s *subject) {
	b := NewBook(t, s)
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Commit(cancelled, b.OpenCart(b.Cart(1, ""))); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled commit: %v", err)
	}
	if got := s.start(t).Head; got != b.Head {
		t.Errorf("it moved the head to %+v", got)
	}
}

func testCarts(t *testing.T, s *subject) {
	b := NewBook(t, s)
	first, second := b.Cart(1, ""), b.Cart(2, "m1")
	second.OpenedAt = second.OpenedAt.Add(minute)
	b.Commit(t, b.OpenCart(second))
	b.Commit(t, b.OpenCart(first))
	carts := s.start(t).Carts
	if len(carts) != 2 {
		t.Fatalf("%d carts", len(carts))
	}
	same(t, carts[0], first) // oldest first, whatever was written first
	same(t, carts[1], second)

	b.Commit(t, b.Finish(first))
	if carts = s.start(t).Carts; len(carts) != 1 {
		t.Fatalf("%d carts behind a sale", len(carts))
	}
	voided, err := second.Void(b.Now)
	if err != nil {
		t.Fatal(err)
	}
	b.Commit(t, b.File(journal.OrderVoided, voided, nil, 0))
	if carts = s.start(t).Carts; len(carts) != 0 {
		t.Errorf("%d carts behind a void", len(carts))
	}
	same(t, s.order(t, second.Key()), voided)
}

func testCartWithoutEvents(t *testing.T, s *subject) {
	b := NewBook(t, s)
	cart := b.Cart(1, "")
	b.Commit(t, b.OpenCart(cart))
	head := b.Head
	for range 3 { // a scan changes the cart and is no event
		cart.Lines = append(cart.Lines, cart.Lines[0])
		scan := b.Batch()
		scan.Orders = []sale.Order{cart}
		b.Commit(t, scan)
	}
	s.reopen(t)
	start := s.start(t)
	if start.Head != head || len(start.Carts) != 1 {
		t.Fatalf("stands at %+v", start)
	}
	same(t, start.Carts[0], cart)
}

func testOrders(t *testing.T, s *subject) {
	b := NewBook(t, s)
	var sold []sale.Order
	for i := range 40 {
		sold = append(sold, b.Sell(t, 1+i%4, ""))
	}
	for _, o := range sold {
		same(t, s.order(t, o.Key()), o)
	}
}

func testLatest(t *testing.T, s *subject) {
	if got := s.latest(t, 5); len(got) != 0 {
		t.Errorf("%d orders in a new ledger", len(got))
	}
	b := NewBook(t, s)
	held := b.Cart(1, "") // opened first, paid last
	b.Commit(t, b.OpenCart(held))
	sold := []sale.Order{b.Sell(t, 1, ""), b.Sell(t, 2, "m1")}
	batch := b.Finish(held)
	b.Commit(t, batch)
	sold = append(sold, batch.Orders[0])
	b.Commit(t, b.OpenCart(b.Cart(1, ""))) // an open cart is not filed

	got := s.latest(t, 5)
	if len(got) != 3 {
		t.Fatalf("%d orders", len(got))
	}
	for i := range got {
		same(t, got[i], sold[2-i])
	}
	if got := s.latest(t, 2); len(got) != 2 || got[0].Key() != held.Key() {
		t.Errorf("the newest 2 are %d", len(got))
	}
}

func testRefiled(t *testing.T, s *subject) {
	b := NewBook(t, s)
	cart := b.Cart(1, "")
	b.Commit(t, b.OpenCart(cart))
	paid, _ := b.PaidOrder(cart)
	paid.DeliveredAt = paid.CancelledAt
	b.Commit(t, b.File(journal.OrderPaid, paid, nil, 1))
	b.Sell(t, 1, "")
	delivered, err := paid.Deliver(b.Now)
	if err != nil {
		t.Fatal(err)
	}
	b.Commit(t, b.File(journal.OrderDelivered, delivered, nil, 0))
	same(t, s.order(t, cart.Key()), delivered)
	if got := s.latest(t, 10); len(got) != 2 || got[0].Key() != cart.Key() {
		t.Errorf("%d orders, the newest %s", len(got), got[0].Key())
	}
	if got := s.start(t).Receipts; got != 1 {
		t.Errorf("a batch without a receipt left %d receipts", got)
	}
}

func testPostings(t *testing.T, s *subject) {
	b := NewBook(t, s)
	old := posting("m1", "central-1", 100)
	s.fill(t, func(w Filler) { w.Posting(old); w.Posting(posting("m10", "central-2", 1)) })
	first, second := b.Sell(t, 1, "m1"), b.Sell(t, 1, "m1")
	b.Sell(t, 1, "m2")
	s.reopen(t)
	got, err := s.Postings(ctx, "m1")
	if err != nil || len(got) != 3 {
		t.Fatalf("%d postings, %v", len(got), err)
	}
	want := map[string]bool{"": true, first.Key(): true, second.Key(): true}
	for _, p := range got {
		if !want[p.Order] || p.Member != "m1" || p.Ref.ID == "" || p.Ref.At.IsZero() {
			t.Errorf("posting %+v", p)
		}
		delete(want, p.Order)
	}
	s.fill(t, func(w Filler) { w.Posting(old) }) // arrives again
	if got, err = s.Postings(ctx, "m1"); len(got) != 3 || err != nil {
		t.Errorf("%d postings after one came twice, %v", len(got), err)
	}
	if got, err = s.Postings(ctx, "m"); len(got) != 0 || err != nil {
		t.Errorf("%d postings of nobody, %v", len(got), err)
	}
}

// testVoucherPostings: accounts hold what any event says, orders or not; the check behind the test compares them.
func testVoucherPostings(t *testing.T, s *subject) {
	b := NewBook(t, s)
	batch := b.Redeem(b.Voucher("m1"))
	b.Commit(t, batch)
	got, err := s.Postings(ctx, "m1")
	if err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], batch.Postings[0]) {
		t.Errorf("%+v, %v", got, err)
	}
}

func testUnknown(t *testing.T, s *subject) {
	for want, err := range map[string]error{
		"order.unknown": second(s.Order(ctx, "store/none")), "shop.unknown": second(s.Shop(ctx)),
		"voucher.unknown": second(s.Voucher(ctx, "912345678901234567")),
	} {
		if f, ok := fault.Of(err); !ok || f.Code != want || f.Kind != fault.NotFound {
			t.Errorf("%v, want %s", err, want)
		}
	}
	for _, err := range []error{second(s.Member(ctx, "none")), second(s.Member(ctx, "")), second(s.ByPhone(ctx, "+84900000000")), second(s.ByPhone(ctx, ""))} {
		if f, ok := fault.Of(err); !ok || f.Code != "member.unknown" || f.Kind != fault.NotFound {
			t.Errorf("%v", err)
		}
	}
	for _, err := range []error{second(s.BySKU(ctx, "none")), second(s.BySKU(ctx, "")), second(s.ByBarcode(ctx, "2000000000015")),
		second(s.ByBarcode(ctx, "")), second(s.ByItem(ctx, "00001"))} {
		if f, ok := fault.Of(err); !ok || f.Code != "product.unknown" || f.Kind != fault.NotFound {
			t.Errorf("%v", err)
		}
	}
}

// testNoSharing: what a read gave back stays as it was when the store goes on.
func testNoSharing(t *testing.T, s *subject) {
	b := NewBook(t, s)
	order := b.Sell(t, 3, "m1")
	got := s.order(t, order.Key())
	for range 30 {
		b.Sell(t, 3, "m1")
	}
	same(t, got, order)
}

func (s *subject) start(t *testing.T) counter.Start {
	t.Helper()
	start, err := s.Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return start
}

func (s *subject) order(t *testing.T, key string) sale.Order {
	t.Helper()
	o, err := s.Order(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (s *subject) latest(t *testing.T, limit int) []sale.Order {
	t.Helper()
	list, err := s.Latest(ctx, limit)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func same(t *testing.T, got, want sale.Order) {
	t.Helper()
	if !bytes.Equal(journal.Encode(&got), journal.Encode(&want)) {
		t.Errorf("order %+v\nwant  %+v", got, want)
	}
}

func second[T any](_ T, err error) error { return err }
