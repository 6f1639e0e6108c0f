package text

import (
	"strings"

	"tim/domain/setup"
)

// setupKeys say what each key of a file of answers is, and which values it takes.
var setupKeys = map[string]Both{
	"language": Of("vi | en: chữ trên màn hình và hóa đơn", "vi | en: of screens and receipts"),
	"shop_id":  Of("mã cửa hàng: a-z, 0-9, -", "the shop's id: a-z, 0-9, -"),

	"central":      Of("Vào một chuỗi: có url thì phần còn lại do chuỗi quyết, chỉ hỏi language và printer", "Joining a chain: with a url the chain says all the rest but language and printer"),
	"central.url":  Of("địa chỉ trung tâm, https://…; để trống: đứng một mình", "central's address, https://…; empty: the shop stands alone"),
	"central.code": Of("mã một lần, từ central enroll-code", "one-time code, from central enroll-code"),
	"central.ca":   Of("tệp chứng thực riêng, nếu có", "file of a private authority, if any"),

	"shop":                    Of("Cửa hàng, như in trên hóa đơn", "The shop, as receipts print it"),
	"shop.name":               Of("tên, như in trên hóa đơn", "name, as receipts print it"),
	"shop.address":            Of("địa chỉ, như in trên hóa đơn", "address, as receipts print it"),
	"shop.tax_code":           Of("mã số thuế: 10, 10-3 hoặc 12 số", "tax code: 10, 10-3 or 12 digits"),
	"shop.phone":              Of("điện thoại, như in trên hóa đơn", "phone, as receipts print it"),
	"shop.channel":            Of("kênh bán của quầy", "the till's channel"),
	"shop.returns":            Of("quy định đổi trả, một câu", "the return policy, one sentence"),
	"shop.bank":               Of("tài khoản nhận chuyển khoản, như hiện ra", "account for transfers, as shown"),
	"shop.bank_bin":           Of("mã BIN ngân hàng cho VietQR", "the bank's BIN, for VietQR"),
	"shop.bank_account":       Of("số tài khoản cho VietQR", "account number, for VietQR"),
	"shop.currency":           Of("VND", "VND"),
	"shop.programme_notified": Of("đã thông báo khuyến mại với Sở Công Thương: điểm dùng làm giảm giá tính thuế", "the programme was notified to the authority: points used lower the VAT base"),
	"shop.discount_free":      Of("giảm giá tới mức này không cần duyệt, % nguyên", "a discount up to this needs no approval, whole %"),

	"program":                            Of("Chương trình điểm, như PUT /v1/program", "The points programme, as PUT /v1/program"),
	"program.enabled":                    Of("bật tích điểm", "points are earned"),
	"program.currency":                   Of("VND", "VND"),
	"program.time_zone":                  Of("múi giờ của lịch, như Asia/Ho_Chi_Minh", "time zone of the calendar, as Asia/Ho_Chi_Minh"),
	"program.channels":                   Of("kênh được tích điểm", "channels that earn"),
	"program.ranking":                    Of("Quy đổi điểm xếp hạng: spend ₫ được points điểm", "Ranking points: spend VND give points"),
	"program.ranking.spend":              Of("chi tiêu bao nhiêu ₫ thì được số điểm ở dưới", "the spend, VND, that gives the points below"),
	"program.ranking.points":             Of("bao nhiêu điểm xếp hạng", "so many ranking points"),
	"program.tiers":                      Of("Các hạng, từ thấp lên cao; hạng đầu từ 0", "The tiers, lowest first, which starts at 0"),
	"program.tiers.id":                   Of("mã hạng, không đổi về sau", "the tier's id, for ever"),
	"program.tiers.name":                 Of("tên hạng, khách nhìn thấy", "the tier's name, as members see it"),
	"program.tiers.min_ranking_points":   Of("từ bao nhiêu điểm xếp hạng", "from so many ranking points on"),
	"program.tiers.rate_percent":         Of("0 đến 1000 %: 100 là một điểm thưởng mỗi điểm xếp hạng", "0 to 1000 %: 100 is a reward point for each ranking point"),
	"program.tier_review":                Of("Khi nào có thể xuống hạng", "When a tier may be lost"),
	"program.tier_review.mode":           Of("never | yearly | rolling", "never | yearly | rolling"),
	"program.tier_review.months":         Of("số tháng của rolling", "months of rolling"),
	"program.rounding":                   Of("drop: 1,8 được 1 | half_up: 1,5 được 2", "drop: 1.8 is 1 | half_up: 1.5 is 2"),
	"program.earn":                       Of("Tích điểm", "Earning"),
	"program.earn.trigger":               Of("paid: khi trả đủ | completed: khi đã trả và đã giao", "paid | completed: paid and delivered"),
	"program.earn.activation":            Of("Bao lâu sau thì dùng được", "When points can be used"),
	"program.earn.activation.mode":       Of("immediate | hours | days", "immediate | hours | days"),
	"program.earn.activation.value":      Of("số giờ hoặc ngày sau khi phát sinh", "hours or days after points arose"),
	"program.earn.excluded_skus":         Of("mã hàng không tích điểm", "SKUs that don't earn"),
	"program.earn.excluded_categories":   Of("nhóm hàng không tích điểm", "categories that don't earn"),
	"program.earn.excluded_from_ranking": Of("hàng không tích điểm cũng không tính xếp hạng", "what doesn't earn doesn't count for ranking, too"),
	"program.earn.base":                  Of("Tính điểm trên số tiền nào", "Of which amount"),
	"program.earn.base.tax":              Of("included | excluded: gồm thuế hay không", "included | excluded"),
	"program.earn.base.points_paid":      Of("excluded | included: phần trả bằng điểm", "excluded | included: what points paid"),
	"program.earn.base.discounted_lines": Of("earn | none: hàng đã giảm giá", "earn | none"),
	"program.expiry":                     Of("Hạn dùng của điểm", "When points lapse"),
	"program.expiry.mode":                Of("never | after_accrual | after_last_order | yearly", "never | after_accrual | after_last_order | yearly"),
	"program.expiry.days":                Of("bao nhiêu ngày, mỗi ngày 24 giờ", "days of 24 hours"),
	"program.expiry.month":               Of("tháng, 1 đến 12", "month, 1 to 12"),
	"program.expiry.day":                 Of("ngày trong tháng; điểm hết hạn lúc 00:00", "day of the month, at 00:00"),
	"program.use":                        Of("Dùng điểm", "Using points"),
	"program.use.value_per_point":        Of("một điểm trừ bao nhiêu ₫", "what a point takes off, VND"),
	"program.use.max_percent":            Of("nhiều nhất bao nhiêu % đơn", "at most so much of an order, %"),
	"program.use.max_amount":             Of("nhiều nhất bao nhiêu ₫ một đơn", "at most so much an order, VND"),
	"program.use.max_points":             Of("nhiều nhất bao nhiêu điểm một đơn", "at most so many points an order"),
	"program.use.min_points":             Of("ít nhất bao nhiêu điểm một đơn", "at least so many points an order"),
	"program.use.step":                   Of("chỉ dùng theo bội số này", "points are used in multiples of this"),
	"program.use.levels":                 Of("các mức chọn nhanh, % của mức nhiều nhất", "levels to choose, % of the most"),
	"program.use.as_voucher":             Of("điểm đổi được thành voucher tiền", "points can become a money voucher"),
	"program.use.when_disabled":          Of("tắt chương trình thì điểm cũ vẫn dùng được", "points there are can be used while the programme is off"),
	"program.returns":                    Of("Đổi trả", "Returns"),
	"program.returns.already_spent":      Of("negative | floor_at_zero | deduct_from_refund: điểm đã tiêu mất", "negative | floor_at_zero | deduct_from_refund: points that are spent already"),
	"program.returns.grace_days":         Of("điểm trả lại sống thêm bao nhiêu ngày", "days that points given back live at least"),
	"program.returns.unpaid_points":      Of("restore | keep_used: đơn chưa trả bị hủy", "restore | keep_used: of an unpaid order that is cancelled"),
	"program.offline":                    Of("Khi mất mạng", "Without a network"),
	"program.offline.use":                Of("none | shares | trust: dùng điểm khi mất mạng", "none | shares | trust"),
	"program.offline.keep_points":        Of("mỗi quầy giữ sẵn nhiều nhất bao nhiêu điểm một khách", "points of a member that a till keeps at most"),
	"program.offline.keep_days":          Of("của khách đã đến trong bấy nhiêu ngày", "of members seen here in so many days"),
	"program.offline.stop_hours":         Of("mất mạng lâu hơn thì thôi dùng điểm, giờ", "using stops after so many hours offline"),
	"program.offline.trust_points":       Of("giám sát duyệt thêm nhiều nhất bao nhiêu điểm", "points beyond that a supervisor may approve"),

	"staff":      Of("Nhân viên: ít nhất một quản lý và một thu ngân", "Staff: a manager and a cashier at least"),
	"staff.id":   Of("mã; để trống: theo tên", "id; empty: by the name"),
	"staff.name": Of("tên, hiện khi đăng nhập và trên hóa đơn", "name, at sign-in and on receipts"),
	"staff.role": Of("cashier | supervisor | manager", "cashier | supervisor | manager"),
	"staff.pin":  Of("4 đến 12 số; để trống: tạo giúp, hiện một lần", "4 to 12 digits; empty: made, and shown once"),

	"products":      Of("Hàng: none, file (CSV hoặc JSON lines), samples (300 món giả để thử), hoặc list = [{name = \"…\", price = 32000, barcodes = [\"…\"]}]", "Products: none, file (CSV or JSON lines), samples (300 invented ones), or list = [{name = \"…\", price = 32000, barcodes = [\"…\"]}]"),
	"products.from": Of("none | file | list | samples", "none | file | list | samples"),
	"products.file": Of("đường dẫn tệp CSV hoặc JSON lines", "path of a CSV or JSON lines file"),

	"printer":        Of("Máy in", "Printer"),
	"printer.to":     Of("/dev/usb/lp0, tcp://192.168.1.20:9100, serial:///dev/ttyUSB0, cups://TÊN; để trống: không có, hóa đơn là tệp", "/dev/usb/lp0, tcp://192.168.1.20:9100, serial:///dev/ttyUSB0, cups://NAME; empty: none, receipts are files"),
	"printer.drawer": Of("chân của két tiền cắm vào máy in: 2 | 5 | none", "pin of the cash drawer at the printer: 2 | 5 | none"),
	"printer.paper":  Of("58 | 80 mm", "58 | 80 mm"),
}

// chainless are the keys that a chain's central isn't asked.
var chainless = []string{"central", "printer"}

// SetupExample is a file of answers with every key, its default and what it is.
func SetupExample(k setup.Kind, l Language) string {
	return string(setup.Example(k, l == English, func(key string) string {
		for _, none := range chainless {
			if k == setup.Chain && (key == none || strings.HasPrefix(key, none+".")) {
				return ""
			}
		}
		return setupKeys[key].In(l)
	}))
}

// SetupChecked is what --dry-run says of answers without fault.
func SetupChecked(shop string, staff, products int, central string, l Language) string {
	if central != "" {
		return Of("✓ đúng cả · sẽ vào chuỗi ở ", "✓ no fault · it would join the chain at ").In(l) + central
	}
	return Of("✓ đúng cả · sẽ tạo ", "✓ no fault · it would make ").In(l) + shop + " · " + Count(staff) + Of(" nhân viên · ", " staff · ").In(l) +
		Count(products) + Of(" mặt hàng · chưa tạo gì", " products · nothing made").In(l)
}

// SetupMade says that the shop is there, and how to sell.
func SetupMade(dir string, l Language) string {
	return Of("✓ đã tạo · bán hàng:  till run --data ", "✓ made · sell with  till run --data ").In(l) + dir
}

// SetupChained says that the chain has begun, and what comes next.
func SetupChained(dir string, l Language) string {
	return Of("✓ đã tạo · chạy trung tâm:  central serve --data ", "✓ made · run it with  central serve --data ").In(l) + dir
}

// SetupPIN is somebody's new PIN.
func SetupPIN(name, pin string, l Language) string {
	return Of("  PIN của ", "  PIN of ").In(l) + name + ": " + pin + Of("   (chỉ hiện lần này)", "   (shown only now)").In(l)
}
