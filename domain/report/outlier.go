package report

import (
	"slices"

	"tim/domain/journal"
)

// habitKinds are what cashiers are compared by.
var habitKinds = [...]journal.Kind{journal.LineVoided, journal.OrderVoided, journal.PriceOverridden, journal.LineDiscounted, journal.OrderDiscounted, journal.OrderReturned,
	journal.DrawerOpened, journal.ReceiptReprinted, journal.PointsUsed, journal.MemberCreated}

// salesLeast is how many sales of a week make a cashier's rates comparable.
const salesLeast = 50

// outliers are cashiers who did something in a week far oftener, per sale, than the shop's median. The measure is the robust z-score: the
// distance from the median in units of the median distance, which one thief among few doesn't move as they would move a mean.
func (w *Watch) outliers() []Finding {
	w.strangers()
	weeks := map[weekOf][]weekOf{}
	for key, h := range w.rates {
		if h.Sales >= salesLeast {
			week := weekOf{key.year, key.week, ""}
			weeks[week] = append(weeks[week], key)
		}
	}
	var list []Finding
	for _, cashiers := range weeks {
		if len(cashiers) < w.limits.RateCashiers {
			continue
		}
		for _, kind := range habitKinds {
			list = append(list, w.outliersOf(kind, cashiers)...)
		}
	}
	return list
}

// strangers counts the members whom each cashier signed up and who bought on no second day: perhaps nobody stands behind them.
func (w *Watch) strangers() {
	days := map[string]int{}
	for key := range w.sales {
		days[key.member]++
	}
	for _, h := range w.rates {
		var once []Place
		for _, s := range h.signUps {
			if days[s.member] < 2 {
				once = append(once, s.place)
			}
		}
		h.Done[journal.MemberCreated] = once
	}
}

func (w *Watch) outliersOf(kind journal.Kind, cashiers []weekOf) []Finding {
	rates := make([]int64, len(cashiers))
	for i, key := range cashiers {
		rates[i] = w.rate(key, kind)
	}
	middle := median(rates)
	distances := make([]int64, len(rates))
	for i, r := range rates {
		distances[i] = max(r-middle, middle-r)
	}
	spread := max(median(distances)*14826/10_000, leastSpread, middle/5)
	var list []Finding
	for i, key := range cashiers {
		done := w.rates[key].Done[kind]
		if int64(len(done)) >= w.limits.RateLeast && rates[i]-middle > w.limits.RateScore*spread {
			list = append(list, finding(Finding{Rule: RateHigh, What: kind, Cashier: key.cashier, Usual: middle * 1000 / perSales}, done))
		}
	}
	return list
}

// Rates are per so many sales. The least spread keeps a shop whose cashiers are all alike from calling every difference strange.
const (
	perSales    = 1_000_000
	leastSpread = 4 * perSales / 1000
)

func (w *Watch) rate(key weekOf, kind journal.Kind) int64 {
	h := w.rates[key]
	return perSales * int64(len(h.Done[kind])) / h.Sales
}

func median(values []int64) int64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}
