package bolt

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/share"
	"tim/storage/storetest"
)

// keyOf is a till's own key.
func keyOf(till string) journal.Key {
	return journal.Key(ed25519.NewKeyFromSeed(fmt.Appendf(nil, "%-32s", "key of till "+till)))
}

// writtenBy is a till's journal of batches 1, 2-3, 4-6 and 7-8; one that was rewritten has another actor from some event on.
func writtenBy(till string, changed uint64) (records []journal.Record, seals []journal.Seal) {
	head := journal.Head{Writer: till, Epoch: 1}
	for _, size := range []int{1, 2, 3, 2} {
		drafts := make([]journal.Event, size)
		for i := range drafts {
			seq := head.Seq + uint64(i) + 1
			drafts[i] = journal.Event{ID: fmt.Sprint(till, seq), At: time.UnixMilli(int64(seq)).UTC(), Kind: journal.SignedIn, Actor: "s1", Body: []byte("body")}
			if changed > 0 && seq >= changed {
				drafts[i].Actor = "s2"
			}
		}
		some, seal, next := journal.Extend(head, keyOf(till), drafts)
		records, seals, head = append(records, some...), append(seals, seal), next
	}
	return records, seals
}

// takenFromTwo is a central's directory with the journals of tills 01 and 02, and the folder of its copy.
func takenFromTwo(t *testing.T) (dir, folder string) {
	t.Helper()
	dir, folder = t.TempDir(), t.TempDir()
	if _, err := LoadOrCreateCentralKey(dir, testSeed{}); err != nil {
		t.Fatal(err)
	}
	key, err := readKey(filepath.Join(dir, CentralKeyFile))
	if err != nil {
		t.Fatal(err)
	}
	c, err := OpenCentral(dir, CentralOptions{Key: key, Journal: folder})
	if err != nil {
		t.Fatal(err)
	}
	for _, till := range []string{"01", "02"} {
		h := share.Holder{Writer: till, Epoch: 1}
		records, seals := writtenBy(till, 0)
		err = errors.Join(err, c.Write(t.Context(), func(tx office.Tx) error {
			var failed error
			for _, r := range records {
				failed = errors.Join(failed, tx.Take(h, r))
			}
			for _, s := range seals {
				failed = errors.Join(failed, tx.Put(s))
			}
			return errors.Join(failed, tx.Put(office.Till{Holder: h, PublicKey: keyOf(till).Public(), Seq: 8, Hash: records[7].Hash}))
		}))
	}
	if err := errors.Join(err, c.Close()); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
	return dir, folder
}

// replace puts other events and seals of till 02 in the place of its own, from a seq on.
func replace(b *bbolt.Bucket, from uint64, records []journal.Record, seals []journal.Seal) (err error) {
	h := share.Holder{Writer: "02", Epoch: 1}
	for _, r := range records {
		if r.Event.Seq >= from {
			err = errors.Join(err, b.Put(takenKey(h, r.Event.Seq), append(bytes.Clone(r.Hash[:]), r.Bytes...)))
		}
	}
	for _, s := range seals {
		if s.To >= from {
			err = errors.Join(err, b.Put(takenSealKey(h, s.To), journal.Encode(&s)))
		}
	}
	return err
}

// Whatever was done to a till's journal at central, the till and the first event in doubt are named; the other till's is whole.
func TestCentralNamesTheTillAndTheEventThatWereTamperedWith(t *testing.T) {
	h := share.Holder{Writer: "02", Epoch: 1}
	event := func(seq uint64) []byte { return takenKey(h, seq) }
	seal := func(seq uint64) []byte { return takenSealKey(h, seq) }
	flip := func(b *bbolt.Bucket, key []byte, at int) error {
		v := bytes.Clone(b.Get(key))
		v[(at+len(v))%len(v)] ^= 1
		return b.Put(key, v)
	}
	for name, test := range map[string]struct {
		edit   func(b *bbolt.Bucket) error
		seq    uint64
		reason string
	}{
		"a byte of an event":    {func(b *bbolt.Bucket) error { return flip(b, event(5), -1) }, 5, journal.EventChanged},
		"a byte of its hash":    {func(b *bbolt.Bucket) error { return flip(b, event(5), 3) }, 5, journal.EventChanged},
		"a byte of a signature": {func(b *bbolt.Bucket) error { return flip(b, seal(6), -1) }, 4, journal.SealForged},
		"no seal":               {func(b *bbolt.Bucket) error { return b.Delete(seal(6)) }, 4, journal.SealMissing},
		"no event":              {func(b *bbolt.Bucket) error { return b.Delete(event(5)) }, 5, journal.JournalGap},
		"no first event":        {func(b *bbolt.Bucket) error { return errors.Join(b.Delete(event(1)), b.Delete(seal(1))) }, 1, journal.JournalGap},
		"the tail cut off": {func(b *bbolt.Bucket) error {
			return errors.Join(b.Delete(event(7)), b.Delete(event(8)), b.Delete(seal(8)))
		}, 7, journal.JournalCut},
		"half a batch cut off": {func(b *bbolt.Bucket) error { return errors.Join(b.Delete(event(8)), b.Delete(seal(8))) }, 7, journal.SealMissing},
		"two swapped": {func(b *bbolt.Bucket) error {
			v, w := bytes.Clone(b.Get(event(4))), bytes.Clone(b.Get(event(5)))
			return errors.Join(b.Put(event(4), w), b.Put(event(5), v))
		}, 4, journal.EventMoved},
		"one inserted": {func(b *bbolt.Bucket) error { return b.Put(event(9), bytes.Clone(b.Get(event(8)))) }, 9, journal.EventMoved},
		"the other till's event": {func(b *bbolt.Bucket) error {
			return b.Put(event(5), bytes.Clone(b.Get(takenKey(share.Holder{Writer: "01", Epoch: 1}, 5))))
		}, 5, journal.EventMoved},
		"rewritten without the key": {func(b *bbolt.Bucket) error {
			records, _ := writtenBy("02", 5)
			return replace(b, 5, records, nil)
		}, 4, journal.SealForged},
		"signed by another key": {func(b *bbolt.Bucket) error {
			records, seals := writtenBy("02", 5)
			for i := range seals {
				seals[i].Signature = storetest.Key().Sign(seals[i].Message())
			}
			return replace(b, 5, records, seals)
		}, 4, journal.SealForged},
		"rewritten by the till's own key": {func(b *bbolt.Bucket) error {
			records, seals := writtenBy("02", 5)
			return replace(b, 5, records, seals)
		}, 8, TillBroken},
	} {
		t.Run(name, func(t *testing.T) {
			dir, folder := takenFromTwo(t)
			db, err := bbolt.Open(filepath.Join(dir, CentralFile), 0o600, nil)
			if err == nil {
				err = errors.Join(db.Update(func(tx *bbolt.Tx) error { return test.edit(tx.Bucket(centralBucket)) }), db.Close())
			}
			if err != nil {
				t.Fatal(err)
			}
			want := journal.Break{Seq: test.seq, Reason: test.reason, Of: "02/1"}
			broken, sum, err := VerifyCentral(t.Context(), dir, nil)
			if err != nil || broken == nil || *broken != want || len(sum.Tills) != 1 || sum.Tills[0] != want {
				t.Errorf("breaks at %+v (%+v), %v; want %+v", broken, sum.Tills, err, want)
			}
			if name == "one inserted" {
				return // the copy has no word on what it hasn't
			}
			_, err = VerifyCopy(t.Context(), dir, folder)
			if f, _ := fault.Of(err); f == nil || f.Code != "copy.differs" || f.Args["journal"] != "02/1" || f.Args["seq"].(int64) < int64(test.seq) && test.reason != TillBroken {
				t.Errorf("beside its copy: %v", err)
			}
		})
	}
}

// Who has the till's key and central's disk can make a till's journal, and where central says that it stands, fit each other. The copy,
// on another device, has what the till sent.
func TestACentralThatWasRewrittenWholeIsNotItsCopy(t *testing.T) {
	dir, folder := takenFromTwo(t)
	records, seals := writtenBy("02", 5)
	db, err := bbolt.Open(filepath.Join(dir, CentralFile), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(centralBucket)
		r := centralReader{tx: tx, hot: b}
		till, err := r.Till(share.Holder{Writer: "02", Epoch: 1})
		till.Hash = records[7].Hash
		return errors.Join(err, replace(b, 5, records, seals), b.Put(holderKey(enrolledPrefix, till.Holder), journal.Encode(&till)))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	wantWhole(t, dir)
	_, err = VerifyCopy(t.Context(), dir, folder)
	if f, _ := fault.Of(err); f == nil || f.Code != "copy.differs" || f.Args["journal"] != "02/1" || f.Args["seq"] != int64(5) {
		t.Errorf("beside its copy: %v", err)
	}
}

// endsSoon is a context that is told to stop after it was asked so often.
type endsSoon struct {
	context.Context
	asked, most int
}

func (e *endsSoon) Err() error {
	if e.asked++; e.asked > e.most {
		return context.Canceled
	}
	return nil
}

// A central that is told to stop waits for no till's journal to be proved to its end, however long that is.
func TestAProofStopsInTheMiddleOfATillsJournal(t *testing.T) {
	dir, _ := takenFromTwo(t)
	counted := &endsSoon{Context: t.Context(), most: 1 << 20}
	if broken, _, err := VerifyCentral(counted, dir, nil); err != nil || broken != nil {
		t.Fatal(broken, err)
	}
	const events = 2 * 8
	if counted.asked < events {
		t.Errorf("asked %d times in %d events of tills", counted.asked, events)
	}
	if _, _, err := VerifyCentral(&endsSoon{Context: t.Context(), most: counted.asked / 2}, dir, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("told to stop: %v", err)
	}
}
