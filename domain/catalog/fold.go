package catalog

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// foldSize covers every Latin letter with Vietnamese marks: the last is U+1EF9.
const foldSize = 0x1EFA

// Actions in the table for runes that don't fold to one ASCII character (which is never 0 or above 0x7F).
const (
	foldSlow = 0x00 // ask the Unicode tables again
	foldDrop = 0xFF // a combining mark
)

// foldTable is computed from the Unicode tables rather than written down, so that it can't have a wrong letter.
var foldTable = func() (table [foldSize]byte) {
	for r := range rune(foldSize) {
		table[r] = foldRune(r)
	}
	return table
}()

func foldRune(r rune) byte {
	switch folded := foldBySteps(r); {
	case folded == "":
		return foldDrop
	case len(folded) == 1 && folded[0] != 0:
		return folded[0]
	}
	return foldSlow
}

// foldBySteps folds one rune by the Unicode tables.
func foldBySteps(r rune) string {
	var b strings.Builder
	for _, d := range norm.NFD.String(string(r)) {
		switch {
		case unicode.Is(unicode.Mn, d):
		case unicode.IsSpace(d):
			b.WriteByte(' ')
		case d == 'đ' || d == 'Đ': // no decomposition
			b.WriteByte('d')
		default:
			b.WriteRune(unicode.ToLower(d))
		}
	}
	return b.String()
}

// Fold is s as a search sees it: lower case, without diacritics, đ as d, full-width letters and digits as plain
// ones, every kind of space as a space. NFC and NFD fold to the same string, and folding twice changes nothing.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if 0xFF01 <= r && r <= 0xFF5E {
			r -= 0xFEE0
		}
		c := byte(foldSlow)
		if r < foldSize {
			c = foldTable[r]
		}
		switch c {
		case foldSlow:
			b.WriteString(foldBySteps(r))
		case foldDrop:
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
