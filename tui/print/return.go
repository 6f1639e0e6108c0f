package print

import (
	"tim/domain/receipt"
	"tim/domain/sale"
	"tim/tui/text"
)

// Return is the slip of a return (C7, C8) as lines of at most so many cells: Narrow or Wide.
func Return(doc receipt.Return, columns int, lang text.Language) []string {
	return Lines(ReturnRows(doc, columns, lang), columns)
}

// ReturnRows is the same as rows.
func ReturnRows(doc receipt.Return, columns int, lang text.Language) []Row {
	s := slip{sheet: sheetOf(columns, lang, doc.Zone), doc: doc}
	s.head()
	s.goods()
	s.money()
	if doc.Member != nil {
		s.member(*doc.Member)
	}
	s.vouchers()
	s.foot()
	return s.rows
}

type slip struct {
	sheet
	doc receipt.Return
}

func (s *slip) head() {
	s.shop(s.doc.Shop)
	title := s.returnTitle
	if s.doc.Cancelled {
		title = s.cancelTitle
	}
	s.centre(title)
	s.mark(given(s.doc.Training, s.training))
	s.mark(given(s.doc.Reprint, s.reprint))
	s.pair(0, labelled(s.number, s.doc.Number), text.DateTime(s.doc.At, s.zone))
	s.pair(0, labelled(s.cashier, s.doc.Cashier), labelled(s.till, s.doc.Till))
	s.pair(0, given(s.doc.Approver != "", s.approver), s.doc.Approver)
	s.pair(0, given(s.doc.Reason != "", s.reason), s.doc.Reason)
	s.pair(0, s.of, s.doc.Of)
	if !s.doc.SoldAt.IsZero() {
		s.pair(2, s.soldAt, text.DateTime(s.doc.SoldAt, s.zone))
	}
	s.invoice(s.doc.Invoice)
	s.rule()
}

// goods stand with what was paid for them in money: less than their price where a discount, a voucher or points paid the
// rest.
func (s *slip) goods() {
	if len(s.doc.Lines) == 0 {
		return
	}
	goods := s.goodsBack
	if s.doc.Cancelled {
		goods = s.goodsOff
	}
	s.pair(0, goods, s.paidFor)
	for _, l := range s.doc.Lines {
		s.text(0, l.Name)
		s.pair(2, times(l.Quantity, l.Unit, l.Price), text.Amount(l.Refund))
	}
	s.rule()
}

// money is what the lines come to less what was kept back, and how it was given.
func (s *slip) money() {
	s.amount(s.deducted, s.doc.Deducted.Neg())
	from := len(s.rows)
	s.pair(0, s.refund, text.Money(s.doc.Refund))
	s.large(from)
	told := s.doc.Exchange == ""
	for _, t := range s.doc.Tenders {
		label := s.words.tenders.Of(t.Kind, t.Name) + " " + t.Reference
		if t.Kind == sale.Swapped {
			label, told = labelled(s.intoExchange, s.doc.Exchange), true
		}
		s.pair(2, label, text.Amount(text.Shown(t)))
	}
	if !told {
		s.pair(0, s.swappedFor, s.doc.Exchange)
	}
	s.rule()
}

func (s *slip) member(m receipt.ReturnMember) {
	s.pair(0, s.words.member, m.Name)
	s.pair(0, "", m.Phone)
	s.points(s.clawed, -m.Clawed)
	forgiven := s.forgiven
	if s.doc.Deducted > 0 {
		forgiven = s.paidByRefund
	}
	if m.Forgiven != 0 {
		s.pair(2, forgiven, text.Points(m.Forgiven))
	}
	for _, r := range m.Restored {
		s.pair(0, s.restored, "+"+text.Points(r.Points))
		s.pair(2, s.lapses, s.until(r.LapsesAt))
	}
	s.points(s.ranking, -m.Ranking)
	s.text(0, given(m.Later, s.later))
	s.pair(0, s.balance, text.Points(m.Balance))
	s.text(2, given(m.Balance < 0, s.debt))
	s.rule()
}

// points is a change of points, left out when there is none.
func (s *slip) points(label string, n int64) {
	if n != 0 {
		s.pair(0, label, text.Points(n))
	}
}

func (s *slip) vouchers() {
	if len(s.doc.Vouchers) == 0 {
		return
	}
	s.text(0, s.vouchersBack)
	for _, v := range s.doc.Vouchers {
		s.entry(v)
	}
	s.rule()
}

// signLines are blank lines to sign on.
const signLines = 3

func (s *slip) foot() {
	s.centre(s.sign)
	for range signLines {
		s.blank()
	}
	s.rule()
	s.centre(labelled(s.words.head, s.doc.Head))
}
