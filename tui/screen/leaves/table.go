package leaves

import (
	"tim/tui/screen"
	"tim/tui/widget"
)

// Column is one of a table: what it says of a T.
type Column[T any] struct {
	Head  string
	Width int // 0 shares what the others leave
	Align widget.Align
	From  int // width of the window from which on it is there
	Cell  func(T) string
}

// ColumnOf is a column.
func ColumnOf[T any](head string, width int, align widget.Align, from int, cell func(T) string) Column[T] {
	return Column[T]{Head: head, Width: width, Align: align, From: from, Cell: cell}
}

// Table is the columns that a window has room for.
type Table[T any] struct {
	columns widget.Columns
	heads   []string
	cells   []func(T) string
}

// TableOf begins with a column for the mark and, where rows have one, a sign.
func TableOf[T any](env screen.Env, signs int, columns []Column[T]) Table[T] {
	t := Table[T]{columns: widget.Columns{{Width: signs}}, heads: []string{""}}
	for _, c := range columns {
		if env.Width < c.From {
			continue
		}
		t.columns = append(t.columns, widget.Column{Width: c.Width, Align: c.Align})
		t.heads, t.cells = append(t.heads, c.Head), append(t.cells, c.Cell)
	}
	return t
}

// Head is the row of the columns' names.
func (t Table[T]) Head(env screen.Env) widget.Pane {
	return widget.NewPane(env.Width, env.Theme.Muted.On(t.columns.Line(env.Width-1, t.heads...)))
}

// Row is a row with its sign.
func (t Table[T]) Row(env screen.Env, of T, sign string, width int, marked bool) string {
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

// Sign is the mark in front of a row that is no table's.
func Sign(env screen.Env, marked bool) string {
	if marked {
		return env.Theme.Accent.On("▸") + " "
	}
	return "  "
}

// Below are facts under a table, in exactly rows rows.
func Below(env screen.Env, rows int, facts ...string) widget.Pane {
	lines := widget.Flow(env.Width-2, facts...)
	for i, line := range lines {
		lines[i] = " " + line
	}
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	return widget.Stack(rule, widget.NewPane(env.Width, lines...).Sized(env.Width, rows))
}
