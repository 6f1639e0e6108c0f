package counter

import (
	"context"
	"fmt"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// write is one use case's transaction being put together.
type write struct {
	now      time.Time
	mint     func(time.Time) string
	next     uint64 // seq of the next event
	head     journal.Head
	actor    string
	approval string // id of the approval event in this write, "" when none was needed
	events   []journal.Event
	batch    Batch
}

func (c *Counter) begin(now time.Time) *write {
	w := &write{now: now, mint: c.mint.New, next: c.head.Seq + 1, head: c.head, batch: Batch{Before: c.head}}
	if c.who != nil {
		w.actor = c.who.ID
	}
	if now.Before(c.wall) {
		w.event(journal.ClockJumped, &journal.ClockJump{HighWater: c.wall.UnixMilli(), Now: now.UnixMilli()})
	}
	return w
}

// event adds an event with what it does to accounts, and returns its id. The postings get their place in the order
// of all events; the body must already carry them.
func (w *write) event(kind journal.Kind, body journal.Coder, postings ...loyalty.Posting) string {
	id := w.mint(w.now)
	for i, p := range postings {
		p.Ref = w.ref(id, i)
		w.batch.Postings = append(w.batch.Postings, p)
	}
	w.events = append(w.events, journal.Event{ID: id, At: w.now, Wall: w.now, Kind: kind, Actor: w.actor,
		Moves: loyalty.Moves(postings), Body: journal.Encode(body)})
	w.next++
	return id
}

// ref is the place of the n-th posting of the event that is being added.
func (w *write) ref(id string, n int) loyalty.Ref {
	return loyalty.Ref{ID: fmt.Sprintf("%s/%d", id, n+1), At: w.now, Writer: w.head.Writer, Epoch: w.head.Epoch, Seq: w.next}
}

func (w *write) put(o sale.Order) { w.batch.Orders = append(w.batch.Orders, o) }

// commit makes the write durable and moves the head. When it fails nothing has changed, on disk or here.
func (c *Counter) commit(ctx context.Context, w *write) error {
	after := c.head
	if len(w.events) > 0 {
		for i := range w.events {
			w.events[i].Boot, w.events[i].Mono = c.Boot, c.Mono()
		}
		w.batch.Records, w.batch.Seal, after = journal.Extend(c.head, c.Key, w.events)
	}
	if err := c.Ledger.Commit(ctx, w.batch); err != nil {
		return fmt.Errorf("write to the ledger: %w", err)
	}
	c.head = after
	if len(w.events) > 0 {
		c.wall = w.now
	}
	if w.batch.Receipts > 0 {
		c.receipts = w.batch.Receipts
	}
	if c.member != nil {
		c.member.add(w.batch.Postings)
	}
	return nil
}
