package bolt_test

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/storage/bolt"
	"tim/storage/storetest"
)

// Seqs of a day with two vouchers: 1 opens the journal; 2 issues the first, 3 to 7 sell with it (opened, on the cart,
// off it, on it, paid), 8 issues the second, 9 and 10 are a sale of a walk-in.
const (
	offTheCart = 5
	onTheCart  = 6
	paidWith   = 7
	issuedLast = 8
	walkIn     = 10
)

func robVouchers(t *testing.T) (r robbed, first, second loyalty.Voucher) {
	t.Helper()
	r = robbed{t, t.TempDir()}
	till := open(t, r.dir)
	b := storetest.NewBook(t, till)
	first = b.Voucher("m1")
	b.Commit(t, b.Redeem(first))
	_, first = b.SellWith(t, first)
	second = b.Voucher("m2")
	b.Commit(t, b.Redeem(second))
	b.Sell(t, 1, "")
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	if broken, sum := verify(t, r.dir); broken != nil || sum.Events != walkIn || sum.Vouchers != 2 {
		t.Fatalf("breaks at %+v, %+v", broken, sum)
	}
	return r, first, second
}

// entryUnder finds the first entry of an index that begins so, recent or in its place.
func entryUnder(b *bbolt.Bucket, prefix string) (key, value []byte) {
	for _, p := range []string{"n" + prefix, prefix} {
		if k, v := b.Cursor().Seek([]byte(p)); bytes.HasPrefix(k, []byte(p)) {
			return bytes.Clone(k), bytes.Clone(v)
		}
	}
	return nil, nil
}

func drops(prefix string) func(b *bbolt.Bucket) error {
	return func(b *bbolt.Bucket) error {
		k, _ := entryUnder(b, prefix)
		return b.Delete(k)
	}
}

// copies an entry to another key, its n-th byte from the end changed, and its value where change isn't nil.
func copies(prefix string, n int, change func(value []byte)) func(b *bbolt.Bucket) error {
	return func(b *bbolt.Bucket) error {
		k, v := entryUnder(b, prefix)
		k[len(k)-n]++
		if change != nil {
			change(v)
		}
		return b.Put(k, v)
	}
}

func TestVerifyFindsChangedVouchers(t *testing.T) {
	for name, test := range map[string]struct {
		edit   func(first, second loyalty.Voucher) func(b *bbolt.Bucket) error
		seq    uint64
		reason string
	}{
		"a used one as it stood before": {func(first, _ loyalty.Voucher) func(b *bbolt.Bucket) error {
			first.Order, first.UsedAt = "", time.Time{}
			return revert(first, offTheCart)
		}, onTheCart, bolt.VoucherDiffers},
		"a used one that is new again": {func(first, _ loyalty.Voucher) func(b *bbolt.Bucket) error {
			first.Order = ""
			return revert(first, onTheCart)
		}, onTheCart, bolt.VoucherDiffers},
		"one that lives longer": {func(_, second loyalty.Voucher) func(b *bbolt.Bucket) error {
			second.ExpiresAt = second.ExpiresAt.AddDate(1, 0, 0)
			return revert(second, issuedLast)
		}, issuedLast, bolt.VoucherDiffers},
		"one that is gone": {func(_, second loyalty.Voucher) func(b *bbolt.Bucket) error {
			return drops("v" + second.ID)
		}, issuedLast, bolt.VoucherDiffers},
		"one that is cut": {func(_, second loyalty.Voucher) func(b *bbolt.Bucket) error {
			return func(b *bbolt.Bucket) error {
				k, _ := entryUnder(b, "v"+second.ID)
				return b.Put(k, []byte{1})
			}
		}, issuedLast, bolt.VoucherDiffers},
		"one that its member doesn't see": {func(_, _ loyalty.Voucher) func(b *bbolt.Bucket) error {
			return drops("wm2\x00")
		}, issuedLast, bolt.VoucherDiffers},
		"an invented one": {func(_, second loyalty.Voucher) func(b *bbolt.Bucket) error {
			return copies("v"+second.ID, 1, nil)
		}, issuedLast, bolt.VoucherDiffers},
		"an invented one of no event at all": {func(_, second loyalty.Voucher) func(b *bbolt.Bucket) error {
			return copies("v"+second.ID, 1, func(value []byte) { binary.BigEndian.PutUint64(value[4:], 99) })
		}, 99, bolt.VoucherDiffers},
		"one that another member sees": {func(_, _ loyalty.Voucher) func(b *bbolt.Bucket) error {
			return copies("wm2\x00", 27, nil) // m3
		}, walkIn, bolt.VoucherDiffers},
		"a sale that its receipt doesn't find": {func(_, _ loyalty.Voucher) func(b *bbolt.Bucket) error {
			return drops("r100000-10-DH\x00")
		}, paidWith, bolt.OrderDiffers},
		"a sale under another's receipt": {func(_, _ loyalty.Voucher) func(b *bbolt.Bucket) error {
			return copies("r200000-10-DH\x00", 44, nil)
		}, walkIn, bolt.OrderDiffers},
		"a receipt of no sale": {func(_, _ loyalty.Voucher) func(b *bbolt.Bucket) error {
			return copies("r200000-10-DH\x00", 1, nil)
		}, walkIn, bolt.OrderDiffers},
		"a receipt of another day": {func(_, _ loyalty.Voucher) func(b *bbolt.Bucket) error {
			return func(b *bbolt.Bucket) error {
				k, _ := entryUnder(b, "r200000-10-DH\x00")
				return flip(b, k, -1)
			}
		}, walkIn, bolt.OrderDiffers},
		"a sale that its day doesn't find": {func(_, _ loyalty.Voucher) func(b *bbolt.Bucket) error {
			return drops("t")
		}, paidWith, bolt.OrderDiffers},
		"a sale on another day too": {func(_, _ loyalty.Voucher) func(b *bbolt.Bucket) error {
			return copies("t", 43, nil)
		}, paidWith, bolt.OrderDiffers},
	} {
		t.Run(name, func(t *testing.T) {
			r, first, second := robVouchers(t)
			r.edit(test.edit(first, second))
			broken, _ := verify(t, r.dir)
			if broken == nil || broken.Seq != test.seq || broken.Reason != test.reason {
				t.Errorf("breaks at %+v, want %d %s", broken, test.seq, test.reason)
			}
		})
	}
}

// revert makes a voucher stand so, as if the batch that ended at seq had said it.
func revert(v loyalty.Voucher, seq uint64) func(b *bbolt.Bucket) error {
	return func(b *bbolt.Bucket) error {
		k, _ := entryUnder(b, "v"+v.ID)
		return b.Put(k, append(eventAt(seq)[1:], journal.Encode(&v)...))
	}
}

// A posting that claims an event yet to come is as invented as any other.
func TestVerifyFindsAPostingOfTheFuture(t *testing.T) {
	r := robTill(t)
	r.edit(func(b *bbolt.Bucket) error {
		k := postingKeyOf(b, 7)
		future := bytes.Clone(k)
		binary.BigEndian.PutUint64(future[len(future)-10:], 99)
		return b.Put(future, bytes.Clone(b.Get(k)))
	})
	r.expect(99, bolt.PostingDiffers)
}
