package text

// Export is the texts of exported papers and ledgers.
type Export struct {
	// Headings of columns; each file has its stable key behind them.
	Till, Shift, Section, Key, Label string
	Count, Points, Amount, Text      string
	Epoch, Seq, At, Kind, Event      string
	Receipt, Order, Goods, Reason    string
	Member, Tenders, Actor, Approver string
	LedgerTill                       func(till string) string
	ApprovedBy, MemberIs, PointsIs   func(s string) string
	Page                             func(n, of int) string
	PaperOf                          func(till, shift, head, key string) string
	Proof                            string
	Rows                             func(n int64) string
}

var (
	exportVi = Export{
		Till: "Quầy", Shift: "Ca", Section: "Phần", Key: "Mã mục", Label: "Mục", Count: "Số lần", Points: "Điểm", Amount: "Số tiền", Text: "Nội dung",
		Epoch: "Kỳ", Seq: "Sự kiện", At: "Lúc", Kind: "Loại", Event: "Việc", Receipt: "Hóa đơn", Order: "Đơn", Goods: "Hàng", Reason: "Lý do",
		Member: "Khách", Tenders: "Cách trả", Actor: "Ai", Approver: "Duyệt", LedgerTill: func(till string) string { return "Sổ quầy " + till },
		ApprovedBy: func(s string) string { return "duyệt: " + s },
		MemberIs:   func(s string) string { return "khách " + s }, PointsIs: func(s string) string { return s + " điểm" },
		Page: func(n, of int) string { return "Trang " + Count(n) + "/" + Count(of) },
		PaperOf: func(till, shift, head, key string) string {
			return "Quầy " + till + " · ca " + shift + " · sổ " + head + " · khóa " + key
		},
		Proof: "Kiểm chứng", Rows: func(n int64) string { return Points(n) + " sự kiện" },
	}
	exportEn = Export{
		Till: "Till", Shift: "Shift", Section: "Section", Key: "Item", Label: "Figure", Count: "Count", Points: "Points", Amount: "Amount", Text: "Text",
		Epoch: "Epoch", Seq: "Event no.", At: "At", Kind: "Kind", Event: "What", Receipt: "Receipt", Order: "Order", Goods: "Goods", Reason: "Reason",
		Member: "Member", Tenders: "Paid by", Actor: "Who", Approver: "Approver", LedgerTill: func(till string) string { return "Ledger of till " + till },
		ApprovedBy: func(s string) string { return "approved by " + s },
		MemberIs:   func(s string) string { return "member " + s }, PointsIs: func(s string) string { return s + " points" },
		Page: func(n, of int) string { return "Page " + Count(n) + " of " + Count(of) },
		PaperOf: func(till, shift, head, key string) string {
			return "Till " + till + " · shift " + shift + " · head " + head + " · key " + key
		},
		Proof: "Proof", Rows: func(n int64) string { return Points(n) + " events" },
	}
)
