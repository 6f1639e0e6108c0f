package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/share"
	"tim/storage/stored"
)

var _ stored.Source = (*Central)(nil)

// walked are the buckets with what is kept; all others say how that is found. A position is the place in here and the key.
var walked = [][]byte{programsBucket, rewardsBucket, productsBucket, membersBucket, centralBucket, quarantineBucket, notesBucket}

// errEnough ends a walk.
var errEnough = errors.New("enough")

// Walk implements stored.Source, on one state.
func (c *Central) Walk(ctx context.Context, behind []byte, take func(stored.Entry) (bool, error)) error {
	tx, err := c.begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	w := walkthrough{centralReader: c.reader(tx), take: take}
	if len(behind) > 0 {
		w.first, w.behind = int(behind[0]), behind[1:]
	}
	for i, bucket := range walked {
		if i < w.first {
			continue
		}
		if err := w.bucket(ctx, byte(i), bucket); err != nil {
			if errors.Is(err, errEnough) {
				return nil
			}
			return fmt.Errorf("walk through %s: %w", bucket, err)
		}
	}
	return nil
}

// Rows implements stored.Source.
func (c *Central) Rows(ctx context.Context) (n int64, err error) {
	tx, err := c.begin()
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }()
	for _, bucket := range walked {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		n += int64(tx.Bucket(bucket).Stats().KeyN)
	}
	return n, nil
}

// State implements stored.Source: the file counts its commits, and two that went apart have other journals.
func (c *Central) State(context.Context) ([]byte, error) {
	tx, err := c.begin()
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	head, err := centralHead(tx)
	return append(binary.BigEndian.AppendUint64(nil, uint64(tx.ID())), head.Hash[:]...), err
}

// walkthrough hands over what a state keeps.
type walkthrough struct {
	centralReader
	take   func(stored.Entry) (bool, error)
	first  int
	behind []byte // in the first bucket
}

func (w *walkthrough) bucket(ctx context.Context, i byte, name []byte) error {
	c := w.tx.Bucket(name).Cursor()
	k, v := c.First()
	if int(i) == w.first && w.behind != nil {
		if k, v = c.Seek(w.behind); bytes.Equal(k, w.behind) {
			k, v = c.Next()
		}
	}
	for ; k != nil; k, v = c.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
		entry, keeps, err := w.entry(name, k, v)
		if err != nil {
			return fmt.Errorf("%x: %w", k, err)
		}
		if !keeps {
			continue
		}
		entry.Position = append([]byte{i}, k...)
		if more, err := w.take(entry); err != nil {
			return err
		} else if !more {
			return errEnough
		}
	}
	return nil
}

// entry reads one key; false of one that only says how something is found.
func (w *walkthrough) entry(bucket, key, value []byte) (e stored.Entry, keeps bool, err error) {
	switch {
	case bytes.Equal(bucket, centralBucket):
		return w.hotEntry(key, value)
	case bytes.Equal(bucket, membersBucket):
		e.Document, err = w.decodeMember(key, value)
	case bytes.Equal(bucket, productsBucket):
		e.Document, err = decodeProduct(key, value)
	case bytes.Equal(bucket, programsBucket):
		e.Document, err = fromJSON[loyalty.Program](value)
	case bytes.Equal(bucket, rewardsBucket):
		e.Document, err = fromJSON[loyalty.Reward](value)
	case bytes.Equal(bucket, quarantineBucket):
		e.Document, err = fromJSON[office.Quarantined](value)
	case bytes.Equal(bucket, notesBucket):
		space, name, _ := bytes.Cut(key, []byte{0})
		e.Space, e.Key, e.Note = string(space), string(name), notNil(bytes.Clone(value))
	}
	return e, true, err
}

func fromJSON[T any](b []byte) (v T, err error) { return v, json.Unmarshal(b, &v) }

// hotEntry reads a key of what orders and tills write.
func (w *walkthrough) hotEntry(key, value []byte) (e stored.Entry, keeps bool, err error) {
	name := key[1:]
	switch key[0] {
	case eventPrefix:
		e, err = eventEntry(share.Holder{Writer: journal.Central, Epoch: binary.BigEndian.Uint32(name)}, len(key) == eventSize, value)
	case takenPrefix:
		h, rest := holderIn(name)
		e, err = eventEntry(h, len(rest) == 8, value)
		if seal, is := e.Document.(journal.Seal); is {
			seal.Epoch = h.Epoch // of a branch: under which it is stored
			e.Document = seal
		}
	case accountPrefix:
		return postingEntry(name, value)
	case answerPrefix:
		var a storedAnswer
		err = journal.Decode(value, &a)
		answer := office.Answer(a)
		e.Key, e.Answer = string(name), &answer
	default:
		e.Document, err = hotDocument(key[0], name, value)
		return e, e.Document != nil, err
	}
	return e, true, err
}

// holderIn reads an epoch at the beginning of a key, and what is behind it.
func holderIn(name []byte) (h share.Holder, rest []byte) {
	writer, rest, _ := bytes.Cut(name, []byte{0})
	return share.Holder{Writer: string(writer), Epoch: binary.BigEndian.Uint32(rest)}, rest[4:]
}

func eventEntry(of share.Holder, event bool, value []byte) (e stored.Entry, err error) {
	if !event {
		var s journal.Seal
		err = journal.Decode(value, &s)
		return stored.Entry{Document: s, Of: of}, err
	}
	var r journal.Record
	r.Hash, r.Bytes = splitEvent(bytes.Clone(value))
	return stored.Entry{Event: &r, Of: of}, journal.Decode(r.Bytes, &r.Event)
}

// postingEntry reads what lies under a member: postings of central's own and of tills.
func postingEntry(name, value []byte) (e stored.Entry, keeps bool, err error) {
	member, rest, _ := bytes.Cut(name, []byte{0})
	switch {
	case len(rest) == 1+postingTail && rest[0] == postingMark:
		e.Of.Writer = journal.Central
		e.Of.Epoch, e.Seq = place(rest[1:])
		e.N = int(binary.BigEndian.Uint16(rest[1+placeSize:]))
	case len(rest) > 1 && rest[0] == takenMark:
		var ok bool
		if e.Of, e.Seq, e.N, ok = readTaken(rest[1:]); !ok {
			return e, false, fmt.Errorf("posting of %s at no place", member)
		}
	default:
		return e, false, nil
	}
	p, err := decodePosting(name, value)
	e.Posting = &p
	return e, true, err
}

// hotDocument reads what is a document, nil of an index.
func hotDocument(prefix byte, name, value []byte) (office.Document, error) {
	switch prefix {
	case orderPrefix:
		_, b := splitOrder(value)
		return decodeOrder(name, b)
	case voucherPrefix:
		return decodeAs[loyalty.Voucher](value)
	case enrolledPrefix:
		return decodeAs[office.Till](value)
	case chainPrefix:
		var c storedChain
		err := journal.Decode(value, &c)
		return office.Chain(c), err
	case ticketPrefix:
		t := storedTicket{Hash: journal.Hash(name)}
		err := journal.Decode(value, &t)
		return office.Ticket(t), err
	case holdingPrefix:
		var m storedHolding
		err := journal.Decode(value, &m)
		m.Holder, _ = holderIn(name)
		return office.Holding(m), err
	case askedPrefix:
		var r storedRecall
		err := journal.Decode(value, &r)
		var id []byte
		r.Holder, id = holderIn(name)
		r.ID = binary.BigEndian.Uint64(id)
		return office.Recall(r), err
	case rightPrefix:
		var row storedRow
		err := journal.Decode(value, &row)
		return office.Right{Name: string(name), Row: share.Row(row)}, err
	case exceptionPrefix:
		e := storedException{ID: string(name[instantSize:])}
		err := journal.Decode(value, &e)
		return office.Exception(e), err
	}
	return nil, nil
}

// coded is a pointer to what has a canonical form.
type coded[T any] interface {
	*T
	journal.Coder
}

func decodeAs[T any, P coded[T]](value []byte) (T, error) {
	var v T
	err := journal.Decode(value, P(&v))
	return v, err
}
