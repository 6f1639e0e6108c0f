package order

import (
	"strings"

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

// drawDone is the sale just finished: its number, what to hand back, and what happened to the customer's points.
func drawDone(env screen.Env, width, height int) widget.Pane {
	t, texts, last := env.Theme, &env.Texts.Order, env.State.Last
	see := widget.Button{Key: "Tab", Label: texts.SeeReceipt, Target: widget.ActionTarget(keymap.Next)}
	saved := " " + t.OK.On("✓ "+texts.Saved(last.Order.Receipt))
	if last.Order.Later {
		saved += "  " + t.Warn.On(texts.Later)
	}
	head := widget.Beside(widget.NewPane(width-see.Width()-1, saved), see.Draw(see.Width(), 1, env.Press, t), widget.NewPane(1, ""))
	lines := []string{"   " + t.Muted.On(texts.Total+" "+text.Money(last.Totals.Payable)+" · "+tenders(texts, last.Order.Tenders)), ""}
	label, amount := texts.Change, last.Totals.Change
	if amount == 0 {
		label, amount = texts.PaidExactly, last.Totals.Paid
	}
	for _, row := range labelled(env, label, text.Money(amount), width-4) {
		lines = append(lines, widget.Center.In(row, width))
	}
	lines = append(lines, "")
	if last.Member != nil {
		lines = append(lines, " "+t.Heart.On("♥")+" "+t.Strong.On(widget.Clean(last.Member.Name)), "   "+t.Heart.On(points(env)))
		lines = append(lines, explain(env, width)...)
	}
	body := widget.Stack(widget.NewPane(width, ""), head, widget.NewPane(width, lines...)).Sized(width, height)
	if height < 12 {
		return body
	}
	return body.Place(0, height-1, widget.NewPane(width, widget.Center.In(t.Muted.On(texts.Next), width)))
}

// tenders is how it was paid.
func tenders(t *text.Order, tenders []sale.Tender) string {
	parts := make([]string, len(tenders))
	for i, tender := range tenders {
		name := t.Cash
		switch tender.Kind {
		case sale.Card:
			name = t.Card
		case sale.Transfer:
			name = t.Transfer
		}
		parts[i] = name + " " + text.Amount(tender.Received)
	}
	return strings.Join(parts, " · ")
}

// points is what the sale did to the customer's points.
func points(env screen.Env) string {
	texts, last := &env.Texts.Order, env.State.Last
	var parts []string
	if used := last.Order.Use.Points; used > 0 {
		parts = append(parts, texts.Used(used))
	}
	if last.Lot == nil && last.Earned.Reward > 0 {
		parts = append(parts, texts.EarnsLater)
	} else {
		parts = append(parts, texts.Earned(last.Earned.Reward))
	}
	return strings.Join(append(parts, texts.Balance(last.Balance)), " · ")
}

// explain is why so many points (E16), in the domain's own words.
func explain(env screen.Env, width int) []string {
	m := env.State.Last.Receipt.Member
	if m == nil {
		return nil
	}
	why := m.Why.In(env.Lang.Domain())
	var lines []string
	for _, sentence := range why {
		for _, row := range widget.Wrap(sentence, width-4) {
			lines = append(lines, "   "+env.Theme.Muted.On(row))
		}
	}
	return lines
}
