package text

import "tim/domain/shift"

// Staff is the texts of the page where managers change who works at the shop.
type Staff struct {
	Title, MenuAbout     string
	GateTitle, GateAbout string
	GatePIN, GateOpen    string
	Add, AddAbout        string
	Here, Gone           string
	Known                string // the list is only what this till knows
	Name, ID, Role       string
	State                string
	Acts                 func(what shift.Changing) (label, about string)
	Heading              func(what shift.Changing, name string) string
	PIN, Again           string
	RoleKeys             string
	Sure                 string // under letting go
	Send, Cancel         string
	Asking               string
	Comes                string // when the other tills know it
	RoleOf               func(r shift.Role) string
}

func roleOf(t *SignIn) func(r shift.Role) string {
	return func(r shift.Role) string {
		switch r {
		case shift.Manager:
			return t.Manager
		case shift.Supervisor:
			return t.Supervisor
		}
		return t.Cashier
	}
}

var staffVi = Staff{
	Title: "Nhân viên", MenuAbout: "thêm, đổi vai trò, PIN, cho nghỉ; việc của quản lý",
	GateTitle: "Trang nhân viên", GateAbout: "Chỉ quản lý sửa được ai làm ở đây.", GatePIN: "PIN quản lý", GateOpen: "Mở",
	Add: "+ Thêm người", AddAbout: "tên, vai trò, PIN",
	Here: "đang làm", Gone: "đã nghỉ",
	Known: "theo quầy này, chưa hỏi được trung tâm",
	Name:  "Tên", ID: "Mã", Role: "Vai trò", State: "Tình trạng",
	Acts: func(what shift.Changing) (label, about string) {
		switch what {
		case shift.Rename:
			return "Đổi tên", "tên trên màn hình và hóa đơn"
		case shift.SetRole:
			return "Đổi vai trò", "thu ngân, giám sát, quản lý"
		case shift.SetPIN:
			return "Đặt PIN mới", "PIN cũ hết dùng được"
		case shift.LetGo:
			return "Cho nghỉ", "không đăng nhập hay duyệt được nữa"
		}
		return "Nhận lại", "vai trò và PIN như trước"
	},
	Heading: func(what shift.Changing, name string) string {
		switch what {
		case shift.Hire:
			return "Thêm người"
		case shift.Rename:
			return "Đổi tên: " + name
		case shift.SetRole:
			return "Đổi vai trò: " + name
		case shift.SetPIN:
			return "PIN mới: " + name
		case shift.LetGo:
			return "Cho nghỉ: " + name
		}
		return "Nhận lại: " + name
	},
	PIN: "PIN", Again: "Gõ lại PIN", RoleKeys: "← → chọn",
	Sure: "Người này không đăng nhập được ở quầy nào nữa. Nhận lại lúc nào cũng được.",
	Send: "Gửi", Cancel: "Thôi",
	Asking: "Đang nhờ trung tâm…", Comes: "Các quầy khác theo sau.",
	RoleOf: roleOf(&signInVi),
}

var staffEn = Staff{
	Title: "Staff", MenuAbout: "add, roles, PINs, let go; a manager's work",
	GateTitle: "The shop's staff", GateAbout: "Only a manager changes who works here.", GatePIN: "A manager's PIN", GateOpen: "Open",
	Add: "+ Somebody new", AddAbout: "name, role, PIN",
	Here: "works here", Gone: "let go",
	Known: "as this till knows it, central wasn't reached",
	Name:  "Name", ID: "Id", Role: "Role", State: "State",
	Acts: func(what shift.Changing) (label, about string) {
		switch what {
		case shift.Rename:
			return "Rename", "on screens and receipts"
		case shift.SetRole:
			return "Change the role", "cashier, supervisor, manager"
		case shift.SetPIN:
			return "Set a new PIN", "the old one is worth nothing then"
		case shift.LetGo:
			return "Let go", "no more signing in or approving"
		}
		return "Take on again", "role and PIN as before"
	},
	Heading: func(what shift.Changing, name string) string {
		switch what {
		case shift.Hire:
			return "Somebody new"
		case shift.Rename:
			return "Rename: " + name
		case shift.SetRole:
			return "Role: " + name
		case shift.SetPIN:
			return "New PIN: " + name
		case shift.LetGo:
			return "Let go: " + name
		}
		return "Take on again: " + name
	},
	PIN: "PIN", Again: "PIN again", RoleKeys: "← → picks",
	Sure: "They can sign in at no till any more. They can be taken on again at any time.",
	Send: "Send", Cancel: "Leave it",
	Asking: "Asking central…", Comes: "Other tills follow.",
	RoleOf: roleOf(&signInEn),
}
