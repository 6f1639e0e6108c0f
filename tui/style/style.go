// Package style has the colours by meaning: a screen asks for the danger style, never for red. A Style is a ready-made
// escape string, so styling a run of text costs one concatenation; nothing here measures or pads. Colours are written as
// 24 bit and cut down to what the terminal shows by Bubble Tea at the output. Every style also differs without colour
// (bold, faint, underline, reverse) wherever it alone carries a meaning.
package style

import (
	"image/color"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

const (
	reset   = ansi.ResetStyle
	reverse = "7"
)

// Style is one way to draw a run of text. The zero Style leaves text as it is. Styles are comparable.
type Style struct {
	open string
	flat bool // reverse video: colours inside would turn into patches, so Over drops them
}

// of makes a Style from an SGR sequence builder.
func of(s ansi.Style) Style {
	return Style{open: s.String(), flat: slices.Contains(s, reverse)}
}

// On draws plain text in this style. Text that has styles of its own wants Over.
func (s Style) On(text string) string {
	if s.open == "" || text == "" {
		return text
	}
	return s.open + text + reset
}

// Over lays this style under text that is styled already: inner colours stay, and after each inner reset this style
// comes back. It is what marks a whole row. In reverse video the inner colours go.
func (s Style) Over(text string) string {
	if s.open == "" || text == "" {
		return text
	}
	if s.flat {
		return s.On(ansi.Strip(text))
	}
	return s.open + strings.ReplaceAll(text, reset, reset+s.open) + reset
}

// Theme is every style by meaning. Screens hold a pointer to one that never changes.
type Theme struct {
	Name Name

	Text   Style // ordinary text
	Strong Style // what the eye should find first in a line
	Muted  Style // secondary: units, hints, what is not chosen
	Title  Style // the name of a screen or a dialog
	Border Style // rules and boxes

	Accent Style // the one accent: marks, active tab, progress
	OK     Style // done, online, enough
	Warn   Style // look here: offline, about to lapse, short of something
	Danger Style // refused, destructive, error
	Money  Style // the amount that counts: total, change
	Heart  Style // the heart and what belongs to points: the only warm colour

	Selected    Style // the marked row, the selected text (lay it with Over)
	Bar         Style // status line and key bar
	BarKey      Style // a key's name in the key bar
	Field       Style // the text field
	Placeholder Style // what an empty field suggests
	Button      Style // a button at rest
	Primary     Style // the button Enter presses
	Pressed     Style // a button or row under the finger
	Banner      Style // the error banner that must be acknowledged
	Training    Style // the banner of a training, which no other row looks like

	// Foreground and Background are for tea.View, so that the whole window has the theme's ground; nil leaves the
	// terminal's own.
	Foreground, Background color.Color
}
