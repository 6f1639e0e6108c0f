package desk

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

const (
	tabID    = "desk.tab"
	headRows = 2               // tabs or title, and the rule below
	idleMax  = 5 * time.Minute // behind so long without a key a till's desk shuts
)

// Screen is the desk: four pages side by side, and what Enter opened over them.
type Screen struct {
	seat   seat
	gate   *gate // nil when it is open
	tills  bool  // at a till: shut by a PIN
	tabs   [4]page
	tab    int
	over   []layer
	minted int
	used   time.Time // last key or tap
}

// page is one page of the desk. It is a value.
type page interface {
	// update takes opened, answer, and the messages of a screen.Screen.
	update(env screen.Env, msg tea.Msg) (page, outcome)
	// draw is the page in exactly env.Width x env.Height.
	draw(env screen.Env) widget.Pane
	// keys are its own actions, beside those of every page.
	keys() keymap.Set
	// title is what stands above it; left is for pages that were opened over another.
	title(env screen.Env) (left, right string)
}

// layer is a page that was opened over another.
type layer struct {
	id int
	page
}

// What pages are told beside a screen's own messages.
type (
	// opened is the first message, and comes again when a page is seen again.
	opened struct{}
	// answer is the answer to an ask.
	answer struct {
		what  int
		value any
		err   error
	}
)

// outcome is what a page wants done.
type outcome struct {
	asks    []ask
	over    page // to be opened over this one
	close   bool
	effects []screen.Effect
}

// ask is a question to the desk.
type ask struct {
	what int // below whats
	of   asked
	max  time.Duration // that it may take, 0 is screen.ReviewMax
}

type asked func(ctx context.Context, d seat) (any, error)

// seat is a desk and who sits at it.
type seat struct {
	Desk
	by    string // staff id
	files Files  // nil: nothing is exported here
}

// whats is how many different questions a page may have.
const whats = 4

// New is the desk, open, for whoever showed otherwise that they may see it: by is their staff id, or a name.
func New(d Desk, by string) Screen {
	return Screen{seat: seat{Desk: d, by: by}, tabs: [4]page{glance{}, alerts{}, shifts{}, pictures{days: 28}}}
}

// Locked is a till's own desk. It opens by a supervisor's PIN, and shuts when it is left.
func Locked(d Desk) Screen {
	s := New(d, "")
	s.gate, s.tills = newGate(), true
	return s
}

// LockedStaff is the page of a shop's staff at a till. It opens by a manager's PIN.
func LockedStaff(d Desk, o Office) Screen {
	s := Locked(d)
	s.gate.staff = true
	s.over = []layer{{id: len(s.tabs) + 1, page: staff{office: o}}}
	s.minted = 1
	return s
}

// Keys is the actions that work here.
func (s Screen) Keys(screen.Env) keymap.Set {
	if s.gate != nil {
		return keymap.Set{keymap.Help, keymap.Language, keymap.Theme, keymap.Confirm, keymap.Back}
	}
	keys := keymap.Set{keymap.Help}
	if len(s.over) == 0 {
		keys = append(keys, keymap.Next, keymap.Previous)
	}
	if p, is := s.top().(staff); !is || p.at != atForm {
		keys = append(keys, keymap.Refresh)
	}
	keys = append(keys, s.top().keys()...)
	if _, can := s.top().(exporter); can && s.seat.files != nil {
		keys = append(keys, keymap.Export)
	}
	if s.tills || len(s.over) > 0 {
		keys = append(keys, keymap.Back)
	}
	return keys
}

func (s Screen) top() page {
	if n := len(s.over); n > 0 {
		return s.over[n-1].page
	}
	return s.tabs[s.tab]
}

// topID is the number of the page that is seen; those of the tabs are their own.
func (s Screen) topID() int {
	if n := len(s.over); n > 0 {
		return s.over[n-1].id
	}
	return s.tab
}

// Update implements screen.Screen.
func (s Screen) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseWheelMsg, screen.Act, screen.Tapped, screen.Opened:
		s.used = env.Now
	}
	if s.gate != nil {
		return s.knock(env, msg)
	}
	switch msg := msg.(type) {
	case screen.Opened:
		return s.tell(env, s.topID(), opened{})
	case screen.Reviewed:
		return s.tell(env, msg.Seq/whats, answer{msg.Seq % whats, msg.Value, msg.Err})
	case screen.Ticked:
		if s.tills && env.Now.Sub(s.used) > idleMax {
			return s, []screen.Effect{screen.Close{}}
		}
	case screen.Act:
		if next, effects, done := s.act(env, msg.ID); done {
			return next, effects
		}
	case screen.Tapped:
		if msg.ID == tabID {
			return s.turn(env, msg.Index)
		}
	}
	return s.tell(env, s.topID(), msg)
}

// act runs what works on every page.
func (s Screen) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect, bool) {
	var next screen.Screen
	var effects []screen.Effect
	switch {
	case id == keymap.Next && len(s.over) == 0:
		next, effects = s.turn(env, (s.tab+1)%len(s.tabs))
	case id == keymap.Previous && len(s.over) == 0:
		next, effects = s.turn(env, (s.tab+len(s.tabs)-1)%len(s.tabs))
	case id == keymap.Back && len(s.over) == 0:
		return s, []screen.Effect{screen.Close{}}, true
	default:
		return s, nil, false
	}
	return next, effects, true
}

// turn shows another tab.
func (s Screen) turn(env screen.Env, tab int) (screen.Screen, []screen.Effect) {
	s.tab, s.over = tab, nil
	return s.tell(env, tab, opened{})
}

// tell gives a message to a page and does what it wants. A page that is gone meanwhile gets nothing.
func (s Screen) tell(env screen.Env, id int, msg tea.Msg) (screen.Screen, []screen.Effect) {
	p := s.page(id)
	if p == nil {
		return s, nil
	}
	next, want := p.update(s.inside(env), msg)
	s = s.with(id, next)
	effects := want.effects
	for _, a := range want.asks {
		effects = append(effects, s.review(id, a))
	}
	switch {
	case want.close:
		s.over = s.over[: len(s.over)-1 : len(s.over)-1]
		next, more := s.tell(env, s.topID(), opened{})
		return next, append(effects, more...)
	case want.over != nil:
		s.minted++
		l := layer{len(s.tabs) + s.minted, want.over}
		s.over = append(s.over[:len(s.over):len(s.over)], l)
		next, more := s.tell(env, l.id, opened{})
		return next, append(effects, more...)
	}
	return s, effects
}

func (s Screen) review(id int, a ask) screen.Effect {
	d := s.seat
	return screen.Review{Seq: id*whats + a.what, Max: a.max, Of: func(ctx context.Context) (any, error) {
		if d.Desk == nil {
			return nil, fault.New(fault.Unavailable, "desk.none", nil)
		}
		return a.of(ctx, d)
	}}
}

func (s Screen) page(id int) page {
	if id < len(s.tabs) {
		return s.tabs[id]
	}
	for _, l := range s.over {
		if l.id == id {
			return l.page
		}
	}
	return nil
}

func (s Screen) with(id int, p page) Screen {
	if id < len(s.tabs) {
		s.tabs[id] = p
		return s
	}
	s.over = append([]layer(nil), s.over...)
	for i := range s.over {
		if s.over[i].id == id {
			s.over[i].page = p
		}
	}
	return s
}

// inside is what a page is told: the body without the head.
func (s Screen) inside(env screen.Env) screen.Env {
	env.Height -= headRows
	return env
}

// Draw implements screen.Screen.
func (s Screen) Draw(env screen.Env) widget.Pane {
	if s.gate != nil {
		return s.gate.draw(env)
	}
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	body := s.top().draw(s.inside(env)).Sized(env.Width, env.Height-headRows)
	return widget.Stack(s.head(env), rule, body)
}

// head is the tabs, or the title of what lies over them, and at the right how old the figures are.
func (s Screen) head(env screen.Env) widget.Pane {
	left, right := s.top().title(env)
	right += " "
	if len(s.over) > 0 {
		return widget.NewPane(env.Width, widget.Spread(" "+env.Theme.Title.On(left), right, env.Width))
	}
	names := env.Texts.Desk.Tabs
	if open := s.waiting(); open > 0 {
		names[1] = env.Texts.Desk.AlertsTab(open)
	}
	width := env.Width - widget.Width(right) - 2
	tabs := widget.Tabs(tabID, names[:], s.tab, width, env.Press, env.Theme)
	return widget.Beside(widget.NewPane(1, ""), tabs, widget.NewPane(env.Width-1-width, widget.Right.In(right, env.Width-1-width)))
}

// waiting is how many alerts nobody dealt with, as far as the glance knows.
func (s Screen) waiting() int {
	g, _ := s.tabs[0].(glance)
	return max(len(g.alerts), g.data.Waiting)
}
