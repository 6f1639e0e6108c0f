package bolt_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/sale"
	"tim/storage/bolt"
	"tim/storage/storetest"
)

// robbed is a till's directory after a day's work, and what a thief with bbolt in hand can do to it.
type robbed struct {
	testing.TB
	dir string
}

// Seqs of the day's journal: 1 opens it, then each sale is an opened cart and a paid order: 2 and 3, 4 and 5, …
// 22 and 23 are one batch. 24 is an order sold for later, 25 its delivery.
const (
	lastSeq  = 25
	batchEnd = 23
)

func robTill(t *testing.T) robbed {
	t.Helper()
	r := robbed{t, t.TempDir()}
	till := open(t, r.dir)
	b := storetest.NewBook(t, till)
	for i := range 10 {
		b.Sell(t, 1+i%3, fmt.Sprintf("m%d", i%2))
	}
	order, postings := b.PaidOrder(b.Cart(1, "m1"))
	paid := b.File(journal.OrderPaid, order, postings, b.Sold+1)
	two := b.Batch(b.Event(journal.OrderOpened, &sale.Filed{Order: b.Cart(1, "m1")}), paid.Records[0].Event)
	two.Orders, two.Postings = paid.Orders, paid.Postings
	for i := range two.Postings {
		two.Postings[i].Ref.Seq++
	}
	b.Commit(t, two)
	later, _ := b.PaidOrder(b.Cart(1, ""))
	delivered := later
	later.DeliveredAt = later.CancelledAt
	b.Commit(t, b.File(journal.OrderPaid, later, nil, 0))
	b.Commit(t, b.File(journal.OrderDelivered, delivered, nil, 0))
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	r.expect(0, "")
	return r
}

// expect verifies and wants the break at seq, for that reason; seq 0 wants none.
func (r robbed) expect(seq uint64, reason string) {
	r.Helper()
	broken, sum := verify(r, r.dir)
	switch {
	case seq == 0 && broken != nil:
		r.Errorf("breaks at %+v", *broken)
	case seq == 0 && (sum.Events != lastSeq || sum.Anchored != lastSeq):
		r.Errorf("verified %+v", sum)
	case seq > 0 && (broken == nil || broken.Seq != seq || broken.Reason != reason):
		r.Errorf("breaks at %+v, want %d %s", broken, seq, reason)
	}
}

func (r robbed) edit(edit func(till *bbolt.Bucket) error) {
	r.Helper()
	db, err := bbolt.Open(filepath.Join(r.dir, bolt.LedgerFile), 0o600, nil)
	if err != nil {
		r.Fatal(err)
	}
	defer db.Close()
	if err := db.Update(func(tx *bbolt.Tx) error { return edit(tx.Bucket([]byte("till"))) }); err != nil {
		r.Fatal(err)
	}
}

func eventAt(seq uint64) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32([]byte{'j'}, 1), seq)
}

func sealAt(seq uint64) []byte { return append(eventAt(seq), 's') }

// flip changes one bit of the value under key, counted from its front, or from its end when at is negative.
func flip(b *bbolt.Bucket, key []byte, at int) error {
	v := bytes.Clone(b.Get(key))
	if at < 0 {
		at += len(v)
	}
	v[at] ^= 1
	return b.Put(key, v)
}

// drop deletes the events from..to with all that lies behind each.
func drop(b *bbolt.Bucket, from, to uint64) error {
	var keys [][]byte
	c := b.Cursor()
	for k, _ := c.Seek(eventAt(from)); k != nil && bytes.Compare(k, eventAt(to+1)) < 0; k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}

func TestVerifyFindsAFlippedByte(t *testing.T) {
	for _, seq := range []uint64{1, 2, 9, 22, 23} {
		t.Run(fmt.Sprint(seq), func(t *testing.T) {
			for _, at := range []int{0, 31, 32, 40, 60, -1} { // in the hash, the event's envelope, its body
				r := robTill(t)
				r.edit(func(b *bbolt.Bucket) error { return flip(b, eventAt(seq), at) })
				broken, _ := verify(t, r.dir)
				if broken == nil || broken.Seq != seq {
					t.Errorf("byte %d of event %d: breaks at %+v", at, seq, broken)
				}
			}
		})
	}
}

func TestVerifyFindsAFlippedByteOfASignature(t *testing.T) {
	for seal, first := range map[uint64]uint64{1: 1, 3: 3, 8: 8, batchEnd: 22} {
		for _, at := range []int{0, 2, 10, -1} {
			r := robTill(t)
			r.edit(func(b *bbolt.Bucket) error { return flip(b, sealAt(seal), at) })
			broken, _ := verify(t, r.dir)
			if broken == nil || broken.Seq != first {
				t.Errorf("byte %d of seal %d: breaks at %+v, want %d", at, seal, broken, first)
			}
		}
	}
}

func TestVerifyFindsADeletedTail(t *testing.T) {
	for _, from := range []uint64{1, 2, 15, 22, 23} {
		r := robTill(t)
		r.edit(func(b *bbolt.Bucket) error { return drop(b, from, lastSeq) })
		reason := journal.JournalCut
		if from == 23 { // half a batch: what is left of it has no signature
			r.expect(22, journal.SealMissing)
			continue
		}
		r.expect(from, reason)
	}
}

func TestVerifyFindsADeletedMiddle(t *testing.T) {
	for from, to := range map[uint64]uint64{1: 1, 2: 3, 7: 7, 10: 21, 22: 22} {
		r := robTill(t)
		r.edit(func(b *bbolt.Bucket) error { return drop(b, from, to) })
		r.expect(from, journal.JournalGap)
	}
}

func TestVerifyFindsTwoSwappedEvents(t *testing.T) {
	for a, b := range map[uint64]uint64{2: 3, 3: 5, 22: 23} {
		r := robTill(t)
		r.edit(func(bucket *bbolt.Bucket) error {
			va, vb := bytes.Clone(bucket.Get(eventAt(a))), bytes.Clone(bucket.Get(eventAt(b)))
			if err := bucket.Put(eventAt(a), vb); err != nil {
				return err
			}
			return bucket.Put(eventAt(b), va)
		})
		r.expect(a, journal.EventMoved)
	}
}

// rechain lets a thief change event k and recompute every hash behind it. With a key of his own he signs anew too.
func rechain(b *bbolt.Bucket, k uint64, key journal.Key) error {
	prev := journal.Hash{}
	for seq := uint64(1); seq <= lastSeq; seq++ {
		v := bytes.Clone(b.Get(eventAt(seq)))
		event := v[32:]
		if seq == k {
			var e journal.Event
			if err := journal.Decode(event, &e); err != nil {
				return err
			}
			e.Actor = "somebody else"
			event = journal.Encode(&e)
		}
		prev = journal.Link(prev, event)
		if err := b.Put(eventAt(seq), append(bytes.Clone(prev[:]), event...)); err != nil {
			return err
		}
		if err := reseal(b, seq, k, prev, key); err != nil {
			return err
		}
	}
	return nil
}

func reseal(b *bbolt.Bucket, seq, k uint64, hash journal.Hash, key journal.Key) error {
	v := b.Get(sealAt(seq))
	if v == nil || seq < k || key == nil {
		return nil
	}
	var s journal.Seal
	if err := journal.Decode(v, &s); err != nil {
		return err
	}
	s.Hash = hash
	s.Signature = key.Sign(s.Message())
	return b.Put(sealAt(seq), journal.Encode(&s))
}

func TestVerifyFindsAChainRecomputedWithoutTheKey(t *testing.T) {
	thief := journal.Key(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32)))
	for k, first := range map[uint64]uint64{1: 1, 2: 2, 11: 11, 22: 22, 23: 22} {
		for name, key := range map[string]journal.Key{"old signatures": nil, "his own": thief} {
			t.Run(fmt.Sprintf("%d with %s", k, name), func(t *testing.T) {
				r := robTill(t)
				r.edit(func(b *bbolt.Bucket) error { return rechain(b, k, key) })
				broken, _ := verify(t, r.dir)
				// the signature tells the batch; where the anchor covers the changed event itself, it speaks first
				if broken == nil || broken.Seq != first ||
					broken.Reason != journal.SealForged && broken.Reason != journal.JournalForked {
					t.Errorf("breaks at %+v, want %d", broken, first)
				}
			})
		}
	}
}

func TestVerifyFindsAMissingSignature(t *testing.T) {
	for seal, first := range map[uint64]uint64{1: 1, 8: 8, batchEnd: 22} {
		r := robTill(t)
		r.edit(func(b *bbolt.Bucket) error { return b.Delete(sealAt(seal)) })
		r.expect(first, journal.SealMissing)
	}
}

func TestVerifyFindsAFlipInTheRawFile(t *testing.T) {
	for _, seq := range []uint64{2, 9, 23} {
		r := robTill(t)
		path := filepath.Join(r.dir, bolt.LedgerFile)
		var event []byte
		r.edit(func(b *bbolt.Bucket) error { event = bytes.Clone(b.Get(eventAt(seq))[32:]); return nil })
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		flips := 0
		for at := 0; ; flips++ { // old copies in free pages too
			i := bytes.Index(raw[at:], event)
			if i < 0 {
				break
			}
			at += i + len(event)
			raw[at-len(event)/2] ^= 0x40
		}
		if flips == 0 {
			t.Fatal("the event isn't in the file")
		}
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		r.expect(seq, journal.EventChanged)
	}
}

func TestVerifyFindsChangedViews(t *testing.T) {
	find := func(b *bbolt.Bucket, prefix string, n int) []byte {
		c := b.Cursor()
		k, _ := c.Seek([]byte(prefix))
		for range n {
			k, _ = c.Next()
		}
		return bytes.Clone(k)
	}
	tests := map[string]struct {
		edit   func(b *bbolt.Bucket) error
		seq    uint64
		reason string
	}{
		"an order as filed": {func(b *bbolt.Bucket) error {
			k := append(eventAt(5), 'o')
			return flip(b, find(b, string(k), 0), -1)
		}, 5, bolt.OrderDiffers},
		"an order that is gone": {func(b *bbolt.Bucket) error {
			k := append(eventAt(5), 'o')
			return b.Delete(find(b, string(k), 0))
		}, 5, bolt.OrderDiffers},
		"an order in no index": {func(b *bbolt.Bucket) error {
			k := find(b, "nostore/", 0)
			if k == nil || k[0] != 'n' {
				k = find(b, "ostore/", 0)
			}
			return b.Delete(k)
		}, 0, bolt.OrderDiffers},
		"an order as it stood before its delivery": {func(b *bbolt.Bucket) error {
			return undeliver(b)
		}, 25, bolt.OrderDiffers},
		"an order of an index that leads elsewhere": {func(b *bbolt.Bucket) error {
			v, index := filed(b, 5)
			return errors.Join(b.Put(append(eventAt(9), v[0][len(eventAt(9)):]...), v[1]), b.Put(index, eventAt(9)[1:]))
		}, 5, bolt.OrderDiffers},
		"a posting": {func(b *bbolt.Bucket) error { return flip(b, postingKeyOf(b, 7), -40) }, 7, bolt.PostingDiffers},
		"a posting that is gone": {func(b *bbolt.Bucket) error {
			return b.Delete(postingKeyOf(b, 7))
		}, 7, bolt.PostingDiffers},
		"an invented posting": {func(b *bbolt.Bucket) error {
			k := postingKeyOf(b, 7)
			other := bytes.Clone(k)
			other[len(other)-1]++
			return b.Put(other, bytes.Clone(b.Get(k)))
		}, 7, bolt.PostingDiffers},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := robTill(t)
			r.edit(test.edit)
			broken, _ := verify(t, r.dir)
			if broken == nil || broken.Reason != test.reason || test.seq != 0 && broken.Seq != test.seq {
				t.Errorf("breaks at %+v, want %d %s", broken, test.seq, test.reason)
			}
		})
	}
}

// filed finds an order as filed by the batch that ends with seq, key and value, and its key in the index.
func filed(b *bbolt.Bucket, seq uint64) (view [2][]byte, index []byte) {
	k, v := b.Cursor().Seek(append(eventAt(seq), 'o'))
	index = append([]byte("no"), k[len(eventAt(seq))+1:]...)
	if b.Get(index) == nil {
		index = index[1:]
	}
	return [2][]byte{bytes.Clone(k), bytes.Clone(v)}, index
}

// undeliver puts the view of the order that 25 delivered back to what 24 said.
func undeliver(b *bbolt.Bucket) error {
	view, index := filed(b, 25)
	var e journal.Event
	var body sale.Filed
	err := errors.Join(journal.Decode(b.Get(eventAt(24))[32:], &e), journal.Decode(e.Body, &body))
	key := append(eventAt(24), view[0][len(eventAt(24)):]...)
	return errors.Join(err, b.Delete(view[0]), b.Put(key, journal.Encode(&body.Order)), b.Put(index, eventAt(24)[1:]))
}

// postingKeyOf finds the posting of the event seq, recent or in its place.
func postingKeyOf(b *bbolt.Bucket, seq uint64) []byte {
	tail := append(eventAt(seq)[1:], 0, 0)
	c := b.Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		if (k[0] == 'p' || k[0] == 'n') && bytes.HasSuffix(k, tail) {
			return bytes.Clone(k)
		}
	}
	return nil
}

func TestTheAnchorOfACutJournalIsKept(t *testing.T) {
	r := robTill(t)
	r.edit(func(b *bbolt.Bucket) error { return drop(b, 16, lastSeq) })
	till := open(t, r.dir)
	b := storetest.NewBook(t, till)
	b.Now = b.Now.AddDate(0, 0, 1)
	b.Sell(t, 1, "")
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	r.expect(18, journal.JournalCut)

	till = open(t, r.dir)
	b = storetest.NewBook(t, till)
	for range 4 {
		b.Sell(t, 1, "")
	}
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	r.expect(25, journal.JournalForked) // the anchored batch is there, with other content
}

func TestAnOldOrUnreadableAnchorIsNoBreak(t *testing.T) {
	r := robTill(t)
	path := filepath.Join(r.dir, bolt.AnchorFile)
	var old []byte
	r.edit(func(b *bbolt.Bucket) error { old = bytes.Clone(b.Get(sealAt(9))); return nil })
	for name, test := range map[string]struct {
		content  []byte
		anchored uint64
	}{
		"older, as after a power cut": {[]byte(hex.EncodeToString(old) + "\n"), 9}, "empty": {nil, 0}, "torn": {[]byte("01f3"), 0},
	} {
		if err := os.WriteFile(path, test.content, 0o600); err != nil {
			t.Fatal(err)
		}
		if broken, sum := verify(t, r.dir); broken != nil || sum.Anchored != test.anchored || sum.Events != lastSeq {
			t.Errorf("%s: breaks at %+v, %+v", name, broken, sum)
		}
	}
	var s journal.Seal
	if err := journal.Decode(old, &s); err != nil {
		t.Fatal(err)
	}
	s.To = 99
	if err := os.WriteFile(path, []byte(hex.EncodeToString(journal.Encode(&s))), 0o600); err != nil {
		t.Fatal(err)
	}
	r.expect(lastSeq+1, journal.AnchorForged)
}

func TestVerifyWhileTheTillSells(t *testing.T) {
	till := open(t, t.TempDir())
	defer till.Close()
	b := storetest.NewBook(t, till)
	for range 420 { // more keys than one read transaction of a verification covers
		b.Sell(t, 1, "")
	}
	done := make(chan *journal.Break, 1)
	go func() {
		var found *journal.Break
		for range 20 {
			broken, _, err := till.Verify(context.Background(), nil)
			if broken != nil && found == nil {
				found = broken
			}
			if err != nil {
				found = &journal.Break{Reason: err.Error()}
			}
		}
		done <- found
	}()
	for i := range 60 {
		b.Sell(t, 1, fmt.Sprint("m", i%3))
		if v := b.Voucher("m1"); i%5 == 0 {
			b.Commit(t, b.Redeem(v))
			b.SellWith(t, v)
		}
	}
	if broken := <-done; broken != nil {
		t.Errorf("breaks at %+v", *broken)
	}
}

// centralKey is central's, in tests of tills' files.
var centralKey = journal.Key(ed25519.NewKeyFromSeed([]byte("central's key, only used by test")))

// confirm lets central confirm a till's journal as it stands now, in the course of a shift.
func confirm(t testing.TB, b *storetest.Book, shift int64) {
	t.Helper()
	batch := b.Batch()
	batch.Chain = &counter.Chain{Till: "01", Epoch: 1, Central: string(centralKey.Public())}
	batch.Confirmed = &counter.Confirmed{Shift: shift, Confirmation: journal.Confirm(centralKey, b.Head, b.Now)}
	b.Commit(t, batch)
}

// robConfirmed is a till's directory whose journal central has confirmed up to 5, 9 and 13, each in a shift of its own.
func robConfirmed(t *testing.T) robbed {
	t.Helper()
	r := robbed{t, t.TempDir()}
	till := open(t, r.dir)
	b := storetest.NewBook(t, till)
	for i := range 12 {
		b.Sell(t, 1, "m1")
		if i%2 == 1 && i < 6 {
			confirm(t, b, int64(i))
		}
	}
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	broken, sum := verify(t, r.dir)
	if broken != nil || sum.Confirmed.Head.Seq != 13 || sum.Events != lastSeq || !sum.Central.Equal(centralKey.Public()) {
		t.Fatalf("breaks at %+v, %+v", broken, sum)
	}
	return r
}

// confirmedIn is the key of what central confirmed in a shift.
func confirmedIn(shift uint64) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32([]byte{'c'}, 1), shift)
}

// A till that rewrites its own past has its own key: chain, seals and anchor are all in order then.
func TestATillThatRewroteItsPastIsNamedByWhatCentralConfirmed(t *testing.T) {
	for changed, want := range map[uint64]uint64{1: 5, 5: 5, 6: 9, 10: 13, 13: 13, 14: 0, lastSeq: 0} {
		r := robConfirmed(t)
		if err := os.Remove(filepath.Join(r.dir, bolt.AnchorFile)); err != nil {
			t.Fatal(err)
		}
		r.edit(func(b *bbolt.Bucket) error { return rechain(b, changed, storetest.Key()) })
		broken, sum := verify(t, r.dir)
		if want == 0 { // nobody has confirmed it, and verify says so
			if broken != nil && (broken.Reason == journal.JournalRewritten || broken.Reason == journal.SealForged) || sum.Confirmed.Head.Seq != 13 {
				t.Errorf("event %d: breaks at %+v, confirmed up to %d", changed, broken, sum.Confirmed.Head.Seq)
			}
			continue
		}
		if broken == nil || *broken != (journal.Break{Seq: want, Reason: journal.JournalRewritten}) || sum.Confirmed.Head.Seq >= want {
			t.Errorf("event %d: breaks at %+v, want %d; confirmed up to %d", changed, broken, want, sum.Confirmed.Head.Seq)
		}
		var x bytes.Buffer
		if err := bolt.Export(t.Context(), r.dir, &x); err != nil {
			t.Fatal(err)
		}
		read, err := journal.ReadExport(&x, journal.Known{Central: centralKey.Public()}, func(journal.Record) {})
		if err != nil || read.Broken == nil || *read.Broken != *broken {
			t.Errorf("event %d: the export breaks at %+v, %v", changed, read.Broken, err)
		}
	}
}

func TestVerifyFindsWhatWasDoneToConfirmations(t *testing.T) {
	for name, test := range map[string]struct {
		edit   func(b *bbolt.Bucket) error
		seq    uint64
		reason string
		up     uint64
	}{
		"a byte of a signature": {func(b *bbolt.Bucket) error { return flip(b, confirmedIn(3), -1) }, 9, journal.ConfirmationForged, 5},
		"no form":               {func(b *bbolt.Bucket) error { return b.Put(confirmedIn(3), []byte{1, 2}) }, 1, journal.ConfirmationForged, 0},
		"central's key is gone": {func(b *bbolt.Bucket) error {
			return b.Put([]byte("mchain"), journal.Encode(&counter.Chain{Till: "01", Epoch: 1}))
		}, 5, journal.ConfirmationForged, 0},
		"the tail is gone":   {func(b *bbolt.Bucket) error { return drop(b, 10, lastSeq) }, 10, journal.JournalCut, 9},
		"the newest is gone": {func(b *bbolt.Bucket) error { return b.Delete(confirmedIn(5)) }, 0, "", 9}, // it confirms less, and says so
	} {
		t.Run(name, func(t *testing.T) {
			r := robConfirmed(t)
			r.edit(test.edit)
			if name == "the tail is gone" {
				if err := os.Remove(filepath.Join(r.dir, bolt.AnchorFile)); err != nil {
					t.Fatal(err)
				}
			}
			broken, sum := verify(t, r.dir)
			if (broken == nil) != (test.seq == 0) || broken != nil && (broken.Seq != test.seq || broken.Reason != test.reason) || sum.Confirmed.Head.Seq != test.up {
				t.Errorf("breaks at %+v, confirmed up to %d; want %d %s, %d", broken, sum.Confirmed.Head.Seq, test.seq, test.reason, test.up)
			}
		})
	}
}

// Of each shift the newest confirmation stays; one of fewer events, of a central that was put back, takes no place.
func TestTheNewestConfirmationOfAShiftIsKept(t *testing.T) {
	dir := t.TempDir()
	till := open(t, dir)
	b := storetest.NewBook(t, till)
	b.Sell(t, 1, "")
	old := *b
	b.Sell(t, 1, "")
	confirm(t, b, 1)
	before := b.Batch()
	before.Confirmed = &counter.Confirmed{Shift: 1, Confirmation: journal.Confirm(centralKey, old.Head, b.Now)}
	b.Commit(t, before)
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	if broken, sum := verify(t, dir); broken != nil || sum.Confirmed.Head != b.Head {
		t.Errorf("breaks at %+v, confirmed %+v", broken, sum.Confirmed.Head)
	}
}
