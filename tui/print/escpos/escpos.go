// Package escpos is what paper printers understand: rows of paper become ESC/POS bytes, a cash drawer's pulse, and the printer's
// short answers a State. It opens no line; who does is in cmd.
//
// Caveats. Raster is the default because printers' own letters have no Vietnamese, or have it under a different number of a code page
// each. A picture's bytes never hold what a printer would obey at once (DLE EOT, ENQ, DC4): such a place gets one more dot.
package escpos

import (
	"bytes"
	"fmt"
	"image"
	"strings"

	"tim/tui/print"
)

// Mode is how letters come to paper.
type Mode string

// The modes.
const (
	Raster Mode = "raster" // as pictures: every letter
	Folded Mode = "ascii"  // the printer's own letters, without diacritics
	TCVN3  Mode = "tcvn3"  // the printer's own Vietnamese letters
)

// Format is what kind of paper a printer has, and how it prints on it.
type Format struct {
	Columns int // 32 on 58 mm, 48 on 80 mm
	Mode    Mode
	// Page and Capitals are the numbers of the code pages of TCVN-3: its small letters, and its capitals with marks.
	Page, Capitals byte
	NoCut          bool
	Logo           *image.Paletted // above the rest, nil for none; black is index 1
}

// Commands.
const (
	esc, gs, dle = 0x1b, 0x1d, 0x10

	bandMax     = 240 // dots high that one raster command is: printers hold no more than 255
	gapMin      = 8   // blank dots from which the paper is fed
	feedMax     = 255
	linesBehind = 4 // fed where there is no cutter
	cutFeed     = 3 // dots fed beyond the cutter
)

var (
	begin = []byte{esc, '@', 0x1c, '.'} // reset, and no Chinese characters
	cut   = []byte{gs, 'V', 66, cutFeed}

	bandBegin = []byte{gs, 'v', '0', 0}
)

// Encoder turns rows into bytes.
type Encoder struct{ canvas *print.Canvas }

// NewEncoder reads the font.
func NewEncoder() (*Encoder, error) {
	canvas, err := print.NewCanvas()
	if err != nil {
		return nil, err
	}
	return &Encoder{canvas}, nil
}

// Paper is one paper from its reset to its cut.
func (e *Encoder) Paper(rows []print.Row, f Format) []byte { return bytes.Join(e.Parts(rows, f), nil) }

// Parts is the same in parts, between which a drawer's pulse may be sent.
func (e *Encoder) Parts(rows []print.Row, f Format) (parts [][]byte) {
	out := e.paper(rows, f)
	for len(out) > 0 {
		n := partEnd(out)
		parts, out = append(parts, out[:n]), out[n:]
	}
	return parts
}

// partEnd is where the first part ends: behind a picture, else at the end.
func partEnd(b []byte) int {
	at := bytes.Index(b, bandBegin)
	if at < 0 || at+8 > len(b) {
		return len(b)
	}
	return at + 8 + (int(b[at+4])+int(b[at+5])<<8)*(int(b[at+6])+int(b[at+7])<<8)
}

func (e *Encoder) paper(rows []print.Row, f Format) []byte {
	out := bytes.NewBuffer(bytes.Clone(begin))
	if f.Logo != nil {
		raster(out, f.Logo)
	}
	if f.Mode == Raster {
		raster(out, e.canvas.Picture(rows, f.Columns))
	} else {
		w := writer{Buffer: out, f: f, page: f.Page}
		w.start()
		w.rows(rows)
	}
	if f.NoCut {
		out.Write([]byte{esc, 'd', linesBehind})
	} else {
		out.Write(cut)
	}
	return out.Bytes()
}

// Picture is the paper as one in raster mode looks, whatever the format's mode.
func (e *Encoder) Picture(rows []print.Row, f Format) *image.Paletted {
	body := e.canvas.Picture(rows, f.Columns)
	if f.Logo == nil {
		return body
	}
	width, high := body.Rect.Dx(), f.Logo.Rect.Dy()
	out := image.NewPaletted(image.Rect(0, 0, width, high+body.Rect.Dy()), body.Palette)
	for y := range high {
		copy(out.Pix[y*out.Stride:(y+1)*out.Stride], f.Logo.Pix[y*f.Logo.Stride:(y+1)*f.Logo.Stride])
	}
	copy(out.Pix[high*out.Stride:], body.Pix)
	return out
}

// raster writes a picture: bands of dots, and feeds where it is blank. What is blank at the right is left out.
func raster(out *bytes.Buffer, p *image.Paletted) {
	height := p.Rect.Dy()
	for y := 0; y < height; {
		blank := blanks(p, y, height)
		if blank >= gapMin || y+blank == height {
			feed(out, blank)
			y += blank
			continue
		}
		end := y
		for end < height && end-y < bandMax {
			if n := blanks(p, end, height); n >= gapMin {
				break
			}
			end++
		}
		band(out, p, y, end)
		y = end
	}
}

// blanks is how many lines from y on are blank.
func blanks(p *image.Paletted, y, height int) int {
	n := 0
	for y+n < height && bytes.IndexByte(line(p, y+n), 1) < 0 {
		n++
	}
	return n
}

func line(p *image.Paletted, y int) []byte { return p.Pix[y*p.Stride : y*p.Stride+p.Rect.Dx()] }

func feed(out *bytes.Buffer, dots int) {
	for ; dots > 0; dots -= feedMax {
		out.Write([]byte{esc, 'J', byte(min(dots, feedMax))})
	}
}

// band writes the lines [from, to), 8 dots to a byte.
func band(out *bytes.Buffer, p *image.Paletted, from, to int) {
	width := 1
	for y := from; y < to; y++ {
		width = max(width, bytes.LastIndexByte(line(p, y), 1)+1)
	}
	wide := (width + 7) / 8
	data := make([]byte, wide*(to-from))
	for y := from; y < to; y++ {
		for x, ink := range line(p, y)[:min(wide*8, p.Rect.Dx())] {
			if ink != 0 {
				data[(y-from)*wide+x/8] |= 0x80 >> (x % 8)
			}
		}
	}
	unobeyed(data)
	out.Write(append(bytes.Clone(bandBegin), byte(wide), byte(wide>>8), byte(to-from), 0))
	out.Write(data)
}

// unobeyed adds a dot wherever dots read as a command that printers obey at once, within a picture too.
func unobeyed(data []byte) {
	for i := range len(data) - 1 {
		if data[i] == dle && (data[i+1] == 0x04 || data[i+1] == 0x05 || data[i+1] == 0x14) {
			data[i] |= dle >> 1
		}
	}
}

// writer writes rows in the printer's own letters.
type writer struct {
	*bytes.Buffer
	f    Format
	page byte // chosen now
}

func (w *writer) start() {
	if w.f.Mode == TCVN3 {
		w.Write([]byte{esc, 't', w.page})
	}
}

func (w *writer) rows(rows []print.Row) {
	for _, r := range rows {
		switch {
		case r.Code != nil:
			w.code(*r.Code)
		case r.Rule:
			w.line(strings.Repeat("-", w.f.Columns))
		case r.Large:
			w.Write([]byte{gs, '!', 0x01})
			w.line(r.Text)
			w.Write([]byte{gs, '!', 0x00})
		default:
			w.line(r.Text)
		}
	}
}

func (w *writer) line(s string) {
	if w.f.Mode == TCVN3 {
		w.tcvn3(s)
	} else {
		w.WriteString(fold(s))
	}
	w.WriteByte('\n')
}

// Sizes of the codes that printers draw themselves.
const (
	qrDots    = 6
	qrMost    = 120 // bytes that a code of such modules has room for on 58 mm
	qrSmall   = 4
	barsHigh  = 72
	barsWidth = 2
)

// code is drawn by the printer.
func (w *writer) code(c print.Code) {
	w.rows(c.Caption)
	w.Write([]byte{esc, 'a', 1})
	switch c.Symbology {
	case print.QR:
		w.qr(c.Text)
	case print.EAN13:
		w.Write([]byte{gs, 'h', barsHigh, gs, 'w', barsWidth + 1, gs, 'H', 0, gs, 'k', 67, byte(len(c.Text))})
		w.WriteString(c.Text + "\n")
	default:
		data := code128(c.Text)
		w.Write([]byte{gs, 'h', barsHigh, gs, 'w', barsWidth, gs, 'H', 0, gs, 'k', 73, byte(len(data))})
		w.Write(append(data, '\n'))
	}
	w.Write([]byte{esc, 'a', 0})
}

// code128 is how a printer is told: pairs of digits in its set C where there are only those, else its set B.
func code128(s string) []byte {
	if len(s)%2 != 0 || strings.Trim(s, "0123456789") != "" {
		return append([]byte("{B"), s...)
	}
	out := []byte("{C")
	for i := 0; i < len(s); i += 2 {
		out = append(out, (s[i]-'0')*10+s[i+1]-'0')
	}
	return out
}

func (w *writer) qr(s string) {
	dots := byte(qrDots)
	if len(s) > qrMost {
		dots = qrSmall
	}
	w.Write([]byte{gs, '(', 'k', 4, 0, '1', 'A', '2', 0, gs, '(', 'k', 3, 0, '1', 'C', dots, gs, '(', 'k', 3, 0, '1', 'E', '0'})
	n := len(s) + 3
	w.Write([]byte{gs, '(', 'k', byte(n), byte(n >> 8), '1', 'P', '0'})
	w.WriteString(s)
	w.Write([]byte{gs, '(', 'k', 3, 0, '1', 'Q', '0', '\n'})
}

// String says what a format is for whoever reads a status.
func (f Format) String() string { return fmt.Sprintf("%d columns, %s", f.Columns, f.Mode) }
