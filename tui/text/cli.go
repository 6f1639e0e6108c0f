package text

import (
	"fmt"
	"time"
)

// commands are the faults of the command line, where a line may be long.
var commands = map[string]Both{
	"flag.required":       Of("Thiếu {flag} · chưa làm gì", "{flag} is missing · nothing done"),
	"flag.range":          Of("{flag} từ {min} đến {max} · chưa làm gì", "{flag} is {min} to {max} · nothing done"),
	"seed.taken":          Of("Thư mục này đã có dữ liệu khác · chưa đổi gì · hãy dùng thư mục trống", "Something else is in this directory · nothing changed · use an empty one"),
	"seed.other":          Of("Ở đây đã bắt đầu cửa hàng khác: --members {members} --products {products} --orders {orders} --seed {seed} · chưa đổi gì", "Another shop was begun here: --members {members} --products {products} --orders {orders} --seed {seed} · nothing changed"),
	"format.unknown":      Of("Không xuất được dạng {value}, chỉ có {allowed} · chưa ghi gì · dùng --format", "No such form as {value}, there are {allowed} · nothing written · use --format"),
	"filter.kind":         Of("Không có việc nào tên như trong {value} · chưa xuất gì", "No kind of event is called as in {value} · nothing written"),
	"zone.unknown":        Of("Máy này không biết múi giờ {value} · chưa mở gì · xem lại --zone", "The time zone {value} is not known here · nothing opened · look at --zone"),
	"story.unknown":       Of("Không có màn hình mẫu tên {name} · till story liệt kê hết", "No story is called {name} · till story lists them"),
	"theme.unknown":       Of("Không có bộ màu {value} · chưa mở gì · chọn dark, light, contrast, 16 hoặc none", "There is no theme {value} · nothing opened · dark, light, contrast, 16 or none"),
	"size.format":         Of("“{value}” không phải cỡ cửa sổ · gõ như 80x24, nhiều nhất {max}", "“{value}” is no window size · type 80x24, {max} at most"),
	"data.missing":        Of("Không có thư mục {file} · chưa mở gì · xem lại --data", "There is no directory {file} · nothing opened · look at --data"),
	"data.path_long":      Of("Đường dẫn --data dài quá {max} byte · màn hình khách cần đường dẫn ngắn hơn", "The path of --data is longer than {max} bytes · a customer's screen needs a shorter one"),
	"display.unavailable": Of("Màn hình khách không nối được ({error}) · quầy vẫn bán", "Customer screens can't connect ({error}) · selling goes on"),
	"check.stopped":       Of("Việc kiểm tra {file} bị dừng giữa chừng · không đổi gì · mở lại để kiểm tra tiếp", "The check of {file} was stopped · nothing changed · start again to check it"),
	"journal.broken":      Of("Sổ nhật ký bị sửa từ sự kiện {seq} ({reason}) · không đổi gì · giữ tệp lại, gọi quản lý", "The journal was changed from event {seq} on ({reason}) · nothing done to it · keep the files, call a manager"),
}

// Proven is what `till verify EXPORT` says besides: how many Zs are what their events come to, how many began in a journal before this one,
// and by which key; known says that the key came from elsewhere.
func Proven(zs, beyond int64, key string, known bool, l Language) string {
	if l == English {
		s := fmt.Sprintf("✓ %s Z as their events say", Points(zs))
		if beyond > 0 {
			s += fmt.Sprintf(", %s of shifts that began in a journal before", Points(beyond))
		}
		if s += "; key " + key; !known {
			s += " (as the file says: compare it with the till's, or give --key)"
		}
		return s
	}
	s := fmt.Sprintf("✓ %s phiếu Z khớp sự kiện", Points(zs))
	if beyond > 0 {
		s += fmt.Sprintf(", %s phiếu của ca bắt đầu ở sổ trước", Points(beyond))
	}
	if s += "; khóa " + key; !known {
		s += " (theo tệp này: hãy so với khóa của quầy, hoặc dùng --key)"
	}
	return s
}

// Seeded is what `till seed` says of the shop that it has made.
func Seeded(members, products, orders int64, l Language) string {
	if l == English {
		return fmt.Sprintf("✓ an invented shop: %s members, %s products, %s orders; PIN 1111", Points(members), Points(products), Points(orders))
	}
	return fmt.Sprintf("✓ cửa hàng giả lập: %s khách, %s mặt hàng, %s đơn; PIN 1111", Points(members), Points(products), Points(orders))
}

// Pace is how fast a long task goes and how long it will take, "" before that can be said: so many are done since it began, so many are left.
func Pace(done, left int64, took time.Duration) string {
	if done <= 0 || took < time.Second {
		return ""
	}
	rest := time.Duration(float64(took) / float64(done) * float64(left)).Round(time.Second)
	return fmt.Sprintf(" · %s/s · %d:%02d", Points(int64(float64(done)/took.Seconds())), int64(rest.Minutes()), int64(rest.Seconds())%60)
}

// Checking is what stands on a terminal while a file is looked through after a program that was killed: its name and size (MB), and for
// how long already.
func Checking(file string, size int64, took time.Duration, l Language) string {
	if l == English {
		return fmt.Sprintf("stopped by force last time: checking %s (%s MB), nothing is changed · %d s", file, Points(size), int64(took.Seconds()))
	}
	return fmt.Sprintf("lần trước tắt đột ngột: đang kiểm tra %s (%s MB), không đổi gì · %d giây", file, Points(size), int64(took.Seconds()))
}

// Verified is what `till verify` says of a journal without fault: how many events it has and its head's short hash.
func Verified(events uint64, head string, l Language) string {
	if l == English {
		return fmt.Sprintf("✓ the journal is whole: %s events, head %s", Points(int64(events)), head)
	}
	return fmt.Sprintf("✓ sổ nhật ký nguyên vẹn: %s sự kiện, đầu chuỗi %s", Points(int64(events)), head)
}
