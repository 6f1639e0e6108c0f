package uplink_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
)

// spread reports how long something took, in milliseconds.
func spread(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	at := func(percent int) float64 {
		return float64(took[min(len(took)-1, len(took)*percent/100)].Microseconds()) / 1000
	}
	b.ReportMetric(at(50), "p50-ms")
	b.ReportMetric(at(95), "p95-ms")
	b.ReportMetric(at(99), "p99-ms")
	b.ReportMetric(0, "ns/op")
}

// pace is the pause between two of a benchmark's sales: central lets no till ask more than 50 times a second for long.
const pace = 500 * time.Millisecond

// BenchmarkUse is a cashier's Use of points that central has: ask, grant, its event in the till's file and the take. Target:
// 300 ms. Run it with -benchtime 100x.
func BenchmarkUse(b *testing.B) {
	f := newFront(b)
	if _, err := f.office.PutProduct(b.Context(), carton()); err != nil {
		b.Fatal(err)
	}
	phone := func(i int) string { return fmt.Sprintf("09%08d", i) }
	for i := range b.N {
		doc := office.NewMember{ID: fmt.Sprint("m", i), Phone: phone(i), Name: "Ánh", Opening: office.Opening{Points: 100}}
		if _, err := f.office.CreateMember(b.Context(), doc); err != nil {
			b.Fatal(err)
		}
	}
	k := fileShop(b, f.center, f.url)
	until(b, "the members come down", func() bool {
		_, err := k.store.ByPhone(b.Context(), "+849"+phone(b.N - 1)[2:])
		return err == nil && k.synced()
	})
	for i := range b.N { // each was at this shop before
		k.must(counter.Enter{Text: milk}, counter.Enter{Text: phone(i)}, counter.AddTender{Kind: sale.Cash, Amount: 32_000})
		time.Sleep(pace)
	}
	until(b, "their accounts come down", func() bool {
		postings, err := k.store.Postings(b.Context(), fmt.Sprint("m", b.N-1))
		return err == nil && loyalty.Fold(postings).At(time.Now()).Balance == 132 && k.synced()
	})
	took := make([]time.Duration, b.N)
	for i := range took {
		for range 4 {
			k.must(counter.Enter{Text: milk})
		}
		k.must(counter.Enter{Text: phone(i)})
		held := k.points()
		began := time.Now()
		k.must(counter.UsePoints{Points: 100}) // 32 of them are held here
		took[i] = time.Since(began)
		if now := k.points(); now <= held-100 {
			b.Fatalf("%d were held, %d are: nothing was granted", held, now)
		}
		k.must(counter.UsePoints{}, counter.AddTender{Kind: sale.Cash, Amount: 128_000})
		time.Sleep(pace)
	}
	spread(b, took)
}

// ordersOfADay is how many orders a till that was offline for a busy day has to send.
const ordersOfADay = 10_000

// BenchmarkPushOfADay sends what a till has sold in a day without central. Target: 5 s. Run it with -benchtime 1x.
func BenchmarkPushOfADay(b *testing.B) {
	for range b.N {
		b.StopTimer()
		f := newFront(b)
		if _, err := f.office.PutProduct(b.Context(), carton()); err != nil {
			b.Fatal(err)
		}
		f.member(b, "anh", "0912345678", 500)
		k := fileShop(b, f.center, f.url)
		until(b, "the first copy", func() bool { return k.synced() })
		k.link.Link(false)
		until(b, "offline", func() bool { return offline(k.link.Status()) })
		for range ordersOfADay {
			k.sell()
		}
		events, before := k.link.Status().Waiting, f.road.bytes.Load()
		b.StartTimer()
		k.link.Link(true)
		for s := k.link.Status(); s.Waiting > 0; s = <-k.link.Latest() {
			continue
		}
		b.ReportMetric(float64(events), "events")
		b.ReportMetric(float64(f.road.bytes.Load()-before)/ordersOfADay, "B/order")
	}
}

// BenchmarkOrderReachesAnotherTill is the time from a sale's last key at one till to the page with her new balance in the
// other's file, behind which its screen is drawn. Target: 1 s. Run it with -benchtime 100x.
func BenchmarkOrderReachesAnotherTill(b *testing.B) {
	f := newFront(b)
	if _, err := f.office.PutProduct(b.Context(), carton()); err != nil {
		b.Fatal(err)
	}
	f.member(b, "anh", "0912345678", 500)
	from, to := fileShop(b, f.center, f.url), fileShop(b, f.center, f.url)
	until(b, "the first copy", func() bool { return synced(from.link.Status()) && synced(to.link.Status()) })
	balance := func() int64 {
		postings, err := to.store.Postings(b.Context(), "anh")
		if err != nil {
			b.Fatal(err)
		}
		return loyalty.Fold(postings).At(time.Now()).Balance
	}
	took := make([]time.Duration, b.N)
	for i := range took {
		from.basket(1)
		began := time.Now()
		from.must(counter.AddTender{Kind: sale.Cash, Amount: 32_000})
		until(b, "the balance", func() bool { return balance() >= 500+32*int64(i+1) })
		took[i] = time.Since(began)
		time.Sleep(pace)
	}
	spread(b, took)
}

// idleFor is so long that each thing which an idle till does now and then has happened.
const idleFor = 5*time.Minute + 15*time.Second

// BenchmarkIdleTill counts what a till at rest sends and receives, TLS and headers included, TCP's own left out. Target:
// 1 KB a minute. It takes its time: run it with -benchtime 1x.
func BenchmarkIdleTill(b *testing.B) {
	f := newFront(b)
	f.member(b, "anh", "0912345678", 500)
	k := fileShop(b, f.center, f.url)
	until(b, "the first copy", func() bool { return k.synced() })
	time.Sleep(5 * time.Second) // what follows the first copy
	before := f.road.bytes.Load()
	time.Sleep(idleFor)
	b.ReportMetric(float64(f.road.bytes.Load()-before)/idleFor.Minutes(), "B/min")
	b.ReportMetric(0, "ns/op")
}
