package print

// returnWords are those of return slips.
type returnWords struct {
	returnTitle, cancelTitle string
	approver, reason         string
	of, soldAt               string
	goodsBack, goodsOff      string // above the goods: brought back, and never handed over
	paidFor                  string // above their money
	deducted, refund         string
	intoExchange, swappedFor string
	clawed                   string
	forgiven, paidByRefund   string // points not taken back: let go, and paid for by what was kept back
	restored, ranking, debt  string
	later                    string // central decides on the points
	vouchersBack, sign       string
}

// voucherWords are those of vouchers.
type voucherWords struct {
	voucherTitle      string
	voucherName       func(name string) string
	off               func(what, most string) string // most: "" when there is no cap
	free              func(product string) string
	minOrder, onlyFor func(what string) string
	notWithPoints     string
	notWithVouchers   string
	issued, expires   string
	showCode          string
}

var (
	returnVi = returnWords{
		returnTitle: "PHIẾU TRẢ HÀNG", cancelTitle: "PHIẾU HỦY ĐƠN",
		approver: "Người duyệt", reason: "Lý do", of: "Của hóa đơn", soldAt: "Mua lúc",
		goodsBack: "Hàng trả lại", goodsOff: "Hàng không giao", paidFor: "Khách đã trả",
		deducted: "Giữ lại cho điểm đã tiêu", refund: "TIỀN HOÀN", intoExchange: "Vào hóa đơn đổi", swappedFor: "Đổi lấy hàng ở hóa đơn",
		clawed: "Điểm thu lại", forgiven: "Đã tiêu, không thu lại", paidByRefund: "Đã tiêu, trừ vào tiền hoàn",
		restored: "Điểm trả lại khách", ranking: "Điểm xếp hạng thu lại", debt: "Điểm âm được bù bằng điểm tích sau này",
		later:        "Điểm và voucher của hàng trả được tính sau",
		vouchersBack: "Voucher trả lại khách:", sign: "Khách hàng ký tên",
	}
	returnEn = returnWords{
		returnTitle: "RETURN SLIP", cancelTitle: "ORDER CANCELLED",
		approver: "Approved by", reason: "Reason", of: "Of receipt", soldAt: "Sold at",
		goodsBack: "Goods returned", goodsOff: "Goods not delivered", paidFor: "Paid for them",
		deducted: "Kept for spent points", refund: "REFUND", intoExchange: "Into receipt", swappedFor: "Swapped for goods on",
		clawed: "Points taken back", forgiven: "Spent, let go", paidByRefund: "Spent, kept from refund",
		restored: "Points given back", ranking: "Ranking points taken back", debt: "Points below zero are made up by those earned next",
		later:        "Points and vouchers of these goods are settled later",
		vouchersBack: "Vouchers given back:", sign: "Customer's signature",
	}
	voucherVi = voucherWords{
		voucherTitle: "VOUCHER",
		voucherName:  func(name string) string { return named(name, "Đổi từ điểm") },
		off: func(what, most string) string {
			if most == "" {
				return "Giảm " + what
			}
			return "Giảm " + what + ", tối đa " + most
		},
		free:          func(product string) string { return "Tặng 1 " + product },
		minOrder:      func(least string) string { return "Đơn từ " + least },
		onlyFor:       func(phone string) string { return "Chỉ cho khách " + phone },
		notWithPoints: "Không dùng cùng điểm", notWithVouchers: "Không dùng cùng voucher khác",
		issued: "Ngày đổi", expires: "Hạn dùng", showCode: "Đưa mã này cho thu ngân",
	}
	voucherEn = voucherWords{
		voucherTitle: "VOUCHER",
		voucherName:  func(name string) string { return named(name, "Bought with points") },
		off: func(what, most string) string {
			if most == "" {
				return what + " off"
			}
			return what + " off, " + most + " at most"
		},
		free:          func(product string) string { return "1 " + product + " free" },
		minOrder:      func(least string) string { return "Orders from " + least },
		onlyFor:       func(phone string) string { return "For customer " + phone + " only" },
		notWithPoints: "Not together with points", notWithVouchers: "Not together with other vouchers",
		issued: "Issued", expires: "Expires", showCode: "Show this code to the cashier",
	}
)

// named is a reward's name; vouchers that points were turned into have none.
func named(name, points string) string {
	if name == "" {
		return points
	}
	return name
}
