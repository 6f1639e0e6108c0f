package loyalty

import (
	"slices"
	"time"
)

// rankingChange is ranking points gained or, below 0, taken back.
type rankingChange struct {
	at      int64 // ms
	of      int64 // ms; when what is taken back was gained, at itself of a gain
	points  int64
	posting int32
	order   string // of one that was carried forward, "" of others: their posting names it
}

// rankingChange is what a posting does now to an account. What an order takes back belongs to the time when that order
// gained it, so that a return doesn't eat into the points of another period.
func (r *run) rankingChange(a *account, posting int32) rankingChange {
	p := &r.postings[posting]
	c := rankingChange{at: r.now, of: r.now, points: p.Ranking, posting: posting}
	if p.Ranking > 0 || p.Order == "" {
		return c
	}
	for _, gain := range slices.Backward(a.rankings) {
		if gain.points > 0 && r.rankingOrder(gain) == p.Order {
			c.of = gain.at
			break
		}
	}
	return c
}

// rankingOrder is the order that gave or took ranking points.
func (r *run) rankingOrder(c rankingChange) string {
	if c.order != "" {
		return c.order
	}
	return r.postings[c.posting].Order
}

// Standing is the tier that a member holds at an account's instant.
type Standing struct {
	Tier    Tier
	Ranking int64 // the ranking points that count: all, or those collected in the period under review
	Next    Tier  // the first tier above Ranking; zero at the top
	Missing int64 // ranking points to it; 0 at the top
}

// Standing is what the account's ranking points come to (C6). Points lift at once (E12); a tier is lost only at review:
//
//	never    no review: the highest points ever decide.
//	yearly   on 1 January, 00:00 in the zone, the tier becomes what the year just over reached; in the year, its own
//	         points lift.
//	rolling  a tier reached is held for so many months; then it becomes what the points of those months reach,
//	         for as many months again. In between, the points of the last so many months lift.
//
// What a return takes back counts in the period in which it was gained. Like every figure of the account this looks at
// the whole history by the rule given.
func (p Program) Standing(a Account, zone *time.Location) Standing {
	tier, counted := p.TierOf(a.RankingHigh), a.Ranking
	switch p.TierReview.Mode {
	case ReviewYearly:
		tier, counted = p.reviewYearly(a, zone)
	case ReviewRolling:
		tier, counted = p.reviewRolling(a, zone)
	}
	s := Standing{Tier: tier, Ranking: counted}
	for _, t := range p.Tiers {
		if t.MinRankingPoints > max(counted, tier.MinRankingPoints) {
			s.Next, s.Missing = t, t.MinRankingPoints-counted
			break
		}
	}
	return s
}

func (p Program) reviewYearly(a Account, zone *time.Location) (held Tier, counted int64) {
	held = p.TierOf(0)
	var from, review time.Time // of the period
	pass := func(t time.Time) {
		for !review.IsZero() && !t.Before(review) {
			held, counted = p.TierOf(counted), 0
			from, review = review, review.AddDate(1, 0, 0)
		}
	}
	for _, c := range a.rankings {
		pass(instant(c.at))
		if review.IsZero() {
			from = time.Date(instant(c.at).In(zone).Year(), time.January, 1, 0, 0, 0, 0, zone)
			review = from.AddDate(1, 0, 0)
		}
		if c.of >= milli(from) {
			counted += c.points
		}
		held = higher(held, p.TierOf(counted))
	}
	pass(a.AsOf)
	return held, counted
}

func (p Program) reviewRolling(a Account, zone *time.Location) (held Tier, counted int64) {
	held = p.TierOf(0)
	months := p.TierReview.Months
	var review time.Time // of the tier held; zero in the first
	collected := func(known []rankingChange, t time.Time) (points int64) {
		from := milli(t.In(zone).AddDate(0, -months, 0))
		for _, c := range slices.Backward(known) {
			if c.at <= from {
				break
			}
			if c.of > from {
				points += c.points
			}
		}
		return points
	}
	hold := func(tier Tier, from time.Time) {
		held, review = tier, time.Time{}
		if tier.MinRankingPoints > 0 {
			review = from.In(zone).AddDate(0, months, 0)
		}
	}
	pass := func(known []rankingChange, t time.Time) {
		for !review.IsZero() && !t.Before(review) {
			hold(p.TierOf(collected(known, review)), review)
		}
	}
	for i, c := range a.rankings {
		at := instant(c.at)
		pass(a.rankings[:i], at)
		if tier := p.TierOf(collected(a.rankings[:i+1], at)); tier.MinRankingPoints > held.MinRankingPoints {
			hold(tier, at)
		}
	}
	pass(a.rankings, a.AsOf)
	return held, collected(a.rankings, a.AsOf)
}

func higher(a, b Tier) Tier {
	if b.MinRankingPoints > a.MinRankingPoints {
		return b
	}
	return a
}
