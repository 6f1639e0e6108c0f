package order

import (
	"strings"
	"time"

	"tim/domain/money"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	totalsMin, totalsMax = 28, 36 // cells of the figures beside the customer
	bigRows              = 3
	figureRows           = 3
	figureRowsWide       = 5
	roomyFrom            = 80 // cells from where the customer's lines are whole sentences
)

// summary is customer and figures below the cart, summaryRows high: the customer at the left, the total at the right.
func summary(env screen.Env, width int) widget.Pane {
	right := max(min(width*9/20, totalsMax), totalsMin)
	member, totals := customer(env), figures(env, right, figureRows)
	big := due(env)
	if env.Width < roomyFrom {
		member = aside(member)
	}
	lines := make([]string, 0, summaryRows)
	for i, row := range totals {
		lines = append(lines, beside(member, i, row, width))
	}
	for i := range bigRows {
		lines = append(lines, beside(member, figureRows+i, big[i]+" ", width))
	}
	last := earn(env) + " "
	if i := figureRows + bigRows; i < len(member) && widget.Width(member[i])+widget.Width(last) >= width {
		member = member[:i] // how far the next tier is, or how old the balance: not in half a word
	}
	lines = append(lines, beside(member, figureRows+bigRows, last, width))
	pane := widget.NewPane(width, lines...)
	pane.Hits = append(pane.Hits, widget.Hit{Rect: widget.Rect{W: width - right, H: 5}, Target: widget.ActionTarget(keymap.Points)})
	return pane
}

// aside is a customer's lines where the window is narrow: the label of the total has the row before the last for itself. What
// doesn't fit any more is how far the next tier is; how old the balance is stays.
func aside(lines []string) []string {
	const label = figureRows + bigRows - 1
	if len(lines) <= label {
		return lines
	}
	return append(append(lines[:label:label], ""), lines[len(lines)-1])
}

func beside(left []string, i int, right string, width int) string {
	if i >= len(left) {
		return widget.Spread("", right, width)
	}
	return widget.Spread(left[i], right, width)
}

// customer is who buys: the heart, the name, and what the points come to.
func customer(env screen.Env) []string {
	t, texts, m := env.Theme, &env.Texts.Order, env.State.Member
	if m == nil {
		return []string{" " + t.Heart.On("♡") + " " + t.Strong.On(texts.WalkIn), "   " + t.Muted.On(texts.WalkInHint)}
	}
	lines := []string{
		" " + t.Heart.On("♥") + " " + t.Strong.On(env.Texts.NameOf(widget.Clean(m.Profile.Name))),
		"   " + t.Muted.On(text.MaskedPhone(m.Profile.Phone)+" · ") + widget.Clean(m.Tier.Name),
	}
	if m.Unknown {
		return append(lines, "   "+t.Warn.On(texts.Unknown(env.State.Link.Online)))
	}
	usable := texts.Usable(m.Account.Usable, m.Value)
	if env.Width < roomyFrom {
		usable = texts.UsableShort(m.Account.Usable, m.Value)
	}
	lines = append(lines, "   "+t.Heart.On(usable))
	if next := m.Account.NextUsable; next != nil {
		lines = append(lines, "   "+t.Muted.On(texts.Pending(next.Points, soon(env, next.At))))
	}
	if lapse := m.Account.NextLapse; lapse != nil {
		lines = append(lines, "   "+t.Warn.On(texts.Lapsing(lapse.Points, day(env, lapse.At))))
	}
	if m.Next != nil {
		lines = append(lines, "   "+t.Muted.On(texts.NextTier(m.Next.Missing, widget.Clean(m.Next.Tier.Name))))
	}
	if !m.Known.IsZero() {
		lines = append(lines, "   "+t.Warn.On(texts.Known(text.Clock(m.Known, env.Zone))))
	}
	return lines
}

// day is a date; in a narrow window one of this year is said without it.
func day(env screen.Env, at time.Time) string {
	date, now := text.Date(at, env.Zone), text.Date(env.State.At, env.Zone)
	if year := now[len(now)-len("/2006"):]; env.Width < roomyFrom {
		return strings.TrimSuffix(date, year)
	}
	return date
}

// soon is an instant: the time of today, or the day.
func soon(env screen.Env, at time.Time) string {
	if text.Date(at, env.Zone) == text.Date(env.State.At, env.Zone) {
		return text.Clock(at, env.Zone)
	}
	return text.Date(at, env.Zone)
}

// sum is a row of the figures: what it is of, a word about it, and the amount.
type sum struct {
	label  string
	aside  string
	amount money.VND
	look   style.Style
	always bool // shown when it is 0, too
}

// sums are the order's figures above the total. Reductions are negative.
func sums(env screen.Env) []sum {
	t, texts, cart := env.Theme, &env.Texts.Order, env.State.Cart
	points := ""
	if used := cart.Order.Use.Points; used > 0 {
		points = text.Points(-used)
	}
	part := ""
	if p := cart.Order.DiscountPart; p > 0 {
		part = texts.Discounted(p)
	}
	return []sum{
		{label: texts.Goods, amount: cart.Totals.Goods, look: t.Text, always: true},
		{label: texts.Discounts, aside: part, amount: -cart.Totals.Discounts, look: t.Text, always: true},
		{label: texts.Voucher, aside: vouchers(env), amount: -cart.Totals.Vouchers, look: t.Heart, always: len(cart.Order.Vouchers) > 0},
		{label: texts.PointsUsed, aside: points, amount: -cart.Totals.Points, look: t.Heart, always: true},
		{label: texts.BroughtBack, amount: -cart.Totals.Credit, look: t.Warn, always: cart.Exchange != nil},
	}
}

// vouchers names the voucher on the order, or counts them.
func vouchers(env screen.Env) string {
	on := env.State.Cart.Vouchers
	switch len(on) {
	case 0:
		return ""
	case 1:
		return widget.Clean(on[0].Name) // money's says nothing that the amount doesn't
	}
	return "× " + text.Count(len(on))
}

// figures are the sums above the total, in three lines to so many, of a width and one blank cell behind. Where the sums are
// more, those that are 0 fall away from the end, then reductions share a line.
func figures(env screen.Env, width, rows int) []string {
	var shown []sum
	for _, s := range sums(env) {
		if s.always || s.amount != 0 {
			shown = append(shown, s)
		}
	}
	for i := len(shown) - 1; i > 0 && len(shown) > rows; i-- {
		if shown[i].amount == 0 {
			shown = append(shown[:i:i], shown[i+1:]...)
		}
	}
	for len(shown) > rows {
		shown[2].label = shown[1].label + " " + text.Amount(shown[1].amount) + " · " + shown[2].label
		shown = append(shown[:1:1], shown[2:]...)
	}
	lines := make([]string, len(shown))
	for i, s := range shown {
		lines[i] = s.line(env, width-1) + " "
	}
	return lines
}

// line is the sum in a width.
func (s sum) line(env screen.Env, width int) string {
	left, amount := env.Theme.Muted.On(s.label), text.Amount(s.amount)
	if s.amount != 0 {
		amount = s.look.On(amount)
	}
	if s.aside != "" {
		left += "  " + s.look.On(s.aside)
	}
	return figure(left, amount, width)
}

// total is what is to be paid or given back, in words and as an amount. Before the first of the new goods of an exchange
// nothing is given back yet.
func total(env screen.Env) (string, money.VND) {
	texts, totals := &env.Texts.Order, env.State.Cart.Totals
	switch {
	case totals.Give > 0 && len(env.State.Cart.Order.Lines) > 0:
		return texts.GiveBack, totals.Give
	case totals.Paid > 0:
		return texts.StillToPay, totals.Due
	}
	return texts.ToPay, totals.Due
}

// due is the total, the largest thing here, with its label before it.
func due(env screen.Env) [bigRows]string {
	label, amount := total(env)
	return labelled(env, label, text.Money(amount), env.Width-2)
}

// labelled is an amount in block digits with a label before its lowest row, or the plain amount where blocks don't fit.
func labelled(env screen.Env, label, amount string, width int) [bigRows]string {
	rows := widget.Block(amount)
	room := width - widget.Width(label) - 3
	if widget.Width(rows[0]) > room {
		rows = [bigRows]string{"", "", amount}
	}
	for i := range rows {
		rows[i] = env.Theme.Money.On(rows[i])
	}
	rows[2] = env.Theme.Text.On(label) + "   " + rows[2]
	return rows
}

// earn is what this order will bring, and what is special about it.
func earn(env screen.Env) string {
	t, texts, cart := env.Theme, &env.Texts.Order, env.State.Cart
	out := ""
	if env.State.Member != nil {
		out = t.Heart.On(texts.WillEarn(cart.WillEarn))
		if env.Width < roomyFrom && (cart.Totals.Paid > 0 || cart.Order.Later) {
			out = t.Heart.On(texts.WillEarnShort(cart.WillEarn))
		}
	}
	if cart.Totals.Paid > 0 {
		out = spaced(t.Muted.On(texts.Taken+" "+text.Money(cart.Totals.Paid)), out)
	}
	if cart.Order.Later {
		out = spaced(t.Warn.On(texts.Later), out)
	}
	return out
}

func spaced(a, b string) string {
	if b == "" {
		return a
	}
	return a + " · " + b
}

// sideColumn is customer and figures beside the cart, with buttons for fingers.
func sideColumn(env screen.Env, width int) widget.Pane {
	t, texts := env.Theme, &env.Texts.Order
	member := widget.NewPane(width, customer(env)...).Hit(widget.ActionTarget(keymap.Points))
	use := widget.Button{Key: "F7", Label: texts.UseKey, Target: widget.ActionTarget(keymap.Points)}
	top := widget.Stack(widget.NewPane(width, ""), member, widget.NewPane(width, ""), use.Draw(width, 3, env.Press, t))
	lines := []string{t.Border.On(widget.Rule(width))}
	lines = append(append(lines, figures(env, width, figureRowsWide)...), "")
	label, amount := total(env)
	for _, row := range labelled(env, label, text.Money(amount), width-1) {
		lines = append(lines, widget.Right.In(row, width-1))
	}
	lines = append(lines, widget.Right.In(earn(env), width-1), "")
	pay := widget.Button{Key: "F9", Label: texts.PayKey, Target: widget.ActionTarget(keymap.Pay), Primary: true}
	bottom := widget.Stack(widget.NewPane(width, lines...), pay.Draw(width, 3, env.Press, t))
	whole := top.Sized(width, max(env.Height-bottom.Height(), 0))
	return widget.Stack(whole, bottom).Sized(width, env.Height)
}
