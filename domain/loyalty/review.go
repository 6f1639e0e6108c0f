package loyalty

import "time"

// RankingChange is ranking points gained or, below 0, taken back.
type RankingChange struct {
	At     time.Time
	Points int64
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
// Like every figure of the account it looks at the whole history by the rule given.
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
	var review time.Time
	pass := func(t time.Time) {
		for !review.IsZero() && !t.Before(review) {
			held, counted = p.TierOf(counted), 0
			review = review.AddDate(1, 0, 0)
		}
	}
	for _, c := range a.RankingChanges {
		pass(c.At)
		if review.IsZero() {
			review = time.Date(c.At.In(zone).Year()+1, time.January, 1, 0, 0, 0, 0, zone)
		}
		counted += c.Points
		held = higher(held, p.TierOf(counted))
	}
	pass(a.AsOf)
	return held, counted
}

func (p Program) reviewRolling(a Account, zone *time.Location) (held Tier, counted int64) {
	held = p.TierOf(0)
	months, left := p.TierReview.Months, 0 // changes before left are older than the period
	var review time.Time                   // of the tier held; zero in the first
	collected := func(seen int, t time.Time) int64 {
		for left < seen && !a.RankingChanges[left].At.After(t.In(zone).AddDate(0, -months, 0)) {
			counted -= a.RankingChanges[left].Points
			left++
		}
		return counted
	}
	hold := func(tier Tier, from time.Time) {
		held, review = tier, time.Time{}
		if tier.MinRankingPoints > 0 {
			review = from.In(zone).AddDate(0, months, 0)
		}
	}
	pass := func(seen int, t time.Time) {
		for !review.IsZero() && !t.Before(review) {
			hold(p.TierOf(collected(seen, review)), review)
		}
	}
	for i, c := range a.RankingChanges {
		pass(i, c.At)
		counted += c.Points
		if tier := p.TierOf(collected(i+1, c.At)); tier.MinRankingPoints > held.MinRankingPoints {
			hold(tier, c.At)
		}
	}
	pass(len(a.RankingChanges), a.AsOf)
	return held, collected(len(a.RankingChanges), a.AsOf)
}

func higher(a, b Tier) Tier {
	if b.MinRankingPoints > a.MinRankingPoints {
		return b
	}
	return a
}
