package text

import (
	"maps"

	"tim/domain/fault"
)

// atFields are the faults of fields where they stand at the field: what the field takes, and nothing of the rest.
var atFields = map[string]Both{
	"field.required":      Of("không được để trống", "can't be empty"),
	"field.too_long":      Of("nhiều nhất {max} ký tự", "{max} letters at most"),
	"field.characters":    Of("có ký tự không đọc được", "has letters that can't be read"),
	"field.duplicate":     Of("[{value} ]đã có rồi", "[{value} ]is there already"),
	"field.too_many":      Of("nhiều nhất {max} mục", "{max} entries at most"),
	"field.enum":          Of("[{value} ]không phải lựa chọn", "[{value} ]is no choice"),
	"field.range":         Of("từ {min}[ đến {max}]", "from {min}[ to {max}]"),
	"number.format":       Of("“{value}” không phải số", "“{value}” is no number"),
	"money.format":        Of("“{value}” không phải số tiền", "“{value}” is no amount"),
	"money.range":         Of("nhiều nhất {max}", "{max} at most"),
	"percent.format":      Of("“{value}” không phải phần trăm, gõ như 110 hoặc 12,5", "“{value}” is no percentage, type 110 or 12,5"),
	"tier.first":          Of("hạng đầu bắt đầu từ 0", "the first tier starts at 0"),
	"tier.order":          Of("phải lớn hơn hạng trước ({above})", "must exceed the tier below ({above})"),
	"activation.too_long": Of("lâu hơn hạn dùng {days} ngày", "longer than their {days} days"),
	"expiry.day":          Of("tháng {month} chỉ có {max} ngày", "month {month} has {max} days"),
	"date.format":         Of("“{value}” không phải ngày, gõ như 21/11/2026", "“{value}” is no date, type 21/11/2026"),
	"date.past":           Of("đã qua, chọn hôm nay hoặc sau", "is over, take today or later"),
	"id.format":           Of("chỉ gồm chữ, số, chấm, gạch", "letters, digits, dots, dashes and underscores only"),
	"field.unknown":       Of("không có cột này", "there is no such column"),
	"field.type":          Of("sai kiểu dữ liệu", "is of the wrong type"),
	"vat.range":           Of("từ 0 đến {max} %", "0 to {max} %"),
	"vat.order":           Of("các ngày phải tăng dần", "days must go up"),
	"unit.not_kg":         Of("hàng cân bán theo kg", "weighed goods are sold by the kg"),
	"item.format":         Of("phải là 5 chữ số của tem cân", "must be the 5 digits of weight codes"),
	"email.format":        Of("không phải địa chỉ email", "is no email address"),
	"code.check_digit":    Of("{code} sai số kiểm tra", "{code} has a wrong check digit"),
	"code.format":         Of("{code} không phải mã vạch", "{code} is no barcode"),
	"phone.format":        Of("không phải số di động: 10 số, bắt đầu 03 05 07 08 09", "no mobile number: 10 digits, starting 03 05 07 08 09"),
	"phone.taken":         Of("số này đã là của khách khác", "another member has this number"),
	"pin.format":          Of("PIN có {min} đến {max} chữ số", "a PIN has {min} to {max} digits"),
	"birthday.format":     Of("không phải ngày sinh", "is no birthday"),
}

// figures is arguments whose numbers are as the shop writes numbers.
func figures(args fault.Args) fault.Args {
	shown := maps.Clone(args)
	for name, value := range args {
		if s, is := value.(string); is {
			shown[name] = figure(s)
		}
	}
	return shown
}

// FieldFault is what is wrong with one field, to stand at that field; a fault that isn't about what was typed is as Fault says it.
func FieldFault(err error, l Language) string {
	f, ok := fault.Of(err)
	if !ok {
		return Fault(err, l)
	}
	if s, known := variant(atFields, f.Code, f.Args); known {
		return fill(s.In(l), figures(f.Args))
	}
	return Fault(err, l)
}
