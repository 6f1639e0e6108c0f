package sale_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// life is a random history of one member's: sales with points, vouchers and gifts, carts thrown away, redemptions, vouchers
// handed back, returns, cancellations and exchanges. In the end everything goes back.
type life struct {
	*book
	r        *rapid.T
	orders   []sale.Order
	vouchers []loyalty.Voucher
	rewards  []loyalty.Reward
	opening  int64         // points in the beginning
	pause    time.Duration // between two things, at most
}

func anyLife(r *rapid.T, pause time.Duration, change func(*loyalty.Program)) *life {
	l := &life{r: r, opening: rapid.Int64Range(1, 120).Draw(r, "opening"), pause: pause}
	l.book = account(panicking{}, l.opening)
	p := &l.program
	p.Tiers[1].MinRankingPoints, p.Tiers[1].Rate = 300, money.Per100(rapid.Int64Range(50, 400).Draw(r, "rate"))
	p.Tiers[2].MinRankingPoints = 900
	p.Rounding = rapid.SampledFrom([]loyalty.Rounding{loyalty.RoundDrop, loyalty.RoundHalfUp}).Draw(r, "rounding")
	p.Earn.Trigger = rapid.SampledFrom([]loyalty.Trigger{loyalty.TriggerPaid, loyalty.TriggerCompleted}).Draw(r, "trigger")
	p.Earn.Base.Tax = rapid.SampledFrom([]string{loyalty.Included, loyalty.Excluded}).Draw(r, "tax")
	p.Earn.Base.DiscountedLines = rapid.SampledFrom([]string{loyalty.LinesEarn, loyalty.LinesNone}).Draw(r, "discounted lines")
	p.Earn.Base.PointsPaid = rapid.SampledFrom([]string{loyalty.Included, loyalty.Excluded}).Draw(r, "points paid")
	if rapid.Bool().Draw(r, "activation") {
		p.Earn.Activation = loyalty.Activation{Mode: loyalty.ActivateHours, Value: 1}
	}
	change(p)
	amount, part, most := money.VND(30_000), money.Per100(15), money.VND(25_000)
	for i, g := range []loyalty.Gives{{Kind: loyalty.GiveAmount, Amount: &amount}, {Kind: loyalty.GivePercent, Percent: &part, Cap: &most},
		{Kind: loyalty.GiveProduct, SKU: milk().SKU}} {
		l.rewards = append(l.rewards, loyalty.Reward{ID: fmt.Sprint(i), Cost: int64(5 + 7*i), Gives: g, WithPoints: true, WithVouchers: true})
	}
	return l
}

// run does so many things, then lets everything go back.
func (l *life) run() {
	for range rapid.IntRange(1, 12).Draw(l.r, "things") {
		l.wait()
		switch rapid.IntRange(0, 9).Draw(l.r, "thing") {
		case 0, 1, 2, 3:
			l.sell()
		case 4, 5:
			l.buyVoucher()
		case 6:
			l.handOneBack()
		case 7:
			l.deliverOne()
		default:
			l.returnSome()
		}
	}
	for l.undoOne() {
		l.wait()
	}
}

func (l *life) wait() {
	l.tick(time.Duration(rapid.Int64Range(1, int64(l.pause/time.Minute)).Draw(l.r, "minutes")) * time.Minute)
}

// fill puts goods into a cart.
func (l *life) fill(o sale.Order) sale.Order {
	for range rapid.IntRange(1, 3).Draw(l.r, "lines") {
		p := rapid.SampledFrom([]catalog.Product{milk(), topUp(), oranges(), {SKU: "BUT", Name: "Bút", Price: 7_777, Earns: true}}).Draw(l.r, "product")
		q := money.Units(rapid.Int64Range(1, 4).Draw(l.r, "units"))
		if p.Weighed {
			q = money.Quantity(rapid.Int64Range(1, 3_000).Draw(l.r, "grams"))
		}
		o = add(panicking{}, o, p, q)
	}
	if rapid.IntRange(0, 3).Draw(l.r, "discount") == 0 {
		o = must[sale.Order](panicking{})(o.DiscountLine(o.Lines[0].ID, money.Per100(rapid.Int64Range(1, 100).Draw(l.r, "part")), ""))
	}
	return o
}

// apply puts vouchers that can be used on the cart, gifts with them.
func (l *life) apply(o sale.Order) sale.Order {
	var list []loyalty.Voucher
	for i, v := range l.vouchers {
		if v.State(l.now) != loyalty.VoucherIssued || rapid.Bool().Draw(l.r, "keep the voucher") {
			continue
		}
		if g := v.Terms.Gives; g.Kind == loyalty.GiveProduct && !o.HasProduct(v.ID, g.SKU) {
			o = gifted(panicking{}, o, milk(), v.ID)
		}
		l.vouchers[i] = v.Use(o.Key(), l.now)
		list = append(list, v)
		o = vouchered(panicking{}, o, list...)
	}
	return o
}

// sell is a sale, perhaps swapped for something, or a cart thrown away.
func (l *life) sell() {
	o := l.apply(l.fill(l.cart()))
	account := l.at()
	payable, left := o.Basis()
	if limit := l.program.Use.Limit(loyalty.UseBasis{Payable: payable, LeftToPay: left, Usable: account.Usable}); limit.Max > 0 {
		if n := rapid.Int64Range(0, limit.Max).Draw(l.r, "points"); n > 0 {
			o = l.use(o, n)
		}
	}
	if rapid.IntRange(0, 5).Draw(l.r, "thrown away") == 0 {
		l.vouchersBack(l.cancel(o), 0)
		return
	}
	o = must[sale.Order](panicking{})(o.ForLater(rapid.Bool().Draw(l.r, "later")))
	o = l.tender(l.swap(o))
	before := o.Totals()
	if o = l.pay(o); o.Totals().Paid != before.Payable || o.Totals().Due != 0 {
		l.r.Fatalf("S4: %+v", o.Totals())
	}
	l.orders = append(l.orders, o)
}

// swap makes the cart an exchange, now and then; the return is written at once, as the payment follows at once.
func (l *life) swap(o sale.Order) sale.Order {
	i := l.anyOrder()
	if i < 0 || rapid.Bool().Draw(l.r, "no exchange") {
		return o
	}
	old := l.orders[i]
	lines := l.anyLines(old)
	l.tick(time.Minute)
	returned, postings := l.returned(must[sale.Order](panicking{})(old.Returned(l.name(), l.now, lines)))
	credit := returned.Returns[len(returned.Returns)-1].Refund
	o = must[sale.Order](panicking{})(o.Swapping(sale.Exchange{Order: old.Key(), Receipt: old.Receipt, Lines: lines, Credit: credit}))
	l.post(postings...)
	returned = given(returned, o.Totals().Credit)
	o.Exchange.Origin = returned.Returns[len(returned.Returns)-1].Origin
	l.keep(i, returned)
	return o
}

// tender pays some of the cart in other ways than cash.
func (l *life) tender(o sale.Order) sale.Order {
	for _, kind := range []sale.TenderKind{sale.Card, sale.Transfer} {
		if due := o.Totals().Due; due > 0 {
			if n := money.VND(rapid.Int64Range(0, int64(due)).Draw(l.r, "tender")); n > 0 {
				o = must[sale.Order](panicking{})(o.Tendered(kind, n, ""))
			}
		}
	}
	return o
}

// anyOrder is an order of which something is with the customer, -1 when there is none.
func (l *life) anyOrder() int {
	var some []int
	for i, o := range l.orders {
		if s := o.State(); s == sale.Paid || s == sale.Completed {
			some = append(some, i)
		}
	}
	if len(some) == 0 {
		return -1
	}
	return rapid.SampledFrom(some).Draw(l.r, "order")
}

// anyLines are some of the goods that are left of it.
func (l *life) anyLines(o sale.Order) []sale.ReturnLine {
	var lines []sale.ReturnLine
	for _, line := range o.Lines {
		if left := line.Quantity - o.Back(line.ID); left > 0 && rapid.Bool().Draw(l.r, "this line") {
			lines = append(lines, sale.ReturnLine{ID: line.ID, Quantity: money.Quantity(rapid.Int64Range(1, int64(left)).Draw(l.r, "back"))})
		}
	}
	if lines == nil {
		return rest(o)
	}
	return lines
}

// rest is all that is left of an order.
func rest(o sale.Order) []sale.ReturnLine {
	var lines []sale.ReturnLine
	for _, line := range o.Lines {
		if left := line.Quantity - o.Back(line.ID); left > 0 {
			lines = append(lines, sale.ReturnLine{ID: line.ID, Quantity: left})
		}
	}
	return lines
}

// keep stores an order as returned and checks what was given.
func (l *life) keep(i int, o sale.Order) {
	l.orders[i] = o
	if s := o.State(); s == sale.Returned || s == sale.Cancelled {
		l.vouchersBack(o, l.grace())
	}
	for _, kind := range []sale.TenderKind{sale.Card, sale.Transfer} {
		if left := leftBy(o, kind); left < 0 {
			l.r.Fatalf("%d more given back by %d than was paid by it", -left, kind)
		}
	}
	r := o.Returns[len(o.Returns)-1]
	if all, _ := tendersSum(r.Tenders); all != r.Refund || r.Refund < 0 || r.Clawed < 0 || r.Restored < 0 || r.Forgiven < 0 {
		l.r.Fatalf("given back %+v", r)
	}
}

func amountBy(t sale.Tender, kind sale.TenderKind) money.VND {
	if t.Kind != kind {
		return 0
	}
	return t.Amount()
}

func (l *life) vouchersBack(o sale.Order, grace time.Duration) {
	for i, v := range l.vouchers {
		if v.Order == o.Key() {
			l.vouchers[i] = v.Back(l.now, grace)
		}
	}
}

func (l *life) buyVoucher() {
	reward, usable := rapid.SampledFrom(l.rewards).Draw(l.r, "reward"), l.at().Usable
	if rapid.Bool().Draw(l.r, "as money") {
		reward = loyalty.Reward{}
	}
	points := reward.Cost
	if points == 0 && usable > 0 {
		points = rapid.Int64Range(1, usable).Draw(l.r, "points")
	}
	if points > 0 && points <= usable {
		l.vouchers = append(l.vouchers, l.redeem(reward, points))
	}
}

// handOneBack hands a voucher back, if there is one to hand back.
func (l *life) handOneBack() bool {
	i := slices.IndexFunc(l.vouchers, func(v loyalty.Voucher) bool { return v.State(l.now) == loyalty.VoucherIssued && v.Cost > 0 })
	if i < 0 {
		return false
	}
	l.vouchers[i] = l.handBack(l.vouchers[i])
	return true
}

func (l *life) deliverOne() {
	if i := slices.IndexFunc(l.orders, func(o sale.Order) bool { return o.State() == sale.Paid }); i >= 0 {
		l.orders[i] = l.deliver(l.orders[i])
	}
}

func (l *life) returnSome() bool {
	i := l.anyOrder()
	if i < 0 {
		return false
	}
	if o := l.orders[i]; o.State() == sale.Paid && rapid.Bool().Draw(l.r, "cancel") {
		l.keep(i, l.cancel(o))
	} else {
		l.keep(i, l.takeBack(o, l.anyLines(o)...))
	}
	return true
}

// undoOne takes something back; false when nothing is left to.
func (l *life) undoOne() bool {
	if rapid.Bool().Draw(l.r, "a voucher first") && l.handOneBack() {
		return true
	}
	return l.returnSome() || l.handOneBack()
}

// leftBy is what an order still has of a kind of money, through exchanges too.
func leftBy(o sale.Order, kind sale.TenderKind) (left money.VND) {
	for _, t := range slices.Concat(o.Tenders, o.Exchange.Origin) {
		left += amountBy(t, kind)
	}
	for _, r := range o.Returns {
		for _, t := range slices.Concat(r.Tenders, r.Origin) {
			left -= amountBy(t, kind)
		}
	}
	return left
}

// money is what the shop got less what it gave back, goods apart, and what it kept back for points.
func (l *life) money() (left, deducted money.VND) {
	for _, o := range l.orders {
		paid, swapped := tendersSum(o.Tenders)
		back := o.Undoing()
		var given money.VND
		for _, r := range o.Returns {
			all, swap := tendersSum(r.Tenders)
			given, swapped = given+all, swapped-swap
		}
		if paid != given+back.Deducted || given != back.Refund {
			l.r.Fatalf("%s: %d paid, %d given back, %+v", o.ID, paid, given, back)
		}
		for _, kind := range []sale.TenderKind{sale.Card, sale.Transfer} {
			if n := leftBy(o, kind); n != 0 && back.Deducted == 0 {
				l.r.Fatalf("%s: %d of what was paid by %d came out another way", o.ID, n, kind)
			}
		}
		left, deducted = left+paid-given-swapped, deducted+back.Deducted
	}
	return left, deducted
}

func (l *life) forgiven() (points int64) {
	for _, o := range l.orders {
		points += o.Undoing().Forgiven
	}
	return points
}

// TestEverythingReturnedLeavesNothing: whatever was bought, used, redeemed, exchanged and cancelled on the way, once all of
// it has come back the points, the ranking, the vouchers and the money are as they were. What the programme let go
// (floor_at_zero) stays the member's, and what it kept back (deduct_from_refund) was paid for.
func TestEverythingReturnedLeavesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		mode := rapid.SampledFrom([]string{loyalty.SpentNegative, loyalty.SpentNegative, loyalty.SpentFloor, loyalty.SpentDeduct}).Draw(r, "already spent")
		l := anyLife(r, 90*time.Minute, func(p *loyalty.Program) { p.Returns.AlreadySpent = mode })
		present := []loyalty.Voucher{offAmount("present", 20_000), freeProduct("gift", milk())} // they cost no points
		l.vouchers = slices.Clone(present)
		l.run()
		a, forgiven := l.at(), l.forgiven()
		if a.Balance != l.opening+forgiven || a.Usable != a.Balance || a.Ranking != 0 || a.Debt != 0 {
			r.Fatalf("%+v, %d points were forgiven", a, forgiven)
		}
		if mode == loyalty.SpentNegative && (forgiven != 0 || len(a.Living()) != 1 || a.Living()[0].ID != "opening") {
			r.Fatalf("the points are others: %+v", a.Living())
		}
		money, deducted := l.money()
		if money != deducted || mode != loyalty.SpentDeduct && money != 0 || mode == loyalty.SpentDeduct && deducted != l.program.Use.Value(forgiven) {
			r.Fatalf("%d left in the drawer, %d kept back, %d points let go", money, deducted, forgiven)
		}
		for i, v := range present {
			got := l.vouchers[i]
			if got.Generation = 0; !reflect.DeepEqual(got, v) {
				r.Fatalf("a voucher that was there %+v", got)
			}
		}
		for _, v := range l.vouchers[len(present):] {
			if v.State(l.now) != loyalty.VoucherHandedBack {
				r.Fatalf("%+v", v)
			}
		}
	})
}

// TestEverythingReturnedAfterLapsesChargesNothingTwice: where points lapse meanwhile, no more of them are there in the end than
// in the beginning, at no instant behind it, and no debt is left but for what vouchers cost that expired unused: those points were spent.
func TestEverythingReturnedAfterLapsesChargesNothingTwice(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l := anyLife(r, 12*24*time.Hour, func(p *loyalty.Program) {
			days := rapid.IntRange(1, 30).Draw(r, "days")
			p.Expiry = rapid.SampledFrom([]loyalty.Expiry{{Mode: loyalty.ExpiryAfterAccrual, Days: days}, {Mode: loyalty.ExpiryAfterLastOrder, Days: days},
				{Mode: loyalty.ExpiryYearly, Month: 12, Day: rapid.IntRange(1, 31).Draw(r, "day")}}).Draw(r, "expiry")
			p.Returns.AlreadySpent = rapid.SampledFrom([]string{loyalty.SpentNegative, loyalty.SpentFloor, loyalty.SpentDeduct}).Draw(r, "already spent")
			p.Returns.GraceDays = rapid.IntRange(0, 20).Draw(r, "grace")
		})
		least := l.opening
		if rapid.Bool().Draw(r, "the first points lapse too") {
			l.postings[0].Lots[0].Expiry = loyalty.LotExpiry{Mode: loyalty.ExpiryAfterAccrual, LapsesAt: now.Add(9 * 24 * time.Hour)}
			least = 0
		}
		l.run()
		var expired int64
		for _, v := range l.vouchers {
			if v.HandedBackAt.IsZero() {
				expired += v.Cost
			}
		}
		state := l.state()
		for day := range 70 {
			a := state.At(l.now.Add(time.Duration(day) * 24 * time.Hour))
			if a.Balance > l.opening+l.forgiven() || a.Balance < least-expired || a.Ranking != 0 {
				r.Fatalf("day %d: %+v, %d points in vouchers that expired", day, a, expired)
			}
		}
		if money, deducted := l.money(); money != deducted {
			r.Fatalf("%d left in the drawer, %d kept back", money, deducted)
		}
	})
}
