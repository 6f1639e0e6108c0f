package office

import (
	"context"
	"time"

	"tim/domain/loyalty"
	"tim/domain/money"
)

// Liability is what the points of all members are worth at an instant (A2), under the programme in force then. A part of one has where to
// go on; LiabilitySum adds parts up.
type Liability struct {
	At      time.Time        `json:"at"`
	Members int              `json:"members"` // who have points or owe some
	Total   Owed             `json:"total"`
	Tiers   []TierLiability  `json:"tiers"`                 // from the lowest up
	Lapses  []LapseLiability `json:"lapses"`                // by month, soonest first, if nobody buys anything before
	Never   Owed             `json:"never"`                 // what doesn't lapse; Debt is 0
	Yearly  *LapseRun        `json:"yearly,omitempty"`      // what the next yearly day takes (X3); absent where no point lapses so
	Runs    []LapseRun       `json:"runs"`                  // what each coming yearly day takes, soonest first
	Looked  int              `json:"looked"`                // members looked at
	Next    string           `json:"next_cursor,omitempty"` // of a part: where the next one begins, empty on the last
}

// Owed is points and what they are worth when used.
type Owed struct {
	Usable  int64     `json:"usable"`  // points, without debts
	Pending int64     `json:"pending"` // not usable yet (E9)
	Debt    int64     `json:"debt"`    // points that members owe, 0 or more
	Value   money.VND `json:"value"`   // of usable and pending; what is owed back makes it no less
}

func (o *Owed) add(more Owed) {
	o.Usable += more.Usable
	o.Pending += more.Pending
	o.Debt += more.Debt
	o.Value += more.Value
}

// Points is all that is alive.
func (o Owed) Points() int64 { return o.Usable + o.Pending }

// TierLiability is what the members of one tier have.
type TierLiability struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Least   int64  `json:"min_ranking_points"`
	Members int    `json:"members"`
	Owed
}

// LapseLiability is what lapses in a month.
type LapseLiability struct {
	Month   time.Time `json:"month"` // its first instant in the programme's zone
	Members int       `json:"members"`
	Points  int64     `json:"points"` // behind what pays debts
	Value   money.VND `json:"value"`
}

// LapseRun is what one day takes.
type LapseRun struct {
	At      time.Time `json:"at"`
	Members int       `json:"members"`
	Points  int64     `json:"points"`
	Value   money.VND `json:"value"`
}

// Liability is all members', the zero instant for now. It goes over the accounts in short looks at the store, so that others are answered
// in between: what happens meanwhile is in it or isn't. looked, nil: nobody watches, is told of members looked at.
func (o *Office) Liability(ctx context.Context, at time.Time, looked func(members int)) (Liability, error) {
	if at.IsZero() {
		at = o.now()
	}
	var sum LiabilitySum
	for page := (Page{Limit: PageMax}); ; {
		part, err := o.LiabilityPart(ctx, at, page)
		if err != nil {
			return Liability{}, err
		}
		sum.Add(part)
		if looked != nil {
			looked(part.Looked)
		}
		if page.Cursor = part.Next; part.Next == "" {
			return sum.Whole(), ctx.Err()
		}
		if err := ctx.Err(); err != nil {
			return Liability{}, err
		}
	}
}

// LiabilityPart is what a page of members have at an instant, by id, in one short look at the store. Fault: cursor.format.
func (o *Office) LiabilityPart(ctx context.Context, at time.Time, p Page) (Liability, error) {
	return read(ctx, o, func(r Reader) (Liability, error) {
		at := o.instant(at)
		doc, zone, err := o.inForce(r, at)
		if err != nil {
			return Liability{}, err
		}
		members, next, err := r.FindMembers("", p.Bounded())
		if err != nil {
			return Liability{}, err
		}
		v := owing{doc: doc, zone: zone}
		for _, m := range members {
			if m.Into != "" {
				continue // with whom it was merged into
			}
			postings, err := history(r, m.ID)
			if err != nil {
				return Liability{}, err
			}
			if len(postings) > 0 {
				v.count(loyalty.Fold(postings).At(at))
			}
		}
		part := v.sum.Whole()
		part.At, part.Looked, part.Next = at, len(members), next
		return part, nil
	})
}

// owing is a liability in the making.
type owing struct {
	doc  loyalty.Program
	zone *time.Location
	sum  LiabilitySum
}

// count counts an account in, if it has points or owes some.
func (v *owing) count(a loyalty.Account) {
	owed := v.owed(a)
	if owed == (Owed{}) {
		return
	}
	tier := v.doc.Standing(a, v.zone).Tier
	part := Liability{Members: 1, Total: owed, Tiers: []TierLiability{{ID: tier.ID, Name: tier.Name, Least: tier.MinRankingPoints, Members: 1, Owed: owed}}}
	yearly := map[int64]bool{}
	for i := range a.Lots {
		if l := &a.Lots[i]; l.Expiry.Mode == loyalty.ExpiryYearly && l.Remaining > 0 {
			yearly[l.LapsesAt.UnixMilli()] = true
		}
	}
	never := owed.Usable + owed.Pending
	for n := range a.Lapses {
		never -= n.Points
		lapses := LapseRun{At: n.At.In(v.zone), Members: 1, Points: n.Points, Value: v.doc.Use.Value(n.Points)}
		if yearly[n.At.UnixMilli()] {
			part.Runs = append(part.Runs, lapses)
		}
		y, m, _ := lapses.At.Date()
		month := LapseLiability{Month: time.Date(y, m, 1, 0, 0, 0, 0, v.zone), Members: 1, Points: n.Points, Value: lapses.Value}
		if last := len(part.Lapses) - 1; last >= 0 && part.Lapses[last].Month.Equal(month.Month) { // one member, whatever lapses when
			part.Lapses[last].Points += month.Points
			part.Lapses[last].Value += month.Value
		} else {
			part.Lapses = append(part.Lapses, month)
		}
	}
	part.Never = v.never(a, max(never, 0))
	v.sum.Add(part)
}

// owed is what an account comes to: points that are owed to the member, or a debt.
func (v *owing) owed(a loyalty.Account) Owed {
	if a.Balance < 0 {
		return Owed{Debt: -a.Balance}
	}
	pending := min(a.Pending, a.Balance)
	return Owed{Usable: a.Balance - pending, Pending: pending, Value: v.doc.Use.Value(a.Balance)}
}

// never is so many points of an account that don't lapse, as far as they are pending.
func (v *owing) never(a loyalty.Account, points int64) Owed {
	var pending int64
	for i := range a.Lots {
		if l := &a.Lots[i]; l.LapsesAt.IsZero() && !l.Usable {
			pending += l.Remaining
		}
	}
	pending = min(pending, points)
	return Owed{Usable: points - pending, Pending: pending, Value: v.doc.Use.Value(points)}
}
