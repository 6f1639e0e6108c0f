package loyalty

import (
	"cmp"
	"math"
	"slices"
)

// never is the lapse instant of points that don't lapse.
const never = math.MaxInt64

// linesSpare is room for lapses in a statement.
const linesSpare = 16

// lotRun is a lot while postings are folded.
type lotRun struct {
	remaining int64 // points - takes + restores; below 0 when overdrawn. What lapsed has moved to its family
	lapses    int64 // ms; as if no order followed, until it has lapsed (see run.lapses)
	floor     int64 // ms; a changed rule lapses nothing at or before its own instant
	lastOrder int64 // ms; 0 when none; up to a merge, or to its lapse (see run.lastOrder)
	life      int64 // ms; how long an order extends it under X2, 0 under other rules
	rule      *LotExpiry
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
	if len(r.accounts) == 1 {
		r.accounts[0].lines = make([]entryLine, 0, len(postings)+linesSpare)
	}
	r.lots = make([]lotRun, 0, len(line.lots))
	r.families = make([]family, 0, len(line.lots))
	r.grow()
	return r
}

// grow makes room for lots that the timeline got.
func (r *run) grow() {
	for n := len(r.lots); n < len(r.line.lots); n++ {
		r.lots = append(r.lots, lotRun{lapses: never, rule: &r.line.lots[n].lot.Expiry})
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
		c.accounts[i].rankings = slices.Clip(c.accounts[i].rankings)
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
	if r.nextLapse <= to {
		r.lapseUntil(to)
	}
	r.now = to
}

// lapseUntil lapses the lots whose time has come, in order, and finds out when the next one may.
func (r *run) lapseUntil(to int64) {
	var due []dueLot
	kept := r.alive[:0]
	r.nextLapse = never
	for _, n := range r.alive {
		if at := r.lapses(n); at <= to {
			due = append(due, dueLot{at, n})
		} else {
			kept = append(kept, n)
			r.nextLapse = min(r.nextLapse, at)
		}
	}
	r.alive = kept
	slices.SortStableFunc(due, func(a, b dueLot) int { return cmp.Compare(a.at, b.at) })
	for _, d := range due {
		l := &r.lots[d.lot]
		l.lapses, l.lastOrder = d.at, r.lastOrder(d.lot)
		l.lapsed = true
		r.now, r.barrier = d.at, d.at
		r.lapse(d.lot)
	}
}

// dueLot is a lot and when it lapses.
type dueLot struct {
	at  int64
	lot int32
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
		r.rerule(it.lot, &p.Rules[it.n].Expiry)
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
		a.rankings = append(a.rankings, r.rankingChange(a, it.posting))
	case effectBring:
		r.brought(it, p.Carried)
	}
}

// owner is the account that one now belongs to.
func (r *run) owner(n int32) int32 {
	for r.accounts[n].into != n {
		n = r.accounts[n].into
	}
	return n
}

// arise makes a lot count.
func (r *run) arise(it *item, p *Posting) {
	l, f := &r.lots[it.lot], &r.line.lots[it.lot]
	l.arisen = true
	if f.root == it.lot {
		r.families[f.root].account = r.owner(r.line.who[it.posting])
	}
	r.alive = append(r.alive, it.lot)
	r.retell(it.lot)
	r.effect(it, p.Lots[it.n].Points)
	l.remaining += p.Lots[it.n].Points
}

// retell works out anew when a lot lapses if no order follows: never earlier than it has arisen, or than just after its
// rule was changed.
func (r *run) retell(n int32) {
	l := &r.lots[n]
	l.lapses, l.life = never, 0
	if l.rule.Mode == ExpiryAfterLastOrder {
		l.life = l.rule.Life.Milliseconds()
	}
	if l.rule.Mode != ExpiryNever {
		at := milli(l.rule.LapsesAt)
		if !l.rule.NotBefore.IsZero() {
			at = max(at, milli(l.rule.NotBefore))
		}
		l.lapses = max(at, r.line.lots[n].start+1, l.floor)
	}
	r.nextLapse = min(r.nextLapse, l.lapses)
}

// lapses is when a lot lapses as known now.
func (r *run) lapses(n int32) int64 {
	l := &r.lots[n]
	if l.life == 0 || l.lapsed {
		return l.lapses
	}
	if last := r.lastOrder(n); last != 0 {
		return max(l.lapses, last+l.life)
	}
	return l.lapses
}

// lastOrder is the latest order that extends a lot (X2): its member's of that time, after the lot arose and while it was
// alive; what extends a family's first lot extends its child lots too, so that they lapse no earlier (SHARES 2). It only
// ever grows (SHARES 21). 0 when there was none.
func (r *run) lastOrder(n int32) int64 {
	l, f := &r.lots[n], &r.line.lots[n]
	last := l.lastOrder
	if l.lapsed || !l.arisen {
		return last
	}
	if f.root != n {
		last = max(last, r.lastOrder(f.root))
	}
	if order := r.accounts[r.families[f.root].account].extends; order > f.start {
		last = max(last, order)
	}
	return last
}

// order extends the lots that are its member's and alive at its instant. One that turns up later but was placed earlier
// finds the same lots alive, see State.follows.
func (r *run) order(it *item) {
	a := &r.accounts[r.owner(r.line.who[it.posting])]
	a.lastOrder, a.extends = max(a.lastOrder, it.at), max(a.extends, it.at)
}

// rerule gives a living lot another rule (X5). What has lapsed stays so.
func (r *run) rerule(n int32, x *LotExpiry) {
	l := &r.lots[n]
	r.barrier = max(r.barrier, r.now)
	if l.lapsed || !l.arisen {
		return
	}
	l.rule, l.floor = x, r.now+1
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
	for _, n := range r.alive { // from here on, orders of either extend both's
		r.lots[n].lastOrder = r.lastOrder(n)
	}
	for n := range r.families {
		if root := &r.lots[n]; root.arisen && r.families[n].account == from {
			r.families[n].account = into
		}
	}
	a, b := &r.accounts[from], &r.accounts[into]
	b.extends = 0
	a.into, a.merged = into, true
	moved := a.balance()
	b.absorb(a)
	b.write(entryLine{at: r.now, posting: it.posting, lot: -1, kind: Merge, points: moved})
}
