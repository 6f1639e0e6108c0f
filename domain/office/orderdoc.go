package office

import (
	"fmt"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// OrderDoc is an order of any channel as it now stands (API.md). What a line leaves out, the catalogue fills in.
type OrderDoc struct {
	Channel     string        `json:"channel,omitempty"` // of a quote; else as in the path, or left out
	ID          string        `json:"id,omitempty"`      // as in the path, or left out
	CustomerID  string        `json:"customer_id,omitempty"`
	Customer    *CustomerRef  `json:"customer,omitempty"` // instead of customer_id
	PlacedAt    *time.Time    `json:"placed_at,omitempty"`
	Lines       []OrderLine   `json:"lines"`
	Discount    money.VND     `json:"discount"`
	Shipping    money.VND     `json:"shipping"`
	UsePoints   int64         `json:"use_points"`
	Vouchers    []string      `json:"vouchers"` // codes
	PaidAt      *time.Time    `json:"paid_at"`
	DeliveredAt *time.Time    `json:"delivered_at"`
	CancelledAt *time.Time    `json:"cancelled_at"`
	Returns     []OrderReturn `json:"returns"`
}

// CustomerRef names a customer by phone, in any form.
type CustomerRef struct {
	Phone string `json:"phone"`
}

// OrderLine is goods of one kind. Category, VATPercent and Earns override the catalogue's.
type OrderLine struct {
	ID         string         `json:"id"` // "" is its place, counted from 1
	SKU        string         `json:"sku"`
	Name       string         `json:"name,omitempty"`
	Quantity   money.Quantity `json:"quantity"`
	UnitPrice  *money.VND     `json:"unit_price,omitempty"` // VAT included; nil: the catalogue's
	Discount   money.VND      `json:"discount"`             // for the whole line
	Category   *string        `json:"category,omitempty"`
	VATPercent *money.Percent `json:"vat_percent,omitempty"`
	Earns      *bool          `json:"earns,omitempty"`
}

// OrderReturn is goods brought back.
type OrderReturn struct {
	ID    string            `json:"id"`
	At    *time.Time        `json:"at,omitempty"` // nil: when it was filed
	Lines []OrderReturnLine `json:"lines"`
}

// OrderReturnLine is how much of a line came back.
type OrderReturnLine struct {
	ID       string         `json:"id"`
	Quantity money.Quantity `json:"quantity"`
}

// OrderAnswer is an order with what it comes to (API.md).
type OrderAnswer struct {
	Order    OrderDoc    `json:"order"`
	State    string      `json:"state"` // open, paid, completed, cancelled, returned
	Totals   OrderTotals `json:"totals"`
	Points   OrderPoints `json:"points"`
	Explain  []string    `json:"explain"`
	Customer *Points     `json:"customer"` // as of now; null without a customer
}

// OrderTotals is what the customer owes. Goods are before discounts; discounts are the lines' and the order's.
type OrderTotals struct {
	Goods     money.VND `json:"goods"`
	Discounts money.VND `json:"discounts"`
	Vouchers  money.VND `json:"vouchers"`
	Points    money.VND `json:"points"`
	Shipping  money.VND `json:"shipping"`
	Payable   money.VND `json:"payable"`
}

// OrderPoints is what the order did to points, since it was last reopened if ever.
type OrderPoints struct {
	Eligible   money.VND  `json:"eligible"` // of the order as sold (E11)
	Ranking    int64      `json:"ranking"`
	Earned     int64      `json:"earned"`
	Used       int64      `json:"used"`
	ClawedBack int64      `json:"clawed_back"`
	Forgiven   int64      `json:"forgiven"` // not clawed back: let go, or kept back from the refund (C4)
	Restored   int64      `json:"restored"`
	MaxUse     int64      `json:"max_use"`
	Refund     money.VND  `json:"refund"`   // in money, by returns so far
	Deducted   money.VND  `json:"deducted"` // kept back from refunds (C4)
	UsableAt   *time.Time `json:"usable_at"`
	LapsesAt   *time.Time `json:"lapses_at"`
}

// Limits of an order document, characters.
const (
	orderIDMax   = 100
	lineNameMax  = 200
	returnIDMax  = 100
	voucherInput = 40
)

// cleaned is the document with its instants to the millisecond, codes without spaces and lines named, or every
// field's fault: field.required, field.too_long, field.too_many, field.duplicate, field.range, field.characters, field.differs,
// money.range, quantity.range, at.future, time.order.
func (d OrderDoc) cleaned(channel, id string, now time.Time) (OrderDoc, error) {
	c := docChecker{now: now}
	c.path("channel", d.Channel, channel)
	c.path("id", d.ID, id)
	d.Channel, d.ID = channel, id
	c.text("channel", channel, loyalty.TextMax)
	c.short("id", id, orderIDMax)
	if strings.ContainsAny(channel, "/:") { // ids of lots begin with it; "pen:" and the like name other rights (share)
		c.add("channel", "field.characters", nil)
	}
	c.instant("placed_at", &d.PlacedAt)
	c.instant("paid_at", &d.PaidAt)
	c.instant("delivered_at", &d.DeliveredAt)
	c.instant("cancelled_at", &d.CancelledAt)
	c.money("discount", d.Discount)
	c.money("shipping", d.Shipping)
	if d.UsePoints < 0 || d.UsePoints > loyalty.PointsMax {
		c.add("use_points", "field.range", fault.Args{"value": d.UsePoints, "min": int64(0), "max": loyalty.PointsMax})
	}
	d.Lines = c.lines(d.Lines)
	d.Vouchers = c.vouchers(d.Vouchers)
	d.Returns = c.returns(d.Returns)
	c.order("cancelled_at", d.CancelledAt, d.PaidAt)
	for i, r := range d.Returns {
		c.order(fmt.Sprintf("returns[%d].at", i), r.At, d.PaidAt)
	}
	return d, c.faults.OrNil()
}

// Check is every fault of the document itself, by JSON path; what it says of stored things isn't judged.
func (d OrderDoc) Check(channel, id string, now time.Time) error {
	_, err := d.cleaned(channel, id, now)
	return err
}

// docChecker collects faults by JSON path.
type docChecker struct {
	now    time.Time
	faults fault.Fields
}

func (c *docChecker) add(field, code string, args fault.Args) {
	c.faults = append(c.faults, fault.At(field, code, args))
}

// path refuses a document that names another place than the one it is put to.
func (c *docChecker) path(field, said, is string) {
	if said != "" && said != is {
		c.add(field, "field.differs", fault.Args{"want": is})
	}
}

func (c *docChecker) text(field, value string, most int) {
	if strings.TrimSpace(value) == "" {
		c.add(field, "field.required", nil)
	}
	c.short(field, value, most)
}

func (c *docChecker) short(field, value string, most int) {
	if len([]rune(value)) > most {
		c.add(field, "field.too_long", fault.Args{"max": int64(most)})
	}
}

func (c *docChecker) money(field string, v money.VND) {
	if v < 0 || v > money.Max {
		c.add(field, "money.range", fault.Args{"min": money.VND(0), "max": money.Max})
	}
}

// instant cuts one to the millisecond; none may lie in the future.
func (c *docChecker) instant(field string, at **time.Time) {
	if *at == nil || (*at).IsZero() {
		*at = nil
		return
	}
	t := milli(**at)
	if *at = &t; t.After(c.now) {
		c.add(field, "at.future", nil)
	}
}

func (c *docChecker) order(field string, at, first *time.Time) {
	if at != nil && first != nil && at.Before(*first) {
		c.add(field, "time.order", fault.Args{"after": *first})
	}
}

func (c *docChecker) quantity(field string, q money.Quantity) {
	if q <= 0 || q > money.QuantityMax {
		c.add(field, "quantity.range", fault.Args{"max": int64(money.QuantityMax / 1000)})
	}
}

func (c *docChecker) lines(given []OrderLine) []OrderLine {
	if len(given) == 0 {
		c.add("lines", "field.required", nil)
	}
	if len(given) > sale.LinesMax {
		c.add("lines", "field.too_many", fault.Args{"max": int64(sale.LinesMax)})
		return nil
	}
	lines, seen := make([]OrderLine, len(given)), map[string]bool{}
	for i, l := range given {
		at := fmt.Sprintf("lines[%d].", i)
		if l.ID == "" {
			l.ID = fmt.Sprint(i + 1)
		}
		if seen[l.ID] {
			c.add(at+"id", "field.duplicate", nil)
		}
		seen[l.ID] = true
		c.short(at+"id", l.ID, returnIDMax)
		c.text(at+"sku", l.SKU, loyalty.TextMax)
		c.short(at+"name", l.Name, lineNameMax)
		c.quantity(at+"quantity", l.Quantity)
		c.money(at+"discount", l.Discount)
		if l.UnitPrice != nil {
			c.money(at+"unit_price", *l.UnitPrice)
		}
		if l.Category != nil {
			c.short(at+"category", *l.Category, loyalty.TextMax)
		}
		if l.VATPercent != nil && (*l.VATPercent < 0 || *l.VATPercent > money.Per100(100)) {
			c.add(at+"vat_percent", "vat.range", fault.Args{"max": int64(100)})
		}
		lines[i] = l
	}
	return lines
}

func (c *docChecker) vouchers(given []string) []string {
	if len(given) > sale.VouchersMax {
		c.add("vouchers", "field.too_many", fault.Args{"max": int64(sale.VouchersMax)})
		return nil
	}
	codes, seen := make([]string, len(given)), map[string]bool{}
	for i, code := range given {
		code = strings.Join(strings.Fields(code), "")
		at := fmt.Sprintf("vouchers[%d]", i)
		c.text(at, code, voucherInput)
		if seen[code] {
			c.add(at, "field.duplicate", nil)
		}
		seen[code], codes[i] = true, code
	}
	return codes
}

func (c *docChecker) returns(given []OrderReturn) []OrderReturn {
	if len(given) > sale.ReturnsMax {
		c.add("returns", "field.too_many", fault.Args{"max": int64(sale.ReturnsMax)})
		return nil
	}
	list, seen := make([]OrderReturn, len(given)), map[string]bool{}
	for i, r := range given {
		at := fmt.Sprintf("returns[%d].", i)
		c.text(at+"id", r.ID, returnIDMax)
		if seen[r.ID] {
			c.add(at+"id", "field.duplicate", nil)
		}
		seen[r.ID] = true
		c.instant(at+"at", &r.At)
		if len(r.Lines) == 0 {
			c.add(at+"lines", "field.required", nil)
		}
		if len(r.Lines) > sale.LinesMax {
			c.add(at+"lines", "field.too_many", fault.Args{"max": int64(sale.LinesMax)})
			continue
		}
		for j, l := range r.Lines {
			c.quantity(fmt.Sprintf("%slines[%d].quantity", at, j), l.Quantity)
		}
		list[i] = r
	}
	return list
}
