package postgres_test

import (
	"crypto/ed25519"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/storage/postgres"
)

// BenchmarkPushes is what tills sold, pushed by eight of them in batches of so many orders, each order an event under a seal of its own;
// beside it what pgbench -N makes of the same server.
func BenchmarkPushes(b *testing.B) {
	for _, size := range []int{100, 500} {
		b.Run(fmt.Sprint("batch=", size), func(b *testing.B) {
			server, url, stores, offices, members := chain(b, 1)
			tills := make([][]office.Pushed, callersOfTarget)
			each := (b.N + len(tills)*size - 1) / (len(tills) * size)
			for i := range tills {
				tills[i] = pushesOf(b, stores[0], offices[0], i, each, size, members)
			}
			defer debug.SetGCPercent(debug.SetGCPercent(400)) // as cmd/central does
			busy, before := watchCPU(server), bytesOf(b, url)
			b.ResetTimer()
			var wait sync.WaitGroup
			for _, pushes := range tills {
				wait.Go(func() {
					for _, p := range pushes {
						if got, err := offices[0].TakeJournal(ctx, p); err != nil || got.Seq != p.Prev.Seq+uint64(size) || len(got.Problems) > 0 {
							b.Error(got, err)
							return
						}
					}
				})
			}
			wait.Wait()
			b.StopTimer()
			orders := len(tills) * each * size
			rate := float64(orders) / b.Elapsed().Seconds()
			b.ReportMetric(rate, "orders/s")
			busy(b, orders)
			did := stores[0].Stats()
			b.ReportMetric(float64(orders)/float64(did.Committed), "orders/commit")
			b.ReportMetric(float64(did.Overlapped)/float64(did.Committed), "ahead/commit")
			b.ReportMetric(float64(did.Overtaken)/float64(did.Committed), "overtaken/commit")
			b.ReportMetric((bytesOf(b, url)-before)/float64(orders), "disk-B")
			theirs, _ := pgbench(b, server, url, callersOfTarget)
			b.ReportMetric(theirs, "pgbench-N-tx/s")
			b.ReportMetric(rate/theirs, "of-pgbench-N")
		})
	}
}

// pushesOf enrols a till and lets it sell: so many batches of so many orders.
func pushesOf(b *testing.B, s *postgres.Store, o *office.Office, number, batches, size, members int) []office.Pushed {
	b.Helper()
	key := journal.Key(ed25519.NewKeyFromSeed(slices.Repeat([]byte{byte(number + 1)}, ed25519.SeedSize)))
	h := share.Holder{Writer: fmt.Sprintf("%02d", number+1), Epoch: 1}
	err := s.Write(ctx, func(tx office.Tx) error {
		return tx.Put(office.Till{Holder: h, Shop: fmt.Sprint("q", number/2), PublicKey: key.Public(), EnrolledAt: benchDay})
	})
	if err != nil {
		b.Fatal(err)
	}
	p := onlyProgram()
	zone, err := time.LoadLocation(p.TimeZone)
	if err != nil {
		b.Fatal(err)
	}
	p.Version = 1
	rule := p.Freeze(p.Tiers[0], sale.Store, benchDay.Add(-time.Hour), zone)
	ids := ident.Minter{Entropy: &entropy{source: seeded(byte(number))}}
	head, pushes := journal.Head{Writer: h.Writer, Epoch: h.Epoch}, make([]office.Pushed, batches)
	for i := range pushes {
		pushes[i] = office.Pushed{Holder: h, Prev: head}
		for n := range size {
			at := benchDay.Add(-time.Hour + time.Duration(i*size+n)*time.Millisecond)
			order, postings := paidAtTill(b, fmt.Sprintf("%s-%d", h.Writer, i*size+n), h.Writer, fmt.Sprint("m", (number*size*batches+i*size+n)%members), rule, at)
			e := journal.Event{ID: ids.New(at), At: at, Wall: at, Kind: journal.OrderPaid, Body: journal.Encode(&sale.Filed{Order: order, Postings: postings}),
				Moves: append([]journal.Move{{Kind: journal.MoveArise, Lot: share.Pen(order.Key()), N: 1}}, loyalty.Moves(postings)...)}
			var records []journal.Record
			var seal journal.Seal
			records, seal, head = journal.Extend(head, key, []journal.Event{e})
			pushes[i].Records, pushes[i].Seals = append(pushes[i].Records, records[0].Bytes), append(pushes[i].Seals, seal)
		}
	}
	return pushes
}

// paidAtTill is an order of a member's, paid in cash, and what it earned.
func paidAtTill(b *testing.B, id, till, member string, rule loyalty.Rule, at time.Time) (sale.Order, []loyalty.Posting) {
	b.Helper()
	o := sale.Open(id, till, "s1", "hong", at)
	o, _, err := o.Add(catalog.Product{SKU: "A", Name: "Sữa", Price: 64_000}, money.Units(1), 0, at)
	if err == nil {
		o, err = o.Attach(member)
	}
	if err == nil {
		o, err = o.Tendered(sale.Cash, 64_000, "")
	}
	var settled sale.Settled
	if err == nil {
		settled, err = o.Pay(rule, "HD-"+id, at)
	}
	if err != nil {
		b.Fatal(err)
	}
	return settled.Order, settled.Postings
}
