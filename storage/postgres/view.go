package postgres

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// view is a state of the tables. What it answers with is to be read only. A limit of 0 is none.
type view interface {
	get(t *table, p place) ([]byte, error) // nil: nothing there
	scan(t *table, s span, limit int) ([]row, error)
}

// querier is a connection, or a transaction on one.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// sqlView asks the database.
type sqlView struct {
	ctx context.Context
	on  querier
}

func getSQL(t *table) string { return "SELECT value FROM " + t.name + " WHERE shard = $1 AND key = $2" }

func (v sqlView) get(t *table, p place) ([]byte, error) {
	rows, err := v.on.Query(v.ctx, getSQL(t), []byte(p.shard), []byte(p.key))
	if err != nil {
		return nil, readFault(err)
	}
	defer rows.Close()
	var value []byte
	if rows.Next() {
		value = bytes.Clone(rows.RawValues()[0])
	}
	rows.Close()
	return value, readFault(rows.Err())
}

// scanSQL is the statement and arguments for a span. Within a shard it names that shard; across shards it is for lists that
// people look at.
func scanSQL(t *table, s span, limit int) (string, []any) {
	var b strings.Builder
	args := []any{[]byte(s.from.shard), []byte(s.from.key)}
	columns, low, high, order := "key, value", "shard = $1 AND key >= $2", " AND key < $3", "key"
	if s.across {
		columns, low, high, order = "shard, key, value", "(shard, key) >= ($1, $2)", " AND (shard, key) < ($3, $4)", "shard, key"
	}
	b.WriteString("SELECT " + columns + " FROM " + t.name + " WHERE " + low)
	if !s.open {
		b.WriteString(high)
		if s.across {
			args = append(args, []byte(s.to.shard))
		}
		args = append(args, []byte(s.to.key))
	}
	if s.desc {
		order = strings.ReplaceAll(order, "shard", "shard DESC") + " DESC"
	}
	b.WriteString(" ORDER BY " + order)
	if limit > 0 {
		b.WriteString(" LIMIT $" + string(rune('1'+len(args))))
		args = append(args, limit)
	}
	return b.String(), args
}

func (v sqlView) scan(t *table, s span, limit int) (list []row, err error) {
	sql, args := scanSQL(t, s, limit)
	rows, err := v.on.Query(v.ctx, sql, args...)
	if err != nil {
		return nil, readFault(err)
	}
	defer rows.Close()
	for rows.Next() {
		values := rows.RawValues()
		r := row{place: place{shard: s.from.shard}}
		if s.across {
			r.shard, values = string(values[0]), values[1:]
		}
		r.key, r.value = string(values[0]), bytes.Clone(values[1])
		if r.value == nil {
			r.value = []byte{}
		}
		list = append(list, r)
	}
	return list, readFault(rows.Err())
}

// each goes over a span in order, some rows at a time, until take has enough.
func each(v view, t *table, s span, take func(r row) (more bool, err error)) error {
	for step := 128; ; step = min(2*step, 4096) {
		rows, err := v.scan(t, s, step)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if more, err := take(r); err != nil || !more {
				return err
			}
		}
		if len(rows) < step {
			return nil
		}
		last := rows[len(rows)-1].place
		if s.desc {
			s = s.before(last)
		} else {
			s = s.behind(last)
		}
	}
}

// layer is a view with changes over it that aren't in the database yet.
type layer struct {
	below view
	puts  map[*table]map[string]map[string]change // by shard, by key
	order map[shardOf][]string                    // the keys of shards that were looked along
	rows  int
	size  int // bytes of keys and values
}

// change is what a key becomes; a nil value is its end.
type change struct {
	value  []byte
	figure int64
}

func newLayer(below view) *layer {
	return &layer{below: below, puts: map[*table]map[string]map[string]change{}, order: map[shardOf][]string{}}
}

func (l *layer) put(t *table, p place, c change) {
	shards := l.puts[t]
	if shards == nil {
		shards = map[string]map[string]change{}
		l.puts[t] = shards
	}
	keys := shards[p.shard]
	if keys == nil {
		keys = map[string]change{}
		shards[p.shard] = keys
	}
	if _, again := keys[p.key]; !again {
		l.rows++
		if sorted, is := l.order[shardOf{t, p.shard}]; is {
			i, _ := slices.BinarySearch(sorted, p.key)
			l.order[shardOf{t, p.shard}] = slices.Insert(sorted, i, p.key)
		}
	}
	keys[p.key] = c
	l.size += len(p.shard) + len(p.key) + len(c.value)
}

// take puts what another layer has over this one. That one is not to be used again.
func (l *layer) take(over *layer) {
	for t, shards := range over.puts {
		for shard, keys := range shards {
			if l.adopt(t, shard, keys) {
				continue
			}
			for key, c := range keys {
				l.put(t, place{shard, key}, c)
			}
		}
	}
}

// adopt makes the changes of a shard that has none here this layer's own.
func (l *layer) adopt(t *table, shard string, keys map[string]change) bool {
	if len(l.puts[t][shard]) > 0 {
		return false
	}
	if l.puts[t] == nil {
		l.puts[t] = map[string]map[string]change{}
	}
	l.puts[t][shard] = keys
	l.rows += len(keys)
	for key, c := range keys {
		l.size += len(shard) + len(key) + len(c.value)
	}
	return true
}

func (l *layer) get(t *table, p place) ([]byte, error) {
	if c, there := l.puts[t][p.shard][p.key]; there {
		return c.value, nil
	}
	return l.below.get(t, p)
}

func (l *layer) scan(t *table, s span, limit int) ([]row, error) {
	own, gone := l.within(t, s, limit)
	if len(own) == 0 {
		return l.below.scan(t, s, limit)
	}
	more := limit
	if limit > 0 {
		more += gone
	}
	stored, err := l.below.scan(t, s, more)
	if err != nil {
		return nil, err
	}
	return merged(stored, own, s.desc, limit), nil
}

// within is the changes in a span, in its order, as far as the first rows can depend on them, and how many of them take a row away.
func (l *layer) within(t *table, s span, limit int) (list []row, gone int) {
	if s.across {
		return l.everywhere(t, s)
	}
	shard := s.from.shard
	changes, keys := l.puts[t][shard], l.sorted(t, shard)
	i, _ := slices.BinarySearch(keys, s.from.key)
	if keys = keys[i:]; !s.open {
		i, _ := slices.BinarySearch(keys, s.to.key)
		keys = keys[:i]
	}
	for i := range keys {
		if limit > 0 && len(list)-gone == limit {
			break
		}
		key := keys[i]
		if s.desc {
			key = keys[len(keys)-1-i]
		}
		list = append(list, row{place{shard, key}, changes[key].value})
		if changes[key].value == nil {
			gone++
		}
	}
	return list, gone
}

// sorted is the keys of a shard that changed, in order.
func (l *layer) sorted(t *table, shard string) []string {
	changes := l.puts[t][shard]
	if len(changes) == 0 {
		return nil
	}
	keys, is := l.order[shardOf{t, shard}]
	if !is {
		keys = slices.Sorted(maps.Keys(changes))
		l.order[shardOf{t, shard}] = keys
	}
	return keys
}

// everywhere is the changes in a span of several shards.
func (l *layer) everywhere(t *table, s span) (list []row, gone int) {
	for shard, keys := range l.puts[t] {
		for key, c := range keys {
			if p := (place{shard, key}); s.has(p) {
				list = append(list, row{p, c.value})
				if c.value == nil {
					gone++
				}
			}
		}
	}
	slices.SortFunc(list, s.compare)
	return list, gone
}

// compare puts rows into a span's order.
func (s span) compare(a, b row) int {
	if s.desc {
		return b.place.compare(a.place)
	}
	return a.place.compare(b.place)
}

// merged lays changes over rows, both in a span's order.
func merged(rows, over []row, desc bool, limit int) (list []row) {
	s := span{desc: desc}
	list = make([]row, 0, len(rows)+len(over))
	for len(rows)+len(over) > 0 && (limit == 0 || len(list) < limit) {
		order := 1
		switch {
		case len(over) == 0:
			order = -1
		case len(rows) > 0:
			order = s.compare(rows[0], over[0])
		}
		if order < 0 {
			list, rows = append(list, rows[0]), rows[1:]
			continue
		}
		if order == 0 {
			rows = rows[1:]
		}
		if over[0].value != nil {
			list = append(list, over[0])
		}
		over = over[1:]
	}
	return list
}
