package display

import (
	"tim/domain/counter"
	"tim/domain/money"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

// wide is the width from which customer and goods stand side by side.
const wide = 120

// page is one drawing of what the till shows.
type page struct {
	theme         *style.Theme
	common        *text.Common
	texts         *text.Display
	vouchers      *text.Voucher
	shown         *counter.Display
	width, height int
}

func (p page) draw() widget.Pane {
	body, head := p, p.head()
	if p.shown.Training {
		banner := p.theme.Training.Over(widget.Center.In(p.common.Training, p.width))
		head = widget.Stack(widget.NewPane(p.width, banner), head)
	}
	body.height -= head.Height()
	return widget.Stack(head, body.body().Sized(p.width, body.height))
}

func (p page) head() widget.Pane {
	left := " " + p.theme.Heart.On("♥") + " " + p.theme.Strong.On(widget.Clean(p.shown.Shop))
	return widget.NewPane(p.width, p.theme.Bar.Over(widget.Spread(left, p.common.Till(widget.Clean(p.shown.Till))+" ", p.width)))
}

func (p page) body() widget.Pane {
	switch p.shown.Phase {
	case counter.PhaseSale:
		return p.sale()
	case counter.PhasePay:
		return p.pay()
	case counter.PhaseDone:
		return p.done()
	case counter.PhaseReturned:
		return p.returned()
	}
	return p.idle()
}

func (p page) idle() widget.Pane {
	return p.middle(p.theme.Strong.On(p.texts.Welcome), "", widget.Clean(p.shown.Shop), "", p.theme.Muted.On(p.texts.Appears))
}

// goodsMin is the rows that the goods keep whatever stands below them.
const goodsMin = 5

// sale is the goods, the newest marked, below them the customer and how the total came about, and the total over the whole
// width. Wide windows have the customer at the side of the goods.
func (p page) sale() widget.Pane {
	rule := widget.NewPane(p.width, p.theme.Border.On(widget.Rule(p.width)))
	if p.width >= wide {
		side := p.width * 2 / 5
		total, sums := p.total(p.width-side, p.height/3, widget.Right), p.sums(min(side, sumsMax))
		low := widget.Beside(bottom(sums, side, total.Height()), total)
		top := p.height - low.Height() - 1
		return widget.Stack(widget.Beside(p.goods(p.width-side, top), p.customer(side, top)).Sized(p.width, top), rule, low)
	}
	total := p.total(p.width, p.height/3, widget.Right)
	left := p.width / 2
	sums := p.sums(p.width - left)
	rows := max(p.height-total.Height()-1-goodsMin, sums.Height())
	customer := p.customer(left, rows)
	between := max(customer.Height(), sums.Height())
	middle := widget.Beside(customer.Sized(left, between), bottom(sums, p.width-left, between))
	return widget.Stack(p.goods(p.width, max(p.height-total.Height()-between-1, 0)), rule, middle, total)
}

// bottom is a pane at the lower left of a size.
func bottom(p widget.Pane, width, height int) widget.Pane {
	p = p.Sized(width, p.Height())
	return widget.Stack(widget.Blanks(width, height-p.Height()), p)
}

// pay is the total, large, and beside it the code for a transfer where the whole of it fits.
func (p page) pay() widget.Pane {
	code, ok := p.code(p.width-minTotal, p.height)
	left, how := p.width-2, p.facts()
	if ok {
		left, how = p.width-code.Width-2, p.how()
	}
	gap := widget.Blanks(left, 1)
	about := column(left, p.height, how...)
	if !ok {
		about = widget.NewPane(left, aligned(left, drawn(how)...)...)
	}
	rows := widget.Stack(p.total(left, p.height/3, widget.Center), gap, central(p.sums(min(left, sumsMax)), left), gap, about)
	return widget.Beside(widget.Blanks(1, p.height), centred(rows, p.height), centred(code, p.height)).Sized(p.width, p.height)
}

// how says what the code beside it is for.
func (p page) how() []fact {
	facts := append([]fact{{p.theme.Accent, p.texts.Scan}}, p.account()...)
	if m := p.shown.Member; m != nil && m.WillEarn > 0 {
		facts = append(facts, fact{}, fact{p.theme.Heart, "♥ " + p.texts.WillEarn(m.WillEarn)})
	}
	return facts
}

// account is where a transfer goes, in words.
func (p page) account() []fact {
	t := p.shown.Transfer
	if t == nil {
		return nil
	}
	return []fact{{p.theme.Text, widget.Clean(t.Bank)}, {p.theme.Text, p.texts.Memo(widget.Clean(t.Memo))}}
}

// facts is the customer's points in one line, and where a transfer goes, for the page where the total stands alone.
func (p page) facts() []fact {
	m := p.shown.Member
	if m == nil {
		return p.account()
	}
	parts := []string{widget.Clean(m.Name), p.texts.Have(m.Usable)}
	if m.WillEarn > 0 {
		parts = append(parts, p.texts.WillEarn(m.WillEarn))
	}
	return append([]fact{{p.theme.Heart, "♥ " + joined(parts...)}}, p.account()...)
}

// done is what goes back to the customer, or what was paid, and what happened to the points.
func (p page) done() widget.Pane {
	done := p.shown.Done
	caption, amount := p.texts.PaidUp, p.shown.Totals.Payable
	switch {
	case done.Change > 0:
		caption, amount = p.texts.Change, done.Change
	case done.Given > 0:
		caption, amount = p.texts.Give, done.Given
	}
	lines := []string{""}
	if done.Change > 0 {
		lines = append(lines, p.theme.Muted.On(p.texts.PaidUp+" "+text.Money(p.shown.Totals.Payable)))
	}
	name := ""
	if m := p.shown.Member; m != nil {
		name = widget.Clean(m.Name)
		points := counts(done.Used, p.texts.Used, done.Earned, p.texts.Earned, done.Expected, p.texts.Expected)
		lines = append(lines, p.theme.Heart.On("♥ "+joined(append(points, p.texts.Balance(done.Balance))...)))
		lines = append(lines, drawn(append(p.lapse(), p.offers(p.height/4)...))...)
	}
	return p.figure(p.texts.Thanks(name), caption, amount, lines)
}

// returned is what the customer gets back for goods.
func (p page) returned() widget.Pane {
	back := p.shown.Returned
	lines := []string{""}
	if back.Deducted > 0 {
		lines = append(lines, p.theme.Muted.On(p.texts.Kept(back.Deducted)))
	}
	name := ""
	if m := p.shown.Member; m != nil {
		name = widget.Clean(m.Name)
		points := counts(back.Clawed, p.texts.Clawed, back.Restored, p.texts.Restored, 0, nil)
		lines = append(lines, p.theme.Heart.On("♥ "+joined(append(points, p.texts.Balance(back.Balance))...)))
	}
	return p.figure(p.texts.Thanks(name), p.texts.Refund, back.Refund, lines)
}

// figure is a page with one amount on it, as large as it can be.
func (p page) figure(head, caption string, amount money.VND, lines []string) widget.Pane {
	rows := aligned(p.width, p.theme.Strong.On(head), "", caption)
	for _, row := range widget.Huge(text.Money(amount), p.width-4, p.height/2, widget.Center) {
		rows = append(rows, "  "+p.theme.Money.On(row))
	}
	return centred(widget.NewPane(p.width, append(rows, aligned(p.width, lines...)...)...), p.height)
}

func (p page) middle(lines ...string) widget.Pane {
	return centred(widget.NewPane(p.width, aligned(p.width, lines...)...), p.height)
}

// central is a narrower pane in the middle of a width.
func central(p widget.Pane, width int) widget.Pane {
	return widget.Beside(widget.Blanks((width-p.Width)/2, p.Height()), p).Sized(width, p.Height())
}

// aligned are lines in the middle of a width.
func aligned(width int, lines ...string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = widget.Center.In(line, width)
	}
	return out
}

// centred is a pane in the middle of a height, cut below where it doesn't fit.
func centred(p widget.Pane, height int) widget.Pane {
	return widget.Stack(widget.Blanks(p.Width, (height-p.Height())/2), p).Sized(p.Width, height)
}
