package text

// faults are those that a till can show, by code. A sentence fits one line of 80 cells with usual arguments.
var faults = map[string]Both{
	// Codes scanned or typed.
	"code.unknown":     Of("Không có mã {code} · chưa bán gì · Esc rồi gõ tên hàng (F2)", "No product {code} · nothing sold · Esc, then type its name (F2)"),
	"code.check_digit": Of("Mã {code} sai số kiểm tra · chưa bán gì · Esc rồi quét lại", "{code} has a wrong check digit · nothing sold · Esc, scan again"),
	"code.format":      Of("{code} không phải mã vạch · chưa bán gì · quét lại hoặc gõ tên", "{code} is no barcode · nothing sold · scan again or type a name"),
	"code.weight":      Of("Mã cân {code} có khối lượng sai · chưa bán gì · cân và dán lại", "Weight code {code} has no weight · nothing sold · weigh it again"),
	"code.reserved":    Of("Mã {code} dành cho hàng cân, không đặt cho hàng khác", "{code} is kept for weighed goods and names no other"),
	"product.unknown":  Of("Không có hàng mã[ {code}][ {sku}] · chưa bán gì · gõ tên hàng hoặc F2", "No product[ {code}][ {sku}] · nothing sold · type its name or press F2"),
	"scan.refused":     Of("Chưa bán: mã trước bị từ chối, {refused} lần quét sau cũng vậy · Esc", "Not sold: an earlier code was refused, and {refused} scans since · Esc"),
	"input.unknown":    Of("Không hiểu “{text}” · chưa đổi gì · F1 xem cách gõ", "Can't read “{text}” · nothing changed · F1 shows how to type"),
	"input.long":       Of("Dòng gõ dài quá {max} ký tự · chưa đổi gì · gõ lại", "The line is longer than {max} letters · nothing changed · type again"),

	// Lines and quantities.
	"line.unknown":    Of("Không có dòng[ {line}] đó trong đơn · chưa đổi gì · ↑↓ chọn dòng", "No such line[ {line}] in the order · nothing changed · ↑↓ marks one"),
	"quantity.needed": Of("{name} bán theo cân: gõ 1,245* rồi quét · chưa bán gì", "{name} is sold by weight: type 1,245* and scan · nothing sold"),
	"quantity.whole":  Of("{name} chỉ bán nguyên cái · chưa đổi gì · gõ số nguyên", "{name} sells in whole pieces · nothing changed · type a whole number"),
	"quantity.range":  Of("Số lượng từ 0,001 đến {max} một dòng · chưa đổi gì · gõ lại", "Quantity is 0,001 to {max} a line · nothing changed · type again"),
	"quantity.format": Of("“{value}” không phải số lượng · chưa đổi gì · gõ như 3 hoặc 1,245", "“{value}” is no quantity · nothing changed · type 3 or 1,245"),
	"quantity.weighed": Of("Tem cân có sẵn khối lượng, không nhân · chưa bán gì · quét lại không có *",
		"The label holds the weight · nothing sold · scan it without a quantity"),
	"order.lines_max": Of("Một đơn nhiều nhất {max} dòng · chưa thêm · F9 trả rồi mở đơn mới", "An order has {max} lines at most · not added · F9 pays, then go on"),
	"discount.range":  Of("Giảm từ 0 đến {max} % · chưa giảm gì · gõ lại %", "A discount is 0 to {max} % · nothing taken off · type % again"),
	"percent.format":  Of("“{value}” không phải phần trăm · chưa giảm gì · gõ như %10", "“{value}” is no percentage · nothing taken off · type %10"),
	"undo.nothing":    Of("Không còn gì để hoàn tác trong đơn này", "Nothing left to undo in this order"),

	// Money and tenders.
	"money.format": Of("“{value}” không phải số tiền · chưa đổi gì · gõ như 25000 hoặc 25.000", "“{value}” is no amount · nothing changed · type 25000 or 25.000"),
	"money.range":  Of("Số tiền từ 0 đến {max} · chưa đổi gì · gõ lại", "An amount is 0 to {max} · nothing changed · type again"),
	"tender.range": Of("Số tiền nhận từ 1 ₫ đến {max} · chưa nhận gì · gõ lại", "A payment is 1 ₫ to {max} · nothing taken · type again"),
	"tender.over":  Of("Nhận nhiều nhất {max} cho cách trả này · chưa nhận gì · gõ lại", "At most {max} this way · nothing taken · type again"),
	"tender.paid":  Of("Đơn đã trả đủ · chưa nhận thêm · Enter để kết thúc", "The order is paid in full · nothing taken · Enter finishes"),
	"tender.many":  Of("Nhiều nhất {max} lần trả một đơn · chưa nhận · Del bỏ rồi trả lại", "{max} payments an order at most · not taken · Del starts over"),
	"float.range":  Of("Tiền đầu ca từ 0 đến {max} · chưa mở ca · gõ lại", "The opening float is 0 to {max} · no shift opened · type again"),

	// Orders and shifts.
	"order.empty":      Of("Đơn chưa có món nào · quét mã trước", "The order is empty · scan something first"),
	"order.unpaid":     Of("Đơn chưa trả đủ[, còn thiếu {due}] · chưa đóng đơn · F9 trả tiếp", "The order isn't paid[, {due} is due] · not closed · F9 pays"),
	"order.paid":       Of("Đơn đã trả tiền, không hủy được nữa · đơn giữ nguyên", "The order is paid and can't be voided · it stays as it was"),
	"order.closed":     Of("Đơn đã đóng, không sửa được nữa · đơn giữ nguyên", "The order is closed and can't be changed · it stays as it was"),
	"order.tendered":   Of("Đã nhận[ {paid}] tiền: bỏ khoản đó (F9, Del) rồi mới sửa đơn", "Money[ {paid}] was taken: take it back (F9, Del), then change the order"),
	"order.delivered":  Of("Đơn đã giao rồi · không đổi gì", "The order was handed over already · nothing changed"),
	"order.unknown":    Of("Không thấy đơn này ở quầy · F12 xem hóa đơn mới", "No such order at this till · F12 lists the newest"),
	"shift.open":       Of("Ca đã mở rồi · không đổi gì", "A shift is open already · nothing changed"),
	"shift.closed":     Of("Chưa mở ca · chưa bán gì · khai tiền đầu ca trước", "No shift is open · nothing sold · declare the float first"),
	"staff.signed_out": Of("Chưa đăng nhập · chưa làm gì · gõ PIN", "Nobody is signed in · nothing done · type a PIN"),
	"shop.unknown":     Of("Ở đây chưa có cửa hàng · chưa tạo gì", "There is no shop here · nothing was made"),
	"till.key":         Of("Khóa của quầy không khớp sổ nhật ký · chưa ghi gì · gọi quản lý", "This till's key doesn't fit its journal · nothing written · call a manager"),

	// PINs and approvals.
	"pin.wrong":        Of("Sai PIN[, lần {tries}; sau 4 lần phải chờ] · gõ lại", "Wrong PIN[, try {tries}; after 4 you wait] · type again"),
	"pin.locked":       Of("Sai PIN nhiều lần, phải chờ · đồng hồ chạy trên màn hình", "Too many wrong PINs, please wait · the screen counts down"),
	"pin.format":       Of("PIN có {min} đến {max} chữ số · gõ lại", "A PIN has {min} to {max} digits · type again"),
	"approval.nothing": Of("Không có gì chờ duyệt · không đổi gì", "Nothing waits for approval · nothing changed"),
	"approval.self":    Of("Không tự duyệt cho mình được · chưa đổi gì · quản lý khác gõ PIN", "Nobody approves their own request · nothing changed · another PIN"),
	"approval.role":    Of("{name} không có quyền duyệt · chưa đổi gì · quản lý gõ PIN", "{name} may not approve · nothing changed · a supervisor's PIN"),
	"approval.expired": Of("Quá 60 giây, yêu cầu đã hết hạn · chưa đổi gì · làm lại từ đầu", "60 seconds are over, the request lapsed · nothing changed · ask again"),

	// Members and points.
	"member.none":       Of("Đơn chưa có khách · chưa dùng điểm · gõ SĐT hoặc F3", "The order has no member · no points used · type a phone or F3"),
	"member.unknown":    Of("Không thấy khách này · đơn giữ nguyên · F3 tìm lại", "No such member · the order stays as it was · F3 searches again"),
	"phone.unknown":     Of("Chưa có khách {phone} · F3 tạo khách mới", "No member has {phone} · F3 creates one"),
	"phone.format":      Of("Không phải số di động: 10 số, bắt đầu 03 05 07 08 09 · gõ lại", "Not a mobile number: 10 digits, starting 03 05 07 08 09 · type again"),
	"phone.taken":       Of("Số này là của {name} · chưa tạo gì · F3 chọn khách đó", "{name} has this number · nothing created · F3 picks that member"),
	"consent.required":  Of("Khách chưa đồng ý tích điểm · chưa tạo gì · hỏi khách rồi đánh dấu", "No consent to the points account · nothing created · ask, then tick"),
	"consent.purpose":   Of("Mục đích đồng ý không có trong danh sách", "This consent purpose doesn't exist"),
	"email.format":      Of("Email không đúng dạng ten@noi.vn · chưa lưu · gõ lại", "Not an email address (name@place.vn) · not stored · type again"),
	"birthday.format":   Of("Ngày sinh không đúng, gõ như 1990-05-20 · chưa lưu", "Not a date of birth, type 1990-05-20 · not stored"),
	"points.short":      Of("Khách chỉ còn {have} điểm, không đủ {want} · chưa trừ điểm · gõ lại", "The member has {have} points, not {want} · none used · type again"),
	"points.elsewhere":  Of("Mất mạng: quầy này dùng được {have} điểm, không phải {want} · chưa trừ", "Offline this till may use {have} points, not {want} · none used"),
	"points.limit":      Of("Đơn này dùng được nhiều nhất {most} điểm · chưa trừ điểm · gõ lại", "This order takes {most} points at most · none used · type again"),
	"points.min":        Of("Phải dùng ít nhất {min} điểm · chưa trừ điểm · gõ lại", "At least {min} points must be used · none used · type again"),
	"points.step":       Of("Dùng theo bội số của {step}, nhiều nhất {most} điểm · chưa trừ · gõ lại", "Use multiples of {step}, {most} points at most · none used · type again"),
	"program.disabled":  Of("Chương trình điểm đang tắt · chưa trừ điểm · thu đủ tiền", "The points programme is off · no points used · take the full amount"),
	"order.points_used": Of("Đơn đang dùng điểm của khách trước · F7 trả điểm rồi đổi khách", "Another member's points are on the order · F7 gives them back first"),
	"order.points_over": Of("Điểm đã dùng ({value}) nhiều hơn đơn ({left}) · F7 giảm điểm", "Points used ({value}) exceed the order ({left}) · F7 lowers them"),

	// The till's files.
	"ledger.full":     Of("Ổ đĩa đầy: chưa ghi, đơn giữ như trước · dọn đĩa rồi bấm lại", "Disk full: not stored, the order is as before · free space, press again"),
	"ledger.readonly": Of("Đĩa chỉ đọc: chưa ghi, đơn giữ như trước · gọi quản lý", "Disk is read-only: not stored, the order is as before · call a manager"),
	"ledger.moved":    Of("Sổ của quầy đã đổi từ nơi khác: chưa ghi · thoát (Ctrl+C), mở lại", "Something else wrote to the ledger: not stored · Ctrl+C, start again"),
	"receipt.unsaved": Of("Đã bán xong {number}, nhưng chưa lưu được hóa đơn · F12 in lại sau", "{number} is sold, but its receipt wasn't saved · F12 reprints it"),
	"file.full":       Of("Ổ đĩa đầy: {file} giữ nguyên, chưa ghi gì · dọn đĩa rồi mở lại", "Disk full: {file} is untouched · free some space and start again"),
	"file.readonly":   Of("Không ghi được {file}; dữ liệu giữ nguyên · sửa quyền ghi rồi mở lại", "{file} can't be written; data is untouched · allow writing, start again"),
	"file.locked":     Of("Chương trình khác đang mở {file} · dữ liệu an toàn · đóng nó rồi mở lại", "Another till has {file} open · data is safe · close it and start again"),
	"file.damaged":    Of("{file} bị hỏng, chưa đổi gì trong đó · chép giữ lại rồi chạy till verify", "{file} is damaged and untouched · keep a copy, then run till verify"),
	"file.newer":      Of("{file} của bản mới hơn ({have}, đây là {know}), giữ nguyên · cài bản mới", "{file} is of a newer version ({have}, this is {know}), untouched · upgrade"),
	"file.missing":    Of("Mất tệp {file} · chưa tạo gì mới · chép lại từ bản lưu rồi mở lại", "{file} is missing · nothing new was made · copy it back and start again"),
	"key.open":        Of("Người khác đọc được khóa {file} · chưa ký gì · chạy chmod 600 rồi mở lại", "Others can read key {file} · nothing signed · chmod 600 it, start again"),
	"key.damaged":     Of("Khóa {file} bị hỏng · sổ nhật ký giữ nguyên · chép lại khóa từ bản lưu", "The key {file} is damaged · the journal is untouched · copy the key back"),
	"key.missing":     Of("Thiếu khóa {file} của sổ này · chưa ghi gì · chép lại khóa từ bản lưu", "The journal's key {file} is missing · nothing written · copy it back"),
}
