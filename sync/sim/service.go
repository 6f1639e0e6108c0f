package sim

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"tim/domain/loyalty"
)

// Shops have no link for so long at a time, outagesOf100 of 100 shops' days: 5 % of the time that they are open.
const (
	outageFor    = 6 * time.Minute
	outagesOf100 = 25
)

// servicePlan is visits at home, mostly, and outages of shops.
func servicePlan(r *rand.Rand, o Options) (plan []Step) {
	for day := range o.Days {
		begins := time.Duration(day) * 24 * time.Hour
		for range o.Tills * o.Visits {
			s := Step{At: begins + time.Duration(r.Int64N(int64(openFor))), Kind: Visit, Till: r.IntN(o.Tills), Member: r.IntN(o.Members), Seed: r.Uint64()}
			if shops := (o.Tills + o.PerShop - 1) / o.PerShop; r.IntN(100) < homeVisits {
				s.Till = min(s.Member%shops*o.PerShop+r.IntN(o.PerShop), o.Tills-1)
			}
			plan = append(plan, s)
		}
		for till := 0; till < o.Tills; till += o.PerShop {
			if day > 0 && r.IntN(100) < outagesOf100 { // nobody has been anywhere on the first day
				plan = append(plan, Step{At: begins + time.Duration(r.Int64N(int64(openFor-outageFor))), Kind: Outage, Till: till, Seed: r.Uint64()})
			}
		}
	}
	slices.SortStableFunc(plan, func(a, b Step) int { return int(a.At - b.At) })
	return plan
}

// Service is what customers who wanted to use points at a till without a link met under one way of keeping shares.
type Service struct {
	Way      string
	Stats    Stats
	Exposure int64 // points that a till holds in the evening, on average
}

// String is a line of the report.
func (s Service) String() string {
	of := max(1, s.Stats.OfflineWishes)
	return fmt.Sprintf("%-24s %5.1f %% of %d wishes granted offline, %d points held by a till, %d points on trust, of which %d overdraw a lot",
		s.Way, float64(100*s.Stats.OfflineGranted)/float64(of), s.Stats.OfflineWishes, s.Exposure, s.Stats.Trusted, s.Stats.Overdrawn)
}

// Report lives through worlds of shops that are offline 5 % of the time, 85 % of the visits at home, under each way of
// keeping shares; one holder a shop is what a shop's hub would be.
func Report(first uint64, seeds int, o Options) (ways []Service) {
	o.Faults = false
	for _, way := range []struct {
		name, use string
		perShop   int
	}{{"shares", loyalty.OfflineShares, 2}, {"shares, a hub", loyalty.OfflineShares, 1}, {"trust", loyalty.OfflineTrust, 2}, {"none", loyalty.OfflineNone, 2}} {
		own := o
		own.Service, own.PerShop = way.use, way.perShop
		if way.perShop == 1 { // one till does what two did
			own.Tills, own.Visits = (o.Tills+1)/2, 2*o.Visits
		}
		s := Service{Way: way.name}
		for seed := first; seed < first+uint64(seeds); seed++ {
			r := Run(seed, own, Plan(seed, own))
			s.Stats.Add(r.Stats)
		}
		s.Exposure = s.Stats.HeldPoints / int64(max(1, seeds*own.Tills))
		ways = append(ways, s)
	}
	return ways
}
