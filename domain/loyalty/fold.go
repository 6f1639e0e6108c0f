package loyalty

import (
	"slices"
	"time"
)

// State is a member's folded postings: a pure function of the set of them. It isn't safe for use by several goroutines
// while Apply runs.
type State struct {
	postings []Posting            // in order, each once
	seen     map[string]int32     // place of each by its id
	stamps   map[string]time.Time // of events dated ahead, see Stamped
	line     *timeline
	run      *run // all items are in; its last instant may still be open, see run.settle
}

// Fold folds a set of postings, in whatever order and however often each arrived: those of one member and of all ids
// merged into it, as far as the caller knows of merges. The account is that of the id that the first posting's member
// finally flows into. What names an unknown lot waits in the set without effect (SHARES 23). The postings are kept:
// don't change them.
func Fold(postings []Posting) *State {
	s := &State{}
	s.postings, s.seen = ordered(postings)
	s.stamps = stampsOf(s.postings)
	s.line = newTimeline(s.postings)
	s.run = newRun(s.postings, s.line)
	s.run.all(s.line.items)
	if late := s.run.late; len(late) > 0 { // lapses don't depend on takes, so once is enough
		s.line.retime(late)
		s.run = newRun(s.postings, s.line)
		s.run.late = late
		s.run.all(s.line.items)
	}
	return s
}

// Apply folds one posting more, newest last: one step. It returns false, with nothing changed, when the posting
// reaches back behind what was folded, so that the caller folds the whole set again. The result equals Fold of all.
func (s *State) Apply(p Posting) bool {
	if _, again := s.seen[p.Ref.ID]; again {
		return true
	}
	if !s.follows(&p) {
		return false
	}
	n := int32(len(s.postings))
	s.postings = append(s.postings, p)
	s.seen[p.Ref.ID] = n
	s.run.postings = s.postings
	first := len(s.line.items)
	s.line.add(s.postings, n)
	s.run.grow()
	items := slices.Clone(s.line.items[first:])
	slices.SortStableFunc(items, item.compare)
	s.run.all(items)
	if first > 0 && len(items) > 0 && items[0].compare(s.line.items[first-1]) < 0 { // an order placed before the last posting
		s.line.sort()
	} else {
		copy(s.line.items[first:], items)
	}
	return true
}

// follows says whether p's effects all come after what was folded, so that a step gives what a fold would.
func (s *State) follows(p *Posting) bool {
	if len(s.postings) == 0 || p.Kind == Merge || p.Carried != nil || p.Kind == Stamp {
		return false
	}
	if _, stamped := s.stamps[EventOf(p.Ref.ID)]; stamped {
		return false
	}
	if _, known := s.line.members[p.Member]; !known {
		return false
	}
	if p.Ref.Compare(s.postings[len(s.postings)-1].Ref) <= 0 || milli(p.Ref.At) < s.run.now {
		return false
	}
	for i := range p.Lots {
		if _, awaited := s.line.awaited[p.Lots[i].ID]; awaited || milli(p.Lots[i].AroseAt) < s.run.now {
			return false
		}
	}
	for _, t := range p.Takes {
		if lot, known := s.line.byID[t.Lot]; known && s.run.lapses(lot) <= milli(p.Ref.At) {
			return false
		}
	}
	ordered := orderedAt(p)
	if ordered != 0 && len(s.run.late) > 0 { // it may have kept alive what a take was too late for
		return false
	}
	return ordered == 0 || ordered >= s.run.now || ordered > s.run.barrier
}

// At is the account at an instant, before, between or after what was folded. Before the first posting it is empty.
func (s *State) At(t time.Time) Account {
	at := milli(t)
	return s.standing(at).view(at)
}

// Ranked is of At what Program.Standing looks at, the ranking points, for less.
func (s *State) Ranked(t time.Time) Account {
	at := milli(t)
	switch {
	case at >= s.run.now:
		return s.run.ranked(at) // neither a lapse nor a debt changes them
	case len(s.run.accounts) == 1 && !s.brought():
		return s.run.rankedThen(at)
	}
	return s.standing(at).ranked(at)
}

// brought says whether an account that was carried forward is among the postings.
func (s *State) brought() bool {
	for i := range s.postings {
		if s.postings[i].Carried != nil {
			return true
		}
	}
	return false
}

// standing is the run as it stands at an instant, that instant settled. It is for reading only.
func (s *State) standing(at int64) *run {
	if at < s.run.now && len(s.postings) > 0 {
		r := newRun(s.postings, s.line)
		r.root = s.run.root
		r.until(s.line.items, at)
		r.advance(at)
		r.settle()
		return r
	}
	if at < s.run.nextLapse && s.run.settled() {
		return s.run
	}
	r := s.run.clone()
	r.advance(at)
	r.settle()
	return r
}

// Late are the ids of postings that took points from a lot at or after its lapse, as known now: each take counts just
// before that lapse instead (SHARES 22). In order.
func (s *State) Late() []string {
	var ids []string
	for i := range s.postings {
		for n := range s.postings[i].Takes {
			if _, late := s.run.late[spot{int32(i), int32(n)}]; late {
				ids = append(ids, s.postings[i].Ref.ID)
				break
			}
		}
	}
	return ids
}

// milli is an instant in the fold's unit.
func milli(t time.Time) int64 { return t.UnixMilli() }

// instant is the other way round.
func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// orderedAt is the instant from which p's order extends X2 lots, or 0. An order isn't placed after it was paid.
func orderedAt(p *Posting) int64 {
	if p.OrderedAt.IsZero() {
		return 0
	}
	return min(milli(p.OrderedAt), milli(p.Ref.At))
}
