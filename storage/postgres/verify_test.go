package postgres_test

import (
	"reflect"
	"testing"

	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// An order that isn't as its journal says is found: set back to what it was, changed, taken away, added, or not to be found any more;
// also where there are more of them than are remembered at once.
func TestOrdersAreProvedByTheJournal(t *testing.T) {
	url := pgtest.Database(t)
	s := open(t, url, postgres.Options{})
	defer s.Close()
	o := benchOffice(s, 1)
	if err := begun(o); err != nil {
		t.Fatal(err)
	}
	if err := enrolled(s, 1); err != nil {
		t.Fatal(err)
	}
	conn := connect(t, url)
	do := func(sql string) {
		t.Helper()
		if _, err := conn.Exec(ctx, sql); err != nil {
			t.Fatal(sql, err)
		}
	}
	doc := sold("m0", 0)
	doc.PaidAt = nil
	for _, id := range []string{"1", "2", "3", "4", "5"} {
		if _, err := o.PutOrder(ctx, "web", id, doc); err != nil {
			t.Fatal(err)
		}
	}
	do("CREATE TABLE before AS SELECT * FROM orders")
	if _, err := o.PutOrder(ctx, "web", "1", sold("m0", 0)); err != nil {
		t.Fatal(err)
	}
	do("CREATE TABLE kept AS SELECT * FROM orders")
	do("CREATE TABLE kept_lists AS SELECT * FROM orders_listed")
	sound(t, url)
	whole, sum, err := s.VerifyInParts(ctx, 100)
	parts, again, err2 := s.VerifyInParts(ctx, 1)
	if whole != nil || parts != nil || err != nil || err2 != nil || !reflect.DeepEqual(sum, again) || sum.Orders != 6 {
		t.Errorf("at once: %+v %+v %v; in parts: %+v %+v %v", whole, sum, err, parts, again, err2)
	}
	for what, sql := range map[string]string{
		"set back":       "UPDATE orders SET value = before.value FROM before WHERE orders.shard = before.shard",
		"changed":        "UPDATE orders SET value = other.value FROM kept AS other WHERE orders.shard <> other.shard",
		"taken away":     "DELETE FROM orders WHERE shard = 'web/2'",
		"added":          "INSERT INTO orders SELECT 'web/6', key, value, total FROM orders WHERE shard = 'web/2'",
		"not found then": `DELETE FROM orders_listed WHERE shard < '\x01'`,
		"not found with": "DELETE FROM orders_listed WHERE shard = 'mm0'",
		"found twice":    `INSERT INTO orders_listed SELECT shard, key || 'x', value FROM orders_listed WHERE shard < '\x01'`,
		"another's":      "UPDATE orders_listed SET shard = 'mm1' WHERE shard = 'mm0'",
	} {
		do(sql)
		another := open(t, url, postgres.Options{}) // it remembers nothing
		for _, most := range []uint64{100, 1} {
			broken, _, err := another.VerifyInParts(ctx, most)
			if err != nil || broken == nil || broken.Reason != postgres.OrderDiffers {
				t.Errorf("%s, with %d in memory: %+v, %v", what, most, broken, err)
			}
		}
		if err := another.Close(); err != nil {
			t.Error(err)
		}
		do("TRUNCATE orders, orders_listed")
		do("INSERT INTO orders SELECT * FROM kept")
		do("INSERT INTO orders_listed SELECT * FROM kept_lists")
	}
	sound(t, url)
}
