package desk

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/report"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	shiftsPage = 300 // shifts asked for at once; so many are read anew by themselves
	shiftsNear = 50  // rows before the end at which more are asked for
)

// shifts is the shifts of all tills, closed ones too, newest first; older ones are asked for when the mark comes near the end.
type shifts struct {
	q    question
	more question
	rest bool // there are older ones
	all  []report.Line
	at   time.Time // of the answer
	list widget.List
}

func (s shifts) Keys() keymap.Set { return keymap.Set{keymap.Confirm, keymap.Paper} }

func (s shifts) Title(env screen.Env) (left, right string) {
	right = s.q.Age(env)
	if env.Width >= cashFrom && !s.q.At.IsZero() {
		right = env.Theme.Muted.On(env.Texts.Desk.ShiftsShown(len(s.all), s.rest)+" · ") + right
	}
	return "", right
}

func (s shifts) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	s = s.sized(env)
	switch msg := msg.(type) {
	case opened:
		return s.ask(env)
	case screen.Ticked:
		if len(s.all) <= shiftsPage && s.q.Due(env, refreshRest) {
			return s.ask(env)
		}
	case answer:
		return s.answered(env, msg)
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
		return s.further(env)
	}
	return s, outcome{}
}

func (s shifts) answered(env screen.Env, a answer) (page, outcome) {
	q, since := &s.q, s.more.Since
	if a.What == askMore {
		q = &s.more
	}
	wanted, o := q.Answered(env, a)
	got, ok := a.Value.([]report.Line)
	switch {
	case !wanted || !ok || a.Err != nil:
		return s, o
	case a.What == askRows:
		at := markedLine(s.all, s.list, got)
		s.all, s.at = got, env.Now
		s = s.sized(env)
		s.list = s.list.Mark(at)
	case s.q.Flying || s.q.Since.After(since): // the list is read anew: this doesn't fit behind it
		return s, o
	default:
		s.all = append(slices.Clone(s.all), got...)
		s = s.sized(env)
	}
	s.rest = len(got) >= shiftsPage
	return s, o
}

func (s shifts) ask(env screen.Env) (page, outcome) {
	o := s.q.Put(env, askRows, func(ctx context.Context, d seat) (any, error) {
		return d.Shifts(ctx, report.ShiftQuery{Limit: shiftsPage})
	})
	return s, o
}

// further reads on when the mark comes near the end of what is here.
func (s shifts) further(env screen.Env) (page, outcome) {
	if !s.rest || s.q.Flying || s.more.Flying || s.list.Marked() < len(s.all)-shiftsNear {
		return s, outcome{}
	}
	last := s.all[len(s.all)-1].Opening()
	o := s.more.Put(env, askMore, func(ctx context.Context, d seat) (any, error) {
		return d.Shifts(ctx, report.ShiftQuery{Limit: shiftsPage, Behind: last})
	})
	return s, o
}

func (s shifts) footRows(env screen.Env) int { return footRows(env.Height-2, len(s.all)) }

func (s shifts) sized(env screen.Env) shifts {
	s.list.ID = lineID
	s.list = s.list.Sized(len(s.all), env.Height-s.footRows(env)-2)
	return s
}

func (s shifts) Draw(env screen.Env) widget.Pane {
	if wait := s.q.Waits(env); wait != nil {
		return *wait
	}
	if len(s.all) == 0 {
		return widget.NewPane(env.Width, "", "  "+env.Texts.Desk.NoShifts)
	}
	s = s.sized(env)
	columns := leaves.TableOf(env, 1, shiftColumns(env, s.at))
	list := s.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		return columns.Row(env, s.all[i], "", width, marked)
	})
	return widget.Stack(columns.Head(env), list, leaves.Below(env, s.footRows(env), lineFacts(env, s.all[max(s.list.Marked(), 0)], s.at)...))
}

func shiftColumns(env screen.Env, at time.Time) []leaves.Column[report.Line] {
	t, l := &env.Texts.Desk, env.Lang
	return []leaves.Column[report.Line]{
		leaves.ColumnOf(t.Opened, 11, widget.Left, 0, func(l report.Line) string { return l.Shift.OpenedAt.In(env.Zone).Format("02/01 15:04") }),
		leaves.ColumnOf(t.Until, 7, widget.Left, tallyFrom, func(l report.Line) string { return until(env, l) }),
		leaves.ColumnOf(t.Till, 4, widget.Left, 0, func(l report.Line) string { return l.ID.Till }),
		leaves.ColumnOf(t.Number, 5, widget.Right, tallyFrom, func(l report.Line) string { return text.Points(l.ID.Number) }),
		leaves.ColumnOf(t.Cashier, 0, widget.Left, 0, func(l report.Line) string { return widget.Clean(l.Cashier) }),
		leaves.ColumnOf(t.Shop, 18, widget.Left, pointsFrom, func(l report.Line) string { return widget.Clean(l.Shop) }),
		leaves.ColumnOf(t.Tickets, 4, widget.Right, tallyFrom, func(l report.Line) string { return text.Points(l.Tickets) }),
		leaves.ColumnOf(t.Net, 11, widget.Right, 0, func(l report.Line) string { return text.Amount(l.Net) }),
		leaves.ColumnOf(t.Voids, 7, widget.Right, cashFrom, func(line report.Line) string { return text.Tally(line.Voids, l) }),
		leaves.ColumnOf(t.Refunds, 7, widget.Right, cashFrom, func(line report.Line) string { return text.Tally(line.Refunds, l) }),
		leaves.ColumnOf(t.State, 12, widget.Left, 0, func(line report.Line) string { return state(env, line, line.Trouble(at)) }),
	}
}

// until is when a shift was closed, "" of one that isn't.
func until(env screen.Env, l report.Line) string {
	if l.Shift.State != shift.Closed {
		return ""
	}
	return text.Clock(l.Shift.Since, env.Zone)
}
