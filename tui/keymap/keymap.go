// Package keymap is the one table of what can be done and how: each action with its key, its word (`/pay`), and its label
// in both languages. Help, key bar, palette and the screens' own matching all read it. No letter and no digit is ever an
// action, because a scanner types them; ctrl+h is never one, because input methods send it as backspace.
//
// A screen chooses the actions that work on it (a Set); nothing else of the table is shown or matched there. Actions that
// never stand in one Set may share a key (F7 opens the points panel, and there it redeems); no Set has a key twice.
package keymap

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/tui/text"
)

// ID names an action for ever: stories, tests and hit targets use it.
type ID string

// The actions.
const (
	Help     ID = "help"
	Products ID = "products"
	Members  ID = "members"
	Quantity ID = "quantity"
	Discount ID = "discount"
	Hold     ID = "hold"
	Points   ID = "points"
	Recall   ID = "recall"
	Pay      ID = "pay"
	Menu     ID = "menu"
	Return   ID = "return"

	Redeem      ID = "redeem"       // and use it on the order
	HandBack    ID = "hand-back"    // a voucher, for its points
	Print       ID = "print"        //
	Code        ID = "code"         // shown big
	Exchange    ID = "exchange"     // goods brought back for others
	CancelOrder ID = "cancel-order" // one that is paid and not delivered
	NoExchange  ID = "no-exchange"  // the cart is an ordinary sale again
	Whole       ID = "whole"        // all that is left of an order comes back
	RefundBy    ID = "refund-by"    // how its money goes back

	NoSale     ID = "no-sale" // the drawer is opened without a sale
	TakeX      ID = "take-x"
	PaidIn     ID = "paid-in"
	PaidOut    ID = "paid-out"
	SafeDrop   ID = "safe-drop"
	CloseShift ID = "close-shift"
	Resume     ID = "resume"   // a suspended shift, or the count of one that is over
	Counting   ID = "counting" // by notes, or as one amount
	Done       ID = "done"     // what the screen is for
	Train      ID = "train"    // begins a training, or ends it

	Void       ID = "void"        // the open order
	HandOver   ID = "hand-over"   // the drawer
	CloseBlind ID = "close-blind" // the selling ends, the drawer is counted later
	Suspend    ID = "suspend"     // the shift
	Shifts     ID = "shifts"      // those that are over
	SignOut    ID = "sign-out"

	Desk      ID = "desk"      // the supervisor's
	Staff     ID = "staff"     // who works here
	Refresh   ID = "refresh"   // it
	Paper     ID = "paper"     // a shift's X or Z
	Reconcile ID = "reconcile" // an alert
	Export    ID = "export"    // what is looked at, to a file

	Printer   ID = "printer"    // its page
	Retry     ID = "retry"      // what waits for it, now
	TestPrint ID = "test-print" //
	Labels    ID = "labels"     // of the products that were found
	Choose    ID = "choose"     // a product whose label is to be printed
	Buyer     ID = "buyer"      // of the open order's invoice

	AskOnPaper ID = "ask-on-paper" // a transfer's code is printed at once, or by a key

	Manage  ID = "manage"  // the manager's desk
	Save    ID = "save"    // what was edited
	Add     ID = "add"     // one more of what is listed
	Drop    ID = "drop"    // the marked one of what is listed
	Preview ID = "preview" // what an edit would come to
	Again   ID = "again"   // what was before is used once more

	Confirm  ID = "confirm"
	Back     ID = "back"
	Remove   ID = "remove"
	Undo     ID = "undo"
	Redo     ID = "redo"
	Repeat   ID = "repeat"
	Later    ID = "later"
	Next     ID = "next"
	Previous ID = "previous"
	PageUp   ID = "page-up"
	PageDown ID = "page-down"

	Palette  ID = "palette"
	Lock     ID = "lock" // the screen
	Language ID = "language"
	Theme    ID = "theme"
	Link     ID = "link"
	Quit     ID = "quit"
)

// Action is one row of the table.
type Action struct {
	ID    ID
	Key   string    // as Name gives it: "f9", "ctrl+z"; "" for what has no key of its own and is found by its word
	Shown string    // as people read it: "F9", "Ctrl+Z"
	Words []string  // what may be typed instead, with the slash: "/pay", "/tra"; empty when the key is everyone's (Enter)
	Label text.Both // for the palette and help: "Thanh toán"
	Short text.Both // for the key bar: "Trả"
}

// Item is an action as one screen shows it in one language. A screen may change the texts, never the key.
type Item struct {
	ID           ID
	Key          string // "F9"
	Label, Short string
	Word         string // the first word, for help and palette: "/pay"
}

var table = []Action{
	{Help, "f1", "F1", []string{"/help", "/giup"}, text.Of("Trợ giúp", "Help"), text.Of("Giúp", "Help")},
	{Products, "f2", "F2", []string{"/products", "/hang"}, text.Of("Tìm hàng", "Products"), text.Of("Hàng", "Items")},
	{Members, "f3", "F3", []string{"/members", "/khach"}, text.Of("Tìm khách hàng", "Members"), text.Of("Khách", "Memb")},
	{Quantity, "f4", "F4", []string{"/quantity", "/sl"}, text.Of("Đổi số lượng", "Quantity"), text.Of("SL", "Qty")},
	{Discount, "f5", "F5", []string{"/discount", "/giam"}, text.Of("Giảm giá", "Discount"), text.Of("Giảm", "Disc")},
	{Hold, "f6", "F6", []string{"/hold", "/treo"}, text.Of("Treo đơn", "Hold the order"), text.Of("Treo", "Hold")},
	{Points, "f7", "F7", []string{"/points", "/diem"}, text.Of("Điểm và ưu đãi ♥", "Points and rewards ♥"), text.Of("♥", "♥")},
	{Recall, "f8", "F8", []string{"/recall", "/lay"}, text.Of("Lấy đơn treo", "Recall an order"), text.Of("Lấy", "Rcl")},
	{Pay, "f9", "F9", []string{"/pay", "/tra"}, text.Of("Thanh toán", "Pay"), text.Of("Trả", "Pay")},
	{Menu, "f12", "F12", []string{"/menu", "/ca"}, text.Of("Ca làm việc và quản lý", "Shift and manager menu"), text.Of("Ca", "Menu")},

	{Return, "ctrl+r", "Ctrl+R", []string{"/return", "/trahang"}, text.Of("Trả, đổi hàng", "Return, exchange"), text.Of("Đổi trả", "Ret.")},

	{Buyer, "", "", []string{"/mst", "/buyer"}, text.Of("Hóa đơn ghi tên công ty", "An invoice in a company's name"), text.Of("MST", "Buyer")},

	{Redeem, "f7", "F7", []string{"/redeem", "/doithuong"}, text.Of("Đổi thưởng và dùng ngay", "Redeem and use it now"), text.Of("Dùng ngay", "Use now")},
	{HandBack, "f6", "F6", []string{"/handback", "/hoandiem"}, text.Of("Trả lại voucher lấy điểm", "Hand a voucher back for its points"), text.Of("Lấy lại điểm", "To points")},
	{Print, "f5", "F5", []string{"/print", "/in"}, text.Of("In ra giấy", "Print"), text.Of("In", "Print")},
	{Code, "f4", "F4", []string{"/code", "/maso"}, text.Of("Hiện mã to", "Show the code big"), text.Of("Mã", "Code")},
	{Whole, "f6", "F6", []string{"/whole", "/trahet"}, text.Of("Trả hết các món còn lại", "All that is left comes back"), text.Of("Trả hết", "All")},
	{RefundBy, "f5", "F5", []string{"/refund", "/hoantien"}, text.Of("Hoàn tiền bằng cách khác", "Refund in another way"), text.Of("Cách hoàn", "Refund by")},
	{Exchange, "f8", "F8", []string{"/exchange", "/doihang"}, text.Of("Đổi hàng", "Exchange"), text.Of("Đổi", "Exch.")},
	{Desk, "f12", "F12", []string{"/desk", "/giamsat"}, text.Of("Bàn giám sát", "Supervisor's desk"), text.Of("Giám sát", "Desk")},
	{Staff, "", "", []string{"/staff", "/nhanvien"}, text.Of("Nhân viên", "Staff"), text.Of("Nh.viên", "Staff")},
	{Refresh, "f5", "F5", []string{"/refresh", "/lammoi"}, text.Of("Đọc lại", "Read again"), text.Of("Đọc lại", "Again")},
	{Paper, "f9", "F9", []string{"/paper", "/baocao"}, text.Of("Báo cáo X, Z", "X or Z report"), text.Of("X/Z", "X/Z")},
	{Reconcile, "f8", "F8", []string{"/reconcile", "/doisoat"}, text.Of("Đối soát cảnh báo", "Reconcile the alert"), text.Of("Đối soát", "Reconcile")},
	{Export, "f6", "F6", []string{"/export", "/xuat"}, text.Of("Xuất ra tệp", "Export to a file"), text.Of("Xuất tệp", "Export")},
	{Manage, "f3", "F3", []string{"/manage", "/quanly"}, text.Of("Bàn quản lý", "Manager's desk"), text.Of("Quản lý", "Manage")},
	{Save, "f9", "F9", []string{"/save", "/luu"}, text.Of("Lưu các thay đổi", "Save what was changed"), text.Of("Lưu", "Save")},
	{Add, "f2", "F2", []string{"/add", "/them"}, text.Of("Thêm một mục vào danh sách", "One more in the list"), text.Of("Thêm", "Add")},
	{Drop, "f8", "F8", []string{"/takeoff", "/bomuc"}, text.Of("Bỏ mục đang chọn", "Take the marked one off"), text.Of("Bỏ mục", "Drop")},
	{Preview, "f6", "F6", []string{"/preview", "/xemtruoc"}, text.Of("Xem trước trên đơn hàng thật", "Preview on real orders"), text.Of("Xem trước", "Preview")},
	{Again, "f8", "F8", []string{"/again", "/dunglai"}, text.Of("Dùng lại phiên bản này", "Use this version again"), text.Of("Dùng lại", "Again")},
	{Printer, "", "", []string{"/printer", "/mayin"}, text.Of("Máy in", "Printer"), text.Of("Máy in", "Printer")},
	{Labels, "f8", "F8", []string{"/labels", "/temgia"}, text.Of("In tem giá của hàng tìm thấy", "Print labels of what was found"), text.Of("Tem giá", "Labels")},
	{Choose, "insert", "Ins", []string{"/choose", "/chon"}, text.Of("Chọn món để in tem giá", "Choose goods to print labels of"), text.Of("Chọn", "Choose")},
	{Retry, "f5", "F5", []string{"/retry", "/inngay"}, text.Of("Thử in ngay", "Try to print now"), text.Of("In ngay", "Try now")},
	{TestPrint, "f8", "F8", []string{"/testprint", "/inthu"}, text.Of("In thử", "Test print"), text.Of("In thử", "Test")},
	{AskOnPaper, "f6", "F6", []string{"/printqr", "/inqr"}, text.Of("In mã QR ngay khi chờ chuyển khoản, hoặc khi bấm phím", "Print a transfer's QR at once, or by a key"), text.Of("In QR", "QR")},
	{CancelOrder, "ctrl+x", "Ctrl+X", []string{"/cancel", "/huydon"}, text.Of("Hủy đơn đã trả tiền", "Cancel the paid order"), text.Of("Hủy đơn", "Cancel")},
	{NoExchange, "ctrl+x", "Ctrl+X", []string{"/noexchange", "/bodoi"}, text.Of("Bỏ đổi hàng, bán như thường", "No exchange, an ordinary sale"), text.Of("Bỏ đổi", "No exch.")},

	{NoSale, "f4", "F4", []string{"/nosale", "/moket"}, text.Of("Mở két không bán hàng", "Open the drawer without a sale"), text.Of("Mở két", "Open")},
	{TakeX, "f5", "F5", []string{"/x", "/baocaox"}, text.Of("Báo cáo X", "X report"), text.Of("X", "X")},
	{PaidIn, "f6", "F6", []string{"/paidin", "/thu"}, text.Of("Thu vào két", "Paid in"), text.Of("Thu", "In")},
	{PaidOut, "f7", "F7", []string{"/paidout", "/chi"}, text.Of("Chi từ két", "Paid out"), text.Of("Chi", "Out")},
	{SafeDrop, "f8", "F8", []string{"/drop", "/nop"}, text.Of("Nộp về két lớn", "Safe drop"), text.Of("Nộp", "Drop")},
	{CloseShift, "f9", "F9", []string{"/close", "/dongca"}, text.Of("Đếm và đóng ca", "Count and close the shift"), text.Of("Đóng ca", "Close")},
	{Resume, "f8", "F8", []string{"/resume", "/bantiep"}, text.Of("Ca chưa đóng: bán tiếp, hoặc đếm", "A shift not closed: go on, or count"), text.Of("Ca chưa đóng", "Not closed")},
	{Counting, "f6", "F6", []string{"/notes", "/demto"}, text.Of("Đếm từng tờ, hoặc gõ tổng tiền", "By notes, or as one amount"), text.Of("Tờ/tổng", "Notes/sum")},
	{Train, "f2", "F2", []string{"/train", "/daotao"}, text.Of("Đào tạo: bắt đầu, kết thúc", "Training: begin, end"), text.Of("Đào tạo", "Train")},
	{Done, "f9", "F9", []string{"/done", "/xong"}, text.Of("Làm việc của màn hình này", "Do what the screen is for"), text.Of("Xong", "Done")},

	{Void, "", "", []string{"/void", "/huy"}, text.Of("Hủy đơn đang mở", "Void the open order"), text.Of("Hủy đơn", "Void")},
	{HandOver, "", "", []string{"/handover", "/bangiao"}, text.Of("Bàn giao két", "Hand the drawer over"), text.Of("Bàn giao", "Hand over")},
	{CloseBlind, "", "", []string{"/blind", "/ngungban"}, text.Of("Ngừng bán, đếm sau", "Stop selling, count later"), text.Of("Ngừng bán", "Stop")},
	{Suspend, "", "", []string{"/suspend", "/tamdung"}, text.Of("Tạm dừng ca", "Suspend the shift"), text.Of("Tạm dừng", "Suspend")},
	{Shifts, "", "", []string{"/shifts", "/cacca"}, text.Of("Các ca đã qua", "Shifts that are over"), text.Of("Các ca", "Shifts")},
	{SignOut, "", "", []string{"/signout", "/dangxuat"}, text.Of("Đăng xuất", "Sign out"), text.Of("Đăng xuất", "Sign out")},

	{Confirm, "enter", "Enter", nil, text.Of("Đồng ý", "Confirm"), text.Of("Đồng ý", "OK")},
	{Back, "esc", "Esc", nil, text.Of("Quay lại, không mất đơn", "Back, the order stays"), text.Of("Đóng", "Close")},
	{Remove, "delete", "Del", []string{"/remove", "/xoa"}, text.Of("Bỏ dòng đang chọn", "Remove the marked line"), text.Of("Bỏ", "Rem")},
	{Undo, "ctrl+z", "Ctrl+Z", []string{"/undo", "/hoantac"}, text.Of("Hoàn tác", "Undo"), text.Of("Hoàn tác", "Undo")},
	{Redo, "ctrl+y", "Ctrl+Y", []string{"/redo", "/lamlai"}, text.Of("Làm lại việc vừa hoàn tác", "Do what was undone once more"), text.Of("Làm lại", "Redo")},
	{Repeat, "insert", "Ins", []string{"/repeat", "/themnua"}, text.Of("Bán thêm món của dòng đang chọn", "Sell the marked line's goods once more"), text.Of("Thêm", "Again")},
	{Later, "ctrl+g", "Ctrl+G", []string{"/later", "/giaosau"}, text.Of("Bán giao sau", "Sell for later delivery"), text.Of("Giao sau", "Later")},
	{Next, "tab", "Tab", nil, text.Of("Mục sau", "Next part"), text.Of("Sau", "Next")},
	{Previous, "shift+tab", "Shift+Tab", nil, text.Of("Mục trước", "Previous part"), text.Of("Trước", "Prev")},
	{PageUp, "pgup", "PgUp", nil, text.Of("Trang trước", "Page up"), text.Of("Lên", "Up")},
	{PageDown, "pgdown", "PgDn", nil, text.Of("Trang sau", "Page down"), text.Of("Xuống", "Down")},

	{Palette, "ctrl+p", "Ctrl+P", []string{"/all", "/lenh"}, text.Of("Mọi chức năng", "Every action"), text.Of("Lệnh", "All")},
	{Lock, "ctrl+k", "Ctrl+K", []string{"/lock", "/khoa"}, text.Of("Khóa màn hình", "Lock the screen"), text.Of("Khóa", "Lock")},
	{Language, "ctrl+l", "Ctrl+L", []string{"/language", "/ngonngu"}, text.Of("English", "Tiếng Việt"), text.Of("EN", "VI")},
	{Theme, "ctrl+t", "Ctrl+T", []string{"/theme", "/mau"}, text.Of("Đổi màu", "Change the colours"), text.Of("Màu", "Theme")},
	{Link, "ctrl+o", "Ctrl+O", []string{"/link", "/mang"}, text.Of("Nối hoặc ngắt mạng (bản thử)", "Link up or down (demo)"), text.Of("Mạng", "Link")},
	{Quit, "ctrl+c", "Ctrl+C", []string{"/quit", "/thoat"}, text.Of("Thoát chương trình", "Leave the program"), text.Of("Thoát", "Quit")},
}

// Actions is the whole table, in the order of help.
func Actions() []Action { return append([]Action(nil), table...) }

// Get is the action of an ID; an ID that is not in the table is a bug and panics.
func Get(id ID) Action {
	for _, a := range table {
		if a.ID == id {
			return a
		}
	}
	panic("keymap: no action " + string(id))
}

// Word is the action of the whole table that a word names: "/pay".
func Word(typed string) (ID, bool) {
	all := make(Set, len(table))
	for i, a := range table {
		all[i] = a.ID
	}
	return all.Word(typed)
}

// Set is the actions that work on one screen, in the order of its key bar.
type Set []ID

// Match is the action of this set whose key was pressed.
func (s Set) Match(k tea.KeyPressMsg) (ID, bool) {
	name := Name(k)
	for _, id := range s {
		if key := Get(id).Key; key != "" && key == name {
			return id, true
		}
	}
	return "", false
}

// Word is the action of this set that was typed as a word: "/pay", "/PAY " and "/tra" alike.
func (s Set) Word(typed string) (ID, bool) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	for _, id := range s {
		for _, word := range Get(id).Words {
			if word == typed {
				return id, true
			}
		}
	}
	return "", false
}

// Has says whether the action works here; a hit target's ID is checked with it.
func (s Set) Has(id ID) bool {
	for _, have := range s {
		if have == id {
			return true
		}
	}
	return false
}

// Items is the set as it is shown in one language.
func (s Set) Items(l text.Language) []Item {
	items := make([]Item, len(s))
	for i, id := range s {
		a := Get(id)
		items[i] = Item{ID: id, Key: a.Shown, Label: a.Label.In(l), Short: a.Short.In(l)}
		if len(a.Words) > 0 {
			items[i].Word = a.Words[0]
		}
	}
	return items
}
