package storetest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
)

func (s *subject) voucher(t *testing.T, code string) loyalty.Voucher {
	t.Helper()
	v, err := s.Voucher(ctx, code)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (s *subject) vouchersOf(t *testing.T, member string) []loyalty.Voucher {
	t.Helper()
	list, err := s.VouchersOf(ctx, member)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// testVoucherRedeemedHere: a voucher stands as the newest batch says, also when the till starts again.
func testVoucherRedeemedHere(t *testing.T, s *subject) {
	b := NewBook(t, s)
	v := b.Voucher("m1")
	if _, err := s.Voucher(ctx, v.ID); fault.Code(err) != "voucher.unknown" {
		t.Errorf("before it was issued: %v", err)
	}
	b.Commit(t, b.Redeem(v))
	want(t, s.voucher(t, v.ID), v)
	order, used := b.SellWith(t, v)
	if used.State(b.Now) != loyalty.VoucherUsed || used.Order != order.Key() || used.Generation != 2 {
		t.Fatalf("sold with %+v", used)
	}
	for range 2 {
		want(t, s.voucher(t, v.ID), used)
		want(t, s.vouchersOf(t, "m1"), []loyalty.Voucher{used})
		s.reopen(t)
	}
	b.Store = s
	back := used.Back(b.Now, time.Hour)
	b.Commit(t, b.Change(journal.OrderReturned, order, back))
	want(t, s.voucher(t, v.ID), back)
	returned, err := back.HandBack(b.Now)
	if err != nil {
		t.Fatal(err)
	}
	batch := b.Batch(b.Event(journal.VoucherReturned, &loyalty.VoucherMoved{Voucher: returned}))
	batch.Vouchers = []loyalty.Voucher{returned}
	b.Commit(t, batch)
	want(t, s.vouchersOf(t, "m1"), []loyalty.Voucher{returned})
}

// testVouchersOfAMember: newest first, each member's own, however many were written in between.
func testVouchersOfAMember(t *testing.T, s *subject) {
	if got := s.vouchersOf(t, "m1"); len(got) != 0 {
		t.Errorf("%d vouchers in a new store", len(got))
	}
	b := NewBook(t, s)
	var of [2][]loyalty.Voucher
	for i := range 40 {
		v := b.Voucher([]string{"m1", "m10"}[i%2])
		b.Commit(t, b.Redeem(v))
		if i%5 == 0 {
			_, v = b.SellWith(t, v)
		}
		of[i%2] = append(of[i%2], v)
	}
	for i, member := range []string{"m1", "m10"} {
		slices.Reverse(of[i])
		want(t, s.vouchersOf(t, member), of[i])
	}
	if got := s.vouchersOf(t, "m"); len(got) != 0 {
		t.Errorf("%d vouchers of nobody", len(got))
	}
}

// testVoucherOfCentral: what was written here of a voucher that came from central is what counts, also when it comes again.
func testVoucherOfCentral(t *testing.T, s *subject) {
	b := NewBook(t, s)
	known, other, moved := b.Voucher("m1"), b.Voucher("m1"), b.Voucher("m1")
	other.IssuedAt, moved.IssuedAt = known.IssuedAt.Add(-2*time.Hour), known.IssuedAt.Add(-time.Hour)
	fill := func(vouchers ...loyalty.Voucher) {
		t.Helper()
		s.fill(t, func(w Filler) {
			for _, v := range vouchers {
				w.Voucher(v)
			}
		})
	}
	fill(known, other, moved)
	want(t, s.voucher(t, known.ID), known)
	want(t, s.vouchersOf(t, "m1"), []loyalty.Voucher{known, moved, other})

	b.Now = b.Now.Add(minute)
	here := b.Voucher("m1")
	b.Commit(t, b.Redeem(here))
	_, used := b.SellWith(t, known)
	moved.Member = "m2"
	fill(known, moved)
	s.reopen(t)
	want(t, s.voucher(t, known.ID), used)
	want(t, s.vouchersOf(t, "m1"), []loyalty.Voucher{here, used, other})
	want(t, s.vouchersOf(t, "m2"), []loyalty.Voucher{moved})
}

// testVouchersOfAFailed: a batch that isn't written leaves vouchers and counts as they were.
func testVouchersOfAFailed(t *testing.T, s *subject) {
	b := NewBook(t, s)
	v := b.Voucher("m1")
	b.Commit(t, b.Redeem(v))
	stale := *b
	b.OpenShift(t)
	cart := stale.Cart(1, "m1")
	batch := stale.Change(journal.VoucherApplied, cart, v.Use(cart.Key(), stale.Now), stale.Voucher("m2"))
	batch.Issued, batch.Slips = map[string]int64{"g50": 7}, 3
	if err := s.Commit(ctx, batch); fault.Code(err) != "ledger.moved" {
		t.Fatal(err)
	}
	want(t, s.vouchersOf(t, "m1"), []loyalty.Voucher{v})
	want(t, s.vouchersOf(t, "m2"), nil)
	if start := s.start(t); start.Issued != nil || start.Slips != 0 {
		t.Errorf("stands at %+v", start)
	}
}

// testCountsOfVouchers: a batch says what changed, and what it doesn't name stays.
func testCountsOfVouchers(t *testing.T, s *subject) {
	b := NewBook(t, s)
	for _, change := range []counter.Batch{
		{Issued: map[string]int64{"g50": 2, "g10": 1}, Slips: 1}, {Issued: map[string]int64{"g50": -1, "": 3}}, {Slips: 2}, {},
	} {
		batch := b.Redeem(b.Voucher("m1"))
		batch.Issued, batch.Slips = change.Issued, change.Slips
		b.Commit(t, batch)
	}
	s.reopen(t)
	if start := s.start(t); start.Slips != 2 || !maps.Equal(start.Issued, map[string]int64{"g50": -1, "g10": 1, "": 3}) {
		t.Errorf("stands at %d slips, issued %v", start.Slips, start.Issued)
	}
}

// testRewards: by cost and then name, the retired too.
func testRewards(t *testing.T, s *subject) {
	if got := first(s.Rewards(ctx)); len(got) != 0 {
		t.Errorf("a new store has %d", len(got))
	}
	amount, part, limit, days, stock := money.VND(50_000), money.Per100(15), money.VND(80_000), int64(30), int64(12)
	rewards := []loyalty.Reward{
		{ID: "b", Name: "Bình nước", Cost: 40, Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: "SP1"}, Tiers: []string{"bac"}},
		{ID: "z", Name: "Giảm 50K", Cost: 100, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}, MinOrder: &limit, VoucherDays: &days, WithPoints: true},
		{ID: "a", Name: "Giảm 60K", Cost: 100, RetiredAt: joined, Issued: 3},
		{ID: "c", Name: "Giảm 15 %", Cost: 200, Gives: loyalty.Gives{Kind: loyalty.GivePercent, Percent: &part, Cap: &limit}, Stock: &stock},
	}
	s.fill(t, func(w Filler) {
		for _, i := range []int{2, 0, 3, 1} {
			w.Reward(rewards[i])
		}
	})
	for range 2 {
		if got, err := s.Rewards(ctx); !reflect.DeepEqual(got, rewards) || err != nil {
			t.Errorf("%+v, %v", got, err)
		}
		s.reopen(t)
	}
	rewards[3].Issued = 12
	s.fill(t, func(w Filler) { w.Reward(rewards[3]) })
	if got := first(s.Rewards(ctx)); len(got) != 4 || got[3].Issued != 12 {
		t.Errorf("a reward that came again: %s", fmt.Sprint(got))
	}
}
