package widget

import (
	tea "charm.land/bubbletea/v2"

	"tim/tui/keymap"
	"tim/tui/style"
)

const wheelRows = 3

// Scroll is a window of Height rows on Count rows, for text that is only read (help, statement, receipt).
type Scroll struct{ Count, Height, top int }

// Top is the first row that is seen.
func (s Scroll) Top() int { return s.top }

// Sized is the window after the number of rows or its own height changed.
func (s Scroll) Sized(count, height int) Scroll {
	s.Count, s.Height = count, max(height, 0)
	return s.to(s.top)
}

// Seen is the window moved as little as it takes to show a row.
func (s Scroll) Seen(row int) Scroll {
	switch {
	case row < s.top:
		return s.to(row)
	case row >= s.top+s.Height:
		return s.to(row - s.Height + 1)
	}
	return s
}

// End is the window at the last rows.
func (s Scroll) End() Scroll { return s.to(s.Count) }

func (s Scroll) to(top int) Scroll {
	s.top = max(min(top, s.Count-s.Height), 0)
	return s
}

// Update takes arrows, pages, home and end, and the wheel.
func (s Scroll) Update(msg tea.Msg) (next Scroll, consumed bool) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		return s.wheel(msg)
	case tea.KeyPressMsg:
		top, ok := moved(keymap.Name(msg), s.top, s.Count, s.Height)
		return s.to(top), ok
	}
	return s, false
}

func (s Scroll) wheel(msg tea.MouseWheelMsg) (Scroll, bool) {
	switch msg.Button {
	case tea.MouseWheelUp:
		return s.to(s.top - wheelRows), true
	case tea.MouseWheelDown:
		return s.to(s.top + wheelRows), true
	}
	return s, false
}

// moved is where a key moves a row number to.
func moved(key string, at, count, page int) (int, bool) {
	page = max(page-1, 1) // a page keeps one row for the eye
	switch key {
	case "up":
		return at - 1, true
	case "down":
		return at + 1, true
	case "pgup":
		return at - page, true
	case "pgdown":
		return at + page, true
	case "home":
		return 0, true
	case "end":
		return count - 1, true
	}
	return at, false
}

// Draw asks for the rows that are seen and shows, in the last column, where the window stands. row gives a line of at
// most width-1 cells.
func (s Scroll) Draw(width int, t *style.Theme, row func(i, width int) string) Pane {
	out := Pane{Width: width, Lines: make([]string, s.Height)}
	for y := range out.Lines {
		line := Blank(width - 1)
		if i := s.top + y; i < s.Count {
			line = Fit(row(i, width-1), width-1)
		}
		out.Lines[y] = line + s.bar(y, t)
	}
	return out
}

// bar is the scroll bar's cell beside a row; blank while everything is seen.
func (s Scroll) bar(y int, t *style.Theme) string {
	if s.Count <= s.Height {
		return " "
	}
	thumb := max(s.Height*s.Height/s.Count, 1)
	from := s.top * (s.Height - thumb) / (s.Count - s.Height)
	if y >= from && y < from+thumb {
		return t.Accent.On("┃")
	}
	return t.Border.On("│")
}

// List is a Scroll with a marked row that the arrows move. Rows are targets of the list's ID with their index.
type List struct {
	Scroll
	ID     string
	marked int
}

// Marked is the index of the marked row; -1 when there are no rows.
func (l List) Marked() int {
	if l.Count == 0 {
		return -1
	}
	return l.marked
}

// Sized is the list after the number of rows or its height changed; the mark stays on its index where it can. With
// nothing changed it leaves the window where the wheel put it.
func (l List) Sized(count, height int) List {
	if count == l.Count && height == l.Height {
		return l
	}
	l.Scroll = l.Scroll.Sized(count, height)
	return l.Mark(l.marked)
}

// Mark marks a row (the nearest there is) and brings it into view.
func (l List) Mark(i int) List {
	l.marked = max(min(i, l.Count-1), 0)
	l.Scroll = l.Seen(l.marked)
	return l
}

// Update takes arrows, pages, home and end, which move the mark, and the wheel, which only scrolls. An empty list leaves
// keys to others.
func (l List) Update(msg tea.Msg) (next List, consumed bool) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		l.Scroll, consumed = l.wheel(msg)
		return l, consumed
	case tea.KeyPressMsg:
		if l.Count == 0 {
			return l, false
		}
		i, ok := moved(keymap.Name(msg), l.marked, l.Count, l.Height)
		if !ok {
			return l, false
		}
		return l.Mark(i), true
	}
	return l, false
}

// Draw asks for the rows that are seen, each in at most width-1 cells, and lays the selected style under the marked one.
// row draws a sign (▸) on the marked row itself, where its columns have a place for it.
func (l List) Draw(width int, press Press, t *style.Theme, row func(i, width int, marked bool) string) Pane {
	out := l.Scroll.Draw(width, t, func(i, width int) string {
		marked := i == l.marked
		line := Fit(row(i, width, marked), width)
		switch {
		case press.On(Target{l.ID, i}):
			return t.Pressed.Over(line)
		case marked:
			return t.Selected.Over(line)
		}
		return line
	})
	for y := range min(l.Height, l.Count-l.top) {
		out.Hits = append(out.Hits, Hit{Rect{0, y, width, 1}, Target{l.ID, l.top + y}})
	}
	return out
}
