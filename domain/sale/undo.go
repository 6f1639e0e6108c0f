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
	next.DiscountPart, next.DiscountOf, next.DiscountApprover = former.DiscountPart, former.DiscountOf, former.DiscountApprover
	return next, nil
}

// Again is an empty cart with the goods of one that was thrown away, without what a supervisor had approved, gifts and exchange; anew
// says that there was something of that, or points or vouchers. Faults: order.lines_max, money.range.
func (o Order) Again(thrown Order) (next Order, anew bool, err error) {
	next = o.Clone()
	next.LastLine, next.Later = thrown.LastLine, thrown.Later
	anew = thrown.Use.Points > 0 || len(thrown.Vouchers) > 0 || thrown.Exchange.Order != "" || thrown.Discount > 0 || thrown.DiscountPart > 0
	for _, l := range thrown.Lines {
		if l.Gift != "" {
			continue
		}
		if l.Approver != "" {
			if l.ListPrice > 0 {
				l.UnitPrice = l.ListPrice
			}
			l.ListPrice, l.Part, l.Discount, l.Approver, anew = 0, 0, 0, "", true
		}
		next.Lines = append(next.Lines, l)
	}
	return next, anew, next.checkLines()
}
