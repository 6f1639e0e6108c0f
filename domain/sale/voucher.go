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
// (V2, V4): an amount is cut to the goods, a percentage is of them, a product's voucher takes one unit off the first
// line of that product. Whether they may be used is loyalty.Voucher.Check's to say. Faults: vouchers.many (max),
// voucher.product (sku) when the product isn't on the order.
func (o Order) Vouchered(vouchers []loyalty.Voucher) (Order, error) {
	if len(vouchers) > VouchersMax {
		return o, fault.At("vouchers", "vouchers.many", fault.Args{"max": int64(VouchersMax)})
	}
	next := o.Clone()
	next.Vouchers = nil
	for _, v := range vouchers {
		use, err := next.voucherUse(v.Terms.Gives)
		if err != nil {
			return o, err
		}
		use.ID = v.ID
		next.Vouchers = append(next.Vouchers, use)
	}
	return next, nil
}

// voucherUse is what one more voucher takes off.
func (o Order) voucherUse(g loyalty.Gives) (VoucherUse, error) {
	t := o.Totals()
	switch g.Kind {
	case loyalty.GiveProduct:
		i := slices.IndexFunc(o.Lines, func(l Line) bool { return l.SKU == g.SKU })
		if i < 0 {
			return VoucherUse{}, fault.New(fault.Invalid, "voucher.product", fault.Args{"sku": g.SKU})
		}
		l := t.Lines[i]
		left := l.Amount - l.Discount - l.Shared
		unit := share(int64(left), money.Units(1), o.Lines[i].Quantity)
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
