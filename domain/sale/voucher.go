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
// (V2, V4): an amount is cut to the goods, a percentage is of them, a product's voucher takes one unit off the first line
// of that product which has a unit that no other voucher pays for. What came with a voucher (AddGift) is paid for before
// all else, so that it costs nothing and no discount or other voucher is spent on it; gifts whose voucher isn't among
// them leave. Whether they may be used is loyalty.Voucher.Check's to say. Faults: vouchers.many (max); voucher.used of one
// that is there twice; voucher.product (sku) when the product isn't on the order; order.closed; order.tendered when that
// would change what is to pay.
func (o Order) Vouchered(vouchers []loyalty.Voucher) (Order, error) {
	if s := o.State(); s > OpenState {
		return o, fault.New(fault.Conflict, "order.closed", fault.Args{"state": s.String()})
	}
	if len(vouchers) > VouchersMax {
		return o, fault.At("vouchers", "vouchers.many", fault.Args{"max": int64(VouchersMax)})
	}
	next := o.Clone()
	next.Vouchers = nil
	for _, v := range vouchers { // all are there, without a value yet, so that every gift is paid for from the start
		if next.hasVoucher(v.ID) {
			return o, fault.New(fault.Invalid, "voucher.used", nil)
		}
		next.Vouchers = append(next.Vouchers, VoucherUse{ID: v.ID})
	}
	next.Lines = slices.DeleteFunc(next.Lines, func(l Line) bool { return l.Gift != "" && !next.hasVoucher(l.Gift) })
	for i, v := range vouchers {
		use, err := next.voucherUse(v)
		if err != nil {
			return o, err
		}
		next.Vouchers[i] = use
	}
	if err := o.tendered(); err != nil && next.Totals().Payable != o.Totals().Payable {
		return o, err
	}
	return next, nil
}

// voucherUse is what a voucher takes off behind those that have their value.
func (o Order) voucherUse(v loyalty.Voucher) (VoucherUse, error) {
	t, g, use := o.Totals(), v.Terms.Gives, VoucherUse{ID: v.ID}
	switch g.Kind {
	case loyalty.GiveProduct:
		i := o.giftPlace(v.ID, g.SKU)
		if i < 0 {
			return use, fault.New(fault.Invalid, "voucher.product", fault.Args{"sku": g.SKU})
		}
		line, l := o.Lines[i], t.Lines[i]
		use.Line = line.ID
		if use.Value = l.Shared; line.Gift == "" {
			left := l.Amount - l.Discount - l.Shared
			use.Value = money.VND(share(int64(left), money.Units(1), o.unpaidUnits(v.ID, line)))
		}
	case loyalty.GivePercent:
		use.Value = g.Percent.Of(t.Base, money.HalfUp)
		if g.Cap != nil {
			use.Value = min(use.Value, *g.Cap)
		}
	default:
		use.Value = min(*g.Amount, t.Base)
	}
	return use, nil
}

// giftPlace is the place of the line that a product's voucher pays for, -1 when there is none.
func (o Order) giftPlace(code, sku string) int {
	if i := slices.IndexFunc(o.Lines, func(l Line) bool { return l.Gift != "" && l.Gift == code }); i >= 0 {
		return i
	}
	return slices.IndexFunc(o.Lines, func(l Line) bool { return l.SKU == sku && l.Gift == "" && o.unpaidUnits(code, l) > 0 })
}

// unpaidUnits is how much of a line no other voucher pays for.
func (o Order) unpaidUnits(code string, l Line) money.Quantity {
	left := l.Quantity
	for _, v := range o.Vouchers {
		if v.Line == l.ID && v.ID != code {
			left -= money.Units(1)
		}
	}
	return left
}

// HasProduct says whether the order has goods for a product's voucher, so that nothing need come with it.
func (o Order) HasProduct(voucher, sku string) bool { return o.giftPlace(voucher, sku) >= 0 }

func (o Order) hasVoucher(code string) bool {
	return slices.ContainsFunc(o.Vouchers, func(v VoucherUse) bool { return v.ID == code })
}

// giftFault refuses to change goods that came with a voucher: they leave with it.
func (l Line) giftFault() error {
	if l.Gift == "" {
		return nil
	}
	return fault.New(fault.Conflict, "line.gift", fault.Args{"name": l.Name})
}

// share is the part of the whole that some units of a line's quantity have, dropped to a whole number; no more than all.
func share(whole int64, units, quantity money.Quantity) int64 {
	if units >= quantity {
		return whole
	}
	return money.Ratio(whole, int64(units), int64(quantity), money.Drop)
}

// payGifts takes what came with a voucher off net and says what that comes to.
func (o Order) payGifts(lines []LineTotals, net []money.VND) (total money.VND) {
	for i, l := range o.Lines {
		if l.Gift != "" && o.hasVoucher(l.Gift) {
			lines[i].Shared, lines[i].gift, total, net[i] = net[i], net[i], total+net[i], 0
		}
	}
	return total
}

// spreadVouchers shares each voucher out over the lines (E11) and takes it off net; it says what they come to.
// Of gifts nothing is left to take.
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
