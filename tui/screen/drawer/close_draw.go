package drawer

import (
	"tim/domain/counter"
	"tim/domain/money"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/cash"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	peopleMax  = 4  // rows of who may take the drawer
	totalCells = 15 // for an amount
)

// Draw implements screen.Screen.
func (c Close) Draw(env screen.Env) widget.Pane {
	c.people = c.people.Sized(len(c.takers(env)), min(len(c.takers(env)), peopleMax))
	width := min(env.Width, widthMax)
	if c.told && env.State.Count != nil {
		return middle(env, c.result(env, width, *env.State.Count))
	}
	return middle(env, c.count(env, width))
}

// titled is the head: which shift it is, and whose.
func (c Close) titled(env screen.Env, width int) widget.Pane {
	t := &env.Texts.Drawer
	s, ok := c.of(env)
	if !ok {
		return head(env, width, t.Close(0), "")
	}
	title := t.Close(s.Number)
	if c.handing {
		title = t.HandOver(s.Number)
	}
	back := keymap.Get(keymap.Back).Short.In(env.Lang)
	if c.told {
		back = t.CountAgain
	}
	return headBack(env, width, title, t.Since(widget.Clean(nameOf(env, s.Cashier)), text.Clock(s.OpenedAt, env.Zone)), back)
}

// of is the shift that is closed.
func (c Close) of(env screen.Env) (shift.Shift, bool) {
	for _, s := range env.State.Shifts {
		if s.ID == c.shift || c.shift == "" && env.State.Shift != nil && s.ID == env.State.Shift.ID {
			return s, true
		}
	}
	if c.shift == "" && env.State.Shift != nil {
		return *env.State.Shift, true
	}
	return shift.Shift{}, false
}

func nameOf(env screen.Env, id string) string {
	for _, p := range env.State.Roster {
		if p.ID == id {
			return p.Name
		}
	}
	return id
}

// count is the drawer being counted: the notes at the left, the rest beside them where there is room, else below.
func (c Close) count(env screen.Env, width int) widget.Pane {
	t := &env.Texts.Drawer
	page := c.titled(env, width)
	room := env.Height - page.Height()
	right := width - cash.Width - 1
	side := widget.Pane{Width: right}
	for i, row := range widget.Big(text.Money(c.cash.Amount()), right-1, widget.Right) {
		if i == 0 {
			side = widget.Stack(side, widget.NewPane(right, widget.Right.In(env.Theme.Strong.On(t.Sum), right-1)))
		}
		side = widget.Stack(side, widget.NewPane(right, env.Theme.Money.On(row)))
	}
	side = widget.Stack(side, widget.NewPane(right, ""), c.total(env, right, t.Cards, c.cards, atCards), c.total(env, right, t.Bank, c.bank, atBank))
	for _, warning := range c.warnings(env) {
		for _, row := range widget.Wrap(warning, right-2) {
			side = widget.Stack(side, widget.NewPane(right, " "+env.Theme.Warn.On(row)))
		}
	}
	side = widget.Stack(side, refused(env, right, c.fault))
	button := take(env, right, t.Count)
	side = widget.Stack(side.Sized(right, max(min(room, cash.Rows)-button.Height(), 0)), button)
	left := c.cash.Draw(env, c.at == atCash).Sized(cash.Width, min(room, cash.Rows))
	return widget.Stack(page, widget.Beside(left, widget.NewPane(1, ""), side))
}

// total is the field of another tender's total: its name above where both don't fit in a row.
func (c Close) total(env screen.Env, width int, name string, f widget.Field, at stop) widget.Pane {
	mark := "  "
	if c.at == at {
		mark = env.Theme.Accent.On("▸") + " "
	}
	field := f.Draw(totalCells-2, env.Theme)
	field.Cursor.On = c.at == at
	row := widget.Beside(widget.NewPane(max(width-totalCells-1, 0), mark+name), widget.NewPane(1, "["), field, widget.NewPane(1, "]"))
	if width < widget.Width(name)+totalCells+3 {
		row = widget.Stack(widget.NewPane(width, mark+name), widget.Beside(widget.NewPane(max(width-totalCells-1, 0), ""), widget.NewPane(1, "["), field, widget.NewPane(1, "]")))
	}
	return row.Sized(width, row.Height()).Hit(widget.Target{ID: fieldTarget, Index: int(at)})
}

// warnings are what stands in the way, and what doesn't.
func (c Close) warnings(env screen.Env) []string {
	t := &env.Texts.Drawer
	var all []string
	if len(env.State.Cart.Order.Lines) > 0 {
		all = append(all, "! "+t.GoodsOpen)
	}
	if n := env.State.Link.Waiting; n > 0 && !env.State.Link.Online {
		all = append(all, "! "+t.Unsent(n))
	}
	return all
}

// result is what the count came to: how much should be there and why, what is over or short, and what is still to be said.
func (c Close) result(env screen.Env, width int, count counter.Count) widget.Pane {
	t, th := &env.Texts.Drawer, env.Theme
	page := widget.Stack(c.titled(env, width), c.sums(env, width, count))
	if over := count.Over(); over == 0 {
		page = widget.Stack(page, widget.NewPane(width, " "+th.OK.On(t.Exact)))
	} else {
		reason := c.reason.field
		reason.Placeholder = t.ReasonHint
		page = widget.Stack(page, c.off(env, width, over), line(env, width, t.Reason, reason, int(atReason), c.at == atReason))
		if env.Height >= roomyRows && !c.handing {
			page = widget.Stack(page, chips(env, width, t.WhyOff))
		}
	}
	if c.handing {
		page = widget.Stack(page, c.handOver(env, width))
	} else {
		c.left.Placeholder = t.LeftHint
		page = widget.Stack(page, line(env, width, t.Left, c.left, int(atLeft), c.at == atLeft))
	}
	for _, warning := range c.warnings(env) {
		for _, row := range widget.Wrap(warning, width-2) {
			page = widget.Stack(page, widget.NewPane(width, " "+th.Warn.On(row)))
		}
	}
	page = widget.Stack(page, refused(env, width, c.fault))
	label := t.Finish
	if c.handing {
		label = t.Take
	}
	button := take(env, width, label)
	if page.Height()+button.Height() < env.Height {
		page = widget.Stack(page, widget.NewPane(width, ""))
	}
	return widget.Stack(page.Sized(width, min(page.Height(), env.Height-button.Height())), button)
}

// sums are how the expected cash came about, and the count under it.
func (c Close) sums(env screen.Env, width int, count counter.Count) widget.Pane {
	t, d := &env.Texts.Drawer, count.Cash
	page := widget.Pane{Width: width}
	for i, row := range []struct {
		name string
		v    money.VND
	}{{t.Float, d.Float}, {t.Sales, d.Sales}, {t.Refunds, -d.Refunds}, {t.In, d.PaidIn}, {t.Out, -d.PaidOut}, {t.Drops, -d.Drops}} {
		if i < 2 || row.v != 0 {
			page = widget.Stack(page, widget.NewPane(width, figure(" "+row.name, text.Amount(row.v))))
		}
	}
	th := env.Theme
	return widget.Stack(page, widget.NewPane(width, th.Border.On(" "+widget.Rule(figureCells-1))),
		widget.NewPane(width, figure(" "+th.Strong.On(t.Expected), text.Money(d.Expected))),
		widget.NewPane(width, figure(" "+th.Strong.On(t.Counted), th.Strong.On(text.Money(count.Declaration.Cash.Amount)))))
}

const figureCells = 46 // of a name and its amount

func figure(name, amount string) string { return widget.Spread(name, amount, figureCells) }

// off is what is over or short, the largest thing on the screen where there is room.
func (c Close) off(env screen.Env, width int, over money.VND) widget.Pane {
	t, th := &env.Texts.Drawer, env.Theme
	word, look, amount := t.Over, th.Warn, over
	if over < 0 {
		word, look, amount = t.Short, th.Danger, -over
	}
	if env.Height < roomyRows || c.handing {
		return widget.NewPane(width, figure(" "+look.On(word), look.On(text.Money(amount))))
	}
	rows := widget.Big(text.Money(amount), figureCells-widget.Width(word)-2, widget.Right)
	for i := range rows {
		name := ""
		if i == len(rows)-1 {
			name = word
		}
		rows[i] = " " + look.On(widget.Fit(name, widget.Width(word)+1)+rows[i])
	}
	return widget.NewPane(width, rows[:]...)
}

// handOver is who takes the drawer, their PIN, and what stays in it.
func (c Close) handOver(env screen.Env, width int) widget.Pane {
	t, th := &env.Texts.Drawer, env.Theme
	takers := c.takers(env)
	if len(takers) == 0 {
		return widget.NewPane(width, " "+th.Warn.On(t.NobodyElse))
	}
	mark := "   "
	if c.at == atTaker {
		mark = " " + th.Accent.On("▸") + " "
	}
	name := widget.NewPane(3+labelCells, mark+t.Taker)
	list := c.people.Draw(min(width-name.Width, fieldCells+2), env.Press, th, func(i, width int, marked bool) string {
		sign := "  "
		if marked {
			sign = "▸ "
		}
		return widget.Fit(sign+widget.Clean(takers[i].Name), width)
	})
	return widget.Stack(widget.Beside(name, list).Sized(width, list.Height()),
		line(env, width, t.TakerPIN, c.pin, int(atPIN), c.at == atPIN), line(env, width, t.Left, c.left, int(atLeft), c.at == atLeft))
}
