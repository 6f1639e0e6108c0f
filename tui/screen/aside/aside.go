// Package aside is the list of carts that lie aside: Enter takes the marked one up, Del throws it away. The one at hand, where it has
// goods, is put aside in exchange, so that nothing is lost.
//
// Caveats. Throwing away asks for a reason first, whose first row keeps the cart, and then for a supervisor's PIN.
package aside

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

const rowID = "aside.row"

// reasons are the codes of why a cart is thrown away, as the menu has them for the one at hand.
var reasons = []string{"changed-mind", "no-money", "wrong-entry", "other"}

// List is the screen.
type List struct {
	list    widget.List
	voiding string // key of the cart that is to be thrown away, "" when none is
	doing   string // key of the cart that something was asked for
	asked   bool   // a supervisor is asked about it
}

// New is the list, the cart put aside last marked.
func New() List { return List{list: widget.List{ID: rowID}} }

// Keys implements screen.Screen.
func (h List) Keys(screen.Env) keymap.Set {
	if h.voiding != "" {
		return keymap.Set{keymap.Help, keymap.Confirm, keymap.Back}
	}
	return keymap.Set{keymap.Help, keymap.Confirm, keymap.Remove, keymap.Back}
}

// Update implements screen.Screen.
func (h List) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	h = h.sized(env)
	switch msg := msg.(type) {
	case screen.Act:
		return h.act(env, msg.ID)
	case screen.Tapped:
		if msg.ID == rowID {
			h.list = h.list.Mark(msg.Index)
			return h.run(env)
		}
	case screen.Changed:
		return h.changed(env, msg)
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		h.list, _ = h.list.Update(msg)
	}
	return h, nil
}

func (h List) sized(env screen.Env) List {
	rows, each := len(env.State.Held), 2
	if h.voiding != "" {
		rows, each = len(reasons)+1, 1
	}
	h.list = h.list.Sized(rows, max((env.Height-headRows)/each, 1))
	return h
}

func (h List) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect) {
	switch id {
	case keymap.Back:
		if h.voiding != "" {
			return h.kept(env), nil
		}
		return h, []screen.Effect{screen.Close{}}
	case keymap.Confirm:
		return h.run(env)
	case keymap.Remove:
		if cart, ok := h.marked(env); ok {
			h.voiding, h.list = cart.Order, widget.List{ID: rowID}
			return h.sized(env), nil
		}
	}
	return h, nil
}

// kept is the list with every cart still there.
func (h List) kept(env screen.Env) List {
	at := slices.IndexFunc(env.State.Held, func(c counter.HeldCart) bool { return c.Order == h.voiding })
	next := New().sized(env)
	next.list = next.list.Mark(max(at, 0))
	return next
}

func (h List) marked(env screen.Env) (counter.HeldCart, bool) {
	i := h.list.Marked()
	if i < 0 || i >= len(env.State.Held) {
		return counter.HeldCart{}, false
	}
	return env.State.Held[i], true
}

// run takes the marked cart up, or throws the chosen one away for the marked reason.
func (h List) run(env screen.Env) (screen.Screen, []screen.Effect) {
	at := h.list.Marked()
	switch {
	case h.voiding != "" && at <= 0:
		return h.kept(env), nil
	case h.voiding != "":
		h.doing = h.voiding
		return h, []screen.Effect{screen.Do{Action: counter.VoidHeld{Order: h.voiding, Reason: reasons[at-1]}}}
	}
	cart, ok := h.marked(env)
	if !ok {
		return h, nil
	}
	h.doing = cart.Order
	return h, []screen.Effect{screen.Do{Action: counter.RecallCart{Order: cart.Order}}}
}

// changed closes when the cart was taken up, and shows what is left when it was thrown away.
func (h List) changed(env screen.Env, c screen.Changed) (screen.Screen, []screen.Effect) {
	lies := slices.ContainsFunc(env.State.Held, func(c counter.HeldCart) bool { return c.Order == h.doing })
	switch {
	case h.doing == "", lies && !c.Mine && !h.asked: // news, or of an action before
		return h, nil
	case c.Mine && c.Err != nil:
		h.doing = ""
		return h, nil
	case env.State.Approval != nil:
		h.asked = true
		return h, nil
	case lies: // the supervisor said no
		return h.kept(env), nil
	}
	voided := h.voiding != ""
	if h = New().sized(env); voided && len(env.State.Held) > 0 {
		return h, nil
	}
	return h, []screen.Effect{screen.Close{}}
}
