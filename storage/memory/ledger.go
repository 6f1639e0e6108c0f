package memory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/share"
)

// expect refuses a batch that was decided on another head.
func (s *till) expect(before journal.Head) error {
	if before.Seq != s.head.Seq || before.Hash != s.head.Hash || before.Seq > 0 && before.Epoch != s.head.Epoch {
		return moved(s.head.Seq, before.Seq)
	}
	return nil
}

func moved(have, expected uint64) error {
	return fault.New(fault.Conflict, "ledger.moved", fault.Args{"have": int64(have), "expected": int64(expected)})
}

func (s *till) write(b counter.Batch) {
	s.append(b)
	at := place(b.Before.Epoch, s.head.Seq)
	for _, o := range b.Orders {
		s.file(at, o)
	}
	s.post(b)
	s.change(b)
	s.shares(b)
	for _, f := range b.Shifts {
		s.shifts.put(s.by, number(uint64(f.Shift.Number)), journal.Encode(&f))
	}
	if b.Roll != nil {
		s.roll = deep(*b.Roll)
	}
	if b.Receipts != 0 {
		s.receipts = b.Receipts
	}
	if b.Slips != 0 {
		s.slips = b.Slips
	}
	for reward, n := range b.Issued {
		s.issued.put(s.by, reward, n)
	}
	for _, t := range b.Tries {
		if t.Wrong == 0 {
			s.tries.delete(s.by, t.Of)
		} else {
			s.tries.put(s.by, t.Of, t)
		}
	}
	for _, j := range b.Jobs {
		s.jobs.put(s.by, j.ID, journal.Encode(&j))
	}
	for _, p := range b.Said {
		s.said.put(s.by, p.Number, journal.Encode(&p))
	}
	for _, t := range b.Transfers {
		s.transfers.put(s.by, t.Memo, journal.Encode(&t))
	}
	for _, m := range b.Members {
		s.here.put(s.by, office.Member{Member: m.Member})
		s.keys.put(s.by, m.ID, slices.Clone(m.Key))
	}
}

// append writes the events and their seal. A record that doesn't follow is a bug of the caller.
func (s *till) append(b counter.Batch) {
	head := b.Before
	for _, r := range b.Records {
		if r.Event.Seq != head.Seq+1 || r.Event.Epoch != head.Epoch || r.Prev != head.Hash {
			panic(fmt.Sprintf("memory: record %d/%d doesn't follow %d/%d", r.Event.Epoch, r.Event.Seq, head.Epoch, head.Seq))
		}
		s.events.put(s.by, place(head.Epoch, r.Event.Seq), r)
		head.Writer, head.Seq, head.Hash = r.Event.Writer, r.Event.Seq, r.Hash
		s.wall, s.at = r.Event.Wall, r.Event.At
	}
	if len(b.Records) == 0 {
		return
	}
	if b.Seal.To != head.Seq || b.Seal.Hash != head.Hash {
		panic(fmt.Sprintf("memory: a seal up to %d for a batch up to %d", b.Seal.To, head.Seq))
	}
	s.seals.put(s.by, place(head.Epoch, head.Seq), b.Seal)
	s.head = head
}

// file keeps an open cart, or files an order under the place where the batch ends.
func (s *till) file(at string, o sale.Order) {
	key, order := o.Key(), journal.Encode(&o)
	if o.State() == sale.Draft {
		s.carts.put(s.by, key, order)
		return
	}
	s.carts.delete(s.by, key)
	if old, there := s.orders.get(key); there {
		s.filed.delete(s.by, old.at+key)
	}
	s.orders.put(s.by, key, filed{at, order})
	s.filed.put(s.by, at+key, key)
	if !o.PaidAt.IsZero() {
		s.numbers.put(s.by, join(reversed(o.Receipt), key), o.PaidAt)
		s.paid.put(s.by, instant(o.PaidAt)+key, none{})
	}
}

func (s *till) post(b counter.Batch) {
	for i, p := range b.Postings {
		s.posted.put(s.by, join(p.Member, place(p.Ref.Epoch, p.Ref.Seq)+number(uint64(i))), newPosting(p))
	}
}

// change keeps vouchers. No event, no change: a batch without one is a bug of the caller.
func (s *till) change(b counter.Batch) {
	if len(b.Vouchers) > 0 && len(b.Records) == 0 {
		panic("memory: vouchers change without an event")
	}
	for _, v := range b.Vouchers {
		s.vouchers.put(s.by, v.ID, written{s.head.Epoch, s.head.Seq, journal.Encode(&v)})
		s.owned.put(s.by, voucherKey(v), none{})
	}
}

// shares keeps what is held here and what is known of the chain. No event, no change: units without one are a bug of the
// caller.
func (s *till) shares(b counter.Batch) {
	if len(b.Records) == 0 && (len(b.Held) > 0 || b.Requests != nil) {
		panic("memory: shares change without an event")
	}
	for _, u := range b.Held {
		if u.N == 0 {
			s.held.delete(s.by, u.Right)
		} else {
			s.held.put(s.by, u.Right, u.N)
		}
	}
	if b.Requests != nil {
		s.requests = deep(*b.Requests)
	}
	if b.Chain != nil {
		s.chain = deep(b.Chain)
	}
	if b.Confirmed != nil {
		s.confirmed = deep(b.Confirmed)
	}
}

// Start implements counter.Ledger.
func (t *Till) Start(ctx context.Context) (counter.Start, error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return counter.Start{}, err
	}
	defer t.disk.done()
	start := counter.Start{Head: s.head, Wall: s.wall, At: s.at, Receipts: s.receipts, Slips: s.slips,
		Requests: deep(s.requests), Chain: deep(s.chain)}
	for reward, n := range s.issued.from("") {
		if start.Issued == nil {
			start.Issued = map[string]int64{}
		}
		start.Issued[reward] = n
	}
	for _, t := range s.tries.from("") {
		start.Tries = append(start.Tries, t)
	}
	for right, n := range s.held.from("") {
		start.Held = append(start.Held, share.Units{Right: right, N: n})
	}
	start.Roll = deep(s.roll)
	for _, cart := range s.carts.from("") {
		start.Carts = append(start.Carts, decode[sale.Order](cart))
	}
	slices.SortStableFunc(start.Carts, func(a, b sale.Order) int { return a.OpenedAt.Compare(b.OpenedAt) })
	return start, nil
}

// Order implements counter.Ledger.
func (t *Till) Order(ctx context.Context, key string) (o sale.Order, err error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return o, err
	}
	defer t.disk.done()
	if cart, there := s.carts.get(key); there {
		return decode[sale.Order](cart), nil
	}
	f, there := s.orders.get(key)
	if !there {
		return o, fault.New(fault.NotFound, "order.unknown", fault.Args{"order": key})
	}
	return decode[sale.Order](f.order), nil
}

func (s *till) order(key string) sale.Order {
	f, _ := s.orders.get(key)
	return decode[sale.Order](f.order)
}

// Latest implements counter.Ledger: newest by when they were last filed.
func (t *Till) Latest(ctx context.Context, limit int) (list []sale.Order, err error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.disk.done()
	for _, key := range s.filed.backUnder("") {
		if len(list) >= limit {
			break
		}
		list = append(list, s.order(key))
	}
	return list, nil
}

// ByReceipt implements counter.Ledger.
func (t *Till) ByReceipt(ctx context.Context, tail string, limit int) (list []sale.Order, err error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.disk.done()
	var hits []string // as paid keys
	for key, at := range s.numbers.under(reversed(tail)) {
		hits = append(hits, instant(at)+afterZero(key))
	}
	slices.Sort(hits)
	slices.Reverse(hits)
	for _, hit := range hits[:min(limit, len(hits))] {
		list = append(list, s.order(hit[instantSize:]))
	}
	return list, nil
}

// PaidBetween implements counter.Ledger.
func (t *Till) PaidBetween(ctx context.Context, from, to time.Time, limit int) (list []sale.Order, err error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.disk.done()
	first := instant(from)
	for key := range s.paid.before(instant(to)) {
		if key < first || len(list) >= limit {
			break
		}
		list = append(list, s.order(key[instantSize:]))
	}
	return list, nil
}

// Events implements counter.Journal.
func (t *Till) Events(ctx context.Context, epoch uint32, after uint64, events, bytes int) (journal.Head, []journal.Record, []journal.Seal, error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return journal.Head{}, nil, nil, err
	}
	defer t.disk.done()
	prev := journal.Head{Writer: s.head.Writer, Epoch: epoch, Seq: after}
	if after > 0 && after == s.base.Seq {
		prev.Hash = s.base.Hash
	} else if after > 0 {
		last, there := s.events.get(place(epoch, after))
		if !there {
			have := s.head.Seq
			if epoch != s.head.Epoch {
				have = 0
			}
			return journal.Head{}, nil, nil, moved(have, after)
		}
		prev.Hash = last.Hash
	}
	records, seals := s.some(epoch, after, events, bytes)
	return prev, records, seals, nil
}

// some is at most so many events and bytes, up to the end of a batch if a whole one fits.
func (s *till) some(epoch uint32, after uint64, events, bytes int) (records []journal.Record, seals []journal.Seal) {
	for _, r := range s.events.from(place(epoch, after+1)) {
		bytes -= len(r.Bytes)
		if r.Event.Epoch != epoch || len(records) > 0 && (len(records) >= events || bytes < 0) {
			break
		}
		records = append(records, r)
		if seal, ends := s.seals.get(place(epoch, r.Event.Seq)); ends {
			seals = append(seals, seal)
		}
	}
	if len(seals) > 0 {
		records = records[:seals[len(seals)-1].To-after]
	}
	return records, seals
}

// Shifts implements counter.Ledger.
func (t *Till) Shifts(ctx context.Context, before int64, limit int) ([]report.Filed, error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.disk.done()
	var list []report.Filed
	for _, v := range s.shifts.from("") {
		if f := decode[report.Filed](v); before == 0 || f.Shift.Number < before {
			list = append(list, f)
		}
	}
	slices.Reverse(list)
	return list[:min(limit, len(list))], nil
}
