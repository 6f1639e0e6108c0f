package leaves

import (
	"time"

	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// From when on a question that is under way is told of.
const (
	askedShown = 2 * time.Second
	LateShown  = 6 * time.Second
)

// Question is one thing that a page wants to know, again and again: one at a time is under way, and only the newest wish follows it. What
// was answered last stays on the page while the next answer is waited for.
type Question[S Seat] struct {
	Flying bool
	Since  time.Time // it flies, or was answered
	At     time.Time // of the newest answer that went well, zero before the first
	Err    error     // of the newest answer
	next   Asked[S]  // wished for meanwhile
}

// Put asks, or wishes while another is under way.
func (q *Question[S]) Put(env screen.Env, what int, of Asked[S]) Outcome[S] {
	if q.Flying {
		q.next = of
		return Outcome[S]{}
	}
	q.Flying, q.Since = true, env.Now
	return Outcome[S]{Asks: []Ask[S]{{What: what, Of: of}}}
}

// Answered takes an answer. It says whether that is still wished for; if not, the wish is asked now.
func (q *Question[S]) Answered(env screen.Env, a Answer) (wanted bool, o Outcome[S]) {
	if !q.Flying { // asked by what was a scan and is undone
		return false, Outcome[S]{}
	}
	q.Flying, q.Since = false, env.Now
	if next := q.next; next != nil {
		q.next = nil
		return false, q.Put(env, a.What, next)
	}
	if q.Err = a.Err; a.Err == nil {
		q.At = env.Now
	}
	return true, Outcome[S]{}
}

// Due says whether it is time to ask again.
func (q *Question[S]) Due(env screen.Env, every time.Duration) bool {
	return !q.Flying && env.Now.Sub(q.Since) >= every
}

// Age is how old the figures are, or why there are none newer.
func (q *Question[S]) Age(env screen.Env) string {
	t, flying := &env.Texts.Desk, env.Now.Sub(q.Since)
	switch {
	case q.Flying && flying >= LateShown:
		return env.Theme.Warn.On("… " + t.Late)
	case q.Flying && flying >= askedShown:
		return env.Theme.Muted.On("… " + t.Asked)
	case q.Err != nil:
		return env.Theme.Danger.On("✗ " + t.Retry)
	case q.At.IsZero():
		return ""
	}
	return env.Theme.Muted.On(t.AsOf(text.Clock(q.At, env.Zone)))
}

// Waits is the page while there is nothing to show yet, and why; nil when there is.
func (q *Question[S]) Waits(env screen.Env) *widget.Pane {
	if !q.At.IsZero() {
		return nil
	}
	t := &env.Texts.Desk
	lines := []string{"", "  " + env.Theme.Muted.On(t.Reading)}
	if q.Err != nil {
		lines = []string{""}
		for i, row := range widget.Wrap("✗ "+widget.Clean(text.Fault(q.Err, env.Lang)), env.Width-4) {
			lines = append(lines, widget.Blank(2+2*min(i, 1))+env.Theme.Danger.On(row))
		}
		lines = append(lines, "", "  "+t.Retry)
	}
	pane := widget.NewPane(env.Width, lines...)
	return &pane
}
