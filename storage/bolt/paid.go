package bolt

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/sale"
)

func receiptKey(o sale.Order) []byte {
	return append(append(prefixed(receiptPrefix, reversed(o.Receipt)), 0), o.Key()...)
}

func paidKey(o sale.Order) []byte {
	return append(appendInstant([]byte{paidPrefix}, o.PaidAt), o.Key()...)
}

// paidOrder is the key of the order in one of those two, "" where a key was cut.
func paidOrder(key []byte) string {
	if key[0] == receiptPrefix {
		_, order, _ := bytes.Cut(key, []byte{0})
		return string(order)
	}
	return string(key[min(len(key), 1+instantSize):])
}

// paidEntries is how a filed order is found by its receipt and by its payment; nothing of one that was never paid.
func paidEntries(o sale.Order) []entry {
	if o.PaidAt.IsZero() {
		return nil
	}
	return []entry{{receiptKey(o), appendInstant(nil, o.PaidAt)}, {paidKey(o), []byte{}}}
}

// paid writes the entries of an order that is being filed, once: its payment doesn't change.
func (w *writer) paid(o sale.Order) {
	for _, e := range paidEntries(o) {
		if indexed(w.bucket, e.key) == nil {
			w.index(e.key, e.value)
		}
	}
}

// indexPaid is the ledger's second step: the orders filed before it become findable as those behind it.
func indexPaid(tx *bbolt.Tx) error {
	var entries []entry
	c := tx.Bucket(tillBucket).Cursor()
	for k, v := c.Seek([]byte{eventPrefix}); k != nil && k[0] == eventPrefix; k, v = c.Next() {
		if len(k) <= eventSize || k[eventSize] != filedMark {
			continue
		}
		o, err := decodeOrder(k, v)
		if err != nil {
			return err
		}
		entries = append(entries, paidEntries(o)...)
	}
	return putSorted(tx, tillBucket, entries)
}

// ByReceipt implements counter.Ledger.
func (t *Till) ByReceipt(ctx context.Context, tail string, limit int) ([]sale.Order, error) {
	return t.findPaid(ctx, func(b *bbolt.Bucket) ([]string, error) {
		var hits []receiptHit
		err := eachIndexed(b, prefixed(receiptPrefix, reversed(tail)), func(key, value []byte) error {
			hits = append(hits, receiptHit{string(value), paidOrder(key)})
			return nil
		})
		slices.SortFunc(hits, func(a, b receiptHit) int {
			return cmp.Or(cmp.Compare(b.paidAt, a.paidAt), cmp.Compare(b.order, a.order))
		})
		var orders []string
		for _, hit := range hits[:min(limit, len(hits))] {
			orders = append(orders, hit.order)
		}
		return orders, err
	})
}

// receiptHit is an order whose receipt's number ends as asked.
type receiptHit struct{ paidAt, order string }

// PaidBetween implements counter.Ledger.
func (t *Till) PaidBetween(ctx context.Context, from, to time.Time, limit int) ([]sale.Order, error) {
	return t.findPaid(ctx, func(b *bbolt.Bucket) (orders []string, err error) {
		for _, key := range newestIndexed(b, appendInstant([]byte{paidPrefix}, from), appendInstant([]byte{paidPrefix}, to), limit) {
			orders = append(orders, paidOrder(key))
		}
		return orders, nil
	})
}

// findPaid reads the orders whose keys find gives, in its order.
func (t *Till) findPaid(ctx context.Context, find func(b *bbolt.Bucket) ([]string, error)) (list []sale.Order, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = t.fromLedger("paid orders", func(tx *bbolt.Tx) error {
		b := tx.Bucket(tillBucket)
		keys, err := find(b)
		for _, key := range keys {
			o, err := decodeOrder([]byte(key), storedOrder(b, key))
			if err != nil {
				return err
			}
			list = append(list, o)
		}
		return err
	})
	return list, err
}
