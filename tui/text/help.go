package text

// HelpRow is one line of a two-column table in the help: what is done, and what it does.
type HelpRow struct{ Input, Means string }

// Help is the texts of the help.
type Help struct {
	Title    string
	Keys     string // heading: the keys of the screen below
	OrType   string // heading of the words that may be typed instead of a key
	Field    string // heading: what the order screen's field understands
	Grammar  []HelpRow
	Always   string // heading: what works everywhere
	Anywhere []HelpRow
	Sizes    []string
}

var (
	helpVi = Help{
		Title:  "Trợ giúp",
		Keys:   "Phím của màn hình này",
		OrType: "hoặc gõ",
		Field:  "Ô nhập của màn hình bán hàng, gõ rồi Enter",
		Grammar: []HelpRow{
			{"quét mã vạch", "bán hàng; mã cân bán đúng khối lượng"},
			{"3*", "số lượng cho mã kế tiếp"},
			{"3* rồi mã", "bán 3 món của mã đó"},
			{"0912345678", "gắn khách có số điện thoại này"},
			{"3 đến 7 chữ số", "số cuối điện thoại của khách, hoặc mã hàng"},
			{"sua tuoi", "tìm hàng và khách, không cần gõ dấu"},
			{"-", "bỏ dòng đang chọn; -2 bỏ dòng 2"},
			{"=25000", "sửa giá dòng đang chọn, cần giám sát duyệt"},
			{"%10", "giảm 10 % dòng đang chọn"},
			{"%%10, %%20000", "giảm cả đơn 10 % hoặc 20.000 ₫; F5 hai lần cũng vậy"},
			{"Ins", "bán thêm một món như dòng đang chọn; hoặc gõ /themnua"},
			{"HD-01-000123", "nhận lại hàng của hóa đơn này; quét mã trên hóa đơn cũng vậy"},
			{"18 chữ số", "áp dụng voucher; quét ở đâu cũng được"},
			{"Ctrl+Z, Ctrl+Y", "hoàn tác, làm lại mọi thay đổi của đơn; ngay sau khi hủy đơn: mở lại hàng"},
			{"áo đỏ, rồi F6", "treo đơn với ghi chú này; F8 lấy lại, đơn đang bán được treo thay"},
			{"/tra", "như phím F9; phím F nào cũng có từ riêng"},
		},
		Always: "Ở mọi nơi",
		Anywhere: []HelpRow{
			{"Esc", "quay lại, không bao giờ mất đơn"},
			{"F12", "két và ca: thu, chi, nộp, mở két, X (F5), đếm và đóng ca (F9), bàn giao, xem lại Z"},
			{"F9", "việc chính của màn hình: thu tiền, tạo, giao, in lại, trả hàng"},
			{"Ctrl+P", "mọi chức năng, tìm theo tên; Enter làm ngay"},
			{"Ctrl+K", "khóa màn hình; PIN mở lại, mọi thứ còn nguyên"},
			{"Ctrl+L", "đổi tiếng Việt, tiếng Anh"},
			{"Ctrl+T", "đổi màu: tối, sáng, tương phản, 16 màu, không màu"},
			{"chạm, bấm chuột", "nút, dòng, thẻ, thanh phím; thả tay ra mới làm"},
			{"Shift + kéo chuột", "chọn chữ để chép như trong mọi cửa sổ dòng lệnh"},
			{"con lăn", "cuộn danh sách mà không đổi dòng đang chọn"},
			{"quét mã nhầm chỗ", "mã hàng không gõ vào đâu cả, máy báo tiếng lỗi"},
		},
		Sizes: []string{
			"Cửa sổ nhỏ nhất 60×20, đủ mọi thứ từ 80×24, rộng từ 120 cột thì thấy đơn và khách cạnh nhau.",
			"Terminal giữ F1, F10 hay F11 cho riêng nó thì gõ từ thay phím: /giup.",
		},
	}
	helpEn = Help{
		Title:  "Help",
		Keys:   "Keys of this screen",
		OrType: "or type",
		Field:  "The order screen's field, type and Enter",
		Grammar: []HelpRow{
			{"scan a barcode", "sells it; a scale's code sells its weight"},
			{"3*", "quantity for the next code"},
			{"3* and a code", "sells 3 of it"},
			{"0912345678", "attaches the member with this phone"},
			{"3 to 7 digits", "a member's last digits, or an item code"},
			{"sua tuoi", "finds products and members, marks not needed"},
			{"-", "removes the marked line; -2 removes line 2"},
			{"=25000", "overrides the marked line's price, with approval"},
			{"%10", "takes 10 % off the marked line"},
			{"%%10, %%20000", "10 % or 20.000 ₫ off the whole order; so does F5 twice"},
			{"Ins", "sells one more of the marked line's goods; or type /repeat"},
			{"HD-01-000123", "takes goods of this receipt back; so does scanning it"},
			{"18 digits", "applies a voucher; it may be scanned anywhere"},
			{"Ctrl+Z, Ctrl+Y", "undo and redo any change of the order; right after a void: its goods again"},
			{"red coat, then F6", "holds the order under this note; F8 recalls, swapping the one at hand"},
			{"/pay", "as F9; every F-key has a word"},
		},
		Always: "Everywhere",
		Anywhere: []HelpRow{
			{"Esc", "goes back and never loses an order"},
			{"F12", "drawer and shift: cash in and out, drops, X (F5), count and close (F9), hand over, old Zs"},
			{"F9", "a screen's main deed: pay, create, hand over, reprint, return"},
			{"Ctrl+P", "every action, found by its name; Enter runs it"},
			{"Ctrl+K", "locks the screen; the PIN brings all back"},
			{"Ctrl+L", "changes between English and Vietnamese"},
			{"Ctrl+T", "changes the colours: dark, light, high contrast, 16, none"},
			{"tap, click", "buttons, rows, tabs and the key bar; acts on release"},
			{"Shift + drag", "selects text to copy, as in every terminal"},
			{"wheel", "scrolls a list and leaves the mark where it is"},
			{"a scan elsewhere", "of goods is typed nowhere; the till sounds its error tone"},
		},
		Sizes: []string{
			"Smallest window 60×20, complete from 80×24; from 120 columns order and member stand side by side.",
			"If your terminal keeps F1, F10 or F11 for itself, type the word instead: /help.",
		},
	}
)
