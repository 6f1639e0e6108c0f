package bolt_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"tim/domain/journal"
	"tim/domain/report"
	"tim/storage/bolt"
	"tim/storage/storetest"
)

// benchEvents is how many events are proved; 1,000,000 by TIM_EVENTS.
func benchEvents() int {
	if n, err := strconv.Atoi(os.Getenv("TIM_EVENTS")); err == nil {
		return n
	}
	return 20_000
}

// daybook is a till's directory with about so many events, some under each seal: a sale writes its lines' events with its payment.
func daybook(b *testing.B, events, atOnce int) (dir string, export []byte) {
	b.Helper()
	dir = b.TempDir()
	till := open(b, dir)
	book := storetest.NewBook(b, till)
	for book.Head.Seq < uint64(events) {
		order, postings := book.PaidOrder(book.Cart(3, fmt.Sprint("m", book.Head.Seq%500)))
		drafts := []journal.Event{}
		for range atOnce - 1 {
			drafts = append(drafts, book.Event(journal.LineVoided, new(voidedLine)))
		}
		paid := book.File(journal.OrderPaid, order, postings, book.Sold+1)
		batch := book.Batch(append(drafts, paid.Records[0].Event)...)
		batch.Orders, batch.Postings, batch.Receipts = paid.Orders, paid.Postings, paid.Receipts
		for i := range batch.Postings {
			batch.Postings[i].Ref.Seq += uint64(atOnce - 1)
		}
		book.Commit(b, batch)
	}
	if err := till.Close(); err != nil {
		b.Fatal(err)
	}
	var x bytes.Buffer
	if err := bolt.Export(b.Context(), dir, &x); err != nil {
		b.Fatal(err)
	}
	return dir, x.Bytes()
}

// voidedLine is a body of the size of a line's.
type voidedLine struct{}

func (*voidedLine) Code(c *journal.Codec) {
	c.Version(1)
	text := "store/01-000123 Sữa tươi Đồng Xanh 1L 2000000000015"
	journal.String(c, &text)
}

// BenchmarkVerify is how fast a till's file and its export are proved, in events, at 2 and at 6 events a seal; and what a machine can
// do at most of it: the hashes alone, each seal's signature alone, both on one core.
func BenchmarkVerify(b *testing.B) {
	for _, atOnce := range []int{2, 6} {
		dir, export := daybook(b, benchEvents(), atOnce)
		var events int
		each := func(name string, run func(b *testing.B)) {
			b.Run(fmt.Sprintf("%d a seal/%s", atOnce, name), func(b *testing.B) {
				before := processorTime(b)
				for b.Loop() {
					run(b)
				}
				all := float64(events) * float64(b.N)
				b.ReportMetric(all/b.Elapsed().Seconds(), "events/s")
				b.ReportMetric(all/(processorTime(b)-before).Seconds(), "events/s-of-a-core")
			})
		}
		each("file", func(b *testing.B) {
			broken, sum, err := bolt.Verify(context.Background(), dir, nil)
			if err != nil || broken != nil {
				b.Fatal(broken, err)
			}
			events = int(sum.Events)
		})
		prove := func(b *testing.B, each func(journal.Record)) {
			x, err := journal.ReadExport(bytes.NewReader(export), journal.Known{}, each)
			if err != nil || x.Broken != nil {
				b.Fatal(x.Broken, err)
			}
		}
		each("export", func(b *testing.B) { prove(b, report.NewProof().Event) })
		each("export without its Zs", func(b *testing.B) { prove(b, func(journal.Record) {}) })
		raw, seals := parts(b, export)
		each("floor: hashes", func(*testing.B) {
			for _, r := range raw {
				sha256.Sum256(r)
			}
		})
		each("floor: signatures one by one", func(*testing.B) {
			for _, s := range seals {
				ed25519.Verify(storetest.Key().Public(), s.Message(), s.Signature)
			}
		})
	}
}

// processorTime is what the process has used of all cores: a machine that has other things to do changes it little.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// parts is what an export consists of: events' bytes, and seals.
func parts(b *testing.B, export []byte) (raw [][]byte, seals []journal.Seal) {
	b.Helper()
	from := uint64(1)
	if _, err := journal.ReadExport(bytes.NewReader(export), journal.Known{}, func(r journal.Record) {
		raw = append(raw, r.Bytes)
	}); err != nil {
		b.Fatal(err)
	}
	key := storetest.Key()
	for range bytes.Count(export, []byte(`{"from":`)) {
		s := journal.Seal{Writer: "01", Epoch: 1, From: from, To: from}
		s.Signature = key.Sign(s.Message())
		seals, from = append(seals, s), from+1
	}
	return raw, seals
}
