package loyalty

import (
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var epoch = time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)

// hour is the n-th hour of the histories.
func hour(n int) time.Time { return epoch.Add(time.Duration(n) * time.Hour) }

// wild is a history that keeps no rule: lots of every expiry, takes beyond what is there or after the lapse, references
// to what never comes, merges in circles, instants before those of what they name.
func wild(t *rapid.T) []Posting {
	members := []string{"ánh", "bình", "chi"}
	var lots []string
	var postings []Posting
	for n := range rapid.IntRange(1, 24).Draw(t, "postings") {
		at := rapid.IntRange(0, 60).Draw(t, "at")
		p := Posting{
			Ref:    Ref{ID: fmt.Sprintf("e%02d", n), At: hour(at), Writer: rapid.SampledFrom([]string{"01", "02", "central"}).Draw(t, "writer"), Epoch: 1, Seq: uint64(n)},
			Member: rapid.SampledFrom(members).Draw(t, "member"),
		}
		if rapid.IntRange(0, 2).Draw(t, "one account") > 0 {
			p.Member = members[0]
		}
		anyLot := func() string {
			if len(lots) == 0 || rapid.IntRange(0, 9).Draw(t, "stray") == 0 {
				return fmt.Sprintf("o%02d", rapid.IntRange(0, 24).Draw(t, "lot"))
			}
			return rapid.SampledFrom(lots).Draw(t, "lot")
		}
		points := func() int64 { return rapid.Int64Range(1, 20).Draw(t, "points") }
		switch kind := rapid.IntRange(0, 12).Draw(t, "kind"); kind {
		case 0, 1, 2, 3:
			p.Kind, p.OrderedAt, p.Ranking = Earn, hour(at-rapid.IntRange(0, 5).Draw(t, "placed before")), points()
			lot := Lot{ID: fmt.Sprintf("o%02d", n), Points: points(), AroseAt: p.Ref.At, UsableAt: p.Ref.At, Expiry: anyExpiry(t, at)}
			lot.Root = lot.ID
			lots = append(lots, lot.ID)
			p.Lots = []Lot{lot}
		case 4, 5:
			p.Kind, p.Takes = Use, []Take{{Lot: anyLot(), Points: points()}, {Lot: anyLot(), Points: points()}}
		case 6:
			p.Kind, p.Restores = Restore, []Take{{Lot: anyLot(), Points: points()}}
		case 7:
			p.Kind, p.Claws = ClawBack, []Claw{{anyLot(), points(), 0}}
		case 8:
			child := Lot{ID: fmt.Sprintf("o%02d", n), Root: anyLot(), Points: points(), AroseAt: p.Ref.At, UsableAt: p.Ref.At, Expiry: anyExpiry(t, at)}
			child.Expiry.NotBefore = hour(at + 5)
			lots = append(lots, child.ID)
			p.Kind, p.Lots = Restore, []Lot{child}
		case 9:
			p.Kind, p.Into = Merge, rapid.SampledFrom(members).Draw(t, "into")
		case 10:
			p.Kind, p.OrderedAt = Visit, p.Ref.At
		case 11:
			p.Kind, p.Rules = Rerule, []LotRule{{anyLot(), anyExpiry(t, at)}}
		case 12:
			p.Kind, p.Stamped = Stamp, fmt.Sprintf("e%02d", rapid.IntRange(0, 24).Draw(t, "stamped"))
		}
		postings = append(postings, p)
	}
	return postings
}

func anyExpiry(t *rapid.T, at int) LotExpiry {
	life := rapid.IntRange(1, 20).Draw(t, "life")
	switch mode := rapid.SampledFrom([]ExpiryMode{0, 1, 2, 2, 3}).Draw(t, "mode"); mode {
	case ExpiryNever:
		return LotExpiry{}
	case ExpiryAfterLastOrder:
		return LotExpiry{Mode: mode, LapsesAt: hour(at + life), Life: time.Duration(life) * time.Hour}
	default:
		return LotExpiry{Mode: mode, LapsesAt: hour(at + life)}
	}
}

// everything is all that a state can be asked, at every hour of the histories.
func everything(s *State) []any {
	all := []any{s.Entries(hour(200)), s.Late()}
	for n := -3; n < 90; n++ {
		all = append(all, s.At(hour(n)))
	}
	return all
}

func differ(t *rapid.T, what string, a, b *State) {
	t.Helper()
	x, y := everything(a), everything(b)
	for i := range x {
		if !reflect.DeepEqual(x[i], y[i]) {
			t.Fatalf("%s: answer %d:\n%+v\n%+v", what, i, x[i], y[i])
		}
	}
}

func TestX7BalanceIsTheSumOfTheEntriesAtAnyInstant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Fold(wild(t))
		entries := s.Entries(hour(200))
		for n := -3; n < 120; n++ {
			var sum, after int64
			for _, e := range entries {
				if !e.At.After(hour(n)) {
					sum, after = sum+e.Points, e.BalanceAfter
				}
			}
			a := s.At(hour(n))
			if a.Balance != sum || a.Balance != after || a.Balance != a.Usable+a.Pending {
				t.Fatalf("hour %d: balance %d = %d usable + %d pending, entries sum to %d and say %d", n, a.Balance, a.Usable, a.Pending, sum, after)
			}
			remaining := -a.Debt
			for _, l := range a.Lots {
				remaining += l.Remaining
			}
			if remaining != a.Balance || a.Debt < 0 {
				t.Fatalf("hour %d: lots less debt %d come to %d, balance %d", n, a.Debt, remaining, a.Balance)
			}
		}
		ids := map[string]bool{}
		for i, e := range entries {
			if ids[e.ID] || i > 0 && e.At.Before(entries[i-1].At) || e.Points == 0 {
				t.Fatalf("entry %d: %+v", i, e)
			}
			ids[e.ID] = true
		}
		if upTo := s.Entries(hour(30)); !slices.Equal(upTo, entries[:len(upTo)]) || len(upTo) < len(entries) && !entries[len(upTo)].At.After(hour(30)) {
			t.Fatalf("entries up to hour 30: %+v\nof %+v", upTo, entries)
		}
	})
}

func TestX7OrderOfArrivalAndRepeatsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		postings := wild(t)
		shuffled := slices.Concat(postings, postings[:len(postings)/2])
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		kept := slices.Clone(shuffled)
		differ(t, "shuffled and doubled", Fold(postings), Fold(shuffled))
		if !reflect.DeepEqual(kept, shuffled) {
			t.Fatal("the caller's postings were moved")
		}
	})
}

// The tier at any instant needs no lots.
func TestC6RankedIsAtForATier(t *testing.T) {
	programs := []Program{reviewed(ReviewNever, 0), reviewed(ReviewYearly, 0), reviewed(ReviewRolling, 1)}
	for i := range programs {
		for n := range programs[i].Tiers {
			programs[i].Tiers[n].MinRankingPoints = int64(10 * n)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := Fold(wild(t))
		for n := -3; n < 90; n++ {
			at, ranked := s.At(hour(n)), s.Ranked(hour(n))
			for _, p := range programs {
				if p.Standing(at, time.UTC) != p.Standing(ranked, time.UTC) {
					t.Fatalf("hour %d, %s: %+v by the account, %+v by its ranking", n, p.TierReview.Mode, p.Standing(at, time.UTC), p.Standing(ranked, time.UTC))
				}
			}
		}
	})
}

func TestX7ApplyEqualsFold(t *testing.T) {
	steps := 0
	rapid.Check(t, func(t *rapid.T) {
		postings := wild(t)
		if rapid.Bool().Draw(t, "mostly newest last") {
			slices.SortFunc(postings, func(a, b Posting) int { return a.Ref.Compare(b.Ref) })
		}
		s := Fold(postings[:1])
		for n := 1; n < len(postings); n++ {
			before := everything(s)
			if s.Apply(postings[n]) {
				steps++
			} else {
				if !reflect.DeepEqual(before, everything(s)) {
					t.Fatal("a refused posting changed the state")
				}
				s = Fold(postings[:n+1])
			}
			if !s.Apply(postings[n/2]) {
				t.Fatal("a repeat was refused")
			}
			differ(t, fmt.Sprintf("after %d", n+1), s, Fold(postings[:n+1]))
		}
	})
	if steps < 100 {
		t.Fatalf("only %d postings took the short way", steps)
	}
}
