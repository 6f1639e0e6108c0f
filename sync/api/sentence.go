package api

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/money"
)

// both is a sentence in both languages.
type both struct{ en, vi string }

// Sentence is what an error says to a person; errors without a code speak for themselves.
func Sentence(err error, inVietnamese bool) string {
	f, coded := fault.Of(err)
	if !coded {
		return err.Error()
	}
	lang := english
	if inVietnamese {
		lang = vietnamese
	}
	text := sentence(f, lang)
	if file, ok := f.Args["file"].(string); ok {
		text = file + ": " + text
	}
	return text
}

// sentence is what a fault says to a person: its code's words, and the values that they are about.
func sentence(f *fault.Error, lang language) string {
	text := words(f.Code, lang)
	var values []string
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		if value, ok := shown(f.Args[name]); ok && name != "file" {
			values = append(values, name+": "+value)
		}
	}
	if len(values) == 0 {
		return text
	}
	return text + " (" + strings.Join(values, ", ") + ")"
}

func shown(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, v != ""
	case money.VND:
		return v.Decimal().String(), true
	case time.Time:
		return v.Format(time.RFC3339), true
	case int64:
		return fmt.Sprint(v), true
	}
	return "", false
}

// words are a code's own. A code that nobody wrote words for speaks for itself.
func words(code string, lang language) string {
	s, ok := sentences[code]
	switch {
	case !ok:
		return code
	case lang == vietnamese:
		return s.vi
	}
	return s.en
}

// sentences are the codes that an answer can carry. What they refuse has changed nothing.
var sentences = map[string]both{
	// The request itself.
	"json.format":         {"the body is not one JSON object", "nội dung không phải một đối tượng JSON"},
	"json.too_long":       {"the document is too long", "tài liệu quá dài"},
	"body.too_long":       {"the body is too long", "nội dung quá dài"},
	"body.timeout":        {"the body took too long to arrive", "nội dung gửi đến quá chậm"},
	"token.missing":       {"an Authorization header with a bearer token is needed", "cần tiêu đề Authorization với mã truy cập"},
	"token.unknown":       {"nobody has this token", "mã truy cập không đúng"},
	"token.kind":          {"this token may not do that", "mã truy cập này không có quyền đó"},
	"transfer.differs":    {"this transfer is known with another amount or content", "khoản chuyển này đã biết với số tiền hay nội dung khác"},
	"hook.signature":      {"the signature doesn't fit the body", "chữ ký không khớp nội dung"},
	"rate.limit":          {"too many requests, wait", "quá nhiều yêu cầu, hãy chờ"},
	"path.unknown":        {"there is nothing at this path", "không có gì ở đường dẫn này"},
	"method.not_allowed":  {"this path takes other methods", "đường dẫn này dùng phương thức khác"},
	"join.twice":          {"this shop is in the chain already, as {shop}", "cửa hàng này đã ở trong chuỗi: {shop}"},
	"part.order":          {"the parts don't follow each other", "các phần không nối nhau"},
	"part.unreadable":     {"the parts can't be read together", "không đọc được các phần đã gửi"},
	"voucher.taken":       {"another voucher has the code {code}", "đã có voucher khác mang mã {code}"},
	"internal.unexpected": {"something broke; whether anything was stored shows a repeat with the same key", "có lỗi; gửi lại với cùng khóa để biết đã lưu hay chưa"},
	"key.reused":          {"this key was used for another request", "khóa này đã dùng cho yêu cầu khác"},
	"shift.unknown":       {"central has no such shift", "trung tâm không có ca này"},
	"alert.unknown":       {"there is no such alert", "không có cảnh báo này"},
	"kind.unknown":        {"not a kind of event", "không phải loại sự kiện"},
	"cursor.format":       {"not a cursor of this list", "con trỏ không thuộc danh sách này"},
	"at.future":           {"lies in the future", "nằm trong tương lai"},
	"at.past":             {"a manager's adjustment counts from now on: leave it out", "điều chỉnh của quản lý tính từ bây giờ: hãy bỏ trống"},
	"time.format":         {"not an RFC 3339 instant", "không phải thời điểm RFC 3339"},
	"time.order":          {"is earlier than it can be", "sớm hơn mức có thể"},
	"date.format":         {"not a date", "không phải ngày"},
	"date.span":           {"more days than are counted at once", "nhiều ngày hơn mức đếm một lần"},

	// Members' own pages.
	"page.off":       {"this central has no pages for members", "máy chủ này không có trang cho khách"},
	"page.old":       {"the page is out of date; nothing was done", "trang đã cũ; chưa làm gì"},
	"link.format":    {"not a link to a member's page", "không phải liên kết đến trang của khách"},
	"link.signature": {"the link's signature is wrong", "chữ ký của liên kết không đúng"},
	"link.expired":   {"the link has expired", "liên kết đã hết hạn"},
	"digits.format":  {"is no end of a phone number", "không phải các số cuối của số điện thoại"},
	"digits.locked":  {"wrong too many times, wait", "sai quá nhiều lần, hãy chờ"},

	// Fields.
	"field.required":   {"is required", "bắt buộc phải có"},
	"field.unknown":    {"no such field", "không có trường này"},
	"field.type":       {"has the wrong type", "sai kiểu dữ liệu"},
	"field.range":      {"is out of range", "ngoài khoảng cho phép"},
	"field.enum":       {"is none of the values allowed", "không thuộc các giá trị cho phép"},
	"field.duplicate":  {"stands there twice", "bị lặp"},
	"field.characters": {"has characters that are not allowed", "có ký tự không được phép"},
	"field.too_long":   {"is too long", "quá dài"},
	"field.too_many":   {"has too many items", "có quá nhiều mục"},
	"field.differs":    {"differs from the path", "khác với đường dẫn"},
	"money.format":     {"is no amount in whole đồng", "không phải số tiền nguyên đồng"},
	"money.range":      {"is out of the range of amounts", "ngoài khoảng số tiền"},
	"quantity.format":  {"is no quantity with up to 3 decimals", "không phải số lượng có tối đa 3 số lẻ"},
	"quantity.range":   {"is out of the range of quantities", "ngoài khoảng số lượng"},
	"percent.format":   {"is no percentage with up to 4 decimals", "không phải phần trăm có tối đa 4 số lẻ"},
	"discount.range":   {"is out of the range of discounts", "ngoài khoảng giảm giá"},
	"discount.over":    {"is more than the order comes to", "nhiều hơn tiền của đơn"},
	"window.order":     {"the last day is before the first", "ngày cuối trước ngày đầu"},
	"staff.gone":       {"is no staff of this shop", "không phải nhân viên của cửa hàng này"},
	"ssh_key.format":   {"is no public key of one line, or has options", "không phải một dòng khóa công khai SSH, hoặc có tùy chọn kèm theo"},
	"zone.unknown":     {"the time zone is not known here", "máy này không biết múi giờ đó"},

	// Programme.
	"program.changed":     {"the programme was changed meanwhile: read it again", "chương trình đã bị sửa: hãy đọc lại"},
	"program.disabled":    {"the programme is off", "chương trình đang tắt"},
	"activation.too_long": {"activation takes as long as the points live", "thời gian kích hoạt dài bằng thời hạn điểm"},
	"tier.first":          {"the first tier starts at 0", "hạng đầu bắt đầu từ 0"},
	"tier.order":          {"tiers stand by ascending threshold", "các hạng phải có ngưỡng tăng dần"},
	"tier.rate_lower":     {"a higher tier has a lower rate", "hạng cao hơn có tỷ lệ thấp hơn"},

	// Customers and accounts.
	"customer.unknown": {"no such customer", "không có khách này"},
	"customer.erased":  {"nobody knows any more who this customer was", "thông tin của khách này đã bị xóa"},
	"phone.taken":      {"another customer has this phone", "khách khác đã dùng số này"},
	"phone.format":     {"is no Vietnamese mobile number", "không phải số di động Việt Nam"},
	"id.taken":         {"another customer has this id", "khách khác đã dùng mã này"},
	"id.format":        {"is no id: letters, digits, dots, dashes, underscores", "không phải mã: chữ, số, chấm, gạch"},
	"email.format":     {"is no email address", "không phải địa chỉ email"},
	"birthday.format":  {"is no birthday", "không phải ngày sinh"},
	"consent.purpose":  {"is no purpose of consent", "không phải mục đích đồng ý"},
	"points.short":     {"there are not enough usable points", "không đủ điểm dùng được"},
	"points.elsewhere": {"the points are held by a till that can't be reached", "điểm đang do một quầy không liên lạc được giữ"},
	"points.limit":     {"more points than this order may use", "quá số điểm đơn này được dùng"},
	"points.min":       {"fewer points than an order must use", "ít hơn số điểm tối thiểu"},
	"points.step":      {"points are used in whole steps", "điểm dùng theo bội số quy định"},

	// Products, rewards and vouchers.
	"product.unknown":     {"no such product", "không có hàng này"},
	"code.format":         {"is no barcode", "không phải mã vạch"},
	"code.check_digit":    {"has a wrong check digit", "sai số kiểm tra"},
	"code.reserved":       {"is kept for weighed goods", "dành cho hàng cân"},
	"code.weight":         {"is a weight code without a weight", "mã cân không có khối lượng"},
	"buyer.tax_code":      {"is no tax code", "không phải mã số thuế"},
	"buyer.check_digit":   {"has a wrong check digit", "sai số kiểm tra"},
	"code.gs1":            {"is no GS1 code", "không phải mã GS1"},
	"rule.format":         {"is no rule for labels of scales", "không phải quy tắc tem cân"},
	"invoice.unknown":     {"no such invoice", "không có hóa đơn này"},
	"invoice.unsent":      {"the invoice wasn't handed over", "hóa đơn chưa giao"},
	"invoice.accepted":    {"the invoice was accepted already", "hóa đơn đã được chấp nhận"},
	"code.unknown":        {"nobody has this code", "không có mã này"},
	"item.format":         {"is no item number of a weighed good", "không phải số hàng cân"},
	"unit.not_kg":         {"weighed goods are sold by the kilogram", "hàng cân bán theo kg"},
	"vat.range":           {"is no rate of VAT", "không phải thuế suất"},
	"vat.order":           {"rates stand by ascending instant", "thuế suất phải theo thời gian tăng dần"},
	"reward.unknown":      {"no such reward", "không có phần thưởng này"},
	"reward.retired":      {"the reward is retired", "phần thưởng đã ngừng"},
	"reward.out_of_stock": {"the reward is used up", "phần thưởng đã hết"},
	"reward.limit":        {"the customer had as many as allowed", "khách đã đổi đủ số lần"},
	"reward.tier":         {"the reward is for other tiers", "phần thưởng dành cho hạng khác"},
	"reward.window":       {"the reward is not on now", "phần thưởng chưa hoặc không còn hiệu lực"},
	"voucher.unknown":     {"no such voucher", "không có phiếu này"},
	"voucher.used":        {"the voucher was used", "phiếu đã dùng"},
	"voucher.expired":     {"the voucher has expired", "phiếu đã hết hạn"},
	"voucher.handed_back": {"the voucher was handed back", "phiếu đã trả lại"},
	"voucher.not_yours":   {"the voucher is another customer's", "phiếu của khách khác"},
	"voucher.channel":     {"the voucher is for other channels", "phiếu dùng cho kênh khác"},
	"voucher.combination": {"the voucher doesn't combine with that", "phiếu không dùng chung được"},

	"voucher.product": {"the product that the voucher gives is not in the order", "đơn không có món hàng mà phiếu tặng"},
	"vouchers.many":   {"the order has as many vouchers as it can", "đơn đã đủ số phiếu tối đa"},

	// Orders.
	"order.unknown":     {"no such order", "không có đơn này"},
	"order.changed":     {"the order can't change like that any more", "đơn không thể sửa như vậy nữa"},
	"order.too_small":   {"the order is too small for the voucher", "đơn quá nhỏ so với phiếu"},
	"order.empty":       {"the order has no lines", "đơn không có dòng nào"},
	"order.closed":      {"the order is closed", "đơn đã đóng"},
	"order.awaiting":    {"the order waits for a transfer", "đơn đang chờ chuyển khoản"},
	"order.paid":        {"the order is paid", "đơn đã trả tiền"},
	"order.unpaid":      {"the order is not paid", "đơn chưa trả đủ"},
	"order.delivered":   {"the order is delivered", "đơn đã giao"},
	"order.tendered":    {"money was taken for the order", "đã nhận tiền cho đơn"},
	"order.lines_max":   {"the order has as many lines as it can", "đơn đã đủ số dòng tối đa"},
	"line.gift":         {"the goods came with a voucher and leave with it", "món này là quà của phiếu, chỉ bỏ cùng phiếu"},
	"line.unknown":      {"no such line", "không có dòng này"},
	"return.too_much":   {"more than was bought, or still there, would come back", "trả nhiều hơn số đã mua hoặc còn lại"},
	"order.points_used": {"points are on the order: take them off first", "đơn đang dùng điểm: bỏ điểm trước"},
	"order.points_over": {"the points are worth more than is left to pay", "điểm có giá trị hơn số còn phải trả"},
	"member.none":       {"the order has no customer", "đơn không có khách"},
	"member.unknown":    {"no such customer", "không có khách này"},
	"tender.range":      {"is out of the range of payments", "ngoài khoảng thanh toán"},
	"tender.over":       {"more than is due", "nhiều hơn số phải trả"},
	"tender.paid":       {"the order is paid in full", "đơn đã trả đủ"},
	"tender.bank":       {"the bank says that the money came; it stays", "ngân hàng báo tiền đã về; không bỏ được"},
	"tender.many":       {"the order has as many payments as it can", "đơn đã đủ số lần trả"},

	// Tills and their shares.
	"voucher.elsewhere": {"a till holds the voucher: try again when it has given it back", "một máy bán hàng đang giữ phiếu: hãy thử lại khi máy đã trả"},
	"order.elsewhere":   {"the order is in a till's hands: try again when it has let go", "đơn đang do một máy bán hàng giữ: hãy thử lại khi máy đã trả"},
	"reward.elsewhere":  {"tills hold what is left of the reward", "các máy bán hàng đang giữ số phần thưởng còn lại"},
	"share.frozen":      {"points can't be used until the tills have reported, after a restore", "chưa dùng được điểm: đang chờ các máy bán hàng báo lại sau khi khôi phục"},
	"desk.sign_in":      {"these open no desk: shop, id or PIN is wrong, or it is no supervisor's", "không mở được bàn giám sát: sai cửa hàng, mã hoặc PIN, hoặc không phải giám sát"},
	"pin.weak":          {"is one digit all along or a run: choose another, or allow it by the shop's policy weak_pins", "là một chữ số lặp lại hoặc dãy liền: hãy chọn số khác, hoặc cho phép bằng weak_pins trong chính sách cửa hàng"},
	"pin.locked":        {"too many wrong PINs: wait", "sai PIN nhiều lần: chờ đã"},
	// A longer name than the others'.
	"staff.manager":      {"only a manager of this shop may do that", "chỉ quản lý của cửa hàng này mới làm được"},
	"manager.format":     {"must be SHOP/STAFF-ID of a manager", "phải là CỬA-HÀNG/MÃ-NHÂN-VIÊN của một quản lý"},
	"staff.last_manager": {"is the shop's last manager: make somebody else one first", "là quản lý cuối cùng của cửa hàng: hãy đặt người khác làm quản lý trước"},

	"shop.format":       {"the shop's document is no JSON object", "tài liệu của cửa hàng không phải một đối tượng JSON"},
	"till.unknown":      {"no such till", "không có máy bán hàng này"},
	"till.retired":      {"the till was retired", "máy bán hàng đã ngừng dùng"},
	"till.forked":       {"the till's file was copied or restored: it has to begin anew", "dữ liệu máy bán hàng bị sao chép hoặc khôi phục: cần bắt đầu lại"},
	"till.taken":        {"another till has that number", "số máy đã có máy khác dùng"},
	"till.name":         {"must be up to 16 letters and digits", "chỉ gồm tối đa 16 chữ và số"},
	"enrol.code":        {"the code is wrong, used or too old", "mã sai, đã dùng hoặc hết hạn"},
	"enrol.tries":       {"too many wrong codes: wait a minute", "nhập sai mã quá nhiều lần: chờ một phút"},
	"enrol.key":         {"is no public key", "không phải khóa công khai"},
	"enrol.signature":   {"the signature is wrong", "chữ ký không đúng"},
	"enrol.former":      {"the till has another epoch by now", "máy đã sang đợt khác"},
	"page.early":        {"the page doesn't go on from where the till stands", "trang dữ liệu không nối tiếp chỗ máy đang có"},
	"page.format":       {"the page can't be read", "không đọc được trang dữ liệu"},
	"exception.unknown": {"no such exception", "không có mục bất thường này"},
	"release.nothing":   {"the till holds nothing of that", "máy không giữ gì của mục đó"},

	// Files, quarantine and the store.
	"header.missing":     {"this column is missing", "thiếu cột này"},
	"row.format":         {"the row can't be read", "không đọc được dòng"},
	"row.columns":        {"the row has another number of cells than the header", "dòng có số ô khác tiêu đề"},
	"merge.same":         {"that is the same customer", "đó là cùng một khách"},
	"import.refused":     {"rows are wrong, nothing was imported", "có dòng sai, chưa nhập gì"},
	"file.format":        {"the file can't be read as that format", "không đọc được tệp theo định dạng đó"},
	"quarantine.unknown": {"no such message", "không có tin này"},
	"hook.unmapped":      {"the message can't be read as an order", "không đọc được tin thành đơn"},
	"ledger.full":        {"the disk is full", "đĩa đã đầy"},
	"ledger.readonly":    {"the disk can't be written", "đĩa không ghi được"},
	"store.closed":       {"central is stopping", "máy chủ đang dừng"},
	"store.unreachable":  {"the database doesn't answer; nothing is lost, ask again", "cơ sở dữ liệu không trả lời; không mất gì, hãy thử lại"},
	"store.standby":      {"what answers is a replica, which can't be written to; nothing was changed: name the leader, or all of its servers", "máy trả lời là bản sao, không ghi được; chưa đổi gì: hãy chỉ máy chính, hoặc mọi máy của nó"},
	"store.newer":        {"a newer central has changed the database's schema; nothing was changed: start that one", "central mới hơn đã đổi lược đồ cơ sở dữ liệu; chưa đổi gì: hãy chạy bản đó"},
	"store.another":      {"another server is in the place of the database's: a central that serves has to look first whether anything is missing", "máy chủ cơ sở dữ liệu đã đổi: central đang phục vụ phải kiểm tra trước xem có thiếu gì không"},
	"store.older":        {"the database's schema is of an older central, or nobody's: start this one on it first", "lược đồ cơ sở dữ liệu còn cũ hoặc chưa có: hãy chạy central này trên đó trước"},
	"store.key":          {"the journal in the database is signed with another key: give --data with the central.key of that chain", "sổ nhật ký trong cơ sở dữ liệu ký bằng khóa khác: dùng --data có central.key của chuỗi đó"},
	"store.unsafe":       {"the database answers before it has stored (synchronous_commit = off): points could be lost", "cơ sở dữ liệu trả lời trước khi ghi xong (synchronous_commit = off): có thể mất điểm"},
	"store.unwell":       {"something has to be done about the database: see the lines with LOOK", "cơ sở dữ liệu cần được xem lại: các dòng có LOOK"},
	"store.put_back":     {"the database was put back, or fell over to another server; in a moment central is another incarnation, then ask again", "cơ sở dữ liệu vừa được khôi phục hoặc chuyển sang máy khác; lát nữa hãy thử lại"},
	"store.moving":       {"a store is being moved into the database and isn't whole yet: let central migrate-store end", "đang chuyển dữ liệu vào, chưa xong: hãy chạy central migrate-store đến hết"},
	"store.changed":      {"the store has changed since its move was stopped, and what is in the database isn't all of it: move it into an empty database", "dữ liệu đã đổi từ khi việc chuyển bị dừng, phần đã chuyển không còn đủ: hãy chuyển lại vào một cơ sở dữ liệu trống"},
	"store.full":         {"the database isn't empty: central moves into an empty one only", "cơ sở dữ liệu không trống: chỉ chuyển vào cơ sở dữ liệu trống"},
	"store.differs":      {"what was moved isn't what was there: nothing may use the new database", "dữ liệu chuyển sang không khớp bản cũ: không được dùng cơ sở dữ liệu mới"},
	"backup.database":    {"the store is a database's: back it up with its own tools (pg_basebackup, WAL archiving)", "dữ liệu nằm trong cơ sở dữ liệu: sao lưu bằng công cụ của nó (pg_basebackup, lưu WAL)"},
	"database.format":    {"is no URL of a PostgreSQL database", "không phải URL của cơ sở dữ liệu PostgreSQL"},

	// The program.
	"setup.refused":       {"answers are wrong; nothing was made", "có câu trả lời chưa đúng; chưa tạo gì"},
	"setup.there":         {"a chain has begun here already; nothing changed", "ở đây đã có chuỗi; không đổi gì"},
	"setup.terminal":      {"there is no terminal to ask in: central setup --from FILE", "không có cửa sổ lệnh để hỏi: central setup --from TỆP"},
	"setup.left":          {"nothing was made; what was filled in is kept", "chưa tạo gì; những gì đã điền được giữ lại"},
	"toml.format":         {"the TOML file can't be read", "không đọc được tệp TOML"},
	"env.required":        {"is needed in the environment: central said it once, at its first start", "cần có trong biến môi trường: trung tâm hiện một lần, lúc khởi động đầu tiên"},
	"flag.required":       {"is needed on the command line", "cần có trên dòng lệnh"},
	"format.unknown":      {"can't be written as that", "không ghi được dạng đó"},
	"filter.kind":         {"names a kind of event that there isn't", "gọi tên một loại sự kiện không có"},
	"shift.unclosed":      {"the shift isn't closed and has no Z yet", "ca chưa đóng nên chưa có Z"},
	"shift.none":          {"no shift was closed then", "không có ca nào đóng trong khoảng đó"},
	"link.down":           {"central didn't answer, or not to the end; nothing of the file stays", "trung tâm không trả lời, hoặc chưa hết; tệp không còn lại gì"},
	"link.other":          {"what answers there is no central", "nơi đó không phải trung tâm"},
	"listen.format":       {"is no address and port", "không phải địa chỉ và cổng"},
	"listen.insecure":     {"others can reach this address: give --tls-cert and --tls-key, or --insecure", "máy khác tới được địa chỉ này: cần --tls-cert và --tls-key, hoặc --insecure"},
	"tls.files":           {"the certificate or its key can't be read", "không đọc được chứng chỉ hoặc khóa"},
	"url.format":          {"is no URL", "không phải URL"},
	"central.unreachable": {"no central answers there", "không có central trả lời ở đó"},
	"data.till": {"this is a till's directory, nothing was changed: the till itself opens what is in it, a chain's central needs a directory of its own",
		"đây là thư mục của quầy, chưa đổi gì: dữ liệu trong đó do quầy tự mở, central của chuỗi cần thư mục riêng"},
	"file.locked":   {"another central uses it: stop it, or give --url", "central khác đang dùng: dừng nó, hoặc dùng --url"},
	"file.damaged":  {"the file is damaged; nothing was changed: restore a backup", "tệp hỏng; chưa đổi gì: hãy khôi phục bản sao"},
	"file.missing":  {"there is no such file", "không có tệp này"},
	"file.exists":   {"is there already; nothing was changed", "đã có sẵn; chưa đổi gì"},
	"file.newer":    {"a newer program wrote it; nothing was changed", "do bản mới hơn ghi; chưa đổi gì"},
	"file.full":     {"the disk is full", "đĩa đã đầy"},
	"file.readonly": {"can't be written", "không ghi được"},
	"key.open":      {"others can read the signing key", "người khác đọc được khóa ký"},
	"key.damaged":   {"the signing key is damaged", "khóa ký bị hỏng"},
	"ledger.moved":  {"another journal is in the file", "tệp chứa sổ nhật ký khác"},
	"copy.missing": {"the journal copy isn't there: mount its device or name its folder with --journal; if it is lost, --new-journal begins another, and what central did since the backup is lost too",
		"không thấy bản chép sổ: gắn lại ổ chứa nó hoặc chỉ thư mục bằng --journal; nếu đã mất hẳn, --new-journal lập bản mới, và việc central làm từ lúc sao lưu cũng mất"},
	"copy.gap": {"the store is older than what the journal copy goes back to: restore a newer backup, or begin another copy with --new-journal",
		"kho dữ liệu cũ hơn chỗ bản chép sổ bắt đầu: khôi phục bản sao mới hơn, hoặc lập bản chép mới bằng --new-journal"},
	"copy.behind": {"the journal copy lacks what the store has: put the right one back, or begin another with --new-journal and back up at once",
		"bản chép sổ thiếu so với kho dữ liệu: đặt lại đúng bản, hoặc lập bản mới bằng --new-journal rồi sao lưu ngay"},
	"copy.other": {"the journal copy is of another central, or another beginning of this one: name the right folder with --journal",
		"bản chép sổ là của central khác, hoặc của lần bắt đầu khác: chỉ đúng thư mục bằng --journal"},
	"copy.forked": {"the journal copy and the store went different ways: one of them is not this central's newest; nothing was changed",
		"bản chép sổ và kho dữ liệu đi hai ngả: một trong hai không phải bản mới nhất; chưa đổi gì"},
	"copy.newer": {"a newer program wrote the journal copy; nothing was changed", "bản chép sổ do bản mới hơn ghi; chưa đổi gì"},
	"copy.damaged": {"the journal copy is damaged; nothing was changed: keep it, then begin another with --new-journal and back up at once",
		"bản chép sổ bị hỏng; chưa đổi gì: giữ nó lại, rồi lập bản mới bằng --new-journal và sao lưu ngay"},
	"copy.differs":   {"the journal copy has another event than the store: one of them was changed", "bản chép sổ có sự kiện khác với kho dữ liệu: một trong hai đã bị sửa"},
	"copy.failed":    {"the journal copy can't be written, so nothing is answered: look at its disk", "không ghi được bản chép sổ nên chưa trả lời gì: hãy xem ổ đĩa của nó"},
	"shop.none":      {"central has no such shop", "trung tâm không có cửa hàng này"},
	"shop.unknown":   {"the shop isn't set up", "cửa hàng chưa được cài đặt"},
	"expiry.day":     {"is no day of that month", "không phải ngày của tháng đó"},
	"key.missing":    {"the signing key is missing", "thiếu khóa ký"},
	"journal.broken": {"the journal is not as it was written", "sổ nhật ký không còn như lúc ghi"},
}
