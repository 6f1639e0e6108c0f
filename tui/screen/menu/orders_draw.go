package menu

import (
	"tim/domain/sale"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// sized is the list fitted to its rows and to the screen.
func (o Orders) sized(env screen.Env) Orders {
	o.list = o.list.Sized(max(len(o.rows), len(o.people)), env.Height-listHead-o.footRows(env))
	return o
}

func (o Orders) footRows(env screen.Env) int {
	if env.Height < roomy {
		return 1
	}
	return buttonRows
}

// Draw is the list.
func (o Orders) Draw(env screen.Env) widget.Pane {
	o = o.sized(env)
	width := min(env.Width, listMax)
	page := widget.Stack(o.head(env, width), o.body(env, width)).Sized(width, env.Height-o.footRows(env))
	page = widget.Stack(page, o.foot(env, width))
	return widget.Beside(widget.Blanks((env.Width-width)/2, env.Height), page).Sized(env.Width, env.Height)
}

func (o Orders) head(env screen.Env, width int) widget.Pane {
	t := env.Texts.Menu
	right := ""
	switch {
	case len(o.people) > 0:
		right = env.Theme.Muted.On(t.Which(len(o.people)))
	case o.of != "":
		right = env.Theme.Heart.On("♥ ") + widget.Cut(o.of, width/3) + env.Theme.Muted.On(" · "+t.OrdersFound(len(o.rows)))
	case len(o.rows) > 0 && o.field.Empty():
		right = env.Theme.Muted.On(t.OrdersShown(len(o.rows)))
	case len(o.rows) > 0:
		right = env.Theme.Muted.On(t.OrdersFound(len(o.rows)))
	}
	if o.later > 0 {
		right = env.Theme.Warn.On(t.ToDeliver(o.later)) + env.Theme.Muted.On(" · ") + right
	}
	title := widget.NewPane(width, widget.Spread(" "+env.Theme.Title.On(t.OrdersTitle), right+" ", width))
	label := " " + t.Search + " "
	o.field.Placeholder = t.SearchHint
	field := widget.Beside(widget.NewPane(widget.Width(label), label), o.field.Draw(width-widget.Width(label)-1, env.Theme))
	return widget.Stack(title, field.Sized(width, 1), widget.NewPane(width, env.Theme.Border.On(widget.Rule(width))))
}

func (o Orders) body(env screen.Env, width int) widget.Pane {
	t := env.Texts.Menu
	switch {
	case o.fault != nil:
		return widget.NewPane(width, "", "  "+env.Theme.Danger.On("✗ "+text.Fault(o.fault, env.Lang)))
	case o.got == 0:
		return widget.NewPane(width, "", "  "+env.Theme.Muted.On(t.Reading))
	case len(o.people) > 0:
		return o.choice(env, width)
	case len(o.rows) == 0 && o.field.Empty():
		return widget.NewPane(width, "", "  "+env.Theme.Strong.On(t.NoOrders))
	case len(o.rows) == 0 && o.of != "":
		return widget.NewPane(width, "", "  "+env.Theme.Strong.On(t.NoneOf))
	case len(o.rows) == 0:
		return widget.NewPane(width, "", "  "+env.Theme.Strong.On(t.NoneFound), "  "+env.Theme.Muted.On(t.SearchAdvice))
	}
	columns := o.columns(env, width-1)
	customer := t.Customer
	if width-1 < facing {
		customer = ""
	}
	today := text.Date(env.Now, env.Zone)
	head := columns.Line(width-1, "", t.Receipt, t.Time, customer, t.State, t.Total)
	list := o.list.Draw(width, env.Press, env.Theme, func(i, width int, marked bool) string {
		return o.row(env, columns, width, i, today, marked)
	})
	return widget.Stack(widget.NewPane(width, env.Theme.Muted.On(head)), list)
}

// choice is the members who fit what was typed.
func (o Orders) choice(env screen.Env, width int) widget.Pane {
	t := env.Texts.Menu
	columns := widget.Columns{{Width: 1}, {}, {Width: 14}, {Width: 14}}
	list := o.list.Draw(width, env.Press, env.Theme, func(i, width int, marked bool) string {
		p, sign := o.people[i], ""
		if marked {
			sign = env.Theme.Accent.On("▸")
		}
		return columns.Line(width, sign, env.Theme.Heart.On("♥ ")+p.name, p.phone, env.Theme.Muted.On(p.tier))
	})
	return widget.Stack(widget.NewPane(width, env.Theme.Muted.On("  "+t.WhichHint)), list)
}

// columns gives each figure the room that it needs, and what is left to the state.
func (o Orders) columns(env screen.Env, width int) widget.Columns {
	t := env.Texts.Menu
	number, at, total := widget.Width(t.Receipt), widget.Width(t.Time), widget.Width(t.Total)
	today := text.Date(env.Now, env.Zone)
	for _, r := range o.rows {
		number = max(number, widget.Width(o.number(env, r)))
		at = max(at, widget.Width(r.moment(today, width)))
		total = max(total, widget.Width(r.total))
	}
	customer := max(widget.Width(t.Customer), widget.Width(t.Walkin), widget.Width(t.MemberOf)+2)
	if width < facing {
		customer = 1 // the heart alone
	}
	return widget.Columns{{Width: 1}, {Width: min(number, 16)}, {Width: at, Align: widget.Right}, {Width: customer}, {},
		{Width: min(total, width/2), Align: widget.Right}}
}

func (o Orders) number(env screen.Env, r order) string {
	if r.Receipt == "" {
		return env.Texts.Menu.Unnumbered
	}
	return r.Receipt
}

// moment is the time of day; of other days than today the date, with the time where there is room.
func (r order) moment(today string, width int) string {
	switch {
	case r.day == today:
		return r.clock
	case width < facing:
		return r.day
	}
	return r.day + " " + r.clock
}

func (o Orders) row(env screen.Env, columns widget.Columns, width, i int, today string, marked bool) string {
	r, t := o.rows[i], env.Texts.Menu
	sign := ""
	if marked {
		sign = env.Theme.Accent.On("▸")
	}
	customer, state := o.customer(env, r, width), r.State()
	word := t.StateOf(state, r.Later, len(r.Returns) > 0)
	switch {
	case r.deliver:
		word = env.Theme.Warn.On("○ " + word)
	case state == sale.Cancelled:
		word = env.Theme.Muted.On("✗ " + word)
	case len(r.Returns) > 0:
		word = env.Theme.Accent.On("− ") + word
	default:
		word = env.Theme.OK.On("✓ ") + word
	}
	total := env.Theme.Strong.On(r.total)
	if state == sale.Cancelled {
		total = env.Theme.Muted.On(r.total)
	}
	return columns.Line(width, sign, o.number(env, r), r.moment(today, width), customer, word, total)
}

func (o Orders) customer(env screen.Env, r order, width int) string {
	switch {
	case r.Member != "" && width < facing:
		return env.Theme.Heart.On("♥")
	case r.Member != "":
		return env.Theme.Heart.On("♥ " + env.Texts.Menu.MemberOf)
	case width < facing:
		return ""
	}
	return env.Theme.Muted.On(env.Texts.Menu.Walkin)
}

// foot is the buttons for the marked order, as many as there is room for.
func (o Orders) foot(env screen.Env, width int) widget.Pane {
	t, height := env.Texts.Menu, o.footRows(env)
	var buttons []widget.Button
	row, ok := o.marked()
	if ok && row.Receipt != "" {
		buttons = append(buttons, widget.Button{Key: keymap.Get(keymap.Confirm).Shown, Label: t.Open, Target: widget.ActionTarget(keymap.Confirm), Primary: true},
			widget.Button{Key: keymap.Get(keymap.Return).Shown, Label: t.Return, Target: widget.ActionTarget(keymap.Return)})
	}
	if ok && row.deliver {
		buttons = append(buttons, widget.Button{Key: keymap.Get(keymap.Pay).Shown, Label: t.Deliver, Target: widget.Target{ID: deliverID}},
			widget.Button{Key: keymap.Get(keymap.CancelOrder).Shown, Label: t.CancelOrder, Target: widget.ActionTarget(keymap.CancelOrder)})
	}
	page := widget.NewPane(1, "")
	for _, b := range buttons {
		if page.Width+b.Width()+1 <= width {
			page = widget.Beside(page, b.Draw(b.Width(), height, env.Press, env.Theme), widget.NewPane(1, ""))
		}
	}
	return page.Sized(width, height)
}
