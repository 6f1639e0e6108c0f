package postgres_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// until waits for what a server says to be true.
func until(t *testing.T, url, is string) {
	t.Helper()
	conn := connect(t, url)
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		var there bool
		if err := conn.QueryRow(ctx, is).Scan(&there); err != nil {
			t.Fatal(err)
		}
		if there {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("never: %s", is)
		}
	}
}

// caughtUp is what a server says when its replica has all.
const caughtUp = "SELECT bool_and(replay_lsn = pg_current_wal_lsn()) IS TRUE FROM pg_stat_replication"

// deafen lets a replica hear nothing more of its server until it is told to.
func deafen(t *testing.T, replica *pgtest.Server) (hear func()) {
	t.Helper()
	var from string
	if err := connect(t, replica.URL()).QueryRow(ctx, "SHOW primary_conninfo").Scan(&from); err != nil {
		t.Fatal(err)
	}
	listen := func(to string) {
		t.Helper()
		if err := replica.Run("ALTER SYSTEM SET primary_conninfo = '"+strings.ReplaceAll(to, "'", "''")+"'", "SELECT pg_reload_conf()"); err != nil {
			t.Fatal(err)
		}
	}
	listen("")
	until(t, replica.URL(), "SELECT count(*) = 0 FROM pg_stat_wal_receiver")
	return func() { listen(from) }
}

// succeed crashes a server for good, and puts its replica in its place.
func succeed(t *testing.T, server, replica *pgtest.Server) {
	t.Helper()
	if err := server.Stop("immediate"); err != nil {
		t.Fatal(err)
	}
	if err := replica.Promote(); err != nil {
		t.Fatal(err)
	}
}

// resume does what central does about a store that was put back, and says whether it was.
func resume(t *testing.T, s *postgres.Store) bool {
	t.Helper()
	o := office.New(office.Config{Store: s, Now: time.Now, Entropy: &entropy{source: rand.NewChaCha8([32]byte{1})}, Zone: time.LoadLocation})
	back, err := o.Resume(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return back
}

func issue(t *testing.T, s *postgres.Store, id string, n int64) {
	t.Helper()
	if err := s.Write(ctx, func(tx office.Tx) error { return tx.Put(loyalty.Reward{ID: id, Issued: n}) }); err != nil {
		t.Fatal(err)
	}
}

func issuedOf(t *testing.T, s *postgres.Store, id string) (n int64) {
	t.Helper()
	err := s.Read(ctx, func(r office.Reader) error {
		reward, err := r.Reward(id)
		n = reward.Issued
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Who names a replica alone, to move a store there or to begin, is told so, and nothing is changed; among several servers that which can be
// written to is found, also where the URL doesn't ask for it. The doctor looks at all of them.
func TestAReplicaAloneIsNotBegunOn(t *testing.T) {
	server := pgtest.Durable(t)
	url := server.Database(t)
	replica := server.Replica(t)
	alone := strings.Replace(url, server.Address(), replica.Address(), 1)
	until(t, server.URL(), caughtUp)
	if _, err := postgres.Move(ctx, nil, alone, postgres.MoveOptions{}); !hasCode(err, "store.standby") {
		t.Errorf("move: %v", err)
	}
	if _, err := postgres.Open(ctx, alone, postgres.Options{Key: key()}); !hasCode(err, "store.standby") {
		t.Errorf("open: %v", err)
	}
	if f := findings(t, alone, time.Now)["replicas"]; !f.Bad {
		t.Errorf("doctor: %+v", f)
	}
	var tables int
	if err := connect(t, url).QueryRow(ctx, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").Scan(&tables); err != nil || tables > 0 {
		t.Errorf("%d tables, %v", tables, err)
	}
	s := open(t, strings.Replace(url, server.Address(), replica.Address()+","+server.Address(), 1), postgres.Options{})
	defer s.Close()
	issue(t, s, "r1", 1)
}

// A replica that lacks what was answered takes the server's place, and before a central asks it for the first time another one has
// written more there than was lost. What the central remembers is of commits that never were then.
func TestACentralForgetsWhatALostServerSaid(t *testing.T) {
	server := pgtest.Durable(t)
	url := server.Database(t)
	replica := server.Replica(t)
	stores := openThree(t, server.With(url, replica))
	for id := range 3 {
		issue(t, stores[0], fmt.Sprint("r", id), 1)
	}
	until(t, server.URL(), caughtUp)
	deafen(t, replica)
	issue(t, stores[0], "r1", 2) // this is lost
	for _, s := range stores {
		if n := issuedOf(t, s, "r1"); n != 2 {
			t.Fatal(n)
		}
	}
	succeed(t, server, replica)
	err := stores[0].Write(ctx, countUp)
	if !hasCode(err, "store.put_back") || !resume(t, stores[0]) {
		t.Errorf("a replica that may lack something is written to: %v", err)
	}
	for range 5 {
		issue(t, stores[0], "r2", 3)
	}
	for i, s := range stores {
		if one, two := issuedOf(t, s, "r1"), issuedOf(t, s, "r2"); one != 1 || two != 3 {
			t.Errorf("central %d knows %d and %d of the rewards, 1 and 3 are there", i, one, two)
		}
	}
}

// With --synced-failover a replica that was strictly synchronous takes the server's place: all that was answered is there, nobody waits for
// tills, and nothing counts twice.
func TestASynchronousReplicaTakesTheServersPlace(t *testing.T) {
	server := pgtest.Durable(t)
	url := server.Database(t)
	replica := server.Replica(t)
	if err := server.Run("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"); err != nil {
		t.Fatal(err)
	}
	until(t, server.URL(), "SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'")
	stores := openThreeAs(t, postgres.Options{SyncedFailover: true}, server.With(url, replica))
	var once sync.Once
	counted(t, stores, 12, 40, func(nth int64) {
		if nth >= 100 {
			once.Do(func() { succeed(t, server, replica) })
		}
	})
	if resume(t, stores[0]) {
		t.Error("a replica that has all counts as put back")
	}
}

// The server crashes while a commit waits for the replica, and comes back before that has it. The commit is there, but nobody is told so
// until it is on both.
func TestACommitThatOnlyACrashedServerHasIsNotAnswered(t *testing.T) {
	server := pgtest.Durable(t)
	url := server.Database(t)
	replica := server.Replica(t)
	if err := server.Run("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = server.Run("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()") // nobody is left to be waited for
	}()
	until(t, server.URL(), "SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'")
	s := open(t, url, postgres.Options{Patience: time.Minute})
	defer s.Close()
	issue(t, s, "r1", 1)
	hear := deafen(t, replica)
	answered := make(chan error, 1)
	go func() { answered <- s.Write(ctx, countUp) }()
	const waits = "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'tim central' AND wait_event = 'SyncRep'"
	until(t, server.URL(), waits)
	if err := errors.Join(server.Stop("immediate"), server.Start()); err != nil {
		t.Fatal(err)
	}
	conn := connect(t, server.URL())
	for waiting := false; !waiting; time.Sleep(5 * time.Millisecond) {
		select {
		case err := <-answered:
			t.Fatalf("answered, with %v, though only one server has it", err)
		default:
		}
		if err := conn.QueryRow(ctx, waits).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
	hear()
	if err := <-answered; err != nil {
		t.Error(err)
	}
	if n := issuedOf(t, s, "r1"); n != 2 {
		t.Errorf("counted to %d, not 2", n)
	}
}
