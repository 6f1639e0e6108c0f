package counter

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// addTender adds a payment. The one that covers what is due finishes the sale in the same write: an exact cash sale
// is one commit.
func (c *Counter) addTender(ctx context.Context, a AddTender, now time.Time) error {
	if len(c.cart.Lines) == 0 {
		return fault.New(fault.Invalid, "order.empty", nil)
	}
	if a.Amount == 0 {
		a.Amount = c.cart.Totals().Due
	}
	cart, err := c.cart.Tendered(a.Kind, a.Amount, a.Reference)
	if err != nil {
		return err
	}
	if cart.Totals().Due == 0 {
		return c.settle(ctx, cart, now)
	}
	w := c.begin(now)
	w.put(cart)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.cart = cart
	c.notice = &Notice{Code: "tender.added", Args: fault.Args{"amount": a.Amount, "due": cart.Totals().Due}}
	return nil
}

func (c *Counter) removeTenders(ctx context.Context, now time.Time) error {
	if len(c.cart.Tenders) == 0 {
		return nil
	}
	cart, err := c.cart.Untendered()
	if err != nil {
		return err
	}
	w := c.begin(now)
	w.put(cart)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.cart = cart
	c.notice = &Notice{Code: "tender.removed"}
	return nil
}

func (c *Counter) finish(ctx context.Context, now time.Time) error {
	if len(c.cart.Lines) == 0 {
		return fault.New(fault.Invalid, "order.empty", nil)
	}
	return c.settle(ctx, c.cart, now)
}

// settle closes the sale: order, points, receipt number and journal in one write, and the goods that it is swapped for
// before it; then the papers.
func (c *Counter) settle(ctx context.Context, cart sale.Order, now time.Time) error {
	cart.Cashier, cart.Shift = c.who.ID, c.shift.ID
	number := c.receiptNumber()
	rule := c.rule(now)
	w := c.begin(now)
	cart, brought, err := c.finishExchange(ctx, w, cart, number)
	if err != nil {
		return err
	}
	settled, err := cart.Pay(rule, number, now)
	if err != nil {
		return err
	}
	invoiced, took := c.nextNumber(w, number)
	settled.Order.Invoice = invoiced
	w.add(c.mint.New(now), journal.OrderPaid, &sale.Filed{Order: settled.Order, Postings: settled.Postings}, took, settled.Postings...)
	w.batch.Receipts = c.receipts + 1
	w.vouchers = nil
	w.put(settled.Order)
	job := c.want(w, Job{Kind: PaperReceipt, Of: settled.Order.Key(), Number: number})
	sold := sold{order: settled.Order, used: c.vouchers, products: c.giftNames()}
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	if brought != nil {
		sold.swapped = &brought.after
	}
	c.last, c.returned = c.done(settled, sold, now), nil
	c.close()
	if inCash(settled.Order.Tenders) || brought != nil && inCash(brought.Return.Tenders) {
		c.opensDrawer()
	}
	if brought != nil {
		c.showReturn(ctx, *brought, number)
	}
	c.press(job, Paper{Receipt: &c.last.Receipt})
	c.print(ctx, c.last)
	return nil
}

// close leaves the till without a cart, for the next customer.
func (c *Counter) close() {
	c.serve(c.member)
	c.hand, c.thrown = hand{}, nil
}

// rule is what this sale freezes: the programme in force, and the tier held before it (E12, E13).
func (c *Counter) rule(now time.Time) loyalty.Rule {
	return c.program(now).Freeze(c.standing(now).Tier, c.shop.Channel, now, c.Zone)
}

// standing is the tier that the cart's member holds (C6); a walk-in's is the first.
func (c *Counter) standing(now time.Time) loyalty.Standing {
	account := loyalty.Account{AsOf: now}
	if c.member != nil {
		account = c.member.at(now)
	}
	return c.program(now).Standing(account, c.Zone)
}

// done is what the screen shows of a sale until the next scan.
func (c *Counter) done(s sale.Settled, sold sold, now time.Time) *Done {
	d := &Done{Order: s.Order, Totals: s.Order.Totals(), Earned: s.Earned, Lot: s.Lot}
	if c.member != nil {
		profile := c.member.profile
		d.Member, d.Balance = &profile, c.member.at(now).Balance
	}
	d.Receipt = c.paper(c.shop, c.staff).draw(sold, c.member, now, c.head.Hash, false)
	return d
}

// quick is the quick cash for what is still due.
func quick(due money.VND) []money.VND {
	if due == 0 {
		return nil
	}
	return sale.QuickCash(due)
}
