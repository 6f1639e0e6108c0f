package text

import "tim/domain/money"

// Order is the texts of the order screen.
type Order struct {
	Number, Product, Quantity, Price, Amount string // the table's head

	NoPoints, NoPointsShort string // behind goods that earn nothing
	ListPrice               func(v money.VND) string
	Discounted              func(part money.Percent) string

	EmptyTitle string
	EmptyHints [4][2]string // what to type, what it does

	WalkIn     string
	WalkInHint string
	Usable     func(points int64, value money.VND) string
	Pending    func(points int64, from string) string
	Lapsing    func(points int64, on string) string
	NextTier   func(points int64, tier string) string
	Known      func(clock string) string // the balance's age
	UseKey     string                    // on the heart's button
	PayKey     string                    // on the pay button

	Goods, Discounts, PointsUsed, Taken string
	ToPay, StillToPay                   string
	WillEarn                            func(points int64) string
	Later                               string

	Placeholder string
	Times       func(q money.Quantity) string // before the field: `3*` was typed
	NewQuantity func(name string) string      // the field's title in quantity mode

	AlarmTitle func(code string) string
	Refused    func(scans int64) string
	AlarmKey   string
	AlarmField string // in the field meanwhile

	Saved       func(number string) string
	SeeReceipt  string
	Cash        string
	Card        string
	Transfer    string
	Total       string
	Change      string
	PaidExactly string
	Used        func(points int64) string
	Earned      func(points int64) string
	EarnsLater  string
	Balance     func(points int64) string
	Next        string // what to do for the next customer
}

var orderVi = Order{
	Number: "#", Product: "Sản phẩm", Quantity: "SL", Price: "Đơn giá", Amount: "Thành tiền",
	NoPoints: "·không tích điểm", NoPointsShort: "·0 điểm",
	ListPrice:  func(v money.VND) string { return "giá gốc " + Amount(v) },
	Discounted: func(part money.Percent) string { return "giảm " + Percent(part) },
	EmptyTitle: "Quét mã để bán",
	EmptyHints: [4][2]string{{"0912345678", "khách hàng"}, {"sữa tươi", "tìm hàng theo tên"}, {"3*", "ba cái của mã sau"}, {"F1", "mọi cách gõ khác"}},
	WalkIn:     "Khách lẻ", WalkInHint: "gõ số điện thoại, hoặc F3 tìm khách",
	Usable: func(points int64, value money.VND) string {
		return "dùng được " + Points(points) + " điểm = " + Money(value)
	},
	Pending:  func(points int64, from string) string { return "chờ " + Points(points) + " (từ " + from + ")" },
	Lapsing:  func(points int64, on string) string { return Points(points) + " điểm hết hạn " + on },
	NextTier: func(points int64, tier string) string { return "thêm " + Points(points) + " lên hạng " + tier },
	Known:    func(clock string) string { return "số dư lúc " + clock },
	UseKey:   "♥ Dùng điểm", PayKey: "THANH TOÁN",
	Goods: "Tạm tính", Discounts: "Giảm giá", PointsUsed: "Điểm đã dùng", Taken: "Đã nhận",
	ToPay: "KHÁCH TRẢ", StillToPay: "CÒN THIẾU",
	WillEarn:    func(points int64) string { return "tích +" + Points(points) + " điểm khi thanh toán" },
	Later:       "GIAO SAU",
	Placeholder: "quét mã, gõ SĐT, tên hàng, 3*, -, =giá, %",
	Times:       func(q money.Quantity) string { return Quantity(q) + " ×" },
	NewQuantity: func(name string) string { return "Số lượng mới cho " + name },
	AlarmTitle:  func(code string) string { return "KHÔNG BÁN ĐƯỢC MÃ " + code },
	Refused: func(scans int64) string {
		if scans == 0 {
			return "Quét thêm sẽ bị từ chối cho đến khi bấm Esc"
		}
		return Points(scans) + " lần quét sau đó cũng bị từ chối: quét lại các món ấy"
	},
	AlarmKey: "Đã biết", AlarmField: "bấm Esc rồi quét lại",
	Saved: func(number string) string { return "Đã lưu " + number }, SeeReceipt: "xem hóa đơn",
	Cash: "Tiền mặt", Card: "Thẻ", Transfer: "Chuyển khoản", Total: "Khách trả", Change: "TIỀN THỪA", PaidExactly: "ĐÃ NHẬN ĐỦ",
	Used:       func(points int64) string { return "dùng " + Points(points) + " điểm" },
	Earned:     func(points int64) string { return "tích " + Points(points) + " điểm" },
	EarnsLater: "tích điểm khi giao hàng",
	Balance:    func(points int64) string { return "còn " + Points(points) + " điểm" },
	Next:       "Quét mã cho khách tiếp theo",
}

var orderEn = Order{
	Number: "#", Product: "Product", Quantity: "Qty", Price: "Price", Amount: "Amount",
	NoPoints: "·earns no points", NoPointsShort: "·0 pts",
	ListPrice:  func(v money.VND) string { return "list " + Amount(v) },
	Discounted: func(part money.Percent) string { return Percent(part) + " off" },
	EmptyTitle: "Scan to sell",
	EmptyHints: [4][2]string{{"0912345678", "the customer"}, {"sữa tươi", "look goods up by name"}, {"3*", "three of the next code"}, {"F1", "everything else"}},
	WalkIn:     "Walk-in", WalkInHint: "type a phone number, or F3 to search",
	Usable: func(points int64, value money.VND) string {
		return Points(points) + " points to use = " + Money(value)
	},
	Pending:  func(points int64, from string) string { return Points(points) + " pending (from " + from + ")" },
	Lapsing:  func(points int64, on string) string { return Points(points) + " points lapse " + on },
	NextTier: func(points int64, tier string) string { return Points(points) + " more to tier " + tier },
	Known:    func(clock string) string { return "balance as of " + clock },
	UseKey:   "♥ Use points", PayKey: "PAY",
	Goods: "Subtotal", Discounts: "Discount", PointsUsed: "Points used", Taken: "Taken",
	ToPay: "TO PAY", StillToPay: "STILL DUE",
	WillEarn:    func(points int64) string { return "+" + Points(points) + " points when paid" },
	Later:       "DELIVER LATER",
	Placeholder: "scan, or type a phone, a name, 3*, -, =price, %",
	Times:       func(q money.Quantity) string { return Quantity(q) + " ×" },
	NewQuantity: func(name string) string { return "New quantity of " + name },
	AlarmTitle:  func(code string) string { return "NOT SOLD: " + code },
	Refused: func(scans int64) string {
		if scans == 0 {
			return "More scans are refused until you press Esc"
		}
		return Points(scans) + " scans since were refused too: scan those goods again"
	},
	AlarmKey: "Got it", AlarmField: "press Esc, then scan again",
	Saved: func(number string) string { return "Saved " + number }, SeeReceipt: "show the receipt",
	Cash: "Cash", Card: "Card", Transfer: "Transfer", Total: "To pay", Change: "CHANGE", PaidExactly: "PAID",
	Used:       func(points int64) string { return "used " + Points(points) + " points" },
	Earned:     func(points int64) string { return "earned " + Points(points) + " points" },
	EarnsLater: "points come on delivery",
	Balance:    func(points int64) string { return Points(points) + " points now" },
	Next:       "Scan for the next customer",
}
