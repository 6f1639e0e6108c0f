package text

import "maps"

// documents are the faults of fields: of a member, a product or the programme's settings.
var documents = map[string]Both{
	"field.required":      Of("Ô này không được để trống · chưa lưu · gõ vào", "This field can't be empty · not stored · fill it in"),
	"field.too_long":      Of("Nhiều nhất {max} ký tự · chưa lưu · gõ ngắn lại", "{max} letters at most · not stored · make it shorter"),
	"field.characters":    Of("Có ký tự không đọc được · chưa lưu · gõ lại", "It has letters that can't be read · not stored · type again"),
	"field.duplicate":     Of("[{value} ]đã có trong danh sách · chưa lưu · bỏ một cái", "[{value} ]is in the list already · not stored · remove one"),
	"field.too_many":      Of("Nhiều nhất {max} mục · chưa lưu · bỏ bớt", "{max} entries at most · not stored · remove some"),
	"field.enum":          Of("{value} không phải lựa chọn[, chỉ có {allowed}] · chưa lưu", "{value} is no choice[; there are {allowed}] · not stored"),
	"field.range":         Of("{value} ngoài giới hạn: từ {min}[ đến {max}] · chưa lưu · gõ lại", "{value} is out of range: from {min}[ to {max}] · not stored · type again"),
	"field.type":          Of("Sai kiểu dữ liệu, cần {want} · chưa lưu", "Wrong type, {want} wanted · not stored"),
	"field.unknown":       Of("Trường này không có · chưa lưu · bỏ nó đi", "There is no such field · not stored · remove it"),
	"json.format":         Of("Tài liệu JSON không đọc được · chưa lưu", "The JSON document can't be read · not stored"),
	"json.too_long":       Of("Tài liệu dài quá {max} byte · chưa lưu", "The document is longer than {max} bytes · not stored"),
	"unit.not_kg":         Of("Hàng cân phải có đơn vị kg · chưa lưu", "Weighed goods have the unit kg · not stored"),
	"item.format":         Of("Số hàng cân phải có đúng[ {digits}] chữ số · chưa lưu", "A weighed item's number has exactly[ {digits}] digits · not stored"),
	"vat.range":           Of("Thuế suất từ 0 đến {max} % · chưa lưu", "A VAT rate is 0 to {max} % · not stored"),
	"vat.order":           Of("Các mức thuế phải theo thứ tự ngày bắt đầu · chưa lưu", "VAT rates stand in the order of their first day · not stored"),
	"tier.first":          Of("Hạng đầu phải bắt đầu từ 0 điểm, không phải {value} · chưa lưu", "The first tier starts at 0 points, not {value} · not stored"),
	"tier.order":          Of("Ngưỡng {value} phải lớn hơn hạng trước ({above}) · chưa lưu", "Threshold {value} must exceed the tier below ({above}) · not stored"),
	"activation.too_long": Of("Điểm chờ hiệu lực lâu hơn hạn dùng {days} ngày · chưa lưu", "Points would stay pending longer than their {days} days · not stored"),
	"expiry.day":          Of("Tháng {month} chỉ có {max} ngày, không có ngày {value} · chưa lưu", "Month {month} has {max} days, no day {value} · not stored"),
}

// links are the faults of the address on a receipt that opens the member's own page.
var links = map[string]Both{
	"link.format":    Of("Địa chỉ không đọc được · quét lại mã trên hóa đơn", "The address can't be read · scan the receipt's code again"),
	"link.signature": Of("Địa chỉ không phải của cửa hàng · quét lại mã trên hóa đơn", "The address isn't this shop's · scan the receipt's code again"),
	"link.expired":   Of("Địa chỉ đã hết hạn · xin hóa đơn mới ở quầy", "The address has expired · ask for a new receipt at the till"),
}

// rewards are the faults of rewards, vouchers, returns and exchanges.
var rewards = map[string]Both{
	"reward.unknown":      Of("Không còn phần thưởng này · chưa đổi điểm · chọn phần khác", "There is no such reward · no points taken · choose another"),
	"reward.retired":      Of("Phần thưởng này đã ngừng · chưa đổi điểm · chọn phần khác", "This reward is retired · no points taken · choose another"),
	"reward.window":       Of("Chỉ đổi được[ từ {from}][ đến {to}] · chưa đổi điểm · chọn phần khác", "It can be had[ from {from}][ to {to}] only · no points taken"),
	"reward.tier":         Of("Chỉ dành cho hạng {tiers} · chưa đổi điểm · chọn phần khác", "For the tiers {tiers} only · no points taken · choose another"),
	"reward.out_of_stock": Of("Phần thưởng đã hết hàng · chưa đổi điểm · chọn phần khác", "The reward is out of stock · no points taken · choose another"),
	"reward.limit":        Of("Mỗi khách đổi nhiều nhất {most} lần · chưa đổi điểm · chọn phần khác", "{most} for each member at most · no points taken · choose another"),

	"order.too_small":              Of("Đơn từ {min} mới dùng được, đơn này {have} · thêm hàng rồi dùng", "The order must reach {min}, it is {have} · add goods, then use it"),
	"voucher.unknown":              Of("Không có voucher {code} ở đây · chưa trừ gì · xem lại số", "No voucher {code} here · nothing taken off · check it"),
	"voucher.locked":               Of("Gõ sai mã voucher 5 lần trong một phút · chưa trừ gì · chờ một phút", "5 wrong voucher codes in a minute · nothing taken off · wait a minute"),
	"voucher.member":               Of("Voucher cần tên khách · chưa trừ gì · gõ SĐT hoặc F3, rồi quét lại", "Name the voucher's member first: phone or F3, then scan it again"),
	"voucher.not_on_order":         Of("Voucher này không có trên đơn · đơn giữ nguyên · F7 xem voucher", "That voucher isn't on the order · nothing changed · F7 shows them"),
	"voucher.channel":              Of("Chỉ dùng ở kênh {channels} · chưa trừ gì · F7 chọn voucher khác", "For the channels {channels} only · nothing taken off · F7: another"),
	"voucher.handed_back":          Of("Voucher đã trả lại lấy điểm · chưa trừ gì · F7 đổi phần thưởng mới", "It was handed back for points · nothing taken off · F7 redeems anew"),
	"voucher.used":                 Of("Voucher đã dùng rồi · chưa trừ gì · F7 chọn voucher khác", "The voucher was used before · nothing taken off · F7 shows others"),
	"voucher.expired":              Of("Voucher đã hết hạn · chưa trừ gì · F7 chọn voucher khác", "The voucher has expired · nothing taken off · F7 shows others"),
	"voucher.not_yours":            Of("Voucher này của khách khác · chưa trừ gì · F3 đổi khách", "The voucher is another member's · nothing taken off · F3 names them"),
	"voucher.combination":          Of("Voucher này không dùng chung với {with} · chưa trừ gì · bỏ một thứ", "Not together with {with} · nothing taken off · drop one of them"),
	"voucher.combination.points":   Of("Không dùng chung với điểm · chưa trừ gì · F7, Del trả lại điểm trước", "Not together with points · nothing taken off · F7, Del gives them back"),
	"voucher.combination.vouchers": Of("Không dùng chung với voucher khác · chưa trừ gì · bỏ voucher kia trước", "Not with other vouchers · nothing taken off · take the other off first"),
	"voucher.product":              Of("Đơn chưa có hàng {sku} của voucher · chưa trừ gì · quét món đó trước", "The voucher is for {sku} · nothing taken off · scan that first"),
	"vouchers.many":                Of("Một đơn nhiều nhất {max} voucher · chưa trừ thêm · bỏ bớt một cái", "{max} vouchers an order at most · no more taken off · drop one"),
	"line.gift":                    Of("{name} là quà của voucher · đơn giữ nguyên · Del bỏ cùng voucher", "{name} came with a voucher · nothing changed · Del drops both"),

	"return.too_much":  Of("Dòng {line} chỉ còn {left} để trả lại · chưa nhận lại gì · giảm số lượng", "Line {line} has {left} left to return · nothing taken back · lower it"),
	"return.empty":     Of("Chưa chọn món nào để trả · chưa nhận lại gì · chọn số lượng trước", "Nothing is chosen · nothing taken back · choose quantities first"),
	"return.cart":      Of("Đơn đang mở có hàng · chưa nhận lại gì · F9 thu hoặc hủy đơn ấy trước", "A cart with goods is open · nothing taken back · pay (F9) or void it"),
	"exchange.changed": Of("Hàng trả nay được trừ {now}, trước {was} · chưa thu gì · Enter lại", "The goods count {now} now, {was} before · nothing paid · Enter again"),
	"exchange.none":    Of("Đơn này không phải đơn đổi hàng · đơn giữ nguyên", "This order is no exchange · it stays as it was"),

	"date.format":  Of("“{value}” không phải ngày, gõ như 2026-11-21 · chưa lưu", "“{value}” is no date, type 2026-11-21 · not stored"),
	"window.order": Of("Ngày đầu {from} phải trước ngày cuối {to} · chưa lưu", "The first day {from} must come before the last {to} · not stored"),
}

var sentences = allOf(faults, documents, links, rewards, shares, uplinks, desks, staffs, setups, manages, peoples, printers, commands)

func allOf(tables ...map[string]Both) map[string]Both {
	all := map[string]Both{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}
