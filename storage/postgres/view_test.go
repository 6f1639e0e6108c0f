package postgres

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// rowsView is a state of one table.
type rowsView []row

func (v rowsView) get(_ *table, p place) ([]byte, error) {
	for _, r := range v {
		if r.place == p {
			return r.value, nil
		}
	}
	return nil, nil
}

func (v rowsView) scan(_ *table, s span, limit int) (list []row, err error) {
	for _, r := range v {
		if s.has(r.place) {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, s.compare)
	if limit > 0 && len(list) > limit {
		list = list[:limit]
	}
	return list, nil
}

// What a write has changed it reads at once as everybody will behind its commit, however it looks along it.
func TestALayerReadsAsItsCommitWill(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		var below rowsView
		state := map[place][]byte{}
		some := func() place { return place{"s" + fmt.Sprint(r.IntN(2)), fmt.Sprintf("%02d", r.IntN(40))} }
		for range r.IntN(40) {
			if p := some(); state[p] == nil {
				state[p] = []byte("old")
				below = append(below, row{p, state[p]})
			}
		}
		l := newLayer(below)
		for range 60 {
			if r.IntN(3) > 0 {
				p, c := some(), change{}
				delete(state, p)
				if r.IntN(2) == 0 {
					c.value = fmt.Append(nil, r.IntN(1000))
					state[p] = c.value
				}
				l.put(notesTable, p, c)
				continue
			}
			s, limit := span{from: some(), open: r.IntN(2) == 0, desc: r.IntN(2) == 0, across: r.IntN(4) == 0}, r.IntN(6)
			if s.to = some(); !s.across {
				s.to.shard = s.from.shard
			}
			var after rowsView
			for p, value := range state {
				after = append(after, row{p, value})
			}
			want, _ := after.scan(notesTable, s, limit)
			if got, err := l.scan(notesTable, s, limit); err != nil || len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: %+v, at most %d: %v, want %v", seed, s, limit, got, want)
			}
		}
	}
}
