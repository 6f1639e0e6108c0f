package bolt

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/domain/shift"
	"tim/storage/storetest"
)

// oldTill is a ledger as the first version of its file kept it: orders are found by their key and in no other way.
type oldTill struct {
	counter.Ledger
	db *bbolt.DB
}

func (o *oldTill) Start(ctx context.Context) (counter.Start, error) {
	return (&Till{ledger: o.db}).Start(ctx)
}

func (o *oldTill) Commit(_ context.Context, b counter.Batch) error {
	return o.db.Update(func(tx *bbolt.Tx) error {
		w := writer{bucket: tx.Bucket(tillBucket)}
		head := w.records(b)
		at := appendPlace(nil, head.Epoch, head.Seq)
		for _, order := range b.Orders {
			w.oldOrder(at, order.Key(), journal.Encode(&order), order.State() == sale.Draft)
		}
		w.postings(b)
		return w.err
	})
}

func (w *writer) oldOrder(at []byte, key string, value []byte, cart bool) {
	if cart {
		w.put(prefixed(cartPrefix, key), value)
		return
	}
	w.delete(prefixed(cartPrefix, key))
	w.put(filedKey(at, key), value)
	w.index(prefixed(orderPrefix, key), at)
}

// golden reads what journals of an earlier program hold.
func golden(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "domain", "sale", "testdata", name+".hex"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// writeOld makes a ledger of version 1: some sales, and one in the bytes that the program of that time wrote.
func writeOld(t *testing.T, dir string) (sold []sale.Order) {
	t.Helper()
	if _, err := LoadOrCreateKey(dir, testSeed{}); err != nil {
		t.Fatal(err)
	}
	first := schema{name: ledgerSchema.name, steps: ledgerSchema.steps[:1]}
	db, err := openFile(filepath.Join(dir, LedgerFile), first, lockWait, 0)
	if err != nil {
		t.Fatal(err)
	}
	b := storetest.NewBook(t, &oldTill{db: db})
	for i := range 30 {
		sold = append(sold, b.Sell(t, 1+i%2, "m1"))
	}
	var filed sale.Filed
	body := golden(t, "filed_order_v2")
	if err := journal.Decode(body, &filed); err != nil {
		t.Fatal(err)
	}
	event := b.Event(journal.OrderReturned, &filed)
	event.Body = body
	batch := b.Batch(event)
	stored := batch.Records[0].Event
	err = db.Update(func(tx *bbolt.Tx) error {
		w := writer{bucket: tx.Bucket(tillBucket)}
		head := w.records(batch)
		w.oldOrder(appendPlace(nil, head.Epoch, head.Seq), filed.Order.Key(), golden(t, "order_v2"), false)
		for _, e := range postingEntries(stored, filed.Postings) {
			w.index(e.key, e.value)
		}
		return w.err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return append(sold, filed.Order)
}

// A till that was updated finds the orders that it sold before by receipt and by day, and its journal still proves them.
func TestOldOrdersAreFoundBehindAnUpdate(t *testing.T) {
	dir := t.TempDir()
	sold := writeOld(t, dir)
	proven := func(when string) {
		t.Helper()
		broken, sum, err := Verify(t.Context(), dir, nil)
		if err != nil || broken != nil || sum.Orders != uint64(len(sold)) {
			t.Errorf("%s: breaks at %+v, %+v, %v", when, broken, sum, err)
		}
	}
	proven("before the update") // the new program may be asked first

	till := openTest(t, dir)
	start, err := till.Start(t.Context())
	held := share.StoredHeld(start.Held, start.Requests)
	if err != nil || held.Units(sold[0].Key()) != 192 || held.Units(share.Pen(sold[0].Key())) != 1 {
		t.Errorf("behind the update it holds %v, %v", start.Held, err)
	}
	for _, o := range sold {
		found, err := till.ByReceipt(t.Context(), o.Receipt, 5)
		if err != nil || len(found) != 1 || found[0].Key() != o.Key() {
			t.Errorf("%s finds %d orders, %v", o.Receipt, len(found), err)
		}
		found, err = till.PaidBetween(t.Context(), o.PaidAt, o.PaidAt.Add(time.Millisecond), 5)
		if err != nil || len(found) != 1 || found[0].Key() != o.Key() {
			t.Errorf("%v finds %d orders, %v", o.PaidAt, len(found), err)
		}
	}
	b := storetest.NewBook(t, till)
	b.Sold = 1_000
	sold = append(sold, b.Sell(t, 1, "m1"))
	found, err := till.ByReceipt(t.Context(), "001001", 5)
	if err != nil || len(found) != 1 || found[0].Key() != sold[len(sold)-1].Key() {
		t.Errorf("the next sale: %d orders, %v", len(found), err)
	}
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	proven("behind the update")
}

// A catalogue of version 1 takes rewards and vouchers behind the update.
func TestAnOldCatalogueTakesVouchers(t *testing.T) {
	dir := t.TempDir()
	first := schema{name: catalogSchema.name, steps: catalogSchema.steps[:1]}
	db, err := openFile(filepath.Join(dir, CatalogFile), first, lockWait, 0)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	till := openTest(t, dir)
	defer till.Close()
	v := storetest.NewBook(t, till).Voucher("m1")
	if err := till.Fill(func(w *CatalogWriter) error { w.Voucher(v); return nil }); err != nil {
		t.Fatal(err)
	}
	if got, err := till.VouchersOf(t.Context(), "m1"); err != nil || len(got) != 1 || got[0].ID != v.ID {
		t.Errorf("%+v, %v", got, err)
	}
}

// A till that was updated in the middle of its shift goes on with it, under a number.
func TestAnOpenShiftOfBeforeGoesOn(t *testing.T) {
	dir := t.TempDir()
	if _, err := LoadOrCreateKey(dir, testSeed{}); err != nil {
		t.Fatal(err)
	}
	third := schema{name: ledgerSchema.name, steps: ledgerSchema.steps[:rollStep-1]}
	db, err := openFile(filepath.Join(dir, LedgerFile), third, lockWait, 0)
	if err != nil {
		t.Fatal(err)
	}
	b := storetest.NewBook(t, &oldTill{db: db})
	s := shift.Shift{ID: "s1", Till: "01", Cashier: "hong", OpenedAt: b.Now, Float: 500_000}
	b.Commit(t, b.Batch(b.Event(journal.ShiftOpened, &s)))
	err = db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(tillBucket).Put(shiftKey, journal.Encode(&s)) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if broken, _, err := Verify(t.Context(), dir, nil); err != nil || broken != nil {
		t.Errorf("before the update: breaks at %+v, %v", broken, err)
	}
	till := openTest(t, dir)
	start, err := till.Start(t.Context())
	if err != nil || len(start.Roll.Shifts) != 1 || start.Roll.Shifts[0].Shift.Number != 1 || start.Roll.Shifts[0].Shift.ID != "s1" || start.Roll.Last != 1 {
		t.Errorf("it goes on with %+v, %v", start.Roll, err)
	}
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	if broken, _, err := Verify(t.Context(), dir, nil); err != nil || broken != nil {
		t.Errorf("behind the update: breaks at %+v, %v", broken, err)
	}
}

// Who edits a shift in the file is found out: its float, its Z's figures, its very existence.
func TestAChangedShiftIsFound(t *testing.T) {
	for name, edit := range map[string]func(b *bbolt.Bucket) error{
		"a smaller float": func(b *bbolt.Bucket) error {
			return editShift(b, func(f *report.Filed) { f.Shift.Float -= 100_000 })
		},
		"a shift that is gone": func(b *bbolt.Bucket) error { return b.Delete(shiftKeyOf(1)) },
		"an invented one": func(b *bbolt.Bucket) error {
			return editShift(b, func(f *report.Filed) { f.Shift.Number = 2 })
		},
		"a total that begins anew": func(b *bbolt.Bucket) error {
			roll, err := readRoll(b)
			roll.Grand = 1
			return errors.Join(err, b.Put(rollKey, journal.Encode(&roll)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if _, err := LoadOrCreateKey(dir, testSeed{}); err != nil {
				t.Fatal(err)
			}
			till := openTest(t, dir)
			b := storetest.NewBook(t, till)
			b.OpenShift(t)
			err := till.ledger.Update(func(tx *bbolt.Tx) error { return edit(tx.Bucket(tillBucket)) })
			if err := errors.Join(err, till.Close()); err != nil {
				t.Fatal(err)
			}
			broken, _, err := Verify(t.Context(), dir, nil)
			if err != nil || broken == nil || broken.Reason != ShiftDiffers {
				t.Errorf("breaks at %+v, %v", broken, err)
			}
		})
	}
}

func editShift(b *bbolt.Bucket, edit func(f *report.Filed)) error {
	var f report.Filed
	if err := journal.Decode(b.Get(shiftKeyOf(1)), &f); err != nil {
		return err
	}
	edit(&f)
	return b.Put(shiftKeyOf(f.Shift.Number), journal.Encode(&f))
}
