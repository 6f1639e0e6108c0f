package sale_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/sale"
)

// swapped is a cart that is swapped for goods worth so much.
func swapped(t testing.TB, o sale.Order, credit money.VND) sale.Order {
	t.Helper()
	return must[sale.Order](t)(o.Swapping(sale.Exchange{Order: "store/0191", Receipt: "HD-01-000100", Lines: whole("1", 1), Credit: credit}))
}

// tendersSum is what the tenders come to, all and goods brought back.
func tendersSum(tenders []sale.Tender) (all, goods money.VND) {
	for _, t := range tenders {
		all += t.Amount()
		if t.Kind == sale.Swapped {
			goods += t.Amount()
		}
	}
	return all, goods
}

func TestC7AnExchangeLeavesOneDifferenceToPayOrToGive(t *testing.T) {
	for name, c := range map[string]struct {
		credit, counted, give, due money.VND
		points                     int64
	}{
		"dearer goods":                      {credit: 100_000, counted: 100_000, due: 41_000},
		"goods of equal value":              {credit: 141_000, counted: 141_000},
		"cheaper goods":                     {credit: 200_000, counted: 141_000, give: 59_000},
		"goods that were paid with points":  {credit: 0, due: 141_000},
		"points first, then the goods":      {credit: 100_000, points: 70, counted: 71_000, give: 29_000},
		"points leave nothing to swap for":  {credit: 100_000, points: 141, give: 100_000},
		"points, the goods, and some money": {credit: 21_000, points: 70, counted: 21_000, due: 50_000},
	} {
		o := must[sale.Order](t)(basket(t).Using(sale.PointsUse{Points: c.points, Value: money.VND(c.points) * 1_000}))
		o = swapped(t, o, c.credit)
		got := o.Totals()
		if got.Credit != c.counted || got.Give != c.give || got.Due != c.due || got.Paid != 0 {
			t.Errorf("%s: %+v", name, got)
		}
		if c.due > 0 {
			o = must[sale.Order](t)(o.Tendered(sale.Cash, c.due+3_000, ""))
		}
		s := must[sale.Settled](t)(o.Pay(rule(), "HD-01-000123", now))
		all, goods := tendersSum(s.Order.Tenders)
		if after := s.Order.Totals(); goods != c.counted || all != after.Payable || after.Paid != after.Payable || after.Due != 0 || after.Credit != 0 || after.Give != 0 {
			t.Errorf("%s: S4: %+v, totals %+v", name, s.Order.Tenders, after)
		}
		if n := len(s.Order.Tenders); c.counted > 0 && s.Order.Tenders[n-1] != (sale.Tender{Kind: sale.Swapped, Received: c.counted, Reference: "HD-01-000100"}) {
			t.Errorf("%s: %+v", name, s.Order.Tenders)
		}
		if s.Order.Exchange.Credit != c.credit || s.Order.Earned != min(96, s.Earned.Reward) {
			t.Errorf("%s: %+v", name, s.Order.Exchange)
		}
		if again, err := s.Order.Pay(rule(), "HD-01-000124", now); fault.Code(err) != "order.closed" || again.Order.Tenders != nil {
			t.Errorf("%s: paid twice: %v", name, err)
		}
	}
}

// What was swapped for counts as money (E11): it earns.
func TestE11GoodsBroughtBackEarnLikeMoney(t *testing.T) {
	swap, cash := paid(t, swapped(t, basket(t), 141_000), rule()).Order, paid(t, basket(t), rule()).Order
	if swap.Earned != 96 || swap.Earned != cash.Earned || swap.Ranking != cash.Ranking {
		t.Errorf("%d and %d points", swap.Earned, cash.Earned)
	}
}

func TestAnExchangeIsDroppedAsItWasTaken(t *testing.T) {
	o := swapped(t, basket(t), 100_000)
	lines := whole("1", 1)
	o = must[sale.Order](t)(o.Swapping(sale.Exchange{Order: "store/0191", Lines: lines, Credit: 50_000}))
	if lines[0].ID = "9"; o.Exchange.Lines[0].ID != "1" || o.Totals().Due != 91_000 {
		t.Errorf("%+v", o.Exchange)
	}
	copied := o.Clone()
	if copied.Exchange.Lines[0].ID = "9"; o.Exchange.Lines[0].ID != "1" {
		t.Error("the lines are the copy's")
	}
	o = must[sale.Order](t)(o.Swapping(sale.Exchange{}))
	if got := o.Totals(); got.Credit != 0 || got.Due != 141_000 {
		t.Errorf("%+v", got)
	}
	tendered := must[sale.Order](t)(swapped(t, o, 100_000).Tendered(sale.Card, 1_000, ""))
	if got, err := tendered.Swapping(sale.Exchange{}); fault.Code(err) != "order.tendered" || got.Totals().Credit != 100_000 {
		t.Errorf("%v", err)
	}
	if _, err := paid(t, basket(t), rule()).Order.Swapping(sale.Exchange{}); fault.Code(err) != "order.closed" {
		t.Error(err)
	}
}

// A credit that was worked out anew may not meet payments that were made for another.
func TestACreditThatGrewOverItsTendersIsNotPaid(t *testing.T) {
	o := must[sale.Order](t)(swapped(t, basket(t), 100_000).Tendered(sale.Card, 41_000, ""))
	o.Exchange.Credit = 120_000
	_, err := o.Pay(rule(), "HD-01-000123", now)
	if f, ok := fault.Of(err); !ok || f.Code != "tender.over" || f.Args["max"] != money.VND(21_000) {
		t.Errorf("%v", err)
	}
	o = must[sale.Order](t)(o.Untendered())
	o = must[sale.Order](t)(o.Tendered(sale.Card, 21_000, ""))
	if all, _ := tendersSum(must[sale.Settled](t)(o.Pay(rule(), "HD-01-000123", now)).Order.Tenders); all != 141_000 {
		t.Errorf("%d", all)
	}
}

// S4 for any cart, any credit and any way to pay the rest.
func TestS4TendersAreTheTotalOfAnyExchange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, _ := anyVouchered(t)
		if len(o.Lines) == 0 {
			return
		}
		credit := money.VND(rapid.Int64Range(0, 300_000).Draw(t, "credit"))
		o = swapped(panicking{}, o, credit)
		for n := 0; o.Totals().Due > 0; n++ {
			due := o.Totals().Due
			kind := rapid.SampledFrom([]sale.TenderKind{sale.Cash, sale.Card, sale.Transfer}).Draw(t, "kind")
			amount := money.VND(rapid.Int64Range(1, int64(due)).Draw(t, "amount"))
			if n == 3 {
				kind, amount = sale.Cash, due+500
			}
			o = must[sale.Order](panicking{})(o.Tendered(kind, amount, ""))
		}
		before := o.Totals()
		s := must[sale.Settled](panicking{})(o.Pay(rule(), "HD-01-000123", now))
		all, goods := tendersSum(s.Order.Tenders)
		if all != before.Payable || goods != before.Credit || before.Credit+before.Give != credit {
			t.Fatalf("tenders %+v, cart %+v", s.Order.Tenders, before)
		}
	})
}

// refunded takes goods back and gives their money, as a counter does.
func refunded(t testing.TB, o sale.Order, id string, lines []sale.ReturnLine, swap money.VND) sale.Order {
	t.Helper()
	o = must[sale.Order](t)(o.Returned(id, now.Add(time.Hour), lines))
	return given(o, swap)
}

func cash(v money.VND) sale.Tender     { return sale.Tender{Kind: sale.Cash, Received: v} }
func card(v money.VND) sale.Tender     { return sale.Tender{Kind: sale.Card, Received: v} }
func transfer(v money.VND) sale.Tender { return sale.Tender{Kind: sale.Transfer, Received: v} }
func goods(v money.VND) sale.Tender    { return sale.Tender{Kind: sale.Swapped, Received: v} }

// Whoever pays by card, swaps the goods and brings the new ones back gets no cash for the card.
func TestMoneyByCardDoesNotBecomeCashThroughAnExchange(t *testing.T) {
	old := add(t, cart(), milk(), money.Units(2))
	old.Tenders = []sale.Tender{card(50_000), cash(14_000)}
	old = must[sale.Settled](t)(old.Pay(rule(), "HD-01-000123", now)).Order
	old = refunded(t, old, "r1", whole("1", 2), 60_000)
	r := old.Returns[0]
	if !slices.Equal(r.Tenders, []sale.Tender{goods(60_000), card(4_000)}) || !slices.Equal(r.Origin, []sale.Tender{card(46_000), cash(14_000)}) {
		t.Fatalf("given %+v of %+v", r.Tenders, r.Origin)
	}
	o := swapped(t, add(t, cart(), milk(), money.Units(2)), 60_000)
	o.Exchange.Origin, o.Tenders = r.Origin, []sale.Tender{cash(4_000)}
	o = must[sale.Settled](t)(o.Pay(rule(), "HD-01-000124", now)).Order
	if got := o.RefundTenders(64_000); !slices.Equal(got, []sale.Tender{card(46_000), cash(18_000)}) {
		t.Errorf("the new goods come back for %+v", got)
	}
}

// Six boxes of milk at 32.000 ₫, paid in every way, and taken back in several goes.
func TestC3MoneyGoesBackTheWayItCame(t *testing.T) {
	change := cash(100_000)
	change.Change = 8_000
	type step struct {
		units int64
		swap  money.VND
		want  []sale.Tender
	}
	for name, c := range map[string]struct {
		paid  []sale.Tender
		steps []step
	}{
		"cash": {[]sale.Tender{{Kind: sale.Cash, Received: 200_000, Change: 8_000}}, []step{{6, 0, []sale.Tender{cash(192_000)}}}},
		"card": {[]sale.Tender{card(192_000)}, []step{{1, 0, []sale.Tender{card(32_000)}}, {5, 0, []sale.Tender{card(160_000)}}}},
		"two cards and a transfer": {[]sale.Tender{card(50_000), card(22_000), transfer(120_000)}, []step{
			{2, 0, []sale.Tender{card(64_000)}}, {1, 0, []sale.Tender{card(8_000), transfer(24_000)}}, {3, 0, []sale.Tender{transfer(96_000)}}}},
		"card, transfer and cash": {[]sale.Tender{card(40_000), change, transfer(60_000)}, []step{
			{1, 0, []sale.Tender{card(32_000)}}, {2, 0, []sale.Tender{card(8_000), transfer(56_000)}},
			{1, 0, []sale.Tender{transfer(4_000), cash(28_000)}}, {2, 0, []sale.Tender{cash(64_000)}}}},
		"goods of an earlier order": {[]sale.Tender{card(32_000), goods(160_000)}, []step{
			{3, 0, []sale.Tender{card(32_000), cash(64_000)}}, {3, 0, []sale.Tender{cash(96_000)}}}},
		"swapped on, with something over": {[]sale.Tender{card(92_000), cash(100_000)}, []step{
			{3, 80_000, []sale.Tender{goods(80_000), card(16_000)}}, {2, 64_000, []sale.Tender{goods(64_000)}}, {1, 0, []sale.Tender{cash(32_000)}}}}, // the card's rest went on with the goods
	} {
		o := add(t, cart(), milk(), money.Units(6))
		o.Tenders = c.paid
		o = must[sale.Settled](t)(o.Pay(rule(), "HD-01-000123", now)).Order
		for i, s := range c.steps {
			o = refunded(t, o, string(rune('a'+i)), whole("1", s.units), s.swap)
			if got := o.Returns[i].Tenders; !slices.Equal(got, s.want) {
				t.Errorf("%s, return %d: %+v, want %+v", name, i+1, got, s.want)
			}
		}
		if o.State() != sale.Returned {
			t.Errorf("%s: %s", name, o.State())
		}
	}
	if got := paid(t, basket(t), rule()).Order.RefundTenders(0); got != nil {
		t.Errorf("nothing to give: %+v", got)
	}
}

// An order that other goods were swapped for comes back like any other: in money, never more than was paid.
func TestAnExchangedOrderComesBackInMoney(t *testing.T) {
	o := must[sale.Order](t)(basket(t).Using(seventyPoints()))
	o = swapped(t, o, 60_000)
	o = paid(t, o, rule()).Order // 70 points, goods of 60.000 ₫, 11.000 ₫ in cash
	o = refunded(t, o, "a", whole("2", 3), 0)
	o = refunded(t, o, "b", whole("1", 3), 0)
	sum := o.Undoing()
	if sum.Refund != 71_000 || sum.Restored != 70 || sum.Clawed != 48 || o.State() != sale.Returned {
		t.Errorf("%+v", sum)
	}
	for i, want := range []money.VND{22_660, 48_340} {
		if got := o.Returns[i].Tenders; !slices.Equal(got, []sale.Tender{cash(want)}) {
			t.Errorf("return %d gives %+v", i+1, got)
		}
	}
}

// A whole exchange of equal value: nobody pays, the points of the old order go and those of the new one come.
func TestAnExchangeOfEqualValue(t *testing.T) {
	a := account(t, 500)
	old := a.pay(add(t, a.cart(), milk(), money.Units(3)))
	if got := a.at(); got.Balance != 596 || got.Ranking != 96 {
		t.Fatalf("%+v", got)
	}
	o := add(t, a.cart(), milk(), money.Units(3))
	decided, postings := a.returned(must[sale.Order](t)(old.Returned("r", a.now, whole("1", 3))))
	o = swapped(t, o, decided.Returns[0].Refund)
	a.post(postings...)
	old = given(decided, o.Totals().Credit)
	fresh := a.pay(o)
	if got := old.Returns[0].Tenders; !slices.Equal(got, []sale.Tender{goods(96_000)}) {
		t.Errorf("%+v", got)
	}
	if all, goods := tendersSum(fresh.Tenders); all != 96_000 || goods != 96_000 || len(fresh.Tenders) != 1 {
		t.Errorf("%+v", fresh.Tenders)
	}
	if got := a.at(); got.Balance != 596 || got.Ranking != 96 || got.Debt != 0 {
		t.Errorf("%+v", got)
	}
	a.takeBack(fresh, whole("1", 3)...)
	if got := a.at(); got.Balance != 500 || got.Ranking != 0 || len(got.Living()) != 1 {
		t.Errorf("%+v", got)
	}
}
