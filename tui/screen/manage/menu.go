package manage

import (
	tea "charm.land/bubbletea/v2"

	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const menuID = "manage.menu"

// entry is a row of the menu: what it is called, what stands behind it, and what Enter opens.
type entry struct {
	name  func(t *text.Manage) string
	about func(env screen.Env, doc loyalty.Program) string
	open  func(m menu) outcome
	till  bool // only at a till
}

// menu is the lowest page: where a manager begins, with the settings as they are now, and what was changed and isn't saved.
type menu struct {
	till bool // this desk stands at a till
	list widget.List
}

func newMenu() menu { return menu{} }

// entries are the rows of the menu, in order.
func (m menu) entries() []entry {
	all := []entry{}
	return all
}

func (m menu) Keys() keymap.Set { return keymap.Set{keymap.Confirm} }

func (m menu) Title(env screen.Env) (left, right string) { return env.Texts.Manage.Title, "" }

func (m menu) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	m = m.sized(env)
	switch msg := msg.(type) {
	case screen.Act:
		switch msg.ID {
		case keymap.Confirm:
			return m, m.open()
		case keymap.Back:
			return m, outcome{Effects: []screen.Effect{screen.Close{}}}
		}
	case screen.Tapped:
		if msg.ID == menuID {
			m.list = m.list.Mark(msg.Index)
			return m, m.open()
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		m.list, _ = m.list.Update(msg)
	}
	return m, outcome{}
}

func (m menu) open() outcome {
	entries := m.entries()
	if i := m.list.Marked(); i >= 0 && i < len(entries) {
		return entries[i].open(m)
	}
	return outcome{Effects: []screen.Effect{screen.Beep{}}}
}

func (m menu) sized(env screen.Env) menu {
	m.list.ID = menuID
	m.list = m.list.Sized(len(m.entries()), max(env.Height, 1))
	return m
}

func (m menu) Draw(env screen.Env) widget.Pane {
	m = m.sized(env)
	entries := m.entries()
	names := min(24, env.Width/3)
	return m.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		e := entries[i]
		row := leaves.Sign(env, marked) + widget.Fit(e.name(&env.Texts.Manage), names) + " "
		return row + env.Theme.Muted.On(widget.Cut(e.about(env, loyalty.Program{}), width-widget.Width(row)))
	})
}
