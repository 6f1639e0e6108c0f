package postgres

import (
	"testing"

	"tim/domain/office"
)

// Callers who want the same account read it on one way, and have it once: twice its postings would be twice its points.
func TestWhatManyWantIsReadOnce(t *testing.T) {
	member := func(keys ...string) wish {
		w := wish{table: ordersTable}
		for _, key := range keys {
			w.shards, w.keys = append(w.shards, []byte(key)), append(w.keys, []byte{})
		}
		return w
	}
	whole := func(shards ...string) wish {
		w := wish{table: postingsTable, whole: true}
		for _, shard := range shards {
			w.shards = append(w.shards, []byte(shard))
		}
		return w
	}
	list := oneATable([]wish{member("web/1", "web/2"), whole("m1"), member("web/2", "web/3"), whole("m1", "m2"), whole("m1")})
	if len(list) != 2 || len(list[0].shards) != 3 || len(list[0].keys) != 3 || len(list[1].shards) != 2 || list[1].keys != nil {
		t.Errorf("%v", list)
	}
	if got := oneATable((&Store{cache: newCache(1 << 20)}).missing(office.Wanted{})); len(got) != 0 {
		t.Errorf("nothing was wanted: %v", got)
	}
}
