package order

import (
	"time"

	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	totalsMin, totalsMax = 28, 36 // cells of the figures beside the customer
	bigRows              = 3
)

// summary is customer and figures below the cart, summaryRows high: the customer at the left, the total at the right.
func summary(env screen.Env, width int) widget.Pane {
	right := max(min(width*9/20, totalsMax), totalsMin)
	member, totals := customer(env), figures(env, right)
	big := due(env)
	lines := make([]string, 0, summaryRows)
	for i := range 3 {
		lines = append(lines, beside(member, i, totals[i], width))
	}
	for i := range bigRows {
		lines = append(lines, beside(member, 3+i, big[i]+" ", width))
	}
	lines = append(lines, beside(member, 6, earn(env)+" ", width))
	pane := widget.NewPane(width, lines...)
	pane.Hits = append(pane.Hits, widget.Hit{Rect: widget.Rect{W: width - right, H: 5}, Target: widget.ActionTarget(keymap.Points)})
	return pane
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
		" " + t.Heart.On("♥") + " " + t.Strong.On(widget.Clean(m.Profile.Name)),
		"   " + t.Muted.On(text.MaskedPhone(m.Profile.Phone)+" · ") + widget.Clean(m.Tier.Name),
		"   " + t.Heart.On(texts.Usable(m.Account.Usable, m.Value)),
	}
	if next := m.Account.NextUsable; next != nil {
		lines = append(lines, "   "+t.Muted.On(texts.Pending(next.Points, soon(env, next.At))))
	}
	if lapse := m.Account.NextLapse; lapse != nil {
		lines = append(lines, "   "+t.Warn.On(texts.Lapsing(lapse.Points, text.Date(lapse.At, env.Zone))))
	}
	if m.Next != nil {
		lines = append(lines, "   "+t.Muted.On(texts.NextTier(m.Next.Missing, widget.Clean(m.Next.Tier.Name))))
	}
	if !m.Known.IsZero() {
		lines = append(lines, "   "+t.Warn.On(texts.Known(text.Clock(m.Known, env.Zone))))
	}
	return lines
}

// soon is an instant: the time of today, or the day.
func soon(env screen.Env, at time.Time) string {
	if text.Date(at, env.Zone) == text.Date(env.State.At, env.Zone) {
		return text.Clock(at, env.Zone)
	}
	return text.Date(at, env.Zone)
}

// figures are the sums above the total, in lines of a width and one blank cell behind.
func figures(env screen.Env, width int) [3]string {
	t, texts, cart := env.Theme, &env.Texts.Order, env.State.Cart
	width--
	label := func(s string) string { return t.Muted.On(s) }
	rows := [3]string{
		figure(label(texts.Goods), text.Amount(cart.Totals.Goods), width) + " ",
		figure(label(texts.Discounts), off(cart.Totals.Discounts), width) + " ",
		figure(label(texts.PointsUsed), "0", width) + " ",
	}
	if used := cart.Order.Use.Points; used > 0 {
		points := label(texts.PointsUsed) + "  " + t.Heart.On(text.Points(-used))
		rows[2] = figure(points, t.Heart.On(off(cart.Totals.Points)), width) + " "
	}
	return rows
}

// due is the total, the largest thing here, with its label before it.
func due(env screen.Env) [bigRows]string {
	totals, label := env.State.Cart.Totals, env.Texts.Order.ToPay
	if totals.Paid > 0 {
		label = env.Texts.Order.StillToPay
	}
	return labelled(env, label, text.Money(totals.Due), env.Width-2)
}

// labelled is an amount in block digits with a label before its lowest row, or the plain amount where blocks don't fit.
func labelled(env screen.Env, label, amount string, width int) [bigRows]string {
	rows := widget.Block(amount)
	room := width - widget.Width(label) - 3
	if widget.Width(rows[0]) > room {
		rows = [bigRows]string{"", "", amount}
	}
	blank := widget.Blank(widget.Width(label) + 3)
	for i := range rows {
		rows[i] = blank + env.Theme.Money.On(rows[i])
	}
	rows[2] = env.Theme.Text.On(label) + "   " + rows[2][len(blank):]
	return rows
}

// earn is what this order will bring, and what is special about it.
func earn(env screen.Env) string {
	t, texts, cart := env.Theme, &env.Texts.Order, env.State.Cart
	out := ""
	if env.State.Member != nil {
		out = t.Heart.On(texts.WillEarn(cart.WillEarn))
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
	for _, row := range figures(env, width) {
		lines = append(lines, row)
	}
	lines = append(lines, "")
	totals := env.State.Cart.Totals
	label := texts.ToPay
	if totals.Paid > 0 {
		label = texts.StillToPay
	}
	for _, row := range labelled(env, label, text.Money(totals.Due), width-1) {
		lines = append(lines, widget.Right.In(row, width-1))
	}
	lines = append(lines, widget.Right.In(earn(env), width-1), "")
	pay := widget.Button{Key: "F9", Label: texts.PayKey, Target: widget.ActionTarget(keymap.Pay), Primary: true}
	bottom := widget.Stack(widget.NewPane(width, lines...), pay.Draw(width, 3, env.Press, t))
	whole := top.Sized(width, max(env.Height-bottom.Height(), 0))
	return widget.Stack(whole, bottom).Sized(width, env.Height)
}
