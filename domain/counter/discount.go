package counter

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
)

// DiscountOrder takes a percentage or an amount off the whole cart; nothing of both takes it back. Where all that is off by hand and
// nobody approved is more than the shop's limit a supervisor must approve: approval.needed. Faults: those of sale.Order.DiscountOrder.
type DiscountOrder struct {
	Part   money.Percent
	Amount money.VND
}

func (DiscountOrder) action() {}

// ActOrderDiscount is a discount off a whole order.
const ActOrderDiscount = "order.discount"

func (c *Counter) discountOrder(ctx context.Context, a DiscountOrder, now time.Time) error {
	cart, err := c.cart.DiscountOrder(a.Part, a.Amount, "")
	if err != nil {
		return err
	}
	then := func(ctx context.Context, w *write, approver string) error {
		cart, err := c.cart.DiscountOrder(a.Part, a.Amount, approver)
		if err != nil {
			return err
		}
		w.discounted(c.cart, cart, "")
		c.notice = &Notice{Code: "order.discount", Args: fault.Args{"value": cart.OrderOff()}, Undo: true}
		return c.saveCart(ctx, w, cart)
	}
	if c.freely(cart) {
		return then(ctx, c.begin(now), "")
	}
	return c.needApproval(ctx, now, pending{what: ActOrderDiscount, part: a.Part, price: a.Amount, total: cart.Totals().Payable, again: a, then: then})
}

// recheckDiscount takes off a changed cart a discount of the whole order that nobody approved and that would need it now, because goods
// that paid for it were taken out: it says so, and may be given anew.
func (c *Counter) recheckDiscount(w *write, cart sale.Order) (sale.Order, *Notice, error) {
	if cart.DiscountApprover != "" || c.freely(cart) {
		return cart, nil, nil
	}
	next, err := cart.DiscountOrder(0, 0, "")
	if err != nil {
		return cart, nil, err
	}
	w.discounted(cart, next, "limit")
	return next, &Notice{Code: "order.discount_left", Args: fault.Args{"value": cart.OrderOff()}, Undo: true}, nil
}

// freely says whether what is off a cart by hand needs nobody's leave: altogether no greater part of its goods than one line may be
// discounted by, so that a discount of lines and one of the order don't add up past the limit. Each line's is rounded to the đồng.
func (c *Counter) freely(cart sale.Order) bool {
	if cart.OrderOff() == 0 {
		return true
	}
	off, goods := cart.OffByHand()
	return off <= money.Per100(c.shop.DiscountFree).Of(goods, money.HalfUp)+money.VND(len(cart.Lines))
}

// discounted journals that another discount is off the whole cart.
func (w *write) discounted(before, after sale.Order, why string) {
	if before.Discount == after.Discount && before.DiscountPart == after.DiscountPart {
		return
	}
	w.event(journal.OrderDiscounted, &sale.OrderDiscount{Order: after.Key(), Before: before.OrderOff(), After: after.OrderOff(),
		Part: after.DiscountPart, Reason: why, Approval: w.approval})
}
