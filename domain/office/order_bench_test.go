package office_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"tim/domain/fault"
	"tim/domain/office"
)

// TestOnlyOneOfManyOrdersGetsTheSamePoints: 64 at once want all of a member's points.
func TestOnlyOneOfManyOrdersGetsTheSamePoints(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 100)
	codes := make([]string, 64)
	var all sync.WaitGroup
	for i := range codes {
		all.Go(func() {
			_, err := s.PutOrder(context.Background(), "web", fmt.Sprint(i), sold("lan", 100_000, at(0), func(d *office.OrderDoc) { d.UsePoints = 100 }))
			codes[i] = fault.Code(err)
		})
	}
	all.Wait()
	won := 0
	for _, code := range codes {
		if code == "" {
			won++
		} else if code != "points.short" {
			t.Errorf("refused with %q", code)
		}
	}
	if won != 1 || usable(s, "lan") != 0 {
		t.Errorf("%d orders got the points, %d left", won, usable(s, "lan"))
	}
}

func TestOneDocumentFromManyClientsIsOneOrder(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 100)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() { s.put("1", sold("lan", 100_000, at(0), func(d *office.OrderDoc) { d.UsePoints = 10 })) })
	}
	all.Wait()
	if got := usable(s, "lan"); got != 180 || len(s.entries("lan")) != 3 {
		t.Errorf("%d points, %+v", got, s.entries("lan"))
	}
}

// BenchmarkPutOrder is whole orders with points, durable, from 32 callers, of members with a few entries.
func BenchmarkPutOrder(b *testing.B) {
	s := openOffice(b)
	s.program()
	s.now = at(100)
	const members = 512
	for i := range members {
		s.member(fmt.Sprint("m", i), fmt.Sprintf("09%08d", i), 100)
	}
	var next sync.Mutex
	n := 0
	b.SetParallelism(16)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			next.Lock()
			n++
			i := n
			next.Unlock()
			d := sold(fmt.Sprint("m", i%members), 64_000, at(90+float64(i)/1e7), func(d *office.OrderDoc) { d.UsePoints = 1 })
			if _, err := s.PutOrder(context.Background(), "web", fmt.Sprint(i), d); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
}
