package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/share"
)

// What comes from tills lies in the bucket of orders, under letters of its own:
//
//	a member 0 'q'                     → how often something came of tills, u64
//	a member 0 'q' till 0 epoch seq n  → posting with its ref
//	c                                  → central's place among its tills
//	d hash                             → enrolment code
//	e till 0 epoch seq                 → hash and canonical bytes of an event
//	e till 0 epoch seq 's'             → seal of the batch that ends there
//	h till 0 epoch                     → what the book knows of an epoch
//	i issue                            → code of the voucher
//	l till 0 epoch                     → till
//	r till 0 epoch id                  → recall
//	s right                            → what tills have to do with it
//	y at id                            → exception
//
// An order that a till filed begins with epoch 0, its seq twice, and the till's name behind them.
const (
	takenMark = 'q'

	chainPrefix     = 'c'
	ticketPrefix    = 'd'
	takenPrefix     = 'e'
	holdingPrefix   = 'h'
	issuePrefix     = 'i'
	enrolledPrefix  = 'l'
	askedPrefix     = 'r'
	rightPrefix     = 's'
	exceptionPrefix = 'y'
)

// version2 brings tills and feeds.
func version2(tx *bbolt.Tx) error {
	if err := createNotes(tx); err != nil {
		return err
	}
	hot := tx.Bucket(centralBucket)
	var issued []entry
	c := hot.Cursor()
	for k, v := c.Seek([]byte{voucherPrefix}); len(k) > 0 && k[0] == voucherPrefix; k, v = c.Next() {
		var voucher loyalty.Voucher
		if err := journal.Decode(v, &voucher); err != nil {
			return fmt.Errorf("voucher: %w", err)
		}
		issued = append(issued, entry{prefixed(issuePrefix, voucher.Issue), []byte(voucher.ID)})
	}
	for _, e := range issued {
		if err := hot.Put(e.key, e.value); err != nil {
			return err
		}
	}
	return nil
}

// holderKey begins the keys of one kind of one epoch.
func holderKey(prefix byte, h share.Holder) []byte {
	return binary.BigEndian.AppendUint32(append(prefixed(prefix, h.Writer), 0), h.Epoch)
}

func takenKey(h share.Holder, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(holderKey(takenPrefix, h), seq)
}

func takenSealKey(h share.Holder, seq uint64) []byte { return append(takenKey(h, seq), sealMark) }

// takenPosting is the key and value of the n-th posting of a till's event.
func takenPosting(h share.Holder, seq uint64, p loyalty.Posting, n int) entry {
	key := append(append(accountKey(p.Member, takenMark), h.Writer...), 0)
	stored := storedPosting(p)
	return entry{binary.BigEndian.AppendUint16(appendPlace(key, h.Epoch, seq), uint16(n)), journal.Encode(&stored)}
}

// readTaken reads the place out of such a key's part behind the member and its mark.
func readTaken(tail []byte) (h share.Holder, seq uint64, n int, ok bool) {
	i := bytes.IndexByte(tail, 0)
	if i < 0 || len(tail) != i+1+placeSize+2 {
		return h, 0, 0, false
	}
	h.Writer = string(tail[:i])
	h.Epoch, seq = place(tail[i+1:])
	return h, seq, int(binary.BigEndian.Uint16(tail[i+1+placeSize:])), true
}

// read decodes what is stored under a key of the hot bucket; v stays as it is when nothing is.
func (r centralReader) read(key []byte, v journal.Coder) (there bool, err error) {
	value := r.get(centralBucket, key)
	if value == nil {
		return false, nil
	}
	if err := journal.Decode(value, v); err != nil {
		return true, fmt.Errorf("%c %x: %w", key[0], key[1:], err)
	}
	return true, nil
}

// Till implements office.Tills.
func (r centralReader) Till(h share.Holder) (t office.Till, err error) {
	there, err := r.read(holderKey(enrolledPrefix, h), &t)
	if err == nil && !there {
		err = fault.New(fault.NotFound, "till.unknown", fault.Args{"till": h.String()})
	}
	return t, err
}

// Tills implements office.Tills.
func (r centralReader) Tills() (list []office.Till, err error) {
	err = under(r.hot, []byte{enrolledPrefix}, func(_, value []byte) error {
		var t office.Till
		err := journal.Decode(value, &t)
		list = append(list, t)
		return err
	})
	return list, err
}

// TillsOf implements office.Tills.
func (r centralReader) TillsOf(writer string) (list []office.Till, err error) {
	prefix := holderKey(enrolledPrefix, share.Holder{Writer: writer})
	err = under(r.hot, prefix[:len(prefix)-4], func(_, value []byte) error {
		var t office.Till
		err := journal.Decode(value, &t)
		list = append(list, t)
		return err
	})
	return list, err
}

// under goes over the keys under a prefix.
func under(b *bbolt.Bucket, prefix []byte, look func(key, value []byte) error) error {
	c := b.Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if err := look(k, v); err != nil {
			return fmt.Errorf("%c %x: %w", k[0], k[1:], err)
		}
	}
	return nil
}

// Ticket implements office.Tills.
func (r centralReader) Ticket(hash journal.Hash) (office.Ticket, error) {
	t := storedTicket{Hash: hash}
	there, err := r.read(prefixed(ticketPrefix, string(hash[:])), &t)
	if err == nil && !there {
		err = fault.New(fault.NotFound, "enrol.code", nil)
	}
	return office.Ticket(t), err
}

// Chain implements office.Tills.
func (r centralReader) Chain() (office.Chain, error) {
	c := storedChain{Incarnation: 1}
	if value := r.get(centralBucket, []byte{chainPrefix}); value != nil {
		c = storedChain{}
	}
	_, err := r.read([]byte{chainPrefix}, &c)
	return office.Chain(c), err
}

// PutBack implements office.Tills.
func (r centralReader) PutBack() (bool, error) {
	return r.tx.Bucket(metaBucket).Get(putBackKey) != nil, nil
}

// putChain writes central's place among its tills. A new incarnation is what had to be done about a file that was put back;
// that mark is the file's own, and in no copy of it.
func (t *centralTx) putChain(c office.Chain) {
	if former, err := t.Chain(); err != nil {
		t.keep(err)
	} else if back, _ := t.PutBack(); back && c.Incarnation > former.Incarnation && t.chunk == nil {
		meta := t.tx.Bucket(metaBucket)
		t.undo = append(t.undo, undone{meta, putBackKey, meta.Get(putBackKey)})
		t.keep(meta.Delete(putBackKey))
	}
	stored := storedChain(c)
	t.put(centralBucket, []byte{chainPrefix}, journal.Encode(&stored))
}

// Right implements office.Tills.
func (r centralReader) Right(name string) (share.Row, error) {
	var row storedRow
	_, err := r.read(prefixed(rightPrefix, name), &row)
	return share.Row(row), err
}

// Holding implements office.Tills.
func (r centralReader) Holding(h share.Holder) (office.Holding, error) {
	var m storedHolding
	_, err := r.read(holderKey(holdingPrefix, h), &m)
	m.Holder = h
	return office.Holding(m), err
}

// TillEvents implements office.Tills.
func (r centralReader) TillEvents(h share.Holder, after uint64, most int) (records []journal.Record, seals []journal.Seal, err error) {
	prefix := holderKey(takenPrefix, h)
	c := r.hot.Cursor()
	for k, v := c.Seek(takenKey(h, after+1)); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if len(k) > len(prefix)+8 {
			var s journal.Seal
			if err := journal.Decode(v, &s); err != nil {
				return nil, nil, fmt.Errorf("seal of till %s: %w", h, err)
			}
			seals = append(seals, s)
			continue
		}
		if len(records) == most {
			break
		}
		var record journal.Record
		record.Hash, record.Bytes = splitEvent(bytes.Clone(v))
		if err := journal.Decode(record.Bytes, &record.Event); err != nil {
			return nil, nil, fmt.Errorf("event of till %s: %w", h, err)
		}
		records = append(records, record)
	}
	return records, seals, r.previous(h, after, records)
}

// previous fills in what each record follows.
func (r centralReader) previous(h share.Holder, after uint64, records []journal.Record) error {
	var prev journal.Hash
	if after > 0 && len(records) > 0 {
		if prev, _ = splitEvent(r.get(centralBucket, takenKey(h, after))); prev == (journal.Hash{}) {
			t, err := r.Till(h)
			if err != nil || t.Base == 0 {
				return err
			}
			prev, _ = splitEvent(r.get(centralBucket, takenKey(share.Holder{Writer: h.Writer, Epoch: office.BranchOf(h)}, after)))
		}
	}
	for i := range records {
		records[i].Prev, prev = prev, records[i].Hash
	}
	return nil
}

// Recalls implements office.Tills.
func (r centralReader) Recalls(h share.Holder) (list []office.Recall, err error) {
	prefix := holderKey(askedPrefix, h)
	err = under(r.hot, prefix, func(key, value []byte) error {
		recall := storedRecall{Holder: h, ID: binary.BigEndian.Uint64(key[len(prefix):])}
		err := journal.Decode(value, &recall)
		list = append(list, office.Recall(recall))
		return err
	})
	return list, err
}

// Exceptions implements office.Tills.
func (r centralReader) Exceptions(p office.Page) (list []office.Exception, next string, err error) {
	next, err = pageOf(r.hot, []byte{exceptionPrefix}, p, func(key, value []byte) (bool, error) {
		e := storedException{ID: string(key[instantSize:])}
		err := journal.Decode(value, &e)
		list = append(list, office.Exception(e))
		return true, err
	})
	return list, next, err
}

// Head implements office.Tills.
func (t *centralTx) Head() (journal.Head, error) {
	head := t.head
	head.Seq += uint64(len(t.events))
	return head, nil
}

// Head implements office.Tills.
func (r centralReader) Head() (journal.Head, error) { return centralHead(r.tx) }

// VoucherIssued implements office.Vouchers.
func (r centralReader) VoucherIssued(issue string) (loyalty.Voucher, error) {
	code := r.get(centralBucket, prefixed(issuePrefix, issue))
	if code == nil {
		return loyalty.Voucher{}, fault.New(fault.NotFound, "voucher.unknown", nil)
	}
	return r.Voucher(string(code))
}

// Take implements office.TillWriter.
func (t *centralTx) Take(h share.Holder, r journal.Record) error {
	t.add(takenKey(h, r.Event.Seq), append(r.Hash[:], r.Bytes...))
	return t.err
}

// Post implements office.TillWriter.
func (t *centralTx) Post(h share.Holder, seq uint64, postings []loyalty.Posting) error {
	for i, p := range postings {
		e := takenPosting(h, seq, p, i)
		t.add(e.key, e.value)
		mark, times := accountKey(p.Member, takenMark), uint64(0)
		if value := t.get(centralBucket, mark); len(value) == 8 {
			times = binary.BigEndian.Uint64(value)
		}
		t.put(centralBucket, mark, binary.BigEndian.AppendUint64(nil, times+1))
	}
	return t.err
}

// putOfTills stores the documents that are about tills; false for any other.
func (t *centralTx) putOfTills(doc office.Document) bool {
	switch d := doc.(type) {
	case office.Till:
		t.put(centralBucket, holderKey(enrolledPrefix, d.Holder), journal.Encode(&d))
	case office.Holding:
		stored := storedHolding(d)
		t.put(centralBucket, holderKey(holdingPrefix, d.Holder), journal.Encode(&stored))
	case office.Chain:
		t.putChain(d)
	case office.Ticket:
		stored := storedTicket(d)
		t.put(centralBucket, prefixed(ticketPrefix, string(d.Hash[:])), journal.Encode(&stored))
	case office.Recall:
		key := binary.BigEndian.AppendUint64(holderKey(askedPrefix, d.Holder), d.ID)
		if d.Done {
			t.delete(centralBucket, key)
			break
		}
		stored := storedRecall(d)
		t.put(centralBucket, key, journal.Encode(&stored))
	case office.Right:
		t.putRight(d)
	case office.Exception:
		stored := storedException(d)
		t.put(centralBucket, append(appendInstant([]byte{exceptionPrefix}, d.At), d.ID...), journal.Encode(&stored))
	case journal.Seal:
		t.put(centralBucket, takenSealKey(share.Holder{Writer: d.Writer, Epoch: d.Epoch}, d.To), journal.Encode(&d))
	default:
		return false
	}
	return true
}

func (t *centralTx) putRight(d office.Right) {
	key := prefixed(rightPrefix, d.Name)
	if d.Row.Nothing() {
		t.delete(centralBucket, key)
		return
	}
	stored := storedRow(d.Row)
	t.put(centralBucket, key, journal.Encode(&stored))
}

// putTaken writes an order as a till filed it.
func (t *centralTx) putTaken(d office.TakenOrder) error {
	return t.writeOrder(d.Order, filedBy{from: d.Seq, to: d.Seq, till: d.By})
}
