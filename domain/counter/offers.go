package counter

import (
	"cmp"
	"context"
	"slices"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// vouchersShown is the longest list of a member's vouchers that a State has.
const vouchersShown = 100

// furnish reads what showing a member's rewards and vouchers needs besides: the products that they give, and the receipts
// that vouchers were used on.
func (c *Counter) furnish(ctx context.Context, m *attached) error {
	if m == nil {
		return nil
	}
	for _, r := range c.rewards {
		if err := c.knowGift(ctx, r.Gives); err != nil {
			return err
		}
	}
	m.receipts = map[string]string{}
	for _, v := range m.vouchers[:min(len(m.vouchers), vouchersShown)] {
		if err := c.knowGift(ctx, v.Terms.Gives); err != nil {
			return err
		}
		order, err := c.orderOf(ctx, v.Order)
		if err != nil {
			return err
		}
		if order != nil {
			m.receipts[v.Order] = order.Receipt
		}
	}
	return nil
}

// knowGift reads the product that is given; one that is not sold here stays unknown.
func (c *Counter) knowGift(ctx context.Context, g loyalty.Gives) error {
	if _, known := c.gifts[g.SKU]; known || g.Kind != loyalty.GiveProduct {
		return nil
	}
	p, err := c.Products.BySKU(ctx, g.SKU)
	if err == nil {
		c.gifts[g.SKU] = p
	}
	if fault.Code(err) == "product.unknown" {
		return nil
	}
	return err
}

// counterTop is the cart as rewards and vouchers see it that could come onto it, worked out once for all of them.
type counterTop struct {
	cart   sale.Order
	member string
	on     []loyalty.Voucher
	basis  loyalty.VoucherBasis // with one voucher more
	totals sale.Totals
	barred error // why nothing may come onto it
	gifts  map[string]catalog.Product
}

func (c *Counter) counterTop(now time.Time, totals sale.Totals) counterTop {
	t := counterTop{cart: c.cart, on: c.vouchers, basis: basisOf(c.cart, c.cart.Use.Points, now), totals: totals, gifts: c.gifts}
	if c.member != nil {
		t.member = c.member.profile.ID
	}
	t.basis.Vouchers = len(t.on) + 1
	switch {
	case len(c.cart.Tenders) > 0:
		t.barred = fault.New(fault.Conflict, "order.tendered", fault.Args{"paid": totals.Paid})
	case c.cart.Awaited.Amount > 0:
		t.barred = fault.New(fault.Conflict, "order.awaiting", fault.Args{"amount": c.cart.Awaited.Amount})
	case len(t.on) >= sale.VouchersMax:
		t.barred = fault.At("vouchers", "vouchers.many", fault.Args{"max": int64(sale.VouchersMax)})
	default:
		_, t.barred = refused(append(slices.Clip(t.on), voucherOfAnything(t)), t.basis, t.member)
	}
	return t
}

// voucherOfAnything is one that goes with everything, to see whether those on the cart do.
func voucherOfAnything(t counterTop) loyalty.Voucher {
	return loyalty.Voucher{Member: t.member, Terms: loyalty.Terms{WithPoints: true, WithVouchers: true, Transferable: true}}
}

// why is the fault of putting the voucher on the cart, nil when it can be done.
func (t counterTop) why(v loyalty.Voucher) *fault.Error {
	b := t.basis
	b.Own = t.member != "" && v.Member == t.member
	err := v.Check(b)
	if err == nil {
		err = t.barred
	}
	if g := v.Terms.Gives; err == nil && g.Kind == loyalty.GiveProduct && !t.cart.HasProduct(v.ID, g.SKU) {
		switch _, known := t.gifts[g.SKU]; {
		case !known:
			err = fault.New(fault.NotFound, "product.unknown", fault.Args{"sku": g.SKU})
		case len(t.cart.Lines) >= sale.LinesMax:
			err = fault.New(fault.Invalid, "order.lines_max", fault.Args{"max": int64(sale.LinesMax)})
		}
	}
	f, _ := fault.Of(err)
	return f
}

// worth is what the voucher would take off the cart. Only goods that are there already need the whole order to say so.
func (t counterTop) worth(v loyalty.Voucher) money.VND {
	order, on := sale.Order{Lines: []sale.Line{{ID: "1", Quantity: money.Units(1), UnitPrice: t.totals.Base}}}, []loyalty.Voucher{v}
	if g := v.Terms.Gives; g.Kind == loyalty.GiveProduct {
		if !t.cart.HasProduct(v.ID, g.SKU) {
			return t.gifts[g.SKU].Price
		}
		order, on = t.cart, append(slices.Clip(t.on), v)
	}
	order, err := order.Vouchered(on)
	if err != nil {
		return 0
	}
	return takenOff(order, v.ID)
}

// rewardOffers are the rewards that may be used here, as the member may have them now (V1).
func (c *Counter) rewardOffers(t counterTop, now time.Time) []RewardOffer {
	wish, p := c.wish(now), c.purse(c.reading(now), nil)
	var offers []RewardOffer
	for _, r := range c.rewards {
		if !r.RetiredAt.IsZero() && !now.Before(r.RetiredAt) || len(r.Channels) > 0 && !slices.Contains(r.Channels, sale.Store) {
			continue
		}
		r = c.counted(r)
		wish.Taken = c.member.taken(r.ID)
		v := r.Issue("", "", t.member, nil, now)
		o := RewardOffer{Reward: r, NotNow: t.why(v), After: wish.Usable - r.Cost, Product: c.gifts[r.Gives.SKU].Name, Ranks: c.ranks(r, now)}
		if o.Takes = t.gifts[r.Gives.SKU].Price; r.Gives.Kind != loyalty.GiveProduct {
			o.Takes = t.worth(v)
		}
		o.Refused, _ = fault.Of(r.Redeemable(wish))
		if o.Refused == nil {
			o.Refused = c.awayReward(r, p, now)
		}
		if r.Stock != nil {
			left := max(0, *r.Stock-r.Issued)
			o.Left = &left
		}
		offers = append(offers, o)
	}
	return offers
}

// ranks are the names of the tiers that may take a reward, lowest first.
func (c *Counter) ranks(r loyalty.Reward, now time.Time) []string {
	var names []string
	if len(r.Tiers) == 0 {
		return nil
	}
	for _, tier := range c.program(now).Tiers {
		if slices.Contains(r.Tiers, tier.ID) {
			names = append(names, tier.Name)
		}
	}
	return names
}

// moneyOffer is the member's points as a money voucher (V5).
func (c *Counter) moneyOffer(now time.Time) MoneyOffer {
	p, usable := c.program(now), c.member.at(now).Usable
	if c.away() {
		usable = min(usable, c.purse(c.reading(now), nil).here.Usable)
	}
	o := MoneyOffer{Most: max(0, usable), Worth: p.Use.ValuePerPoint}
	switch {
	case p.UseDisabled() || !p.Use.AsVoucher:
		o.Refused = fault.New(fault.Invalid, "program.disabled", nil)
	case usable <= 0:
		o.Refused = fault.New(fault.Invalid, "points.short", fault.Args{"have": int64(0), "want": int64(1)})
	}
	return o
}

// voucherOffers are the member's vouchers: those that can be used or are on this cart, soonest expiry first, then the
// others, newest first.
func (c *Counter) voucherOffers(t counterTop, now time.Time) []VoucherOffer {
	list := slices.Clone(c.member.vouchers)
	live := func(v loyalty.Voucher) bool {
		return v.Order != "" && v.Order == t.cart.Key() || v.State(now) == loyalty.VoucherIssued
	}
	slices.SortStableFunc(list, func(a, b loyalty.Voucher) int {
		if !live(a) || !live(b) {
			return rank(live(b)) - rank(live(a))
		}
		return cmp.Or(rank(a.ExpiresAt.IsZero())-rank(b.ExpiresAt.IsZero()), a.ExpiresAt.Compare(b.ExpiresAt))
	})
	var offers []VoucherOffer
	for _, v := range list[:min(len(list), vouchersShown)] {
		offers = append(offers, c.voucherOffer(t, v, now))
	}
	return offers
}

// voucherOffer is a voucher as it stands, and what it does or would do to the cart.
func (c *Counter) voucherOffer(t counterTop, v loyalty.Voucher, now time.Time) VoucherOffer {
	o := VoucherOffer{Voucher: v, State: v.State(now), Product: c.gifts[v.Terms.Gives.SKU].Name}
	if c.member != nil {
		o.Receipt = c.member.receipts[v.Order]
	}
	switch {
	case v.Order != "" && v.Order == t.cart.Key():
		o.OnCart, o.Value = true, takenOff(t.cart, v.ID)
	default:
		if o.Refused = t.why(v); o.Refused == nil {
			o.Refused = c.awayVoucher(v, now)
		}
		if o.Refused == nil {
			o.Value = t.worth(v)
		}
	}
	return o
}

// onCart are the vouchers on the cart, in its order.
func (c *Counter) onCart(t counterTop, now time.Time) []VoucherOffer {
	var offers []VoucherOffer
	for _, v := range c.vouchers {
		offers = append(offers, c.voucherOffer(t, v, now))
	}
	return offers
}

func rank(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
