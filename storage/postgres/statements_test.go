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
		if !strings.Contains(sql, "WHERE shard = $1 AND key") && !strings.Contains(sql, "WHERE shard = w.shard") &&
			!strings.Contains(sql, "t.shard = gone.shard") && !strings.Contains(sql, "(shard, key, value") {
			t.Errorf("names no shard: %s", sql)
		}
	}
}

// Each statement finds its rows by the primary key: in tables that are empty yet, since its plan is kept while they grow, and among very
// many rows, with what a central asks of its connections and without.
func TestNoStatementReadsAWholeTable(t *testing.T) {
	url := pgtest.Database(t)
	sound(t, url)
	asked, bare := connect(t, url), connect(t, url)
	if err := postgres.PlanByKey(ctx, asked.PgConn()); err != nil {
		t.Fatal(err)
	}
	if _, err := bare.Exec(ctx, "SET plan_cache_mode = force_generic_plan"); err != nil {
		t.Fatal(err)
	}
	goByKey(t, asked)
	for name, figure := range postgres.Tables() {
		column, value := "", ""
		if figure != "" {
			column, value = ", "+figure, ", i"
		}
		for _, sql := range []string{
			fmt.Sprintf(`INSERT INTO %s (shard, key, value%s) SELECT convert_to('m' || i / 10, 'UTF8'), convert_to('k' || i, 'UTF8'), 'x'%s
				FROM generate_series(1, 20000) AS i`, name, column, value),
			"ANALYZE " + name} {
			if _, err := bare.Exec(ctx, sql); err != nil {
				t.Fatal(name, err)
			}
		}
	}
	goByKey(t, asked)
	goByKey(t, bare)
}

// goByKey wants every plan to go by the primary key, and those of hot statements by the shard.
func goByKey(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	hot, cold := postgres.Statements("m700", "k7")
	for _, statements := range []map[string][]any{hot, cold} {
		for sql, args := range statements {
			text := kept(t, conn, sql, args)
			scans := strings.Count(text, "_pkey") - strings.Count(text, "head_pkey") - strings.Count(text, "Arbiter Indexes")
			byShard := strings.Count(text, "Index Cond: (shard = ") + strings.Count(text, "Index Cond: ((shard = ")
			if _, is := hot[sql]; strings.Contains(text, "Seq Scan on") && !strings.Contains(text, "Seq Scan on head") || is && scans != byShard {
				t.Errorf("%s\n%s", sql, text)
			}
		}
	}
}

// kept is the plan that is kept for a statement, whatever it is asked with.
func kept(t *testing.T, conn *pgx.Conn, sql string, args []any) string {
	t.Helper()
	literals := make([]string, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case []byte:
			literals[i] = fmt.Sprintf(`'\x%x'`, arg)
		case [][]byte:
			literals[i] = fmt.Sprintf(`'{"\\x%x"}'`, arg[0])
		case []int64:
			literals[i] = fmt.Sprintf("'{%d}'", arg[0])
		default:
			literals[i] = fmt.Sprint(arg)
		}
	}
	if _, err := conn.PgConn().Exec(ctx, "PREPARE kept AS "+sql).ReadAll(); err != nil {
		t.Fatal(sql, err)
	}
	rows, err := conn.Query(ctx, "EXPLAIN EXECUTE kept ("+strings.Join(literals, ", ")+")", pgx.QueryExecModeSimpleProtocol)
	if err != nil {
		t.Fatal(sql, err)
	}
	plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if _, bad := conn.Exec(ctx, "DEALLOCATE kept"); err != nil || bad != nil {
		t.Fatal(sql, err, bad)
	}
	return strings.Join(plan, "\n")
}
