package print

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/tui/text"
)

// Figure is one figure of an X or a Z for whoever calculates with it. Numbers are plain, "" where there is none; what the paper takes off is
// below 0, so that columns can be summed.
type Figure struct {
	Section string // stable: shift, sales, tenders, drawer, points, watched, proof
	Key     string // stable, within its section: "goods", "vat.8.net"
	Label   string // as the paper says it
	Count   string
	Points  string
	Amount  string // VND, whole đồng
	Text    string // of what is no number
}

// DayAndTime is how spreadsheets take an instant, in the shop's time zone.
const DayAndTime = "2006-01-02 15:04:05"

// Figures is an X or a Z figure by figure, those that are 0 too. What a blind count isn't told isn't there.
func Figures(doc report.Paper, lang text.Language) []Figure {
	f := figures{reportWords: &allReportWords[lang], figureWords: &allFigureWords[lang], words: &allWords[lang], doc: doc}
	f.top()
	f.sales()
	if !doc.Hidden {
		f.tenders()
	}
	f.drawer()
	f.points()
	f.watched()
	if doc.Provenance != nil {
		f.proof(*doc.Provenance)
	}
	return f.list
}

// figures lists them.
type figures struct {
	*reportWords
	*figureWords
	words   *words
	doc     report.Paper
	section string
	list    []Figure
}

func (f *figures) add(one Figure) {
	one.Section = f.section
	f.list = append(f.list, one)
}

func plainInt[N ~int64](n N) string { return strconv.FormatInt(int64(n), 10) }

func (f *figures) text(key, label, value string) {
	f.add(Figure{Key: key, Label: label, Text: strings.TrimSpace(clean(value))})
}

func (f *figures) at(key, label string, at time.Time) {
	f.text(key, label, at.In(f.doc.Zone).Format(DayAndTime))
}

func (f *figures) count(key, label string, n int64) {
	f.add(Figure{Key: key, Label: label, Count: plainInt(n)})
}

func (f *figures) amount(key, label string, v money.VND) {
	f.add(Figure{Key: key, Label: label, Amount: plainInt(v)})
}

func (f *figures) counted(key, label string, n int64, v money.VND) {
	f.add(Figure{Key: key, Label: label, Count: plainInt(n), Amount: plainInt(v)})
}

func (f *figures) tally(key, label string, sign money.VND, t report.Tally) {
	f.counted(key, label, t.N, sign*t.Amount)
}

func (f *figures) top() {
	f.section = "shift"
	sum, z := f.doc.Sum, f.doc.Z
	letter, title, at := "X", f.xTitle, f.taken
	if z != nil {
		letter, title, at = "Z", f.zTitle, f.closed
	}
	f.text("report", title, letter)
	f.text("shop", f.shop, f.doc.Shop.Name)
	f.text("tax_code", f.words.taxCode, f.doc.Shop.TaxCode)
	f.text("till", f.till, f.doc.Till)
	f.count("number", f.shiftNo, sum.Shift.Number)
	f.text("cashier", f.words.cashier, f.doc.Cashier)
	f.at("opened_at", f.opened, sum.Shift.OpenedAt)
	f.at("at", at, f.doc.At)
	f.text("closed_by", f.closedBy, f.doc.Closer)
	f.text("receipt_first", f.receiptFirst, sum.Receipts[0])
	f.text("receipt_last", f.receiptLast, sum.Receipts[1])
}

func (f *figures) sales() {
	f.section = "sales"
	sum := f.doc.Sum
	f.counted("goods", f.tickets, sum.Tickets, sum.Goods)
	f.amount("discounts", f.words.discount, -sum.Discounts)
	f.tally("vouchers", f.vouchers, -1, sum.Vouchers)
	f.amount("points_off", f.pointsOff, -sum.PointsOff)
	f.amount("shipping", f.words.shipping, sum.Shipping)
	f.amount("net", f.net, sum.Net)
	for _, g := range sum.VAT {
		f.vat("vat", g, 1, f.taxGross, f.taxNet, f.taxOf)
	}
	f.amount("vat", f.totalTax, sum.Tax)
	f.tally("returns", f.returned, -1, sum.Returns)
	f.tally("cancelled", f.returned+", "+f.cancelled, -1, sum.Cancelled)
	f.tally("elsewhere", f.returned+", "+f.elsewhere, -1, sum.Elsewhere)
	for _, g := range sum.VATBack {
		f.vat("vat_back", g, -1, f.taxBackGross, f.taxBackNet, f.taxBack)
	}
	f.amount("vat_back", f.totalTaxBack, -sum.TaxBack)
	f.amount("deducted", f.words.deducted, sum.Deducted)
	f.amount("turnover", f.turnover, sum.Turnover())
	f.amount("grand", f.grand, sum.Grand)
}

func (f *figures) vat(key string, g sale.VATGroup, sign money.VND, gross, net, tax func(rate string) string) {
	rate := text.Percent(g.Rate)
	key += "." + strings.ReplaceAll(strings.TrimRight(rate, "\u00a0%"), ",", ".")
	f.amount(key+".gross", gross(rate), sign*g.Gross)
	f.amount(key+".net", net(rate), sign*g.Net)
	f.amount(key+".tax", tax(rate), sign*g.Tax)
}

// tenderKeys are the stable names of sale.TenderKind.
var tenderKeys = [...]string{"other", sale.Cash: "cash", sale.Card: "card", sale.Transfer: "transfer", sale.Swapped: "swapped",
	sale.Wallet: "wallet", sale.OnAccount: "account", sale.Rounded: "rounded"}

// tenderKey is the stable name of a way to pay: wallets have their own behind it.
func tenderKey(t report.Tenders) string {
	key := tenderKeys[int(t.Kind)%len(tenderKeys)]
	if t.Name != "" {
		key += "." + t.Name
	}
	return key
}

func (f *figures) tenders() {
	f.section = "tenders"
	for _, t := range f.doc.Sum.Tenders {
		key, label := tenderKey(t), f.words.tenders.Of(t.Kind, t.Name)
		f.tally(key+".paid", f.paidBy(label), 1, t.Paid)
		f.tally(key+".refunded", f.refundedBy(label), -1, t.Refunded)
		f.amount(key+".change", f.changeBy(label), t.Change)
	}
	f.amount("rounding", f.rounding, f.doc.Sum.Rounding)
	f.tally("transfer.by_hand", f.byHand, 1, f.doc.Sum.ByHand)
}

func (f *figures) drawer() {
	f.section = "drawer"
	sum, cash := f.doc.Sum, f.doc.Sum.Cash()
	f.amount("float", f.float, cash.Float)
	if !f.doc.Hidden {
		f.amount("cash_sales", f.cashSales, cash.Sales)
		f.amount("cash_refunds", f.cashRefunds, -cash.Refunds)
	}
	f.tally("paid_in", f.paidIn, 1, sum.PaidIn)
	f.tally("paid_out", f.paidOut, -1, sum.PaidOut)
	f.tally("drops", f.drops, -1, sum.Drops)
	if f.doc.Hidden {
		f.text("expected", f.expected, f.hidden)
		return
	}
	f.amount("expected", f.expected, cash.Expected)
	if f.doc.Z != nil {
		f.drawn(*f.doc.Z)
	}
}

// drawn is what a drawer was counted to hold.
func (f *figures) drawn(z report.Z) {
	for i, n := range z.Counted.Cash.Pieces {
		if n > 0 {
			note := shift.Denominations[i]
			f.counted("notes."+plainInt(note), f.pieces(text.Amount(note)), n, note*money.VND(n))
		}
	}
	blind := f.no
	if z.Blind {
		blind = f.yes
	}
	f.amount("counted", f.countedCash, z.Counted.Cash.Amount)
	f.text("blind", f.blind, blind)
	f.amount("over", f.overShort, z.Over())
	f.text("reason", f.words.reason, z.Reason)
	f.amount("cards", f.cardTotal, z.Counted.Cards)
	f.amount("bank", f.bankTotal, z.Counted.Bank)
	f.amount("left", f.left, z.Left)
	f.text("handed_to", f.handedTo, f.doc.To)
}

func (f *figures) points() {
	f.section = "points"
	sum := f.doc.Sum
	for _, row := range []struct {
		key, label string
		p          report.Points
		sign       int64
	}{{"earned", f.words.earned, sum.Earned, 1}, {"used", f.used, sum.Used, -1}, {"clawed_back", f.words.clawed, sum.ClawedBack, -1},
		{"restored", f.words.restored, sum.Restored, 1}, {"redeemed", f.redeemed, sum.Redeemed, -1}, {"handed_back", f.handedBack, sum.HandedBack, 1}} {
		f.add(Figure{Key: row.key, Label: row.label, Count: plainInt(row.p.N), Points: plainInt(row.sign * row.p.Points), Amount: plainInt(money.VND(row.sign) * row.p.Value)})
	}
	f.amount("per_point", f.perPoint, sum.PerPoint)
}

// watched is what a supervisor looks at.
func (f *figures) watched() {
	f.section = "watched"
	sum := f.doc.Sum
	f.tally("lines_voided", f.linesVoided, 1, sum.LinesVoided)
	f.tally("orders_voided", f.ordersVoided, 1, sum.OrdersVoided)
	f.tally("after_tender", f.ordersVoided+", "+f.afterTender, 1, sum.AfterTender)
	f.tally("overrides", f.overrides, 1, sum.Overrides)
	f.tally("line_off", f.lineOff, 1, sum.LineOff)
	for _, row := range []struct {
		key, label string
		n          int64
	}{{"no_sales", f.noSales, sum.NoSales}, {"reprints", f.reprints, sum.Reprints}, {"approvals", f.approvals, sum.Approvals}, {"refusals", f.refusals, sum.Refusals},
		{"wrong_pins", f.wrongPINs, sum.WrongPINs}, {"unknown_codes", f.unknown, sum.Unknown}, {"members", f.members, sum.Members}, {"attached", f.attached, sum.Attached},
		{"clock_jumps", f.clockJumps, sum.ClockJumps}, {"trainings", f.trainings, sum.Training.N}, {"training_minutes", f.trainedMinutes, sum.Training.Minutes},
		{"unread", f.unread, sum.Unread}} {
		f.count(row.key, row.label, row.n)
	}
	if z := f.doc.Z; z != nil {
		f.count("unsent", f.unsent, z.Unsent)
	}
}

// proof is what the paper can be checked by; the keys are those of report.Provenance.
func (f *figures) proof(p report.Provenance) {
	f.section = "proof"
	f.text("zone", f.zAt, f.doc.At.In(f.doc.Zone).Format("-07:00"))
	f.text("first", f.firstEvent, placeOf(p.Till, p.Epochs[0], p.First))
	f.text("last", f.lastEvent, placeOf(p.Till, p.Epochs[1], p.Last))
	f.text("head", f.head, p.Head)
	if p.Signature != "" {
		f.text("sealed", f.sealed, fmt.Sprintf("%d-%d", p.Sealed[0], p.Sealed[1]))
		f.text("signature", f.seal, p.Signature)
	}
	f.text("public_key", f.key, p.PublicKey)
}

// placeOf is an event's place in the journals: till, epoch and seq.
func placeOf(till string, epoch uint32, seq uint64) string {
	return fmt.Sprintf("%s/%d/%d", till, epoch, seq)
}
