package print

import (
	"strings"
	"tim/domain/ident"

	"tim/domain/loyalty"
	"tim/domain/receipt"
	"tim/tui/text"
)

// Voucher is a voucher's slip (V3) as lines of at most so many cells: Narrow or Wide.
func Voucher(v receipt.Voucher, columns int, lang text.Language) []string {
	return Lines(VoucherRows(v, columns, lang), columns)
}

// VoucherRows is the same as rows; its code stands there as bars too.
func VoucherRows(v receipt.Voucher, columns int, lang text.Language) []Row {
	s := sheetOf(columns, lang, v.Zone)
	s.shop(v.Shop)
	s.centre(s.voucherTitle)
	s.mark(given(v.Training, s.training))
	s.rule()
	s.centre(s.voucherName(v.Name))
	from := len(s.rows)
	s.centre(s.gives(v))
	s.large(from)
	s.blank()
	s.text(0, strings.Join(s.conditions(v), "\n"))
	s.text(0, given(v.Member != "", s.onlyFor(v.Member)))
	s.pair(0, s.issued, text.DateTime(v.IssuedAt, v.Zone))
	s.pair(0, s.expires, s.until(v.ExpiresAt))
	s.rule()
	s.code(s.showCode, v.Code)
	s.picture(Code128, v.Code)
	s.centre(ident.SpacedVoucher(v.Code))
	return s.rows
}

// entry is a voucher among others of the member whose paper it is.
func (s *sheet) entry(v receipt.Voucher) {
	s.text(2, s.voucherName(v.Name))
	s.text(4, s.gives(v))
	s.text(4, strings.Join(s.conditions(v), "\n"))
	s.pair(4, s.expires, s.until(v.ExpiresAt))
	s.text(4, ident.SpacedVoucher(v.Code))
}

// conditions are what its use depends on besides time and its member.
func (s *sheet) conditions(v receipt.Voucher) []string {
	var lines []string
	if v.MinOrder > 0 {
		lines = append(lines, s.minOrder(text.Money(v.MinOrder)))
	}
	if !v.WithPoints {
		lines = append(lines, s.notWithPoints)
	}
	if !v.WithVouchers {
		lines = append(lines, s.notWithVouchers)
	}
	return lines
}

// gives is what a voucher takes off.
func (s *sheet) gives(v receipt.Voucher) string {
	switch g := v.Gives; {
	case g.Kind == loyalty.GiveAmount && g.Amount != nil:
		return s.off(text.Money(*g.Amount), "")
	case g.Kind == loyalty.GivePercent && g.Percent != nil && g.Cap != nil:
		return s.off(text.Percent(*g.Percent), text.Money(*g.Cap))
	case g.Kind == loyalty.GivePercent && g.Percent != nil:
		return s.off(text.Percent(*g.Percent), "")
	case v.Product != "":
		return s.free(v.Product)
	}
	return s.free(v.Gives.SKU)
}
