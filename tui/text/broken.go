package text

import (
	"maps"

	"tim/domain/fault"
)

// breaks is why a journal can't be trusted, in words, by the reason of a journal.Break or of a view that differs.
var breaks = map[string]Both{
	"event.changed":       Of("nội dung hoặc mã băm bị sửa", "its content or its hash was changed"),
	"event.moved":         Of("đứng ở chỗ của sự kiện khác", "it stands where another belongs"),
	"event.unreadable":    Of("không đọc được", "it can't be read"),
	"journal.gap":         Of("thiếu sự kiện ở giữa", "events are missing inside"),
	"journal.cut":         Of("thiếu sự kiện ở cuối", "events are missing at the end"),
	"journal.forked":      Of("ký hai lần với nội dung khác nhau", "signed twice with different content"),
	"journal.rewritten":   Of("đã viết lại: trung tâm đã xác nhận nội dung khác", "rewritten: central confirmed another content"),
	"seal.missing":        Of("không có chữ ký", "no signature covers it"),
	"seal.forged":         Of("chữ ký không phải của quầy", "the signature isn't the till's"),
	"anchor.forged":       Of("tệp mốc không phải của quầy", "the anchor file isn't the till's"),
	"confirmation.forged": Of("xác nhận không phải của trung tâm", "the confirmation isn't central's"),
	"line.unreadable":     Of("dòng không đúng dạng", "the line isn't of the format"),
	"shift.z_differs":     Of("phiếu Z không khớp sự kiện", "the Z isn't what the events come to"),
	"order.differs":       Of("đơn hàng không khớp sổ", "an order isn't as the journal says"),
	"posting.differs":     Of("điểm không khớp sổ", "points aren't as the journal says"),
	"voucher.differs":     Of("phiếu quà không khớp sổ", "a voucher isn't as the journal says"),
	"shift.differs":       Of("ca không khớp sổ", "a shift isn't as the journal says"),
	"share.differs":       Of("phần giữ không khớp sổ", "what is held isn't as the journal says"),
}

// worded is arguments with the reason of a break in words.
func worded(args fault.Args, l Language) fault.Args {
	code, ok := args["reason"].(string)
	why, known := breaks[code]
	if !ok || !known {
		return args
	}
	args = maps.Clone(args)
	args["reason"] = why.In(l)
	return args
}
