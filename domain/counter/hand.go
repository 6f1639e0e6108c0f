package counter

import (
	"context"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// hand is the cart at hand, with all that a till knows of it. Another cart is another hand.
type hand struct {
	cart     sale.Order // ID "" when no cart is open
	vouchers []loyalty.Voucher
	swap     *source // the order that goods come back from, nil when the cart is no exchange
	member   *attached
	marked   string
	typed    quantity
	undo     []step // the newest last
	redo     []step // likewise
}

// handOf reads all that belongs to a cart. Fault: member.unknown of one whose member isn't known here yet.
func (c *Counter) handOf(ctx context.Context, cart sale.Order) (h hand, err error) {
	h.cart = cart
	if n := len(cart.Lines); n > 0 {
		h.marked = cart.Lines[n-1].ID
	}
	if h.member, err = c.attach(ctx, cart.Member); err != nil {
		return h, err
	}
	if err := c.furnish(ctx, h.member); err != nil {
		return h, err
	}
	for _, use := range cart.Vouchers {
		v, err := c.Members.Voucher(ctx, use.ID)
		if err != nil {
			return h, err
		}
		h.vouchers = append(h.vouchers, v)
	}
	if cart.Exchange.Order != "" {
		h.swap, err = c.source(ctx, cart.Exchange.Order)
	}
	return h, err
}

// takeUp takes up the newest cart that a crash or a sign-out left at hand; all others are aside, that of a member who isn't
// known here yet too: it waits until central has told of them.
func (c *Counter) takeUp(ctx context.Context, carts []sale.Order) error {
	for i := len(carts) - 1; i >= 0; i-- {
		cart := carts[i]
		if c.cart.ID == "" && cart.Held.At.IsZero() {
			h, err := c.handOf(ctx, cart)
			if err == nil {
				c.hand = h
				continue
			}
			if f, coded := fault.Of(err); !coded || f.Kind != fault.NotFound {
				return err
			}
		}
		if err := c.lay(ctx, cart); err != nil {
			return err
		}
	}
	return nil
}
