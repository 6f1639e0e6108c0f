package sale

import (
	"slices"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
)

// VouchersMax is the greatest number of vouchers on one order.
const VouchersMax = 20

// VoucherUse is a voucher on an order, with what it takes off, decided when it was put there or the lines changed.
type VoucherUse struct {
	ID    string // the voucher's code
	Value money.VND
	Line  string // the line that it pays for, "" when it is off all of them
}

// Vouchered is the order with these vouchers in place of those on it now, each taking off what those before it left
// (V2, V4): an amount is cut to the goods, a percentage is of them, a product's voucher takes one unit off the line that
// came with it, else off the first line of that product which has a unit that no other voucher pays for. Gifts whose voucher
// isn't among them leave. Whether they may be used is loyalty.Voucher.Check's to say. Faults: vouchers.many (max),
// voucher.product (sku) when the product isn't on the order.
func (o Order) Vouchered(vouchers []loyalty.Voucher) (Order, error) {
	if len(vouchers) > VouchersMax {
		return o, fault.At("vouchers", "vouchers.many", fault.Args{"max": int64(VouchersMax)})
	}
	next := o.Clone()
	next.Vouchers = nil
	next.Lines = slices.DeleteFunc(next.Lines, func(l Line) bool {
		return l.Gift != "" && !slices.ContainsFunc(vouchers, func(v loyalty.Voucher) bool { return v.ID == l.Gift })
	})
	for _, v := range vouchers {
		use, err := next.voucherUse(v.ID, v.Terms.Gives)
		if err != nil {
			return o, err
		}
		use.ID = v.ID
		next.Vouchers = append(next.Vouchers, use)
	}
	return next, nil
}

// voucherUse is what one more voucher takes off.
func (o Order) voucherUse(code string, g loyalty.Gives) (VoucherUse, error) {
	t := o.Totals()
	switch g.Kind {
	case loyalty.GiveProduct:
		i := o.giftPlace(code, g.SKU)
		if i < 0 {
			return VoucherUse{}, fault.New(fault.Invalid, "voucher.product", fault.Args{"sku": g.SKU})
		}
		l := t.Lines[i]
		left := l.Amount - l.Discount - l.Shared
		unit := share(int64(left), money.Units(1), o.unpaidUnits(o.Lines[i]))
		return VoucherUse{Value: money.VND(unit), Line: o.Lines[i].ID}, nil
	case loyalty.GivePercent:
		off := g.Percent.Of(t.Base, money.HalfUp)
		if g.Cap != nil {
			off = min(off, *g.Cap)
		}
		return VoucherUse{Value: off}, nil
	}
	return VoucherUse{Value: min(*g.Amount, t.Base)}, nil
}

// giftPlace is the place of the line that a product's voucher pays for, -1 when there is none.
func (o Order) giftPlace(code, sku string) int {
	if i := slices.IndexFunc(o.Lines, func(l Line) bool { return l.Gift != "" && l.Gift == code }); i >= 0 {
		return i
	}
	return slices.IndexFunc(o.Lines, func(l Line) bool { return l.SKU == sku && l.Gift == "" && o.unpaidUnits(l) > 0 })
}

// unpaidUnits is how much of a line no voucher on the order pays for.
func (o Order) unpaidUnits(l Line) money.Quantity {
	left := l.Quantity
	for _, v := range o.Vouchers {
		if v.Line == l.ID {
			left -= money.Units(1)
		}
	}
	return left
}

// HasProduct says whether the order has goods for a product's voucher, so that nothing need come with it.
func (o Order) HasProduct(voucher, sku string) bool { return o.giftPlace(voucher, sku) >= 0 }

// share is the part of the whole that some units of a line's quantity have, dropped to a whole number; no more than all.
func share(whole int64, units, quantity money.Quantity) int64 {
	if units >= quantity {
		return whole
	}
	return money.MulDiv(money.VND(whole).Decimal(), units.Decimal(), quantity.Decimal(), money.Drop)
}

// spreadVouchers shares each voucher out over the lines (E11) and takes it off net; it says what they come to.
func (o Order) spreadVouchers(lines []LineTotals, net []money.VND) money.VND {
	var total money.VND
	for _, v := range o.Vouchers {
		weights := net
		if v.Line != "" {
			weights = make([]money.VND, len(net))
			if i := o.index(v.Line); i >= 0 {
				weights[i] = net[i]
			}
		}
		var left money.VND
		for _, w := range weights {
			left += w
		}
		value := min(v.Value, left) // lines may have gone since it was put there
		for i, part := range money.SplitVND(value, weights) {
			lines[i].Shared += part
			net[i] -= part
		}
		total += value
	}
	return total
}

// Code is the canonical form.
func (v *VoucherUse) Code(c *journal.Codec) {
	journal.String(c, &v.ID)
	journal.Int(c, &v.Value)
	journal.String(c, &v.Line)
}
