package office

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/domain/share"
)

// TopUpReason is the reason in the statement of points that an order was topped up by, or gives back.
const TopUpReason = "top-up"

// topUps is a member's account while central looks for orders that earned at a lower tier than the full history gives
// (SHARES 25). A till knows the tier as of when it last heard; the rate is still that of the version that the order froze.
type topUps struct {
	office   *Office
	tx       Tx
	now      time.Time
	versions loyalty.Versions
	state    *loyalty.State
	orders   map[string]*sale.Order     // as they stand, as far as that is known without reading them
	paid     map[string]loyalty.Posting // of orders that are looked at
	into     map[string]loyalty.Posting // merges, by the member that is no more
	done     map[string]bool            // top-ups' lots and events that are there
}

// topUp posts what orders of an account earned too little, those paid from since on and those named (nil of which it isn't known how they
// stand), and takes back what returns of topped up ones take. It answers with the account behind it.
func (o *Office) topUp(tx Tx, state *loyalty.State, postings []loyalty.Posting, since time.Time, orders map[string]*sale.Order, now time.Time) (*loyalty.State, error) {
	if o.noTopUps {
		return state, nil
	}
	versions, err := tx.Programs()
	if err != nil {
		return state, err
	}
	u := topUps{office: o, tx: tx, now: now, versions: versions, state: state, orders: orders, paid: map[string]loyalty.Posting{},
		into: map[string]loyalty.Posting{}, done: map[string]bool{}}
	for _, p := range loyalty.Stamped(postings) {
		_, named := orders[p.Order]
		if !p.OrderedAt.IsZero() && p.Order != "" && (named || !since.IsZero() && !p.Ref.At.Before(since)) {
			u.paid[p.Order] = p
		}
		if p.Kind == loyalty.Merge {
			u.into[p.Member] = p
		}
		if sale.IsTopUp(p.Ref.ID) {
			u.done[loyalty.EventOf(p.Ref.ID)] = true
		}
	}
	if lowest, err := u.lowest(); err != nil || lowest {
		return u.state, err
	}
	byTime := func(a, b string) int { return cmp.Or(u.paid[a].Ref.Compare(u.paid[b].Ref), cmp.Compare(a, b)) }
	for _, key := range slices.SortedFunc(maps.Keys(u.paid), byTime) {
		if err := u.order(key); err != nil {
			return u.state, err
		}
	}
	return u.state, nil
}

// lowest says whether the account never was above the lowest tier, as most never are, and no order of it was topped up: then there is
// nothing to look at.
func (u *topUps) lowest() (bool, error) {
	if len(u.paid) == 0 || len(u.done) > 0 {
		return len(u.paid) == 0, nil
	}
	now := u.state.Ranked(u.now)
	for _, p := range u.versions {
		zone, err := u.office.zone(p)
		if err != nil {
			return false, err
		}
		if p.TierReview.Mode != loyalty.ReviewNever || p.Standing(now, zone).Tier.ID != p.TierOf(0).ID {
			return false, nil
		}
	}
	return true, nil
}

func (u *topUps) order(key string) error {
	o, err := u.known(key)
	if absent(err) || err == nil && u.forked(o) {
		return nil
	}
	if err != nil {
		return err
	}
	i := slices.IndexFunc(u.versions, func(p loyalty.Program) bool { return p.Version == o.Rule.ProgramVersion })
	if i < 0 {
		return nil
	}
	rules, err := u.rules(o, u.versions[i])
	if err != nil || len(rules) == 0 {
		return err
	}
	for _, t := range o.TopUps(rules, u.now) {
		given := loyalty.Posting{Member: o.Member, Kind: loyalty.Earn, Order: key, Reason: TopUpReason, Lots: []loyalty.Lot{t.Lot}}
		if err := u.post(t.Lot.ID, t.Lot.AroseAt, given); err != nil {
			return err
		}
		for _, back := range t.Backs {
			id := t.Lot.ID + "/" + cmp.Or(back.Return, "cancel")
			if err := u.post(id, back.At, u.back(o, t.Lot.ID, back)); err != nil {
				return err
			}
		}
	}
	return nil
}

// known is an order as it stands. Fault: order.unknown.
func (u *topUps) known(key string) (sale.Order, error) {
	if o := u.orders[key]; o != nil {
		return *o, nil
	}
	return u.tx.Order(key)
}

// forked says whether the order is that of a fork's other branch, or was sold to somebody else in one: it is topped up once, in the epoch's
// own journal.
func (u *topUps) forked(o sale.Order) bool {
	paid := u.paid[o.Key()]
	return o.Member != paid.Member || BranchOf(share.Holder{Writer: paid.Ref.Writer, Epoch: paid.Ref.Epoch}) > 0
}

// rules are the order's own at each tier above it, up to the one that the full history gives; and up to any that it was
// topped up to before: top-ups go upward only.
func (u *topUps) rules(o sale.Order, p loyalty.Program) ([]loyalty.Rule, error) {
	own := slices.IndexFunc(p.Tiers, func(t loyalty.Tier) bool { return t.ID == o.Rule.Tier })
	better := func(t loyalty.Tier) bool { return t.Rate > o.Rule.Rate }
	if own < 0 || !slices.ContainsFunc(p.Tiers[own:], better) {
		return nil, nil
	}
	tier, err := u.tier(u.paid[o.Key()], p)
	if err != nil {
		return nil, err
	}
	var rules []loyalty.Rule
	reached := 0
	for i, t := range p.Tiers[own+1:] {
		r := o.Rule
		r.Tier, r.TierName, r.Rate = t.ID, t.Name, t.Rate
		rules = append(rules, r)
		if t.MinRankingPoints <= tier.MinRankingPoints || u.done[sale.TopUpLot(loyalty.LotID(o.Key(), o.Generation), t.ID)] {
			reached = i + 1
		}
	}
	return rules[:reached], nil
}

// apart says whether a member was another's account at the instant of a posting, and was merged into this one later.
func (u *topUps) apart(p loyalty.Posting) bool {
	at := p.Ref.At
	for m, merged := u.into[p.Member]; merged; m, merged = u.into[m.Into] {
		if m.Ref.At.After(at) {
			return true
		}
	}
	return false
}

// tier is the one held before an order (E12), by all that is known now. Of an account that was merged since nobody can say
// that: it stands in the other as one entry.
func (u *topUps) tier(paid loyalty.Posting, p loyalty.Program) (loyalty.Tier, error) {
	if u.apart(paid) {
		return p.TierOf(0), nil
	}
	zone, err := u.office.zone(p)
	if err != nil {
		return loyalty.Tier{}, err
	}
	if p.TierReview.Mode == loyalty.ReviewNever {
		if now := p.Standing(u.state.Ranked(u.now), zone).Tier; now.ID == p.TierOf(0).ID {
			return now, nil // it was no higher before, and most members never rise
		}
	}
	return p.Standing(u.state.Ranked(paid.Ref.At.Add(-time.Millisecond)), zone).Tier, nil
}

// back is what a return takes of a top-up. What the account no longer covers is let go under floor_at_zero, here and now
// (C4); the refund has been paid, so nothing can be deducted from it.
func (u *topUps) back(o sale.Order, lot string, b sale.TopUpBack) loyalty.Posting {
	p := loyalty.Posting{Member: o.Member, Kind: loyalty.ClawBack, Order: o.Key(), Reason: TopUpReason, Claws: []loyalty.Claw{{Lot: lot, Points: b.Points}}}
	if u.versions.At(b.At).Returns.AlreadySpent != loyalty.SpentFloor {
		return p
	}
	tried := p
	tried.Ref = loyalty.Ref{ID: lot + "?", At: b.At, Writer: journal.Central}
	covered := max(0, b.Points-u.state.With(tried).Short(b.At))
	if p.Claws = nil; covered > 0 {
		p.Claws = []loyalty.Claw{{Lot: lot, Points: covered}}
	}
	return p
}

// post appends an event of that id, unless it is there: the lot's, and of what goes back the return's behind it. So each
// counts once, whatever central finds again.
func (u *topUps) post(id string, at time.Time, p loyalty.Posting) error {
	if u.done[id] {
		return nil
	}
	e := u.office.event(journal.OrderToppedUp, at, u.now)
	e.ID = id
	postings := []loyalty.Posting{p}
	if err := appendEvent(u.tx, e, &Posted{Postings: postings}, postings); err != nil {
		return err
	}
	p.Ref = ownRef(e, 0)
	u.state = u.state.With(p)
	return nil
}
