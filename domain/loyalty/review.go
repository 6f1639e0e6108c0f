package loyalty

import (
	"slices"
	"time"
)

// RankingChange is ranking points gained or, below 0, taken back.
type RankingChange struct {
	At     time.Time
	Of     time.Time // when what is taken back was gained; At itself of a gain
	Order  string    // channel/id, "" when none
	Points int64
}

// rank notes a change. What an order takes back belongs to the time when that order gained it, so that a return doesn't
// eat into the points of another period.
func (a *account) rank(c RankingChange) {
	if c.Points < 0 && c.Order != "" {
		for _, gain := range slices.Backward(a.rankings) {
			if gain.Order == c.Order && gain.Points > 0 {
				c.Of = gain.At
				break
			}
		}
	}
	a.rankings = append(a.rankings, c)
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
	for _, c := range a.RankingChanges {
		pass(c.At)
		if review.IsZero() {
			from = time.Date(c.At.In(zone).Year(), time.January, 1, 0, 0, 0, 0, zone)
			review = from.AddDate(1, 0, 0)
		}
		if !c.Of.Before(from) {
			counted += c.Points
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
	collected := func(known []RankingChange, t time.Time) (points int64) {
		from := t.In(zone).AddDate(0, -months, 0)
		for _, c := range slices.Backward(known) {
			if !c.At.After(from) {
				break
			}
			if c.Of.After(from) {
				points += c.Points
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
	pass := func(known []RankingChange, t time.Time) {
		for !review.IsZero() && !t.Before(review) {
			hold(p.TierOf(collected(known, review)), review)
		}
	}
	for i, c := range a.RankingChanges {
		pass(a.RankingChanges[:i], c.At)
		if tier := p.TierOf(collected(a.RankingChanges[:i+1], c.At)); tier.MinRankingPoints > held.MinRankingPoints {
			hold(tier, c.At)
		}
	}
	pass(a.RankingChanges, a.AsOf)
	return held, collected(a.RankingChanges, a.AsOf)
}

func higher(a, b Tier) Tier {
	if b.MinRankingPoints > a.MinRankingPoints {
		return b
	}
	return a
}
