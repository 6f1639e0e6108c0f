package desk

import (
	"strings"

	"tim/domain/report"
	"tim/tui/screen"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

// column is one of a table: what it says of a T.
type column[T any] struct {
	head  string
	width int // 0 shares what the others leave
	align widget.Align
	from  int // width of the window from which on it is there
	cell  func(T) string
}

// table is the columns that a window has room for.
type table[T any] struct {
	columns widget.Columns
	heads   []string
	cells   []func(T) string
}

// tableOf begins with a column for the mark and, where rows have one, a sign.
func tableOf[T any](env screen.Env, signs int, columns []column[T]) table[T] {
	t := table[T]{columns: widget.Columns{{Width: signs}}, heads: []string{""}}
	for _, c := range columns {
		if env.Width < c.from {
			continue
		}
		t.columns = append(t.columns, widget.Column{Width: c.width, Align: c.align})
		t.heads, t.cells = append(t.heads, c.head), append(t.cells, c.cell)
	}
	return t
}

func (t table[T]) head(env screen.Env) widget.Pane {
	return widget.NewPane(env.Width, env.Theme.Muted.On(t.columns.Line(env.Width-1, t.heads...)))
}

// row is a row with its sign.
func (t table[T]) row(env screen.Env, of T, sign string, width int, marked bool) string {
	cells := make([]string, 1, len(t.cells)+1)
	cells[0] = " " + sign
	if marked {
		cells[0] = env.Theme.Accent.On("▸") + sign
	}
	for _, cell := range t.cells {
		cells = append(cells, cell(of))
	}
	return t.columns.Line(width, cells...)
}

// flow sets facts one behind the other, in as many rows as they take.
func flow(width int, facts ...string) []string {
	var rows []string
	row := ""
	for _, f := range facts {
		switch {
		case f == "":
		case row == "":
			row = f
		case widget.Width(row)+3+widget.Width(f) <= width:
			row += " · " + f
		default:
			rows, row = append(rows, row), f
		}
	}
	if row == "" {
		return rows
	}
	return append(rows, row)
}

// footRows is how many rows facts get under a list: more where the window has them to spare.
func footRows(height, listed int) int { return max(footLeast, min(footMost, height-listed)) }

// below are facts under a table, in exactly rows rows.
func below(env screen.Env, rows int, facts ...string) widget.Pane {
	lines := flow(env.Width-2, facts...)
	for i, line := range lines {
		lines[i] = " " + line
	}
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	return widget.Stack(rule, widget.NewPane(env.Width, lines...).Sized(env.Width, rows))
}

// wrapped is a text in rows, each in a style and indented.
func wrapped(s string, width, indent int, look style.Style) []string {
	rows := widget.Wrap(widget.Clean(s), width-indent)
	for i, row := range rows {
		rows[i] = widget.Blank(indent) + look.On(strings.TrimRight(row, " "))
	}
	return rows
}

// Rows of facts under a list.
const (
	footLeast = 4
	footMost  = 8
)

// worry is the style of a trouble.
func worry(t report.Trouble, theme *style.Theme) style.Style {
	switch {
	case t >= report.TroubleShort:
		return theme.Danger
	case t >= report.TroubleUnsent:
		return theme.Warn
	case t == report.TroubleNone:
		return theme.OK
	}
	return theme.Muted
}

// alertSign is an alert's sign with its style.
func alertSign(a report.Alert, theme *style.Theme) string {
	if a.Reason != "" {
		return theme.OK.On("✓")
	}
	return theme.Warn.On("!")
}

// alertLine is an alert in one line: where, what, who and how often.
func alertLine(env screen.Env, a report.Alert, width int) string {
	name := text.AlertName(a, env.Lang)
	return widget.Cut(env.Theme.Strong.On(name+":")+" "+widget.Clean(text.Alert(a, env.Lang)), width)
}
