package text

import "strings"

// Setting is what people read of one setting of the programme, wherever it is shown: on its page, in what a save changes, in the history.
type Setting struct {
	Label   Both
	Unit    Both // behind its value, may be empty
	Empty   Both // what an empty value means, where it may be empty
	About   Both
	Options []SettingOption // of a choice
	Words   Both            // more words that the search finds it by
}

// SettingOption is one choice of a setting.
type SettingOption struct {
	Value string // as the document writes it
	Label Both
	About Both
}

// SettingOf is the setting of a JSON path as Program.Validate and loyalty.Diff name it: "use.max_percent", "tiers[2].rate_percent".
func SettingOf(path string) (Setting, bool) {
	if at := strings.IndexByte(path, '['); at >= 0 {
		if end := strings.IndexByte(path, ']'); end > at {
			path = path[:at] + path[end+1:]
		}
	}
	s, ok := settings[path]
	return s, ok
}

// SettingValue is a value as the document writes it, in words.
func SettingValue(path, value string, l Language) string {
	s, known := SettingOf(path)
	switch {
	case !known:
		return clean(value)
	case value == "":
		return s.Empty.In(l)
	}
	for _, o := range s.Options {
		if o.Value == value {
			return o.Label.In(l)
		}
	}
	shown := figure(value)
	if unit := s.Unit.In(l); unit != "" {
		shown += nbsp + unit
	}
	return shown
}

// figure is a value that is a number as the shop writes numbers; any other text as it is.
func figure(value string) string {
	whole, part, fractional := strings.Cut(value, ".")
	if whole == "" || strings.Trim(whole+part, "0123456789") != "" || fractional && part == "" {
		return clean(value)
	}
	whole = Group(whole)
	if fractional {
		whole += "," + part
	}
	return whole
}

var (
	vnd     = Of("₫", "₫")
	percent = Of("%", "%")
	point   = Of("điểm", "points")
	dayUnit = Of("ngày", "days")
	noLimit = Of("không giới hạn", "no limit")
	no      = Of("không", "none")
)

func onOff(on, off Both) []SettingOption {
	return []SettingOption{{Value: "true", Label: Of("Có", "Yes"), About: on}, {Value: "false", Label: Of("Không", "No"), About: off}}
}

// settings is every setting of the programme, by its JSON path without the places in lists.
var settings = map[string]Setting{
	"enabled": {Label: Of("Chương trình tích điểm", "Earning points"), About: Of("Tắt thì không đơn nào tích điểm nữa; điểm đã có vẫn còn.", "When off, no order earns any more; points there are stay."),
		Options: []SettingOption{{Value: "true", Label: Of("Bật", "On")}, {Value: "false", Label: Of("Tắt", "Off")}}, Words: Of("bật tắt dừng", "on off stop")},
	"currency":   {Label: Of("Tiền tệ", "Currency"), About: Of("Đồng, không có số lẻ; đặt lúc lập cửa hàng, mọi giá theo nó.", "Whole đồng; set when the shop was founded, all prices are in it."), Words: Of("tiền", "money")},
	"time_zone":  {Label: Of("Múi giờ", "Time zone"), About: Of("Ngày bắt đầu lúc 00:00 theo múi giờ này; đặt lúc lập cửa hàng, vì ngày của báo cáo và của hạn điểm đã theo nó.", "Days begin at 00:00 of this zone; set when the shop was founded, because reports and lapses have their days by it."), Words: Of("giờ", "clock")},
	"channels":   {Label: Of("Kênh được tích điểm", "Channels that earn"), Empty: Of("không kênh nào", "none"), About: Of("Đơn từ kênh khác vẫn lưu, nhưng không tích điểm.", "Orders of other channels are stored and earn nothing."), Words: Of("cửa hàng web facebook messenger sàn", "store web facebook messenger marketplace")},
	"ranking":    {Label: Of("Quy đổi điểm xếp hạng", "Ranking points")},
	"tiers":      {Label: Of("Hạng", "Tier"), Empty: no},
	"tiers.id":   {Label: Of("Mã hạng", "Tier id")},
	"tiers.name": {Label: Of("Tên hạng", "Tier's name"), About: Of("Tên in trên hóa đơn và hiện cho khách.", "As receipts and customers see it.")},
	"tiers.min_ranking_points": {Label: Of("Từ điểm xếp hạng", "From ranking points"), Unit: point,
		About: Of("Đủ bằng số này là lên hạng. Hạng đầu từ 0.", "Exactly so many reach the tier. The first begins at 0."), Words: Of("ngưỡng lên hạng", "threshold")},
	"tiers.rate_percent": {Label: Of("Tỷ lệ", "Rate"), Unit: percent,
		About: Of("Tỷ lệ quy đổi điểm thưởng, 0 đến 1.000 %. 100 % là một điểm thưởng cho mỗi điểm xếp hạng.", "Reward points for ranking points, 0 to 1.000 %. 100 % is one for one."), Words: Of("quy đổi điểm thưởng", "reward conversion")},
	"ranking.spend": {Label: Of("Chi tiêu quy đổi", "Spend"), Unit: vnd,
		About: Of("Khách trả ngần này thì được số điểm xếp hạng ở dòng dưới.", "For so much spend a member gets the ranking points below."), Words: Of("điểm xếp hạng", "ranking conversion")},
	"ranking.points": {Label: Of("được điểm xếp hạng", "gives ranking points"), Unit: point, About: Of("Điểm xếp hạng chỉ để xét hạng, không tiêu được.", "Ranking points only decide the tier; they can't be spent."), Words: Of("quy đổi", "conversion")},
	"rounding": {Label: Of("Nguyên tắc làm tròn điểm", "Rounding of points"), Words: Of("phần lẻ thập phân", "fraction"),
		Options: []SettingOption{{Value: "drop", Label: Of("Bỏ phần lẻ", "Drop the fraction"), About: Of("1,5 điểm → 1 điểm; 1,8 điểm → 1 điểm", "1,5 points → 1; 1,8 points → 1")},
			{Value: "half_up", Label: Of("Làm tròn từ 0,5", "Round from 0,5"), About: Of("1,5 điểm → 2 điểm; 1,3 điểm → 1 điểm", "1,5 points → 2; 1,3 points → 1")}}},
	"tier_review.mode": {Label: Of("Xét lại hạng", "Tier review"), About: Of("Lên hạng là ngay lập tức; xuống hạng chỉ khi xét lại.", "A tier is reached at once, and lost at a review only."), Words: Of("xuống hạng giữ hạng", "lose downgrade"),
		Options: []SettingOption{{Value: "never", Label: Of("Không", "Never"), About: Of("Hạng đã đạt giữ mãi.", "A tier reached is kept for ever.")}, {Value: "yearly", Label: Of("Mỗi năm", "Yearly"), About: Of("Mỗi đầu năm tính lại theo chi tiêu năm trước.", "At each new year by last year's spend.")},
			{Value: "rolling", Label: Of("Cuốn chiếu", "Rolling"), About: Of("Tính theo số tháng gần nhất.", "By the last so many months.")}}},
	"tier_review.months": {Label: Of("Số tháng xét", "Months looked at"), Unit: Of("tháng", "months")},

	"earn.trigger": {Label: Of("Trạng thái đơn được tích", "An order earns when"), About: Of("Đơn hàng được tự động tích điểm khi nào?", "When does an order earn by itself?"), Words: Of("thanh toán giao hàng hoàn tất", "paid delivered completed"),
		Options: []SettingOption{{Value: "completed", Label: Of("Đã thanh toán và giao hàng", "Paid and delivered"), About: Of("Tích khi đơn hoàn tất.", "When the order is completed.")}, {Value: "paid", Label: Of("Đã thanh toán", "Paid"), About: Of("Tích ngay khi trả đủ tiền.", "As soon as it is paid in full.")}}},
	"earn.activation.mode": {Label: Of("Điểm bắt đầu có hiệu lực", "Points become usable"), About: Of("Khi nào khách dùng được điểm vừa tích?", "When can new points be used?"), Words: Of("kích hoạt chờ", "activation pending"),
		Options: []SettingOption{{Value: "immediate", Label: Of("Được sử dụng ngay", "At once")}, {Value: "hours", Label: Of("Sau số giờ", "After hours")}, {Value: "days", Label: Of("Sau số ngày", "After days"), About: Of("Một ngày là 24 giờ.", "A day is 24 hours.")}}},
	"earn.activation.value":      {Label: Of("Sau khoảng thời gian", "After"), About: Of("Tính từ lúc điểm phát sinh.", "Counted from when the points arose."), Words: Of("giờ ngày", "hours days")},
	"earn.excluded_skus":         {Label: Of("Sản phẩm không tích điểm", "Products without points"), Empty: no, About: Of("Enter tìm hàng theo tên hoặc mã. Hàng có cờ “không tích điểm” thì khỏi ghi ở đây.", "Enter finds products by name or SKU. Those flagged as earning nothing needn't stand here."), Words: Of("loại trừ mã hàng", "excluded sku")},
	"earn.excluded_categories":   {Label: Of("Nhóm hàng không tích điểm", "Categories without points"), Empty: no, About: Of("Mọi hàng của nhóm, kể cả hàng thêm sau này.", "Every product of the category, later ones too."), Words: Of("loại trừ danh mục", "excluded category")},
	"earn.excluded_from_ranking": {Label: Of("Hàng loại trừ tính xếp hạng", "Excluded goods rank"), Words: Of("điểm xếp hạng", "ranking"), Options: []SettingOption{{Value: "false", Label: Of("Có tính", "They count")}, {Value: "true", Label: Of("Không tính", "They don't")}}, About: Of("Hàng không tích điểm thưởng có được điểm xếp hạng không?", "Do goods that earn no reward points count for the tier?")},
	"earn.base.tax": {Label: Of("Thuế GTGT trong tiền tích", "VAT in what earns"), Words: Of("vat", "tax"), About: Of("Giá bán đã gồm thuế.", "Prices have their VAT in them."),
		Options: []SettingOption{{Value: "included", Label: Of("Tính cả thuế", "Counts")}, {Value: "excluded", Label: Of("Trừ thuế", "Left out")}}},
	"earn.base.points_paid": {Label: Of("Phần trả bằng điểm", "What points paid"), About: Of("Phần khách trả bằng điểm có tích điểm nữa không?", "Does what was paid with points earn again?"),
		Options: []SettingOption{{Value: "excluded", Label: Of("Không tích", "Earns nothing")}, {Value: "included", Label: Of("Có tích", "Earns")}}},
	"earn.base.discounted_lines": {Label: Of("Hàng đang giảm giá", "Discounted lines"), Words: Of("khuyến mãi", "promotion"),
		Options: []SettingOption{{Value: "earn", Label: Of("Có tích", "Earn"), About: Of("Tích theo giá đã giảm.", "By the price after the discount.")}, {Value: "none", Label: Of("Không tích", "Earn nothing")}}},

	"expiry.mode": {Label: Of("Hạn sử dụng của điểm", "Points lapse"), About: Of("Luật mới chỉ cho điểm phát sinh từ nay; điểm đã có giữ luật lúc bán.", "A new rule is for points to come; points there are keep the rule of their sale."), Words: Of("hết hạn xóa điểm", "expiry lapse"),
		Options: []SettingOption{{Value: "never", Label: Of("Không hết hạn", "Never")},
			{Value: "after_accrual", Label: Of("Sau khi phát sinh", "After they arose"), About: Of("Mỗi phần điểm bị xóa sau số ngày, kể từ lúc được cộng.", "Each lot lapses so many days after it was given.")},
			{Value: "after_last_order", Label: Of("Sau đơn gần nhất", "After the last order"), About: Of("Điểm bị xóa nếu khách không phát sinh đơn hàng trong số ngày này.", "Points lapse when a member buys nothing for so many days.")},
			{Value: "yearly", Label: Of("Định kỳ hằng năm", "Every year"), About: Of("Điểm hiện có bị xóa toàn bộ lúc 00:00 ngày - tháng này.", "All points lapse at 00:00 of this day.")}}},
	"expiry.days":  {Label: Of("Số ngày", "Days"), Unit: dayUnit, About: Of("Một ngày là 24 giờ.", "A day is 24 hours."), Words: Of("hạn dùng", "life")},
	"expiry.day":   {Label: Of("Ngày", "Day"), About: Of("29/2 thành 1/3 ở năm thường.", "29 February is 1 March in other years."), Words: Of("hằng năm", "yearly")},
	"expiry.month": {Label: Of("Tháng", "Month"), Words: Of("hằng năm", "yearly")},
	"expiry.existing": {Label: Of("Điểm đang có", "Points that are there"), Empty: Of("cho theo hạn này…", "let them follow this rule…"),
		About: Of("Enter xem bao nhiêu điểm còn theo hạn cũ, và áp dụng hạn này cho chúng.", "Enter shows how many points follow older rules, and lets them follow this one."), Words: Of("áp dụng hạn mới cho điểm cũ", "apply expiry to existing lots")},

	"use.value_per_point": {Label: Of("Một điểm trị giá", "A point is worth"), Unit: vnd, About: Of("Khi trừ vào đơn hoặc đổi voucher tiền.", "When taken off an order or made a voucher."), Words: Of("giá trị", "value")},
	"use.max_percent":     {Label: Of("Tối đa theo đơn", "At most of the order"), Unit: percent, Empty: noLimit, About: Of("Phần trăm của hàng sau giảm giá và voucher.", "Of the goods after discounts and vouchers."), Words: Of("giới hạn phần trăm", "limit percent")},
	"use.max_amount":      {Label: Of("Tối đa số tiền", "At most an amount"), Unit: vnd, Empty: noLimit, About: Of("Cho mỗi đơn.", "For each order."), Words: Of("giới hạn", "limit")},
	"use.max_points":      {Label: Of("Tối đa số điểm", "At most points"), Unit: point, Empty: noLimit, About: Of("Cho mỗi đơn.", "For each order."), Words: Of("giới hạn", "limit")},
	"use.min_points":      {Label: Of("Ít nhất số điểm", "At least points"), Unit: point, Empty: noLimit, About: Of("Dùng ít hơn thì không được.", "Fewer can't be used."), Words: Of("tối thiểu", "minimum")},
	"use.step":            {Label: Of("Bội số của", "Multiples of"), Unit: point, Empty: noLimit, About: Of("Số điểm dùng phải chia hết cho số này.", "Points used are whole multiples of it."), Words: Of("bước", "step")},
	"use.levels":          {Label: Of("Mức chọn nhanh", "Levels to choose"), Unit: percent, Empty: no, About: Of("Phần trăm của số điểm dùng được, cách nhau bằng dấu cách: 25 50 75 100.", "Percents of what may be used, with blanks between: 25 50 75 100."), Words: Of("mức", "levels")},
	"use.as_voucher":      {Label: Of("Đổi điểm lấy voucher tiền", "Points as a money voucher"), Options: onOff(Both{}, Both{}), Words: Of("phiếu", "voucher")},
	"use.when_disabled":   {Label: Of("Dùng điểm khi đã tắt", "Usable while earning is off"), About: Of("Chương trình tắt rồi thì điểm đã có còn dùng được không?", "Can points that are there be used while the programme is off?"), Options: onOff(Both{}, Both{})},

	"returns.already_spent": {Label: Of("Điểm đã tiêu khi trả hàng", "Spent points of returns"), About: Of("Trả hàng mà điểm của đơn đã tiêu hết thì sao?", "When goods come back whose points were spent:"), Words: Of("thu hồi âm", "claw back"),
		Options: []SettingOption{{Value: "negative", Label: Of("Cho âm điểm", "Owe them"), About: Of("Số dư xuống dưới 0, mua thêm bù lại.", "The balance goes below 0 until earning repays it.")},
			{Value: "floor_at_zero", Label: Of("Về 0 là thôi", "Stop at 0"), About: Of("Không thu quá số đang có.", "No more than there is.")},
			{Value: "deduct_from_refund", Label: Of("Trừ tiền hoàn", "Off the refund"), About: Of("Phần thiếu trừ vào tiền trả khách.", "What is missing comes off the money given back.")}}},
	"returns.grace_days": {Label: Of("Hạn thêm cho điểm trả về", "Days of grace"), Unit: dayUnit, About: Of("Điểm, voucher trả về đã quá hạn thì sống thêm ngần này.", "Points and vouchers that come back after their day live so long.")},
	"returns.unpaid_points": {Label: Of("Đơn hủy trước khi trả tiền", "Orders cancelled unpaid"), About: Of("Điểm đã trừ vào đơn chưa trả tiền rồi bị hủy.", "Points that such an order had used."),
		Options: []SettingOption{{Value: "restore", Label: Of("Trả lại điểm", "Points come back")}, {Value: "keep_used", Label: Of("Không trả", "Stay used")}}, Words: Of("hủy đơn", "cancel")},

	"offline.use": {Label: Of("Dùng điểm khi mất mạng", "Points without the link"), Words: Of("offline", "offline"),
		Options: []SettingOption{{Value: "none", Label: Of("Không", "None"), About: Of("Mất mạng thì không dùng điểm.", "No points are used without the link.")},
			{Value: "shares", Label: Of("Phần giữ sẵn", "Shares"), About: Of("Mỗi quầy giữ sẵn một phần điểm của khách quen; không bao giờ dùng quá.", "Each till holds a part of its regulars' points; never overdrawn.")},
			{Value: "trust", Label: Of("Tin khách", "Trust"), About: Of("Quá phần giữ sẵn vẫn cho dùng thêm, có thể âm.", "A little more than the share, which may overdraw.")}}},
	"offline.keep_points":  {Label: Of("Quầy giữ sẵn mỗi khách", "A till holds of a member"), Unit: point, About: Of("Nhiều nhất cho một khách ở một quầy.", "At most, of one member at one till."), Words: Of("phần giữ", "share")},
	"offline.keep_days":    {Label: Of("Cho khách đã đến trong", "Of members seen within"), Unit: dayUnit, About: Of("Khách quen của quầy.", "The till's regulars.")},
	"offline.stop_hours":   {Label: Of("Ngừng dùng điểm sau", "No more points after"), Unit: Of("giờ mất mạng", "hours offline"), About: Of("0 giờ: mất mạng là không dùng điểm nữa.", "0 hours: no points are used without the link.")},
	"offline.trust_points": {Label: Of("Tin thêm mỗi khách", "Trusted beyond it"), Unit: point, About: Of("Chỉ khi chọn “Tin khách”.", "Only with “Trust”.")},

	"reason":         {Label: Of("Lý do", "Reason"), Empty: Of("không bắt buộc", "may stay empty"), About: Of("Ghi vào lịch sử, cho người xem sau này.", "Kept in the history for who reads it later.")},
	"effective_from": {Label: Of("Có hiệu lực từ", "In force from"), Empty: Of("ngay khi lưu", "as soon as it is saved"), About: Of("Ngày như 01/12/2026: từ 00:00 ngày ấy. Để trống là ngay.", "A day like 01/12/2026: from its 00:00. Empty is at once."), Words: Of("hẹn ngày", "schedule")},
}

// Channel is a sales channel by its name in documents.
func Channel(id string, l Language) string {
	if name, known := channels[id]; known {
		return name.In(l)
	}
	return clean(id)
}

var channels = map[string]Both{
	"store": Of("Tại cửa hàng", "In the store"), "web": Of("Website", "Web shop"), "facebook": Of("Facebook", "Facebook"),
	"messenger": Of("Messenger", "Messenger"), "marketplace": Of("Sàn TMĐT", "Marketplaces"),
}
