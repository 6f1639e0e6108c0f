package loyalty

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Free in one pass is what looking at every later instant by itself would say.
func TestFreeLeavesWhatAnythingLaterTook(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		day := func(n int) time.Time { return base.Add(time.Duration(n) * 24 * time.Hour) }
		var postings []Posting
		n := rapid.IntRange(1, 6).Draw(t, "lots")
		for i := range n {
			from := rapid.IntRange(0, 20).Draw(t, "from")
			lot := Lot{ID: string(rune('a' + i)), Points: int64(rapid.IntRange(1, 50).Draw(t, "points")), AroseAt: day(from), UsableAt: day(from)}
			if rapid.Bool().Draw(t, "lapses") {
				lot.Expiry = LotExpiry{Mode: ExpiryAfterAccrual, LapsesAt: day(from + rapid.IntRange(1, 40).Draw(t, "life"))}
			}
			postings = append(postings, Posting{Ref: Ref{ID: "lot" + lot.ID, At: day(from)}, Member: "m", Kind: Adjust, Lots: []Lot{lot}})
			if k := rapid.IntRange(0, int(lot.Points)).Draw(t, "taken"); k > 0 {
				at := day(from + rapid.IntRange(0, 30).Draw(t, "when"))
				postings = append(postings, Posting{Ref: Ref{ID: "use" + lot.ID, At: at}, Member: "m", Kind: Use, Takes: []Take{{Lot: lot.ID, Points: int64(k)}}})
			}
			if k := rapid.IntRange(0, int(lot.Points)).Draw(t, "clawed"); k > 0 {
				at := day(from + rapid.IntRange(0, 30).Draw(t, "clawed when"))
				postings = append(postings, Posting{Ref: Ref{ID: "claw" + lot.ID, At: at}, Member: "m", Kind: ClawBack, Claws: []Claw{{Lot: lot.ID, Points: int64(k)}}})
			}
		}
		s := Fold(postings)
		at := day(rapid.IntRange(0, 45).Draw(t, "now"))
		got, want := s.Free(at), freeOneByOne(s, at)
		if got.Usable != want.Usable || got.Debt != want.Debt || got.Pending != want.Pending {
			t.Fatalf("free %d, debt %d, pending %d; one by one %d, %d, %d", got.Usable, got.Debt, got.Pending, want.Usable, want.Debt, want.Pending)
		}
	})
}

// freeOneByOne is Free the slow way.
func freeOneByOne(s *State, t time.Time) Account {
	a := s.At(t)
	for _, it := range s.line.items { // a late take counts just before its lot's lapse, not at its own instant
		if it.at <= milli(t) {
			continue
		}
		then := s.At(instant(it.at))
		a.Debt = max(a.Debt, then.Debt)
		for i := range a.Lots {
			for _, o := range then.Lots {
				if o.ID == a.Lots[i].ID && !o.Lapsed {
					a.Lots[i].Remaining = min(a.Lots[i].Remaining, o.Remaining)
				}
			}
		}
	}
	return a.recounted()
}
