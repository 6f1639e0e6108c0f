package office

import (
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// PutOrder stores an order as it now stands (API.md "Orders"); the same document again changes nothing. Faults: those of
// OrderDoc's fields by JSON path; customer.unknown; order.changed (field) of what may not change any more; order.unpaid,
// line.unknown and return.too_much (line, left) of returns; points.short, points.limit (most, rule), points.step,
// program.disabled; voucher.unknown, voucher.used, voucher.expired, voucher.handed_back, voucher.not_yours, voucher.channel,
// voucher.combination, voucher.product, order.too_small; where tills hold them points.elsewhere (have, want), voucher.elsewhere,
// order.elsewhere; share.frozen.
func (o *Office) PutOrder(ctx context.Context, channel, id string, doc OrderDoc) (OrderAnswer, error) {
	if id == "" {
		return OrderAnswer{}, fault.At("id", "field.required", nil)
	}
	clean, err := doc.cleaned(channel, id, o.now())
	if err != nil {
		return OrderAnswer{}, err
	}
	ahead := o.foresee(ctx, clean)
	var f *filing
	err = o.store.WriteForeseen(ctx, func(tx Tx) (err error) {
		if f, err = o.file(tx, clean, ahead, o.now()); err != nil {
			return err
		}
		return f.store(tx)
	})
	if err != nil {
		return OrderAnswer{}, o.recalling(ctx, err)
	}
	defer o.rememberAccount(f.customer.ID, f.state)
	return f.answer() // beside the writer, not in its way
}

// Quote answers as PutOrder would and stores nothing; an order that isn't paid shows what it would earn if it were paid
// and delivered now. A document without a channel is the store's. Faults: those of PutOrder.
func (o *Office) Quote(ctx context.Context, doc OrderDoc) (OrderAnswer, error) {
	if doc.Channel == "" {
		doc.Channel = sale.Store
	}
	clean, err := doc.cleaned(doc.Channel, doc.ID, o.now())
	if err != nil {
		return OrderAnswer{}, err
	}
	return read(ctx, o, func(r Reader) (OrderAnswer, error) {
		f, err := o.file(r, clean, nil, o.now())
		if err != nil {
			return OrderAnswer{}, err
		}
		answer, err := f.answer()
		if err != nil {
			return answer, err
		}
		return f.asIfCompleted(answer)
	})
}

// Order reads one. Fault: order.unknown.
func (o *Office) Order(ctx context.Context, channel, id string) (OrderAnswer, error) {
	return read(ctx, o, func(r Reader) (OrderAnswer, error) {
		order, err := r.Order(channel + "/" + id)
		if err != nil {
			return OrderAnswer{}, err
		}
		return o.shown(r, order, o.now())
	})
}

// OrderFilter narrows a list of orders: of one customer ("" of all), placed in From..To (zero: open).
type OrderFilter struct {
	Customer string
	From, To time.Time
}

// Orders lists orders, newest placed first, a merged customer's too. Fault: customer.unknown, cursor.format.
func (o *Office) Orders(ctx context.Context, filter OrderFilter, p Page) (answers []OrderAnswer, next string, err error) {
	p = p.Bounded()
	answers, err = read(ctx, o, func(r Reader) ([]OrderAnswer, error) {
		now := o.now()
		var orders []sale.Order
		if orders, next, err = ordersOf(r, filter, p); err != nil {
			return nil, err
		}
		list := make([]OrderAnswer, len(orders))
		for i, order := range orders {
			if list[i], err = o.shown(r, order, now); err != nil {
				return nil, err
			}
		}
		return list, nil
	})
	return answers, next, err
}

// ordersOf is one page of orders. Those of a member that others were merged into are put together from all its ids.
func ordersOf(r Reader, filter OrderFilter, p Page) ([]sale.Order, string, error) {
	if filter.Customer == "" {
		return r.OrdersOf("", filter.From, filter.To, p)
	}
	m, err := resolve(r, filter.Customer)
	if err != nil {
		return nil, "", err
	}
	ids, err := everyID(r, m.ID)
	if err != nil {
		return nil, "", err
	}
	if len(ids) == 1 {
		return r.OrdersOf(m.ID, filter.From, filter.To, p)
	}
	var all []sale.Order
	for _, id := range ids {
		for next, more := "", true; more; more = next != "" {
			var some []sale.Order
			if some, next, err = r.OrdersOf(id, filter.From, filter.To, Page{Cursor: next, Limit: PageMax}); err != nil {
				return nil, "", err
			}
			all = append(all, some...)
		}
	}
	slices.SortStableFunc(all, func(a, b sale.Order) int { return b.PlacedAt.Compare(a.PlacedAt) })
	return pageOf(all, p)
}

// shown is a stored order's answer.
func (o *Office) shown(r Reader, order sale.Order, now time.Time) (OrderAnswer, error) {
	f := &filing{office: o, r: r, now: now, order: order}
	var err error
	if f.versions, err = r.Programs(); err != nil {
		return OrderAnswer{}, err
	}
	if order.Member != "" {
		if f.customer, err = resolve(r, order.Member); err != nil && !absent(err) { // of a till, and not heard of yet
			return OrderAnswer{}, err
		}
	}
	if err := f.account(); err != nil {
		return OrderAnswer{}, err
	}
	return f.answer()
}

// answer is the order as it stands, with its customer's account as of now.
func (f *filing) answer() (OrderAnswer, error) {
	o, p := f.order, f.versions.At(f.now)
	zone, err := f.office.zone(p)
	if err != nil {
		return OrderAnswer{}, err
	}
	t := o.Totals()
	a := OrderAnswer{Order: document(o, f.customer.ID, zone), State: o.State().String(), Explain: []string{},
		Totals: OrderTotals{Goods: t.Goods, Discounts: t.Discounts, Vouchers: t.Vouchers, Points: t.Points, Shipping: t.Shipping, Payable: t.Payable}}
	back := o.Undoing()
	a.Points = OrderPoints{Used: o.Use.Points, ClawedBack: back.Clawed, Forgiven: back.Forgiven, Restored: back.Restored,
		Refund: back.Refund, Deducted: back.Deducted}
	if f.state == nil {
		return a, nil
	}
	a.Points.MaxUse = f.maxUse()
	account := f.state.At(f.now)
	customer := pointsView(f.customer.ID, account, p, zone)
	a.Customer = &customer
	if o.PaidAt.IsZero() {
		rule, judged, err := f.rule(o, f.judged())
		if err != nil {
			return a, err
		}
		earned := rule.Earn(judged.BaseLines())
		a.Points.Eligible, a.Explain = earned.Eligible, loyalty.Explain(earned, nil, loyalty.Vi)
		return a, nil
	}
	a.earned(o, account, zone)
	return a, nil
}

// earned fills in what a paid order earned, and why (E16).
func (a *OrderAnswer) earned(o sale.Order, account loyalty.Account, zone *time.Location) {
	earned, lot := o.Points()
	a.Points.Eligible, a.Points.Ranking, a.Points.Earned = earned.Eligible, o.Ranking, o.Earned
	a.Explain = append(loyalty.Explain(earned, lot, loyalty.Vi), toppedUp(o, account)...)
	if lot == nil {
		return
	}
	lapses := lot.Expiry.LapsesAt
	if i := slices.IndexFunc(account.Lots, func(l loyalty.LotView) bool { return l.ID == lot.ID }); i >= 0 {
		lapses = account.Lots[i].LapsesAt // later orders may have moved it (X2)
	}
	a.Points.UsableAt, a.Points.LapsesAt = orNil(lot.UsableAt, zone), orNil(lapses, zone)
}

// toppedUp explains what an order was topped up by.
func toppedUp(o sale.Order, account loyalty.Account) (lines []string) {
	for _, l := range account.Lots {
		if l.Order == o.Key() && sale.IsTopUp(l.ID) {
			lines = append(lines, loyalty.ExplainTopUp(l.Points, loyalty.Vi)...)
		}
	}
	return lines
}

// maxUse is the most points that the order could use, its own present use and what it earned ignored (API.md).
func (f *filing) maxUse() int64 {
	at := f.order.PlacedAt
	if !f.order.PaidAt.IsZero() {
		at = f.order.PaidAt
	}
	bare := f.order
	bare.Use = sale.PointsUse{}
	p := f.versions.At(at)
	if f.untouched != nil {
		return p.Use.Limit(useBasis(bare, *f.untouched, p)).Max
	}
	return p.Use.Limit(useBasis(bare, f.state.Without(bare.Key()).Free(at), p)).Max
}

// asIfCompleted is an answer whose order shows what it would earn if it were paid and delivered now.
func (f *filing) asIfCompleted(a OrderAnswer) (OrderAnswer, error) {
	if f.state == nil {
		return a, nil
	}
	zone, err := f.office.zone(f.versions.At(f.now))
	if err != nil {
		return a, err
	}
	var settled sale.Settled
	switch f.order.State() {
	case sale.OpenState:
		rule, order, err := f.rule(f.order, f.now)
		if err != nil {
			return a, err
		}
		if order.DeliveredAt.IsZero() {
			order.DeliveredAt = f.now
		}
		if settled, err = order.Settle(rule, f.now); err != nil {
			return a, err
		}
	case sale.Paid:
		if settled, err = f.order.Complete(f.now); err != nil {
			return a, err
		}
	default:
		return a, nil
	}
	a.earned(settled.Order, f.state.At(f.now), zone)
	return a, nil
}
