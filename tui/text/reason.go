package text

// acts are what supervisors approve, and why trainings end, by the code that the journal has.
var acts = map[string]Both{
	"staff.hire":          Of("thêm người", "somebody new"),
	"staff.rename":        Of("đổi tên", "a name"),
	"staff.role":          Of("đổi vai trò", "a role"),
	"staff.pin":           Of("đặt PIN mới", "a new PIN"),
	"staff.let_go":        Of("cho nghỉ", "let go"),
	"staff.take_on":       Of("nhận lại", "taken on again"),
	"manage.open":         Of("mở bàn quản lý", "opening the manager's desk"),
	"staff.open":          Of("mở trang nhân viên", "opening the staff page"),
	"desk.open":           Of("mở bàn giám sát", "opening the desk"),
	"price.override":      Of("sửa giá", "changing a price"),
	"line.discount":       Of("giảm giá dòng", "a line discount"),
	"order.discount":      Of("giảm giá cả đơn", "an order discount"),
	"order.void":          Of("hủy đơn", "voiding an order"),
	"order.return":        Of("trả hàng", "a return"),
	"order.return.later":  Of("trả hàng của quầy khác", "a return of another till's order"),
	"order.cancel":        Of("hủy đơn đã trả tiền", "cancelling a paid order"),
	"refund.otherwise":    Of("hoàn tiền cách khác", "a refund in another way"),
	"order.exchange":      Of("đổi hàng", "an exchange"),
	"goods.expired":       Of("bán hàng hết hạn", "selling expired goods"),
	"points.trust":        Of("dùng điểm ứng", "points on trust"),
	"drawer.open":         Of("mở két không bán", "opening the drawer without a sale"),
	"cash.paid_in":        Of("thu vào két", "paying in"),
	"cash.paid_out":       Of("chi từ két", "paying out"),
	"tender.account":      Of("cho khách nợ", "on account"),
	"transfer.confirm":    Of("xác nhận tay chuyển khoản", "a transfer confirmed by hand"),
	"cash.drop":           Of("nộp về két lớn", "a safe drop"),
	"receipt.reprint":     Of("in lại hóa đơn", "reprinting a receipt"),
	"report.x":            Of("xem báo cáo X", "an X report"),
	"report.reprint":      Of("in lại Z", "reprinting a Z"),
	"training.start":      Of("mở đào tạo", "a training"),
	"training.left":       Of("thoát bằng menu", "left by the menu"),
	"training.signed_out": Of("đăng xuất", "signed out"),
	"training.idle":       Of("lâu không bấm phím", "no key for long"),
	"training.exit":       Of("đóng chương trình", "the program was left"),
	"training.retired":    Of("quầy bị thu hồi", "the till was retired"),
	"training.crash":      Of("máy tắt đột ngột", "the program was killed"),
	"training.not_begun":  Of("không mở được", "it couldn't begin"),
	"shift.over":          Of("đóng ca thừa thiếu", "closing over or short"),
}

// GivenReason is the reason of an event: in words where the journal has a code, else as somebody typed it.
func GivenReason(s string, l Language) string {
	if b, known := acts[s]; known {
		return b.In(l)
	}
	if b, known := exceptions[s]; known {
		return b.In(l)
	}
	if said := In(l).Menu.Reason(s); said != "" {
		return said
	}
	return s
}
