package sale

import (
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
)

// DiscountOrder takes a percentage off the whole order, or an amount, in place of what was off it before: of what line discounts and
// gifts leave. A percentage follows the lines, rounded half up to the đồng; an amount becomes no greater part of what is left of the
// goods than it was. Nothing of both takes it back. approver is "" when none was needed. Faults: discount.range, discount.over (left),
// order.empty, order.closed, order.tendered.
func (o Order) DiscountOrder(part money.Percent, amount money.VND, approver string) (Order, error) {
	if err := o.editable(); err != nil {
		return o, err
	}
	if part < 0 || part > money.Per100(100) {
		return o, fault.At("discount", "discount.range", fault.Args{"max": int64(100)})
	}
	next := o.Clone()
	next.Discount, next.DiscountPart, next.DiscountOf, next.DiscountApprover = 0, 0, 0, ""
	left := next.Totals().discountable()
	switch {
	case part == 0 && amount == 0:
		return next, nil
	case left == 0:
		return o, fault.New(fault.Invalid, "order.empty", nil)
	case amount < 0 || amount > left:
		return o, fault.At("discount", "discount.over", fault.Args{"left": left})
	}
	next.DiscountApprover = approver
	if next.DiscountPart = part; part == 0 {
		next.Discount, next.DiscountOf = amount, left
	}
	return next, nil
}

// discountable is what a discount off the whole order may be off, of totals without one.
func (t Totals) discountable() (left money.VND) {
	for _, l := range t.Lines {
		left += l.Amount - l.Discount - l.gift
	}
	return left
}

// discountOff is what the order's discount takes off what is left of the goods.
func (o Order) discountOff(left money.VND) money.VND {
	switch {
	case o.DiscountPart > 0:
		return o.DiscountPart.Of(left, money.HalfUp)
	case o.DiscountOf > left:
		return money.VND(money.MulDiv(o.Discount.Decimal(), left.Decimal(), o.DiscountOf.Decimal(), money.Drop))
	}
	return min(o.Discount, left)
}

// OrderOff is what the discount off the whole order comes to now (VND).
func (o Order) OrderOff() money.VND { return o.Totals().OrderOff }

// OffByHand is what is off the order by hand and nobody approved, and the goods that it is off.
func (o Order) OffByHand() (off, goods money.VND) {
	t := o.Totals()
	for i, l := range o.Lines {
		if l.Gift != "" {
			continue
		}
		goods += t.Lines[i].Amount
		if l.Approver == "" {
			off += t.Lines[i].Discount
		}
	}
	if o.DiscountApprover == "" {
		off += t.OrderOff
	}
	return off, goods
}

// OrderDiscount is the body of a discount off a whole cart by hand, or of its being taken back.
type OrderDiscount struct {
	Order    string
	Before   money.VND
	After    money.VND
	Part     money.Percent // 0 when it was given as an amount
	Reason   string        // "undo", "redo", else ""
	Approval string        // id of the approval event, "" when none was needed
}

// Code is the canonical form.
func (d *OrderDiscount) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &d.Order)
	journal.Int(c, &d.Before)
	journal.Int(c, &d.After)
	journal.Int(c, &d.Part)
	journal.String(c, &d.Reason)
	journal.String(c, &d.Approval)
}
