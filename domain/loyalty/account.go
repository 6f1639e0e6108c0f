package loyalty

import (
	"cmp"
	"slices"
	"time"

	"tim/domain/fault"
)

// Account is what a member's postings come to at one instant.
type Account struct {
	AsOf        time.Time
	Usable      int64 // balance less pending; carries the debt, so it may be below 0
	Pending     int64 // points not usable yet (E9)
	Balance     int64 // usable + pending: the lots' Remaining less Debt
	Debt        int64 // points owed, 0 or more: claw-backs and overdrafts that no lot covers and no lapse has paid
	Ranking     int64 // ranking points now
	RankingHigh int64 // the highest that they ever were: decides the tier while it is never reviewed (C6)
	LastOrderAt time.Time
	Lots        []LotView // every lot that has arisen, in X6 order; Living are those with points left
	NextLapse   *Notice   // X8: what lapses next, debt paid first; nil when nothing does
	NextUsable  *Notice   // E9: what becomes usable next; nil when nothing is pending

	rankings []rankingChange // oldest first: Program.Standing reviews them
}

// LotView is a lot as it stands at the account's instant. Lot.Expiry is the rule then in force (X5).
type LotView struct {
	Lot
	Remaining int64     // points still there, claw-backs taken off; 0 once lapsed
	LapsesAt  time.Time // as known at that instant; zero when it never lapses
	Lapsed    bool
	Usable    bool // activated and not lapsed
}

// Notice is so many points at an instant.
type Notice struct {
	Points int64
	At     time.Time
}

// view is the account at the run's instant, which is settled.
func (r *run) view(at int64) Account {
	a := r.ranked(at)
	if len(r.accounts) == 0 {
		return a
	}
	own := &r.accounts[r.root]
	a.Balance, a.Debt = own.balance(), own.debt()
	if own.lastOrder != 0 {
		a.LastOrderAt = instant(own.lastOrder)
	}
	a.Lots = r.lotViews(at)
	for i := range a.Lots {
		if l := &a.Lots[i]; !l.Usable {
			a.Pending += l.Remaining
		}
	}
	a.Usable = a.Balance - a.Pending
	a.NextLapse, a.NextUsable = a.nextLapse(), a.nextUsable()
	return a
}

// ranked is of the view what Program.Standing looks at.
func (r *run) ranked(at int64) Account {
	a := Account{AsOf: instant(at)}
	if len(r.accounts) > 0 {
		own := &r.accounts[r.root]
		a.Ranking, a.RankingHigh, a.rankings = own.ranking, own.rankingHigh, slices.Clip(own.rankings)
	}
	return a
}

// rankedThen is the same of an instant that has passed, of a run of one account that has only its own.
func (r *run) rankedThen(at int64) Account {
	a := Account{AsOf: instant(at)}
	for i, c := range r.accounts[0].rankings {
		if c.at > at {
			break
		}
		a.Ranking += c.points
		a.RankingHigh, a.rankings = max(a.RankingHigh, a.Ranking), r.accounts[0].rankings[:i+1:i+1]
	}
	return a
}

// lotViews are the account's lots in X6 order. A family's debt within itself (claw-backs, an overdrawn lot) is taken off
// those of its lots first that lapse first, as their lapse would.
func (r *run) lotViews(at int64) []LotView {
	type place struct {
		lapses int64
		lot    int32
	}
	order := make([]place, 0, len(r.lots))
	owed := make([]int64, len(r.lots)) // by family
	for i := range r.lots {
		n := int32(i)
		f := &r.line.lots[n]
		if !r.lots[n].arisen || r.families[f.root].account != r.root {
			continue
		}
		order = append(order, place{r.lapses(n), n})
		owed[f.root] += max(0, -r.lots[n].remaining)
		if f.root == n {
			owed[n] += r.families[n].unmet()
		}
	}
	slices.SortFunc(order, func(x, y place) int {
		return cmp.Or(cmp.Compare(x.lapses, y.lapses), cmp.Compare(r.line.lots[x.lot].start, r.line.lots[y.lot].start), cmp.Compare(x.lot, y.lot))
	})
	views := make([]LotView, len(order))
	for i, p := range order {
		l, f, v := &r.lots[p.lot], &r.line.lots[p.lot], &views[i]
		off := min(owed[f.root], max(0, l.remaining))
		owed[f.root] -= off
		*v = LotView{Lot: *f.lot, Remaining: max(0, l.remaining) - off, Lapsed: l.lapsed}
		v.Root, v.Expiry = r.line.lots[f.root].lot.ID, *l.rule
		if p.lapses != never {
			v.LapsesAt = instant(p.lapses)
		}
		v.Usable = !l.lapsed && milli(v.UsableAt) <= at
	}
	return views
}

// nextLapse is what lapses first if nothing happens before (X8).
func (a *Account) nextLapse() *Notice {
	for n := range a.Lapses {
		return &n
	}
	return nil
}

// Lapses are what lapses, one notice an instant, soonest first, if nothing happens before (X8); debt is paid first.
func (a *Account) Lapses(yield func(Notice) bool) {
	debt := a.Debt
	var next Notice
	for i := range a.Lots {
		l := &a.Lots[i]
		if l.LapsesAt.IsZero() {
			break
		}
		pays := min(debt, l.Remaining)
		debt -= pays
		if pays == l.Remaining {
			continue
		}
		if next.Points > 0 && !next.At.Equal(l.LapsesAt) {
			if !yield(next) {
				return
			}
			next.Points = 0
		}
		next.At = l.LapsesAt
		next.Points += l.Remaining - pays
	}
	if next.Points > 0 {
		yield(next)
	}
}

// nextUsable is what becomes usable first (E9).
func (a *Account) nextUsable() *Notice {
	var next *Notice
	for i := range a.Lots {
		l := &a.Lots[i]
		if l.Usable || l.Remaining == 0 {
			continue
		}
		switch {
		case next == nil || l.UsableAt.Before(next.At):
			next = &Notice{Points: l.Remaining, At: l.UsableAt}
		case l.UsableAt.Equal(next.At):
			next.Points += l.Remaining
		}
	}
	return next
}

// Living are the lots with points left, in X6 order.
func (a Account) Living() []LotView {
	living := make([]LotView, 0, len(a.Lots))
	for _, l := range a.Lots {
		if l.Remaining > 0 {
			living = append(living, l)
		}
	}
	return living
}

// open says whether the lot's points may be taken at the instant (X5, E9).
func (l *LotView) open(t time.Time) bool {
	return l.Remaining > 0 && !t.Before(l.UsableAt) && l.lives(t)
}

func (l *LotView) lives(t time.Time) bool {
	return !l.Lapsed && (l.LapsesAt.IsZero() || t.Before(l.LapsesAt))
}

// Plan says which lots n points come from at t, not before AsOf: those that lapse first, then the older, those that
// never lapse last (X6); only lots with usable_at <= t < lapses_at. Faults: field.range on "points" when n isn't above
// 0; points.short (have, want) beyond what those lots hold less the account's debt.
func (a Account) Plan(n int64, t time.Time) ([]Take, error) {
	if n <= 0 {
		return nil, fault.At("points", "field.range", fault.Args{"value": n, "min": int64(1)})
	}
	have := -a.Debt
	for i := range a.Lots {
		if a.Lots[i].open(t) {
			have += a.Lots[i].Remaining
		}
	}
	if n > have {
		return nil, shortFault(max(have, 0), n)
	}
	var takes []Take
	for i := range a.Lots {
		l := &a.Lots[i]
		if n == 0 {
			break
		}
		if l.open(t) {
			k := min(n, l.Remaining)
			takes = append(takes, Take{Lot: l.ID, Points: k})
			n -= k
		}
	}
	return takes, nil
}

// UndoTakes gives the points of takes back at t (U6, C2, SHARES 2): to the lots that live then, by restores; what came
// from a lot that has lapsed meanwhile comes back as a child lot of the same family and order that lives grace longer.
// by is the id of what gives back (an event, an order, a return): with it one undoing has one child of a lot, whoever
// works it out. A lot that a doesn't know gets a restore, which waits for it. What was taken on trust stays apart.
func UndoTakes(takes []Take, a Account, t time.Time, grace time.Duration, by string) (restores []Take, children []Lot) {
	for _, take := range merged(takes) {
		i := slices.IndexFunc(a.Lots, func(l LotView) bool { return l.ID == take.Lot })
		if i < 0 || a.Lots[i].lives(t) {
			restores = append(restores, take)
			continue
		}
		l := a.Lots[i]
		child := Lot{ID: ChildID(l.ID, by), Root: l.Root, Order: l.Order, Points: take.Points, AroseAt: t, UsableAt: t, Expiry: l.Expiry, Trust: take.Trust}
		if take.Trust {
			child.ID += trustedChild
		}
		child.Expiry.NotBefore = t.Add(grace)
		children = append(children, child)
	}
	return restores, children
}

// ChildID names the child lot that an undoing makes of a lot.
func ChildID(lot, by string) string { return lot + "~" + by }

// trustedChild ends the name of a child lot of what was taken on trust, beside that of what was held.
const trustedChild = "!"

// merged sums the takes of each lot, in the order of first appearance.
func merged(takes []Take) []Take {
	var once []Take
	for _, t := range takes {
		if i := slices.IndexFunc(once, func(o Take) bool { return o.Lot == t.Lot && o.Trust == t.Trust }); i >= 0 {
			once[i].Points += t.Points
		} else {
			once = append(once, t)
		}
	}
	return once
}
