package text

import (
	"time"

	"tim/domain/money"
)

// Display is the texts of the customer's own screen. They speak to the customer.
type Display struct {
	Welcome    string
	Appears    string // what this screen is for
	Closed     string
	ComesBack  string
	Other      string // the till is of another version than this screen
	Say        string // to a walk-in, about points
	Keys       string // on the page for a window without a till
	Gift       string // behind the name of goods that a voucher gave
	LineOff    func(v money.VND) string
	MoreLines  func(n int) string
	MoreOffers func(n int) string

	Goods, Discounts, Vouchers, Shipping, Credit, Paid string
	Points                                             func(points int64) string

	Pay    string // above the total
	Due    string // above what is left to pay
	Give   string // above what an exchange gives back
	Change string
	PaidUp string // above what was paid when there is no change
	Refund string
	Kept   func(v money.VND) string // off a refund, for points already spent

	Have     func(points int64) string
	Most     func(points int64, v money.VND) string
	WillEarn func(points int64) string
	Lapse    func(points int64, at time.Time) string

	Scan string // beside the transfer's code
	Memo func(memo string) string

	Thanks   func(name string) string // name may be ""
	Used     func(points int64) string
	Earned   func(points int64) string
	Expected func(points int64) string
	Clawed   func(points int64) string
	Restored func(points int64) string
	Balance  func(points int64) string
}

var displayVi = Display{
	Welcome:    "Kính chào quý khách",
	Appears:    "Hàng, giá và điểm của quý khách hiện ở đây",
	Closed:     "Quầy tạm nghỉ",
	ComesBack:  "Màn hình này tự hiện lại khi quầy mở",
	Other:      "Quầy chạy bản khác · đóng màn hình này (q) rồi mở lại",
	Say:        "Quý khách đọc số điện thoại để tích điểm",
	Keys:       "q thoát · Ctrl+L English",
	Gift:       "quà tặng",
	LineOff:    func(v money.VND) string { return "giảm " + Money(v) },
	MoreLines:  func(n int) string { return "… và " + Count(n) + " dòng nữa" },
	MoreOffers: func(n int) string { return "và " + Count(n) + " voucher nữa" },

	Goods: "Tiền hàng", Discounts: "Giảm giá", Vouchers: "Voucher", Shipping: "Phí giao", Credit: "Hàng trả lại", Paid: "Đã nhận",
	Points: func(points int64) string { return Points(points) + " điểm" },

	Pay:    "Quý khách trả",
	Due:    "Còn phải trả",
	Give:   "Trả lại quý khách",
	Change: "Tiền thừa",
	PaidUp: "Đã thanh toán",
	Refund: "Hoàn tiền quý khách",
	Kept:   func(v money.VND) string { return "đã giữ lại " + Money(v) + " cho điểm đã dùng" },

	Have: func(points int64) string { return "Có " + Points(points) + " điểm" },
	Most: func(points int64, v money.VND) string {
		return "Trừ được " + Points(points) + " điểm = " + Money(v)
	},
	WillEarn: func(points int64) string { return "Sẽ tích +" + Points(points) + " điểm" },
	Lapse:    func(points int64, at time.Time) string { return Points(points) + " điểm hết hạn " + dayOf(at) },

	Scan: "Quét mã để chuyển khoản",
	Memo: func(memo string) string { return "Nội dung: " + memo },

	Thanks: func(name string) string {
		if name == "" {
			return "Cảm ơn quý khách!"
		}
		return "Cảm ơn " + name + "!"
	},
	Used:     func(points int64) string { return "dùng " + Points(points) + " điểm" },
	Earned:   func(points int64) string { return "tích +" + Points(points) + " điểm" },
	Expected: func(points int64) string { return "tích +" + Points(points) + " điểm khi giao hàng" },
	Clawed:   func(points int64) string { return "thu lại " + Points(points) + " điểm" },
	Restored: func(points int64) string { return "trả về " + Points(points) + " điểm" },
	Balance:  func(points int64) string { return "còn " + Points(points) + " điểm" },
}

var displayEn = Display{
	Welcome:    "Welcome",
	Appears:    "Your goods, prices and points appear here",
	Closed:     "Till closed",
	ComesBack:  "This screen comes back when the till opens",
	Other:      "The till is of another version · close this screen (q), open it again",
	Say:        "Tell us your phone number to collect points",
	Keys:       "q leaves · Ctrl+L Tiếng Việt",
	Gift:       "gift",
	LineOff:    func(v money.VND) string { return Money(v) + " off" },
	MoreLines:  func(n int) string { return "… and " + Count(n) + " more lines" },
	MoreOffers: func(n int) string { return "and " + Count(n) + " more vouchers" },

	Goods: "Goods", Discounts: "Discounts", Vouchers: "Vouchers", Shipping: "Delivery", Credit: "Goods brought back", Paid: "Received",
	Points: func(points int64) string { return pointsEn(points) },

	Pay:    "To pay",
	Due:    "Still to pay",
	Give:   "You get back",
	Change: "Your change",
	PaidUp: "Paid",
	Refund: "Your refund",
	Kept:   func(v money.VND) string { return Money(v) + " kept for points spent" },

	Have:     func(points int64) string { return "You have " + pointsEn(points) },
	Most:     func(points int64, v money.VND) string { return "Up to " + pointsEn(points) + " off = " + Money(v) },
	WillEarn: func(points int64) string { return "Earns +" + pointsEn(points) },
	Lapse:    func(points int64, at time.Time) string { return pointsEn(points) + " lapse " + dayOf(at) },

	Scan: "Scan to pay by bank transfer",
	Memo: func(memo string) string { return "Purpose: " + memo },

	Thanks: func(name string) string {
		if name == "" {
			return "Thank you!"
		}
		return "Thank you, " + name + "!"
	},
	Used:     func(points int64) string { return pointsEn(points) + " used" },
	Earned:   func(points int64) string { return "+" + pointsEn(points) + " earned" },
	Expected: func(points int64) string { return "+" + pointsEn(points) + " on delivery" },
	Clawed:   func(points int64) string { return pointsEn(points) + " taken back" },
	Restored: func(points int64) string { return pointsEn(points) + " given back" },
	Balance:  func(points int64) string { return "balance " + pointsEn(points) },
}

// dayOf is the calendar day of an instant that has the shop's own offset.
func dayOf(at time.Time) string { return Date(at, at.Location()) }
