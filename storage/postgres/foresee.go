package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"

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
	v := s.past(ctx, 0)
	defer v.end()
	return errors.Join(look(s.reader(v.watched(), v.standing)), *v.failed)
}

// WriteForeseen implements office.Foreseer.
func (s *Store) WriteForeseen(ctx context.Context, decide func(office.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.do(newJob(ctx, decide))
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

// fetches are what many callers want to have read on one way, as they share looks at the head.
type fetches struct {
	looks
	wanting sync.Mutex
	want    []wish // of those that wait for the next one; guarded by wanting
}

// fetch reads what is wanted into the cache.
func (s *Store) fetch(ctx context.Context, w office.Wanted) error {
	wishes := s.missing(w)
	if len(wishes) == 0 {
		return nil
	}
	s.fetches.wanting.Lock()
	s.fetches.want = append(s.fetches.want, wishes...)
	s.fetches.wanting.Unlock()
	return s.fetches.share(ctx)
}

// fetchWanted reads what all who wait want.
func (s *Store) fetchWanted() error {
	s.fetches.wanting.Lock()
	wishes := oneATable(s.fetches.want)
	s.fetches.want = nil
	s.fetches.wanting.Unlock()
	if len(wishes) == 0 { // those before took them
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), statementMax)
	defer cancel()
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
	if known, _ := s.cache.standsAt(); known < newest && !(s.turns.shy.Load() == 0 && s.near(newest)) {
		if err := s.looks.share(ctx); err != nil {
			return err
		}
	}
	for _, h := range answers {
		h.keep(s.cache)
	}
	return nil
}

// oneATable is wishes with one a table, of each place or shard once.
func oneATable(wishes []wish) (list []wish) {
	type wanted struct {
		table *table
		whole bool
		place place
	}
	seen := map[wanted]bool{}
	for _, w := range wishes {
		at := slices.IndexFunc(list, func(h wish) bool { return h.table == w.table && h.whole == w.whole })
		if at < 0 {
			at, list = len(list), append(list, wish{table: w.table, whole: w.whole})
		}
		h := &list[at]
		for i, shard := range w.shards {
			one := wanted{w.table, w.whole, place{shard: string(shard)}}
			if !w.whole {
				one.place.key = string(w.keys[i])
			}
			if seen[one] {
				continue
			}
			if seen[one] = true; !w.whole {
				h.keys = append(h.keys, w.keys[i])
			}
			h.shards = append(h.shards, shard)
		}
	}
	return list
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
	if s.turns.shy.Load() > 0 || s.turns.wary.Load() > 0 {
		points(ordersTable, places(w.NewOrders))
	}
	points(rightsTable, places(w.Rights))
	points(membersTable, members)
	points(keysTable, members)
	whole(mergedTable, w.Members)
	whole(postingsTable, w.Members)
	whole(vouchersOfTable, w.Members)
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
