package desk

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tim/domain/report"
	"tim/tui/keymap"
	"tim/tui/print"
	"tim/tui/screen"
	"tim/tui/widget"
)

// paperColumns is the width of what is shown as paper.
const paperColumns = print.Wide

// besideFrom is the window from which the reasons stand beside the receipt.
const besideFrom = 110

// order is a receipt as it was printed, what came back of it, why it earned what it did, and its own events.
type order struct {
	key    string
	q      question
	doc    report.OrderPaper
	scroll widget.Scroll
}

func (o order) Keys() keymap.Set { return nil }

func (o order) Title(env screen.Env) (left, right string) {
	left = env.Texts.Desk.OrderTitle
	if o.doc.Receipt.Number != "" {
		left += " " + widget.Clean(o.doc.Receipt.Number)
	}
	return left, o.q.Age(env)
}

func (o order) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	o = o.sized(env)
	switch msg := msg.(type) {
	case opened:
		return o.ask(env)
	case answer:
		wanted, out := o.q.Answered(env, msg)
		if doc, ok := msg.Value.(report.OrderPaper); ok && wanted && msg.Err == nil {
			o.doc = doc
		}
		return o.sized(env), out
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return o, outcome{Close: true}
		case keymap.Refresh:
			return o.ask(env)
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		o.scroll, _ = o.scroll.Update(msg)
	}
	return o, outcome{}
}

func (o order) ask(env screen.Env) (page, outcome) {
	key := o.key
	out := o.q.Put(env, 0, func(ctx context.Context, d seat) (any, error) { return d.Order(ctx, key) })
	return o, out
}

// lines are what stands on the page in one column; beside says that the reasons stand in another.
func (o order) lines(env screen.Env, beside bool) []string {
	lines := print.Text(o.doc.Receipt, paperColumns, env.Lang)
	for _, back := range o.doc.Returns {
		lines = append(append(lines, "", widget.Rule(paperColumns), ""), print.Return(back, paperColumns, env.Lang)...)
	}
	if beside {
		return lines
	}
	return append(append(lines, "", widget.Rule(paperColumns)), o.reasons(env, paperColumns)...)
}

// reasons are why the order earned what it did, and its own events.
func (o order) reasons(env screen.Env, width int) []string {
	t, theme := &env.Texts.Desk, env.Theme
	lines := []string{theme.Heart.On("♥ ") + theme.Strong.On(t.WhyTitle)}
	why := o.doc.Why.In(env.Lang.Domain())
	if len(why) == 0 {
		why = []string{t.NoWhy}
	}
	for _, line := range why {
		lines = append(lines, widget.Wrapped(line, width, 2, theme.Text)...)
	}
	lines = append(lines, "", theme.Strong.On(t.EventsTitle))
	for _, r := range o.doc.Rows {
		left := r.At.In(env.Zone).Format("02/01 15:04:05") + "  " + what(env, r) + "  " + about(env, r, false)
		lines = append(lines, widget.Spread(left, amount(r), width))
		if r.Approver != "" {
			lines = append(lines, widget.Blank(16)+theme.Muted.On(t.Approved(widget.Clean(r.Approver))))
		}
	}
	return lines
}

func (o order) sized(env screen.Env) order {
	if o.q.At.IsZero() {
		return o
	}
	o.scroll = o.scroll.Sized(len(o.lines(env, env.Width >= besideFrom)), env.Height-2)
	return o
}

func (o order) Draw(env screen.Env) widget.Pane {
	if wait := o.q.Waits(env); wait != nil {
		return *wait
	}
	o = o.sized(env)
	beside := env.Width >= besideFrom
	sheet := sheetOf(env, widget.Clean(o.doc.Receipt.Number), o.lines(env, beside), o.scroll)
	if !beside {
		return widget.Blanks(env.Width, env.Height).Place((env.Width-sheet.Width)/2, 0, sheet)
	}
	left := sheet.Width + 3
	width := env.Width - left - 1
	side := widget.NewPane(width, o.reasons(env, width)...)
	return widget.Blanks(env.Width, env.Height).Place(1, 0, sheet).Place(left, 1, side)
}

// sheetOf is lines as paper.
func sheetOf(env screen.Env, title string, lines []string, s widget.Scroll) widget.Pane {
	rows := env.Texts.Receipt.Rows(s.Top()+1, s.Top()+s.Height, s.Count)
	return widget.Sheet(title, lines, paperColumns, s, rows, env.Theme)
}
