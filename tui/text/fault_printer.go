package text

// printers are the faults of paper printers and of what waits for them.
var printers = map[string]Both{
	"printer.off":        Of("Không nối được máy in · bản in đang chờ, không mất · bật máy, xem dây", "No printer can be reached · papers wait, none is lost · switch it on"),
	"printer.paper_out":  Of("Máy in hết giấy · bản in đang chờ, không mất · thay cuộn mới", "The printer has no paper · papers wait, none is lost · put a roll in"),
	"printer.cover_open": Of("Nắp máy in đang mở · bản in đang chờ, không mất · đóng nắp lại", "The printer's cover is open · papers wait, none is lost · shut it"),
	"printer.failed":     Of("Máy in kẹt hoặc quá nóng · bản in đang chờ · gỡ giấy, tắt rồi bật", "The printer jams or is too hot · papers wait · clear it, off and on"),
	"printer.offline":    Of("Máy in tạm nghỉ · bản in đang chờ, không mất · xem đèn và nút trên máy", "The printer is offline · papers wait, none is lost · look at its lights"),
	"printer.silent":     Of("Máy in không trả lời · bản in đang chờ, không mất · tắt máy in rồi bật", "The printer says nothing · papers wait, none is lost · switch it off and on"),
	"printer.hung_up":    Of("Máy in từ chối nhận · bản in đang chờ, không mất · tắt máy in rồi bật", "The printer hangs up · papers wait, none is lost · switch it off and on"),
	"printer.address":    Of("“{value}” không phải địa chỉ máy in · chưa đổi gì · như tcp://192.168.1.50, /dev/usb/lp0, serial:///dev/ttyS0?baud=115200, cups://TÊN", "“{value}” is no printer's address · nothing changed · such as tcp://192.168.1.50, /dev/usb/lp0, serial:///dev/ttyS0?baud=115200, cups://NAME"),
	"scanner.address":    Of("“{value}” không phải cổng máy quét · như /dev/ttyACM0, serial:///dev/ttyUSB0?baud=115200", "“{value}” is no scanner's port · such as /dev/ttyACM0, serial:///dev/ttyUSB0?baud=115200"),
	"printer.logo":       Of("Không đọc được hình PNG {file} · chưa đổi gì", "{file} is no PNG that can be read · nothing changed"),
	"printer.none":       Of("Quầy này chưa có máy in · chưa in gì · till printer set --to …", "This till has no printer · nothing printed · till printer set --to …"),
	"printer.waiting":    Of("Chưa in xong: {why}", "Not printed yet: {why}"),
	"job.unknown":        Of("Bản in này không còn chờ · không đổi gì", "That paper doesn't wait any more · nothing changed"),
	"job.undrawn":        Of("Không dựng lại được bản in này · Del bỏ nó, in lại từ hóa đơn", "That paper can't be drawn again · Del drops it, print it from its order"),
	"printer.unkept":     Of("Không ghi được xuống đĩa · chưa có gì đổi", "It couldn't be written to disk · nothing changed"),
	"labels.none":        Of("Không có hàng nào như vậy · chưa in gì", "There are no such products · nothing printed"),
}
