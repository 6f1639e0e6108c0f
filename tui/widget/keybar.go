package widget

import (
	"slices"
	"strings"

	"tim/tui/keymap"
	"tim/tui/style"
)

// ActionTarget is the tap target of an action.
func ActionTarget(id keymap.ID) Target { return Target{ID: string(id)} }

// KeyBar is the last row: the keys that work here, each to be tapped too (ActionTarget). When the row is too narrow for
// every label, labels fall away from the left, where the keys are that people learn first; when it is too narrow for the
// keys, the last ones are cut off. Actions without a key stand in help and palette only. height 3 makes the same bar for fingers.
func KeyBar(items []keymap.Item, width, height int, press Press, t *style.Theme) Pane {
	items = withKeys(items)
	labels := make([]string, len(items))
	total := 1
	for i, item := range items {
		labels[i] = " " + item.Short
		total += Width(item.Key) + Width(labels[i]) + 1
	}
	for i := 0; i < len(items) && total > width; i++ {
		total -= Width(labels[i])
		labels[i] = ""
	}
	out := Pane{Width: width, Lines: make([]string, height)}
	for i := range out.Lines {
		out.Lines[i] = t.Bar.On(Blank(width))
	}
	var row strings.Builder
	row.WriteString(t.Bar.On(" "))
	x := 1
	for i, item := range items {
		w := Width(item.Key) + Width(labels[i]) + 1
		if x+w-1 > width {
			break
		}
		target := ActionTarget(item.ID)
		key, label := t.BarKey, t.Bar
		if press.On(target) {
			key, label = t.Pressed, t.Pressed
		}
		row.WriteString(key.On(item.Key) + label.On(labels[i]))
		if x+w <= width {
			row.WriteString(t.Bar.On(" "))
		}
		out.Hits = append(out.Hits, Hit{Rect{x, 0, min(w, width-x), height}, target})
		x += w
	}
	row.WriteString(t.Bar.On(Blank(width - x)))
	out.Lines[height/2] = Fit(row.String(), width)
	return out
}

// withKeys are the items that have a key.
func withKeys(items []keymap.Item) []keymap.Item {
	return slices.DeleteFunc(slices.Clone(items), func(i keymap.Item) bool { return i.Key == "" })
}
