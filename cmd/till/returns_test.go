package main

import (
	"strings"
	"testing"
)

// flow is a language and its words for what the flows show.
type flow struct {
	lang                            string
	redeemed, gift, refund, swapped string
	cancelled, approve, later       string
}

var flows = []flow{
	{"vi", "Đã đổi voucher", "quà của voucher", "TRẢ LẠI KHÁCH", "Hàng trả", "Đã hủy", "PIN", "Giao sau"},
	{"en", "Redeemed voucher", "voucher gift", "GIVE BACK", "Brought back", "Cancelled", "PIN", "Deliver"},
}

// inBoth runs a flow in a real terminal of 80x24 in both languages.
func inBoth(t *testing.T, run func(t *testing.T, k *terminal, f flow)) {
	for _, f := range flows {
		t.Run(f.lang, func(t *testing.T) {
			k := openTerminal(t, "--lang", f.lang)
			k.shows("1111")
			k.types("1111")
			k.shows("F9")
			run(t, k, f)
		})
	}
}

func (k *terminal) milks(quantity string) {
	k.t.Helper()
	k.types(quantity + "*2000000000015")
	k.shows("Sữa tươi Đồng Xanh 1L")
	k.types("0912345678")
	k.shows("♥ Nguyễn Thị Ánh")
}

// Three keys from the order screen: the panel, its second tab, redeem and apply.
func TestV1RedeemAndApplyInThreeKeys(t *testing.T) {
	inBoth(t, func(t *testing.T, k *terminal, f flow) {
		k.milks("4")
		k.keys("F7", "Right", "F7")
		k.shows(f.redeemed, "−32.000", "460")
		k.keys("F9", "Enter")
		k.shows("HD-01-000001", "556")
		k.verified()
	})
}

func TestV3AVoucherThatWasRedeemedIsScannedOnALaterOrder(t *testing.T) {
	inBoth(t, func(t *testing.T, k *terminal, f flow) {
		k.types("2000000000022")
		k.types("0912345678")
		k.shows("♥ Nguyễn Thị Ánh")
		k.keys("F7", "Right", "Enter")
		code := k.voucherCode(f.redeemed)
		k.keys("Escape") // the card
		k.shows("100 ")
		k.keys("Escape") // the panel
		k.shows("15.000")
		k.types(code)
		k.shows(f.gift, "−32.000")
		k.keys("F9", "Enter")
		k.shows("HD-01-000001", "460")
		k.types("2000000000022")
		k.types(code)
		k.shows("✗")
		k.verified()
	})
}

// voucherCode is the code in the message line of a redemption.
func (k *terminal) voucherCode(message string) string {
	k.t.Helper()
	for _, line := range strings.Split(k.shows(message), "\n") {
		if !strings.Contains(line, message) {
			continue
		}
		for _, word := range strings.Fields(line) {
			if len(word) == 18 && strings.Trim(word, "0123456789") == "" {
				return word
			}
		}
	}
	k.t.Fatal("no code is shown")
	return ""
}

// Two keys behind the scan of the receipt: one unit of the first line, and take it back.
func TestC7AScannedReceiptComesBackInTwoKeys(t *testing.T) {
	inBoth(t, func(t *testing.T, k *terminal, f flow) {
		k.milks("3")
		k.keys("F9", "Enter")
		k.shows("HD-01-000001", "596")
		k.types("HD-01-000001")
		k.shows("F8", "F6", "Del:")
		k.keys("Enter")
		k.shows("−32", "596 → 564")
		k.keys("F9")
		k.shows(f.refund, "TH-01-000001", "564")
		if slip := k.receipt("TH-01-000001.txt"); !strings.Contains(slip, "HD-01-000001") || !strings.Contains(slip, "32.000") {
			t.Errorf("the slip:\n%s", slip)
		}
		k.verified()
	})
}

func TestC7AnExchangeSurvivesAPowerCut(t *testing.T) {
	inBoth(t, func(t *testing.T, k *terminal, f flow) {
		k.milks("3")
		k.keys("F9", "Enter")
		k.shows("HD-01-000001")
		k.types("HD-01-000001")
		k.shows("F8", "F6", "Del:")
		k.keys("Enter")
		k.shows("596 → 564")
		k.keys("F8")
		k.shows("32.000")
		k.types("3*2000000000022")
		k.shows(f.swapped, "−32.000", "45.000")
		k.kill()
		k.start()
		k.shows("1111")
		k.types("1111")
		k.shows(f.swapped, "−32.000", "45.000")
		k.keys("F9", "Enter")
		k.shows("HD-01-000002", "TH-01-000001", "13.000")
		k.types("HD-01-000001")
		k.shows("F8", "F6", "Del:")
		k.keys("F6")
		k.shows("64.000")
		k.keys("F9")
		k.shows(f.refund, "TH-01-000002")
		k.verified()
	})
}

func TestE8AnUndeliveredOrderIsCancelledWithItsReceiptsNumber(t *testing.T) {
	inBoth(t, func(t *testing.T, k *terminal, f flow) {
		k.milks("2")
		k.keys("F9", "C-g", "Enter")
		k.shows("HD-01-000001")
		k.keys("C-r")
		k.shows("Ctrl+X", "HD-01-000001")
		k.keys("C-x")
		k.shows("564 → 500")
		k.keys("F9")
		k.shows("PIN") // picked from the list, no receipt was shown
		k.types("9999")
		k.shows(f.refund, "TH-01-000001", "500")
		k.verified()
	})
}
