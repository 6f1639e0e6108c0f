package text

// Texts is every sentence of the screens in one language, a section for each screen in a file of its own. A
// sentence that is missing in a language shows as a failing test; one that is missing in the type does not compile.
type Texts struct {
	Common  Common
	SignIn  SignIn
	Order   Order
	Approve Approve
	Heart   Heart
	Pay     Pay
	Pick    Pick
	Member  Member
	Menu    Menu
	Receipt Receipt
	Help    Help
}

// In is the texts of a language.
func In(l Language) *Texts {
	if l == English {
		return &english
	}
	return &vietnamese
}

var vietnamese = Texts{
	Common: commonVi, SignIn: signInVi, Order: orderVi, Approve: approveVi, Heart: heartVi, Pay: payVi, Pick: pickVi,
	Member: memberVi, Menu: menuVi, Receipt: receiptVi, Help: helpVi,
}

var english = Texts{
	Common: commonEn, SignIn: signInEn, Order: orderEn, Approve: approveEn, Heart: heartEn, Pay: payEn, Pick: pickEn,
	Member: memberEn, Menu: menuEn, Receipt: receiptEn, Help: helpEn,
}
