package counter

import (
	"context"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/sale"
)

// sellCode sells what a code names. Goods behind their last day wait for a supervisor.
func (c *Counter) sellCode(ctx context.Context, in Input, now time.Time) error {
	p, err := c.named(ctx, in.Code)
	if fault.Code(err) == "product.unknown" {
		return catalog.Unknown(in.Code.GTIN)
	}
	if err != nil {
		return err
	}
	if in.Code.Kind != catalog.GTINCode && (in.Quantity > 0 || c.typed > 0) {
		return fault.New(fault.Invalid, "quantity.weighed", nil)
	}
	if day := in.Code.Expires; day != "" && day < now.In(c.Zone).Format(time.DateOnly) {
		c.notice = &Notice{Code: "goods.expired", Args: fault.Args{"name": p.Name, "day": day}, Error: true}
		return c.needApproval(ctx, now, pending{what: ActExpired, line: sale.Line{SKU: p.SKU, Name: p.Name}, reason: day,
			then: func(ctx context.Context, w *write, _ string) error { return c.sellNamed(ctx, w, p, in) }})
	}
	return c.sellNamed(ctx, c.begin(now), p, in)
}

// named is the product of a code. Fault: product.unknown.
func (c *Counter) named(ctx context.Context, code catalog.Code) (catalog.Product, error) {
	switch code.Kind {
	case catalog.WeightCode, catalog.PriceCode:
		return c.Products.ByItem(ctx, itemKey(code.Item))
	}
	return c.Products.ByBarcode(ctx, code.GTIN)
}

// itemKey is a label's item as products have it: five digits, whatever the rule's.
func itemKey(item string) string {
	short := strings.TrimLeft(item, "0")
	if len(short) > catalog.ItemDigits {
		return item
	}
	return strings.Repeat("0", catalog.ItemDigits-len(short)) + short
}

// sellNamed sells goods as their code says.
func (c *Counter) sellNamed(ctx context.Context, w *write, p catalog.Product, in Input) error {
	switch code := in.Code; code.Kind {
	case catalog.WeightCode, catalog.MeasureCode:
		return c.sellIn(ctx, w, p, code.Weight)
	case catalog.PriceCode:
		return c.sellPriced(ctx, w, p, code)
	}
	return c.sellTypedIn(ctx, w, p, in.Quantity)
}

// sellPriced sells a piece whose label says what it costs: at that price exactly, or the weight that it comes to at the price
// of a kilogram, to the gram.
func (c *Counter) sellPriced(ctx context.Context, w *write, p catalog.Product, code catalog.Code) error {
	if code.Fixed {
		p.Price = code.Price
		return c.sellIn(ctx, w, p, money.Units(1))
	}
	if p.Price <= 0 {
		return fault.New(fault.Invalid, "code.weight", fault.Args{"code": code.GTIN})
	}
	q := money.Quantity(money.MulDiv(code.Price.Decimal(), decimal.NewFromInt(int64(money.Units(1))), p.Price.Decimal(), money.HalfUp))
	if q <= 0 {
		return fault.New(fault.Invalid, "code.weight", fault.Args{"code": code.GTIN})
	}
	return c.sellIn(ctx, w, p, q)
}
