package text

import "time"

// Common is the texts of what surrounds every screen: status line, message line, the page for a terminal too small.
type Common struct {
	Till       func(number string) string
	Shift      func(clock string) string // since when
	NoShift    string
	Standalone string
	Online     string
	Offline    func(since time.Duration) string
	Waiting    func(events int) string // not yet sent to central
	DropNow    string                  // the drawer has too much cash
	UndoHint   string
	Training   string                         // the banner over every screen
	Trained    func(sales int64) string       // so far, and how to leave
	TooSmall   func(width, height int) string // what is needed

	TooSmallNow func(width, height int) string // what there is
}

var commonVi = Common{
	Till:       func(number string) string { return "Quầy " + number },
	Shift:      func(clock string) string { return "Ca " + clock },
	NoShift:    "Chưa mở ca",
	Standalone: "● Chạy một mình",
	Online:     "● Có mạng",
	Offline:    func(since time.Duration) string { return "○ Mất mạng " + Elapsed(since) },
	Waiting:    func(events int) string { return Count(events) + " chờ đồng bộ" },
	DropNow:    "▲ Nộp bớt tiền",
	UndoHint:   "Ctrl+Z hoàn tác",
	Training:   "▲ ĐÀO TẠO - không tính tiền thật",
	Trained:    func(sales int64) string { return Points(sales) + " đơn thử · F12 F2 kết thúc" },
	TooSmall: func(width, height int) string {
		return "Cửa sổ nhỏ quá: cần ít nhất " + Count(width) + " × " + Count(height)
	},
	TooSmallNow: func(width, height int) string {
		return "Bây giờ " + Count(width) + " × " + Count(height) + ". Đơn và chữ đang gõ vẫn còn: kéo rộng ra hoặc thu nhỏ chữ."
	},
}

var commonEn = Common{
	Till:       func(number string) string { return "Till " + number },
	Shift:      func(clock string) string { return "Shift " + clock },
	NoShift:    "No shift",
	Standalone: "● Standalone",
	Online:     "● Online",
	Offline:    func(since time.Duration) string { return "○ Offline " + Elapsed(since) },
	Waiting:    func(events int) string { return Count(events) + " to send" },
	DropNow:    "▲ Drop cash",
	UndoHint:   "Ctrl+Z undoes",
	Training:   "▲ TRAINING - no real money",
	Trained:    func(sales int64) string { return Points(sales) + " trial sales · F12 F2 ends it" },
	TooSmall: func(width, height int) string {
		return "The window is too small: " + Count(width) + " × " + Count(height) + " is needed"
	},
	TooSmallNow: func(width, height int) string {
		return "It is " + Count(width) + " × " + Count(height) + " now. The order and what was typed are kept: make it larger, or the letters smaller."
	},
}
