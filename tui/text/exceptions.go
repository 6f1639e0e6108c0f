package text

// exceptions are the kinds of what central noted for a supervisor.
var exceptions = map[string]Both{
	"trust.taken":      Of("Dùng điểm ứng theo duyệt của giám sát", "Points used on a supervisor's trust"),
	"account.overdraw": Of("Lô điểm bị dùng quá số có", "More taken of a lot than there was"),
	"journal.forked":   Of("Sổ của quầy có hai nhánh (file bị sao chép hoặc khôi phục)", "Two branches of a till's journal (a cloned or restored file)"),
	"journal.broken":   Of("Sổ của quầy ở trung tâm đã bị sửa", "A till's journal at central was changed"),
	"take.late":        Of("Dùng điểm sau khi hết hạn", "Points taken after they had lapsed"),
	"clock.ahead":      Of("Đồng hồ quầy chạy trước", "The till's clock was ahead"),
	"earned.differs":   Of("Điểm tích khác với quy tắc của đơn", "Earned otherwise than the order's rule says"),
	"invoice.twice":    Of("Một số hóa đơn trên hai giấy", "One invoice number on two papers"),
	"voucher.twice":    Of("Voucher dùng trên hai đơn", "A voucher used on two orders"),
	"order.past":       Of("Đơn đã thay đổi ở nơi khác", "The order had gone on elsewhere"),
	"phone.taken":      Of("Số điện thoại đã là của khách khác", "The phone is another member's"),
	"transfer.short":   Of("Khách chuyển khoản thiếu", "A transfer was short"),
	"transfer.over":    Of("Khách chuyển khoản thừa", "A transfer was too much"),
	"transfer.twice":   Of("Khách chuyển khoản hai lần", "Transferred twice"),
	"transfer.late":    Of("Chuyển khoản về sau khi đã trả cách khác", "A transfer behind an order paid otherwise"),
	"transfer.void":    Of("Chuyển khoản về đơn đã hủy", "A transfer for a voided order"),
	"transfer.unknown": Of("Chuyển khoản không rõ đơn nào", "A transfer of no known order"),
	"body.unread":      Of("Sự kiện chưa đọc được", "An event that can't be read yet"),
}

// Exception is what a kind of exception is called. A kind that this program doesn't know stays its code.
func Exception(kind string, l Language) string {
	if b, known := exceptions[kind]; known {
		return b.In(l)
	}
	return kind
}
