package text

// Manage is the texts of the manager's desk.
type Manage struct {
	Title, MenuAbout                       string
	GateTitle, GateAbout                   string
	Unsaved                                func(changes int) string
	SaveHint, SearchHint                   string
	LeaveTitle, LeaveAbout                 string
	KeepEditing, SaveThem, DropThem        string
	Asking                                 string
	SaveTitle, SaveKeys                    string
	TierNew, TierGone                      string
	Entries                                func(n int) string
	NameField, NameHint                    string
	NamesAbout, TickHint                   string
	CategoryHint, CategoryAbout            string
	Goods                                  func(n int) string
	ConflictTitle, ConflictAbout           string
	ConflictBy                             func(author, at string) string
	ConflictKeys                           string
	SettingHead, Theirs, Mine              string
	PreviewTitle, PreviewRuns, PreviewNone string
	PreviewNewest, PreviewKeys             func(orders int) string
	PreviewOf                              func(orders int, from, to string) string
	TierHead, OrdersHead                   string
	BeforeHead, AfterHead, MoreHead        string
	AllTiers, Worth, OverTime              string
	Gain, Lose                             func(members int) string
	Nobody                                 string
	History, NoVersions                    string
	VersionHead, FromHead, ByHead          string
	ReasonHead, StateHead                  string
	Scheduled, InForce                     string
	MoreChanges                            func(n int) string
	VersionTitle                           func(n int64) string
	VersionBy                              func(author, at string) string
	TheStart                               string // since when a version is in force that always was
	InForceFrom                            func(at string) string
	NoReason, AgainHint                    string
	SearchField, SearchPlaceholder         string
	SearchKeys, NoHit                      string
}

var manageVi = Manage{
	Title: "Bàn quản lý", MenuAbout: "chương trình, đổi thưởng, khách hàng, sản phẩm; PIN quản lý",
	GateTitle: "Bàn quản lý", GateAbout: "Chỉ quản lý đổi được chương trình của cửa hàng.",
	Unsaved:  func(changes int) string { return Count(changes) + " thay đổi chưa lưu" },
	SaveHint: "Có thay đổi chưa lưu · F9 xem và lưu · Esc bỏ hoặc sửa tiếp", SearchHint: "Enter mở · Ctrl+P tìm một thiết lập theo tên",
	LeaveTitle: "Rời bàn quản lý?", LeaveAbout: "Chưa lưu thì các quầy vẫn theo thiết lập cũ.",
	KeepEditing: "Sửa tiếp", SaveThem: "Xem và lưu", DropThem: "Bỏ thay đổi",
	Asking:    "Đang nhờ trung tâm…",
	SaveTitle: "Lưu thay đổi", SaveKeys: "F9 Lưu · F6 xem trước trên đơn thật · Esc sửa tiếp",
	TierNew: "Thêm hạng", TierGone: "Bỏ hạng",
	Entries:   func(n int) string { return Count(n) + " mục" },
	NameField: "Thêm", NameHint: "gõ tên hoặc mã, Enter thêm", NamesAbout: "↑ ↓ chọn · F8 bỏ", TickHint: "Enter bật, tắt một kênh · Esc xong",
	CategoryHint: "gõ để tìm nhóm, Enter bật tắt", CategoryAbout: "↑ ↓ chọn · Enter bật, tắt · Esc xong",
	Goods: func(n int) string {
		if n == 0 {
			return "chưa có hàng"
		}
		return Count(n) + " mặt hàng"
	},
	ConflictTitle: "Người khác vừa lưu", ConflictAbout: "Chọn từng thiết lập; chưa lưu gì cả. Dấu ! là cả hai cùng sửa.",
	ConflictBy:   func(author, at string) string { return author + " · " + at },
	ConflictKeys: "← → chọn của ai · F9 lấy phần đã chọn rồi xem lại · Esc để sau",
	SettingHead:  "Thiết lập", Theirs: "Của họ", Mine: "Của mình",
	PreviewTitle: "Xem trước trên đơn hàng thật", PreviewRuns: "Đang tính lại các đơn gần đây…", PreviewNone: "Chưa có đơn nào của thành viên để tính.",
	PreviewNewest: func(orders int) string { return Count(orders) + " đơn mới nhất" },
	PreviewKeys: func(orders int) string {
		return "F6 tính " + Count(orders) + " đơn mới nhất · ↑ ↓ cuộn · Esc quay lại, chưa lưu gì"
	},
	PreviewOf: func(orders int, from, to string) string {
		return Count(orders) + " đơn của thành viên, từ " + from + " đến " + to
	},
	TierHead: "Hạng", OrdersHead: "Đơn", BeforeHead: "Trước", AfterHead: "Sau", MoreHead: "Chênh",
	AllTiers: "Tất cả", Worth: "Trị giá phải trả", OverTime: "Điểm theo thời gian",
	Gain:    func(members int) string { return "Được thêm nhiều nhất (" + Count(members) + " khách)" },
	Lose:    func(members int) string { return "Bị bớt nhiều nhất (" + Count(members) + " khách)" },
	Nobody:  "không ai",
	History: "Lịch sử", NoVersions: "Chưa ai sửa, đang theo mặc định.",
	VersionHead: "Phiên bản", FromHead: "Có hiệu lực từ", ByHead: "Người sửa", ReasonHead: "Lý do", StateHead: "Tình trạng",
	Scheduled: "hẹn ngày", InForce: "đang dùng",
	MoreChanges:  func(n int) string { return "và " + Count(n) + " thay đổi nữa, Enter xem hết" },
	VersionTitle: func(n int64) string { return "Phiên bản " + Points(n) },
	VersionBy:    func(author, at string) string { return author + " lưu " + at },
	TheStart:     "ban đầu",
	InForceFrom:  func(at string) string { return "Có hiệu lực từ " + at },
	NoReason:     "không ghi lý do", AgainHint: "F8 dùng lại phiên bản này (xem lại trước khi lưu) · Esc quay lại",
	SearchField: "Tìm thiết lập", SearchPlaceholder: "gõ vài chữ, không cần dấu", SearchKeys: "Enter đến đó · Esc đóng", NoHit: "Không có thiết lập nào tên như vậy.",
}

var manageEn = Manage{
	Title: "Manager's desk", MenuAbout: "programme, rewards, members, products; a manager's PIN",
	GateTitle: "The manager's desk", GateAbout: "Only a manager changes the shop's programme.",
	Unsaved: func(changes int) string {
		if changes == 1 {
			return "1 change isn't saved"
		}
		return Count(changes) + " changes aren't saved"
	},
	SaveHint: "Not saved yet · F9 shows and saves · Esc drops it or goes on", SearchHint: "Enter opens · Ctrl+P finds a setting by its name",
	LeaveTitle: "Leave the manager's desk?", LeaveAbout: "Until it is saved the tills keep the old settings.",
	KeepEditing: "Keep editing", SaveThem: "Show and save", DropThem: "Drop changes",
	Asking:    "Asking central…",
	SaveTitle: "Save changes", SaveKeys: "F9 saves · F6 previews on real orders · Esc goes on editing",
	TierNew: "New tier", TierGone: "Tier taken off",
	Entries: func(n int) string {
		if n == 1 {
			return "1 entry"
		}
		return Count(n) + " entries"
	},
	NameField: "Add", NameHint: "type a name or SKU, Enter adds", NamesAbout: "↑ ↓ mark · F8 takes off", TickHint: "Enter ticks a channel · Esc when done",
	CategoryHint: "type to find one, Enter ticks it", CategoryAbout: "↑ ↓ mark · Enter ticks · Esc when done",
	Goods: func(n int) string {
		switch n {
		case 0:
			return "no products yet"
		case 1:
			return "1 product"
		}
		return Count(n) + " products"
	},
	ConflictTitle: "Somebody else just saved", ConflictAbout: "Choose for each setting; nothing is saved yet. ! is what both changed.",
	ConflictBy:   func(author, at string) string { return author + " · " + at },
	ConflictKeys: "← → whose · F9 takes what is chosen, to be looked at again · Esc later",
	SettingHead:  "Setting", Theirs: "Theirs", Mine: "Mine",
	PreviewTitle: "Preview on real orders", PreviewRuns: "Working out the newest orders…", PreviewNone: "There are no orders of members yet.",
	PreviewNewest: func(orders int) string { return "newest " + Count(orders) + " orders" },
	PreviewKeys: func(orders int) string {
		return "F6 the newest " + Count(orders) + " orders · ↑ ↓ scroll · Esc back, nothing is saved"
	},
	PreviewOf: func(orders int, from, to string) string {
		return Count(orders) + " orders of members, " + from + " to " + to
	},
	TierHead: "Tier", OrdersHead: "Orders", BeforeHead: "Before", AfterHead: "After", MoreHead: "Change",
	AllTiers: "All", Worth: "What they are worth", OverTime: "Points over time",
	Gain:    func(members int) string { return "Gain most (" + Count(members) + " members)" },
	Lose:    func(members int) string { return "Lose most (" + Count(members) + " members)" },
	Nobody:  "nobody",
	History: "History", NoVersions: "Nobody changed it; these are the defaults.",
	VersionHead: "Version", FromHead: "In force from", ByHead: "Who", ReasonHead: "Why", StateHead: "State",
	Scheduled: "scheduled", InForce: "in force",
	MoreChanges:  func(n int) string { return "and " + Count(n) + " more changes, Enter shows all" },
	VersionTitle: func(n int64) string { return "Version " + Points(n) },
	VersionBy:    func(author, at string) string { return "saved by " + author + " " + at },
	TheStart:     "the start",
	InForceFrom:  func(at string) string { return "In force from " + at },
	NoReason:     "no reason given", AgainHint: "F8 uses this version again (to be looked at before saving) · Esc back",
	SearchField: "Find a setting", SearchPlaceholder: "type a few letters, marks aren't needed", SearchKeys: "Enter goes there · Esc closes", NoHit: "No setting is called that.",
}
