package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/storage/storetest"
)

func openTestCentral(t *testing.T, dir string) *Central {
	t.Helper()
	if _, err := LoadOrCreateCentralKey(dir, testSeed{}); err != nil {
		t.Fatal(err)
	}
	c, err := OpenCentral(dir, CentralOptions{Key: storetest.Key()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// fileN files the n-th order, of member m1, and says how it went.
func fileN(c *Central, n int) error {
	at := time.Date(2026, 11, 21, 7, 0, n, 0, time.UTC)
	o := sale.Order{Channel: "web", ID: fmt.Sprint(n), Member: "m1", PlacedAt: at, PaidAt: at, Earned: 1, Generation: 1}
	p := loyalty.Posting{Member: "m1", Kind: loyalty.Earn, Order: o.Key(), Ranking: 1}
	e := journal.Event{ID: fmt.Sprintf("event-%d", n), At: at, Wall: at, Kind: journal.OrderPaid,
		Body: journal.Encode(&sale.Filed{Order: o, Postings: []loyalty.Posting{p}})}
	p.Ref = office.PostingRef(e, 0)
	return c.Write(context.Background(), func(tx office.Tx) error {
		return errors.Join(tx.Append(e, []loyalty.Posting{p}), tx.Put(o))
	})
}

func wantWhole(t *testing.T, dir string) Summary {
	t.Helper()
	if err := Check(filepath.Join(dir, CentralFile)); err != nil {
		t.Fatal(err)
	}
	broken, sum, err := VerifyCentral(t.Context(), dir, nil)
	if broken != nil || err != nil {
		t.Fatalf("breaks at %+v, %v", broken, err)
	}
	return sum
}

// trialDir is a directory with central's key and nothing else.
func trialDir(t *testing.T, from string) string {
	t.Helper()
	dir := t.TempDir()
	key, err := os.ReadFile(filepath.Join(from, CentralKeyFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, CentralKeyFile), key, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A central that loses its power at any write of its commits opens again, verifies, and has every order that was
// answered, and of a commit that was on its way all or nothing.
func TestCentralPowerCutsLoseNoOrder(t *testing.T) {
	dir := t.TempDir()
	c := openTestCentral(t, dir)
	c.db.AllocSize = 64 << 10
	answered := 0
	for ; answered < 12; answered++ {
		if err := fileN(c, answered); err != nil {
			t.Fatal(err)
		}
	}
	first, err := os.ReadFile(filepath.Join(dir, CentralFile))
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	d, r, trial := disk{synced: first}, rand.New(rand.NewPCG(seed, 1)), trialDir(t, dir)
	cut := func() {
		d.cuts(r, func(image []byte) {
			if err := os.WriteFile(filepath.Join(trial, CentralFile), image, 0o600); err != nil {
				t.Fatal(err)
			}
			if sum := wantWhole(t, trial); int(sum.Events) != answered && int(sum.Events) != answered+1 || sum.Orders != sum.Events {
				t.Fatalf("%d events and %d orders, answered were %d", sum.Events, sum.Orders, answered)
			}
		})
	}
	onWrite(c.db, func(data []byte, off int64, write func() (int, error)) (int, error) {
		meta := off < 2*int64(os.Getpagesize())
		if meta { // bbolt has synced the pages before it writes their root
			d.sync()
		}
		d.unsynced = append(d.unsynced, wrote{off, append([]byte(nil), data...)})
		cut()
		if meta {
			d.sync()
		}
		return write()
	})
	for range 3 {
		if err := fileN(c, answered); err != nil {
			t.Fatal(err)
		}
		answered++
		cut()
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

// A disk that fills up or breaks at any write of a commit fails everybody who waited for it and leaves nothing; a full
// one goes on when there is room, a broken one only after the file was opened anew.
func TestCentralOnDisksThatFail(t *testing.T) {
	for failure, code := range map[error]string{syscall.ENOSPC: "ledger.full", syscall.EROFS: "ledger.readonly", syscall.EIO: ""} {
		for at, done := 1, false; !done; at++ {
			done = failingCentral(t, at, failure, code)
		}
	}
}

// failingCentral fails the at-th write behind the second order; true when there are fewer.
func failingCentral(t *testing.T, at int, failure error, code string) bool {
	t.Helper()
	dir := t.TempDir()
	c := openTestCentral(t, dir)
	writes, orders := 0, 2
	for n := range orders {
		if err := fileN(c, n); err != nil {
			t.Fatal(err)
		}
	}
	onWrite(c.db, func(_ []byte, _ int64, write func() (int, error)) (int, error) {
		if writes++; writes == at {
			return 0, failure
		}
		return write()
	})
	var wg sync.WaitGroup
	var errs [3]error
	for i := range errs {
		wg.Go(func() { errs[i] = fileN(c, 2+i) })
	}
	wg.Wait()
	failed := 0
	for _, err := range errs {
		if err == nil {
			orders++
		} else if failed++; !errors.Is(err, failure) || fault.Code(err) != code {
			t.Fatalf("write %d: %v", at, err)
		}
	}
	reached := writes >= at // else the next one hits it
	again := fileN(c, 9)
	if lasting := failed > 0 && code == ""; reached && (again != nil) != lasting {
		t.Fatalf("write %d: then %v", at, again)
	}
	if again == nil {
		orders++
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if sum := wantWhole(t, dir); int(sum.Orders) != orders {
		t.Fatalf("write %d: %d orders, want %d", at, sum.Orders, orders)
	}
	c = openTestCentral(t, dir)
	defer c.Close()
	if err := fileN(c, 10); err != nil {
		t.Fatal(err)
	}
	return writes < at
}

// A power cut at any point of a bulk load leaves the file as it was, or all of the load.
func TestCentralBulkIsAllOrNothingOnDisk(t *testing.T) {
	dir := t.TempDir()
	c := openTestCentral(t, dir)
	for n := range 3 {
		if err := fileN(c, n); err != nil {
			t.Fatal(err)
		}
	}
	before, err := os.ReadFile(filepath.Join(dir, CentralFile))
	if err != nil {
		t.Fatal(err)
	}
	err = c.Bulk(t.Context(), func(tx office.Tx) error {
		if err := tx.Put(office.Member{Member: catalog.Member{ID: "m1"}, Key: []byte("k")}); err != nil {
			return err
		}
		now, err := os.ReadFile(filepath.Join(dir, CentralFile))
		if !bytes.Equal(now, before) {
			t.Error("the file changes before the load has ended")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	half := trialDir(t, dir) // as a crash in the middle leaves it
	if err := os.WriteFile(filepath.Join(half, CentralFile), before, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(half, CentralFile+".new"), before[:len(before)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	c = openTestCentral(t, half)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if sum := wantWhole(t, half); sum.Orders != 3 {
		t.Errorf("%d orders", sum.Orders)
	}
	if _, err := os.Stat(filepath.Join(half, CentralFile+".new")); !os.IsNotExist(err) {
		t.Errorf("the half is still there: %v", err)
	}
}

// Verification finds what somebody with the file but without the key did to it.
func TestCentralVerifyFindsWhatWasChanged(t *testing.T) {
	for name, edit := range map[string]func(b *bbolt.Bucket) error{
		"a posting":   func(b *bbolt.Bucket) error { return twist(b, accountKey("m1", postingMark)) },
		"an order":    func(b *bbolt.Bucket) error { return twist(b, prefixed(orderPrefix, "web/3")) },
		"an event":    func(b *bbolt.Bucket) error { return twist(b, eventKey(1, 4)) },
		"a signature": func(b *bbolt.Bucket) error { return twist(b, sealKey(1, 4)) },
		"an order is gone": func(b *bbolt.Bucket) error {
			return b.Delete(prefixed(orderPrefix, "web/3"))
		},
		"an invented posting": func(b *bbolt.Bucket) error {
			p := accountPosting(loyalty.Posting{Member: "m9", Ranking: 9, Ref: loyalty.Ref{Epoch: 1, Seq: 2}}, 0)
			return b.Put(p.key, p.value)
		},
		"an invented order": func(b *bbolt.Bucket) error {
			v := bytes.Clone(b.Get(prefixed(orderPrefix, "web/3")))
			return b.Put(prefixed(orderPrefix, "web/99"), v)
		},
		"an order not found by member": func(b *bbolt.Bucket) error {
			k, _ := b.Cursor().Seek(accountKey("m1", orderMark))
			return b.Delete(bytes.Clone(k))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			c := openTestCentral(t, dir)
			for n := range 6 {
				if err := fileN(c, n); err != nil {
					t.Fatal(err)
				}
			}
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
			wantWhole(t, dir)
			db, err := bbolt.Open(filepath.Join(dir, CentralFile), 0o600, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(db.Update(func(tx *bbolt.Tx) error { return edit(tx.Bucket(centralBucket)) }), db.Close()); err != nil {
				t.Fatal(err)
			}
			if broken, _, err := VerifyCentral(t.Context(), dir, nil); broken == nil || err != nil {
				t.Errorf("nothing found, %v", err)
			}
		})
	}
}

// twist changes the last byte of the first value from a key on.
func twist(b *bbolt.Bucket, from []byte) error {
	k, v := b.Cursor().Seek(from)
	v = bytes.Clone(v)
	v[len(v)-1] ^= 1
	return b.Put(bytes.Clone(k), v)
}

func TestSorterMergesItsRuns(t *testing.T) {
	s := sorter{dir: t.TempDir()}
	defer s.close()
	const n = 5000
	for i := range n {
		key := fmt.Appendf(nil, "%05d", i*7919%n)
		mark := byte("pt"[i%2])
		if err := s.add(mark, entry{key, key[:i%3]}); err != nil {
			t.Fatal(err)
		}
		if i%999 == 998 {
			if err := s.spill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var last []byte
	seen := 0
	err := s.each(func(mark byte, e entry) error {
		now := append([]byte{mark}, e.key...)
		if bytes.Compare(last, now) >= 0 || !bytes.HasPrefix(e.key, e.value) {
			t.Errorf("%q = %q behind %q", now, e.value, last)
		}
		last, seen = now, seen+1
		return nil
	})
	if err != nil || seen != n {
		t.Errorf("%d of %d, %v", seen, n, err)
	}
}
