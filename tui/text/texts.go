package text

// Texts is every sentence of the screens in one language, a section for each screen in a file of its own. A
// sentence that is missing in a language shows as a failing test; one that is missing in the type does not compile.
type Texts struct {
	Common   Common
	SignIn   SignIn
	Order    Order
	Held     Held
	Approve  Approve
	Heart    Heart
	Voucher  Voucher
	Pay      Pay
	Pick     Pick
	Member   Member
	Menu     Menu
	Receipt  Receipt
	Printer  Printer
	Help     Help
	Returns  Returns
	Display  Display
	Drawer   Drawer
	Desk     Desk
	Palette  Palette
	Latency  Latency
	Export   Export
	Staff    Staff
	Manage   Manage
	Program  Program
	Apply    Apply
	Setup    Setup
	People   People
	Invoices Invoices
	Buyer    Buyer
}

// In is the texts of a language.
func In(l Language) *Texts {
	if l == English {
		return &english
	}
	return &vietnamese
}

var vietnamese = Texts{
	Common: commonVi, SignIn: signInVi, Order: orderVi, Held: heldVi, Approve: approveVi, Heart: heartVi, Voucher: voucherVi, Pay: payVi, Pick: pickVi,
	Member: memberVi, Menu: menuVi, Receipt: receiptVi, Printer: printerVi, Help: helpVi, Returns: returnsVi, Display: displayVi, Drawer: drawerVi, Desk: deskVi,
	Palette: paletteVi, Latency: latencyVi, Export: exportVi, Staff: staffVi, Manage: manageVi, Program: programVi, Apply: applyVi, Setup: setupVi, People: peopleVi, Invoices: invoicesVi, Buyer: buyerVi,
}

var english = Texts{
	Common: commonEn, SignIn: signInEn, Order: orderEn, Held: heldEn, Approve: approveEn, Heart: heartEn, Voucher: voucherEn, Pay: payEn, Pick: pickEn,
	Member: memberEn, Menu: menuEn, Receipt: receiptEn, Printer: printerEn, Help: helpEn, Returns: returnsEn, Display: displayEn, Drawer: drawerEn, Desk: deskEn,
	Palette: paletteEn, Latency: latencyEn, Export: exportEn, Staff: staffEn, Manage: manageEn, Program: programEn, Apply: applyEn, Setup: setupEn, People: peopleEn, Invoices: invoicesEn, Buyer: buyerEn,
}
