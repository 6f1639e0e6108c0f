package desk

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tim/domain/report"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	lineID  = "desk.line"
	alertID = "desk.alert"
	// rows of alerts above the open shifts: of a low window, and of a high one.
	alertsLow, alertsHigh = 3, 8
	highWindow            = 30
	glanceFrame           = 3 // two rules and the heading
)

// glance is the open shifts with what is to be looked at above them.
type glance struct {
	q      question
	data   report.Glance
	alerts []report.Alert // that nobody dealt with
	list   widget.List
}

func (g glance) Keys() keymap.Set { return keymap.Set{keymap.Confirm, keymap.Paper} }

func (g glance) Title(env screen.Env) (left, right string) {
	right = g.q.Age(env)
	if g.data.Watched < g.data.Events {
		right = env.Theme.Warn.On("… "+env.Texts.Desk.Watching(g.data.Watched, g.data.Events)) + "  " + right
	}
	if g.data.Shop != "" && env.Width >= 100 {
		right = widget.Clean(g.data.Shop) + "  " + right
	}
	return "", right
}

func (g glance) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	g = g.sized(env)
	switch msg := msg.(type) {
	case opened:
		if g.q.At.IsZero() || g.q.Due(env, refreshGlance) {
			return g.ask(env)
		}
	case screen.Ticked:
		if g.q.Due(env, refreshGlance) {
			return g.ask(env)
		}
	case answer:
		return g.answered(env, msg)
	case screen.Act:
		return g.act(env, msg.ID)
	case screen.Tapped:
		switch {
		case msg.ID == alertID && msg.Index < len(g.alerts):
			return g, outcome{Over: newAlert(g.alerts[msg.Index])}
		case msg.ID == lineID && msg.Index == g.list.Marked():
			return g.act(env, keymap.Confirm)
		case msg.ID == lineID:
			g.list = g.list.Mark(msg.Index)
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		g.list, _ = g.list.Update(msg)
	}
	return g, outcome{}
}

func (g glance) ask(env screen.Env) (page, outcome) {
	o := g.q.Put(env, 0, func(ctx context.Context, d seat) (any, error) { return d.Glance(ctx) })
	return g, o
}

func (g glance) answered(env screen.Env, a answer) (page, outcome) {
	wanted, o := g.q.Answered(env, a)
	data, ok := a.Value.(report.Glance)
	if !wanted || !ok || a.Err != nil {
		return g, o
	}
	at := markedLine(g.data.Lines, g.list, data.Lines)
	g.data = data
	g.alerts = slices.DeleteFunc(slices.Clone(data.Alerts), func(a report.Alert) bool { return a.Reason != "" })
	g = g.sized(env)
	g.list = g.list.Mark(at)
	return g, o
}

// markedLine is where the marked shift stands in a newer list.
func markedLine(old []report.Line, list widget.List, lines []report.Line) int {
	i := list.Marked()
	if i < 0 || i >= len(old) {
		return 0
	}
	if at := slices.IndexFunc(lines, func(l report.Line) bool { return l.ID == old[i].ID }); at >= 0 {
		return at
	}
	return i
}

func (g glance) act(env screen.Env, id keymap.ID) (page, outcome) {
	if id == keymap.Refresh {
		return g.ask(env)
	}
	return g, openLine(g.data.Lines, g.list, id)
}

// openLine opens the marked shift's ledger or its report.
func openLine(lines []report.Line, list widget.List, id keymap.ID) outcome {
	i := list.Marked()
	if i < 0 || i >= len(lines) {
		return outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	switch id {
	case keymap.Confirm:
		return outcome{Over: newLedger(lines[i])}
	case keymap.Paper:
		return outcome{Over: paper{of: lines[i].ID}}
	}
	return outcome{}
}

// alertRows is how many rows the alerts get.
func (g glance) alertRows(env screen.Env) int {
	most := alertsLow
	if env.Height >= highWindow {
		most = alertsHigh
	}
	return max(1, min(len(g.alerts), most))
}

func (g glance) footRows(env screen.Env) int {
	return footRows(env.Height-g.alertRows(env)-glanceFrame, len(g.data.Lines))
}

func (g glance) sized(env screen.Env) glance {
	g.list.ID = lineID
	g.list = g.list.Sized(len(g.data.Lines), env.Height-g.alertRows(env)-g.footRows(env)-glanceFrame)
	return g
}

func (g glance) Draw(env screen.Env) widget.Pane {
	if wait := g.q.Waits(env); wait != nil {
		return *wait
	}
	g = g.sized(env)
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	page := widget.Stack(g.drawAlerts(env), rule)
	if len(g.data.Lines) == 0 {
		return widget.Stack(page, widget.NewPane(env.Width, "", "  "+env.Texts.Desk.NoShifts))
	}
	columns := leaves.TableOf(env, 1, glanceColumns(env, g.data))
	list := g.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		return columns.Row(env, g.data.Lines[i], "", width, marked)
	})
	facts := lineFacts(env, g.data.Lines[g.list.Marked()], g.data.At)
	return widget.Stack(page, columns.Head(env), list, leaves.Below(env, g.footRows(env), facts...))
}

// drawAlerts is what is to be looked at, each with its letter; the last row says how many more there are.
func (g glance) drawAlerts(env screen.Env) widget.Pane {
	rows := g.alertRows(env)
	if len(g.alerts) == 0 {
		return widget.NewPane(env.Width, " "+env.Theme.OK.On("✓ "+env.Texts.Desk.AllQuiet))
	}
	page := widget.Pane{Width: env.Width}
	for i, a := range g.alerts[:rows] {
		line := " " + env.Theme.Warn.On("["+string(rune('A'+i))+"]") + " " + alertLine(env, a, env.Width-6)
		if more := max(len(g.alerts), g.data.Waiting) - rows; i == rows-1 && more > 0 {
			tail := env.Theme.Muted.On(env.Texts.Desk.More(more)) + " "
			line = widget.Spread(" "+env.Theme.Warn.On("["+string(rune('A'+i))+"]")+" "+alertLine(env, a, env.Width-7-widget.Width(tail)), tail, env.Width)
		}
		page = widget.Stack(page, widget.NewPane(env.Width, line).Hit(widget.Target{ID: alertID, Index: i}))
	}
	return page
}

// Windows from which columns are there.
const (
	tallyFrom  = 78
	cashFrom   = 100
	pointsFrom = 118
)

func glanceColumns(env screen.Env, g report.Glance) []leaves.Column[report.Line] {
	t, l := &env.Texts.Desk, env.Lang
	return []leaves.Column[report.Line]{
		leaves.ColumnOf(t.Till, 4, widget.Left, 0, func(l report.Line) string { return l.ID.Till }),
		leaves.ColumnOf(t.Cashier, 0, widget.Left, 0, func(l report.Line) string { return widget.Clean(l.Cashier) }),
		leaves.ColumnOf(t.Since, 5, widget.Right, 0, func(l report.Line) string { return text.Clock(l.Shift.OpenedAt, env.Zone) }),
		leaves.ColumnOf(t.Tickets, 4, widget.Right, 0, func(l report.Line) string { return text.Points(l.Tickets) }),
		leaves.ColumnOf(t.Net, 11, widget.Right, 0, func(l report.Line) string { return text.Amount(l.Net) }),
		leaves.ColumnOf(t.Drawer, 13, widget.Right, cashFrom, func(l report.Line) string { return drawer(env, l) }),
		leaves.ColumnOf(t.Voids, 7, widget.Right, tallyFrom, func(line report.Line) string { return text.Tally(line.Voids, l) }),
		leaves.ColumnOf(t.Overrides, 4, widget.Right, tallyFrom, func(line report.Line) string { return text.Points(line.Overrides.N) }),
		leaves.ColumnOf(t.Refunds, 7, widget.Right, tallyFrom, func(line report.Line) string { return text.Tally(line.Refunds, l) }),
		leaves.ColumnOf(t.NoSales, 3, widget.Right, tallyFrom, func(line report.Line) string { return text.Points(line.NoSales) }),
		leaves.ColumnOf(t.Points, 16, widget.Right, pointsFrom, func(line report.Line) string {
			return "+" + text.Points(line.Earned) + "/−" + text.Points(line.Spent)
		}),
		leaves.ColumnOf(t.State, 12, widget.Left, 0, func(line report.Line) string { return state(env, line, line.Trouble(g.At)) }),
	}
}

// drawer is what a drawer should hold, marked where that is too much.
func drawer(env screen.Env, l report.Line) string {
	amount := "?"
	if l.Cash != nil {
		amount = text.Amount(l.Cash.Expected)
	}
	if l.DropOver > 0 {
		return env.Theme.Warn.On("! " + amount)
	}
	return amount
}

func state(env screen.Env, l report.Line, worst report.Trouble) string {
	return worry(worst, env.Theme).On(env.Texts.Desk.Troubles(worst, l))
}
