package widget

import "tim/tui/style"

// sheetFrame is the paper's edges and a blank at both sides of what is printed.
const sheetFrame = 4

// SheetWidth is how wide a sheet of paper is drawn that has so many columns.
func SheetWidth(columns int) int { return columns + sheetFrame }

// Sheet is paper in a frame: lines of at most so many columns, of which the window shows a part. The name stands in the upper edge. The
// right edge is the scroll bar when not all is seen, and part, in the lower edge, then says which rows these are.
func Sheet(name string, lines []string, columns int, window Scroll, part string, t *style.Theme) Pane {
	width := SheetWidth(columns)
	rows := window.Sized(len(lines), min(window.Height, len(lines)))
	side := make([]string, rows.Height)
	for i := range side {
		side[i] = t.Border.On("│")
	}
	inside := rows.Draw(width-1, t, func(i, _ int) string { return " " + lines[i] })
	if rows.Count <= rows.Height {
		inside, part = inside.Place(width-2, 0, NewPane(1, side...)), ""
	}
	name, part = label(name, width), label(part, width)
	top := t.Border.On("┌─") + t.Title.On(name) + t.Border.On(Rule(width-3-Width(name))+"┐")
	bottom := t.Border.On("└"+Rule(width-3-Width(part))) + t.Muted.On(part) + t.Border.On("─┘")
	return Stack(NewPane(width, top), Beside(NewPane(1, side...), inside), NewPane(width, bottom))
}

// label is a name in an edge, with blanks around it.
func label(name string, width int) string {
	if name == "" {
		return ""
	}
	return Cut(" "+name+" ", width-4)
}
