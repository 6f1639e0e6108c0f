package counter_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// TestWhateverCashiersPressMoneyAndPointsStandRight presses keys at random, with power cuts between them, and checks
// after each what must always hold.
func TestWhateverCashiersPressMoneyAndPointsStandRight(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			k := start(t)
			r := rand.New(rand.NewPCG(seed, 1))
			for range 150 {
				before := k.last
				if r.IntN(25) == 0 {
					k.reopen()
					k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
					sameCart(t, before, k.last)
					continue
				}
				err := k.do(press(r, k.last))
				check(t, k)
				if err != nil {
					sameCart(t, before, k.last)
				}
			}
			k.settled()
			k.verify()
		})
	}
}

// press is a random action, sensible or not.
func press(r *rand.Rand, s counter.State) counter.Action {
	line := fmt.Sprint(1 + r.IntN(6))
	if s.Approval != nil {
		return []counter.Action{counter.Approve{PIN: "9999"}, counter.Dismiss{}}[r.IntN(2)]
	}
	if s.Alarm != nil {
		return []counter.Action{counter.Dismiss{}, counter.Enter{Text: milk, Scan: true}}[r.IntN(2)]
	}
	actions := []counter.Action{
		counter.Enter{Text: milk, Scan: true}, counter.Enter{Text: card, Scan: true}, counter.Enter{Text: "4*" + milk},
		counter.Enter{Text: "2100001012458", Scan: true}, counter.Enter{Text: anhPhone}, counter.Enter{Text: anhPhone},
		counter.Enter{Text: "8934563138165", Scan: true}, counter.Enter{Text: "%10", Line: line}, counter.Enter{Text: "=1000", Line: line},
		counter.UsePoints{Points: int64(r.IntN(90))}, counter.UsePoints{Points: int64(r.IntN(90))}, counter.UsePoints{},
		counter.RemoveLine{Line: line}, counter.SetQuantity{Line: line, Quantity: money.Units(int64(r.IntN(5)))},
		counter.Undo{}, counter.AttachMember{}, counter.SetLater{Later: r.IntN(2) == 0}, counter.VoidOrder{Reason: "thử"},
		counter.AddTender{Kind: sale.Cash, Amount: money.VND(r.IntN(200_000))}, counter.AddTender{Kind: sale.Card},
		counter.AddTender{Kind: sale.Transfer, Amount: money.VND(r.IntN(20_000))}, counter.RemoveTenders{}, counter.Finish{},
	}
	return actions[r.IntN(len(actions))]
}

// sameCart holds that a restart, or a refused key, left the order and the account as they were.
func sameCart(t *testing.T, before, after counter.State) {
	t.Helper()
	if before.Cart.Totals.Payable != after.Cart.Totals.Payable || before.Cart.Totals.Due != after.Cart.Totals.Due {
		t.Fatalf("to pay %d became %d", before.Cart.Totals.Due, after.Cart.Totals.Due)
	}
	if balanceOf(before) != balanceOf(after) || before.Cart.Order.Use.Points != after.Cart.Order.Use.Points {
		t.Fatalf("balance %d became %d", balanceOf(before), balanceOf(after))
	}
}

// check holds what must always hold.
func check(t *testing.T, k *till) {
	t.Helper()
	c, totals := k.last.Cart, k.last.Cart.Totals
	if totals.Payable < 0 || totals.Due < 0 || totals.Change < 0 {
		t.Fatalf("negative money: %+v", totals)
	}
	var net, points money.VND
	for _, l := range totals.Lines {
		net, points = net+l.Net, points+l.Points
	}
	if net+c.Order.Shipping != totals.Payable || points != totals.Points {
		t.Fatalf("the lines come to %d and %d, the order to %d and %d", net, points, totals.Payable, totals.Points)
	}
	if m := k.last.Member; m != nil {
		if m.Account.Balance != m.Account.Usable+m.Account.Pending || m.Account.Balance < 0 {
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

// settled holds that Ánh's account is what her orders did to it, and that the ledger's postings say the same.
func (k *till) settled() {
	k.t.Helper()
	postings, err := k.file.Postings(context.Background(), "anh")
	if err != nil {
		k.t.Fatal(err)
	}
	want := int64(500)
	orders, err := k.file.Latest(context.Background(), 10_000)
	if err != nil {
		k.t.Fatal(err)
	}
	if k.last.Cart.Order.ID != "" {
		orders = append(orders, k.last.Cart.Order)
	}
	for _, o := range orders {
		if o.Member == "anh" && o.State() != sale.Cancelled {
			want += o.Earned - o.Use.Points
		}
	}
	state := loyalty.Fold(postings)
	sum := int64(0)
	for _, e := range state.Entries(k.now.Add(time.Second)) {
		sum += e.Points
	}
	if got := state.At(k.now.Add(time.Second)).Balance; got != want || sum != want {
		k.t.Errorf("the account stands at %d, its entries sum to %d, the orders say %d", got, sum, want)
	}
}
