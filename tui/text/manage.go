package text

// Manage is the texts of the manager's desk.
type Manage struct {
	Title, MenuAbout     string
	GateTitle, GateAbout string
}

var manageVi = Manage{
	Title: "Bàn quản lý", MenuAbout: "chương trình, đổi thưởng, khách hàng, sản phẩm; PIN quản lý",
	GateTitle: "Bàn quản lý", GateAbout: "Chỉ quản lý đổi được chương trình của cửa hàng.",
}

var manageEn = Manage{
	Title: "Manager's desk", MenuAbout: "programme, rewards, members, products; a manager's PIN",
	GateTitle: "The manager's desk", GateAbout: "Only a manager changes the shop's programme.",
}
