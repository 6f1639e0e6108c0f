package bolt

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
)

// centralTx is one write transaction, in which many decides run one after another. Each writes at once, so that plain
// reads see it, and notes what stood there before; a decide that fails is undone from these notes, which costs nothing
// as long as decides refuse before they write.
type centralTx struct {
	centralReader
	head   journal.Head
	events []journal.Event // of all decides so far
	dirty  bool

	undo  []undone // of the present decide
	filed []filed  // orders of the present decide
	from  int      // events before the present decide
	err   error    // first error of a put; the decide fails with it

	redo     []byte // what all decides so far changed, for the journal copy; nil without one
	redoFrom int    // its length before the present decide

	bulk *bulkLoad // nil in a group commit
}

// filed is an order that was put when so many events had been appended.
type filed struct {
	entry
	events int
}

// undone is what a key held before.
type undone struct {
	bucket     *bbolt.Bucket
	key, value []byte // nil value: nothing
}

func newCentralTx(r centralReader, head journal.Head) *centralTx {
	r.hot.FillPercent = fillPercent
	return &centralTx{centralReader: r, head: head}
}

// run runs a job's decide; when that fails nothing of it is left.
func (t *centralTx) run(j *job) {
	if j.err = j.ctx.Err(); j.err != nil {
		return
	}
	t.undo, t.filed, t.from, t.err = t.undo[:0], t.filed[:0], len(t.events), nil
	t.redoFrom = len(t.redo)
	defer func() {
		if j.bug = recover(); j.bug != nil || j.err != nil {
			t.rollback()
		}
	}()
	if j.err = j.decide(t); j.err == nil {
		t.file()
		j.err = t.err
	}
}

// rollback undoes the present decide.
func (t *centralTx) rollback() {
	for i := len(t.undo) - 1; i >= 0; i-- {
		u := t.undo[i]
		var err error
		if u.value == nil {
			err = u.bucket.Delete(u.key)
		} else {
			err = u.bucket.Put(u.key, u.value)
		}
		if err != nil {
			panic(fmt.Sprintf("bolt: undo %x: %v", u.key, err)) // it was put there by the same transaction
		}
	}
	t.events = t.events[:t.from]
	t.redo = t.redo[:t.redoFrom]
	t.err = nil
}

// put writes one key. Value must not be changed afterwards.
func (t *centralTx) put(bucket, key, value []byte) {
	t.dirty = true
	if t.chunk != nil {
		t.chunk.put(bucket, key, notNil(value))
		return
	}
	b := t.tx.Bucket(bucket)
	t.undo = append(t.undo, undone{b, key, b.Get(key)})
	t.changed(bucket, key, notNil(value))
	t.keep(b.Put(key, value))
}

// add writes a key of the journal or of an account that can't be there yet.
func (t *centralTx) add(key, value []byte) {
	t.dirty = true
	if t.chunk != nil {
		t.chunk.put(centralBucket, key, value)
		return
	}
	t.undo = append(t.undo, undone{bucket: t.hot, key: key})
	t.changed(centralBucket, key, notNil(value))
	t.keep(t.hot.Put(key, value))
}

func (t *centralTx) delete(bucket, key []byte) {
	t.dirty = true
	if t.chunk != nil {
		t.chunk.put(bucket, key, nil)
		return
	}
	b := t.tx.Bucket(bucket)
	t.undo = append(t.undo, undone{b, key, b.Get(key)})
	t.changed(bucket, key, nil)
	t.keep(b.Delete(key))
}

// changed notes a change for the journal copy; a nil value deletes.
func (t *centralTx) changed(bucket, key, value []byte) {
	if t.redo != nil {
		t.redo = appendChange(t.redo, bucket, key, value)
	}
}

// notNil keeps what has no value from looking like what isn't there.
func notNil(value []byte) []byte {
	if value == nil {
		return []byte{}
	}
	return value
}

// index writes a key that members are found by.
func (t *centralTx) index(bucket []byte, e entry) {
	if t.chunk != nil {
		t.keep(t.bulk.index.add(bucket[0], e))
		return
	}
	t.put(bucket, e.key, e.value)
}

func (t *centralTx) keep(err error) {
	if t.err == nil {
		t.err = err
	}
}

// Append implements office.Tx.
func (t *centralTx) Append(e journal.Event, postings []loyalty.Posting) error {
	if t.bulk != nil {
		if err := t.bulk.grown(); err != nil {
			return err
		}
		t.chunk.size += len(e.Body)
	}
	e.Writer, e.Epoch, e.Seq = t.head.Writer, t.head.Epoch, t.head.Seq+uint64(len(t.events))+1
	t.events = append(t.events, e)
	for i, p := range postings {
		p.Ref.Writer, p.Ref.Epoch, p.Ref.Seq = e.Writer, e.Epoch, e.Seq
		stored := accountPosting(p, i)
		t.add(stored.key, stored.value)
		if t.chunk != nil {
			t.chunk.postings = append(t.chunk.postings, p)
		}
	}
	return t.err
}

// Remember implements office.Tx.
func (t *centralTx) Remember(key string, a office.Answer) error {
	stored := storedAnswer(a)
	t.put(centralBucket, prefixed(answerPrefix, key), journal.Encode(&stored))
	t.put(centralBucket, append(appendInstant([]byte{oldestPrefix}, a.At), key...), []byte{})
	t.forget(a.At.Add(-office.AnswersKept))
	return t.err
}

// forget drops some of the answers given before an instant.
func (t *centralTx) forget(before time.Time) {
	var old [][]byte
	limit := string(appendInstant([]byte{oldestPrefix}, before))
	c := t.hot.Cursor()
	for k, _ := c.Seek([]byte{oldestPrefix}); k != nil && string(k) < limit && len(old) < office.AnswersForgotten; k, _ = c.Next() {
		old = append(old, append([]byte(nil), k...))
	}
	for _, k := range old {
		t.delete(centralBucket, k)
		t.delete(centralBucket, prefixed(answerPrefix, string(k[1+instantSize:])))
	}
}

// Put implements office.Tx.
func (t *centralTx) Put(doc office.Document) error {
	var err error
	switch d := doc.(type) {
	case sale.Order:
		err = t.putOrder(d)
	case office.TakenOrder:
		err = t.putTaken(d)
	case office.Member:
		err = t.putMember(d)
	case loyalty.Voucher:
		err = t.putVoucher(d)
	case loyalty.Reward:
		err = t.putJSON(rewardsBucket, []byte(d.ID), d)
	case office.Product:
		err = t.putProduct(d)
	case loyalty.Program:
		err = t.putProgram(d)
	case office.Quarantined:
		err = t.putQuarantined(d)
	default:
		if !t.putOfTills(doc) {
			panic(fmt.Sprintf("bolt: put %T", doc))
		}
	}
	if err != nil {
		return err
	}
	return t.err
}

// putOrder writes an order of central's own. Which events filed it is known only when the decide has ended.
func (t *centralTx) putOrder(o sale.Order) error {
	if err := t.writeOrder(o, t.filedBy()); err != nil {
		return err
	}
	key := prefixed(orderPrefix, o.Key())
	t.filed = append(t.filed, filed{entry{key, t.get(centralBucket, key)}, len(t.events)})
	return nil
}

// writeOrder writes an order with its indexes, and who filed it.
func (t *centralTx) writeOrder(o sale.Order, by filedBy) error {
	old, there, err := t.findOrder(o.Key())
	if err != nil {
		return err
	}
	if there && (old.Member != o.Member || !old.PlacedAt.Equal(o.PlacedAt)) {
		t.delete(centralBucket, orderByTime(old))
		if old.Member != "" {
			t.delete(centralBucket, orderByMember(old))
		}
	}
	t.put(centralBucket, prefixed(orderPrefix, o.Key()), journal.Append(by.header(), &o))
	t.put(centralBucket, orderByTime(o), []byte{})
	if o.Member != "" {
		t.put(centralBucket, orderByMember(o), []byte{})
	}
	return nil
}

// filedBy is the events of the present decide so far.
func (t *centralTx) filedBy() filedBy {
	return filedBy{epoch: t.head.Epoch, from: t.head.Seq + uint64(t.from) + 1, to: t.head.Seq + uint64(len(t.events))}
}

// file notes at the orders of the present decide the events that were appended behind them.
func (t *centralTx) file() {
	for _, f := range t.filed {
		if f.events != len(t.events) {
			value := bytes.Clone(f.value)
			copy(value, t.filedBy().header())
			t.put(centralBucket, f.key, value)
		}
	}
}

func orderByTime(o sale.Order) []byte {
	return append(appendInstant([]byte{timePrefix}, o.PlacedAt), o.Key()...)
}

func orderByMember(o sale.Order) []byte {
	return append(appendInstant(accountKey(o.Member, orderMark), o.PlacedAt), o.Key()...)
}

func (t *centralTx) putVoucher(v loyalty.Voucher) error {
	if issue := prefixed(issuePrefix, v.Issue); t.get(centralBucket, issue) == nil {
		t.put(centralBucket, issue, []byte(v.ID))
	}
	t.put(centralBucket, prefixed(voucherPrefix, v.ID), journal.Encode(&v))
	t.put(centralBucket, append(appendInstant(accountKey(v.Member, voucherMark), v.IssuedAt), v.ID...), []byte{})
	return nil
}

func (t *centralTx) putJSON(bucket, key []byte, v any) error {
	doc, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode %s: %w", bucket, err)
	}
	t.put(bucket, key, doc)
	return nil
}
