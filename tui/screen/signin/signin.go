// Package signin is the screen that says who sells: the people of this till and one field for a PIN. Digits go to the
// field at once, the arrows choose the person. The right PIN of somebody else signs that person in.
//
// Over a till that is locked the same screen asks for the PIN of who is signed in.
//
// Caveats. The demo shows its PINs. How long a locked PIN stays locked is counted down with the clock of the Env.
package signin

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

const personTarget = "signin.person"

// SignIn is the screen.
type SignIn struct {
	people widget.List
	pin    widget.Field
	until  time.Time // somebody's PIN is locked until then
	locked int       // whose, by the roster
	unlock bool      // the till is locked: somebody is signed in
}

// New is the screen with the first person chosen.
func New() SignIn {
	return SignIn{people: widget.List{ID: personTarget}, pin: widget.Field{Accept: widget.Digits, Max: shift.PINMax, Mask: true}}
}

// Locked is the screen over a till that is locked, with who is signed in chosen.
func Locked() SignIn {
	s := New()
	s.unlock = true
	return s
}

// Update implements screen.Screen.
func (s SignIn) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	s.people = s.people.Sized(len(env.State.Roster), peopleRows(env))
	switch msg := msg.(type) {
	case screen.Opened:
		return s.atCashier(env), nil
	case screen.Changed:
		return s.changed(msg), nil
	case screen.Act:
		if msg.ID == keymap.Confirm {
			return s.confirm(env)
		}
	case screen.Tapped:
		if msg.ID == personTarget {
			s.people = s.people.Mark(msg.Index)
		}
	case tea.KeyPressMsg:
		return s.key(msg), nil
	case tea.MouseWheelMsg:
		s.people, _ = s.people.Update(msg)
	}
	return s, nil
}

// atCashier marks who is signed in.
func (s SignIn) atCashier(env screen.Env) SignIn {
	if who := env.State.Staff; s.unlock && who != nil {
		s.people = s.people.Mark(slices.IndexFunc(env.State.Roster, func(p counter.Person) bool { return p.ID == who.ID }))
	}
	return s
}

func (s SignIn) key(k tea.KeyPressMsg) SignIn {
	if keymap.Name(k) == "esc" {
		s.pin = s.pin.Reset()
		return s
	}
	if pin, ok := s.pin.Update(k); ok {
		s.pin = pin
		return s
	}
	s.people, _ = s.people.Update(k)
	return s
}

// Secret implements screen.Secret.
func (SignIn) Secret() bool { return true }

// confirm tries the PIN; an empty one is no try.
func (s SignIn) confirm(env screen.Env) (screen.Screen, []screen.Effect) {
	if s.pin.Empty() {
		return s, nil
	}
	try := counter.SignIn{PIN: s.pin.Value()}
	if i := s.people.Marked(); i >= 0 {
		try.Staff = env.State.Roster[i].ID
	}
	s.pin = s.pin.Reset()
	if s.unlock {
		return s, []screen.Effect{screen.Do{Action: counter.Unlock(try)}}
	}
	return s, []screen.Effect{screen.Do{Action: try}}
}

func (s SignIn) changed(c screen.Changed) SignIn {
	if f, ok := fault.Of(c.Err); ok && f.Code == "pin.locked" {
		s.until, _ = f.Args["until"].(time.Time)
		s.locked = s.people.Marked()
	}
	return s
}

// Keys implements screen.Screen.
func (s SignIn) Keys(screen.Env) keymap.Set {
	if s.unlock {
		return keymap.Set{keymap.Confirm, keymap.Language, keymap.Theme, keymap.Quit}
	}
	return keymap.Set{keymap.Confirm, keymap.Help, keymap.Language, keymap.Theme, keymap.Quit}
}
