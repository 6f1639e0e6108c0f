package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/text/unicode/norm"

	"tim/tui/keymap"
	"tim/tui/style"
	"tim/tui/text"
)

// Accept is what a field lets in.
type Accept uint8

// What fields let in.
const (
	AnyText  Accept = iota
	Digits          // 0-9; separators in a pasted amount fall away
	Decimals        // 0-9 and the decimal signs "," and "."
)

const (
	fieldMax = 200  // letters, when Field.Max is 0
	pasteMax = 4096 // bytes of one paste that are looked at
)

// Field is one line of text being typed. It is a value: Update and the setters return the next one, and == compares.
// Its text is always in NFC, and the cursor stands between letters as people see them (grapheme clusters). Every
// backspace takes effect at once and alone, because input methods correct a syllable with them.
type Field struct {
	Placeholder string
	Accept      Accept
	Max         int  // letters; 0 is 200
	Mask        bool // shows • for each letter (PIN)
	Grouped     bool // shows digits with dots, 1.250.000; for Accept Digits

	text     string
	at       int // byte offset of the cursor in text
	selected bool
}

// Value is the text, in NFC.
func (f Field) Value() string { return f.text }

// Empty says whether there is no text.
func (f Field) Empty() bool { return f.text == "" }

// SetValue replaces the text, as typing it would; the cursor goes to its end.
func (f Field) SetValue(s string) Field { return f.Reset().insert(s) }

// Reset empties the field and keeps its options.
func (f Field) Reset() Field {
	f.text, f.at, f.selected = "", 0, false
	return f
}

// SelectAll marks the whole text, so that typing replaces it. It is what a field with a suggested value does when it
// gets the focus.
func (f Field) SelectAll() Field {
	f.at, f.selected = len(f.text), f.text != ""
	return f
}

// Update takes keys and pastes. consumed says that the message was for the field; an empty field leaves every editing
// key to others, and Enter, Tab, Esc, up and down are never the field's.
func (f Field) Update(msg tea.Msg) (next Field, consumed bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return f.insert(msg.Content), true
	case tea.KeyPressMsg:
		if typed := keymap.Typed(msg); typed != "" {
			return f.insert(typed), true
		}
		if f.text == "" {
			return f, false
		}
		return f.edit(keymap.Name(msg))
	}
	return f, false
}

func (f Field) edit(key string) (Field, bool) {
	left, right := f.before(), f.after()
	if f.selected {
		left, right = 0, len(f.text)
	}
	switch key {
	case "backspace":
		return f.without(left, f.at), true
	case "delete":
		if f.selected {
			return f.Reset(), true
		}
		return f.without(f.at, right), true
	case "ctrl+u":
		return f.without(0, f.at), true
	case "ctrl+w":
		return f.without(f.wordStart(), f.at), true
	case "left":
		f.at = left
	case "right":
		f.at = right
	case "home", "ctrl+a":
		f.at = 0
	case "end", "ctrl+e":
		f.at = len(f.text)
	default:
		return f, false
	}
	f.selected = false
	return f, true
}

// before is where the letter left of the cursor begins.
func (f Field) before() int {
	start := 0
	for g := graphemes.FromString(f.text[:f.at]); g.Next(); {
		start = g.Start()
	}
	return start
}

// after is where the letter right of the cursor ends.
func (f Field) after() int {
	return f.at + len(graphemes.FromString(f.text[f.at:]).First())
}

// wordStart is where the word left of the cursor begins.
func (f Field) wordStart() int {
	words := strings.TrimRight(f.text[:f.at], " ")
	return strings.LastIndexByte(words, ' ') + 1
}

// without takes the bytes from start to end away; the cursor stands where they were. A selection has its cursor at the
// end, so taking away what is left of it takes it all.
func (f Field) without(start, end int) Field {
	f.text, f.at, f.selected = f.text[:start]+f.text[end:], start, false
	return f
}

// insert puts text in at the cursor, or in place of the selection, as far as there is room.
func (f Field) insert(s string) Field {
	s = f.filter(s)
	if s == "" {
		return f
	}
	if f.selected {
		f = f.Reset()
	}
	left, right := norm.NFC.String(f.text[:f.at]+s), f.text[f.at:]
	if excess := letters(left+right) - f.max(); excess > 0 {
		left = firstLetters(left, letters(left)-excess)
	}
	whole := norm.NFC.String(left + right)
	f.text, f.at = whole, boundary(whole, len(whole)-len(right))
	return f
}

func (f Field) max() int {
	if f.Max == 0 {
		return fieldMax
	}
	return f.Max
}

// filter keeps what this field accepts: valid text without control signs, white space as a space, full-width digits as
// plain ones.
func (f Field) filter(s string) string {
	if len(s) > pasteMax {
		s = s[:pasteMax]
	}
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			r += '0' - '０'
		}
		digit := r >= '0' && r <= '9'
		switch {
		case f.Accept == Digits && !digit, f.Accept == Decimals && !digit && r != ',' && r != '.':
			return -1
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
}

func letters(s string) int {
	n := 0
	for g := graphemes.FromString(s); g.Next(); {
		n++
	}
	return n
}

func firstLetters(s string, n int) string {
	g := graphemes.FromString(s)
	for ; n > 0 && g.Next(); n-- {
	}
	return s[:g.End()]
}

// boundary is the first letter boundary of s at or after a byte offset.
func boundary(s string, at int) int {
	for g := graphemes.FromString(s); g.Next(); {
		if g.Start() >= at {
			return g.Start()
		}
	}
	return len(s)
}

// View is the field in exactly width cells. Text that is longer scrolls with the cursor.
func (f Field) View(width int, t *style.Theme) string {
	if f.text == "" {
		return t.Placeholder.On(Fit(f.Placeholder, width))
	}
	shown, _ := f.window(width)
	if f.selected {
		return t.Selected.On(shown) + t.Field.On(Blank(width-Width(shown)))
	}
	return t.Field.On(Fit(shown, width))
}

// CursorX is the cell of the cursor in a view of that width, for tea.View.Cursor.
func (f Field) CursorX(width int) int {
	_, x := f.window(width)
	return x
}

// Draw is the field as a pane of one line with its cursor in it.
func (f Field) Draw(width int, t *style.Theme) Pane {
	return Pane{Width: width, Lines: []string{f.View(width, t)}, Cursor: Cursor{X: f.CursorX(width), On: true}}
}

// window is the part of the shown text that fits in width cells, and the cursor's cell in it. The window follows from
// text, cursor and width alone: it keeps the cursor in its middle where the text goes on at both sides.
func (f Field) window(width int) (string, int) {
	shown, at := f.shown()
	cursor, total := Width(shown[:at]), Width(shown)
	if total < width {
		return shown, cursor
	}
	from := max(min(cursor-width/2, total+1-width), 0)
	start, end, cell, first := 0, 0, 0, 0
	for g := graphemes.FromString(shown); g.Next(); {
		w := Width(g.Value())
		if cell < from {
			start, first = g.End(), cell+w
		}
		cell += w
		if cell-first > width {
			break
		}
		end = g.End()
	}
	return shown[start:max(start, end)], min(cursor-first, max(width-1, 0))
}

// shown is the text as it is drawn and the cursor's byte offset in it.
func (f Field) shown() (string, int) {
	switch {
	case f.Mask:
		const dot = "•"
		return strings.Repeat(dot, letters(f.text)), len(dot) * letters(f.text[:f.at])
	case f.Grouped && f.Accept == Digits:
		whole := text.Group(f.text)
		right := len(f.text) - f.at // digits right of the cursor; a dot just there stands left of it
		return whole, len(whole) - right - (right-1)/3
	}
	return f.text, f.at
}
