package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"tim/domain/office"
)

// Foresee implements office.Foreseer: what is wanted and isn't in the cache is read on one way, and look runs on the state behind one
// commit, which costs nothing more where all it reads is there.
func (s *Store) Foresee(ctx context.Context, w office.Wanted, look func(office.Reader) error) error {
	if err := s.shut(); err != nil {
		return err
	}
	if err := s.fetch(ctx, w); err != nil {
		return err
	}
	n, _ := s.cache.standsAt()
	v := &pastView{store: s, ctx: ctx, n: n}
	defer v.end()
	return look(s.reader(v, func() (standing, error) { return standing{}, errMoved }))
}

// WriteForeseen implements office.Foreseer.
func (s *Store) WriteForeseen(ctx context.Context, decide func(office.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.do(&job{ctx: ctx, decide: decide, done: make(chan struct{})})
}

// errMoved ends a look at a state that is past, of which something isn't known any more.
var errMoved = errors.New("the state has changed since")

// pastView is the state behind a commit from the cache. What isn't there is read in the newest state, and believed where nothing
// has changed since.
type pastView struct {
	store *Store
	ctx   context.Context
	n     int64
	snap  *snapshot // nil while nothing was missing
}

func (v *pastView) end() {
	if v.snap != nil {
		v.snap.end()
	}
}

// newest is a view of the newest state.
func (v *pastView) newest() (view, error) {
	if v.snap == nil {
		snap, err := v.store.snapshot(v.ctx)
		if err != nil {
			return nil, err
		}
		v.snap = snap
	}
	return v.snap.view, nil
}

func (v *pastView) get(t *table, p place) ([]byte, error) {
	if value, there := v.store.cache.point(v.n, t, p); there {
		return value, nil
	}
	newest, err := v.newest()
	if err != nil {
		return nil, err
	}
	value, err := newest.get(t, p)
	return value, errors.Join(err, v.unmoved(t, p.shard))
}

func (v *pastView) scan(t *table, s span, limit int) ([]row, error) {
	if s.across {
		return nil, errMoved
	}
	if rows, there := v.store.cache.scanned(v.n, t, s, limit); there {
		return rows, nil
	}
	newest, err := v.newest()
	if err != nil {
		return nil, err
	}
	rows, err := newest.scan(t, s, limit)
	return rows, errors.Join(err, v.unmoved(t, s.from.shard))
}

// unmoved fails where a shard isn't known to be as it was.
func (v *pastView) unmoved(t *table, shard string) error {
	c := v.store.cache
	c.mu.Lock()
	defer c.mu.Unlock()
	if v.snap.now.n == v.n || c.n >= v.snap.now.n && c.holds(v.n, shardOf{t, shard}) {
		return nil
	}
	return errMoved
}

// wish is rows of a table that are to be in the cache: the one of each shard whose key is "", or all of each shard.
type wish struct {
	table  *table
	whole  bool
	shards [][]byte
}

// wishSQL gives the rows of some shards, one without a key for each shard that has none, and behind which commit that holds. The
// limits keep every planner from joining the other way round.
func wishSQL(t *table, whole bool) string {
	which := fmt.Sprint("LIMIT ", scanRowsMax+1)
	if !whole {
		which = "AND key = '' LIMIT 1"
	}
	return "SELECT h.n, w.shard, t.key, t.value FROM head h CROSS JOIN unnest($1::bytea[]) AS w (shard) LEFT JOIN LATERAL (SELECT key, value FROM " + t.name +
		" WHERE shard = w.shard " + which + ") AS t ON true WHERE h.id = 1"
}

// wished is a wish's answer: what each shard has, behind which commit.
type wished struct {
	wish
	n    int64
	rows map[string][]row
}

// fetch reads what is wanted into the cache.
func (s *Store) fetch(ctx context.Context, w office.Wanted) error {
	wishes := s.missing(w)
	if len(wishes) == 0 {
		return nil
	}
	var b pgx.Batch
	answers, newest := make([]wished, len(wishes)), int64(0)
	for i, h := range wishes {
		answers[i] = wished{wish: h, rows: map[string][]row{}}
		b.Queue(wishSQL(h.table, h.whole), h.shards).Query(answers[i].scan)
	}
	if err := s.pool.SendBatch(ctx, &b).Close(); err != nil {
		return err
	}
	for _, h := range answers {
		newest = max(newest, h.n)
	}
	if err := s.standBehind(ctx, newest); err != nil {
		return err
	}
	for _, h := range answers {
		h.keep(s.cache)
	}
	return nil
}

// standBehind brings the cache to a commit, where it isn't yet.
func (s *Store) standBehind(ctx context.Context, n int64) error {
	known, _ := s.cache.standsAt()
	if known >= n {
		return nil
	}
	rows, err := s.pool.Query(ctx, changesSQL, known)
	commits, err := readCommits(rows, err)
	if err == nil && len(commits) > 0 {
		s.reach(commits[len(commits)-1].n, known, commits)
	}
	return err
}

// missing is what of the wanted isn't in the cache.
func (s *Store) missing(w office.Wanted) (wishes []wish) {
	n, _ := s.cache.standsAt()
	want := func(t *table, whole bool, names []string) {
		h := wish{table: t, whole: whole}
		for _, name := range names {
			var there bool
			if whole {
				_, there = s.cache.scanned(n, t, under(name, ""), 0)
			} else {
				_, there = s.cache.point(n, t, at(name))
			}
			if !there {
				h.shards = append(h.shards, []byte(name))
			}
		}
		if len(h.shards) > 0 {
			wishes = append(wishes, h)
		}
	}
	want(ordersTable, false, w.Orders)
	want(membersTable, false, w.Members)
	want(keysTable, false, w.Members)
	want(mergedTable, true, w.Members)
	want(marksTable, false, w.Members)
	want(postingsTable, true, w.Members)
	return wishes
}

func (h *wished) scan(rows pgx.Rows) error {
	for rows.Next() {
		values := rows.RawValues()
		h.n = int64(binary.BigEndian.Uint64(values[0]))
		if shard := string(values[1]); values[2] != nil {
			h.rows[shard] = append(h.rows[shard], row{place{shard, string(values[2])}, append([]byte{}, values[3]...)})
		}
	}
	return rows.Err()
}

// keep puts what was found into a cache, and that there is nothing else.
func (h *wished) keep(c *cache) {
	for _, name := range h.shards {
		shard := string(name)
		switch list := h.rows[shard]; {
		case h.whole && len(list) <= scanRowsMax:
			slices.SortFunc(list, span{}.compare)
			c.keepScan(h.n, h.table, scanCopy{span: under(shard, ""), rows: list, whole: true})
		case !h.whole && len(list) == 0:
			c.keepPoint(h.n, h.table, at(shard), nil)
		case !h.whole:
			c.keepPoint(h.n, h.table, at(shard), list[0].value)
		}
	}
}
