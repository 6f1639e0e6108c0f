package text

// Pick is the texts of the search for products and members.
type Pick struct {
	Products, Members       string // the two tabs
	ProductHint, MemberHint string // in the empty field
	Product, Code, Unit     string // headings
	Price                   string
	Member, Phone, Tier     string
	Points                  string // usable points
	NoPoints                string // beside goods that earn nothing
	Reading                 string // before the first answer
	Found                   func(n int) string
	Chosen                  func(n int) string // to print labels of
	First                   func(n int) string // as many as the search shows, and there may be more
	NoProduct, NoMember     func(typed string) string
	ProductAdvice           string // what else to try
	MemberAdvice            string
	Create                  string
	CreateFor               func(phone string) string
	Weight                  func(unit string) string
	PerUnit                 func(price, unit string) string
	Sell, Back              string
}

var (
	pickVi = Pick{
		Products: "Hàng hóa", Members: "Khách hàng",
		ProductHint: "gõ tên hàng, có dấu hay không đều được, hoặc mã hàng",
		MemberHint:  "gõ tên khách, hoặc từ 3 số cuối điện thoại",
		Product:     "Tên hàng", Code: "Mã hàng", Unit: "Đơn vị", Price: "Đơn giá",
		Member: "Khách hàng", Phone: "Điện thoại", Tier: "Hạng", Points: "Điểm dùng được",
		NoPoints: "·không tích điểm",
		Reading:  "Đang tìm…",
		Found:    func(n int) string { return Count(n) + " kết quả" },
		Chosen:   func(n int) string { return "✓ " + Count(n) + " món · F8 in tem" },
		First:    func(n int) string { return Count(n) + " kết quả đầu, gõ thêm để thu hẹp" },
		NoProduct: func(typed string) string {
			return "Không có hàng nào khớp “" + typed + "”"
		},
		NoMember: func(typed string) string {
			return "Không có khách nào khớp “" + typed + "”"
		},
		ProductAdvice: "Thử ít chữ hơn, mã hàng, hoặc Esc rồi quét mã vạch.",
		MemberAdvice:  "Thử một phần tên, hoặc 3 số cuối điện thoại.",
		Create:        "Tạo khách mới",
		CreateFor:     func(phone string) string { return "Tạo khách mới " + phone },
		Weight:        func(unit string) string { return "Khối lượng (" + unit + ")" },
		PerUnit:       func(price, unit string) string { return price + " / " + unit },
		Sell:          "Thêm vào đơn", Back: "Quay lại",
	}
	pickEn = Pick{
		Products: "Products", Members: "Members",
		ProductHint: "type a name, with or without marks, or an item code",
		MemberHint:  "type a name, or the last 3 digits or more of the phone",
		Product:     "Product", Code: "Code", Unit: "Unit", Price: "Unit price",
		Member: "Member", Phone: "Phone", Tier: "Tier", Points: "Usable points",
		NoPoints: "·earns no points",
		Reading:  "Searching…",
		Chosen:   func(n int) string { return "✓ " + Count(n) + " chosen · F8 prints" },
		Found: func(n int) string {
			if n == 1 {
				return "1 result"
			}
			return Count(n) + " results"
		},
		First: func(n int) string { return "first " + Count(n) + ", type more to narrow" },
		NoProduct: func(typed string) string {
			return "No product matches “" + typed + "”"
		},
		NoMember: func(typed string) string {
			return "No member matches “" + typed + "”"
		},
		ProductAdvice: "Try fewer letters, the item code, or Esc and scan it.",
		MemberAdvice:  "Try a part of the name, or the phone's last 3 digits.",
		Create:        "Create a member",
		CreateFor:     func(phone string) string { return "Create a member for " + phone },
		Weight:        func(unit string) string { return "Weight (" + unit + ")" },
		PerUnit:       func(price, unit string) string { return price + " / " + unit },
		Sell:          "Add to the order", Back: "Back",
	}
)
