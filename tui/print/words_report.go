package print

import "tim/tui/text"

// reportWords are those of X and Z.
type reportWords struct {
	xTitle, zTitle, shiftNo                     string
	opened, taken, closed, closedBy, receipts   string
	tickets, vouchers, pointsOff, net           string
	returned, cancelled, elsewhere              string
	turnover, grand                             string
	refunded, changeGiven, rounding, byHand     string
	float, cashSales, cashRefunds               string
	paidIn, paidOut, drops                      string
	expected, hidden, countedCash, countedBlind string
	over, short, exact                          string
	cardTotal, bankTotal, handedTo, stays       string
	used, redeemed, handedBack                  string
	linesVoided, ordersVoided, afterTender      string
	overrides, lineOff                          string
	noSales, reprints, approvals, refusals      string
	wrongPINs, unknown, members, clockJumps     string
	unread, unsent, events, seal, signedBy      string
	trained, minutes                            func(n int64) string
}

var allReportWords = [...]reportWords{
	text.Vietnamese: {
		xTitle: "BÁO CÁO GIỮA CA (X)", zTitle: "BÁO CÁO CUỐI CA (Z)", shiftNo: "Ca số",
		opened: "Mở ca", taken: "Lập lúc", closed: "Đóng ca", closedBy: "Người đóng ca", receipts: "Hóa đơn",
		tickets: "Tiền hàng", vouchers: "Voucher", pointsOff: "Trừ điểm", net: "DOANH THU",
		returned: "Trả hàng", cancelled: "trong đó hủy đơn", elsewhere: "trong đó bán ở ca khác",
		turnover: "DOANH THU THUẦN", grand: "Lũy kế từ đầu",
		refunded: "hoàn lại", changeGiven: "tiền thừa đã thối", rounding: "Làm tròn tiền mặt", byHand: "trong đó xác nhận tay",
		float: "Tiền đầu ca", cashSales: "Bán hàng tiền mặt", cashRefunds: "Hoàn tiền mặt",
		paidIn: "Thu vào két", paidOut: "Chi từ két", drops: "Nộp về két lớn",
		expected: "PHẢI CÓ TRONG KÉT", hidden: "kiểm mù", countedCash: "THỰC ĐẾM", countedBlind: "THỰC ĐẾM (kiểm mù)",
		over: "THỪA", short: "THIẾU", exact: "Khớp, không thừa không thiếu",
		cardTotal: "Máy thẻ báo", bankTotal: "Ngân hàng báo", handedTo: "Bàn giao két cho", stays: "Để lại trong két",
		used: "Điểm đã dùng", redeemed: "Điểm đổi voucher", handedBack: "Điểm từ voucher trả lại",
		linesVoided: "Dòng hàng bỏ", ordersVoided: "Đơn bỏ", afterTender: "sau khi đã nhập tiền",
		overrides: "Sửa giá, giảm đi", lineOff: "Giảm giá bằng tay",
		noSales: "Mở két không bán", reprints: "In lại", approvals: "Lượt duyệt", refusals: "Duyệt bị từ chối",
		wrongPINs: "Sai PIN", unknown: "Mã không nhận ra", members: "Khách mới", clockJumps: "Đồng hồ bị lùi",
		unread: "Sự kiện của bản mới hơn, chưa cộng", unsent: "Chưa gửi về trung tâm", events: "Sự kiện", seal: "Chữ ký",
		signedBy: "Thu ngân và giám sát ký tên",
		trained:  func(n int64) string { return "Đào tạo, không tính tiền (" + text.Points(n) + ")" },
		minutes:  func(n int64) string { return text.Points(n) + " phút" },
	},
	text.English: {
		xTitle: "REPORT DURING SHIFT (X)", zTitle: "END OF SHIFT REPORT (Z)", shiftNo: "Shift no.",
		opened: "Opened", taken: "Taken", closed: "Closed", closedBy: "Closed by", receipts: "Receipts",
		tickets: "Goods", vouchers: "Vouchers", pointsOff: "Points off", net: "NET SALES",
		returned: "Returns", cancelled: "of them cancelled orders", elsewhere: "of them sold in other shifts",
		turnover: "TURNOVER", grand: "Grand total ever",
		refunded: "refunded", changeGiven: "change given", rounding: "Cash rounding", byHand: "of these confirmed by hand",
		float: "Opening float", cashSales: "Cash sales", cashRefunds: "Cash refunds",
		paidIn: "Paid in", paidOut: "Paid out", drops: "Safe drops",
		expected: "EXPECTED IN DRAWER", hidden: "blind count", countedCash: "COUNTED", countedBlind: "COUNTED (blind)",
		over: "OVER", short: "SHORT", exact: "Exact: neither over nor short",
		cardTotal: "Card terminal says", bankTotal: "Bank says", handedTo: "Drawer handed over to", stays: "Left in the drawer",
		used: "Points used", redeemed: "Points into vouchers", handedBack: "Points of vouchers handed back",
		linesVoided: "Lines voided", ordersVoided: "Orders voided", afterTender: "after money was entered",
		overrides: "Prices changed, less by", lineOff: "Discounts by hand",
		noSales: "Drawer opened without sale", reprints: "Printed again", approvals: "Approvals", refusals: "Approvals refused",
		wrongPINs: "Wrong PINs", unknown: "Unknown codes", members: "New members", clockJumps: "Clock went back",
		unread: "Events of a newer program, not in the sums", unsent: "Not sent to central yet", events: "Events", seal: "Signature",
		signedBy: "Signed by cashier and supervisor",
		trained:  func(n int64) string { return "Training, in no figure (" + text.Points(n) + ")" },
		minutes:  func(n int64) string { return text.Points(n) + " min" },
	},
}
