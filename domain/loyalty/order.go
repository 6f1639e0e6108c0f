package loyalty

import (
	"cmp"
	"slices"
	"strings"

	"tim/domain/journal"
)

// Compare orders postings as every replica does (SHARES 22): by instant; at one instant tills before central, tills by
// writer, epoch and seq, central by id; the postings of one event by id.
func (r Ref) Compare(o Ref) int {
	if c := r.At.Compare(o.At); c != 0 {
		return c
	}
	central, otherCentral := r.Writer == journal.Central, o.Writer == journal.Central
	if central != otherCentral {
		if central {
			return 1
		}
		return -1
	}
	if !central {
		if c := cmp.Or(strings.Compare(r.Writer, o.Writer), cmp.Compare(r.Epoch, o.Epoch), cmp.Compare(r.Seq, o.Seq)); c != 0 {
			return c
		}
	}
	return strings.Compare(r.ID, o.ID)
}

// ordered is the set as a list: in order, each id once; seen is each one's place in it. The slice given is not changed.
func ordered(postings []Posting) (list []Posting, seen map[string]int32) {
	list = Stamped(postings)
	byRef := func(a, b Posting) int { return a.Ref.Compare(b.Ref) }
	if !slices.IsSortedFunc(list, byRef) {
		list = slices.Clone(list)
		slices.SortFunc(list, byRef)
	}
	seen = make(map[string]int32, len(list))
	for i := range list {
		seen[list[i].Ref.ID] = int32(i)
	}
	if len(seen) == len(list) {
		return slices.Clip(list), seen
	}
	once := make([]Posting, 0, len(seen))
	clear(seen)
	for i := range list {
		if _, again := seen[list[i].Ref.ID]; !again {
			seen[list[i].Ref.ID] = int32(len(once))
			once = append(once, list[i])
		}
	}
	return slices.Clip(once), seen
}
