package text

import (
	"strings"

	"tim/domain/office"
)

// Invoices is the texts of the manager's page about the shop's e-invoices.
type Invoices struct {
	Title, About                      string
	None                              []string
	Sum                               func(sum office.InvoiceDay, days int) string
	Waiting                           func(n int64) string
	Refused                           func(n int) string
	RefusedDo, DueDo                  []string
	Due, NothingDue                   string
	Day, Till, NotHanded, NotAnswered string // heads of the days
	Numbers, NoGaps, Central          string
	Many                              func(n int64) string
	Why                               map[string]GapAbout // by office's reasons
}

// GapAbout is why numbers have no invoice, and what to do about it.
type GapAbout struct{ Is, Do string }

var invoicesVi = Invoices{
	Title: "Hóa đơn điện tử", About: "chưa giao, bị từ chối, số chưa dùng: phải làm gì",
	None: []string{"Cửa hàng chưa xuất hóa đơn điện tử nào.", "Đặt ký hiệu và dải số ở [shop.invoice] của tệp cửa hàng, hoặc PUT /v1/shops/…"},
	Sum: func(s office.InvoiceDay, days int) string {
		return strings.Join([]string{Points(int64(days)) + " ngày qua: " + Points(s.Invoices()) + " hóa đơn", Points(s.Accepted) + " đã chấp nhận", Points(s.HandedOver) + " chờ trả lời",
			Points(s.Made) + " chưa giao", Points(s.Refused) + " bị từ chối"}, " · ")
	},
	Waiting: func(n int64) string {
		return Points(n) + " hóa đơn chưa có số: cửa hàng bán khi chưa đặt dải số"
	},
	Refused:   func(n int) string { return Points(int64(n)) + " hóa đơn bị từ chối" },
	RefusedDo: []string{"Sửa điều cơ quan thuế nêu (ở nhà cung cấp hay ở cửa hàng), rồi giao lại: chúng nằm trong tệp kế tiếp."},
	DueDo:     []string{"F6 ghi chúng vào một tệp để giao mỗi ngày; không còn gì mới thì F6 ghi lại những hóa đơn chưa có trả lời. Trả lời: central invoice-answer SỐ."},
	Due:       "Chưa giao hoặc chưa có trả lời", NothingDue: "Mọi hóa đơn đã giao và được chấp nhận",
	Day: "Ngày", Till: "Quầy", NotHanded: "Chưa giao", NotAnswered: "Chờ trả lời",
	Numbers: "Số không có hóa đơn", NoGaps: "Số nào cũng có hóa đơn", Central: "trung tâm",
	Many: func(n int64) string { return Points(n) + " số" },
	Why: map[string]GapAbout{
		office.GapUnheard: {"Chưa đọc được", "quầy đã dùng số sau: xem việc lạ của quầy"},
		office.GapLost:    {"Thất lạc", "đã cấp mà không tới quầy: bỏ trống, kê khi báo cáo"},
		office.GapEnded:   {"Quầy đã cài lại", "số của đợt trước không dùng nữa: kê khi báo cáo"},
		office.GapPassed:  {"Bị nhảy", "trung tâm từng khôi phục: không ai được cấp, kê khi báo cáo"},
		office.GapOnWay:   {"Đang tới quầy", "quầy nối mạng là nhận"},
		office.GapHeld:    {"Quầy đang giữ", "còn để dùng, không cần làm gì"},
		office.GapCentral: {"Trung tâm giữ", "cho phiếu bán khi quầy hết số, không cần làm gì"},
	},
}

var invoicesEn = Invoices{
	Title: "E-invoices", About: "not handed over, refused, numbers without one: what to do",
	None: []string{"This shop has made no e-invoices.", "Set symbol and series in [shop.invoice] of the shop's file, or PUT /v1/shops/…"},
	Sum: func(s office.InvoiceDay, days int) string {
		return strings.Join([]string{"last " + Points(int64(days)) + " days: " + Points(s.Invoices()) + " invoices", Points(s.Accepted) + " accepted", Points(s.HandedOver) + " unanswered",
			Points(s.Made) + " not handed over", Points(s.Refused) + " refused"}, " · ")
	},
	Waiting: func(n int64) string {
		return Points(n) + " invoices without a number: sold while the shop had no series"
	},
	Refused:   func(n int) string { return Points(int64(n)) + " invoices were refused" },
	RefusedDo: []string{"Mend what the authority names (at the provider, or here), then hand over again: the next file has them."},
	DueDo:     []string{"F6 writes them to a file to hand over daily; with nothing new it writes again what nobody answered. Answers: central invoice-answer NUMBER."},
	Due:       "Not handed over, or not answered", NothingDue: "All invoices are handed over and accepted",
	Day: "Day", Till: "Till", NotHanded: "To hand over", NotAnswered: "Unanswered",
	Numbers: "Numbers without an invoice", NoGaps: "Each number has its invoice", Central: "central",
	Many: func(n int64) string { return Points(n) + " numbers" },
	Why: map[string]GapAbout{
		office.GapUnheard: {"Unread", "its till used later ones: see that till's alerts"},
		office.GapLost:    {"Lost", "given and never got there: left unused, named in reports"},
		office.GapEnded:   {"Till set up anew", "numbers of its former epoch stay unused: name them in reports"},
		office.GapPassed:  {"Passed over", "central was restored: nobody had them, name them in reports"},
		office.GapOnWay:   {"On the way", "the till gets them once it is online"},
		office.GapHeld:    {"Held by tills", "still to be used, nothing to do"},
		office.GapCentral: {"Held by central", "for sales of tills that ran out, nothing to do"},
	},
}
