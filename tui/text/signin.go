package text

import (
	"time"

	"tim/domain/money"
)

// SignIn is the texts of the sign-in screen and of the opening float.
type SignIn struct {
	Who        string
	Idle       string // over the people of a till that is locked
	Cashier    string
	Supervisor string
	Manager    string
	PIN        func(name string) string // over the field
	PINHint    string                   // in the empty field
	DemoPIN    func(pin string) string
	Locked     func(left time.Duration) string
	Keys       string
	SignInKey  string
	UnlockKey  string
	Nobody     string // nobody may sign in here

	Float          func(name string) string
	FloatWhy       string
	FloatField     string
	FloatHint      string
	FloatEcho      func(v money.VND) string
	FloatLeft      func(number int64, cashier string, v money.VND) string // what the last shift left, which Enter takes
	FloatOff       func(v money.VND) string                               // and how far what is typed is from that
	FloatThousands func(typed string, v money.VND) string                 // a number below 1.000 means thousands
	OpenKey        string
	LeaveKey       string
}

var signInVi = SignIn{
	Who: "Ai bán hàng?", Idle: "Đã khóa vì không ai dùng", Cashier: "Thu ngân", Supervisor: "Giám sát", Manager: "Quản lý",
	PIN:     func(name string) string { return "PIN của " + name },
	PINHint: "gõ PIN rồi Enter",
	DemoPIN: func(pin string) string { return "PIN " + pin },
	Locked:  func(left time.Duration) string { return "Sai PIN nhiều lần: chờ " + Elapsed(left) },
	Keys:    "↑↓ chọn người", SignInKey: "Vào quầy", UnlockKey: "Mở khóa",
	Nobody: "Chưa có nhân viên nào ở quầy này",

	Float:      func(name string) string { return "Chào " + name },
	FloatWhy:   "Đếm tiền trong két rồi khai, để cuối ca biết thừa hay thiếu.",
	FloatField: "Tiền đầu ca", FloatHint: "gõ số tiền rồi Enter, không có gì thì gõ 0",
	FloatEcho: func(v money.VND) string { return "Mở ca với " + Money(v) },
	FloatLeft: func(number int64, cashier string, v money.VND) string {
		return "Ca " + Points(number) + " (" + cashier + ") để lại " + Money(v) + " · Enter nhận"
	},
	FloatOff: func(v money.VND) string { return "lệch " + Money(v) + " so với ca trước để lại" },
	FloatThousands: func(typed string, v money.VND) string {
		return "Mở ca với " + Money(v) + "  (" + typed + " nghìn)"
	},
	OpenKey: "Mở ca", LeaveKey: "Đổi người",
}

var signInEn = SignIn{
	Who: "Who is selling?", Idle: "Locked while nobody was here", Cashier: "Cashier", Supervisor: "Supervisor", Manager: "Manager",
	PIN:     func(name string) string { return "PIN of " + name },
	PINHint: "type the PIN, then Enter",
	DemoPIN: func(pin string) string { return "PIN " + pin },
	Locked:  func(left time.Duration) string { return "Too many wrong PINs: wait " + Elapsed(left) },
	Keys:    "↑↓ choose who", SignInKey: "Sign in", UnlockKey: "Unlock",
	Nobody: "Nobody may sign in at this till yet",

	Float:      func(name string) string { return "Hello " + name },
	FloatWhy:   "Count the drawer and declare it, so that the close shows what is over or short.",
	FloatField: "Opening float", FloatHint: "type the amount, then Enter; 0 if there is none",
	FloatEcho: func(v money.VND) string { return "Open the shift with " + Money(v) },
	FloatLeft: func(number int64, cashier string, v money.VND) string {
		return "Shift " + Points(number) + " (" + cashier + ") left " + Money(v) + " · Enter: yes"
	},
	FloatOff: func(v money.VND) string { return "off by " + Money(v) + " from what was left" },
	FloatThousands: func(typed string, v money.VND) string {
		return "Open the shift with " + Money(v) + "  (" + typed + " thousand)"
	},
	OpenKey: "Open", LeaveKey: "Someone else",
}
