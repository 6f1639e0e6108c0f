// Package papertest is a paper printer for tests: an interpreter of ESC/POS that turns bytes into pictures of paper, and a printer
// on loopback that has the faults of real ones.
//
// Caveats. It knows the commands that this project sends and takes anything else for a fault of who sends it. Its own letters are
// those of tui/print, so what it draws in text mode shows what is said, not how a printer's letters look.
package papertest

import (
	"bytes"
	"fmt"
	"image"
	"slices"
	"strings"

	"tim/domain/ident"
	"tim/tui/print"
)

// Paper is what came out up to a cut.
type Paper struct {
	Picture *image.Paletted
	Text    []string // lines in the printer's own letters
	Codes   []string // that the printer drew itself
}

// Interpreter obeys ESC/POS. It is not safe for concurrent use.
type Interpreter struct {
	Columns int
	Papers  []Paper
	Pulses  []int    // pins of the drawer that a pulse went to, in order
	Faults  []string // bytes that no printer understands
	Ended   int      // questions whether all is printed that were come to and not answered yet

	canvas *print.Canvas
	buf    []byte
	rows   []*image.Paletted
	now    Paper
	text   []rune
	page   byte
	large  bool
	centre bool
	qrDots int
	qrText string
	barDot int
	barTop int
}

// NewInterpreter is a printer with its power on, for paper so many columns wide.
func NewInterpreter(columns int) *Interpreter {
	canvas, err := print.NewCanvas()
	if err != nil {
		panic(err)
	}
	return &Interpreter{Columns: columns, canvas: canvas}
}

// Feed obeys bytes as far as they are whole commands.
func (i *Interpreter) Feed(data []byte) {
	i.buf = append(i.buf, data...)
	for {
		n := i.step(i.buf)
		if n == 0 {
			return
		}
		i.buf = i.buf[n:]
	}
}

// Left is how many bytes are no whole command yet.
func (i *Interpreter) Left() int { return len(i.buf) }

func (i *Interpreter) fault(format string, args ...any) {
	i.Faults = append(i.Faults, fmt.Sprintf(format, args...))
}

// step obeys one command and says how many bytes it is, 0 when it isn't whole.
func (i *Interpreter) step(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	switch b[0] {
	case 0x1b:
		return i.escape(b)
	case 0x1d:
		return i.group(b)
	case 0x1c:
		if len(b) < 2 {
			return 0
		}
		if b[1] != '.' {
			i.fault("FS %#x", b[1])
		}
		return 2
	case '\n':
		i.newline()
	default:
		if b[0] < 0x20 {
			i.fault("byte %#x in text", b[0])
		}
		i.text = append(i.text, letter(b[0], i.page))
	}
	return 1
}

// escape obeys what begins with ESC.
func (i *Interpreter) escape(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	if b[1] == '@' {
		i.text, i.page, i.large, i.centre = nil, 0, false, false
		return 2
	}
	length := map[byte]int{'J': 3, 'd': 3, 'a': 3, 't': 3, 'p': 5}[b[1]]
	if length == 0 {
		i.fault("ESC %#x", b[1])
		return 2
	}
	if len(b) < length {
		return 0
	}
	switch b[1] {
	case 'J':
		i.add(blank(i.width(), int(b[2])))
	case 'd':
		i.add(blank(i.width(), int(b[2])*rowDots))
		i.cut()
	case 'a':
		i.centre = b[2] == 1
	case 't':
		i.page = b[2]
	case 'p':
		i.Pulse(b[2])
	}
	return length
}

// Pulse is one at a connector.
func (i *Interpreter) Pulse(connector byte) {
	i.Pulses = append(i.Pulses, map[byte]int{0: 2, 1: 5}[connector])
}

// group obeys what begins with GS.
func (i *Interpreter) group(b []byte) int {
	if len(b) < 3 {
		return 0
	}
	switch b[1] {
	case 'V':
		if len(b) < 4 {
			return 0
		}
		i.cut()
		return 4
	case '!':
		i.large = b[2] == 1
	case 'h':
		i.barTop = int(b[2])
	case 'w':
		i.barDot = int(b[2])
	case 'H':
	case 'r':
		i.Ended++
	case 'v':
		return i.raster(b)
	case '(':
		return i.qr(b)
	case 'k':
		return i.bars(b)
	default:
		i.fault("GS %#x", b[1])
	}
	return 3
}

func (i *Interpreter) raster(b []byte) int {
	if len(b) < 8 {
		return 0
	}
	wide, high := int(b[4])+int(b[5])<<8, int(b[6])+int(b[7])<<8
	if len(b) < 8+wide*high {
		return 0
	}
	if high > 255 || wide*8 > i.width()+7 {
		i.fault("a picture of %d x %d", wide*8, high)
	}
	out := blank(i.width(), high)
	for y := range high {
		for x := range min(wide*8, i.width()) {
			if b[8+y*wide+x/8]&(0x80>>(x%8)) != 0 {
				out.Pix[y*out.Stride+x] = 1
			}
		}
	}
	i.add(out)
	return 8 + wide*high
}

func (i *Interpreter) qr(b []byte) int {
	if len(b) < 5 || len(b) < 5+int(b[3])+int(b[4])<<8 {
		return 0
	}
	end := 5 + int(b[3]) + int(b[4])<<8
	switch arg := b[5:end]; arg[1] {
	case 'C':
		i.qrDots = int(arg[2])
	case 'P':
		i.qrText = string(arg[3:])
	case 'Q':
		modules, err := ident.QR(i.qrText)
		if err != nil {
			i.fault("%v", err)
			break
		}
		i.draw("QR-Code:"+i.qrText, modules, i.qrDots, i.qrDots)
	case 'A', 'E':
	default:
		i.fault("GS ( k %q", arg[1])
	}
	return end
}

func (i *Interpreter) bars(b []byte) int {
	if len(b) < 4 || len(b) < 4+int(b[3]) {
		return 0
	}
	end := 4 + int(b[3])
	data, text := b[4:end], ""
	code := print.Code{Symbology: print.Code128}
	switch {
	case b[2] == 67:
		code.Symbology, text = print.EAN13, string(data)
	case b[2] == 73 && bytes.HasPrefix(data, []byte("{C")):
		for _, pair := range data[2:] {
			text += fmt.Sprintf("%02d", pair)
		}
	case b[2] == 73 && bytes.HasPrefix(data, []byte("{B")):
		text = string(data[2:])
	default:
		i.fault("bars of kind %d: %q", b[2], data)
		return end
	}
	code.Text = text
	modules, err := print.Bars(code)
	if err != nil {
		i.fault("%v", err)
		return end
	}
	i.draw(map[print.Symbology]string{print.EAN13: "EAN-13:", print.Code128: "CODE-128:"}[code.Symbology]+text, [][]bool{modules}, i.barDot, i.barTop)
	return end
}

// draw puts a code on the paper.
func (i *Interpreter) draw(name string, modules [][]bool, wide, high int) {
	i.now.Codes = append(i.now.Codes, name)
	out := blank(i.width(), len(modules)*high+8*wide)
	left := 0
	if i.centre {
		left = (i.width() - len(modules[0])*wide) / 2
	}
	if left < 0 {
		i.fault("%s is wider than the paper", name)
		return
	}
	for y := range len(modules) * high {
		for x := range len(modules[0]) * wide {
			if modules[y/high][x/wide] {
				out.Pix[(y+4*wide)*out.Stride+left+x] = 1
			}
		}
	}
	i.add(out)
}

func (i *Interpreter) newline() {
	line := string(i.text)
	i.text = nil
	if n := len([]rune(line)); n > i.Columns {
		i.fault("a line of %d columns: %q", n, line)
	}
	i.now.Text = append(i.now.Text, line)
	i.add(i.canvas.Row(print.Row{Text: line, Large: i.large}, i.Columns))
}

func (i *Interpreter) add(p *image.Paletted) { i.rows = append(i.rows, p) }

func (i *Interpreter) width() int { return i.Columns * print.ColumnDots }

const rowDots = 28

func blank(width, height int) *image.Paletted {
	return image.NewPaletted(image.Rect(0, 0, width, height), palette)
}

// cut ends a paper.
func (i *Interpreter) cut() {
	if len(i.text) > 0 {
		i.fault("the paper is cut within %q", string(i.text))
	}
	height := 0
	for _, r := range i.rows {
		height += r.Rect.Dy()
	}
	out := blank(i.width(), height)
	at := 0
	for _, r := range i.rows {
		at += copy(out.Pix[at:], r.Pix)
	}
	i.now.Picture = out
	i.Papers = append(i.Papers, i.now)
	i.rows, i.now = nil, Paper{}
}

// Seen is the lines of all papers in the printer's own letters.
func (i *Interpreter) Seen() string {
	var all []string
	for _, p := range i.Papers {
		all = slices.Concat(all, p.Text)
	}
	return strings.Join(all, "\n")
}
