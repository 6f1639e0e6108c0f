package text

import (
	"tim/domain/money"
	"tim/domain/sale"
)

// Tenders are the names of ways to pay, by sale.TenderKind; 0 is none that this program knows.
type Tenders [8]string

// Of is what a way to pay is called: a wallet by its own name.
func (t *Tenders) Of(kind sale.TenderKind, name string) string {
	switch {
	case kind == sale.Wallet && name != "":
		return clean(name)
	case int(kind) < len(t):
		return t[kind]
	}
	return t[0]
}

// Shown is the amount of a tender as people add up: what cash was rounded by stands on the side of what is to be paid.
func Shown(t sale.Tender) money.VND {
	if t.Kind == sale.Rounded {
		return -t.Received
	}
	return t.Received
}

var (
	tendersVi = Tenders{"khác", sale.Cash: "Tiền mặt", sale.Card: "Thẻ", sale.Transfer: "Chuyển khoản", sale.Swapped: "Hàng đổi",
		sale.Wallet: "Ví điện tử", sale.OnAccount: "Ghi nợ", sale.Rounded: "Làm tròn tiền mặt"}
	tendersEn = Tenders{"other", sale.Cash: "Cash", sale.Card: "Card", sale.Transfer: "Transfer", sale.Swapped: "Exchanged",
		sale.Wallet: "E-wallet", sale.OnAccount: "On account", sale.Rounded: "Cash rounding"}
)
