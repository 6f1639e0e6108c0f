package main

import (
	"strings"
	"testing"
)

// shiftWords are what a day's shift shows in one language.
type shiftWords struct {
	lang                                                  string
	opened, reason, in, out, drop, noSale, counted, short string
	zTitle, next                                          string
	z                                                     []string // lines of the Z, runs of blanks as one
}

var shiftDays = []shiftWords{
	{lang: "vi", opened: "Quét mã để bán", reason: "▸ Lý do", in: "Đã thu 200.000 ₫", out: "Đã chi 50.000 ₫", drop: "Đã nộp 300.000 ₫",
		noSale: "Đã mở két", counted: "Phải có trong két 414.000 ₫", short: "THIẾU", zTitle: "BÁO CÁO CUỐI CA (Z)", next: "Chào Lê",
		z: []string{
			"Ca số 1 Quầy 01", "Thu ngân Lê Thị Hồng", "Hóa đơn HD-01-000001 – HD-01-000002",
			"Tiền hàng (2) 143.000", "DOANH THU 143.000 ₫", "Thuế GTGT 8 % (chưa thuế 118.519) 9.481", "Thuế GTGT 10 % (chưa thuế 13.636) 1.364",
			"Trả hàng (1) −32.000", "Thuế GTGT 8 % (chưa thuế −29.630) −2.370",
			"DOANH THU THUẦN 111.000 ₫", "Lũy kế từ đầu 111.000 ₫",
			"Tiền mặt (1) 96.000", "hoàn lại (1) −32.000", "tiền thừa đã thối 4.000", "Thẻ (1) 47.000",
			"Tiền đầu ca 500.000", "Bán hàng tiền mặt 96.000", "Hoàn tiền mặt −32.000", "Thu vào két (1) 200.000", "Chi từ két (1) −50.000",
			"Nộp về két lớn (1) −300.000", "PHẢI CÓ TRONG KÉT 414.000 ₫", "THỰC ĐẾM (kiểm mù) 404.000 ₫", "THIẾU 10.000 ₫", "Lý do Thối nhầm tiền",
			"200.000 × 2 400.000", "2.000 × 2 4.000", "Máy thẻ báo 47.000", "Mở két không bán 1", "Lượt duyệt 2", "Duyệt bị từ chối 1",
		}},
	{lang: "en", opened: "Scan to sell", reason: "▸ Reason", in: "200.000 ₫ paid in", out: "50.000 ₫ paid out", drop: "300.000 ₫ dropped",
		noSale: "The drawer is open", counted: "Expected 414.000 ₫", short: "SHORT", zTitle: "END OF SHIFT REPORT (Z)", next: "Hello Lê",
		z: []string{
			"Shift no. 1 Till 01", "Cashier Lê Thị Hồng", "Receipts HD-01-000001 – HD-01-000002",
			"Goods (2) 143.000", "NET SALES 143.000 ₫", "VAT 8 % (on net 118.519) 9.481", "VAT 10 % (on net 13.636) 1.364",
			"Returns (1) −32.000", "VAT 8 % (on net −29.630) −2.370",
			"TURNOVER 111.000 ₫", "Grand total ever 111.000 ₫",
			"Cash (1) 96.000", "refunded (1) −32.000", "change given 4.000", "Card (1) 47.000",
			"Opening float 500.000", "Cash sales 96.000", "Cash refunds −32.000", "Paid in (1) 200.000", "Paid out (1) −50.000",
			"Safe drops (1) −300.000", "EXPECTED IN DRAWER 414.000 ₫", "COUNTED (blind) 404.000 ₫", "SHORT 10.000 ₫", "Reason Wrong change given",
			"200.000 × 2 400.000", "2.000 × 2 4.000", "Card terminal says 47.000", "Drawer opened without sale 1", "Approvals 2", "Approvals refused 1",
		}},
}

// A day in a real terminal, killed twice, every figure of its Z worked out here by hand:
//
//	float                                                    500.000
//	3 milks at 32.000 in cash, 100.000 received, 4.000 back  + 96.000
//	a milk and a phone card by card, 32.000 + 15.000 = 47.000
//	one milk of the first sale comes back for cash           − 32.000
//	paid in 200.000, out 50.000, to the safe 300.000         −150.000
//	in the drawer                                             414.000, counted 404.000: 10.000 short
//
// Sales 96.000 + 47.000 = 143.000. VAT of 8 % in the milk, an order at a time: 96.000 − 96.000/1,08 = 7.111 and 32.000 − 32.000/1,08 = 2.370,
// together 9.481 on 118.519; of 10 % in the card: 15.000 − 15.000/1,1 = 1.364 on 13.636. Returned 32.000 with 2.370 on 29.630. Turnover
// 143.000 − 32.000 = 111.000. A supervisor approves the cash paid out and the drawer opened without a sale, that after one wrong PIN.
func TestADaysShiftFromItsOpeningToItsZ(t *testing.T) {
	for _, w := range shiftDays {
		t.Run(w.lang, func(t *testing.T) {
			k := openTerminal(t, "--closed", "--lang", w.lang)
			k.sellADay(w)
			k.kill() // between two customers
			k.start()
			k.types("1111")
			k.shows(w.opened)
			k.moveCash(w)
			k.countShort(w)
			z := flat(k.receipt("Z-01-000001.txt"))
			for _, want := range w.z {
				if !strings.Contains(z, "\n"+want+"\n") {
					t.Errorf("the Z doesn't say %q:\n%s", want, z)
				}
			}
			k.keys("F5") // the copy is marked and the original stays
			k.shows("***")
			if copied := k.receipt("Z-01-000001-copy.txt"); !strings.Contains(copied, "***") || strings.Contains(k.receipt("Z-01-000001.txt"), "***") {
				t.Errorf("the copy:\n%s", copied)
			}
			k.keys("Escape")
			k.shows(w.next)
			k.verified()
			k.exportsTheDay(w)
		})
	}
}

// flat is a paper without its blanks.
func flat(paper string) string {
	lines := strings.Split(paper, "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return "\n" + strings.Join(lines, "\n") + "\n"
}

// sellADay opens the shift, sells in cash and by card, and takes a milk back.
func (k *terminal) sellADay(w shiftWords) {
	k.t.Helper()
	k.shows("1111")
	k.types("1111")
	k.shows(w.next)
	k.types("500")
	k.shows(w.opened)
	k.types("3*2000000000015")
	k.shows("96.000")
	k.keys("F9")
	k.types("100000")
	k.shows("HD-01-000001", "100.000")
	k.types("2000000000015")
	k.types("2000000000022")
	k.shows("47.000")
	k.keys("F9", "Right", "Enter")
	k.shows("HD-01-000002")
	k.types("HD-01-000001")
	k.shows("HD-01-000001", "3 hộp")
	k.keys("Enter") // one of the three
	k.shows("32.000 ₫")
	k.keys("F9")
	k.shows("TH-01-000001")
	k.keys("F12", "F4")
	k.shows(w.reason)
	k.keys("Down", "F9")
	k.shows("9999")
	k.types("1234") // a wrong PIN first
	k.shows("✗")
	k.types("9999")
	k.shows(w.noSale)
}

// moveCash pays in, pays out with a supervisor, and drops, with a power cut behind it.
func (k *terminal) moveCash(w shiftWords) {
	k.t.Helper()
	k.keys("F12", "F6")
	k.types("200")
	k.shows(w.reason)
	k.keys("Down", "Enter")
	k.shows(w.in)
	k.keys("F12", "F7")
	k.types("50")
	k.keys("Down", "Enter")
	k.shows("9999")
	k.types("9999")
	k.shows(w.out)
	k.keys("F12", "F8")
	k.types("300")
	k.shows(w.drop)
	k.kill()
	k.start()
	k.types("1111")
	k.shows(w.opened)
}

// countShort counts two notes of 200.000 and two of 2.000 blind, and closes 10.000 short.
func (k *terminal) countShort(w shiftWords) {
	k.t.Helper()
	k.keys("F12", "F9", "Down", "2", "Down", "Down", "Down", "Down", "Down", "Down", "2", "Tab")
	k.types("47000")
	k.shows("404.000")
	if strings.Contains(k.shows("47.000"), "414") {
		k.t.Error("what should be in the drawer shows before it is counted")
	}
	k.keys("F9")
	if screen := flat(k.shows(w.short)); !strings.Contains(screen, w.counted) {
		k.t.Errorf("%q is not there:\n%s", w.counted, screen)
	}
	k.keys("Down", "F9")
	k.shows(w.zTitle)
}

// An exact drawer closes by F12, F9, the amount, F9, F9 when it is typed as one amount: F6 says so, once.
func TestAnExactDrawerIsClosedInFewKeys(t *testing.T) {
	k := openTerminal(t)
	k.types("1111")
	k.shows("F9")
	k.types("2000000000015")
	k.shows("32.000")
	k.keys("F9", "Enter")
	k.shows("HD-01-000001")
	k.keys("F12", "F5") // the X: two keys
	k.shows("BÁO CÁO GIỮA CA (X)", "Ca số 1")
	k.keys("Escape")
	k.shows("Đếm và đóng ca")
	k.keys("F9", "F6")
	k.keys("5", "3", "2", "0", "0", "0", "F9")
	k.shows("Khớp")
	k.keys("F9")
	k.shows("BÁO CÁO CUỐI CA (Z)")
	k.verified()
}

// A cashier puts the drawer away, another sells with their own, and the first goes on.
func TestADrawerIsPutAwayAndTakenUpAgain(t *testing.T) {
	k := openTerminal(t)
	k.types("1111")
	k.shows("F9")
	k.keys("F12")
	k.tap("Tạm dừng ca")
	k.shows("Ca chưa đóng", "tạm dừng")
	k.keys("Escape")
	k.shows("Ai bán hàng?")
	k.types("9999")
	k.shows("Ca chưa đóng")
	k.types("100")
	k.shows("Quét mã để bán")
	k.keys("F12", "F9", "F6")
	k.types("100000")
	k.keys("F9")
	k.shows("Khớp")
	k.keys("F9")
	k.shows("BÁO CÁO CUỐI CA (Z)", "Ca số 2")
	k.keys("Escape")
	k.shows("Chào")
	k.keys("Escape")
	k.shows("Ai bán hàng?")
	k.types("1111")
	k.shows("tạm dừng")
	k.keys("F8")
	k.shows("Quét mã để bán")
	k.keys("F12")
	k.tap("Các ca đã qua")
	k.shows("đang bán", "✓")
	k.verified()
}

// The selling ends before the drawer is counted; its count waits at the opening of the next shift.
func TestADrawerThatIsCountedLater(t *testing.T) {
	k := openTerminal(t)
	k.types("1111")
	k.shows("F9")
	k.keys("F12")
	k.tap("Ngừng bán, đếm sau")
	k.shows("Chưa, bán tiếp")
	k.keys("Down", "Enter")
	k.shows("Ca chưa đóng", "chưa đếm")
	k.kill()
	k.start()
	k.types("1111")
	k.shows("chưa đếm")
	k.keys("F8")
	k.shows("Đếm và đóng ca 1")
	k.keys("F6")
	k.types("500000")
	k.keys("F9")
	k.shows("Khớp")
	k.keys("F9")
	k.shows("BÁO CÁO CUỐI CA (Z)", "Ca số 1")
	k.keys("Escape")
	k.shows("Chào Lê")
	k.hides("Ca chưa đóng")
	k.verified()
}

// The taker shows by their PIN that they have the drawer; what stays in it is their float.
func TestADrawerIsHandedOver(t *testing.T) {
	k := openTerminal(t)
	k.types("1111")
	k.shows("F9")
	k.types("2000000000015")
	k.shows("32.000")
	k.keys("F9", "Enter")
	k.shows("HD-01-000001")
	k.keys("F12")
	k.tap("Bàn giao két")
	k.shows("Mệnh giá")
	k.keys("F6")
	k.types("532000")
	k.keys("F9")
	k.shows("Khớp", "PIN người nhận")
	k.keys("Enter") // the first of the others
	k.types("1234")
	k.keys("F9")
	k.shows("Sai PIN")
	k.types("9999")
	k.types("500000")
	k.shows("BÁO CÁO CUỐI CA (Z)")
	k.keys("Escape")
	k.shows("Quét mã để bán", "Trần Đức Nam")
	k.keys("F12")
	k.shows("500.000 ₫")
	if z := flat(k.receipt("Z-01-000001.txt")); !strings.Contains(z, "Bàn giao két cho Trần Đức Nam 500.000") {
		t.Errorf("the Z:\n%s", z)
	}
	k.verified()
}
