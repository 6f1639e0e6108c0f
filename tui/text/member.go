package text

import "strings"

// Member is the texts of creating a member. The consent texts belong to the version that is stored with each consent
// (counter.ConsentText): whoever changes a word of them raises it.
type Member struct {
	Title, Attaches      string
	Name, Phone          string
	NameHint, PhoneHint  string
	Points, News         string // the two consents
	Required, Optional   string
	PointsText, NewsText string
	Read                 func(version string) string // that they are read to the customer
	Tick                 string                      // how a consent is ticked
	Create               string
	Taken                func(name string) string
	Attach               func(name string) string
}

// Rule is Fault's first part, the rule that was broken: beside a field it is plain what happened and where to type.
func Rule(err error, l Language) string {
	rule, _, _ := strings.Cut(Fault(err, l), " · ")
	return rule
}

var (
	memberVi = Member{
		Title: "Tạo thành viên", Attaches: "tạo xong gắn luôn vào đơn này",
		Name: "Họ và tên", Phone: "Số điện thoại",
		NameHint: "như khách đọc", PhoneHint: "10 số, bắt đầu bằng 0",
		Points: "Tích điểm", News: "Nhận tin ưu đãi",
		Required: "bắt buộc", Optional: "không bắt buộc",
		PointsText: "Tôi đồng ý để cửa hàng lưu họ tên, số điện thoại và các lần mua để tính và dùng điểm. " +
			"Tôi rút lại được bất cứ lúc nào; khi đó tài khoản điểm dừng.",
		NewsText: "Tôi đồng ý nhận tin ưu đãi của cửa hàng qua số điện thoại này. " +
			"Tôi rút lại được bất cứ lúc nào mà vẫn giữ điểm.",
		Read: func(version string) string {
			return "Đọc cho khách nghe; khách đồng ý mới đánh dấu · " + version
		},
		Tick:   "Space đánh dấu",
		Create: "Tạo thành viên",
		Taken:  func(name string) string { return "Số này là của " + name },
		Attach: func(name string) string { return "Gắn " + name + " vào đơn" },
	}
	memberEn = Member{
		Title: "Create a member", Attaches: "will be attached to this order",
		Name: "Full name", Phone: "Phone number",
		NameHint: "as the customer says it", PhoneHint: "10 digits, beginning with 0",
		Points: "Collect points", News: "Receive offers",
		Required: "required", Optional: "optional",
		PointsText: "I agree that the shop keeps my name, phone and purchases to work out and use my points. " +
			"I can withdraw this at any time; the account then stops.",
		NewsText: "I agree to receive the shop's offers at this phone number. " +
			"I can withdraw this at any time and keep my points.",
		Read: func(version string) string {
			return "Read aloud; tick only what is agreed to · " + version
		},
		Tick:   "Space ticks",
		Create: "Create the member",
		Taken:  func(name string) string { return "This number belongs to " + name },
		Attach: func(name string) string { return "Attach " + name },
	}
)
