package print_test

import (
	"strings"
	"testing"

	"tim/domain/receipt"
	"tim/domain/report"
	"tim/tui/print"
	"tim/tui/text"
)

// Whatever leaves the printer in a training says so in its head, on both rolls; what doesn't, doesn't.
func TestEveryPaperOfATrainingSaysSo(t *testing.T) {
	mark := map[text.Language]string{text.Vietnamese: "ĐÀO TẠO, KHÔNG PHẢI HÓA ĐƠN", text.English: "TRAINING, NOT A RECEIPT"}
	for _, trained := range []bool{false, true} {
		for _, lang := range languages {
			for _, columns := range []int{print.Narrow, print.Wide} {
				x := reports()["z"]
				x.Training = trained
				for paper, lines := range map[string][]string{
					"receipt": print.Text(receipt.Document{Shop: shop, Zone: zone, Training: trained}, columns, lang),
					"return":  print.Return(receipt.Return{Shop: shop, Zone: zone, Training: trained}, columns, lang),
					"voucher": print.Voucher(receipt.Voucher{Shop: shop, Zone: zone, Code: "912345678901234560", Training: trained}, columns, lang),
					"report":  print.Report(x, columns, lang),
				} {
					if said := strings.Contains(strings.Join(lines, "\n"), mark[lang]); said != trained {
						t.Errorf("%s, %d columns: marked is %v\n%s", paper, columns, said, strings.Join(lines, "\n"))
					}
				}
			}
		}
	}
}

func TestAReportSaysHowOftenAndHowLongSomebodyTrained(t *testing.T) {
	z := reports()["z"]
	z.Sum.Training = report.Trainings{N: 2, Minutes: 47}
	for lang, want := range map[text.Language][2]string{text.Vietnamese: {"Đào tạo, không tính tiền (2)", "47 phút"}, text.English: {"Training, in no figure (2)", "47 min"}} {
		paper := strings.Join(print.Report(z, print.Wide, lang), "\n")
		if !strings.Contains(paper, want[0]) || !strings.Contains(paper, want[1]) {
			t.Errorf("%s", paper)
		}
	}
}
