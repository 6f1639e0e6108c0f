package journal_test

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/journal"
)

func key(seed byte) journal.Key {
	return journal.Key(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
}

// stored is a journal as a store keeps it, open to a thief.
type stored struct {
	events    []row
	anchor    *journal.Seal
	confirmed []journal.Confirmation
}

type row struct {
	seq   uint64
	bytes []byte
	hash  journal.Hash
	seal  *journal.Seal // behind the last event of a batch
}

// keep writes batches of the given sizes under a key.
func keep(k journal.Key, sizes ...int) stored {
	var s stored
	head := journal.Head{Writer: "01", Epoch: 1}
	for _, size := range sizes {
		drafts := make([]journal.Event, size)
		for i := range drafts {
			drafts[i] = journal.Event{ID: fmt.Sprint(head.Seq, i), At: time.UnixMilli(int64(head.Seq)).UTC(), Kind: journal.OrderPaid, Body: []byte("body")}
		}
		records, seal, after := journal.Extend(head, k, drafts)
		for _, r := range records {
			s.events = append(s.events, row{seq: r.Event.Seq, bytes: r.Bytes, hash: r.Hash})
		}
		s.events[len(s.events)-1].seal = &seal
		s.anchor, head = &seal, after
	}
	return s
}

func (s stored) verify() *journal.Break {
	broken, _ := s.look()
	return broken
}

// look verifies, and says how far central has confirmed.
func (s stored) look() (*journal.Break, uint64) {
	v := journal.NewVerifier(key(1).Public(), s.anchor)
	v.Confirmed(key(8).Public(), s.confirmed...)
	for _, r := range s.events {
		var e journal.Event
		v.Event(r.seq, r.bytes, r.hash, &e)
		if r.seal != nil {
			v.Seal(*r.seal)
		}
	}
	broken := v.Finish()
	return broken, v.Confirmation().Head.Seq
}

func TestVerifyAcceptsWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := keep(key(1), rapid.SliceOfN(rapid.IntRange(1, 4), 0, 6).Draw(t, "batches")...)
		if broken := s.verify(); broken != nil {
			t.Fatalf("breaks at %+v", *broken)
		}
		s.anchor = nil
		if broken := s.verify(); broken != nil {
			t.Fatalf("without an anchor it breaks at %+v", *broken)
		}
	})
}

func TestVerifyNamesTheFirstBadSeq(t *testing.T) {
	for name, test := range map[string]struct {
		spoil  func(s *stored)
		seq    uint64
		reason string
	}{
		"a byte of an event":       {func(s *stored) { s.events[3].bytes[len(s.events[3].bytes)-1] ^= 1 }, 4, journal.EventChanged},
		"a byte of a hash":         {func(s *stored) { s.events[3].hash[0] ^= 1 }, 4, journal.EventChanged},
		"a byte of a signature":    {func(s *stored) { s.events[5].seal.Signature[0] ^= 1 }, 4, journal.SealForged},
		"no tail":                  {func(s *stored) { s.events = s.events[:6] }, 7, journal.JournalCut},
		"nothing at all":           {func(s *stored) { s.events = nil }, 1, journal.JournalCut},
		"half a batch as tail":     {func(s *stored) { s.events = s.events[:5] }, 4, journal.SealMissing},
		"no middle":                {func(s *stored) { s.events = slices.Delete(s.events, 3, 6) }, 4, journal.JournalGap},
		"no first":                 {func(s *stored) { s.events = s.events[1:] }, 1, journal.JournalGap},
		"two swapped":              {func(s *stored) { swap(&s.events[2], &s.events[4]) }, 3, journal.EventMoved},
		"a seal is gone":           {func(s *stored) { s.events[5].seal = nil }, 4, journal.SealMissing},
		"the last seal is gone":    {func(s *stored) { s.events[7].seal = nil }, 7, journal.SealMissing},
		"an event without its own": {func(s *stored) { s.events[7].bytes = nil }, 8, journal.EventChanged},
		"another till's journal":   {func(s *stored) { *s = keep(key(2), 1, 2, 3, 2) }, 1, journal.SealForged},
		"an anchor of another key": {func(s *stored) { s.anchor = keep(key(2), 1, 2, 3, 2).anchor }, 9, journal.AnchorForged},
		"chained, but no event": {func(s *stored) {
			s.events[7].bytes = []byte{1}
			s.events[7].hash = journal.Link(s.events[6].hash, s.events[7].bytes)
		}, 8, journal.EventUnreadable},
		"a fork by the same key": {func(s *stored) { // two copies of one file went on
			fork := keep(key(1), 1, 2, 3, 1)
			fork.events = append(fork.events, keep(key(1), 1, 2, 3, 1, 1).events[7])
			fork.anchor = s.anchor
			*s = fork
		}, 7, journal.JournalForked},
		"an epoch inside an epoch": {func(s *stored) {
			head := journal.Head{Writer: "01", Epoch: 2, Seq: 8, Hash: s.events[7].hash}
			records, seal, _ := journal.Extend(head, key(1), make([]journal.Event, 1))
			s.events = append(s.events, row{9, records[0].Bytes, records[0].Hash, &seal})
		}, 9, journal.EventMoved},
	} {
		t.Run(name, func(t *testing.T) {
			s := keep(key(1), 1, 2, 3, 2) // batches 1, 2-3, 4-6, 7-8
			test.spoil(&s)
			if broken := s.verify(); broken == nil || *broken != (journal.Break{Seq: test.seq, Reason: test.reason}) {
				t.Errorf("breaks at %+v, want %d %s", broken, test.seq, test.reason)
			}
		})
	}
}

// confirm is central's word on how it has a journal at a seq, by its key 8.
func (s stored) confirm(seq uint64) journal.Confirmation {
	return journal.Confirm(key(8), journal.Head{Writer: "01", Epoch: 1, Seq: seq, Hash: s.events[seq-1].hash}, time.UnixMilli(int64(seq)))
}

// Whoever has the till's own key can write its past anew, seals and all. What central has confirmed names it.
func TestVerifyNamesAJournalThatItsOwnTillRewrote(t *testing.T) {
	true8 := keep(key(1), 1, 2, 3, 2) // batches 1, 2-3, 4-6, 7-8
	for name, test := range map[string]struct {
		rewritten []int
		confirmed []uint64
		spoil     func(c []journal.Confirmation)
		want      *journal.Break
		up        uint64
	}{
		"as it was":                   {[]int{1, 2, 3, 2}, []uint64{3, 6}, nil, nil, 6},
		"all confirmed":               {[]int{1, 2, 3, 2}, []uint64{1, 3, 6, 8}, nil, nil, 8},
		"from event 4 on":             {[]int{1, 2, 2, 3}, []uint64{3, 6}, nil, &journal.Break{Seq: 6, Reason: journal.JournalRewritten}, 3},
		"from the first on":           {[]int{2, 1, 3, 2}, []uint64{3, 6}, nil, &journal.Break{Seq: 3, Reason: journal.JournalRewritten}, 0},
		"behind all that is known":    {[]int{1, 2, 3, 1, 1}, []uint64{3, 6}, nil, nil, 6},
		"cut off":                     {[]int{1, 2, 3}, []uint64{3, 8}, nil, &journal.Break{Seq: 7, Reason: journal.JournalCut}, 3},
		"gone":                        {nil, []uint64{3, 8}, nil, &journal.Break{Seq: 1, Reason: journal.JournalCut}, 0},
		"another central's word":      {[]int{1, 2, 3, 2}, []uint64{3, 6}, func(c []journal.Confirmation) { c[1] = journal.Confirm(key(9), c[1].Head, c[1].At) }, &journal.Break{Seq: 6, Reason: journal.ConfirmationForged}, 3},
		"a word at another time":      {[]int{1, 2, 3, 2}, []uint64{3, 6}, func(c []journal.Confirmation) { c[0].At = c[0].At.Add(time.Hour) }, &journal.Break{Seq: 3, Reason: journal.ConfirmationForged}, 0},
		"another till's word":         {[]int{1, 2, 3, 2}, []uint64{3, 6}, func(c []journal.Confirmation) { c[0].Head.Writer = "02" }, &journal.Break{Seq: 3, Reason: journal.ConfirmationForged}, 0},
		"a forged word of the future": {[]int{1, 2, 3, 2}, []uint64{3, 6}, func(c []journal.Confirmation) { c[1].Head.Seq = 99 }, &journal.Break{Seq: 99, Reason: journal.ConfirmationForged}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			s := keep(key(1), test.rewritten...)
			s.anchor = nil
			for _, seq := range test.confirmed {
				s.confirmed = append(s.confirmed, true8.confirm(seq))
			}
			if test.spoil != nil {
				test.spoil(s.confirmed)
			}
			broken, up := s.look()
			if (broken == nil) != (test.want == nil) || broken != nil && *broken != *test.want || up != test.up {
				t.Errorf("breaks at %+v, confirmed up to %d, want %+v, %d", broken, up, test.want, test.up)
			}
		})
	}
}

// A forged signature is found wherever it stands among thousands that are checked together, and the first of several is named.
func TestVerifyNamesTheFirstForgedOfThousands(t *testing.T) {
	sizes := slices.Repeat([]int{2}, 3_000)
	whole := keep(key(1), sizes...)
	for _, forged := range [][]int{{0}, {255}, {256}, {2_999}, {700, 701, 2_900}, {2_600, 2_998}} {
		s := whole
		s.events = slices.Clone(whole.events)
		for _, batch := range forged {
			seal := *s.events[2*batch+1].seal
			seal.Signature = slices.Clone(seal.Signature)
			seal.Signature[40] ^= 1
			s.events[2*batch+1].seal = &seal
		}
		s.events = s.events[:5_998] // and it is cut off
		want := journal.Break{Seq: uint64(2*forged[0] + 1), Reason: journal.SealForged}
		if forged[0] == 2_999 {
			want = journal.Break{Seq: 5_999, Reason: journal.JournalCut}
		}
		if broken := s.verify(); broken == nil || *broken != want {
			t.Errorf("seals %v forged: breaks at %+v", forged, broken)
		}
	}
}

// swap exchanges two events and leaves their places and seals.
func swap(a, b *row) { a.bytes, b.bytes, a.hash, b.hash = b.bytes, a.bytes, b.hash, a.hash }

// Whoever changes any event and recomputes all hashes behind it still lacks the key.
func TestVerifyFindsARecomputedChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 4), 1, 6).Draw(t, "batches")
		s := keep(key(1), sizes...)
		at := rapid.IntRange(0, len(s.events)-1).Draw(t, "changed")
		var e journal.Event
		if err := journal.Decode(s.events[at].bytes, &e); err != nil {
			t.Fatal(err)
		}
		e.Body = []byte("another body")
		s.events[at].bytes = journal.Encode(&e)
		prev := journal.Hash{}
		first, batch := uint64(1), uint64(1)
		for i := range s.events {
			r := &s.events[i]
			r.hash = journal.Link(prev, r.bytes)
			prev = r.hash
			if i == at {
				first = batch
			}
			if r.seal == nil {
				continue
			}
			batch = r.seq + 1
			if rapid.Bool().Draw(t, "signs anew") && i >= at {
				r.seal = &journal.Seal{Writer: "01", Epoch: 1, From: r.seal.From, To: r.seq, Hash: r.hash}
				r.seal.Signature = key(9).Sign(r.seal.Message())
			}
		}
		s.anchor = nil
		if broken := s.verify(); broken == nil || *broken != (journal.Break{Seq: first, Reason: journal.SealForged}) {
			t.Fatalf("event %d changed: breaks at %+v, want %d", at+1, broken, first)
		}
	})
}
