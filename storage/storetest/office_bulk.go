package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
)

// bulkSize is more members than a chunk of a store is likely to hold.
const bulkSize = 3_000

// load puts many members, each with an opening balance.
func (b *branch) load(tx office.Tx) error {
	for i := range bulkSize {
		m := client(fmt.Sprintf("bulk-%05d", i*7919%bulkSize), fmt.Sprintf("Khách Số %d", i), fmt.Sprintf("+849%08d", i))
		p := loyalty.Posting{Member: m.ID, Kind: loyalty.Adjust, Ranking: int64(i)}
		if err := b.append(tx, journal.PointsAdjusted, &office.Posted{Postings: []loyalty.Posting{p}}, p); err != nil {
			return err
		}
		if err := tx.Put(m); err != nil {
			return err
		}
	}
	return nil
}

func (b *branch) wantLoaded(t *testing.T, n int) {
	t.Helper()
	if got := len(b.find(t, "", 500)); got != n {
		t.Errorf("%d members, want %d", got, n)
	}
	if n <= bulkSize {
		return
	}
	want(t, len(b.find(t, "khach so 2999", 5)), 1)
	want(t, len(b.find(t, "02999", 5)), 1)
	if got := look(t, b, func(r office.Reader) (office.Member, error) { return r.ByPhone("+84900002999") }); got.Name != "Khách Số 2999" {
		t.Errorf("by phone %+v", got)
	}
}

func testOfficeBulk(t *testing.T, b *branch) {
	b.put(t, everything()...)
	order := b.sell(t, "1", "m1", 0)
	if err := b.Bulk(ctx, b.load); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		b.wantLoaded(t, bulkSize+1)
		b.wantEverything(t)
		same(t, look(t, b, func(r office.Reader) (sale.Order, error) { return r.Order("web/1") }), order)
		b.reopen(t)
	}
	b.sell(t, "2", "m1", 1)
	if err := b.Bulk(ctx, func(tx office.Tx) error { return tx.Put(loyalty.Reward{ID: "r2"}) }); err != nil { // and again
		t.Fatal(err)
	}
	b.sell(t, "3", "m1", 2)
	want(t, b.orders(t, "", -1, -1), []string{"3", "2", "1"})
}

func testOfficeBulkFailed(t *testing.T, b *branch) {
	b.put(t, everything()...)
	order := b.sell(t, "1", "m1", 0)
	err := b.Bulk(ctx, func(tx office.Tx) error {
		return errors.Join(b.load(tx), b.spoil(tx))
	})
	if !errors.Is(err, errRefused) {
		t.Errorf("a refused bulk load: %v", err)
	}
	func() {
		defer func() {
			if p := recover(); p != "a bug" {
				t.Errorf("the caller sees %v", p)
			}
		}()
		err := b.Bulk(ctx, func(tx office.Tx) error {
			_ = b.load(tx)
			panic("a bug")
		})
		t.Errorf("a bug is answered with %v", err)
	}()
	for range 2 {
		b.wantUnspoilt(t, order)
		b.wantLoaded(t, 1)
		b.reopen(t)
	}
	b.sell(t, "2", "m1", 1)
}

func testOfficeBulkWhileReading(t *testing.T, b *branch) {
	b.put(t, everything()...)
	reading, loaded := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		err := b.Read(ctx, func(r office.Reader) error {
			close(reading)
			<-loaded
			list, _, err := r.FindMembers("", office.Page{Limit: 10})
			if len(list) != 1 {
				t.Errorf("a read that began before sees %d members", len(list))
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-reading
	err := b.Bulk(ctx, func(tx office.Tx) error {
		defer close(loaded)
		b.wantLoaded(t, 1) // a read that begins meanwhile
		return b.load(tx)
	})
	if err != nil {
		t.Error(err)
	}
	wg.Wait()
	b.wantLoaded(t, bulkSize+1)
}

func testOfficeBulkAndWrites(t *testing.T, b *branch) {
	b.put(t, everything()...)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 10 {
				if err := b.Write(ctx, bump); err != nil {
					t.Error(err)
				}
			}
			if i%4 == 0 {
				if err := b.Bulk(ctx, bump); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got := look(t, b, func(r office.Reader) (loyalty.Reward, error) { return r.Reward("r1") }); got.Issued != 82 {
		t.Errorf("%d updates of 82", got.Issued)
	}
}
