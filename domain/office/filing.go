package office

import (
	"fmt"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// filing decides what a document of an order means, on one state: nothing is written before all of it is decided.
type filing struct {
	office    *Office
	r         Reader
	now       time.Time
	versions  loyalty.Versions
	doc       OrderDoc   // cleaned
	order     sale.Order // as it stood, then as it stands
	state     *loyalty.State
	customer  Member // resolved; zero without one
	events    []filedEvent
	vouchers  map[string]loyalty.Voucher // changed ones
	foreseen  *foreseen                  // nil when nothing was folded ahead
	untouched *loyalty.Account           // a new order's: what its customer could use before it; nil of any other
	moves     []journal.Move             // of the pen and of vouchers
	since     time.Time                  // the earliest of what is older than something of the account; zero while nothing is
	refunded  bool                       // the money of the return was given before
}

// filedEvent is an event to append, with the order as it then stood.
type filedEvent struct {
	event journal.Event
	body  sale.Filed
}

// file decides on a cleaned document whether it is stored or quoted. Faults: see PutOrder.
func (o *Office) file(r Reader, doc OrderDoc, ahead *foreseen, now time.Time) (*filing, error) {
	f := &filing{office: o, r: r, now: now, doc: doc, foreseen: ahead, vouchers: map[string]loyalty.Voucher{}}
	var err error
	if f.versions, err = r.Programs(); err != nil {
		return nil, err
	}
	if err := f.known(); err != nil {
		return nil, err
	}
	if err := f.account(); err != nil {
		return nil, err
	}
	if err := f.unchangeable(); err != nil {
		return nil, err
	}
	isNew := f.isNew()
	for _, step := range []func() error{f.reopen, f.place, f.pay, f.after} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return f, f.hold(isNew)
}

// known reads the order as it stands and who the customer is. Fault: customer.unknown.
func (f *filing) known() error {
	var err error
	if f.doc.ID != "" {
		f.order, err = f.r.Order(f.doc.Channel + "/" + f.doc.ID)
		if err != nil && !absent(err) {
			return err
		}
	}
	switch {
	case f.doc.Customer != nil:
		f.customer, err = byPhone(f.r, f.doc.Customer.Phone)
		if err == nil && f.doc.CustomerID != "" {
			var named Member
			if named, err = resolve(f.r, f.doc.CustomerID); err == nil && named.ID != f.customer.ID {
				err = fault.At("customer.phone", "field.differs", fault.Args{"want": f.doc.CustomerID})
			}
		}
	case f.doc.CustomerID != "":
		f.customer, err = resolve(f.r, f.doc.CustomerID)
	default:
		err = nil
	}
	return err
}

// account folds the customer's.
func (f *filing) account() (err error) {
	if f.customer.ID == "" {
		return nil
	}
	if f.state, err = f.foreseen.take(f.r, f.customer.ID); err == nil && f.state == nil {
		f.state, err = f.office.resume(f.r, f.customer.ID)
	}
	return err
}

func (f *filing) isNew() bool { return f.order.PlacedAt.IsZero() }

// reopening says whether the document takes back an order's cancelling.
func (f *filing) reopening() bool {
	return f.order.State() == sale.Cancelled && f.doc.CancelledAt == nil && f.doc.PaidAt != nil && f.doc.PaidAt.After(f.order.CancelledAt)
}

// unchangeable refuses what a document may not change. Fault: order.changed (field), Conflict.
func (f *filing) unchangeable() error {
	if f.isNew() {
		return nil
	}
	o, d := f.order, f.doc
	same := func(stored time.Time, said *time.Time) bool { return said != nil && said.Equal(stored) }
	reopening := f.reopening()
	member, err := f.standsFor(o.Member)
	closed := o.State() != sale.OpenState && !reopening
	switch {
	case err != nil:
		return err
	case member != f.customer.ID:
		return changed409("customer_id")
	case d.PlacedAt != nil && !same(o.PlacedAt, d.PlacedAt):
		return changed409("placed_at")
	case closed && !d.sameGoods(o):
		return changed409("lines")
	case closed && !d.sameUse(o):
		return changed409("use_points")
	case reopening:
		return nil
	case !o.CancelledAt.IsZero() && !same(o.CancelledAt, d.CancelledAt):
		return changed409("cancelled_at")
	case (!o.PaidAt.IsZero() || closed) && !same(o.PaidAt, d.PaidAt) && !(o.PaidAt.IsZero() && d.PaidAt == nil):
		return changed409("paid_at")
	case !o.DeliveredAt.IsZero() && !same(o.DeliveredAt, d.DeliveredAt), !o.CancelledAt.IsZero() && o.DeliveredAt.IsZero() && d.DeliveredAt != nil:
		return changed409("delivered_at")
	case !f.returnsStand():
		return changed409("returns")
	}
	return nil
}

func changed409(field string) error {
	return fault.New(fault.Conflict, "order.changed", fault.Args{"field": field})
}

// standsFor is the member that an id of the past now is; "" stays so.
func (f *filing) standsFor(id string) (string, error) {
	if id == "" || id == f.customer.ID {
		return id, nil
	}
	m, err := resolve(f.r, id)
	return m.ID, err
}

// returnsStand says whether the document has every return that is there as it was, and no new one of a cancelled order.
func (f *filing) returnsStand() bool {
	for _, r := range f.order.Returns {
		if r.ID == "" {
			continue
		}
		i := slices.IndexFunc(f.doc.Returns, func(d OrderReturn) bool { return d.ID == r.ID })
		if i < 0 {
			return false
		}
		d := f.doc.Returns[i]
		if d.At != nil && !d.At.Equal(r.At) || !slices.Equal(d.lines(), r.Lines) {
			return false
		}
	}
	return f.order.CancelledAt.IsZero() || len(f.newReturns()) == 0
}

func (f *filing) newReturns() []OrderReturn {
	var list []OrderReturn
	for _, d := range f.doc.Returns {
		if !slices.ContainsFunc(f.order.Returns, func(r sale.Return) bool { return r.ID == d.ID }) {
			list = append(list, d)
		}
	}
	return list
}

// reopen takes an order's cancelling back (E8).
func (f *filing) reopen() (err error) {
	if !f.isNew() && f.reopening() {
		f.order, err = f.order.Reopened()
	}
	return err
}

// judged is the instant that points and vouchers of an unpaid order are judged at.
func (f *filing) judged() time.Time {
	if f.doc.PaidAt != nil {
		return *f.doc.PaidAt
	}
	if f.doc.PlacedAt != nil {
		return *f.doc.PlacedAt
	}
	if !f.isNew() {
		return f.order.PlacedAt
	}
	return f.now
}

// place puts goods, vouchers and points on an order before payment.
func (f *filing) place() error {
	o := f.order
	isNew := f.isNew()
	if !isNew && o.State() != sale.OpenState {
		return nil
	}
	if !isNew && f.doc.sameGoods(o) && f.doc.sameUse(o) {
		return nil
	}
	at := f.judged()
	if isNew {
		o = sale.Order{Channel: f.doc.Channel, ID: f.doc.ID, Member: f.customer.ID, OpenedAt: at, PlacedAt: at}
		if f.doc.PlacedAt != nil {
			o.OpenedAt, o.PlacedAt = *f.doc.PlacedAt, *f.doc.PlacedAt
		}
	}
	p := f.versions.At(at)
	o, err := f.doc.goods(f.r, o, p, at)
	if err != nil {
		return err
	}
	f.order = o
	if isNew && f.state != nil {
		free := f.state.Free(at)
		f.untouched = &free
	}
	if err := f.putVouchers(at); err != nil {
		return err
	}
	postings, err := f.usePoints(p, at)
	if err != nil {
		return err
	}
	if f.doc.PaidAt == nil || len(postings) > 0 || isNew {
		f.add(journal.OrderFiled, at, postings...)
	}
	return nil
}

// usePoints puts the document's points on the order in place of those on it now (U3, U5).
func (f *filing) usePoints(p loyalty.Program, at time.Time) ([]loyalty.Posting, error) {
	var postings []loyalty.Posting
	state, former := f.state, f.order.Use
	if former.Points > 0 {
		e := f.office.event(journal.OrderFiled, at, f.now)
		restores, children := loyalty.UndoTakes(former.Takes, state.At(at), at, p.Returns.Grace(), e.ID)
		undo := loyalty.Posting{Member: f.order.Member, Kind: loyalty.UseUndone, Order: f.order.Key(), Restores: restores, Lots: children}
		postings = append(postings, undo)
		undo.Ref = ownRef(e, 0)
		state = state.With(undo)
	}
	f.order.Use = sale.PointsUse{}
	n := f.doc.UsePoints
	if n == 0 {
		return postings, nil
	}
	if f.customer.ID == "" {
		return nil, fault.At("customer_id", "field.required", nil)
	}
	free := f.untouched
	if free == nil {
		now := state.Free(at)
		free = &now
	}
	if err := limitFault(p.Use.Check(n, useBasis(f.order, *free, p))); err != nil {
		return nil, err
	}
	if n == former.Points { // only the goods have changed, and the limits still allow it
		f.order.Use = former
		return nil, nil
	}
	use := loyalty.Posting{Member: f.order.Member, Kind: loyalty.Use, Order: f.order.Key(), Ref: ownRef(f.office.event(journal.OrderFiled, at, f.now), 1)}
	takes, err := planOwn(f.r, state, n, use)
	if err != nil {
		return nil, err
	}
	use.Takes = takes
	f.order.Use = sale.PointsUse{Points: n, Value: p.Use.Value(n), Takes: takes}
	return append(postings, use), nil
}

// useBasis is the order as the limits of points see it (U3).
func useBasis(o sale.Order, a loyalty.Account, p loyalty.Program) loyalty.UseBasis {
	payable, left := o.Basis()
	return loyalty.UseBasis{Payable: payable, LeftToPay: left, Usable: a.Usable, Disabled: p.UseDisabled()}
}

// limitFault says points.limit of fewer than min_points too: in the API one code stands for every limit but step.
func limitFault(err error) error {
	if f, ok := fault.Of(err); ok && f.Code == "points.min" {
		f.Args["rule"] = string(loyalty.LimitMinPoints)
		return fault.New(f.Kind, "points.limit", f.Args)
	}
	return err
}

// pay freezes the rule and lets the points arise, when the document says that the order is paid.
func (f *filing) pay() error {
	if f.doc.PaidAt == nil || f.order.State() != sale.OpenState {
		return nil
	}
	at := *f.doc.PaidAt
	if d := f.doc.DeliveredAt; d != nil && !d.After(at) {
		f.order.DeliveredAt = *d
	}
	rule, order, err := f.rule(f.order, at)
	if err != nil {
		return err
	}
	settled, err := order.Settle(rule, at)
	if err != nil {
		return err
	}
	f.order = settled.Order
	f.add(journal.OrderPaid, at, settled.Postings...)
	return nil
}

// rule is what an order freezes when it is paid at the instant, and the order with its products judged by it (E12, E13).
func (f *filing) rule(o sale.Order, at time.Time) (loyalty.Rule, sale.Order, error) {
	p := f.versions.At(at)
	zone, err := f.office.zone(p)
	if err != nil {
		return loyalty.Rule{}, o, err
	}
	tier := p.TierOf(0)
	if f.state != nil {
		tier = p.Standing(f.state.Ranked(at), zone).Tier
	}
	return p.Freeze(tier, o.Channel, at, zone), reclassified(o, p), nil
}

// after lets happen what the document says happened behind the payment, in the order of their instants: delivery, returns, cancelling.
func (f *filing) after() error {
	type step struct {
		at time.Time
		do func(time.Time) error
	}
	var steps []step
	if d := f.doc.DeliveredAt; d != nil && f.order.DeliveredAt.IsZero() {
		steps = append(steps, step{*d, f.deliver})
	}
	for _, r := range f.newReturns() {
		at := f.now
		if r.At != nil {
			at = *r.At
		}
		steps = append(steps, step{at, func(at time.Time) error { return f.takeBack(r, at) }})
	}
	if c := f.doc.CancelledAt; c != nil && f.order.CancelledAt.IsZero() {
		steps = append(steps, step{*c, f.cancel})
	}
	slices.SortStableFunc(steps, func(a, b step) int { return a.at.Compare(b.at) })
	for _, s := range steps {
		if err := s.do(s.at); err != nil {
			return err
		}
	}
	return nil
}

// deliver hands the order over; under trigger `completed` its points arise (E8).
func (f *filing) deliver(at time.Time) error {
	if f.order.State() != sale.Paid {
		f.order.DeliveredAt = at
		f.add(journal.OrderDelivered, at)
		return nil
	}
	settled, err := f.order.Complete(at)
	if err != nil {
		return err
	}
	f.order = settled.Order
	f.add(journal.OrderDelivered, at, settled.Postings...)
	return nil
}

// takeBack is a return (C7). Fault: line.unknown at its place in the document, and those of sale.Order.Returned.
func (f *filing) takeBack(r OrderReturn, at time.Time) error {
	i := slices.IndexFunc(f.doc.Returns, func(d OrderReturn) bool { return d.ID == r.ID })
	for j, l := range r.Lines {
		if f.order.Place(l.ID) < 0 {
			return fault.At(fmt.Sprintf("returns[%d].lines[%d].id", i, j), "line.unknown", fault.Args{"line": l.ID})
		}
	}
	order, err := f.order.Returned(r.ID, at, r.lines())
	if err != nil {
		return err
	}
	return f.undo(journal.OrderReturned, order, at)
}

func (f *filing) cancel(at time.Time) error {
	keep := f.versions.At(at).Returns.UnpaidPoints == loyalty.UnpaidKeep
	order, err := f.order.Cancel(at, keep)
	if err != nil {
		return err
	}
	return f.undo(journal.OrderVoided, order, at)
}

// undo decides what the order's last return does to points and vouchers (C1 to C6).
func (f *filing) undo(kind journal.Kind, order sale.Order, at time.Time) error {
	p := f.versions.At(at)
	grace := p.Returns.Grace()
	var postings []loyalty.Posting
	if f.state != nil {
		before := f.state.At(at)
		postings = order.LastReturn(before, grace)
		if mode := f.alreadySpent(p); mode != loyalty.SpentNegative && len(postings) > 0 {
			e := f.office.event(kind, at, f.now)
			short := f.state.With(placed(e, postings)...).Short(at)
			order = order.AlreadySpent(short, mode, p.Use.ValuePerPoint)
			postings = order.LastReturn(before, grace)
		}
	}
	f.order = order
	f.add(kind, at, postings...)
	if s := order.State(); s == sale.Cancelled || s == sale.Returned {
		return f.vouchersBack(at, grace)
	}
	return nil
}

// alreadySpent is the rule for points that are spent already (C4). Money that was given before can't be kept back.
func (f *filing) alreadySpent(p loyalty.Program) string {
	if f.refunded && p.Returns.AlreadySpent == loyalty.SpentDeduct {
		return loyalty.SpentNegative
	}
	return p.Returns.AlreadySpent
}

// add drafts an event with what it does, and steps the account on. Something else at the same instant, the payment
// behind the filing, joins the event before it: so both have one place in the order of all.
func (f *filing) add(kind journal.Kind, at time.Time, postings ...loyalty.Posting) {
	n := len(f.events) - 1
	if n < 0 || kind != journal.OrderPaid || !f.events[n].event.At.Equal(at) {
		f.events = append(f.events, filedEvent{event: f.office.event(kind, at, f.now)})
		n++
	}
	e := &f.events[n]
	e.event.Kind = kind
	first := len(e.body.Postings)
	e.body.Order, e.body.Postings = f.order, append(e.body.Postings, postings...)
	for _, p := range placed(e.event, e.body.Postings)[first:] {
		if f.state.Apply(p) {
			continue
		}
		f.state = f.state.With(p)
		if p.Ranking != 0 && (f.since.IsZero() || at.Before(f.since)) {
			f.since = at
		}
	}
}
