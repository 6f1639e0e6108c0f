package bolt

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/domain/share"
)

// sameForm says whether stored bytes are want, or an older form of it; v is a zero value of its type.
func sameForm(stored, want []byte, v journal.Coder) bool {
	return bytes.Equal(stored, want) || stored != nil && journal.Decode(stored, v) == nil && bytes.Equal(journal.Encode(v), want)
}

// view compares an order as filed with the events of its batch, and looks for it where it must be found.
func (v *verification) view(tx *bbolt.Tx, at []byte, order string, value []byte) {
	v.sum.Orders++
	b := tx.Bucket(tillBucket)
	want, there := v.filed[order]
	same := there && bytes.Equal(indexed(b, prefixed(orderPrefix, order)), at) && sameForm(value, want.bytes, new(sale.Order))
	if v.unpaid {
		want.entries = nil
	}
	if v.paid += uint64(len(want.entries)); !same || !want.found(b) {
		_, seq := place(at)
		v.differ(seq, OrderDiffers)
	}
	delete(v.filed, order)
}

// found says whether every entry is there.
func (s said) found(b *bbolt.Bucket) bool {
	return !slices.ContainsFunc(s.entries, func(e entry) bool {
		have := indexed(b, e.key)
		return have == nil || !bytes.Equal(have, e.value)
	})
}

// filedLater looks at the orders of a batch that have no view there: each must be filed behind a later one, where
// it is compared when that comes.
func (v *verification) filedLater(tx *bbolt.Tx, sealed uint64) {
	for key, f := range v.filed {
		at := indexed(tx.Bucket(tillBucket), prefixed(orderPrefix, key))
		if len(at) != placeSize || tx.Bucket(tillBucket).Get(filedKey(at, key)) == nil {
			v.differ(f.seq, OrderDiffers)
		} else if _, seq := place(at); seq <= sealed {
			v.differ(f.seq, OrderDiffers)
		}
	}
	clear(v.filed)
}

// changed compares the vouchers of the batch that ends at a place with how they stand: so, or as a later one says.
func (v *verification) changed(tx *bbolt.Tx, end []byte) {
	b := tx.Bucket(tillBucket)
	for code, want := range v.vouchers {
		at, stored := splitVoucher(indexed(b, voucherKey(code)))
		switch bytes.Compare(at, end) {
		case -1:
			v.differ(want.seq, VoucherDiffers)
		case 0:
			v.sum.Vouchers++
			if !sameForm(stored, want.bytes, new(loyalty.Voucher)) || !want.found(b) {
				v.differ(want.seq, VoucherDiffers)
			}
		}
	}
	clear(v.vouchers)
}

func (v *verification) postings(tx *bbolt.Tx, e journal.Event, postings []loyalty.Posting) {
	for _, want := range postingEntries(e, postings) {
		v.sum.Postings++
		if !sameForm(indexed(tx.Bucket(tillBucket), want.key), want.value, new(storedPosting)) {
			v.differ(e.Seq, PostingDiffers)
		}
	}
}

// postingEntries is what the view by member must hold of an event.
func postingEntries(e journal.Event, postings []loyalty.Posting) []entry {
	var list []entry
	seen := map[string]uint16{}
	for i, p := range postings {
		p.Ref = loyalty.Ref{ID: fmt.Sprintf("%s/%d", e.ID, i+1), At: e.At, Writer: e.Writer, Epoch: e.Epoch, Seq: e.Seq}
		stored := storedPosting(p)
		list = append(list, entry{postingKey(p.Member, p.Ref, seen[p.Member]), journal.Encode(&stored)})
		seen[p.Member]++
	}
	return list
}

// invented looks for entries that no event has made. Those of the events were all found, so counting tells whether
// there are more, and only then is each looked at: where there are, or where the till sold on meanwhile.
func (v *verification) invented(tx *bbolt.Tx) error {
	b := tx.Bucket(tillBucket)
	if err := errors.Join(v.shares(b), v.shifts(b)); err != nil {
		return err
	}
	for _, index := range []struct {
		prefixes []byte
		expected uint64
		check    func(b *bbolt.Bucket, key, value []byte)
	}{
		{[]byte{postingPrefix}, v.sum.Postings, v.posting},
		{[]byte{receiptPrefix, paidPrefix}, v.paid, v.payment},
		{[]byte{voucherPrefix}, v.sum.Vouchers, v.voucher},
		{[]byte{ownerPrefix}, v.sum.Vouchers, v.owner},
	} {
		have := uint64(0)
		if err := eachOf(b, index.prefixes, func(_, _ []byte) { have++ }); err != nil {
			return err
		}
		if have <= index.expected {
			continue
		}
		if err := eachOf(b, index.prefixes, func(key, value []byte) { index.check(b, key, value) }); err != nil {
			return err
		}
	}
	return nil
}

// moves folds what an event does to shares.
func (v *verification) moves(e journal.Event) {
	v.held.Apply(e)
	for _, m := range e.Moves {
		v.moved[m.Lot] = e.Seq
	}
}

// shares compares what is held here with the envelopes of the journal, up to where it stands now.
func (v *verification) shares(b *bbolt.Bucket) error {
	if v.unheld {
		return nil
	}
	head := v.chain.Head()
	if _, err := foldEvents(b, share.NewHeld(), eventKey(head.Epoch, head.Seq+1), func(e journal.Event) { v.moves(e); v.roll.Apply(e) }); err != nil {
		return err
	}
	err := held(b, func(u share.Units, whole bool) {
		if !whole || v.held.Units(u.Right) != u.N {
			v.differ(cmp.Or(v.moved[u.Right], head.Seq), ShareDiffers)
		}
	})
	if err != nil {
		return err
	}
	for u := range v.held.Each {
		if indexed(b, heldKey(u.Right)) == nil {
			v.differ(v.moved[u.Right], ShareDiffers)
		}
	}
	requests, err := readRequests(b)
	if err != nil || !requests.Equal(v.held.Requests()) {
		v.differ(head.Seq, ShareDiffers)
	}
	return nil
}

// eachOf goes over whole indexes.
func eachOf(b *bbolt.Bucket, prefixes []byte, each func(key, value []byte)) error {
	for _, prefix := range prefixes {
		if err := eachIndexed(b, []byte{prefix}, func(key, value []byte) error { each(key, value); return nil }); err != nil {
			return err
		}
	}
	return nil
}

// posting looks for the event of a posting.
func (v *verification) posting(b *bbolt.Bucket, key, _ []byte) {
	epoch, seq := postingPlace(key)
	did, e := toldAt(b, epoch, seq)
	if !slices.ContainsFunc(postingEntries(e, did.postings), func(w entry) bool { return bytes.Equal(w.key, key) }) {
		v.differ(seq, PostingDiffers)
	}
}

// payment looks for the order that is found by a receipt or a payment.
func (v *verification) payment(b *bbolt.Bucket, key, _ []byte) {
	order := paidOrder(key)
	at := indexed(b, prefixed(orderPrefix, order))
	if len(at) != placeSize {
		v.differ(v.chain.Head().Seq, OrderDiffers)
		return
	}
	_, seq := place(at)
	o, err := decodeOrder(key, b.Get(filedKey(at, order)))
	if err != nil || !slices.ContainsFunc(paidEntries(o), func(w entry) bool { return bytes.Equal(w.key, key) }) {
		v.differ(seq, OrderDiffers)
	}
}

// voucher looks for the batch that left a voucher as it stands.
func (v *verification) voucher(b *bbolt.Bucket, key, value []byte) {
	at, stored := splitVoucher(value)
	if at == nil {
		v.differ(v.chain.Head().Seq, VoucherDiffers)
		return
	}
	epoch, end := place(at)
	var seal journal.Seal
	var last []byte
	if journal.Decode(b.Get(sealKey(epoch, end)), &seal) == nil {
		for seq := seal.From; seq <= end; seq++ {
			did, _ := toldAt(b, epoch, seq)
			for _, voucher := range did.vouchers {
				if voucher.ID == string(key[1:]) {
					last = journal.Encode(&voucher)
				}
			}
		}
	}
	if last == nil || !sameForm(stored, last, new(loyalty.Voucher)) {
		v.differ(end, VoucherDiffers)
	}
}

// owner looks for the voucher that is found by a member.
func (v *verification) owner(b *bbolt.Bucket, key, _ []byte) {
	at, stored := splitVoucher(indexed(b, voucherKey(ownedVoucher(key))))
	voucher, err := decodeVoucher("", stored)
	if at == nil || err != nil || !bytes.Equal(ownerKey(voucher), key) {
		v.differ(v.chain.Head().Seq, VoucherDiffers)
	}
}

// postingPlace reads the event's place from a posting's key, zero where the key was cut.
func postingPlace(key []byte) (epoch uint32, seq uint64) {
	if len(key) < postingTail {
		return 0, 0
	}
	return place(key[len(key)-postingTail:])
}

// ownedVoucher is the code in the key of a member's voucher, "" where the key was cut.
func ownedVoucher(key []byte) string {
	_, code, _ := bytes.Cut(key, []byte{0})
	return string(code[min(len(code), instantSize):])
}
