package widget

import "tim/tui/style"

// Button is something to tap that says which key does the same: "F9 Trả". A finger wants at least 6 x 3 cells.
type Button struct {
	Key     string // "F9"; empty for a button without a key
	Label   string
	Target  Target
	Primary bool // the one that Enter presses
}

// Draw is the button in exactly this size, its text in the middle.
func (b Button) Draw(width, height int, press Press, t *style.Theme) Pane {
	look := t.Button
	switch {
	case press.On(b.Target):
		look = t.Pressed
	case b.Primary:
		look = t.Primary
	}
	text := b.Label
	if b.Key != "" {
		text = b.Key + " " + b.Label
	}
	if b.Primary && height == 1 {
		text = "▸" + text
	}
	out := Pane{Width: width, Lines: make([]string, height)}
	for i := range out.Lines {
		line := Blank(width)
		if i == height/2 {
			line = Center.In(text, width)
		}
		out.Lines[i] = look.On(line)
	}
	return out.Hit(b.Target)
}

// Width is how wide the button wants to be: its text and a cell or more at each side, at least 6.
func (b Button) Width() int {
	width := Width(b.Label) + 2
	if b.Key != "" {
		width += Width(b.Key) + 1
	}
	if b.Primary {
		width++
	}
	return max(width, 6)
}
