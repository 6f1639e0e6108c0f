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

// rewards are the faults of rewards, vouchers and returns.
var rewards = map[string]Both{
	"order.too_small":     Of("Đơn từ {min} mới dùng được, đơn này {have} · chưa trừ gì", "The order must reach {min}, it is {have} · nothing taken off"),
	"reward.retired":      Of("Phần thưởng này đã ngừng · chưa đổi điểm · chọn phần khác", "This reward is retired · no points taken · choose another"),
	"reward.window":       Of("Chỉ đổi được[ từ {from}][ đến {to}] · chưa đổi điểm", "It can be had[ from {from}][ to {to}] only · no points taken"),
	"reward.tier":         Of("Chỉ dành cho hạng {tiers} · chưa đổi điểm · chọn phần khác", "For the tiers {tiers} only · no points taken · choose another"),
	"reward.out_of_stock": Of("Chỉ còn {stock} phần · chưa đổi điểm · chọn phần khác", "There are {stock} left · no points taken · choose another"),
	"reward.limit":        Of("Mỗi khách đổi nhiều nhất {most} lần · chưa đổi điểm", "{most} for each member at most · no points taken"),
	"voucher.channel":     Of("Chỉ dùng ở kênh {channels} · chưa trừ gì", "For the channels {channels} only · nothing taken off"),
	"voucher.handed_back": Of("Voucher đã được trả lại thành điểm · chưa trừ gì", "The voucher was handed back for points · nothing taken off"),
	"voucher.used":        Of("Voucher đã dùng rồi · chưa trừ gì", "The voucher was used before · nothing taken off"),
	"voucher.expired":     Of("Voucher hết hạn từ {at} · chưa trừ gì", "The voucher expired at {at} · nothing taken off"),
	"voucher.not_yours":   Of("Voucher này của khách khác · chưa trừ gì", "The voucher is another member's · nothing taken off"),
	"voucher.combination": Of("Voucher này không dùng chung với {with} · chưa trừ gì · bỏ một thứ", "Not together with {with} · nothing taken off · drop one of them"),
	"voucher.product":     Of("Đơn chưa có hàng {sku} của voucher · chưa trừ gì · quét món đó trước", "The voucher is for {sku} · nothing taken off · scan that first"),
	"voucher.unknown":     Of("Không có voucher {code} ở đây · chưa trừ gì · xem lại số trên phiếu", "No voucher {code} here · nothing taken off · check the number"),
	"line.gift":           Of("{name} là quà của voucher: chỉ bỏ cùng voucher · đơn giữ nguyên", "{name} came with a voucher and leaves with it · the order is as it was"),
	"vouchers.many":       Of("Một đơn nhiều nhất {max} voucher · chưa trừ thêm", "{max} vouchers an order at most · no more taken off"),
	"return.too_much":     Of("Dòng {line} chỉ còn {left} để trả lại · chưa nhận lại gì", "Line {line} has {left} left to return · nothing taken back"),
	"date.format":         Of("“{value}” không phải ngày, gõ như 2026-11-21 · chưa lưu", "“{value}” is no date, type 2026-11-21 · not stored"),
	"window.order":        Of("Ngày đầu {from} phải trước ngày cuối {to} · chưa lưu", "The first day {from} must come before the last {to} · not stored"),
}

var sentences = allOf(faults, documents, rewards, shares, commands)

func allOf(tables ...map[string]Both) map[string]Both {
	all := map[string]Both{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}
