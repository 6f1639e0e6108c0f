package counter

import (
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
)

// exchange makes the cart one that is swapped for goods of an earlier order (C7): nothing happens to that order before
// the cart is paid. No lines make it an ordinary sale again.
func (c *Counter) exchange(ctx context.Context, a Exchange, now time.Time) error {
	if len(a.Lines) == 0 {
		return c.dropExchange(ctx, now)
	}
	if _, err := c.cart.Swapping(c.cart.Exchange); err != nil {
		return err
	}
	s, err := c.mine(ctx, a.Order)
	if err != nil {
		return err
	}
	d := c.weigh(*s, back{lines: a.Lines}, c.begin(now), "").decide()
	if d.Fault != nil {
		return d.Fault
	}
	start := func(ctx context.Context, w *write, approver string) error {
		return c.startExchange(ctx, w, s, sale.Exchange{Order: s.order.Key(), Receipt: s.order.Receipt, Lines: a.Lines,
			Credit: d.Return.Refund, Approver: approver})
	}
	if shown(s.order, a.Receipt) {
		return start(ctx, c.begin(now), "")
	}
	return c.needApproval(ctx, now, pending{what: ActExchange, total: d.Return.Refund, from: s.order, lines: slices.Clone(a.Lines), again: a, then: start})
}

// startExchange writes the cart, or a new one, with what it is swapped for, and the order's member on it when it had none.
func (c *Counter) startExchange(ctx context.Context, w *write, s *source, e sale.Exchange) error {
	cart, fresh := c.openCart(w.now)
	if fresh {
		w.opened(cart)
	}
	cart, err := cart.Swapping(e)
	if err != nil {
		return err
	}
	member, left := c.member, (*Notice)(nil)
	if member == nil && s.profile != nil {
		if member, err = c.attach(ctx, s.profile.ID); err != nil {
			return err
		}
		if err := c.furnish(ctx, member); err != nil {
			return err
		}
		if cart, left, err = c.nameMember(w, cart, member); err != nil {
			return err
		}
	}
	w.event(journal.ExchangeStarted, &sale.Filed{Order: cart, Approval: w.approval})
	w.put(cart)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	former := c.cart
	c.cart, c.swap, c.last, c.returned = cart, s, nil, nil
	c.remember(former, w)
	if c.member == nil {
		c.joined(member, w)
	}
	c.keepMark()
	c.notice = &Notice{Code: "exchange.started", Args: fault.Args{"receipt": e.Receipt, "credit": e.Credit}, Also: left}
	return nil
}

// dropExchange makes the cart an ordinary sale again.
func (c *Counter) dropExchange(ctx context.Context, now time.Time) error {
	if c.cart.Exchange.Order == "" {
		return fault.New(fault.NotFound, "exchange.none", nil)
	}
	cart, err := c.cart.Swapping(sale.Exchange{})
	if err != nil {
		return err
	}
	w := c.begin(now)
	w.event(journal.ExchangeStarted, &sale.Filed{Order: cart})
	w.put(cart)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	former := c.cart
	c.cart, c.swap = cart, nil
	c.remember(former, w)
	c.notice = &Notice{Code: "exchange.dropped"}
	return nil
}

// finishExchange takes back what the cart is swapped for, in the write and before the payment: nil when it is no exchange.
// Where the goods are now worth another refund than the cart counted with, nothing is paid. Fault: exchange.changed (was,
// now), and those of a return.
func (c *Counter) finishExchange(ctx context.Context, w *write, cart sale.Order, number string) (sale.Order, *decision, error) {
	if cart.Exchange.Order == "" {
		return cart, nil, nil
	}
	s, err := c.mine(ctx, cart.Exchange.Order)
	if err != nil {
		return cart, nil, err
	}
	event := c.mint.New(w.now)
	t := c.weigh(*s, back{lines: cart.Exchange.Lines}, w, event)
	t.credit = cart.Totals().Credit
	d := t.decide()
	if d.Fault != nil {
		return cart, nil, d.Fault
	}
	if d.Return.Refund != cart.Exchange.Credit {
		return cart, nil, c.recredit(ctx, d.Return.Refund, w.now)
	}
	if swapped := last(d.after).Tenders; len(swapped) > 0 && swapped[0].Kind == sale.Swapped {
		swapped[0].Reference = number
	}
	d = c.file(w, journal.OrderReturned, event, d, sale.Return{Approver: cart.Exchange.Approver, Exchange: cart.Key()})
	cart = cart.Clone()
	cart.Exchange.Return, cart.Exchange.Origin = t.id, d.Return.Origin
	return cart, &d, nil
}

// recredit writes the cart with what its goods brought back are worth now.
func (c *Counter) recredit(ctx context.Context, credit money.VND, now time.Time) error {
	was := c.cart.Exchange.Credit
	cart := c.cart.Recredited(credit)
	w := c.begin(now)
	w.event(journal.ExchangeStarted, &sale.Filed{Order: cart})
	w.put(cart)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.cart = cart
	return fault.New(fault.Conflict, "exchange.changed", fault.Args{"was": was, "now": credit})
}

// exchangeView is what the cart is swapped for, nil when it is an ordinary sale.
func (c *Counter) exchangeView(totals sale.Totals, now time.Time) *ExchangeView {
	if c.swap == nil {
		return nil
	}
	t := taking{source: *c.swap, id: "offer", lines: c.cart.Exchange.Lines, program: c.program(now), zone: c.Zone, now: now,
		place: behind(c.head, now), credit: totals.Credit}
	offer := t.decide().Offer
	return &ExchangeView{Order: c.swap.order.Key(), Receipt: c.swap.order.Receipt, Lines: offer.Goods, Offer: offer}
}
