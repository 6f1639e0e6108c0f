package bolt

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
)

// What came from central lies in the catalogue: code → canonical bytes, and member 0 issued code → nothing.
var (
	vouchersBucket       = []byte("vouchers")
	memberVouchersBucket = []byte("member_vouchers")
)

func voucherKey(code string) []byte { return prefixed(voucherPrefix, code) }

// memberVoucher is a voucher's key among those of its member, without a letter.
func memberVoucher(v loyalty.Voucher) []byte {
	return append(appendInstant(joinKey(v.Member, ""), v.IssuedAt), v.ID...)
}

func ownerKey(v loyalty.Voucher) []byte { return append([]byte{ownerPrefix}, memberVoucher(v)...) }

// voucherOf is the code in a key behind member and 0.
func voucherOf(key, prefix []byte) string { return string(key[len(prefix)+instantSize:]) }

// vouchers writes those that a batch changed. No event, no change: a batch without one is a bug of the caller.
func (w *writer) vouchers(at []byte, b counter.Batch) {
	if len(b.Vouchers) > 0 && len(b.Records) == 0 {
		panic("bolt: vouchers change without an event")
	}
	for _, v := range b.Vouchers {
		if key := ownerKey(v); indexed(w.bucket, key) == nil {
			w.index(key, []byte{})
		}
		w.index(voucherKey(v.ID), journal.Append(bytes.Clone(at), &v))
	}
}

// splitVoucher separates a stored voucher's bytes from the place of the batch that wrote it; too short a value has neither.
func splitVoucher(value []byte) (at, voucher []byte) {
	if len(value) < placeSize {
		return nil, nil
	}
	return value[:placeSize], value[placeSize:]
}

func decodeVoucher(code string, b []byte) (v loyalty.Voucher, err error) {
	if err := journal.Decode(b, &v); err != nil {
		return v, fmt.Errorf("voucher %q: %w", code, err)
	}
	return v, nil
}

// findVoucher reads a voucher from either file, nil when it isn't there.
type findVoucher func(tx *bbolt.Tx, code string) (*loyalty.Voucher, error)

func ledgerVoucher(tx *bbolt.Tx, code string) (*loyalty.Voucher, error) {
	value := indexed(tx.Bucket(tillBucket), voucherKey(code))
	if value == nil {
		return nil, nil
	}
	_, b := splitVoucher(value)
	v, err := decodeVoucher(code, b)
	return &v, err
}

func catalogVoucher(tx *bbolt.Tx, code string) (*loyalty.Voucher, error) {
	value := tx.Bucket(vouchersBucket).Get([]byte(code))
	if value == nil {
		return nil, nil
	}
	v, err := decodeVoucher(code, value)
	return &v, err
}

// Voucher implements counter.Members.
func (t *Till) Voucher(ctx context.Context, code string) (v loyalty.Voucher, err error) {
	if err := ctx.Err(); err != nil {
		return v, err
	}
	var found *loyalty.Voucher
	read := func(find findVoucher) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) (err error) {
			found, err = find(tx, code)
			return err
		}
	}
	if err = view(t.ledger, "a voucher", read(ledgerVoucher)); err == nil && found == nil {
		err = t.fromCatalog("a voucher", read(catalogVoucher))
	}
	switch {
	case err != nil:
		return v, err
	case found == nil:
		return v, fault.New(fault.NotFound, "voucher.unknown", fault.Args{"code": code})
	}
	return *found, nil
}

// VouchersOf implements counter.Members.
func (t *Till) VouchersOf(ctx context.Context, member string) ([]loyalty.Voucher, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	byCode := map[string]loyalty.Voucher{}
	prefix := joinKey(member, "")
	take := func(tx *bbolt.Tx, code string, find findVoucher) error {
		v, err := find(tx, code)
		if err == nil && v != nil {
			byCode[code] = *v
		}
		return err
	}
	err := t.fromCatalog("a member's vouchers", func(tx *bbolt.Tx) error {
		c := tx.Bucket(memberVouchersBucket).Cursor()
		for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
			if err := take(tx, voucherOf(k, prefix), catalogVoucher); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = view(t.ledger, "a member's vouchers", func(tx *bbolt.Tx) error {
		return eachIndexed(tx.Bucket(tillBucket), append([]byte{ownerPrefix}, prefix...), func(key, _ []byte) error {
			return take(tx, voucherOf(key[1:], prefix), ledgerVoucher)
		})
	})
	return slices.SortedFunc(maps.Values(byCode), func(a, b loyalty.Voucher) int {
		return cmp.Or(b.IssuedAt.Compare(a.IssuedAt), cmp.Compare(b.ID, a.ID))
	}), err
}

func issuedKey(reward string) []byte { return append(bytes.Clone(issuedPrefix), reward...) }

// issued reads how many vouchers of each reward were issued here, nil when that never changed.
func issued(b *bbolt.Bucket) map[string]int64 {
	var counts map[string]int64
	c := b.Cursor()
	for k, v := c.Seek(issuedPrefix); bytes.HasPrefix(k, issuedPrefix); k, v = c.Next() {
		if counts == nil {
			counts = map[string]int64{}
		}
		counts[string(k[len(issuedPrefix):])] = counted(v)
	}
	return counts
}

// putVouchers writes or replaces vouchers of the catalogue.
func putVouchers(tx *bbolt.Tx, byCode map[string]loyalty.Voucher) error {
	var docs, members []entry
	for code, v := range byCode {
		old, err := catalogVoucher(tx, code)
		if err != nil {
			return err
		}
		if old != nil {
			if err := tx.Bucket(memberVouchersBucket).Delete(memberVoucher(*old)); err != nil {
				return err
			}
		}
		docs, members = append(docs, entry{[]byte(code), journal.Encode(&v)}), append(members, entry{key: memberVoucher(v)})
	}
	if err := putSorted(tx, vouchersBucket, docs); err != nil {
		return err
	}
	return putSorted(tx, memberVouchersBucket, members)
}
