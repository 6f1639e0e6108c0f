package text

import (
	"tim/domain/money"
	"tim/domain/sale"
)

// Menu is the texts of the F12 menu and of the list of orders.
type Menu struct {
	Title                          string
	Till, Cashier, Since, Float    string // facts of the shift
	NoShift                        string
	Tickets, Cash, Blind           string
	DropFrom                       func(limit money.VND) string // so much is in the drawer, and more
	PaidIn, PaidInAbout            string
	PaidOut, PaidOutAbout          string
	Drop, DropAbout                string
	NoSale, NoSaleAbout            string
	TakeX, TakeXAbout              string
	Close, CloseAbout              string
	HandOver, HandOverAbout        string
	CloseBlind, CloseBlindAbout    string
	WhyBlind                       string
	KeepSelling, KeepSellingAbout  string
	Suspend, SuspendAbout          string
	Shifts, ShiftsAbout            string
	Orders, OrdersAbout            string
	Void, VoidAbout, VoidNone      string
	SignOut, SignOutAbout          string
	LockAbout                      string
	Train, TrainAbout              string
	TrainEnd, TrainEndAbout        string
	LanguageAbout, ThemeAbout      string
	WhyVoid                        string
	VoidTotal                      func(lines int, total string) string
	Keep, KeepAbout                string
	Reason                         func(code string) string
	OrdersTitle, Reading, NoOrders string
	Receipt, Time, Customer, State string
	Total                          string
	Walkin, MemberOf, Unnumbered   string
	Open, Deliver                  string
	Return, CancelOrder            string
	StateOf                        func(s sale.State, later, partly bool) string // partly: some of it came back
	OrdersShown                    func(n int) string
	OrdersFound                    func(n int) string
	ToDeliver                      func(n int) string
	Search, SearchHint             string
	NoneFound, SearchAdvice        string
	NoneOf                         string // of the member chosen
	Which                          func(members int) string
	WhichHint                      string
}

var (
	menuVi = Menu{
		Title: "Ca làm việc và quản lý",
		Till:  "Quầy", Cashier: "Thu ngân", Since: "Mở ca lúc", Float: "Tiền đầu ca", NoShift: "chưa mở ca",
		Tickets: "Số đơn", Cash: "Trong két", Blind: "kiểm mù",
		DropFrom: func(limit money.VND) string { return "quá " + Money(limit) },
		PaidIn:   "Thu vào két", PaidInAbout: "tiền lẻ mới đổi, tiền tìm thấy",
		PaidOut: "Chi từ két", PaidOutAbout: "trả tiền giao hàng, mua đồ; giám sát duyệt",
		Drop: "Nộp về két lớn", DropAbout: "bớt tiền trong két",
		NoSale: "Mở két không bán hàng", NoSaleAbout: "ghi lý do, giám sát duyệt",
		TakeX: "Báo cáo X", TakeXAbout: "ca đến giờ này ra sao",
		Close: "Đếm và đóng ca", CloseAbout: "đếm két, thừa thiếu, báo cáo Z",
		HandOver: "Bàn giao két", HandOverAbout: "đóng ca, người khác nhận két bằng PIN",
		CloseBlind: "Ngừng bán, đếm sau", CloseBlindAbout: "ca không bán nữa, két đếm sau",
		WhyBlind:    "Ngừng bán trong ca này?",
		KeepSelling: "Chưa, bán tiếp", KeepSellingAbout: "không đổi gì",
		Suspend: "Tạm dừng ca", SuspendAbout: "cất két, nhường quầy; bán tiếp sau",
		Shifts: "Các ca đã qua", ShiftsAbout: "xem và in lại Z",
		Orders: "Tìm đơn, trả hàng", OrdersAbout: "xem, in lại hóa đơn; trả, đổi hàng; giao hay hủy đơn hẹn",
		Void: "Hủy đơn đang mở", VoidAbout: "hỏi lý do, đã có hàng thì cần PIN giám sát", VoidNone: "không có đơn nào đang mở",
		LockAbout: "mọi thứ giữ nguyên, PIN mở lại",
		SignOut:   "Đăng xuất", SignOutAbout: "nhường máy cho người khác, đơn đang mở vẫn còn",
		Train: "Đào tạo", TrainAbout: "tập bán như thật, không tính tiền thật",
		TrainEnd: "Kết thúc đào tạo", TrainEndAbout: "bỏ mọi thứ đã tập; quầy như trước",
		LanguageAbout: "đổi sang tiếng Anh", ThemeAbout: "tối, sáng, tương phản cao, 16 màu, không màu",
		WhyVoid: "Vì sao hủy đơn này?",
		VoidTotal: func(lines int, total string) string {
			return Count(lines) + " dòng · " + total
		},
		Keep: "Giữ đơn, quay lại", KeepAbout: "không hủy gì cả",
		Reason: func(code string) string {
			return map[string]string{"changed-mind": "Khách đổi ý", "no-money": "Khách không đủ tiền",
				"wrong-entry": "Thu ngân bấm nhầm", "wrong-price": "Sai giá hoặc sai mã", "training": "Đơn thử", "other": "Lý do khác"}[code]
		},
		OrdersTitle: "Tìm đơn", Reading: "Đang đọc…", NoOrders: "Chưa có đơn nào ở quầy này.",
		Receipt: "Hóa đơn", Time: "Lúc", Customer: "Khách", State: "Tình trạng", Total: "Tổng cộng",
		Walkin: "khách lẻ", MemberOf: "thành viên", Unnumbered: "chưa có số",
		Open: "Xem hóa đơn", Deliver: "Đã giao", Return: "Trả hàng", CancelOrder: "Hủy đơn",
		StateOf: func(s sale.State, later, partly bool) string {
			switch {
			case s == sale.Paid && later:
				return "chờ giao"
			case s == sale.Cancelled:
				return "đã hủy"
			case s == sale.Returned:
				return "đã trả hết"
			case partly:
				return "trả một phần"
			case s == sale.Paid:
				return "đã trả tiền"
			case s == sale.Completed:
				return "đã giao"
			}
			return "đang mở"
		},
		Search: "Tìm", SearchHint: "số hóa đơn hay số cuối · tên, SĐT khách · ngày 21/11",
		NoneOf:    "Khách này chưa có đơn nào ở quầy này.",
		NoneFound: "Không có đơn nào như vậy.", SearchAdvice: "Tìm theo số hóa đơn, số cuối của nó, tên hay SĐT khách, hoặc ngày như 21/11.",
		Which: func(members int) string { return Count(members) + " khách, chọn một" }, WhichHint: "Đơn của khách nào? Enter để xem.",
		OrdersFound: func(n int) string { return Count(n) + " đơn" },
		OrdersShown: func(n int) string { return Count(n) + " đơn mới nhất" },
		ToDeliver:   func(n int) string { return Count(n) + " chờ giao" },
	}
	menuEn = Menu{
		Title: "Shift and manager menu",
		Till:  "Till", Cashier: "Cashier", Since: "Shift since", Float: "Opening float", NoShift: "no open shift",
		Tickets: "Tickets", Cash: "In the drawer", Blind: "blind count",
		DropFrom: func(limit money.VND) string { return "over " + Money(limit) },
		PaidIn:   "Paid in", PaidInAbout: "change fetched, money found",
		PaidOut: "Paid out", PaidOutAbout: "a delivery, supplies; a supervisor approves",
		Drop: "Safe drop", DropAbout: "less cash in the drawer",
		NoSale: "Open drawer without a sale", NoSaleAbout: "asks why; a supervisor approves",
		TakeX: "X report", TakeXAbout: "the shift so far",
		Close: "Count and close", CloseAbout: "the drawer counted, over or short, Z",
		HandOver: "Hand over", HandOverAbout: "closes; somebody takes it by their PIN",
		CloseBlind: "Stop selling, count later", CloseBlindAbout: "nothing more is sold under this shift",
		WhyBlind:    "Stop selling under this shift?",
		KeepSelling: "No, go on selling", KeepSellingAbout: "nothing changes",
		Suspend: "Suspend the shift", SuspendAbout: "puts the drawer away; goes on later",
		Shifts: "Shifts so far", ShiftsAbout: "look at a Z, print it again",
		Orders: "Find an order, return goods", OrdersAbout: "see and reprint receipts; return, exchange; hand over or cancel",
		Void: "Void the open order", VoidAbout: "asks why; with goods in it a supervisor's PIN", VoidNone: "no order is open",
		LockAbout: "all stays as it is, the PIN opens it again",
		SignOut:   "Sign out", SignOutAbout: "leave the till to someone else, the open order stays",
		Train: "Training", TrainAbout: "practise as it really would be, no real money",
		TrainEnd: "End the training", TrainEndAbout: "drops all that was practised; the till is as it was",
		LanguageAbout: "change to Vietnamese", ThemeAbout: "dark, light, high contrast, 16 colours, none",
		WhyVoid: "Why is this order voided?",
		VoidTotal: func(lines int, total string) string {
			if lines == 1 {
				return "1 line · " + total
			}
			return Count(lines) + " lines · " + total
		},
		Keep: "Keep the order, go back", KeepAbout: "nothing is voided",
		Reason: func(code string) string {
			return map[string]string{"changed-mind": "Customer changed their mind", "no-money": "Customer lacks the money",
				"wrong-entry": "Cashier's slip", "wrong-price": "Wrong price or code", "training": "A trial", "other": "Another reason"}[code]
		},
		OrdersTitle: "Find an order", Reading: "Reading…", NoOrders: "No orders at this till yet.",
		Receipt: "Receipt", Time: "At", Customer: "Customer", State: "State", Total: "Total",
		Walkin: "walk-in", MemberOf: "member", Unnumbered: "no number",
		Open: "Receipt", Deliver: "Handed over", Return: "Return", CancelOrder: "Cancel",
		StateOf: func(s sale.State, later, partly bool) string {
			switch {
			case s == sale.Paid && later:
				return "to deliver"
			case s == sale.Cancelled:
				return "voided"
			case s == sale.Returned:
				return "all returned"
			case partly:
				return "partly returned"
			case s == sale.Paid:
				return "paid"
			case s == sale.Completed:
				return "delivered"
			}
			return "open"
		},
		Search: "Find", SearchHint: "receipt number or its end · member's name, phone · day 21/11",
		NoneOf:    "This member has no orders at this till.",
		NoneFound: "There is no such order.", SearchAdvice: "Try a receipt's number or its last digits, a member's name or phone, or a day: 21/11.",
		Which: func(members int) string { return Count(members) + " members, choose one" }, WhichHint: "Whose orders? Enter shows them.",
		OrdersFound: func(n int) string {
			if n == 1 {
				return "1 order"
			}
			return Count(n) + " orders"
		},
		OrdersShown: func(n int) string {
			if n == 1 {
				return "newest order"
			}
			return "newest " + Count(n) + " orders"
		},
		ToDeliver: func(n int) string { return Count(n) + " to deliver" },
	}
)
