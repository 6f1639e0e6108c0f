package bolt_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/share"
	"tim/storage/bolt"
	"tim/storage/storetest"
)

// Seqs of a day with shares: 1 opens the journal, 2 gets a grant, 3 and 4 sell (the pen, what was earned), 5 gives some
// back, 6 closes requests.
const (
	shareGot   = 2
	penArose   = 3
	shareGiven = 5
	lastShare  = 6
)

func robShares(t *testing.T) robbed {
	t.Helper()
	r := robbed{t, t.TempDir()}
	till := open(t, r.dir)
	b := storetest.NewBook(t, till)
	got := journal.Move{Kind: journal.MoveGot, Lot: "lot", N: 300, Request: 1, Incarnation: 1}
	stock := journal.Move{Kind: journal.MoveGot, Lot: share.Stock("g50"), N: 3, Request: 1, Incarnation: 1}
	b.Commit(t, b.Moved(journal.SharesGot, got, stock))
	b.Sell(t, 1, "m1")
	b.Commit(t, b.Moved(journal.SharesReturned, journal.Move{Kind: journal.MoveReturn, Lot: "lot", N: 100}))
	b.Commit(t, b.Moved(journal.SharesClosed, journal.Move{Kind: journal.MoveClosed, Request: 1, Incarnation: 1}))
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	if broken, sum := verify(t, r.dir); broken != nil || sum.Events != lastShare {
		t.Fatalf("breaks at %+v, %+v", broken, sum)
	}
	return r
}

func TestVerifyFindsChangedShares(t *testing.T) {
	more := func(prefix string) func(b *bbolt.Bucket) error {
		return func(b *bbolt.Bucket) error {
			k, v := entryUnder(b, prefix)
			binary.BigEndian.PutUint64(v, binary.BigEndian.Uint64(v)+1)
			return b.Put(k, v)
		}
	}
	for name, test := range map[string]struct {
		edit func(b *bbolt.Bucket) error
		seq  uint64
	}{
		"more of a lot":             {more("hlot"), shareGiven},
		"more of a stock":           {more("hstock:"), shareGot},
		"a pen that is gone":        {drops("hpen:"), penArose},
		"one that is cut":           {func(b *bbolt.Bucket) error { k, _ := entryUnder(b, "hlot"); return b.Put(k, []byte{1}) }, shareGiven},
		"an invented one":           {func(b *bbolt.Bucket) error { return b.Put([]byte("hother"), []byte{0, 0, 0, 0, 0, 0, 0, 9}) }, lastShare},
		"a request that lives anew": {func(b *bbolt.Bucket) error { return b.Delete([]byte("mrequests")) }, lastShare},
	} {
		t.Run(name, func(t *testing.T) {
			r := robShares(t)
			r.edit(test.edit)
			broken, _ := verify(t, r.dir)
			if broken == nil || broken.Seq != test.seq || broken.Reason != bolt.ShareDiffers {
				t.Errorf("breaks at %+v, want %d", broken, test.seq)
			}
		})
	}
}

// A till's shares may be checked while it sells.
func TestVerifyOfSharesWhileTheTillSellsOn(t *testing.T) {
	till := open(t, t.TempDir())
	defer till.Close()
	b := storetest.NewBook(t, till)
	b.Sell(t, 1, "m1")
	broken, _, err := till.Verify(t.Context(), func(done, total uint64) {
		if done == total {
			b.Commit(t, b.Moved(journal.SharesGot, journal.Move{Kind: journal.MoveGot, Lot: "lot", N: 5, Request: total, Incarnation: 1}))
		}
	})
	if err != nil || broken != nil {
		t.Errorf("breaks at %+v, %v", broken, err)
	}
}

// Units that are all gone leave nothing behind once they have their place.
func TestWhatIsNoLongerHeldTakesNoRoom(t *testing.T) {
	r := robbed{t, t.TempDir()}
	till := open(t, r.dir)
	b := storetest.NewBook(t, till)
	for i := range uint64(400) {
		right := "lot-" + string(rune('a'+i%26)) + string(rune('a'+i/26))
		b.Commit(t, b.Moved(journal.SharesGot, journal.Move{Kind: journal.MoveGot, Lot: right, N: 5, Request: i + 1, Incarnation: 1}))
		b.Commit(t, b.Moved(journal.SharesReturned, journal.Move{Kind: journal.MoveReturn, Lot: right, N: 5}))
	}
	for range 400 {
		b.Commit(t, b.Batch(b.Event(journal.SharesReturned, &share.Note{}))) // settles
	}
	start, err := till.Start(t.Context())
	if err != nil || len(start.Held) != 0 {
		t.Errorf("held %v, %v", start.Held, err)
	}
	b.Commit(t, b.Batch()) // a scan settles what is left
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	r.edit(func(b *bbolt.Bucket) error {
		if k, _ := b.Cursor().Seek([]byte("h")); bytes.HasPrefix(k, []byte("h")) {
			t.Errorf("%q is left", k)
		}
		return nil
	})
}
