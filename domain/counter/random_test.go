package counter_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// TestWhateverCashiersPressMoneyAndPointsStandRight presses keys at random, with power cuts between them, and checks
// after each what must always hold; at the end, that orders, vouchers, accounts and money say the same.
func TestWhateverCashiersPressMoneyAndPointsStandRight(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			k := start(t, func(p *loyalty.Program) {
				p.Returns.AlreadySpent = []string{loyalty.SpentNegative, loyalty.SpentFloor, loyalty.SpentDeduct}[seed%3]
			})
			r := rand.New(rand.NewPCG(seed, 1))
			for range 250 {
				before := k.last
				if r.IntN(25) == 0 {
					k.reopen()
					k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
					sameCart(t, before, k.last)
					continue
				}
				err := k.do(press(r, k))
				check(t, k)
				if err != nil && fault.Code(err) != "exchange.changed" {
					sameCart(t, before, k.last)
				}
			}
			k.settled()
			k.sharesAgree()
			k.verify()
		})
	}
}

// press is a random action, sensible or not.
func press(r *rand.Rand, k *till) counter.Action {
	s := k.last
	if s.Approval != nil {
		return one[counter.Action](r, counter.Approve{PIN: "9999"}, counter.Dismiss{})
	}
	if s.Alarm != nil {
		return one[counter.Action](r, counter.Dismiss{}, counter.Enter{Text: milk, Scan: true})
	}
	if len(s.Cart.Order.Tenders) > 0 && r.IntN(3) > 0 {
		return counter.AddTender{Kind: sale.Cash}
	}
	return one(r, pressGoods, pressGoods, pressGoods, pressPayment, pressPayment, pressVoucher, pressVoucher, pressReturn, pressReturn, pressHeld)(r, k)
}

func pressHeld(r *rand.Rand, k *till) counter.Action {
	order := ""
	if held := k.last.Held; len(held) > 0 {
		order = one(r, held...).Order
	}
	return one[counter.Action](r, counter.HoldCart{}, counter.HoldCart{Note: "áo đỏ"}, counter.RecallCart{}, counter.RecallCart{Order: order},
		counter.VoidHeld{Order: order, Reason: "other"})
}

func one[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

func pressGoods(r *rand.Rand, _ *till) counter.Action {
	line := fmt.Sprint(1 + r.IntN(4))
	return one[counter.Action](r,
		counter.Enter{Text: milk, Scan: true}, counter.Enter{Text: card, Scan: true}, counter.Enter{Text: "4*" + milk},
		counter.Enter{Text: "2100001012458", Scan: true}, counter.Enter{Text: anhPhone}, counter.Enter{Text: anhPhone}, counter.Enter{Text: anhPhone},
		counter.Enter{Text: "8934563138165", Scan: true}, counter.Enter{Text: "%10", Line: line}, counter.Enter{Text: "=1000", Line: line},
		one[counter.Action](r, counter.Enter{Text: "%%10"}, counter.Enter{Text: "%%30"}, counter.DiscountOrder{Amount: money.VND(r.IntN(20_000))}, counter.DiscountOrder{}),
		one[counter.Action](r, counter.Repeat{}, counter.Repeat{Line: line}, counter.Enter{Text: "120*" + milk}),
		counter.RemoveLine{Line: line}, counter.SetQuantity{Line: line, Quantity: money.Units(int64(r.IntN(5)))}, counter.Undo{}, counter.Undo{}, counter.Redo{},
		one[counter.Action](r, counter.AttachMember{}, counter.Enter{Text: cucPhone}, counter.SetLater{Later: r.IntN(2) == 0}))
}

func pressPayment(r *rand.Rand, k *till) counter.Action {
	if k.last.Cart.Totals.Due == 0 {
		return counter.Finish{}
	}
	return one[counter.Action](r,
		counter.UsePoints{Points: int64(r.IntN(90))}, counter.UsePoints{Points: int64(r.IntN(40))}, counter.UsePoints{}, counter.VoidOrder{Reason: "thử"},
		counter.AddTender{Kind: sale.Cash, Amount: money.VND(r.IntN(200_000))}, counter.AddTender{Kind: sale.Card}, counter.AddTender{Kind: sale.Cash},
		counter.AddTender{Kind: sale.Cash}, counter.AddTender{Kind: sale.Transfer, Amount: money.VND(r.IntN(20_000))}, counter.RemoveTenders{})
}

func pressVoucher(r *rand.Rand, k *till) counter.Action {
	m := k.last.Member
	if m == nil && r.IntN(4) > 0 {
		return counter.Enter{Text: anhPhone}
	}
	code := nobodys
	if m != nil && len(m.Vouchers) > 0 && r.IntN(8) > 0 {
		code = one(r, m.Vouchers[:min(len(m.Vouchers), 4)]...).ID
	}
	reward := one(r, rewards()...).ID
	return one[counter.Action](r,
		counter.Redeem{Reward: reward, Apply: true}, counter.Redeem{Reward: reward}, counter.Redeem{Points: int64(r.IntN(20)), Apply: r.IntN(2) == 0},
		counter.ApplyVoucher{Code: code}, counter.Enter{Text: code, Scan: true}, counter.RemoveVoucher{Code: code}, counter.HandBack{Code: code},
		counter.PrintVoucher{Code: code})
}

func pressReturn(r *rand.Rand, k *till) counter.Action {
	orders := k.orders()
	order := one(r, append(orders[:min(len(orders), 5)], sale.Order{Channel: sale.Store, ID: "none", Receipt: "HD-01-999999"})...)
	receipt := one(r, order.Receipt, order.Receipt, "")
	var lines []sale.ReturnLine
	for _, l := range order.Lines {
		if left := l.Quantity - order.Back(l.ID); r.IntN(3) > 0 && (left > 0 || r.IntN(4) == 0) {
			lines = append(lines, sale.ReturnLine{ID: l.ID, Quantity: one(r, left, left, money.Units(1), money.Units(int64(r.IntN(5))))})
		}
	}
	swap := counter.Exchange{Order: order.Key(), Lines: lines, Receipt: receipt}
	if len(k.last.Cart.Order.Lines) > 0 && r.IntN(4) > 0 {
		return swap
	}
	back := counter.Return{Order: order.Key(), Lines: lines, Receipt: receipt}
	return one[counter.Action](r, back, back, swap, counter.Cancel{Order: order.Key(), Receipt: receipt}, counter.Exchange{}, counter.Deliver{Order: order.Key()})
}

// orders are all filed here.
func (k *till) orders() []sale.Order {
	k.t.Helper()
	orders, err := k.Ledger.Latest(context.Background(), 10_000)
	if err != nil {
		k.t.Fatal(err)
	}
	return orders
}

// sameCart holds that a restart, or a refused key, left the order and the account as they were.
func sameCart(t *testing.T, before, after counter.State) {
	t.Helper()
	if before.Cart.Totals.Payable != after.Cart.Totals.Payable || before.Cart.Totals.Due != after.Cart.Totals.Due || before.Cart.Totals.Give != after.Cart.Totals.Give {
		t.Fatalf("to pay %d became %d", before.Cart.Totals.Due, after.Cart.Totals.Due)
	}
	if fmt.Sprint(before.Held) != fmt.Sprint(after.Held) {
		t.Fatalf("held %+v became %+v", before.Held, after.Held)
	}
	if balanceOf(before) != balanceOf(after) || before.Cart.Order.Use.Points != after.Cart.Order.Use.Points {
		t.Fatalf("balance %d became %d", balanceOf(before), balanceOf(after))
	}
	if fmt.Sprint(before.Cart.Order.Vouchers) != fmt.Sprint(after.Cart.Order.Vouchers) || len(before.Cart.Vouchers) != len(after.Cart.Vouchers) {
		t.Fatalf("vouchers %+v became %+v", before.Cart.Order.Vouchers, after.Cart.Order.Vouchers)
	}
	if b, a := before.Member, after.Member; b != nil && a != nil && b.Profile.ID == a.Profile.ID && len(b.Vouchers) != len(a.Vouchers) {
		t.Fatalf("%d vouchers became %d", len(b.Vouchers), len(a.Vouchers))
	}
}

// check holds what must always hold.
func check(t *testing.T, k *till) {
	t.Helper()
	c, totals := k.last.Cart, k.last.Cart.Totals
	if totals.Payable < 0 || totals.Due < 0 || totals.Change < 0 || totals.Give < 0 {
		t.Fatalf("negative money: %+v", totals)
	}
	var net, points, vouchers money.VND
	for _, l := range totals.Lines {
		net, points = net+l.Net, points+l.Points
	}
	if net+c.Order.Shipping != totals.Payable || points != totals.Points {
		t.Fatalf("the lines come to %d and %d, the order to %d and %d", net, points, totals.Payable, totals.Points)
	}
	for i, v := range c.Vouchers {
		vouchers += v.Value
		if v.Order != c.Order.Key() || v.ID != c.Order.Vouchers[i].ID || !v.OnCart {
			t.Fatalf("on the cart as %+v and %+v", c.Order.Vouchers[i], v)
		}
	}
	if vouchers != totals.Vouchers || len(c.Vouchers) != len(c.Order.Vouchers) {
		t.Fatalf("vouchers take %d off, the order says %d", vouchers, totals.Vouchers)
	}
	if m := k.last.Member; m != nil {
		if m.Account.Balance != m.Account.Usable+m.Account.Pending {
			t.Fatalf("account %+v", m.Account)
		}
		if c.Order.Use.Points > m.Use.Limit.Max {
			t.Fatalf("%d points are off the order, at most %d may be", c.Order.Use.Points, m.Use.Limit.Max)
		}
	}
	if l := k.last.Last; l != nil {
		if l.Totals.Paid != l.Totals.Payable || l.Totals.Due != 0 {
			t.Fatalf("tenders %d pay an order of %d", l.Totals.Paid, l.Totals.Payable)
		}
	}
}

// settled holds that the accounts are what orders and vouchers did to them, that vouchers stand where the orders say, and
// that money nets.
func (k *till) settled() {
	k.t.Helper()
	orders := k.orders()
	k.moneyNets(orders)
	if k.last.Cart.Order.ID != "" {
		orders = append(orders, k.last.Cart.Order)
	}
	for _, h := range k.last.Held {
		o, err := k.file.Order(context.Background(), h.Order)
		if err != nil {
			k.t.Fatal(err)
		}
		orders = append(orders, o)
	}
	on := map[string]string{} // by voucher: the order that has it
	for _, o := range orders {
		if s := o.State(); s == sale.Cancelled || s == sale.Returned {
			continue
		}
		for _, v := range o.Vouchers {
			if other, twice := on[v.ID]; twice {
				k.t.Errorf("voucher %s is on %s and on %s", v.ID, other, o.Key())
			}
			on[v.ID] = o.Key()
		}
	}
	issued := map[string]int64{}
	for member, opening := range map[string]int64{"anh": 500, "cuc": 0} {
		want := opening
		for _, o := range orders {
			if undone := o.Undoing(); o.Member == member {
				want += o.Earned - o.Use.Points - undone.Clawed + undone.Restored
			}
		}
		vouchers, err := k.file.VouchersOf(context.Background(), member)
		if err != nil {
			k.t.Fatal(err)
		}
		for _, v := range vouchers {
			if v.Order != on[v.ID] {
				k.t.Errorf("voucher %s says it is on %q, the orders say %q", v.ID, v.Order, on[v.ID])
			}
			if !v.HandedBackAt.IsZero() {
				continue
			}
			if want -= v.Cost; v.Reward != "" {
				issued[v.Reward]++
			}
		}
		k.stands(member, want)
	}
	start, err := k.file.Start(context.Background())
	if err != nil {
		k.t.Fatal(err)
	}
	for reward, n := range start.Issued {
		if n != issued[reward] {
			k.t.Errorf("of %s %d are counted, %d are out", reward, n, issued[reward])
		}
	}
}

// stands holds that the ledger's postings of a member come to the balance.
func (k *till) stands(member string, want int64) {
	k.t.Helper()
	postings, err := k.file.Postings(context.Background(), member)
	if err != nil {
		k.t.Fatal(err)
	}
	state := loyalty.Fold(postings)
	sum := int64(0)
	for _, e := range state.Entries(k.now.Add(time.Second)) {
		sum += e.Points
	}
	if got := state.At(k.now.Add(time.Second)).Balance; got != want || sum != want {
		k.t.Errorf("%s stands at %d, the entries sum to %d, orders and vouchers say %d", member, got, sum, want)
	}
}

// moneyNets holds that tenders pay what is due, that a return gives back what its figures say and never more than was
// paid, and that what was swapped out of one order went into another.
func (k *till) moneyNets(orders []sale.Order) {
	k.t.Helper()
	var swapped money.VND
	amount := func(tenders []sale.Tender) (sum money.VND) {
		for _, t := range tenders {
			if sum += t.Amount(); t.Kind == sale.Swapped {
				swapped += t.Amount()
			}
		}
		return sum
	}
	slips := map[string]bool{}
	for _, o := range orders {
		if o.PaidAt.IsZero() {
			continue
		}
		payable := o.Totals().Payable
		if paid := amount(o.Tenders); paid != payable {
			k.t.Errorf("%s of %d is paid with %d", o.Receipt, payable, paid)
		}
		in := swapped
		for _, r := range o.Returns {
			if given := amount(r.Tenders); given != r.Refund || slips[r.Number] || r.Number == "" {
				k.t.Errorf("return %s of %d gave %d", r.Number, r.Refund, given)
			}
			slips[r.Number] = true
		}
		swapped = in - (swapped - in) // what goes out of here came in elsewhere
		undone := o.Undoing()
		back := undone.Refund + undone.Deducted
		if all := o.State() == sale.Returned || o.State() == sale.Cancelled; back > payable || all && back != payable {
			k.t.Errorf("%s of %d gave %d back, all: %v", o.Receipt, payable, back, all)
		}
	}
	if swapped != 0 {
		k.t.Errorf("%d were swapped into nowhere", swapped)
	}
}
