package story

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

// Desk answers a supervisor's desk with figures that are written here. It sums nothing.
type Desk struct {
	Err   error // of every answer
	Empty bool  // nothing ever happened
	Many  int   // so many shifts more
}

func clock(hour, minute int) time.Time { return time.Date(2026, 11, 21, hour, minute, 0, 0, Zone) }

// lines are three tills' shifts: one that is well, one to be looked at, and one that is closed and short.
func lines() []report.Line {
	hong := shift.Shift{ID: "s1", Till: "01", Cashier: "hong", OpenedAt: clock(7, 2), Float: 500_000, Number: 17}
	nam := shift.Shift{ID: "s2", Till: "02", Cashier: "nam", OpenedAt: clock(7, 5), Float: 500_000, Number: 16}
	lan := shift.Shift{ID: "s3", Till: "03", Cashier: "lan", OpenedAt: clock(6, 58), Float: 500_000, Number: 9, State: shift.Closed, Since: clock(13, 58)}
	shop := "Cửa hàng Nguyễn Huệ"
	return []report.Line{
		{ID: report.ShiftID{Till: "01", Number: 17}, Shop: shop, Shift: hong, Cashier: "Lê Thị Hồng", Tickets: 86, Net: 12_480_500, Turnover: 12_394_500,
			Cash: &report.Cash{Float: 500_000, Sales: 5_801_000, Refunds: 86_000, Expected: 6_215_000}, Voids: report.Tally{N: 2, Amount: 31_000}, Overrides: report.Tally{N: 1, Amount: 8_000},
			Refunds: report.Tally{N: 1, Amount: 86_000}, Earned: 12_480, Spent: 1_900, Value: 1_900_000, Unsent: 3, Oldest: clock(14, 5), Heard: clock(14, 5), Chain: report.ChainGood},
		{ID: report.ShiftID{Till: "02", Number: 16}, Shop: shop, Shift: nam, Cashier: "Trần Đức Nam", Tickets: 91, Net: 13_020_000, Turnover: 11_820_000,
			Cash: &report.Cash{Float: 500_000, Sales: 10_570_000, Refunds: 1_200_000, Expected: 9_870_000}, DropOver: 1_870_000, Voids: report.Tally{N: 9, Amount: 412_000},
			Overrides: report.Tally{N: 6, Amount: 96_000}, Refunds: report.Tally{N: 5, Amount: 1_200_000}, NoSales: 4, Earned: 13_020, Spent: 7_450, Value: 7_450_000,
			Unsent: 47, Oldest: clock(13, 23), Heard: clock(13, 22), Chain: report.ChainGood, Skew: 3 * time.Second},
		{ID: report.ShiftID{Till: "03", Number: 9}, Shop: shop, Shift: lan, Cashier: "Vũ Ngọc Lan", Tickets: 74, Net: 9_310_000, Turnover: 9_310_000,
			Over: -20_000, Voids: report.Tally{N: 1, Amount: 12_000}, NoSales: 1, Earned: 9_310, Spent: 820, Value: 820_000, Heard: clock(14, 4), Chain: report.ChainGood},
	}
}

func deskAlerts() []report.Alert {
	at := func(f report.Finding) report.Finding { f.To = clock(13, 51); return f }
	return []report.Alert{
		{ID: "card", Rule: report.CardLate, Finding: at(report.Finding{Rule: report.CardLate, Till: "02", Cashier: "nam", N: 6, Amount: 1_340_000}), Cashier: "Trần Đức Nam", Member: "09•• ••• 678", At: clock(13, 51)},
		{ID: "void", Rule: report.VoidLate, Finding: at(report.Finding{Rule: report.VoidLate, Till: "02", Cashier: "nam", N: 3, Amount: 412_000}), Cashier: "Trần Đức Nam", At: clock(12, 40)},
		{ID: "rate", Rule: report.RateHigh, Finding: at(report.Finding{Rule: report.RateHigh, What: journal.DrawerOpened, Cashier: "nam", N: 9, Usual: 6}), Cashier: "Trần Đức Nam", At: clock(11, 15)},
		{ID: "over", Kind: "account.overdraw", Member: "09•• ••• 111", Detail: "2 lần dùng điểm lúc mất mạng", At: clock(9, 30)},
		{ID: "split", Rule: report.TicketSplit, Finding: at(report.Finding{Rule: report.TicketSplit, Till: "01", N: 3, Amount: 640_000}), Member: "09•• ••• 222", At: clock(9, 12).AddDate(0, 0, -1),
			Reason: "khách mua giúp ba người, đã xem camera", By: "Trần Văn Minh"},
	}
}

// place is an event of the second till's journal.
func place(seq uint64, minute int, amount money.VND) report.Place {
	return report.Place{Writer: "02", Epoch: 1, Seq: seq, At: clock(13, minute).Add(time.Duration(seq%60) * time.Second), Amount: amount}
}

func deskRows() []report.Row {
	cash := func(paid money.VND) []sale.Tender { return []sale.Tender{{Kind: sale.Cash, Received: paid}} }
	nam, minh := "Trần Đức Nam", "Trần Văn Minh"
	return []report.Row{
		{Place: place(4012, 2, 0), Kind: journal.ShiftOpened, Actor: nam, Shift: 16},
		{Place: place(4013, 4, 193_290), Kind: journal.OrderPaid, Actor: nam, Shift: 16, Order: "store/o2", Receipt: "HD-02-000312", Tenders: cash(193_290)},
		{Place: place(4017, 9, 32_000), Kind: journal.LineVoided, Actor: nam, Shift: 16, Order: "store/o3", Line: "Sữa tươi Đồng Xanh 1L"},
		{Place: place(4018, 10, 0), Kind: journal.MemberAttached, Actor: nam, Shift: 16, Order: "store/o3", Member: "09•• ••• 678"},
		{Place: place(4020, 11, 71_000), Kind: journal.OrderPaid, Actor: nam, Shift: 16, Order: "store/o3", Receipt: "HD-02-000313", Member: "09•• ••• 678", Points: 71, Tenders: cash(71_000)},
		{Place: place(4024, 18, 12_000), Kind: journal.PriceOverridden, Actor: nam, Approver: minh, Shift: 16, Order: "store/o4", Line: "Cam sành", Reason: "hàng dập"},
		{Place: place(4026, 21, 0), Kind: journal.DrawerOpened, Actor: nam, Approver: minh, Shift: 16, Reason: "đổi tiền lẻ"},
		{Place: place(4030, 30, 86_000), Kind: journal.OrderReturned, Actor: nam, Approver: minh, Shift: 16, Order: "store/o2", Receipt: "HD-02-000312", Points: -86, Reason: "hàng lỗi", Tenders: cash(86_000)},
		{Place: place(4033, 44, 141_000), Kind: journal.OrderPaid, Actor: nam, Shift: 16, Order: "store/o1", Receipt: "HD-02-000314", Member: "09•• ••• 678", Points: 26, Tenders: []sale.Tender{{Kind: sale.Card, Received: 71_000}}},
		{Place: place(4038, 51, 300_000), Kind: journal.OrderVoided, Actor: nam, Shift: 16, Order: "store/o6", Reason: "changed-mind"},
	}
}

// Glance implements the desk.
func (d Desk) Glance(context.Context) (report.Glance, error) {
	if d.Empty {
		return report.Glance{At: Now}, d.Err
	}
	return report.Glance{At: Now, Shop: "Cửa hàng Nguyễn Huệ", Lines: d.lines(), Alerts: deskAlerts()}, d.Err
}

// lines are those of the story, and Many more of other tills.
func (d Desk) lines() []report.Line {
	all := lines()
	for i := range d.Many {
		l := all[i%2]
		l.ID.Till, l.Shop = fmt.Sprintf("%02d", i+4), "Cửa hàng Lê Lợi"
		all = append(all, l)
	}
	return all
}

// Shifts implements the desk.
func (d Desk) Shifts(_ context.Context, q report.ShiftQuery) ([]report.Line, error) {
	if d.Empty {
		return nil, d.Err
	}
	all := d.lines()
	for day := 1; day <= 12; day++ {
		l := lines()[day%3]
		l.Shift.State, l.Shift.OpenedAt, l.Shift.Since = shift.Closed, l.Shift.OpenedAt.AddDate(0, 0, -day), clock(15, 4).AddDate(0, 0, -day)
		l.ID.Number -= int64(day) / 3
		l.Cash, l.DropOver, l.Unsent, l.Over = nil, 0, 0, money.VND(day%4-1)*5_000
		all = append(all, l)
	}
	if i := slices.IndexFunc(all, func(l report.Line) bool { return l.Opening() == q.Behind }); i >= 0 {
		all = all[i+1:]
	}
	return all[:min(len(all), max(q.Limit, 1))], d.Err
}

// Paper implements the desk: the closed shift has a Z.
func (d Desk) Paper(_ context.Context, of report.ShiftID) (report.Paper, error) {
	p := report.Paper{Shop: DoneWalkIn().Last.Receipt.Shop, Zone: Zone, At: Now, Till: of.Till, Cashier: "Vũ Ngọc Lan", Head: "a1b2c3d4", Sum: report.Sum{
		Shift:   shift.Shift{ID: "s3", Till: of.Till, Cashier: "lan", Number: of.Number, OpenedAt: clock(6, 58), Float: 500_000},
		Tickets: 74, Goods: 9_450_000, Discounts: 140_000, Net: 9_310_000, VAT: []sale.VATGroup{{Rate: money.Per100(8), Gross: 9_310_000, Net: 8_620_370, Tax: 689_630}}, Tax: 689_630,
		Tenders:     []report.Tenders{{Kind: sale.Cash, Paid: report.Tally{N: 50, Amount: 5_810_000}, Change: 910_000}, {Kind: sale.Card, Paid: report.Tally{N: 24, Amount: 3_500_000}}},
		LinesVoided: report.Tally{N: 1, Amount: 12_000}, Earned: report.Points{N: 60, Points: 9_310, Value: 9_310_000}, Used: report.Points{N: 8, Points: 820, Value: 820_000},
		Drops: report.Tally{N: 1, Amount: 4_000_000}, NoSales: 1, Approvals: 1, Receipts: [2]string{"HD-03-000201", "HD-03-000274"}, Grand: 804_330_500, First: 3_001, Last: 3_402}}
	if of.Till == "03" {
		p.Z = &report.Z{Sum: p.Sum, Counted: shift.Declaration{Cash: shift.Counted{Amount: 2_290_000}}, Reason: "thối nhầm", Closer: "lan"}
		p.At, p.Closer, p.Sealed = clock(13, 58), "Vũ Ngọc Lan", "0f1e2d3c"
	}
	return p, d.Err
}

// Ledger implements the desk: by kinds and amount; what is asked for as text is in no event.
func (d Desk) Ledger(_ context.Context, q report.LedgerQuery) ([]report.Row, string, error) {
	if d.Empty || q.Text != "" {
		return nil, "", d.Err
	}
	return slices.DeleteFunc(deskRows(), func(r report.Row) bool {
		return r.Amount < q.Least || len(q.Kinds) > 0 && !slices.Contains(q.Kinds, r.Kind)
	}), "", d.Err
}

// Rows implements the desk.
func (d Desk) Rows(ctx context.Context, q report.LedgerQuery, each func(report.Row) error) (report.Provenance, error) {
	rows, _, err := d.Ledger(ctx, q)
	for _, r := range rows {
		if err == nil {
			err = each(r)
		}
	}
	return report.Provenance{Till: q.Shift.Till, Epochs: [2]uint32{1, 1}, First: 4012, Last: 4038, Head: "a1b2c3d4", Rows: int64(len(rows))}, err
}

// Order implements the desk.
func (d Desk) Order(context.Context, string) (report.OrderPaper, error) {
	last := Done().Last
	return report.OrderPaper{Receipt: last.Receipt, Why: loyalty.Reasons{Earned: last.Earned, Lot: last.Lot}, Rows: deskRows()[2:5]}, d.Err
}

// Alerts implements the desk.
func (d Desk) Alerts(context.Context, time.Time, time.Time) ([]report.Alert, error) {
	if d.Empty {
		return nil, d.Err
	}
	return deskAlerts(), d.Err
}

// Evidence implements the desk.
func (d Desk) Evidence(context.Context, string) ([]report.Row, error) { return deskRows()[1:5], d.Err }

// Reconcile implements the desk.
func (d Desk) Reconcile(_ context.Context, _, _, reason string) error {
	if reason == "" {
		return fault.At("reason", "field.required", nil)
	}
	return d.Err
}

// Series implements the desk.
func (d Desk) Series(_ context.Context, from, to time.Time) (report.Series, error) {
	if d.Empty {
		return report.Series{}, d.Err
	}
	var s report.Series
	for h, n := range []int64{7: 21, 8: 34, 9: 28, 10: 40, 11: 66, 12: 52, 13: 31, 14: 4} {
		s.Hours[h] = report.Tally{N: n, Amount: money.VND(n) * 142_500}
	}
	for day, i := from, int64(0); day.Before(to); day, i = day.AddDate(0, 0, 1), i+1 {
		s.Days = append(s.Days, report.Day{Day: day, Net: money.VND(30_000_000 + i*410_000), Earned: 28_000 + i%7*2_310, Spent: 6_000 + i%5*1_970})
	}
	s.Tenders = []report.Tenders{{Kind: sale.Cash, Paid: report.Tally{N: 161, Amount: 21_180_000}}, {Kind: sale.Card, Paid: report.Tally{N: 72, Amount: 9_630_000}}, {Kind: sale.Transfer, Paid: report.Tally{N: 18, Amount: 4_000_500}}}
	s.Cashiers = []report.CashierWeeks{{Cashier: "Lê Thị Hồng", Over: []money.VND{0, 2_000, 0, -1_000}}, {Cashier: "Trần Đức Nam", Over: []money.VND{-20_000, -55_000, -80_000, -120_000}},
		{Cashier: "Vũ Ngọc Lan", Over: []money.VND{5_000, 0, 0, -20_000}}}
	return s, d.Err
}

// deskStories lead over the supervisor's desk at the till.
func deskStories() []Story {
	open := []string{"f12", "f12", "9999", "enter"}
	at := func(name string, d Desk, keys ...string) Story {
		return Story{Name: "desk-" + name, State: WithMember(), Desk: &d, Keys: append(append([]string(nil), open...), keys...), After: overseen}
	}
	return []Story{
		{Name: "desk-pin", State: WithMember(), Desk: &Desk{}, Keys: append([]string(nil), open[:3]...), After: overseen},
		{Name: "desk-cashier", State: WithMember(), Desk: &Desk{}, Keys: []string{"f12", "f12", "1111", "enter"}, After: func(counter.Action) (counter.State, error) {
			return WithMember(), fault.New(fault.Forbidden, "desk.role", fault.Args{"name": "Lê Thị Hồng"})
		}},
		at("glance", Desk{}, "down"),
		at("glance-many", Desk{Many: 40}, "down"),
		at("glance-empty", Desk{Empty: true}),
		at("down", Desk{Err: fault.New(fault.Unavailable, "link.down", nil)}),
		at("ledger", Desk{}, "down", "enter", "down", "down"),
		at("ledger-filter", Desk{}, "down", "enter", "/huy >50k"),
		at("ledger-none", Desk{}, "down", "enter", "cà phê"),
		at("order", Desk{}, "down", "enter", "down", "enter"),
		at("x", Desk{}, "f9"),
		at("z", Desk{}, "down", "down", "f9"),
		at("alerts", Desk{}, "tab"),
		at("alert", Desk{}, "tab", "enter"),
		at("alert-exception", Desk{}, "tab", "down", "down", "down", "enter"),
		at("reconcile", Desk{}, "tab", "enter", "f8", "da xem camera"),
		at("shifts", Desk{}, "tab", "tab", "down"),
		at("pictures", Desk{}, "shift+tab", "left"),
	}
}

// overseen is the till behind the supervisor's PIN.
func overseen(counter.Action) (counter.State, error) {
	s := WithMember()
	s.Notice, s.Overseer = nil, &counter.Person{ID: "minh", Name: "Trần Văn Minh", Role: shift.Supervisor}
	return s, nil
}
