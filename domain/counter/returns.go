package counter

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/share"
)

// source is an order that goods come back from, with all that deciding about it needs.
type source struct {
	order    sale.Order
	profile  *catalog.Member   // of its member; nil of a walk-in's, and of one who is forgotten
	fold     *loyalty.State    // that member's account, nil of a walk-in's
	vouchers []loyalty.Voucher // on the order
}

// source reads an order for a return, through the ports only. Fault: order.unknown.
func (c *Counter) source(ctx context.Context, key string) (*source, error) {
	order, err := c.Ledger.Order(ctx, key)
	if err != nil {
		return nil, err
	}
	s := &source{order: order}
	if s.vouchers, err = c.vouchersOn(ctx, order); err != nil || order.Member == "" {
		return s, err
	}
	profile, err := c.Members.Member(ctx, order.Member)
	if err == nil {
		s.profile = &profile
	} else if fault.Code(err) != "member.unknown" {
		return nil, err
	}
	postings, err := c.Members.Postings(ctx, order.Member)
	if err != nil {
		return nil, err
	}
	s.fold = loyalty.Fold(postings)
	return s, nil
}

// add steps the source on by what was just written.
func (s *source) add(b Batch) {
	for _, o := range b.Orders {
		if o.Key() == s.order.Key() {
			s.order = o
		}
	}
	for _, v := range b.Vouchers {
		if i := slices.IndexFunc(s.vouchers, func(old loyalty.Voucher) bool { return old.ID == v.ID }); i >= 0 {
			s.vouchers[i] = v
		}
	}
	for _, p := range b.Postings {
		if p.Member == s.order.Member && !s.fold.Apply(p) {
			s.fold = s.fold.With(p)
		}
	}
}

// taking is goods of an order to be taken back.
type taking struct {
	source
	id      string // of the return
	lines   []sale.ReturnLine
	cancel  bool // all that is left, of an order that isn't delivered
	later   bool // goods and money only
	program loyalty.Program
	zone    *time.Location
	now     time.Time
	place   func(n int) loyalty.Ref // of its n-th posting among all
	credit  money.VND               // the most of the refund that goes into another order
	by      sale.TenderKind         // of sale.RefundWays; 0: the money goes back as it came
}

// decision is what taking goods back does.
type decision struct {
	Offer
	after    sale.Order
	postings []loyalty.Posting
	account  loyalty.Account // of the order's member, behind it
	job      *Job            // of its slip, nil where none is printed on paper
}

// decide works out what taking the goods back does to money, points, vouchers and tier (C1 to C6). Nothing else in the
// till decides it, so that what a cashier sees is what happens (C8).
func (t taking) decide() decision {
	d := decision{Offer: Offer{Order: t.order, Member: t.profile, Goods: goodsOf(t.order, t.lines)}}
	after, err := t.returned()
	if err != nil {
		d.Fault, _ = fault.Of(err)
		return d
	}
	r := last(after)
	d.Goods, d.Policy = goodsOf(t.order, r.Lines), t.program.Returns.AlreadySpent
	switch {
	case t.later:
		after = t.goodsOnly(&d, after)
	case t.fold != nil:
		after = t.points(&d, after)
	}
	r = last(after)
	r.Tenders, r.Origin = t.order.RefundSwapped(r.Refund, min(t.credit, r.Refund))
	if t.by != 0 {
		usual := r.Tenders
		r.Tenders = t.order.RefundBy(r.Refund, t.by)
		d.Otherwise = !slices.Equal(usual, r.Tenders)
	}
	if s := after.State(); !t.later && (s == sale.Cancelled || s == sale.Returned) {
		for _, v := range t.vouchers {
			if v.Order == t.order.Key() {
				d.Vouchers = append(d.Vouchers, v.Back(t.now, t.program.Returns.Grace()))
			}
		}
	}
	d.after, d.Return = after, *r
	return d
}

// last is the order's last return, to be completed.
func last(o sale.Order) *sale.Return { return &o.Returns[len(o.Returns)-1] }

// returned is the order with the goods back.
func (t taking) returned() (sale.Order, error) {
	if t.cancel {
		switch s := t.order.State(); s {
		case sale.Paid:
			return t.order.Cancel(t.now, false)
		case sale.Completed:
			return t.order, fault.New(fault.Conflict, "order.delivered", nil)
		case sale.Draft, sale.OpenState:
			return t.order, fault.New(fault.Conflict, "order.unpaid", fault.Args{"state": s.String()})
		default:
			return t.order, fault.New(fault.Conflict, "order.closed", fault.Args{"state": s.String()})
		}
	}
	if len(t.lines) == 0 {
		return t.order, fault.New(fault.Invalid, "return.empty", nil)
	}
	for _, r := range t.lines {
		if l, known := t.order.Line(r.ID); known && !l.Weighed && !r.Quantity.Whole() {
			return t.order, fault.New(fault.Invalid, "quantity.whole", fault.Args{"name": l.Name})
		}
	}
	return t.order.Returned(t.id, t.now, slices.Clone(t.lines))
}

// points decides what the return does to the member's account, and says it in d.
func (t taking) points(d *decision, after sale.Order) sale.Order {
	before := t.fold.At(t.now)
	grace := t.program.Returns.Grace()
	d.postings, d.account = after.LastReturn(before, grace), before
	if len(d.postings) > 0 {
		d.Short = min(t.fold.With(t.placed(d.postings)...).Short(t.now), last(after).Clawed)
		after = after.AlreadySpent(d.Short, t.program.Returns.AlreadySpent, t.program.Use.ValuePerPoint)
		d.postings = after.LastReturn(before, grace)
		d.account = t.fold.With(t.placed(d.postings)...).At(t.now)
	}
	d.Before, d.After = t.standing(before), t.standing(d.account)
	d.GivenBack = givenBack(d.postings, d.account)
	return after
}

// goodsOnly leaves points and vouchers to central, and says so in d.
func (t taking) goodsOnly(d *decision, after sale.Order) sale.Order {
	if t.fold != nil {
		d.account = t.fold.At(t.now)
		d.Before = t.standing(d.account)
		d.After = d.Before
	}
	return after.GoodsOnly()
}

// placed are the return's postings with the places that they will have.
func (t taking) placed(postings []loyalty.Posting) []loyalty.Posting {
	list := slices.Clone(postings)
	for i := range list {
		list[i].Ref = t.place(i)
	}
	return list
}

func (t taking) standing(a loyalty.Account) Standing {
	return Standing{Balance: a.Balance, Usable: a.Usable, Ranking: a.Ranking, Tier: t.program.Standing(a, t.zone).Tier}
}

// givenBack are the points that come back, by when they lapse in the account behind it: soonest first.
func givenBack(postings []loyalty.Posting, a loyalty.Account) []GivenBack {
	var list []GivenBack
	add := func(lot string, points int64, grace bool) {
		g := GivenBack{Points: points, Grace: grace}
		for _, l := range a.Lots {
			if l.ID == lot {
				g.LapsesAt = l.LapsesAt
			}
		}
		if i := slices.IndexFunc(list, func(o GivenBack) bool { return o.LapsesAt.Equal(g.LapsesAt) && o.Grace == grace }); i >= 0 {
			list[i].Points += points
			return
		}
		list = append(list, g)
	}
	for _, p := range postings {
		for _, t := range p.Restores {
			add(t.Lot, t.Points, false)
		}
		for _, l := range p.Lots {
			add(l.ID, l.Points, true)
		}
	}
	slices.SortStableFunc(list, func(a, b GivenBack) int {
		return cmp.Or(rank(a.LapsesAt.IsZero())-rank(b.LapsesAt.IsZero()), a.LapsesAt.Compare(b.LapsesAt))
	})
	return list
}

// goodsOf names the goods of a return; a line that the order hasn't is left out.
func goodsOf(o sale.Order, lines []sale.ReturnLine) []ReturnedGoods {
	var goods []ReturnedGoods
	for _, r := range lines {
		if l, known := o.Line(r.ID); known {
			goods = append(goods, ReturnedGoods{Line: l, Quantity: r.Quantity})
		}
	}
	return goods
}

// behind are the places of postings that would be written next.
func behind(h journal.Head, now time.Time) func(n int) loyalty.Ref {
	return func(n int) loyalty.Ref {
		return loyalty.Ref{ID: fmt.Sprintf("offer/%d", n+1), At: now, Writer: h.Writer, Epoch: h.Epoch, Seq: h.Seq + 1}
	}
}

// shown says whether that is the number of the order's receipt, so that the customer has it at hand.
func shown(o sale.Order, receipt string) bool {
	return o.Receipt != "" && strings.ToUpper(strings.TrimSpace(receipt)) == o.Receipt
}

// returnOffer says what taking goods back would do. But for where the journal stands it reads through the ports only,
// because it may run beside Do.
func (c *Counter) returnOffer(ctx context.Context, q ReturnOffer) (*Offer, error) {
	c.acquire()
	head, now := c.head, c.now()
	later := !q.Cancel && c.away() && !c.hasPen(share.Pen(q.Order))
	c.release()
	programs, err := c.Settings.Programs(ctx)
	if err != nil {
		return nil, err
	}
	s, err := c.source(ctx, q.Order)
	if err != nil {
		return nil, err
	}
	t := taking{source: *s, lines: q.Lines, cancel: q.Cancel, by: q.By, later: later, program: programs.At(now), zone: c.Zone, now: now}
	t.id, t.place = "offer", behind(head, now)
	offer := t.decide().Offer
	offer.Approval = offer.Fault == nil && (t.later || offer.Otherwise || !shown(s.order, q.Receipt))
	return &offer, nil
}
