package manage

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

// Screen is the manager's desk: the menu, what Enter opened over it, and the search over both.
type Screen struct {
	leaves leaves.Stack[seat]
	door   leaves.Door
	search *search // nil while nobody searches
	quit   *choice // nil while it isn't asked whether to leave the program
	left   bool    // what was typed is given up
}

// seat is central and who sits there.
type seat struct {
	Central
	by    string // staff id, or a name
	files Files  // nil: none can be read or written
}

// Ready implements leaves.Seat. Fault: manage.none.
func (s seat) Ready() error {
	if s.Central == nil {
		return fault.New(fault.Unavailable, "manage.none", nil)
	}
	return nil
}

// The pages of the manager's desk and what they want.
type (
	page     = leaves.Page[seat]
	outcome  = leaves.Outcome[seat]
	ask      = leaves.Ask[seat]
	asked    = leaves.Asked[seat]
	question = leaves.Question[seat]
	opened   = leaves.Opened
	answer   = leaves.Answer
	given    = leaves.Given
)

// unsaved is a page that may have what somebody typed and didn't save.
type unsaved interface{ Unsaved() bool }

// secret is a page that may ask for what nobody is to see.
type secret interface{ Secret() bool }

// New is the manager's desk, open, for whoever showed otherwise that they are a manager: by is their staff id, or a name.
func New(c Central, by string) Screen {
	return Screen{leaves: leaves.New[seat](seat{Central: c, by: by}, newMenu())}
}

// Locked is the manager's desk at a till. It opens by a manager's PIN, and shuts when it is left.
func Locked(c Central) Screen {
	s := New(c, "")
	s.door = leaves.Managers(counter.Oversee{Manage: true}, func(t *text.Texts) leaves.Words {
		return leaves.Words{Title: t.Manage.GateTitle, About: t.Manage.GateAbout, PIN: t.Staff.GatePIN, Open: t.Staff.GateOpen}
	})
	s.leaves = leaves.New[seat](s.leaves.Seat, menu{till: true})
	return s
}

// Saving is the desk of a machine whose files can be read and written.
func (s Screen) Saving(files Files) Screen {
	s.leaves.Seat.files = files
	return s
}

// Keys is the actions that work here.
func (s Screen) Keys(env screen.Env) keymap.Set {
	switch {
	case s.door.Shut():
		return s.door.Keys()
	case s.quit != nil:
		return s.quit.keys()
	case s.search != nil:
		return keymap.Set{keymap.Help, keymap.Confirm, keymap.Back, keymap.Palette}
	}
	keys := append(keymap.Set{keymap.Help}, s.leaves.Top().Keys()...)
	return append(keys, keymap.Palette, keymap.Back)
}

// Secret implements screen.Secret.
func (s Screen) Secret() bool {
	p, is := s.leaves.Top().(secret)
	return s.door.Shut() || is && p.Secret()
}

// Unsaved says whether something was typed here that isn't saved.
func (s Screen) Unsaved() bool {
	return slices.ContainsFunc(s.leaves.Pages(), func(p page) bool {
		u, is := p.(unsaved)
		return is && u.Unsaved()
	})
}

// Update implements screen.Screen.
func (s Screen) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	if s.door.Shut() {
		return s.knock(env, msg)
	}
	var effects []screen.Effect
	act, isAct := msg.(screen.Act)
	_, answered := msg.(screen.Reviewed)
	switch {
	case isTick(msg) && s.door.Idle(env):
		if shut, kept := s.Shut(); kept {
			return shut, nil
		}
		return s, []screen.Effect{screen.Close{}}
	case s.quit != nil && !answered && !isTick(msg):
		return s.quits(msg)
	case isAct && act.ID == keymap.Palette:
		s = s.searching()
		return s, nil
	case s.search != nil && !answered && !isTick(msg):
		return s.find(env, msg)
	}
	s.leaves, effects = s.leaves.Update(env, msg)
	s.door = s.door.Heard(msg)
	return s, effects
}

func isTick(msg tea.Msg) bool {
	_, is := msg.(screen.Ticked)
	return is
}

// knock is Update while the desk is shut.
func (s Screen) knock(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	switch msg.(type) {
	case screen.Reviewed: // asked for before it shut
		next, effects := s.leaves.Update(env, msg)
		s.leaves = next
		return s, effects
	}
	door, by, effects := s.door.Knock(env, msg)
	s.door = door
	if by == "" {
		return s, effects
	}
	s.leaves.Seat.by = by
	return s.Update(env, screen.Opened{})
}

// Shut implements screen.Shutter: the PIN leads back to what was typed.
func (s Screen) Shut() (screen.Screen, bool) {
	if !s.door.Locks() || !s.Unsaved() {
		return s, false
	}
	s.door = s.door.Closed()
	return s, true
}

// Leave implements screen.Leaver. Behind its PIN there is nobody to be asked.
func (s Screen) Leave() (screen.Screen, bool) {
	if s.door.Shut() || s.left || s.quit != nil || !s.Unsaved() {
		return s, false
	}
	s.search, s.quit = nil, new(choice)
	return s, true
}

// quits takes a message while it is asked whether to leave the program.
func (s Screen) quits(msg tea.Msg) (screen.Screen, []screen.Effect) {
	next, done := s.quit.update(msg)
	s.quit = &next
	if !done {
		return s, nil
	}
	s.quit = nil
	if s.left = next == drops; s.left {
		return s, []screen.Effect{screen.Global{ID: keymap.Quit}}
	}
	return s, nil
}

// Draw implements screen.Screen.
func (s Screen) Draw(env screen.Env) widget.Pane {
	switch {
	case s.door.Shut():
		return s.door.Draw(env)
	case s.search != nil:
		return s.search.draw(env)
	}
	pane := s.leaves.Draw(env, s.leaves.Head(env))
	if s.quit != nil {
		return pane.Modal(s.quit.draw(env))
	}
	return pane
}
