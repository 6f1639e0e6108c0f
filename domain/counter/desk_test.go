package counter_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/desk"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

func (k *till) desk() *desk.Desk {
	return k.Desk(report.DefaultLimits(), func() report.ChainState { return report.ChainGood })
}

// refundsQuickly is a cashier who gives three refunds right behind their sales: an alert.
func (k *till) refundsQuickly() {
	k.t.Helper()
	for range 3 {
		k.scan(milk)
		k.mustDo(counter.AddTender{Kind: sale.Cash})
		o := k.last.Last.Order
		k.mustDo(counter.Return{Order: o.Key(), Receipt: o.Receipt, Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}})
		k.now = k.now.Add(time.Minute)
	}
}

func (k *till) glance(d *desk.Desk) report.Glance {
	k.t.Helper()
	g, err := d.Glance(context.Background())
	if err != nil {
		k.t.Fatal(err)
	}
	return g
}

func (k *till) ledger(d *desk.Desk, q report.LedgerQuery) []report.Row {
	k.t.Helper()
	rows, _, err := d.Ledger(context.Background(), q)
	if err != nil {
		k.t.Fatal(err)
	}
	return rows
}

// A supervisor at the till sees the shift as it runs, by the same fold as its X: 96.000 in cash of 100.000, a milk of 32.000 brought
// back, 500.000 float; what the drawer should hold is not said, because cashiers count blind, but that 8 million is passed is.
func TestTheDeskAtTheTill(t *testing.T) {
	ctx := context.Background()
	k := start(t)
	d := k.desk()
	first := report.ShiftID{Till: "01", Number: 1}
	k.scan(milk, milk, milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash, Amount: 100_000})
	sold := k.last.Last.Order
	g := k.glance(d)
	if len(g.Lines) != 1 || g.Lines[0].ID != first || g.Lines[0].Net != 96_000 || g.Lines[0].Cash != nil || g.Lines[0].Cashier != "Lê Thị Hồng" ||
		g.Lines[0].Chain != report.ChainGood {
		t.Fatalf("%+v", g.Lines)
	}
	k.mustDo(counter.Return{Order: sold.Key(), Receipt: sold.Receipt, Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}})
	k.mustDo(counter.MoveCash{Kind: shift.PaidIn, Amount: 8_000_000, Reason: "tiền lẻ"})
	k.mustDo(counter.OpenDrawer{Reason: "đổi tiền"}, counter.Approve{PIN: "9999"})
	if l := k.glance(d).Lines[0]; l.Tickets != 1 || l.Refunds != (report.Tally{N: 1, Amount: 32_000}) || l.Turnover != 64_000 || l.NoSales != 1 ||
		l.DropOver != 564_000 {
		t.Errorf("%+v", l)
	}

	rows := k.ledger(d, report.LedgerQuery{Shift: first, Kinds: []journal.Kind{journal.DrawerOpened}})
	if len(rows) != 1 || rows[0].Actor != "Lê Thị Hồng" || rows[0].Approver != "Trần Đức Nam" || rows[0].Reason != "đổi tiền" {
		t.Errorf("the drawer was opened, and the ledger has %+v", rows)
	}
	if rows := k.ledger(d, report.LedgerQuery{Shift: first, Text: "DOI tien"}); len(rows) != 1 {
		t.Errorf("by text without diacritics: %+v", rows)
	}
	if rows := k.ledger(d, report.LedgerQuery{Shift: first, Least: 90_000, Kinds: []journal.Kind{journal.OrderPaid}}); len(rows) != 1 ||
		rows[0].Receipt != sold.Receipt || rows[0].Amount != 96_000 {
		t.Errorf("by amount: %+v", rows)
	}
	paper, err := d.Order(ctx, sold.Key())
	if err != nil || paper.Receipt.Number != sold.Receipt || len(paper.Returns) != 1 || paper.Returns[0].Refund != 32_000 || len(paper.Rows) < 3 {
		t.Errorf("%+v, %v", paper, err)
	}

	k.mustDo(counter.CountDrawer{Amount: 8_564_000}, counter.CloseShift{})
	z := k.z()
	p, err := d.Paper(ctx, first)
	if err != nil || p.Z == nil || !reflect.DeepEqual(*p.Z, z) || p.Sealed == "" || p.Closer != "Lê Thị Hồng" {
		t.Errorf("%+v, %v", p, err)
	}
	if g := k.glance(d); len(g.Lines) != 0 {
		t.Errorf("the shift is closed: %+v", g.Lines)
	}
	k.mustDo(counter.OpenShift{Float: 500_000})
	lines, err := d.Shifts(ctx, report.ShiftQuery{})
	if err != nil || len(lines) != 2 || lines[0].ID.Number != 2 || lines[1].Cash.Expected != 8_564_000 {
		t.Errorf("%+v, %v", lines, err)
	}
	if _, err := d.Paper(ctx, report.ShiftID{Till: "01", Number: 9}); fault.Code(err) != "shift.unknown" {
		t.Error(err)
	}
}

// A supervisor types who did or approved it as they are called, and the last digits of the customer's phone.
func TestALedgerIsFilteredByWhoAndWhom(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.mustDo(counter.OpenDrawer{Reason: "đổi tiền"}, counter.Approve{PIN: "9999"})
	k.mustDo(counter.Enter{Text: cucPhone})
	member := k.last.Member.Profile.ID
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	d, first := k.desk(), report.ShiftID{Till: "01", Number: 1}
	for _, who := range []string{"duc nam", "NAM", "nam"} {
		rows := k.ledger(d, report.LedgerQuery{Shift: first, Cashier: who})
		if len(rows) != 2 || rows[0].Kind != journal.ApprovalGiven || rows[1].Kind != journal.DrawerOpened {
			t.Errorf("what %q approved: %+v", who, rows)
		}
	}
	paid := []journal.Kind{journal.OrderPaid}
	if rows := k.ledger(d, report.LedgerQuery{Shift: first, Cashier: "hồng", Kinds: paid}); len(rows) != 2 {
		t.Errorf("what Hồng sold: %+v", rows)
	}
	for _, whom := range []string{"222", member} {
		if rows := k.ledger(d, report.LedgerQuery{Shift: first, Member: whom, Kinds: paid}); len(rows) != 1 || rows[0].Member != "09•• ••• 222" {
			t.Errorf("what %s bought: %+v", whom, rows)
		}
	}
	if rows := k.ledger(d, report.LedgerQuery{Shift: first, Member: "223"}); len(rows) != 0 {
		t.Errorf("of another: %+v", rows)
	}
}

// The pages of a ledger have each of a shift's events once, and no event of another that was sold under meanwhile.
func TestALedgerHasItsOwnShiftsEventsOnce(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash}, counter.SuspendShift{}, counter.OpenShift{Float: 100_000})
	k.scan(milk, milk)
	k.mustDo(counter.AddTender{Kind: sale.Card}, counter.SuspendShift{}, counter.ResumeShift{Shift: k.last.Shifts[0].ID})
	k.scan(card)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	d := k.desk()
	id := report.ShiftID{Till: "01", Number: 1}
	whole := k.ledger(d, report.LedgerQuery{Shift: id})
	var paid money.VND
	for _, r := range whole {
		if r.Kind == journal.OrderPaid {
			paid += r.Amount
		}
	}
	if paid != 47_000 {
		t.Errorf("the shift sold for %v", paid)
	}
	var pages []report.Row
	for next, more := "", true; more; more = next != "" {
		some, following, err := d.Ledger(context.Background(), report.LedgerQuery{Shift: id, After: next, Limit: 2})
		if err != nil {
			t.Fatal(err)
		}
		pages, next = append(pages, some...), following
	}
	if !reflect.DeepEqual(pages, whole) {
		t.Errorf("page by page\n%+v\nand at once\n%+v", pages, whole)
	}
	if _, _, err := d.Ledger(context.Background(), report.LedgerQuery{Shift: id, After: "x"}); fault.Code(err) != "cursor.format" {
		t.Error(err)
	}
}

// A cashier gives three quick refunds to nobody in sight. The desk shows it, with the events; a supervisor looks into it, and it stays
// dealt with when the till starts again.
func TestAnAlertIsDealtWithOnce(t *testing.T) {
	ctx := context.Background()
	k := start(t)
	k.refundsQuickly()
	d := k.desk()
	g := k.glance(d)
	if len(g.Alerts) != 1 || g.Alerts[0].Rule != report.RefundQuick || g.Alerts[0].Cashier != "Lê Thị Hồng" || g.Watched != g.Events || g.Events == 0 {
		t.Fatalf("%+v", g)
	}
	id := g.Alerts[0].ID
	rows, err := d.Evidence(ctx, id)
	if err != nil || len(rows) != 3 || rows[0].Kind != journal.OrderReturned || rows[0].Amount != 32_000 || rows[0].Shift != 1 {
		t.Errorf("%+v, %v", rows, err)
	}
	for _, c := range []struct{ id, by, reason, code string }{
		{id, "hong", "tôi mà", "approval.role"}, {id, "nam", " ", "field.required"}, {id, "ai", "x", "staff.gone"}, {"none", "nam", "x", "alert.unknown"},
	} {
		if err := d.Reconcile(ctx, c.id, c.by, c.reason); fault.Code(err) != c.code {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if err := d.Reconcile(ctx, id, "nam", "hàng lỗi cả lô"); err != nil {
		t.Fatal(err)
	}
	k.verify()
	k.restart()
	d = k.desk()
	if g := k.glance(d); len(g.Alerts) != 0 {
		t.Errorf("it is shown as new: %+v", g.Alerts)
	}
	all, err := d.Alerts(ctx, time.Time{}, time.Time{})
	if err != nil || len(all) != 1 || all[0].By != "Trần Đức Nam" || all[0].Reason != "hàng lỗi cả lô" {
		t.Errorf("%+v, %v", all, err)
	}
}

// Pictures have what was sold by hour, day and tender, and what drawers were short, of the journal alone.
func TestSeriesAreOfTheJournal(t *testing.T) {
	k := start(t)
	k.scan(milk, milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash, Amount: 100_000})
	k.now = k.now.Add(time.Hour)
	k.scan(card)
	k.mustDo(counter.AddTender{Kind: sale.Card}, counter.CountDrawer{Amount: 560_000}, counter.CloseShift{Reason: "thối nhầm"})
	d := k.desk()
	if err := d.CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	s, err := d.Series(context.Background(), k.now.AddDate(0, 0, -7), k.now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if s.Hours[14] != (report.Tally{N: 1, Amount: 64_000}) || s.Hours[15] != (report.Tally{N: 1, Amount: 15_000}) || len(s.Days) != 1 || s.Days[0].Net != 79_000 {
		t.Errorf("%+v", s)
	}
	if len(s.Tenders) != 2 || s.Tenders[0].Change != 36_000 || s.Tenders[1].Paid.Amount != 15_000 {
		t.Errorf("%+v", s.Tenders)
	}
	if len(s.Cashiers) != 1 || s.Cashiers[0].Cashier != "Lê Thị Hồng" || s.Cashiers[0].Over[len(s.Cashiers[0].Over)-1] != -4_000 {
		t.Errorf("%+v", s.Cashiers)
	}
}
