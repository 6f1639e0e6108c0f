package text

import (
	"strconv"

	"tim/domain/loyalty"
	"tim/domain/money"
)

// Heart is the texts of the customer's points panel. Moments come formatted.
type Heart struct {
	Use, Statement, Profile string // the tabs
	Close                   string // beside Esc

	NoMember, HowToAttach, FindMember string

	Points func(n int64) string         // "70 điểm"
	Worth  func(value money.VND) string // of one point: "1 điểm = 1.000 ₫"

	Most      string // above the most that can be used
	PointsAre string // between the two big figures: "điểm ="
	Nothing   string // instead of the most, when it is 0
	Because   func(reason string) string
	NoGoods   string // the reason of an empty cart
	Reason    func(r loyalty.LimitReason) string
	Unknown   func(online bool) string // instead of the balance, while central has not told of the account
	Stranger  string                   // the reason then

	Level, LevelPoints, LevelOff, LevelToPay, LevelLeft string // the heads of the table

	Other, OtherHint, OtherUnit string // before, in and behind the field
	Equals                      func(value money.VND) string
	AtMost                      func(n int64) string // beside a number that is too high
	OnTrust                     func(n int64) string // how many there may be when a supervisor approves those that aren't held here
	Supervised                  string               // beside a number that a supervisor must approve
	UseIt                       string               // the big button
	InUse                       func(points int64, value money.VND) string
	GiveBack                    string

	Usable  func(n int64) string
	Pending func(n int64, from string) string
	Lapsing func(n int64, when string) string
	Owed    func(n int64) string
	Known   func(when string) string // the balance's age

	Loading, NoEntries                                            string
	EntryWhen, EntryKind, EntryPoints, EntryBalance, EntryReceipt string // the heads of the statement
	Kind                                                          func(k loyalty.EntryKind) string
	EntryReason                                                   func(reason string) string
	EntryVoucher                                                  func(code string) string
	EntryTrust                                                    func(points int64) string // taken on trust; below 0 come back

	UsableNow, PendingUntil, Balance, NextLapse, Debt string // the names of the profile's figures
	From                                              func(when string) string
	At                                                func(when string) string
	RankingPoints, TopTier                            string
	ToNextTier                                        func(missing int64, tier string) string
	Phone, Joined, Consents, NoConsent                string
	Consent                                           func(purpose string) string

	Redeem              string                    // the tab
	After               func(points int64) string // behind what Enter would redeem
	CanRedeem           string
	NoRewards           string
	OffOrder            func(v money.VND) string // what the marked reward would take off this order
	NotNow              func(why string) string  // it can be redeemed, but not used on this order
	AsMoney             string                   // before the field
	AsMoneyShort        string
	RedeemIt, RedeemNow string // the buttons

	Vouchers                                              func(n int) string // the tab
	NoVouchers                                            string
	VoucherName, VoucherTakes, VoucherUntil, VoucherState string // the heads of the vouchers
	Ready, OnOrder                                        string // where one stands
	Bought                                                func(points int64, day string) string
	Apply, TakeOff, ShowCode, Print                       string // the buttons
	HandBack                                              func(points int64) string

	Redeemed       string // above a voucher just redeemed
	UseNow, ToList string // the card's buttons

	Lots, NoLots                              string
	LotPoints, LotArose, LotUsable, LotLapses string // the heads of the lots
	Never                                     string
}

var heartVi = Heart{
	Use: "Sử dụng", Statement: "Lịch sử", Profile: "Hồ sơ",
	Close: "Đóng",

	NoMember:    "Đơn này chưa gắn khách hàng.",
	HowToAttach: "Gõ số điện thoại ở màn hình bán hàng rồi Enter, hoặc F3 để tìm khách.",
	FindMember:  "Tìm khách hàng",

	Points: func(n int64) string { return Points(n) + " điểm" },
	Worth:  func(value money.VND) string { return "1 điểm = " + Money(value) },

	Most:      "Đơn này trừ được tối đa",
	PointsAre: "điểm =",
	Nothing:   "Đơn này chưa trừ được điểm nào",
	Because:   func(reason string) string { return "vì " + reason },
	NoGoods:   "đơn chưa có hàng",
	Unknown:   unknownVi, Stranger: "quầy này chưa biết số điểm của khách: cần có mạng",
	Reason:      reasonVi,
	Level:       "Mức",
	LevelPoints: "Điểm",
	LevelOff:    "Trừ",
	LevelToPay:  "Còn trả",
	LevelLeft:   "Điểm còn lại",
	Other:       "Số khác",
	OtherHint:   "gõ số điểm",
	OtherUnit:   "điểm",
	Equals:      equals,
	InUse: func(points int64, value money.VND) string {
		return "Đang dùng " + Points(points) + " điểm = " + Money(-value)
	},
	GiveBack: "Trả lại điểm",
	UseIt:    "SỬ DỤNG",
	Usable:   func(n int64) string { return "Dùng được " + Points(n) + " điểm" },
	Pending:  func(n int64, from string) string { return "Chờ " + Points(n) + " điểm, từ " + from },
	Lapsing:  func(n int64, when string) string { return "Sắp hết hạn " + Points(n) + " điểm, " + when },
	Owed:     func(n int64) string { return "Đang nợ " + Points(n) + " điểm: tích đủ mới dùng được" },
	Known:    func(when string) string { return "số dư lúc " + when },

	AtMost:     func(n int64) string { return "tối đa " + Points(n) },
	OnTrust:    func(n int64) string { return "tới " + Points(n) + " nếu quản lý duyệt" },
	Supervised: "quản lý phải duyệt",
	EntryTrust: func(points int64) string {
		if points < 0 {
			return Points(-points) + " điểm tạm dùng được trả lại"
		}
		return Points(points) + " điểm tạm dùng lúc mất mạng, quản lý duyệt"
	},
	Loading:      "Đang đọc lịch sử điểm…",
	NoEntries:    "Chưa có giao dịch điểm nào.",
	EntryWhen:    "Lúc",
	EntryKind:    "Việc",
	EntryReceipt: "Hóa đơn",
	EntryPoints:  "Điểm",
	EntryBalance: "Số dư",
	Kind:         kindVi,
	EntryReason:  func(reason string) string { return "Lý do: " + reason },
	EntryVoucher: func(code string) string { return "Voucher: " + code },

	UsableNow:     "Dùng được",
	PendingUntil:  "Chờ hiệu lực",
	Balance:       "Số dư",
	NextLapse:     "Sắp hết hạn",
	Debt:          "Đang nợ",
	From:          func(when string) string { return "từ " + when },
	At:            func(when string) string { return "lúc " + when },
	RankingPoints: "Điểm xếp hạng",
	ToNextTier: func(missing int64, tier string) string {
		return "còn thiếu " + Points(missing) + " để lên " + tier
	},
	TopTier:      "hạng cao nhất",
	Phone:        "Điện thoại",
	Joined:       "Thành viên từ",
	Consents:     "Đồng ý",
	Consent:      consentVi,
	NoConsent:    "chưa có",
	Redeem:       "Đổi thưởng",
	After:        func(points int64) string { return "sau khi đổi: " + Points(points) + " điểm" },
	CanRedeem:    "đổi được",
	NoRewards:    "Chưa có phần thưởng nào để đổi.",
	OffOrder:     func(v money.VND) string { return "đơn này được trừ " + Money(v) },
	NotNow:       func(why string) string { return "đổi được, chưa dùng được cho đơn này: " + why },
	AsMoney:      "Đổi điểm lấy voucher tiền",
	AsMoneyShort: "Voucher tiền",
	RedeemIt:     "ĐỔI THƯỞNG",
	RedeemNow:    "Đổi và dùng ngay",

	Vouchers:     func(n int) string { return "Voucher " + Count(n) },
	NoVouchers:   "Khách chưa có voucher nào: đổi điểm ở mục Đổi thưởng.",
	VoucherName:  "Voucher",
	VoucherTakes: "Trừ",
	VoucherUntil: "Hạn dùng",
	VoucherState: "Tình trạng",
	Ready:        "dùng được",
	OnOrder:      "đang dùng",
	Bought:       func(points int64, day string) string { return "đổi " + Points(points) + " điểm ngày " + day },
	Apply:        "DÙNG",
	TakeOff:      "BỎ KHỎI ĐƠN",
	ShowCode:     "Hiện mã",
	Print:        "In",
	HandBack:     func(points int64) string { return "Trả lại lấy " + Points(points) + " điểm" },

	Redeemed: "Đã đổi",
	UseNow:   "Dùng cho đơn này",
	ToList:   "Xong",

	Lots:      "Các lô điểm còn",
	NoLots:    "Chưa có điểm nào.",
	LotPoints: "Còn",
	LotArose:  "Tích lúc",
	LotUsable: "Dùng được từ",
	LotLapses: "Hết hạn lúc",
	Never:     "không hết hạn",
}

var heartEn = Heart{
	Use: "Use", Statement: "Statement", Profile: "Profile",
	Close: "Close",

	NoMember:    "No customer is attached to this order.",
	HowToAttach: "Type the phone number on the order screen, then Enter; or F3 to find a customer.",
	FindMember:  "Find a customer",

	Points: pointsEn,
	Worth:  func(value money.VND) string { return "1 point = " + Money(value) },

	Most:      "This order can take at most",
	PointsAre: "points =",
	Nothing:   "No points can be used on this order now",
	Because:   func(reason string) string { return "because " + reason },
	NoGoods:   "the order has no goods yet",
	Unknown:   unknownEn, Stranger: "this till was never told the points: they need the link",
	Reason:      reasonEn,
	Level:       "Level",
	LevelPoints: "Points",
	LevelOff:    "Off",
	LevelToPay:  "To pay",
	LevelLeft:   "Points left",
	Other:       "Other",
	OtherHint:   "type points",
	OtherUnit:   "points",
	Equals:      equals,
	InUse: func(points int64, value money.VND) string {
		return "In use: " + pointsEn(points) + " = " + Money(-value)
	},
	GiveBack: "Give back",
	UseIt:    "USE POINTS",
	Usable:   func(n int64) string { return "Usable: " + pointsEn(n) },
	Pending:  func(n int64, from string) string { return "Pending: " + pointsEn(n) + ", from " + from },
	Lapsing:  func(n int64, when string) string { return "Lapsing: " + pointsEn(n) + ", " + when },
	Owed:     func(n int64) string { return "Owes " + pointsEn(n) + ": earn them first to use points" },
	Known:    func(when string) string { return "balance as of " + when },

	AtMost:     func(n int64) string { return "at most " + Points(n) },
	OnTrust:    func(n int64) string { return "up to " + Points(n) + " if a supervisor approves" },
	Supervised: "a supervisor must approve",
	EntryTrust: func(points int64) string {
		if points < 0 {
			return pointsEn(-points) + " on trust came back"
		}
		return pointsEn(points) + " on trust while offline, a supervisor approved"
	},
	Loading:      "Reading the statement…",
	NoEntries:    "No points have moved yet.",
	EntryWhen:    "When",
	EntryKind:    "What",
	EntryReceipt: "Receipt",
	EntryPoints:  "Points",
	EntryBalance: "Balance",
	Kind:         kindEn,
	EntryReason:  func(reason string) string { return "Reason: " + reason },
	EntryVoucher: func(code string) string { return "Voucher: " + code },

	UsableNow:     "Usable",
	PendingUntil:  "Pending",
	Balance:       "Balance",
	NextLapse:     "Lapsing next",
	Debt:          "Owed",
	From:          func(when string) string { return "from " + when },
	At:            func(when string) string { return "at " + when },
	RankingPoints: "Ranking points",
	ToNextTier:    func(missing int64, tier string) string { return Points(missing) + " more to reach " + tier },
	TopTier:       "the highest tier",
	Phone:         "Phone",
	Joined:        "Member since",
	Consents:      "Consents",
	Consent:       consentEn,
	NoConsent:     "none",
	Redeem:        "Redeem",
	After:         func(points int64) string { return "after redeeming: " + pointsEn(points) },
	CanRedeem:     "available",
	NoRewards:     "There are no rewards to redeem.",
	OffOrder:      func(v money.VND) string { return "takes " + Money(v) + " off this order" },
	NotNow:        func(why string) string { return "available, but not for this order now: " + why },
	AsMoney:       "Points into a money voucher",
	AsMoneyShort:  "Money voucher",
	RedeemIt:      "REDEEM",
	RedeemNow:     "Redeem and use now",

	Vouchers:     func(n int) string { return "Vouchers " + Count(n) },
	NoVouchers:   "The member has no vouchers: points buy them under Redeem.",
	VoucherName:  "Voucher",
	VoucherTakes: "Off",
	VoucherUntil: "Expires",
	VoucherState: "State",
	Ready:        "ready",
	OnOrder:      "on the order",
	Bought:       func(points int64, day string) string { return "for " + pointsEn(points) + " on " + day },
	Apply:        "USE",
	TakeOff:      "TAKE OFF",
	ShowCode:     "Show code",
	Print:        "Print",
	HandBack:     func(points int64) string { return "Hand back: " + pointsEn(points) },

	Redeemed: "Redeemed",
	UseNow:   "Use on this order",
	ToList:   "Done",

	Lots:      "Lots with points left",
	NoLots:    "No points yet.",
	LotPoints: "Left",
	LotArose:  "Earned at",
	LotUsable: "Usable from",
	LotLapses: "Lapses at",
	Never:     "never",
}

func equals(value money.VND) string { return "= " + Money(value) }

func pointsEn(n int64) string {
	if n == 1 {
		return "1 point"
	}
	return Points(n) + " points"
}

func reasonVi(r loyalty.LimitReason) string {
	switch r.Rule {
	case loyalty.LimitDisabled:
		return "chương trình điểm đang tắt"
	case loyalty.LimitUsable:
		if r.Most == 0 {
			return "khách chưa có điểm dùng được"
		}
		return "khách có " + Points(r.Most) + " điểm dùng được"
	case loyalty.LimitHere:
		return "lúc mất mạng quầy này dùng được " + Points(r.Most) + " điểm"
	case loyalty.LimitLeft:
		return "đơn còn phải trả " + Money(r.Amount)
	case loyalty.LimitPercent:
		return "tối đa " + Percent(r.Percent) + " đơn hàng = " + Money(r.Amount)
	case loyalty.LimitAmount:
		return "tối đa " + Money(r.Amount) + " mỗi đơn"
	case loyalty.LimitPoints:
		return "tối đa " + Points(r.Points) + " điểm mỗi đơn"
	case loyalty.LimitStep:
		return "dùng theo bội số của " + Points(r.Points) + " điểm"
	case loyalty.LimitMinPoints:
		return "mỗi lần dùng ít nhất " + Points(r.Points) + " điểm"
	}
	return string(r.Rule)
}

func reasonEn(r loyalty.LimitReason) string {
	switch r.Rule {
	case loyalty.LimitDisabled:
		return "the points programme is switched off"
	case loyalty.LimitUsable:
		if r.Most == 0 {
			return "the customer has no points to use"
		}
		return "the customer can use " + pointsEn(r.Most)
	case loyalty.LimitHere:
		return "offline this till can use " + pointsEn(r.Most)
	case loyalty.LimitLeft:
		return Money(r.Amount) + " is left to pay"
	case loyalty.LimitPercent:
		return "at most " + Percent(r.Percent) + " of the order = " + Money(r.Amount)
	case loyalty.LimitAmount:
		return "at most " + Money(r.Amount) + " an order"
	case loyalty.LimitPoints:
		return "at most " + pointsEn(r.Points) + " an order"
	case loyalty.LimitStep:
		return "only in multiples of " + pointsEn(r.Points)
	case loyalty.LimitMinPoints:
		return "at least " + pointsEn(r.Points) + " at a time"
	}
	return string(r.Rule)
}

func kindVi(k loyalty.EntryKind) string {
	return kindWord(k, loyaltyKinds{"Tích điểm", "Dùng điểm", "Trả lại điểm", "Đổi thưởng", "Hủy đổi thưởng", "Hết hạn",
		"Thu hồi, trả hàng", "Hoàn điểm, trả hàng", "Điều chỉnh", "Gộp tài khoản"})
}

func kindEn(k loyalty.EntryKind) string {
	return kindWord(k, loyaltyKinds{"Earned", "Used", "Given back", "Redeemed", "Redeeming undone", "Lapsed",
		"Taken back, return", "Restored, return", "Adjusted", "Merged"})
}

// loyaltyKinds are the words of the kinds that a statement shows, from loyalty.Earn to loyalty.Merge.
type loyaltyKinds [loyalty.Merge]string

func kindWord(k loyalty.EntryKind, words loyaltyKinds) string {
	if k < loyalty.Earn || k > loyalty.Merge {
		return strconv.Itoa(int(k))
	}
	return words[k-loyalty.Earn]
}

func consentVi(purpose string) string { return consentWord(purpose, "tích điểm", "nhận tin") }
func consentEn(purpose string) string { return consentWord(purpose, "points", "news") }

func consentWord(purpose, points, news string) string {
	switch purpose {
	case "points":
		return points
	case "news":
		return news
	}
	return purpose
}
