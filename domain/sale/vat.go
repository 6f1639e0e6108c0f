package sale

import "tim/domain/money"

// VATBack is the VAT of the goods that the order's n-th return (counted from 0) took back, at the rates they were sold at, by
// rate ascending. All returns together come to the order's own VAT once nothing is left with the customer.
func (o Order) VATBack(n int) []VATGroup {
	before, after := o, o
	before.Returns, after.Returns = o.Returns[:n], o.Returns[:n+1]
	groups, left := before.keptVAT(), after.keptVAT()
	for i := range groups {
		groups[i].Gross -= left[i].Gross
		groups[i].Net -= left[i].Net
		groups[i].Tax -= left[i].Tax
	}
	return groups
}

// keptVAT is the VAT of what is still with the customer, by all the rates of the order.
func (o Order) keptVAT() []VATGroup {
	lines := o.Totals().Lines
	for i, l := range o.Lines {
		back := min(o.Back(l.ID), l.Quantity)
		left := func(v money.VND) money.VND {
			if back == l.Quantity {
				return 0
			}
			return v - money.VND(share(int64(v), back, l.Quantity))
		}
		lines[i].Net, lines[i].Points = left(lines[i].Net), left(lines[i].Points)
	}
	return o.vat(lines)
}
