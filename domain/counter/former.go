package counter

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/share"
)

// Inherited is what a till's new epoch takes over from the ones before (SHARES 16): what is no right. What it held went back
// to central.
type Inherited struct {
	Receipts int64            // numbered so far
	Slips    int64            // likewise
	Issued   map[string]int64 // by reward: vouchers issued here less those handed back
	Roll     report.Roll      // of the shifts that aren't closed: they go on
	Carts    []sale.Order     // that were open, oldest first
}

// numbersApart is how many receipts one epoch of a till is given room for.
const numbersApart = 1_000_000

// Inherit is what an epoch takes over from the one before it and from other branches of that, of a file that was rolled back.
// lost says that the till may have printed numbers that nobody knows of, on a disk that is gone: the new epoch's then begin
// at a million of their own, so that none is ever printed twice.
func Inherit(epoch uint32, lost bool, before Start, branches ...Start) Inherited {
	h := Inherited{Receipts: before.Receipts, Slips: before.Slips, Issued: map[string]int64{}, Roll: before.Roll, Carts: before.Carts}
	maps.Copy(h.Issued, before.Issued)
	for _, b := range branches {
		h.Receipts, h.Slips = max(h.Receipts, b.Receipts), max(h.Slips, b.Slips)
		h.Carts = append(slices.Clone(h.Carts), b.Carts...)
		for reward, n := range b.Issued {
			h.Issued[reward] += n
		}
	}
	if lost {
		h.Receipts, h.Slips = apart(h.Receipts, epoch), apart(h.Slips, epoch)
	}
	return h
}

func apart(n int64, epoch uint32) int64 {
	return max((n+numbersApart-1)/numbersApart, int64(epoch)-1) * numbersApart
}

// inherit puts what the epoch takes over into its first write.
func (w *write) inherit(h Inherited) {
	w.batch.Receipts, w.batch.Slips = h.Receipts, h.Slips
	w.batch.Orders = slices.Clone(h.Carts)
	if len(h.Issued) > 0 {
		w.batch.Issued = maps.Clone(h.Issued)
	}
}

// Replay makes the batches anew that wrote a journal, of the journal alone: what came back from central becomes a ledger in
// which orders are found, as if it had been written there. Carts are known as far as events told of them.
type Replay struct {
	held            *share.Held
	roll            report.Roll
	former          Inherited
	issued          map[string]int64
	transfers       map[string]sale.Transfers // by memo
	receipts, slips int64
}

// NewReplay goes on where a ledger stands; former is what its epoch took over.
func NewReplay(s Start, former Inherited) *Replay {
	r := &Replay{held: share.StoredHeld(s.Held, s.Requests), roll: s.Roll, former: former, issued: map[string]int64{}, transfers: map[string]sale.Transfers{},
		receipts: s.Receipts, slips: s.Slips}
	maps.Copy(r.issued, s.Issued)
	return r
}

// Batch is the one that wrote records, of which seal is the signature, behind a head.
func (r *Replay) Batch(before journal.Head, records []journal.Record, seal journal.Seal) Batch {
	w := &write{batch: Batch{Before: before, Records: records, Seal: seal}}
	if before.Seq == 0 {
		w.inherit(r.former)
		maps.Copy(r.issued, r.former.Issued)
		r.receipts, r.slips = r.former.Receipts, r.former.Slips
	}
	for _, record := range records {
		e := record.Event
		w.events = append(w.events, e)
		w.moves(e.Moves)
		r.event(w, e)
	}
	w.shares(r.held)
	r.roll = w.rolls(r.roll)
	for _, e := range w.events {
		r.held.Apply(e)
	}
	return w.batch
}

// event adds what an event's body tells. One that can't be read, of a newer program, tells nothing here: it is stored all
// the same.
func (r *Replay) event(w *write, e journal.Event) {
	switch e.Kind {
	case journal.OrderPaid, journal.OrderDelivered, journal.OrderVoided, journal.OrderFiled, journal.OrderReturned,
		journal.PointsUsed, journal.PointsUseUndone, journal.VoucherApplied, journal.VoucherRemoved, journal.ExchangeStarted,
		journal.OrderHeld, journal.OrderRecalled, journal.TransferAwaited, journal.TransferConfirmed:
		var body sale.Filed
		if journal.Decode(e.Body, &body) == nil {
			r.filed(w, e, body)
		}
	case journal.TransferLanded:
		var body sale.Landed
		if journal.Decode(e.Body, &body) == nil {
			r.transfer(w, body.Transfer.Memo, body.Order, body)
		}
	case journal.VoucherRedeemed, journal.VoucherReturned:
		var body loyalty.VoucherMoved
		if journal.Decode(e.Body, &body) == nil {
			r.voucher(w, e, body)
		}
	}
}

// transfer adds to what is known of an order's transfers.
func (r *Replay) transfer(w *write, memo, order string, landed ...sale.Landed) {
	known := r.transfers[memo]
	known.Memo, known.Order, known.Landed = memo, cmp.Or(known.Order, order), slices.Concat(known.Landed, landed)
	r.transfers[memo] = known
	w.batch.Transfers = append(slices.DeleteFunc(w.batch.Transfers, func(old sale.Transfers) bool { return old.Memo == memo }), known)
}

// posted adds an event's postings, in their place.
func (w *write) posted(e journal.Event, postings []loyalty.Posting) {
	for i, p := range postings {
		p.Ref = refIn(e, i)
		w.batch.Postings = append(w.batch.Postings, p)
	}
}

func (r *Replay) filed(w *write, e journal.Event, body sale.Filed) {
	o := body.Order
	w.batch.Orders = append(slices.DeleteFunc(w.batch.Orders, func(old sale.Order) bool { return old.Key() == o.Key() }), o)
	w.posted(e, body.Postings)
	w.change(body.Vouchers...)
	if e.Kind == journal.TransferAwaited || e.Kind == journal.TransferConfirmed {
		r.transfer(w, o.TransferMemo(), o.Key())
	}
	if e.Kind == journal.OrderPaid {
		r.receipts = max(r.receipts, ident.Numbered(o.Receipt))
		w.batch.Receipts = r.receipts
	}
	for _, back := range o.Returns {
		if back.Till == e.Writer {
			r.slips = max(r.slips, ident.Numbered(back.Number))
			w.batch.Slips = r.slips
		}
	}
}

func (r *Replay) voucher(w *write, e journal.Event, body loyalty.VoucherMoved) {
	w.posted(e, body.Postings)
	w.change(body.Voucher)
	more := int64(1)
	if e.Kind == journal.VoucherReturned {
		more = -1
	}
	if reward := body.Voucher.Reward; reward != "" {
		r.issued[reward] += more
		if w.batch.Issued == nil {
			w.batch.Issued = map[string]int64{}
		}
		w.batch.Issued[reward] = r.issued[reward]
	}
}

// Line is a journal that a till carries beside the one that it writes: a former epoch's, whole, or the other branch of one
// whose file was rolled back or cloned (SHARES 16, 17).
type Line struct {
	Epoch  uint32 // whose
	Branch uint32 // 0: the epoch's own; else the n-th other branch of it known here
	Base   uint64 // the branch's events come behind this one of the epoch's own
	Head   journal.Head
	Ledger Ledger
}

// Label is by which the journal is asked for (Counter.Outbox): no other line of the till has it.
func (l Line) Label() uint32 { return l.Branch*lineStep + l.Epoch }

// SortLines puts the newest epoch first, as Carrying has them.
func SortLines(lines []Line) {
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Or(cmp.Compare(b.Epoch, a.Epoch), cmp.Compare(a.Branch, b.Branch)) })
}

// LineOf is the epoch whose journal a label names.
func LineOf(label uint32) (epoch uint32) { return label % lineStep }

// lineStep is more than any till has epochs.
const lineStep = 1 << 24

// Archive is the ledger of a line.
type Archive interface {
	Ledger
	// Adopt writes batches that came back from central, in one transaction. Into an empty ledger the first may follow any
	// head: a branch's events come behind those of another ledger.
	Adopt(ctx context.Context, batches []Batch) error
}

// Carrying is a till's ledger with what it carries: what was sold in a former epoch is found and sent from here, too.
type Carrying struct {
	Ledger
	Lines []Line // the newest epoch first
}

// Events implements Journal: lines by their labels.
func (c Carrying) Events(ctx context.Context, label uint32, after uint64, events, bytes int) (journal.Head, []journal.Record, []journal.Seal, error) {
	for _, l := range c.Lines {
		if l.Label() == label {
			return l.Ledger.Events(ctx, l.Epoch, after, events, bytes)
		}
	}
	return c.Ledger.Events(ctx, label, after, events, bytes)
}

// Order implements Ledger.
func (c Carrying) Order(ctx context.Context, key string) (sale.Order, error) {
	o, err := c.Ledger.Order(ctx, key)
	for _, l := range c.Lines {
		if fault.Code(err) != "order.unknown" {
			break
		}
		o, err = l.Ledger.Order(ctx, key)
	}
	return o, err
}

// Transfers implements Ledger: what the till knows of an order of a former epoch it goes on with.
func (c Carrying) Transfers(ctx context.Context, memo string) (sale.Transfers, error) {
	known, err := c.Ledger.Transfers(ctx, memo)
	for _, l := range c.Lines {
		if err != nil || known.Order != "" || len(known.Landed) > 0 {
			break
		}
		known, err = l.Ledger.Transfers(ctx, memo)
	}
	return known, err
}

// Latest implements Ledger.
func (c Carrying) Latest(ctx context.Context, limit int) ([]sale.Order, error) {
	return c.search(limit, func(l Ledger) ([]sale.Order, error) { return l.Latest(ctx, limit) }, nil)
}

// ByReceipt implements Ledger.
func (c Carrying) ByReceipt(ctx context.Context, tail string, limit int) ([]sale.Order, error) {
	return c.search(limit, func(l Ledger) ([]sale.Order, error) { return l.ByReceipt(ctx, tail, limit) }, byPaid)
}

// PaidBetween implements Ledger.
func (c Carrying) PaidBetween(ctx context.Context, from, to time.Time, limit int) ([]sale.Order, error) {
	return c.search(limit, func(l Ledger) ([]sale.Order, error) { return l.PaidBetween(ctx, from, to, limit) }, byPaid)
}

// Shifts implements Ledger: a shift that an epoch took over stands where it was last changed.
func (c Carrying) Shifts(ctx context.Context, before int64, limit int) ([]report.Filed, error) {
	list, err := c.Ledger.Shifts(ctx, before, limit)
	for _, l := range c.Lines {
		if err != nil {
			return nil, err
		}
		var more []report.Filed
		more, err = l.Ledger.Shifts(ctx, before, limit)
		for _, f := range more {
			if !slices.ContainsFunc(list, func(have report.Filed) bool { return have.Shift.Number == f.Shift.Number }) {
				list = append(list, f)
			}
		}
	}
	slices.SortFunc(list, func(a, b report.Filed) int { return cmp.Compare(b.Shift.Number, a.Shift.Number) })
	return list[:min(limit, len(list))], err
}

func byPaid(a, b sale.Order) int {
	return cmp.Or(b.PaidAt.Compare(a.PaidAt), cmp.Compare(a.Key(), b.Key()))
}

// Said implements Ledger.
func (c Carrying) Said(ctx context.Context, number string) (receipt.Said, error) {
	s, err := c.Ledger.Said(ctx, number)
	for _, l := range c.Lines {
		if err != nil || s.Number != "" {
			break
		}
		s, err = l.Ledger.Said(ctx, number)
	}
	return s, err
}

// search asks the ledger and then the lines, and gives each order as it was last found.
func (c Carrying) search(limit int, ask func(Ledger) ([]sale.Order, error), order func(a, b sale.Order) int) ([]sale.Order, error) {
	list, err := ask(c.Ledger)
	if err != nil || len(c.Lines) == 0 {
		return list, err
	}
	seen := map[string]bool{}
	for _, o := range list {
		seen[o.Key()] = true
	}
	for _, l := range c.Lines {
		more, err := ask(l.Ledger)
		if err != nil {
			return nil, err
		}
		for _, o := range more {
			if !seen[o.Key()] {
				seen[o.Key()], list = true, append(list, o)
			}
		}
	}
	if order != nil {
		slices.SortStableFunc(list, order)
	}
	return list[:min(limit, len(list))], nil
}

// InheritLines is Inherit from the lines that a till carries.
func InheritLines(ctx context.Context, epoch uint32, lost bool, lines []Line) (Inherited, error) {
	var before Start
	var branches []Start
	newest := uint32(0)
	for _, l := range lines {
		newest = max(newest, l.Epoch)
	}
	for _, l := range lines {
		if l.Epoch != newest {
			continue
		}
		s, err := l.Ledger.Start(ctx)
		if err == nil {
			s.Carts, err = stillOpen(ctx, s.Carts, l, lines)
		}
		if err != nil {
			return Inherited{}, err
		}
		if l.Branch == 0 {
			before = s
		} else {
			branches = append(branches, s)
		}
	}
	return Inherit(epoch, lost, before, branches...), nil
}

// stillOpen are the carts of a line that no other line has: one that was sold on there, or put aside, is not open twice. The epoch's own
// line keeps those that a branch has too.
func stillOpen(ctx context.Context, carts []sale.Order, of Line, lines []Line) ([]sale.Order, error) {
	var open []sale.Order
	for _, cart := range carts {
		elsewhere := false
		for _, l := range lines {
			if l.Label() == of.Label() {
				continue
			}
			o, err := l.Ledger.Order(ctx, cart.Key())
			if err != nil && fault.Code(err) != "order.unknown" {
				return nil, err
			}
			elsewhere = elsewhere || err == nil && (o.State() != sale.Draft || l.Epoch == of.Epoch && l.Branch < of.Branch)
		}
		if !elsewhere {
			open = append(open, cart)
		}
	}
	return open, nil
}

// FormersOf is what a till tells central that it carries. Of a forked epoch each branch is named as long as the shortest:
// which of them a restored central takes for the epoch's own is not known here.
func FormersOf(till string, lines []Line) []Former {
	shortest := map[uint32]uint64{}
	for _, l := range lines {
		if n, there := shortest[l.Epoch]; !there || l.Head.Seq < n {
			shortest[l.Epoch] = l.Head.Seq
		}
	}
	var formers []Former
	for _, l := range lines {
		formers = append(formers, Former{Holder: share.Holder{Writer: till, Epoch: l.Label()}, Events: shortest[l.Epoch]})
	}
	return formers
}
