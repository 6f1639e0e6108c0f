package form

import (
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// Widths of a line's parts.
const (
	labelMost   = 30
	numberCells = 18
	rateCells   = 10
	textCells   = 40
)

// laid is a form's rows as one pane, and where the field with the focus stands.
type laid struct {
	pane     widget.Pane
	from, to int // rows of the field with the focus, with the heading above it
}

// Sized is the form in a window; what moved the focus brings it into view.
func (f Form) Sized(env screen.Env, width, height int) Form {
	return f.within(f.lay(env, width-1), height)
}

// within is the form in a window on its rows.
func (f Form) within(all laid, height int) Form {
	count := all.pane.Height()
	if count != f.scroll.Count || height != f.scroll.Height {
		f.follow = true
	}
	f.scroll = f.scroll.Sized(count, height)
	if f.follow {
		f.scroll = f.scroll.Seen(all.to).Seen(max(all.from, all.to-max(height-1, 0)))
		f.follow = false
	}
	return f
}

// Draw is the form in exactly width x height; where it is longer a bar at the right says what is seen.
func (f Form) Draw(env screen.Env, width, height int) widget.Pane {
	rows := f.lay(env, width-1)
	f = f.within(rows, height)
	all := rows.pane
	top := f.scroll.Top()
	seen := widget.Pane{Width: width, Lines: make([]string, height)}
	frame := f.scroll.Draw(width, env.Theme, func(i, w int) string { return widget.Fit(all.Lines[i], w) })
	copy(seen.Lines, frame.Lines)
	for _, hit := range all.Hits {
		if hit.Y >= top && hit.Y < top+height {
			hit.Y -= top
			hit.W = min(hit.W, width-1-hit.X)
			if hit.W > 0 {
				seen.Hits = append(seen.Hits, hit)
			}
		}
	}
	if c := all.Cursor; c.On && c.Y >= top && c.Y < top+height && c.X < width {
		seen.Cursor = widget.Cursor{X: c.X, Y: c.Y - top, On: true}
	}
	return seen
}

// lay puts all rows below each other.
func (f Form) lay(env screen.Env, width int) laid {
	var out laid
	panes, index, height := []widget.Pane{{Width: width}}, 0, 0
	add := func(p widget.Pane) {
		panes = append(panes, p)
		height += p.Height()
	}
	for i, l := range f.lines {
		from := height
		if l.Heading != (text.Both{}) {
			if from > 0 {
				add(widget.NewPane(width, ""))
			}
			add(widget.NewPane(width, " "+env.Theme.Title.On(l.Heading.In(env.Lang))))
		}
		if l.Widths != nil {
			add(f.table(env, width, i, index))
		} else {
			add(f.single(env, width, i, index))
		}
		if i == f.line {
			out.from, out.to = from, height-1
		}
		index += len(l.Fields)
	}
	out.pane = widget.Stack(panes...)
	return out
}

// single is a line of one field: its label, its value, and what is wrong with it.
func (f Form) single(env screen.Env, width, line, index int) widget.Pane {
	if len(f.lines[line].Fields) == 0 {
		return widget.Pane{Width: width}
	}
	field, focus := f.lines[line].Fields[0], line == f.line
	label := min(labelMost, width*9/20)
	left := widget.NewPane(label, mark(env, focus)+env.Theme.Muted.On(widget.Cut(field.Label.In(env.Lang), label-3)))
	if focus {
		left = widget.NewPane(label, mark(env, focus)+env.Theme.Strong.On(widget.Cut(field.Label.In(env.Lang), label-3)))
	}
	value := f.value(env, field, width-label-1, focus, index)
	wrong := f.wrong(env, field.Key)
	if room := width - 1 - label - value.Width; wrong != "" && value.Height() == 1 && widget.Width(wrong)+4 <= room {
		value = widget.Beside(value, widget.NewPane(room, "  "+env.Theme.Danger.On("✗ "+wrong)))
		wrong = ""
	}
	row := widget.Beside(left, value).Sized(width, max(value.Height(), 1))
	row.Hits = append([]widget.Hit{{Rect: widget.Rect{W: width, H: row.Height()}, Target: widget.Target{ID: fieldID, Index: index}}}, row.Hits...)
	if wrong == "" {
		return row
	}
	return widget.Stack(row, widget.NewPane(width, widget.Wrapped("✗ "+wrong, width-1, 4, env.Theme.Danger)...))
}

// table is one row of a table of fields, under its heads where it has them.
func (f Form) table(env screen.Env, width, line, index int) widget.Pane {
	l := f.lines[line]
	columns := make(widget.Columns, len(l.Widths)+1)
	columns[0].Width = 1
	flexible, rest := 0, width-1-len(columns)
	for i, w := range l.Widths {
		columns[i+1].Width = w
		rest -= w
		if w == 0 {
			flexible = i + 1
		}
	}
	if flexible > 0 {
		columns[flexible].Width = max(rest, 8)
	}
	row := widget.NewPane(2, mark(env, line == f.line))
	var wrongs []string
	for i, field := range l.Fields {
		w := columns[i+1].Width
		cell := f.cell(env, field, w, line == f.line && i == f.at)
		row = widget.Beside(row, cell.Hit(widget.Target{ID: fieldID, Index: index + i}), widget.NewPane(1, ""))
		if wrong := f.wrong(env, field.Key); wrong != "" {
			wrongs = append(wrongs, "✗ "+field.Label.In(env.Lang)+": "+wrong)
		}
	}
	if n := len(l.Fields); n < len(l.Widths) {
		row = widget.Beside(row, widget.NewPane(columns[n+1].Width, widget.Right.In(l.Tail, columns[n+1].Width)))
	}
	row = row.Sized(width, 1)
	if l.Heads != nil {
		heads := []string{""}
		for i, h := range l.Heads {
			columns[i+1].Align = widget.Left
			if i > 0 {
				columns[i+1].Align = widget.Right
			}
			heads = append(heads, h.In(env.Lang))
		}
		row = widget.Stack(widget.NewPane(width, env.Theme.Muted.On(columns.Line(width-1, heads...))), row)
	}
	for _, wrong := range wrongs {
		row = widget.Stack(row, widget.NewPane(width, widget.Wrapped(wrong, width-1, 4, env.Theme.Danger)...))
	}
	return row
}

// cell is one field of a table's row.
func (f Form) cell(env screen.Env, field Field, width int, focus bool) widget.Pane {
	if field.Kind == Fixed {
		return widget.NewPane(width, widget.Clean(field.input.Value()))
	}
	input := field.input
	input.Placeholder = field.Empty.In(env.Lang)
	if field.Kind != Text {
		return f.figure(env, field, width, focus)
	}
	if !focus {
		return widget.NewPane(width, widget.Clean(input.Value()))
	}
	return input.Draw(width, env.Theme)
}

// figure is a field of figures in a table, at the right of its column.
func (f Form) figure(env screen.Env, field Field, width int, focus bool) widget.Pane {
	shown := grouped(field)
	if !focus {
		look := env.Theme.Text
		if f.faults[field.Key] != nil {
			look = env.Theme.Danger
		}
		return widget.NewPane(width, look.On(widget.Right.In(shown, width-1))+" ")
	}
	cells := min(widget.Width(shown)+1, width)
	return widget.Beside(widget.NewPane(width-cells, env.Theme.Field.On(widget.Blank(width-cells))), field.input.Draw(cells, env.Theme))
}

// grouped is what a field of figures shows.
func grouped(field Field) string {
	if field.Kind == Number {
		return text.Group(field.input.Value())
	}
	return field.input.Value()
}

// value is what stands behind a label.
func (f Form) value(env screen.Env, field Field, width int, focus bool, index int) widget.Pane {
	switch field.Kind {
	case Choice:
		return f.options(env, field, width, focus, index)
	case Fixed:
		return widget.NewPane(width, widget.Cut(widget.Clean(field.input.Value()), width))
	case Open:
		shown := widget.Cut(widget.Clean(field.input.Value()), width-4)
		if shown == "" {
			shown = env.Theme.Muted.On(widget.Cut(field.Empty.In(env.Lang), width-4))
		}
		return widget.NewPane(widget.Width(shown)+3, shown+env.Theme.Accent.On(" →"))
	}
	cells := map[Kind]int{Number: numberCells, Decimal: rateCells, Secret: rateCells, Text: textCells}[field.Kind]
	unit := field.Unit.In(env.Lang)
	if field.Kind == Text && unit != "" {
		cells = numberCells
	}
	cells = min(cells, width-1)
	input := field.input
	if !focus {
		input = input.SetValue(input.Value()) // the mark of what typing replaces is the focused field's
	}
	input.Placeholder = field.Empty.In(env.Lang)
	if empty := widget.Width(input.Placeholder) + 1; empty > cells {
		cells = min(empty, width-1)
	}
	drawn := input.Draw(cells, env.Theme)
	drawn.Cursor.On = focus
	if unit == "" {
		return drawn
	}
	room := min(widget.Width(unit)+1, max(width-cells, 0))
	return widget.Beside(drawn, widget.NewPane(room, widget.Cut(" "+unit, room)))
}

// options are a field's choices one behind the other, in as many rows as they take.
func (f Form) options(env screen.Env, field Field, width int, focus bool, index int) widget.Pane {
	out, row := widget.Pane{Width: width}, widget.Pane{Lines: []string{""}}
	flush := func() { out, row = widget.Stack(out, row.Sized(width, 1)), widget.Pane{Lines: []string{""}} }
	for i, o := range field.Options {
		sign, look := "○ ", env.Theme.Text
		switch {
		case i == field.chosen && focus:
			sign, look = "● ", env.Theme.Accent
		case i == field.chosen:
			sign, look = "● ", env.Theme.Strong
		}
		label := widget.Cut(o.Label.In(env.Lang), width-2)
		target := widget.Target{ID: optionID, Index: index*perField + i}
		if env.Press.On(target) {
			look = env.Theme.Pressed
		}
		w := widget.Width(label) + 2
		if row.Width > 0 && row.Width+2+w > width {
			flush()
		}
		if row.Width > 0 {
			row = widget.Beside(row, widget.NewPane(2, ""))
		}
		row = widget.Beside(row, widget.NewPane(w, look.On(sign+label)).Hit(target))
	}
	flush()
	return out
}

// wrong is what is wrong with a field, in words; "" when nothing is.
func (f Form) wrong(env screen.Env, key string) string {
	err := f.faults[key]
	if err == nil {
		return ""
	}
	return text.FieldFault(err, env.Lang)
}

// About is what the field with the focus is for, and what its choice means.
func (f Form) About(lang text.Language) []string {
	field := f.Focused()
	var said []string
	if field.Kind == Choice && field.chosen < len(field.Options) {
		if about := field.Options[field.chosen].About.In(lang); about != "" {
			said = append(said, about)
		}
	}
	if about := field.About.In(lang); about != "" {
		said = append([]string{about}, said...)
	}
	return said
}

func mark(env screen.Env, focus bool) string {
	if focus {
		return env.Theme.Accent.On("▸") + " "
	}
	return "  "
}
