package app

import (
	"tim/tui/keymap"
	"tim/tui/text"
	"tim/tui/widget"
)

// bigFrom is how many rows a window has whose key bar is for fingers anyway.
const bigFrom = 45

// bigBar says that the key bar is for fingers: where it was wished for and leaves every screen its least height, and in windows
// that have rows to spare.
func (m *Model) bigBar() bool {
	const more = widget.TouchBarHeight - 1
	return (m.cfg.Touch || m.height >= bigFrom) && m.height-m.bannerRows() >= MinHeight+more
}

// hasKeypad says that digits to be tapped stand beside every screen, so that nothing jumps from one to the next.
func (m *Model) hasKeypad() bool {
	return m.cfg.Touch && m.width > MinWidth+widget.KeypadWidth
}

// room is the window's part that is the screens' own.
func (m *Model) room() (width, height int) {
	width, height = m.width, m.height-chrome-m.bannerRows()
	if m.bigBar() {
		height -= widget.TouchBarHeight - 1
	}
	if m.hasKeypad() {
		width -= widget.KeypadWidth + 1
	}
	return width, max(height, 0)
}

// withKeypad is the body with the keypad at its right, where there is one.
func (m *Model) withKeypad(body widget.Pane) widget.Pane {
	if !m.hasKeypad() {
		return body
	}
	return widget.Beside(body, widget.Blanks(1, body.Height()), widget.Keypad(body.Height(), m.press, m.theme))
}

// keyBar is the last row, or the last three for fingers.
func (m *Model) keyBar() widget.Pane {
	top := m.top()
	items := m.listed(top.screen.Keys(m.env(top))).Items(m.lang)
	if m.bigBar() {
		return widget.TouchBar(items, keymap.Set{keymap.Palette}.Items(m.lang)[0], m.width, m.press, m.theme)
	}
	return widget.KeyBar(items, m.width, 1, m.press, m.theme)
}

// tooSmallPage says what is missing, and that nothing is lost by it.
func (m *Model) tooSmallPage() widget.Pane {
	c := &text.In(m.lang).Common
	var lines []string
	for i, sentence := range []string{c.TooSmall(MinWidth, MinHeight), c.TooSmallNow(m.width, m.height)} {
		look := m.theme.Strong
		if i > 0 {
			look = m.theme.Muted
		}
		for _, row := range widget.Wrap(sentence, max(m.width-2, 1)) {
			lines = append(lines, widget.Center.In(look.On(row), m.width))
		}
	}
	page := widget.NewPane(m.width, lines...)
	return widget.Blanks(m.width, m.height).Place(0, max((m.height-len(lines))/2, 0), page)
}
