package bolt

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
)

// notesBucket is what feeds remember: space 0 key → value.
var notesBucket = []byte("notes")

// createNotes is the step of central's schema that brings them.
func createNotes(tx *bbolt.Tx) error { return createBuckets(tx, "notes") }

// Note implements office.Notes.
func (r centralReader) Note(space, key string) ([]byte, error) {
	return bytes.Clone(r.get(notesBucket, joinKey(space, key))), nil
}

// Notes implements office.Notes.
func (r centralReader) Notes(space, after string, most int) (list []office.Note, err error) {
	prefix := joinKey(space, "")
	err = r.behind(notesBucket, prefix, after, most, func(key, value []byte) error {
		list = append(list, office.Note{Key: string(key), Value: bytes.Clone(value)})
		return nil
	})
	return list, err
}

// MembersBehind implements office.Notes.
func (r centralReader) MembersBehind(id string, most int) (list []office.Member, err error) {
	err = r.behind(membersBucket, nil, id, most, func(key, value []byte) error {
		m, err := r.decodeMember(key, value)
		list = append(list, m)
		return err
	})
	return list, err
}

// ProductsBehind implements office.Notes.
func (r centralReader) ProductsBehind(sku string, most int) (list []office.Product, err error) {
	err = r.behind(productsBucket, nil, sku, most, func(key, value []byte) error {
		p, err := decodeProduct(key, value)
		list = append(list, p)
		return err
	})
	return list, err
}

// VouchersBehind implements office.Notes.
func (r centralReader) VouchersBehind(code string, most int) (list []loyalty.Voucher, err error) {
	err = r.behind(centralBucket, []byte{voucherPrefix}, code, most, func(key, value []byte) error {
		var v loyalty.Voucher
		if err := journal.Decode(value, &v); err != nil {
			return fmt.Errorf("voucher %s: %w", key, err)
		}
		list = append(list, v)
		return nil
	})
	return list, err
}

// behind goes over the keys under a prefix that come behind one, at most so many.
func (r centralReader) behind(bucket, prefix []byte, after string, most int, take func(key, value []byte) error) error {
	from := append(bytes.Clone(prefix), after...)
	c := r.tx.Bucket(bucket).Cursor()
	k, v := c.Seek(from)
	if after != "" && bytes.Equal(k, from) {
		k, v = c.Next()
	}
	for ; most > 0 && k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if err := take(k[len(prefix):], v); err != nil {
			return err
		}
		most--
	}
	return nil
}

// PutNote implements office.Tx.
func (t *centralTx) PutNote(space, key string, value []byte) error {
	if value == nil {
		t.delete(notesBucket, joinKey(space, key))
	} else {
		t.put(notesBucket, joinKey(space, key), value)
	}
	return t.err
}
