package office

import (
	"context"
	"slices"
	"time"

	"tim/domain/loyalty"
	"tim/domain/money"
)

// Points is a member's account at an instant (API.md). Instants carry the offset of the programme's zone.
type Points struct {
	CustomerID  string       `json:"customer_id"`
	AsOf        time.Time    `json:"as_of"`
	Usable      int64        `json:"usable"` // may be below 0: a debt
	Pending     int64        `json:"pending"`
	Balance     int64        `json:"balance"`
	UsableValue money.VND    `json:"usable_value"`
	Ranking     int64        `json:"ranking_points"` // those that count for the tier (C6)
	Tier        TierView     `json:"tier"`
	NextTier    *NextTier    `json:"next_tier"`  // null at the top
	NextLapse   *PointsAt    `json:"next_lapse"` // null when nothing lapses
	Lots        []LotOfOrder `json:"lots"`       // with points left, those that lapse first before the others
}

// Adjusted is the usable points as they would be behind an adjustment.
func (p Points) Adjusted(by int64) int64 { return p.Usable + by }

// TierView is the tier held.
type TierView struct {
	ID   string        `json:"id"`
	Name string        `json:"name"`
	Rate money.Percent `json:"rate_percent"`
}

// NextTier is the tier above and the ranking points missing to it.
type NextTier struct {
	ID      string `json:"id"`
	Missing int64  `json:"missing"`
}

// PointsAt is so many points at an instant.
type PointsAt struct {
	Points int64     `json:"points"`
	At     time.Time `json:"at"`
}

// LotOfOrder is points that arose together.
type LotOfOrder struct {
	ID        string     `json:"id"`
	Order     string     `json:"order,omitempty"` // channel/id; absent when no order gave them
	Points    int64      `json:"points"`
	Remaining int64      `json:"remaining"`
	AroseAt   time.Time  `json:"arose_at"`
	UsableAt  time.Time  `json:"usable_at"`
	LapsesAt  *time.Time `json:"lapses_at"` // null: never
}

// Entry is one line of the statement (API.md).
type Entry struct {
	ID           string    `json:"id"`
	At           time.Time `json:"at"`
	Kind         string    `json:"kind"` // earn, use, use_undone, redeem, redeem_undone, lapse, claw_back, restore, adjust, merge
	Points       int64     `json:"points"`
	Lot          string    `json:"lot,omitempty"`
	Order        string    `json:"order,omitempty"`
	Voucher      string    `json:"voucher,omitempty"`
	Reason       string    `json:"reason,omitempty"`
	Trust        int64     `json:"trust,omitempty"` // of the points, taken on a supervisor's trust; below 0 come back
	BalanceAfter int64     `json:"balance_after"`
}

// entryKinds are the kinds' words in the API, by number.
var entryKinds = [...]string{
	loyalty.Earn: "earn", loyalty.Use: "use", loyalty.UseUndone: "use_undone", loyalty.Redeem: "redeem",
	loyalty.RedeemUndone: "redeem_undone", loyalty.Lapse: "lapse", loyalty.ClawBack: "claw_back", loyalty.Restore: "restore",
	loyalty.Adjust: "adjust", loyalty.Merge: "merge", loyalty.Visit: "visit", loyalty.Rerule: "rerule",
	loyalty.Brought: "brought", loyalty.Stamp: "stamp",
}

// KindOf is the kind that an entry's word names, 0 of a word of nobody's.
func (e Entry) KindOf() loyalty.EntryKind {
	return loyalty.EntryKind(max(slices.Index(entryKinds[:], e.Kind), 0))
}

// Points is a member's account at any instant, past or future; now for the zero one. Fault: customer.unknown.
func (o *Office) Points(ctx context.Context, id string, at time.Time) (Points, error) {
	return read(ctx, o, func(r Reader) (Points, error) {
		return o.points(r, id, o.instant(at))
	})
}

// points is Points inside a transaction.
func (o *Office) points(r Reader, id string, at time.Time) (Points, error) {
	m, err := resolve(r, id)
	if err != nil {
		return Points{}, err
	}
	state, err := o.resume(r, m.ID)
	if err != nil {
		return Points{}, err
	}
	defer o.rememberAccount(m.ID, state)
	p, zone, err := o.inForce(r, at)
	if err != nil {
		return Points{}, err
	}
	return pointsView(m.ID, state.At(at), p, zone), nil
}

// inForce is the programme at an instant and its zone.
func (o *Office) inForce(r Settings, at time.Time) (loyalty.Program, *time.Location, error) {
	p, err := program(r, at)
	if err != nil {
		return p, nil, err
	}
	zone, err := o.zone(p)
	return p, zone, err
}

func pointsView(member string, a loyalty.Account, p loyalty.Program, zone *time.Location) Points {
	standing := p.Standing(a, zone)
	v := Points{CustomerID: member, AsOf: a.AsOf.In(zone), Usable: a.Usable, Pending: a.Pending, Balance: a.Balance,
		UsableValue: p.Use.Value(max(a.Usable, 0)), Ranking: standing.Ranking, Tier: tierView(standing.Tier), Lots: []LotOfOrder{}}
	if standing.Next.ID != "" {
		v.NextTier = &NextTier{ID: standing.Next.ID, Missing: standing.Missing}
	}
	if a.NextLapse != nil {
		v.NextLapse = &PointsAt{Points: a.NextLapse.Points, At: a.NextLapse.At.In(zone)}
	}
	for _, l := range a.Living() {
		v.Lots = append(v.Lots, LotOfOrder{ID: l.ID, Order: l.Order, Points: l.Points, Remaining: l.Remaining, AroseAt: l.AroseAt.In(zone),
			UsableAt: l.UsableAt.In(zone), LapsesAt: orNil(l.LapsesAt, zone)})
	}
	return v
}

func tierView(t loyalty.Tier) TierView { return TierView{ID: t.ID, Name: t.Name, Rate: t.Rate} }

// orNil is the instant in the zone, nil for the zero one.
func orNil(t time.Time, zone *time.Location) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(zone)
	return &t
}

// Entries is a member's statement up to now, oldest first. Fault: customer.unknown, cursor.format.
func (o *Office) Entries(ctx context.Context, id string, p Page) (entries []Entry, next string, err error) {
	p = p.Bounded()
	entries, err = read(ctx, o, func(r Reader) ([]Entry, error) {
		list, err := o.statement(r, id, o.now())
		if err != nil {
			return nil, err
		}
		list, next, err = pageOf(list, p)
		return list, err
	})
	return entries, next, err
}

// statement is the whole of Entries inside a transaction.
func (o *Office) statement(r Reader, id string, now time.Time) ([]Entry, error) {
	list, zone, err := o.entriesOf(r, id, now)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(list))
	for i, e := range list {
		entries[i] = entryView(e, zone)
	}
	return entries, nil
}

// entriesOf is a member's statement, oldest first, and the programme's zone.
func (o *Office) entriesOf(r Reader, id string, now time.Time) ([]loyalty.Entry, *time.Location, error) {
	m, err := resolve(r, id)
	if err != nil {
		return nil, nil, err
	}
	state, err := o.resume(r, m.ID)
	if err != nil {
		return nil, nil, err
	}
	defer o.rememberAccount(m.ID, state)
	_, zone, err := o.inForce(r, now)
	return state.Entries(now), zone, err
}

func entryView(e loyalty.Entry, zone *time.Location) Entry {
	return Entry{ID: e.ID, At: e.At.In(zone), Kind: entryKinds[e.Kind], Points: e.Points, Lot: e.Lot, Order: e.Order,
		Voucher: e.Voucher, Reason: e.Reason, Trust: e.Trust, BalanceAfter: e.BalanceAfter}
}
