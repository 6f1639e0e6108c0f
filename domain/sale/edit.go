package sale

import (
	"slices"
	"strconv"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
)

// LineQuantityMax is the most that one line takes at a counter: 999 units. A typed 1000 is a slip (retail practice).
const LineQuantityMax = 999

// Open starts a cart.
func Open(id, till, shift, cashier string, now time.Time) Order {
	return Order{Channel: Store, ID: id, Till: till, Shift: shift, Cashier: cashier, OpenedAt: now}
}

// Add puts goods into the cart, onto the line of the same product where price and discounts are untouched; weighed
// goods always make a line. It returns the line's id. Faults: quantity.range, order.lines_max, money.range,
// order.closed, order.tendered.
func (o Order) Add(p catalog.Product, q money.Quantity, excluded loyalty.Exclusion, now time.Time) (Order, string, error) {
	if err := o.editable(); err != nil {
		return o, "", err
	}
	if err := checkQuantity(q); err != nil {
		return o, "", err
	}
	i := slices.IndexFunc(o.Lines, func(l Line) bool { return l.takes(p, now) })
	if i < 0 {
		return o.addLine(p, q, excluded, "", now)
	}
	next := o.Clone()
	next.Lines[i].Quantity += q
	next, err := o.within(next, i)
	if err != nil {
		return o, "", err
	}
	return next, next.Lines[i].ID, nil
}

// AddGift puts one unit of the product of a voucher into the cart, as a line that leaves with it; the voucher pays for it
// once it is on the order (Vouchered). It returns the line's id. Faults: as Add.
func (o Order) AddGift(p catalog.Product, voucher string, excluded loyalty.Exclusion, now time.Time) (Order, string, error) {
	if err := o.editable(); err != nil {
		return o, "", err
	}
	return o.addLine(p, money.Units(1), excluded, voucher, now)
}

// addLine makes a new line.
func (o Order) addLine(p catalog.Product, q money.Quantity, excluded loyalty.Exclusion, gift string, now time.Time) (Order, string, error) {
	next := o.Clone()
	next.LastLine++
	next.Lines = append(next.Lines, Line{
		ID: strconv.FormatInt(next.LastLine, 10), SKU: p.SKU, Name: p.Name, Category: p.Category, Unit: p.Unit,
		Quantity: q, UnitPrice: p.Price, VAT: p.VATAt(now), Exclusion: excluded, Weighed: p.Weighed, Gift: gift,
	})
	next, err := o.within(next, len(o.Lines))
	if err != nil {
		return o, "", err
	}
	return next, next.Lines[len(o.Lines)].ID, nil
}

// takes says whether more of that product belongs on this line: nobody changed its price or discount, and it would
// be sold the same way now.
func (l Line) takes(p catalog.Product, now time.Time) bool {
	return l.SKU == p.SKU && !p.Weighed && l.ListPrice == 0 && l.Part == 0 && l.Gift == "" &&
		l.UnitPrice == p.Price && l.VAT == p.VATAt(now)
}

// SetQuantity replaces a line's quantity; a percentage off the line stays that percentage. Faults: line.unknown,
// quantity.range, money.range, line.gift, order.closed, order.tendered.
func (o Order) SetQuantity(line string, q money.Quantity) (Order, error) {
	next, i, err := o.edit(line)
	if err != nil {
		return o, err
	}
	next.Lines[i].Quantity = q
	if next, err = o.within(next, i); err != nil {
		return o, err
	}
	l := &next.Lines[i]
	l.Discount = l.Part.Of(l.amount(), money.HalfUp)
	return next, nil
}

// Remove takes a line out. Faults: line.unknown, line.gift, order.closed, order.tendered.
func (o Order) Remove(line string) (Order, error) {
	next, i, err := o.edit(line)
	if err != nil {
		return o, err
	}
	next.Lines = slices.Delete(next.Lines, i, i+1)
	return next, nil
}

// Override sets a line's unit price and drops its discount: what the supervisor approved is the price itself.
// Faults: line.unknown, line.gift, money.range, order.closed, order.tendered.
func (o Order) Override(line string, price money.VND, approver string) (Order, error) {
	if price < 0 || price > money.Max {
		return o, fault.At("price", "money.range", fault.Args{"max": money.Max})
	}
	next, i, err := o.edit(line)
	if err != nil {
		return o, err
	}
	l := &next.Lines[i]
	if l.ListPrice == 0 {
		l.ListPrice = l.UnitPrice
	}
	l.UnitPrice, l.Approver, l.Part, l.Discount = price, approver, 0, 0
	return o.within(next, i)
}

// DiscountLine takes a percentage off a line in place of what was off before, rounded half up to the đồng once.
// approver is "" when none was needed; who approved a price stays named. Faults: line.unknown, line.gift,
// discount.range, order.closed, order.tendered.
func (o Order) DiscountLine(line string, part money.Percent, approver string) (Order, error) {
	if part < 0 || part > money.Per100(100) {
		return o, fault.At("discount", "discount.range", fault.Args{"max": int64(100)})
	}
	next, i, err := o.edit(line)
	if err != nil {
		return o, err
	}
	l := &next.Lines[i]
	l.Part, l.Discount = part, part.Of(l.amount(), money.HalfUp)
	if approver != "" || l.ListPrice == 0 {
		l.Approver = approver
	}
	return next, nil
}

// Attach names the member whose sale this is; "" makes it a walk-in's. Faults: order.points_used while the points
// of another are off the order, order.closed.
func (o Order) Attach(member string) (Order, error) {
	if err := o.open(); err != nil {
		return o, err
	}
	if o.Use.Points > 0 && member != o.Member {
		return o, fault.New(fault.Conflict, "order.points_used", nil)
	}
	o.Member = member
	return o, nil
}

// Using puts points off the order in place of those off it now (U5); the zero use takes them back. How many may be
// used is the programme's to say; here they only never exceed the order. Faults: member.none, order.points_over
// (value, left), order.closed, order.tendered.
func (o Order) Using(use PointsUse) (Order, error) {
	if err := o.editable(); err != nil {
		return o, err
	}
	if use.Points > 0 && o.Member == "" {
		return o, fault.New(fault.Conflict, "member.none", nil)
	}
	next := o
	next.Use = use
	if err := next.coversPoints(); err != nil {
		return o, err
	}
	return next.Clone(), nil
}

// coversPoints refuses points that are worth more than the order: lines may have gone since they were used.
func (o Order) coversPoints() error {
	if _, left := o.Basis(); o.Use.Value > left {
		return fault.New(fault.Conflict, "order.points_over", fault.Args{"value": o.Use.Value, "left": left})
	}
	return nil
}

// ForLater chooses between later delivery and handing over at once (E8). Fault: order.closed.
func (o Order) ForLater(later bool) (Order, error) {
	if err := o.open(); err != nil {
		return o, err
	}
	o.Later = later
	return o, nil
}

// open refuses whatever is no cart any more.
func (o Order) open() error {
	if s := o.State(); s != Draft {
		return fault.New(fault.Conflict, "order.closed", fault.Args{"state": s.String()})
	}
	return nil
}

// editable refuses to change what the order comes to once a part of it is paid: the tenders would not fit it.
func (o Order) editable() error {
	if err := o.open(); err != nil {
		return err
	}
	return o.tendered()
}

// tendered is the fault of an order that is partly paid, or whose customer was asked for a transfer.
func (o Order) tendered() error {
	switch {
	case len(o.Tenders) > 0:
		return fault.New(fault.Conflict, "order.tendered", fault.Args{"paid": o.Totals().Paid})
	case o.Awaited.Amount > 0:
		return fault.New(fault.Conflict, "order.awaiting", fault.Args{"amount": o.Awaited.Amount})
	}
	return nil
}

// edit is a copy to change and the place of the line in it.
func (o Order) edit(line string) (Order, int, error) {
	if err := o.editable(); err != nil {
		return o, 0, err
	}
	i := o.index(line)
	if i < 0 {
		return o, 0, fault.New(fault.NotFound, "line.unknown", fault.Args{"line": line})
	}
	if err := o.Lines[i].giftFault(); err != nil {
		return o, 0, err
	}
	return o.Clone(), i, nil
}

// within is next when its line i and all together keep their limits, and the order as it was when not.
func (o Order) within(next Order, i int) (Order, error) {
	if err := checkQuantity(next.Lines[i].Quantity); err != nil {
		return o, err
	}
	if err := next.checkLines(); err != nil {
		return o, err
	}
	return next, nil
}

// checkLines refuses more lines or money than an order holds. Faults: order.lines_max, money.range.
func (o Order) checkLines() error {
	if len(o.Lines) > LinesMax {
		return fault.New(fault.Invalid, "order.lines_max", fault.Args{"max": int64(LinesMax)})
	}
	sum := money.VND(0)
	for _, l := range o.Lines {
		amount, err := money.Times(l.Quantity, l.UnitPrice)
		if err != nil {
			return err
		}
		if sum, err = (sum + amount).Checked(); err != nil {
			return err
		}
	}
	return nil
}

func checkQuantity(q money.Quantity) error {
	if q <= 0 || q > money.Units(LineQuantityMax) {
		return fault.At("quantity", "quantity.range", fault.Args{"max": int64(LineQuantityMax)})
	}
	return nil
}
