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
func (o Order) keptVAT() []VATGroup { return o.vat(o.keptLines()) }

// keptLines are the order's lines as far as they are still with the customer.
func (o Order) keptLines() []LineTotals {
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
	return lines
}

// LineVAT is a line's part of an invoice: what it cost or what of that came back, and the VAT in it. Gross = Net + Tax; the lines
// of a rate add up to its group exactly.
type LineVAT struct {
	Line     Line
	Quantity money.Quantity // sold, or brought back
	Gross    money.VND
	Net      money.VND
	Tax      money.VND
}

// SoldVAT is the order's lines with their VAT.
func (o Order) SoldVAT() []LineVAT {
	o.Returns = nil
	totals := o.Totals()
	lines := make([]LineVAT, len(o.Lines))
	for i, l := range o.Lines {
		lines[i] = LineVAT{Line: l, Quantity: l.Quantity, Gross: o.taxed(totals.Lines[i])}
	}
	return shareVAT(lines, totals.VAT)
}

// BackVAT is the lines that the order's n-th return (counted from 0) took back, with the VAT that goes back with them.
func (o Order) BackVAT(n int) []LineVAT {
	before, after := o, o
	before.Returns, after.Returns = o.Returns[:n], o.Returns[:n+1]
	was, left := before.keptLines(), after.keptLines()
	var lines []LineVAT
	for i, l := range o.Lines {
		if back := after.Back(l.ID) - before.Back(l.ID); back > 0 {
			lines = append(lines, LineVAT{Line: l, Quantity: back, Gross: o.taxed(was[i]) - o.taxed(left[i])})
		}
	}
	return shareVAT(lines, o.VATBack(n))
}

// taxed is what of a line VAT is in.
func (o Order) taxed(t LineTotals) money.VND {
	if o.PointsCutVAT {
		return t.Net
	}
	return t.Net + t.Points
}

// shareVAT splits each rate's net amount over its lines.
func shareVAT(lines []LineVAT, groups []VATGroup) []LineVAT {
	for _, g := range groups {
		var at []int
		var weights []money.VND
		for i, l := range lines {
			if l.Line.VAT == g.Rate {
				at, weights = append(at, i), append(weights, l.Gross)
			}
		}
		for n, net := range money.SplitVND(g.Net, weights) {
			l := &lines[at[n]]
			l.Net, l.Tax = net, l.Gross-net
		}
	}
	return lines
}
