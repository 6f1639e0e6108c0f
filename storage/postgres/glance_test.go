package postgres_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// issuedBoth is what two rewards have issued, as one glance sees them; between is called in its midst.
func issuedBoth(s *postgres.Store, between func() error) (one, two int64, runs int, err error) {
	err = s.Glance(ctx, func(r office.Reader) error {
		runs++
		first, err1 := r.Reward("r1")
		err2 := between()
		second, err3 := r.Reward("r2")
		one, two = first.Issued, second.Issued
		return errors.Join(err1, err2, err3)
	})
	return one, two, runs, err
}

// What isn't in the cache is read in a newer state. What has changed by then doesn't go together with what was read before: all is read anew.
func TestAGlanceSeesOneState(t *testing.T) {
	url := pgtest.Database(t)
	writer, reader := open4(t, url), open4(t, url)
	both := func(n int64) func() error {
		return func() error {
			return writer.Write(ctx, func(tx office.Tx) error {
				return errors.Join(tx.Put(loyalty.Reward{ID: "r1", Issued: n}), tx.Put(loyalty.Reward{ID: "r2", Issued: n}))
			})
		}
	}
	if err := both(1)(); err != nil {
		t.Fatal(err)
	}
	if n := issuedOf(t, reader, "r1"); n != 1 { // now it is in the cache, and the other one isn't
		t.Fatal(n)
	}
	one, two, runs, err := issuedBoth(reader, sync.OnceValue(both(2)))
	if err != nil || one != 2 || two != 2 || runs != 2 {
		t.Errorf("a change of both in between: %d and %d in %d runs, %v", one, two, runs, err)
	}
	if err := both(3)(); err != nil {
		t.Fatal(err)
	}
	one, two, runs, err = issuedBoth(reader, func() error { issue(t, writer, "r1", 4); return nil })
	if err != nil || one != 3 || two != 3 || runs != 1 {
		t.Errorf("a change of what was read: %d and %d in %d runs, %v", one, two, runs, err)
	}
	one, two, runs, err = issuedBoth(reader, func() error { issue(t, writer, "r3", 1); return nil })
	if err != nil || one != 4 || two != 3 || runs != 1 {
		t.Errorf("another change in between: %d and %d in %d runs, %v", one, two, runs, err)
	}
}

// counters is how many counters each write of the test below reads, each in a shard of its own. It raises the first, and some others to the
// same, and notes how all stand then.
const counters = 6

func counter(i int) string { return fmt.Sprint("counter ", i) }

// standOf reads the counters, and what the last write has noted of them.
func standOf(r office.Reader) (values [counters]int64, noted string, err error) {
	for i := range values {
		note, bad := r.Note(counter(i), "")
		err = errors.Join(err, bad)
		values[i], _ = strconv.ParseInt(string(note), 10, 64)
	}
	note, bad := r.Note("stand", "")
	return values, string(note), errors.Join(err, bad)
}

func raise(s *postgres.Store, draw *rand.Rand) (n int64, err error) {
	which := draw.Uint32() | 1
	err = s.Write(ctx, func(tx office.Tx) error {
		values, _, err := standOf(tx)
		n = values[0] + 1
		for i := range values {
			if which>>i&1 == 1 {
				values[i] = n
				err = errors.Join(err, tx.PutNote(counter(i), "", strconv.AppendInt(nil, n, 10)))
			}
		}
		return errors.Join(err, tx.PutNote("stand", "", fmt.Append(nil, values)))
	})
	return n, err
}

// Two centrals write, and many read at both, of which one keeps next to nothing: nobody sees a state older than what anybody was answered
// before, nor parts of two.
func TestNobodySeesLessThanWasAnswered(t *testing.T) {
	url := pgtest.Database(t)
	stores := []*postgres.Store{open4(t, url), open(t, url, postgres.Options{CacheBytes: 2_000})}
	t.Cleanup(func() { _ = stores[1].Close() })
	var answered atomic.Int64
	look := func(s *postgres.Store) {
		before := answered.Load()
		var values [counters]int64
		var noted string
		err := s.Glance(ctx, func(r office.Reader) (err error) {
			values, noted, err = standOf(r)
			return err
		})
		if err != nil || values[0] < before || noted != "" && noted != fmt.Sprint(values) {
			t.Errorf("%d was answered, a reader sees %v where %s was written, %v", before, values, noted, err)
		}
	}
	const writers, each, readers = 6, 60, 24
	var writing, reading sync.WaitGroup
	ended := make(chan struct{})
	for w := range writers {
		writing.Go(func() {
			draw := rand.New(rand.NewPCG(uint64(w), 1))
			for range each {
				n, err := raise(stores[w%2], draw)
				if err != nil {
					t.Error(err)
				}
				for old := answered.Load(); n > old && !answered.CompareAndSwap(old, n); old = answered.Load() {
				}
				look(stores[(w+1)%2])
			}
		})
	}
	for r := range readers {
		reading.Go(func() {
			for {
				select {
				case <-ended:
					return
				default:
					look(stores[r%2])
				}
			}
		})
	}
	writing.Wait()
	close(ended)
	reading.Wait()
	if n := answered.Load(); n != writers*each {
		t.Errorf("counted to %d, of %d", n, writers*each)
	}
	for i, s := range stores {
		of := s.Stats()
		t.Logf("central %d: %d reads, %d looks at the head, %d run again", i, of.Glanced, of.Looked, of.Moved)
	}
}
