package counter_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/storage/bolt"
)

// told is what central told of transfers.
type told []sale.Received

func (l *told) Received(context.Context) ([]sale.Received, error) { return *l, nil }

// banked is a shop that takes transfers, wallets and debts, and rounds cash.
func banked(t *testing.T, change ...func(*loyalty.Program)) (*till, *told) {
	k := start(t, change...)
	l := &told{}
	k.bank = l
	policy := shift.Policy{Wallets: []string{"MoMo", "ZaloPay"}, AccountLimit: 100_000, CashStep: 500}
	k.ok(k.file.Fill(func(w *bolt.CatalogWriter) error {
		w.Shop(counter.Shop{Name: "Cửa hàng", Channel: sale.Store, Currency: "VND", BankBIN: "970436", BankAccount: "0011001234567", Policy: policy})
		return nil
	}))
	k.restart()
	return k, l
}

// hears lets the bank's word arrive.
func (k *till) hears(l *told, id, memo string, amount money.VND) {
	k.t.Helper()
	*l = append(*l, sale.Received{ID: id, Memo: memo, Amount: amount, At: k.now})
	k.ok(k.Reread(background))
	k.last = k.Look()
}

// landings are what transfers came to, by the journal.
func (k *till) landings() (list []sale.Landing) {
	k.t.Helper()
	for _, e := range k.journal() {
		if e.Kind == journal.TransferLanded {
			var body sale.Landed
			k.ok(journal.Decode(e.Body, &body))
			list = append(list, body.As)
		}
	}
	return list
}

func TestATransferIsWaitedForThroughACrashAndPaysBySelf(t *testing.T) {
	k, bank := banked(t)
	k.scan(milk)
	k.mustDo(counter.AwaitTransfer{})
	v := k.last.Cart.Transfer
	if v == nil || v.Amount != 32_000 || v.QR == "" || k.last.Cart.Order.TransferMemo() != v.Memo {
		t.Fatalf("waits for %+v", v)
	}
	k.refused(counter.Enter{Text: milk, Scan: true}, "order.awaiting")
	k.reopen() // as behind a kill
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	if k.last.Cart.Transfer == nil || k.last.Cart.Transfer.Memo != v.Memo {
		t.Fatalf("behind a crash it waits for %+v", k.last.Cart.Transfer)
	}
	k.hears(bank, "FT1", v.Memo, 32_000)
	if k.last.Last == nil || k.last.Last.Order.Tenders[0].Bank != "FT1" || len(k.last.Cart.Order.Lines) > 0 {
		t.Fatalf("the sale isn't finished: %+v", k.last.Cart)
	}
	k.hears(bank, "FT1", v.Memo, 32_000) // told again
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	k.hears(bank, "FT2", v.Memo, 32_000) // paid again
	if got := k.landings(); !slices.Equal(got, []sale.Landing{sale.LandedWhole, sale.LandedTwice}) {
		t.Errorf("the journal says %v", got)
	}
}

// Whoever closed the till meanwhile finds the money on the cart; the sale is theirs to finish.
func TestMoneyThatComesWhileNobodyIsSignedInStaysOnTheCart(t *testing.T) {
	k, bank := banked(t)
	k.scan(milk)
	k.mustDo(counter.AwaitTransfer{}, counter.SignOut{})
	k.hears(bank, "FT1", k.last.Cart.Order.TransferMemo(), 32_000)
	if k.last.Last != nil || k.last.Cart.Totals.Due != 0 || k.last.Cart.Transfer != nil {
		t.Fatalf("%+v", k.last.Cart)
	}
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"}, counter.Finish{})
	if k.last.Last == nil || k.last.Last.Order.Tenders[0].Kind != sale.Transfer {
		t.Errorf("%+v", k.last.Last)
	}
}

func TestWhatATransferIsToItsOrder(t *testing.T) {
	for name, c := range map[string]struct {
		before func(k *till)
		amount money.VND
		want   sale.Landing
		due    money.VND
	}{
		"short":                      {func(k *till) { k.mustDo(counter.AwaitTransfer{}) }, 30_000, sale.LandedShort, 2_000},
		"too much":                   {func(k *till) { k.mustDo(counter.AwaitTransfer{}) }, 40_000, sale.LandedOver, 0},
		"the part asked for":         {func(k *till) { k.mustDo(counter.AwaitTransfer{Amount: 20_000}) }, 20_000, sale.LandedWhole, 12_000},
		"nobody waits any more":      {func(k *till) { k.mustDo(counter.AwaitTransfer{}, counter.RemoveTenders{}) }, 32_000, sale.LandedWhole, 0},
		"paid in cash meanwhile":     {func(k *till) { k.mustDo(counter.AwaitTransfer{}, counter.AddTender{Kind: sale.Cash}) }, 32_000, sale.LandedLate, 0},
		"confirmed by hand":          {func(k *till) { k.mustDo(counter.AwaitTransfer{}, counter.ConfirmTransfer{}) }, 32_000, sale.LandedProven, 0},
		"by hand, and another comes": {func(k *till) { k.mustDo(counter.AwaitTransfer{}, counter.ConfirmTransfer{}) }, 31_000, sale.LandedTwice, 0},
		"thrown away": {func(k *till) {
			k.mustDo(counter.AwaitTransfer{})
			k.approved(counter.VoidOrder{})
		}, 32_000, sale.LandedVoid, 0},
		"put aside": {func(k *till) { k.mustDo(counter.AwaitTransfer{}, counter.HoldCart{}) }, 32_000, sale.LandedWhole, 0},
	} {
		t.Run(name, func(t *testing.T) {
			k, bank := banked(t)
			k.scan(milk)
			memo := k.last.Cart.Order.TransferMemo()
			c.before(k)
			k.hears(bank, "FT1", memo, c.amount)
			if got := k.landings(); !slices.Equal(got, []sale.Landing{c.want}) {
				t.Errorf("landed as %v, want %v", got, c.want)
			}
			if k.last.Notice == nil || k.last.Notice.Error == c.want.Good() {
				t.Errorf("said %+v", k.last.Notice)
			}
			if k.last.Cart.Totals.Due != c.due {
				t.Errorf("%d are due", k.last.Cart.Totals.Due)
			}
			k.deskSays(c.want, c.amount, memo)
			k.verify()
		})
	}
	k, bank := banked(t)
	k.hears(bank, "FT9", "Q01DEADBEEF", 1_000)
	k.deskSays(sale.LandedUnknown, 1_000, "Q01DEADBEEF")
	k.hears(bank, "FT8", "Q02DEADBEEF", 1_000) // another till's
	if got := k.landings(); !slices.Equal(got, []sale.Landing{sale.LandedUnknown}) {
		t.Errorf("of no order: %v", got)
	}
}

// deskSays holds that whoever looks for a transfer by what the bank's list shows finds in the shift's ledger what became of it.
func (k *till) deskSays(as sale.Landing, amount money.VND, memo string) {
	k.t.Helper()
	want := as.Code()
	if as.Good() {
		want = ""
	}
	rows := k.ledger(k.desk(), report.LedgerQuery{Shift: report.ShiftID{Till: "01", Number: 1}, Text: memo, Kinds: []journal.Kind{journal.TransferLanded}})
	if len(rows) != 1 || rows[0].Amount != amount || rows[0].Reason != want || (rows[0].Order == "") != (as == sale.LandedUnknown) {
		k.t.Errorf("the desk says %+v of a transfer that landed as %s", rows, as.Code())
	}
}

func TestALargeTransferTakesTwoPeoplesWord(t *testing.T) {
	k, _ := banked(t)
	k.mustDo(counter.Enter{Text: "40*"})
	k.scan(milk)
	k.mustDo(counter.AwaitTransfer{}, counter.ConfirmTransfer{})
	if a := k.last.Approval; a == nil || a.What != counter.ActTransfer || a.Total != 1_280_000 {
		t.Fatalf("asked for %+v", a)
	}
	k.mustDo(counter.Approve{PIN: "9999"})
	if tender := k.last.Last.Order.Tenders[0]; tender.Approver != "nam" || tender.Bank != "" {
		t.Errorf("paid by %+v", tender)
	}
	k.mustDo(counter.TakeX{})
	if by := k.last.Report.Sum.ByHand; by.N != 1 || by.Amount != 1_280_000 {
		t.Errorf("X counts %+v by hand", by)
	}
}

func TestWalletsDebtsAndWhereTheirMoneyGoesBack(t *testing.T) {
	k, _ := banked(t)
	k.mustDo(counter.Enter{Text: "2*"})
	k.scan(milk)
	k.refused(counter.AddTender{Kind: sale.Wallet, Name: "PayPal"}, "tender.wallet")
	k.refused(counter.AddTender{Kind: sale.OnAccount}, "member.none")
	k.mustDo(counter.Enter{Text: anhPhone}, counter.AddTender{Kind: sale.Wallet, Name: "MoMo", Amount: 40_000, Reference: "991"})
	k.mustDo(counter.AddTender{Kind: sale.OnAccount})
	if k.last.Approval == nil || k.last.Approval.What != shift.ActAccount {
		t.Fatalf("%+v", k.last.Approval)
	}
	k.mustDo(counter.Approve{PIN: "9999"})
	sold := k.last.Last.Order
	k.mustDo(counter.Return{Order: sold.Key(), Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}, Receipt: sold.Receipt, Reason: "hỏng"})
	want := []sale.Tender{{Kind: sale.OnAccount, Received: 24_000}, {Kind: sale.Wallet, Received: 8_000, Name: "MoMo"}}
	if got := k.last.Returned.Offer.Return.Tenders; !slices.Equal(got, want) {
		t.Errorf("given back as %+v", got)
	}
	k.mustDo(counter.TakeX{})
	sum := k.last.Report.Sum
	if len(sum.Tenders) != 2 || sum.Tenders[0].Name != "MoMo" || sum.Tenders[1].Kind != sale.OnAccount || sum.Cash().Sales != 0 {
		t.Errorf("X has %+v", sum.Tenders)
	}
}

func TestOnAccountHasItsLimitAndIsOffUnlessTheShopSaysOtherwise(t *testing.T) {
	k, _ := banked(t)
	k.mustDo(counter.Enter{Text: "5*"})
	k.scan(milk)
	k.mustDo(counter.Enter{Text: anhPhone})
	k.refused(counter.AddTender{Kind: sale.OnAccount}, "tender.over")
	plain := start(t)
	plain.scan(milk)
	plain.mustDo(counter.Enter{Text: anhPhone})
	plain.refused(counter.AddTender{Kind: sale.OnAccount}, "tender.off")
}

// 32.000 ₫ less 5 % are 30.400 ₫: 30.500 ₫ in notes. What was rounded stands apart and counts for no points.
func TestCashIsRoundedToTheNotesThereAre(t *testing.T) {
	k, _ := banked(t)
	k.scan(milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.DiscountLine{Line: "1", Part: money.Per100(5)})
	if k.last.Approval != nil {
		k.mustDo(counter.Approve{PIN: "9999"})
	}
	earns, asked := k.last.Cart.WillEarn, k.last.Cart.Quick[0]
	k.mustDo(counter.AddTender{Kind: sale.Cash, Amount: 50_000})
	last := k.last.Last
	if asked != 30_500 || last.Totals.Change != 19_500 || last.Earned.Reward != earns || last.Totals.Payable != 30_400 || last.Totals.Paid != 30_400 {
		t.Fatalf("asked for %d, %+v", asked, last.Totals)
	}
	sold := last.Order
	k.mustDo(counter.Return{Order: sold.Key(), Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}, Receipt: sold.Receipt, Reason: "hỏng"})
	k.mustDo(counter.TakeX{})
	sum := k.last.Report.Sum
	if cash := sum.Cash(); sum.Rounding != 0 || cash.Sales != 30_500 || cash.Refunds != 30_500 || sum.Net != 30_400 || sum.Returns.Amount != 30_400 {
		t.Errorf("X has rounding %d, %+v", sum.Rounding, cash)
	}
	if fault.Code(k.do(counter.AddTender{Kind: sale.Rounded, Amount: 1})) == "" {
		t.Error("a cashier rounds by hand")
	}
}

// What the bank says has come can't be taken back at the till: only what the customer handed over besides goes.
func TestMoneyThatTheBankToldOfStaysOnTheCart(t *testing.T) {
	k, bank := banked(t)
	k.scan(milk)
	memo := k.last.Cart.Order.TransferMemo()
	k.mustDo(counter.AwaitTransfer{})
	k.hears(bank, "FT1", memo, 30_000)
	k.mustDo(counter.AddTender{Kind: sale.Card, Amount: 500}, counter.RemoveTenders{})
	if left := k.last.Cart.Order.Tenders; len(left) != 1 || left[0].Bank != "FT1" || k.last.Cart.Totals.Due != 2_000 {
		t.Fatalf("left are %+v", left)
	}
	k.refused(counter.RemoveTenders{}, "tender.bank")
}

// Whoever throws a cart away that money came for is told, and so is whoever looks after the money.
func TestMoneyForACartThatIsThrownAwayIsSomebodysToLookAt(t *testing.T) {
	for name, aside := range map[string]bool{"at hand": false, "put aside": true} {
		t.Run(name, func(t *testing.T) {
			k, bank := banked(t)
			k.scan(milk)
			o := k.last.Cart.Order
			k.mustDo(counter.AwaitTransfer{})
			if aside {
				k.mustDo(counter.HoldCart{})
			}
			k.hears(bank, "FT1", o.TransferMemo(), 30_000)
			if aside {
				k.approved(counter.VoidHeld{Order: o.Key()})
			} else {
				k.approved(counter.VoidOrder{})
			}
			if got := k.landings(); !slices.Equal(got, []sale.Landing{sale.LandedShort, sale.LandedVoid}) {
				t.Errorf("landed as %v", got)
			}
			if n := k.last.Notice; n == nil || n.Also == nil || n.Also.Code != "transfer.void" || n.Also.Args["amount"] != money.VND(30_000) {
				t.Errorf("said %+v", n)
			}
			k.hears(bank, "FT1", o.TransferMemo(), 30_000) // told again
			if got := k.landings(); len(got) != 2 {
				t.Errorf("landed as %v", got)
			}
			k.verify()
		})
	}
}

// That somebody had said it came makes it no payment of an order that was thrown away.
func TestMoneyConfirmedByHandForACartThatIsThrownAwayIsNotProven(t *testing.T) {
	k, bank := banked(t)
	k.scan(milk)
	memo := k.last.Cart.Order.TransferMemo()
	k.mustDo(counter.AwaitTransfer{Amount: 20_000}, counter.ConfirmTransfer{})
	k.approved(counter.VoidOrder{})
	k.hears(bank, "FT1", memo, 20_000)
	if got := k.landings(); !slices.Equal(got, []sale.Landing{sale.LandedVoid}) {
		t.Errorf("landed as %v", got)
	}
}

// A large transfer takes two people's word in however many parts it is confirmed.
func TestTransfersConfirmedInPartsAddUpToTheLimit(t *testing.T) {
	k, _ := banked(t)
	k.mustDo(counter.Enter{Text: "40*"})
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Transfer, Amount: 400_000}, counter.AddTender{Kind: sale.Transfer, Amount: 800_000})
	if a := k.last.Approval; a == nil || a.What != counter.ActTransfer || a.Total != 1_200_000 {
		t.Fatalf("asked for %+v", a)
	}
	k.mustDo(counter.Approve{PIN: "9999"})
	if paid := k.last.Cart.Totals.Paid; paid != 1_200_000 {
		t.Errorf("paid are %d", paid)
	}
}

// What a shop lets a member owe for one sale it lets them owe in however many parts.
func TestDebtsInPartsAddUpToTheLimit(t *testing.T) {
	k, _ := banked(t)
	k.mustDo(counter.Enter{Text: "4*"})
	k.scan(milk)
	k.mustDo(counter.Enter{Text: anhPhone})
	k.approved(counter.AddTender{Kind: sale.OnAccount, Amount: 45_000})
	k.approved(counter.AddTender{Kind: sale.OnAccount, Amount: 45_000})
	k.refused(counter.AddTender{Kind: sale.OnAccount, Amount: 11_000}, "tender.over")
	k.approved(counter.AddTender{Kind: sale.OnAccount, Amount: 10_000})
}

// The goods brought back are worth less when the transfer comes than when it was asked for: the sale isn't finished by it, and the money
// stays on the cart as it stands now.
func TestATransferForAnExchangeWhoseCreditChangedStaysOnTheCart(t *testing.T) {
	k, bank := banked(t, func(p *loyalty.Program) { p.Returns.AlreadySpent = loyalty.SpentDeduct })
	o := k.sell(anhPhone, 0, milk)
	k.mustDo(counter.Exchange{Order: o.Key(), Lines: units(1), Receipt: o.Receipt})
	k.scan("90*" + card)
	k.mustDo(counter.UsePoints{Points: 532}, counter.AwaitTransfer{})
	k.hears(bank, "FT1", k.last.Cart.Order.TransferMemo(), 786_000)
	cart := k.last.Cart
	if k.last.Last != nil || cart.Totals.Due != 32_000 || cart.Order.Exchange.Credit != 0 || len(cart.Order.Tenders) != 1 {
		t.Fatalf("due %d, %+v, paid by %+v", cart.Totals.Due, cart.Order.Exchange, cart.Order.Tenders)
	}
	if got := k.landings(); !slices.Equal(got, []sale.Landing{sale.LandedWhole}) {
		t.Errorf("landed as %v", got)
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	if k.last.Last == nil {
		t.Error("the sale isn't finished")
	}
	k.verify()
}

// What a till knows of the transfers for an order it knows in its next epoch too, be it from the file of the one before or from that
// one's journal alone.
func TestANewEpochKnowsWhatWasPaidByTransfer(t *testing.T) {
	k, bank := banked(t)
	k.scan(milk)
	o := k.last.Cart.Order
	k.mustDo(counter.AwaitTransfer{})
	k.hears(bank, "FT1", o.TransferMemo(), 30_000)
	k.mustDo(counter.AddTender{Kind: sale.Transfer})
	want, err := k.file.Transfers(background, o.TransferMemo())
	k.ok(err)
	if want.Order != o.Key() || len(want.Landed) != 1 {
		t.Fatalf("the file knows %+v", want)
	}
	carried := counter.Carrying{Ledger: start(t).file, Lines: []counter.Line{{Epoch: 1, Ledger: k.file}}}
	if got, err := carried.Transfers(background, o.TransferMemo()); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("the next epoch knows %+v, %v", got, err)
	}
	replay := counter.NewReplay(counter.Start{}, counter.Inherited{})
	head, records, seals, err := k.file.Events(background, 1, 0, 1_000, 1<<20)
	k.ok(err)
	if got := replay.Batch(head, records, seals[len(seals)-1]).Transfers; len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("the journal alone says %+v", got)
	}
}

// Whatever cashiers press and the bank tells, in any order and again, each transfer pays one order or is somebody's to look at, and
// the drawer holds what came in less what went out.
func TestWhateverTheBankTellsEveryTransferIsAccountedFor(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			k, bank := banked(t)
			r := rand.New(rand.NewPCG(seed, 5))
			memos := []string{"Q01DEADBEEF"}
			for n := range 250 {
				switch {
				case r.IntN(25) == 0:
					k.reopen()
					k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
				case r.IntN(15) == 0 && len(*bank) > 0: // told again
					told := one(r, *bank...)
					k.hears(bank, told.ID, told.Memo, told.Amount)
				case r.IntN(5) == 0:
					memo, amount := one(r, memos...), money.VND(1+r.IntN(60_000))
					if o := k.last.Cart.Order; o.Awaited.Amount > 0 && r.IntN(4) > 0 {
						memo = o.TransferMemo()
						amount = one(r, amount, o.Awaited.Amount, o.Awaited.Amount)
					}
					k.hears(bank, fmt.Sprintf("FT%d", n), memo, amount)
				default:
					_ = k.do(pressTransfer(r, k)) // refused or not
				}
				check(t, k)
				if o := k.last.Cart.Order; o.Awaited.Amount > 0 && memos[len(memos)-1] != o.TransferMemo() {
					memos = append(memos, o.TransferMemo())
				}
			}
			k.transfersAddUp(*bank)
			k.settled()
			k.verify()
		})
	}
}

// pressTransfer is a random action of a shop that takes transfers, sensible or not.
func pressTransfer(r *rand.Rand, k *till) counter.Action {
	amount := money.VND(1 + r.IntN(40_000))
	switch s := k.last; {
	case s.Approval != nil && r.IntN(4) > 0:
		return counter.Approve{PIN: "9999"}
	case s.Approval != nil || s.Alarm != nil:
		return counter.Dismiss{}
	case len(s.Cart.Order.Lines) == 0:
		return one[counter.Action](r, counter.Enter{Text: fmt.Sprintf("%d*%s", 1+r.IntN(3), milk)}, counter.RecallCart{}, pressReturn(r, k))
	case s.Cart.Totals.Due == 0:
		return one[counter.Action](r, counter.Finish{}, counter.RemoveTenders{}, counter.VoidOrder{Reason: "thử"})
	}
	return one[counter.Action](r, counter.AwaitTransfer{}, counter.AwaitTransfer{}, counter.AwaitTransfer{Amount: amount}, counter.ConfirmTransfer{},
		counter.AddTender{Kind: sale.Transfer}, counter.AddTender{Kind: sale.Transfer, Amount: amount}, counter.AddTender{Kind: sale.Wallet, Name: "MoMo", Amount: amount},
		counter.Enter{Text: anhPhone}, counter.AddTender{Kind: sale.OnAccount, Amount: amount}, counter.AddTender{Kind: sale.Cash}, counter.RemoveTenders{},
		counter.Enter{Text: "%5", Line: "1"}, counter.VoidOrder{Reason: "thử"}, counter.HoldCart{})
}

// transfersAddUp holds that every transfer that was told of is where its landings say.
func (k *till) transfersAddUp(told []sale.Received) {
	k.t.Helper()
	k.ok(k.Reread(background)) // all that waits is dealt with
	k.last = k.Look()
	paid, byHand := map[string]money.VND{}, 0
	orders := append(k.orders(), k.last.Cart.Order)
	for _, h := range k.last.Held {
		o, err := k.file.Order(background, h.Order)
		k.ok(err)
		orders = append(orders, o)
	}
	var cash money.VND
	for _, o := range orders {
		if o.State() == sale.Cancelled && o.PaidAt.IsZero() {
			continue
		}
		for _, t := range o.Tenders {
			if t.Kind == sale.Transfer && t.Bank == "" {
				byHand++
			}
			if t.Bank != "" && paid[t.Bank] != 0 {
				k.t.Errorf("transfer %s pays twice", t.Bank)
			}
			if t.Bank != "" {
				paid[t.Bank] = t.Received
			}
			if t.Kind == sale.Cash && !o.PaidAt.IsZero() {
				cash += t.Amount()
			}
		}
		for _, b := range o.Returns {
			for _, t := range b.Tenders {
				if t.Kind == sale.Cash {
					cash -= t.Amount()
				}
			}
		}
	}
	landed := map[string][]sale.Landed{}
	for _, e := range k.journal() {
		if e.Kind == journal.TransferLanded {
			var body sale.Landed
			k.ok(journal.Decode(e.Body, &body))
			landed[body.Transfer.ID] = append(landed[body.Transfer.ID], body)
		}
	}
	proven := 0
	for _, t := range told {
		list := landed[t.ID]
		if !sale.MemoOf(t.Memo, "01") {
			continue
		}
		if n := len(list); n == 0 || n > 2 || n == 2 && (list[1].As != sale.LandedVoid || list[0].Taken == 0) {
			k.t.Errorf("transfer %s landed as %+v", t.ID, list)
			continue
		}
		last := list[len(list)-1]
		if paid[t.ID] != last.Taken {
			k.t.Errorf("transfer %s pays %d, and landed as %+v", t.ID, paid[t.ID], list)
		}
		if last.As == sale.LandedProven {
			proven++
		}
		if last.As.Good() && last.As != sale.LandedProven && last.Taken != t.Amount {
			k.t.Errorf("nobody looks at the rest of %+v", last)
		}
	}
	if proven > byHand {
		k.t.Errorf("%d transfers prove %d that were confirmed by hand", proven, byHand)
	}
	for k.last.Approval != nil || k.last.Alarm != nil {
		k.mustDo(counter.Dismiss{})
	}
	k.mustDo(counter.TakeX{})
	if drawer := k.last.Report.Sum.Cash(); drawer.Sales-drawer.Refunds != cash {
		k.t.Errorf("the drawer took %d, tenders say %d", drawer.Sales-drawer.Refunds, cash)
	}
}
