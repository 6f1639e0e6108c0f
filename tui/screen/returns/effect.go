package returns

import (
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/sale"
	"tim/tui/screen"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

// fact is one thing that taking the goods back does: words with a figure, or a sentence.
type fact struct {
	words, figure string
	look          style.Style
	sign          string // "! " before what must be seen
}

const bigMin = 8 // rows from which the money stands in block digits; in one column it takes twice as many

// effects is all that is known of what it comes to, as lines: side by side where the width is enough for two columns.
func (r Returns) effects(env screen.Env, width, height int) []string {
	if told := r.told(env); told != nil {
		return laid(told, width)
	}
	if !columned(width) {
		lines := append(r.sum(env, width, height, 2*bigMin), laid(r.money(env), width)...)
		return append(append(lines, ""), laid(r.points(env), width)...)
	}
	left, gap := width/2-1, 2
	money := append(r.sum(env, left, height, bigMin), laid(r.money(env), left)...)
	points := laid(r.points(env), width-left-gap)
	return widget.Beside(widget.NewPane(left, money...), widget.NewPane(gap), widget.NewPane(width-left-gap, points...)).Lines
}

func columned(width int) bool { return width >= 72 }

// told is what stands in place of the figures: why there are none, and what to do.
func (r Returns) told(env screen.Env) []fact {
	t, th := &env.Texts.Returns, env.Theme
	refuse := func(err error) []fact {
		words := t.Fault(fault.Code(err))
		if words == "" {
			words = text.Fault(err, env.Lang)
		}
		return []fact{{words: words, look: th.Danger, sign: "✗ "}}
	}
	switch {
	case r.fault != nil:
		return refuse(r.fault)
	case r.err != nil:
		return refuse(r.err)
	case r.offer == nil || r.order == nil:
		return []fact{{words: t.Reading, look: th.Muted}}
	case r.order.State() == sale.Cancelled:
		return refuse(fault.New(fault.Conflict, "order.closed", nil))
	case r.order.PaidAt.IsZero():
		return refuse(fault.New(fault.Conflict, "order.unpaid", nil))
	case r.order.State() == sale.Returned:
		return []fact{{words: t.AllReturned, look: th.Warn, sign: "! "}}
	case r.offer.Fault != nil && r.offer.Fault.Code != "return.empty":
		return refuse(r.offer.Fault)
	case r.empty():
		facts := []fact{{words: t.Nothing, look: th.Strong}}
		for _, line := range t.HowTo {
			facts = append(facts, fact{words: line, look: th.Muted})
		}
		if r.number != r.order.Receipt {
			facts = append(facts, fact{words: t.Approval, look: th.Warn, sign: "! "}, fact{words: t.ShowReceipt, look: th.Muted})
		}
		return facts
	}
	return nil
}

// empty says that nothing is coming back.
func (r Returns) empty() bool { return !r.whole && len(r.marked()) == 0 }

// sum is the money that goes back, the largest thing on the screen where there are least rows.
func (r Returns) sum(env screen.Env, width, height, least int) []string {
	t, th, refund := &env.Texts.Returns, env.Theme, r.offer.Return.Refund
	if refund == 0 {
		return laid([]fact{{words: t.NoRefund, look: th.Strong}}, width)
	}
	block := widget.Block(text.Money(refund))
	if height < least || widget.Width(block[0])+2 > width {
		return laid([]fact{{words: t.Refund, figure: text.Money(refund), look: th.Money}}, width)
	}
	lines := []string{" " + th.Strong.On(t.Refund)}
	for _, row := range block {
		lines = append(lines, " "+th.Money.On(row))
	}
	return lines
}

// money is how the money goes back, what is kept of it, what else comes back, and who must approve.
func (r Returns) money(env screen.Env) []fact {
	t, th, o := &env.Texts.Returns, env.Theme, r.offer
	var facts []fact
	if beside(env) {
		facts = append(facts, fact{words: r.hindered(env), look: th.Danger, sign: "✗ "})
	}
	switch {
	case o.Return.Later:
		facts = append(facts, fact{words: t.Elsewhere, look: th.Warn, sign: "! "})
	case o.Otherwise:
		facts = append(facts, fact{words: t.Otherwise, look: th.Warn, sign: "! "})
	case o.Approval:
		facts = append(facts, fact{words: t.Approval, look: th.Warn, sign: "! "})
	}
	for _, tender := range o.Return.Tenders {
		facts = append(facts, fact{words: t.Tender(tender), figure: text.Money(text.Shown(tender))})
	}
	if o.Return.Deducted > 0 {
		facts = append(facts, fact{words: t.KeptBack(o.Return.Forgiven), figure: text.Money(-o.Return.Deducted), look: th.Warn})
	}
	for _, v := range o.Vouchers {
		name := widget.Clean(v.Name)
		if name == "" && v.Terms.Gives.Amount != nil {
			name = text.Money(*v.Terms.Gives.Amount)
		}
		lapses := t.Forever
		if !v.ExpiresAt.IsZero() {
			lapses = text.Date(v.ExpiresAt, env.Zone)
		}
		facts = append(facts, fact{words: t.Voucher(name, lapses), look: th.OK})
	}
	return facts
}

// hindered is that a cart with goods is open, and what to do about it here.
func (r Returns) hindered(env screen.Env) string {
	if r.whole {
		return text.Fault(fault.New(fault.Conflict, "return.cart", nil), env.Lang)
	}
	return env.Texts.Returns.Fault("return.cart")
}

// points is what becomes of the member's points and tier.
func (r Returns) points(env screen.Env) []fact {
	t, th, o := &env.Texts.Returns, env.Theme, r.offer
	if o.Order.Member == "" {
		return []fact{{words: t.NoPoints, look: th.Muted}}
	}
	facts := []fact{{words: "♥ " + t.Points(r.owner(env)), look: th.Heart}}
	if o.Return.Later {
		return append(facts, fact{words: t.Later, look: th.Warn})
	}
	if o.Return.Clawed > 0 {
		facts = append(facts, fact{words: t.Clawed, figure: text.Points(-o.Return.Clawed)})
	}
	facts = append(facts, r.spent(env)...)
	for _, g := range o.GivenBack {
		facts = append(facts, givenBack(env, g))
	}
	if o.Before.Ranking != o.After.Ranking {
		facts = append(facts, fact{words: t.Ranking, figure: t.Change(text.Points(o.Before.Ranking), text.Points(o.After.Ranking)), look: th.Muted})
	}
	if o.Before.Tier.ID != o.After.Tier.ID {
		facts = append(facts, fact{words: t.Tier, figure: t.Change(widget.Clean(o.Before.Tier.Name), widget.Clean(o.After.Tier.Name)), look: th.Warn})
	}
	if len(facts) == 1 {
		facts = append(facts, fact{words: t.NoPoints, look: th.Muted})
	}
	return facts
}

func givenBack(env screen.Env, g counter.GivenBack) fact {
	t, lapses := &env.Texts.Returns, env.Texts.Returns.Forever
	if !g.LapsesAt.IsZero() {
		lapses = text.Date(g.LapsesAt, env.Zone)
	}
	if g.Grace {
		return fact{words: t.Grace(lapses), figure: "+" + text.Points(g.Points), look: env.Theme.Warn}
	}
	return fact{words: t.Restored(lapses), figure: "+" + text.Points(g.Points), look: env.Theme.OK}
}

// spent is what becomes of points to take back that are spent already (C4), the rule and what it comes to here, and the
// balance behind it.
func (r Returns) spent(env screen.Env) []fact {
	t, th, o := &env.Texts.Returns, env.Theme, r.offer
	var facts []fact
	if o.Short > 0 {
		facts = append(facts, fact{words: t.Spent(o.Short, o.Policy), look: th.Warn, sign: "! "})
	}
	if o.Return.Forgiven > 0 && o.Return.Deducted == 0 {
		facts = append(facts, fact{words: t.Forgiven(o.Return.Forgiven), look: th.Strong})
	}
	change := t.Change(text.Points(o.Before.Balance), text.Points(o.After.Balance))
	switch {
	case o.After.Balance < 0:
		facts = append(facts, fact{words: t.Owes(-o.After.Balance), figure: change, look: th.Danger})
	case o.Before.Balance != o.After.Balance:
		facts = append(facts, fact{words: t.Balance, figure: change})
	}
	return facts
}

// owner is the name of the order's member, or that it isn't known.
func (r Returns) owner(env screen.Env) string {
	if r.offer.Member == nil {
		return env.Texts.Returns.UnknownOwner
	}
	return env.Texts.NameOf(widget.Clean(r.offer.Member.Name))
}

// laid is facts in lines of at most width cells, figures at the right end of their last one.
func laid(facts []fact, width int) []string {
	var lines []string
	for _, f := range facts {
		room := width - 1 - widget.Width(f.sign)
		if f.figure != "" {
			room -= widget.Width(f.figure) + 1
		}
		rows := widget.Wrap(f.words, max(room, 12))
		for i, row := range rows {
			sign, figure := f.sign, ""
			if i > 0 {
				sign = widget.Blank(widget.Width(f.sign))
			}
			if i == len(rows)-1 {
				figure = f.look.On(f.figure)
			}
			line := " " + f.look.On(sign+row)
			if figure != "" {
				line = widget.Spread(line, figure, width)
			}
			lines = append(lines, widget.Cut(line, width))
		}
	}
	return lines
}
