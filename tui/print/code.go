package print

import (
	"slices"
	"strings"

	"tim/domain/ident"
	"tim/tui/widget"
)

// Row is one row of a paper: text, a line across, or a code in the middle.
type Row struct {
	Text  string // without trailing spaces; a column is a cell
	Large bool   // twice as high
	Rule  bool
	Code  *Code
}

// Code is what scanners read.
type Code struct {
	Symbology Symbology
	Text      string
	// Bare is a code that is drawn by a printer only: lines of text leave it out, because they have its digits.
	Bare bool
	// Caption are rows above it, which go with it, and Instead those in its place where a paper is too narrow for it.
	Caption, Instead []Row
}

// Symbology is how a code is drawn.
type Symbology uint8

// The symbologies.
const (
	QR Symbology = iota
	Code128
	EAN13
)

// Lines are rows as lines of text: what is large is as all else, a QR code two modules to a cell.
func Lines(rows []Row, columns int) []string {
	var lines []string
	for _, r := range rows {
		switch {
		case r.Rule:
			lines = append(lines, strings.Repeat("-", columns))
		case r.Code == nil:
			lines = append(lines, r.Text)
		case !r.Code.Bare:
			lines = append(lines, r.Code.lines(columns)...)
		}
	}
	return lines
}

// A QR code's quiet zone is 4 modules. Above and below, those are blank lines of two modules each; beside it the paper's own
// margins do, so that of its columns it takes one a side.
const (
	quietLines = 2
	quietSide  = 1
)

// lines is a QR code in the middle below its caption, two modules to a cell; where the paper is too narrow for it, what stands in
// its place.
func (c Code) lines(columns int) []string {
	modules, err := ident.QR(c.Text)
	if err != nil || len(modules)+2*quietSide > columns {
		return Lines(c.Instead, columns)
	}
	if len(modules)%2 != 0 {
		modules = append(modules, make([]bool, len(modules)))
	}
	quiet := slices.Repeat([]string{""}, quietLines)
	margin := strings.Repeat(" ", (columns-len(modules[0]))/2)
	lines := append(Lines(c.Caption, columns), quiet...)
	for y := 0; y < len(modules); y += 2 {
		var row strings.Builder
		row.WriteString(margin)
		for x := range modules[y] {
			row.WriteString(widget.Half(modules[y][x], modules[y+1][x]))
		}
		lines = append(lines, strings.TrimRight(row.String(), " "))
	}
	return append(lines, quiet...)
}

// code is a text as a QR code below its caption; where the paper is too narrow for it there is neither.
func (p *page) code(caption, s string) {
	over := page{columns: p.columns}
	over.centre(caption)
	p.rows = append(p.rows, Row{Code: &Code{Text: s, Caption: over.rows}})
}

// codeOr is code, with a paragraph and a line across in its place.
func (p *page) codeOr(caption, s, instead string) {
	p.code(caption, s)
	other := page{columns: p.columns}
	other.text(0, instead)
	other.rule()
	p.rows[len(p.rows)-1].Code.Instead = other.rows
}

// picture is a code that printers draw and lines of text leave out.
func (p *page) picture(as Symbology, s string) {
	p.rows = append(p.rows, Row{Code: &Code{Symbology: as, Text: s, Bare: true}})
}

// sealed is a paper's number with the journal's head that it was printed on (DESIGN "The journal").
func sealed(number, head string) string {
	if head == "" {
		return number
	}
	return number + "-" + strings.ToUpper(head)
}
