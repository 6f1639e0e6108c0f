// Package widget has the parts that screens are made of. The screen is a grid of cells: every part gives lines of exactly
// the width it was told, measured in cells by grapheme and blind to escape sequences, so a page is made by putting lines
// side by side and on top of each other. Parts are small values; Update returns the next value, Draw returns a Pane.
// Nothing here does I/O, reads a clock or formats money.
//
// Caveats: text is one cell a letter under a Vietnamese or English locale; RUNEWIDTH_EASTASIAN is not looked at. Line
// breaks and tabs inside a line become spaces; escape sequences in data must have been removed with Clean.
package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"tim/tui/style"
)

// Ellipsis stands where text was cut.
const Ellipsis = "…"

// Width is the number of cells that s takes, escape sequences aside.
func Width(s string) int {
	width := 0
	for i := 0; i < len(s); {
		if c := s[i]; c >= ' ' && c < 0x7f {
			width++
			i++
			continue
		}
		if n := sgr(s[i:]); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !single(r) {
			return ansi.StringWidth(s)
		}
		width++
		i += n
	}
	return width
}

// sgr is the length of the style sequence that s begins with, or 0.
func sgr(s string) int {
	if len(s) < 3 || s[0] != ansi.ESC || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}

// single says that r is surely one cell and never joins what stands before it: what nearly every text here is made of.
func single(r rune) bool {
	switch {
	case r >= 0xa1 && r <= 0x24f: // Latin letters; soft hyphen and the signs that can turn into emoji aside
		return r != 0xad && r != 0xa9 && r != 0xae
	case r >= 0x1ea0 && r <= 0x1ef9: // Vietnamese letters with two marks
		return true
	case r >= 0x2500 && r <= 0x259f: // box drawing and blocks
		return true
	}
	switch r {
	case '\u00a0', '₫', '…', '•', '−', '▸', '✓', '✗', '♥', '♡', '○', '●', '↑', '↓', '→':
		return true
	}
	return false
}

// Clean makes text from outside fit for a line: escape sequences and control characters go, white space becomes a space.
func Clean(s string) string {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return strings.Map(printable, ansi.Strip(strings.ToValidUTF8(s, "")))
		}
	}
	return s
}

func printable(r rune) rune {
	switch {
	case r == '\u00a0':
		return r
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsGraphic(r):
		return r
	}
	return -1
}

const spaces = "                                                                                                    "

// Blank is n cells of nothing; none for n below 1.
func Blank(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(spaces):
		return spaces[:n]
	}
	return strings.Repeat(" ", n)
}

// Rule is a horizontal line of n cells.
func Rule(n int) string { return strings.Repeat("─", max(n, 0)) }

// Cut is s in at most width cells, with an ellipsis where something is missing.
func Cut(s string, width int) string {
	s, _ = cut(s, width)
	return s
}

// Clauses is as many of the clauses of s as fit in width cells, without an ellipsis: what follows a comma, a semicolon or a dot in
// the middle is a word more about it. Where not even the first fits it is Cut.
func Clauses(s string, width int) string {
	for have := s; have != ""; {
		if Width(have) <= width {
			return have
		}
		at := max(strings.LastIndex(have, ", "), strings.LastIndex(have, "; "), strings.LastIndex(have, " · "))
		have = have[:max(at, 0)]
	}
	return Cut(s, width)
}

// cut is Cut that also gives the width of the result.
func cut(s string, width int) (string, int) {
	if width <= 0 {
		return "", 0
	}
	s = oneLine(s)
	have := Width(s)
	if have <= width {
		return s, have
	}
	s = ansi.Truncate(s, width, Ellipsis)
	return s, Width(s)
}

func oneLine(s string) string {
	if strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\t') < 0 && strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ", "\r", " ").Replace(s)
}

// Align is where text stands in its cells.
type Align uint8

// The alignments. Numbers stand right, in one column.
const (
	Left Align = iota
	Right
	Center
)

// In is s in exactly width cells.
func (a Align) In(s string, width int) string {
	s, have := cut(s, width)
	room := width - have
	switch {
	case room <= 0:
		return s
	case a == Right:
		return Blank(room) + s
	case a == Center:
		return Blank(room/2) + s + Blank(room-room/2)
	}
	return s + Blank(room)
}

// Fit is s in exactly width cells, at the left.
func Fit(s string, width int) string { return Left.In(s, width) }

// Spread is a line of exactly width cells with left and right at its ends. The right text is the one that stays whole.
func Spread(left, right string, width int) string {
	right, have := cut(right, width)
	if have == 0 || have == width {
		return Fit(left+right, width)
	}
	return Fit(left, width-have-1) + " " + right
}

// Column is one column of a table.
type Column struct {
	Width int // cells; 0 shares what the others leave
	Align Align
}

// Columns lays cells out in a line, one blank cell between two.
type Columns []Column

// Line is one row in exactly width cells; missing cells are blank, and columns beyond the width fall away at the right.
func (c Columns) Line(width int, cells ...string) string {
	var b strings.Builder
	b.Grow(width + 64)
	share, extra := c.share(width)
	room := width
	for i, col := range c {
		w := col.Width
		if w == 0 {
			w = share
			if extra > 0 {
				w++
				extra--
			}
		}
		if i > 0 && room > 0 {
			b.WriteByte(' ')
			room--
		}
		w = min(w, room)
		room -= w
		cell := ""
		if i < len(cells) {
			cell = cells[i]
		}
		b.WriteString(col.Align.In(cell, w))
	}
	b.WriteString(Blank(room))
	return b.String()
}

// share is what each column of width 0 gets, and how many of them get one cell more.
func (c Columns) share(width int) (each, extra int) {
	flexible, rest := 0, width-len(c)+1
	for _, col := range c {
		rest -= col.Width
		if col.Width == 0 {
			flexible++
		}
	}
	if flexible == 0 || rest <= 0 {
		return 0, 0
	}
	return rest / flexible, rest % flexible
}

// Wrap breaks plain text into lines of at most width cells, at spaces where possible. Style the lines afterwards.
func Wrap(s string, width int) []string {
	return strings.Split(ansi.Wrap(s, max(width, 1), ""), "\n")
}

// Wrapped is a text in rows of at most width cells, each in a style and indented.
func Wrapped(s string, width, indent int, look style.Style) []string {
	rows := Wrap(Clean(s), width-indent)
	for i, row := range rows {
		rows[i] = Blank(indent) + look.On(strings.TrimRight(row, " "))
	}
	return rows
}

// Flow sets facts one behind the other, in as many rows as they take.
func Flow(width int, facts ...string) []string {
	var rows []string
	row := ""
	for _, f := range facts {
		switch {
		case f == "":
		case row == "":
			row = f
		case Width(row)+3+Width(f) <= width:
			row += " · " + f
		default:
			rows, row = append(rows, row), f
		}
	}
	if row == "" {
		return rows
	}
	return append(rows, row)
}
