package office

import (
	"fmt"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// goods puts a cleaned document's lines and amounts on the order, the catalogue filling in what it leaves out; products
// are excluded by the programme. A SKU that the catalogue doesn't know is what the line says. Faults, by JSON path:
// field.required on a unit_price that nothing gives, money.range, discount.range (max).
func (d OrderDoc) goods(r Settings, o sale.Order, p loyalty.Program, at time.Time) (sale.Order, error) {
	c := docChecker{}
	o.Lines = make([]sale.Line, len(d.Lines))
	var goods, left money.VND // before and after line discounts
	for i, given := range d.Lines {
		product, err := r.Product(given.SKU)
		if absent(err) {
			product = Product{}
			product.Name, product.Earns = given.SKU, true
		} else if err != nil {
			return o, err
		}
		path := fmt.Sprintf("lines[%d].", i)
		if given.UnitPrice == nil && product.SKU == "" {
			c.add(path+"unit_price", "field.required", nil)
			continue
		}
		l := given.line(product, p, at)
		o.Lines[i] = l
		amount, err := money.Times(l.Quantity, l.UnitPrice)
		switch {
		case err != nil:
			c.add(path+"unit_price", "money.range", fault.Args{"max": money.Max})
		case l.Discount > amount:
			c.add(path+"discount", "discount.range", fault.Args{"max": amount})
		case amount > money.Max-goods:
			c.add("lines", "money.range", fault.Args{"max": money.Max})
		default:
			goods, left = goods+amount, left+amount-l.Discount
		}
	}
	if len(c.faults) == 0 && d.Discount > left {
		c.add("discount", "discount.range", fault.Args{"max": left})
	}
	o.Discount, o.Shipping = d.Discount, d.Shipping
	return o, c.faults.OrNil()
}

// line is what the document says of a line over what the catalogue does.
func (l OrderLine) line(product Product, p loyalty.Program, at time.Time) sale.Line {
	line := sale.Line{ID: l.ID, SKU: l.SKU, Name: l.Name, Category: product.Category, Unit: product.Unit, Quantity: l.Quantity,
		UnitPrice: product.Price, Discount: l.Discount, VAT: product.VATAt(at)}
	if line.Name == "" {
		line.Name = product.Name
	}
	if l.UnitPrice != nil {
		line.UnitPrice = *l.UnitPrice
	}
	if l.Category != nil {
		line.Category = *l.Category
	}
	if l.VATPercent != nil {
		line.VAT = *l.VATPercent
	}
	earns := product.Earns
	if l.Earns != nil {
		earns = *l.Earns
	}
	line.Exclusion = p.Exclusion(line.SKU, line.Category, earns)
	return line
}

// reclassified is the order with its products excluded by another programme: the one it is paid under (E10, E13).
func reclassified(o sale.Order, p loyalty.Program) sale.Order {
	o = o.Clone()
	for i, l := range o.Lines {
		o.Lines[i].Exclusion = p.Exclusion(l.SKU, l.Category, l.Exclusion != loyalty.ExcludedFlag)
	}
	return o
}

// sameGoods says whether the document has the order's lines and amounts, as far as it says anything of them.
func (d OrderDoc) sameGoods(o sale.Order) bool {
	return d.Discount == o.Discount && d.Shipping == o.Shipping && slices.EqualFunc(d.Lines, o.Lines, OrderLine.says)
}

func (l OrderLine) says(o sale.Line) bool {
	return l.ID == o.ID && l.SKU == o.SKU && l.Quantity == o.Quantity && l.Discount == o.Discount &&
		(l.Name == "" || l.Name == o.Name) &&
		(l.UnitPrice == nil || *l.UnitPrice == o.UnitPrice) &&
		(l.Category == nil || *l.Category == o.Category) &&
		(l.VATPercent == nil || *l.VATPercent == o.VAT) &&
		(l.Earns == nil || *l.Earns == (o.Exclusion != loyalty.ExcludedFlag))
}

// sameUse says whether the document has the order's points and vouchers.
func (d OrderDoc) sameUse(o sale.Order) bool {
	return d.UsePoints == o.Use.Points &&
		slices.EqualFunc(d.Vouchers, o.Vouchers, func(code string, v sale.VoucherUse) bool { return code == v.ID })
}

// lines are the quantities of a return.
func (r OrderReturn) lines() []sale.ReturnLine {
	lines := make([]sale.ReturnLine, len(r.Lines))
	for i, l := range r.Lines {
		lines[i] = sale.ReturnLine{ID: l.ID, Quantity: l.Quantity}
	}
	return lines
}

// document is a stored order as the API shows it; customer is the id that it now stands for.
func document(o sale.Order, customer string, zone *time.Location) OrderDoc {
	d := OrderDoc{Channel: o.Channel, ID: o.ID, CustomerID: customer, PlacedAt: orNil(o.PlacedAt, zone), Lines: make([]OrderLine, len(o.Lines)),
		Discount: o.Discount, Shipping: o.Shipping, UsePoints: o.Use.Points, Vouchers: []string{}, Returns: []OrderReturn{},
		PaidAt: orNil(o.PaidAt, zone), DeliveredAt: orNil(o.DeliveredAt, zone), CancelledAt: orNil(o.CancelledAt, zone)}
	for i, l := range o.Lines {
		earns := l.Exclusion != loyalty.ExcludedFlag
		d.Lines[i] = OrderLine{ID: l.ID, SKU: l.SKU, Name: l.Name, Quantity: l.Quantity, UnitPrice: &l.UnitPrice, Discount: l.Discount,
			Category: &l.Category, VATPercent: &l.VAT, Earns: &earns}
	}
	for _, v := range o.Vouchers {
		d.Vouchers = append(d.Vouchers, v.ID)
	}
	for _, r := range o.Returns {
		if r.ID == "" {
			continue // the cancelling
		}
		shown := OrderReturn{ID: r.ID, At: orNil(r.At, zone), Lines: make([]OrderReturnLine, len(r.Lines))}
		for i, l := range r.Lines {
			shown.Lines[i] = OrderReturnLine{ID: l.ID, Quantity: l.Quantity}
		}
		d.Returns = append(d.Returns, shown)
	}
	return d
}
