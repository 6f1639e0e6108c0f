package desk

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/report"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const shiftsMax = 300

// shifts is the newest shifts of all tills, closed ones too.
type shifts struct {
	q    question
	all  []report.Line
	at   time.Time // of the answer
	list widget.List
}

func (s shifts) keys() keymap.Set { return keymap.Set{keymap.Confirm, keymap.Paper} }

func (s shifts) title(env screen.Env) (left, right string) {
	right = s.q.age(env)
	if env.Width >= cashFrom && !s.q.at.IsZero() {
		right = env.Theme.Muted.On(env.Texts.Desk.ShiftsShown(len(s.all))+" · ") + right
	}
	return "", right
}

func (s shifts) update(env screen.Env, msg tea.Msg) (page, outcome) {
	s = s.sized(env)
	switch msg := msg.(type) {
	case opened:
		return s.ask(env)
	case screen.Ticked:
		if s.q.due(env, refreshRest) {
			return s.ask(env)
		}
	case answer:
		wanted, o := s.q.answered(env, msg)
		all, ok := msg.value.([]report.Line)
		if !wanted || !ok || msg.err != nil {
			return s, o
		}
		at := markedLine(s.all, s.list, all)
		s.all, s.at = all, env.Now
		s = s.sized(env)
		s.list = s.list.Mark(at)
		return s, o
	case screen.Act:
		if msg.ID == keymap.Refresh {
			return s.ask(env)
		}
		return s, openLine(s.all, s.list, msg.ID)
	case screen.Tapped:
		switch {
		case msg.ID == lineID && msg.Index == s.list.Marked():
			return s, openLine(s.all, s.list, keymap.Confirm)
		case msg.ID == lineID:
			s.list = s.list.Mark(msg.Index)
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		s.list, _ = s.list.Update(msg)
	}
	return s, outcome{}
}

func (s shifts) ask(env screen.Env) (page, outcome) {
	o := s.q.put(env, 0, func(ctx context.Context, d seat) (any, error) {
		return d.Shifts(ctx, report.ShiftQuery{Limit: shiftsMax})
	})
	return s, o
}

func (s shifts) footRows(env screen.Env) int { return footRows(env.Height-2, len(s.all)) }

func (s shifts) sized(env screen.Env) shifts {
	s.list.ID = lineID
	s.list = s.list.Sized(len(s.all), env.Height-s.footRows(env)-2)
	return s
}

func (s shifts) draw(env screen.Env) widget.Pane {
	if wait := s.q.waits(env); wait != nil {
		return *wait
	}
	if len(s.all) == 0 {
		return widget.NewPane(env.Width, "", "  "+env.Texts.Desk.NoShifts)
	}
	s = s.sized(env)
	columns := tableOf(env, 1, shiftColumns(env, s.at))
	list := s.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		return columns.row(env, s.all[i], "", width, marked)
	})
	return widget.Stack(columns.head(env), list, below(env, s.footRows(env), lineFacts(env, s.all[max(s.list.Marked(), 0)], s.at)...))
}

func shiftColumns(env screen.Env, at time.Time) []column[report.Line] {
	t, l := &env.Texts.Desk, env.Lang
	return []column[report.Line]{
		{t.Opened, 11, widget.Left, 0, func(l report.Line) string { return l.Shift.OpenedAt.In(env.Zone).Format("02/01 15:04") }},
		{t.Until, 7, widget.Left, tallyFrom, func(l report.Line) string { return until(env, l) }},
		{t.Till, 4, widget.Left, 0, func(l report.Line) string { return l.ID.Till }},
		{t.Number, 5, widget.Right, tallyFrom, func(l report.Line) string { return text.Points(l.ID.Number) }},
		{t.Cashier, 0, widget.Left, 0, func(l report.Line) string { return widget.Clean(l.Cashier) }},
		{t.Shop, 18, widget.Left, pointsFrom, func(l report.Line) string { return widget.Clean(l.Shop) }},
		{t.Tickets, 4, widget.Right, tallyFrom, func(l report.Line) string { return text.Points(l.Tickets) }},
		{t.Net, 11, widget.Right, 0, func(l report.Line) string { return text.Amount(l.Net) }},
		{t.Voids, 7, widget.Right, cashFrom, func(line report.Line) string { return text.Tally(line.Voids, l) }},
		{t.Refunds, 7, widget.Right, cashFrom, func(line report.Line) string { return text.Tally(line.Refunds, l) }},
		{t.State, 12, widget.Left, 0, func(line report.Line) string { return state(env, line, line.Trouble(at)) }},
	}
}

// until is when a shift was closed, "" of one that isn't.
func until(env screen.Env, l report.Line) string {
	if l.Shift.State != shift.Closed {
		return ""
	}
	return text.Clock(l.Shift.Since, env.Zone)
}
