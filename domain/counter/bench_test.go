package counter_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/sale"
	"tim/storage/bolt"
)

// weighed is a ledger that weighs what a commit writes.
type weighed struct {
	counter.Ledger
	bytes []byte
	took  time.Duration
}

func (w *weighed) Commit(ctx context.Context, b counter.Batch) error {
	w.bytes = w.bytes[:0]
	for _, r := range b.Records {
		w.bytes = append(w.bytes, r.Bytes...)
	}
	for _, o := range b.Orders {
		w.bytes = journal.Append(w.bytes, &o)
	}
	for _, p := range b.Postings {
		w.bytes = journal.Append(w.bytes, &p)
	}
	from := time.Now()
	err := w.Ledger.Commit(ctx, b)
	w.took = time.Since(from)
	return err
}

// BenchmarkFinishSale times the key that finishes a sale with points (decide, sign, write, fold, receipt) against one
// bare bbolt commit of the same bytes, each after the other in the same run. DESIGN's target is a ratio of 1.3.
func BenchmarkFinishSale(b *testing.B) {
	k := start(b)
	w := &weighed{Ledger: k.file}
	k.Config.Ledger = w
	bare, err := bbolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	phones := regulars(k)
	var sales, commits, writes []time.Duration
	for i := range b.N {
		k.mustDo(counter.Enter{Text: "3*" + milk}, counter.Enter{Text: "3*" + card}, counter.Enter{Text: phones[i%len(phones)]}, counter.UsePoints{Points: 5})
		from := time.Now()
		k.mustDo(counter.AddTender{Kind: sale.Cash})
		sales, writes = append(sales, time.Since(from)), append(writes, w.took)
		from = time.Now()
		if err := commitBare(bare, w.bytes); err != nil {
			b.Fatal(err)
		}
		commits = append(commits, time.Since(from))
		k.printed = nil
	}
	b.ReportMetric(ms(median(sales)), "ms/sale")
	b.ReportMetric(ms(median(commits)), "ms/bare-commit")
	b.ReportMetric(ms(median(writes)), "ms/commit")
	b.ReportMetric(ms(median(sales))/ms(median(commits)), "ratio")
	b.ReportMetric(float64(len(w.bytes)), "bytes")
}

// regulars are members who have been here before, with points to use.
func regulars(k *till) []string {
	phones := make([]string, 40)
	for i := range phones {
		phones[i] = fmt.Sprintf("09000000%02d", i)
		k.mustDo(counter.CreateMember{Name: fmt.Sprintf("Khách %d", i), Phone: phones[i], Points: true},
			counter.Enter{Text: "9*" + milk}, counter.AddTender{Kind: sale.Cash})
	}
	return phones
}

func commitBare(db *bbolt.DB, value []byte) error {
	return db.Update(func(tx *bbolt.Tx) error {
		bucket, err := tx.CreateBucketIfNotExists([]byte("bare"))
		if err != nil {
			return err
		}
		seq, err := bucket.NextSequence()
		if err != nil {
			return err
		}
		key := []byte{byte(seq >> 24), byte(seq >> 16), byte(seq >> 8), byte(seq)}
		return bucket.Put(key, value)
	})
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// BenchmarkLargeCart times a State of 500 lines with a member, without rewards and with 50: what they add must stay under
// a millisecond.
func BenchmarkLargeCart(b *testing.B) {
	for _, n := range []int{0, 50} {
		b.Run(fmt.Sprintf("rewards=%d", n), func(b *testing.B) {
			k := largeCart(b, n)
			b.ResetTimer()
			for b.Loop() {
				k.Look()
			}
		})
	}
}

func largeCart(b *testing.B, offered int) *till {
	k := start(b)
	err := k.file.Fill(func(w *bolt.CatalogWriter) error {
		for i := range sale.LinesMax {
			w.Product(catalog.Product{SKU: fmt.Sprintf("HANG%03d", i), Name: fmt.Sprintf("Hàng %d", i), Price: 12_000, VAT: catalog.ReducedVAT(), Earns: true})
		}
		all := rewards()
		for _, r := range all {
			r.RetiredAt = k.now
			w.Reward(r)
		}
		for i := range offered {
			r := all[i%5]
			r.ID = fmt.Sprintf("r%02d", i)
			w.Reward(r)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"}, counter.Enter{Text: anhPhone})
	for i := range sale.LinesMax {
		k.mustDo(counter.AddProduct{SKU: fmt.Sprintf("HANG%03d", i)})
	}
	return k
}
