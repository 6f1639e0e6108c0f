package postgres

import (
	"context"

	"tim/domain/journal"
)

// Statements is every statement that reads or writes a table: within a shard, and across shards.
func Statements(shard, key string) (hot, cold map[string][]any) {
	hot, cold = map[string][]any{}, map[string][]any{}
	for _, t := range tables {
		hot[getSQL(t)] = []any{[]byte(shard), []byte(key)}
		for _, desc := range []bool{false, true} {
			within := under(shard, key)
			within.desc = desc
			for _, s := range []span{within, {from: place{shard, key}, open: true, desc: desc}} {
				for _, limit := range []int{0, 10} {
					sql, args := scanSQL(t, s, limit)
					hot[sql] = args
				}
			}
			behind := all().behind(place{shard, key})
			behind.desc = desc
			sql, args := scanSQL(t, behind, 10)
			cold[sql] = args
		}
		rows := [][]byte{[]byte(shard)}
		hot[wishSQL(t, false)], hot[wishSQL(t, true)] = []any{rows, rows}, []any{rows}
		hot[deleteSQL(t)] = []any{rows, rows}
		put := []any{rows, rows, rows}
		if t.figure != "" {
			put = append(put, []int64{1})
		}
		hot[putSQL(t)], hot[insertSQL(t)] = put, put
	}
	return hot, cold
}

// Tables names every table, and the column beside its value.
func Tables() map[string]string {
	names := map[string]string{}
	for _, t := range tables {
		names[t.name] = t.figure
	}
	return names
}

// PlanByKey is what a central asks of each connection.
var PlanByKey = planByKey

// VerifyInParts is Verify with so many orders in memory at once.
func (s *Store) VerifyInParts(ctx context.Context, most uint64) (*journal.Break, Summary, error) {
	return s.verify(ctx, most)
}

// Rows are rows of a table as a central sends them.
type Rows struct {
	columns
	figure string
}

// RowsOf is no rows yet of a table with that column beside its value.
func RowsOf(figure string) *Rows { return &Rows{figure: figure} }

// Len is how many they are.
func (r *Rows) Len() int { return len(r.keys) }

// Add adds one.
func (r *Rows) Add(shard, key, value []byte, figure int64) {
	r.add(string(shard), string(key), change{append([]byte{}, value...), figure})
}

// Put is the statement that writes some of them into a table, and its arguments.
func (r *Rows) Put(to string, from, end int) (sql string, args []any) {
	args = []any{r.shards[from:end], r.keys[from:end], r.values[from:end]}
	if r.figure != "" {
		args = append(args, r.figures[from:end])
	}
	return putSQL(&table{name: to, figure: r.figure}), args
}
