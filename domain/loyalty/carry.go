package loyalty

import (
	"slices"
	"time"

	"tim/domain/journal"
)

// Carried is an account brought forward: what its postings up to an instant came to, so that folding it together with what
// happens later gives what folding everything would. A till gets members so: a few hundred bytes instead of years.
//
// What it can't give back is the statement before it, nor can it judge a lapse anew: what turns up late and reaches back
// behind one (a take from before it, an order that was placed before and extends the lot) counts once the account is
// carried anew.
type Carried struct {
	Also        []string // ids of members merged into this one
	Lots        []CarriedLot
	Ranking     int64
	RankingHigh int64
	Rankings    []CarriedRanking // oldest first; what a review looks at (C6)
	LastOrderAt time.Time        // of the member and all merged into it
	ExtendsAt   time.Time        // latest order since the last merge: it extends living lots (X2)
	Payments    []CarriedPayment // debt that lapsing lots paid, oldest first
}

// CarriedLot is a lot as it stands. Lot.Expiry is the rule in force.
type CarriedLot struct {
	Lot       Lot
	Remaining int64     // below 0 when overdrawn
	LapsedAt  time.Time // zero while it lives
	LastOrder time.Time // the latest order that extended it before a merge, or before it lapsed (X2)
	NotYet    time.Time // a changed rule lapses nothing up to here
	Dead      int64     // of a family, on its first lot: what remained of lots when they lapsed
	Paid      int64     // of these, what paid debt
	Clawed    int64
}

// CarriedRanking is ranking points gained or, below 0, taken back.
type CarriedRanking struct {
	At     time.Time
	Of     time.Time // when what is taken back was gained, At itself of a gain
	Points int64
	Order  string
}

// CarriedPayment is debt that a lapsing lot paid.
type CarriedPayment struct {
	At     time.Time
	Lot    string
	Points int64
}

// Carry brings the account of a member forward, the one that all others flow into, to an instant not before the newest posting. keep says which families are worth their
// room by their first lot, nil all; one with points left, a debt or a claw-back open is always carried. What later names a
// lot that wasn't carried waits, as what names an unknown one does.
func (s *State) Carry(member string, at time.Time, keep func(Lot) bool) Posting {
	r := s.standing(milli(at))
	own := &r.accounts[r.root]
	c := &Carried{Ranking: own.ranking, RankingHigh: own.rankingHigh, LastOrderAt: orZero(own.lastOrder), ExtendsAt: orZero(own.extends)}
	p := Posting{Member: member, Kind: Brought, Carried: c, Ref: Ref{ID: "brought", At: at, Writer: journal.Central}}
	for id, n := range s.line.members {
		if id != member && r.owner(n) == r.root {
			c.Also = append(c.Also, id)
		}
	}
	slices.Sort(c.Also)
	for n := range r.lots {
		if r.carries(int32(n), keep) {
			c.Lots = append(c.Lots, r.carried(int32(n)))
		}
	}
	for _, g := range own.rankings {
		c.Rankings = append(c.Rankings, CarriedRanking{At: instant(g.at), Of: instant(g.of), Points: g.points, Order: r.rankingOrder(g)})
	}
	for _, pay := range own.payments {
		c.Payments = append(c.Payments, CarriedPayment{At: instant(pay.at), Lot: r.line.lots[pay.lot].lot.ID, Points: pay.points})
	}
	return p
}

// carries says whether a lot is worth its room: its family is the account's, and wanted or not done with.
func (r *run) carries(n int32, keep func(Lot) bool) bool {
	root := r.line.lots[n].root
	if !r.lots[n].arisen || root < 0 || r.families[root].account != r.root {
		return false
	}
	f := &r.families[root]
	return keep == nil || keep(*r.line.lots[root].lot) || f.alive != 0 || f.unmet() != 0 || f.paid != 0
}

func (r *run) carried(n int32) CarriedLot {
	l, f := &r.lots[n], &r.line.lots[n]
	c := CarriedLot{Lot: *f.lot, Remaining: l.remaining, LastOrder: orZero(l.lastOrder), NotYet: orZero(l.floor)}
	c.Lot.Expiry, c.Lot.Root = *l.rule, r.line.lots[f.root].lot.ID
	if l.lapsed {
		c.LapsedAt = instant(l.lapses)
	}
	if f.root == n {
		c.Dead, c.Paid, c.Clawed = r.families[n].dead, r.families[n].paid, r.families[n].claws
	}
	return c
}

// brought sets an account up as it was carried.
func (r *run) brought(it *item, c *Carried) {
	owner := r.owner(r.line.who[it.posting])
	r.barrier = max(r.barrier, r.now)
	for i := range c.Lots {
		r.bringLot(owner, &c.Lots[i])
	}
	a := &r.accounts[owner]
	before := a.balance()
	for i := range c.Lots {
		if l := &c.Lots[i]; l.Lot.Root == l.Lot.ID {
			a.paid += l.Paid
			r.change(r.line.byID[l.Lot.ID], func(f *family) { f.dead, f.paid, f.claws = f.dead+l.Dead, f.paid+l.Paid, f.claws+l.Clawed })
		}
	}
	for i := range c.Lots {
		r.change(r.line.byID[c.Lots[i].Lot.ID], func(f *family) { f.alive += c.Lots[i].Remaining })
	}
	for _, pay := range c.Payments {
		a.payments = append(a.payments, payment{at: milli(pay.At), points: pay.Points, lot: r.line.byID[pay.Lot]})
	}
	a.ranking += c.Ranking
	a.rankingHigh = max(a.rankingHigh, c.RankingHigh, a.ranking)
	for _, g := range c.Rankings {
		a.rankings = append(a.rankings, rankingChange{at: milli(g.At), of: milli(g.Of), points: g.Points, posting: it.posting, order: g.Order})
	}
	a.lastOrder, a.extends = max(a.lastOrder, orNone(c.LastOrderAt)), max(a.extends, orNone(c.ExtendsAt))
	a.write(entryLine{at: r.now, posting: it.posting, lot: -1, kind: Brought, points: a.balance() - before})
}

func (r *run) bringLot(owner int32, c *CarriedLot) {
	n := r.line.byID[c.Lot.ID]
	l := &r.lots[n]
	l.arisen, l.lastOrder, l.floor = true, orNone(c.LastOrder), orNone(c.NotYet)
	l.remaining += c.Remaining
	if r.line.lots[n].root == n {
		r.families[n].account = owner
	}
	if !c.LapsedAt.IsZero() {
		l.lapsed, l.lapses = true, milli(c.LapsedAt)
		return
	}
	r.alive = append(r.alive, n)
	r.retell(n)
}

// orZero is an instant of the fold, the zero time for none.
func orZero(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return instant(ms)
}

// orNone is the other way round.
func orNone(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return milli(t)
}

// Code is the canonical form.
func (c *Carried) Code(k *journal.Codec) {
	k.Version(1)
	journal.Strings(k, &c.Also)
	journal.List(k, &c.Lots, func(k *journal.Codec, l *CarriedLot) { l.Code(k) })
	journal.Int(k, &c.Ranking)
	journal.Int(k, &c.RankingHigh)
	journal.List(k, &c.Rankings, func(k *journal.Codec, g *CarriedRanking) {
		k.Time(&g.At)
		k.Time(&g.Of)
		journal.Int(k, &g.Points)
		journal.String(k, &g.Order)
	})
	k.Time(&c.LastOrderAt)
	k.Time(&c.ExtendsAt)
	journal.List(k, &c.Payments, func(k *journal.Codec, p *CarriedPayment) {
		k.Time(&p.At)
		journal.String(k, &p.Lot)
		journal.Int(k, &p.Points)
	})
}

// Code is the canonical form.
func (l *CarriedLot) Code(k *journal.Codec) {
	l.Lot.Code(k)
	journal.Int(k, &l.Remaining)
	k.Time(&l.LapsedAt)
	k.Time(&l.LastOrder)
	k.Time(&l.NotYet)
	journal.Int(k, &l.Dead)
	journal.Int(k, &l.Paid)
	journal.Int(k, &l.Clawed)
}
