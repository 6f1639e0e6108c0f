package sale_test

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// goodsAt is a product of that price that earns.
func goodsAt(price money.VND) catalog.Product {
	return catalog.Product{SKU: fmt.Sprint("SKU-", price), Name: fmt.Sprint("Hàng ", price), Price: price, VAT: catalog.FlatVAT(money.Per100(8)), Earns: true}
}

// The three lines of retail practice on a real account: whichever comes back first, 213 points go and 37 come.
func TestWorkedThreeLinesComeBackInAnyOrder(t *testing.T) {
	for _, order := range [][]string{{"1", "2", "3"}, {"1", "3", "2"}, {"2", "1", "3"}, {"2", "3", "1"}, {"3", "1", "2"}, {"3", "2", "1"}} {
		b := account(t, 500)
		o := b.cart()
		for _, price := range []money.VND{119_900, 85_500, 44_900} {
			o = add(t, o, goodsAt(price), money.Units(1))
		}
		o = b.pay(b.use(o, 37))
		if a := b.at(); o.Earned != 213 || a.Balance != 500-37+213 || a.Ranking != 213 {
			t.Fatalf("%+v", a)
		}
		for _, line := range order {
			o = b.takeBack(o, whole(line, 1)...)
		}
		if a := b.at(); a.Balance != 500 || a.Ranking != 0 || len(a.Living()) != 1 || o.Undoing().Clawed != 213 || o.Undoing().Refund != 213_300 {
			t.Errorf("%v: %+v", order, a)
		}
	}
}

// The same three lines as two, three and four pieces: all 1.260 orders in which they can come back one by one.
func TestWorkedThreeLinesComeBackPieceByPiece(t *testing.T) {
	o := cart()
	for i, price := range []money.VND{59_950, 28_500, 11_225} {
		o = add(t, o, goodsAt(price), money.Units(int64(i+2)))
	}
	o = must[sale.Order](t)(o.Attach("anh"))
	o = must[sale.Order](t)(o.Using(sale.PointsUse{Points: 37, Value: 37_000, Takes: []loyalty.Take{{Lot: "a", Points: 37}}}))
	o = paid(t, o, rule()).Order
	ways := 0
	var go1 func(o sale.Order, left [3]int)
	go1 = func(o sale.Order, left [3]int) {
		if left == [3]int{} {
			ways++
			if sum := o.Undoing(); sum.Clawed != 213 || sum.Refund != 213_300 || sum.Restored != 37 || sum.Ranking != 213 || o.State() != sale.Returned {
				t.Errorf("%+v: %+v", o.Returns, sum)
			}
			return
		}
		for i := range left {
			if left[i] > 0 {
				rest := left
				rest[i]--
				go1(back(t, o, "r", whole(fmt.Sprint(i+1), 1)), rest)
			}
		}
	}
	if go1(o, [3]int{2, 3, 4}); ways != 1260 {
		t.Errorf("%d ways", ways)
	}
}

// An order that lifts its member into the next tier earned at the tier before it (E12), and is taken back at that.
func TestWorkedOrdersThatCrossATierComeBackAtTheirOwnRate(t *testing.T) {
	b := account(t, 1)
	first := b.pay(add(t, b.cart(), goodsAt(1_950_000), money.Units(1)))
	crossing := b.pay(add(t, b.cart(), goodsAt(50_000), money.Units(2)))
	above := b.pay(add(t, b.cart(), goodsAt(50_000), money.Units(2)))
	if first.Earned != 1_950 || crossing.Earned != 100 || above.Earned != 110 || b.tier().Tier.ID != "bac" {
		t.Fatalf("%d, %d, %d points, %s", first.Earned, crossing.Earned, above.Earned, b.tier().Tier.ID)
	}
	crossing = b.takeBack(crossing, whole("1", 1)...)
	above = b.takeBack(above, whole("1", 1)...)
	first = b.takeBack(first, whole("1", 1)...) // below the tier again: what is left of the others stays as it was earned
	crossing = b.takeBack(crossing, whole("1", 1)...)
	above = b.takeBack(above, whole("1", 1)...)
	for _, c := range []struct {
		o    sale.Order
		want []int64
	}{{first, []int64{1_950}}, {crossing, []int64{50, 50}}, {above, []int64{55, 55}}} {
		for i, want := range c.want {
			if got := c.o.Returns[i].Clawed; got != want {
				t.Errorf("%s: %d points for one piece, want %d", c.o.ID, got, want)
			}
		}
	}
	if a := b.at(); a.Balance != 1 || a.Ranking != 0 || b.tier().Tier.ID != "bac" { // C6: lost at review only, and here is none
		t.Errorf("%+v, %s", a, b.tier().Tier.ID)
	}
}

// Points of 30 days: 100 earned, 40 of them used on another order, the rest lapsed; then both orders come back.
func TestWorkedPointsThatLapsedBeforeTheReturnAreNotChargedTwice(t *testing.T) {
	const days = 24 * time.Hour
	sold := func() (b *book, first, second sale.Order) {
		b = account(t, 1)
		b.program.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 30}
		first = b.pay(add(t, b.cart(), goodsAt(100_000), money.Units(1)))
		o := add(t, b.cart(), topUp(), money.Units(4)) // earns nothing
		second = b.pay(b.use(o, 40))
		if b.tick(40 * days); b.at().Balance != 1 {
			t.Fatalf("before the returns: %+v", b.at())
		}
		return b, first, second
	}
	b, first, second := sold()
	b.takeBack(first, whole("1", 1)...)
	if a := b.at(); a.Balance != -39 || a.Debt != 40 { // 60 lapsed unused; 40 were spent, and the goods for them are still out
		t.Errorf("%+v", a)
	}
	b.takeBack(second, whole("1", 4)...)
	if a := b.at(); a.Balance != 1 || a.Debt != 0 {
		t.Errorf("both are back: %+v", a)
	}
	b, first, second = sold()
	b.takeBack(second, whole("1", 4)...)
	if a := b.at(); a.Balance != 41 || a.NextLapse == nil || !a.NextLapse.At.Equal(b.now.Add(30*days)) || a.NextLapse.Points != 40 { // C2: the grace
		t.Errorf("used points whose time is over: %+v", a)
	}
	b.takeBack(first, whole("1", 1)...)
	if a := b.at(); a.Balance != 1 || a.Debt != 0 {
		t.Errorf("the other way round: %+v", a)
	}
}

func TestWorkedExcludedLinesGiveNoPointsBack(t *testing.T) {
	without := rule()
	without.ExcludedFromRanking = true
	for _, c := range []struct {
		rule          loyalty.Rule
		cards, milk   sale.Return
		rankingPoints int64
	}{
		{rule(), sale.Return{Refund: 45_000, Ranking: 45}, sale.Return{Refund: 96_000, Clawed: 96, Ranking: 96}, 141},
		{without, sale.Return{Refund: 45_000}, sale.Return{Refund: 96_000, Clawed: 96, Ranking: 96}, 96},
	} {
		o := paid(t, basket(t), c.rule).Order
		if o.Earned != 96 || o.Ranking != c.rankingPoints {
			t.Fatalf("%d and %d", o.Earned, o.Ranking)
		}
		figures := func(r sale.Return) sale.Return {
			return sale.Return{Refund: r.Refund, Clawed: r.Clawed, Ranking: r.Ranking, Restored: r.Restored}
		}
		if got := figures(back(t, o, "r", whole("2", 3)).Returns[0]); !reflect.DeepEqual(got, c.cards) {
			t.Errorf("the cards: %+v", got)
		}
		if got := figures(back(t, o, "r", whole("1", 3)).Returns[0]); !reflect.DeepEqual(got, c.milk) {
			t.Errorf("the milk: %+v", got)
		}
	}
}

func TestWorkedAnOrderPaidWhollyWithPointsGivesPointsBackAndNoMoney(t *testing.T) {
	for included, earned := range map[string]int64{loyalty.Excluded: 0, loyalty.Included: 96} {
		b := account(t, 500)
		b.program.Earn.Base.PointsPaid = included
		o := b.pay(b.use(add(t, b.cart(), milk(), money.Units(3)), 96))
		if o.Earned != earned || len(o.Tenders) != 0 || b.at().Balance != 404+earned {
			t.Fatalf("%d points, %+v", o.Earned, o.Tenders)
		}
		o = b.takeBack(o, whole("1", 1)...)
		if r := o.Returns[0]; r.Refund != 0 || r.Tenders != nil || r.Restored != 32 || r.Clawed != earned/3 {
			t.Errorf("%+v", r)
		}
		o = b.takeBack(o, whole("1", 2)...)
		if a, sum := b.at(), o.Undoing(); a.Balance != 500 || a.Ranking != 0 || sum.Refund != 0 || sum.Restored != 96 || sum.Clawed != earned {
			t.Errorf("%+v, %+v", a, sum)
		}
	}
}

// Sold at 8 % in 2026, brought back at 10 % in 2027, where points are earned on prices without VAT.
func TestWorkedALineSoldAt8PercentComesBackAt8Percent(t *testing.T) {
	p := goodsAt(108_000)
	p.VAT = catalog.ReducedVAT()
	b := account(t, 1)
	b.program.Earn.Base.Tax = loyalty.Excluded
	b.now = time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC) // 23:00 in the shop
	at := func(o sale.Order) sale.Order {
		o, _, err := o.Add(p, money.Units(2), loyalty.NotExcluded, b.now)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	old := b.pay(at(b.cart()))
	b.tick(48 * time.Hour)
	fresh := b.pay(at(b.cart()))
	if old.Earned != 200 || fresh.Earned != 196 || old.Lines[0].VAT != money.Per100(8) || fresh.Lines[0].VAT != money.Per100(10) {
		t.Fatalf("%d and %d points", old.Earned, fresh.Earned)
	}
	old = b.takeBack(old, whole("1", 1)...)
	if r := old.Returns[0]; r.Clawed != 100 || r.Ranking != 100 || r.Refund != 108_000 {
		t.Errorf("%+v", r)
	}
	want := []sale.VATGroup{{Rate: money.Per100(8), Gross: 216_000, Net: 200_000, Tax: 16_000}}
	if got := old.Totals().VAT; !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	b.takeBack(old, whole("1", 1)...)
	if a := b.at(); a.Balance != 1+196 || a.Ranking != 196 {
		t.Errorf("%+v", a)
	}
}

// 10 points there and 96 earned; 100 of them are used on another order when the first comes back: 6 are left.
func TestWorkedC4EveryPolicyForPointsAlreadySpent(t *testing.T) {
	for mode, want := range map[string]struct {
		one, all      sale.Return // a third of the order comes back, then the rest
		balance, then int64       // behind both, and when the other order has come back too
	}{
		loyalty.SpentNegative: {sale.Return{Clawed: 32, Refund: 32_000}, sale.Return{Clawed: 64, Refund: 64_000}, -90, 10},
		loyalty.SpentFloor:    {sale.Return{Clawed: 6, Forgiven: 26, Refund: 32_000}, sale.Return{Forgiven: 64, Refund: 64_000}, 0, 100},
		loyalty.SpentDeduct: {sale.Return{Clawed: 6, Forgiven: 26, Refund: 6_000, Deducted: 26_000},
			sale.Return{Forgiven: 64, Deducted: 64_000}, 0, 100},
	} {
		b := account(t, 10)
		b.program.Returns.AlreadySpent = mode
		first := b.pay(add(t, b.cart(), milk(), money.Units(3)))
		second := b.pay(b.use(add(t, b.cart(), topUp(), money.Units(7)), 100))
		for i, units := range []int64{1, 2} {
			first = b.takeBack(first, whole("1", units)...)
			r := first.Returns[i]
			got := sale.Return{Clawed: r.Clawed, Forgiven: r.Forgiven, Refund: r.Refund, Deducted: r.Deducted}
			if w := []sale.Return{want.one, want.all}[i]; !reflect.DeepEqual(got, w) || r.Ranking != 32*units {
				t.Errorf("%s, return %d: %+v, want %+v", mode, i+1, got, w)
			}
			if all, _ := tendersSum(r.Tenders); all != r.Refund {
				t.Errorf("%s: %d given of %d", mode, all, r.Refund)
			}
		}
		a := b.at()
		if a.Balance != want.balance || a.Debt != max(0, -want.balance) {
			t.Errorf("%s: %+v", mode, a)
		}
		if _, err := a.Plan(1, b.now); fault.Code(err) != "points.short" {
			t.Errorf("%s: used with nothing there: %v", mode, err)
		}
		b.takeBack(second, whole("1", 7)...) // what was let go or paid for is the member's (SHARES 25)
		if a := b.at(); a.Balance != want.then || a.Debt != 0 {
			t.Errorf("%s: %+v", mode, a)
		}
	}
}

func TestC4ADeductionReachesAsFarAsTheRefund(t *testing.T) {
	b := account(t, 1)
	b.program.Returns.AlreadySpent, b.program.Tiers[0].Rate = loyalty.SpentDeduct, money.Per100(300)
	first := b.pay(add(t, b.cart(), milk(), money.Units(1))) // 96 points, worth three times the money
	b.pay(b.use(add(t, b.cart(), topUp(), money.Units(7)), 97))
	first = b.takeBack(first, whole("1", 1)...)
	if r := first.Returns[0]; r.Deducted != 32_000 || r.Refund != 0 || r.Forgiven != 32 || r.Clawed != 64 || r.Tenders != nil || b.at().Balance != -64 {
		t.Errorf("%+v, %+v", r, b.at())
	}
}

// A voucher of a day, used at once; its order comes back 40 days later, in two goes.
func TestC5AVoucherComesBackWithItsGrace(t *testing.T) {
	b, day, off := account(t, 500), int64(1), money.VND(30_000)
	v := b.redeem(loyalty.Reward{ID: "r", Cost: 40, VoucherDays: &day, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &off}}, 40)
	o := vouchered(t, add(t, b.cart(), milk(), money.Units(3)), v)
	v = v.Use(o.Key(), b.now)
	o = b.pay(o)
	if b.tick(40 * 24 * time.Hour); o.Totals().Payable != 66_000 || o.Earned != 66 {
		t.Fatalf("%+v", o.Totals())
	}
	o = b.takeBack(o, whole("1", 1)...)
	if o.State() != sale.Completed || o.Returns[0].Refund != 22_000 { // its part of the voucher stays with the rest
		t.Errorf("%s: %+v", o.State(), o.Returns[0])
	}
	o = b.takeBack(o, whole("1", 2)...)
	v = v.Back(b.now, b.grace())
	if o.State() != sale.Returned || o.Undoing().Refund != 66_000 || v.State(b.now) != loyalty.VoucherIssued || v.Generation != 2 || !v.ExpiresAt.Equal(b.now.Add(b.grace())) {
		t.Errorf("%s, %+v", o.State(), v)
	}
	b.handBack(v)
	if a := b.at(); a.Balance != 500 || a.Ranking != 0 {
		t.Errorf("%+v", a)
	}
}

// C7 through a restart: the order is read back from its bytes between the returns.
func TestC7NothingComesBackTwice(t *testing.T) {
	o := paid(t, basket(t), rule()).Order
	refuse := func(code string, lines ...sale.ReturnLine) {
		t.Helper()
		var stored sale.Order
		if err := journal.Decode(encoded(o), &stored); err != nil {
			t.Fatal(err)
		}
		got, err := stored.Returned("again", now, lines)
		if fault.Code(err) != code || !bytes.Equal(encoded(got), encoded(o)) {
			t.Errorf("%v, want %s", err, code)
		}
	}
	refuse("return.too_much", whole("1", 4)...)
	refuse("quantity.range", sale.ReturnLine{ID: "1"})
	refuse("quantity.range", sale.ReturnLine{ID: "1", Quantity: money.Units(1)}, sale.ReturnLine{ID: "1", Quantity: -500})
	refuse("return.too_much", sale.ReturnLine{ID: "1", Quantity: 2}, sale.ReturnLine{ID: "1", Quantity: 1<<63 - 1}, sale.ReturnLine{ID: "1", Quantity: 1<<63 - 1})
	o = back(t, o, "r1", whole("1", 2))
	refuse("return.too_much", whole("1", 2)...)
	_, err := o.Returned("again", now, whole("1", 2))
	if f, _ := fault.Of(err); f.Args["left"] != "1" || f.Args["line"] != "1" {
		t.Errorf("%+v", f)
	}
	o = back(t, o, "r2", []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}, {ID: "2", Quantity: money.Units(3)}})
	refuse("return.too_much", whole("1", 1)...)
	refuse("return.too_much", whole("2", 1)...)
	if o.Undoing().Refund != 141_000 {
		t.Errorf("%+v", o.Undoing())
	}
}

func TestAnOrderHas200Returns(t *testing.T) {
	o := paid(t, add(t, cart(), milk(), money.Units(300)), rule()).Order
	for i := range sale.ReturnsMax {
		o = back(t, o, fmt.Sprint(i), whole("1", 1))
	}
	got, err := o.Returned("one more", now, whole("1", 1))
	if fault.Code(err) != "field.too_many" || len(got.Returns) != sale.ReturnsMax {
		t.Errorf("%v", err)
	}
	if got, err := o.Cancel(now, false); fault.Code(err) != "field.too_many" || got.State() != sale.Completed {
		t.Errorf("%s, %v", got.State(), err)
	}
}

func TestAReturnSharesNothingWithItsCaller(t *testing.T) {
	lines := whole("1", 1)
	o := back(t, paid(t, basket(t), rule()).Order, "r", lines)
	if lines[0].Quantity = money.Units(3); o.Back("1") != money.Units(1) {
		t.Error("the lines are the caller's")
	}
}

// Part of an order comes back before delivery: the receipt of the delivery, and every copy of it, explains what arose then.
func TestE16WhatCameBackBeforeThePointsAroseIsNotExplainedAsEarned(t *testing.T) {
	o := paid(t, must[sale.Order](t)(basket(t).ForLater(true)), onCompletion()).Order
	o = back(t, o, "a", whole("1", 1)) // an hour later
	if r := o.Returns[0]; r.Clawed != 0 || r.Ranking != 0 || r.Refund != 32_000 {
		t.Errorf("nothing had arisen: %+v", r)
	}
	if earned, lot := o.Points(); earned.Reward != 96 || lot != nil {
		t.Errorf("as said when it was paid: %d", earned.Reward)
	}
	s := must[sale.Settled](t)(o.Complete(now.Add(2 * time.Hour)))
	o = must[sale.Order](t)(s.Order.Returned("b", now.Add(3*time.Hour), whole("1", 1)))
	if earned, lot := o.Points(); o.Earned != 64 || o.Returns[1].Clawed != 32 || !reflect.DeepEqual(earned, s.Earned) || !reflect.DeepEqual(lot, s.Lot) {
		t.Errorf("%d of %d points, %+v", earned.Reward, o.Earned, o.Returns[1])
	}
}
