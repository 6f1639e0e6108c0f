package api

import "tim/domain/loyalty"

// pageText is what a member's page says in one language. Moments and amounts come as the shop writes them.
type pageText struct {
	Lang, Title, Other, OtherLang string // Other names the other language

	Confirm, ConfirmWhy, Digits, DigitsHint, Open string // the form for the phone's digits
	Shut                                          string // how long it stays open

	Hello         func(name string) string
	Usable        string
	Worth         func(value string) string
	Owed          func(points string) string
	PointWorth    func(value string) string
	Tier, TierTop string
	ToNext        func(missing, tier string) string
	TierProgress  func(have, of string) string
	Points        func(n int64) string

	Pending, From, Lapse, Never string
	AllLapses                   func(n int) string

	Vouchers, NoVouchers, Fresh, ShowAtTill, Until, Endless string
	Spent                                                   func(n int) string
	Off                                                     func(amount string) string
	PercentOff                                              func(rate, most string) string
	Gift                                                    func(product string) string
	MinOrder                                                func(amount string) string
	Channels                                                func(list string) string
	NotWithPoints, NotWithVouchers, Anybody                 string
	State                                                   map[loyalty.VoucherState]string
	QR, Bars                                                func(code string) string

	Rewards, NoRewards string
	Redeem             string
	RedeemFor          func(points string) string
	Sure               func(left string) string
	Yes                string
	MoneyTitle         string
	MoneyHow           func(most, worth string) string
	HowMany, IntoMoney string
	Lives              func(days string) string

	Statement, NoEntries, Balance, Why, Older, Newest string
	Kind                                              [loyalty.Merge + 1]string
	Channel                                           map[string]string
	Receipt                                           func(number string) string
	Opening                                           string // what a member brought along

	AsOf func(moment, zone string) string

	Refused map[string]func(f refusedFigures) string // beside a reward: why it can't be redeemed
	Notice  map[string]string                        // above everything: what was not done
	Stopped map[string]stop                          // instead of the page

	TryAfter func(n int64, hours bool) string // so many minutes or hours
}

// refusedFigures are what a refusal names.
type refusedFigures struct {
	Missing, Most, Tiers, From string
}

// stop is a page that says why there is nothing more to see.
type stop struct{ Title, Words string }

func say(words string) func(refusedFigures) string {
	return func(refusedFigures) string { return words }
}

func pageTextOf(lang language) *pageText {
	if lang == english {
		return &pageEn
	}
	return &pageVi
}

var pageVi = pageText{
	Lang: "vi", Title: "Điểm thưởng của bạn", Other: "English", OtherLang: "en",

	Confirm:    "Xác nhận số điện thoại",
	ConfirmWhy: "Để chỉ mình bạn xem được điểm và voucher của bạn.",
	Digits:     "6 số cuối của số điện thoại",
	DigitsHint: "hoặc cả số điện thoại đã đăng ký tích điểm",
	Open:       "Xem điểm của tôi",
	Shut:       "Trang tự khóa sau 30 phút.",

	Hello:  func(name string) string { return "Chào " + name },
	Usable: "điểm dùng được",
	Worth:  func(value string) string { return "trị giá " + value },
	Owed: func(points string) string {
		return "Đang nợ " + points + " điểm: tích đủ mới dùng được."
	},
	PointWorth: func(value string) string { return "1 điểm = " + value },
	Tier:       "Hạng",
	TierTop:    "Bạn đang ở hạng cao nhất.",
	ToNext: func(missing, tier string) string {
		return "Còn " + missing + " điểm xếp hạng nữa để lên " + tier
	},
	TierProgress: func(have, of string) string { return have + " / " + of },
	Points:       func(n int64) string { return number(n) + nbsp + "điểm" },

	Pending: "Chờ hiệu lực", From: "từ", Lapse: "Sắp hết hạn", Never: "Điểm hiện có không hết hạn.",
	AllLapses: func(n int) string { return "Tất cả " + number(int64(n)) + " lần hết hạn sắp tới" },

	Vouchers: "Voucher của bạn", NoVouchers: "Bạn chưa có voucher nào. Đổi điểm để nhận.",
	Fresh: "Vừa đổi", ShowAtTill: "Đưa mã này cho thu ngân quét.", Until: "Hết hạn", Endless: "Không hết hạn",
	Spent: func(n int) string { return "Đã dùng, hết hạn, đã trả lại (" + number(int64(n)) + ")" },
	Off:   func(amount string) string { return "Giảm " + amount },
	PercentOff: func(rate, most string) string {
		if most == "" {
			return "Giảm " + rate
		}
		return "Giảm " + rate + ", tối đa " + most
	},
	Gift:            func(product string) string { return "Tặng 1 " + product },
	MinOrder:        func(amount string) string { return "đơn từ " + amount },
	Channels:        func(list string) string { return "dùng ở " + list },
	NotWithPoints:   "không dùng cùng điểm",
	NotWithVouchers: "không dùng cùng voucher khác",
	Anybody:         "người khác dùng được",
	State: map[loyalty.VoucherState]string{loyalty.VoucherIssued: "Dùng được", loyalty.VoucherUsed: "Đã dùng", loyalty.VoucherExpired: "Hết hạn",
		loyalty.VoucherHandedBack: "Đã trả lại"},
	QR:   func(code string) string { return "Mã QR của voucher " + code },
	Bars: func(code string) string { return "Mã vạch của voucher " + code },

	Rewards: "Đổi thưởng", NoRewards: "Hiện chưa có phần thưởng nào.",
	Redeem:     "Đổi",
	RedeemFor:  func(points string) string { return "Đổi " + points },
	Sure:       func(left string) string { return "Đổi ngay? Sau khi đổi bạn còn " + left + "." },
	Yes:        "Xác nhận đổi",
	MoneyTitle: "Đổi điểm thành voucher tiền",
	MoneyHow:   func(most, worth string) string { return "Nhiều nhất " + most + " = " + worth + "." },
	HowMany:    "Số điểm", IntoMoney: "Đổi thành tiền",
	Lives: func(days string) string { return "voucher dùng trong " + days + " ngày" },

	Statement: "Lịch sử điểm", NoEntries: "Chưa có giao dịch điểm nào.", Balance: "Số dư", Why: "Vì sao được từng này điểm",
	Older: "Cũ hơn", Newest: "Về trang đầu",
	Kind: [loyalty.Merge + 1]string{loyalty.Earn: "Tích điểm", loyalty.Use: "Dùng điểm", loyalty.UseUndone: "Trả lại điểm", loyalty.Redeem: "Đổi thưởng",
		loyalty.RedeemUndone: "Trả lại voucher", loyalty.Lapse: "Hết hạn", loyalty.ClawBack: "Thu hồi do trả hàng", loyalty.Restore: "Hoàn điểm do trả hàng",
		loyalty.Adjust: "Điều chỉnh", loyalty.Merge: "Gộp tài khoản"},
	Channel: map[string]string{"store": "cửa hàng", "web": "web", "facebook": "Facebook", "messenger": "Messenger", "marketplace": "sàn thương mại"},
	Opening: "Số dư ban đầu",
	Receipt: func(number string) string { return "Hóa đơn " + number },

	AsOf: func(moment, zone string) string { return "Số liệu lúc " + moment + ", giờ " + zone + "." },

	Refused: map[string]func(refusedFigures) string{
		"points.short":        func(f refusedFigures) string { return "Còn thiếu " + f.Missing },
		"reward.window":       func(f refusedFigures) string { return "Đổi được từ " + f.From },
		"reward.tier":         func(f refusedFigures) string { return "Dành cho hạng " + f.Tiers },
		"reward.out_of_stock": say("Đã hết"),
		"reward.limit":        func(f refusedFigures) string { return "Bạn đã đổi đủ " + f.Most + " lần" },
		"reward.retired":      say("Đã ngừng"),
		"program.disabled":    say("Chương trình đang tạm dừng đổi điểm"),
	},
	Notice: map[string]string{
		"digits.wrong":   "Số này không khớp. Hãy thử lại.",
		"digits.format":  "Cần ít nhất 6 số cuối của số điện thoại.",
		"points.short":   "Chưa đổi: không đủ điểm.",
		"reward.refused": "Chưa đổi: phần thưởng này hiện không đổi được.",
		"reward.changed": "Chưa đổi: phần thưởng vừa thay đổi. Hãy xem lại.",
		"points.format":  "Chưa đổi: số điểm không hợp lệ.",
	},
	Stopped: map[string]stop{
		"link.format":         {"Không có trang này", "Liên kết không đúng hoặc đã bị cắt ngắn. Hãy quét lại mã QR trên hóa đơn."},
		"link.expired":        {"Liên kết đã hết hạn", "Hãy quét mã QR trên hóa đơn mới nhất của bạn."},
		"digits.locked":       {"Sai quá nhiều lần", "Để giữ an toàn cho điểm của bạn, trang tạm khóa."},
		"page.old":            {"Trang đã cũ", "Chưa đổi gì cả. Hãy mở lại trang rồi thử lại."},
		"rate.limit":          {"Quá nhiều yêu cầu", "Hãy chờ một lát rồi mở lại."},
		"internal.unexpected": {"Có lỗi ở máy chủ", "Điểm của bạn vẫn an toàn. Hãy mở lại trang sau ít phút."},
	},
	TryAfter: func(n int64, hours bool) string {
		if hours {
			return "Hãy thử lại sau " + number(n) + " giờ."
		}
		return "Hãy thử lại sau " + number(n) + " phút."
	},
}
