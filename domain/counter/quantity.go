package counter

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/sale"
)

// Repeat sells what a line ("" the marked one) sold once more; weighed goods are weighed again. Faults: line.unknown; those of
// AddProduct.
type Repeat struct{ Line string }

func (Repeat) action() {}

func (c *Counter) repeat(ctx context.Context, a Repeat, now time.Time) error {
	if a.Line == "" {
		a.Line = c.marked
	}
	line, err := c.line(a.Line)
	if err != nil {
		return err
	}
	return c.addProduct(ctx, AddProduct{SKU: line.SKU}, now)
}

// doubt is a quantity that is asked for once more: so many are seldom meant.
type doubt struct {
	of string // the goods or the line, "" of any
	q  money.Quantity
}

// sure lets a quantity through, but for one above the shop's limit that isn't typed twice. Whatever is written between ends the doubt.
// More than a line takes at all is refused by the line: typing it twice wouldn't help. Fault: quantity.much (quantity, max).
func (c *Counter) sure(of string, q money.Quantity, weighed bool) error {
	most := c.shop.Policy.MostPieces()
	if weighed {
		most = c.shop.Policy.MostWeighed()
	}
	asked := doubt{of, q}
	if q <= most || q > money.Units(sale.LineQuantityMax) || c.doubt == asked {
		return nil
	}
	c.doubt = asked
	return fault.New(fault.Invalid, "quantity.much", fault.Args{"quantity": q, "max": most})
}
