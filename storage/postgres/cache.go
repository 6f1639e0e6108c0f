package postgres

import (
	"hash/maphash"
	"slices"
	"sort"
	"sync"
)

// cache is what a central has read or written lately, by shard of a table: a copy of the state behind one commit. Whoever reads a
// newer state first drops the shards that the commits in between changed (commits.changes); whoever reads an older one has of it
// what has not changed since.
type cache struct {
	mu      sync.Mutex
	now     standing      // behind the commit that it stands at
	moved   chan struct{} // closed when it stands at another one
	size    int
	max     int
	young   map[shardOf]*shardCopy
	old     map[shardOf]*shardCopy // forgotten when young is half of what there may be
	changed [1 << 18]int64         // the newest commit that changed a shard with that hash, or may have
	seed    maphash.Seed
}

// shardOf names a shard of a table.
type shardOf struct {
	table *table
	shard string
}

// shardCopy is what is known of a shard.
type shardCopy struct {
	points map[string][]byte // by key; nil: nothing is there
	scans  []scanCopy
	since  int64 // what commits behind this one changed is all in points
}

// scanCopy is what a span held. Rows are in its order; whole says that there are no more.
type scanCopy struct {
	span  span
	limit int
	rows  []row
	whole bool
}

// scansMax is how many spans of one shard are kept, and scanRowsMax how long ones, rowOverhead what a kept value costs beside its bytes.
const (
	scansMax    = 8
	scanRowsMax = 1_000
	rowOverhead = 96
)

func newCache(max int) *cache {
	c := &cache{max: max, seed: maphash.MakeSeed(), moved: make(chan struct{})}
	c.clear(0)
	return c
}

// clear forgets everything: the commits up to n may have changed it.
func (c *cache) clear(n int64) {
	c.young, c.old, c.size = map[shardOf]*shardCopy{}, map[shardOf]*shardCopy{}, 0
	for i := range c.changed {
		c.changed[i] = n
	}
}

// slot is when a shard was last changed.
func (c *cache) slot(of shardOf) *int64 {
	var h maphash.Hash
	h.SetSeed(c.seed)
	_ = h.WriteByte(of.table.id)
	_, _ = h.WriteString(of.shard)
	return &c.changed[h.Sum64()%uint64(len(c.changed))]
}

// holds says whether what is known of a shard, or was read of the state behind a commit, is the same in both.
func (c *cache) holds(n int64, of shardOf) bool {
	return c.now.n == n || c.now.n > n && *c.slot(of) <= n
}

// find is a shard's copy, nil where there is none.
func (c *cache) find(of shardOf) *shardCopy {
	if s := c.young[of]; s != nil {
		return s
	}
	s := c.old[of]
	if s != nil {
		delete(c.old, of)
		c.young[of] = s
	}
	return s
}

// grow makes room, by forgetting what nobody asked for lately.
func (c *cache) grow(bytes int) {
	if c.size += bytes; c.size > c.max/2 {
		c.old, c.young, c.size = c.young, map[shardOf]*shardCopy{}, 0
	}
}

func (c *cache) ensure(of shardOf) *shardCopy {
	s := c.find(of)
	if s == nil {
		s = &shardCopy{points: map[string][]byte{}, since: c.now.n}
		c.young[of] = s
	}
	return s
}

// point answers from the cache for the state behind a commit.
func (c *cache) point(n int64, t *table, p place) (value []byte, there bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	of := shardOf{t, p.shard}
	if !c.holds(n, of) {
		return nil, false
	}
	if s := c.find(of); s != nil {
		value, there = s.points[p.key]
	}
	return value, there
}

// keepPoint keeps what the state behind a commit has: also of a shard that has changed since, where it is known that the point hasn't.
func (c *cache) keepPoint(n int64, t *table, p place, value []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	of := shardOf{t, p.shard}
	if !c.holds(n, of) {
		known := c.find(of)
		if known == nil || n < known.since || n > c.now.n {
			return
		}
		if _, changed := known.points[p.key]; changed {
			return
		}
	}
	c.ensure(of).points[p.key] = value
	c.grow(len(p.key) + len(value) + rowOverhead)
}

// scanned is the same for a span of one shard.
func (c *cache) scanned(n int64, t *table, s span, limit int) (rows []row, there bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	of := shardOf{t, s.from.shard}
	if !c.holds(n, of) {
		return nil, false
	}
	if known := c.find(of); known != nil {
		for _, k := range known.scans {
			if rows, there := k.part(s, limit); there {
				return rows, true
			}
		}
	}
	return nil, false
}

// part is what another span of the shard held, where this one says it: of tills that read a feed each stands somewhere else.
func (k scanCopy) part(s span, limit int) (rows []row, there bool) {
	if !k.span.covers(s) {
		return nil, false
	}
	first := sort.Search(len(k.rows), func(i int) bool { return s.has(k.rows[i].place) || s.beyond(k.rows[i].place) })
	end := first + sort.Search(len(k.rows)-first, func(i int) bool { return s.beyond(k.rows[first+i].place) })
	known := k.whole || end < len(k.rows)
	if limit > 0 && end-first >= limit {
		end, known = first+limit, true
	}
	return k.rows[first:end:end], known
}

func (c *cache) keepScan(n int64, t *table, k scanCopy) {
	c.mu.Lock()
	defer c.mu.Unlock()
	of := shardOf{t, k.span.from.shard}
	if !c.holds(n, of) {
		return
	}
	known := c.ensure(of)
	kept := slices.DeleteFunc(slices.Clone(known.scans), func(old scanCopy) bool {
		_, said := k.part(old.span, old.limit)
		return said
	})
	known.scans = append(kept[max(0, len(kept)+1-scansMax):], k)
	size := rowOverhead
	for _, r := range k.rows {
		size += len(r.key) + len(r.value) + rowOverhead
	}
	c.grow(size)
}

// stand makes it the state behind a commit.
func (c *cache) stand(now standing) {
	c.now = now
	close(c.moved)
	c.moved = make(chan struct{})
}

// standsAt is the commit that it stands at, and a channel that is closed when that changes.
func (c *cache) standsAt() (n int64, moved <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now.n, c.moved
}

// standing is where central's journal stands in it.
func (c *cache) standing() standing {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// drop forgets a shard that a commit changed.
func (c *cache) drop(n int64, of shardOf) {
	delete(c.young, of)
	delete(c.old, of)
	slot := c.slot(of)
	*slot = max(*slot, n)
}

// wrote takes over what a commit of this central's own has changed.
func (c *cache) wrote(n int64, t *table, shard string, keys map[string]change) {
	of := shardOf{t, shard}
	*c.slot(of) = n
	known := c.ensure(of) // the cache stands before n still
	for key, ch := range keys {
		known.points[key] = ch.value
		c.grow(len(key) + len(ch.value) + rowOverhead)
		known.scans = changedScans(known.scans, row{place{shard, key}, ch.value})
	}
}

// changedScans lays a change over the spans that are known; one of which the end isn't known any more goes.
func changedScans(scans []scanCopy, r row) (kept []scanCopy) {
	for _, k := range scans {
		if !k.span.has(r.place) {
			kept = append(kept, k)
			continue
		}
		beyond := !k.whole && len(k.rows) > 0 && k.span.compare(k.rows[len(k.rows)-1], r) < 0
		switch {
		case beyond:
			kept = append(kept, k)
		case !k.whole && r.value == nil: // which row follows isn't known
		default:
			k.rows = merged(k.rows, []row{r}, k.span.desc, 0)
			if k.limit > 0 && len(k.rows) > k.limit {
				k.rows, k.whole = k.rows[:k.limit], false
			}
			kept = append(kept, k)
		}
	}
	return kept
}

// cachedView is the state behind a commit: from the cache what is there and holds.
type cachedView struct {
	cache *cache
	n     int64
	below view
}

func (v cachedView) get(t *table, p place) ([]byte, error) {
	if value, there := v.cache.point(v.n, t, p); there {
		return value, nil
	}
	value, err := v.below.get(t, p)
	if err == nil {
		v.cache.keepPoint(v.n, t, p, value)
	}
	return value, err
}

func (v cachedView) scan(t *table, s span, limit int) ([]row, error) {
	if s.across {
		return v.below.scan(t, s, limit)
	}
	if rows, there := v.cache.scanned(v.n, t, s, limit); there {
		return rows, nil
	}
	rows, err := v.below.scan(t, s, limit)
	if err == nil && len(rows) <= scanRowsMax {
		v.cache.keepScan(v.n, t, scanCopy{span: s, limit: limit, rows: rows, whole: limit == 0 || len(rows) < limit})
	}
	return rows, err
}
