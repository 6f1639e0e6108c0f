package office

import (
	"testing"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
)

// A till whose clock runs ahead dates what it sells ahead of central's. Found by the simulator: the account came down as of
// then, and a till with a right clock showed nothing of it.
func TestAnEventDatedAheadHidesNothingOfTheAccount(t *testing.T) {
	now := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	earned := func(id string, points int64, at time.Time) loyalty.Posting {
		lot := loyalty.Lot{ID: id, Root: id, Order: id, Points: points, AroseAt: at, UsableAt: at}
		return loyalty.Posting{Ref: loyalty.Ref{ID: id, At: at, Writer: "04", Epoch: 1, Seq: 1}, Member: "anh", Kind: loyalty.Earn, Order: id, Lots: []loyalty.Lot{lot}}
	}
	all := []loyalty.Posting{earned("store/1", 100, now.Add(-time.Hour)), earned("store/2", 54, now.Add(10*time.Minute))}
	back := loyalty.Posting{Ref: loyalty.Ref{ID: "back", At: now.Add(-time.Minute), Writer: "04", Epoch: 1, Seq: 2}, Member: "anh", Kind: loyalty.ClawBack,
		Order: "store/2", Claws: []loyalty.Claw{{Lot: "store/2", Points: 54}}} // behind it the clock was put right
	for name, postings := range map[string][]loyalty.Posting{"one of two": all, "all there is": all[1:], "returned": append(all, back)} {
		var row KnownAccount
		if err := journal.Decode(journal.Encode(carry("anh", postings, now)), &row); err != nil {
			t.Fatal(err)
		}
		for _, later := range []time.Duration{0, 9 * time.Minute, 11 * time.Minute} {
			got := loyalty.Fold(row.Postings("anh")).At(now.Add(later)).Balance
			if want := loyalty.Fold(postings).At(now.Add(later)).Balance; got != want {
				t.Errorf("%s, %s later: %d, not %d", name, later, got, want)
			}
		}
	}
}
