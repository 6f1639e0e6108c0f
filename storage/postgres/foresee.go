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
	if look == nil {
		return nil
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
	return s.do(newJob(ctx, decide))
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
		snap, err := v.store.snapshot(v.ctx, 0)
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

// wish is rows of a table that are to be in the cache: those of some places, or all of some shards.
type wish struct {
	table        *table
	whole        bool
	shards, keys [][]byte // keys is nil of whole shards
}

func (h wish) args() []any {
	if h.whole {
		return []any{h.shards}
	}
	return []any{h.shards, h.keys}
}

// wishSQL gives the rows of some places or shards, one without a value for each where nothing is, and behind which commit that holds. The
// limits keep every planner from joining the other way round.
func wishSQL(t *table, whole bool) string {
	key, arrays, which := "w.key", "$1::bytea[], $2::bytea[]) AS w (shard, key)", "AND key = w.key LIMIT 1"
	if whole {
		key, arrays, which = "t.key", "$1::bytea[]) AS w (shard)", fmt.Sprint("LIMIT ", scanRowsMax+1)
	}
	return "SELECT h.n, w.shard, " + key + ", t.value FROM head h CROSS JOIN unnest(" + arrays + " LEFT JOIN LATERAL (SELECT key, value FROM " + t.name +
		" WHERE shard = w.shard " + which + ") AS t ON true WHERE h.id = 1"
}

// wished is a wish's answer: what each place, or shard, has behind which commit.
type wished struct {
	wish
	n      int64
	points []row            // a nil value: nothing is there
	rows   map[string][]row // of whole shards
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
		b.Queue(wishSQL(h.table, h.whole), h.args()...).Query(answers[i].scan)
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
	want := func(h wish) {
		if len(h.shards) > 0 {
			wishes = append(wishes, h)
		}
	}
	points := func(t *table, places []place) {
		h := wish{table: t}
		for _, p := range places {
			if _, there := s.cache.point(n, t, p); !there {
				h.shards, h.keys = append(h.shards, []byte(p.shard)), append(h.keys, []byte(p.key))
			}
		}
		want(h)
	}
	whole := func(t *table, shards []string) {
		h := wish{table: t, whole: true}
		for _, shard := range shards {
			if _, there := s.cache.scanned(n, t, under(shard, ""), 0); !there {
				h.shards = append(h.shards, []byte(shard))
			}
		}
		want(h)
	}
	members := places(w.Members)
	points(ordersTable, places(w.Orders))
	points(rightsTable, places(w.Rights))
	points(membersTable, members)
	points(keysTable, members)
	whole(mergedTable, w.Members)
	points(marksTable, members)
	whole(postingsTable, w.Members)
	notes := make([]place, len(w.Notes))
	for i, note := range w.Notes {
		notes[i] = place{note.Space, note.Key}
	}
	points(notesTable, notes)
	return wishes
}

// places are the one row of each shard.
func places(shards []string) []place {
	list := make([]place, len(shards))
	for i, shard := range shards {
		list[i] = at(shard)
	}
	return list
}

func (h *wished) scan(rows pgx.Rows) error {
	for rows.Next() {
		values := rows.RawValues()
		h.n = int64(binary.BigEndian.Uint64(values[0]))
		found := row{place{string(values[1]), string(values[2])}, nil}
		if values[3] != nil {
			found.value = append([]byte{}, values[3]...)
		}
		if h.whole && found.value != nil {
			h.rows[found.shard] = append(h.rows[found.shard], found)
		} else if !h.whole {
			h.points = append(h.points, found)
		}
	}
	return rows.Err()
}

// keep puts what was found into a cache, and that there is nothing else.
func (h *wished) keep(c *cache) {
	for _, found := range h.points {
		c.keepPoint(h.n, h.table, found.place, found.value)
	}
	if !h.whole {
		return
	}
	for _, shard := range h.shards {
		list := h.rows[string(shard)]
		if len(list) > scanRowsMax {
			continue
		}
		slices.SortFunc(list, span{}.compare)
		c.keepScan(h.n, h.table, scanCopy{span: under(string(shard), ""), rows: list, whole: true})
	}
}
