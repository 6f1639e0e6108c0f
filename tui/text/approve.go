package text

import (
	"time"

	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/shift"
)

// Approve is the texts of the dialog in which a supervisor approves one act.
type Approve struct {
	Title    string
	Price    func(name string, from, to money.VND) string
	Discount func(name string, part money.Percent) string
	Order    func(part money.Percent, amount money.VND) string // off the whole order
	Void     func(total money.VND) string
	Return   func(receipt string, refund money.VND) string
	Later    func(receipt string, refund money.VND) string // a return of goods and money only
	Cancel   func(receipt string, refund money.VND) string
	Exchange func(receipt string, credit money.VND) string
	Refund   func(receipt string, refund money.VND, by sale.TenderKind, reason string) string // in another way than it was paid
	Trust    func(points, beyond int64) string
	Expired  func(name, day string) string                            // goods behind their last day, "2026-11-30"
	Drawer   func(act string, amount money.VND, reason string) string // shift.Act… of the drawer and its reports
	By       func(requester string) string
	PIN      string
	PINHint  string
	Wrong    func(tries int64) string
	Locked   func(left time.Duration) string
	DemoPIN  func(name, pin string) string
	Yes      string
	No       string
}

var approveVi = Approve{
	Title: "Cần quản lý duyệt",
	Price: func(name string, from, to money.VND) string {
		return "Đổi giá " + name + ": " + Amount(from) + " → " + Money(to)
	},
	Discount: func(name string, part money.Percent) string { return "Giảm " + Percent(part) + " cho " + name },
	Order: func(part money.Percent, amount money.VND) string {
		if part > 0 {
			return "Giảm " + Percent(part) + " cả đơn"
		}
		return "Giảm " + Money(amount) + " cả đơn"
	},
	Void: func(total money.VND) string { return "Hủy cả đơn " + Money(total) },
	Return: func(receipt string, refund money.VND) string {
		return "Trả hàng của " + receipt + " mà không có hóa đơn: hoàn " + Money(refund)
	},
	Later: func(receipt string, refund money.VND) string {
		return "Trả hàng của " + receipt + ": hoàn " + Money(refund) + ", điểm do trung tâm tính sau"
	},
	Cancel: func(receipt string, refund money.VND) string {
		return "Hủy đơn " + receipt + " đã trả tiền: hoàn " + Money(refund)
	},
	Exchange: func(receipt string, credit money.VND) string {
		return "Đổi hàng của " + receipt + " mà không có hóa đơn: trừ " + Money(credit)
	},
	Refund: func(receipt string, refund money.VND, by sale.TenderKind, reason string) string {
		return "Hoàn " + Money(refund) + " của " + receipt + ": " + tendersVi.Of(by, "") + ", không như lúc trả. " + reason
	},
	Expired: func(name, day string) string { return "Bán " + name + " đã hết hạn ngày " + day },
	Trust: func(points, beyond int64) string {
		return "Dùng " + Points(points) + " điểm, " + Points(beyond) + " điểm quầy này chưa giữ: tạm dùng lúc mất mạng"
	},
	Drawer: func(act string, amount money.VND, reason string) string {
		return drawerAct(map[string]string{shift.ActNoSale: "Mở két không bán hàng", shift.ActPaidIn: "Thu " + Money(amount) + " vào két",
			shift.ActPaidOut: "Chi " + Money(amount) + " từ két", shift.ActDrop: "Nộp " + Money(amount) + " về két lớn", shift.ActX: "Xem báo cáo X",
			shift.ActReZ: "In lại báo cáo Z", shift.ActReprint: "In lại hóa đơn", shift.ActOver: "Đóng ca lệch " + Money(amount),
			shift.ActTrain: "Mở đào tạo: bán thử, không tính tiền thật", shift.ActAccount: "Cho khách nợ " + Money(amount),
			"transfer.confirm": "Xác nhận tay đã nhận chuyển khoản " + Money(amount)}[act], reason)
	},
	By: func(requester string) string {
		return requester + " yêu cầu · người khác duyệt trong 60 giây"
	},
	PIN: "PIN quản lý", PINHint: "gõ PIN rồi Enter",
	Wrong:   func(tries int64) string { return "Sai PIN, lần " + Points(tries) },
	Locked:  func(left time.Duration) string { return "Sai PIN nhiều lần: chờ " + Elapsed(left) },
	DemoPIN: func(name, pin string) string { return "bản thử: " + name + ", PIN " + pin },
	Yes:     "Duyệt", No: "Không duyệt",
}

var approveEn = Approve{
	Title: "A supervisor must approve",
	Price: func(name string, from, to money.VND) string {
		return "Price of " + name + ": " + Amount(from) + " → " + Money(to)
	},
	Discount: func(name string, part money.Percent) string { return Percent(part) + " off " + name },
	Order: func(part money.Percent, amount money.VND) string {
		if part > 0 {
			return Percent(part) + " off the whole order"
		}
		return Money(amount) + " off the whole order"
	},
	Void: func(total money.VND) string { return "Void the whole order of " + Money(total) },
	Return: func(receipt string, refund money.VND) string {
		return "Return of " + receipt + " without its receipt: refund " + Money(refund)
	},
	Later: func(receipt string, refund money.VND) string {
		return "Return of " + receipt + ": refund " + Money(refund) + ", its points settled by central later"
	},
	Cancel: func(receipt string, refund money.VND) string {
		return "Cancel the paid order " + receipt + ": refund " + Money(refund)
	},
	Exchange: func(receipt string, credit money.VND) string {
		return "Exchange for " + receipt + " without its receipt: " + Money(credit) + " off"
	},
	Refund: func(receipt string, refund money.VND, by sale.TenderKind, reason string) string {
		return "Refund " + Money(refund) + " of " + receipt + " by " + tendersEn.Of(by, "") + ", not as it was paid: " + reason
	},
	Expired: func(name, day string) string { return "Sell " + name + ", which expired on " + day },
	Trust: func(points, beyond int64) string {
		return "Use " + pointsEn(points) + ", " + Points(beyond) + " of them not held here: on trust while offline"
	},
	Drawer: func(act string, amount money.VND, reason string) string {
		return drawerAct(map[string]string{shift.ActNoSale: "Open the drawer without a sale", shift.ActPaidIn: "Pay " + Money(amount) + " in",
			shift.ActPaidOut: "Pay " + Money(amount) + " out", shift.ActDrop: "Drop " + Money(amount) + " into the safe", shift.ActX: "Look at the X report",
			shift.ActReZ: "Print the Z report again", shift.ActReprint: "Print a receipt again", shift.ActOver: "Close a shift that is off by " + Money(amount),
			shift.ActTrain: "Begin a training: no real money", shift.ActAccount: "Let the member owe " + Money(amount),
			"transfer.confirm": "Take a transfer of " + Money(amount) + " on the cashier's word"}[act], reason)
	},
	By: func(requester string) string {
		return "asked by " + requester + " · somebody else approves within 60 s"
	},
	PIN: "Supervisor's PIN", PINHint: "type the PIN, then Enter",
	Wrong:   func(tries int64) string { return "Wrong PIN, try " + Points(tries) },
	Locked:  func(left time.Duration) string { return "Too many wrong PINs: wait " + Elapsed(left) },
	DemoPIN: func(name, pin string) string { return "demo: " + name + ", PIN " + pin },
	Yes:     "Approve", No: "Don't",
}

func drawerAct(act, reason string) string {
	if reason == "" {
		return act
	}
	return act + ": " + reason
}
