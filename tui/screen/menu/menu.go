// Package menu is what F12 opens: the shift's facts, what can be done besides selling, and the newest orders.
//
// Caveats. What can't be taken back is never one Enter away: the first row of what is asked then keeps all as it was. Voiding an
// order with goods, and what else the shop's policy says, needs a supervisor's PIN, for which the root asks.
package menu

import (
	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
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
	paidIn
	paidOut
	drop
	noSale
	takeX
	closeShift
	handOver
	closeBlind
	suspend
	history
	supervisors
	management
	personnel
	train
	printing
	lock
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
	blind   bool // whether the selling under the shift is to end
	voiding bool // what was asked for is the order's end
	asked   bool // a supervisor is asked about it
}

// New is the menu.
func New() Menu { return Menu{list: widget.List{ID: rowID}} }

// Keys is the actions that work here.
func (m Menu) Keys(env screen.Env) keymap.Set {
	keys := keymap.Set{keymap.Help}
	if env.State.Shift != nil && !m.asking && !m.blind {
		keys = append(keys, keymap.NoSale, keymap.TakeX, keymap.PaidIn, keymap.PaidOut, keymap.SafeDrop, keymap.CloseShift,
			keymap.Void, keymap.HandOver, keymap.CloseBlind, keymap.Suspend)
	}
	if !m.asking && !m.blind {
		keys = append(keys, keymap.Train, keymap.Desk, keymap.Manage, keymap.Staff, keymap.Shifts, keymap.Printer, keymap.SignOut)
	}
	return append(keys, keymap.Language, keymap.Theme, keymap.Confirm, keymap.Back)
}

// Update moves the mark and runs the marked row.
func (m Menu) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	m = m.sized(env)
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
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		m.list, _ = m.list.Update(msg)
	}
	return m, nil
}

// sized is the menu with as many rows as there are.
func (m Menu) sized(env screen.Env) Menu {
	switch {
	case m.asking:
		m.list = m.list.Sized(len(reasons)+1, len(reasons)+1)
	case m.blind:
		m.list = m.list.Sized(2, 2)
	default:
		m.list = m.list.Sized(int(entries), max(env.Height-m.headRows(env), 1))
	}
	return m
}

func (m Menu) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect) {
	switch {
	case id == keymap.Back && m.asking:
		return m.kept(env, void), nil
	case id == keymap.Back && m.blind:
		return m.kept(env, closeBlind), nil
	case id == keymap.Back:
		return m, []screen.Effect{screen.Close{}}
	case id == keymap.Confirm:
		return m.run(env)
	}
	for e, key := range entryKeys {
		if id == key {
			return m.runEntry(env, e)
		}
	}
	return m, nil
}

// entryKeys are the rows that are actions of the key map; most have a key of their own here.
var entryKeys = map[entry]keymap.ID{noSale: keymap.NoSale, takeX: keymap.TakeX, paidIn: keymap.PaidIn, paidOut: keymap.PaidOut,
	drop: keymap.SafeDrop, closeShift: keymap.CloseShift, train: keymap.Train, supervisors: keymap.Desk, management: keymap.Manage, personnel: keymap.Staff,
	void: keymap.Void, handOver: keymap.HandOver, closeBlind: keymap.CloseBlind, suspend: keymap.Suspend, history: keymap.Shifts, printing: keymap.Printer, signOut: keymap.SignOut}

// kept is the menu with all as it was.
func (m Menu) kept(env screen.Env, at entry) Menu {
	next := Menu{list: widget.List{ID: rowID}}.sized(env)
	next.list = next.list.Mark(int(at))
	return next
}

func (m Menu) run(env screen.Env) (screen.Screen, []screen.Effect) {
	at := m.list.Marked()
	switch {
	case m.asking:
		return m.void(env, at)
	case m.blind && at <= 0:
		return m.kept(env, closeBlind), nil
	case m.blind:
		return m, []screen.Effect{screen.Do{Action: counter.CloseBlind{}}}
	}
	return m.runEntry(env, entry(at))
}

// routes are the rows that open a screen; those of needsShift only while a shift is open.
var routes = map[entry]screen.Route{orders: screen.Orders, paidIn: screen.PaidIn, paidOut: screen.PaidOut, drop: screen.SafeDrop,
	noSale: screen.NoSale, closeShift: screen.CloseShift, handOver: screen.HandOver, history: screen.Shifts, printing: screen.Printer, supervisors: screen.Desk, management: screen.Manage, personnel: screen.Staff}

func needsShift(e entry) bool { return e >= void && e < history }

func (m Menu) runEntry(env screen.Env, e entry) (screen.Screen, []screen.Effect) {
	if needsShift(e) && e != void && env.State.Shift == nil {
		return m, []screen.Effect{screen.Tell{Notice: counter.Notice{Code: "shift.closed", Error: true}}, screen.Beep{}}
	}
	if n := len(env.State.Held); n > 0 && (e == closeShift || e == closeBlind) {
		return m, []screen.Effect{screen.Tell{Notice: counter.Notice{Code: "shift.held", Args: fault.Args{"n": n}, Error: true}}, screen.Beep{}}
	}
	if to, is := routes[e]; is {
		return m, []screen.Effect{screen.Go{Route: to}}
	}
	switch e {
	case void:
		if env.State.Cart.Order.ID == "" {
			return m, []screen.Effect{screen.Tell{Notice: counter.Notice{Code: "order.empty", Error: true}}, screen.Beep{}}
		}
		m.asking, m.list = true, widget.List{ID: rowID}
		return m.sized(env), nil
	case takeX:
		return m, []screen.Effect{screen.Do{Action: counter.TakeX{}}}
	case closeBlind:
		m.blind, m.list = true, widget.List{ID: rowID}
		return m.sized(env), nil
	case suspend:
		return m, []screen.Effect{screen.Do{Action: counter.SuspendShift{}}}
	case train:
		return m, []screen.Effect{screen.Training(env.State)}
	case signOut:
		return m, []screen.Effect{screen.Do{Action: counter.SignOut{}}}
	case lock:
		return m, []screen.Effect{screen.Global{ID: keymap.Lock}}
	case language:
		return m, []screen.Effect{screen.Global{ID: keymap.Language}}
	case theme:
		return m, []screen.Effect{screen.Global{ID: keymap.Theme}}
	}
	return m, nil
}

// void asks for the order's end; the first row keeps it.
func (m Menu) void(env screen.Env, at int) (screen.Screen, []screen.Effect) {
	if at <= 0 {
		return m.kept(env, void), nil
	}
	m.voiding = true
	return m, []screen.Effect{screen.Do{Action: counter.VoidOrder{Reason: reasons[at-1]}}}
}

// changed leaves when the order is gone: at once, or after the supervisor's PIN.
func (m Menu) changed(env screen.Env, c screen.Changed) (screen.Screen, []screen.Effect) {
	if m.blind && c.Mine { // refused: else the till would be at its opening
		return m.kept(env, closeBlind), nil
	}
	if !m.voiding {
		return m, nil
	}
	if env.State.Cart.Order.ID == "" {
		return m, []screen.Effect{screen.Close{}}
	}
	switch {
	case !c.Mine && !m.asked: // news, or of an action before
	case env.State.Approval != nil:
		m.asked = true
	default:
		m.voiding, m.asked = false, false
	}
	return m, nil
}
