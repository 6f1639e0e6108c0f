package print

import (
	"tim/domain/receipt"
	"tim/tui/text"
)

// transferWords are those of a transfer that is asked for.
type transferWords struct {
	transferTitle, unpaid string
	toPay, account, memo  string
	scan                  string // above the code that a banking app reads
	keepMemo              string
}

var (
	transferVi = transferWords{
		transferTitle: "CHUYỂN KHOẢN", unpaid: "*** CHƯA THANH TOÁN ***", toPay: "SỐ TIỀN", account: "Tài khoản nhận", memo: "Nội dung",
		scan: "Quét bằng ứng dụng ngân hàng", keepMemo: "Giữ nguyên số tiền và nội dung để máy nhận ra khoản này.",
	}
	transferEn = transferWords{
		transferTitle: "BANK TRANSFER", unpaid: "*** NOT PAID YET ***", toPay: "AMOUNT", account: "Pay to", memo: "Memo",
		scan: "Scan with a banking app", keepMemo: "Keep amount and memo as they are: by them the till knows the payment.",
	}
)

// TransferRows is a transfer that is asked for, with the code that pays it.
func TransferRows(t receipt.Transfer, columns int, lang text.Language) []Row {
	s := sheetOf(columns, lang, t.Zone)
	s.shop(t.Shop)
	s.centre(s.transferTitle)
	s.mark(s.unpaid)
	s.mark(given(t.Training, s.training))
	s.pair(0, text.DateTime(t.At, t.Zone), labelled(s.till, t.Till))
	s.rule()
	from := len(s.rows)
	s.pair(0, s.toPay, text.Money(t.Amount))
	s.large(from)
	s.text(0, given(t.Bank != "", s.account+": "+t.Bank))
	s.pair(0, s.memo, t.Memo)
	s.rule()
	if t.QR != "" {
		s.code(s.scan, t.QR)
	}
	s.text(0, s.keepMemo)
	return s.rows
}
