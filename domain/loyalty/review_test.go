package loyalty

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// ranked is an account with ranking points of instants, in order; the account is of the last one or of when.
func ranked(when time.Time, changes ...rankingChange) Account {
	a := Account{AsOf: when}
	for _, c := range changes {
		if instant(c.at).After(when) {
			break
		}
		a.rankings = append(a.rankings, c)
		a.Ranking += c.points
		a.RankingHigh = max(a.RankingHigh, a.Ranking)
	}
	return a
}

// change is ranking points gained, or taken back of the order's gain at an earlier instant.
func change(when string, points int64, of ...string) rankingChange {
	c := rankingChange{at: milli(clock(when)), of: milli(clock(when)), points: points}
	if len(of) > 0 {
		c.of = milli(clock(of[0]))
	}
	return c
}

func clock(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, time.FixedZone("", 7*3600))
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

// tiers are 0 khoi-tao, 2.000 bac, 10.000 vang, 50.000 kim-cuong.
func reviewed(mode string, months int) Program {
	p := Default()
	p.TierReview = TierReview{Mode: mode, Months: months}
	return p
}

type seen struct {
	when    string
	tier    string
	ranking int64
	missing int64
}

func checkStandings(t *testing.T, p Program, changes []rankingChange, want []seen) {
	t.Helper()
	zone := time.FixedZone("", 7*3600)
	for _, w := range want {
		s := p.Standing(ranked(clock(w.when), changes...), zone)
		if s.Tier.ID != w.tier || s.Ranking != w.ranking || s.Missing != w.missing {
			t.Errorf("%s: %s, %d points, %d missing; want %+v", w.when, s.Tier.ID, s.Ranking, s.Missing, w)
		}
	}
}

func TestC6NeverReviewedTheHighestPointsEverDecide(t *testing.T) {
	checkStandings(t, reviewed(ReviewNever, 12), []rankingChange{change("2026-01-10 08:00", 10_000), change("2026-01-12 08:00", -9_999)}, []seen{
		{"2026-01-09 00:00", "khoi-tao", 0, 2_000},
		{"2026-01-10 08:00", "vang", 10_000, 40_000},
		{"2030-01-01 00:00", "vang", 1, 49_999},
	})
}

func TestC6YearlyTheYearJustOverDecides(t *testing.T) {
	checkStandings(t, reviewed(ReviewYearly, 12), []rankingChange{
		change("2026-03-10 08:00", 12_000), change("2026-12-20 08:00", -3_000), change("2027-01-05 08:00", -1_000, "2026-03-10 08:00"), change("2027-05-01 08:00", 2_000), change("2029-12-31 23:59", 10_000),
	}, []seen{
		{"2026-12-31 23:59", "vang", 9_000, 41_000}, // a return takes points, not the tier
		{"2027-01-01 00:00", "bac", 0, 10_000},      // 9.000 of 2026
		{"2027-05-01 08:00", "bac", 2_000, 8_000},
		{"2028-01-01 00:00", "bac", 0, 10_000}, // 2.000 of 2027
		{"2029-01-01 00:00", "khoi-tao", 0, 2_000},
		{"2029-12-31 23:59", "vang", 10_000, 40_000}, // E12: at once
		{"2030-12-31 23:59", "vang", 0, 50_000},
		{"2031-01-01 00:00", "khoi-tao", 0, 2_000},
	})
}

func TestC6RollingATierIsHeldForItsMonths(t *testing.T) {
	checkStandings(t, reviewed(ReviewRolling, 6), []rankingChange{
		change("2026-01-10 08:00", 1_500), change("2026-03-10 08:00", 1_000), change("2026-03-12 08:00", -1_000, "2026-03-10 08:00"), change("2026-08-01 08:00", 2_500),
	}, []seen{
		{"2026-02-01 00:00", "khoi-tao", 1_500, 500},
		{"2026-03-10 08:00", "bac", 2_500, 7_500},
		{"2026-04-10 08:00", "bac", 1_500, 8_500},
		{"2026-09-10 07:59", "bac", 2_500, 7_500}, // the return in March took points, not the tier
		{"2026-09-10 08:00", "bac", 2_500, 7_500}, // reviewed: 2.500 of August
		{"2027-02-02 00:00", "bac", 0, 10_000},
		{"2027-03-10 07:59", "bac", 0, 10_000},
		{"2027-03-10 08:00", "khoi-tao", 0, 2_000},
	})
}

func TestC6TheFoldKeepsRankingPointsInOrderAndOfMergedMembersToo(t *testing.T) {
	earn := func(id, member string, h int, points int64) Posting {
		return Posting{Ref: Ref{ID: id, At: hour(h), Writer: "central"}, Member: member, Kind: Earn, Order: "web/" + id, Ranking: points}
	}
	merge := Posting{Ref: Ref{ID: "m", At: hour(9), Writer: "central"}, Member: "b", Kind: Merge, Into: "a"}
	taken := earn("5", "b", 12, -2)
	taken.Kind, taken.Order = ClawBack, "web/2"
	s := Fold([]Posting{earn("1", "a", 1, 5), earn("4", "a", 4, 7), merge, earn("2", "b", 2, 30), taken})
	got := s.At(hour(20))
	want := []rankingChange{{at: milli(hour(1)), points: 5}, {at: milli(hour(2)), points: 30}, {at: milli(hour(4)), points: 7}, {at: milli(hour(12)), points: -2}}
	if len(got.rankings) != 4 || got.Ranking != 40 {
		t.Fatalf("%+v", got)
	}
	for i, w := range want {
		if got.rankings[i].at != w.at || got.rankings[i].points != w.points {
			t.Errorf("%d: %+v", i, got.rankings[i])
		}
	}
	if last := got.rankings[3]; last.of != milli(hour(2)) {
		t.Errorf("taken back of b's order: %+v", last)
	}
	if early := s.At(hour(3)); len(early.rankings) != 1 {
		t.Errorf("%+v", early.rankings)
	}
}

// Whatever points do, a tier falls at a review only, and points that reach one lift at once (E12).
func TestC6ATierNeverFallsBetweenReviews(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := reviewed(rapid.SampledFrom([]string{ReviewNever, ReviewYearly, ReviewRolling}).Draw(t, "mode"), rapid.IntRange(1, 15).Draw(t, "months"))
		var changes []rankingChange
		at := clock("2026-01-01 09:00")
		for range rapid.IntRange(0, 12).Draw(t, "changes") {
			at = at.Add(time.Duration(rapid.IntRange(1, 200*24).Draw(t, "hours")) * time.Hour)
			changes = append(changes, rankingChange{at: milli(at), of: milli(at), points: rapid.Int64Range(-8_000, 20_000).Draw(t, "points")})
		}
		for i, c := range changes {
			before := p.Standing(ranked(instant(c.at), changes[:i]...), time.UTC) // the review is over
			after := p.Standing(ranked(instant(c.at), changes[:i+1]...), time.UTC)
			if after.Tier.MinRankingPoints < before.Tier.MinRankingPoints {
				t.Fatalf("%s: %s fell to %s with %+v", p.TierReview.Mode, before.Tier.ID, after.Tier.ID, c)
			}
			if p.TierOf(after.Ranking).MinRankingPoints > after.Tier.MinRankingPoints {
				t.Fatalf("%d points don't lift from %s at once", after.Ranking, after.Tier.ID)
			}
		}
	})
}
