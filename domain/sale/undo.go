package sale

// Undone is the order with the lines, the discount and the delivery of an earlier cart of its own; line numbers go on
// from where they are, and what came with a voucher stays as long as that does. Faults: order.closed, order.tendered.
func (o Order) Undone(former Order) (Order, error) {
	if err := o.editable(); err != nil {
		return o, err
	}
	o = o.Clone()
	var lines []Line
	for _, l := range former.Lines {
		if l.Gift == "" {
			lines = append(lines, l)
		}
	}
	for _, l := range o.Lines {
		if l.Gift != "" {
			lines = append(lines, l)
		}
	}
	o.Lines, o.Discount, o.Later = lines, former.Discount, former.Later
	return o, nil
}
