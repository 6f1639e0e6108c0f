package widget

import (
	"strings"

	"tim/tui/style"
)

// Tabs is a row of tab names, the active one in brackets. Each is a target of that ID with its index. When the row is too
// narrow, the longest names are cut first.
func Tabs(id string, names []string, active, width int, press Press, t *style.Theme) Pane {
	longest := 0
	for _, name := range names {
		longest = max(longest, Width(name))
	}
	for longest > 1 && tabsWidth(names, longest) > width {
		longest--
	}
	var row strings.Builder
	out := Pane{Lines: []string{""}}
	x := 0
	for i, name := range names {
		name, have := cut(name, longest)
		look, left, right := t.Muted, " ", " "
		if i == active {
			look, left, right = t.Accent, "[", "]"
		}
		if target := (Target{id, i}); press.On(target) {
			look = t.Pressed
		}
		row.WriteString(look.On(left + name + right))
		out.Hits = append(out.Hits, Hit{Rect{x, 0, have + 2, 1}, Target{id, i}})
		x += have + 2
	}
	out.Width, out.Lines[0] = x, row.String()
	return out.Sized(width, 1)
}

// tabsWidth is what the names take when none is longer than longest.
func tabsWidth(names []string, longest int) int {
	total := 0
	for _, name := range names {
		total += min(Width(name), longest) + 2
	}
	return total
}
