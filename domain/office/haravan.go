package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/money"
	"tim/domain/sale"
)

// HaravanOrder is what Haravan's order webhooks say of an order, as far as it matters here. What else they carry is
// left alone. Amounts are VND, prices include VAT.
type HaravanOrder struct {
	ID                json.Number          `json:"id"`
	CreatedAt         haravanTime          `json:"created_at"`
	UpdatedAt         haravanTime          `json:"updated_at"`
	CancelledAt       haravanTime          `json:"cancelled_at"`
	CancelledStatus   string               `json:"cancelled_status"`
	FinancialStatus   string               `json:"financial_status"`
	FulfillmentStatus string               `json:"fulfillment_status"` // fulfilled counts as delivered
	SourceName        string               `json:"source_name"`
	Customer          *haravanCustomer     `json:"customer"`
	Lines             []haravanLine        `json:"line_items"`
	Shipping          []haravanShipping    `json:"shipping_lines"`
	TotalDiscounts    *money.VND           `json:"total_discounts"`
	TotalPrice        *money.VND           `json:"total_price"` // what the customer pays
	Transactions      []haravanTransaction `json:"transactions"`
	Fulfillments      []haravanFulfillment `json:"fulfillments"`
	Refunds           []haravanRefund      `json:"refunds"`
}

type haravanCustomer struct {
	Phone   string `json:"phone"`
	Default *struct {
		Phone string `json:"phone"`
	} `json:"default_address"`
}

type haravanLine struct {
	ID       json.Number     `json:"id"`
	SKU      string          `json:"sku"`
	Barcode  string          `json:"barcode"`
	Variant  json.Number     `json:"variant_id"`
	Name     string          `json:"name"`
	Title    string          `json:"title"`
	Quantity *money.Quantity `json:"quantity"`
	Price    *money.VND      `json:"price"`
	Discount *money.VND      `json:"total_discount"` // not taken off the price
}

type haravanShipping struct {
	Price *money.VND `json:"price"`
}

type haravanTransaction struct {
	Kind      string      `json:"kind"`
	Status    string      `json:"status"`
	CreatedAt haravanTime `json:"created_at"`
}

type haravanFulfillment struct {
	Status    string      `json:"status"`
	CreatedAt haravanTime `json:"created_at"`
}

type haravanRefund struct {
	ID        json.Number `json:"id"`
	CreatedAt haravanTime `json:"created_at"`
	Lines     []struct {
		Line     json.Number     `json:"line_item_id"`
		Quantity *money.Quantity `json:"quantity"`
	} `json:"refund_line_items"`
}

// haravanTime is an instant, UTC when it names no offset; null and the year 1 are none.
type haravanTime struct{ time.Time }

// UnmarshalJSON reads one.
func (t *haravanTime) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s == "" || strings.HasPrefix(s, "0001-") {
		return nil
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		at, err = time.Parse("2006-01-02T15:04:05", s)
	}
	t.Time = milli(at)
	return err
}

// HaravanOutcome is what a webhook led to.
type HaravanOutcome string

// The outcomes.
const (
	HaravanFiled   HaravanOutcome = "filed"
	HaravanStale   HaravanOutcome = "stale"   // a newer state of the order is known
	HaravanIgnored HaravanOutcome = "ignored" // about no order
)

// haravanSkew is how far Haravan's clock may be ahead of ours.
const haravanSkew = 10 * time.Minute

// Haravan files an order as a webhook says it now stands. Deliveries may come twice and in any order: a state older than
// the newest known changes nothing, and what is already known to have happened stays. Faults: hook.unmapped (field) when it
// can't be read as an order, and those of PutOrder, customer.unknown too.
func (o *Office) Haravan(ctx context.Context, topic string, body []byte) (HaravanOutcome, error) {
	if !strings.HasPrefix(topic, "orders/") || topic == "orders/delete" {
		return HaravanIgnored, nil
	}
	var h HaravanOrder
	if err := json.Unmarshal(body, &h); err != nil {
		return "", unmapped("", err)
	}
	if id := h.ID.String(); id == "" || id == "0" {
		return "", unmapped("id", nil)
	}
	return write(ctx, o, func(tx Tx, now time.Time) (HaravanOutcome, error) {
		newest := "hook/haravan/" + h.ID.String()
		known, there, err := tx.Answered(newest)
		if err != nil {
			return "", err
		}
		if there && h.UpdatedAt.Before(known.At) {
			return HaravanStale, nil
		}
		if err := o.fileHaravan(tx, h, now); err != nil {
			return "", err
		}
		return HaravanFiled, tx.Remember(newest, Answer{At: h.UpdatedAt.Time})
	})
}

func (o *Office) fileHaravan(tx Tx, h HaravanOrder, now time.Time) error {
	channel := HaravanChannel(h.SourceName)
	stored, err := tx.Order(channel + "/" + h.ID.String())
	if err != nil && !absent(err) {
		return err
	}
	doc, err := h.document(stored, now)
	if err != nil {
		return err
	}
	doc, err = doc.cleaned(channel, h.ID.String(), now)
	if err != nil {
		return err
	}
	f, err := o.file(tx, doc, nil, now)
	if err != nil {
		return err
	}
	return f.store(tx)
}

func unmapped(field string, err error) error {
	f := fault.Wrap(fault.Invalid, "hook.unmapped", err, nil)
	f.Field = field
	return f
}

// haravanChannels are the channels of Haravan's own source names.
var haravanChannels = map[string]string{
	"": "web", "web": "web", "haraweb": "web", "haravan_draft_order": "web", "buy_button": "web",
	"pos": "store", "hararetail": "store", "iphone": "store", "android": "store",
	"facebook": "facebook", "harasocial": "facebook", "instagram": "facebook", "messenger": "messenger", "harafunnel": "messenger",
	"shopee": "marketplace", "lazada": "marketplace", "tiki": "marketplace", "sendo": "marketplace", "tiktok": "marketplace",
	"tiktokshop": "marketplace", "marketplace": "marketplace",
}

// HaravanChannel is the channel of a source name. One that Haravan's users made up is a channel of its own name, which
// earns when the programme lists it.
func HaravanChannel(source string) string {
	name := strings.ToLower(strings.TrimSpace(source))
	if channel, ok := haravanChannels[name]; ok {
		return channel
	}
	return strings.ReplaceAll(name, "/", "-")
}

// document is the order as API.md writes it. What is stored already keeps its instants: Haravan doesn't say when a thing
// happened in every message, and a fact stays once it is known.
func (h HaravanOrder) document(stored sale.Order, now time.Time) (OrderDoc, error) {
	if h.CreatedAt.IsZero() {
		return OrderDoc{}, unmapped("created_at", nil)
	}
	if h.UpdatedAt.IsZero() {
		h.UpdatedAt = h.CreatedAt
	}
	at := func(known, said time.Time) *time.Time {
		if !known.IsZero() {
			return &known
		}
		if said.IsZero() {
			return nil
		}
		if said.After(now) && said.Before(now.Add(haravanSkew)) {
			said = now
		}
		return &said
	}
	d := OrderDoc{
		PlacedAt: at(stored.PlacedAt, h.CreatedAt.Time), PaidAt: at(stored.PaidAt, h.paidAt()),
		DeliveredAt: at(stored.DeliveredAt, h.deliveredAt()), CancelledAt: at(stored.CancelledAt, h.cancelledAt()),
	}
	if phone := h.phone(); phone != "" {
		d.Customer = &CustomerRef{Phone: phone}
	}
	if err := h.goods(&d); err != nil {
		return d, err
	}
	return d, h.returns(&d, stored, at)
}

// phone is the customer's in E.164, "" when there is no mobile phone in Viet Nam.
func (h HaravanOrder) phone() string {
	if h.Customer == nil {
		return ""
	}
	given := []string{h.Customer.Phone}
	if h.Customer.Default != nil {
		given = append(given, h.Customer.Default.Phone)
	}
	for _, s := range given {
		if phone, err := ident.NormalisePhone(s); err == nil {
			return phone
		}
	}
	return ""
}

// goods are the lines, the discounts and the shipping. What total_price is below them is the order's discount: coupons,
// promotions and points of Haravan's own, however it names them.
func (h HaravanOrder) goods(d *OrderDoc) error {
	var total money.VND
	for i, l := range h.Lines {
		if l.Quantity == nil || l.Price == nil {
			return unmapped(fmt.Sprintf("line_items[%d]", i), nil)
		}
		line := OrderLine{ID: l.ID.String(), SKU: l.sku(), Name: l.name(), Quantity: *l.Quantity, UnitPrice: l.Price}
		if l.Discount != nil {
			line.Discount = *l.Discount
		}
		amount, err := money.Times(line.Quantity, *l.Price)
		if err != nil {
			return unmapped(fmt.Sprintf("line_items[%d].price", i), err)
		}
		if total, err = (total + amount - line.Discount).Checked(); err != nil {
			return unmapped("line_items", err)
		}
		d.Lines = append(d.Lines, line)
	}
	for i, s := range h.Shipping {
		if s.Price == nil {
			continue
		}
		sum, err := (d.Shipping + *s.Price).Checked()
		if err != nil {
			return unmapped(fmt.Sprintf("shipping_lines[%d].price", i), err)
		}
		d.Shipping = sum
	}
	switch {
	case h.TotalPrice != nil:
		d.Discount = total + d.Shipping - *h.TotalPrice
	case h.TotalDiscounts != nil:
		d.Discount = *h.TotalDiscounts
	}
	if d.Discount < 0 {
		return unmapped("total_price", nil)
	}
	if d.Discount > total { // part of it is off the shipping, which earns nothing
		d.Shipping -= d.Discount - total
		d.Discount = total
	}
	return nil
}

func (l haravanLine) sku() string {
	for _, s := range []string{l.SKU, l.Barcode, l.Variant.String()} {
		if s = strings.TrimSpace(s); s != "" && s != "0" {
			return s
		}
	}
	return ""
}

func (l haravanLine) name() string {
	if l.Title != "" {
		return l.Title
	}
	return l.Name
}

func (h HaravanOrder) paid() bool {
	switch h.FinancialStatus {
	case "paid", "partially_refunded", "refunded":
		return true
	}
	return false
}

// paidAt is the last payment, else when Haravan last said something.
func (h HaravanOrder) paidAt() time.Time {
	if !h.paid() {
		return time.Time{}
	}
	var last time.Time
	for _, t := range h.Transactions {
		received := strings.EqualFold(t.Kind, "sale") || strings.EqualFold(t.Kind, "capture")
		if received && !strings.EqualFold(t.Status, "failure") && !strings.EqualFold(t.Status, "error") && t.CreatedAt.After(last) {
			last = t.CreatedAt.Time
		}
	}
	if last.IsZero() {
		return h.UpdatedAt.Time
	}
	return last
}

func (h HaravanOrder) deliveredAt() time.Time {
	if h.FulfillmentStatus != "fulfilled" {
		return time.Time{}
	}
	var last time.Time
	for _, f := range h.Fulfillments {
		if f.Status != "cancelled" && f.CreatedAt.After(last) {
			last = f.CreatedAt.Time
		}
	}
	if last.IsZero() {
		return h.UpdatedAt.Time
	}
	return last
}

// cancelledAt is when all of it was taken back: cancelled, or all its money refunded without naming goods.
func (h HaravanOrder) cancelledAt() time.Time {
	switch {
	case !h.CancelledAt.IsZero():
		return h.CancelledAt.Time
	case h.CancelledStatus == "cancelled", h.FinancialStatus == "refunded" && !h.namesGoodsBack():
		return h.UpdatedAt.Time
	}
	return time.Time{}
}

func (h HaravanOrder) namesGoodsBack() bool {
	for _, r := range h.Refunds {
		if len(r.Lines) > 0 {
			return true
		}
	}
	return false
}

// returns are the refunds that name goods. Of a cancelled order only those known before: cancelling returns the rest.
func (h HaravanOrder) returns(d *OrderDoc, stored sale.Order, at func(known, said time.Time) *time.Time) error {
	known := map[string]time.Time{}
	for _, r := range stored.Returns {
		known[r.ID] = r.At
	}
	for i, r := range h.Refunds {
		was, there := known[r.ID.String()]
		if len(r.Lines) == 0 || d.CancelledAt != nil && !there {
			continue
		}
		back := OrderReturn{ID: r.ID.String(), At: at(was, r.CreatedAt.Time)}
		for _, l := range r.Lines {
			if l.Quantity == nil {
				return unmapped(fmt.Sprintf("refunds[%d].refund_line_items", i), nil)
			}
			back.Lines = append(back.Lines, OrderReturnLine{ID: l.Line.String(), Quantity: *l.Quantity})
		}
		d.Returns = append(d.Returns, back)
	}
	return nil
}
