package menu

import (
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	widthMax   = 100
	labelCells = 29 // of what a row does
	roomy      = 21 // rows from which the entries stand apart
	factCols   = 14 // cells for the name of a fact
	facing     = 72 // cells from which facts stand beside each other
)

// block is a row of the menu as it is drawn: what it does, and a word about it below.
type block struct {
	label, about string
	keys         string // what does the same everywhere, "" for nothing
	off          bool
}

// Draw is the menu.
func (m Menu) Draw(env screen.Env) widget.Pane {
	m = m.sized(env)
	width := min(env.Width, widthMax)
	page := m.menu(env, width)
	switch {
	case m.asking:
		page = m.question(env, width)
	case m.blind:
		page = m.blindQuestion(env, width)
	}
	return widget.Beside(widget.Blanks((env.Width-width)/2, env.Height), page).Sized(env.Width, env.Height)
}

func (m Menu) menu(env screen.Env, width int) widget.Pane {
	blocks := m.blocks(env)
	return widget.Stack(m.head(env, width), m.list.Draw(width, env.Press, env.Theme, func(i, width int, marked bool) string {
		return row(env, width, blocks[i], marked)
	}))
}

// head is what stands above the rows.
func (m Menu) head(env screen.Env, width int) widget.Pane {
	return widget.Stack(m.title(env, width, env.Texts.Menu.Title, ""), m.facts(env, width), rule(env, width))
}

func (m Menu) headRows(env screen.Env) int { return m.head(env, min(env.Width, widthMax)).Height() }

// row is an entry in one line: what it does, a word about it, and what does the same.
func row(env screen.Env, width int, b block, marked bool) string {
	th, sign, label := env.Theme, "  ", env.Theme.Strong.On(b.label)
	if b.off {
		label = th.Muted.On(b.label)
	}
	if marked {
		sign = th.Accent.On("▸") + " "
	}
	about := ""
	if room := width - labelCells - 5 - widget.Width(b.keys); room > 10 {
		about = th.Muted.On(widget.Clauses(b.about, room))
	}
	return widget.Spread(" "+sign+widget.Fit(label, labelCells)+" "+about, th.Muted.On(b.keys), width)
}

func (m Menu) title(env screen.Env, width int, title, right string) widget.Pane {
	return widget.NewPane(width, widget.Spread(" "+env.Theme.Title.On(title), env.Theme.Muted.On(right)+" ", width))
}

func rule(env screen.Env, width int) widget.Pane {
	return widget.NewPane(width, env.Theme.Border.On(widget.Rule(width)))
}

// facts are the shift's, in two columns where there is room.
func (m Menu) facts(env screen.Env, width int) widget.Pane {
	t, s := env.Texts.Menu, env.State
	since, float, cashier := t.NoShift, "", ""
	if s.Staff != nil {
		cashier = s.Staff.Name
	}
	if s.Shift != nil {
		since, float = text.DateTime(s.Shift.OpenedAt, env.Zone), text.Money(s.Shift.Float)
		for _, p := range s.Roster {
			if p.ID == s.Shift.Cashier {
				cashier = p.Name
			}
		}
	}
	fact := func(name, value string) string {
		return " " + env.Theme.Muted.On(widget.Fit(name, factCols)) + value
	}
	left := []string{fact(t.Till, s.Till), fact(t.Cashier, widget.Clean(cashier))}
	right := []string{fact(t.Since, since), fact(t.Float, float)}
	if d := s.Drawer; d != nil {
		left = append(left, fact(t.Tickets, text.Points(d.Tickets)))
		cash := text.Money(d.Cash)
		if d.Hidden {
			cash = env.Theme.Muted.On(t.Blind)
		}
		if d.Over {
			cash += env.Theme.Warn.On("  ▲ " + t.DropFrom(d.DropFrom))
		}
		right = append(right, fact(t.Cash, cash))
	}
	if width < facing {
		return widget.NewPane(width, append(left, right...)...)
	}
	columns, page := widget.Columns{{Width: factCols + 18}, {}}, widget.Pane{Width: width}
	for i := range left {
		page = widget.Stack(page, widget.NewPane(width, columns.Line(width, left[i], right[i])))
	}
	return page
}

func (m Menu) blocks(env screen.Env) []block {
	t, s := env.Texts.Menu, env.State
	voids := block{label: t.Void, about: t.VoidAbout}
	if s.Cart.Order.ID == "" {
		voids = block{label: t.Void, about: t.VoidNone, off: true}
	}
	blocks := []block{orders: {label: t.Orders, about: t.OrdersAbout}, void: voids,
		paidIn: {label: t.PaidIn, about: t.PaidInAbout}, paidOut: {label: t.PaidOut, about: t.PaidOutAbout}, drop: {label: t.Drop, about: t.DropAbout},
		noSale: {label: t.NoSale, about: t.NoSaleAbout}, takeX: {label: t.TakeX, about: t.TakeXAbout}, closeShift: {label: t.Close, about: t.CloseAbout},
		handOver: {label: t.HandOver, about: t.HandOverAbout}, closeBlind: {label: t.CloseBlind, about: t.CloseBlindAbout},
		suspend: {label: t.Suspend, about: t.SuspendAbout}, history: {label: t.Shifts, about: t.ShiftsAbout},
		management:  {label: env.Texts.Manage.Title, about: env.Texts.Manage.MenuAbout},
		personnel:   {label: env.Texts.Staff.Title, about: env.Texts.Staff.MenuAbout},
		supervisors: {label: env.Texts.Desk.Title, about: env.Texts.Desk.MenuAbout},
		train:       {label: t.Train, about: t.TrainAbout},
		printing:    {label: env.Texts.Printer.Title, about: env.Texts.Printer.About},
		lock:        global(env, keymap.Lock, t.LockAbout),
		signOut:     {label: t.SignOut, about: t.SignOutAbout}, language: global(env, keymap.Language, t.LanguageAbout), theme: global(env, keymap.Theme, t.ThemeAbout)}
	if s.Training != nil {
		blocks[train] = block{label: t.TrainEnd, about: t.TrainEndAbout}
		blocks[signOut].about = t.TrainEndAbout
	}
	for e := range blocks {
		if id, has := entryKeys[entry(e)]; has {
			blocks[e].keys = keymap.Get(id).Shown
		}
		blocks[e].off = blocks[e].off || entry(e) != void && needsShift(entry(e)) && s.Shift == nil
	}
	return blocks
}

// global is an entry for what a key does on every screen.
func global(env screen.Env, id keymap.ID, about string) block {
	a := keymap.Get(id)
	return block{label: a.Label.In(env.Lang), about: about, keys: a.Shown}
}

// block is an entry: two rows, lit together when it is marked, and the gap below them belongs to what can be tapped.
func (m Menu) block(env screen.Env, width, i int, b block, gap widget.Pane) widget.Pane {
	target := widget.Target{ID: rowID, Index: i}
	sign, label := "  ", env.Theme.Strong.On(b.label)
	if b.off {
		label = env.Theme.Muted.On(b.label)
	}
	marked := i == m.list.Marked()
	if marked {
		sign = env.Theme.Accent.On("▸") + " "
	}
	lines := []string{widget.Spread(" "+sign+label, env.Theme.Muted.On(b.keys)+" ", width)}
	if b.about != "" {
		lines = append(lines, widget.Fit("   "+env.Theme.Muted.On(b.about), width))
	}
	for l := range lines {
		switch {
		case env.Press.On(target):
			lines[l] = env.Theme.Pressed.Over(lines[l])
		case marked:
			lines[l] = env.Theme.Selected.Over(lines[l])
		}
	}
	return widget.Stack(widget.NewPane(width, lines...), gap).Hit(target)
}

// question asks why the order is to be voided.
func (m Menu) question(env screen.Env, width int) widget.Pane {
	t, cart := env.Texts.Menu, env.State.Cart
	page := widget.Stack(m.title(env, width, t.WhyVoid, t.VoidTotal(len(cart.Order.Lines), text.Money(cart.Totals.Payable))), rule(env, width))
	gap := widget.Pane{Width: width}
	if env.Height >= roomy {
		gap = widget.NewPane(width, "")
	}
	page = widget.Stack(page, gap, m.block(env, width, 0, block{label: t.Keep, about: t.KeepAbout}, gap))
	for i, code := range reasons {
		page = widget.Stack(page, m.block(env, width, i+1, block{label: t.Reason(code)}, gap))
	}
	return page
}

// blindQuestion asks whether the selling under the shift is to end: that can't be taken back.
func (m Menu) blindQuestion(env screen.Env, width int) widget.Pane {
	t := env.Texts.Menu
	gap := widget.NewPane(width, "")
	return widget.Stack(m.title(env, width, t.WhyBlind, ""), rule(env, width), gap,
		m.block(env, width, 0, block{label: t.KeepSelling, about: t.KeepSellingAbout}, gap),
		m.block(env, width, 1, block{label: t.CloseBlind, about: t.CloseBlindAbout}, gap))
}
