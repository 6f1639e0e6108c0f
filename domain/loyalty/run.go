package loyalty

import (
	"math"
	"slices"
)

// never is the lapse instant of points that don't lapse.
const never = math.MaxInt64

// lotRun is a lot while postings are folded.
type lotRun struct {
	remaining int64 // points - takes + restores; below 0 when overdrawn. What lapsed has moved to its family
	lapses    int64 // ms; never before the lot arises
	floor     int64 // ms; a changed rule lapses nothing at or before its own instant
	lastOrder int64 // ms; latest order of its member while it was alive, 0 when none
	expiry    LotExpiry
	arisen    bool
	lapsed    bool
}

// run is postings being folded, item by item.
type run struct {
	postings  []Posting
	line      *timeline
	now       int64 // ms; every lapse up to here is in
	barrier   int64 // ms; up to here an order that turns up late could change more than a lapse to come
	lots      []lotRun
	families  []family // by the number of the family's first lot
	accounts  []account
	root      int32   // the account that is asked for
	alive     []int32 // lots that have arisen and not lapsed
	nextLapse int64   // no lot lapses before this
	late      map[spot]int64
}

func newRun(postings []Posting, line *timeline) *run {
	r := &run{postings: postings, line: line, now: math.MinInt64, barrier: math.MinInt64, nextLapse: never}
	r.accounts = make([]account, 0, len(line.members))
	for n := range int32(len(line.members)) {
		r.accounts = append(r.accounts, account{into: n})
	}
	r.lots = make([]lotRun, 0, len(line.lots))
	r.families = make([]family, 0, len(line.lots))
	r.grow()
	return r
}

// grow makes room for lots that the timeline got.
func (r *run) grow() {
	for n := len(r.lots); n < len(r.line.lots); n++ {
		r.lots = append(r.lots, lotRun{lapses: never, expiry: r.line.lots[n].lot.Expiry})
		r.families = append(r.families, family{})
	}
}

// clone is a run that can go on without changing r.
func (r *run) clone() *run {
	c := *r
	c.lots = slices.Clone(r.lots)
	c.families = slices.Clone(r.families)
	c.alive = slices.Clone(r.alive)
	c.accounts = slices.Clone(r.accounts)
	for i := range c.accounts {
		c.accounts[i].lines = slices.Clip(c.accounts[i].lines)
		c.accounts[i].payments = slices.Clone(c.accounts[i].payments)
	}
	return &c
}

// all folds items that are in order.
func (r *run) all(items []item) {
	r.until(items, math.MaxInt64)
	if len(r.accounts) > 0 {
		r.root = r.owner(0)
	}
}

// until folds the items up to and including an instant.
func (r *run) until(items []item, at int64) {
	for i := range items {
		if items[i].at > at {
			break
		}
		r.advance(items[i].at)
		r.do(&items[i])
	}
}

// advance lets time pass up to and including an instant: the instant before is closed, and lots lapse, before anything
// else happens at theirs (a point is usable strictly before its lapse, X5).
func (r *run) advance(to int64) {
	if to <= r.now {
		return
	}
	r.settle()
	for r.nextLapse <= to {
		r.lapseNext(to)
	}
	r.now = to
}

// lapseNext lapses the lots of the earliest instant if that isn't after the one given, and finds the next.
func (r *run) lapseNext(to int64) {
	first, second := int64(never), int64(never)
	for _, n := range r.alive {
		switch at := r.lots[n].lapses; {
		case at < first:
			first, second = at, first
		case at > first && at < second:
			second = at
		}
	}
	if first > to {
		r.nextLapse = first
		return
	}
	r.now, r.barrier, r.nextLapse = first, first, second
	r.alive = slices.DeleteFunc(r.alive, func(n int32) bool {
		if r.lots[n].lapses != first {
			return false
		}
		r.lots[n].lapsed = true
		r.lapse(n)
		return true
	})
}

// do lets an item happen, now.
func (r *run) do(it *item) {
	p := &r.postings[it.posting]
	switch it.effect {
	case effectArise:
		r.arise(it, p)
	case effectMerge:
		r.merge(it, p)
	case effectRerule:
		r.rerule(it.lot, p.Rules[it.n].Expiry)
	case effectOrder:
		r.order(it)
	case effectTake:
		r.take(it, p.Takes[it.n].Points)
	case effectRestore:
		r.restore(it, p.Restores[it.n].Points)
	case effectClaw:
		r.claw(it, p.Claws[it.n].Points)
	case effectRanking:
		a := &r.accounts[r.owner(r.line.who[it.posting])]
		a.ranking += p.Ranking
		a.rankingHigh = max(a.rankingHigh, a.ranking)
	}
}

// owner is the account that one now belongs to.
func (r *run) owner(n int32) int32 {
	for r.accounts[n].into != n {
		n = r.accounts[n].into
	}
	return n
}

// arise makes a lot count. A child lot takes over the chain of orders that its family's first lot has lived through
// (SHARES 2): it lapses no earlier than that lot would.
func (r *run) arise(it *item, p *Posting) {
	l, f := &r.lots[it.lot], &r.line.lots[it.lot]
	l.arisen = true
	family := &r.families[f.root]
	if f.root == it.lot {
		family.account = r.owner(r.line.who[it.posting])
	} else {
		l.lastOrder = r.lots[f.root].lastOrder
		r.barrier = max(r.barrier, r.now)
	}
	r.alive = append(r.alive, it.lot)
	r.retell(it.lot)
	r.effect(it, p.Lots[it.n].Points)
	l.remaining += p.Lots[it.n].Points
}

// retell works out anew when a lot lapses: never earlier than it has arisen, or than just after its rule was changed.
func (r *run) retell(n int32) {
	l := &r.lots[n]
	l.lapses = never
	if l.expiry.Mode != ExpiryNever {
		at := milli(l.expiry.LapsesAt)
		if l.expiry.Mode == ExpiryAfterLastOrder && l.lastOrder != 0 {
			at = max(at, l.lastOrder+l.expiry.Life.Milliseconds())
		}
		if !l.expiry.NotBefore.IsZero() {
			at = max(at, milli(l.expiry.NotBefore))
		}
		l.lapses = max(at, r.line.lots[n].start+1, l.floor)
	}
	r.nextLapse = min(r.nextLapse, l.lapses)
}

// order extends the lots that are their member's and alive at its instant (X2). It only ever extends (SHARES 21): one
// that turns up later but was placed earlier finds the same lots alive, see State.follows.
func (r *run) order(it *item) {
	owner := r.owner(r.line.who[it.posting])
	a := &r.accounts[owner]
	a.lastOrder = max(a.lastOrder, it.at)
	for _, n := range r.alive {
		l, f := &r.lots[n], &r.line.lots[n]
		if r.families[f.root].account != owner || it.at <= f.start || it.at <= l.lastOrder {
			continue
		}
		l.lastOrder = it.at
		if l.expiry.Mode == ExpiryAfterLastOrder {
			r.retell(n)
		}
	}
}

// rerule gives a living lot another rule (X5). What has lapsed stays so.
func (r *run) rerule(n int32, x LotExpiry) {
	l := &r.lots[n]
	r.barrier = max(r.barrier, r.now)
	if l.lapsed || !l.arisen {
		return
	}
	l.expiry, l.floor = x, r.now+1
	r.retell(n)
}

// merge lets one account flow into another. A merge that would close a circle has no effect (SHARES 24).
func (r *run) merge(it *item, p *Posting) {
	from, into := r.owner(r.line.who[it.posting]), r.owner(r.line.members[p.Into])
	if from == into {
		return
	}
	r.settle()
	r.barrier = max(r.barrier, r.now)
	for n := range r.families {
		if root := &r.lots[n]; root.arisen && r.families[n].account == from {
			r.families[n].account = into
		}
	}
	a, b := &r.accounts[from], &r.accounts[into]
	a.into = into
	moved := a.balance()
	b.absorb(a)
	b.write(entryLine{at: r.now, posting: it.posting, lot: -1, kind: Merge, points: moved})
}
