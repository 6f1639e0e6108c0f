// Package menu is what F12 opens: the shift's facts, what can be done besides selling, and the newest orders.
//
// Caveats. Voiding an order is never one Enter away: the first row of its reasons keeps the order, and once goods were
// scanned the root asks for a supervisor's PIN.
package menu

import (
	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

const rowID = "menu.row"

// entry is a row of the menu.
type entry int

// The rows that Enter runs, in order.
const (
	orders entry = iota
	void
	signOut
	language
	theme
	entries // how many
)

// reasons are the codes of why an order is voided. They are kept in the journal: append only. The row before them
// keeps the order.
var reasons = []string{"changed-mind", "no-money", "wrong-entry", "wrong-price", "training", "other"}

// Menu is the screen.
type Menu struct {
	list    widget.List
	asking  bool // why the order is to be voided
	voiding bool // what was asked for is the order's end
}

// New is the menu.
func New() Menu { return Menu{} }

// Keys is the actions that work here.
func (m Menu) Keys(screen.Env) keymap.Set {
	return keymap.Set{keymap.Help, keymap.Language, keymap.Theme, keymap.Confirm, keymap.Back}
}

// Update moves the mark and runs the marked row.
func (m Menu) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	m = m.sized()
	switch msg := msg.(type) {
	case screen.Act:
		return m.act(env, msg.ID)
	case screen.Tapped:
		if msg.ID == rowID {
			m.list = m.list.Mark(msg.Index)
			return m.run(env)
		}
	case screen.Changed:
		return m.changed(env, msg)
	case tea.KeyPressMsg:
		m.list, _ = m.list.Update(msg)
	}
	return m, nil
}

// sized is the menu with as many rows as there are. All of them are always to be seen.
func (m Menu) sized() Menu {
	n := int(entries)
	if m.asking {
		n = len(reasons) + 1
	}
	m.list = m.list.Sized(n, n)
	return m
}

func (m Menu) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect) {
	switch {
	case id == keymap.Back && m.asking:
		return m.kept(), nil
	case id == keymap.Back:
		return m, []screen.Effect{screen.Close{}}
	case id == keymap.Confirm:
		return m.run(env)
	}
	return m, nil
}

// kept is the menu with its order still there.
func (m Menu) kept() Menu {
	return Menu{list: m.list.Mark(int(void))}.sized()
}

func (m Menu) run(env screen.Env) (screen.Screen, []screen.Effect) {
	at := m.list.Marked()
	if m.asking {
		return m.void(at)
	}
	switch entry(at) {
	case orders:
		return m, []screen.Effect{screen.Go{Route: screen.Orders}}
	case void:
		if env.State.Cart.Order.ID == "" {
			return m, []screen.Effect{screen.Tell{Notice: counter.Notice{Code: "order.empty", Error: true}}, screen.Beep{}}
		}
		m.asking = true
		m.list = widget.List{}
		return m.sized(), nil
	case signOut:
		return m, []screen.Effect{screen.Do{Action: counter.SignOut{}}}
	case language:
		return m, []screen.Effect{screen.Global{ID: keymap.Language}}
	case theme:
		return m, []screen.Effect{screen.Global{ID: keymap.Theme}}
	}
	return m, nil
}

// void asks for the order's end; the first row keeps it.
func (m Menu) void(at int) (screen.Screen, []screen.Effect) {
	if at <= 0 {
		return m.kept(), nil
	}
	m.voiding = true
	return m, []screen.Effect{screen.Do{Action: counter.VoidOrder{Reason: reasons[at-1]}}}
}

// changed leaves when the order is gone: at once, or after the supervisor's PIN.
func (m Menu) changed(env screen.Env, c screen.Changed) (screen.Screen, []screen.Effect) {
	if !m.voiding {
		return m, nil
	}
	if env.State.Cart.Order.ID == "" {
		return m, []screen.Effect{screen.Close{}}
	}
	if env.State.Approval == nil {
		m.voiding = false
	}
	return m, nil
}
