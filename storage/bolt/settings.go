package bolt

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

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

// settings are the documents that every sale asks for, kept in memory until the next load. They are read only.
type settings struct {
	loads    atomic.Uint64 // loads that have ended
	shop     kept[counter.Shop]
	programs kept[loyalty.Versions]
	rewards  kept[[]loyalty.Reward]
	staff    kept[[]shift.Staff]
}

// kept is one such document and the load behind which it was read.
type kept[T any] struct{ newest atomic.Pointer[readBehind[T]] }

type readBehind[T any] struct {
	load  uint64
	value T
}

// get is the document, read anew when a load has ended since.
func (k *kept[T]) get(ctx context.Context, s *settings, read func() (T, error)) (value T, err error) {
	if err := ctx.Err(); err != nil {
		return value, err
	}
	load := s.loads.Load() // before reading: what a load changes meanwhile is read again
	if have := k.newest.Load(); have != nil && have.load == load {
		return have.value, nil
	}
	if value, err = read(); err == nil {
		k.newest.Store(&readBehind[T]{load, value})
	}
	return value, err
}

// Shop implements counter.Settings.
func (t *Till) Shop(ctx context.Context) (counter.Shop, error) {
	return t.settings.shop.get(ctx, &t.settings, t.readShop)
}

func (t *Till) readShop() (s counter.Shop, err error) {
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
func (t *Till) Programs(ctx context.Context) (loyalty.Versions, error) {
	return t.settings.programs.get(ctx, &t.settings, t.readPrograms)
}

func (t *Till) readPrograms() (list loyalty.Versions, err error) {
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

// Rewards implements counter.Settings.
func (t *Till) Rewards(ctx context.Context) ([]loyalty.Reward, error) {
	return t.settings.rewards.get(ctx, &t.settings, t.readRewards)
}

func (t *Till) readRewards() (list []loyalty.Reward, err error) {
	err = t.fromCatalog("the rewards", func(tx *bbolt.Tx) error {
		return tx.Bucket(rewardsBucket).ForEach(func(id, doc []byte) error {
			var r loyalty.Reward
			if err := json.Unmarshal(doc, &r); err != nil {
				return fmt.Errorf("reward %q: %w", id, err)
			}
			list = append(list, r)
			return nil
		})
	})
	slices.SortFunc(list, func(a, b loyalty.Reward) int {
		return cmp.Or(cmp.Compare(a.Cost, b.Cost), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return list, err
}

// Staff implements counter.Settings.
func (t *Till) Staff(ctx context.Context) ([]shift.Staff, error) {
	return t.settings.staff.get(ctx, &t.settings, t.readStaff)
}

func (t *Till) readStaff() (list []shift.Staff, err error) {
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
