package print

import (
	"fmt"
	"strconv"

	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/tui/text"
)

// Report is an X or a Z as lines of at most so many cells: Narrow or Wide.
func Report(doc report.Paper, columns int, lang text.Language) []string {
	return Lines(ReportRows(doc, columns, lang), columns)
}

// ReportRows is the same as rows.
func ReportRows(doc report.Paper, columns int, lang text.Language) []Row {
	s := ledgerSheet{sheet: sheetOf(columns, lang, doc.Zone), reportWords: &allReportWords[lang], doc: doc}
	s.top()
	s.sales()
	s.tenders()
	s.drawer()
	s.points()
	s.watched()
	s.end()
	return s.rows
}

type ledgerSheet struct {
	sheet
	*reportWords
	doc report.Paper
}

func (s *ledgerSheet) top() {
	sum := s.doc.Sum
	s.shop(s.doc.Shop)
	title := s.xTitle
	if s.doc.Z != nil {
		title = s.zTitle
	}
	s.centre(title)
	s.mark(given(s.doc.Training, s.words.training))
	if s.doc.Copies > 0 {
		s.mark(s.words.reprint)
	}
	s.pair(0, s.shiftNo+" "+strconv.FormatInt(sum.Shift.Number, 10), labelled(s.till, s.doc.Till))
	s.pair(0, s.cashier, s.doc.Cashier)
	s.pair(0, s.opened, text.DateTime(sum.Shift.OpenedAt, s.zone))
	label := s.taken
	if s.doc.Z != nil {
		label = s.closed
	}
	s.pair(0, label, text.DateTime(s.doc.At, s.zone))
	if s.doc.Closer != "" && s.doc.Closer != s.doc.Cashier {
		s.pair(0, s.closedBy, s.doc.Closer)
	}
	if sum.Receipts[0] != "" {
		s.pair(0, s.receipts, sum.Receipts[0]+" – "+sum.Receipts[1])
	}
	s.rule()
}

func (s *ledgerSheet) sales() {
	sum := s.doc.Sum
	s.counted(s.tickets, sum.Tickets, sum.Goods)
	s.less(s.words.discount, sum.Discounts)
	s.tally(-1, s.vouchers, sum.Vouchers)
	s.less(s.pointsOff, sum.PointsOff)
	s.amount(s.shipping, sum.Shipping)
	s.pair(0, s.net, text.Money(sum.Net))
	for _, g := range sum.VAT {
		s.pair(2, s.taxAt(text.Percent(g.Rate), text.Amount(g.Net)), text.Amount(g.Tax))
	}
	s.tally(-1, s.returned, sum.Returns)
	s.part(s.cancelled, sum.Cancelled)
	s.part(s.elsewhere, sum.Elsewhere)
	for _, g := range sum.VATBack {
		s.pair(2, s.taxAt(text.Percent(g.Rate), text.Amount(-g.Net)), text.Amount(-g.Tax))
	}
	s.amount(s.words.deducted, sum.Deducted)
	s.pair(0, s.turnover, text.Money(sum.Turnover()))
	s.pair(0, s.grand, text.Money(sum.Grand))
	s.rule()
}

// tenders are left out for whoever counts blind: with the total they would tell what the drawer holds.
func (s *ledgerSheet) tenders() {
	if s.doc.Hidden {
		return
	}
	for _, t := range s.doc.Sum.Tenders {
		s.counted(s.words.tenders.Of(t.Kind, t.Name), t.Paid.N, t.Paid.Amount)
		if t.Refunded.N > 0 {
			s.pair(2, numbered(s.refunded, t.Refunded.N), text.Amount(-t.Refunded.Amount))
		}
		if t.Kind == sale.Cash && t.Change > 0 {
			s.pair(2, s.changeGiven, text.Amount(t.Change))
		}
		if by := s.doc.Sum.ByHand; t.Kind == sale.Transfer && by.N > 0 {
			s.pair(2, numbered(s.byHand, by.N), text.Amount(by.Amount))
		}
	}
	s.amount(s.rounding, s.doc.Sum.Rounding)
	s.rule()
}

// drawer is the cash. Whoever counts blind isn't told what it should come to.
func (s *ledgerSheet) drawer() {
	cash := s.doc.Sum.Cash()
	s.pair(0, s.float, text.Amount(cash.Float))
	if !s.doc.Hidden {
		s.pair(0, s.cashSales, text.Amount(cash.Sales))
		s.less(s.cashRefunds, cash.Refunds)
	}
	s.tally(1, s.paidIn, s.doc.Sum.PaidIn)
	s.tally(-1, s.paidOut, s.doc.Sum.PaidOut)
	s.tally(-1, s.drops, s.doc.Sum.Drops)
	if s.doc.Hidden {
		s.pair(0, s.expected, s.hidden)
		s.rule()
		return
	}
	s.pair(0, s.expected, text.Money(cash.Expected))
	if z := s.doc.Z; z != nil {
		s.count(*z)
	}
	s.rule()
}

func (s *ledgerSheet) count(z report.Z) {
	for i, n := range z.Counted.Cash.Pieces {
		if n > 0 {
			s.pair(2, text.Amount(shift.Denominations[i])+" × "+text.Points(n), text.Amount(shift.Denominations[i]*money.VND(n)))
		}
	}
	label := s.countedCash
	if z.Blind {
		label = s.countedBlind
	}
	s.pair(0, label, text.Money(z.Counted.Cash.Amount))
	switch over := z.Over(); {
	case over > 0:
		s.pair(0, s.over, text.Money(over))
	case over < 0:
		s.pair(0, s.short, text.Money(-over))
	default:
		s.text(0, s.exact)
	}
	s.pair(0, given(z.Reason != "", s.words.reason), z.Reason)
	s.amount(s.cardTotal, z.Counted.Cards)
	s.amount(s.bankTotal, z.Counted.Bank)
	if z.To != "" {
		s.pair(0, labelled(s.handedTo, s.doc.To), text.Amount(z.Left))
	} else {
		s.amount(s.stays, z.Left)
	}
}

func (s *ledgerSheet) points() {
	sum := s.doc.Sum
	any := false
	for _, row := range []struct {
		label string
		p     report.Points
		sign  int64
	}{{s.words.earned, sum.Earned, 1}, {s.used, sum.Used, -1}, {s.words.clawed, sum.ClawedBack, -1}, {s.words.restored, sum.Restored, 1},
		{s.redeemed, sum.Redeemed, -1}, {s.handedBack, sum.HandedBack, 1}} {
		if row.p.Points != 0 {
			any = true
			s.pair(0, numbered(row.label, row.p.N), text.Points(row.sign*row.p.Points)+" = "+text.Money(row.p.Value))
		}
	}
	if any {
		s.rule()
	}
}

// watched is what a supervisor looks at.
func (s *ledgerSheet) watched() {
	sum := s.doc.Sum
	s.tally(1, s.linesVoided, sum.LinesVoided)
	s.tally(1, s.ordersVoided, sum.OrdersVoided)
	s.part(s.afterTender, sum.AfterTender)
	s.tally(1, s.overrides, sum.Overrides)
	s.tally(1, s.lineOff, sum.LineOff)
	for _, row := range []struct {
		label string
		n     int64
	}{{s.noSales, sum.NoSales}, {s.reprints, sum.Reprints}, {s.approvals, sum.Approvals}, {s.refusals, sum.Refusals}, {s.wrongPINs, sum.WrongPINs},
		{s.unknown, sum.Unknown}, {s.members, sum.Members}, {s.clockJumps, sum.ClockJumps}, {s.unread, sum.Unread}} {
		if row.n != 0 {
			s.pair(0, row.label, text.Points(row.n))
		}
	}
	if n := sum.Training; n.N != 0 {
		s.pair(0, s.trained(n.N), s.minutes(n.Minutes))
	}
	if z := s.doc.Z; z != nil {
		s.pair(0, s.unsent, text.Points(z.Unsent))
	}
	s.rule()
}

func (s *ledgerSheet) end() {
	sum := s.doc.Sum
	s.pair(0, s.events, strconv.FormatUint(sum.First, 10)+" – "+strconv.FormatUint(sum.Last, 10))
	s.pair(0, s.words.head, s.doc.Head)
	if s.doc.Z == nil {
		return
	}
	s.pair(0, s.seal, s.doc.Sealed)
	s.picture(QR, sealed(fmt.Sprintf("Z-%s-%06d", s.doc.Till, sum.Shift.Number), s.doc.Head))
	s.centre(s.signedBy)
	for range signLines {
		s.blank()
	}
}

// numbered is a label with how many things it is of, which stays on the row of its last word.
func numbered(label string, n int64) string { return label + "\u00a0(" + text.Points(n) + ")" }

// counted is an amount and of how many things it is.
func (s *ledgerSheet) counted(label string, n int64, v money.VND) {
	s.pair(0, numbered(label, n), text.Amount(v))
}

// tally is one that is left out when it never happened.
func (s *ledgerSheet) tally(sign money.VND, label string, t report.Tally) {
	if t.N != 0 {
		s.counted(label, t.N, sign*t.Amount)
	}
}

// part is a tally of which the amount stands above.
func (s *ledgerSheet) part(label string, t report.Tally) {
	if t.N != 0 {
		s.pair(2, numbered(label, t.N), text.Amount(t.Amount))
	}
}

func (s *ledgerSheet) less(label string, v money.VND) { s.amount(label, v.Neg()) }
