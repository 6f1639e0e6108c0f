package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.etcd.io/bbolt"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/shift"
)

// fillChunk is how many members, postings and vouchers one transaction of a bulk load holds in memory.
const fillChunk = 50_000

// CatalogWriter takes what came from outside into the catalogue. Each of its methods adds or replaces by key: the
// SKU, the member's id, the posting's id, the voucher's code, the reward's id, the version, the staff id.
type CatalogWriter struct {
	till     *Till
	members  map[string]catalog.Member
	history  map[string][]byte
	vouchers map[string]loyalty.Voucher
	other    []func(*bbolt.Tx) error
	err      error
}

// Fill writes to the catalogue. Up to fillChunk members, postings and vouchers are one transaction; a larger load is several,
// each in key order, and can be run again after a crash. Faults: file.full, file.readonly.
func (t *Till) Fill(load func(w *CatalogWriter) error) error {
	t.filling.Lock()
	defer t.filling.Unlock()
	w := &CatalogWriter{till: t}
	w.clear()
	defer t.products.forget()
	defer t.settings.loads.Add(1)
	if err := load(w); err != nil {
		return err
	}
	w.flush()
	if w.err != nil {
		return w.err
	}
	return t.compact()
}

// Product adds or replaces a product.
func (w *CatalogWriter) Product(p catalog.Product) {
	w.other = append(w.other, func(tx *bbolt.Tx) error { return putProduct(tx, p) })
}

// Member adds or replaces a member.
func (w *CatalogWriter) Member(m catalog.Member) {
	w.members[m.ID] = m
	w.flushFull()
}

// Posting adds to a member's history.
func (w *CatalogWriter) Posting(p loyalty.Posting) {
	stored := storedPosting(p)
	w.history[string(joinKey(p.Member, p.Ref.ID))] = journal.Encode(&stored)
	w.flushFull()
}

// Voucher adds or replaces a voucher. What was written here of the same one since it came goes on counting.
func (w *CatalogWriter) Voucher(v loyalty.Voucher) {
	w.vouchers[v.ID] = v
	w.flushFull()
}

// Reward adds or replaces what points can buy.
func (w *CatalogWriter) Reward(r loyalty.Reward) {
	w.other = append(w.other, func(tx *bbolt.Tx) error { return putJSON(tx, rewardsBucket, []byte(r.ID), r) })
}

// Program adds or replaces a version of the programme.
func (w *CatalogWriter) Program(p loyalty.Program) {
	w.other = append(w.other, func(tx *bbolt.Tx) error { return putProgram(tx, p) })
}

// Staff adds or replaces a person who may sign in.
func (w *CatalogWriter) Staff(s shift.Staff) {
	w.other = append(w.other, func(tx *bbolt.Tx) error { return putStaff(tx, s) })
}

// Shop replaces the shop's own data.
func (w *CatalogWriter) Shop(s counter.Shop) {
	w.other = append(w.other, func(tx *bbolt.Tx) error { return putJSON(tx, shopBucket, shopKey, s) })
}

func (w *CatalogWriter) clear() {
	w.members, w.history, w.vouchers, w.other = map[string]catalog.Member{}, map[string][]byte{}, map[string]loyalty.Voucher{}, nil
}

func (w *CatalogWriter) flushFull() {
	if len(w.members)+len(w.history)+len(w.vouchers) >= fillChunk {
		w.flush()
	}
}

func (w *CatalogWriter) flush() {
	if w.err == nil {
		w.till.swap.RLock()
		defer w.till.swap.RUnlock()
		if err := w.till.catalog.Update(w.write); err != nil {
			w.err = fmt.Errorf("fill the catalogue: %w", fileFault(w.till.path(CatalogFile), err))
		}
	}
	w.clear()
}

func (w *CatalogWriter) write(tx *bbolt.Tx) error {
	for _, put := range w.other {
		if err := put(tx); err != nil {
			return err
		}
	}
	if err := errors.Join(w.putMembers(tx), putVouchers(tx, w.vouchers)); err != nil {
		return err
	}
	history := make([]entry, 0, len(w.history))
	for key, value := range w.history {
		history = append(history, entry{[]byte(key), value})
	}
	return putSorted(tx, historyBucket, history)
}

func (w *CatalogWriter) putMembers(tx *bbolt.Tx) error {
	var docs, phones, tails, names, initials []entry
	for _, id := range slices.Sorted(maps.Keys(w.members)) {
		m := w.members[id]
		if err := dropIndex(tx, id); err != nil {
			return err
		}
		phone, tail, words := memberEntries(m)
		docs = append(docs, entry{[]byte(id), journal.Encode(&m)})
		phones, tails, names = append(phones, phone), append(tails, tail), append(names, words...)
		initials = append(initials, initialsEntry(id, string(tail.value))...)
	}
	return errors.Join(putSorted(tx, membersBucket, docs), putSorted(tx, phonesBucket, phones),
		putSorted(tx, tailsBucket, tails), putSorted(tx, namesBucket, names), putSorted(tx, initialsBucket, initials))
}

// putSorted writes entries in key order, which fills pages and leaves few free ones behind.
func putSorted(tx *bbolt.Tx, bucket []byte, entries []entry) error {
	slices.SortFunc(entries, func(a, b entry) int { return bytes.Compare(a.key, b.key) })
	b := tx.Bucket(bucket)
	b.FillPercent = fillPercent
	for _, e := range entries {
		if err := b.Put(e.key, e.value); err != nil {
			return err
		}
	}
	return nil
}
