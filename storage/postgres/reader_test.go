package postgres

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/storage/stored"
)

// A member's postings are decoded once, and are always those of the state that is read: of an older one, of one that was decided and never committed, with what
// came in between of another till. Whoever was given a list keeps it as it was.
func TestPostingsAreThoseOfTheStateThatIsRead(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	rowOf := func(n, points int) row {
		p := stored.Posting{Member: "m", Kind: loyalty.Earn, Ranking: int64(points)}
		return row{place{"m", fmt.Sprintf("%03d", n)}, journal.Encode(&p)}
	}
	var k keptPostings
	var given []loyalty.Posting
	var rows, before []row
	for step := range 2_000 {
		switch random.IntN(4) {
		case 0:
			rows = slices.Clip(rows[:random.IntN(len(rows)+1)])
		case 1:
			if len(rows) > 0 {
				rows = slices.Clone(rows)
				n := random.IntN(len(rows))
				rows[n] = rowOf(n, step)
			}
		}
		for range random.IntN(3) {
			r := rowOf(random.IntN(500), step)
			i, again := slices.BinarySearchFunc(rows, r, func(a, b row) int { return strings.Compare(a.key, b.key) })
			if !again {
				rows = slices.Insert(slices.Clone(rows), i, r)
			}
		}
		list, err := k.decoded(rows)
		if err != nil || len(list) != len(rows) {
			t.Fatal(list, err)
		}
		for i, r := range rows {
			var want stored.Posting
			if err := journal.Decode(r.value, &want); err != nil || !reflect.DeepEqual(loyalty.Posting(want), list[i]) {
				t.Fatalf("step %d: %+v for %+v, %v", step, list[i], want, err)
			}
		}
		for i, r := range before {
			var want stored.Posting
			if err := journal.Decode(r.value, &want); err != nil || !reflect.DeepEqual(loyalty.Posting(want), given[i]) {
				t.Fatalf("step %d changed what was given: %+v for %+v, %v", step, given[i], want, err)
			}
		}
		k, given, before = keptPostings{rows, list}, slices.Clip(list), rows
	}
}
