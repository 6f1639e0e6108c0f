package counter_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
)

// said are the codes of what the last action said.
func (k *till) said() (codes []string) {
	for n := k.last.Notice; n != nil; n = n.Also {
		codes = append(codes, n.Code)
	}
	return codes
}

// says holds what the last action said.
func (k *till) says(want ...string) {
	k.t.Helper()
	if got := k.said(); !reflect.DeepEqual(got, want) {
		k.t.Errorf("said %v, want %v", got, want)
	}
}

func TestEveryChangeOfACartIsUndoneAndDoneAgainAndSaid(t *testing.T) {
	k := start(t)
	k.mustDo(counter.Enter{Text: "3*" + milk}, counter.Enter{Text: anhPhone}, counter.UsePoints{Points: 20},
		counter.Redeem{Reward: "off10", Apply: true}, counter.SetQuantity{Line: "1", Quantity: money.Units(2)},
		counter.DiscountLine{Line: "1", Part: money.Per100(10)}, counter.SetLater{Later: true})
	all := k.last.Cart.Totals.Payable
	balance := k.balance()
	for _, code := range []string{"undo.now", "undo.discount", "undo.quantity", "voucher.removed", "undo.points", "member.detached", "undo.line_out"} {
		k.mustDo(counter.Undo{})
		k.says("undo.done", code)
		check(t, k)
	}
	k.refused(counter.Undo{}, "undo.nothing")
	for _, code := range []string{"undo.line_back", "member.attached", "undo.points", "voucher.applied", "undo.quantity", "undo.discount", "undo.later"} {
		k.mustDo(counter.Redo{})
		k.says("redo.done", code)
		check(t, k)
	}
	k.refused(counter.Redo{}, "redo.nothing")
	if k.last.Cart.Totals.Payable != all || k.balance() != balance || !k.last.Cart.Order.Later {
		t.Errorf("done again it comes to %d and %d points, before %d and %d", k.last.Cart.Totals.Payable, k.balance(), all, balance)
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.settled()
	k.verify()
}

func TestWhatASupervisorApprovedIsAskedAgain(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.OverridePrice{Line: "1", Price: 1_000}, counter.Approve{PIN: "9999"}, counter.Undo{})
	k.payable(32_000)
	k.mustDo(counter.Redo{})
	if k.last.Approval == nil || k.last.Cart.Totals.Payable != 32_000 {
		t.Fatalf("done again without a PIN: %+v", k.last.Cart.Totals)
	}
	k.mustDo(counter.Dismiss{})
	if !k.last.Cart.CanRedo {
		t.Error("what was not approved can't be asked again")
	}
	k.mustDo(counter.Redo{}, counter.Approve{PIN: "9999"})
	k.payable(1_000)
	k.verify()
}

func TestANewChangeEndsRedoAndANewCartBeginsAnew(t *testing.T) {
	k := start(t)
	k.scan(milk, card)
	k.mustDo(counter.Undo{})
	k.scan(card)
	k.refused(counter.Redo{}, "redo.nothing")
	k.mustDo(counter.HoldCart{}, counter.RecallCart{})
	k.refused(counter.Undo{}, "undo.nothing")
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.refused(counter.Undo{}, "undo.nothing")
}

func TestAVoidedCartIsOpenedAgainWithoutWhatNeedsAPIN(t *testing.T) {
	k := start(t)
	k.mustDo(counter.Enter{Text: "3*" + milk}, counter.Enter{Text: anhPhone}, counter.UsePoints{Points: 20})
	k.scan(card)
	k.mustDo(counter.OverridePrice{Line: "2", Price: 1_000}, counter.Approve{PIN: "9999"})
	voided := k.last.Cart.Order.ID
	k.mustDo(counter.VoidOrder{Reason: "wrong-entry"}, counter.Approve{PIN: "9999"})
	if !k.last.Cart.CanUndo {
		t.Fatal("a void can't be undone")
	}
	k.mustDo(counter.Undo{})
	k.says("undo.reopened", "undo.anew")
	k.payable(111_000)
	if o := k.last.Cart.Order; o.ID == voided || o.Member != "anh" || o.Use.Points != 0 || k.balance() != 500 {
		t.Errorf("opened again as %+v, the member stands at %d", o, k.balance())
	}
	k.refused(counter.Undo{}, "undo.nothing")
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.settled()
	k.verify()
}

func TestAnUndoThatCannotHoldSaysWhyAndChangesNothing(t *testing.T) {
	k := start(t)
	k.mustDo(counter.Enter{Text: anhPhone})
	k.scan(milk, milk, milk, milk)
	k.mustDo(counter.UsePoints{Points: 60}, counter.UsePoints{})
	k.mustDo(counter.Redeem{Points: 480}) // the rest is too few now
	k.refused(counter.Undo{}, "points.short")
	k.verify()
}

func TestWhatAnUndoTakesOutIsInTheJournal(t *testing.T) {
	k := start(t)
	k.scan(milk, card)
	k.mustDo(counter.Undo{})
	_, records, _, err := k.file.Events(background, 1, 0, 1_000, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	var change sale.LineChange
	last := records[len(records)-1].Event
	if last.Kind != journal.LineVoided || journal.Decode(last.Body, &change) != nil || change.Reason != "undo" || change.Before.SKU != "THE15" {
		t.Errorf("the journal ends with %v, %+v", last.Kind, change)
	}
}

// met holds that two carts come to the same; what came with a voucher may stand on another line.
func met(t *testing.T, before, after counter.State) {
	t.Helper()
	of := func(s counter.State) string {
		c, codes := s.Cart, map[string]money.VND{}
		for _, v := range c.Order.Vouchers {
			codes[v.ID] = v.Value
		}
		return fmt.Sprint(c.Totals.Goods, c.Totals.Discounts, c.Totals.Payable, c.Totals.Due, c.Totals.Give, c.Order.Member, c.Order.Later,
			c.Order.Use.Points, balanceOf(s), len(c.Order.Lines), codes)
	}
	if of(before) != of(after) {
		t.Fatalf("undone and done again %s became %s", of(before), of(after))
	}
}

// TestUndoAndRedoMeetAgain presses keys at random; wherever the cart can be undone and redone without a PIN it is the same behind both.
func TestUndoAndRedoMeetAgain(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			k := start(t)
			r := rand.New(rand.NewPCG(seed, 7))
			both := 0
			for range 120 {
				_ = k.do(press(r, k))
				check(t, k)
				if !k.last.Cart.CanUndo || k.last.Cart.Order.ID == "" || k.last.Approval != nil || k.last.Alarm != nil {
					continue
				}
				before := k.last
				if err := k.do(counter.Undo{}); err != nil {
					sameCart(t, before, k.last)
					continue
				}
				check(t, k)
				err := k.do(counter.Redo{})
				if err != nil && fault.Code(err) == "" {
					t.Fatal(err)
				}
				check(t, k)
				if k.last.Approval != nil {
					k.mustDo(counter.Dismiss{})
				} else if err == nil {
					both++
					met(t, before, k.last)
				}
			}
			if both < 20 {
				t.Errorf("only %d changes were undone and done again", both)
			}
			k.settled()
			k.sharesAgree()
			k.verify()
		})
	}
}
