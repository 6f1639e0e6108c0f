package print

import (
	"image"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// Letters are those of a plain bitmap font, which has no Vietnamese: its diacritics are drawn here around them.
const (
	letterWide  = 8 // the font's 7 and a column for a horn
	letterAbove = 5 // rows above the font's own, for what stands over a capital
	letterHigh  = letterAbove + 13 + 2
	topSmall    = letterAbove + 5 // row of the upper edge of an a
	topCapital  = letterAbove + 2
	baseline    = letterAbove + 10 // row of the lower edge
)

// marks are the diacritics over a letter, by their combining character.
var marks = map[rune][]string{
	'\u0302': {"..##..", ".#..#."},
	'\u0306': {".#..#.", "..##.."},
	'\u0300': {".#....", "..##.."},
	'\u0301': {"....#.", "..##.."},
	'\u0303': {".##..#", "#..##."},
	'\u0309': {"..##..", "....#.", "...#.."},
}

// What is drawn in its own place, row by row.
const (
	horn     = '\u031b'
	dotBelow = '\u0323'
)

// plain are the characters that have a stand-in in the font.
var plain = strings.NewReplacer("\u00a0", " ", "−", "-", "…", "...", "×", "x", "•", "*", "–", "-")

// letters are a line of text as dots.
func letters(s string, size int) dots {
	var cells []glyph
	for _, r := range norm.NFD.String(plain.Replace(s)) {
		if n := len(cells); n > 0 && norm.NFD.PropertiesString(string(r)).CCC() != 0 {
			cells[n-1].mark(r)
			continue
		}
		cells = append(cells, letter(r))
	}
	d := dots{rows: make([][]bool, letterHigh), size: size}
	for y := range d.rows {
		for _, c := range cells {
			d.rows[y] = append(d.rows[y], c.rows[y][:]...)
		}
	}
	return d
}

// glyph is one letter with the marks it has so far.
type glyph struct {
	rows  [letterHigh][letterWide]bool
	base  rune
	above int // row that the next mark over it ends above
}

func letter(r rune) glyph {
	g := glyph{base: r, above: topCapital - 1}
	if strings.ContainsRune("aeiouy", r) {
		g.above = topSmall - 1
	}
	switch r {
	case 'đ':
		r = 'd'
		g.draw(letterAbove+3, "...####")
	case 'Đ':
		r = 'D'
		g.draw(letterAbove+6, "####...")
	case '₫':
		r = 'd'
		g.draw(letterAbove+3, "...####")
		g.draw(baseline+2, ".#####.")
	}
	drawn := image.NewAlpha(image.Rect(0, 0, letterWide, letterHigh))
	pen := font.Drawer{Dst: drawn, Src: image.Opaque, Face: basicfont.Face7x13, Dot: fixed.P(0, baseline+1)}
	pen.DrawString(string(r))
	for y := range g.rows {
		for x := range g.rows[y] {
			g.rows[y][x] = g.rows[y][x] || drawn.AlphaAt(x, y).A > 0
		}
	}
	return g
}

// mark draws a diacritic: over the letter and what stands over it already, or where a horn and a dot below belong.
func (g *glyph) mark(r rune) {
	switch rows := marks[r]; {
	case r == dotBelow && g.base == 'y':
		g.draw(baseline+4, "..##..")
	case r == dotBelow:
		g.draw(baseline+2, "..##..")
	case r == horn:
		top := topCapital
		if g.base == 'o' || g.base == 'u' {
			top = topSmall
		}
		g.draw(top-1, "......#")
		g.draw(top, ".....##")
	case rows != nil:
		if g.base == 'i' {
			g.rows[letterAbove+3] = [letterWide]bool{} // its own dot
		}
		g.above -= len(rows)
		for i, row := range rows {
			g.draw(g.above+i, row)
		}
		g.above--
	}
}

func (g *glyph) draw(y int, row string) {
	for x, c := range row {
		g.rows[y][x] = g.rows[y][x] || c == '#'
	}
}
