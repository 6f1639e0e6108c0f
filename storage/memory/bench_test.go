package memory_test

import (
	"fmt"
	"testing"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/storage/memory"
	"tim/storage/storetest"
)

// unsigned signs nothing: a signature costs more than all the rest.
type unsigned struct{ journal.Key }

func (unsigned) Sign([]byte) []byte { return make([]byte, 64) }

// BenchmarkCommit is what each of a sale's three batches costs the store, the store growing by a sale each time.
func BenchmarkCommit(b *testing.B) {
	till := memory.NewTill(nil)
	book := storetest.NewBook(b, till)
	b.StopTimer()
	for n := range b.N {
		cart := book.Cart(5, fmt.Sprintf("m%d", n%500))
		book.Commit(b, book.OpenCart(cart))
		scan := book.Batch()
		scan.Orders = []sale.Order{cart}
		book.Commit(b, scan)
		batch := book.Finish(cart)
		b.StartTimer()
		err := till.Commit(ctx, batch)
		b.StopTimer()
		if err != nil {
			b.Fatal(err)
		}
		last := batch.Records[len(batch.Records)-1]
		book.Head.Seq, book.Head.Hash = last.Event.Seq, last.Hash
		for _, r := range batch.Records {
			book.Held.Apply(r.Event)
		}
		book.Sold++
	}
}

// BenchmarkScan is a batch without events: a cart as it stands.
func BenchmarkScan(b *testing.B) {
	till := memory.NewTill(nil)
	book := storetest.NewBook(b, till)
	cart := book.Cart(5, "")
	book.Commit(b, book.OpenCart(cart))
	scan := book.Batch()
	scan.Orders = []sale.Order{cart}
	for b.Loop() {
		if err := till.Commit(ctx, scan); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWrite is what an order costs central's store: its event, the order, a posting and an answer.
func BenchmarkWrite(b *testing.B) {
	central := memory.NewCentral(unsigned{}, nil)
	for n := 0; b.Loop(); n++ {
		o := sale.Order{Channel: "web", ID: fmt.Sprint(n), Member: fmt.Sprintf("m%d", n%500), LastLine: 1}
		p := []loyalty.Posting{{Member: o.Member, Kind: loyalty.Adjust, Ranking: 1}}
		e := journal.Event{ID: o.ID, Kind: journal.OrderPaid, Body: journal.Encode(&sale.Filed{Order: o, Postings: p})}
		err := central.Write(ctx, func(tx office.Tx) error {
			if err := tx.Append(e, p); err != nil {
				return err
			}
			if err := tx.Put(o); err != nil {
				return err
			}
			return tx.Remember(o.ID, office.Answer{Status: 201, Body: e.Body})
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkClone copies a store of a thousand sales and sells one more in the copy.
func BenchmarkClone(b *testing.B) {
	till := memory.NewTill(nil)
	book := storetest.NewBook(b, till)
	for n := range 1_000 {
		book.Sell(b, 2, fmt.Sprintf("m%d", n%50))
	}
	b.Run("copy", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			till.Clone(nil)
		}
	})
	batch := book.OpenCart(book.Cart(2, ""))
	b.Run("copy+commit", func(b *testing.B) {
		for b.Loop() {
			if err := till.Clone(nil).Commit(ctx, batch); err != nil {
				b.Fatal(err)
			}
		}
	})
}
