package text

import (
	"tim/domain/money"
	"tim/domain/sale"
)

// Pay is the texts of the pay screen.
type Pay struct {
	Title     string // above the sum at first
	StillDue  string // above the rest once something was paid
	Change    string // above what goes back
	LeftAfter string // above what would still be due after this payment
	Exact     string // when this payment is just enough
	NoGoods   string
	Back      string // beside Esc

	Goods     func(v money.VND) string // the line that says how the sum came about
	Discounts func(v money.VND) string
	Points    func(points int64, v money.VND) string
	Vouchers  func(n int, v money.VND) string
	Credit    func(v money.VND) string // of goods brought back
	WillEarn  func(points int64) string

	Method   func(k sale.TenderKind, name string) string
	Paid     func(t sale.Tender) string // one payment entered
	Earlier  func(n int) string         // so many more payments
	TakeBack string                     // the payments entered

	Given      string // head of the quick amounts
	Other      string // before the field
	OtherHint  string
	AtMost     func(v money.VND) string // beside an amount that is too high
	Means      func(v money.VND) string // what a short amount means
	Amount     string                   // before the field of card and transfer
	AmountHint func(due money.VND) string
	Reference  func(k sale.TenderKind) string
	Optional   string
	Account    func(bank string) string
	NoAccount  string
	Later      string
	Take       string // the big button
	Finish     string
	NothingDue string // points, vouchers or goods brought back cover the order
	GiveBack   string // above what is left of goods brought back
	Give       func(t sale.Tender) string

	InCash   func(v money.VND) string // beside the sum: what it comes to in notes
	NoDebtor string                   // on account: nobody is named
	Debtor   func(name string, limit money.VND) string

	Waiting    string // above the sum of a transfer that is waited for
	Memo       func(memo string) string
	WaitTold   string // the bank's word comes by itself
	WaitAlone  string // it can't: no link
	WaitOther  string
	Came       string // the big button: the cashier saw the money
	WaitNoMore string
	PrintCode  string
}

var payVi = Pay{
	Title:     "Khách trả",
	StillDue:  "Còn thiếu",
	Change:    "Tiền thừa",
	LeftAfter: "Sẽ còn thiếu",
	Exact:     "vừa đủ",
	NoGoods:   "Đơn chưa có hàng: Esc để quét hàng.",
	Back:      "Về đơn",

	Goods:     func(v money.VND) string { return "Tiền hàng " + Money(v) },
	Discounts: func(v money.VND) string { return "giảm giá " + Money(-v) },
	Points:    func(points int64, v money.VND) string { return Points(points) + " điểm " + Money(-v) },
	Vouchers: func(n int, v money.VND) string {
		if n == 1 {
			return "voucher " + Money(-v)
		}
		return Count(n) + " voucher " + Money(-v)
	},
	Credit:   func(v money.VND) string { return "hàng trả " + Money(-v) },
	WillEarn: func(points int64) string { return "♥ tích +" + Points(points) + " điểm" },

	Method:   tendersVi.Of,
	Paid:     func(t sale.Tender) string { return tendersVi.Of(t.Kind, t.Name) + "  " + Money(Shown(t)-t.Change) },
	Earlier:  func(n int) string { return "· trước đó " + Count(n) + " khoản nữa" },
	TakeBack: "Bỏ các khoản đã thu",

	Given:      "Khách đưa",
	Other:      "Số khác",
	OtherHint:  "gõ số tiền",
	Means:      func(v money.VND) string { return "= " + Money(v) },
	AtMost:     func(v money.VND) string { return "tối đa " + Money(v) },
	Amount:     "Số tiền",
	AmountHint: func(due money.VND) string { return "để trống: " + Money(due) },
	Reference:  func(k sale.TenderKind) string { return tenderWord(k, "", "Số phiếu thẻ", "Mã giao dịch") },
	Optional:   "không bắt buộc",
	Account:    func(bank string) string { return "Tài khoản nhận: " + bank },
	NoAccount:  "Cửa hàng chưa khai tài khoản nhận tiền.",
	Later:      "Giao sau",
	Take:       "THU TIỀN",
	Finish:     "HOÀN TẤT",
	NothingDue: "Không còn gì phải trả",
	GiveBack:   "Trả lại khách",
	Give: func(t sale.Tender) string {
		return "Trả lại " + Money(t.Amount()) + " " + givenBy(t, "bằng tiền mặt", "vào thẻ đã quẹt", "bằng chuyển khoản", "vào ví ", "trừ vào nợ")
	},

	InCash:   func(v money.VND) string { return "tiền mặt làm tròn " + Money(v) },
	NoDebtor: "Chưa có khách: gắn khách (Esc, F3) rồi mới ghi nợ.",
	Debtor: func(name string, limit money.VND) string {
		return name + " nợ, nhiều nhất " + Money(limit) + " một đơn, quản lý duyệt"
	},

	Waiting:    "Chờ khách chuyển khoản",
	Memo:       func(memo string) string { return "Nội dung: " + memo },
	WaitTold:   "Ngân hàng báo có thì máy tự nhận. Ảnh chụp màn hình của khách không phải bằng chứng.",
	WaitAlone:  "Đang không nối trung tâm: máy không tự biết tiền về. Xem tài khoản cửa hàng rồi xác nhận tay.",
	WaitOther:  "← → trả cách khác · Esc về đơn, F6 treo: vẫn chờ",
	Came:       "ĐÃ NHẬN TIỀN",
	WaitNoMore: "Thôi chờ",
	PrintCode:  "In mã QR",
}

var payEn = Pay{
	Title:     "To pay",
	StillDue:  "Still due",
	Change:    "Change",
	LeftAfter: "Would still be due",
	Exact:     "exact",
	NoGoods:   "The order has no goods yet: Esc to scan some.",
	Back:      "To the order",

	Goods:     func(v money.VND) string { return "Goods " + Money(v) },
	Discounts: func(v money.VND) string { return "discounts " + Money(-v) },
	Points:    func(points int64, v money.VND) string { return pointsEn(points) + " " + Money(-v) },
	Vouchers: func(n int, v money.VND) string {
		if n == 1 {
			return "voucher " + Money(-v)
		}
		return Count(n) + " vouchers " + Money(-v)
	},
	Credit:   func(v money.VND) string { return "brought back " + Money(-v) },
	WillEarn: func(points int64) string { return "♥ earns +" + pointsEn(points) },

	Method:   tendersEn.Of,
	Paid:     func(t sale.Tender) string { return tendersEn.Of(t.Kind, t.Name) + "  " + Money(Shown(t)-t.Change) },
	Earlier:  func(n int) string { return "· " + Count(n) + " more before it" },
	TakeBack: "Take the payments back",

	Given:      "Cash given",
	Other:      "Other",
	OtherHint:  "type amount",
	Means:      func(v money.VND) string { return "= " + Money(v) },
	AtMost:     func(v money.VND) string { return "at most " + Money(v) },
	Amount:     "Amount",
	AmountHint: func(due money.VND) string { return "empty: " + Money(due) },
	Reference:  func(k sale.TenderKind) string { return tenderWord(k, "", "Card slip no.", "Transfer ref.") },
	Optional:   "optional",
	Account:    func(bank string) string { return "Pay to: " + bank },
	NoAccount:  "The shop has named no account for transfers.",
	Later:      "Deliver later",
	Take:       "TAKE PAYMENT",
	Finish:     "FINISH",
	NothingDue: "Nothing left to pay",
	GiveBack:   "Give back",
	Give: func(t sale.Tender) string {
		return "Give back " + Money(t.Amount()) + " " + givenBy(t, "in cash", "to the card that paid", "by transfer", "to ", "off what is owed")
	},

	InCash:   func(v money.VND) string { return "in cash " + Money(v) },
	NoDebtor: "Nobody is named: name the member (Esc, F3), then let them owe.",
	Debtor: func(name string, limit money.VND) string {
		return name + " owes, at most " + Money(limit) + " a sale, a supervisor approves"
	},

	Waiting:    "Waiting for a transfer",
	Memo:       func(memo string) string { return "Memo: " + memo },
	WaitTold:   "The till takes it by itself when the bank tells of it. A picture on the customer's phone is no proof.",
	WaitAlone:  "No link to central: the till can't hear of the money. Look at the shop's account, then confirm by hand.",
	WaitOther:  "← → pay otherwise · Esc to the order, F6 hold: it waits on",
	Came:       "MONEY IS THERE",
	WaitNoMore: "Don't wait",
	PrintCode:  "Print the code",
}

// givenBy is how money goes back: a wallet has its name.
func givenBy(t sale.Tender, cash, card, transfer, wallet, account string) string {
	switch t.Kind {
	case sale.Wallet:
		return wallet + clean(t.Name)
	case sale.OnAccount:
		return account
	}
	return tenderWord(t.Kind, cash, card, transfer)
}

func tenderWord(k sale.TenderKind, cash, card, transfer string) string {
	switch k {
	case sale.Card:
		return card
	case sale.Transfer, sale.Wallet:
		return transfer
	}
	return cash
}
