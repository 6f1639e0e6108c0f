package sale

import (
	"slices"

	"tim/domain/loyalty"
	"tim/domain/money"
)

// Totals is what an order comes to. Amounts are VND, whole đồng; reductions are positive numbers.
type Totals struct {
	Goods     money.VND // before discounts
	Discounts money.VND // of lines and of the order
	OrderOff  money.VND // of these, of the order
	Vouchers  money.VND
	Base      money.VND // goods less discounts and vouchers: what max_percent looks at (U3)
	Points    money.VND // value of the points used
	Shipping  money.VND
	Payable   money.VND
	Paid      money.VND // by tenders
	Credit    money.VND // of goods brought back, on a cart that is swapped for them; a paid order has it in Paid
	Give      money.VND // of such goods, what is over and goes back to the customer; of carts only
	Due       money.VND // still to pay, never below 0
	Change    money.VND
	Lines     []LineTotals // as the order's lines
	VAT       []VATGroup   // by rate ascending
	Tax       money.VND    // of all rates
}

// LineTotals is one line's exact part in everything (E11).
type LineTotals struct {
	Amount   money.VND // quantity x price
	Discount money.VND // its own
	Shared   money.VND // of order discount and vouchers
	Points   money.VND // of points used
	Net      money.VND // what its customer pays for it
	gift     money.VND // of Shared, what the voucher pays that the line came with
}

// VATGroup is the lines of one rate. Gross = Net + Tax.
type VATGroup struct {
	Rate  money.Percent `json:"rate"`
	Gross money.VND     `json:"gross"`
	Net   money.VND     `json:"net"`
	Tax   money.VND     `json:"tax"`
}

func (l Line) amount() money.VND {
	v, err := money.Times(l.Quantity, l.UnitPrice)
	if err != nil {
		panic("sale: line beyond its checked limits: " + err.Error())
	}
	return v
}

// Totals computes what the order comes to.
func (o Order) Totals() Totals {
	t := Totals{Shipping: o.Shipping, Lines: make([]LineTotals, len(o.Lines))}
	net := make([]money.VND, len(o.Lines))
	for i, l := range o.Lines {
		amount := l.amount()
		t.Lines[i] = LineTotals{Amount: amount, Discount: l.Discount}
		t.Goods += amount
		t.Discounts += l.Discount
		net[i] = amount - l.Discount
	}
	t.Vouchers = o.payGifts(t.Lines, net)
	discount := o.discountOff(t.Goods - t.Discounts - t.Vouchers)
	t.OrderOff = discount
	for i, share := range money.SplitVND(discount, net) {
		t.Lines[i].Shared += share
		net[i] -= share
	}
	t.Discounts += discount
	t.Vouchers += o.spreadVouchers(t.Lines, net)
	t.Base = t.Goods - t.Discounts - t.Vouchers
	t.Points = min(o.Use.Value, t.Base+t.Shipping) // lines may have gone since they were used (U5)
	onGoods := min(t.Points, t.Base)               // what is beyond the goods pays shipping
	for i, share := range money.SplitVND(onGoods, net) {
		t.Lines[i].Points = share
		t.Lines[i].Net = net[i] - share
	}
	t.Payable = t.Base - t.Points + t.Shipping
	for _, tender := range o.Tenders {
		t.Paid += tender.Amount()
		t.Change += tender.Change
	}
	t.Credit, t.Give = o.credit(t.Payable)
	t.Due = max(0, t.Payable-t.Credit-t.Paid)
	t.VAT = o.vat(t.Lines)
	for _, g := range t.VAT {
		t.Tax += g.Tax
	}
	return t
}

// vat groups what the lines cost by rate. Points used lower the base only where the programme is notified.
func (o Order) vat(lines []LineTotals) []VATGroup {
	var groups []VATGroup
	for i, l := range o.Lines {
		gross := lines[i].Net
		if !o.PointsCutVAT {
			gross += lines[i].Points
		}
		at := slices.IndexFunc(groups, func(g VATGroup) bool { return g.Rate == l.VAT })
		if at < 0 {
			groups = append(groups, VATGroup{Rate: l.VAT})
			at = len(groups) - 1
		}
		groups[at].Gross += gross
	}
	for i, g := range groups {
		hundred := money.Per100(100)
		net := money.VND(money.Ratio(int64(g.Gross), int64(hundred), int64(hundred+g.Rate), money.HalfUp))
		groups[i].Net, groups[i].Tax = net, g.Gross-net
	}
	slices.SortFunc(groups, func(a, b VATGroup) int { return int(a.Rate - b.Rate) })
	return groups
}

// BaseLines is the order as earning sees it (E11).
func (o Order) BaseLines() []loyalty.BaseLine {
	totals := o.Totals()
	lines := make([]loyalty.BaseLine, len(o.Lines))
	for i, l := range o.Lines {
		t := totals.Lines[i]
		lines[i] = loyalty.BaseLine{ID: l.ID, Name: l.Name, Amount: t.Amount, Discount: t.Discount, Shared: t.Shared,
			Points: t.Points, VAT: l.VAT, Exclusion: l.Exclusion}
	}
	return lines
}

// Basis is the order as the limits of points see it (U3): its own present use doesn't count.
func (o Order) Basis() (payable, left money.VND) {
	t := o.Totals()
	return t.Base, t.Base + t.Shipping
}
