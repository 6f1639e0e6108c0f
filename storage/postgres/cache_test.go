package postgres

import "testing"

// A reader that begins before a commit and asks its way after it leaves the cache at that commit: set back, it would take what the reader
// saw for the newest, and the next write would undo the commit.
func TestASlowReaderDoesNotSetTheCacheBack(t *testing.T) {
	c := newCache(1 << 20)
	c.stand(5)
	known, _ := c.standsAt() // the reader's, whose snapshot is behind commit 5 too
	c.wrote(6, rewardsTable, "r1", map[string]change{"": {value: []byte("new")}})
	c.stand(6)
	late, _ := c.standsAt() // another reader's
	c.catchUp(known, 5, nil)
	c.keepPoint(5, rewardsTable, at("r1"), []byte("old"))
	c.catchUp(late, 6, nil)
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
	c.stand(5)
	c.keepPoint(5, rewardsTable, at("a"), []byte("1"))
	c.wrote(6, rewardsTable, "b", map[string]change{"": {value: []byte("2")}})
	c.stand(6)
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
	c.stand(7)
	if _, there := c.point(7, rewardsTable, at("a")); there {
		t.Error("what another central changed is still there")
	}
	c.keepPoint(6, rewardsTable, at("a"), []byte("1"))
	if _, there := c.point(7, rewardsTable, at("a")); there {
		t.Error("a slow reader brings back what another central changed")
	}
}
