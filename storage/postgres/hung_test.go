package postgres_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tim/domain/office"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// silence is how long these tests' servers may say nothing. One that is only slow is asked, answers, and is waited for.
const silence = 300 * time.Millisecond

// quickly lets a connection to a server that stands still be given up soon.
const quickly = "?connect_timeout=1"

// hung counts orders at three centrals through a freeze, and wants each to count once. Freeze is called when some are answered; what is refused
// meanwhile is asked again behind it.
func hung(t *testing.T, stores []*postgres.Store, freeze func()) (refused int64) {
	t.Helper()
	const members, writers, each = 4, 12, 30
	offices := selling(t, stores, members)
	var answered [members]atomic.Int64 // points
	var done, asked atomic.Int64
	var frozen sync.WaitGroup
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for i := range each {
				m := (w + i) % members
				a, err := offices[w%len(offices)].PutOrder(ctx, "web", fmt.Sprint(w, "-", i), sold(fmt.Sprint("m", m), 0))
				if hasCode(err, "store.unreachable") {
					asked.Add(1)
					frozen.Wait()
					a, err = offices[w%len(offices)].PutOrder(ctx, "web", fmt.Sprint(w, "-", i), sold(fmt.Sprint("m", m), 0))
				}
				if err != nil {
					t.Error(err)
					return
				}
				answered[m].Add(a.Points.Earned)
				if done.Add(1) == writers*each/4 {
					frozen.Go(freeze)
				}
			}
		})
	}
	wait.Wait()
	wantPoints(t, offices[0], &answered)
	return asked.Load()
}

// retried is how often the writers had to begin anew.
func retried(stores []*postgres.Store) (n int64) {
	for _, s := range stores {
		n += s.Stats().Retried
	}
	return n
}

// A server that stands still and goes on is looked for again and again. What was answered is there, also what was in its hands when it
// stopped, and nothing is there twice.
func TestAServerThatStandsStillForAWhile(t *testing.T) {
	server := pgtest.Durable(t)
	url := server.Database(t) + quickly
	stores := openThreeAs(t, postgres.Options{Silence: silence}, url)
	refused := hung(t, stores, func() {
		thaw := server.Freeze(t)
		before := retried(stores)
		for retried(stores) < before+3 {
			time.Sleep(5 * time.Millisecond)
		}
		thaw()
	})
	if refused > 0 {
		t.Errorf("%d writes were refused though the server was back in time", refused)
	}
	sound(t, url)
}

// Who asks a server that stands still gets an answer: that it can't be reached. When it goes on, what is asked again counts once.
func TestAServerThatStandsStillIsSaid(t *testing.T) {
	server := pgtest.Durable(t)
	url := server.Database(t) + quickly
	stores := openThreeAs(t, postgres.Options{Silence: silence, Patience: silence}, url)
	refused := hung(t, stores, func() {
		thaw := server.Freeze(t)
		defer thaw()
		var wait sync.WaitGroup
		defer wait.Wait()
		for _, s := range stores {
			for what, ask := range map[string]func() error{
				"write":  func() error { return s.Write(ctx, countUp) },
				"import": func() error { return s.Bulk(ctx, countUp) },
				"read":   func() error { return s.Read(ctx, func(office.Reader) error { return nil }) },
				"glance": func() error { return s.Glance(ctx, func(office.Reader) error { return nil }) },
			} {
				wait.Go(func() {
					if err := ask(); !hasCode(err, "store.unreachable") {
						t.Errorf("%s: %v", what, err)
					}
				})
			}
		}
	})
	if refused == 0 {
		t.Error("nothing was refused: the test proves nothing")
	}
	sound(t, url)
}

// Another server takes the place of one that stands still: centrals find it.
func TestAReplicaTakesThePlaceOfAServerThatStandsStill(t *testing.T) {
	server := pgtest.Durable(t)
	url := server.Database(t)
	replica := server.Replica(t)
	if err := server.Run("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"); err != nil {
		t.Fatal(err)
	}
	thaw := func() {}
	defer func() {
		thaw()
		_ = server.Run("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()") // nobody is left to be waited for
	}()
	until(t, server.URL(), "SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'")
	stores := openThreeAs(t, postgres.Options{Silence: silence, SyncedFailover: true, Patience: time.Minute}, server.With(url, replica))
	hung(t, stores, func() {
		thaw = server.Freeze(t)
		if err := replica.Promote(); err != nil {
			t.Error(err)
		}
	})
	if resume(t, stores[0]) {
		t.Error("a replica that has all counts as put back")
	}
}

// A server that is busy with what it was sent, for however long, is waited for.
func TestABusyServerIsWaitedFor(t *testing.T) {
	url := pgtest.Database(t)
	s := open(t, url, postgres.Options{Silence: time.Second, Patience: silence})
	defer s.Close()
	for _, size := range []int{100, 16 << 20} { // the second is more than a connection holds
		conn := connect(t, url)
		if _, err := conn.Exec(ctx, "BEGIN; LOCK TABLE quarantine, notes IN SHARE MODE"); err != nil {
			t.Fatal(err)
		}
		answer := make(chan error, 1)
		go func() {
			answer <- s.Write(ctx, func(tx office.Tx) error {
				return errors.Join(tx.Put(office.Quarantined{ID: fmt.Sprint(size)}), tx.PutNote("a", fmt.Sprint(size), make([]byte, size)))
			})
		}()
		until(t, url, "SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND clock_timestamp() - query_start > '2.5s'")
		if _, err := conn.Exec(ctx, "COMMIT"); err != nil {
			t.Fatal(err)
		}
		if err := <-answer; err != nil {
			t.Error(err)
		}
	}
	if n := s.Stats().Retried; n > 0 {
		t.Errorf("tried %d times anew", n)
	}
}
