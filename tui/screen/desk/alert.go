package desk

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/report"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const alertHead = 5 // rows of what an alert says

// What an alert's page asks.
const (
	askEvidence = iota
	askReconcile
)

// alert is one alert with its evidence, and the way to be done with it.
type alert struct {
	of     report.Alert
	q      question
	done   question
	rows   rows
	asking bool // for the reason
	reason widget.Field
}

func newAlert(of report.Alert) alert {
	return alert{of: of, rows: rows{days: true}, reason: widget.Field{Max: shift.NoteMax}}
}

func (a alert) Keys() keymap.Set {
	switch {
	case a.asking:
		return keymap.Set{keymap.Confirm}
	case a.of.Reason != "":
		return keymap.Set{keymap.Confirm}
	}
	return keymap.Set{keymap.Confirm, keymap.Reconcile}
}

func (a alert) Title(env screen.Env) (left, right string) {
	return env.Texts.Desk.AlertTitle + " · " + text.AlertName(a.of, env.Lang), a.q.Age(env)
}

func (a alert) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	a = a.sized(env)
	switch msg := msg.(type) {
	case opened:
		if a.q.At.IsZero() {
			return a.ask(env)
		}
	case answer:
		return a.answered(env, msg)
	case screen.Act:
		return a.act(env, msg.ID)
	case screen.Tapped:
		next, o := a.rows.tapped(msg.Target)
		a.rows = next
		return a, o
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseWheelMsg:
		if a.asking {
			a.reason, _ = a.reason.Update(msg)
			return a, outcome{}
		}
		a.rows.list, _ = a.rows.list.Update(msg)
	}
	return a, outcome{}
}

func (a alert) ask(env screen.Env) (page, outcome) {
	id := a.of.ID
	o := a.q.Put(env, askEvidence, func(ctx context.Context, d seat) (any, error) { return d.Evidence(ctx, id) })
	return a, o
}

func (a alert) act(env screen.Env, id keymap.ID) (page, outcome) {
	switch id {
	case keymap.Refresh:
		return a.ask(env)
	case keymap.Reconcile:
		a.asking = a.of.Reason == ""
	case keymap.Back:
		if !a.asking {
			return a, outcome{Close: true}
		}
		a.asking = false // what was typed stays
	case keymap.Confirm:
		if !a.asking {
			return a, a.rows.open()
		}
		return a.reconcile(env)
	}
	return a, outcome{}
}

// reconcile writes down what was found. The desk itself says whose finding it is.
func (a alert) reconcile(env screen.Env) (page, outcome) {
	if a.done.Flying {
		return a, outcome{}
	}
	id, reason := a.of.ID, a.reason.Value()
	o := a.done.Put(env, askReconcile, func(ctx context.Context, d seat) (any, error) { return reason, d.Reconcile(ctx, id, d.by, reason) })
	return a, o
}

func (a alert) answered(env screen.Env, msg answer) (page, outcome) {
	if msg.What == askReconcile {
		if _, o := a.done.Answered(env, msg); msg.Err != nil {
			return a, o
		}
		a.of.Reason, a.asking = a.reason.Value(), false
		return a, outcome{Effects: []screen.Effect{screen.Tell{Notice: counter.Notice{Code: "desk.reconciled"}}}}
	}
	wanted, o := a.q.Answered(env, msg)
	if all, ok := msg.Value.([]report.Row); ok && wanted && msg.Err == nil {
		a.rows = a.rows.with(all)
	}
	return a.sized(env), o
}

func (a alert) footRows() int {
	if a.asking {
		return 3
	}
	return ledgerFoot
}

func (a alert) sized(env screen.Env) alert {
	a.rows.list.ID = rowID
	a.rows.list = a.rows.list.Sized(len(a.rows.all), env.Height-alertHead-2-1-a.footRows())
	return a
}

func (a alert) Draw(env screen.Env) widget.Pane {
	a = a.sized(env)
	t, theme := &env.Texts.Desk, env.Theme
	head := widget.Wrapped(text.Alert(a.of, env.Lang), env.Width-1, 1, theme.Strong)
	head = append(head, widget.Wrapped(text.AlertWhy(a.of, env.Lang), env.Width-1, 1, theme.Muted)...)
	head = append(head, " "+dealt(env, a.of))
	page := widget.Stack(widget.NewPane(env.Width, head...).Sized(env.Width, alertHead), widget.NewPane(env.Width, " "+theme.Title.On(t.Evidence)))
	room := env.Height - alertHead - 1 - 1 - a.footRows()
	body := widget.NewPane(env.Width, "", "  "+t.NoEvidence)
	if wait := a.q.Waits(env); wait != nil {
		body = *wait
	} else if len(a.rows.all) > 0 {
		body = a.rows.draw(env)
	}
	page = widget.Stack(page, body.Sized(env.Width, room))
	if a.asking {
		return widget.Stack(page, a.drawReason(env))
	}
	return widget.Stack(page, leaves.Below(env, ledgerFoot, a.rows.facts(env)...))
}

// drawReason asks what was found, and says why it wasn't stored.
func (a alert) drawReason(env screen.Env) widget.Pane {
	t, theme := &env.Texts.Desk, env.Theme
	label := " " + t.ReasonField + " "
	a.reason.Placeholder = t.ReasonHint
	field := widget.Beside(widget.NewPane(widget.Width(label), label), a.reason.Draw(env.Width-widget.Width(label)-1, theme)).Sized(env.Width, 1)
	said := theme.Muted.On(t.ReasonHint)
	switch {
	case a.done.Flying:
		said = theme.Muted.On("… " + t.Asked)
	case a.done.Err != nil:
		said = theme.Danger.On("✗ " + widget.Clean(text.Fault(a.done.Err, env.Lang)))
	}
	return widget.Stack(widget.NewPane(env.Width, theme.Border.On(widget.Rule(env.Width))), field, widget.NewPane(env.Width, " "+said), widget.Blanks(env.Width, 1))
}
