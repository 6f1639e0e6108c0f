package text

// Apply is the texts of the page that lets points follow a new expiry rule.
type Apply struct {
	Title   string
	Stays   func(points int64, members int) string
	Rule    func(rule string) string
	About   string
	Promise string
	Days    string
	Looked  func(members int64) string
	Keys    string
}

var applyVi = Apply{
	Title: "Hạn của điểm đang có",
	Stays: func(points int64, members int) string {
		return Points(points) + " điểm của " + Count(members) + " khách vẫn theo hạn cũ."
	},
	Rule:    func(rule string) string { return "Điểm từ nay theo hạn mới: " + rule + "." },
	About:   "Điểm giữ hạn lúc bán, trừ khi áp dụng hạn mới cho cả điểm đang có. Áp dụng rồi thì không điểm nào hết hạn trước số ngày đã hứa.",
	Promise: "Không hết hạn trước", Days: "ngày kể từ bây giờ",
	Looked: func(members int64) string { return "đã xem " + Points(members) + " khách" },
	Keys:   "F9 áp dụng cho điểm đang có · Esc giữ hạn cũ",
}

var applyEn = Apply{
	Title: "Expiry of the points that are there",
	Stays: func(points int64, members int) string {
		if members == 1 {
			return Points(points) + " points of 1 member stay under the old rule."
		}
		return Points(points) + " points of " + Count(members) + " members stay under the old rule."
	},
	Rule:    func(rule string) string { return "Points from now on follow the new one: " + rule + "." },
	About:   "A point keeps the rule of its sale, unless the new one is applied to the points that are there. Then none lapses before the days that you promise.",
	Promise: "None lapses before", Days: "days from now",
	Looked: func(members int64) string { return Points(members) + " members looked at" },
	Keys:   "F9 applies it to the points that are there · Esc keeps the old rule",
}
