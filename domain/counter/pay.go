package counter

import (
	"cmp"
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/sale"
	"tim/domain/shift"
)

// addTender adds a payment. The one that covers what is due finishes the sale in the same write: an exact cash sale
// is one commit.
func (c *Counter) addTender(ctx context.Context, a AddTender, now time.Time) error {
	if len(c.cart.Lines) == 0 {
		return fault.New(fault.Invalid, "order.empty", nil)
	}
	t := sale.Tender{Kind: a.Kind, Received: a.Amount, Reference: a.Reference}
	if due := c.cart.Totals().Due; a.Amount == 0 {
		t.Received = due
		if a.Kind == sale.Cash {
			t.Received = c.cart.InCash(due)
		}
	}
	switch a.Kind {
	case sale.Cash, sale.Card:
	case sale.Transfer:
		return c.byHand(ctx, t, now)
	case sale.Wallet:
		if t.Name = a.Name; !slices.Contains(c.shop.Policy.Wallets, a.Name) {
			return fault.At("name", "tender.wallet", fault.Args{"name": a.Name})
		}
	case sale.OnAccount:
		return c.onAccount(ctx, t, now)
	default:
		return fault.At("kind", "field.enum", fault.Args{"value": int64(a.Kind)})
	}
	cart, err := c.cart.TenderedBy(t)
	if err != nil {
		return err
	}
	return c.tendered(ctx, c.begin(now), cart, t.Received)
}

// tendered writes the cart with what was just paid, and finishes the sale when nothing is due any more.
func (c *Counter) tendered(ctx context.Context, w *write, cart sale.Order, paid money.VND) error {
	due := cart.Totals().Due
	if due == 0 {
		return c.settle(ctx, w, cart)
	}
	w.put(cart)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.cart = cart
	c.notice = &Notice{Code: "tender.added", Args: fault.Args{"amount": paid, "due": due}}
	return nil
}

// onAccount lets the member owe, as far as the shop lets one sale.
func (c *Counter) onAccount(ctx context.Context, t sale.Tender, now time.Time) error {
	limit, owed := c.shop.Policy.AccountLimit, c.cart.PaidBy(sale.OnAccount)
	switch {
	case limit == 0:
		return fault.New(fault.Forbidden, "tender.off", nil)
	case c.member == nil:
		return fault.New(fault.Invalid, "member.none", nil)
	case owed+t.Received > limit:
		return fault.At("amount", "tender.over", fault.Args{"max": limit - owed})
	}
	if _, err := c.cart.TenderedBy(t); err != nil {
		return err
	}
	return c.policed(ctx, now, pending{what: shift.ActAccount, total: t.Received, then: func(ctx context.Context, w *write, approver string) error {
		t.Approver = approver
		cart, err := c.cart.TenderedBy(t)
		if err != nil {
			return err
		}
		return c.tendered(ctx, w, cart, t.Received)
	}})
}

func (c *Counter) removeTenders(ctx context.Context, now time.Time) error {
	if len(c.cart.Tenders) == 0 && c.cart.Awaited.Amount == 0 {
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
	return c.settle(ctx, c.begin(now), c.cart)
}

// settle closes the sale: order, points, receipt number and journal in one write, and the goods that it is swapped for
// before it; then the papers.
func (c *Counter) settle(ctx context.Context, w *write, cart sale.Order) error {
	now := w.now
	cart.Cashier, cart.Shift = c.who.ID, c.shift.ID
	number := c.receiptNumber()
	rule := c.rule(now)
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
	c.receiptSaid(w, number)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	if brought != nil {
		sold.swapped = &brought.after
	}
	c.last, c.returned = c.done(settled, sold, w.batch.Said[len(w.batch.Said)-1]), nil
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

// receiptSaid keeps with the write what its receipt says of the member behind it.
func (c *Counter) receiptSaid(w *write, number string) {
	said := receipt.Said{Number: number}
	if c.member != nil {
		said = c.paper(c.shop, c.staff).says(number, c.member, c.member.within(w), c.member.changed(w.batch), w.now)
	}
	w.batch.Said = append(w.batch.Said, said)
}

// close leaves the till without a cart, for the next customer.
func (c *Counter) close() {
	c.serve(c.member)
	c.hand, c.thrown = hand{}, nil
}

// rule is what this sale freezes: the programme in force, and the tier held before it (E12, E13).
func (c *Counter) rule(now time.Time) loyalty.Rule {
	return c.program(now).Freeze(c.standing(now).Tier, cmp.Or(c.shop.Channel, sale.Store), now, c.Zone)
}

// standing is the tier that the cart's member holds (C6); a walk-in's is the first.
func (c *Counter) standing(now time.Time) loyalty.Standing {
	account := loyalty.Account{AsOf: now}
	if c.member != nil {
		account = c.member.at(now)
	}
	return c.program(now).Standing(account, c.Zone)
}

// done is what the screen shows of a sale until the next scan: what its receipt said of the member.
func (c *Counter) done(s sale.Settled, sold sold, said receipt.Said) *Done {
	d := &Done{Order: s.Order, Totals: s.Order.Totals(), Earned: s.Earned, Lot: s.Lot}
	if c.member != nil {
		profile := c.member.profile
		d.Member, d.Balance = &profile, said.Balance
	}
	d.Receipt = c.paper(c.shop, c.staff).draw(sold, c.member, said, false)
	return d
}

// quick is the quick cash for what is still due.
func quick(due money.VND) []money.VND {
	if due == 0 {
		return nil
	}
	return sale.QuickCash(due)
}
