package counter

import (
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// Undo takes back the last change of the cart: lines, prices, discounts, the member, points, vouchers, delivery, an exchange. Right
// behind VoidOrder it opens the same goods again as a new cart, at the prices that need nobody's approval; points and vouchers are
// asked anew. What can't be had any more is refused and changes nothing. Fault: undo.nothing.
type Undo struct{}

// Redo does once more what Undo took back last; a new change ends that. What a supervisor had approved is asked again:
// approval.needed. Fault: redo.nothing.
type Redo struct{}

func (Undo) action() {}
func (Redo) action() {}

// undoMax is how many changes of a cart can be taken back.
const undoMax = 100

// step is a change of a cart that can be taken back, or done once more.
type step struct {
	to    sale.Order // what the cart becomes
	again Action     // what a supervisor had to approve to get there, nil when it needed nobody
}

// remember keeps a cart as it was before the change that a write did.
func (c *Counter) remember(former sale.Order, w *write) {
	if former.ID != c.cart.ID { // the change opened the cart: before it there was an empty one
		o := c.cart
		former = sale.Order{Channel: o.Channel, ID: o.ID, Till: o.Till, Shift: o.Shift, Cashier: o.Cashier, OpenedAt: o.OpenedAt,
			PointsCutVAT: o.PointsCutVAT}
	}
	c.undo = append(c.undo, step{former, w.again})
	if len(c.undo) > undoMax {
		c.undo = slices.Delete(c.undo, 0, 1)
	}
	c.redo = nil
}

// undoLast makes the cart what it was before the last change.
func (c *Counter) undoLast(ctx context.Context, now time.Time) error {
	if c.cart.ID == "" && c.thrown != nil {
		return c.reopen(ctx, now)
	}
	if len(c.undo) == 0 {
		return fault.New(fault.NotFound, "undo.nothing", nil)
	}
	at := len(c.undo) - 1
	last, undo := c.undo[at], c.undo[:at:at]
	redo := append(slices.Clone(c.redo), step{c.cart, last.again})
	if err := c.become(ctx, c.begin(now), last.to, "undo"); err != nil {
		return err
	}
	c.undo, c.redo = undo, redo
	return nil
}

// redoLast does what was taken back last once more.
func (c *Counter) redoLast(ctx context.Context, now time.Time) error {
	if len(c.redo) == 0 {
		return fault.New(fault.NotFound, "redo.nothing", nil)
	}
	at := len(c.redo) - 1
	last, redo := c.redo[at], c.redo[:at:at]
	if last.again != nil {
		return c.runCart(ctx, last.again, now)
	}
	undo := append(slices.Clone(c.undo), step{to: c.cart})
	if err := c.become(ctx, c.begin(now), last.to, "redo"); err != nil {
		return err
	}
	c.undo, c.redo = undo, redo
	return nil
}

// become makes the cart another state of its own, in one write, by the checks that each change of it has. What it takes out is
// journaled like any line that leaves a cart, why being the reason.
func (c *Counter) become(ctx context.Context, w *write, target sale.Order, why string) (err error) {
	was := c.hand
	defer func() {
		if err != nil {
			c.hand = was
		}
	}()
	cart, err := c.cart.Using(c.cart.Use) // nothing changes once a part is paid
	if err != nil {
		return err
	}
	if target.Use.Points == 0 || target.Member != cart.Member {
		cart = c.giveBack(w, cart)
	}
	if cart, err = c.rename(ctx, w, cart, target.Member); err != nil {
		return err
	}
	if cart, err = c.reswap(ctx, w, cart, target.Exchange); err != nil {
		return err
	}
	if cart, err = cart.Undone(target); err != nil {
		return err
	}
	cart, changed, err := c.restore(ctx, w, cart, target)
	if err != nil {
		return err
	}
	w.lost(was.cart, cart, why)
	w.put(cart)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.cart, c.marked = cart, ""
	if before := was.cart; len(before.Lines) == len(cart.Lines) {
		c.marked = was.marked
	}
	c.keepMark()
	if was.cart.Member != cart.Member {
		c.serve(was.member)
	}
	c.notice = (&Notice{Code: why + ".done"}).and(c.difference(was, c.hand)).and(changed)
	return nil
}

// rename gives the cart another member, whose account what follows is decided on.
func (c *Counter) rename(ctx context.Context, w *write, cart sale.Order, member string) (sale.Order, error) {
	if cart.Member == member {
		return cart, nil
	}
	m, err := c.attach(ctx, member)
	if err == nil {
		err = c.furnish(ctx, m)
	}
	if err == nil {
		cart, err = cart.Attach(member)
	}
	if err != nil {
		return cart, err
	}
	w.event(journal.MemberAttached, &sale.Attachment{Order: cart.Key(), Member: member, Total: cart.Totals().Payable, Typed: true})
	c.member = m
	return cart, nil
}

// reswap makes the cart the exchange that it was, or no more.
func (c *Counter) reswap(ctx context.Context, w *write, cart sale.Order, e sale.Exchange) (sale.Order, error) {
	now := cart.Exchange
	if now.Order == e.Order && slices.Equal(now.Lines, e.Lines) {
		return cart, nil // its credit may have been worked out anew since
	}
	var swap *source
	var err error
	if e.Order != "" {
		if swap, err = c.mine(ctx, e.Order); err != nil {
			return cart, err
		}
	}
	if cart, err = cart.Swapping(e); err != nil {
		return cart, err
	}
	w.event(journal.ExchangeStarted, &sale.Filed{Order: cart})
	c.swap = swap
	return cart, nil
}

// restore puts the vouchers and points of another state on the cart in place of those on it now.
func (c *Counter) restore(ctx context.Context, w *write, cart, target sale.Order) (sale.Order, *Notice, error) {
	on := func(code string) func(sale.VoucherUse) bool {
		return func(u sale.VoucherUse) bool { return u.ID == code }
	}
	var kept, off []loyalty.Voucher
	for _, v := range w.vouchers {
		if slices.ContainsFunc(target.Vouchers, on(v.ID)) {
			kept = append(kept, v)
		} else {
			off = append(off, v)
		}
	}
	cart, err := cart.Vouchered(kept)
	if err != nil {
		return cart, nil, err
	}
	if w.vouchers = kept; len(off) > 0 {
		w.takeOff(cart, off)
	}
	for _, use := range target.Vouchers {
		if holdsCode(kept, use.ID) {
			continue
		}
		v, err := c.Members.Voucher(ctx, use.ID)
		if err != nil {
			return cart, nil, err
		}
		if cart, _, err = c.putOn(ctx, w, cart, v); err != nil {
			return cart, nil, err
		}
	}
	if n := target.Use.Points; n != cart.Use.Points {
		undone, leave := c.undoing(w, cart), approved(cart)
		use, err := c.chooseUse(w, n, cart, undone, &leave)
		if err != nil {
			return cart, nil, err
		}
		if cart, err = cart.Using(use); err != nil {
			return cart, nil, err
		}
		c.usedEvent(w, cart, undone)
	}
	return c.recheck(w, cart)
}

// lost journals what a cart's lines lose on the way to another state: goods, and what somebody pays for them.
func (w *write) lost(before, after sale.Order, why string) {
	w.discounted(before, after, why)
	for _, l := range before.Lines {
		now, there := after.Line(l.ID)
		change := &sale.LineChange{Order: after.Key(), Before: l, After: now, Reason: why}
		switch {
		case now.Quantity < l.Quantity:
			w.event(journal.LineVoided, change)
		case there && now.UnitPrice < l.UnitPrice:
			w.event(journal.PriceOverridden, change)
		case there && now.Part > l.Part:
			w.event(journal.LineDiscounted, change)
		}
	}
}

// reopen opens the goods of the cart just thrown away as a new one, with its member. What a supervisor had approved, points and
// vouchers are asked anew.
func (c *Counter) reopen(ctx context.Context, now time.Time) (err error) {
	was := c.hand
	defer func() {
		if err != nil {
			c.hand = was
		}
	}()
	thrown, w := *c.thrown, c.begin(now)
	cart, _ := c.openCart(now)
	w.opened(cart)
	cart, anew, err := cart.Again(thrown)
	if err != nil {
		return err
	}
	if cart, err = c.rename(ctx, w, cart, thrown.Member); err != nil {
		return err
	}
	w.put(cart)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.cart, c.thrown = cart, nil
	c.keepMark()
	c.notice = &Notice{Code: "undo.reopened", Args: fault.Args{"lines": len(cart.Lines)}}
	if anew {
		c.notice = c.notice.and(&Notice{Code: "undo.anew"})
	}
	return nil
}
