package counter

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/mutant"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/share"
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
	moved    map[string]int64 // what the events change of the units held, by right
	batch    Batch
	again    Action            // that was approved, where it changes the cart
	vouchers []loyalty.Voucher // on the cart behind this write, in the cart's order
}

func (c *Counter) begin(now time.Time) *write {
	w := &write{now: now, mint: c.mint.New, next: c.head.Seq + 1, head: c.head, batch: Batch{Before: c.head}, vouchers: c.vouchers}
	if c.who != nil && !c.shut { // who stands at a locked till isn't known
		w.actor = c.who.ID
	}
	if c.setBack(now) {
		w.event(journal.ClockJumped, &journal.ClockJump{HighWater: c.wall.UnixMilli(), Now: c.wallAt(now).UnixMilli()})
		if c.chain != nil {
			next := *c.chain
			w.batch.Chain = &next
		}
	}
	return w
}

// beginSync is the write of what the program does by itself.
func (c *Counter) beginSync(now time.Time) *write {
	who := c.who
	c.who = nil
	defer func() { c.who = who }()
	return c.begin(now)
}

// wallAt is what this machine's clock shows at an instant.
func (c *Counter) wallAt(now time.Time) time.Time { return now.Add(-c.offset()) }

// setBack says that this machine's clock stands behind the newest event by more than goes unremarked.
func (c *Counter) setBack(now time.Time) bool { return c.wall.Sub(c.wallAt(now)) >= clockSlack }

// event adds an event with what it does to accounts, and returns its id. The postings get their place in the order
// of all events; the body must already carry them.
func (w *write) event(kind journal.Kind, body journal.Coder, postings ...loyalty.Posting) string {
	return w.eventAs(w.mint(w.now), kind, body, postings...)
}

// eventAs is event with an id that was minted before.
func (w *write) eventAs(id string, kind journal.Kind, body journal.Coder, postings ...loyalty.Posting) string {
	return w.add(id, kind, body, nil, postings...)
}

// moving is event with what it does to rights that are no lot's.
func (w *write) moving(kind journal.Kind, body journal.Coder, moves ...journal.Move) string {
	return w.add(w.mint(w.now), kind, body, moves)
}

func (w *write) add(id string, kind journal.Kind, body journal.Coder, moves []journal.Move, postings ...loyalty.Posting) string {
	for i, p := range postings {
		p.Ref = w.ref(id, i)
		w.batch.Postings = append(w.batch.Postings, p)
	}
	moves = append(loyalty.Moves(postings), moves...)
	w.moves(moves)
	w.events = append(w.events, journal.Event{ID: id, At: w.now, Kind: kind, Actor: w.actor, Moves: moves, Body: journal.Encode(body)})
	w.next++
	return id
}

// moves counts what an event's moves change of the units held.
func (w *write) moves(moves []journal.Move) {
	for _, m := range moves {
		if n := share.Change(m); n != 0 {
			if w.moved == nil {
				w.moved = map[string]int64{}
			}
			w.moved[m.Lot] += n
		}
	}
}

// opened journals a new cart; its pen arises here (SHARES 8).
func (w *write) opened(cart sale.Order) {
	w.moving(journal.OrderOpened, &sale.Filed{Order: cart}, journal.Move{Kind: journal.MoveArise, Lot: share.Pen(cart.Key()), N: 1})
}

// ref is the place of the n-th posting of the event that is being added.
func (w *write) ref(id string, n int) loyalty.Ref {
	return refIn(journal.Event{ID: id, At: w.now, Writer: w.head.Writer, Epoch: w.head.Epoch, Seq: w.next}, n)
}

// refIn is the place of an event's n-th posting.
func refIn(e journal.Event, n int) loyalty.Ref {
	return loyalty.Ref{ID: fmt.Sprintf("%s/%d", e.ID, n+1), At: e.At, Writer: e.Writer, Epoch: e.Epoch, Seq: e.Seq}
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
			w.events[i].Wall, w.events[i].Boot, w.events[i].Mono = c.wallAt(w.now), c.Boot, c.Mono()
		}
		w.batch.Records, w.batch.Seal, after = journal.Extend(c.head, c.Key, w.events)
		for i := range w.batch.Said {
			w.batch.Said[i].Head = after.Hash
		}
		w.shares(c.held)
		w.rolls(c.roll)
	}
	if w.batch.Chain != nil && c.unsettled {
		w.batch.Confirmed = &Confirmed{c.roll.Last, *c.confirmed}
	}
	if err := c.Ledger.Commit(ctx, w.batch); err != nil && !mutant.AcknowledgesEarly {
		return fmt.Errorf("write to the ledger: %w", err)
	}
	c.head = after
	if len(w.events) > 0 {
		c.back = c.back || c.setBack(w.now)
		c.at, c.wall = w.now, c.wallAt(w.now)
	}
	c.learn(w)
	return nil
}

// shares puts into the batch what its events change of what is held.
func (w *write) shares(held *share.Held) {
	for _, right := range slices.Sorted(maps.Keys(w.moved)) {
		if n := w.moved[right]; n != 0 {
			w.batch.Held = append(w.batch.Held, share.Units{Right: right, N: held.Units(right) + n})
		}
	}
	before := held.Requests()
	after := before
	for _, e := range w.events {
		for _, m := range e.Moves {
			after = after.After(m)
		}
	}
	if !after.Equal(before) {
		w.batch.Requests = &after
	}
}

// rolls puts into the batch what its events change of the till's shifts, and answers with the roll behind them.
func (w *write) rolls(roll report.Roll) report.Roll {
	before := roll
	for _, r := range w.batch.Records {
		changed := roll.Apply(r.Event)
		switch {
		case r.Event.Kind == journal.ShiftsCarried:
			w.batch.Shifts = roll.Shifts
		case changed != nil:
			f := *changed
			w.batch.Shifts = append(slices.DeleteFunc(w.batch.Shifts, func(o report.Filed) bool { return o.Shift.Number == f.Shift.Number }), f)
		}
	}
	if len(w.batch.Shifts) > 0 || roll.Last != before.Last {
		roll = roll.Open()
		w.batch.Roll = &roll
	}
	return roll
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
	for _, e := range w.events {
		c.held.Apply(e)
		c.learnLeft(e)
	}
	c.learnNumbers(w.touched)
	c.learnTries(w.batch.Tries)
	c.folded(w.batch.Before, w.batch.Records)
	if w.batch.Chain != nil {
		chain := *w.batch.Chain
		c.chain, c.synced = &chain, chain.LastSync
		c.unsettled = false
	}
	if len(w.events) > 0 {
		c.saw(c.wall)
	}
	c.vouchers, c.doubt = w.vouchers, doubt{}
	if w.batch.Roll != nil {
		c.learnRoll(*w.batch.Roll)
	}
	c.hear(w.batch)
}

// hear steps the cart's member on, and the order that it is swapped for, by what was written.
func (c *Counter) hear(b Batch) {
	if c.member != nil {
		c.member.add(b)
	}
	if c.swap != nil {
		c.swap.add(b)
	}
}
