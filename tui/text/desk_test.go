package text

import (
	"testing"

	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
)

func TestEveryKindOfEventHasAName(t *testing.T) {
	for k := journal.Kind(1); k < 256; k++ {
		if b := events[k]; k.Known() != (b.VI != "" && b.EN != "") {
			t.Errorf("%s is called %q and %q", k, b.VI, b.EN)
		}
	}
}

func TestAKindOfANewerProgramIsItsNumber(t *testing.T) {
	same(t, Event(65_000, Vietnamese), "65000")
}

func TestEveryRuleHasANameAndAReason(t *testing.T) {
	for _, rule := range []report.Rule{report.CardOften, report.CardLate, report.VoidLate, report.RefundQuick, report.SpendLate, report.TicketSplit, report.RateHigh} {
		for _, l := range []Language{Vietnamese, English} {
			if a := (report.Alert{Rule: rule}); AlertName(a, l) == "" || AlertWhy(a, l) == "" {
				t.Errorf("%s has no words", rule)
			}
		}
	}
}

func TestAnAlertIsOneSentence(t *testing.T) {
	a := report.Alert{Rule: report.RateHigh, Cashier: "Trần Đức Nam", Finding: report.Finding{Rule: report.RateHigh, What: journal.DrawerOpened, Till: "02", N: 9, Usual: 6}}
	same(t, Alert(a, Vietnamese), "Quầy 02 · Trần Đức Nam · Mở két không bán 9 lần, thường 6 trên 1.000 đơn")
	same(t, Alert(report.Alert{Kind: "account.overdraw", Member: "09•• ••• 111"}, Vietnamese), "09•• ••• 111")
}

func TestShortAmountsAreNeverRoundedUp(t *testing.T) {
	for v, want := range map[int64]string{0: "0", 999: "999", 1_000: "1k", 31_999: "31k", 999_999: "999k", 1_000_000: "1tr", 1_290_000: "1,2tr", 99_990_000: "99,9tr",
		412_600_000: "412tr", 1_999_000_000: "1,9tỷ", -55_000: "−55k"} {
		same(t, Short(money.VND(v), Vietnamese), want)
	}
	same(t, Short(1_290_000, English), "1,2m")
	same(t, Tally(report.Tally{N: 9, Amount: 412_000}, Vietnamese), "9/412k")
}

func TestAReasonIsInWordsWhereTheJournalHasACode(t *testing.T) {
	same(t, GivenReason("desk.open", Vietnamese), "mở bàn giám sát")
	same(t, GivenReason("changed-mind", Vietnamese), "Khách đổi ý")
	same(t, GivenReason("hàng dập", English), "hàng dập")
	same(t, GivenReason("", English), "")
}
