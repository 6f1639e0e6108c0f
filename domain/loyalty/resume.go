package loyalty

import (
	"slices"

	"tim/domain/journal"
)

// Resume is Fold of postings, where s was folded from some of them by a step for each of the others, if those all follow. Every
// posting is compared with what s has of it, so s may have been folded from others, too: all are folded then. s may be nil, and
// isn't to be used again; the answer may be s, stepped on.
func (s *State) Resume(postings []Posting) *State {
	more, whole := s.unfolded(postings)
	if !whole {
		return Fold(postings)
	}
	slices.SortFunc(more, func(a, b Posting) int { return a.Ref.Compare(b.Ref) })
	for i := range more {
		if !s.Apply(more[i]) {
			return Fold(postings)
		}
	}
	return s
}

// Size is how many postings were folded.
func (s *State) Size() int { return len(s.postings) }

// unfolded is the postings that s doesn't have; whole says that it has nothing beside the others, each as it is given.
func (s *State) unfolded(postings []Posting) (more []Posting, whole bool) {
	if s == nil || s.stamps != nil || len(s.postings) == 0 { // what is stamped isn't kept as it was given
		return nil, false
	}
	met, left := make([]bool, len(s.postings)), len(s.postings)
	for i := range postings {
		p := &postings[i]
		n, known := s.seen[p.Ref.ID]
		if !known {
			more = append(more, *p)
			continue
		}
		if !s.postings[n].same(p) {
			return nil, false
		}
		if !met[n] {
			met[n], left = true, left-1
		}
	}
	return more, left == 0
}

// same says whether two postings count alike. A posting of central's may have been folded before its place in the journal was known,
// and counts by instant and id alone.
func (p *Posting) same(o *Posting) bool {
	return p.Ref.same(&o.Ref) && p.Member == o.Member && p.Kind == o.Kind && p.Order == o.Order && p.Voucher == o.Voucher &&
		p.Reason == o.Reason && p.Ranking == o.Ranking && p.OrderedAt.Equal(o.OrderedAt) && p.Into == o.Into && p.Stamped == o.Stamped &&
		p.Carried == o.Carried && slices.EqualFunc(p.Lots, o.Lots, Lot.same) && slices.Equal(p.Takes, o.Takes) &&
		slices.Equal(p.Restores, o.Restores) && slices.Equal(p.Claws, o.Claws) && slices.EqualFunc(p.Rules, o.Rules, LotRule.same)
}

func (r *Ref) same(o *Ref) bool {
	return r.ID == o.ID && r.Writer == o.Writer && r.At.Equal(o.At) && (r.Writer == journal.Central || r.Epoch == o.Epoch && r.Seq == o.Seq)
}

func (l Lot) same(o Lot) bool {
	return l.ID == o.ID && l.Root == o.Root && l.Order == o.Order && l.Points == o.Points && l.AroseAt.Equal(o.AroseAt) &&
		l.UsableAt.Equal(o.UsableAt) && l.Expiry.same(o.Expiry) && l.Trust == o.Trust
}

func (r LotRule) same(o LotRule) bool { return r.Lot == o.Lot && r.Expiry.same(o.Expiry) }

func (x LotExpiry) same(o LotExpiry) bool {
	return x.Mode == o.Mode && x.LapsesAt.Equal(o.LapsesAt) && x.Life == o.Life && x.NotBefore.Equal(o.NotBefore)
}
