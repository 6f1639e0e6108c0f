package bolt

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
)

// centralReader reads one transaction's state.
type centralReader struct {
	tx       *bbolt.Tx
	hot      *bbolt.Bucket
	programs *atomic.Pointer[keptPrograms]
	chunk    *bulkChunk // what a bulk load is about to write; nil elsewhere
}

func (c *Central) reader(tx *bbolt.Tx) centralReader {
	return centralReader{tx: tx, hot: tx.Bucket(centralBucket), programs: &c.programs}
}

// get reads one key.
func (r centralReader) get(bucket, key []byte) []byte {
	if value, there := r.chunk.get(bucket, key); there {
		return value
	}
	return r.tx.Bucket(bucket).Get(key)
}

// Order implements office.Orders.
func (r centralReader) Order(key string) (sale.Order, error) {
	o, there, err := r.findOrder(key)
	if err == nil && !there {
		err = fault.New(fault.NotFound, "order.unknown", fault.Args{"order": key})
	}
	return o, err
}

func (r centralReader) findOrder(key string) (o sale.Order, there bool, err error) {
	value := r.get(centralBucket, prefixed(orderPrefix, key))
	if value == nil {
		return o, false, nil
	}
	_, b := splitOrder(value)
	o, err = decodeOrder([]byte(key), b)
	return o, true, err
}

// OrdersOf implements office.Orders.
func (r centralReader) OrdersOf(member string, from, to time.Time, p office.Page) (orders []sale.Order, next string, err error) {
	prefix := []byte{timePrefix}
	if member != "" {
		prefix = accountKey(member, orderMark)
	}
	newest := bytes.Repeat([]byte{0xff}, instantSize+1)
	if !to.IsZero() {
		newest = appendInstant(nil, to.Add(time.Millisecond))
	}
	behind, err := readCursor(p)
	if err != nil {
		return nil, "", err
	}
	if behind != nil && bytes.Compare(behind, newest) < 0 {
		newest = behind
	}
	oldest := appendInstant(nil, from)
	if from.IsZero() {
		oldest = nil
	}
	c := r.hot.Cursor()
	for k := lastBefore(c, append(bytes.Clone(prefix), newest...)); bytes.HasPrefix(k, prefix); k, _ = c.Prev() {
		place := k[len(prefix):]
		if bytes.Compare(place, oldest) < 0 {
			break
		}
		if len(orders) == p.Limit {
			return orders, next, nil
		}
		o, err := r.Order(string(place[instantSize:]))
		if err != nil {
			return nil, "", err
		}
		orders, next = append(orders, o), hex.EncodeToString(place)
	}
	return orders, "", nil
}

// lastBefore moves to the last key below limit.
func lastBefore(c *bbolt.Cursor, limit []byte) []byte {
	k, _ := c.Seek(limit)
	if k == nil {
		k, _ = c.Last()
		return k
	}
	k, _ = c.Prev()
	return k
}

// readCursor is the key behind which a page goes on, nil at the start.
func readCursor(p office.Page) ([]byte, error) {
	if p.Cursor == "" {
		return nil, nil
	}
	key, err := hex.DecodeString(p.Cursor)
	if err != nil || len(key) == 0 {
		return nil, fault.At("cursor", "cursor.format", nil)
	}
	return key, nil
}

// pageOf goes over a bucket's keys under a prefix in order, from behind the page's cursor on; take says whether it
// counts. It gives the next cursor, "" at the end.
func pageOf(b *bbolt.Bucket, prefix []byte, p office.Page, take func(key, value []byte) (bool, error)) (next string, err error) {
	behind, err := readCursor(p)
	if err != nil {
		return "", err
	}
	c := b.Cursor()
	from := append(bytes.Clone(prefix), behind...)
	k, v := c.Seek(from)
	if behind != nil && bytes.Equal(k, from) {
		k, v = c.Next()
	}
	for taken := 0; k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if taken == p.Limit {
			return next, nil
		}
		counts, err := take(k[len(prefix):], v)
		if err != nil {
			return "", err
		}
		if counts {
			taken++
			next = hex.EncodeToString(k[len(prefix):])
		}
	}
	return "", nil
}

// Postings implements office.Accounts. Those of tills lie behind central's own.
func (r centralReader) Postings(member string) ([]loyalty.Posting, error) {
	list := r.chunk.of(member)
	own, taken := accountKey(member, postingMark), accountKey(member, takenMark)
	c := r.hot.Cursor()
	for k, v := c.Seek(own); bytes.HasPrefix(k, own) || bytes.HasPrefix(k, taken); k, v = c.Next() {
		if len(k) == len(taken) {
			continue
		}
		p, err := decodePosting(k, v)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// Mark implements office.Accounts: the newest posting of central's own, and how often something came of tills. Postings are
// never changed and never taken away.
func (r centralReader) Mark(member string) (string, error) {
	if fresh := r.chunk.of(member); len(fresh) > 0 {
		return fresh[len(fresh)-1].Ref.ID, nil
	}
	own, taken := accountKey(member, postingMark), accountKey(member, takenMark)
	c := r.hot.Cursor()
	k, times := c.Seek(taken)
	mark := ""
	if bytes.Equal(k, taken) {
		mark = string(times)
	}
	if k == nil {
		k, _ = c.Last()
	} else {
		k, _ = c.Prev()
	}
	if bytes.HasPrefix(k, own) {
		mark += string(k)
	}
	return mark, nil
}

// Answered implements office.Accounts.
func (r centralReader) Answered(key string) (office.Answer, bool, error) {
	value := r.get(centralBucket, prefixed(answerPrefix, key))
	if value == nil {
		return office.Answer{}, false, nil
	}
	var a storedAnswer
	if err := journal.Decode(value, &a); err != nil {
		return office.Answer{}, false, fmt.Errorf("answer to a key: %w", err)
	}
	return office.Answer(a), true, nil
}

// Voucher implements office.Vouchers.
func (r centralReader) Voucher(code string) (v loyalty.Voucher, err error) {
	value := r.get(centralBucket, prefixed(voucherPrefix, code))
	if value == nil {
		return v, fault.New(fault.NotFound, "voucher.unknown", nil)
	}
	if err := journal.Decode(value, &v); err != nil {
		return v, fmt.Errorf("voucher: %w", err)
	}
	return v, nil
}

// VouchersOf implements office.Vouchers.
func (r centralReader) VouchersOf(member string) ([]loyalty.Voucher, error) {
	var list []loyalty.Voucher
	prefix := accountKey(member, voucherMark)
	c := r.hot.Cursor()
	limit := accountKey(member, voucherMark+1)
	for k := lastBefore(c, limit); bytes.HasPrefix(k, prefix); k, _ = c.Prev() {
		v, err := r.Voucher(string(k[len(prefix)+instantSize:]))
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}
