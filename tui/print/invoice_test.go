package print

import (
	"strings"
	"testing"
	"time"

	"tim/domain/receipt"
	"tim/domain/sale"
	"tim/tui/text"
)

func TestAPaperSaysWhichInvoiceItIs(t *testing.T) {
	doc := receipt.Document{Zone: time.UTC, Number: "HD-01-000123", Invoice: receipt.Invoice{
		Number: sale.InvoiceNumber{Symbol: "1C26MAA", Series: "M1-26-ABCDE", N: 17},
		Buyer:  sale.Buyer{TaxCode: "0100109106", Name: "Tập đoàn Viễn thông Quân đội", Address: "Lô D26 Khu đô thị mới Cầu Giấy, Hà Nội"}}}
	for _, columns := range []int{Narrow, Wide} {
		paper := strings.Join(Text(doc, columns, text.Vietnamese), "\n")
		for _, want := range []string{"1C26MAA", "M1-26-ABCDE-00000000017", "MST 0100109106", "Viễn thông"} {
			if !strings.Contains(paper, want) {
				t.Errorf("%d columns lack %s:\n%s", columns, want, paper)
			}
		}
	}
	doc.Invoice = receipt.Invoice{Number: sale.InvoiceNumber{Series: "HD-01-000123"}}
	if paper := strings.Join(Text(doc, Narrow, text.Vietnamese), "\n"); !strings.Contains(paper, "chờ cấp số") {
		t.Errorf("nothing says that its number is to come:\n%s", paper)
	}
	slip := receipt.Return{Zone: time.UTC, Number: "TH-01-000001", Invoice: receipt.Invoice{
		Number: sale.InvoiceNumber{Symbol: "1C26MAA", Series: "M1-26-ABCDE", N: 18}, Adjusts: sale.InvoiceNumber{Symbol: "1C26MAA", Series: "M1-26-ABCDE", N: 17}}}
	if paper := strings.Join(Return(slip, Narrow, text.English), "\n"); !strings.Contains(paper, "Adjusts M1-26-ABCDE-00000000017") {
		t.Errorf("the slip doesn't name what it adjusts:\n%s", paper)
	}
}
