package story

import (
	"time"

	"tim/domain/counter"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

// drawerStories are those of the drawer and the shift.
func drawerStories() []Story {
	count := []string{"f12", "f9"}
	notes := append(count, "enter", "enter", "2", "down", "3", "down", "2", "enter", "1")
	return []Story{
		{Name: "float-notes", State: NoShift(), Keys: []string{"f6", "1", "enter", "enter", "5"}},
		{Name: "float-waiting", State: Waiting()},
		{Name: "order-full-drawer", State: FullDrawer()},
		{Name: "menu-drawer", State: Drawer(), Keys: []string{"f12"}},
		{Name: "menu-full-drawer", State: FullDrawer(), Keys: []string{"f12"}},
		{Name: "menu-blind", State: Drawer(), Keys: []string{"f12", "down", "down", "down", "down", "down", "down", "down", "down", "down", "enter"}},
		{Name: "drawer-paid-in", State: Drawer(), Keys: []string{"f12", "f6", "2", "0", "0", "enter", "down"}},
		{Name: "drawer-drop-notes", State: FullDrawer(), Keys: []string{"f12", "f8", "f6", "4"}},
		{Name: "drawer-no-sale", State: Drawer(), Keys: []string{"f12", "f4"}},
		{Name: "approve-no-sale", State: NoSaleApproval()},
		{Name: "drawer-count", State: Drawer(), Keys: notes},
		{Name: "drawer-count-amount", State: DrawerOffline(), Keys: append(count, "f6", "414", "tab", "32000")},
		{Name: "drawer-short", State: Drawer(), Keys: append(count, "f6", "404000", "f9"), After: counted(404_000)},
		{Name: "drawer-exact", State: Drawer(), Keys: append(count, "f6", "414000", "f9"), After: counted(414_000)},
		{Name: "drawer-hand-over", State: Drawer(), Keys: append([]string{"f12", "down", "down", "down", "down", "down", "down", "down", "down", "enter"}, "f6", "404000", "f9"), After: counted(404_000)},
		{Name: "report-x", State: Drawer(), Keys: []string{"f12", "f5"}, After: func(counter.Action) (counter.State, error) { return X(), nil }},
		{Name: "report-z", State: Drawer(), Keys: append(count, "f6", "404000", "f9", "f9"), After: untilZ},
		{Name: "shifts", State: Drawer(), Keys: []string{"f12", "up", "down", "down", "down", "down", "down", "down", "down", "down", "down", "down", "down", "enter"}, Found: counter.Found{Shifts: Past()}},
	}
}

// Drawer is a shift in its third hour, its drawer counted blind: 500.000 ₫ in it at the opening, 414.000 ₫ now.
func Drawer() counter.State {
	s := Empty()
	s.Shift.Number, s.Shift.Float, s.Shift.Counted = 17, 500_000, shift.Counted{Amount: 500_000}
	s.Shifts = []shift.Shift{*s.Shift}
	s.Drawer = &counter.Drawer{Tickets: 2, Hidden: true, DropFrom: shift.DropAtDefault}
	return s
}

// DrawerOffline is Drawer with the link down and twelve events waiting.
func DrawerOffline() counter.State {
	s := Drawer()
	s.Link = counter.Link{Since: Now.Add(-42 * time.Second), Waiting: 12}
	return s
}

// FullDrawer is a supervisor's shift whose drawer has more cash than it should.
func FullDrawer() counter.State {
	s := Drawer()
	s.Staff = &s.Roster[1]
	s.Drawer = &counter.Drawer{Tickets: 86, Cash: 8_450_000, DropFrom: shift.DropAtDefault, Over: true}
	return s
}

// NoSaleApproval is Drawer while a supervisor must approve that the drawer is opened.
func NoSaleApproval() counter.State {
	s := Drawer()
	s.Approval = &counter.ApprovalNeeded{What: shift.ActNoSale, Reason: "Đổi tiền cho khách"}
	return s
}

// Waiting is a till without an open shift, with one that was put away and one whose drawer is to be counted.
func Waiting() counter.State {
	s := NoShift()
	at := func(number int64, cashier string, hour int, state shift.State) shift.Shift {
		return shift.Shift{ID: "w" + cashier, Number: number, Cashier: cashier, OpenedAt: time.Date(2026, 11, 21, hour, 2, 0, 0, time.UTC), State: state}
	}
	s.Shifts = []shift.Shift{at(15, "hong", 0, shift.Suspended), at(16, "minh", 4, shift.Blind)}
	return s
}

// sum is what Drawer's shift came to: two sales, one of them by card, a return, cash in, out and to the safe.
func sum() report.Sum {
	s := *Drawer().Shift
	return report.Sum{Shift: s, Tickets: 2, Goods: 128_000, Net: 128_000, Receipts: [2]string{"HD-01-000123", "HD-01-000124"},
		VAT: []sale.VATGroup{{Rate: money.Per100(8), Gross: 128_000, Net: 118_519, Tax: 9_481}}, Tax: 9_481,
		Returns: report.Tally{N: 1, Amount: 32_000},
		Tenders: []report.Tenders{{Kind: sale.Cash, Paid: report.Tally{N: 1, Amount: 96_000}, Change: 4_000, Refunded: report.Tally{N: 1, Amount: 32_000}},
			{Kind: sale.Card, Paid: report.Tally{N: 1, Amount: 32_000}}},
		PaidIn: report.Tally{N: 1, Amount: 200_000}, PaidOut: report.Tally{N: 1, Amount: 50_000}, Drops: report.Tally{N: 1, Amount: 300_000},
		NoSales: 1, Approvals: 2, Grand: 1_204_330_500, First: 4_012, Last: 4_061}
}

func paper(s counter.State) report.Paper {
	return report.Paper{Shop: receipt.Shop{Name: s.Shop.Name, Address: s.Shop.Address, TaxCode: s.Shop.TaxCode, Phone: s.Shop.Phone}, Zone: Zone, At: Now,
		Till: s.Till, Cashier: s.Staff.Name, Sum: sum(), Head: "3fa2c8b1"}
}

// X is Drawer while a cashier who counts blind looks at the X.
func X() counter.State {
	s := Drawer()
	x := paper(s)
	x.Hidden = true
	s.Report = &x
	return s
}

// Counted is Drawer with its cash counted to be so much.
func Counted(amount money.VND) counter.State {
	s := Drawer()
	s.Count = &counter.Count{Declaration: shift.Declaration{Shift: s.Shift.ID, Cash: shift.Counted{Amount: amount}, Cards: 32_000}, Cash: sum().Cash(), Blind: true}
	return s
}

func counted(amount money.VND) func(counter.Action) (counter.State, error) {
	return func(counter.Action) (counter.State, error) { return Counted(amount), nil }
}

// Z is the till behind a close that was 10.000 ₫ short.
func Z() counter.State {
	s := Counted(404_000)
	z := paper(s)
	z.Z = &report.Z{Sum: z.Sum, Counted: s.Count.Declaration, Blind: true, Reason: "Thối nhầm tiền", Closer: "hong"}
	z.Closer, z.Sealed = s.Staff.Name, "0f1e2d3c"
	s.Report, s.Shift, s.Shifts, s.Drawer, s.Count = &z, nil, nil, nil, nil
	return s
}

// untilZ is the count, and then the Z that closes the shift.
func untilZ(a counter.Action) (counter.State, error) {
	if _, closes := a.(counter.CloseShift); closes {
		return Z(), nil
	}
	return Counted(404_000), nil
}

// Past are the till's shifts as the list finds them, newest first: the open one, one exact, one short, one over.
func Past() []counter.FoundShift {
	open := *Drawer().Shift
	list := []counter.FoundShift{{Filed: report.Filed{Shift: open, First: 4_012}, Cashier: "Lê Thị Hồng"}}
	for i, over := range []money.VND{0, -20_000, 1_000} {
		at := open.OpenedAt.AddDate(0, 0, -1-i)
		list = append(list, counter.FoundShift{Cashier: "Trần Văn Minh", Filed: report.Filed{Over: over, Net: money.VND(12_480_500 - 913_000*i), Last: 9,
			Shift: shift.Shift{ID: "p", Number: int64(16 - i), OpenedAt: at, State: shift.Closed, Since: at.Add(7 * time.Hour)}}})
	}
	return list
}

// LeftFloat is no shift yet, and a drawer in which the last one left its float.
func LeftFloat() counter.State {
	s := NoShift()
	s.Left = &counter.Left{Shift: 17, Cashier: "Trần Văn Minh", Amount: 500_000}
	return s
}
