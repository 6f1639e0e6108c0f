package counter

import (
	"context"
	"slices"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// applyVoucher puts a voucher on the cart, or on a new one (V4).
func (c *Counter) applyVoucher(ctx context.Context, a ApplyVoucher, now time.Time) error {
	v, err := c.entered(ctx, a.Code, now)
	if err != nil {
		return err
	}
	if v.Order != "" && v.Order == c.cart.Key() {
		c.notice = applied(c.cart, v)
		return nil
	}
	w := c.begin(now)
	cart, fresh := c.openCart(now)
	if fresh {
		w.opened(cart)
	}
	cart, changed, err := c.putOn(ctx, w, cart, v)
	if err != nil {
		return err
	}
	w.put(cart)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	former := c.cart
	c.cart, c.last, c.returned = cart, nil, nil
	c.remember(former, w)
	c.keepMark()
	c.notice = applied(cart, v).and(changed)
	return nil
}

// entered is the voucher that a typed or scanned code names. Wrong codes are journaled and counted. Faults:
// voucher.locked (until), voucher.unknown.
func (c *Counter) entered(ctx context.Context, text string, now time.Time) (loyalty.Voucher, error) {
	if err := c.codes.locked(now); err != nil {
		return loyalty.Voucher{}, err
	}
	code := strings.NewReplacer(" ", "", ".", "", "-", "").Replace(text)
	err := error(fault.New(fault.NotFound, "voucher.unknown", fault.Args{"code": clip(code)}))
	var v loyalty.Voucher
	if ident.IsVoucher(code) {
		v, err = c.Members.Voucher(ctx, code)
	}
	if fault.Code(err) != "voucher.unknown" {
		return v, err
	}
	w := c.begin(now)
	w.event(journal.VoucherRefused, &sale.Refusal{Scanned: clip(code), Refused: c.codes.fail(now), From: now})
	if err := c.commit(ctx, w); err != nil {
		return v, err
	}
	return v, err
}

// putOn puts a voucher on the cart with its free product, in the write, if it goes with all that is there. Faults: see
// ApplyVoucher.
func (c *Counter) putOn(ctx context.Context, w *write, cart sale.Order, v loyalty.Voucher) (sale.Order, *Notice, error) {
	list := append(slices.Clone(w.vouchers), v)
	if _, err := refused(list, basisOf(cart, cart.Use.Points, w.now), cart.Member); err != nil {
		if cart.Member == "" && fault.Code(err) == "voucher.not_yours" {
			err = fault.New(fault.Conflict, "voucher.member", nil)
		}
		return cart, nil, err
	}
	next, err := cart.Using(cart.Use) // nothing changes once a part is paid
	if err != nil {
		return cart, nil, err
	}
	if err := c.holds(w, v); err != nil {
		return cart, nil, err
	}
	if next, err = c.withGift(ctx, next, v, w.now); err != nil {
		return cart, nil, err
	}
	if next, err = next.Vouchered(list); err != nil {
		return cart, nil, err
	}
	used := v.Use(cart.Key(), w.now)
	list[len(list)-1] = used
	w.vouchers = list
	w.change(used)
	w.moving(journal.VoucherApplied, &sale.Filed{Order: next, Vouchers: []loyalty.Voucher{used}}, leaves(v))
	return c.recheckPoints(w, next)
}

// withGift is the cart with the line that a product's voucher pays for, where it has none of that. Fault: product.unknown.
func (c *Counter) withGift(ctx context.Context, cart sale.Order, v loyalty.Voucher, now time.Time) (sale.Order, error) {
	gives := v.Terms.Gives
	if gives.Kind != loyalty.GiveProduct || cart.HasProduct(v.ID, gives.SKU) {
		return cart, nil
	}
	p, err := c.Products.BySKU(ctx, gives.SKU)
	if err != nil {
		return cart, err
	}
	cart, _, err = cart.AddGift(p, v.ID, c.program(now).Exclusion(p.SKU, p.Category, p.Earns), now)
	return cart, err
}

// removeVoucher takes a voucher off the cart; it can be used again.
func (c *Counter) removeVoucher(ctx context.Context, a RemoveVoucher, now time.Time) error {
	i := slices.IndexFunc(c.vouchers, func(v loyalty.Voucher) bool { return v.ID == a.Code })
	if i < 0 {
		return fault.New(fault.NotFound, "voucher.unknown", fault.Args{"code": clip(a.Code)})
	}
	cart, err := c.cart.Using(c.cart.Use)
	if err != nil {
		return err
	}
	w := c.begin(now)
	off := c.vouchers[i]
	w.vouchers = slices.Delete(slices.Clone(c.vouchers), i, i+1)
	if cart, err = cart.Vouchered(w.vouchers); err != nil {
		return err
	}
	w.takeOff(cart, []loyalty.Voucher{off})
	former := c.cart
	changed, err := c.writeCart(ctx, w, cart)
	if err != nil {
		return err
	}
	c.remember(former, w)
	c.notice = (&Notice{Code: "voucher.removed", Args: voucherArgs(off, nil)}).and(changed)
	return nil
}

// applied says what a voucher takes off the cart that it is on.
func applied(cart sale.Order, v loyalty.Voucher) *Notice {
	return &Notice{Code: "voucher.applied", Args: voucherArgs(v, fault.Args{"value": takenOff(cart, v.ID)})}
}

// takenOff is what a voucher takes off the order, 0 when it isn't on it.
func takenOff(cart sale.Order, code string) money.VND {
	for _, use := range cart.Vouchers {
		if use.ID == code {
			return use.Value
		}
	}
	return 0
}

// voucherArgs names a voucher: a money voucher has no name, its code always tells.
func voucherArgs(v loyalty.Voucher, more fault.Args) fault.Args {
	args := fault.Args{"name": v.Name, "code": v.ID}
	for k, arg := range more {
		args[k] = arg
	}
	return args
}
