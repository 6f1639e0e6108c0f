package sale

import (
	"slices"
	"strings"
	"time"

	"tim/domain/loyalty"
)

// TopUp is what an order earned too little at its own rate, by the rate of one tier above it (SHARES 25).
type TopUp struct {
	Lot   loyalty.Lot // lapses as the order's own lot would
	Tier  string      // id
	Backs []TopUpBack // of each return since the points arose that takes some of it back
}

// TopUpBack is so many points of a top-up that go back with a return (C1).
type TopUpBack struct {
	Return string // id, "" of cancelling
	At     time.Time
	Points int64 // above 0
}

// TopUps are what a paid order would have earned more under each of the rules, which are its own but for the tier, in the
// order of tiers: of each what it gives beyond its own rule and all rules before. So a tier's part is the same whether it
// is found at once or after another's. None before the order's points have arisen. They arise when its own did, not after
// now.
func (o Order) TopUps(rules []loyalty.Rule, now time.Time) []TopUp {
	if o.Member == "" || o.Generation == 0 || o.PaidAt.IsZero() || !o.Rule.Enabled {
		return nil
	}
	arose := o.arose()
	since := slices.IndexFunc(o.Returns, func(r Return) bool { return !r.At.Before(arose) })
	if since < 0 {
		since = len(o.Returns)
	}
	best := o.keptUnder(o.Rule, since)
	var list []TopUp
	for _, rule := range rules {
		kept := o.keptUnder(rule, since)
		if n := kept[0] - best[0]; n > 0 {
			list = append(list, o.topUp(rule, n, earlier(arose, now)))
			t := &list[len(list)-1]
			for i, r := range o.Returns[since:] {
				left := min(n, max(0, kept[i+1]-best[i+1])) // rounding may give more for less
				if left < n {
					t.Backs = append(t.Backs, TopUpBack{Return: r.ID, At: earlier(r.At, now), Points: n - left})
				}
				n = left
			}
		}
		for i := range best {
			best[i] = max(best[i], kept[i])
		}
	}
	return list
}

// keptUnder is what the order earned under a rule when its points arose, behind so many returns, and what of it is kept
// behind each return since.
func (o Order) keptUnder(rule loyalty.Rule, since int) []int64 {
	var points []int64
	returns := o.Returns
	for n := since; n <= len(returns); n++ {
		o.Returns = returns[:n]
		kept, _ := o.kept()
		points = append(points, rule.Earn(kept).Reward)
	}
	return points
}

// topUp is the lot of a tier's part; its id is made of the order's.
func (o Order) topUp(rule loyalty.Rule, points int64, arose time.Time) TopUp {
	t := TopUp{Lot: rule.Lot(o.Key(), o.Generation, points, arose), Tier: rule.Tier}
	t.Lot.ID = TopUpLot(t.Lot.ID, rule.Tier)
	t.Lot.Root = t.Lot.ID
	return t
}

// topUpLot begins the ids of such lots: no channel's name has a colon, so no order's own lot begins so.
const topUpLot = "topup:"

// TopUpLot names the lot by which an order's own is topped up to a tier.
func TopUpLot(lot, tier string) string { return topUpLot + lot + "^" + tier }

// IsTopUp says whether an id is of such a lot, or of what happened to one.
func IsTopUp(id string) bool { return strings.HasPrefix(id, topUpLot) }

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
