package text

import (
	"tim/domain/money"
	"tim/domain/shift"
)

// Drawer is the texts of the screens about the drawer and the shift: cash counted, put in, taken out, and a shift's end.
type Drawer struct {
	Note, Pieces, Value string // heads of the table of notes
	Sum, Amount         string
	AmountHint          string
	Thousands           func(v money.VND) string // a number below 1.000 means thousands
	ByNotes, ByAmount   string                   // what the key changes to

	PaidIn, PaidOut, SafeDrop, NoSale string // titles
	About                             func(kind shift.MovementKind) string
	Reason, ReasonHint, ReasonFree    string // ReasonFree where none is needed
	Reasons                           func(kind shift.MovementKind) []string
	Do                                func(kind shift.MovementKind) string // the big button

	Close, HandOver           func(number int64) string
	Since                     func(cashier, since string) string
	Cards, Bank, CardsHint    string
	Count, CountAgain, Finish string
	Take                      string // the drawer, handed over
	Unsent                    func(events int) string
	GoodsOpen                 string
	Float, Sales, Refunds     string
	In, Out, Drops            string
	Expected, Counted         string
	Over, Short, Exact        string
	WhyOff                    []string
	Taker, TakerPIN, Left     string
	LeftHint                  string // where nobody takes the drawer
	NobodyElse                string

	Shifts, NoShifts, Reading       string
	ShiftsMore                      func(n int) string
	Number, Who, When, Net, OverCol string
	State                           func(s shift.State) string
	Waiting                         string // shifts that are not closed, at the opening
	Resume, CountIt                 string
	Reprint                         string
	PaperOf                         func(z bool, number int64) string
}

var drawerVi = Drawer{
	Note: "Mệnh giá", Pieces: "Số tờ", Value: "Thành tiền", Sum: "Tổng", Amount: "Số tiền", AmountHint: "gõ số tiền",
	Thousands: func(v money.VND) string { return "= " + Money(v) },
	ByNotes:   "Đếm từng tờ", ByAmount: "Gõ tổng tiền",
	PaidIn: "Thu vào két", PaidOut: "Chi từ két", SafeDrop: "Nộp về két lớn", NoSale: "Mở két không bán hàng",
	About: func(kind shift.MovementKind) string {
		switch kind {
		case shift.PaidIn:
			return "Tiền đưa vào két ngoài bán hàng, như tiền lẻ mới đổi."
		case shift.PaidOut:
			return "Tiền lấy từ két để trả việc của cửa hàng. Giám sát duyệt nếu cửa hàng cần."
		case shift.SafeDrop:
			return "Bớt tiền trong két, cất vào két lớn: không tính là thiếu."
		}
		return "Ghi sổ ai mở, vì sao, và ai duyệt."
	},
	Reason: "Lý do", ReasonHint: "gõ, hoặc ↑↓ chọn", ReasonFree: "không bắt buộc",
	Reasons: func(kind shift.MovementKind) []string {
		switch kind {
		case shift.PaidIn:
			return []string{"Thêm tiền lẻ", "Tiền tìm thấy", "Trả lại tiền đã chi"}
		case shift.PaidOut:
			return []string{"Trả tiền giao hàng", "Mua đồ dùng", "Trả nhà cung cấp"}
		case shift.SafeDrop:
			return []string{"Két đầy", "Cuối ca"}
		}
		return []string{"Đổi tiền cho khách", "Đổi tiền lẻ", "Kiểm két"}
	},
	Do: func(kind shift.MovementKind) string {
		switch kind {
		case shift.PaidIn:
			return "THU VÀO"
		case shift.PaidOut:
			return "CHI RA"
		case shift.SafeDrop:
			return "NỘP"
		}
		return "MỞ KÉT"
	},
	Close:    func(number int64) string { return "Đếm và đóng ca " + Points(number) },
	HandOver: func(number int64) string { return "Bàn giao két, đóng ca " + Points(number) },
	Since:    func(cashier, since string) string { return cashier + " · từ " + since },
	Cards:    "Máy thẻ báo", Bank: "Ngân hàng báo", CardsHint: "không có thì bỏ trống",
	Count: "GHI SỐ ĐẾM", CountAgain: "Đếm lại", Finish: "ĐÓNG CA", Take: "BÀN GIAO",
	Unsent: func(events int) string {
		return Count(events) + " sự kiện chưa gửi: máy sẽ gửi khi có mạng, đóng ca được"
	},
	GoodsOpen: "Đơn đang có hàng: thu tiền hoặc hủy đơn trước khi đóng ca",
	Float:     "Tiền đầu ca", Sales: "Bán hàng tiền mặt", Refunds: "Hoàn tiền mặt", In: "Thu vào", Out: "Chi ra", Drops: "Nộp về két lớn",
	Expected: "Phải có trong két", Counted: "Thực đếm", Over: "THỪA", Short: "THIẾU", Exact: "✓ Khớp, không thừa không thiếu",
	WhyOff: []string{"Thối nhầm tiền", "Đếm nhầm lúc mở ca", "Quên ghi thu chi", "Chưa rõ"},
	Taker:  "Người nhận két", TakerPIN: "PIN người nhận", Left: "Để lại trong két", LeftHint: "trống: lấy hết ra", NobodyElse: "Quầy này không có người nào khác",
	ShiftsMore: func(n int) string { return Count(n) + " ca mới nhất, còn nữa" },
	Shifts:     "Các ca đã qua", NoShifts: "Quầy này chưa có ca nào.", Reading: "Đang đọc…",
	Number: "Ca", Who: "Thu ngân", When: "Mở – đóng", Net: "Doanh thu", OverCol: "Thừa/thiếu",
	State: func(s shift.State) string {
		switch s {
		case shift.Opened:
			return "đang bán"
		case shift.Suspended:
			return "tạm dừng"
		case shift.Blind:
			return "chưa đếm"
		}
		return "đã đóng"
	},
	Waiting: "Ca chưa đóng", Resume: "bán tiếp", CountIt: "đếm và đóng", Reprint: "In lại",
	PaperOf: func(z bool, number int64) string {
		if z {
			return "Z · ca " + Points(number)
		}
		return "X · ca " + Points(number)
	},
}

var drawerEn = Drawer{
	Note: "Note", Pieces: "Pieces", Value: "Value", Sum: "Total", Amount: "Amount", AmountHint: "type the amount",
	Thousands: func(v money.VND) string { return "= " + Money(v) },
	ByNotes:   "Count notes", ByAmount: "Type the total",
	PaidIn: "Paid in", PaidOut: "Paid out", SafeDrop: "Safe drop", NoSale: "Open the drawer without a sale",
	About: func(kind shift.MovementKind) string {
		switch kind {
		case shift.PaidIn:
			return "Cash put into the drawer beside selling, such as change fetched."
		case shift.PaidOut:
			return "Cash taken out for the shop's own needs. A supervisor approves where the shop wants it."
		case shift.SafeDrop:
			return "Less cash in the drawer, more in the safe: nothing is short for it."
		}
		return "Written down: who opened it, why, and who approved."
	},
	Reason: "Reason", ReasonHint: "type, or ↑↓ choose", ReasonFree: "not needed",
	Reasons: func(kind shift.MovementKind) []string {
		switch kind {
		case shift.PaidIn:
			return []string{"Change fetched", "Money found", "Paid out, came back"}
		case shift.PaidOut:
			return []string{"A delivery paid", "Supplies bought", "A supplier paid"}
		case shift.SafeDrop:
			return []string{"The drawer is full", "End of shift"}
		}
		return []string{"Change for a customer", "Change fetched", "The drawer checked"}
	},
	Do: func(kind shift.MovementKind) string {
		switch kind {
		case shift.PaidIn:
			return "PAY IN"
		case shift.PaidOut:
			return "PAY OUT"
		case shift.SafeDrop:
			return "DROP"
		}
		return "OPEN"
	},
	Close:    func(number int64) string { return "Count and close shift " + Points(number) },
	HandOver: func(number int64) string { return "Hand over, close shift " + Points(number) },
	Since:    func(cashier, since string) string { return cashier + " · since " + since },
	Cards:    "Card terminal", Bank: "Bank says", CardsHint: "empty when none",
	Count: "WRITE DOWN", CountAgain: "Count again", Finish: "CLOSE", Take: "HAND OVER",
	Unsent: func(events int) string {
		return Count(events) + " events not sent yet: they go when the link is up, the shift can be closed"
	},
	GoodsOpen: "The cart has goods: pay or void it before the shift is closed",
	Float:     "Opening float", Sales: "Cash sales", Refunds: "Cash refunds", In: "Paid in", Out: "Paid out", Drops: "Safe drops",
	Expected: "Expected", Counted: "Counted", Over: "OVER", Short: "SHORT", Exact: "✓ Exact, neither over nor short",
	WhyOff: []string{"Wrong change given", "Float miscounted", "Paid in or out unwritten", "Not known"},
	Taker:  "Who takes it", TakerPIN: "Their PIN", Left: "Left in drawer", LeftHint: "empty: all taken out", NobodyElse: "There is nobody else at this till",
	ShiftsMore: func(n int) string { return "the newest " + Count(n) + ", there are more" },
	Shifts:     "Shifts so far", NoShifts: "No shifts at this till yet.", Reading: "Reading…",
	Number: "No.", Who: "Cashier", When: "Opened – closed", Net: "Net", OverCol: "Over/short",
	State: func(s shift.State) string {
		switch s {
		case shift.Opened:
			return "selling"
		case shift.Suspended:
			return "suspended"
		case shift.Blind:
			return "not counted"
		}
		return "closed"
	},
	Waiting: "Shifts not closed", Resume: "go on", CountIt: "count and close", Reprint: "Reprint",
	PaperOf: func(z bool, number int64) string {
		if z {
			return "Z · shift " + Points(number)
		}
		return "X · shift " + Points(number)
	},
}
