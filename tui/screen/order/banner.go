package order

import (
	"strings"

	"tim/domain/counter"
	"tim/domain/sale"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// tallBanner is the height of a cart from which the banner has room for a button under a finger.
const tallBanner = 10

// alarm lays the banner over the top of the cart: which code, why, how many scans were refused behind it, and the button
// that says it was seen.
func alarm(env screen.Env, table widget.Pane) widget.Pane {
	t, texts, a := env.Theme, &env.Texts.Order, env.State.Alarm
	width, tall := table.Width, table.Height() >= tallBanner
	rows := []string{"  ✗ " + texts.AlarmTitle(widget.Clean(a.Code))}
	for _, row := range widget.Wrap(widget.Clean(text.Fault(a.Fault, env.Lang)), width-8) {
		rows = append(rows, "    "+row)
	}
	rows = append(rows, "    "+texts.Refused(a.Refused))
	button := 1
	if tall {
		rows, button = append(append([]string{""}, rows...), ""), 3
	}
	rows = rows[:min(len(rows), table.Height()-button)]
	for i, row := range rows {
		rows[i] = t.Banner.On(widget.Fit(row, width))
	}
	seen := widget.Button{Key: "Esc", Label: texts.AlarmKey, Target: widget.ActionTarget(keymap.Back), Primary: true}
	banner := widget.Pane{Width: width, Lines: rows}
	return table.Place(0, 0, widget.Stack(banner, seen.Draw(width, button, env.Press, t)))
}

// goodsMin is how many cells the goods of an exchange get, or they aren't named.
const goodsMin = 16

// swappedRows is the height of the banner of an exchange: beside a side column it has no room in one row.
func swappedRows(env screen.Env) int {
	if env.Width >= wideFrom {
		return 2
	}
	return 1
}

// swapped says what the cart is swapped for, above the field; nothing when it is an ordinary sale.
func swapped(env screen.Env, width int) widget.Pane {
	t, texts, e := env.Theme, &env.Texts.Order, env.State.Cart.Exchange
	if e == nil {
		return widget.Pane{Width: width}
	}
	drop := widget.Button{Key: keymap.Get(keymap.NoExchange).Shown, Label: texts.NoExchange, Target: widget.ActionTarget(keymap.NoExchange)}
	title, brings, counts := t.Warn.On(texts.Exchange(e.Receipt)), texts.Brings(goods(e.Lines)), t.Strong.On(texts.Counts(e.Offer.Return.Refund))
	button := drop.Draw(drop.Width(), 1, env.Press, t)
	room := width - button.Width
	if swappedRows(env) == 1 {
		if left := room - widget.Width(title) - widget.Width(counts); left > goodsMin { // the receipt and what counts come first
			title += ": " + brings
		}
		row := widget.NewPane(room, widget.Spread(" "+title, counts, room-1))
		return widget.Beside(row.Hit(widget.Target{ID: exchangeTarget}), button)
	}
	first := widget.Beside(widget.NewPane(room, " "+title).Hit(widget.Target{ID: exchangeTarget}), button)
	second := widget.NewPane(width, widget.Spread(" "+brings, counts, width-1))
	return widget.Stack(first, second.Hit(widget.Target{ID: exchangeTarget}))
}

// goods is what came back, in a line: "2 × Sữa tươi, 0,5 × Cam".
func goods(back []counter.ReturnedGoods) string {
	parts := make([]string, len(back))
	for i, g := range back {
		parts[i] = text.Quantity(g.Quantity) + " × " + widget.Clean(g.Line.Name)
	}
	return strings.Join(parts, ", ")
}

// named says whether the cart's invoice is in somebody's name.
func named(env screen.Env) bool { return env.State.Cart.Order.Buyer != (sale.Buyer{}) }

// inName says in whose name the invoice is, above the field; nothing where nobody asked.
func inName(env screen.Env, width int) widget.Pane {
	if !named(env) {
		return widget.Pane{Width: width}
	}
	t, texts, b := env.Theme, &env.Texts.Buyer, env.State.Cart.Order.Buyer
	button := widget.Button{Key: keymap.Get(keymap.Buyer).Words[0], Label: texts.Change, Target: widget.Target{ID: buyerTarget}}
	change := button.Draw(button.Width(), 1, env.Press, t)
	room := width - change.Width
	row := " " + t.Muted.On(texts.Names) + " " + t.Strong.On(widget.Clean(b.Name)) + t.Muted.On(" · "+b.TaxCode)
	return widget.Beside(widget.NewPane(room, row).Hit(widget.Target{ID: buyerTarget}), change)
}
