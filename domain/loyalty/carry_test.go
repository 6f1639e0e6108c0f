package loyalty

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/journal"
)

// carriedBack is a carried account as a file keeps it.
func carriedBack(t *rapid.T, p Posting) Posting {
	var c Carried
	if err := journal.Decode(journal.Encode(p.Carried), &c); err != nil {
		t.Fatal(err)
	}
	p.Carried = &c
	return p
}

// plain is an account without what only its own fold understands.
func plain(a Account) Account {
	a.rankings = nil
	return a
}

// split parts a history at an hour, and says whether carrying one account can be exact: nothing before waits for what comes
// after, nothing after takes what had lapsed before, and nothing after merges accounts or was ordered before.
func split(postings []Posting, at time.Time) (before, after []Posting, exact bool) {
	for _, p := range postings {
		if p.Ref.At.After(at) {
			after = append(after, p)
		} else {
			before = append(before, p)
		}
	}
	if len(before) == 0 {
		return before, after, false
	}
	first := Fold(before)
	all := Fold(postings)
	reachesBack := slices.ContainsFunc(after, func(p Posting) bool {
		return p.Kind == Merge || !p.OrderedAt.IsZero() && !p.OrderedAt.After(at)
	})
	exact = len(first.line.awaited) == 0 && len(all.Late()) == 0 && !reachesBack
	return before, after, exact
}

func TestAnAccountCarriedForwardGoesOnAsIfAllWereKnown(t *testing.T) {
	reviews := []Program{{Tiers: Default().Tiers}, {Tiers: Default().Tiers}, {Tiers: Default().Tiers}}
	reviews[0].TierReview.Mode, reviews[1].TierReview.Mode, reviews[2].TierReview.Mode = ReviewNever, ReviewYearly, ReviewRolling
	reviews[2].TierReview.Months = 1
	tried := 0
	rapid.Check(t, func(t *rapid.T) {
		postings := Stamped(wild(t)) // whoever carries an account has stamped it
		slices.SortFunc(postings, func(a, b Posting) int { return a.Ref.Compare(b.Ref) })
		at := hour(rapid.IntRange(0, 60).Draw(t, "carried at"))
		before, after, exact := split(postings, at)
		if !exact {
			return
		}
		tried++
		whole, first := Fold(postings), Fold(before)
		root := slices.Min(names(first))
		brought := carriedBack(t, first.Carry(root, at, nil))
		if again := Fold([]Posting{brought}).Carry(root, at, nil); !reflect.DeepEqual(again, brought) {
			t.Fatalf("carried twice:\n%+v\n%+v", again.Carried, brought.Carried)
		}
		carried := Fold(append([]Posting{brought}, after...))
		for n := range 90 {
			if hour(n).Before(at) {
				continue
			}
			a, b := whole.At(hour(n)), carried.At(hour(n))
			if !reflect.DeepEqual(plain(a), plain(b)) {
				t.Fatalf("hour %d:\n%+v\n%+v\ncarried %+v", n, plain(a), plain(b), brought.Carried)
			}
			for _, p := range reviews {
				if p.Standing(a, time.UTC) != p.Standing(b, time.UTC) {
					t.Fatalf("hour %d, review %s: %+v, %+v", n, p.TierReview.Mode, p.Standing(a, time.UTC), p.Standing(b, time.UTC))
				}
			}
		}
	})
	if tried < 10 {
		t.Fatalf("only %d histories could be carried", tried)
	}
}

// names are the ids that the account is asked for by.
func names(s *State) []string {
	var list []string
	for m, n := range s.line.members {
		if n == s.run.root {
			list = append(list, m)
		}
	}
	return list
}
