package text

// Receipt is the texts around a receipt; the receipt's own are of tui/print.
type Receipt struct {
	Reading             string
	Reprint             string
	Return              string
	CameBack, Elsewhere string // head of what came back; stands for a slip without a number
	Returned            func(slip string) string
	Columns             func(n int) string // shows it in so many columns
	Saved               func(file string) string
	Rows                func(first, last, all int) string
}

var (
	receiptVi = Receipt{
		Reading: "Đang đọc…",
		Reprint: "In lại", Return: "Trả hàng",
		CameBack: "Hàng đã nhận lại của hóa đơn này", Elsewhere: "ở kênh khác",
		Returned: func(slip string) string { return "Trả hàng " + slip },
		Columns:  func(n int) string { return Count(n) + " cột" },
		Saved:    func(file string) string { return "Đã lưu: " + file },
		Rows: func(first, last, all int) string {
			return "dòng " + Count(first) + "–" + Count(last) + " trong " + Count(all) + ", ↑↓ cuộn"
		},
	}
	receiptEn = Receipt{
		Reading: "Reading…",
		Reprint: "Reprint", Return: "Return",
		CameBack: "What came back of this receipt", Elsewhere: "elsewhere",
		Returned: func(slip string) string { return "Return " + slip },
		Columns:  func(n int) string { return Count(n) + " cols" },
		Saved:    func(file string) string { return "Saved: " + file },
		Rows: func(first, last, all int) string {
			return "lines " + Count(first) + "–" + Count(last) + " of " + Count(all) + ", ↑↓ scroll"
		},
	}
)
