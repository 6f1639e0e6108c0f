package text

import (
	"strings"

	"tim/domain/money"
)

// Order is the texts of the order screen.
type Order struct {
	Number, Product, Quantity, Price, Amount string // the table's head

	NoPoints, NoPointsShort string // behind goods that earn nothing
	ListPrice               func(v money.VND) string
	Discounted              func(part money.Percent) string

	Gift       string // behind goods that came with a voucher
	GiftShort  string
	Exchange   func(receipt string) string   // the banner of goods brought back: of which receipt,
	Brings     func(goods string) string     // which goods,
	Counts     func(credit money.VND) string // and what they count
	NoExchange string                        // its button

	EmptyTitle string
	EmptyHints [4][2]string // what to type, what it does

	WalkIn     string
	WalkInHint string
	Usable     func(points int64, value money.VND) string

	UsableShort func(points int64, value money.VND) string
	Unknown     func(online bool) string // instead of it, while central has not told of the account
	Pending     func(points int64, from string) string
	Lapsing     func(points int64, on string) string
	NextTier    func(points int64, tier string) string
	Known       func(clock string) string // the balance's age
	UseKey      string                    // on the heart's button
	PayKey      string                    // on the pay button

	Goods, Discounts, PointsUsed, Taken string
	Voucher, BroughtBack                string
	ToPay, StillToPay, GiveBack         string
	WillEarn                            func(points int64) string
	WillEarnShort                       func(points int64) string
	Later                               string

	Placeholder string
	Times       func(q money.Quantity) string // before the field: `3*` was typed
	NewQuantity func(name string) string      // the field's title in quantity mode
	OffLine     func(name string) string      // while a discount is typed
	OffOrder    string

	AlarmTitle func(code string) string
	Refused    func(scans int64) string
	AlarmKey   string
	AlarmField string // in the field meanwhile

	Saved       func(number string) string
	SeeReceipt  string
	Tenders     *Tenders
	Total       string
	Change      string
	PaidExactly string
	WouldOpen   string // the drawer, in a training
	Used        func(points int64) string
	Earned      func(points int64) string
	EarnsLater  string
	Balance     func(points int64) string
	Next        string // what to do for the next customer
	VoucherUsed func(name string, value money.VND) string
	NewVoucher  func(voucher string) string // redeemed with this sale
	Exchanged   func(of, slip string, credit money.VND) string

	TookBack    func(slip, of string) string
	Cancelled   func(slip, of string) string
	MoreGoods   func(n int) string
	Deducted    func(v money.VND) string // kept back for points already spent
	Clawed      func(points int64) string
	Forgiven    func(points int64) string
	Debt        func(points int64) string
	Restored    func(points int64, lapses string) string
	VoucherBack func(voucher string) string
}

var orderVi = Order{
	Number: "#", Product: "Sản phẩm", Quantity: "SL", Price: "Đơn giá", Amount: "Thành tiền",
	NoPoints: "·không tích điểm", NoPointsShort: "·0 điểm",
	ListPrice:  func(v money.VND) string { return "giá gốc " + Amount(v) },
	Discounted: func(part money.Percent) string { return "giảm " + Percent(part) },
	Gift:       "·quà của voucher",
	GiftShort:  "·quà",
	Exchange:   func(receipt string) string { return "Đổi hàng của " + receipt },
	Brings:     func(goods string) string { return "trả " + goods },
	Counts:     func(credit money.VND) string { return "được trừ " + Money(credit) },
	NoExchange: "Bỏ đổi",
	EmptyTitle: "Quét mã để bán",
	EmptyHints: [4][2]string{{"0912345678", "khách hàng"}, {"sữa tươi", "tìm hàng theo tên"}, {"3*", "ba cái của mã sau"}, {"F1", "mọi cách gõ khác"}},
	WalkIn:     "Khách lẻ", WalkInHint: "gõ SĐT, hoặc F3 để tìm",
	Unknown: unknownVi,
	UsableShort: func(points int64, value money.VND) string {
		return Points(points) + " điểm = " + Money(value)
	},
	Usable: func(points int64, value money.VND) string {
		return "dùng được " + Points(points) + " điểm = " + Money(value)
	},
	Pending:  func(points int64, from string) string { return "chờ " + Points(points) + " (từ " + from + ")" },
	Lapsing:  func(points int64, on string) string { return Points(points) + " điểm hết hạn " + on },
	NextTier: func(points int64, tier string) string { return "thêm " + Points(points) + " lên hạng " + tier },
	Known:    func(clock string) string { return "số dư lúc " + clock },
	UseKey:   "♥ Dùng điểm", PayKey: "THANH TOÁN",
	Goods: "Tạm tính", Discounts: "Giảm giá", PointsUsed: "Điểm đã dùng", Taken: "Đã nhận",
	Voucher: "Voucher", BroughtBack: "Hàng trả",
	ToPay: "KHÁCH TRẢ", StillToPay: "CÒN THIẾU", GiveBack: "TRẢ LẠI KHÁCH",
	WillEarnShort: func(points int64) string { return "tích +" + Points(points) + " điểm" },
	WillEarn:      func(points int64) string { return "tích +" + Points(points) + " điểm khi thanh toán" },
	Later:         "GIAO SAU",
	Placeholder:   "quét mã, gõ SĐT, tên hàng, 3*, -, =giá, %",
	Times:         func(q money.Quantity) string { return Quantity(q) + " ×" },
	NewQuantity:   func(name string) string { return "Số lượng mới cho " + name },
	OffLine:       func(name string) string { return "Giảm % dòng " + name + " · F5: cả đơn" },
	OffOrder:      "Giảm CẢ ĐƠN: %%10 là phần trăm, %%20000 là đồng · F5: một dòng",
	AlarmTitle:    func(code string) string { return "KHÔNG BÁN ĐƯỢC MÃ " + code },
	Refused: func(scans int64) string {
		if scans == 0 {
			return "Quét thêm sẽ bị từ chối cho đến khi bấm Esc"
		}
		return Points(scans) + " lần quét sau đó cũng bị từ chối: quét lại các món ấy"
	},
	AlarmKey: "Đã biết", AlarmField: "bấm Esc rồi quét lại",
	Saved: func(number string) string { return "Đã lưu " + number }, SeeReceipt: "xem hóa đơn",
	Tenders: &tendersVi, Total: "Khách trả", Change: "TIỀN THỪA", PaidExactly: "ĐÃ NHẬN ĐỦ", WouldOpen: "▲ két sẽ mở lúc này (đào tạo: không mở)",
	Used:       func(points int64) string { return "dùng " + Points(points) + " điểm" },
	Earned:     func(points int64) string { return "tích " + Points(points) + " điểm" },
	EarnsLater: "tích điểm khi giao hàng",
	Balance:    func(points int64) string { return "còn " + Points(points) + " điểm" },
	Next:       "Quét mã cho khách tiếp theo",
	VoucherUsed: func(name string, value money.VND) string {
		return strings.TrimSpace("voucher "+name) + " " + Money(-value)
	},
	NewVoucher: func(voucher string) string { return "voucher mới: " + voucher },
	Exchanged: func(of, slip string, credit money.VND) string {
		return "đổi hàng của " + of + ", phiếu " + slip + ": được trừ " + Money(credit)
	},
	TookBack:  func(slip, of string) string { return "Đã nhận lại hàng của " + of + " · phiếu " + slip },
	Cancelled: func(slip, of string) string { return "Đã hủy đơn " + of + " · phiếu " + slip },
	MoreGoods: func(n int) string { return "và " + Count(n) + " món nữa" },
	Deducted:  func(v money.VND) string { return "giữ lại " + Money(v) + " cho điểm đã tiêu" },
	Clawed:    func(points int64) string { return "thu lại " + Points(points) + " điểm" },
	Forgiven:  func(points int64) string { return "bỏ qua " + Points(points) + " điểm đã tiêu" },
	Debt: func(points int64) string {
		return "khách nợ " + Points(points) + " điểm: tích đủ mới dùng được"
	},
	Restored:    func(points int64, lapses string) string { return "hoàn " + Points(points) + " điểm · " + lapses },
	VoucherBack: func(voucher string) string { return "voucher dùng lại được: " + voucher },
}

var orderEn = Order{
	Number: "#", Product: "Product", Quantity: "Qty", Price: "Price", Amount: "Amount",
	NoPoints: "·earns no points", NoPointsShort: "·0 pts",
	ListPrice:  func(v money.VND) string { return "list " + Amount(v) },
	Discounted: func(part money.Percent) string { return Percent(part) + " off" },
	Gift:       "·voucher gift",
	GiftShort:  "·gift",
	Exchange:   func(receipt string) string { return "Exchange for " + receipt },
	Brings:     func(goods string) string { return goods + " back" },
	Counts:     func(credit money.VND) string { return Money(credit) + " counts" },
	NoExchange: "Drop",
	EmptyTitle: "Scan to sell",
	EmptyHints: [4][2]string{{"0912345678", "the customer"}, {"sữa tươi", "look goods up by name"}, {"3*", "three of the next code"}, {"F1", "everything else"}},
	WalkIn:     "Walk-in", WalkInHint: "type a phone, or press F3",
	Unknown: unknownEn,
	UsableShort: func(points int64, value money.VND) string {
		return Points(points) + " points = " + Money(value)
	},
	Usable: func(points int64, value money.VND) string {
		return Points(points) + " points to use = " + Money(value)
	},
	Pending:  func(points int64, from string) string { return Points(points) + " pending (from " + from + ")" },
	Lapsing:  func(points int64, on string) string { return Points(points) + " points lapse " + on },
	NextTier: func(points int64, tier string) string { return Points(points) + " more to tier " + tier },
	Known:    func(clock string) string { return "balance as of " + clock },
	UseKey:   "♥ Use points", PayKey: "PAY",
	Goods: "Subtotal", Discounts: "Discount", PointsUsed: "Points used", Taken: "Taken",
	Voucher: "Voucher", BroughtBack: "Brought back",
	ToPay: "TO PAY", StillToPay: "STILL DUE", GiveBack: "GIVE BACK",
	WillEarnShort: func(points int64) string { return "+" + Points(points) + " points" },
	WillEarn:      func(points int64) string { return "+" + Points(points) + " points when paid" },
	Later:         "DELIVER LATER",
	Placeholder:   "scan, or type a phone, a name, 3*, -, =price, %",
	Times:         func(q money.Quantity) string { return Quantity(q) + " ×" },
	NewQuantity:   func(name string) string { return "New quantity of " + name },
	OffLine:       func(name string) string { return "% off " + name + " · F5: whole order" },
	OffOrder:      "Off the WHOLE ORDER: %%10 is percent, %%20000 is đồng · F5: one line",
	AlarmTitle:    func(code string) string { return "NOT SOLD: " + code },
	Refused: func(scans int64) string {
		if scans == 0 {
			return "More scans are refused until you press Esc"
		}
		return Points(scans) + " scans since were refused too: scan those goods again"
	},
	AlarmKey: "Got it", AlarmField: "press Esc, then scan again",
	Saved: func(number string) string { return "Saved " + number }, SeeReceipt: "show the receipt",
	Tenders: &tendersEn, Total: "To pay", Change: "CHANGE", PaidExactly: "PAID", WouldOpen: "▲ the drawer would open now (training: it stays shut)",
	Used:       func(points int64) string { return "used " + Points(points) + " points" },
	Earned:     func(points int64) string { return "earned " + Points(points) + " points" },
	EarnsLater: "points come on delivery",
	Balance:    func(points int64) string { return Points(points) + " points now" },
	Next:       "Scan for the next customer",
	VoucherUsed: func(name string, value money.VND) string {
		return strings.TrimSpace("voucher "+name) + " " + Money(-value)
	},
	NewVoucher: func(voucher string) string { return "new voucher: " + voucher },
	Exchanged: func(of, slip string, credit money.VND) string {
		return "exchanged for " + of + ", slip " + slip + ": " + Money(credit) + " counted"
	},
	TookBack:    func(slip, of string) string { return "Took goods of " + of + " back · slip " + slip },
	Cancelled:   func(slip, of string) string { return "Cancelled " + of + " · slip " + slip },
	MoreGoods:   func(n int) string { return "and " + Count(n) + " more" },
	Deducted:    func(v money.VND) string { return Money(v) + " kept back for points already spent" },
	Clawed:      func(points int64) string { return "took " + pointsEn(points) + " back" },
	Forgiven:    func(points int64) string { return "let " + pointsEn(points) + " go" },
	Debt:        func(points int64) string { return "owes " + pointsEn(points) + ": earn them first to use points" },
	Restored:    func(points int64, lapses string) string { return "gave " + pointsEn(points) + " back · " + lapses },
	VoucherBack: func(voucher string) string { return "voucher usable again: " + voucher },
}

// unknownVi and unknownEn stand for a balance that central has not told this till of.
func unknownVi(online bool) string {
	if online {
		return "đang hỏi trung tâm…"
	}
	return "chưa biết số điểm"
}

func unknownEn(online bool) string {
	if online {
		return "asking central…"
	}
	return "points not known here"
}
