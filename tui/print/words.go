package print

import (
	"tim/domain/sale"
	"tim/tui/text"
)

// words is what paper says in one language. Names of shop, goods and people stay as they are.
type words struct {
	returnWords
	voucherWords
	invoiceWords
	transferWords

	title, reprint, training string
	later, delivered         string // a later delivery, to come and done
	taxCode, phone           string
	number, cashier, till    string
	lineDiscount             string
	subtotal, discount       string
	pointsUsed, onTrust      func(points string) string
	shipping, total          string
	tax                      string
	taxAt                    func(rate, net string) string
	tenders                  text.Tenders
	change                   string
	member, tier             string
	earned, expected         string
	usable, atOnce           string
	lapses, never            string
	balance, tentative       string
	unknown                  string // instead of a balance that this shop was never told
	pending                  string
	nextLapse                func(points string) string
	why                      string
	gift                     string // under goods that came with a voucher
	voucherNamed             func(name string) string
	exchanged, returnSlip    string // of which receipt goods came back, and on which slip
	givenBack                string // before a tender: what was over
	live                     string
	more                     func(n string) string
	page, pageAt             string // above the code of the member's page, and before its address
	returns                  string // above the code of the receipt's number
	head                     string
}

var allWords = [...]words{
	text.Vietnamese: {
		returnWords: returnVi, voucherWords: voucherVi, invoiceWords: invoiceVi, transferWords: transferVi,
		title: "HÓA ĐƠN BÁN HÀNG", reprint: "*** BẢN SAO ***", training: "* ĐÀO TẠO, KHÔNG PHẢI HÓA ĐƠN *",
		later: "*** GIAO HÀNG SAU ***", delivered: "Đã giao hàng",
		taxCode: "MST", phone: "ĐT",
		number: "Số", cashier: "Thu ngân", till: "Quầy",
		lineDiscount: "Giảm giá", subtotal: "Tạm tính", discount: "Giảm giá",
		pointsUsed: func(points string) string { return "Điểm đã dùng (" + points + " điểm)" },
		onTrust:    func(points string) string { return "trong đó " + points + " điểm tạm dùng, quản lý duyệt" },
		shipping:   "Phí giao hàng", total: "TỔNG CỘNG",
		tax:   "Trong đó thuế GTGT",
		taxAt: func(rate, net string) string { return "Thuế GTGT " + rate + " (chưa thuế " + net + ")" },
		tenders: text.Tenders{sale.Cash: "Tiền mặt", sale.Card: "Thẻ", sale.Transfer: "Chuyển khoản", sale.Swapped: "Hàng đổi",
			sale.Wallet: "Ví điện tử", sale.OnAccount: "Ghi nợ", sale.Rounded: "Làm tròn tiền mặt"}, change: "Tiền thừa",
		member: "Khách hàng", tier: "Hạng",
		earned: "Điểm tích được", expected: "Sẽ tích khi giao hàng",
		usable: "Hiệu lực từ", atOnce: "ngay",
		lapses: "Hạn dùng", never: "không hết hạn",
		balance: "Điểm hiện có", tentative: "Điểm hiện có (tạm tính)", unknown: "chưa biết, mất mạng", pending: "Trong đó chờ hiệu lực",
		nextLapse:    func(points string) string { return "Sắp hết hạn (" + points + " điểm)" },
		why:          "Cách tính điểm:",
		gift:         "Quà của voucher",
		voucherNamed: func(name string) string { return "Voucher " + named(name, "đổi từ điểm") },
		exchanged:    "Đổi hàng của hóa đơn", returnSlip: "Phiếu trả hàng", givenBack: "Trả lại khách:",
		live: "Voucher dùng được:",
		more: func(n string) string { return "… và " + n + " voucher nữa" },
		page: "Xem điểm, đổi quà: quét mã", pageAt: "Xem điểm, đổi quà ở", returns: "Đổi trả: thu ngân quét mã này", head: "Mã sổ nhật ký",
	},
	text.English: {
		returnWords: returnEn, voucherWords: voucherEn, invoiceWords: invoiceEn, transferWords: transferEn,
		title: "SALES RECEIPT", reprint: "*** COPY ***", training: "*** TRAINING, NOT A RECEIPT ***",
		later: "*** TO BE DELIVERED ***", delivered: "Delivered",
		taxCode: "Tax code", phone: "Tel.",
		number: "No.", cashier: "Cashier", till: "Till",
		lineDiscount: "Discount", subtotal: "Subtotal", discount: "Discount",
		pointsUsed: func(points string) string { return "Points used (" + points + ")" },
		onTrust:    func(points string) string { return "of these " + points + " on trust, supervisor approved" },
		shipping:   "Shipping", total: "TOTAL",
		tax:   "Including VAT",
		taxAt: func(rate, net string) string { return "VAT " + rate + " (on net " + net + ")" },
		tenders: text.Tenders{sale.Cash: "Cash", sale.Card: "Card", sale.Transfer: "Bank transfer", sale.Swapped: "Goods swapped",
			sale.Wallet: "E-wallet", sale.OnAccount: "On account", sale.Rounded: "Cash rounding"}, change: "Change",
		member: "Customer", tier: "Tier",
		earned: "Points earned", expected: "To be earned on delivery",
		usable: "Usable from", atOnce: "now",
		lapses: "Lapse at", never: "never",
		balance: "Points balance", tentative: "Points balance (tentative)", unknown: "not known offline", pending: "Of these not usable yet",
		nextLapse:    func(points string) string { return "Next to lapse (" + points + ")" },
		why:          "How the points are worked out:",
		gift:         "Gift of the voucher",
		voucherNamed: func(name string) string { return "Voucher " + named(name, "from points") },
		exchanged:    "Goods of receipt", returnSlip: "Return slip", givenBack: "Given back:",
		live: "Vouchers to use:",
		more: func(n string) string { return "… and " + n + " more" },
		page: "Points and rewards: scan this", pageAt: "Points and rewards at", returns: "Returns: the cashier scans this", head: "Journal head",
	},
}
