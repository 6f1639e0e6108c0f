package counter

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/invoice"
	"tim/domain/journal"
	"tim/domain/sale"
	"tim/domain/share"
)

// setBuyer writes into whose name the order's invoice is to be made.
func (c *Counter) setBuyer(ctx context.Context, a SetBuyer, now time.Time) error {
	if c.cart.ID == "" {
		return fault.New(fault.Invalid, "order.empty", nil)
	}
	cart, err := c.cart.For(a.Buyer)
	if err != nil {
		return err
	}
	if err := c.saveCart(ctx, c.begin(now), cart); err != nil {
		return err
	}
	c.notice = &Notice{Code: "buyer.set", Args: fault.Args{"name": cart.Buyer.Name}, Undo: true}
	if cart.Buyer == (sale.Buyer{}) {
		c.notice = &Notice{Code: "buyer.none", Undo: true}
	}
	return nil
}

// ReadBuyer reads a buyer as a cashier types it: tax code, name and address with semicolons between; "" is nobody.
func ReadBuyer(text string) sale.Buyer {
	parts := append(strings.SplitN(text, ";", 3), "", "")
	return sale.Buyer{TaxCode: strings.TrimSpace(parts[0]), Name: strings.TrimSpace(parts[1]), Address: strings.TrimSpace(parts[2])}
}

// Rights are the units as a wish names them.
func (w Want) Rights() []share.Units {
	if w.Units.N == 0 {
		return nil
	}
	return []share.Units{w.Units}
}

// nextNumber is the number of the invoice that is written with the write's next event, and what using it is in that event's
// envelope. Where none is held it is provisional, by the paper's own number; zero where the shop makes no invoices, and in a
// training.
func (c *Counter) nextNumber(w *write, paper string) (sale.InvoiceNumber, []journal.Move) {
	if !c.shop.Invoice.On() || c.real != nil {
		return sale.InvoiceNumber{}, nil
	}
	series := c.shop.Invoice.At(w.now.In(c.Zone))
	for _, right := range c.numbers {
		r, _ := invoice.ParseRange(right)
		if left := c.held.Units(right) + w.moved[right]; r.Series == series && left > 0 && left <= r.Size() {
			return r.Next(left), []journal.Move{{Kind: journal.MoveTake, Lot: right, N: 1}}
		}
	}
	return sale.InvoiceNumber{Series: paper}, nil
}

// learnNumbers takes over how rights to invoices' numbers stand.
func (c *Counter) learnNumbers(units iter.Seq[share.Units]) {
	for u := range units {
		if !invoice.IsRight(u.Right) {
			continue
		}
		c.numbers = slices.DeleteFunc(c.numbers, func(right string) bool { return right == u.Right })
		if _, is := invoice.ParseRange(u.Right); is && c.held.Units(u.Right) > 0 {
			c.numbers = append(c.numbers, u.Right)
		}
	}
	slices.SortFunc(c.numbers, func(a, b string) int {
		ra, _ := invoice.ParseRange(a)
		rb, _ := invoice.ParseRange(b)
		return cmp.Or(cmp.Compare(ra.Symbol, rb.Symbol), cmp.Compare(ra.From, rb.From))
	})
}

// touched are the rights that the write's events move.
func (w *write) touched(yield func(share.Units) bool) {
	for right := range maps.Keys(w.moved) {
		if !yield(share.Units{Right: right}) {
			return
		}
	}
}

// wantedNumbers is what should be asked for of each series that has less than half of what a till is given.
func (c *Counter) wantedNumbers() (wants []Want) {
	if c.chain == nil {
		return nil
	}
	size := c.shop.Invoice.Size()
	for _, s := range c.shop.Invoice.Ahead(c.now().In(c.Zone)) {
		if c.numbersLeft(s) < size/2 || size == 1 && c.numbersLeft(s) == 0 {
			wants = append(wants, Want{Units: share.Units{Right: s.Right(), N: size}})
		}
	}
	return wants
}

// numbersLeft is how many of a series are held here.
func (c *Counter) numbersLeft(s invoice.Series) (left int64) {
	for _, right := range c.numbers {
		if r, _ := invoice.ParseRange(right); r.Series == s {
			left += c.held.Units(right)
		}
	}
	return left
}
