package counter_test

import (
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/sale"
	"tim/storage/bolt"
)

// holding holds how many carts lie aside.
func (k *till) holding(n int) {
	k.t.Helper()
	if len(k.last.Held) != n {
		k.t.Fatalf("%d carts lie aside, want %d: %+v", len(k.last.Held), n, k.last.Held)
	}
}

// payable holds what the cart at hand comes to.
func (k *till) payable(want int64) {
	k.t.Helper()
	if got := k.last.Cart.Totals.Payable; int64(got) != want {
		k.t.Fatalf("to pay %d, want %d", got, want)
	}
}

func TestACustomerWhoForgotTheWalletIsHeldWhileTheNextIsServed(t *testing.T) {
	k := start(t)
	k.scan(milk, milk)
	k.mustDo(counter.HoldCart{Note: "  quên   ví "})
	k.holding(1)
	h := k.last.Held[0]
	if h.Lines != 1 || h.First != "Sữa tươi Đồng Xanh 1L" || h.Due != 64_000 || h.By != "Lê Thị Hồng" || h.Note != "quên ví" || h.Old || !h.Since.Equal(k.now) {
		t.Errorf("held as %+v", h)
	}
	if k.last.Cart.Order.ID != "" {
		t.Error("the cart is still at hand")
	}
	k.scan(card)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.mustDo(counter.RecallCart{})
	k.holding(0)
	k.payable(64_000)
	if !k.last.Cart.Order.Held.At.IsZero() {
		t.Error("the cart at hand says that it is held")
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.verify()
}

func TestHeldCartsSurviveARestartAndTheOneAtHandIsTakenUp(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.HoldCart{})
	k.scan(card)
	k.mustDo(counter.HoldCart{Note: "áo đỏ"})
	k.scan(milk, milk, milk)
	k.restart()
	k.payable(96_000)
	k.holding(2)
	if k.last.Held[0].Note != "áo đỏ" || k.last.Held[1].Due != 32_000 {
		t.Errorf("held: %+v", k.last.Held)
	}
	k.mustDo(counter.HoldCart{})
	k.restart()
	if k.holding(3); k.last.Cart.Order.ID != "" {
		t.Error("a held cart was taken up by itself")
	}
	k.verify()
}

func TestRecallBesideGoodsSwapsAndLosesNothing(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.HoldCart{})
	first := k.last.Held[0].Order
	k.scan(card)
	k.mustDo(counter.RecallCart{Order: first})
	k.payable(32_000)
	k.holding(1)
	if k.last.Held[0].Due != 15_000 {
		t.Errorf("held: %+v", k.last.Held)
	}
	k.mustDo(counter.RecallCart{})
	k.payable(15_000)
	k.mustDo(counter.AddTender{Kind: sale.Card, Amount: 5_000})
	k.refused(counter.RecallCart{}, "order.tendered")
	k.refused(counter.HoldCart{}, "order.tendered")
	k.refused(counter.RecallCart{Order: "store/none"}, "hold.unknown")
	k.verify()
}

func TestNothingHeldAndNothingToHoldAreSaid(t *testing.T) {
	k := start(t)
	k.refused(counter.HoldCart{}, "order.empty")
	k.refused(counter.RecallCart{}, "hold.none")
	k.mustDo(counter.Enter{Text: anhPhone})
	k.refused(counter.HoldCart{}, "order.empty")
}

func TestPointsAndVouchersOfAHeldCartStayOnItAndBalancesAreRight(t *testing.T) {
	k := start(t)
	k.mustDo(counter.Enter{Text: anhPhone})
	k.scan(milk, milk, milk, milk)
	k.mustDo(counter.Redeem{Reward: "off10", Apply: true}, counter.UsePoints{Points: 30})
	k.mustDo(counter.HoldCart{})
	k.mustDo(counter.Enter{Text: anhPhone})
	if k.balance() != 500-10-30 || k.last.Member.Held != 1 || k.last.Notice.Also == nil || k.last.Notice.Also.Code != "member.held" {
		t.Errorf("stands at %d with %d held, said %+v", k.balance(), k.last.Member.Held, k.last.Notice)
	}
	k.scan(milk, milk)
	k.mustDo(counter.UsePoints{Points: 20}, counter.AddTender{Kind: sale.Cash})
	k.mustDo(counter.RecallCart{})
	if k.last.Cart.Order.Use.Points != 30 || len(k.last.Cart.Vouchers) != 1 {
		t.Errorf("recalled with %d points and %d vouchers", k.last.Cart.Order.Use.Points, len(k.last.Cart.Vouchers))
	}
	check(t, k)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.settled()
	k.verify()
}

func TestAHeldCartIsThrownAwayByASupervisorAndGivesAllBack(t *testing.T) {
	k := start(t)
	k.mustDo(counter.Enter{Text: anhPhone})
	k.scan(milk, milk, milk, milk)
	k.mustDo(counter.Redeem{Reward: "off10", Apply: true}, counter.UsePoints{Points: 30}, counter.HoldCart{})
	held := k.last.Held[0].Order
	k.mustDo(counter.Enter{Text: anhPhone}) // the same member is at hand
	k.scan(card)
	k.mustDo(counter.VoidHeld{Order: held, Reason: "no-money"})
	if k.last.Approval == nil || k.last.Approval.What != counter.ActVoid || k.last.Approval.Total != 128_000-10_000-30_000 {
		t.Fatalf("asks for %+v", k.last.Approval)
	}
	k.holding(1)
	k.mustDo(counter.Approve{PIN: "9999"})
	k.holding(0)
	if k.balance() != 490 {
		t.Errorf("the member at hand stands at %d, only the voucher's points are gone", k.balance())
	}
	k.payable(15_000)
	k.settled()
	k.verify()
}

func TestAShiftEndsWithNoCartAsideButIsHandedOverAndSuspendedWithThem(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.HoldCart{})
	k.refused(counter.CloseBlind{}, "shift.held")
	k.mustDo(counter.CountDrawer{Amount: 500_000})
	k.refused(counter.CloseShift{}, "shift.held")
	k.mustDo(counter.CloseShift{To: "nam", PIN: "9999", Left: 500_000})
	k.holding(1)
	k.mustDo(counter.RecallCart{})
	k.payable(32_000)
	k.mustDo(counter.HoldCart{}, counter.SuspendShift{})
	k.holding(1)
	k.mustDo(counter.ResumeShift{Shift: k.last.Shifts[0].ID}, counter.RecallCart{}, counter.AddTender{Kind: sale.Cash})
	k.mustDo(counter.CountDrawer{Amount: 532_000}, counter.CloseShift{})
	k.verify()
}

func TestWhatChangedWhileACartLayAsideIsSaid(t *testing.T) {
	k, _ := inChain(t)
	k.mustDo(counter.Enter{Text: anhPhone})
	k.scan(milk)
	k.mustDo(counter.HoldCart{})
	next := k.program
	next.Version, next.EffectiveFrom = 2, k.now.Add(time.Millisecond)
	k.comes(func(w *bolt.CatalogWriter) {
		w.Product(catalog.Product{SKU: "SUA", Name: "Sữa tươi Đồng Xanh 1L", Price: 35_000, Barcodes: []string{milk}, VAT: catalog.ReducedVAT(), Earns: true})
		w.Program(next)
	})
	k.mustDo(counter.RecallCart{})
	k.payable(32_000)
	var said []string
	for n := k.last.Notice; n != nil; n = n.Also {
		said = append(said, n.Code)
	}
	if len(said) != 3 || said[1] != "line.price_changed" || said[2] != "program.changed" {
		t.Errorf("said %v", said)
	}
}

func TestACartThatLiesAsideTooLongIsMarked(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.HoldCart{})
	k.now = k.now.Add(23 * time.Hour)
	if k.last = k.Look(); k.last.Held[0].Old {
		t.Error("marked too soon")
	}
	k.now = k.now.Add(time.Hour)
	if k.last = k.Look(); !k.last.Held[0].Old {
		t.Error("not marked after a day")
	}
}

func TestANewEpochTakesHeldCartsOver(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.HoldCart{Note: "áo đỏ"})
	k.scan(card)
	before, err := k.file.Start(background)
	if err != nil {
		t.Fatal(err)
	}
	h := counter.Inherit(2, false, before)
	if len(h.Carts) != 2 || h.Carts[0].Held.Note != "áo đỏ" || !h.Carts[1].Held.At.IsZero() {
		t.Errorf("takes over %+v", h.Carts)
	}
	replay := counter.NewReplay(counter.Start{}, counter.Inherited{})
	head, records, seals, err := k.file.Events(background, 1, 0, 1_000, 1<<20)
	if err != nil || len(seals) == 0 {
		t.Fatal(err)
	}
	var last sale.Order
	for _, o := range replay.Batch(head, records, seals[len(seals)-1]).Orders {
		if o.Held.Note != "" {
			last = o
		}
	}
	if last.Totals().Payable != 32_000 {
		t.Errorf("from the journal alone the held cart is %+v", last)
	}
}

func TestHoldingIsInTheJournal(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.HoldCart{}, counter.RecallCart{})
	_, records, _, err := k.file.Events(background, 1, 0, 1_000, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	n := len(records)
	if records[n-2].Event.Kind != journal.OrderHeld || records[n-1].Event.Kind != journal.OrderRecalled {
		t.Errorf("the journal ends with %v, %v", records[n-2].Event.Kind, records[n-1].Event.Kind)
	}
}
