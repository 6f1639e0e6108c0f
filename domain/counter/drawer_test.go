package counter_test

import (
	"context"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/storage/bolt"
)

// z is the Z that was closed last, checked against the journal that it is of.
func (k *till) z() report.Z {
	k.t.Helper()
	paper := k.last.Report
	if paper == nil || paper.Z == nil {
		k.t.Fatalf("no Z is shown: %+v", k.last.Notice)
	}
	_, records, _, err := k.file.Events(context.Background(), k.head(), 0, 100_000, 1<<30)
	if err != nil {
		k.t.Fatal(err)
	}
	fold := report.NewFold(paper.Z.Sum.Shift, paper.Z.Sum.Epochs[0], paper.Z.Sum.First)
	for _, r := range records {
		if r.Event.Seq <= paper.Z.Sum.Last {
			fold.Apply(r)
		}
	}
	if again := fold.Sum(paper.Z.Sum.Grand-paper.Z.Sum.Turnover(), paper.Z.Sum.PerPoint); !reflect.DeepEqual(again, paper.Z.Sum) {
		k.t.Errorf("the journal comes to\n%+v\nand the Z says\n%+v", again, paper.Z.Sum)
	}
	return *paper.Z
}

func (k *till) head() uint32 { return k.Head().Epoch }

// A day by hand: float 500.000; 96.000 in cash (3 milks, 100.000 received), 32.000 by card; a milk comes back for cash with its receipt
// (32.000); 200.000 paid in, 50.000 out, 300.000 to the safe. In the drawer: 500 + 96 - 32 + 200 - 50 - 300 = 414 thousand.
func TestAShiftFromOpeningToZ(t *testing.T) {
	k := start(t)
	k.scan(milk, milk, milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash, Amount: 100_000})
	first := k.last.Last.Order
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Card})
	k.mustDo(counter.Return{Order: first.Key(), Receipt: first.Receipt, Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}})
	k.mustDo(counter.MoveCash{Kind: shift.PaidIn, Amount: 200_000, Reason: "tiền lẻ"})
	k.mustDo(counter.MoveCash{Kind: shift.PaidOut, Amount: 50_000, Reason: "nước đá"})
	if k.last.Approval == nil || k.last.Approval.What != shift.ActPaidOut || k.last.Approval.Total != 50_000 {
		t.Fatalf("cash leaves the drawer without a supervisor: %+v", k.last.Approval)
	}
	k.mustDo(counter.Approve{PIN: "9999"})
	k.mustDo(counter.MoveCash{Kind: shift.SafeDrop, Pieces: [len(shift.Denominations)]int64{0, 1, 1}})

	if err := k.do(counter.CloseShift{}); fault.Code(err) != "shift.uncounted" {
		t.Errorf("a shift closes without its drawer being counted: %v", err)
	}
	k.mustDo(counter.TakeX{})
	if x := k.last.Report; x == nil || !x.Hidden || x.Z != nil || x.Sum.Tickets != 2 {
		t.Errorf("the X of who counts blind: %+v", x)
	}
	k.mustDo(counter.CountDrawer{Amount: 404_000, Cards: 32_000})
	if c := k.last.Count; c == nil || c.Cash.Expected != 414_000 || c.Over() != -10_000 || !c.Blind {
		t.Fatalf("the count: %+v", c)
	}
	if err := k.do(counter.CloseShift{}); fault.Code(err) != "field.required" {
		t.Errorf("10.000 are gone without a word: %v", err)
	}
	k.mustDo(counter.CloseShift{Reason: "thối nhầm"})
	z := k.z()
	if z.Sum.Cash().Expected != 414_000 || z.Over() != -10_000 || z.Reason != "thối nhầm" || z.Sum.Grand != 96_000 || z.Closer != "hong" ||
		z.Sum.Tenders[0].Change != 4_000 || z.Sum.Shift.Number != 1 || z.Sum.Approvals != 1 {
		t.Errorf("%+v", z)
	}
	if k.last.Shift != nil || len(k.last.Shifts) != 0 {
		t.Errorf("it is still open: %+v", k.last.Shifts)
	}
	if err := k.do(counter.Enter{Text: milk, Scan: true}); fault.Code(err) != "shift.closed" {
		t.Errorf("something is sold behind the Z: %v", err)
	}
	k.verify()
	k.restart()
	k.mustDo(counter.OpenShift{Float: 400_000})
	if s := k.last.Shift; s.Number != 2 {
		t.Errorf("the next shift: %+v", s)
	}
	k.mustDo(counter.CountDrawer{Amount: 400_000}, counter.CloseShift{})
	if z := k.z(); z.Sum.Grand != 96_000 || z.Over() != 0 {
		t.Errorf("the perpetual total begins anew: %+v", z.Sum)
	}
	k.mustDo(counter.ReprintZ{Number: 1})
	if p := k.last.Report; p.Copies != 1 || p.Z.Over() != -10_000 || p.Sealed == "" {
		t.Errorf("the copy: %+v", p)
	}
	if len(k.reports) != 4 { // an X, two Z, a copy
		t.Errorf("%d reports are printed", len(k.reports))
	}
	k.verify()
}

func TestADrawerIsHandedOverByTheTakersPIN(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash}, counter.CountDrawer{Amount: 532_000})
	if err := k.do(counter.CloseShift{To: "nam", PIN: "1111", Left: 500_000}); fault.Code(err) != "pin.wrong" {
		t.Errorf("somebody else takes the drawer over: %v", err)
	}
	if err := k.do(counter.CloseShift{To: "nam", PIN: "9999", Left: 600_000}); fault.Code(err) != "left.range" {
		t.Errorf("more is left than there is: %v", err)
	}
	k.mustDo(counter.CloseShift{To: "nam", PIN: "9999", Left: 500_000})
	if z := k.z(); z.To != "nam" || z.Left != 500_000 {
		t.Errorf("%+v", z)
	}
	s := k.last.Shift
	if s == nil || s.Cashier != "nam" || s.Float != 500_000 || s.From == "" || s.Number != 2 || k.last.Staff.ID != "nam" {
		t.Errorf("the drawer of %+v, with %+v signed in", s, k.last.Staff)
	}
	k.verify()
}

// One drawer a cashier: while one shift is put away, another sells with its own.
func TestASuspendedShiftWaitsForItsCashier(t *testing.T) {
	k := start(t)
	k.scan(milk)
	if err := k.do(counter.SuspendShift{}); fault.Code(err) != "shift.cart" {
		t.Errorf("the drawer goes away under a cart: %v", err)
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash}, counter.SuspendShift{})
	mine := k.last.Shifts[0]
	k.mustDo(counter.SignOut{}, counter.SignIn{Staff: "nam", PIN: "9999"}, counter.OpenShift{Float: 100_000})
	k.scan(milk, milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	if err := k.do(counter.ResumeShift{Shift: mine.ID}); fault.Code(err) != "shift.open" {
		t.Errorf("two drawers are open: %v", err)
	}
	k.mustDo(counter.CountDrawer{Amount: 164_000}, counter.CloseShift{})
	if z := k.z(); z.Over() != 0 || z.Sum.Net != 64_000 {
		t.Errorf("the other's Z: %+v", z)
	}
	if err := k.do(counter.ResumeShift{Shift: mine.ID}); fault.Code(err) != "shift.other" {
		t.Errorf("somebody takes up another's drawer: %v", err)
	}
	k.restart() // signs Hồng in
	k.mustDo(counter.ResumeShift{Shift: mine.ID})
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash}, counter.CountDrawer{Amount: 564_000}, counter.CloseShift{})
	if z := k.z(); z.Over() != 0 || z.Sum.Net != 64_000 || z.Sum.Grand != 128_000 {
		t.Errorf("mine: %+v", z)
	}
	k.verify()
}

func TestADrawerThatWasPutAwayIsNobodyElsesToCount(t *testing.T) {
	k := start(t)
	k.mustDo(counter.SignOut{}, counter.SignIn{Staff: "nam", PIN: "9999"}, counter.SuspendShift{}, counter.OpenShift{Float: 100_000}, counter.SuspendShift{})
	hers, his := k.last.Shifts[0].ID, k.last.Shifts[1].ID
	k.mustDo(counter.SignOut{}, counter.SignIn{Staff: "hong", PIN: "1111"})
	for _, a := range []counter.Action{counter.CountDrawer{Shift: his, Amount: 1}, counter.CloseShift{Shift: his}, counter.TakeX{Shift: his}} {
		if err := k.do(a); fault.Code(err) != "shift.other" {
			t.Errorf("%#v: %v", a, err)
		}
	}
	k.mustDo(counter.SignOut{}, counter.SignIn{Staff: "nam", PIN: "9999"}, counter.CountDrawer{Shift: hers, Amount: 500_000}, counter.CloseShift{Shift: hers})
	if z := k.z(); z.Closer != "nam" || z.Sum.Shift.Cashier != "hong" || z.Over() != 0 {
		t.Errorf("a supervisor closes it: %+v", z)
	}
}

func TestABlindlyClosedShiftIsCountedLater(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash}, counter.CloseBlind{})
	blind := k.last.Shifts[0].ID
	k.mustDo(counter.OpenShift{Float: 100_000})
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash}, counter.CountDrawer{Shift: blind, Amount: 532_000}, counter.CloseShift{Shift: blind})
	if z := k.z(); z.Over() != 0 || z.Sum.Tickets != 1 {
		t.Errorf("%+v", z)
	}
	if k.last.Shift == nil || k.last.Shift.Number != 2 {
		t.Errorf("the open shift went with it: %+v", k.last.Shifts)
	}
	if err := k.do(counter.ResumeShift{Shift: blind}); err == nil {
		t.Error("a closed shift is open again")
	}
	k.verify()
}

// Counting is counting: what is sold behind it makes the count worth nothing.
func TestASaleBehindTheCountNeedsAnother(t *testing.T) {
	k := start(t)
	k.mustDo(counter.CountDrawer{Amount: 500_000})
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	if err := k.do(counter.CloseShift{}); fault.Code(err) != "shift.uncounted" {
		t.Errorf("%v", err)
	}
	k.mustDo(counter.CountDrawer{Amount: 532_000}, counter.CloseShift{})
	if z := k.z(); z.Over() != 0 {
		t.Errorf("%+v", z)
	}
}

func TestOpeningTheDrawerWithoutASaleIsApprovedAndCounted(t *testing.T) {
	k := start(t)
	if err := k.do(counter.OpenDrawer{Reason: " "}); fault.Code(err) != "field.required" {
		t.Errorf("without a reason: %v", err)
	}
	k.mustDo(counter.OpenDrawer{Reason: "đổi tiền"})
	if err := k.do(counter.Approve{PIN: "1111"}); fault.Code(err) != "approval.self" {
		t.Errorf("one's own approval: %v", err)
	}
	k.mustDo(counter.Approve{PIN: "9999"}, counter.CountDrawer{Amount: 500_000}, counter.CloseShift{})
	if z := k.z(); z.Sum.NoSales != 1 || z.Sum.Approvals != 1 || z.Sum.Refusals != 1 {
		t.Errorf("%+v", z.Sum)
	}
}

// What the drawer holds is known without an X to whoever may know it, and that it holds too much to everybody.
func TestTheDrawerIsShownToWhoMayKnow(t *testing.T) {
	k := start(t)
	k.scan(milk, milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash, Amount: 100_000})
	if d := k.last.Drawer; d == nil || d.Tickets != 1 || !d.Hidden || d.Cash != 0 || d.Over {
		t.Errorf("a cashier who counts blind sees %+v", d)
	}
	k.mustDo(counter.MoveCash{Kind: shift.PaidIn, Amount: shift.DropAtDefault - 564_000, Reason: "tiền lẻ"})
	if d := k.last.Drawer; !d.Over || d.DropFrom != shift.DropAtDefault || d.Cash != 0 {
		t.Errorf("the limit is reached: %+v", d)
	}
	k.mustDo(counter.SignOut{})
	if k.last.Drawer != nil {
		t.Errorf("nobody is signed in: %+v", k.last.Drawer)
	}
	k.mustDo(counter.SignIn{Staff: "nam", PIN: "9999"}, counter.MoveCash{Kind: shift.SafeDrop, Amount: 1_000_000})
	if d := k.last.Drawer; d.Hidden || d.Cash != shift.DropAtDefault-1_000_000 || d.Over {
		t.Errorf("a supervisor sees %+v", d)
	}
	k.restart() // and after a restart it is read from the journal
	k.mustDo(counter.SignOut{}, counter.SignIn{Staff: "nam", PIN: "9999"})
	if d := k.last.Drawer; d == nil || d.Cash != shift.DropAtDefault-1_000_000 || d.Tickets != 1 {
		t.Errorf("after a restart: %+v", d)
	}
}

func TestShiftsAreListedAndTheirZReadAgain(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash}, counter.CountDrawer{Amount: 533_000}, counter.CloseShift{Reason: "khách cho"}, counter.OpenShift{Float: 1_000})
	found, err := k.Find(context.Background(), counter.Shifts{})
	if err != nil || len(found.Shifts) != 2 {
		t.Fatalf("%+v, %v", found.Shifts, err)
	}
	if open, closed := found.Shifts[0], found.Shifts[1]; open.Shift.Number != 2 || open.Last != 0 || closed.Over != 1_000 || closed.Net != 32_000 || closed.Cashier != "Lê Thị Hồng" {
		t.Errorf("%+v", found.Shifts)
	}
	head := k.Head()
	found, err = k.Find(context.Background(), counter.ReportOf{Number: 1})
	if p := found.Report; err != nil || p.Z.Over() != 1_000 || p.Z.Reason != "khách cho" || p.Copies != 0 || p.Closer != "Lê Thị Hồng" || p.Sealed == "" {
		t.Errorf("%+v, %v", p, err)
	}
	if k.Head() != head {
		t.Error("reading writes something")
	}
	for number, want := range map[int64]string{2: "shift.unclosed", 3: "shift.unknown"} {
		if _, err := k.Find(context.Background(), counter.ReportOf{Number: number}); fault.Code(err) != want {
			t.Errorf("shift %d: %v", number, err)
		}
	}
}

// Whatever is sold, taken back and moved, and whenever the plug is pulled: the drawer is the float, the cash of the orders and what was
// moved, worked out here from the orders themselves.
func TestTheDrawerIsWhatTheOrdersAndTheMovementsSay(t *testing.T) {
	for seed := range uint64(3) {
		k := start(t)
		err := k.file.Fill(func(w *bolt.CatalogWriter) error {
			w.Shop(counter.Shop{Name: "Cửa hàng", Channel: sale.Store, Currency: "VND", Policy: shift.Policy{Open: true, Approve: map[string]bool{shift.ActPaidOut: false}}})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		k.restart()
		r, moved := rand.New(rand.NewPCG(seed, 2)), money.VND(500_000)
		for range 150 {
			m := shift.Movement{Kind: shift.MovementKind(1 + r.IntN(3)), Amount: money.VND(1 + r.IntN(50_000))}
			switch r.IntN(12) {
			case 0:
				k.reopen()
				k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
			case 1:
				if k.last.Approval == nil && k.last.Alarm == nil {
					k.mustDo(counter.MoveCash{Kind: m.Kind, Amount: m.Amount, Reason: "thử"})
					moved += m.Signed()
				}
			default:
				_ = k.do(press(r, k))
			}
			want := moved
			for _, o := range k.orders() {
				want += cashOf(o)
			}
			if d := k.last.Drawer; d == nil || d.Cash != want {
				t.Fatalf("seed %d: the drawer holds %+v, the orders and movements say %d", seed, d, want)
			}
		}
		k.verify()
	}
}

// cashOf is the cash that a filed order left in the drawer.
func cashOf(o sale.Order) (cash money.VND) {
	if o.PaidAt.IsZero() {
		return 0
	}
	for _, t := range o.Tenders {
		if t.Kind == sale.Cash {
			cash += t.Amount()
		}
	}
	for _, back := range o.Returns {
		for _, t := range back.Tenders {
			if t.Kind == sale.Cash {
				cash -= t.Amount()
			}
		}
	}
	return cash
}

// Whose drawer it becomes is proven by PIN, so wrong ones lock here as they do at sign-in: else the keypad would go on guessing.
func TestGuessingTheTakersPINLocksTheKeypad(t *testing.T) {
	k := start(t)
	k.mustDo(counter.CountDrawer{Amount: 500_000})
	for range 5 {
		if err := k.do(counter.CloseShift{To: "nam", PIN: "0000"}); fault.Code(err) != "pin.wrong" {
			t.Fatal(err)
		}
	}
	if err := k.do(counter.CloseShift{To: "nam", PIN: "9999"}); fault.Code(err) != "pin.locked" {
		t.Errorf("the right PIN behind five wrong ones: %v", err)
	}
	k.now = k.now.Add(time.Minute)
	k.mustDo(counter.CloseShift{To: "nam", PIN: "9999"})
}

// A till sells under one shift: a drawer that was put away isn't handed over beside another that is open.
func TestADrawerIsHandedOverWhereNoOtherIsOpen(t *testing.T) {
	k := start(t)
	k.mustDo(counter.CloseBlind{})
	blind := k.last.Shifts[0].ID
	k.mustDo(counter.OpenShift{Float: 100_000}, counter.CountDrawer{Shift: blind, Amount: 500_000})
	if err := k.do(counter.CloseShift{Shift: blind, To: "nam", PIN: "9999", Left: 1}); fault.Code(err) != "shift.open" {
		t.Errorf("two drawers are open: %v, %+v", err, k.last.Shifts)
	}
	k.mustDo(counter.CountDrawer{Amount: 100_000}, counter.CloseShift{}, counter.CountDrawer{Shift: blind, Amount: 500_000},
		counter.CloseShift{Shift: blind, To: "nam", PIN: "9999", Left: 1})
	if s := k.last.Shift; len(k.last.Shifts) != 1 || s == nil || s.Cashier != "nam" || s.Float != 1 {
		t.Errorf("%+v", k.last.Shifts)
	}
}

// A drawer that was put away and counted, and then sold from after all, is counted again.
func TestAShiftThatGoesOnBehindItsCountNeedsAnother(t *testing.T) {
	k := start(t)
	k.mustDo(counter.SuspendShift{})
	id := k.last.Shifts[0].ID
	k.mustDo(counter.CountDrawer{Shift: id, Amount: 500_000}, counter.ResumeShift{Shift: id})
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash}, counter.SuspendShift{})
	if err := k.do(counter.CloseShift{Shift: id, Reason: "thiếu"}); fault.Code(err) != "shift.uncounted" {
		t.Errorf("it closes by a count of before: %v", err)
	}
}

// What was asked under a shift isn't done when there is none any more.
func TestAnApprovalComesTooLateForAShiftThatEnded(t *testing.T) {
	for name, end := range map[string]counter.Action{"suspended": counter.SuspendShift{}, "over": counter.CloseBlind{}, "closed": counter.CloseShift{}} {
		k := start(t)
		k.mustDo(counter.CountDrawer{Amount: 500_000}, counter.OpenDrawer{Reason: "đổi tiền"}, end)
		if k.last.Approval != nil {
			t.Errorf("%s: a supervisor is still asked for %+v", name, k.last.Approval)
		}
		if err := k.do(counter.Approve{PIN: "9999"}); fault.Code(err) != "approval.nothing" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a shift leaves in the drawer is offered to the next, across a restart; who declares another float is told so at once.
func TestTheNextFloatIsComparedWithWhatWasLeft(t *testing.T) {
	k := start(t)
	k.mustDo(counter.CountDrawer{Amount: 500_000}, counter.CloseShift{Left: 300_000})
	if z := k.z(); z.Left != 300_000 || z.To != "" {
		t.Fatalf("the Z says %d stays, for %q", z.Left, z.To)
	}
	for _, when := range []string{"behind the close", "after a restart"} {
		if left := k.last.Left; left == nil || *left != (counter.Left{Shift: 1, Cashier: "Lê Thị Hồng", Amount: 300_000}) {
			t.Errorf("%s: %+v", when, left)
		}
		k.restart()
		k.last = k.Look()
	}
	k.mustDo(counter.OpenShift{Float: 250_000})
	if n := k.last.Notice; n.Code != "shift.opened.other" || n.Args["off"] != money.VND(-50_000) || k.last.Left != nil {
		t.Errorf("%+v, left %+v", n, k.last.Left)
	}
	k.mustDo(counter.CountDrawer{Amount: 250_000}, counter.CloseShift{}, counter.OpenShift{Float: 700_000})
	if n := k.last.Notice; n.Code != "shift.opened" {
		t.Errorf("all was taken out, and the drawer filled anew: %+v", n)
	}
	k.refused(counter.CountDrawer{Amount: -1}, "count.range")
	k.mustDo(counter.CountDrawer{Amount: 700_000})
	k.refused(counter.CloseShift{Left: 700_001}, "left.range")
}
