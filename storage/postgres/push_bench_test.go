package postgres_test

import (
	"cmp"
	"crypto/ed25519"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

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
			floor := bareRows(b, url, orders, 3*size)
			b.ReportMetric(floor, "bare-rows-orders/s")
			theirs, _ := pgbench(b, server, url, callersOfTarget)
			b.ReportMetric(theirs, "pgbench-N-tx/s")
			b.ReportMetric(rate/theirs, "of-pgbench-N")
			b.ReportMetric(floor/theirs, "bare-of-pgbench-N")
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

// bareRows is what is left when nothing is decided: how many orders a second the same server takes of the rows that they left, ready made,
// from two connections that know nothing of each other, a commit for so many orders.
func bareRows(b *testing.B, url string, orders, commit int) float64 {
	b.Helper()
	writers := []*pgx.Conn{connect(b, url), connect(b, url)}
	batches := make([]pgx.Batch, orders/commit)
	for name, figure := range postgres.Tables() {
		rows := bareCopy(b, writers[0], name, figure)
		for i := range batches {
			if from, end := rows.Len()*i/len(batches), rows.Len()*(i+1)/len(batches); from < end {
				sql, args := rows.Put(name+"_bare", from, end)
				batches[i].Queue(sql, args...)
			}
		}
	}
	var wait sync.WaitGroup
	begun := time.Now()
	for w, conn := range writers {
		wait.Go(func() {
			for i := w; i < len(batches); i += len(writers) {
				if err := conn.SendBatch(ctx, &batches[i]).Close(); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wait.Wait()
	return float64(len(batches)*commit) / time.Since(begun).Seconds()
}

// bareCopy makes an empty copy of a table, and gives its rows in the order that they were written in.
func bareCopy(b *testing.B, conn *pgx.Conn, name, figure string) *postgres.Rows {
	b.Helper()
	_, err := conn.Exec(ctx, fmt.Sprintf("CREATE TABLE %s_bare (LIKE %[1]s INCLUDING ALL)", name))
	if err != nil {
		b.Fatal(err)
	}
	rows := postgres.RowsOf(figure)
	found, err := conn.Query(ctx, fmt.Sprintf("SELECT shard, key, value, %s::bigint FROM %s ORDER BY ctid", cmp.Or(figure, "0"), name))
	if err != nil {
		b.Fatal(err)
	}
	var r struct {
		shard, key, value []byte
		figure            int64
	}
	if _, err = pgx.ForEachRow(found, []any{&r.shard, &r.key, &r.value, &r.figure}, func() error {
		rows.Add(r.shard, r.key, r.value, r.figure)
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	return rows
}
