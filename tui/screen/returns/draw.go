package returns

import (
	"tim/domain/money"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	widthMax  = 150
	besideMin = 110 // cells from where the effect stands beside the lines
	sideMax   = 56  // cells of it there
	headRows  = 2   // title and rule
	roomy     = 21  // rows from where buttons are for fingers
	priceMin  = 66  // cells from where lines have their price
	timeMin   = 72  // cells from where the time of day is told
	chipsRoom = 18  // cells that the reason's field must keep
	fieldMax  = 40  // cells of it
)

// plan is how the screen is shared out.
type plan struct {
	width, side   int // cells of the whole, and of the effect beside the lines; 0 when it stands below
	lines, effect int // rows
	buttons       int
}

func (r Returns) plan(env screen.Env) plan {
	p := plan{width: min(env.Width, widthMax), buttons: 1}
	if env.Height >= roomy {
		p.buttons = 3
	}
	body := env.Height - headRows - 1 - p.buttons // the reason's row
	if p.width >= besideMin {
		p.side = min(p.width*2/5, sideMax)
		p.lines, p.effect = body-1, body
		return p
	}
	body -= 2 // headings, and the rule above the effect
	count := 1
	if r.order != nil {
		count = max(len(r.order.Lines), 1)
	}
	p.lines = max(min(count, body/2), 1)
	p.effect = max(body-p.lines, 0)
	return p
}

func (p plan) effectWidth() int {
	if p.side > 0 {
		return p.side
	}
	return p.width
}

// sized gives the lines and the effect their places on the screen.
func (r Returns) sized(env screen.Env) Returns {
	p := r.plan(env)
	r.lines = r.lines.Sized(len(r.back), p.lines)
	r.effect = r.effect.Sized(len(r.effects(env, p.effectWidth()-1, p.effect)), p.effect)
	return r
}

// Draw implements screen.Screen.
func (r Returns) Draw(env screen.Env) widget.Pane {
	r = r.sized(env)
	p := r.plan(env)
	page := widget.Stack(r.head(env, p.width), widget.NewPane(p.width, env.Theme.Border.On(widget.Rule(p.width))))
	effect := r.comesTo(env, p)
	if p.side > 0 {
		list := r.table(env, p.width-p.side-3, p.lines)
		side := widget.NewPane(3, repeat(" "+env.Theme.Border.On("│")+" ", p.effect)...)
		page = widget.Stack(page, widget.Beside(list.Sized(list.Width, p.effect), side, effect))
	} else {
		page = widget.Stack(page, r.table(env, p.width, p.lines), widget.NewPane(p.width, r.divide(env, p.width)), effect)
	}
	foot := widget.Stack(r.reasonRow(env, p.width), r.buttons(env, p.width, p.buttons))
	page = widget.Stack(page.Sized(p.width, env.Height-foot.Height()), foot)
	return widget.Beside(widget.Blanks((env.Width-p.width)/2, env.Height), page).Sized(env.Width, env.Height)
}

func repeat(line string, n int) []string {
	lines := make([]string, max(n, 0))
	for i := range lines {
		lines[i] = line
	}
	return lines
}

// head is which order it is: its number, when it was paid, whose it is.
func (r Returns) head(env screen.Env, width int) widget.Pane {
	t, th := &env.Texts.Returns, env.Theme
	title, number, about, phone := t.Title, r.number, "", ""
	if r.whole {
		title = t.CancelTitle
	}
	if r.order != nil {
		number = r.order.Receipt
		switch paid := r.order.PaidAt; {
		case paid.IsZero():
		case width < timeMin:
			about = text.Date(paid, env.Zone) + " · "
		default:
			about = text.DateTime(paid, env.Zone) + " · "
		}
		if r.order.Member == "" || r.offer == nil {
			about += t.Walkin
		} else {
			about += th.Heart.On("♥ ") + r.owner(env)
			if m := r.offer.Member; m != nil {
				phone = " " + th.Muted.On(text.MaskedPhone(m.Phone))
			}
		}
	}
	left := " " + th.Title.On(title) + "  " + th.Strong.On(widget.Clean(number))
	room := width - widget.Width(left) - 3
	if widget.Width(about)+widget.Width(phone) <= room {
		about += phone
	}
	return widget.NewPane(width, widget.Spread(left, widget.Cut(about, room)+" ", width))
}

// table is the order's lines with what was sold, what is back, and what comes back now.
func (r Returns) table(env screen.Env, width, height int) widget.Pane {
	t, th := &env.Texts.Returns, env.Theme
	if r.order == nil {
		return widget.NewPane(width, "").Sized(width, height+1)
	}
	columns, last := r.columns(env, width-1)
	now := t.Back
	if r.whole {
		now = t.Left
	}
	cells := []string{"", t.Goods, t.Price, t.Sold, t.Before, now}
	head := th.Muted.On(columns.Line(width-1, priced(width, cells)...))
	list := r.lines.Draw(width, env.Press, th, func(i, width int, marked bool) string {
		return columns.Line(width, priced(width+1, r.row(env, i, last, marked))...)
	})
	if at := r.lines.Marked() - r.lines.Top(); !r.why && !r.whole && at >= 0 && at < r.lines.Height {
		list.Cursor = widget.Cursor{X: width - 1 - last + r.typed.CursorX(last), Y: at, On: true}
	}
	return widget.Stack(widget.NewPane(width, head), list)
}

// priced leaves the price out where there is no room for it.
func priced(width int, cells []string) []string {
	if width >= priceMin {
		return cells
	}
	return append(append([]string{}, cells[:2]...), cells[3:]...)
}

// columns gives figures the room that they need, and what is left to the name; last is how wide the last one is.
func (r Returns) columns(env screen.Env, width int) (columns widget.Columns, last int) {
	t := &env.Texts.Returns
	price, sold, before := widget.Width(t.Price), widget.Width(t.Sold), widget.Width(t.Before)
	last = max(widget.Width(t.Back), widget.Width(t.Left), widget.Width(t.AllBack))
	for _, l := range r.order.Lines {
		price = max(price, widget.Width(text.Amount(l.UnitPrice)))
		sold = max(sold, widget.Width(t.Piece(l.Quantity, widget.Clean(l.Unit))))
		before = max(before, widget.Width(text.Quantity(r.order.Back(l.ID))))
	}
	most := width / 5
	columns = widget.Columns{{Width: 1}, {}, {Width: min(price, most), Align: widget.Right}, {Width: min(sold, most), Align: widget.Right},
		{Width: min(before, most), Align: widget.Right}, {Width: last, Align: widget.Right}}
	if width+1 < priceMin {
		columns = append(columns[:2], columns[3:]...)
	}
	return columns, last
}

func (r Returns) row(env screen.Env, i, last int, marked bool) []string {
	t, th, l := &env.Texts.Returns, env.Theme, r.order.Lines[i]
	name, sign, before := widget.Clean(l.Name), "", th.Muted.On(t.None)
	if marked {
		sign = th.Accent.On("▸")
	}
	if back := r.order.Back(l.ID); back > 0 {
		before = text.Quantity(back)
	}
	if r.remains(i) == 0 {
		name = th.Muted.On(name)
	}
	return []string{sign, name, text.Amount(l.UnitPrice), t.Piece(l.Quantity, widget.Clean(l.Unit)), before, r.now(env, i, last, marked)}
}

// now is what comes back of a line, or the field where that is typed.
func (r Returns) now(env screen.Env, i, last int, marked bool) string {
	t, th := &env.Texts.Returns, env.Theme
	switch q := r.back[i]; {
	case marked && !r.typed.Empty():
		return r.typed.View(last, th)
	case r.remains(i) == 0:
		return th.Muted.On(t.AllBack)
	case q == money.Quantity(0):
		return th.Muted.On(t.None)
	default:
		return th.Strong.On(text.Quantity(q))
	}
}

// divide is the line above the effect; it says when that goes on below.
func (r Returns) divide(env screen.Env, width int) string {
	if r.effect.Count <= r.effect.Height {
		return env.Theme.Border.On(widget.Rule(width))
	}
	more := " " + env.Texts.Returns.More + " "
	return env.Theme.Border.On(widget.Rule(width-widget.Width(more)-2)) + env.Theme.Muted.On(more) + env.Theme.Border.On("──")
}

// comesTo is what it comes to, as much of it as there is room for.
func (r Returns) comesTo(env screen.Env, p plan) widget.Pane {
	lines := r.effects(env, p.effectWidth()-1, p.effect)
	return r.effect.Draw(p.effectWidth(), env.Theme, func(i, _ int) string { return lines[i] })
}

// reasonRow is the row of the reason: its field, and those that are offered as far as there is room.
func (r Returns) reasonRow(env screen.Env, width int) widget.Pane {
	t, th := &env.Texts.Returns, env.Theme
	label := " " + th.Muted.On(keymap.Get(keymap.Next).Shown) + " " + t.Reason + " "
	chips := widget.Pane{Lines: []string{""}}
	room := width - widget.Width(label) - 2
	for i, reason := range t.Reasons {
		b := widget.Button{Label: reason, Target: widget.Target{ID: reasonTarget, Index: i}}
		if room-chips.Width-b.Width()-1 < chipsRoom {
			break
		}
		chips = widget.Beside(chips, widget.NewPane(1, ""), b.Draw(b.Width(), 1, env.Press, th))
	}
	field := r.reason
	field.Placeholder = t.ReasonHint
	drawn := field.Draw(min(room-chips.Width, fieldMax), th)
	drawn.Cursor.On = r.why
	return widget.Beside(widget.NewPane(widget.Width(label), label), drawn.Hit(widget.Target{ID: fieldTarget}), chips).Sized(width, 1)
}

// buttons are what can be done, the deed at the right end, with its sum where there is room.
func (r Returns) buttons(env screen.Env, width, height int) widget.Pane {
	t := &env.Texts.Returns
	deed := widget.Button{Key: keymap.Get(keymap.Pay).Shown, Label: t.Do, Target: widget.Target{ID: doTarget}}
	rest := []widget.Button{action(keymap.Exchange, t.Exchange), action(keymap.Whole, t.Whole)}
	with := t.DoFor
	switch {
	case r.whole:
		deed.Label, with, rest = t.Cancel, t.CancelFor, nil
	case r.cancellable():
		rest = append(rest, action(keymap.CancelOrder, t.CancelOrder))
	}
	rest = append(rest, action(keymap.Back, keymap.Get(keymap.Back).Short.In(env.Lang)))
	row := widget.NewPane(1, "")
	for _, b := range rest {
		if row.Width+b.Width()+deed.Width()+2 <= width {
			row = widget.Beside(row, b.Draw(b.Width(), height, env.Press, env.Theme), widget.NewPane(1, ""))
		}
	}
	if r.offer != nil && r.told(env) == nil {
		long := deed
		long.Label = with(r.offer.Return.Refund)
		if row.Width+long.Width()+1 <= width {
			deed = long
		}
	}
	row = row.Sized(width-deed.Width()-1, height)
	return widget.Beside(row, deed.Draw(deed.Width(), height, env.Press, env.Theme)).Sized(width, height)
}

func action(id keymap.ID, label string) widget.Button {
	return widget.Button{Key: keymap.Get(id).Shown, Label: label, Target: widget.ActionTarget(id)}
}
