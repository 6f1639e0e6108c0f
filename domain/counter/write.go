package counter

import (
	"context"
	"fmt"
	"slices"
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
	vouchers []loyalty.Voucher // on the cart behind this write, in the cart's order
}

func (c *Counter) begin(now time.Time) *write {
	w := &write{now: now, mint: c.mint.New, next: c.head.Seq + 1, head: c.head, batch: Batch{Before: c.head}, vouchers: c.vouchers}
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
	return w.eventAs(w.mint(w.now), kind, body, postings...)
}

// eventAs is event with an id that was minted before.
func (w *write) eventAs(id string, kind journal.Kind, body journal.Coder, postings ...loyalty.Posting) string {
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

// change writes vouchers as they now stand, in place of what the write had of them.
func (w *write) change(vouchers ...loyalty.Voucher) {
	for _, v := range vouchers {
		w.batch.Vouchers = slices.DeleteFunc(w.batch.Vouchers, func(old loyalty.Voucher) bool { return old.ID == v.ID })
		w.batch.Vouchers = append(w.batch.Vouchers, v)
	}
}

// count keeps how many vouchers of a reward were issued here; money vouchers aren't counted.
func (c *Counter) count(w *write, reward string, more int64) {
	if reward != "" {
		w.batch.Issued = map[string]int64{reward: c.issued[reward] + more}
	}
}

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
	c.learn(w)
	return nil
}

// learn takes over what was written.
func (c *Counter) learn(w *write) {
	c.receipts, c.slips = max(c.receipts, w.batch.Receipts), max(c.slips, w.batch.Slips)
	for reward, n := range w.batch.Issued {
		if c.issued == nil {
			c.issued = map[string]int64{}
		}
		c.issued[reward] = n
	}
	c.vouchers = w.vouchers
	if c.member != nil {
		c.member.add(w.batch)
	}
	if c.swap != nil {
		c.swap.add(w.batch)
	}
}
