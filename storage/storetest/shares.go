package storetest

import (
	"cmp"
	"reflect"
	"slices"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/share"
)

// Moved is a batch of one event that only moves shares.
func (b *Book) Moved(kind journal.Kind, moves ...journal.Move) counter.Batch {
	event := b.Event(kind, &share.Note{})
	event.Moves = moves
	return b.Batch(event)
}

func got(request uint64, right string, n int64) journal.Move {
	return journal.Move{Kind: journal.MoveGot, Lot: right, N: n, Request: request, Incarnation: 1}
}

// holds compares what the store keeps of shares with the fold of what was written.
func (s *subject) holds(t *testing.T, b *Book) {
	t.Helper()
	start := s.start(t)
	byRight := func(a, b share.Units) int { return cmp.Compare(a.Right, b.Right) }
	have, want := slices.SortedFunc(slices.Values(start.Held), byRight), slices.SortedFunc(b.Held.Each, byRight)
	if !slices.Equal(have, want) {
		t.Errorf("held %+v, the journal says %+v", have, want)
	}
	if !start.Requests.Equal(b.Held.Requests()) {
		t.Errorf("requests %+v, the journal says %+v", start.Requests, b.Held.Requests())
	}
}

// testShares: what is held is what the events say, through restarts, however often it changes.
func testShares(t *testing.T, s *subject) {
	b := NewBook(t, s)
	b.Commit(t, b.Moved(journal.SharesClosed, journal.Move{Kind: journal.MoveClosed, Request: 2, Incarnation: 1}))
	for i := range uint64(60) { // more than what an index keeps apart for a while
		right := "lot-" + string(rune('a'+i%7))
		b.Commit(t, b.Moved(journal.SharesGot, got(3+i, right, 10), got(3+i, share.Stock("g50"), 1)))
		b.Sell(t, 2, "m1")
		b.Commit(t, b.Moved(journal.SharesReturned, journal.Move{Kind: journal.MoveReturn, Lot: right, N: 10 - int64(i%3)}))
		if i%20 == 7 {
			s.holds(t, b)
			s.reopen(t)
			b.Store = s
			s.holds(t, b)
		}
	}
	b.Commit(t, b.Moved(journal.SharesReturned, journal.Move{Kind: journal.MoveReturn, Lot: "lot-a", N: b.Held.Units("lot-a")}))
	b.Commit(t, b.Redeem(b.Voucher("m1"))) // of points that it doesn't hold
	b.Commit(t, b.Moved(journal.SharesClosed, journal.Move{Kind: journal.MoveClosed, Request: 40, Incarnation: 2}))
	s.holds(t, b)
	if n := b.Held.Units("lot-a"); n != 0 || b.Held.Units("l1") != -100 {
		t.Errorf("%d of a lot given back whole, %d of one that was never held", n, b.Held.Units("l1"))
	}
}

// testSharesOfAFailed: a batch that isn't written changes nothing of them.
func testSharesOfAFailed(t *testing.T, s *subject) {
	b := NewBook(t, s)
	b.Commit(t, b.Moved(journal.SharesGot, got(1, "lot", 10)))
	stale := *b
	batch := stale.Moved(journal.SharesGot, got(2, "lot", 7), got(2, "other", 7))
	batch.Chain = &counter.Chain{Till: "01", Epoch: 1}
	b.OpenShift(t)
	if err := s.Commit(ctx, batch); fault.Code(err) != "ledger.moved" {
		t.Fatal(err)
	}
	s.holds(t, b)
	if chain := s.start(t).Chain; chain != nil {
		t.Errorf("it stands in %+v", chain)
	}
}

// testChain: what is known of central is kept, also when no event comes with it.
func testChain(t *testing.T, s *subject) {
	b := NewBook(t, s)
	if chain := s.start(t).Chain; chain != nil {
		t.Errorf("a new till stands in %+v", chain)
	}
	want := counter.Chain{Till: "01", Epoch: 1, JoinedAt: b.Now, Heard: counter.Mark{Incarnation: 2, Central: 70, Acked: 1}, Acked: 1, Durable: 1,
		Asked: 7, LastSync: b.Now.Add(time.Minute), Offset: -1500 * time.Millisecond, High: b.Now.Add(time.Hour)}
	for range 2 {
		batch := b.Batch()
		batch.Chain = &want
		b.Commit(t, batch)
		s.reopen(t)
		b.Store = s
		if have := s.start(t).Chain; have == nil || !reflect.DeepEqual(*have, want) {
			t.Errorf("%+v, want %+v", have, want)
		}
		b.Sell(t, 1, "m1") // leaves it
		want.Asked++
	}
}

// testEvents: a till sends its journal in pieces that end with a batch, and each piece follows the one before.
func testEvents(t *testing.T, s *subject) {
	b := NewBook(t, s)
	for range 12 {
		b.Sell(t, 2, "m1")
	}
	two := b.Batch(b.Event(journal.SharesClosed, &share.Note{}), b.Event(journal.SharesClosed, &share.Note{}), b.Event(journal.SharesClosed, &share.Note{}))
	b.Commit(t, two)
	whole, all, seals, err := s.Events(ctx, 1, 0, 1_000, 1<<20)
	if err != nil || uint64(len(all)) != b.Head.Seq || whole != (journal.Head{Writer: "01", Epoch: 1}) || seals[len(seals)-1].To != b.Head.Seq {
		t.Fatalf("%d events behind %+v, %d seals, %v", len(all), whole, len(seals), err)
	}
	for _, limit := range []struct{ events, bytes int }{{5, 1 << 20}, {1, 1 << 20}, {1_000, 3_000}, {1_000, 1}, {2, 1 << 20}} {
		var sealed []journal.Seal
		head := journal.Head{Writer: "01", Epoch: 1}
		for head.Seq < b.Head.Seq {
			prev, some, seals, err := s.Events(ctx, 1, head.Seq, limit.events, limit.bytes)
			if err != nil || prev != head || len(some) == 0 || len(some) > limit.events {
				t.Fatalf("%+v: %d events behind %+v, want them behind %+v: %v", limit, len(some), prev, head, err)
			}
			for _, r := range some {
				if r.Prev != head.Hash || r.Event.Seq != head.Seq+1 || r.Hash != all[head.Seq].Hash || r.Hash != journal.Link(r.Prev, r.Bytes) {
					t.Fatalf("%+v: event %d behind %+v", limit, r.Event.Seq, head)
				}
				head.Seq, head.Hash = r.Event.Seq, r.Hash
			}
			if len(seals) > 0 && seals[len(seals)-1].To != head.Seq {
				t.Errorf("%+v: the piece up to %d ends inside a batch", limit, head.Seq)
			}
			sealed = append(sealed, seals...)
		}
		if !reflect.DeepEqual(sealed, seals) {
			t.Errorf("%+v: %d seals of %d", limit, len(sealed), len(seals))
		}
	}
	prev, none, _, err := s.Events(ctx, 1, b.Head.Seq, 10, 1<<20)
	if err != nil || len(none) != 0 || prev != b.Head {
		t.Errorf("behind the head %d events, %+v, %v", len(none), prev, err)
	}
	if _, none, _, err = s.Events(ctx, 2, 0, 10, 1<<20); err != nil || len(none) != 0 {
		t.Errorf("of another epoch %d events, %v", len(none), err)
	}
	if _, _, _, err = s.Events(ctx, 1, b.Head.Seq+1, 10, 1<<20); fault.Code(err) != "ledger.moved" {
		t.Errorf("behind what isn't there: %v", err)
	}
}
