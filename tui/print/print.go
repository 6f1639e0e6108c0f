// Package print draws documents on paper: receipts, return slips and vouchers become lines of text for rolls of 32 and 48
// columns, in Vietnamese and English, and a voucher a picture too. Each is rows first (Row): Lines makes them text, Canvas dots for a
// printer, tui/print/escpos the bytes that printers obey. It sums and rounds nothing, and knows no terminal and no
// printer.
//
// Caveats. A column is a terminal cell; a printer that draws its own letters must give each the same width, and for QR codes
// twice that height without gaps between lines. Lines carry no trailing spaces and no control characters, whatever a name
// contains. Codes are dark on light: on a dark screen they are turned round, which some phones don't read.
package print

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// roomMin is the narrowest that a text beside a figure is wrapped to, cells; with less left, the figure goes below.
const roomMin = 8

// page is rows of a paper, none wider than its columns.
type page struct {
	columns int
	rows    []Row
}

func (p *page) put(line string) { p.rows = append(p.rows, Row{Text: line}) }

func (p *page) blank() { p.put("") }

// rule is a line across.
func (p *page) rule() { p.rows = append(p.rows, Row{Rule: true}) }

// mark is what a paper must not be mistaken without: in the middle and large.
func (p *page) mark(s string) {
	from := len(p.rows)
	p.centre(s)
	p.large(from)
}

// large makes what was put behind the first so many rows twice as high.
func (p *page) large(from int) {
	for i := range p.rows[from:] {
		p.rows[from+i].Large = true
	}
}

// text is a paragraph, indented.
func (p *page) text(indent int, s string) {
	for _, row := range wrap(s, p.columns-indent) {
		p.put(strings.Repeat(" ", indent) + row)
	}
}

// centre is a paragraph in the middle, no word of it alone in the last row; an empty one leaves no line.
func (p *page) centre(s string) {
	for _, row := range balanced(s, p.columns) {
		p.put(strings.Repeat(" ", (p.columns-ansi.StringWidth(row))/2) + row)
	}
}

// right is a paragraph that ends in the last column.
func (p *page) right(s string) {
	for _, row := range wrap(s, p.columns) {
		p.put(strings.Repeat(" ", p.columns-ansi.StringWidth(row)) + row)
	}
}

// pair is a text, indented, and a figure that ends in the last column of the text's last row.
func (p *page) pair(indent int, left, right string) {
	right = strings.TrimSpace(clean(right))
	room := p.columns - indent - 1 - ansi.StringWidth(right)
	rows := wrap(left, max(room, roomMin))
	if room < roomMin || len(rows) == 0 || right == "" {
		p.text(indent, left)
		p.right(right)
		return
	}
	p.text(indent, strings.Join(rows, "\n"))
	last := &p.rows[len(p.rows)-1].Text
	*last += strings.Repeat(" ", p.columns-ansi.StringWidth(*last)-ansi.StringWidth(right)) + right
}

// balanced is wrap, but with narrower rows where the last would be no more than a word's: not more of them.
func balanced(s string, columns int) []string {
	rows := wrap(s, columns)
	short := func(rows []string) bool { return len(rows) > 1 && ansi.StringWidth(rows[len(rows)-1]) < columns/4 }
	for narrower := columns - 1; short(rows) && narrower >= roomMin; narrower-- {
		next := wrap(s, narrower)
		if len(next) > len(rows) {
			break
		}
		rows = next
	}
	return rows
}

// wrap breaks a text at its spaces and line ends, and a word that is longer than a row within it.
func wrap(s string, columns int) []string {
	var rows []string
	for line := range strings.Lines(s) {
		row := ""
		for _, word := range strings.FieldsFunc(clean(line), func(r rune) bool { return r == ' ' }) {
			switch {
			case row == "":
				row = word
			case ansi.StringWidth(row)+1+ansi.StringWidth(word) <= columns:
				row += " " + word
			default:
				rows, row = append(rows, row), word
			}
			for ansi.StringWidth(row) > columns {
				head := ansi.Truncate(row, columns, "")
				rows, row = append(rows, head), row[len(head):]
			}
		}
		if row != "" {
			rows = append(rows, row)
		}
	}
	return rows
}

// clean turns whatever a printer would obey into a space; the space that doesn't break stays.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\u00a0' || !unicode.In(r, unicode.C, unicode.Z) {
			return r
		}
		return ' '
	}, s)
}
