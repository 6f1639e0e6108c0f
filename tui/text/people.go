package text

import (
	"strings"

	"tim/domain/money"
	"tim/domain/office"
)

// People is the texts of the manager's pages about rewards, members, products, files, and what points are worth.
type People struct {
	Rewards, Members, Products, Liability, Files                                    string
	RewardsAbout, MembersAbout, ProductsAbout, LiabilityAbout, FilesAbout           string
	AddReward, AddProduct                                                           string
	Name, Cost, Gives, Left, Issued, Used, Expired, Given, State                    string // heads of the rewards
	On, Retired, Over, OutOfStock                                                   string // states of a reward
	Counting, AsMoney                                                               string
	Performed                                                                       func(p office.Performance) []string
	Example                                                                         func(cost int64, gives, perPoint string) string
	BringsBack                                                                      string
	Search, SearchMember, SearchProduct, NobodyFound, NothingFound, ByFile          string
	Phone, Joined, Consented, Email, Tier, PointsNow, Lapses, VouchersLabel, Erased string
	Ranking                                                                         func(n int64) string
	PendingAndAll                                                                   func(pending, balance int64) string
	VouchersOpen                                                                    func(open, all int) string
	MemberActs                                                                      [7]MemberAct // in the order of the profile's list
	Person, Adjust, Consents, Erase, Reason                                         string
	After                                                                           func(before, after, by int64) string // usable points
	ConsentSince                                                                    func(purpose, since, version, method string) string
	Erasing                                                                         func(points int64, vouchers int) []string
	MergeWith, Merging, MergeNot                                                    string
	MergeInto                                                                       func(from, into string) string
	Moves                                                                           func(balance int64, lots, vouchers int, ranking int64) string
	SKU, Category, VAT, Earns, Price                                                string // heads of the products
	PriceWithVAT                                                                    func(price money.VND, vat money.Percent) string
	Row, Column, Wrong                                                              string // heads of bad rows
	Imported, BadRows                                                               func(r office.ImportReport) string
	OwedNow                                                                         func(o office.Owed) string
	MembersLooked                                                                   func(done, total int64) string // while they are counted; total 0: not known yet
	OfMembers                                                                       func(n int, at string) string
	OwedBack                                                                        func(points int64) string
	ByTier, ByMonth, MembersCount, NeverLapses, NothingLapses, YearlyRun            string
	Yearly                                                                          func(day string, members int, points int64, value money.VND) string
	Asking, KeepEditing, LeaveIt, LeaveTitle, LeaveAbout                            string
}

// NameOf is a member's name, or that nobody knows it any more.
func (t *Texts) NameOf(name string) string {
	if name == "" {
		return t.People.Erased
	}
	return name
}

// MemberAct is something that can be done with a member.
type MemberAct struct{ Label, About string }

// decimal is a decimal string as people write it: "1.250,5".
func decimal(s string) string {
	whole, part, there := strings.Cut(s, ".")
	if there {
		part = "," + part
	}
	return Group(whole) + part
}

var peopleVi = People{
	Rewards: "Đổi thưởng", Members: "Khách hàng", Products: "Sản phẩm", Liability: "Điểm đang nợ", Files: "Nhập, xuất tệp",
	RewardsAbout: "điểm đổi được gì, đã đổi bao nhiêu", MembersAbout: "tìm, sổ điểm, điều chỉnh, gộp, đồng ý, xóa", ProductsAbout: "giá, mã vạch, nhóm, thuế theo ngày",
	LiabilityAbout: "điểm của khách đáng bao nhiêu, khi nào hết hạn", FilesAbout: "điều chỉnh điểm, khách, sản phẩm bằng CSV",
	AddReward: "+ Thêm phần thưởng", AddProduct: "Thêm sản phẩm",
	Name: "Tên", Cost: "Điểm", Gives: "Tặng", Left: "Còn", Issued: "Đã đổi", Used: "Đã dùng", Expired: "Hết hạn", Given: "Đã giảm ₫", State: "Tình trạng",
	On: "đang có", Retired: "đã ngừng", Over: "hết ngày", OutOfStock: "hết hàng",
	Counting: "đang đếm voucher…", AsMoney: "Đổi điểm lấy tiền:",
	Performed: func(p office.Performance) []string {
		return []string{"đã đổi " + Points(p.Issued) + " (" + Points(p.Points) + " điểm)", "đã dùng " + Points(p.Used) + " (giảm " + Money(p.Given) + ")",
			"còn dùng được " + Points(p.Open), "hết hạn " + Points(p.Expired), "trả lại " + Points(p.HandedBack) + " (" + Points(p.PointsBack) + " điểm)"}
	},
	Example: func(cost int64, gives, perPoint string) string {
		line := Points(cost) + " điểm → " + gives
		if perPoint != "" {
			line += " · 1 điểm = " + decimal(perPoint) + nbsp + "₫"
		}
		return line
	},
	BringsBack: "Phần thưởng này đã ngừng; F9 lưu là mở lại.",
	Search:     "Tìm", SearchMember: "tên không dấu, số điện thoại hoặc 3 số cuối", SearchProduct: "tên, SKU hoặc mã vạch",
	NobodyFound: "Không có khách nào như vậy · khách được thêm ở quầy hoặc bằng tệp.", NothingFound: "Không có sản phẩm nào như vậy · F2 thêm một, tệp thêm nhiều.",
	ByFile: "F6 nhập hoặc xuất tệp, như điều chỉnh điểm cho nhiều khách",
	Phone:  "Điện thoại", Joined: "Tham gia", Consented: "Đồng ý", Email: "Email, sinh", Tier: "Hạng", PointsNow: "Điểm", Lapses: "Sắp hết hạn", VouchersLabel: "Voucher",
	Erased:  "khách đã xóa thông tin",
	Ranking: func(n int64) string { return Points(n) + " điểm xếp hạng" },
	PendingAndAll: func(pending, balance int64) string {
		return "chờ " + Points(pending) + " · tổng " + Points(balance)
	},
	VouchersOpen: func(open, all int) string { return Count(open) + " dùng được / " + Count(all) },
	MemberActs: [...]MemberAct{
		{"Sổ điểm", "từng lần cộng, trừ, và vì sao"},
		{"Điều chỉnh điểm", "cộng hoặc trừ, có lý do"},
		{"Sửa thông tin", "tên, điện thoại, email, ngày sinh"},
		{"Đồng ý", "tích điểm, nhận tin; rút lại"},
		{"Gộp khách trùng", "hai người là một: điểm, voucher, đơn theo sang"},
		{"Xuất hồ sơ", "mọi điều cửa hàng biết, thành tệp cho khách"},
		{"Xóa thông tin", "người đi, con số ở lại; không lấy lại được"},
	},
	Person: "Sửa thông tin", Adjust: "Điều chỉnh điểm", Consents: "Đồng ý", Erase: "Xóa thông tin",
	Reason: "Lý do",
	After: func(before, after, by int64) string {
		if by == 0 {
			return "Đang dùng được " + Points(before) + " điểm"
		}
		return "Dùng được " + Points(before) + " → " + Points(after) + " điểm"
	},
	ConsentSince: func(purpose, since, version, method string) string {
		return "✓ " + purpose + " · từ " + since + " · bản " + version + " · " + method
	},
	Erasing: func(points int64, vouchers int) []string {
		return []string{"Xóa tên, điện thoại, email, ngày sinh và đồng ý, ở trung tâm và mọi quầy. Không lấy lại được.",
			"Ở lại không tên: " + Points(points) + " điểm, " + Count(vouchers) + " voucher, các đơn hàng. Số điện thoại đăng ký mới được."}
	},
	MergeWith: "Gộp với khách nào?", Merging: "Gộp hai khách thành một",
	MergeInto: func(from, into string) string { return "Gộp “" + from + "” vào “" + into + "”" }, MergeNot: "Thôi, không gộp",
	Moves: func(balance int64, lots, vouchers int, ranking int64) string {
		return "Theo sang: " + Points(balance) + " điểm trong " + Count(lots) + " lô, " + Count(vouchers) + " voucher, " + Points(ranking) + " điểm xếp hạng và mọi đơn hàng. Tên và điện thoại của khách giữ lại không đổi; số kia vẫn tìm ra khách này. Không tách lại được."
	},
	SKU: "SKU", Category: "Nhóm", VAT: "Thuế", Earns: "Tích điểm", Price: "Giá",
	PriceWithVAT: func(price money.VND, vat money.Percent) string {
		return Money(price) + " đã gồm thuế " + Percent(vat)
	},
	Row: "Hàng", Column: "Cột", Wrong: "Sai ở đâu",
	Imported: func(r office.ImportReport) string {
		return "✓ " + Points(r.Rows) + " hàng: thêm " + Points(r.Created) + ", đổi " + Points(r.Changed) + ", giữ " + Points(r.Unchanged)
	},
	BadRows: func(r office.ImportReport) string {
		return "✗ Chưa nhập gì: " + Count(len(r.Errors)) + " lỗi. Sửa tệp rồi nhập lại. PgUp PgDn xem hết"
	},
	MembersLooked: func(done, total int64) string {
		if total == 0 {
			return "Đang cộng các tài khoản: " + Points(done) + "…"
		}
		return "Đang cộng các tài khoản: " + Points(done) + " / " + Points(total) + "…"
	},
	OwedNow: func(o office.Owed) string {
		return Points(o.Points()) + " điểm = " + Money(o.Value)
	},
	OfMembers: func(n int, at string) string { return Count(n) + " khách · tính đến " + at },
	OwedBack:  func(points int64) string { return "Khách còn nợ lại " + Points(points) + " điểm" },
	ByTier:    "Theo hạng", ByMonth: "Hết hạn theo tháng, nếu không ai mua thêm", MembersCount: "Khách", NeverLapses: "không hết hạn", NothingLapses: "Không điểm nào hết hạn.",
	YearlyRun: "Chạy thử ngày xóa điểm hằng năm",
	Yearly: func(day string, members int, points int64, value money.VND) string {
		return "00:00 " + day + ": " + Count(members) + " khách mất " + Points(points) + " điểm = " + Money(value)
	},
	Asking: "Đang nhờ trung tâm…", KeepEditing: "Sửa tiếp", LeaveIt: "Bỏ thay đổi", LeaveTitle: "Chưa lưu", LeaveAbout: "Những gì vừa gõ chưa được lưu.",
}

var peopleEn = People{
	Rewards: "Rewards", Members: "Members", Products: "Products", Liability: "Points owed", Files: "Files in and out",
	RewardsAbout: "what points buy, and how much was taken", MembersAbout: "find, statement, adjust, merge, consents, erase", ProductsAbout: "prices, barcodes, categories, VAT by day",
	LiabilityAbout: "what members' points are worth, what lapses when", FilesAbout: "adjustments, members, products by CSV",
	AddReward: "+ A new reward", AddProduct: "A new product",
	Name: "Name", Cost: "Points", Gives: "Gives", Left: "Left", Issued: "Taken", Used: "Used", Expired: "Expired", Given: "Given ₫", State: "State",
	On: "on", Retired: "retired", Over: "over", OutOfStock: "used up",
	Counting: "counting vouchers…", AsMoney: "Points turned into money:",
	Performed: func(p office.Performance) []string {
		return []string{"taken " + Points(p.Issued) + " (" + Points(p.Points) + " points)", "used " + Points(p.Used) + " (" + Money(p.Given) + " off)",
			"still usable " + Points(p.Open), "expired " + Points(p.Expired), "handed back " + Points(p.HandedBack) + " (" + Points(p.PointsBack) + " points)"}
	},
	Example: func(cost int64, gives, perPoint string) string {
		line := Points(cost) + " points → " + gives
		if perPoint != "" {
			line += " · 1 point = " + decimal(perPoint) + nbsp + "₫"
		}
		return line
	},
	BringsBack: "This reward is retired; saving it (F9) brings it back.",
	Search:     "Find", SearchMember: "name without marks, phone, or its last 3 digits", SearchProduct: "name, SKU or barcode",
	NobodyFound: "There is no such member · members join at a till or by a file.", NothingFound: "There is no such product · F2 adds one, a file adds many.",
	ByFile: "F6 takes or makes a file, such as adjustments for many members",
	Phone:  "Phone", Joined: "Joined", Consented: "Consents", Email: "Email, born", Tier: "Tier", PointsNow: "Points", Lapses: "Lapses next", VouchersLabel: "Vouchers",
	Erased:  "an erased member",
	Ranking: func(n int64) string { return Points(n) + " ranking points" },
	PendingAndAll: func(pending, balance int64) string {
		return "pending " + Points(pending) + " · in all " + Points(balance)
	},
	VouchersOpen: func(open, all int) string { return Count(open) + " usable / " + Count(all) },
	MemberActs: [...]MemberAct{
		{"Statement", "each change, and why"},
		{"Adjust points", "give or take, with a reason"},
		{"Change the person", "name, phone, email, birthday"},
		{"Consents", "points, news; withdraw"},
		{"Merge a duplicate", "two are one: points, vouchers and orders follow"},
		{"Export", "all that is known, as a file for the customer"},
		{"Erase", "the person goes, the figures stay; for good"},
	},
	Person: "Change the person", Adjust: "Adjust points", Consents: "Consents", Erase: "Erase",
	Reason: "Reason",
	After: func(before, after, by int64) string {
		if by == 0 {
			return Points(before) + " points are usable"
		}
		return "Usable " + Points(before) + " → " + Points(after) + " points"
	},
	ConsentSince: func(purpose, since, version, method string) string {
		return "✓ " + purpose + " · since " + since + " · text " + version + " · " + method
	},
	Erasing: func(points int64, vouchers int) []string {
		return []string{"Name, phone, email, birthday and consents go, at central and at every till. They can't be brought back.",
			"What stays without a name: " + Points(points) + " points, " + Count(vouchers) + " vouchers, the orders. The phone may join anew."}
	},
	MergeWith: "Merge with whom?", Merging: "Make one member of two",
	MergeInto: func(from, into string) string { return "Merge “" + from + "” into “" + into + "”" }, MergeNot: "Leave them apart",
	Moves: func(balance int64, lots, vouchers int, ranking int64) string {
		return "What moves: " + Points(balance) + " points in " + Count(lots) + " lots, " + Count(vouchers) + " vouchers, " + Points(ranking) + " ranking points and all orders. Who stays keeps name and phone; the other phone still leads here. It can't be undone."
	},
	SKU: "SKU", Category: "Category", VAT: "VAT", Earns: "Earns", Price: "Price",
	PriceWithVAT: func(price money.VND, vat money.Percent) string {
		return Money(price) + " with " + Percent(vat) + " VAT"
	},
	Row: "Row", Column: "Column", Wrong: "What is wrong",
	Imported: func(r office.ImportReport) string {
		return "✓ " + Points(r.Rows) + " rows: " + Points(r.Created) + " new, " + Points(r.Changed) + " changed, " + Points(r.Unchanged) + " as before"
	},
	BadRows: func(r office.ImportReport) string {
		return "✗ Nothing was taken: " + Count(len(r.Errors)) + " faults. Mend the file and take it again. PgUp PgDn shows all"
	},
	MembersLooked: func(done, total int64) string {
		if total == 0 {
			return "Adding up accounts: " + Points(done) + "…"
		}
		return "Adding up accounts: " + Points(done) + " / " + Points(total) + "…"
	},
	OwedNow: func(o office.Owed) string {
		return Points(o.Points()) + " points = " + Money(o.Value)
	},
	OfMembers: func(n int, at string) string { return Count(n) + " members · as of " + at },
	OwedBack:  func(points int64) string { return "Members owe back " + Points(points) + " points" },
	ByTier:    "By tier", ByMonth: "Lapsing by month, if nobody buys anything", MembersCount: "Members", NeverLapses: "never lapses", NothingLapses: "No points lapse.",
	YearlyRun: "Dry run of the yearly lapse",
	Yearly: func(day string, members int, points int64, value money.VND) string {
		return "00:00 on " + day + ": " + Count(members) + " members lose " + Points(points) + " points = " + Money(value)
	},
	Asking: "Asking central…", KeepEditing: "Keep editing", LeaveIt: "Leave it", LeaveTitle: "Not saved", LeaveAbout: "What you typed isn't saved.",
}
