package text

import "fmt"

// commands are the faults of the command line, where a line may be long.
var commands = map[string]Both{
	"flag.required":       Of("Thiếu {flag} · chưa làm gì", "{flag} is missing · nothing done"),
	"data.missing":        Of("Không có thư mục {file} · chưa mở gì · xem lại --data", "There is no directory {file} · nothing opened · look at --data"),
	"data.path_long":      Of("Đường dẫn --data dài quá {max} byte · màn hình khách cần đường dẫn ngắn hơn", "The path of --data is longer than {max} bytes · a customer's screen needs a shorter one"),
	"display.unavailable": Of("Màn hình khách không nối được ({error}) · quầy vẫn bán", "Customer screens can't connect ({error}) · selling goes on"),
	"journal.broken":      Of("Sổ nhật ký bị sửa từ sự kiện {seq} ({reason}) · không đổi gì · giữ tệp lại, gọi quản lý", "The journal was changed from event {seq} on ({reason}) · nothing done to it · keep the files, call a manager"),
}

// Verified is what `till verify` says of a journal without fault: how many events it has and its head's short hash.
func Verified(events uint64, head string, l Language) string {
	if l == English {
		return fmt.Sprintf("✓ the journal is whole: %s events, head %s", Points(int64(events)), head)
	}
	return fmt.Sprintf("✓ sổ nhật ký nguyên vẹn: %s sự kiện, đầu chuỗi %s", Points(int64(events)), head)
}
