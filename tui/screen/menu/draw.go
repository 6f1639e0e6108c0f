package menu

import (
	"strings"

	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	widthMax = 84
	roomy    = 21 // rows from which the entries stand apart
	factCols = 14 // cells for the name of a fact
	facing   = 72 // cells from which facts stand beside each other
)

// block is a row of the menu as it is drawn: what it does, and a word about it below.
type block struct {
	label, about string
	keys         string // what does the same everywhere, "" for nothing
	off          bool
}

// Draw is the menu.
func (m Menu) Draw(env screen.Env) widget.Pane {
	m = m.sized()
	width := min(env.Width, widthMax)
	page := m.menu(env, width)
	if m.asking {
		page = m.question(env, width)
	}
	return widget.Beside(widget.Blanks((env.Width-width)/2, env.Height), page).Sized(env.Width, env.Height)
}

func (m Menu) menu(env screen.Env, width int) widget.Pane {
	t, gap := env.Texts.Menu, widget.Pane{Width: width}
	if env.Height >= roomy {
		gap = widget.NewPane(width, "")
	}
	page := widget.Stack(m.title(env, width, t.Title, ""), gap, m.facts(env, width), rule(env, width), gap)
	for i, b := range m.blocks(env, env.State.Cart.Order.ID != "") {
		page = widget.Stack(page, m.block(env, width, i, b, gap))
	}
	return page
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
	if width < facing {
		return widget.NewPane(width, fact(t.Till, s.Till), fact(t.Cashier, widget.Clean(cashier)), fact(t.Since, since), fact(t.Float, float))
	}
	columns := widget.Columns{{}, {}}
	return widget.NewPane(width,
		columns.Line(width, fact(t.Till, s.Till), fact(t.Since, since)),
		columns.Line(width, fact(t.Cashier, widget.Clean(cashier)), fact(t.Float, float)))
}

func (m Menu) blocks(env screen.Env, open bool) []block {
	t := env.Texts.Menu
	voids := block{label: t.Void, about: t.VoidAbout}
	if !open {
		voids = block{label: t.Void, about: t.VoidNone, off: true}
	}
	return []block{orders: {label: t.Orders, about: t.OrdersAbout}, void: voids, signOut: {label: t.SignOut, about: t.SignOutAbout},
		language: global(env, keymap.Language, t.LanguageAbout), theme: global(env, keymap.Theme, t.ThemeAbout)}
}

// global is an entry for what a key does on every screen.
func global(env screen.Env, id keymap.ID, about string) block {
	a := keymap.Get(id)
	return block{label: a.Label.In(env.Lang), about: about, keys: a.Shown + "  " + strings.Join(a.Words, " ")}
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
