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

// ledgerVoucher reads a voucher as it was last written here and the place of that batch, nil when it never was.
func ledgerVoucher(tx *bbolt.Tx, code string) (*loyalty.Voucher, []byte, error) {
	value := indexed(tx.Bucket(tillBucket), voucherKey(code))
	if value == nil {
		return nil, nil, nil
	}
	at, b := splitVoucher(value)
	v, err := decodeVoucher(code, b)
	return &v, bytes.Clone(at), err
}

func catalogVoucher(tx *bbolt.Tx, code string) (*loyalty.Voucher, error) {
	value := tx.Bucket(vouchersBucket).Get([]byte(code))
	if value == nil {
		return nil, nil
	}
	v, err := decodeVoucher(code, value)
	return &v, err
}

// eachVoucher goes over those of a member's in the catalogue.
func eachVoucher(tx *bbolt.Tx, member string, take func(loyalty.Voucher)) error {
	prefix := joinKey(member, "")
	c := tx.Bucket(memberVouchersBucket).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		v, err := catalogVoucher(tx, voucherOf(k, prefix))
		if err != nil {
			return err
		}
		if v != nil {
			take(*v)
		}
	}
	return nil
}

// Voucher implements counter.Members.
func (t *Till) Voucher(ctx context.Context, code string) (v loyalty.Voucher, err error) {
	if err := ctx.Err(); err != nil {
		return v, err
	}
	var found *loyalty.Voucher
	var at []byte
	err = t.fromLedger("a voucher", func(tx *bbolt.Tx) (err error) {
		found, at, err = ledgerVoucher(tx, code)
		return err
	})
	if err == nil {
		err = t.fromCatalog("a voucher", func(tx *bbolt.Tx) error {
			if found != nil && !newer(tx, code, at) {
				return nil
			}
			sent, err := catalogVoucher(tx, code)
			if err == nil && sent != nil {
				found = sent
			}
			return err
		})
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
	ids := []string{member}
	err := t.fromCatalog("a member's vouchers", func(tx *bbolt.Tx) (err error) {
		present, err := leadsTo(tx, member)
		if err != nil {
			return err
		}
		ids = append([]string{present}, aliasesOf(tx, present)...)
		for _, id := range ids {
			if err := eachVoucher(tx, id, func(v loyalty.Voucher) { byCode[v.ID] = v }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if err := t.ownVouchers(id, byCode); err != nil {
			return nil, err
		}
	}
	return slices.SortedFunc(maps.Values(byCode), func(a, b loyalty.Voucher) int {
		return cmp.Or(b.IssuedAt.Compare(a.IssuedAt), cmp.Compare(b.ID, a.ID))
	}), nil
}

// ownVouchers lays what was written here of a member's vouchers over what was sent, where it isn't in that.
func (t *Till) ownVouchers(member string, byCode map[string]loyalty.Voucher) error {
	type written struct {
		voucher loyalty.Voucher
		at      []byte
	}
	var own []written
	prefix := joinKey(member, "")
	err := t.fromLedger("a member's vouchers", func(tx *bbolt.Tx) error {
		return eachIndexed(tx.Bucket(tillBucket), append([]byte{ownerPrefix}, prefix...), func(key, _ []byte) error {
			v, at, err := ledgerVoucher(tx, voucherOf(key[1:], prefix))
			if err == nil && v != nil {
				own = append(own, written{*v, at})
			}
			return err
		})
	})
	if err != nil || len(own) == 0 {
		return err
	}
	return t.fromCatalog("a member's vouchers", func(tx *bbolt.Tx) error {
		for _, w := range own {
			if _, sent := byCode[w.voucher.ID]; !sent || !newer(tx, w.voucher.ID, w.at) {
				byCode[w.voucher.ID] = w.voucher
			}
		}
		return nil
	})
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
