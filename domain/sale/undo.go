package sale

// Undone is the order with the lines, the discount and the delivery of an earlier cart of its own; line numbers go on
// from where they are, and what came with a voucher stays as long as that does. Faults: order.closed, order.tendered;
// order.lines_max, money.range where gifts came since.
func (o Order) Undone(former Order) (Order, error) {
	if err := o.editable(); err != nil {
		return o, err
	}
	next := o.Clone()
	next.Lines = nil
	for _, l := range former.Lines {
		if l.Gift == "" || o.index(l.ID) >= 0 {
			next.Lines = append(next.Lines, l)
		}
	}
	for _, l := range o.Lines {
		if l.Gift != "" && former.index(l.ID) < 0 {
			next.Lines = append(next.Lines, l)
		}
	}
	if err := next.checkLines(); err != nil {
		return o, err
	}
	next.Discount, next.Later = former.Discount, former.Later
	return next, nil
}
