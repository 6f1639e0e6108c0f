package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tim/tui/style"
)

// Cursor is where the terminal's real cursor stands, so that the windows of input methods follow it.
type Cursor struct {
	X, Y int
	On   bool
}

// Pane is a finished piece of the screen: lines of exactly Width cells, what can be tapped on them, and the cursor, all
// counted from the pane's own upper left. Putting panes together moves hits and cursor along. A Pane is never changed
// after it was made, so it can be kept and shown again.
type Pane struct {
	Width  int
	Lines  []string
	Hits   Hits
	Cursor Cursor
}

// NewPane makes a pane of lines of any width.
func NewPane(width int, lines ...string) Pane {
	fitted := make([]string, len(lines))
	for i, line := range lines {
		fitted[i] = Fit(line, width)
	}
	return Pane{Width: width, Lines: fitted}
}

// Blanks is an empty pane of a size, to place others on.
func Blanks(width, height int) Pane { return Pane{Width: width}.Sized(width, height) }

// Height is the number of lines.
func (p Pane) Height() int { return len(p.Lines) }

// String is the pane as tea.View takes it.
func (p Pane) String() string { return strings.Join(p.Lines, "\n") }

// Hit is the pane with all of it being one more target, on top.
func (p Pane) Hit(t Target) Pane {
	if p.Width == 0 || len(p.Lines) == 0 {
		return p
	}
	p.Hits = append(p.Hits[:len(p.Hits):len(p.Hits)], Hit{Rect{0, 0, p.Width, len(p.Lines)}, t})
	return p
}

// Sized is the pane in exactly this size: filled with blanks, or cut at the right and below. What was cut off can't be
// tapped.
func (p Pane) Sized(width, height int) Pane {
	out := Pane{Width: width, Lines: make([]string, max(height, 0)), Cursor: p.Cursor}
	for i := range out.Lines {
		switch {
		case i >= len(p.Lines):
			out.Lines[i] = Blank(width)
		case p.Width == width:
			out.Lines[i] = p.Lines[i]
		default:
			out.Lines[i] = Fit(p.Lines[i], width)
		}
	}
	for _, hit := range p.Hits {
		hit.W, hit.H = min(hit.W, width-hit.X), min(hit.H, height-hit.Y)
		if hit.W > 0 && hit.H > 0 {
			out.Hits = append(out.Hits, hit)
		}
	}
	out.Cursor.On = p.Cursor.On && p.Cursor.X < width && p.Cursor.Y < height
	return out
}

// Stack puts panes below each other. All have one width.
func Stack(panes ...Pane) Pane {
	var out Pane
	for _, p := range panes {
		if len(out.Lines) == 0 {
			out.Width = p.Width
		}
		if p.Width != out.Width {
			p = p.Sized(out.Width, len(p.Lines))
		}
		out.take(p, 0, len(out.Lines))
		out.Lines = append(out.Lines, p.Lines...)
	}
	return out
}

// Beside puts panes next to each other, as high as the highest.
func Beside(panes ...Pane) Pane {
	var out Pane
	for _, p := range panes {
		out.Lines = append(out.Lines, make([]string, max(0, len(p.Lines)-len(out.Lines)))...)
	}
	for _, p := range panes {
		for i := range out.Lines {
			if i < len(p.Lines) {
				out.Lines[i] += p.Lines[i]
			} else {
				out.Lines[i] += Blank(p.Width)
			}
		}
		out.take(p, out.Width, 0)
		out.Width += p.Width
	}
	return out
}

// take adds the hits and the cursor of a pane that stands at x, y.
func (p *Pane) take(part Pane, x, y int) {
	p.Hits = append(p.Hits, part.Hits.Moved(x, y)...)
	if part.Cursor.On {
		p.Cursor = Cursor{part.Cursor.X + x, part.Cursor.Y + y, true}
	}
}

// Place lays another pane over this one with its upper left at x, y. What lies outside is cut off. Its hits lie on top,
// and its cursor counts if it has one.
func (p Pane) Place(x, y int, over Pane) Pane {
	x, y = max(min(x, p.Width), 0), max(min(y, p.Height()), 0)
	over = over.Sized(min(over.Width, p.Width-x), min(over.Height(), p.Height()-y))
	out := Pane{Width: p.Width, Lines: append([]string(nil), p.Lines...), Cursor: p.Cursor}
	for i, line := range over.Lines {
		out.Lines[y+i] = splice(p.Lines[y+i], p.Width, x, line, over.Width)
	}
	out.Hits = append(out.Hits, p.Hits...)
	out.take(over, x, y)
	return out
}

// Modal lays a dialog over the middle: what is below can be seen but not tapped, and has no cursor.
func (p Pane) Modal(dialog Pane) Pane {
	p.Hits, p.Cursor = nil, Cursor{}
	return p.Place((p.Width-dialog.Width)/2, (p.Height()-dialog.Height())/2, dialog)
}

// splice replaces w cells from x of a line with mid.
func splice(line string, width, x int, mid string, w int) string {
	left := ansi.Truncate(line, x, "")
	left += ansi.ResetStyle + Blank(x-Width(left))
	rest := width - x - w
	right := ansi.TruncateLeft(line, x+w, "")
	if Width(right) > rest { // a wide letter was cut in two
		right = " " + ansi.TruncateLeft(line, x+w+1, "")
	}
	return left + mid + right
}

// Box puts a single line around a pane, with a title in its upper edge; width counts the edges. What is inside has a
// blank cell at both sides: InBox tells how wide it is.
func Box(width int, title string, inside Pane, border style.Style) Pane {
	inside = inside.Sized(InBox(width), inside.Height())
	out := Pane{Width: inside.Width + 4}
	head := border.On("┌" + Rule(inside.Width+2) + "┐")
	if title != "" {
		shown, have := cut(title, inside.Width-1)
		head = border.On("┌─") + " " + shown + " " + border.On(Rule(inside.Width-1-have)+"┐")
	}
	side := border.On("│")
	out.Lines = append(out.Lines, head)
	for _, line := range inside.Lines {
		out.Lines = append(out.Lines, side+" "+line+" "+side)
	}
	out.Lines = append(out.Lines, border.On("└"+Rule(inside.Width+2)+"┘"))
	out.take(inside, 2, 1)
	return out
}

// InBox is the width inside a box of a width, at least 1.
func InBox(width int) int { return max(width-4, 1) }
