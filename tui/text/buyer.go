package text

// Buyer is the texts about the company in whose name an invoice is made.
type Buyer struct {
	Title, Hint string
	Names       string // before the company's name, above the field of the order
	Change      string // on the button beside it
}

var buyerVi = Buyer{Title: "Hóa đơn ghi tên công ty", Hint: "F9 ghi vào đơn · F8 bỏ tên · Esc để như cũ", Names: "Hóa đơn ghi tên", Change: "đổi, bỏ"}

var buyerEn = Buyer{Title: "An invoice in a company's name", Hint: "F9 puts it on the order · F8 takes it off · Esc leaves it as it was", Names: "The invoice names", Change: "change, take off"}
