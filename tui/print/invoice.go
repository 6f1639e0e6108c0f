package print

import "tim/domain/receipt"

// invoiceWords are those about e-invoices.
type invoiceWords struct {
	symbol, authorityCode string // before the form's symbol and the authority's code
	awaited               string // instead of a code that central is still to give
	adjusts               string // before the code of the invoice that goods come back from
	buyer                 string
	lookup, lookupAt      string // above the code that looks it up, and before its address
}

var invoiceVi = invoiceWords{symbol: "Ký hiệu HĐĐT", authorityCode: "Mã HĐĐT", awaited: "HĐĐT: chờ cấp số", adjusts: "Điều chỉnh HĐ", buyer: "Người mua",
	lookup: "Tra cứu hóa đơn điện tử: quét mã", lookupAt: "Tra cứu hóa đơn ở"}

var invoiceEn = invoiceWords{symbol: "E-invoice form", authorityCode: "Code", awaited: "E-invoice: number to come", adjusts: "Adjusts", buyer: "Buyer",
	lookup: "Look up the e-invoice: scan this", lookupAt: "Look up the e-invoice at"}

// invoice says which e-invoice a paper is, and in whose name; nothing where none was made.
func (s *sheet) invoice(i receipt.Invoice) {
	switch {
	case !i.Number.Made():
		return
	case i.Number.Provisional():
		s.text(0, s.awaited)
	default:
		s.pair(0, s.symbol, i.Number.Symbol)
		s.pair(0, s.authorityCode, i.Number.String())
	}
	if i.Adjusts.Made() {
		s.text(0, s.adjusts+" "+i.Adjusts.String())
	}
	if i.Buyer.TaxCode != "" {
		s.pair(0, s.buyer, s.taxCode+" "+i.Buyer.TaxCode)
		s.text(2, i.Buyer.Name)
		s.text(2, i.Buyer.Address)
	}
}
