package postgres

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// A reader that begins before a commit and asks its way after it leaves the cache at that commit: set back, it would take what the reader
// saw for the newest, and the next write would undo the commit.
func TestASlowReaderDoesNotSetTheCacheBack(t *testing.T) {
	c := newCache(1 << 20)
	c.stand(standing{n: 5})
	known, _ := c.standsAt() // the reader's, whose snapshot is behind commit 5 too
	c.wrote(6, rewardsTable, "r1", map[string]change{"": {value: []byte("new")}})
	c.stand(standing{n: 6})
	late, _ := c.standsAt() // another reader's
	c.catchUp(known, standing{n: 5}, nil)
	c.keepPoint(5, rewardsTable, at("r1"), []byte("old"))
	c.catchUp(late, standing{n: 6}, nil)
	if value, there := c.point(6, rewardsTable, at("r1")); !there || string(value) != "new" {
		t.Errorf("behind commit 6 the cache has %q, %t", value, there)
	}
	if _, there := c.point(5, rewardsTable, at("r1")); there {
		t.Error("a reader of the state before gets what came behind it")
	}
}

// What hasn't changed since an older state holds there too, and what a reader of that brings holds now.
func TestACacheAnswersOlderReaders(t *testing.T) {
	c := newCache(1 << 20)
	c.stand(standing{n: 5})
	c.keepPoint(5, rewardsTable, at("a"), []byte("1"))
	c.wrote(6, rewardsTable, "b", map[string]change{"": {value: []byte("2")}})
	c.stand(standing{n: 6})
	c.keepPoint(5, rewardsTable, at("c"), []byte("3"))
	for shard, want := range map[string]string{"a": "1", "b": "2", "c": "3"} {
		if value, there := c.point(6, rewardsTable, at(shard)); !there || string(value) != want {
			t.Errorf("%s: %q, %t", shard, value, there)
		}
	}
	if value, there := c.point(5, rewardsTable, at("a")); !there || string(value) != "1" {
		t.Errorf("an older reader gets %q, %t", value, there)
	}
	c.drop(7, shardOf{rewardsTable, "a"})
	c.stand(standing{n: 7})
	if _, there := c.point(7, rewardsTable, at("a")); there {
		t.Error("what another central changed is still there")
	}
	c.keepPoint(6, rewardsTable, at("a"), []byte("1"))
	if _, there := c.point(7, rewardsTable, at("a")); there {
		t.Error("a slow reader brings back what another central changed")
	}
}

// Whatever of a span is answered from others that were read before, and from what has changed since, is what is there.
func TestSpansAnswerForOthers(t *testing.T) {
	answered := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		c, state, n := newCache(1<<20), rowsView(nil), int64(1)
		some := func() place { return place{"s", fmt.Sprintf("%02d", r.IntN(30))} }
		for range 80 {
			p := some()
			if r.IntN(3) == 0 { // a commit changes a row, adds one or takes one away
				ch := change{}
				state = slices.DeleteFunc(slices.Clone(state), func(old row) bool { return old.place == p })
				if r.IntN(3) > 0 {
					ch.value = fmt.Append(nil, r.IntN(1000))
					state = append(state, row{p, ch.value})
				}
				n++
				c.wrote(n, notesTable, p.shard, map[string]change{p.key: ch})
				c.stand(standing{n: n})
				continue
			}
			s, limit := span{from: p, to: some(), open: r.IntN(2) == 0, desc: r.IntN(4) == 0}, r.IntN(8)
			want, _ := state.scan(notesTable, s, limit)
			if got, there := c.scanned(n, notesTable, s, limit); there {
				answered++
				if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
					t.Fatalf("seed %d: %+v, at most %d: %v, want %v", seed, s, limit, got, want)
				}
				continue
			}
			c.keepScan(n, notesTable, scanCopy{span: s, limit: limit, rows: want, whole: limit == 0 || len(want) < limit})
		}
	}
	t.Logf("%d spans were answered", answered)
}

// A till that stands further on in a feed than another is answered from what that one read.
func TestASpanAnswersForItsEnd(t *testing.T) {
	c := newCache(1 << 20)
	rows := []row{{place{"s", "5"}, []byte("a")}, {place{"s", "7"}, []byte("b")}}
	c.keepScan(0, notesTable, scanCopy{span: under("s", "").behind(place{"s", "4"}), limit: 100, rows: rows, whole: true})
	if got, there := c.scanned(0, notesTable, under("s", "").behind(place{"s", "5"}), 100); !there || !reflect.DeepEqual(got, rows[1:]) {
		t.Errorf("%v, %t", got, there)
	}
	if _, there := c.scanned(0, notesTable, under("s", "").behind(place{"s", "3"}), 100); there {
		t.Error("what lies before wasn't read")
	}
}
