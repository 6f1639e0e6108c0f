package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/share"
)

// shares writes what a batch changed of what is held here and of what is known of the chain. No event, no change: units
// without one are a bug of the caller.
func (w *writer) shares(b counter.Batch) {
	if len(b.Held) > 0 && len(b.Records) == 0 || b.Requests != nil && len(b.Records) == 0 {
		panic("bolt: shares change without an event")
	}
	for _, u := range b.Held {
		w.index(heldKey(u.Right), units(u.N))
	}
	if b.Requests != nil {
		w.put(requestsKey, journal.Encode(b.Requests))
	}
	if b.Chain != nil {
		w.put(chainKey, journal.Encode(b.Chain))
	}
}

func heldKey(right string) []byte { return prefixed(heldPrefix, right) }

func units(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// held goes over what is held here; a recent entry may say that it is none now.
func held(b *bbolt.Bucket, each func(u share.Units, whole bool)) error {
	return eachIndexed(b, []byte{heldPrefix}, func(key, value []byte) error {
		whole := len(value) == 8
		u := share.Units{Right: string(key[1:])}
		if whole {
			u.N = counted(value)
		}
		if u.N != 0 || !whole {
			each(u, whole)
		}
		return nil
	})
}

func readShares(b *bbolt.Bucket, s *counter.Start) (err error) {
	err = held(b, func(u share.Units, _ bool) { s.Held = append(s.Held, u) })
	if err != nil {
		return err
	}
	if s.Requests, err = readRequests(b); err != nil {
		return err
	}
	if v := b.Get(chainKey); v != nil {
		s.Chain = new(counter.Chain)
		if err := journal.Decode(v, s.Chain); err != nil {
			return fmt.Errorf("the chain: %w", err)
		}
	}
	return nil
}

func readRequests(b *bbolt.Bucket) (r share.Requests, err error) {
	if v := b.Get(requestsKey); v != nil {
		if err := journal.Decode(v, &r); err != nil {
			return r, fmt.Errorf("the requests for shares: %w", err)
		}
	}
	return r, nil
}

// foldHeld is the ledger's third step: what is held here, from the envelopes of all events.
func foldHeld(tx *bbolt.Tx) error {
	b := tx.Bucket(tillBucket)
	folded, err := foldEvents(b, share.NewHeld(), []byte{eventPrefix}, func(journal.Event) {})
	if err != nil {
		return err
	}
	var entries []entry
	for u := range folded.Each {
		entries = append(entries, entry{heldKey(u.Right), units(u.N)})
	}
	requests := folded.Requests()
	if err := b.Put(requestsKey, journal.Encode(&requests)); err != nil {
		return err
	}
	return putSorted(tx, tillBucket, entries)
}

// foldEvents applies the events from a key on.
func foldEvents(b *bbolt.Bucket, to *share.Held, from []byte, each func(journal.Event)) (*share.Held, error) {
	return to, eachEvent(b, from, func(e journal.Event) {
		to.Apply(e)
		each(e)
	})
}

// eachEvent goes over the events from a key on.
func eachEvent(b *bbolt.Bucket, from []byte, each func(journal.Event)) error {
	c := b.Cursor()
	for k, v := c.Seek(from); k != nil && k[0] == eventPrefix; k, v = c.Next() {
		if len(k) != eventSize {
			continue
		}
		var e journal.Event
		_, raw := splitEvent(v)
		if err := journal.Decode(raw, &e); err != nil {
			return fmt.Errorf("event %x: %w", k, err)
		}
		each(e)
	}
	return nil
}

// Events implements counter.Journal.
func (t *Till) Events(ctx context.Context, epoch uint32, after uint64, events, size int) (head journal.Head, records []journal.Record, seals []journal.Seal, err error) {
	if err := ctx.Err(); err != nil {
		return head, nil, nil, err
	}
	err = t.fromLedger("the outbox", func(tx *bbolt.Tx) (err error) {
		b := tx.Bucket(tillBucket)
		if head, err = headAt(b, epoch, after); err != nil {
			return err
		}
		records, seals, err = eventsBehind(b, head, events, size)
		if head.Writer == "" && len(records) > 0 {
			head.Writer = records[0].Event.Writer
		}
		return err
	})
	return head, records, seals, err
}

// headAt is the head that the event of a seq was. Fault: ledger.moved when there is none.
func headAt(b *bbolt.Bucket, epoch uint32, seq uint64) (journal.Head, error) {
	head := journal.Head{Epoch: epoch, Seq: seq}
	if seq == 0 {
		return head, nil
	}
	if base := readBase(b); base.Seq == seq {
		return base, nil
	}
	value := b.Get(eventKey(epoch, seq))
	if value == nil {
		have := uint64(0)
		if key, _ := lastEvent(b); key != nil {
			_, have = place(key[1:])
		}
		return head, fault.New(fault.Conflict, "ledger.moved", fault.Args{"have": int64(have), "expected": int64(seq)})
	}
	var e journal.Event
	hash, raw := splitEvent(value)
	if err := journal.Decode(raw, &e); err != nil {
		return head, fmt.Errorf("event %d: %w", seq, err)
	}
	head.Writer, head.Hash = e.Writer, hash
	return head, nil
}

// eventsBehind reads the events behind a head up to a number and a size, one at least, and cuts them where the last batch
// ends that is whole.
func eventsBehind(b *bbolt.Bucket, head journal.Head, most, size int) (records []journal.Record, seals []journal.Seal, err error) {
	prev, whole := head.Hash, 0
	epoch := eventKey(head.Epoch, 0)[:1+4]
	c := b.Cursor()
	for k, v := c.Seek(eventKey(head.Epoch, head.Seq+1)); bytes.HasPrefix(k, epoch); k, v = c.Next() {
		switch {
		case len(k) == eventSize:
			hash, raw := splitEvent(v)
			if size -= len(raw); len(records) == most || size < 0 && len(records) > 0 {
				return cut(records, seals, whole), seals, nil
			}
			r := journal.Record{Bytes: slices.Clone(raw), Prev: prev, Hash: hash}
			if err := journal.Decode(r.Bytes, &r.Event); err != nil {
				return nil, nil, fmt.Errorf("event %x: %w", k, err)
			}
			records, prev = append(records, r), hash
		case k[eventSize] == sealMark:
			var s journal.Seal
			if err := journal.Decode(v, &s); err != nil {
				return nil, nil, fmt.Errorf("seal %x: %w", k, err)
			}
			seals, whole = append(seals, s), len(records)
		}
	}
	return cut(records, seals, whole), seals, nil
}

func cut(records []journal.Record, seals []journal.Seal, whole int) []journal.Record {
	if len(seals) == 0 {
		return records
	}
	return records[:whole]
}
