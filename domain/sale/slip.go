package sale

import "tim/domain/money"

// ReturnedMoney is what was paid in money for each entry of the order's i-th return, counted from 0: together its Refund
// and what was Deducted (C3). What came back before has had its part, so that it never matters in how many goes a line
// comes back.
func (o Order) ReturnedMoney(i int) []money.VND {
	totals := o.Totals()
	before := o
	before.Returns = o.Returns[:i]
	back := map[string]money.Quantity{}
	paid := make([]money.VND, len(o.Returns[i].Lines))
	for n, r := range o.Returns[i].Lines {
		at := o.index(r.ID)
		net, quantity := int64(totals.Lines[at].Net), o.Lines[at].Quantity
		had := before.Back(r.ID) + back[r.ID]
		back[r.ID] += r.Quantity
		paid[n] = money.VND(share(net, had+r.Quantity, quantity) - share(net, had, quantity))
	}
	return paid
}
