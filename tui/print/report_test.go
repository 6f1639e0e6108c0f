package print_test

import (
	"strings"
	"testing"
	"time"

	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/tui/print"
	"tim/tui/text"
)

// reports are a shift in the middle, the same one counted blind, its end, and a copy of that.
func reports() map[string]report.Paper {
	eight := func(gross, net, tax money.VND) []sale.VATGroup {
		return []sale.VATGroup{{Rate: money.Per100(8), Gross: gross, Net: net, Tax: tax}}
	}
	sum := report.Sum{
		Shift:   shift.Shift{ID: "s1", Till: "01", Cashier: "hong", Number: 17, OpenedAt: now.Add(-7 * time.Hour), Float: 2_000_000},
		Tickets: 86, Goods: 12_900_000, Discounts: 120_000, Vouchers: report.Tally{N: 3, Amount: 90_000}, PointsOff: 209_500, Net: 12_480_500,
		VAT: eight(12_690_000, 11_750_000, 940_000), Tax: 940_000,
		Returns: report.Tally{N: 2, Amount: 86_000}, Elsewhere: report.Tally{N: 1, Amount: 27_000}, VATBack: eight(86_400, 80_000, 6_400), TaxBack: 6_400,
		Tenders: []report.Tenders{
			{Kind: sale.Cash, Paid: report.Tally{N: 61, Amount: 6_255_000}, Change: 1_843_000, Refunded: report.Tally{N: 1, Amount: 27_000}},
			{Kind: sale.Card, Paid: report.Tally{N: 20, Amount: 5_225_500}, Refunded: report.Tally{N: 1, Amount: 59_000}},
			{Kind: sale.Transfer, Paid: report.Tally{N: 5, Amount: 1_000_000}},
		},
		LinesVoided: report.Tally{N: 2, Amount: 31_000}, OrdersVoided: report.Tally{N: 1, Amount: 30_000}, AfterTender: report.Tally{N: 1, Amount: 30_000},
		Overrides: report.Tally{N: 1, Amount: 8_000},
		Earned:    report.Points{N: 40, Points: 12_480, Value: 12_480_000}, Used: report.Points{N: 6, Points: 1_900, Value: 209_500},
		ClawedBack: report.Points{N: 1, Points: 59, Value: 59_000}, Restored: report.Points{N: 1, Points: 4, Value: 4_000}, PerPoint: 1_000,
		PaidIn: report.Tally{N: 1, Amount: 500_000}, PaidOut: report.Tally{N: 2, Amount: 65_000}, Drops: report.Tally{N: 1, Amount: 5_000_000},
		NoSales: 1, Reprints: 2, Approvals: 3, Refusals: 1, Unknown: 4, Members: 5, Receipts: [2]string{"HD-01-000312", "HD-01-000397"},
		Grand: 1_204_330_500, First: 4_012, Last: 4_633,
	}
	x := report.Paper{Shop: shop, Zone: zone, At: now, Till: "01", Cashier: "Lê Thị Hồng", Sum: sum, Head: "a1b2c3d4"}
	hidden := x
	hidden.Hidden = true
	z := x
	count, _ := shift.Count([len(shift.Denominations)]int64{4, 3, 7, 4, 6, 3, 1, 4})
	z.Z = &report.Z{Sum: sum, Counted: shift.Declaration{Cash: count, Cards: 5_166_500}, Blind: true, Reason: "thối nhầm tiền lẻ", Unsent: 12, Left: 2_000_000, To: "nam"}
	z.Closer, z.To, z.Sealed = "Trần Đức Nam", "Trần Đức Nam", "0f1e2d3c"
	copied := z
	copied.Copies = 2
	return map[string]report.Paper{"x": x, "x-blind": hidden, "z": z, "z-copy": copied}
}

// Who counts blind must find the figure nowhere on the paper, nor what it could be worked out from.
func TestABlindCountIsToldNothing(t *testing.T) {
	for _, lang := range languages {
		paper := strings.Join(print.Report(reports()["x-blind"], print.Wide, lang), "\n")
		if strings.Contains(paper, "3.663.000") || strings.Contains(paper, "6.255.000") || strings.Contains(paper, "5.225.500") {
			t.Errorf("the drawer can be worked out from\n%s", paper)
		}
	}
}

func TestWhoClosedIsNamedOnlyWhereItIsSomebodyElse(t *testing.T) {
	z := reports()["z"]
	z.Closer = z.Cashier
	if n := strings.Count(strings.Join(print.Report(z, print.Wide, text.Vietnamese), "\n"), z.Cashier); n != 1 {
		t.Errorf("the cashier is named %d times", n)
	}
}
