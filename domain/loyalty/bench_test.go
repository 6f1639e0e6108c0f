package loyalty

import (
	"fmt"
	"testing"
	"time"

	"tim/domain/money"
)

func BenchmarkEarnOneLine(b *testing.B) {
	r := at("110", nil)
	lines := []BaseLine{{ID: "1", Name: "Sữa", Amount: 96_000, Points: 47_660, VAT: money.Per100(8)}}
	b.ReportAllocs()
	for b.Loop() {
		if e := r.Earn(lines); e.Reward != 53 {
			b.Fatal(e.Reward)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "earns/s")
}

// regular is three years of a member who comes every week, in order: orders that earn, each second one using points.
func regular(mode ExpiryMode, postings int) []Posting {
	r := Rule{Expiry: LotExpiry{Mode: mode, Life: 365 * day}}
	var all []Posting
	for n := 0; len(all) < postings; n++ {
		now, order := epoch.Add(time.Duration(n)*5*day), fmt.Sprintf("store/%d", n)
		ref := func() Ref {
			return Ref{ID: fmt.Sprintf("018f0000-0000-7000-8000-%012d/1", len(all)), At: now, Writer: "01", Epoch: 1, Seq: uint64(len(all))}
		}
		if n%2 == 1 {
			used := now.Add(-time.Minute)
			take := Posting{Ref: ref(), Member: "ánh", Kind: Use, Order: order, Takes: []Take{{Lot: fmt.Sprintf("store/%d", n-1), Points: 40}, {Lot: fmt.Sprintf("store/%d", max(0, n-20)), Points: 1}}}
			take.Ref.At = used
			all = append(all, take)
		}
		all = append(all, Posting{Ref: ref(), Member: "ánh", Kind: Earn, Order: order, Lots: []Lot{r.Lot(order, 1, 109, now)}, Ranking: 109, OrderedAt: now.Add(-2 * time.Minute)})
	}
	return all[:postings]
}

func BenchmarkFold300(b *testing.B) {
	for _, mode := range []ExpiryMode{ExpiryNever, ExpiryAfterAccrual, ExpiryAfterLastOrder} {
		b.Run(mode.String(), func(b *testing.B) {
			postings := regular(mode, 300)
			b.ReportAllocs()
			for b.Loop() {
				if len(Fold(postings).Late()) > 0 {
					b.Fatal("late takes")
				}
			}
		})
	}
}

func BenchmarkApplyAfter300(b *testing.B) {
	postings := regular(ExpiryAfterLastOrder, 301)
	s := Fold(postings[:300])
	p := postings[300]
	b.ReportAllocs()
	for b.Loop() {
		p.Ref.ID, p.Ref.At, p.Ref.Seq = fmt.Sprintf("x%d", p.Ref.Seq), p.Ref.At.Add(time.Second), p.Ref.Seq+1
		p.Lots, p.OrderedAt = nil, p.Ref.At
		if !s.Apply(p) {
			b.Fatal("refused")
		}
	}
}

func BenchmarkAtAfter300(b *testing.B) {
	s := Fold(regular(ExpiryAfterLastOrder, 300))
	now := epoch.Add(1100 * day)
	b.ReportAllocs()
	for b.Loop() {
		s.At(now)
	}
}

func BenchmarkPlan(b *testing.B) {
	a := Fold(regular(ExpiryNever, 300)).At(epoch.Add(1100 * day))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Plan(1000, a.AsOf); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLimitAndLevels(b *testing.B) {
	u, basis := demoRules(), UseBasis{Payable: 193_290, LeftToPay: 193_290, Usable: 500}
	b.ReportAllocs()
	for b.Loop() {
		u.Levels(basis, u.Limit(basis))
	}
}
