package text

import (
	"strings"
	"time"

	"tim/domain/setup"
)

// Setup is the texts of a first start.
type Setup struct {
	Title      string
	ChainTitle string // of a chain's central
	Step       func(n, of int) string
	Next       string
	Back       string
	Leave      string // what Esc does on the first step
	Make       string
	Join       string // instead, of a till that joins a chain
	Keys       string // under the fields
	Example    string
	Asking     string
	Reading    string
	Printing   string
	Printed    string
	PINs       string // over those that were made
	PINAgain   string // a draft has none
	Making     func(s setup.Step) string
	Items      func(n int64) string
	Kept       string // on the terminal, when it is left before the end
	Open       string // the button behind a made chain
	Rows       func(good, bad int) string
	Row        func(row int64, field string) string
}

var setupVi = Setup{
	Title: "Mở cửa hàng mới", ChainTitle: "Mở chuỗi mới", Step: func(n, of int) string { return "Bước " + Count(n) + "/" + Count(of) },
	Next: "Tiếp tục", Back: "Lùi", Leave: "Thoát", Make: "TẠO CỬA HÀNG", Join: "BẮT ĐẦU BÁN",
	Keys:    "Enter giữ nguyên và tiếp tục · ↑↓ sang ô khác · ← → chọn · Esc lùi, không mất gì",
	Example: "Ví dụ", Asking: "Đang hỏi trung tâm…", Reading: "Đang đọc tệp…", Printing: "Đang in thử…",
	Printed:  "Đã gửi trang thử ra máy in",
	PINs:     "PIN mới, ghi lại ngay, không xem lại được:",
	PINAgain: "PIN không được lưu nháp: gõ lại PIN, hoặc để trống để tạo mới.",
	Making: func(s setup.Step) string {
		return [...]string{"Tạo tệp và khóa", "Ghi cửa hàng, chương trình điểm, nhân viên, hàng", "Nhận chỗ cho quầy", "Chép dữ liệu bán hàng", "Đưa vào nơi ở"}[s]
	},
	Items: func(n int64) string { return Points(n) + " mục" },
	Kept:  "Những gì đã điền được giữ lại: chạy lại lệnh này để làm tiếp.",
	Open:  "Xong",
	Rows:  func(good, bad int) string { return Count(good) + " hàng đọc được, " + Count(bad) + " lỗi" },
	Row:   func(row int64, field string) string { return "dòng " + Points(row) + " " + field },
}

var setupEn = Setup{
	Title: "A new shop", ChainTitle: "A new chain", Step: func(n, of int) string { return "Step " + Count(n) + "/" + Count(of) },
	Next: "Continue", Back: "Back", Leave: "Leave", Make: "MAKE THE SHOP", Join: "START SELLING",
	Keys:    "Enter keeps it and goes on · ↑↓ another field · ← → choose · Esc back, nothing is lost",
	Example: "Example", Asking: "Asking central…", Reading: "Reading the file…", Printing: "Printing a test…",
	Printed:  "The test page went to the printer",
	PINs:     "New PINs, write them down now, they are never shown again:",
	PINAgain: "A draft keeps no PINs: type them again, or leave them empty to get new ones.",
	Making: func(s setup.Step) string {
		return [...]string{"Make files and keys", "Store shop, programme, staff and products", "Take the till's place", "Copy what the till sells from", "Put it in its place"}[s]
	},
	Items: func(n int64) string { return Points(n) + " items" },
	Kept:  "What was filled in is kept: the same command goes on with it.",
	Open:  "Done",
	Rows:  func(good, bad int) string { return Count(good) + " products read, " + Count(bad) + " faults" },
	Row:   func(row int64, field string) string { return "row " + Points(row) + " " + field },
}

// SetupStep is the name of a step of the first start, and what it is about.
type SetupStep struct{ Title, About Both }

// SetupSteps are the steps by their names.
var SetupSteps = map[string]SetupStep{
	"language": {Of("Ngôn ngữ", "Language"), Of("Chữ trên màn hình và hóa đơn. Đổi lúc nào cũng được bằng Ctrl+L.", "Of screens and receipts. Ctrl+L changes it at any time.")},
	"place":    {Of("Đứng một mình hay vào chuỗi", "Alone or in a chain"), Of("Một mình: mọi dữ liệu ở máy này. Vào chuỗi: theo trung tâm; cần địa chỉ và mã một lần.", "Alone: all data is on this machine. In a chain: central's address and a one-time code are needed.")},
	"shop":     {Of("Cửa hàng", "The shop"), Of("Như in ở đầu hóa đơn. Ô để trống thì không in.", "As receipts print it at their head. What is empty isn't printed.")},
	"zone":     {Of("Tiền và giờ", "Currency and time"), Of("Ngày giờ trên hóa đơn, hạn điểm và báo cáo theo múi giờ này.", "Receipts, lapses and reports go by this time zone.")},
	"points":   {About: Of("Chi tiêu đổi ra điểm xếp hạng; mỗi hạng tích điểm thưởng theo tỷ lệ riêng.", "Spend gives ranking points; each tier earns reward points at a rate of its own.")},
	"earning":  {About: Of("Khi nào điểm phát sinh, bao lâu sau thì dùng được, tính trên số tiền nào.", "When points arise, when they can be used, and of which amount.")},
	"expiry":   {About: Of("Điểm không dùng thì bao giờ hết hạn. Đổi về sau chỉ áp dụng cho điểm mới.", "When points that aren't used lapse. A later change is for new points only.")},
	"using":    {About: Of("Một điểm trừ bao nhiêu tiền, và giới hạn mỗi đơn. Ô để trống là không giới hạn.", "What a point takes off, and an order's limits. An empty one doesn't limit.")},
	"offline":  {About: Of("Bán và tích điểm luôn chạy. Dùng điểm khi mất mạng thì theo mức dưới đây.", "Selling and earning always go on. Using points offline goes by this.")},
	"staff":    {Of("Nhân viên", "Staff"), Of("Ít nhất một quản lý và một thu ngân, mỗi người một PIN 4 đến 12 số.", "A manager and a cashier at least, each with a PIN of 4 to 12 digits.")},
	"products": {Of("Hàng hóa", "Products"), Of("Thêm, sửa và nhập thêm lúc nào cũng được.", "More can be added, changed and imported at any time.")},
	"printer":  {Of("Máy in", "Printer"), Of("Không có máy in thì hóa đơn được lưu thành tệp.", "Without a printer receipts are kept as files.")},
	"summary":  {Of("Xem lại rồi tạo", "Look once more"), Of("Esc lùi lại. Tất cả, cả đổi trả, kênh bán, loại trừ: sửa ở Bàn quản lý.", "Esc goes back. All of it, and returns, channels, exclusions: manager's desk.")},
	"making":   {Of("Đang tạo cửa hàng", "Making the shop"), Of("Tắt máy lúc này cũng không sao: lần sau làm lại từ đầu bước này.", "A power cut does no harm now: the next start does this step again.")},
	"made":     {Of("Đã tạo", "Made"), Of("Ghi lại ngay: những dòng dưới đây chỉ hiện lần này.", "Write it down now: this is shown only once.")},
}

// setupLabels name the fields of a first start. What a field is for setupKeys say.
var setupLabels = map[string]Both{
	"language": Of("Ngôn ngữ", "Language"), "place": Of("Cửa hàng này", "This shop"), "central.url": Of("Địa chỉ trung tâm", "Central's address"),
	"central.code": Of("Mã một lần", "One-time code"), "central.ca": Of("Tệp chứng thực riêng", "Private authority's file"),
	"shop.name": Of("Tên cửa hàng", "Name"), "shop.address": Of("Địa chỉ", "Address"), "shop.phone": Of("Điện thoại", "Phone"), "shop.tax_code": Of("Mã số thuế", "Tax code"),
	"shop.returns": Of("Quy định đổi trả", "Return policy"), "shop_id": Of("Mã cửa hàng", "Shop's id"),
	"program.currency": Of("Tiền tệ", "Currency"), "program.time_zone": Of("Múi giờ", "Time zone"), "shop.discount_free": Of("Giảm giá không cần duyệt", "Discount without approval"),
	"manager": Of("Quản lý", "Manager"), "supervisor": Of("Giám sát", "Supervisor"), "cashier": Of("Thu ngân", "Cashier"), "central": Of("Trung tâm", "Central"),
	"staff.name": Of("Tên", "Name"), "staff.role": Of("Vai trò", "Role"), "staff.pin": Of("PIN", "PIN"), "staff.again": Of("Gõ lại PIN", "PIN again"), "add.staff": Of("+ Thêm người", "+ Somebody more"),
	"products.from": Of("Bắt đầu với", "Begin with"), "products.file": Of("Tệp CSV", "CSV file"), "product": Of("Tên hàng", "Product"), "product.price": Of("Giá ₫", "Price ₫"), "product.code": Of("Mã vạch", "Barcode"), "add.product": Of("+ Thêm dòng", "+ One more row"),
	"printer.kind": Of("Máy in", "Printer"), "printer.to": Of("Địa chỉ", "Address"), "printer.paper": Of("Khổ giấy", "Paper"), "printer.drawer": Of("Két tiền", "Cash drawer"), "test": Of("In thử", "Print a test"),
}

// SetupLabel names a field of a first start.
func SetupLabel(key string) Both { return setupLabels[key] }

// SetupAbout is what the answer at a key is for.
func SetupAbout(key string) Both { return setupKeys[key] }

// SetupChoices are what the answers that are chosen among mean, by key and value.
var setupChoices = map[string]map[string]Both{
	"language":       {"vi": Of("Tiếng Việt", "Tiếng Việt"), "en": Of("English", "English")},
	"place":          {"alone": Of("đứng một mình", "stands alone"), "chain": Of("vào một chuỗi", "joins a chain")},
	"staff.role":     {"cashier": Of("thu ngân", "cashier"), "supervisor": Of("giám sát", "supervisor"), "manager": Of("quản lý", "manager")},
	"products.from":  {"samples": Of("300 hàng mẫu", "300 samples"), "file": Of("tệp CSV", "a CSV file"), "list": Of("gõ tay", "by hand"), "none": Of("chưa có", "none yet")},
	"printer.kind":   {"none": Of("không có", "none"), "device": Of("cắm vào máy", "at this machine"), "tcp": Of("qua mạng", "on the network")},
	"printer.drawer": {"2": Of("chân 2", "pin 2"), "5": Of("chân 5", "pin 5"), "none": Of("không có", "none")},
	"printer.paper":  {"80": Of("80 mm", "80 mm"), "58": Of("58 mm", "58 mm")},
}

// SetupChoice is a choice's label.
func SetupChoice(key, value string) Both { return setupChoices[key][value] }

// setupUnits stand behind a field's value.
var setupUnits = map[string]Both{"shop.discount_free": Of("%", "%")}

// SetupUnit is what stands behind a field's value.
func SetupUnit(key string) Both { return setupUnits[key] }

// What an empty field means.
var (
	SetupNewPIN = Of("để trống: tạo giúp", "empty: made for you")
	SetupNoCode = Of("không có", "none")
)

// ZoneExample is the time there now.
func ZoneExample(now time.Time, zone *time.Location, l Language) string {
	return Of("Ở đó bây giờ là ", "It is now there ").In(l) + DateTime(now, zone)
}

// StaffExample is who approves what.
var StaffExample = Of("Thu ngân bán hàng. Quản lý duyệt hủy đơn, sửa giá, trả hàng; không ai tự duyệt cho mình.", "Cashiers sell. A manager approves voids, prices, returns; nobody approves their own.")

// PrinterExample is where receipts go.
func PrinterExample(p setup.Printer, l Language) string {
	if p.To == "" {
		return Of("Hóa đơn nằm trong thư mục receipts/, chữ và mã QR đủ cả.", "Receipts lie in the folder receipts/, text and codes.").In(l)
	}
	return Of("Hóa đơn in ra ", "Receipts go to ").In(l) + p.To + Of(" và vẫn lưu thành tệp.", " and are kept as files, too.").In(l)
}

// GoodsExample says how many products there are, and names the first.
func GoodsExample(n int, first []string, l Language) string {
	said := Count(n) + Of(" hàng", " products").In(l)
	if len(first) > 0 {
		said += ": " + strings.Join(first, " · ")
	}
	return said
}

// NoGoods says what a shop without products can do.
var NoGoods = Of("Chưa có hàng thì chưa bán được: nhập sau bằng central import hoặc trang Sản phẩm.", "A shop without products can't sell: import them later, or use the page of products.")

// What a chain's central shows when it is made.
var (
	SetupToken = Of("Khóa quản trị (admin token)", "Admin token")
	SetupCode  = Of("Mã cho quầy đầu tiên", "The first till's code")
	SetupUntil = Of("đến", "until")
)
