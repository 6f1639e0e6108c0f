package postgres_test

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"tim/domain/office"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// queued is how many stand in a queue of notes.
const queued = 3

// next takes the first of a queue, wants whoever's turn it is, and puts another one at its end.
func next(tx office.Tx) error {
	first, err1 := tx.Notes("queue", "", 1)
	all, err2 := tx.Notes("queue", "", 100)
	served, err3 := tx.Note("served", "")
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	n, _ := strconv.Atoi(string(served))
	if len(first) != 1 || len(all) != queued || first[0].Key != place(n) || all[0].Key != place(n) || all[queued-1].Key != place(n+queued-1) {
		return fmt.Errorf("%d were served, and there stand %v, first of all %v", n, all, first)
	}
	return errors.Join(tx.PutNote("queue", place(n), nil), tx.PutNote("queue", place(n+queued), []byte{}), tx.PutNote("served", "", fmt.Append(nil, n+1)))
}

func place(n int) string { return fmt.Sprintf("%06d", n) }

// Writes that go by lists see what the write before them has put there and taken away, at whichever central that was, and while it was
// still on its way.
func TestWritersOfAListSeeEachOther(t *testing.T) {
	url := pgtest.Database(t)
	through, _ := pgtest.Cut(t, url, 29)
	for name, urls := range map[string][]string{"one central": {url}, "three centrals": {url, url, url}, "answers are lost": {through, url}} {
		t.Run(name, func(t *testing.T) {
			var stores []*postgres.Store
			for _, url := range urls {
				stores = append(stores, open4(t, url))
			}
			err := stores[0].Write(ctx, func(tx office.Tx) error {
				var err error
				for n := range queued {
					err = errors.Join(err, tx.PutNote("queue", place(n), []byte{}))
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			const writers, each = 12, 20
			var wait sync.WaitGroup
			for w := range writers {
				wait.Go(func() {
					for i := range each {
						write := stores[w%len(stores)].Write
						if i%2 == 0 {
							write = stores[w%len(stores)].WriteForeseen
						}
						if err := write(ctx, next); err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
			wait.Wait()
			var served []byte
			end := func(tx office.Tx) (err error) { // the queue is the next test's, too
				served, err = tx.Note("served", "")
				for n := range queued {
					err = errors.Join(err, tx.PutNote("queue", place(writers*each+n), nil))
				}
				return errors.Join(err, tx.PutNote("served", "", nil))
			}
			if err := stores[0].Write(ctx, end); err != nil || string(served) != fmt.Sprint(writers*each) {
				t.Errorf("%s were served of %d: %v", served, writers*each, err)
			}
		})
	}
}
