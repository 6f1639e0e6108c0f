package desk

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/report"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// How many days back alerts are listed: at first, and when the mark comes to the end of these.
const (
	alertDays    = 30
	alertDaysAll = int(report.Watched / (24 * time.Hour))
)

const alertFoot = 4

// alerts is what the rules found and what central excepted, newest first.
type alerts struct {
	q    question
	all  []report.Alert
	list widget.List
	back bool // all are asked for
	days int  // back, that the answer is of
}

func (a alerts) Keys() keymap.Set { return keymap.Set{keymap.Confirm} }

func (a alerts) Title(env screen.Env) (left, right string) {
	right = a.q.Age(env)
	if env.Width >= cashFrom {
		right = env.Theme.Muted.On(env.Texts.Desk.AlertsAbout(max(a.days, alertDays), a.days == alertDaysAll)+" · ") + right
	}
	return "", right
}

func (a alerts) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	a = a.sized(env)
	switch msg := msg.(type) {
	case opened:
		return a.ask(env)
	case screen.Ticked:
		if a.q.Due(env, refreshRest) {
			return a.ask(env)
		}
	case answer:
		return a.answered(env, msg)
	case screen.Act:
		switch msg.ID {
		case keymap.Refresh:
			return a.ask(env)
		case keymap.Confirm:
			return a, a.open()
		}
	case screen.Tapped:
		switch {
		case msg.ID == alertID && msg.Index == a.list.Marked():
			return a, a.open()
		case msg.ID == alertID:
			a.list = a.list.Mark(msg.Index)
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		a.list, _ = a.list.Update(msg)
		if !a.back && !a.q.Flying && a.list.Marked() >= len(a.all)-1 {
			a.back = true
			return a.ask(env)
		}
	}
	return a, outcome{}
}

// alertsOf are the alerts of so many days.
type alertsOf struct {
	days int
	all  []report.Alert
}

func (a alerts) ask(env screen.Env) (page, outcome) {
	days := alertDays
	if a.back {
		days = alertDaysAll
	}
	from, to := env.Now.AddDate(0, 0, -days), env.Now.Add(time.Minute)
	o := a.q.Put(env, 0, func(ctx context.Context, d seat) (any, error) {
		all, err := d.Alerts(ctx, from, to)
		return alertsOf{days, all}, err
	})
	return a, o
}

func (a alerts) answered(env screen.Env, msg answer) (page, outcome) {
	wanted, o := a.q.Answered(env, msg)
	got, ok := msg.Value.(alertsOf)
	if !wanted || !ok || msg.Err != nil {
		return a, o
	}
	all := got.all
	a.days = got.days
	at := a.list.Marked()
	if at >= 0 && at < len(a.all) {
		id := a.all[at].ID
		if same := slices.IndexFunc(all, func(x report.Alert) bool { return x.ID == id }); same >= 0 {
			at = same
		}
	}
	a.all = all
	a = a.sized(env)
	a.list = a.list.Mark(at)
	return a, o
}

func (a alerts) open() outcome {
	if i := a.list.Marked(); i >= 0 && i < len(a.all) {
		return outcome{Over: newAlert(a.all[i])}
	}
	return outcome{Effects: []screen.Effect{screen.Beep{}}}
}

func (a alerts) sized(env screen.Env) alerts {
	a.list.ID = alertID
	a.list = a.list.Sized(len(a.all), env.Height-1-alertFoot)
	return a
}

func (a alerts) Draw(env screen.Env) widget.Pane {
	if wait := a.q.Waits(env); wait != nil {
		return *wait
	}
	if len(a.all) == 0 {
		return widget.NewPane(env.Width, "", "  "+env.Theme.OK.On("✓ "+env.Texts.Desk.NoAlerts(a.days)))
	}
	a = a.sized(env)
	list := a.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		mark, day := " ", ""
		if marked {
			mark = env.Theme.Accent.On("▸")
		}
		if !a.all[i].At.IsZero() {
			day = a.all[i].At.In(env.Zone).Format("02/01 15:04")
		}
		head := mark + alertSign(a.all[i], env.Theme) + " " + env.Theme.Muted.On(widget.Fit(day, 11)) + " "
		return head + alertLine(env, a.all[i], width-widget.Width(head))
	})
	return widget.Stack(list, a.below(env))
}

// below is what the marked alert means, and how it was dealt with.
func (a alerts) below(env screen.Env) widget.Pane {
	marked := a.all[max(a.list.Marked(), 0)]
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	lines := append(widget.Wrapped(text.AlertWhy(marked, env.Lang), env.Width-1, 1, env.Theme.Text), " "+dealt(env, marked))
	return widget.Stack(rule, widget.NewPane(env.Width, lines...).Sized(env.Width, alertFoot))
}

// dealt is how an alert was dealt with.
func dealt(env screen.Env, a report.Alert) string {
	if a.Reason == "" {
		return env.Theme.Warn.On("! " + env.Texts.Desk.Open)
	}
	return env.Theme.OK.On("✓ " + env.Texts.Desk.Dealt(widget.Clean(a.By), widget.Clean(a.Reason)))
}
