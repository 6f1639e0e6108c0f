package api_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// BenchmarkOrders files whole orders of members with points, one a request, over HTTP; the client's work is on the same cores.
// bare-ns/op is one commit of the same bytes to a bare bbolt file in the same run, n waiting callers sharing a commit.
func BenchmarkOrders(b *testing.B) {
	for _, connections := range []int{1, 8, 32} {
		b.Run(fmt.Sprint(connections), func(b *testing.B) { benchmarkOrders(b, connections) })
	}
}

const benchMembers = 1000

func benchmarkOrders(b *testing.B, connections int) {
	s := open(b)
	s.programme("")
	for i := range benchMembers {
		s.member(fmt.Sprint("m", i), fmt.Sprintf("09%08d", 12345678+i), 100)
	}
	s.busy(b, connections, "", func(i int) string { return busyOrder(i, benchMembers, 1) })
}

// BenchmarkOrdersAmong shows what a chain's size costs: the same orders from 32 connections among 1,000 and among
// 1,000,000 members. Run it with -benchtime 20000x.
func BenchmarkOrdersAmong(b *testing.B) {
	for _, members := range []int{1_000, 1_000_000} {
		s := open(b)
		s.programme("")
		var file strings.Builder
		file.WriteString("id,phone,name,joined_at\n")
		for i := range members {
			fmt.Fprintf(&file, "m%d,09%08d,Trần Thị Ánh,2025-01-01T00:00:00Z\n", i, i)
		}
		for rest := file.String(); rest != ""; { // in files of a size that a request may have
			part := rest[:min(len(rest), 32<<20)]
			part = part[:strings.LastIndexByte(part, '\n')+1]
			rest = rest[len(part):]
			s.file("/v1/customers/import", "text/csv", part).ok()
			if rest != "" {
				rest = "id,phone,name,joined_at\n" + rest
			}
		}
		round := 0
		b.Run(fmt.Sprint(members), func(b *testing.B) {
			round++
			s.busy(b, 32, fmt.Sprint(round, "-"), func(i int) string { return busyOrder(i*7919, members, 0) })
		})
	}
}

// busy files b.N orders, their ids behind a prefix, from so many connections, and reports what that took.
func (s *shop) busy(b *testing.B, connections int, prefix string, order func(i int) string) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as cmd/central does
	var next atomic.Int64
	var wait sync.WaitGroup
	took := make([][]time.Duration, connections)
	b.ResetTimer()
	began, worked := time.Now(), cpu(b)
	for c := range connections {
		wait.Go(func() {
			l, err := dial(s.url)
			for err == nil {
				i := int(next.Add(1)) - 1
				if i >= b.N {
					return
				}
				sent := time.Now()
				err = l.put(fmt.Sprintf("/v1/orders/web/%s%d", prefix, i), order(i))
				took[c] = append(took[c], time.Since(sent))
			}
			b.Error(err)
		})
	}
	wait.Wait()
	elapsed, spent := time.Since(began), cpu(b)-worked
	b.StopTimer()
	all := slices.Concat(took...)
	slices.Sort(all)
	if len(all) == 0 {
		return
	}
	b.ReportMetric(float64(b.N)/elapsed.Seconds(), "orders/s")
	b.ReportMetric(float64(spent.Microseconds())/float64(b.N), "cpu-µs/order")
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(bare(b, min(b.N, 2000), connections))/float64(time.Second), "bare-s/op")
}

// busyOrder is the i-th order of a busy day: another member's, a millisecond after the one before, using so many points.
func busyOrder(i, members, points int) string {
	at := time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC).Add(time.Duration(i%100_000_000) * time.Millisecond).Format(time.RFC3339Nano)
	return fmt.Sprintf(`{"customer_id": "m%d", "placed_at": %q, "paid_at": %q, "use_points": %d,
		"lines": [{"id": "1", "sku": "SUA", "quantity": "1", "unit_price": "132000"}]}`, i%members, at, at, points)
}

// cpu is what this process, client and central, has used so far.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// line is a connection that costs the client little: the cores are for central.
type line struct {
	net.Conn
	in *bufio.Reader
}

func dial(url string) (*line, error) {
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	return &line{conn, bufio.NewReader(conn)}, err
}

func (l *line) put(path, body string) error {
	_, err := fmt.Fprintf(l, "PUT %s HTTP/1.1\r\nHost: central\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s", path, adminToken, len(body), body)
	if err != nil {
		return err
	}
	status, err := l.in.ReadString('\n')
	length := 0
	for header := status; err == nil && header != "\r\n"; header, err = l.in.ReadString('\n') {
		if n, ok := strings.CutPrefix(header, "Content-Length: "); ok {
			length, err = strconv.Atoi(strings.TrimSpace(n))
		}
	}
	if err != nil {
		return err
	}
	answer := make([]byte, length)
	if _, err := io.ReadFull(l.in, answer); err != nil {
		return err
	}
	if !strings.HasPrefix(status, "HTTP/1.1 200 ") {
		return fmt.Errorf("%s%s", status, answer)
	}
	return nil
}

// bare is how long one order's bytes take in a bare file, shared commits of as many as there are connections.
func bare(b *testing.B, n, together int) time.Duration {
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	value := make([]byte, 1024) // event, order, posting and their keys
	began := time.Now()
	for i := 0; i < n; i += together {
		err := db.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte("orders"))
			for j := range together {
				if err == nil {
					err = bucket.Put(fmt.Appendf(nil, "%012d", i+j), value)
				}
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(began) / time.Duration(n)
}

// BenchmarkBalance reads the account of a member with 300 entries.
func BenchmarkBalance(b *testing.B) {
	s := open(b)
	s.programme("")
	s.member("anh", "0912345678", 100)
	for i := range 300 {
		s.put(fmt.Sprintf("/v1/orders/web/%d", i), order("anh", 32000, "")).ok()
	}
	b.ResetTimer()
	for b.Loop() {
		s.get("/v1/customers/anh/points").ok()
	}
	b.StopTimer()
	if r := s.get("/v1/customers/anh/points"); !json.Valid(r.body) {
		b.Error("no JSON")
	}
}
