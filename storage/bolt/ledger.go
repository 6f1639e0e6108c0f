package bolt

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/sale"
)

// Commit implements counter.Ledger.
func (t *Till) Commit(ctx context.Context, b counter.Batch) error {
	err := t.write(ctx, b.Seal, len(b.Records) > 0, func(tx *bbolt.Tx) error {
		if err := checkHead(tx, b); err != nil {
			return err
		}
		return writeBatch(tx, b)
	})
	if err == nil && b.Receipts != 0 {
		t.lately.paid(b.Orders)
	}
	return err
}

// write runs one transaction on the ledger and notes the seal of its newest batch.
func (t *Till) write(ctx context.Context, seal journal.Seal, sealed bool, do func(*bbolt.Tx) error) error {
	if t.together != nil {
		return t.together.join(ctx, seal, sealed, do)
	}
	t.commit.Lock()
	defer t.commit.Unlock()
	if err := errors.Join(ctx.Err(), t.unsure); err != nil {
		return err
	}
	var refused error
	err := t.ledger.Update(func(tx *bbolt.Tx) error {
		refused = do(tx)
		return refused
	})
	switch {
	case err == nil:
	case fault.Code(err) != "":
		return err
	case refused == nil && classify(err) == unexpected:
		// the disk failed while syncing: whether the batch is there only the next open can say
		t.unsure = commitFault(err)
		return t.unsure
	default:
		return commitFault(err)
	}
	if sealed {
		t.anchor.write(seal)
	}
	return nil
}

// checkHead refuses a batch that was decided on another head than the stored one.
func checkHead(tx *bbolt.Tx, b counter.Batch) error {
	var epoch uint32
	var seq uint64
	var hash journal.Hash
	if key, value := lastEvent(tx.Bucket(tillBucket)); key != nil {
		epoch, seq = place(key[1:])
		hash, _ = splitEvent(value)
	}
	if b.Before.Seq != seq || b.Before.Hash != hash || seq > 0 && b.Before.Epoch != epoch {
		return fault.New(fault.Conflict, "ledger.moved", fault.Args{"have": int64(seq), "expected": int64(b.Before.Seq)})
	}
	return nil
}

func writeBatch(tx *bbolt.Tx, b counter.Batch) error {
	w := writer{bucket: tx.Bucket(tillBucket)}
	w.bucket.FillPercent = fillPercent
	w.settle(len(b.Records) == 0)
	head := w.records(b)
	at := appendPlace(nil, head.Epoch, head.Seq)
	for _, o := range b.Orders {
		w.order(at, o)
	}
	w.postings(b)
	w.vouchers(at, b)
	w.shifts(b)
	if b.Receipts != 0 {
		w.count(receiptsKey, b.Receipts)
	}
	if b.Slips != 0 {
		w.count(slipsKey, b.Slips)
	}
	for reward, n := range b.Issued {
		w.count(issuedKey(reward), n)
	}
	w.tries(b.Tries)
	for _, j := range b.Jobs {
		w.put(jobKey(j.ID), journal.Encode(&j))
	}
	for _, s := range b.Said {
		w.put(saidKey(s.Number), journal.Encode(&s))
	}
	for _, t := range b.Transfers {
		w.put(transferKey(t.Memo), journal.Encode(&t))
	}
	w.shares(b)
	w.confirmed(b)
	for _, m := range b.Members {
		w.keep(putMember(tx, m.Member))
		w.keep(tx.Bucket(memberKeysBucket).Put([]byte(m.ID), m.Key))
	}
	return w.err
}

// writer puts one batch and keeps the first error.
type writer struct {
	bucket *bbolt.Bucket
	err    error
}

func (w *writer) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) put(key, value []byte) { w.keep(w.bucket.Put(key, value)) }

func (w *writer) count(key []byte, n int64) {
	w.put(key, binary.BigEndian.AppendUint64(nil, uint64(n)))
}

func (w *writer) delete(key []byte) { w.keep(w.bucket.Delete(key)) }

// records writes the events and their seal, and gives the head that they lead to. A record that doesn't follow is
// a bug of the caller.
func (w *writer) records(b counter.Batch) journal.Head {
	head := b.Before
	for _, r := range b.Records {
		if r.Event.Seq != head.Seq+1 || r.Event.Epoch != head.Epoch || r.Prev != head.Hash {
			panic(fmt.Sprintf("bolt: record %d/%d doesn't follow %d/%d", r.Event.Epoch, r.Event.Seq, head.Epoch, head.Seq))
		}
		w.put(eventKey(head.Epoch, r.Event.Seq), append(r.Hash[:], r.Bytes...))
		head.Seq, head.Hash = r.Event.Seq, r.Hash
	}
	if len(b.Records) > 0 {
		if b.Seal.To != head.Seq || b.Seal.Hash != head.Hash {
			panic(fmt.Sprintf("bolt: a seal up to %d for a batch up to %d", b.Seal.To, head.Seq))
		}
		w.put(sealKey(head.Epoch, head.Seq), journal.Encode(&b.Seal))
	}
	return head
}

// order keeps an open cart, or files an order under the place where the batch ends.
func (w *writer) order(at []byte, o sale.Order) {
	key, value := o.Key(), journal.Encode(&o)
	if o.State() == sale.Draft {
		w.put(prefixed(cartPrefix, key), value)
		return
	}
	w.delete(prefixed(cartPrefix, key))
	if old := indexed(w.bucket, prefixed(orderPrefix, key)); old != nil {
		w.delete(filedKey(old, key))
	}
	w.put(filedKey(at, key), value)
	w.index(prefixed(orderPrefix, key), at)
	w.paid(o)
}

func (w *writer) postings(b counter.Batch) {
	type account struct {
		member string
		seq    uint64
	}
	seen := map[account]uint16{}
	for _, p := range b.Postings {
		a := account{p.Member, p.Ref.Seq}
		stored := storedPosting(p)
		w.index(postingKey(p.Member, p.Ref, seen[a]), journal.Encode(&stored))
		seen[a]++
	}
}

// Start implements counter.Ledger.
func (t *Till) Start(ctx context.Context) (s counter.Start, err error) {
	if err := ctx.Err(); err != nil {
		return s, err
	}
	err = t.fromLedger("where the ledger stands", func(tx *bbolt.Tx) error { return readStart(tx, &s) })
	return s, err
}

func readStart(tx *bbolt.Tx, s *counter.Start) error {
	if key, value := lastEvent(tx.Bucket(tillBucket)); key != nil {
		hash, event := splitEvent(value)
		var e journal.Event
		if err := journal.Decode(event, &e); err != nil {
			return fmt.Errorf("newest event: %w", err)
		}
		s.Head = journal.Head{Writer: e.Writer, Epoch: e.Epoch, Seq: e.Seq, Hash: hash}
		s.Wall, s.At = e.Wall, e.At
	}
	b := tx.Bucket(tillBucket)
	s.Receipts, s.Slips, s.Issued = counted(b.Get(receiptsKey)), counted(b.Get(slipsKey)), issued(b)
	s.Tries = readTries(b)
	var err error
	if s.Roll, err = readRoll(b); err != nil {
		return err
	}
	if err := readShares(b, s); err != nil {
		return err
	}
	c := b.Cursor()
	for k, v := c.Seek([]byte{cartPrefix}); k != nil && k[0] == cartPrefix; k, v = c.Next() {
		o, err := decodeOrder(k, v)
		if err != nil {
			return err
		}
		s.Carts = append(s.Carts, o)
	}
	slices.SortStableFunc(s.Carts, func(a, b sale.Order) int { return a.OpenedAt.Compare(b.OpenedAt) })
	return nil
}

// counted reads a count, 0 when it was never written.
func counted(v []byte) int64 {
	if v == nil {
		return 0
	}
	return int64(binary.BigEndian.Uint64(v))
}

// Order implements counter.Ledger.
func (t *Till) Order(ctx context.Context, key string) (o sale.Order, err error) {
	if err := ctx.Err(); err != nil {
		return o, err
	}
	err = t.fromLedger("an order", func(tx *bbolt.Tx) (err error) {
		value := storedOrder(tx.Bucket(tillBucket), key)
		if value == nil {
			return fault.New(fault.NotFound, "order.unknown", fault.Args{"order": key})
		}
		o, err = decodeOrder([]byte(key), value)
		return err
	})
	return o, err
}

// storedOrder finds an open cart or a filed order, nil when there is neither.
func storedOrder(b *bbolt.Bucket, key string) []byte {
	if cart := b.Get(prefixed(cartPrefix, key)); cart != nil {
		return cart
	}
	if at := indexed(b, prefixed(orderPrefix, key)); at != nil {
		return b.Get(filedKey(at, key))
	}
	return nil
}

// Latest implements counter.Ledger: newest by when they were last filed.
func (t *Till) Latest(ctx context.Context, limit int) (list []sale.Order, err error) {
	if limit <= 0 {
		return nil, ctx.Err()
	}
	err = t.eachLatest(ctx, func(o sale.Order) bool {
		list = append(list, o)
		return len(list) < limit
	})
	return list, err
}

// eachLatest goes over the filed orders, the newest first, while more says so.
func (t *Till) eachLatest(ctx context.Context, more func(sale.Order) bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return t.fromLedger("the newest orders", func(tx *bbolt.Tx) error {
		c := tx.Bucket(tillBucket).Cursor()
		for k, v := lastUnder(c, eventPrefix); k != nil && k[0] == eventPrefix; k, v = c.Prev() {
			if len(k) <= eventSize || k[eventSize] != filedMark {
				continue
			}
			o, err := decodeOrder(k, v)
			if err != nil || !more(o) {
				return err
			}
		}
		return nil
	})
}

func decodeOrder(key, value []byte) (o sale.Order, err error) {
	if err := journal.Decode(value, &o); err != nil {
		return o, fmt.Errorf("order %q: %w", key, err)
	}
	return o, nil
}
