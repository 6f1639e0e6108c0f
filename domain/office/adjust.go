package office

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
)

// OpeningReason is the reason in the statement of what a member brought along.
const OpeningReason = "opening"

// Adjustment gives points by hand, or takes them (A4).
type Adjustment struct {
	Key    string    `json:"key,omitempty"` // idempotency key, for the caller's Once
	Points int64     `json:"points"`        // not 0
	Reason string    `json:"reason"`
	At     time.Time `json:"at,omitzero"` // default now
}

// Adjust gives points that are usable at once and follow the expiry rule in force, or takes usable ones, those that
// lapse first before the others (X6). Faults: customer.unknown, points.short (have, want) where it would take more than
// is there, then or now; fault.Fields: field.range on points, field.required, field.too_long and field.characters on
// reason, at.future, at.past of who acts in their own name; points.elsewhere, share.frozen.
func (o *Office) Adjust(ctx context.Context, id string, a Adjustment) (Points, error) {
	answer, err := write(ctx, o, func(tx Tx, now time.Time) (Points, error) {
		a, err := a.checked(now, Actor(ctx))
		if err != nil {
			return Points{}, err
		}
		m, err := resolve(tx, id)
		if err != nil {
			return Points{}, err
		}
		terms, err := o.terms(tx)
		if err != nil {
			return Points{}, err
		}
		if err := o.adjust(tx, m.ID, a, terms, now); err != nil {
			return Points{}, err
		}
		return o.points(tx, m.ID, now)
	})
	return answer, o.recalling(ctx, err)
}

// checked is a with its instant and its reason as they will be stored. What by does, who acts in their own name, never counts back.
func (a Adjustment) checked(now time.Time, by string) (Adjustment, error) {
	var faults fault.Fields
	if by != "" && !a.At.IsZero() && a.At.Before(now) {
		faults = append(faults, fault.At("at", "at.past", nil))
	}
	if a.Points == 0 {
		faults = append(faults, fault.At("points", "field.range", fault.Args{"value": a.Points, "min": int64(1), "max": loyalty.PointsMax}))
	}
	faults = append(faults, inRange("points", a.Points, -loyalty.PointsMax)...)
	reason, wrong := reasonOf(a.Reason)
	a.Reason, faults = reason, append(faults, wrong...)
	at, err := backdated(a.At, now)
	a.At = at
	return a, append(faults, fieldsOf(err)...).OrNil()
}

// adjust changes the account of a resolved member.
func (o *Office) adjust(tx Tx, member string, a Adjustment, terms *terms, now time.Time) error {
	e := o.event(journal.PointsAdjusted, a.At, now)
	p := loyalty.Posting{Member: member, Kind: loyalty.Adjust, Reason: a.Reason}
	var err error
	if a.Points > 0 {
		var lot loyalty.Lot
		lot, err = terms.lot(e.ID, a.Points, a.At)
		p.Lots = []loyalty.Lot{lot}
	} else {
		p.Ref = PostingRef(e, 0)
		p.Takes, err = takes(tx, p, -a.Points)
	}
	if err != nil {
		return err
	}
	postings := []loyalty.Posting{p}
	return appendEvent(tx, e, &Posted{Postings: postings}, postings)
}

// takes plans what an adjustment takes at its instant: nothing that anything later took, what a till dated ahead of
// central's clock least of all.
func takes(r Reader, p loyalty.Posting, points int64) ([]loyalty.Take, error) {
	known, err := history(r, p.Member)
	if err != nil {
		return nil, err
	}
	return planOwn(r, loyalty.Fold(known), points, p)
}

// open gives a member what it brings along, as of an instant.
func (o *Office) open(tx Tx, member string, opening Opening, at time.Time, terms *terms, now time.Time) error {
	e := o.event(journal.PointsAdjusted, at, now)
	p := loyalty.Posting{Member: member, Kind: loyalty.Adjust, Reason: OpeningReason, Ranking: opening.Ranking}
	if opening.Points > 0 {
		lot, err := terms.lot(e.ID, opening.Points, at)
		if err != nil {
			return err
		}
		p.Lots = []loyalty.Lot{lot}
	}
	postings := []loyalty.Posting{p}
	return appendEvent(tx, e, &Posted{Postings: postings}, postings)
}

// terms is what points given by hand follow: the programme's versions and their zones, read once for many rows.
type terms struct {
	office   *Office
	versions loyalty.Versions
	zones    map[string]*time.Location
}

func (o *Office) terms(r Settings) (*terms, error) {
	versions, err := r.Programs()
	return &terms{office: o, versions: versions, zones: map[string]*time.Location{}}, err
}

// lot is points given by hand at an instant: usable at once, lapsing by the rule in force (API.md).
func (t *terms) lot(id string, points int64, at time.Time) (loyalty.Lot, error) {
	p := t.versions.At(at)
	zone := t.zones[p.TimeZone]
	if zone == nil {
		var err error
		if zone, err = t.office.zone(p); err != nil {
			return loyalty.Lot{}, err
		}
		t.zones[p.TimeZone] = zone
	}
	rule := p.Freeze(loyalty.Tier{}, "", at, zone)
	rule.Activation = 0
	lot := rule.Lot(id, 1, points, at)
	lot.Order = ""
	return lot, nil
}
