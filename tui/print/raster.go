package print

import (
	"fmt"
	"image"
	"image/color"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"

	"tim/domain/ident"
	mono "tim/tui/export/font"
)

// A column of paper is 12 dots at 203 dpi, as printers' own letters are: 58 mm has 384 dots, 80 mm 576.
const (
	ColumnDots = 12
	fontSize   = 20 // dots; its letters are 12 wide
	rowDots    = 28 // a capital with two marks over it and what hangs below the line above don't touch
	lineDots   = 22 // of them above the foot of the letters
	ruleDots   = 2
	qrModule   = 6 // dots; less where the code is large
	qrLeast    = 3 // what phones still read
	codeQuiet  = 4 // modules
	barsHigh   = 72
	barsQuiet  = 11
	inkFrom    = 0x60 // of 0xff that a letter covers a dot, from where it is black
)

// Canvas draws rows of paper as dots. It is safe for concurrent use.
type Canvas struct {
	mu     sync.Mutex
	face   font.Face
	glyphs map[rune]stamp // drawn so far
}

// stamp is a letter's black dots, from where the pen stands.
type stamp struct {
	dots []image.Point
	wide int // to where the pen stands behind it
}

// NewCanvas reads the font.
func NewCanvas() (*Canvas, error) {
	parsed, err := opentype.Parse(mono.Mono)
	if err != nil {
		return nil, fmt.Errorf("read the font: %w", err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: fontSize, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, fmt.Errorf("read the font: %w", err)
	}
	return &Canvas{face: face, glyphs: map[rune]stamp{}}, nil
}

// black and white are the colours of Paper, by index.
const (
	white = 0
	black = 1
)

func blankPaper(width, height int) *image.Paletted {
	return image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.White, color.Black})
}

// Picture is all rows as one picture of a paper so many columns wide, black on white.
func (c *Canvas) Picture(rows []Row, columns int) *image.Paletted {
	var parts []*image.Paletted
	height := 0
	for _, r := range rows {
		p := c.Row(r, columns)
		parts, height = append(parts, p), height+p.Rect.Dy()
	}
	return stacked(parts, columns*ColumnDots, height)
}

func stacked(parts []*image.Paletted, width, height int) *image.Paletted {
	out, at := blankPaper(width, height), 0
	for _, p := range parts {
		at += copy(out.Pix[at:], p.Pix) // all are as wide
	}
	return out
}

// Row is one row as a picture.
func (c *Canvas) Row(r Row, columns int) *image.Paletted {
	width := columns * ColumnDots
	switch {
	case r.Rule:
		out := blankPaper(width, rowDots/2)
		fill(out, image.Rect(0, rowDots/4, width, rowDots/4+ruleDots))
		return out
	case r.Code != nil:
		return c.code(*r.Code, columns)
	case r.Large:
		return doubled(c.letters(r.Text, width))
	}
	return c.letters(r.Text, width)
}

func fill(out *image.Paletted, r image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			out.Pix[y*out.Stride+x] = black
		}
	}
}

// letters are a line of text.
func (c *Canvas) letters(s string, width int) *image.Paletted {
	c.mu.Lock()
	defer c.mu.Unlock()
	out, x := blankPaper(width, rowDots), 0
	for _, r := range norm.NFC.String(s) {
		letter := c.stamp(r)
		for _, dot := range letter.dots {
			if at := dot.Add(image.Pt(x, lineDots)); at.In(out.Rect) {
				out.Pix[at.Y*out.Stride+at.X] = black
			}
		}
		x += letter.wide
	}
	return out
}

// stamp is a letter, drawn once.
func (c *Canvas) stamp(r rune) stamp {
	if s, drawn := c.glyphs[r]; drawn {
		return s
	}
	area, mask, from, advance, _ := c.face.Glyph(fixed.Point26_6{}, r)
	s := stamp{wide: advance.Round()}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if _, _, _, ink := mask.At(from.X+x-area.Min.X, from.Y+y-area.Min.Y).RGBA(); ink>>8 >= inkFrom {
				s.dots = append(s.dots, image.Pt(x, y))
			}
		}
	}
	c.glyphs[r] = s
	return s
}

// doubled is twice as high, and a dot bolder.
func doubled(p *image.Paletted) *image.Paletted {
	width, height := p.Rect.Dx(), p.Rect.Dy()
	out := blankPaper(width, 2*height)
	for y := range 2 * height {
		from := p.Pix[y/2*p.Stride:]
		for x := range width {
			if from[x] == black || x > 0 && from[x-1] == black {
				out.Pix[y*out.Stride+x] = black
			}
		}
	}
	return out
}

// code is one with its caption; where the paper is too narrow for it, what stands in its place.
func (c *Canvas) code(code Code, columns int) *image.Paletted {
	width := columns * ColumnDots
	drawn := drawCode(code, width)
	if drawn == nil {
		return c.Picture(code.Instead, columns)
	}
	caption := c.Picture(code.Caption, columns)
	return stacked([]*image.Paletted{caption, drawn}, width, caption.Rect.Dy()+drawn.Rect.Dy())
}

// drawCode is a code in the middle, nil where it has no room or can't be drawn.
func drawCode(code Code, width int) *image.Paletted {
	if code.Symbology == QR {
		modules, err := ident.QR(code.Text)
		if err != nil {
			return nil
		}
		for dot := qrModule; dot >= qrLeast; dot-- {
			if (len(modules)+2*codeQuiet)*dot <= width {
				return blocks(modules, width, dot, dot, codeQuiet*dot)
			}
		}
		return nil
	}
	bars, err := Bars(code)
	dot := min(width/(len(bars)+2*barsQuiet), 3)
	if err != nil || dot < 1 {
		return nil
	}
	return blocks([][]bool{bars}, width, dot, barsHigh, rowDots/2)
}

// Bars are the modules of a code that isn't a QR code.
func Bars(code Code) ([]bool, error) {
	if code.Symbology == EAN13 {
		return ident.EAN13(code.Text)
	}
	return ident.Code128(code.Text)
}

// blocks are modules of so many dots, in the middle, with room above and below.
func blocks(modules [][]bool, width, wide, high, quiet int) *image.Paletted {
	out := blankPaper(width, len(modules)*high+2*quiet)
	left := (width - len(modules[0])*wide) / 2
	for y, row := range modules {
		for x, dark := range row {
			if dark {
				fill(out, image.Rect(left+x*wide, quiet+y*high, left+(x+1)*wide, quiet+(y+1)*high))
			}
		}
	}
	return out
}
