package counter

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
)

func (c *Counter) setQuantity(ctx context.Context, a SetQuantity, now time.Time) error {
	line, err := c.line(a.Line)
	if err != nil {
		return err
	}
	if !line.Weighed && !a.Quantity.Whole() {
		return fault.New(fault.Invalid, "quantity.whole", fault.Args{"name": line.Name})
	}
	cart, err := c.cart.SetQuantity(a.Line, a.Quantity)
	if err == nil {
		err = c.sure(a.Line, a.Quantity, line.Weighed)
	}
	if err != nil {
		return err
	}
	c.notice = &Notice{Code: "line.quantity", Args: fault.Args{"name": line.Name, "quantity": a.Quantity}, Undo: true}
	return c.changeIn(ctx, c.begin(now), cart, line, journal.LineVoided)
}

func (c *Counter) removeLine(ctx context.Context, a RemoveLine, now time.Time) error {
	line, err := c.line(a.Line)
	if err != nil {
		return err
	}
	if line.Gift != "" {
		return c.removeVoucher(ctx, RemoveVoucher{Code: line.Gift}, now)
	}
	cart, err := c.cart.Remove(a.Line)
	if err != nil {
		return err
	}
	at := c.cart.Place(a.Line)
	c.notice = &Notice{Code: "line.voided", Args: fault.Args{"name": line.Name}, Undo: true}
	if err := c.changeIn(ctx, c.begin(now), cart, line, journal.LineVoided); err != nil {
		return err
	}
	c.marked = ""
	if n := len(c.cart.Lines); n > 0 {
		c.marked = c.cart.Lines[min(at, n-1)].ID
	}
	return nil
}

func (c *Counter) overridePrice(ctx context.Context, a OverridePrice, now time.Time) error {
	line, err := c.line(a.Line)
	if err != nil {
		return err
	}
	if _, err := c.cart.Override(a.Line, a.Price, ""); err != nil {
		return err
	}
	return c.needApproval(ctx, now, pending{what: ActPrice, line: line, price: a.Price, again: a,
		then: func(ctx context.Context, w *write, approver string) error {
			cart, err := c.cart.Override(a.Line, a.Price, approver)
			if err != nil {
				return err
			}
			c.notice = &Notice{Code: "line.price", Args: fault.Args{"name": line.Name, "price": a.Price}, Undo: true}
			return c.changeIn(ctx, w, cart, line, journal.PriceOverridden)
		}})
}

func (c *Counter) discountLine(ctx context.Context, a DiscountLine, now time.Time) error {
	line, err := c.line(a.Line)
	if err != nil {
		return err
	}
	discounted, err := c.cart.DiscountLine(a.Line, a.Part, "")
	if err != nil {
		return err
	}
	then := func(ctx context.Context, w *write, approver string) error {
		cart, err := c.cart.DiscountLine(a.Line, a.Part, approver)
		if err != nil {
			return err
		}
		c.notice = &Notice{Code: "line.discount", Args: fault.Args{"name": line.Name, "part": a.Part}, Undo: true}
		return c.changeIn(ctx, w, cart, line, journal.LineDiscounted)
	}
	if a.Part <= money.Per100(c.shop.DiscountFree) && c.freely(discounted) {
		return then(ctx, c.begin(now), "")
	}
	return c.needApproval(ctx, now, pending{what: ActDiscount, line: line, part: a.Part, again: a, then: then})
}

// line finds a line of the open cart. Fault: line.unknown.
func (c *Counter) line(id string) (sale.Line, error) {
	line, ok := c.cart.Line(id)
	if !ok {
		return line, fault.New(fault.NotFound, "line.unknown", nil)
	}
	return line, nil
}

// changeIn writes a changed cart; what a line lost, and every price that somebody set, is journaled.
func (c *Counter) changeIn(ctx context.Context, w *write, cart sale.Order, before sale.Line, kind journal.Kind) error {
	after, _ := cart.Line(before.ID)
	if kind != journal.LineVoided || after.Quantity < before.Quantity {
		w.event(kind, &sale.LineChange{Order: c.cart.Key(), Before: before, After: after, Approval: w.approval})
	}
	if err := c.saveCart(ctx, w, cart); err != nil {
		return err
	}
	c.marked = before.ID
	return nil
}
