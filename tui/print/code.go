package print

import (
	"slices"
	"strings"

	"tim/domain/ident"
	"tim/tui/widget"
)

// A QR code's quiet zone is 4 modules. Above and below, those are blank lines of two modules each; beside it the paper's own
// margins do, so that of its columns it takes one a side.
const (
	quietLines = 2
	quietSide  = 1
)

// code is a text as a QR code in the middle below its caption, two modules to a cell. Where the paper is too narrow for it
// there is neither, and code is false.
func (p *page) code(caption, s string) bool {
	modules, err := ident.QR(s)
	if err != nil || len(modules)+2*quietSide > p.columns {
		return false
	}
	if len(modules)%2 != 0 {
		modules = append(modules, make([]bool, len(modules)))
	}
	p.centre(caption)
	quiet := slices.Repeat([]string{""}, quietLines)
	margin := strings.Repeat(" ", (p.columns-len(modules[0]))/2)
	p.lines = append(p.lines, quiet...)
	for y := 0; y < len(modules); y += 2 {
		var row strings.Builder
		row.WriteString(margin)
		for x := range modules[y] {
			row.WriteString(widget.Half(modules[y][x], modules[y+1][x]))
		}
		p.lines = append(p.lines, strings.TrimRight(row.String(), " "))
	}
	p.lines = append(p.lines, quiet...)
	return true
}
