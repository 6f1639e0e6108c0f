package loyalty

import (
	"cmp"
	"slices"
)

// effect is what an item does.
type effect uint8

const (
	effectArise effect = iota
	effectMerge
	effectRerule
	effectOrder
	effectTake
	effectRestore
	effectClaw
	effectRanking
	effectBring
)

// item is one effect of one posting at its instant.
type item struct {
	at      int64 // ms; no earlier than the lot that it names
	posting int32
	after   int32 // the posting that it comes after at one instant: its own, or the one that makes the lot it names
	n       int32 // in the posting's list
	lot     int32 // -1 when none
	effect  effect
}

// spot is the n-th take of a posting.
type spot struct{ posting, n int32 }

// compare is the order in which items happen: by instant, then posting; what waited for another posting comes after all
// of that posting's own. Items that are equal keep the order of making.
func (i item) compare(o item) int {
	return cmp.Or(cmp.Compare(i.at, o.at), cmp.Compare(i.after, o.after), i.waited()-o.waited())
}

func (i item) waited() int {
	if i.posting != i.after {
		return 1
	}
	return 0
}

// fixed is what never changes about a lot.
type fixed struct {
	lot     *Lot
	posting int32
	root    int32 // index of the family's first lot; -1 while that is unknown or itself a child
	start   int64 // ms
}

// timeline is the postings as items in order, and the lots that they know.
type timeline struct {
	items   []item
	lots    []fixed
	byID    map[string]int32
	awaited map[string]struct{} // ids of lots that are named and not known
	members map[string]int32    // account numbers, in order of appearance
	who     []int32             // account of each posting's member
}

func newTimeline(postings []Posting) *timeline {
	count := 0
	for i := range postings {
		count += len(postings[i].Lots)
	}
	l := &timeline{byID: make(map[string]int32, count), lots: make([]fixed, 0, count), items: make([]item, 0, 3*len(postings)+count),
		awaited: map[string]struct{}{}, members: map[string]int32{}, who: make([]int32, 0, len(postings))}
	for i := range postings {
		l.alias(&postings[i])
	}
	for i := range postings {
		l.know(postings, int32(i))
	}
	for i := range l.lots {
		l.join(int32(i))
	}
	for i := range postings {
		l.effects(&postings[i], int32(i))
	}
	l.sort()
	return l
}

// add appends the items of a posting that comes after all others; they aren't sorted yet.
func (l *timeline) add(postings []Posting, n int32) {
	first := len(l.lots)
	l.know(postings, n)
	for i := first; i < len(l.lots); i++ {
		l.join(int32(i))
	}
	l.effects(&postings[n], n)
}

// account is the member's number, a new one for a new member.
func (l *timeline) account(member string) int32 {
	n, known := l.members[member]
	if !known {
		n = int32(len(l.members))
		l.members[member] = n
	}
	return n
}

// know takes in the member and the lots of a posting. The first posting that makes a lot of an id is the one that counts.
func (l *timeline) know(postings []Posting, n int32) {
	p := &postings[n]
	l.who = append(l.who, l.account(p.Member))
	if p.Kind == Merge {
		l.account(p.Into)
	}
	for i := range p.Lots {
		l.knowLot(&p.Lots[i], n)
	}
	if p.Carried != nil {
		for i := range p.Carried.Lots {
			l.knowLot(&p.Carried.Lots[i].Lot, n)
		}
	}
}

// alias lets the ids that were merged into a carried account stand for it.
func (l *timeline) alias(p *Posting) {
	if p.Carried == nil {
		return
	}
	n := l.account(p.Member)
	for _, also := range p.Carried.Also {
		l.members[also] = n
	}
}

func (l *timeline) knowLot(lot *Lot, posting int32) {
	if _, twice := l.byID[lot.ID]; !twice {
		l.byID[lot.ID] = int32(len(l.lots))
		l.lots = append(l.lots, fixed{lot: lot, posting: posting, root: -1, start: milli(lot.AroseAt)})
	}
}

// join finds a lot's family.
func (l *timeline) join(n int32) {
	f := &l.lots[n]
	if f.lot.Root == "" || f.lot.Root == f.lot.ID {
		f.root = n
		return
	}
	root, known := l.byID[f.lot.Root]
	if !known {
		l.awaited[f.lot.Root] = struct{}{}
		return
	}
	if r := &l.lots[root]; r.lot.Root == "" || r.lot.Root == r.lot.ID {
		f.root, f.start = root, max(f.start, r.start)
	}
}

// effects appends the items of a posting.
func (l *timeline) effects(p *Posting, n int32) {
	at := milli(p.Ref.At)
	for i := range p.Lots {
		lot := l.byID[p.Lots[i].ID]
		if f := &l.lots[lot]; f.posting == n && f.lot == &p.Lots[i] && f.root >= 0 {
			l.items = append(l.items, item{at: f.start, posting: n, after: max(n, l.lots[f.root].posting), n: int32(i), lot: lot})
		}
	}
	if p.Carried != nil {
		l.items = append(l.items, item{at: at, posting: n, after: n, lot: -1, effect: effectBring})
	}
	if p.Kind == Merge {
		l.items = append(l.items, item{at: at, posting: n, after: n, lot: -1, effect: effectMerge})
	}
	for i := range p.Rules {
		l.naming(p.Rules[i].Lot, item{at: at, posting: n, n: int32(i), effect: effectRerule})
	}
	if ordered := orderedAt(p); ordered != 0 {
		l.items = append(l.items, item{at: ordered, posting: n, after: n, lot: -1, effect: effectOrder})
	}
	for i := range p.Takes {
		l.naming(p.Takes[i].Lot, item{at: at, posting: n, n: int32(i), effect: effectTake})
	}
	for i := range p.Restores {
		l.naming(p.Restores[i].Lot, item{at: at, posting: n, n: int32(i), effect: effectRestore})
	}
	for i := range p.Claws {
		l.naming(p.Claws[i].Lot, item{at: at, posting: n, n: int32(i), effect: effectClaw})
	}
	if p.Ranking != 0 {
		l.items = append(l.items, item{at: at, posting: n, after: n, lot: -1, effect: effectRanking})
	}
}

// naming appends an item that names a lot, once that lot is known and has a family.
func (l *timeline) naming(lot string, it item) {
	n, known := l.byID[lot]
	if !known {
		l.awaited[lot] = struct{}{}
		return
	}
	f := &l.lots[n]
	if f.root < 0 {
		return
	}
	it.lot, it.at, it.after = n, max(it.at, f.start), max(it.posting, f.posting, l.lots[f.root].posting)
	l.items = append(l.items, it)
}

// retime moves late takes to the instants given.
func (l *timeline) retime(late map[spot]int64) {
	for i := range l.items {
		it := &l.items[i]
		if it.effect != effectTake {
			continue
		}
		if at, ok := late[spot{it.posting, it.n}]; ok {
			it.at = at
		}
	}
	l.sort()
}

func (l *timeline) sort() {
	if !slices.IsSortedFunc(l.items, item.compare) {
		slices.SortStableFunc(l.items, item.compare)
	}
}
