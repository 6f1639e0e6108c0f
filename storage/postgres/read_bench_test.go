package postgres_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/office"
	"tim/domain/share"
)

// BenchmarkBalances is reads of members' accounts, each with some orders, by 64 callers.
func BenchmarkBalances(b *testing.B) {
	server, _, _, offices, members := chain(b, 1)
	for i := range 3 * members {
		if _, err := offices[0].PutOrder(ctx, "web", fmt.Sprint(i), sold(fmt.Sprint("m", i%members), int64(i))); err != nil {
			b.Fatal(err)
		}
	}
	each(b, server.CPU, 64, func(i int64) error {
		_, err := offices[0].Points(ctx, fmt.Sprint("m", int(i)%members), benchDay)
		return err
	})
}

// BenchmarkFeeds is 2,000 tills that each read what a changed product brought, each for itself, by 64 at a time: what a commit costs central
// when every till hears of it is 2,000 of these.
func BenchmarkFeeds(b *testing.B) {
	const tills = 2_000
	server, _, stores, offices, _ := chain(b, 1)
	holder := func(i int64) share.Holder { return share.Holder{Writer: fmt.Sprintf("%04d", i%tills+1), Epoch: 1} }
	if err := stores[0].Write(ctx, func(tx office.Tx) error {
		for i := range int64(tills) {
			if err := tx.Put(office.Till{Holder: holder(i), Shop: fmt.Sprint("q", i/2)}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	first, err := offices[0].FirstCopy(ctx, holder(0), office.ShopFeed, office.Place{}, office.Cursor{}, 0)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := offices[0].PutProduct(ctx, catalog.Product{SKU: "A", Name: "Sữa", Price: 1000}); err != nil {
		b.Fatal(err)
	}
	each(b, server.CPU, 64, func(i int64) error {
		page, err := offices[0].Feed(ctx, holder(i), office.ShopFeed, first.Cursor, 100)
		if err == nil && (page.Anew || len(page.Items) != 1) {
			err = fmt.Errorf("%d items, anew %t", len(page.Items), page.Anew)
		}
		return err
	})
}

// each does something b.N times by so many callers, and says how often a second and at what processor time.
func each(b *testing.B, server func() time.Duration, callers int, do func(i int64) error) {
	b.Helper()
	var n atomic.Int64
	b.SetParallelism((callers + 1) / 2) // of two cores
	own, theirs := ownCPU(), server()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := do(n.Add(1)); err != nil {
				b.Error(err)
			}
		}
	})
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
	b.ReportMetric(float64((ownCPU()-own).Microseconds())/float64(b.N), "central-us")
	b.ReportMetric(float64((server()-theirs).Microseconds())/float64(b.N), "server-us")
}
