package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/desk"
	"tim/tui/screen/help"
	"tim/tui/screen/latency"
	"tim/tui/screen/manage"
	"tim/tui/screen/palette"
	"tim/tui/screen/printer"
)

// deliver gives a message to a screen and carries out what it answers. A screen that is gone meanwhile gets nothing.
func (m *Model) deliver(id int, msg tea.Msg) {
	l, ok := m.layer(id)
	if !ok {
		return
	}
	env := m.env(l)
	next, effects := l.screen.Update(env, msg)
	m.replace(id, next)
	m.touch()
	if k, key := msg.(tea.KeyPressMsg); !key || keymap.Typed(k) == "" {
		m.keepUp(id, env, msg)
	}
	for _, e := range effects {
		m.carryOut(id, e)
	}
}

func (m *Model) carryOut(owner int, e screen.Effect) {
	switch e := e.(type) {
	case screen.Do:
		m.enqueue(owner, e.Action)
	case screen.Ask:
		m.ask(owner, e)
	case screen.Review:
		m.review(owner, e)
	case screen.Go:
		m.open(e)
	case screen.Close:
		m.close(owner)
	case screen.Park:
		m.park(owner)
	case screen.Home:
		m.stack = m.stack[:1:1]
	case screen.Tell:
		m.tell(e.Notice)
	case screen.Beep:
		m.errorTone()
	case screen.Run:
		m.run(e.ID)
	case screen.Label:
		m.label(e.Products)
	case screen.Global:
		m.global(e.ID)
	default:
		panic(fmt.Sprintf("app: unknown effect %T", e))
	}
}

// label prints price labels, and says so once they are kept.
func (m *Model) label(products []catalog.Product) {
	press := m.cfg.Printer
	if press == nil {
		m.tell(counter.Notice{Code: "printer.none", Error: true})
		return
	}
	m.then(func() tea.Msg {
		if err := press.Labels(context.Background(), products); err != nil {
			return Told{Notice: counter.Notice{Code: cmp.Or(fault.Code(err), "printer.unkept"), Error: true}}
		}
		return Told{Notice: counter.Notice{Code: "labels.sent", Args: fault.Args{"n": int64(len(products))}}}
	})
}

// layers is every screen there is, the dialog and the lock last.
func (m *Model) layers() []layer {
	all := slices.Clone(m.stack)
	if m.dialog != nil {
		all = append(all, *m.dialog)
	}
	if m.cover.layer != nil {
		all = append(all, *m.cover.layer)
	}
	return all
}

func (m *Model) layer(id int) (layer, bool) {
	all := m.layers()
	i := slices.IndexFunc(all, func(l layer) bool { return l.id == id })
	if i < 0 {
		return layer{}, false
	}
	return all[i], true
}

// replace puts a screen's next value in its place. The stack is copied, because a Model is a value.
func (m *Model) replace(id int, next screen.Screen) {
	if m.dialog != nil && m.dialog.id == id {
		m.dialog = &layer{id: id, route: m.dialog.route, screen: next}
		return
	}
	if m.cover.layer != nil && m.cover.id == id {
		m.cover.layer = &layer{id: id, route: m.cover.route, screen: next}
		return
	}
	m.stack = slices.Clone(m.stack)
	for i := range m.stack {
		if m.stack[i].id == id {
			m.stack[i].screen = next
		}
	}
}

// open puts a screen over the top one. Over a dialog or the lock nothing opens, and no screen opens over itself.
func (m *Model) open(to screen.Go) {
	top := m.top()
	if m.dialog != nil || m.cover.layer != nil || to.Route == top.route {
		return
	}
	l := m.built(to, top)
	m.stack = append(m.stack[:len(m.stack):len(m.stack)], l)
	m.toast = toast{}
	m.deliver(l.id, screen.Opened{})
}

// built is the screen of a place: as it was parked, else a new one.
func (m *Model) built(to screen.Go, top layer) layer {
	if p := m.parked; p != nil && p.route == to.Route && p.param == to.Param {
		m.parked = nil
		return *p
	}
	l := m.mint(to.Route, m.make(to, top))
	l.param = to.Param
	return l
}

// make is a new screen. What is made of the screen below, or of the root itself, is made here.
func (m *Model) make(to screen.Go, top layer) screen.Screen {
	switch to.Route {
	case screen.Help:
		return help.New(m.listed(top.screen.Keys(m.env(top))))
	case screen.Palette:
		return palette.New(m.actions())
	case screen.Staff:
		staff := desk.LockedStaff(m.cfg.Desk, m.cfg.Staff)
		if who := m.state.Overseer; to.Param == screen.Overseen && who != nil && who.Role >= shift.Manager {
			return staff.Opened(who.ID)
		}
		return staff
	case screen.Manage:
		return manage.Locked(m.cfg.Manage).Saving(m.cfg.Files)
	case screen.Printer:
		return printer.New(m.cfg.Printer)
	case screen.Latency:
		return latency.New(m.cfg.measured())
	}
	return build(to, m.supervisors())
}

// park closes a screen and keeps it for the next time that somebody goes there.
func (m *Model) park(id int) {
	if l, ok := m.layer(id); ok {
		m.parked = &l
		m.close(id)
	}
}

// close takes a screen and all above it away; the lowest one stays.
func (m *Model) close(id int) {
	i := slices.IndexFunc(m.stack, func(l layer) bool { return l.id == id })
	if i > 0 {
		m.stack = m.stack[:i:i]
	}
}

func (m *Model) mint(route screen.Route, s screen.Screen) layer {
	m.minted++
	return layer{id: m.minted, route: route, screen: s}
}

// noRoute is where the dialog is: nobody goes there. nobody is whose an action is that no screen asked for.
const (
	noRoute screen.Route = 255
	nobody  int          = 0
)

// base is the screen that the state asks for.
func (m *Model) base() screen.Route {
	switch {
	case m.state.Staff == nil:
		return screen.SignIn
	case m.state.Shift == nil:
		return screen.Float
	}
	return screen.Order
}

// settle goes where the state leads: another lowest screen replaces the whole stack, an approval asked for opens its dialog
// and closes it when it is decided, and a refused code is shown on the order screen, so that nobody pays past it.
func (m *Model) settle() {
	if base := m.base(); len(m.stack) == 0 || m.stack[0].route != base {
		l := m.mint(base, build(screen.Go{Route: base}, m.supervisors()))
		m.stack, m.parked = []layer{l}, nil
		m.deliver(l.id, screen.Opened{})
	}
	switch {
	case m.state.Approval == nil:
		m.dialog = nil
	case m.dialog == nil:
		l := m.mint(noRoute, approval())
		m.dialog = &l
		m.deliver(l.id, screen.Opened{})
	}
	if m.state.Alarm != nil {
		m.stack = m.stack[:1:1]
	}
	m.guard()
}
