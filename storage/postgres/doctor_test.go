package postgres_test

import (
	"strings"
	"testing"
	"time"

	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// findings are those of a look at a database, by what they are about.
func findings(t *testing.T, url string, now func() time.Time) map[string]postgres.Finding {
	t.Helper()
	list, err := postgres.Examine(ctx, url, now)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]postgres.Finding{}
	for _, f := range list {
		by[f.What] = f
	}
	return by
}

func TestTheDoctorFindsWhatIsWrong(t *testing.T) {
	server := pgtest.Durable(t)
	url := server.Database(t)
	sound(t, url)
	well := findings(t, url, time.Now)
	for _, what := range []string{"schema", "rights", "durability", "log", "clock", "connections", "statements", "transactions", "dead rows", "journal"} {
		if f := well[what]; f.Bad || f.Says == "" || strings.Contains(f.Says, "not known") {
			t.Errorf("%s: %+v", what, f)
		}
	}
	if !well["replicas"].Bad {
		t.Error("a server without a synchronous replica is well")
	}
	conn := connect(t, url)
	for _, sql := range []string{"INSERT INTO schema_steps (number) VALUES (99)", "UPDATE head SET put_back = true",
		"ALTER DATABASE " + conn.Config().Database + " SET synchronous_commit = off"} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	ill := findings(t, url, func() time.Time { return time.Now().Add(-time.Minute) })
	for _, what := range []string{"schema", "durability", "clock", "journal"} {
		if !ill[what].Bad {
			t.Errorf("%s isn't found: %+v", what, ill[what])
		}
	}
	for _, code := range []string{"store.unsafe", "store.newer"} {
		if _, err := postgres.Open(ctx, url, postgres.Options{Key: key()}); !hasCode(err, code) {
			t.Errorf("%v, want %s", err, code)
		}
		url += "?synchronous_commit=on"
	}
}

// A database that no central has ever been on is nothing to be content with, and no riddle.
func TestTheDoctorLooksAtAnEmptyDatabase(t *testing.T) {
	found := findings(t, pgtest.Database(t), time.Now)
	if f := found["schema"]; !f.Bad || !strings.HasPrefix(f.Says, "version 0, ") {
		t.Errorf("%+v", f)
	}
	if f := found["journal"]; f.Says == "" {
		t.Error("nothing is said of the journal")
	}
}

// A replica that streams is looked at: that it is synchronous, that it follows, that it is one. So is the log that is kept, for the archive or for
// a replica.
func TestTheDoctorLooksAtReplicas(t *testing.T) {
	server := pgtest.Durable(t, "archive_mode=on")
	url := server.Database(t)
	sound(t, url)
	replica := server.Replica(t)
	look := func(what string, bad bool, says string) {
		t.Helper()
		if f := findings(t, url, time.Now)[what]; f.Bad != bad || !strings.Contains(f.Says, says) {
			t.Errorf("%+v, want %t: %s", f, bad, says)
		}
	}
	must := func(s *pgtest.Server, statements ...string) {
		t.Helper()
		if err := s.Run(statements...); err != nil {
			t.Fatal(err)
		}
	}
	look("replicas", true, "1 replicas, none of them synchronous")
	defer must(server, "ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()") // nobody is left to be waited for
	must(server, "ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
	until(t, server.URL(), "SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'")
	look("replicas", false, "1 replicas, 1 of them synchronous")

	must(replica, "SELECT pg_wal_replay_pause()")
	must(server, "SELECT pg_logical_emit_message(false, 'tim', repeat('x', 1 << 20)) FROM generate_series(1, 80)")
	look("replicas", true, "1 of them synchronous, at most")
	must(replica, "SELECT pg_wal_replay_resume()")
	until(t, server.URL(), caughtUp)
	look("replicas", false, "0s and 0 bytes behind")

	there, err := postgres.Examine(ctx, server.With(url, replica), time.Now)
	if err != nil || there[3].Bad {
		t.Errorf("by both addresses: %+v, %v", there, err)
	}
	if f := findings(t, strings.Replace(url, server.Address(), replica.Address(), 1), time.Now)["replicas"]; !f.Bad || !strings.Contains(f.Says, "is a standby") {
		t.Errorf("%+v", f)
	}

	look("log", true, "archive_mode on without an archive_command: the log is kept for ever; ")
	must(server, "ALTER SYSTEM SET archive_command = 'false'", "SELECT pg_reload_conf()", "SELECT pg_create_physical_replication_slot('gone', true)")
	until(t, server.URL(), "SELECT failed_count > 0 FROM pg_stat_archiver")
	look("log", true, "archive_mode on, and the last try at it failed; ")
	look("log", true, " bytes kept for 1 replication slots that nobody reads")

	must(server, "CREATE ROLE watcher LOGIN")
	watcher := strings.Replace(url, "//tim@", "//watcher@", 1)
	if f := findings(t, watcher, time.Now); !f["rights"].Bad || f["replicas"].Bad || !strings.Contains(f["replicas"].Says, "not known") {
		t.Errorf("%+v", f)
	}
	must(server, "GRANT pg_monitor TO watcher")
	if f := findings(t, watcher, time.Now); f["rights"].Bad || !strings.Contains(f["replicas"].Says, "1 of them synchronous") {
		t.Errorf("%+v", f)
	}
}
