package text

import (
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// Returns is the texts of the screen that takes goods of an order back. Moments and points come formatted where they are
// text.
type Returns struct {
	Title, CancelTitle string
	Reading            string
	Walkin             string

	Goods, Price, Sold, Before, Back, Left string // the heads of the table
	Piece                                  func(q money.Quantity, unit string) string
	None                                   string // nothing of a line
	AllBack                                string // of a line that is back already
	Nothing                                string // when nothing is marked yet
	AllReturned                            string // when nothing is left
	HowTo                                  []string
	Working                                string // while the effect is worked out

	Refund      string // above the sum
	NoRefund    string // when no money goes back
	Tender      func(t sale.Tender) string
	Voucher     func(name, lapses string) string
	Approval    string
	Otherwise   string // the money goes back in another way than it came
	ShowReceipt string // what makes approval unneeded
	Elsewhere   string // a supervisor must approve: the right to act on the order isn't here
	Later       string // what becomes of the points then

	Points       func(name string) string // head of what becomes of them
	NoPoints     string                   // the order neither earned nor used any
	Clawed       string
	Restored     func(lapses string) string
	Grace        func(lapses string) string
	Forever      string
	Balance      string
	Ranking      string
	Tier         string
	Change       func(from, to string) string
	Spent        func(points int64, mode string) string // of those to take back, and the rule for them
	Owes         func(points int64) string
	Forgiven     func(points int64) string
	KeptBack     func(points int64) string // beside the money
	UnknownOwner string                    // the member is forgotten

	Reason      string
	ReasonHint  string
	Reasons     []string
	Do          string // the button: takes the goods back
	DoFor       func(refund money.VND) string
	Exchange    string
	Whole       string
	Cancel      string // the button: cancels the order
	CancelFor   func(refund money.VND) string
	CancelOrder string                   // the button that changes to the form for cancelling
	Fault       func(code string) string // in this screen's own words, "" when there are none
	More        string                   // the effect goes on below
}

var returnsVi = Returns{
	Title: "Trả hàng", CancelTitle: "Hủy đơn đã trả tiền",
	Reading: "Đang tìm đơn…",
	Walkin:  "khách lẻ",

	Goods: "Món đã bán", Price: "Đơn giá", Sold: "Đã bán", Before: "Đã trả", Back: "Trả lần này", Left: "Hủy",
	Piece:   piece,
	None:    "–",
	AllBack: "đã trả hết",
	Nothing: "Chưa chọn món nào để trả.", AllReturned: "Đơn này đã trả hết, không còn gì để trả.",
	HowTo: []string{"Enter: trả thêm 1 ở dòng đang chọn; hàng cân thì trả hết dòng.", "Gõ số rồi Enter: đúng số đó (1,245 cho kg). Del: thôi trả dòng đó.",
		"F6: trả hết các món còn lại."},
	Working: "Đang tính…",

	Refund:   "Trả lại khách",
	NoRefund: "Không phải trả lại tiền",
	Tender: func(t sale.Tender) string {
		return refundWord(t, &tendersVi, "Vào thẻ", "Vào đơn mới", "Trừ vào nợ")
	},
	Voucher: func(name, lapses string) string {
		return "Voucher " + name + " dùng lại được, hạn " + lapses
	},
	Otherwise:   "Không như lúc khách trả: ghi lý do (Tab), quản lý duyệt. F5 đổi cách hoàn.",
	Approval:    "Cần quản lý duyệt: khách không đưa hóa đơn.",
	Elsewhere:   "Cần quản lý duyệt: đang mất mạng, quyền xử lý đơn này không ở quầy.",
	Later:       "Chỉ trả hàng và tiền. Điểm và voucher do trung tâm tính khi có mạng.",
	ShowReceipt: "Khách có hóa đơn thì quét mã trên đó.",

	Points:   func(name string) string { return "Điểm của " + name },
	NoPoints: "Đơn này không có điểm nào.",
	Clawed:   "Thu lại điểm đã tích",
	Restored: func(lapses string) string { return "Trả điểm đã dùng, hạn " + lapses },
	Grace:    func(lapses string) string { return "Trả điểm, gia hạn tới " + lapses },
	Forever:  "không hết hạn",
	Balance:  "Số dư điểm", Ranking: "Điểm xếp hạng", Tier: "Hạng",
	Change: func(from, to string) string { return from + " → " + to },
	Spent: func(points int64, mode string) string {
		return Points(points) + " điểm phải thu đã tiêu rồi: quy định " + policy(mode, "ghi nợ.", "bỏ qua.", "trừ vào tiền hoàn.")
	},
	Owes:         func(points int64) string { return "Khách sẽ nợ " + Points(points) + " điểm" },
	Forgiven:     func(points int64) string { return "Bỏ qua " + Points(points) + " điểm, khách không nợ." },
	KeptBack:     func(points int64) string { return "Giữ lại cho " + Points(points) + " điểm đã tiêu" },
	UnknownOwner: "khách đã xóa thông tin",

	Reason: "Lý do", ReasonHint: "không bắt buộc",
	Reasons:     []string{"hàng hỏng", "nhầm hàng", "khách đổi ý"},
	Do:          "Trả hàng",
	DoFor:       func(refund money.VND) string { return "Trả hàng, hoàn " + Money(refund) },
	Exchange:    "Đổi hàng",
	Whole:       "Trả hết",
	Cancel:      "Hủy đơn",
	CancelFor:   func(refund money.VND) string { return "Hủy đơn, hoàn " + Money(refund) },
	CancelOrder: "Hủy cả đơn",
	Fault:       returnFaultVi,
	More:        "PgDn xem tiếp",
}

var returnsEn = Returns{
	Title: "Return", CancelTitle: "Cancel a paid order",
	Reading: "Looking for the order…",
	Walkin:  "walk-in",

	Goods: "Goods sold", Price: "Unit price", Sold: "Sold", Before: "Returned", Back: "Now", Left: "Cancelled",
	Piece:   piece,
	None:    "–",
	AllBack: "all back",
	Nothing: "Nothing is marked to come back yet.", AllReturned: "All of this order came back already.",
	HowTo: []string{"Enter: one more of the marked line; weighed goods: all of it.", "A number, then Enter: just so much (1,245 for kg). Del: none of it.",
		"F6: all that is left."},
	Working: "Working it out…",

	Refund:   "Refund",
	NoRefund: "No money goes back",
	Tender: func(t sale.Tender) string {
		return refundWord(t, &tendersEn, "To the card", "Into the new order", "Off what is owed")
	},
	Voucher: func(name, lapses string) string {
		return "Voucher " + name + " can be used again until " + lapses
	},
	Otherwise:   "Not as it was paid: give a reason (Tab), a supervisor approves. F5 changes it.",
	Approval:    "A supervisor must approve: no receipt was shown.",
	Elsewhere:   "A supervisor must approve: offline, and the right to this order is not here.",
	Later:       "Goods and money only. Central settles points and vouchers once it is linked.",
	ShowReceipt: "If there is one, scan the code on it.",

	Points:   func(name string) string { return "Points of " + name },
	NoPoints: "This order has no points.",
	Clawed:   "Earned points taken back",
	Restored: func(lapses string) string { return "Used points back, until " + lapses },
	Grace:    func(lapses string) string { return "Points back, grace to " + lapses },
	Forever:  "they never lapse",
	Balance:  "Balance", Ranking: "Ranking points", Tier: "Tier",
	Change: func(from, to string) string { return from + " → " + to },
	Spent: func(points int64, mode string) string {
		return pointsEn(points) + " to take back are spent already: by the rule they " + policy(mode, "become a debt.", "are let go.", "come off the refund.")
	},
	Owes:         func(points int64) string { return "They will owe " + pointsEn(points) },
	Forgiven:     func(points int64) string { return pointsEn(points) + " let go, no debt." },
	KeptBack:     func(points int64) string { return "Kept back for " + pointsEn(points) + " spent" },
	UnknownOwner: "a forgotten member",

	Reason: "Reason", ReasonHint: "optional",
	Reasons:     []string{"damaged", "wrong goods", "changed their mind"},
	Do:          "Take back",
	DoFor:       func(refund money.VND) string { return "Take back, refund " + Money(refund) },
	Exchange:    "Exchange",
	Whole:       "Everything",
	Cancel:      "Cancel the order",
	CancelFor:   func(refund money.VND) string { return "Cancel, refund " + Money(refund) },
	CancelOrder: "Cancel it all",
	Fault:       returnFaultEn,
	More:        "PgDn for more",
}

// piece is so much of goods; pieces that have no unit are counted.
func piece(q money.Quantity, unit string) string {
	if unit == "" {
		return Quantity(q)
	}
	return Quantity(q) + " " + unit
}

func refundWord(t sale.Tender, names *Tenders, card, swapped, account string) string {
	switch t.Kind {
	case sale.Card:
		return card
	case sale.Swapped:
		return swapped
	case sale.OnAccount:
		return account
	}
	return names.Of(t.Kind, t.Name)
}

func policy(mode, negative, floor, deduct string) string {
	switch mode {
	case loyalty.SpentFloor:
		return floor
	case loyalty.SpentDeduct:
		return deduct
	}
	return negative
}

func returnFaultVi(code string) string {
	return map[string]string{
		"order.unknown":    "Không thấy đơn này ở quầy. Esc rồi tìm theo số hóa đơn, khách hay ngày.",
		"order.unpaid":     "Đơn này chưa trả tiền: không có gì để trả lại. Esc để quay lại.",
		"order.closed":     "Đơn này đã hủy rồi, tiền và điểm đã về khách. Esc để quay lại.",
		"order.delivered":  "Đơn này đã giao nên không hủy được. Ctrl+R để nhận lại từng món.",
		"order.tendered":   "Đơn đang mở đã thu tiền: bỏ khoản đó (Esc, F9, Del) hay thu cho xong rồi mới đổi hàng.",
		"return.cart":      "Đơn đang mở còn hàng: F8 đổi lấy hàng đó, hoặc Esc rồi thu tiền hay hủy đơn đó trước.",
		"receipt.unknown":  "Không có hóa đơn này ở quầy. Esc rồi tìm theo khách hay ngày.",
		"approval.expired": "Quá 60 giây chưa được duyệt, chưa trả gì. Bấm F9 lại.",
	}[code]
}

func returnFaultEn(code string) string {
	return map[string]string{
		"order.unknown":    "No such order at this till. Esc, then look by receipt number, member or day.",
		"order.unpaid":     "This order isn't paid: there is nothing to give back. Esc goes back.",
		"order.closed":     "This order is cancelled already; its money and points went back. Esc goes back.",
		"order.delivered":  "This order was handed over and can't be cancelled. Ctrl+R takes goods back one by one.",
		"order.tendered":   "The open order has payments: take them back (Esc, F9, Del) or finish it, then exchange.",
		"return.cart":      "The open order has goods: F8 exchanges for those, or Esc, then pay or void it first.",
		"receipt.unknown":  "No such receipt at this till. Esc, then look by member or day.",
		"approval.expired": "Not approved within 60 seconds, nothing was done. Press F9 again.",
	}[code]
}
