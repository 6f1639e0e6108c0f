package postgres_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// benchMembers is how many members the benchmarks' chain has; TIM_MEMBERS says another number.
func benchMembers(b *testing.B) int {
	if given := os.Getenv("TIM_MEMBERS"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil {
			b.Fatal(err)
		}
		return n
	}
	return 1_000
}

var benchDay = time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)

// benchOffice is central's use cases over a store.
func benchOffice(s *postgres.Store, seed byte) *office.Office {
	return office.New(office.Config{Store: s, Now: func() time.Time { return benchDay }, Entropy: &entropy{source: seeded(seed)}, Zone: oneZone("Asia/Ho_Chi_Minh")})
}

// oneZone is a source of zones that has one, loaded once.
func oneZone(name string) func(string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	return func(string) (*time.Location, error) { return zone, err }
}

// callersOfTarget is how many callers the targets are about.
const callersOfTarget = 8

func seeded(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

// chain is some centrals on one durable server, and members with points.
func chain(b *testing.B, centrals int) (server *pgtest.Server, url string, stores []*postgres.Store, offices []*office.Office, members int) {
	b.Helper()
	server = pgtest.Durable(b)
	url = server.Database(b)
	members = benchMembers(b)
	for i := range centrals {
		s := open(b, url, postgres.Options{Conns: 24})
		b.Cleanup(func() { _ = s.Close() })
		stores, offices = append(stores, s), append(offices, benchOffice(s, byte(i)))
		if i > 0 {
			continue
		}
		if err := errors.Join(begun(offices[0]), enrolled(s, members)); err != nil {
			b.Fatal(err)
		}
	}
	return server, url, stores, offices, members
}

// begun puts a programme of one tier in force.
func begun(o *office.Office) error {
	_, err := o.PutProgram(ctx, onlyProgram(), "", "")
	return err
}

func onlyProgram() loyalty.Program {
	p := loyalty.Default()
	p.Tiers = []loyalty.Tier{{ID: "mot", Name: "Một", Rate: money.Per100(100)}}
	p.EffectiveFrom = benchDay.AddDate(-1, 0, 0)
	return p
}

// enrolled loads so many members.
func enrolled(s *postgres.Store, members int) error {
	return s.Bulk(ctx, func(tx office.Tx) error {
		for n := range members {
			m := office.Member{Member: catalog.Member{ID: fmt.Sprint("m", n), Name: fmt.Sprint("Khách Số ", n), Phone: fmt.Sprintf("+849%08d", n), JoinedAt: benchDay}, CreatedAt: benchDay, Key: make([]byte, 32)}
			if err := tx.Put(m); err != nil {
				return err
			}
		}
		return nil
	})
}

// sold is a member's n-th order, which earns points.
func sold(member string, n int64) office.OrderDoc {
	at, price := benchDay.Add(-time.Hour+time.Duration(n)*time.Millisecond), money.VND(64_000)
	return office.OrderDoc{CustomerID: member, PlacedAt: &at, PaidAt: &at,
		Lines: []office.OrderLine{{ID: "1", SKU: "A", Name: "Sữa", Quantity: money.Units(1), UnitPrice: &price}}}
}

// BenchmarkOrders is whole orders with points, one at a time, each durable, by so many callers of so many centrals; beside each
// what pgbench makes of the same server.
func BenchmarkOrders(b *testing.B) {
	for _, centrals := range []int{1, 2} {
		for _, callers := range []int{1, callersOfTarget, 64} {
			b.Run(fmt.Sprintf("centrals=%d/callers=%d", centrals, callers), func(b *testing.B) {
				if b.N == 1 && benchMembers(b) > 100_000 {
					return // the first look at how long it takes isn't worth loading them
				}
				server, url, stores, offices, members := chain(b, centrals)
				var n atomic.Int64
				b.SetParallelism((callers + 1) / 2)               // of two cores
				defer debug.SetGCPercent(debug.SetGCPercent(400)) // as cmd/central does
				busy, before := watchCPU(server), bytesOf(b, url)
				b.ResetTimer()
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						i := n.Add(1)
						if _, err := offices[int(i)%centrals].PutOrder(ctx, "web", fmt.Sprint(i), sold(fmt.Sprint("m", int(i)%members), i)); err != nil {
							b.Error(err)
						}
					}
				})
				b.StopTimer()
				orders := float64(b.N) / b.Elapsed().Seconds()
				b.ReportMetric(orders, "orders/s")
				busy(b, b.N)
				commits := int64(0)
				for _, s := range stores {
					commits += s.Stats().Committed
				}
				b.ReportMetric(float64(b.N)/float64(commits), "orders/commit")
				b.ReportMetric((bytesOf(b, url)-before)/float64(b.N), "disk-B")
				theirs, alike := pgbench(b, server, url, callers)
				b.ReportMetric(theirs, "pgbench-N-tx/s")
				b.ReportMetric(orders/theirs, "of-pgbench-N")
				b.ReportMetric(alike, "pgbench-alike-tx/s")
				b.ReportMetric(orders/alike, "of-alike")
			})
		}
	}
}

// watchCPU begins to watch how busy processors are; what it gives tells, for each of n things done, the central's share (with its callers)
// and the server's: figures that others' work on the machine blurs less than times.
func watchCPU(server *pgtest.Server) func(b *testing.B, n int) {
	own, theirs := ownCPU(), server.CPU()
	return func(b *testing.B, n int) {
		b.ReportMetric(float64((ownCPU()-own).Microseconds())/float64(n), "central-us")
		b.ReportMetric(float64((server.CPU()-theirs).Microseconds())/float64(n), "server-us")
	}
}

func ownCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// bytesOf is how much disk a database's tables and indexes take.
func bytesOf(b *testing.B, url string) (n float64) {
	b.Helper()
	if err := connect(b, url).QueryRow(ctx, "SELECT pg_database_size(current_database())::float8").Scan(&n); err != nil {
		b.Fatal(err)
	}
	return n
}

// alike is a transaction for pgbench of as many statements as an order has: five reads by key, the head, and six rows, in the tables
// that an order writes, of about its size.
const alike = `\set i random(1, 1000000000)
\set m random(1, 1000)
BEGIN;
SELECT n FROM head WHERE id = 1;
SELECT value FROM orders WHERE shard = int8send(:i) AND key = '';
SELECT value FROM members WHERE shard = int8send(:m) AND key = '';
SELECT key, value FROM merged WHERE shard = int8send(:m) AND key >= '' ORDER BY key;
SELECT key, value FROM postings WHERE shard = int8send(:m) AND key >= '' ORDER BY key LIMIT 10;
INSERT INTO events VALUES (int8send(:i), int8send(:i), decode(repeat('ab', 720), 'hex')) ON CONFLICT (shard, key) DO UPDATE SET value = excluded.value;
INSERT INTO postings VALUES (int8send(:m), int8send(:i), decode(repeat('ab', 150), 'hex'), 1) ON CONFLICT (shard, key) DO UPDATE SET value = excluded.value;
INSERT INTO orders VALUES (int8send(:i), '', decode(repeat('ab', 400), 'hex'), 1) ON CONFLICT (shard, key) DO UPDATE SET value = excluded.value;
INSERT INTO orders_listed VALUES (int8send(:i), int8send(:i), ''), (int8send(:m), int8send(:i), '') ON CONFLICT (shard, key) DO UPDATE SET value = excluded.value;
INSERT INTO commits VALUES (1000000 + :i, int8send(:i), now(), decode(repeat('ab', 150), 'hex')) ON CONFLICT DO NOTHING;
END;
`

// pgbench is PostgreSQL's own measure on the same server, of a transaction of an update, a read and an insert, and of one like an order.
func pgbench(b *testing.B, server *pgtest.Server, url string, clients int) (simple, likeOrders float64) {
	b.Helper()
	script := filepath.Join(b.TempDir(), "alike.sql")
	if err := os.WriteFile(script, []byte(alike), 0o600); err != nil {
		b.Fatal(err)
	}
	if out, err := exec.Command(server.Program("pgbench"), "-i", "-q", "-s", "10", url).CombinedOutput(); err != nil {
		b.Fatalf("%v %s", err, out)
	}
	run := func(args ...string) float64 {
		args = append(args, "-M", "prepared", "-n", "-T", "4", "-c", fmt.Sprint(clients), "-j", "2", url)
		out, err := exec.Command(server.Program("pgbench"), args...).CombinedOutput()
		found := regexp.MustCompile(`tps = ([0-9.]+)`).FindSubmatch(out)
		if err != nil || found == nil {
			b.Fatalf("%v %s", err, out)
		}
		tps, _ := strconv.ParseFloat(string(found[1]), 64)
		return tps
	}
	return run("-N"), run("-f", script)
}
