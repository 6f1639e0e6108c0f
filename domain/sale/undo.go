package sale

import "slices"

// Undone is the order with the lines, the discount and the delivery of an earlier cart of its own; line numbers go on
// from where they are. Faults: order.closed, order.tendered.
func (o Order) Undone(former Order) (Order, error) {
	if err := o.editable(); err != nil {
		return o, err
	}
	o = o.Clone()
	o.Lines, o.Discount, o.Later = slices.Clone(former.Lines), former.Discount, former.Later
	return o, nil
}
