package text

// Palette is the texts of the list of all actions.
type Palette struct {
	Title       string
	Placeholder string
	Here        string // heading: what works on the screen below
	None        string // nothing is called so
	Advice      string
	Everywhere  Both // heading: what works on every screen
}

var paletteVi = Palette{
	Title: "Mọi chức năng", Placeholder: "gõ tên việc, tiếng Việt hay Anh, không cần dấu",
	Here: "Ở màn hình này", None: "Không có việc nào tên như vậy.", Advice: "Thử ít chữ hơn: “tra” tìm cả trả tiền và trả hàng.",
	Everywhere: Of("Ở mọi nơi", "Everywhere"),
}

var paletteEn = Palette{
	Title: "Every action", Placeholder: "type what you want to do, in English or Vietnamese",
	Here: "On this screen", None: "No action is called that.", Advice: "Try fewer letters: “ret” finds returns.",
	Everywhere: Of("Ở mọi nơi", "Everywhere"),
}
