package loyalty

import (
	"cmp"
	"slices"
)

// How debts and lapses meet (SHARES 3, C2).
//
// Points that a return claws back may already be spent, and may already have lapsed. A family is a lot and its child
// lots, one order's points wherever they went; what it comes to is
//
//	N = alive - max(0, claws - lapsed unused)
//
// where alive is the sum of what remains (points - takes + restores) of its lots that live. Without the last term a
// return after a lapse would charge the same points twice. Below 0, N is a debt of the account; all families' debts
// together are its gross debt.
//
// When a lot lapses, what remains of it less its family's unmet claw-backs would go. It first pays the debt that is
// still open; only the rest lapses and is an entry. What paid was not unused: a later claw-back finds it spent. So
//
//	balance = sum of N + paid, and paid is at most the gross debt.
//
// When a later restore removes debt that was paid so, the points that had paid it do lapse then, the latest payer first;
// otherwise the balance would count points with no lot behind them. This is judged when an instant is over (settle), so
// that the parts of one return may come in any order.
//
// An overdrawn lot (trust takes) stays a debt after its lapse.

// family is what the lots of one root come to.
type family struct {
	account int32
	alive   int64 // what remains of living lots, and of overdrawn ones for ever
	dead    int64 // what remained of lots when they lapsed
	paid    int64 // of dead: what paid the account's debt instead of lapsing
	claws   int64
}

// unmet are the claw-backs that nothing lapsed unused has met.
func (f *family) unmet() int64 { return max(0, f.claws-(f.dead-f.paid)) }

func (f *family) net() int64 { return f.alive - f.unmet() }

// account is what the families of one member come to.
type account struct {
	into        int32 // itself, or the account that it was merged into
	merged      bool
	net         int64 // sum of the families' N
	gross       int64 // sum of their debts
	paid        int64 // sum of their paid
	payments    []payment
	ranking     int64
	rankingHigh int64
	rankings    []rankingChange
	lastOrder   int64 // ms; of the member and all merged into it
	extends     int64 // ms; latest order since the last merge: what extends the living lots (X2)
	lines       []entryLine
}

// payment is debt that a lapsing lot paid.
type payment struct {
	at, points int64
	lot        int32
}

// entryLine is an entry before anyone reads it.
type entryLine struct {
	at, points, after int64
	posting           int32 // -1 of a lapse
	lot               int32 // -1 when none, or several
	kind              EntryKind
}

func (a *account) balance() int64 { return a.net + a.paid }

// debt is what is owed and nothing has paid.
func (a *account) debt() int64 { return a.gross - a.paid }

// write adds an entry for what the balance has just changed by; one posting's effects at one instant are one entry.
func (a *account) write(l entryLine) {
	if l.points == 0 {
		return
	}
	l.after = a.balance()
	if n := len(a.lines); n > 0 && l.posting >= 0 {
		last := a.lines[n-1]
		if last.posting == l.posting && last.at == l.at && last.kind == l.kind {
			last.points, last.after = last.points+l.points, l.after
			if last.lot != l.lot {
				last.lot = -1
			}
			a.lines[n-1] = last
			return
		}
	}
	a.lines = append(a.lines, l)
}

// absorb takes in another account's families and figures.
func (a *account) absorb(o *account) {
	a.net, a.gross, a.paid = a.net+o.net, a.gross+o.gross, a.paid+o.paid
	a.payments = append(slices.Clip(a.payments), o.payments...)
	slices.SortStableFunc(a.payments, func(x, y payment) int { return int(min(1, max(-1, x.at-y.at))) })
	a.rankings = append(slices.Clip(a.rankings), o.rankings...)
	slices.SortStableFunc(a.rankings, func(x, y rankingChange) int { return cmp.Compare(x.at, y.at) })
	a.ranking += o.ranking
	a.rankingHigh = max(a.rankingHigh, o.rankingHigh, a.ranking)
	a.lastOrder = max(a.lastOrder, o.lastOrder)
}

// change alters a lot's family and keeps its account's sums; it says what the family's N changed by.
func (r *run) change(lot int32, alter func(*family)) int64 {
	f := &r.families[r.line.lots[lot].root]
	a := &r.accounts[f.account]
	before := f.net()
	alter(f)
	after := f.net()
	a.net += after - before
	a.gross += max(0, -after) - max(0, -before)
	return after - before
}

// effect adds points to what remains of a lot's family (or takes them, below 0) and writes the entry.
func (r *run) effect(it *item, points int64) {
	changed := r.change(it.lot, func(f *family) { f.alive += points })
	r.entry(it, changed)
}

func (r *run) entry(it *item, points int64) {
	a := &r.accounts[r.families[r.line.lots[it.lot].root].account]
	a.write(entryLine{at: r.now, posting: it.posting, lot: it.lot, kind: r.postings[it.posting].Kind, points: points})
}

// take takes points out of a lot. If the lot has lapsed, the take is noted as late, to be moved before the lapse.
func (r *run) take(it *item, points int64) {
	l := &r.lots[it.lot]
	if l.lapsed {
		if r.late == nil {
			r.late = map[spot]int64{}
		}
		r.late[spot{it.posting, it.n}] = l.lapses - 1
		return
	}
	l.remaining -= points
	r.effect(it, -points)
}

// restore gives points back to a lot. To one that has lapsed they come and go at once.
func (r *run) restore(it *item, points int64) {
	l := &r.lots[it.lot]
	l.remaining += points
	r.effect(it, points)
	if l.lapsed {
		r.lapse(it.lot)
	}
}

// claw takes earned points back; the entry is what the balance feels of it.
func (r *run) claw(it *item, points int64) {
	r.entry(it, r.change(it.lot, func(f *family) { f.claws += points }))
}

// lapse lets what remains of a lot go: it pays debt first.
func (r *run) lapse(n int32) {
	l := &r.lots[n]
	points := l.remaining
	if points <= 0 {
		return
	}
	l.remaining = 0
	gone := -r.change(n, func(f *family) { f.alive, f.dead = f.alive-points, f.dead+points })
	f := &r.families[r.line.lots[n].root]
	a := &r.accounts[f.account]
	if pays := min(gone, a.gross-a.paid); pays > 0 {
		r.change(n, func(f *family) { f.paid += pays })
		a.paid += pays
		a.payments = append(a.payments, payment{at: r.now, points: pays, lot: n})
		gone -= pays
	}
	a.write(entryLine{at: r.now, posting: -1, lot: n, kind: Lapse, points: -gone})
}

// settle closes the present instant: what paid debt that is no longer there lapses.
func (r *run) settle() {
	for i := range r.accounts {
		for a := &r.accounts[i]; a.excess(); {
			r.release(a)
		}
	}
}

func (r *run) settled() bool {
	return !slices.ContainsFunc(r.accounts, func(a account) bool { return a.excess() })
}

// excess says whether more debt was paid than there is.
func (a *account) excess() bool { return !a.merged && a.paid > a.gross }

// release lets the latest payer's points lapse, as far as they are too many.
func (r *run) release(a *account) {
	top := &a.payments[len(a.payments)-1]
	points, lot := min(top.points, a.paid-a.gross), top.lot
	if top.points -= points; top.points == 0 {
		a.payments = a.payments[:len(a.payments)-1]
	}
	a.paid -= points
	met := r.change(lot, func(f *family) { f.paid -= points })
	a.write(entryLine{at: r.now, posting: -1, lot: lot, kind: Lapse, points: met - points})
}
