package print_test

import (
	"strings"
	"testing"

	"tim/domain/receipt"
	"tim/domain/sale"
	"tim/tui/print"
	"tim/tui/text"
)

// transfers are slips of transfers that are asked for: with a code, of a shop that no code can pay, and of a training.
func transfers(t testing.TB) map[string]receipt.Transfer {
	t.Helper()
	memo := "Q0112AB34CD"
	code, err := sale.VietQR("970436", "0071000123456", 1_143_290, memo)
	if err != nil {
		t.Fatal(err)
	}
	with := receipt.Transfer{Shop: shop, Zone: zone, At: now, Till: "01", Amount: 1_143_290, Bank: "Vietcombank 0071 0001 23456 CTY TNHH TIM", Memo: memo, QR: code}
	without, training := with, with
	without.Shop.Address, without.QR = "", ""
	training.QR, training.Training = "", true
	return map[string]receipt.Transfer{"code": with, "no-code": without, "training": training}
}

// Nobody can take the slip for a receipt, and what is to be typed by hand stands on it.
func TestATransfersSlipSaysThatItIsNotPaid(t *testing.T) {
	for name, doc := range transfers(t) {
		for _, columns := range []int{print.Narrow, print.Wide} {
			said := strings.Join(print.Lines(print.TransferRows(doc, columns, text.Vietnamese), columns), "\n")
			for _, want := range []string{"CHƯA THANH TOÁN", "1.143.290", "Q0112AB34CD", "23456"} {
				if !strings.Contains(said, want) {
					t.Errorf("%s at %d columns lacks %q:\n%s", name, columns, want, said)
				}
			}
		}
	}
}
