package counter

import (
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/sale"
)

// undoMax is how many changes of a cart can be taken back.
const undoMax = 100

// remember keeps a cart as it was before a change.
func (c *Counter) remember(former sale.Order) {
	if former.ID != c.cart.ID {
		return // the cart was opened by this change: what was before it is no cart
	}
	c.undo = append(c.undo, former)
	if len(c.undo) > undoMax {
		c.undo = slices.Delete(c.undo, 0, 1)
	}
}

// undoLast puts the lines back as they were before the last change; the points that are off the order are checked
// against them. What was taken out by it is journaled like any line that leaves a cart.
func (c *Counter) undoLast(ctx context.Context, now time.Time) error {
	if len(c.undo) == 0 {
		return fault.New(fault.NotFound, "undo.nothing", nil)
	}
	before := c.undo[len(c.undo)-1]
	cart, err := c.cart.Undone(before)
	if err != nil {
		return err
	}
	w := c.begin(now)
	for _, l := range c.cart.Lines {
		if after, _ := cart.Line(l.ID); after.Quantity < l.Quantity {
			w.event(journal.LineVoided, &sale.LineChange{Order: cart.Key(), Before: l, After: after, Reason: "undo"})
		}
	}
	stack := c.undo[:len(c.undo)-1]
	if err := c.saveCart(ctx, w, cart); err != nil {
		return err
	}
	c.undo, c.marked = stack, ""
	c.keepMark()
	if c.notice == nil {
		c.notice = &Notice{Code: "undo.done"}
	}
	return nil
}
