package counter

import (
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// recheck holds a changed cart's discount, then its vouchers, and then its points, to what they may take off it now (V4, U5).
func (c *Counter) recheck(w *write, cart sale.Order) (sale.Order, *Notice, error) {
	cart, dropped, err := c.recheckDiscount(w, cart)
	if err != nil {
		return cart, nil, err
	}
	cart, left, err := c.recheckVouchers(w, cart, cart.Use.Points)
	if err != nil {
		return cart, nil, err
	}
	cart, reduced, err := c.recheckPoints(w, cart)
	return cart, dropped.and(left).and(reduced), err
}

// recheckVouchers takes off the cart what may no longer be on it beside so many points, says so, and works out anew what
// the others take off.
func (c *Counter) recheckVouchers(w *write, cart sale.Order, points int64) (sale.Order, *Notice, error) {
	if len(w.vouchers) == 0 {
		return cart, nil, nil
	}
	var notice *Notice
	var left []loyalty.Voucher
	kept := slices.Clone(w.vouchers)
	next, i, err := fitted(cart, kept, points, w.now)
	for ; i >= 0; next, i, err = fitted(cart, kept, points, w.now) {
		notice = notice.and(&Notice{Code: "voucher.left", Args: voucherArgs(kept[i], fault.Args{"why": fault.Code(err)})})
		left = append(left, kept[i])
		kept = slices.Delete(kept, i, i+1)
	}
	if err != nil {
		return cart, nil, err
	}
	if w.vouchers = kept; len(left) > 0 {
		w.takeOff(next, left)
	}
	return next, notice, nil
}

// fitted is the cart with those vouchers, each taking off what it may, or the place of one that can't be on it and why
// not; -1 when there is none.
func fitted(cart sale.Order, list []loyalty.Voucher, points int64, now time.Time) (sale.Order, int, error) {
	if i, err := refused(list, basisOf(cart, points, now), cart.Member); err != nil {
		return cart, i, err
	}
	next, err := cart.Vouchered(list)
	if fault.Code(err) != "voucher.product" {
		return next, -1, err
	}
	f, _ := fault.Of(err)
	for i, v := range slices.Backward(list) { // those before it have what there is of the product
		if v.Terms.Gives.Kind == loyalty.GiveProduct && v.Terms.Gives.SKU == f.Args["sku"] && !hasGift(cart, v.ID) {
			return cart, i, err
		}
	}
	panic("counter: no voucher for the product that is missing: " + err.Error())
}

func hasGift(cart sale.Order, code string) bool {
	return slices.ContainsFunc(cart.Lines, func(l sale.Line) bool { return l.Gift == code })
}

// basisOf is the cart as the checks of vouchers see it: neither vouchers nor what came with them count.
func basisOf(cart sale.Order, points int64, now time.Time) loyalty.VoucherBasis {
	bare := withoutUse(cart)
	bare.Vouchers = nil
	bare.Lines = slices.DeleteFunc(bare.Lines, func(l sale.Line) bool { return l.Gift != "" })
	return loyalty.VoucherBasis{Order: cart.Key(), Channel: cart.Channel, At: now, Goods: bare.Totals().Base, Points: points}
}

// refused is the first of vouchers that can't be on the order together, and why not.
func refused(list []loyalty.Voucher, b loyalty.VoucherBasis, member string) (int, error) {
	b.Vouchers = len(list)
	for i, v := range list {
		b.Own = member != "" && v.Member == member
		if err := v.Check(b); err != nil {
			return i, err
		}
	}
	return -1, nil
}

// takeOff lets vouchers come back from the cart, which is next without them, as they were before they were put on it.
func (w *write) takeOff(next sale.Order, left []loyalty.Voucher) {
	back, moves := make([]loyalty.Voucher, len(left)), make([]journal.Move, len(left))
	for i, v := range left {
		back[i] = v.Back(w.now, 0)
		moves[i] = arises(back[i])
	}
	w.change(back...)
	w.moving(journal.VoucherRemoved, &sale.Filed{Order: next, Vouchers: back}, moves...)
}

// clear takes all vouchers off the cart, in the write.
func (w *write) clear(cart sale.Order) (sale.Order, error) {
	if len(w.vouchers) == 0 {
		return cart, nil
	}
	next, err := cart.Vouchered(nil)
	if err != nil {
		return cart, err
	}
	w.takeOff(next, w.vouchers)
	w.vouchers = nil
	return next, nil
}

// and is a notice with one more behind it; either may be nil.
func (n *Notice) and(more *Notice) *Notice {
	if n == nil {
		return more
	}
	last := n
	for last.Also != nil {
		last = last.Also
	}
	last.Also = more
	return n
}

// keepMark moves the mark to the last line when the marked one has left.
func (c *Counter) keepMark() {
	if c.cart.Place(c.marked) >= 0 {
		return
	}
	c.marked = ""
	if n := len(c.cart.Lines); n > 0 {
		c.marked = c.cart.Lines[n-1].ID
	}
}
