package office

import (
	"cmp"
	"slices"
)

// LiabilitySum adds parts of a liability up; the zero value has none.
type LiabilitySum struct {
	total  Liability
	tiers  map[string]*TierLiability
	months map[int64]*LapseLiability // by instant
	runs   map[int64]*LapseRun
}

// Looked is how many members the parts looked at.
func (s *LiabilitySum) Looked() int { return s.total.Looked }

// Add counts a part in.
func (s *LiabilitySum) Add(part Liability) {
	if s.tiers == nil {
		s.tiers, s.months, s.runs = map[string]*TierLiability{}, map[int64]*LapseLiability{}, map[int64]*LapseRun{}
	}
	t := &s.total
	t.At = part.At
	t.Members += part.Members
	t.Looked += part.Looked
	t.Total.add(part.Total)
	t.Never.add(part.Never)
	for _, tier := range part.Tiers {
		own := kept(s.tiers, tier.ID, TierLiability{ID: tier.ID, Name: tier.Name, Least: tier.Least})
		own.Members += tier.Members
		own.add(tier.Owed)
	}
	for _, m := range part.Lapses {
		own := kept(s.months, m.Month.UnixMilli(), LapseLiability{Month: m.Month})
		own.Members, own.Points, own.Value = own.Members+m.Members, own.Points+m.Points, own.Value+m.Value
	}
	for _, r := range part.Runs {
		own := kept(s.runs, r.At.UnixMilli(), LapseRun{At: r.At})
		own.Members, own.Points, own.Value = own.Members+r.Members, own.Points+r.Points, own.Value+r.Value
	}
}

// kept is what a map has at a key, which is made where there is none.
func kept[K comparable, V any](in map[K]*V, key K, fresh V) *V {
	own := in[key]
	if own == nil {
		own = &fresh
		in[key] = own
	}
	return own
}

// Whole is the liability of all parts.
func (s *LiabilitySum) Whole() Liability {
	l := s.total
	l.Tiers = sorted(s.tiers, func(a, b TierLiability) int { return cmp.Or(cmp.Compare(a.Least, b.Least), cmp.Compare(a.ID, b.ID)) })
	l.Lapses = sorted(s.months, func(a, b LapseLiability) int { return a.Month.Compare(b.Month) })
	l.Runs = sorted(s.runs, func(a, b LapseRun) int { return a.At.Compare(b.At) })
	if len(l.Runs) > 0 {
		next := l.Runs[0]
		l.Yearly = &next
	}
	return l
}

// sorted are a map's values in an order; an empty list, never nil.
func sorted[K comparable, V any](in map[K]*V, compare func(a, b V) int) []V {
	all := make([]V, 0, len(in))
	for _, v := range in {
		all = append(all, *v)
	}
	slices.SortFunc(all, compare)
	return all
}
