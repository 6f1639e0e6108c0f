package counter_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/storage/bolt"
)

func TestASaleWithPointsEndToEnd(t *testing.T) {
	k := start(t)
	k.scan(milk, milk, milk, "3*"+card)
	k.mustDo(counter.Enter{Text: anhPhone})
	if due := k.last.Cart.Totals.Payable; due != 141_000 {
		t.Fatalf("the cart comes to %d, want 141.000", due)
	}
	use := k.last.Member.Use
	if use.Limit.Max != 70 || use.Levels[0].Points != 70 {
		t.Fatalf("70 points are half of 141.000, offered %d and %v", use.Limit.Max, use.Levels)
	}
	k.mustDo(counter.UsePoints{Points: 70})
	if k.last.Cart.Totals.Payable != 71_000 || k.balance() != 430 {
		t.Fatalf("left to pay %d with %d points", k.last.Cart.Totals.Payable, k.balance())
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	done := k.last.Last
	if done == nil || done.Order.Receipt != "HD-01-000001" {
		t.Fatalf("the sale isn't finished: %+v", done)
	}
	line := done.Earned.Lines[0]
	if line.Points != 47_660 || done.Earned.Eligible != 48_340 || done.Earned.Reward != 48 {
		t.Errorf("share %d, base %d, earned %d; want 47.660, 48.340, 48", line.Points, done.Earned.Eligible, done.Earned.Reward)
	}
	if done.Balance != 478 {
		t.Errorf("the member stands at %d, want 478", done.Balance)
	}
	if len(k.printed) != 1 || k.printed[0].Member == nil || !strings.Contains(strings.Join(k.printed[0].Member.Why.In(loyalty.Vi), "\n"), "48") {
		t.Errorf("the receipt doesn't explain the points: %+v", k.printed)
	}
	if k.last.Cart.Order.ID != "" || k.last.Member != nil {
		t.Error("the next customer's cart isn't empty")
	}
	k.verify()
}

func TestACartSurvivesACrashAtAnyPoint(t *testing.T) {
	k := start(t)
	k.scan(milk, "3*"+card)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.UsePoints{Points: 20}, counter.AddTender{Kind: sale.Card, Amount: 1_000})
	before := k.last
	k.reopen() // the process died: nothing was closed, nothing said goodbye
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	after := k.last
	if after.Cart.Totals.Due != before.Cart.Totals.Due || len(after.Cart.Order.Lines) != 2 || after.Cart.Order.Use.Points != 20 {
		t.Errorf("the cart came back as %+v", after.Cart.Order)
	}
	if k.balance() != 480 {
		t.Errorf("the member came back with %d points, want 480", k.balance())
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	if k.last.Cart.Order.ID != "" {
		t.Error("a finished sale came back as a cart")
	}
	k.verify()
}

func TestUnknownCodeStopsScansUntilItIsSeen(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.refused(counter.Enter{Text: "8934563138165", Scan: true}, "code.unknown")
	k.refused(counter.Enter{Text: milk, Scan: true}, "scan.refused")
	k.refused(counter.Enter{Text: milk, Scan: true}, "scan.refused")
	if k.last.Alarm == nil || k.last.Alarm.Refused != 2 || k.last.Alarm.Code != "8934563138165" {
		t.Fatalf("alarm %+v", k.last.Alarm)
	}
	k.mustDo(counter.Dismiss{})
	k.scan(milk)
	if q := k.last.Cart.Order.Lines[0].Quantity; q != money.Units(2) {
		t.Errorf("after the acknowledgement the next scan makes it %v", q)
	}
	for _, bad := range []string{"8934563138162", "8935001710019", "8934673001593"} {
		k.refused(counter.Enter{Text: bad, Scan: true}, "code.check_digit")
		k.mustDo(counter.Dismiss{})
	}
	k.verify()
}

func TestWhatTheFieldMeans(t *testing.T) {
	k := start(t)
	k.scan("2*" + milk)
	k.mustDo(counter.Enter{Text: "３*"}, counter.Enter{Text: card}, counter.Enter{Text: "2100001012458", Scan: true})
	lines := k.last.Cart.Order.Lines
	if len(lines) != 3 || lines[1].Quantity != money.Units(3) || lines[2].Quantity != 1245 {
		t.Fatalf("lines %+v", lines)
	}
	if k.last.Cart.Totals.Lines[2].Amount != 52_290 {
		t.Errorf("1,245 kg at 42.000 is %d", k.last.Cart.Totals.Lines[2].Amount)
	}
	k.mustDo(counter.Enter{Text: "-2"})
	if len(k.last.Cart.Order.Lines) != 2 {
		t.Error("-2 takes the second line out")
	}
	k.mustDo(counter.Enter{Text: "%10", Line: "1"})
	if k.last.Cart.Totals.Lines[0].Discount != 6_400 {
		t.Errorf("10 %% of 64.000 is %d", k.last.Cart.Totals.Lines[0].Discount)
	}
	k.refused(counter.Enter{Text: "1000*" + milk}, "quantity.range")
	k.refused(counter.Enter{Text: "1,5*" + milk}, "quantity.whole")
	k.refused(counter.Enter{Text: "%101"}, "discount.range")
	k.refused(counter.Enter{Text: "=-5"}, "money.range")
	k.refused(counter.Enter{Text: "0212345678"}, "phone.format")
	k.refused(counter.Enter{Text: "0901234567"}, "phone.unknown")
	k.verify()
}

func TestPriceOverrideWantsASupervisorAndBindsToThatAct(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.Enter{Text: "=25000"})
	if k.last.Approval == nil || k.last.Cart.Totals.Payable != 32_000 {
		t.Fatal("the price changed without an approval")
	}
	k.refused(counter.Approve{PIN: "1111"}, "approval.self")
	k.refused(counter.Approve{PIN: "4321"}, "pin.wrong")
	k.now = k.now.Add(2 * time.Minute)
	k.refused(counter.Approve{PIN: "9999"}, "approval.expired")
	k.mustDo(counter.Enter{Text: "=25000"}, counter.Approve{PIN: "9999"})
	if k.last.Cart.Totals.Payable != 25_000 || k.last.Cart.Order.Lines[0].Approver != "nam" {
		t.Errorf("approved: %+v", k.last.Cart.Order.Lines[0])
	}
	k.refused(counter.Approve{PIN: "9999"}, "approval.nothing")
	k.verify()
}

func TestWrongPINsLockForAGrowingTime(t *testing.T) {
	k := start(t)
	k.mustDo(counter.SignOut{})
	for range 5 {
		if err := k.do(counter.SignIn{Staff: "hong", PIN: "0000"}); fault.Code(err) != "pin.wrong" {
			t.Fatal(err)
		}
	}
	if err := k.do(counter.SignIn{Staff: "hong", PIN: "1111"}); fault.Code(err) != "pin.locked" {
		t.Fatalf("the fifth wrong PIN doesn't lock: %v", err)
	}
	k.reopen()
	if err := k.do(counter.SignIn{Staff: "hong", PIN: "1111"}); fault.Code(err) != "pin.locked" {
		t.Fatalf("a start of the program unlocks: %v", err)
	}
	k.now = k.now.Add(time.Minute)
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
}

func TestNothingIsSoldSignedOutOrWithoutAShift(t *testing.T) {
	k := start(t)
	k.mustDo(counter.SignOut{})
	if err := k.do(counter.Enter{Text: milk, Scan: true}); fault.Code(err) != "staff.signed_out" {
		t.Error(err)
	}
}

func TestU5UsingAgainReplacesAndRemovingLinesGivesBack(t *testing.T) {
	k := start(t)
	k.scan("4*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.UsePoints{Points: 64}, counter.UsePoints{Points: 30})
	if k.balance() != 470 || k.last.Cart.Totals.Payable != 98_000 {
		t.Fatalf("30 instead of 64: balance %d, to pay %d", k.balance(), k.last.Cart.Totals.Payable)
	}
	k.refused(counter.UsePoints{Points: 65}, "points.limit")
	k.refused(counter.UsePoints{Points: -1}, "field.range")
	k.mustDo(counter.UsePoints{Points: 64}, counter.SetQuantity{Line: "1", Quantity: money.Units(1)})
	if k.last.Cart.Order.Use.Points != 16 || k.balance() != 484 {
		t.Errorf("half of 32.000 is 16 points, used %d, balance %d", k.last.Cart.Order.Use.Points, k.balance())
	}
	if k.last.Notice == nil || k.last.Notice.Code != "points.reduced" {
		t.Errorf("nobody says what changed: %+v", k.last.Notice)
	}
	k.mustDo(counter.UsePoints{Points: 0})
	if k.balance() != 500 {
		t.Errorf("given back: %d", k.balance())
	}
	k.verify()
}

func TestU6VoidingTheCartGivesAllPointsBack(t *testing.T) {
	k := start(t)
	k.scan("4*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.UsePoints{Points: 64}, counter.VoidOrder{Reason: "khách đổi ý"})
	if k.last.Approval == nil {
		t.Fatal("a cart with goods is voided without a supervisor")
	}
	k.mustDo(counter.Approve{PIN: "9999"})
	if k.last.Cart.Order.ID != "" {
		t.Fatal("the cart is still there")
	}
	k.scan(milk)
	k.mustDo(counter.Enter{Text: anhPhone})
	if k.balance() != 500 {
		t.Errorf("balance %d after the void, want 500", k.balance())
	}
	k.verify()
}

func TestChangingTheCustomerGivesPointsBackFirst(t *testing.T) {
	k := start(t)
	k.scan("4*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.UsePoints{Points: 64},
		counter.CreateMember{Name: "Trần Văn Bình", Phone: "0987 654 321", Points: true})
	if k.last.Cart.Order.Use.Points != 0 || k.last.Member.Profile.Name != "Trần Văn Bình" {
		t.Fatalf("the new customer's cart: %+v", k.last.Cart.Order.Use)
	}
	k.mustDo(counter.Enter{Text: anhPhone})
	if k.balance() != 500 {
		t.Errorf("Ánh stands at %d", k.balance())
	}
}

func TestAMemberCreatedHereEarnsAtOnceAndIsFoundAfterARestart(t *testing.T) {
	k := start(t)
	err := k.do(counter.CreateMember{Name: " ", Phone: "12"})
	for _, field := range []string{"name", "phone", "consents"} {
		if err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%s isn't named: %v", field, err)
		}
	}
	k.refused(counter.CreateMember{Name: "Ai đó", Phone: anhPhone, Points: true}, "phone.taken")
	k.mustDo(counter.CreateMember{Name: "Trần Văn Bình", Phone: "+84 987 654 321", Points: true, News: true})
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash, Amount: 50_000})
	if k.last.Last.Balance != 32 || k.last.Last.Totals.Change != 18_000 {
		t.Errorf("first sale: %d points, change %d", k.last.Last.Balance, k.last.Last.Totals.Change)
	}
	k.restart()
	k.mustDo(counter.Enter{Text: "0987654321"})
	if k.balance() != 32 {
		t.Errorf("after the restart: %d points", k.balance())
	}
	found, err := k.Find(context.Background(), counter.FindMembers{Text: "binh tran"})
	if err != nil || len(found.Members) != 1 || found.Members[0].Usable != 32 {
		t.Errorf("found %+v %v", found.Members, err)
	}
	k.verify()
}

func TestE8SoldForLaterUnderCompletedEarnsWhenHandedOver(t *testing.T) {
	k := start(t, func(p *loyalty.Program) { p.Earn.Trigger = loyalty.TriggerCompleted })
	k.scan(milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.SetLater{Later: true}, counter.AddTender{Kind: sale.Transfer, Reference: "FT1"})
	done := k.last.Last
	if done.Order.State() != sale.Paid || done.Balance != 500 {
		t.Fatalf("paid for later: %v, balance %d", done.Order.State(), done.Balance)
	}
	k.mustDo(counter.Deliver{Order: done.Order.Key()})
	k.refused(counter.Deliver{Order: done.Order.Key()}, "order.delivered")
	k.mustDo(counter.Enter{Text: anhPhone})
	if k.balance() != 532 {
		t.Errorf("after delivery: %d", k.balance())
	}
	k.verify()
}

func TestSplitTendersAndTheirLimits(t *testing.T) {
	k := start(t)
	k.refused(counter.AddTender{Kind: sale.Cash, Amount: 1_000}, "order.empty")
	k.scan("4*" + milk)
	k.refused(counter.AddTender{Kind: sale.Card, Amount: 128_001}, "tender.over")
	k.refused(counter.Finish{}, "order.unpaid")
	k.mustDo(counter.AddTender{Kind: sale.Card, Amount: 100_000, Reference: "0042"})
	if k.last.Cart.Totals.Due != 28_000 {
		t.Fatalf("still due %d", k.last.Cart.Totals.Due)
	}
	k.mustDo(counter.RemoveTenders{}, counter.AddTender{Kind: sale.Card, Amount: 100_000}, counter.AddTender{Kind: sale.Cash, Amount: 30_000})
	if k.last.Last.Totals.Change != 2_000 {
		t.Errorf("change %d", k.last.Last.Totals.Change)
	}
}

func TestUndoTakesTheLastChangeBack(t *testing.T) {
	k := start(t)
	k.scan(milk, card)
	k.mustDo(counter.RemoveLine{Line: "1"}, counter.Undo{}, counter.Undo{})
	if lines := k.last.Cart.Order.Lines; len(lines) != 1 || lines[0].SKU != "SUA" {
		t.Errorf("after two undos: %+v", lines)
	}
	k.mustDo(counter.Undo{})
	k.refused(counter.Undo{}, "undo.nothing")
	if k.last.Cart.Order.ID == "" || len(k.last.Cart.Order.Lines) != 0 {
		t.Errorf("the first scan undone leaves %+v", k.last.Cart.Order)
	}
	k.verify()
}

func TestAClockSetBackIsJournaledAndNeverPutsASaleBeforeItsScan(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.now = k.now.Add(-time.Hour)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	if !k.last.Last.Order.PaidAt.After(k.last.Last.Order.OpenedAt.Add(-2 * time.Hour)) {
		t.Error("paid at", k.last.Last.Order.PaidAt)
	}
	k.verify()
}

func TestStatementTellsWhatHappenedAndWhy(t *testing.T) {
	k := start(t)
	k.scan("4*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.UsePoints{Points: 64}, counter.AddTender{Kind: sale.Cash})
	found, err := k.Find(context.Background(), counter.Statement{Member: "anh"})
	if err != nil || len(found.Entries) < 3 {
		t.Fatalf("%+v %v", found.Entries, err)
	}
	earn, use := found.Entries[0], found.Entries[1]
	if earn.Kind != loyalty.Earn || earn.Points != 64 || earn.BalanceAfter != 500 || len(earn.ExplainVi) == 0 || earn.Receipt != "HD-01-000001" {
		t.Errorf("newest entry %+v", earn)
	}
	if use.Kind != loyalty.Use || use.Points != -64 || use.BalanceAfter != 436 {
		t.Errorf("entry before %+v", use)
	}
}

func TestReprintIsMarkedAndJournaled(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.mustDo(counter.Reprint{Order: k.last.Last.Order.Key()})
	if n := len(k.printed); n != 2 || !k.printed[1].Reprint || k.printed[1].Number != "HD-01-000001" {
		t.Errorf("printed %+v", k.printed)
	}
	k.verify()
}

// A shop that was set up with no more than its name sells over the counter, which earns.
func TestAShopThatNamesNoChannelEarns(t *testing.T) {
	k := start(t)
	if err := k.file.Fill(func(w *bolt.CatalogWriter) error {
		w.Shop(counter.Shop{Name: "Cửa hàng", Currency: "VND"})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"}, counter.Enter{Text: milk}, counter.AttachMember{Member: "anh"}, counter.AddTender{Kind: sale.Cash})
	if k.last.Last == nil || k.last.Last.Order.Earned != 32 {
		t.Errorf("it earned %+v", k.last.Last)
	}
}
