package desk

import (
	"cmp"
	"context"
	"errors"
	"time"

	"tim/domain/fault"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// How often a page that is looked at is asked for anew, and from when on a question that is under way is told.
const (
	refreshGlance = 5 * time.Second
	refreshRest   = 30 * time.Second
	askedShown    = 2 * time.Second
	lateShown     = 6 * time.Second
)

// Answer asks what a page wants to know, and waits no longer than it is told. Fault: desk.slow.
func Answer(ctx context.Context, r screen.Review) screen.Reviewed {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(r.Max, screen.ReviewMax))
	defer cancel()
	value, err := r.Of(ctx)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = fault.Wrap(fault.Unavailable, "desk.slow", err, nil)
	}
	return screen.Reviewed{Seq: r.Seq, Value: value, Err: err}
}

// question is one thing that a page wants to know, again and again: one at a time is under way, and only the newest wish follows it. What
// was answered last stays on the page while the next answer is waited for.
type question struct {
	flying bool
	since  time.Time // it flies, or was answered
	next   asked     // wished for meanwhile
	at     time.Time // of the newest answer that went well, zero before the first
	err    error     // of the newest answer
}

// put asks, or wishes while another is under way.
func (q *question) put(env screen.Env, what int, of asked) outcome {
	if q.flying {
		q.next = of
		return outcome{}
	}
	q.flying, q.since = true, env.Now
	return outcome{asks: []ask{{what: what, of: of}}}
}

// answered takes an answer. It says whether that is still wished for; if not, the wish is asked now.
func (q *question) answered(env screen.Env, a answer) (wanted bool, o outcome) {
	if !q.flying { // asked by what was a scan and is undone
		return false, outcome{}
	}
	q.flying, q.since = false, env.Now
	if next := q.next; next != nil {
		q.next = nil
		return false, q.put(env, a.what, next)
	}
	if q.err = a.err; a.err == nil {
		q.at = env.Now
	}
	return true, outcome{}
}

// due says whether it is time to ask again.
func (q *question) due(env screen.Env, every time.Duration) bool {
	return !q.flying && env.Now.Sub(q.since) >= every
}

// age is how old the figures are, or why there are none newer.
func (q *question) age(env screen.Env) string {
	t, flying := &env.Texts.Desk, env.Now.Sub(q.since)
	switch {
	case q.flying && flying >= lateShown:
		return env.Theme.Warn.On("… " + t.Late)
	case q.flying && flying >= askedShown:
		return env.Theme.Muted.On("… " + t.Asked)
	case q.err != nil:
		return env.Theme.Danger.On("✗ " + t.Retry)
	case q.at.IsZero():
		return ""
	}
	return env.Theme.Muted.On(t.AsOf(text.Clock(q.at, env.Zone)))
}

// waits is the page while there is nothing to show yet, and why; nil when there is.
func (q *question) waits(env screen.Env) *widget.Pane {
	if !q.at.IsZero() {
		return nil
	}
	t := &env.Texts.Desk
	lines := []string{"", "  " + env.Theme.Muted.On(t.Reading)}
	if q.err != nil {
		lines = []string{""}
		for i, row := range widget.Wrap("✗ "+widget.Clean(text.Fault(q.err, env.Lang)), env.Width-4) {
			lines = append(lines, widget.Blank(2+2*min(i, 1))+env.Theme.Danger.On(row))
		}
		lines = append(lines, "", "  "+t.Retry)
	}
	pane := widget.NewPane(env.Width, lines...)
	return &pane
}
