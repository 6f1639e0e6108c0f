package postgres_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

func connect(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(ctx) })
	return conn
}

// A statement of a sale, a push or a feed names the shard it is about: an engine that spreads tables asks one node.
func TestEveryHotStatementNamesItsShard(t *testing.T) {
	hot, _ := postgres.Statements("m1", "k")
	for sql := range hot {
		if !strings.Contains(sql, "WHERE shard = $1 AND key") && !strings.Contains(sql, "t.shard = gone.shard") &&
			!strings.Contains(sql, "(shard, key, value") {
			t.Errorf("names no shard: %s", sql)
		}
	}
}

// Among very many rows each statement finds its own by the primary key.
func TestNoStatementReadsAWholeTable(t *testing.T) {
	url := pgtest.Database(t)
	sound(t, url)
	conn := connect(t, url)
	for name, figure := range postgres.Tables() {
		column, value := "", ""
		if figure != "" {
			column, value = ", "+figure, ", i"
		}
		for _, sql := range []string{
			fmt.Sprintf(`INSERT INTO %s (shard, key, value%s) SELECT convert_to('m' || i / 10, 'UTF8'), convert_to('k' || i, 'UTF8'), 'x'%s
				FROM generate_series(1, 20000) AS i`, name, column, value),
			"ANALYZE " + name, "SET plan_cache_mode = force_generic_plan"} {
			if _, err := conn.Exec(ctx, sql); err != nil {
				t.Fatal(name, err)
			}
		}
	}
	hot, cold := postgres.Statements("m700", "k7")
	for _, statements := range []map[string][]any{hot, cold} {
		for sql, args := range statements {
			rows, err := conn.Query(ctx, "EXPLAIN "+sql, args...)
			if err != nil {
				t.Fatal(sql, err)
			}
			plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
			if err != nil {
				t.Fatal(sql, err)
			}
			if text := strings.Join(plan, "\n"); strings.Contains(text, "Seq Scan") {
				t.Errorf("%s\n%s", sql, text)
			}
		}
	}
}
