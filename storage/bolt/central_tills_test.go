package bolt

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/storage/storetest"
)

// A file of before there were tills is verified as it is, and behind the update a voucher is found by its issuing.
func TestAnOldCentralKnowsItsVouchers(t *testing.T) {
	dir := t.TempDir()
	if _, err := LoadOrCreateCentralKey(dir, testSeed{}); err != nil {
		t.Fatal(err)
	}
	first := schema{name: centralSchema.name, steps: centralSchema.steps[:1]}
	db, err := openFile(filepath.Join(dir, CentralFile), first, lockWait, 0)
	if err != nil {
		t.Fatal(err)
	}
	v := loyalty.Voucher{ID: "912345678901234567", Issue: "0193", Generation: 1, Member: "m1"}
	err = db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket(centralBucket).Put(prefixed(voucherPrefix, v.ID), journal.Encode(&v))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
	c := openTestCentral(t, dir)
	err = c.Read(t.Context(), func(r office.Reader) error {
		got, err := r.VoucherIssued("0193")
		if err != nil || got.ID != v.ID {
			t.Errorf("%+v, %v", got, err)
		}
		chain, err := r.Chain()
		if err != nil || chain.Incarnation != 1 {
			t.Errorf("%+v, %v", chain, err)
		}
		return nil
	})
	if err := errors.Join(err, c.Close()); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
}

// soldByTill stores a till's journal of one sale, with all that it did.
func soldByTill(tx office.Tx) error {
	at := time.Date(2026, 11, 21, 7, 5, 0, 0, time.UTC)
	h := share.Holder{Writer: "01", Epoch: 1}
	o := sale.Order{Channel: sale.Store, ID: "9", Till: "01", Member: "m7", PlacedAt: at, PaidAt: at}
	lot := loyalty.Lot{ID: o.Key(), Root: o.Key(), Order: o.Key(), Points: 7, AroseAt: at, UsableAt: at}
	postings := []loyalty.Posting{{Member: "m7", Kind: loyalty.Earn, Order: o.Key(), Lots: []loyalty.Lot{lot}}}
	e := journal.Event{ID: "e1", At: at, Wall: at, Kind: journal.OrderPaid, Moves: loyalty.Moves(postings), Body: journal.Encode(&sale.Filed{Order: o, Postings: postings})}
	records, seal, head := journal.Extend(journal.Head{Writer: h.Writer, Epoch: h.Epoch}, storetest.Key(), []journal.Event{e})
	postings[0].Ref = office.PostingRef(records[0].Event, 0)
	row := share.Row{Known: true, Arisen: 7, Out: []share.Part{{Holder: h, Units: 7}}}
	return errors.Join(tx.Take(h, records[0]), tx.Put(seal), tx.Post(h, 1, postings), tx.Put(office.TakenOrder{Order: o, By: h, Seq: 1}),
		tx.Put(office.Right{Name: lot.ID, Row: row}), tx.Put(office.Till{Holder: h, PublicKey: storetest.Key().Public(), Seq: 1, Hash: head.Hash}))
}

// Verification finds what was changed of what came from tills.
func TestCentralVerifyFindsWhatWasChangedOfTills(t *testing.T) {
	h := share.Holder{Writer: "01", Epoch: 1}
	taken := append(accountKey("m7", takenMark), "01\x00"...)
	edits := map[string]func(b *bbolt.Bucket) error{
		"nothing":      nil,
		"an event":     func(b *bbolt.Bucket) error { return twist(b, takenKey(h, 1)) },
		"a signature":  func(b *bbolt.Bucket) error { return twist(b, takenSealKey(h, 1)) },
		"no signature": func(b *bbolt.Bucket) error { return b.Delete(takenSealKey(h, 1)) },
		"the event cut": func(b *bbolt.Bucket) error {
			return errors.Join(b.Delete(takenKey(h, 1)), b.Delete(takenSealKey(h, 1)))
		},
		"a posting": func(b *bbolt.Bucket) error { return twist(b, taken) },
		"no posting": func(b *bbolt.Bucket) error {
			k, _ := b.Cursor().Seek(taken)
			return b.Delete(append([]byte(nil), k...))
		},
		"an order":   func(b *bbolt.Bucket) error { return twist(b, prefixed(orderPrefix, "store/9")) },
		"a share":    func(b *bbolt.Bucket) error { return b.Delete(prefixed(rightPrefix, "store/9")) },
		"more of it": func(b *bbolt.Bucket) error { return putRow(b, "store/9", share.Row{Known: true, Arisen: 8}) },
		"an invented share": func(b *bbolt.Bucket) error {
			return putRow(b, "store/10", share.Row{Out: []share.Part{{Holder: h, Units: 5}}})
		},
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			c := openTestCentral(t, dir)
			err := errors.Join(fileN(c, 1), c.Write(t.Context(), soldByTill), c.Close())
			if err != nil {
				t.Fatal(err)
			}
			wantWhole(t, dir)
			if edit == nil {
				return
			}
			db, err := bbolt.Open(filepath.Join(dir, CentralFile), 0o600, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(db.Update(func(tx *bbolt.Tx) error { return edit(tx.Bucket(centralBucket)) }), db.Close()); err != nil {
				t.Fatal(err)
			}
			if broken, _, err := VerifyCentral(t.Context(), dir, nil); broken == nil || err != nil {
				t.Errorf("nothing found, %v", err)
			}
		})
	}
}

func putRow(b *bbolt.Bucket, right string, row share.Row) error {
	stored := storedRow(row)
	return b.Put(prefixed(rightPrefix, right), journal.Encode(&stored))
}
