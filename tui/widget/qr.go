package widget

import (
	"image/color"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// quiet is the modules of white around a code. Paper wants four; on a screen, which is lit, readers take two.
const quiet = 2

// QR is a code as a customer's phone reads it: two modules to a cell, one above the other, with a quiet zone. modules are
// rows from above, true is dark. It is black on white whatever the theme, because readers give up on a light code on dark.
// A pane of n modules is n+4 cells wide and half as high; it must be shown whole.
//
// Fonts draw block letters a pixel short of their cell's upper edge (seen with DejaVu in xterm), and such seams keep
// readers from finding a code. So a cell of one colour is ground, which fills it, and in a cell of two the upper one is.
func QR(modules [][]bool) Pane {
	size := len(modules) + 2*quiet
	dark := func(x, y int) bool {
		x, y = x-quiet, y-quiet
		return y >= 0 && y < len(modules) && x >= 0 && x < len(modules[y]) && modules[y][x]
	}
	out := Pane{Width: size, Lines: make([]string, (size+1)/2)}
	for i := range out.Lines {
		var row strings.Builder
		for x := 0; x < size; {
			upper, lower := dark(x, 2*i), dark(x, 2*i+1)
			from := x
			for x < size && dark(x, 2*i) == upper && dark(x, 2*i+1) == lower {
				x++
			}
			row.WriteString(dots(upper, lower, x-from))
		}
		out.Lines[i] = row.String()
	}
	return out
}

// dots are n cells alike.
func dots(upper, lower bool, n int) string {
	ink := map[bool]color.Color{true: color.Black, false: color.White}
	look := ansi.NewStyle().ForegroundColor(ink[lower]).BackgroundColor(ink[upper])
	if upper == lower {
		return look.Styled(Blank(n))
	}
	return look.Styled(strings.Repeat("▄", n))
}
