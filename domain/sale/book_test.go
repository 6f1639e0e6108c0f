package sale_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// book is a shop with one member: a programme, and the fold of all that orders and vouchers post. It does what a
// counter does with them; carts are opened, paid and taken back a minute after what was before.
type book struct {
	t        testing.TB
	program  loyalty.Program
	zone     *time.Location
	now      time.Time
	postings []loyalty.Posting
	named    int
}

// account is a book that starts with so many points which never lapse, under the default programme.
func account(t testing.TB, points int64) *book {
	b := &book{t: t, program: loyalty.Default(), now: now}
	b.zone = must[*time.Location](t)(time.LoadLocation(b.program.TimeZone))
	lot := loyalty.Lot{ID: "opening", Root: "opening", Points: points, AroseAt: now, UsableAt: now}
	b.post(loyalty.Posting{Member: "anh", Kind: loyalty.Adjust, Lots: []loyalty.Lot{lot}})
	return b
}

func (b *book) tick(d time.Duration) { b.now = b.now.Add(d) }

func (b *book) name() string {
	b.named++
	return fmt.Sprint("n", b.named)
}

func (b *book) post(postings ...loyalty.Posting) {
	b.postings = append(b.postings, b.placed(postings)...)
}

// placed are postings with the next places of all.
func (b *book) placed(postings []loyalty.Posting) []loyalty.Posting {
	list := slices.Clone(postings)
	for i := range list {
		n := len(b.postings) + i
		list[i].Ref = loyalty.Ref{ID: fmt.Sprint("e", n), At: b.now, Writer: "01", Epoch: 1, Seq: uint64(n)}
	}
	return list
}

func (b *book) state() *loyalty.State  { return loyalty.Fold(b.postings) }
func (b *book) at() loyalty.Account    { return b.state().At(b.now) }
func (b *book) grace() time.Duration   { return b.program.Returns.Grace() }
func (b *book) tier() loyalty.Standing { return b.program.Standing(b.at(), b.zone) }

// cart opens one for the member.
func (b *book) cart() sale.Order {
	b.t.Helper()
	b.tick(time.Minute)
	return must[sale.Order](b.t)(sale.Open(b.name(), "01", "s1", "hong", b.now).Attach("anh"))
}

// use takes points off the account and the cart.
func (b *book) use(o sale.Order, points int64) sale.Order {
	b.t.Helper()
	takes := must[[]loyalty.Take](b.t)(b.at().Plan(points, b.now))
	b.post(loyalty.Posting{Member: "anh", Kind: loyalty.Use, Order: o.Key(), Takes: takes})
	return must[sale.Order](b.t)(o.Using(sale.PointsUse{Points: points, Value: b.program.Use.Value(points), Takes: takes}))
}

// pay settles the cart; what isn't tendered is paid in cash.
func (b *book) pay(o sale.Order) sale.Order {
	b.t.Helper()
	b.tick(time.Minute)
	if due := o.Totals().Due; due > 0 {
		o = must[sale.Order](b.t)(o.Tendered(sale.Cash, due, ""))
	}
	rule := b.program.Freeze(b.tier().Tier, o.Channel, b.now, b.zone)
	s := must[sale.Settled](b.t)(o.Pay(rule, "HD-01-"+o.ID, b.now))
	b.post(s.Postings...)
	return s.Order
}

func (b *book) deliver(o sale.Order) sale.Order {
	b.t.Helper()
	b.tick(time.Minute)
	s := must[sale.Settled](b.t)(o.Complete(b.now))
	b.post(s.Postings...)
	return s.Order
}

// takeBack returns goods and gives their money.
func (b *book) takeBack(o sale.Order, lines ...sale.ReturnLine) sale.Order {
	b.t.Helper()
	b.tick(time.Minute)
	o, postings := b.returned(must[sale.Order](b.t)(o.Returned(b.name(), b.now, lines)))
	b.post(postings...)
	return given(o, 0)
}

// cancel takes back what is left of an order, or voids a cart.
func (b *book) cancel(o sale.Order) sale.Order {
	b.t.Helper()
	b.tick(time.Minute)
	o, postings := b.returned(must[sale.Order](b.t)(o.Cancel(b.now, false)))
	b.post(postings...)
	return given(o, 0)
}

// returned decides what the order's last return does to the account; nothing has happened to it yet.
func (b *book) returned(o sale.Order) (sale.Order, []loyalty.Posting) {
	before, spent := b.at(), b.program.Returns.AlreadySpent
	postings := o.LastReturn(before, b.grace())
	if short := -b.state().With(b.placed(postings)...).At(b.now).Balance; short > 0 {
		o = o.AlreadySpent(short, spent, b.program.Use.ValuePerPoint)
		postings = o.LastReturn(before, b.grace())
	}
	return o, postings
}

// redeem buys a voucher with points: of a reward, or of so much money when that has no cost.
func (b *book) redeem(reward loyalty.Reward, points int64) loyalty.Voucher {
	b.t.Helper()
	account, code := b.at(), b.name()
	takes := must[[]loyalty.Take](b.t)(account.Plan(points, b.now))
	v := reward.Issue(code, "issue-"+code, "anh", takes, b.now)
	if reward.Cost == 0 {
		v = b.program.MoneyVoucher(code, "issue-"+code, "anh", points, takes, account, b.now)
	}
	b.post(loyalty.Posting{Member: "anh", Kind: loyalty.Redeem, Voucher: code, Takes: takes})
	return v
}

// handBack turns a voucher into its points again.
func (b *book) handBack(v loyalty.Voucher) loyalty.Voucher {
	b.t.Helper()
	v = must[loyalty.Voucher](b.t)(v.HandBack(b.now))
	restores, children := loyalty.UndoTakes(v.Takes, b.at(), b.now, b.grace(), loyalty.LotID(v.Issue, v.Generation))
	b.post(loyalty.Posting{Member: "anh", Kind: loyalty.RedeemUndone, Voucher: v.ID, Restores: restores, Lots: children})
	return v
}

// given is the order with the money of its last return given: so much of it into a new order, the rest to the customer.
func given(o sale.Order, swap money.VND) sale.Order {
	r := &o.Returns[len(o.Returns)-1]
	r.Tenders, r.Origin = o.RefundSwapped(r.Refund, swap)
	return o
}
