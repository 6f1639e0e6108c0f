package counter

import (
	"context"
	"slices"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
)

// quantity is what was typed before the next code.
type quantity = money.Quantity

// enter acts on a typed or scanned line. A code that sells nothing raises the alarm: until somebody acknowledges
// it, what comes in is refused and counted, so that no goods are scanned blind.
func (c *Counter) enter(ctx context.Context, a Enter, now time.Time) error {
	if c.alarm != nil {
		c.alarm.Refused++
		return fault.New(fault.Conflict, "scan.refused", fault.Args{"refused": c.alarm.Refused})
	}
	in, err := Read(a.Text, c.shop.Labels...)
	if err == nil {
		err = c.mean(ctx, in, a, now)
	}
	if f, ok := refusedCode(err, a.Scan); ok {
		c.alarm = &Alarm{Code: clip(a.Text), Fault: f}
		c.typed = 0
	}
	return err
}

// refusedCode says whether an error is that of a code which sells nothing.
func refusedCode(err error, scan bool) (*fault.Error, bool) {
	f, ok := fault.Of(err)
	if !ok {
		return nil, false
	}
	switch f.Code {
	case "code.unknown", "code.check_digit", "code.weight", "code.gs1", "product.unknown":
		return f, true
	case "code.format", "input.unknown", "input.long":
		return f, scan
	}
	return nil, false
}

func clip(s string) string {
	const most = 64
	if len(s) > most {
		s = s[:most]
	}
	return s
}

func (c *Counter) mean(ctx context.Context, in Input, a Enter, now time.Time) error {
	line := a.Line
	if line == "" {
		line = c.marked
	}
	switch in.Meaning {
	case MeansNothing:
		return nil
	case MeansCode:
		return c.sellCode(ctx, in, now)
	case MeansQuantity:
		if err := c.sure("", in.Quantity, false); err != nil {
			return err
		}
		c.typed = in.Quantity
		return nil
	case MeansPhone:
		return c.attachPhone(ctx, in.Text, now)
	case MeansVoid:
		return c.removeLine(ctx, RemoveLine{Line: c.place(in.Line, line)}, now)
	case MeansPrice:
		return c.overridePrice(ctx, OverridePrice{Line: line, Price: in.Price}, now)
	case MeansOrderDiscount:
		return c.discountOrder(ctx, DiscountOrder{Part: in.Part, Amount: in.Price}, now)
	case MeansDiscount:
		return c.discountLine(ctx, DiscountLine{Line: line, Part: in.Part}, now)
	case MeansTail:
		return c.sellSKU(ctx, in, now)
	case MeansVoucher:
		return c.applyVoucher(ctx, ApplyVoucher{Code: in.Text}, now)
	}
	return fault.New(fault.Invalid, "input.unknown", fault.Args{"text": clip(a.Text)})
}

// place is the id of the n-th line on the screen, or of the marked one for 0.
func (c *Counter) place(n int, marked string) string {
	if n == 0 {
		return marked
	}
	if n > len(c.cart.Lines) {
		return ""
	}
	return c.cart.Lines[n-1].ID
}

// sellTyped is sell for a quantity that somebody typed; a scale's label is believed.
func (c *Counter) sellTyped(ctx context.Context, p catalog.Product, q money.Quantity, now time.Time) error {
	return c.sellTypedIn(ctx, c.begin(now), p, q)
}

// sellTypedIn is sellTyped in a write that is begun.
func (c *Counter) sellTypedIn(ctx context.Context, w *write, p catalog.Product, q money.Quantity) error {
	typed := q
	if q == 0 && p.Weighed {
		typed = c.typed
	}
	if err := c.sure(p.SKU, typed, p.Weighed); err != nil {
		return err
	}
	return c.sellIn(ctx, w, p, q)
}

// sellSKU sells by a short code that was typed whole; the screen searches when there is none.
func (c *Counter) sellSKU(ctx context.Context, in Input, now time.Time) error {
	p, err := c.Products.BySKU(ctx, in.Text)
	if err != nil {
		return err
	}
	return c.sellTyped(ctx, p, in.Quantity, now)
}

func (c *Counter) addProduct(ctx context.Context, a AddProduct, now time.Time) error {
	p, err := c.Products.BySKU(ctx, a.SKU)
	if err != nil {
		return err
	}
	return c.sellTyped(ctx, p, a.Quantity, now)
}

// sellIn adds goods to the cart, in a write that is begun: q of them, or as many as were typed before, or one. Weighed goods need
// their weight.
func (c *Counter) sellIn(ctx context.Context, w *write, p catalog.Product, q money.Quantity) error {
	now := w.now
	if q == 0 {
		q = c.typed
	}
	if q == 0 && p.Weighed {
		return fault.New(fault.Invalid, "quantity.needed", fault.Args{"name": p.Name})
	}
	if q == 0 {
		q = money.Units(1)
	}
	if !p.Weighed && !q.Whole() {
		return fault.New(fault.Invalid, "quantity.whole", fault.Args{"name": p.Name})
	}
	c.last, c.returned = nil, nil
	cart, fresh := c.openCart(now)
	former := soldAt(cart, p)
	excluded := c.program(now).Exclusion(p.SKU, p.Category, p.Earns)
	cart, line, err := cart.Add(p, q, excluded, now)
	if err != nil {
		return err
	}
	if fresh {
		w.opened(c.emptyCart(cart))
	}
	if err := c.saveCart(ctx, w, cart); err != nil {
		return err
	}
	c.marked, c.typed = line, 0
	c.notice = c.added(p, q)
	if former != p.Price {
		c.notice.Also = &Notice{Code: "line.price_changed", Args: fault.Args{"name": p.Name, "from": former, "to": p.Price}}
	}
	return nil
}

// soldAt is the price at which the cart has the product already, as nobody changed it: lines keep theirs when the shop's
// changes, and the next scan says so. It is the present one where the cart hasn't the product.
func soldAt(cart sale.Order, p catalog.Product) money.VND {
	for _, l := range slices.Backward(cart.Lines) {
		if l.SKU == p.SKU && l.ListPrice == 0 && l.Gift == "" {
			return l.UnitPrice
		}
	}
	return p.Price
}

// openCart is the open cart, or a new one that isn't written yet.
func (c *Counter) openCart(now time.Time) (cart sale.Order, fresh bool) {
	if c.cart.ID != "" {
		return c.cart, false
	}
	cart = sale.Open(c.mint.New(now), c.Till, c.shift.ID, c.who.ID, now)
	cart.PointsCutVAT, cart.CashStep = c.shop.ProgrammeNotified, c.shop.Policy.CashStep
	return cart, true
}

// emptyCart is the cart as it was opened: its event is written before its first scan is shown (DESIGN "The journal").
func (c *Counter) emptyCart(cart sale.Order) sale.Order {
	cart.Lines, cart.LastLine = nil, 0
	return cart
}

func (c *Counter) added(p catalog.Product, q money.Quantity) *Notice {
	return &Notice{Code: "line.added", Args: fault.Args{"name": p.Name, "quantity": q, "unit": p.Unit}, Undo: true}
}

// writeCart checks the vouchers and points that are off the cart against its new contents and writes it; it says what had
// to change.
func (c *Counter) writeCart(ctx context.Context, w *write, cart sale.Order) (*Notice, error) {
	cart, changed, err := c.recheck(w, cart)
	if err != nil {
		return nil, err
	}
	w.put(cart)
	if err := c.commit(ctx, w); err != nil {
		return nil, err
	}
	c.cart = cart
	c.keepMark()
	return changed, nil
}

// saveCart checks the vouchers and points that are off the cart against its new contents, writes it and remembers the
// former one for Undo.
func (c *Counter) saveCart(ctx context.Context, w *write, cart sale.Order) error {
	former := c.cart
	changed, err := c.writeCart(ctx, w, cart)
	if err != nil {
		return err
	}
	c.remember(former, w)
	if changed != nil {
		c.notice = changed
	}
	return nil
}

// dismiss drops the act that waits for approval, or acknowledges a refused code, which is journaled with the number
// of scans refused behind it.
func (c *Counter) dismiss(ctx context.Context, now time.Time) error {
	if c.pending != nil {
		c.pending = nil
		return nil
	}
	if c.alarm == nil {
		return nil
	}
	w := c.begin(now)
	w.event(journal.CodesRefused, &sale.Refusal{Scanned: c.alarm.Code, Refused: c.alarm.Refused, From: now})
	err := c.commit(ctx, w)
	c.alarm = nil // a full disk must not lock the screen for good
	return err
}
