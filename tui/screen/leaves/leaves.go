// Package leaves is a screen of pages that lie over each other: what the supervisor's and the manager's desk are made of. A page asks
// questions that may take their time, opens another page over itself and closes; the stack keeps which answer belongs to which page. The
// PIN before a till's own desk is here too (Door).
package leaves

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

// HeadRows are the rows above a page: tabs or title, and the rule below.
const HeadRows = 2

// Seat is what pages ask, and who sits there.
type Seat interface {
	// Ready is why nothing can be asked here, nil when it can.
	Ready() error
}

// Page is one page of a stack over a seat. It is a value.
type Page[S Seat] interface {
	// Update takes Opened, Given, Answer, and the messages of a screen.Screen.
	Update(env screen.Env, msg tea.Msg) (Page[S], Outcome[S])
	// Draw is the page in exactly env.Width x env.Height.
	Draw(env screen.Env) widget.Pane
	// Keys are its own actions, beside those of every page.
	Keys() keymap.Set
	// Title is what stands above it; left is for pages that were opened over another.
	Title(env screen.Env) (left, right string)
}

// What pages are told beside a screen's own messages.
type (
	// Opened is the first message, and comes again when a page is seen again.
	Opened struct{}
	// Given is what the page that lay over this one gave when it closed; Opened follows.
	Given struct{ Value any }
	// Answer is the answer to an Ask.
	Answer struct {
		What  int
		Value any
		Err   error
	}
)

// Outcome is what a page wants done.
type Outcome[S Seat] struct {
	Asks    []Ask[S]
	Over    Page[S] // to be opened over this one
	Close   bool
	Gives   any // to the page below, when it closes; nil gives nothing
	Effects []screen.Effect
}

// Ask is a question to the seat.
type Ask[S Seat] struct {
	What int // below whats
	Of   Asked[S]
	Max  time.Duration // that it may take, 0 is screen.ReviewMax
}

// Asked is what is asked, beside all else: it may wait.
type Asked[S Seat] func(ctx context.Context, seat S) (any, error)

// whats is how many different questions a page may have.
const whats = 8

// Stack is pages side by side, and what lies over the one that is seen. It is a value.
type Stack[S Seat] struct {
	Seat   S
	tabs   []Page[S]
	tab    int
	over   []layer[S]
	minted int
}

// layer is a page that was opened over another.
type layer[S Seat] struct {
	id   int
	page Page[S]
}

// New is the stack with its first tab seen.
func New[S Seat](seat S, tabs ...Page[S]) Stack[S] { return Stack[S]{Seat: seat, tabs: tabs} }

// Over is the stack with one more page over the one that is seen, not told anything yet.
func (s Stack[S]) Over(p Page[S]) Stack[S] {
	s.minted++
	s.over = append(s.over[:len(s.over):len(s.over)], layer[S]{len(s.tabs) + s.minted, p})
	return s
}

// Top is the page that is seen.
func (s Stack[S]) Top() Page[S] {
	if n := len(s.over); n > 0 {
		return s.over[n-1].page
	}
	return s.tabs[s.tab]
}

// Pages are all pages that lie on each other, the one that is seen last.
func (s Stack[S]) Pages() []Page[S] {
	pages := []Page[S]{s.tabs[s.tab]}
	for _, l := range s.over {
		pages = append(pages, l.page)
	}
	return pages
}

// Depth is how many pages lie over the tabs.
func (s Stack[S]) Depth() int { return len(s.over) }

// Tab is which tab is seen, or lies below.
func (s Stack[S]) Tab() int { return s.tab }

// At is the page of a tab.
func (s Stack[S]) At(tab int) Page[S] { return s.tabs[tab] }

// topID is the number of the page that is seen; those of the tabs are their own.
func (s Stack[S]) topID() int {
	if n := len(s.over); n > 0 {
		return s.over[n-1].id
	}
	return s.tab
}

// Update gives a message to the page that is seen, or that asked for it, and does what it wants. env is the whole screen's.
func (s Stack[S]) Update(env screen.Env, msg tea.Msg) (Stack[S], []screen.Effect) {
	switch msg := msg.(type) {
	case screen.Opened:
		return s.tell(env, s.topID(), Opened{})
	case screen.Reviewed:
		return s.tell(env, msg.Seq/whats, Answer{msg.Seq % whats, msg.Value, msg.Err})
	}
	return s.tell(env, s.topID(), msg)
}

// Turn shows another tab, counted round and round.
func (s Stack[S]) Turn(env screen.Env, tab int) (Stack[S], []screen.Effect) {
	s.tab, s.over = (tab+len(s.tabs))%len(s.tabs), nil
	return s.tell(env, s.tab, Opened{})
}

// tell gives a message to a page and does what it wants. A page that is gone meanwhile gets nothing.
func (s Stack[S]) tell(env screen.Env, id int, msg tea.Msg) (Stack[S], []screen.Effect) {
	p := s.page(id)
	if p == nil {
		return s, nil
	}
	next, want := p.Update(Inside(env), msg)
	s = s.with(id, next)
	effects := want.Effects
	for _, a := range want.Asks {
		effects = append(effects, s.review(id, a))
	}
	switch {
	case want.Close && len(s.over) > 0:
		return s.closed(env, want.Gives, effects)
	case want.Over != nil:
		s = s.Over(want.Over)
		next, more := s.tell(env, s.topID(), Opened{})
		return next, append(effects, more...)
	}
	return s, effects
}

// closed is the stack without the page that is seen; the one below hears what that gave.
func (s Stack[S]) closed(env screen.Env, given any, effects []screen.Effect) (Stack[S], []screen.Effect) {
	s.over = s.over[: len(s.over)-1 : len(s.over)-1]
	if given != nil {
		next, more := s.tell(env, s.topID(), Given{given})
		s, effects = next, append(effects, more...)
	}
	next, more := s.tell(env, s.topID(), Opened{})
	return next, append(effects, more...)
}

func (s Stack[S]) review(id int, a Ask[S]) screen.Effect {
	seat := s.Seat
	return screen.Review{Seq: id*whats + a.What, Max: a.Max, Of: func(ctx context.Context) (any, error) {
		if err := seat.Ready(); err != nil {
			return nil, err
		}
		return a.Of(ctx, seat)
	}}
}

func (s Stack[S]) page(id int) Page[S] {
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

func (s Stack[S]) with(id int, p Page[S]) Stack[S] {
	if id < len(s.tabs) {
		s.tabs = slices.Clone(s.tabs)
		s.tabs[id] = p
		return s
	}
	s.over = slices.Clone(s.over)
	for i := range s.over {
		if s.over[i].id == id {
			s.over[i].page = p
		}
	}
	return s
}

// Inside is what a page is told: the body without the head.
func Inside(env screen.Env) screen.Env {
	env.Height -= HeadRows
	return env
}

// Draw is the page that is seen under its head of one row.
func (s Stack[S]) Draw(env screen.Env, head widget.Pane) widget.Pane {
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	body := s.Top().Draw(Inside(env)).Sized(env.Width, env.Height-HeadRows)
	return widget.Stack(head, rule, body)
}

// Head is the title of the page that is seen.
func (s Stack[S]) Head(env screen.Env) widget.Pane {
	left, right := s.Top().Title(env)
	return widget.NewPane(env.Width, widget.Spread(" "+env.Theme.Title.On(left), right+" ", env.Width))
}

// Run answers what a page wants to know, and waits no longer than it is told. Fault: desk.slow.
func Run(ctx context.Context, r screen.Review) screen.Reviewed {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(r.Max, screen.ReviewMax))
	defer cancel()
	value, err := r.Of(ctx)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = fault.Wrap(fault.Unavailable, "desk.slow", err, nil)
	}
	return screen.Reviewed{Seq: r.Seq, Value: value, Err: err}
}
