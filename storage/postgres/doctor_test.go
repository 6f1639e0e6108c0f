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
	for _, what := range []string{"schema", "durability", "clock", "connections", "statements", "transactions", "dead rows", "journal"} {
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
