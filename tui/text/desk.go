package text

import (
	"time"

	"tim/domain/report"
)

// Desk is the texts of the supervisor's desk.
type Desk struct {
	Title, MenuAbout, Nowhere string // Nowhere: this till has none
	Tabs                      [4]string
	AlertsTab                 func(open int) string

	GateTitle, GateAbout, GatePIN, GateHint, GateOpen, GateShut string
	GateWho, GateWhoHint                                        string // where the PIN alone doesn't say whose it is
	DemoPIN                                                     func(name, pin string) string
	Locked                                                      func(wait time.Duration) string

	Reading, Asked, Late, Retry string
	Saving                      string
	AsOf                        func(clock string) string
	Watching                    func(read, all uint64) string // events, for alerts

	// The glance and the shifts.
	NoShifts, AllQuiet               string
	More                             func(alerts int) string
	Till, Cashier, Since, Tickets    string // headings
	Net, Voids, Overrides, Refunds   string
	NoSales, Drawer, Points, State   string
	Shop, Opened, Until, Number      string
	OverShort, Turnover, ShiftsTitle string
	Troubles                         func(t report.Trouble, l report.Line) string // with its sign
	// Of a shift's details.
	ShiftNo                            func(n int64) string
	FactSince, FactUntil               func(at string) string
	FactNet, FactTurnover              func(amount string) string
	FactDrawer, FactDrop, FactOver     func(amount string) string
	FactShort                          func(amount string) string
	FactBlind                          string
	FactVoids, FactOverrides           func(tally string) string
	FactRefunds, FactNoSales           func(tally string) string
	FactPoints                         func(earned, spent, value string) string
	FactUnsent                         func(n, age string) string
	FactSent                           string
	FactHeard, FactSkew                func(s string) string
	ChainGood, ChainBroken, ChainFork  string
	ChainUnknown                       string
	SaysTrouble                        func(t report.Trouble) string // what to do about it, "" when nothing
	Ago                                func(d time.Duration) string
	ShiftsShown                        func(n int, more bool) string
	Filter, FilterHint                 string
	LedgerTitle                        func(shift int64, till string) string
	Events                             func(n int, more bool) string
	At, What, About, Who, Amount       string // headings of a ledger
	Member, Approver                   string
	ByWhom, Approved, Reason, Seq      func(s string) string
	NoEvents, NoneSuch, NoKind         string
	GrammarAbout                       string
	OrderTitle, WhyTitle, EventsTitle  string
	NoWhy                              string
	CameBack                           func(slip, amount string) string
	PaperTitle                         func(shift int64, till string, z bool) string
	NoAlerts                           func(days int) string
	AlertsAbout                        func(days int, all bool) string
	AlertTitle, Evidence, NoEvidence   string
	Open                               string
	Dealt                              func(by, reason string) string
	ReasonField, ReasonHint            string
	PicturesTitle                      func(days int) string
	Hours, TenderMix, Flow, OverShorts string
	Hour                               func(h int) string
	Sales                              func(n string) string
	Earned, Spent                      string
	NoSeries, WeeksAbout               string
	Tenders                            Tenders
}

var (
	deskVi = Desk{
		Title: "Bàn giám sát", MenuAbout: "mọi ca, cảnh báo, biểu đồ; cần PIN", Nowhere: "quầy này không có bàn giám sát",
		Tabs:      [4]string{"Ca đang mở", "Cảnh báo", "Các ca", "Biểu đồ"},
		AlertsTab: func(open int) string { return "Cảnh báo " + Count(open) },
		GateTitle: "Bàn giám sát", GateAbout: "Dành cho giám sát và quản lý. Nhập PIN của mình.", GatePIN: "PIN giám sát", GateHint: "gõ PIN rồi Enter", GateWho: "Cửa hàng / mã nhân viên", GateWhoHint: "như q1/nam", GateOpen: "Mở bàn", GateShut: "Thôi",
		DemoPIN: func(name, pin string) string { return "Bản thử: " + name + ", PIN " + pin },
		Locked:  func(wait time.Duration) string { return "Sai PIN nhiều lần, thử lại sau " + Elapsed(wait) },
		Saving:  "đang ghi tệp", Reading: "Đang đọc…", Asked: "đang hỏi…", Late: "chưa có trả lời, vẫn bấm phím bình thường", Retry: "F5 thử lại",
		AsOf: func(clock string) string { return "lúc " + clock },
		Watching: func(read, all uint64) string {
			return "đã soát " + Points(int64(read)) + "/" + Points(int64(all)) + " sự kiện"
		},
		NoShifts: "Không có ca nào đang mở.", AllQuiet: "Không có cảnh báo nào chờ xem.",
		More: func(n int) string { return "và " + Count(n) + " cảnh báo nữa, Tab để xem" },
		Till: "Quầy", Cashier: "Thu ngân", Since: "Từ", Tickets: "Đơn", Net: "Doanh thu", Voids: "Hủy", Overrides: "SửaG", Refunds: "Hoàn",
		NoSales: "Mở", Drawer: "Két phải có", Points: "Điểm +/−", State: "Tình trạng",
		Shop: "Cửa hàng", Opened: "Mở ca", Until: "Đóng ca", Number: "Ca", OverShort: "Thừa/thiếu", Turnover: "Thuần", ShiftsTitle: "Các ca",
		Troubles:      troublesVi,
		ShiftNo:       func(n int64) string { return "ca số " + Points(n) },
		FactSince:     func(at string) string { return "mở " + at },
		FactUntil:     func(at string) string { return "đóng " + at },
		FactNet:       func(a string) string { return "doanh thu " + a },
		FactTurnover:  func(a string) string { return "trừ hàng trả còn " + a },
		FactDrawer:    func(a string) string { return "két phải có " + a },
		FactDrop:      func(a string) string { return "! vượt hạn nộp " + a },
		FactOver:      func(a string) string { return "két thừa " + a },
		FactShort:     func(a string) string { return "! két thiếu " + a },
		FactBlind:     "két kiểm mù: chưa cho biết số phải có",
		FactVoids:     func(t string) string { return "hủy " + t },
		FactOverrides: func(t string) string { return "sửa giá " + t },
		FactRefunds:   func(t string) string { return "hoàn tiền " + t },
		FactNoSales:   func(t string) string { return "mở két không bán " + t },
		FactPoints: func(earned, spent, value string) string {
			return "điểm +" + earned + " −" + spent + " (trị giá " + value + ")"
		},
		FactUnsent: func(n, age string) string { return n + " sự kiện chưa gửi, cũ nhất " + age },
		FactSent:   "đã gửi hết", FactHeard: func(s string) string { return "nghe lần cuối " + s },
		FactSkew:  func(s string) string { return "! đồng hồ lệch " + s },
		ChainGood: "✓ chuỗi sổ nguyên vẹn", ChainBroken: "✗ sổ bị sửa", ChainFork: "✗ sổ có hai nhánh", ChainUnknown: "? sổ chưa kiểm",
		SaysTrouble: func(t report.Trouble) string {
			return map[report.Trouble]string{report.TroubleBroken: "Giữ nguyên máy và tệp, đừng bán tiếp ở quầy này, gọi quản lý.",
				report.TroubleForked: "Có hai bản của một quầy: tìm máy bị sao chép hay khôi phục.", report.TroubleDrop: "Nhắc thu ngân nộp tiền về két lớn.",
				report.TroubleSkew: "Chỉnh lại đồng hồ của quầy.", report.TroubleUnsent: "Xem mạng của quầy; bán hàng vẫn không sao.",
				report.TroubleSilent: "Quầy lâu không liên lạc: những gì bán từ đó chưa có ở đây. Xem mạng của quầy.",
				report.TroubleCount:  "Két chờ đếm."}[t]
		},
		Ago: func(d time.Duration) string { return span(d, Vietnamese) },
		ShiftsShown: func(n int, more bool) string {
			if more {
				return Count(n) + " ca mới nhất, còn nữa"
			}
			return Count(n) + " ca, mới nhất trước"
		},
		Filter: "Lọc", FilterHint: "chữ · /việc · @người · #khách · >tiền",
		LedgerTitle: func(n int64, till string) string { return "Sổ ca số " + Points(n) + " · quầy " + till },
		Events: func(n int, more bool) string {
			if more {
				return Count(n) + " sự kiện, còn nữa"
			}
			return Count(n) + " sự kiện"
		},
		At: "Lúc", What: "Việc", About: "Chi tiết", Who: "Ai", Amount: "Số tiền", Member: "Khách", Approver: "Duyệt",
		ByWhom: func(s string) string { return "người làm " + s }, Approved: func(s string) string { return "duyệt " + s },
		Reason: func(s string) string { return "lý do: " + s }, Seq: func(s string) string { return "sự kiện " + s },
		NoEvents: "Ca này chưa có sự kiện nào.", NoneSuch: "Không có sự kiện nào như vậy.", NoKind: "Không có việc nào tên như vậy.",
		GrammarAbout: "gõ chữ: số hóa đơn, lý do, tên hàng · /huy: việc · @nam: người làm hay duyệt · #678: khách · >50k: từ 50.000 ₫",
		OrderTitle:   "Đơn hàng", WhyTitle: "Cách tính điểm", EventsTitle: "Sự kiện của đơn", NoWhy: "Đơn này không tích điểm.",
		CameBack: func(slip, amount string) string { return "Đã trả hàng " + slip + ", hoàn " + amount },
		PaperTitle: func(n int64, till string, z bool) string {
			return "Báo cáo " + xz(z) + " · ca số " + Points(n) + " · quầy " + till
		},
		NoAlerts: func(days int) string { return Count(days) + " ngày qua không có cảnh báo nào." },
		AlertsAbout: func(days int, all bool) string {
			if all {
				return Count(days) + " ngày qua, cũ hơn không soát"
			}
			return Count(days) + " ngày qua, cũ hơn ở cuối"
		},
		AlertTitle: "Cảnh báo", Evidence: "Bằng chứng", NoEvidence: "Không có sự kiện nào đi kèm.", Open: "chờ xem",
		Dealt:       func(by, reason string) string { return "đã đối soát, " + by + ": " + reason },
		ReasonField: "Kết luận", ReasonHint: "đã xem gì, kết luận thế nào · Enter ghi lại · Esc thôi",
		PicturesTitle: func(days int) string { return Count(days) + " ngày qua" },
		Hours:         "Doanh số theo giờ", TenderMix: "Cách trả tiền", Flow: "Điểm theo ngày", OverShorts: "Thừa, thiếu két theo tuần",
		Hour:   func(h int) string { return Count(h) + " giờ" },
		Sales:  func(n string) string { return n + " đơn" },
		Earned: "tích", Spent: "tiêu", NoSeries: "Chưa có số liệu trong thời gian này.", WeeksAbout: "tuần cũ trước, tuần này sau cùng",
		Tenders: tendersVi,
	}
	deskEn = Desk{
		Title: "Supervisor's desk", MenuAbout: "every shift, alerts, pictures; needs a PIN", Nowhere: "this till has no desk",
		Tabs:      [4]string{"Open shifts", "Alerts", "All shifts", "Pictures"},
		AlertsTab: func(open int) string { return "Alerts " + Count(open) },
		GateTitle: "Supervisor's desk", GateAbout: "For supervisors and managers. Type your own PIN.", GatePIN: "Supervisor's PIN", GateHint: "type the PIN, then Enter", GateWho: "Shop / staff id", GateWhoHint: "such as q1/nam", GateOpen: "Open", GateShut: "Not now",
		DemoPIN: func(name, pin string) string { return "Demo: " + name + ", PIN " + pin },
		Locked:  func(wait time.Duration) string { return "Too many wrong PINs, try again in " + Elapsed(wait) },
		Saving:  "writing the file", Reading: "Reading…", Asked: "asking…", Late: "no answer yet, keys work as ever", Retry: "F5 tries again",
		AsOf: func(clock string) string { return "as of " + clock },
		Watching: func(read, all uint64) string {
			return Points(int64(read)) + " of " + Points(int64(all)) + " events looked through"
		},
		NoShifts: "No shift is open.", AllQuiet: "No alert waits to be looked at.",
		More: func(n int) string { return "and " + Count(n) + " more, Tab shows them" },
		Till: "Till", Cashier: "Cashier", Since: "Since", Tickets: "Tkts", Net: "Net sales", Voids: "Voids", Overrides: "Ovr", Refunds: "Refunds",
		NoSales: "NoS", Drawer: "Drawer", Points: "Points +/−", State: "State",
		Shop: "Shop", Opened: "Opened", Until: "Closed", Number: "Shift", OverShort: "Over/short", Turnover: "Turnover", ShiftsTitle: "All shifts",
		Troubles:      troublesEn,
		ShiftNo:       func(n int64) string { return "shift no. " + Points(n) },
		FactSince:     func(at string) string { return "opened " + at },
		FactUntil:     func(at string) string { return "closed " + at },
		FactNet:       func(a string) string { return "net sales " + a },
		FactTurnover:  func(a string) string { return "less returns " + a },
		FactDrawer:    func(a string) string { return "drawer should hold " + a },
		FactDrop:      func(a string) string { return "! beyond the drop limit by " + a },
		FactOver:      func(a string) string { return "drawer over by " + a },
		FactShort:     func(a string) string { return "! drawer short by " + a },
		FactBlind:     "counted blind: what the drawer should hold isn't told yet",
		FactVoids:     func(t string) string { return "voids " + t },
		FactOverrides: func(t string) string { return "overrides " + t },
		FactRefunds:   func(t string) string { return "refunds " + t },
		FactNoSales:   func(t string) string { return "drawer opened without sale " + t },
		FactPoints: func(earned, spent, value string) string {
			return "points +" + earned + " −" + spent + " (worth " + value + ")"
		},
		FactUnsent: func(n, age string) string { return n + " events not sent, the oldest " + age },
		FactSent:   "all is sent", FactHeard: func(s string) string { return "last heard " + s },
		FactSkew:  func(s string) string { return "! clock off by " + s },
		ChainGood: "✓ journal whole", ChainBroken: "✗ journal changed", ChainFork: "✗ journal has two branches", ChainUnknown: "? journal not verified",
		SaysTrouble: func(t report.Trouble) string {
			return map[report.Trouble]string{report.TroubleBroken: "Leave the machine and its files as they are, sell no more there, call a manager.",
				report.TroubleForked: "There are two copies of one till: find the machine that was cloned or restored.", report.TroubleDrop: "Have the cashier drop cash into the safe.",
				report.TroubleSkew: "Set the till's clock right.", report.TroubleUnsent: "Look at the till's network; selling goes on all the same.",
				report.TroubleSilent: "The till wasn't heard of for long: what it sold since isn't here. Look at its network.",
				report.TroubleCount:  "The drawer waits to be counted."}[t]
		},
		Ago: func(d time.Duration) string { return span(d, English) },
		ShiftsShown: func(n int, more bool) string {
			if more {
				return "the newest " + Count(n) + " shifts, there are more"
			}
			return Count(n) + " shifts, newest first"
		},
		Filter: "Filter", FilterHint: "text · /what · @who · #member · >amount",
		LedgerTitle: func(n int64, till string) string { return "Ledger of shift no. " + Points(n) + " · till " + till },
		Events: func(n int, more bool) string {
			if more {
				return Count(n) + " events, there are more"
			}
			return Count(n) + " events"
		},
		At: "At", What: "What", About: "About", Who: "Who", Amount: "Amount", Member: "Member", Approver: "Approver",
		ByWhom: func(s string) string { return "by " + s }, Approved: func(s string) string { return "approved by " + s },
		Reason: func(s string) string { return "reason: " + s }, Seq: func(s string) string { return "event " + s },
		NoEvents: "This shift has no events yet.", NoneSuch: "There is no such event.", NoKind: "Nothing is called so.",
		GrammarAbout: "type text: receipt number, reason, goods · /void: what · @nam: who did or approved · #678: member · >50k: from 50.000 ₫",
		OrderTitle:   "Order", WhyTitle: "Why these points", EventsTitle: "Events of the order", NoWhy: "This order earns no points.",
		CameBack: func(slip, amount string) string { return "Returned on " + slip + ", refunded " + amount },
		PaperTitle: func(n int64, till string, z bool) string {
			return xz(z) + " report · shift no. " + Points(n) + " · till " + till
		},
		NoAlerts: func(days int) string { return "No alerts in the last " + Count(days) + " days." },
		AlertsAbout: func(days int, all bool) string {
			if all {
				return "the last " + Count(days) + " days, as far as rules look"
			}
			return "the last " + Count(days) + " days, older ones at the end"
		},
		AlertTitle: "Alert", Evidence: "Evidence", NoEvidence: "No events come with it.", Open: "to be looked at",
		Dealt:       func(by, reason string) string { return "reconciled by " + by + ": " + reason },
		ReasonField: "Finding", ReasonHint: "what you looked at and found · Enter stores it · Esc drops it",
		PicturesTitle: func(days int) string { return "the last " + Count(days) + " days" },
		Hours:         "Sales by hour", TenderMix: "How people paid", Flow: "Points by day", OverShorts: "Drawers over and short by week",
		Hour: func(h int) string { return Count(h) + ":00" },
		Sales: func(n string) string {
			if n == "1" {
				return "1 sale"
			}
			return n + " sales"
		},
		Earned: "earned", Spent: "spent", NoSeries: "No figures for this time yet.", WeeksAbout: "oldest week first, this week last",
		Tenders: tendersEn,
	}
)

// xz is the letter of a report.
func xz(z bool) string {
	if z {
		return "Z"
	}
	return "X"
}

// span is a time span in its greatest unit: "42 phút", "3 giờ", "2 ngày".
func span(d time.Duration, l Language) string {
	switch {
	case d < time.Minute:
		return Points(max(int64(d/time.Second), 0)) + Of(" giây", " s").In(l)
	case d < time.Hour:
		return Points(int64(d/time.Minute)) + Of(" phút", " min").In(l)
	case d < 24*time.Hour:
		return Points(int64(d/time.Hour)) + Of(" giờ", " h").In(l)
	}
	return Points(int64(d/(24*time.Hour))) + Of(" ngày", " days").In(l)
}

func troublesVi(t report.Trouble, l report.Line) string {
	return [...]string{
		report.TroubleNone: "✓ ổn", report.TroubleSuspended: "‖ tạm ngừng", report.TroubleCount: "! chờ đếm", report.TroubleOver: "! thừa " + Short(l.Over, Vietnamese),
		report.TroubleUnchecked: "? chưa kiểm", report.TroubleUnsent: "! " + Points(l.Unsent) + " chờ gửi", report.TroubleSilent: "! im lặng", report.TroubleSkew: "! lệch giờ",
		report.TroubleDrop: "! cần nộp", report.TroubleShort: "! thiếu " + Short(-l.Over, Vietnamese), report.TroubleForked: "✗ hai nhánh", report.TroubleBroken: "✗ sổ bị sửa",
	}[t]
}

func troublesEn(t report.Trouble, l report.Line) string {
	return [...]string{
		report.TroubleNone: "✓ fine", report.TroubleSuspended: "‖ suspended", report.TroubleCount: "! to count", report.TroubleOver: "! over " + Short(l.Over, English),
		report.TroubleUnchecked: "? unverified", report.TroubleUnsent: "! " + Points(l.Unsent) + " unsent", report.TroubleSilent: "! silent", report.TroubleSkew: "! clock off",
		report.TroubleDrop: "! drop cash", report.TroubleShort: "! short " + Short(-l.Over, English), report.TroubleForked: "✗ two copies", report.TroubleBroken: "✗ changed",
	}[t]
}
