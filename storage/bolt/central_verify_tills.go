package bolt

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/storage/stored"
)

// What the views of tills' journals break by, beside PostingDiffers and OrderDiffers. The codes are stable.
const (
	TillBroken   = stored.TillBroken
	RightDiffers = stored.RightDiffers
)

// tillsVerification goes over the journals of all tills in one read transaction, and over what they did to rights.
type tillsVerification struct {
	*centralVerification
	r    centralReader
	rows stored.Rights // by the journals
}

func (v *centralVerification) tills(ctx context.Context, begin func() (*bbolt.Tx, error)) error {
	tx, err := begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	t := &tillsVerification{centralVerification: v, r: centralReader{tx: tx, hot: tx.Bucket(centralBucket)}, rows: stored.Rights{}}
	list, err := t.r.Tills()
	if err != nil {
		return err
	}
	for _, till := range list {
		if err := t.till(ctx, till); err != nil {
			return err
		}
	}
	if len(v.sum.Tills) > 0 {
		return nil // what they did is anybody's guess
	}
	return t.rights()
}

// till checks one epoch's chain and seals, and that all it did is in the views.
func (t *tillsVerification) till(ctx context.Context, till office.Till) error {
	v := journal.NewVerifier(till.PublicKey, nil)
	epoch := cmp.Or(office.BranchOf(till.Holder), till.Epoch) // under which a branch's events and seals were written
	at := journal.Head{Writer: till.Writer, Epoch: epoch, Seq: till.Base}
	if till.Base > 0 {
		at.Hash, _ = splitEvent(t.r.hot.Get(takenKey(share.Holder{Writer: till.Writer, Epoch: epoch}, till.Base)))
	}
	v.Behind(at)
	prefix := holderKey(takenPrefix, till.Holder)
	err := under(t.r.hot, prefix, func(key, value []byte) error {
		seq := binary.BigEndian.Uint64(key[len(prefix):])
		if len(key) > len(prefix)+8 {
			v.Seal(takenSeal(seq, epoch, value))
			return nil
		}
		hash, b := splitEvent(value)
		var e journal.Event
		if !v.Event(seq, b, hash, &e) {
			return nil
		}
		e.Epoch = till.Epoch
		t.rows.Fold(e)
		return errors.Join(ctx.Err(), t.effects(till.Holder, e))
	})
	if broken := stored.BrokenTill(v, till); broken != nil {
		broken.Of = till.String()
		t.sum.Tills = append(t.sum.Tills, *broken)
	}
	return err
}

// takenSeal is a seal as its till wrote it; one that can't be read covers nothing.
func takenSeal(seq uint64, epoch uint32, value []byte) journal.Seal {
	var s journal.Seal
	if journal.Decode(value, &s) != nil {
		return journal.Seal{From: seq, To: seq}
	}
	s.Epoch = epoch
	return s
}

// effects checks that everything that an event did is in the views, of orders that or something newer.
func (t *tillsVerification) effects(h share.Holder, e journal.Event) error {
	if item, err := t.r.QuarantinedItem(office.UnreadID(h, e.Seq)); err == nil && !item.Done {
		return nil
	}
	orders, postings, err := office.Effects(e)
	if err != nil {
		t.differOf(h, e.Seq, journal.EventUnreadable)
		return nil
	}
	for i, p := range postings {
		want := takenPosting(h, e.Seq, p, i)
		if !sameForm(t.r.hot.Get(want.key), want.value, new(storedPosting)) {
			t.differOf(h, e.Seq, PostingDiffers)
		}
	}
	for _, o := range orders {
		value := t.r.hot.Get(prefixed(orderPrefix, o.Key()))
		if by, _ := splitOrder(value); value == nil || by.till == h && by.to < e.Seq {
			t.differOf(h, e.Seq, OrderDiffers)
		}
	}
	return nil
}

// rights checks that every row is what the journals say; grants that are open, and what was released by hand, apart.
func (t *tillsVerification) rights() error {
	err := under(t.r.hot, []byte{rightPrefix}, func(key, value []byte) error {
		var row storedRow
		if err := journal.Decode(value, &row); err != nil {
			return err
		}
		if !t.rows.Is(string(key[1:]), share.Row(row)) {
			t.differ(1, RightDiffers)
		}
		return nil
	})
	if !t.rows.Settled() {
		t.differ(1, RightDiffers)
	}
	return err
}

// takenEffects is what the events of a till that filed an order say of orders.
func takenEffects(hot *bbolt.Bucket, by filedBy) ([]sale.Order, error) {
	_, b := splitEvent(hot.Get(takenKey(by.till, by.from)))
	var e journal.Event
	if err := journal.Decode(b, &e); err != nil {
		return nil, err
	}
	orders, _, err := office.Effects(e)
	return orders, err
}

// taken checks that a till's event has made a posting.
func (v *centralVerification) taken(hot *bbolt.Bucket, key, tail, value []byte) {
	if len(tail) == 0 {
		return // how often
	}
	h, seq, n, ok := readTaken(tail)
	if !ok {
		v.differ(1, PostingDiffers)
		return
	}
	v.sum.Postings++
	_, b := splitEvent(hot.Get(takenKey(h, seq)))
	var e journal.Event
	if err := journal.Decode(b, &e); err != nil {
		v.differOf(h, seq, PostingDiffers)
		return
	}
	e.Epoch = h.Epoch
	_, postings, err := office.Effects(e)
	if err != nil || n >= len(postings) {
		v.differOf(h, seq, PostingDiffers)
		return
	}
	if want := takenPosting(h, seq, postings[n], n); !bytes.Equal(want.key, key) || !sameForm(value, want.value, new(storedPosting)) {
		v.differOf(h, seq, PostingDiffers)
	}
}
