package text

import (
	"tim/domain/report"
)

// rules are the names of the patterns that are looked for, short enough for a column.
var rules = map[report.Rule]Both{
	report.CardOften:   Of("Một thẻ nhiều đơn", "One card, many sales"),
	report.CardLate:    Of("Gắn thẻ phút chót", "Card named late"),
	report.VoidLate:    Of("Hủy sau nhập tiền", "Void after tender"),
	report.RefundQuick: Of("Trả hàng quá nhanh", "Quick refunds"),
	report.SpendLate:   Of("Tiêu điểm cuối ca", "Points spent at close"),
	report.TicketSplit: Of("Chẻ nhỏ đơn", "Split tickets"),
	report.CountAgain:  Of("Đếm két nhiều lần", "Drawer counted again"),
	report.FloatOther:  Of("Tiền đầu ca lệch", "Float not as left"),
	report.RateHigh:    Of("Nhiều bất thường", "Unusually often"),
}

// why says of each rule what is suspected, and what to look at.
var why = map[report.Rule]Both{
	report.CardOften: Of("Một thẻ đi kèm quá nhiều đơn: có thể thẻ của nhân viên hay người nhà gắn vào đơn khách lẻ. Xem camera và hỏi thu ngân.",
		"One card goes with too many sales: perhaps a cashier's own on walk-ins' tickets. Look at the camera and ask the cashier."),
	report.CardLate: Of("Thẻ chỉ được gắn khi đã quét xong, nhiều lần, cùng một thu ngân: khách thật thường đọc số trước.",
		"The card is named only when all is scanned, again and again, by one cashier: customers say theirs before."),
	report.VoidLate: Of("Đơn bị hủy sau khi đã nhập tiền: khách có thể đã trả tiền và đi rồi. Đếm két, xem camera.",
		"Orders thrown away behind their payment: the customer may have paid and gone. Count the drawer, look at the camera."),
	report.RefundQuick: Of("Hàng vừa bán đã trả lại, cùng thu ngân: có thể không có khách nào quay lại.",
		"Goods of just now came back to the same cashier: perhaps no customer did."),
	report.SpendLate: Of("Điểm dồn dập được tiêu sát giờ đóng ca: có thể tiêu điểm của khách để lấy tiền mặt.",
		"Points are spent in a burst before the close: perhaps customers' points are turned into cash."),
	report.TicketSplit: Of("Một khách mua nhiều đơn liền nhau: có thể chẻ đơn để lấy thưởng nhiều lần.",
		"One member's purchases in pieces: perhaps to get a bonus several times."),
	report.CountAgain: Of("Một két khai nhiều số tiền trước khi chốt: có thể dò số phải có rồi lấy phần thừa. Đếm lại két, xem camera.",
		"One drawer was said to hold several sums before its Z: perhaps to learn what it should hold and take what is over. Count it again."),
	report.FloatOther: Of("Tiền đầu ca khác với tiền ca trước để lại trong két: hỏi cả hai người và đếm lại.",
		"The float isn't what the shift before left in the drawer: ask both, and count it again."),
	report.RateHigh: Of("Thu ngân này làm việc đó nhiều hơn hẳn người khác trong cửa hàng.",
		"This cashier does it far oftener than the others of the shop."),
}

// AlertName is what an alert is called: its rule's name, or that of central's exception.
func AlertName(a report.Alert, l Language) string {
	if b, known := rules[a.Rule]; known {
		return b.In(l)
	}
	return Exception(a.Kind, l)
}

// AlertWhy is what an alert's rule suspects, "" of central's exceptions.
func AlertWhy(a report.Alert, l Language) string { return why[a.Rule].In(l) }

// Alert is an alert in one sentence, without its name: who, what, how often, how much.
func Alert(a report.Alert, l Language) string {
	said := alertFigures(a.Finding, l)
	for _, who := range []string{clean(a.Detail), a.Member, a.Cashier, till(a.Finding.Till, l)} {
		if who != "" {
			said = join(who, said)
		}
	}
	return said
}

func till(number string, l Language) string {
	if number == "" {
		return ""
	}
	return In(l).Common.Till(number)
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + " · " + b
}

// alertFigures is how often and how much.
func alertFigures(f report.Finding, l Language) string {
	if f.N == 0 {
		return ""
	}
	said := Points(f.N) + " " + Of("lần", "times").In(l)
	if f.What != 0 {
		said = Event(f.What, l) + " " + said
	}
	if f.Amount != 0 {
		said += ", " + Money(f.Amount)
	}
	switch {
	case f.Usual > 0 && f.What != 0:
		said += ", " + Of("thường ", "usually ").In(l) + Points(f.Usual) + Of(" trên 1.000 đơn", " in 1.000 sales").In(l)
	case f.Usual > 0:
		said += ", " + Of("thường ", "usually ").In(l) + Points(f.Usual)
	}
	return said
}

// Tally is how often and for how much in a narrow column: "9/412k"; the count alone without money.
func Tally(t report.Tally, l Language) string {
	if t.N == 0 {
		return "0"
	}
	if t.Amount == 0 {
		return Points(t.N)
	}
	return Points(t.N) + "/" + Short(t.Amount, l)
}

// TallyExact is the same with the exact amount: "9 = 412.000 ₫".
func TallyExact(t report.Tally) string {
	if t.Amount == 0 {
		return Points(t.N)
	}
	return Points(t.N) + " = " + Money(t.Amount)
}
