package counter

import (
	"context"
	"maps"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/domain/shift"
)

// back is what a cashier asks to take back: goods of an order, or all that is left of one.
type back struct {
	what   string // the act's code
	order  string // key
	lines  []sale.ReturnLine
	cancel bool
	shown  string // number of the receipt at hand
	reason string
	by     sale.TenderKind // one of sale.RefundWays, 0: the money goes back as it came
	refund money.VND       // as worked out when it was asked
	later  bool            // the pen can't be had: goods and money only (SHARES 8)
}

// takeBack takes goods of a paid order back, or cancels what is left of one that isn't delivered (C1 to C7). Without its
// receipt, or where the money goes back in another way than it came, a supervisor must approve.
func (c *Counter) takeBack(ctx context.Context, b back, now time.Time) error {
	if err := c.noGoods(); err != nil {
		return err
	}
	if b.by != 0 && !slices.Contains(sale.RefundWays, b.by) {
		return fault.At("by", "field.enum", fault.Args{"value": int64(b.by)})
	}
	s, err := c.source(ctx, b.order)
	if err != nil {
		return err
	}
	if b, err = c.penned(b, s.order.Receipt); err != nil {
		return err
	}
	d := c.weigh(*s, b, c.begin(now), "").decide()
	if d.Fault != nil {
		return d.Fault
	}
	b.refund = d.Return.Refund
	if d.Otherwise {
		if b.reason, err = shift.Reason(b.reason, true); err != nil {
			return err
		}
		b.what = ActRefund
	} else {
		b.by = 0
	}
	if shown(s.order, b.shown) && !b.later && !d.Otherwise {
		return c.writeReturn(ctx, c.begin(now), b, "")
	}
	return c.needApproval(ctx, now, pending{what: b.what, total: b.refund, from: s.order, lines: d.Return.Lines, by: b.by, reason: b.reason,
		then: func(ctx context.Context, w *write, approver string) error { return c.writeReturn(ctx, w, b, approver) }})
}

// penned is what is asked for as it can be done: a return of goods whose order's pen can't be had now moves goods and money
// only, by a supervisor's word (SHARES 8). Fault: order.elsewhere.
func (c *Counter) penned(b back, number string) (back, error) {
	err := c.writes(b.order, number)
	if err != nil && b.what == ActReturn && (c.away() || c.asked) {
		b.what, b.later, c.lack, err = ActLater, true, nil, nil
	}
	return b, err
}

// mine is an order that goods come back from, if this till may act on it. Faults: order.unknown, order.elsewhere.
func (c *Counter) mine(ctx context.Context, key string) (*source, error) {
	s, err := c.source(ctx, key)
	if err != nil {
		return nil, err
	}
	return s, c.writes(key, s.order.Receipt)
}

// noGoods refuses a return beside a cart with goods: its money is another customer's, or an exchange's.
func (c *Counter) noGoods() error {
	if len(c.cart.Lines) > 0 {
		return fault.New(fault.Conflict, "return.cart", nil)
	}
	return nil
}

// weigh is the taking back as it would be decided in a write, whose next event has that id.
func (c *Counter) weigh(s source, b back, w *write, event string) taking {
	t := taking{source: s, id: c.mint.New(w.now), lines: b.lines, cancel: b.cancel, later: b.later, by: b.by, program: c.program(w.now), zone: c.Zone, now: w.now}
	t.place = func(n int) loyalty.Ref { return w.ref(event, n) }
	return t
}

// writeReturn decides on the order as it now stands and writes all of it.
func (c *Counter) writeReturn(ctx context.Context, w *write, b back, approver string) error {
	if err := c.noGoods(); err != nil {
		return err
	}
	s, err := c.source(ctx, b.order)
	if err == nil && !b.later {
		err = c.writes(b.order, s.order.Receipt)
	}
	if err != nil {
		return err
	}
	kind, code := journal.OrderReturned, "order.returned"
	if b.cancel {
		kind, code = journal.OrderVoided, "order.cancelled"
	}
	event := c.mint.New(w.now)
	d := c.weigh(*s, b, w, event).decide()
	if d.Fault != nil {
		return d.Fault
	}
	if d.Return.Refund != b.refund { // what was approved is that much
		return fault.New(fault.Conflict, "approval.expired", nil)
	}
	d = c.file(w, kind, event, d, sale.Return{Approver: approver, Reason: b.reason})
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	if inCash(d.Return.Tenders) {
		c.opensDrawer()
	}
	c.last = nil
	c.notice = &Notice{Code: code, Args: fault.Args{"number": d.Order.Receipt, "slip": d.Return.Number, "refund": d.Return.Refund}}
	c.showReturn(ctx, d, "")
	return nil
}

// file adds a return that was decided to the write, with its slip's number, who took it and what the caller adds: who
// approved it, the reason, and the order that the goods are swapped for.
func (c *Counter) file(w *write, kind journal.Kind, event string, d decision, more sale.Return) decision {
	r := last(d.after)
	r.Number, r.Till, r.Shift, r.Cashier = c.slipNumber(), c.Till, c.shift.ID, c.who.ID
	r.Approver, r.Reason, r.Exchange = more.Approver, more.Reason, more.Exchange
	var moves []journal.Move
	if d.after.Invoice.Made() {
		r.Invoice, moves = c.nextNumber(w, r.Number)
	}
	d.Return = *r
	w.batch.Slips = c.slips + 1
	w.change(d.Vouchers...)
	d.postings = c.burnt(w, d.postings)
	for _, v := range d.Vouchers {
		moves = append(moves, arises(v))
	}
	w.add(event, kind, &sale.Filed{Order: d.after, Postings: d.postings, Reason: r.Reason, Approval: w.approval, Vouchers: d.Vouchers}, moves, d.postings...)
	w.put(d.after)
	w.batch.Said = append(w.batch.Said, d.said())
	d.job = c.want(w, Job{Kind: PaperReturn, Of: d.after.Key(), Part: int64(len(d.after.Returns) - 1), Number: r.Number})
	return d
}

// burnt are the postings of the write's next event, their claw-backs out of what is held here first (SHARES 1).
func (c *Counter) burnt(w *write, postings []loyalty.Posting) []loyalty.Posting {
	list, moved := slices.Clone(postings), maps.Clone(w.moved)
	if moved == nil {
		moved = map[string]int64{}
	}
	for i := range list {
		p := &list[i]
		p.Claws = slices.Clone(p.Claws)
		for j := range p.Claws {
			k := &p.Claws[j]
			k.Burn = share.Burn(c.held.Units(k.Lot)+moved[k.Lot], k.Points)
		}
		for _, m := range loyalty.Moves(list[i : i+1]) {
			moved[m.Lot] += share.Change(m)
		}
	}
	return list
}

// said is what the return's slip says besides its order.
func (d decision) said() receipt.Said {
	said := receipt.SaidOf(d.Return.Number, d.account, d.Vouchers)
	for _, g := range d.GivenBack {
		said.Restored = append(said.Restored, receipt.Restored{Points: g.Points, LapsesAt: g.LapsesAt})
	}
	return said
}

// slip draws the slip of an order's n-th return again, counted from 0, as its first print said it.
func (c *Counter) slip(ctx context.Context, p paper, o sale.Order, n int, m *attached, head journal.Hash, now time.Time) (receipt.Return, error) {
	r := o.Returns[n]
	said, err := c.Ledger.Said(ctx, r.Number)
	if err != nil {
		return receipt.Return{}, err
	}
	if said.Number == "" { // another till's
		if m != nil {
			said = receipt.SaidOf("", m.at(now), nil)
		}
		said.Head = head
	}
	taken := receipt.Taken{Shop: p.shop.head(), Zone: p.zone, Order: o, Head: said.Head, Account: said.Account(), Restored: said.Restored,
		Products: map[string]string{}, Reprint: true, Training: p.training}
	if m != nil {
		taken.Member = m.profile
	}
	if taken.Vouchers, err = c.vouchersBack(ctx, said, taken.Products); err != nil {
		return receipt.Return{}, err
	}
	swapped, err := c.orderOf(ctx, r.Exchange)
	if err != nil {
		return receipt.Return{}, err
	}
	if swapped != nil {
		taken.NewReceipt = swapped.Receipt
	}
	return receipt.BuildReturn(taken.At(n, p.name)), nil
}

// vouchersBack are the vouchers that came back by what a slip said; the names of products that they give go into names. One that isn't
// known here is left out.
func (c *Counter) vouchersBack(ctx context.Context, said receipt.Said, names map[string]string) (list []loyalty.Voucher, err error) {
	for _, code := range said.Vouchers {
		v, err := c.Members.Voucher(ctx, code)
		if fault.Code(err) == "voucher.unknown" {
			continue
		}
		if err == nil {
			names[v.Terms.Gives.SKU], err = c.productName(ctx, v.Terms.Gives)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// showReturn draws the slip of what was written and prints it; number is the receipt of the order that the goods were
// swapped for.
func (c *Counter) showReturn(ctx context.Context, d decision, number string) {
	p := c.paper(c.shop, c.staff)
	r := d.Return
	taken := receipt.Taken{Shop: c.shop.head(), Zone: c.Zone, Order: d.after, Cashier: p.name(r.Cashier), Head: c.head.Hash,
		Account: d.account, Restored: d.said().Restored, Vouchers: d.Vouchers, Products: c.giftNames(), NewReceipt: number, Training: c.real != nil}
	if r.Approver != "" {
		taken.Approver = p.name(r.Approver)
	}
	if d.Member != nil {
		taken.Member = *d.Member
	}
	c.returned = &Returned{Offer: d.Offer, Slip: receipt.BuildReturn(taken)}
	slip := c.returned.Slip
	c.press(d.job, Paper{Return: &slip})
	saved, err := c.Printer.PrintReturn(ctx, c.returned.Slip)
	if c.returned.Saved = saved; err != nil {
		c.unsaved(r.Number)
	}
}
