package bolt

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/shift"
)

var (
	programsBucket = []byte("programs") // version u64 → JSON
	staffBucket    = []byte("staff")    // id → canonical bytes
	shopBucket     = []byte("shop")     // shopKey → JSON
	shopKey        = []byte("shop")
)

// Shop implements counter.Settings.
func (t *Till) Shop(ctx context.Context) (s counter.Shop, err error) {
	if err := ctx.Err(); err != nil {
		return s, err
	}
	err = t.fromCatalog("the shop", func(tx *bbolt.Tx) error {
		doc := tx.Bucket(shopBucket).Get(shopKey)
		if doc == nil {
			return fault.New(fault.NotFound, "shop.unknown", nil)
		}
		return json.Unmarshal(doc, &s)
	})
	return s, err
}

// Programs implements counter.Settings.
func (t *Till) Programs(ctx context.Context) (list loyalty.Versions, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = t.fromCatalog("the programme", func(tx *bbolt.Tx) error {
		return tx.Bucket(programsBucket).ForEach(func(_, doc []byte) error {
			var p loyalty.Program
			if err := json.Unmarshal(doc, &p); err != nil {
				return fmt.Errorf("programme version: %w", err)
			}
			list = append(list, p)
			return nil
		})
	})
	return list, err
}

// Staff implements counter.Settings.
func (t *Till) Staff(ctx context.Context) (list []shift.Staff, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = t.fromCatalog("the staff", func(tx *bbolt.Tx) error {
		return tx.Bucket(staffBucket).ForEach(func(id, b []byte) error {
			var s shift.Staff
			if err := journal.Decode(b, &s); err != nil {
				return fmt.Errorf("staff %q: %w", id, err)
			}
			list = append(list, s)
			return nil
		})
	})
	return list, err
}

func putJSON(tx *bbolt.Tx, bucket, key []byte, v any) error {
	doc, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode %s: %w", bucket, err)
	}
	return tx.Bucket(bucket).Put(key, doc)
}

func putProgram(tx *bbolt.Tx, p loyalty.Program) error {
	return putJSON(tx, programsBucket, binary.BigEndian.AppendUint64(nil, uint64(p.Version)), p)
}

func putStaff(tx *bbolt.Tx, s shift.Staff) error {
	return tx.Bucket(staffBucket).Put([]byte(s.ID), journal.Encode(&s))
}
