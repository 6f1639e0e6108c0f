package print

import "tim/tui/text"

// figureWords are the labels that only the list of an X's or Z's figures has.
type figureWords struct {
	till, shop                                    string
	receiptFirst, receiptLast                     string
	taxGross, taxNet, taxOf                       func(rate string) string
	taxBackGross, taxBackNet, taxBack             func(rate string) string
	totalTax, totalTaxBack                        string
	paidBy, refundedBy, changeBy                  func(tender string) string
	pieces                                        func(note string) string
	overShort, left, perPoint, attached, blind    string
	firstEvent, lastEvent, head, key, sealed, zAt string
	yes, no                                       string
	proven                                        string
	trainings, trainedMinutes                     string
	sealOver                                      func(events string) string
	check                                         func(event string) string
}

var allFigureWords = [...]figureWords{
	text.Vietnamese: {
		till: "Quầy", shop: "Cửa hàng", receiptFirst: "Hóa đơn đầu", receiptLast: "Hóa đơn cuối",
		taxGross: func(r string) string { return "Hàng bán thuế " + r + ", cả thuế" }, taxNet: func(r string) string { return "Hàng bán thuế " + r + ", chưa thuế" },
		taxOf:        func(r string) string { return "Thuế GTGT " + r },
		taxBackGross: func(r string) string { return "Hàng trả thuế " + r + ", cả thuế" }, taxBackNet: func(r string) string { return "Hàng trả thuế " + r + ", chưa thuế" },
		taxBack: func(r string) string { return "Thuế GTGT " + r + " của hàng trả" }, totalTax: "Tổng thuế GTGT", totalTaxBack: "Tổng thuế GTGT của hàng trả",
		paidBy: func(t string) string { return t }, refundedBy: func(t string) string { return t + ", hoàn lại" }, changeBy: func(t string) string { return t + ", tiền thừa đã thối" },
		pieces: func(note string) string { return "Tờ " + note }, overShort: "Thừa (+), thiếu (−)", left: "Tiền để lại trong két", perPoint: "Trị giá một điểm",
		attached: "Lượt gắn khách vào đơn", blind: "Kiểm mù", trainings: "Lượt đào tạo", trainedMinutes: "Phút đào tạo",
		firstEvent: "Sự kiện đầu", lastEvent: "Sự kiện cuối", head: "Mã băm sự kiện cuối", key: "Khóa công khai", sealed: "Lô đã ký", zAt: "Múi giờ",
		yes: "có", no: "không", proven: "KIỂM CHỨNG", sealOver: func(events string) string { return "Chữ ký của quầy trên các sự kiện " + events },
		check: func(event string) string {
			return "Cách kiểm: till export > so.jsonl, rồi till verify so.jsonl --key KHÓA; dòng của sự kiện " + event + " phải có đúng mã băm trên."
		},
	},
	text.English: {
		till: "Till", shop: "Shop", receiptFirst: "First receipt", receiptLast: "Last receipt",
		taxGross: func(r string) string { return "Goods at " + r + ", with VAT" }, taxNet: func(r string) string { return "Goods at " + r + ", net" },
		taxOf:        func(r string) string { return "VAT " + r },
		taxBackGross: func(r string) string { return "Goods back at " + r + ", with VAT" }, taxBackNet: func(r string) string { return "Goods back at " + r + ", net" },
		taxBack: func(r string) string { return "VAT " + r + " of goods back" }, totalTax: "VAT in all", totalTaxBack: "VAT of goods back in all",
		paidBy: func(t string) string { return t }, refundedBy: func(t string) string { return t + ", refunded" }, changeBy: func(t string) string { return t + ", change given" },
		pieces: func(note string) string { return "Notes of " + note }, overShort: "Over (+) or short (−)", left: "Cash left in the drawer", perPoint: "Worth of a point",
		attached: "Members named on a cart", blind: "Counted blind", trainings: "Trainings", trainedMinutes: "Minutes of training",
		firstEvent: "First event", lastEvent: "Last event", head: "Hash of the last event", key: "Public key", sealed: "Batch signed", zAt: "Time zone",
		yes: "yes", no: "no", proven: "PROOF", sealOver: func(events string) string { return "The till's signature over events " + events },
		check: func(event string) string {
			return "To check: till export > journal.jsonl, then till verify journal.jsonl --key KEY; the line of event " + event + " must have the hash above."
		},
	},
}
