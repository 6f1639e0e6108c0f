package text

import (
	"tim/domain/money"
)

// Program is the texts of the programme's sections and their live examples.
type Program struct {
	Sections                                [7]string // as program.Section counts them
	RankingHead, TiersHead, RoundingHead    string
	NameHead, FromHead, RateHead, WorthHead string
	NewTier                                 string // what a tier is called before somebody says otherwise
	Worth                                   func(spend string) string
	Example                                 string
	Mend                                    string // instead of an example while something is wrong
	LowerRate                               func(tier, rate, below, belowRate string) string
	OrderOf                                 func(amount money.VND) string
	TierEarns                               func(tier string, points int64) string
	Goods                                   [3]string // the example's: ordinary, discounted, excluded
	UsableFrom                              func(when string) string
	LapsesOn, LapsesUnless                  func(bought, lapses string) string
	NeverLapses                             string
	MayUse                                  func(have, points int64, amount money.VND) string
	Level                                   func(percent, points int64, off, left money.VND) string
	NoneUsable                              func(have int64) string
	Voucher                                 func(points int64, amount money.VND) string
	ReturnOwes, ReturnStops, ReturnDeducts  func(points int64, amount money.VND) string
	OfflineNone                             string
	OfflineHolds                            func(points int64, amount money.VND, days int) string
	OfflineTrusts                           func(points int64) string
	OfflineStops                            func(hours int) string
	ChannelEarns, ChannelNot                func(channel string) string
	EarningOff                              string
	FoundedWith                             string // why currency and zone can't be changed
	Summary                                 func(spend money.VND, points int64, tiers int) string
	Activates                               func(mode string, value int) string
	Lapses                                  func(mode string, days, day, month int) string
	Limits                                  func(value money.VND, percent string) string
}

var programVi = Program{
	Sections:    [7]string{"Điểm thưởng theo hạng", "Cài đặt tích điểm", "Hạn sử dụng điểm", "Sử dụng điểm", "Đổi trả", "Mất mạng", "Chương trình, kênh bán"},
	RankingHead: "Điểm xếp hạng", TiersHead: "Tỷ lệ quy đổi điểm thưởng", RoundingHead: "Làm tròn và xét hạng",
	NameHead: "Hạng", FromHead: "Từ điểm", RateHead: "Tỷ lệ %", WorthHead: "1 điểm thưởng =",
	NewTier: "Hạng mới",
	Worth:   func(spend string) string { return figure(spend) + nbsp + "₫" },
	Example: "Ví dụ", Mend: "Sửa các ô có dấu ✗ để thấy ví dụ.",
	LowerRate: func(tier, rate, below, belowRate string) string {
		return "Hạng " + clean(tier) + " (" + figure(rate) + " %) tích ít hơn hạng " + clean(below) + " (" + figure(belowRate) + " %). Vẫn lưu được."
	},
	OrderOf:   func(amount money.VND) string { return "Đơn " + Money(amount) + ":" },
	TierEarns: func(tier string, points int64) string { return clean(tier) + " tích " + Points(points) + " điểm" },
	Goods:     [3]string{"Hàng thường", "Hàng giảm giá", "Hàng loại trừ"},
	UsableFrom: func(when string) string {
		return "Đơn trả tiền bây giờ: điểm dùng được từ " + when
	},
	LapsesOn: func(bought, lapses string) string { return "Điểm phát sinh " + bought + " hết hạn " + lapses },
	LapsesUnless: func(bought, lapses string) string {
		return "Điểm phát sinh " + bought + " hết hạn " + lapses + " nếu không mua thêm"
	},
	NeverLapses: "Điểm không bao giờ hết hạn.",
	MayUse: func(have, points int64, amount money.VND) string {
		return "Khách có " + Points(have) + " điểm dùng được tối đa " + Points(points) + " điểm = " + Money(amount)
	},
	Level: func(percent, points int64, off, left money.VND) string {
		return Points(percent) + " %: " + Points(points) + " điểm, trừ " + Money(off) + ", còn trả " + Money(left)
	},
	NoneUsable: func(have int64) string {
		return "Khách có " + Points(have) + " điểm nhưng đơn này chưa dùng được."
	},
	Voucher: func(points int64, amount money.VND) string {
		return Points(points) + " điểm đổi được voucher " + Money(amount)
	},
	ReturnOwes: func(points int64, _ money.VND) string {
		return "Tích " + Points(points) + " điểm, đã tiêu hết, rồi trả hàng: số dư −" + Points(points) + " điểm."
	},
	ReturnStops: func(points int64, _ money.VND) string {
		return "Tích " + Points(points) + " điểm, đã tiêu hết, rồi trả hàng: số dư 0 điểm, khách không nợ."
	},
	ReturnDeducts: func(points int64, amount money.VND) string {
		return "Tích " + Points(points) + " điểm, đã tiêu hết, rồi trả hàng: tiền hoàn bớt " + Money(amount) + "."
	},
	OfflineNone: "Mất mạng: khách vẫn tích điểm, nhưng không dùng điểm.",
	OfflineHolds: func(points int64, amount money.VND, days int) string {
		return "Mất mạng: khách đã đến trong " + Count(days) + " ngày dùng được tới " + Points(points) + " điểm (" + Money(amount) + ") ở quầy này."
	},
	OfflineTrusts: func(points int64) string {
		return "Hết phần giữ sẵn vẫn tin thêm " + Points(points) + " điểm, có thể âm."
	},
	OfflineStops: func(hours int) string {
		return "Sau " + Count(hours) + " giờ mất mạng thì thôi không dùng điểm nữa."
	},
	ChannelEarns: func(channel string) string { return "✓ Đơn từ " + channel + " tích điểm" },
	ChannelNot:   func(channel string) string { return "· Đơn từ " + channel + " không tích điểm" },
	EarningOff:   "Chương trình tắt: không đơn nào tích điểm.",
	FoundedWith:  "Tiền tệ và múi giờ đặt lúc lập cửa hàng: giá, ngày của báo cáo và hạn điểm đã theo chúng.",
	Summary: func(spend money.VND, points int64, tiers int) string {
		return Count(tiers) + " hạng · " + Money(spend) + " = " + Points(points) + " điểm xếp hạng"
	},
	Activates: func(mode string, value int) string {
		switch mode {
		case "hours":
			return "dùng được sau " + Count(value) + " giờ"
		case "days":
			return "dùng được sau " + Count(value) + " ngày"
		}
		return "dùng được ngay"
	},
	Lapses: func(mode string, days, day, month int) string {
		switch mode {
		case "after_accrual":
			return Count(days) + " ngày sau khi phát sinh"
		case "after_last_order":
			return Count(days) + " ngày sau đơn gần nhất"
		case "yearly":
			return "hằng năm, ngày " + Count(day) + "/" + Count(month)
		}
		return "không hết hạn"
	},
	Limits: func(value money.VND, percent string) string {
		if percent == "" {
			return "1 điểm = " + Money(value)
		}
		return "1 điểm = " + Money(value) + " · tối đa " + percent + " đơn"
	},
}

var programEn = Program{
	Sections:    [7]string{"Points per tier", "Earning settings", "Expiry of points", "Using points", "Returns", "Offline", "Programme, channels"},
	RankingHead: "Ranking points", TiersHead: "Reward points of each tier", RoundingHead: "Rounding and tier review",
	NameHead: "Tier", FromHead: "From points", RateHead: "Rate %", WorthHead: "1 reward point =",
	NewTier: "New tier",
	Worth:   func(spend string) string { return figure(spend) + nbsp + "₫" },
	Example: "Example", Mend: "Mend the fields marked ✗ to see the example.",
	LowerRate: func(tier, rate, below, belowRate string) string {
		return "Tier " + clean(tier) + " (" + figure(rate) + " %) earns less than tier " + clean(below) + " (" + figure(belowRate) + " %). It can be saved."
	},
	OrderOf:   func(amount money.VND) string { return "An order of " + Money(amount) + ":" },
	TierEarns: func(tier string, points int64) string { return clean(tier) + " earns " + Points(points) + " points" },
	Goods:     [3]string{"Ordinary goods", "Discounted goods", "Excluded goods"},
	UsableFrom: func(when string) string {
		return "An order paid now: its points are usable from " + when
	},
	LapsesOn: func(bought, lapses string) string { return "Points that arise " + bought + " lapse " + lapses },
	LapsesUnless: func(bought, lapses string) string {
		return "Points that arise " + bought + " lapse " + lapses + " unless there is another order"
	},
	NeverLapses: "Points never lapse.",
	MayUse: func(have, points int64, amount money.VND) string {
		return "A member with " + Points(have) + " points may use " + Points(points) + " of them = " + Money(amount)
	},
	Level: func(percent, points int64, off, left money.VND) string {
		return Points(percent) + " %: " + Points(points) + " points, " + Money(off) + " off, " + Money(left) + " to pay"
	},
	NoneUsable: func(have int64) string {
		return "A member with " + Points(have) + " points can't use any on this order."
	},
	Voucher: func(points int64, amount money.VND) string {
		return Points(points) + " points buy a voucher of " + Money(amount)
	},
	ReturnOwes: func(points int64, _ money.VND) string {
		return Points(points) + " points earned, all spent, then the goods come back: balance −" + Points(points) + "."
	},
	ReturnStops: func(points int64, _ money.VND) string {
		return Points(points) + " points earned, all spent, then the goods come back: balance 0, nothing owed."
	},
	ReturnDeducts: func(points int64, amount money.VND) string {
		return Points(points) + " points earned, all spent, then the goods come back: " + Money(amount) + " off the refund."
	},
	OfflineNone: "Offline: members earn as ever, and can't use points.",
	OfflineHolds: func(points int64, amount money.VND, days int) string {
		return "Offline: a member seen within " + Count(days) + " days may use up to " + Points(points) + " points (" + Money(amount) + ") at this till."
	},
	OfflineTrusts: func(points int64) string {
		return "Beyond the share " + Points(points) + " points more are trusted, and may overdraw."
	},
	OfflineStops: func(hours int) string { return "After " + Count(hours) + " hours offline no more points are used." },
	ChannelEarns: func(channel string) string { return "✓ " + channel + ": orders earn" },
	ChannelNot:   func(channel string) string { return "· " + channel + ": orders earn nothing" },
	EarningOff:   "The programme is off: no order earns.",
	FoundedWith:  "Currency and time zone were set when the shop was founded: prices, the days of reports and lapses are by them.",
	Summary: func(spend money.VND, points int64, tiers int) string {
		return Count(tiers) + " tiers · " + Money(spend) + " = " + Points(points) + " ranking points"
	},
	Activates: func(mode string, value int) string {
		switch mode {
		case "hours":
			return "usable after " + Count(value) + " hours"
		case "days":
			return "usable after " + Count(value) + " days"
		}
		return "usable at once"
	},
	Lapses: func(mode string, days, day, month int) string {
		switch mode {
		case "after_accrual":
			return Count(days) + " days after they arose"
		case "after_last_order":
			return Count(days) + " days after the last order"
		case "yearly":
			return "every year on " + Count(day) + "/" + Count(month)
		}
		return "never"
	},
	Limits: func(value money.VND, percent string) string {
		if percent == "" {
			return "1 point = " + Money(value)
		}
		return "1 point = " + Money(value) + " · at most " + percent + " of an order"
	},
}
