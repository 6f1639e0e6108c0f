package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
)

func testOfficeCancelled(t *testing.T, b *branch) {
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	ran := false
	err := b.Write(cancelled, func(office.Tx) error { ran = true; return nil })
	if !errors.Is(err, context.Canceled) || ran {
		t.Errorf("a cancelled write: %v, ran %v", err, ran)
	}
	if err := b.Read(cancelled, func(office.Reader) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled read: %v", err)
	}
	if err := b.Bulk(cancelled, func(office.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled bulk load: %v", err)
	}
}

// testOfficeClosed: what was accepted before a close is there, what comes later is refused.
func testOfficeClosed(t *testing.T, b *branch) {
	b.put(t, everything()...)
	var wg sync.WaitGroup
	var mu sync.Mutex
	accepted := int64(0)
	for range 16 {
		wg.Go(func() {
			for b.Write(ctx, bump) == nil {
				mu.Lock()
				accepted++
				mu.Unlock()
			}
		})
	}
	for done := int64(0); done < 50; {
		mu.Lock()
		done = accepted
		mu.Unlock()
	}
	old := b.Store
	b.Close(t, old)
	wg.Wait()
	wantFault(t, old.Write(ctx, bump), "store.closed")
	wantFault(t, old.Read(ctx, func(office.Reader) error { return nil }), "store.closed")
	b.Store = b.Open(t, b.dir)
	if got := look(t, b, func(r office.Reader) (loyalty.Reward, error) { return r.Reward("r1") }); got.Issued != accepted {
		t.Errorf("%d answered updates, %d are there", accepted, got.Issued)
	}
}

func testOfficeNoSharing(t *testing.T, b *branch) {
	b.put(t, everything()...)
	order := b.sell(t, "1", "m1", 0)
	got := look(t, b, func(r office.Reader) (sale.Order, error) { return r.Order("web/1") })
	member := look(t, b, func(r office.Reader) (office.Member, error) { return r.Member("m1") })
	for i := range 50 {
		b.sell(t, fmt.Sprint(i+2), "m1", i)
	}
	same(t, got, order)
	want(t, member, everything()[0].(office.Member))
}

func testOfficePostings(t *testing.T, b *branch) {
	b.sell(t, "1", "m1", 0)
	b.sell(t, "2", "m10", 1)
	b.sell(t, "3", "m1", 2)
	both := []loyalty.Posting{{Member: "m1", Kind: loyalty.Adjust, Ranking: 1}, {Member: "m2", Kind: loyalty.Adjust, Ranking: 2},
		{Member: "m1", Kind: loyalty.Adjust, Ranking: 3}}
	b.write(t, func(tx office.Tx) error {
		return b.append(tx, journal.PointsAdjusted, &office.Posted{Postings: both}, both...)
	})
	b.reopen(t)
	got := look(t, b, func(r office.Reader) ([]loyalty.Posting, error) { return r.Postings("m1") })
	var ranking []int64
	for _, p := range got {
		ranking = append(ranking, p.Ranking)
		if p.Member != "m1" || p.Ref.Writer != journal.Central || p.Ref.Epoch == 0 || p.Ref.Seq == 0 || p.Ref.ID == "" || !p.Ref.At.Equal(opened) {
			t.Errorf("posting %+v", p)
		}
	}
	slices.Sort(ranking)
	want(t, ranking, []int64{1, 3, 64, 64})
	marks := look(t, b, func(r office.Reader) (all [3]string, err error) {
		for i, id := range []string{"m1", "m10", "m"} {
			if all[i], err = r.Mark(id); err != nil {
				return all, err
			}
		}
		return all, nil
	})
	b.sell(t, "4", "m1", 3)
	if mark := look(t, b, func(r office.Reader) (string, error) { return r.Mark("m1") }); mark == marks[0] || mark == "" {
		t.Errorf("m1's mark stays %q behind a posting", mark)
	}
	if mark := look(t, b, func(r office.Reader) (string, error) { return r.Mark("m10") }); mark != marks[1] || mark == "" || marks[2] != "" {
		t.Errorf("m10's mark became %q, nobody's is %q", mark, marks[2])
	}
	if none := look(t, b, func(r office.Reader) ([]loyalty.Posting, error) { return r.Postings("m") }); len(none) != 0 {
		t.Errorf("%d postings of nobody", len(none))
	}
}

func orderKeys(list []sale.Order) (keys []string) {
	for _, o := range list {
		keys = append(keys, o.ID)
	}
	return keys
}

func (b *branch) orders(t *testing.T, member string, from, to int) []string {
	t.Helper()
	instant := func(placed int) time.Time {
		if placed < 0 {
			return time.Time{}
		}
		return opened.Add(time.Duration(placed) * minute)
	}
	return orderKeys(look(t, b, func(r office.Reader) (all []sale.Order, err error) {
		for p := (office.Page{Limit: 2}); ; { // every list is read in pages
			list, next, err := r.OrdersOf(member, instant(from), instant(to), p)
			if err != nil || len(list) > 2 {
				return nil, errors.Join(err, fmt.Errorf("a page of %d", len(list)))
			}
			all = append(all, list...)
			if p.Cursor = next; next == "" {
				return all, nil
			}
		}
	}))
}

func testOfficeOrders(t *testing.T, b *branch) {
	for i, member := range []string{"m1", "m2", "m1", "", "m1", "m10"} {
		b.sell(t, fmt.Sprint(i), member, i)
	}
	want(t, b.orders(t, "", -1, -1), []string{"5", "4", "3", "2", "1", "0"})
	want(t, b.orders(t, "m1", -1, -1), []string{"4", "2", "0"})
	want(t, b.orders(t, "m1", 1, 3), []string{"2"})
	want(t, b.orders(t, "", 2, 4), []string{"4", "3", "2"}) // both ends count
	want(t, b.orders(t, "", 4, -1), []string{"5", "4"})
	want(t, b.orders(t, "", -1, 1), []string{"1", "0"})
	want(t, b.orders(t, "m9", -1, -1), nil)
	want(t, b.orders(t, "", 9, -1), nil)
}

func testOfficeOrderMoves(t *testing.T, b *branch) {
	b.sell(t, "1", "m1", 5)
	b.sell(t, "2", "m1", 6)
	moved, _ := b.order("1", "m2", 7)
	b.write(t, func(tx office.Tx) error { return b.file(tx, journal.OrderPaid, moved) })
	want(t, b.orders(t, "", -1, -1), []string{"1", "2"})
	want(t, b.orders(t, "m1", -1, -1), []string{"2"})
	want(t, b.orders(t, "m2", -1, -1), []string{"1"})
	moved.Member = ""
	b.write(t, func(tx office.Tx) error { return b.file(tx, journal.OrderPaid, moved) })
	want(t, b.orders(t, "m2", -1, -1), nil)
	same(t, look(t, b, func(r office.Reader) (sale.Order, error) { return r.Order("web/1") }), moved)
}

func testOfficeOldOrders(t *testing.T, b *branch) {
	b.sell(t, "old", "", -60*60*24*365) // minutes: far before 1970
	b.sell(t, "new", "", 0)
	want(t, b.orders(t, "", -1, -1), []string{"new", "old"})
}

func testOfficeVouchers(t *testing.T, b *branch) {
	v := func(code, member string, issued int) loyalty.Voucher {
		return loyalty.Voucher{ID: code, Member: member, Cost: 50, IssuedAt: opened.Add(time.Duration(issued) * minute)}
	}
	b.put(t, v("91", "m1", 1), v("92", "m1", 3), v("93", "m2", 2), v("94", "m1", 2))
	used := v("94", "m1", 2)
	used.UsedAt, used.Order = opened, "web/1"
	b.put(t, used)
	of := func(member string) []loyalty.Voucher {
		return look(t, b, func(r office.Reader) ([]loyalty.Voucher, error) { return r.VouchersOf(member) })
	}
	want(t, of("m1"), []loyalty.Voucher{v("92", "m1", 3), used, v("91", "m1", 1)})
	want(t, of("m2"), []loyalty.Voucher{v("93", "m2", 2)})
	want(t, of("m"), nil)
}

func (b *branch) neighbours(t *testing.T) {
	t.Helper()
	for _, m := range neighbours() {
		b.put(t, client(m.ID, m.Name, m.Phone))
	}
}

func (b *branch) find(t *testing.T, text string, limit int) (ids []string) {
	t.Helper()
	return look(t, b, func(r office.Reader) (ids []string, err error) {
		for p := (office.Page{Limit: limit}); ; {
			list, next, err := r.FindMembers(text, p)
			if err != nil || len(list) > limit {
				return nil, errors.Join(err, fmt.Errorf("a page of %d", len(list)))
			}
			for _, m := range list {
				ids = append(ids, m.ID)
			}
			if p.Cursor = next; next == "" {
				return ids, nil
			}
		}
	})
}

func testOfficeMembersFound(t *testing.T, b *branch) {
	b.neighbours(t)
	for text, ids := range map[string][]string{
		"ngoc anh": {"m1", "m2", "m3"}, "ĐẶNG": {"m1", "m2"}, "678": {"m1", "m2", "m5"}, "0912345678": {"m1"}, "anh 678": {"m1", "m2"},
		"+84 912 345 678": {"m1"}, "goc": nil, "zzz": nil, "": {"m1", "m2", "m3", "m4", "m5", "m6"},
	} {
		for _, limit := range []int{1, 2, 20} {
			if got := sorted(b.find(t, text, limit)); !slices.Equal(got, ids) {
				t.Errorf("%q in pages of %d finds %v, want %v", text, limit, got, ids)
			}
		}
	}
	if got := b.find(t, "Ngọc Ánh", 20); len(got) == 0 || got[0] != "m1" {
		t.Errorf("the marks as typed find %v", got)
	}
}

func testOfficeMembersByID(t *testing.T, b *branch) {
	for _, id := range []string{"c", "a", "b", "aa"} {
		b.put(t, client(id, "Khách", "+8491234567"+fmt.Sprint(len(id))))
	}
	want(t, b.find(t, "", 1), []string{"a", "aa", "b", "c"})
}

func testOfficeMemberReplaced(t *testing.T, b *branch) {
	b.neighbours(t)
	moved := client("m1", "Đặng Thị Hoa", "+84977777777")
	b.put(t, moved)
	b.reopen(t)
	want(t, look(t, b, func(r office.Reader) (office.Member, error) { return r.ByPhone("+84977777777") }), moved)
	wantFault(t, b.Read(ctx, func(r office.Reader) error { return second(r.ByPhone("+84912345678")) }), "customer.unknown")
	want(t, b.find(t, "hoa", 5), []string{"m1"})
	want(t, b.find(t, "dang anh", 5), []string{"m2"})
	want(t, b.find(t, "777", 5), []string{"m1"})
	erased := office.Member{Member: catalog.Member{ID: "m1", JoinedAt: moved.JoinedAt}, CreatedAt: moved.CreatedAt}
	b.put(t, erased)
	b.reopen(t)
	want(t, look(t, b, func(r office.Reader) (office.Member, error) { return r.Member("m1") }), erased)
	wantFault(t, b.Read(ctx, func(r office.Reader) error { return second(r.ByPhone("+84977777777")) }), "customer.unknown")
	want(t, b.find(t, "hoa", 5), nil)
	want(t, b.find(t, "777", 5), nil)
}

func testOfficeMerged(t *testing.T, b *branch) {
	b.neighbours(t)
	merged := client("m2", "Đặng Ngọc Anh", "+84912000678")
	merged.Into = "m1"
	b.put(t, merged, client("m9", "Người Mới", "+84912000678")) // its phone may be somebody's again
	aliases := func(id string) []string {
		return look(t, b, func(r office.Reader) ([]string, error) { return r.Aliases(id) })
	}
	want(t, look(t, b, func(r office.Reader) (office.Member, error) { return r.Member("m2") }), merged)
	want(t, aliases("m1"), []string{"m2"})
	if got := look(t, b, func(r office.Reader) (office.Member, error) { return r.ByPhone("+84912000678") }); got.ID != "m9" {
		t.Errorf("the phone leads to %s", got.ID)
	}
	want(t, b.find(t, "0912 000 678", 5), []string{"m9"})
	merged.Into = "m3"
	b.put(t, merged)
	want(t, aliases("m1"), nil)
	want(t, aliases("m3"), []string{"m2"})
}

func testOfficeProducts(t *testing.T, b *branch) {
	for _, p := range []catalog.Product{
		{SKU: "SUA1", Name: "Sữa tươi 1L", Price: 32_000, Barcodes: []string{"2000000000015"}},
		{SKU: "SUA2", Name: "Sữa đặc", Price: 25_000},
		{SKU: "CAM", Name: "Cam sành", Price: 45_000, Weighed: true, Unit: catalog.UnitKilogram, Item: "54321"},
	} {
		b.put(t, office.Product{Product: p, At: joined})
	}
	find := func(text string) (skus []string) {
		return look(t, b, func(r office.Reader) (skus []string, err error) {
			for p := (office.Page{Limit: 1}); ; {
				list, next, err := r.FindProducts(text, p)
				if err != nil {
					return nil, err
				}
				for _, product := range list {
					skus = append(skus, product.SKU)
				}
				if p.Cursor = next; next == "" {
					return skus, nil
				}
			}
		})
	}
	for text, skus := range map[string][]string{"": {"CAM", "SUA1", "SUA2"}, "sua": {"SUA1", "SUA2"}, "dac": {"SUA2"},
		"2000000000015": {"SUA1"}, "54321": {"CAM"}, "cam sanh": {"CAM"}, "xoai": nil} {
		if got := find(text); !slices.Equal(got, skus) {
			t.Errorf("%q finds %v, want %v", text, got, skus)
		}
	}
	b.put(t, office.Product{Product: catalog.Product{SKU: "SUA2", Name: "Phô mai"}, At: opened})
	want(t, find("sua"), []string{"SUA1", "SUA2"}) // its SKU still has it
	want(t, find("pho mai"), []string{"SUA2"})
}

func testOfficeRewards(t *testing.T, b *branch) {
	b.put(t, loyalty.Reward{ID: "b", Cost: 2}, loyalty.Reward{ID: "a", Cost: 1}, loyalty.Reward{ID: "c", Cost: 3, RetiredAt: opened})
	var costs []int64
	for p := (office.Page{Limit: 2}); ; {
		next := ""
		list := look(t, b, func(r office.Reader) (list []loyalty.Reward, err error) {
			list, next, err = r.Rewards(p)
			return list, err
		})
		for _, r := range list {
			costs = append(costs, r.Cost)
		}
		if p.Cursor = next; next == "" {
			break
		}
	}
	want(t, costs, []int64{1, 2, 3})
}

func testOfficePrograms(t *testing.T, b *branch) {
	var all loyalty.Versions
	for version := range int64(300) {
		p := loyalty.Default()
		p.Version, p.EffectiveFrom, p.At = version+1, opened.Add(-time.Duration(version)*minute), opened
		all = append(all, p)
		b.put(t, p)
	}
	programs := func() loyalty.Versions {
		return look(t, b, func(r office.Reader) (loyalty.Versions, error) { return r.Programs() })
	}
	want(t, programs(), all)
	other := loyalty.Default()
	other.Version = 301
	refused := func(tx office.Tx) error {
		if err := tx.Put(other); err != nil {
			return err
		}
		if list, err := tx.Programs(); err != nil || len(list) != 301 {
			t.Errorf("in its own transaction %d versions, %v", len(list), err)
		}
		return errRefused
	}
	if err := b.Write(ctx, refused); !errors.Is(err, errRefused) {
		t.Error(err)
	}
	want(t, programs(), all)
	if err := b.Bulk(ctx, func(tx office.Tx) error { return tx.Put(other) }); err != nil {
		t.Error(err)
	}
	all = append(all, other)
	want(t, programs(), all)
	b.reopen(t)
	want(t, programs(), all)
}

func testOfficeAnswers(t *testing.T, b *branch) {
	remember := func(key string, day int) office.Answer {
		a := office.Answer{Request: journal.Hash{byte(day)}, Status: 201, Body: []byte(key), At: opened.AddDate(0, 0, day)}
		b.write(t, func(tx office.Tx) error { return tx.Remember(key, a) })
		return a
	}
	answered := func(key string) (got office.Answer, there bool) {
		got = look(t, b, func(r office.Reader) (a office.Answer, err error) {
			a, there, err = r.Answered(key)
			return a, err
		})
		return got, there
	}
	first := remember("k1", 0)
	if got, there := answered("k1"); !there {
		t.Error("not remembered")
	} else {
		want(t, got, first)
	}
	remember("k2", 90)
	if _, there := answered("k1"); !there {
		t.Error("forgotten on the 90th day")
	}
	for i := range 5 {
		remember(fmt.Sprint("later", i), 91)
	}
	if _, there := answered("k1"); there {
		t.Error("remembered for ever")
	}
	if _, there := answered("k2"); !there {
		t.Error("a younger one was forgotten too")
	}
}

func testOfficeQuarantine(t *testing.T, b *branch) {
	item := func(id string, at int) office.Quarantined {
		return office.Quarantined{ID: id, At: opened.Add(time.Duration(at) * minute), Source: "haravan", Body: []byte(id)}
	}
	b.put(t, item("x", 2), item("a", 3), item("m", 1))
	waiting := func() (ids []string) {
		return look(t, b, func(r office.Reader) (ids []string, err error) {
			for p := (office.Page{Limit: 2}); ; {
				list, next, err := r.Quarantined(p)
				if err != nil {
					return nil, err
				}
				for _, q := range list {
					ids = append(ids, q.ID)
				}
				if p.Cursor = next; next == "" {
					return ids, nil
				}
			}
		})
	}
	want(t, waiting(), []string{"m", "x", "a"})
	done := item("x", 2)
	done.Done = true
	b.put(t, done)
	want(t, waiting(), []string{"m", "a"})
	want(t, look(t, b, func(r office.Reader) (office.Quarantined, error) { return r.QuarantinedItem("x") }), done)
	b.put(t, item("x", 2)) // arrives again
	want(t, waiting(), []string{"m", "x", "a"})
}

func testOfficeCursors(t *testing.T, b *branch) {
	b.neighbours(t)
	bad := office.Page{Cursor: "not a cursor", Limit: 5}
	err := b.Read(ctx, func(r office.Reader) error {
		_, _, err1 := r.OrdersOf("", time.Time{}, time.Time{}, bad)
		_, _, err2 := r.FindMembers("", bad)
		_, _, err3 := r.FindMembers("ngoc", bad)
		_, _, err4 := r.FindProducts("", bad)
		_, _, err5 := r.Rewards(bad)
		_, _, err6 := r.Quarantined(bad)
		for _, err := range []error{err1, err2, err3, err4, err5, err6} {
			wantFault(t, err, "cursor.format")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
