package desk

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const tabID = "desk.tab"

// How often a page that is looked at is asked for anew.
const (
	refreshGlance = 5 * time.Second
	refreshRest   = 30 * time.Second
)

// Screen is the desk: four pages side by side, and what Enter opened over them.
type Screen struct {
	leaves leaves.Stack[seat]
	door   leaves.Door
}

// seat is a desk and who sits at it.
type seat struct {
	Desk
	by    string // staff id
	files Files  // nil: nothing is exported here
}

// Ready implements leaves.Seat. Fault: desk.none.
func (s seat) Ready() error {
	if s.Desk == nil {
		return fault.New(fault.Unavailable, "desk.none", nil)
	}
	return nil
}

// The desk's pages and what they want.
type (
	page     = leaves.Page[seat]
	outcome  = leaves.Outcome[seat]
	ask      = leaves.Ask[seat]
	asked    = leaves.Asked[seat]
	question = leaves.Question[seat]
	opened   = leaves.Opened
	answer   = leaves.Answer
)

// New is the desk, open, for whoever showed otherwise that they may see it: by is their staff id, or a name.
func New(d Desk, by string) Screen {
	return Screen{leaves: leaves.New[seat](seat{Desk: d, by: by}, glance{}, alerts{}, shifts{}, pictures{days: 28})}
}

// Locked is a till's own desk. It opens by a supervisor's PIN, and shuts when it is left.
func Locked(d Desk) Screen {
	s := New(d, "")
	s.door = leaves.Supervisors()
	return s
}

// LockedStaff is the page of a shop's staff at a till. It opens by a manager's PIN.
func LockedStaff(d Desk, o Office) Screen {
	s := New(d, "")
	s.door = leaves.Managers(counter.Oversee{Staff: true}, func(t *text.Texts) leaves.Words {
		return leaves.Words{Title: t.Staff.GateTitle, About: t.Staff.GateAbout, PIN: t.Staff.GatePIN, Open: t.Staff.GateOpen}
	})
	s.leaves = s.leaves.Over(staff{office: o})
	return s
}

// Opened is the desk for whoever showed their PIN at a door that leads here: by is their staff id.
func (s Screen) Opened(by string) Screen {
	s.door, s.leaves.Seat.by = s.door.Opened(), by
	return s
}

// Keys is the actions that work here.
func (s Screen) Keys(screen.Env) keymap.Set {
	if s.door.Shut() {
		return s.door.Keys()
	}
	keys := keymap.Set{keymap.Help}
	if s.leaves.Depth() == 0 {
		keys = append(keys, keymap.Next, keymap.Previous)
	}
	top := s.leaves.Top()
	if p, is := top.(staff); !is || p.at != atForm {
		keys = append(keys, keymap.Refresh)
	}
	keys = append(keys, top.Keys()...)
	if _, can := top.(exporter); can && s.leaves.Seat.files != nil {
		keys = append(keys, keymap.Export)
	}
	if s.door.Locks() || s.leaves.Depth() > 0 {
		keys = append(keys, keymap.Back)
	}
	return keys
}

// Secret implements screen.Secret.
func (s Screen) Secret() bool {
	p, is := s.leaves.Top().(staff)
	return s.door.Shut() || is && p.secret()
}

// Update implements screen.Screen.
func (s Screen) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	if s.door.Shut() {
		return s.knock(env, msg)
	}
	var effects []screen.Effect
	switch msg := msg.(type) {
	case screen.Ticked:
		if s.door.Idle(env) {
			return s, []screen.Effect{screen.Close{}}
		}
	case screen.Act:
		if s.leaves.Depth() > 0 {
			break
		}
		switch msg.ID {
		case keymap.Next:
			s.leaves, effects = s.leaves.Turn(env, s.leaves.Tab()+1)
			return s, effects
		case keymap.Previous:
			s.leaves, effects = s.leaves.Turn(env, s.leaves.Tab()-1)
			return s, effects
		case keymap.Back:
			return s, []screen.Effect{screen.Close{}}
		}
	case screen.Tapped:
		if msg.ID == tabID {
			s.leaves, effects = s.leaves.Turn(env, msg.Index)
			return s, effects
		}
	}
	s.leaves, effects = s.leaves.Update(env, msg)
	s.door = s.door.Heard(msg)
	return s, effects
}

// knock is Update while the desk is shut.
func (s Screen) knock(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	door, by, effects := s.door.Knock(env, msg)
	s.door = door
	if by == "" {
		return s, effects
	}
	s.leaves.Seat.by = by
	return s.Update(env, screen.Opened{})
}

// Draw implements screen.Screen.
func (s Screen) Draw(env screen.Env) widget.Pane {
	if s.door.Shut() {
		return s.door.Draw(env)
	}
	return s.leaves.Draw(env, s.head(env))
}

// head is the tabs, or the title of what lies over them, and at the right how old the figures are.
func (s Screen) head(env screen.Env) widget.Pane {
	if s.leaves.Depth() > 0 {
		return s.leaves.Head(env)
	}
	_, right := s.leaves.Top().Title(env)
	right += " "
	names := env.Texts.Desk.Tabs
	if open := s.waiting(); open > 0 {
		names[1] = env.Texts.Desk.AlertsTab(open)
	}
	width := env.Width - widget.Width(right) - 2
	tabs := widget.Tabs(tabID, names[:], s.leaves.Tab(), width, env.Press, env.Theme)
	return widget.Beside(widget.NewPane(1, ""), tabs, widget.NewPane(env.Width-1-width, widget.Right.In(right, env.Width-1-width)))
}

// waiting is how many alerts nobody dealt with, as far as the glance knows.
func (s Screen) waiting() int {
	g, _ := s.leaves.At(0).(glance)
	return max(len(g.alerts), g.data.Waiting)
}
