package counter

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
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

// settle closes the sale: order, points, receipt number and journal in one write; then the receipt.
func (c *Counter) settle(ctx context.Context, cart sale.Order, now time.Time) error {
	cart.Cashier, cart.Shift = c.who.ID, c.shift.ID
	number := ident.Receipt(c.Till, c.receipts+1)
	settled, err := cart.Pay(c.rule(now), number, now)
	if err != nil {
		return err
	}
	w := c.begin(now)
	w.event(journal.OrderPaid, &sale.Filed{Order: settled.Order, Postings: settled.Postings}, settled.Postings...)
	w.batch.Receipts = c.receipts + 1
	w.put(settled.Order)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.last = c.done(settled, now)
	c.cart, c.member, c.undo, c.marked, c.typed = sale.Order{}, nil, nil, "", 0
	c.print(ctx, c.last)
	return nil
}

// rule is what this sale freezes: the programme in force, and the tier held before it (E12, E13).
func (c *Counter) rule(now time.Time) loyalty.Rule {
	p := c.program(now)
	return p.Freeze(c.tier(now), c.shop.Channel, now, c.Zone)
}

func (c *Counter) tier(now time.Time) loyalty.Tier {
	high := int64(0)
	if c.member != nil {
		high = c.member.at(now).RankingHigh
	}
	return c.program(now).TierOf(high)
}

// done is what the screen shows of a sale until the next scan.
func (c *Counter) done(s sale.Settled, now time.Time) *Done {
	d := &Done{Order: s.Order, Totals: s.Order.Totals(), Earned: s.Earned, Lot: s.Lot}
	if c.member != nil {
		profile := c.member.profile
		d.Member, d.Balance = &profile, c.member.at(now).Balance
	}
	d.Receipt = c.paper(c.shop, c.staff).draw(s.Order, c.member, now, c.head.Hash, false)
	return d
}

// paper is what every receipt of this till has in common.
type paper struct {
	shop  Shop
	zone  *time.Location
	staff []shift.Staff
}

func (c *Counter) paper(shop Shop, staff []shift.Staff) paper {
	return paper{shop: shop, zone: c.Zone, staff: staff}
}

func (p paper) draw(o sale.Order, m *attached, now time.Time, head journal.Hash, again bool) receipt.Document {
	sold := receipt.Sold{Shop: p.shop.head(), Zone: p.zone, Order: o, Cashier: p.name(o.Cashier), Head: head, Reprint: again}
	if m != nil {
		sold.Member, sold.Account = m.profile, m.at(now)
	}
	return receipt.Build(sold)
}

func (s Shop) head() receipt.Shop {
	return receipt.Shop{Name: s.Name, Address: s.Address, TaxCode: s.TaxCode, Phone: s.Phone, Returns: s.Returns}
}

func (p paper) name(id string) string {
	for _, s := range p.staff {
		if s.ID == id {
			return s.Name
		}
	}
	return id
}

// print hands the receipt over. The sale stands whatever the printer says.
func (c *Counter) print(ctx context.Context, d *Done) {
	saved, err := c.Printer.Print(ctx, d.Receipt)
	d.Saved = saved
	if err != nil {
		c.notice = &Notice{Code: "receipt.unsaved", Args: fault.Args{"number": d.Order.Receipt}, Error: true}
	}
}

// quick is the quick cash for what is still due.
func quick(due money.VND) []money.VND {
	if due == 0 {
		return nil
	}
	return sale.QuickCash(due)
}
