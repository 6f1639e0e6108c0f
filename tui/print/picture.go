package print

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"tim/domain/ident"
	"tim/domain/receipt"
	"tim/tui/text"
)

// Sizes of a voucher's picture. Codes keep the quiet zones of their standards, 4 modules around a QR code and 10 at either
// side of a Code 128.
const (
	pictureEdge = 24 // pixels around everything
	pictureGap  = 6  // between two parts
	qrDot       = 12 // pixels a module
	qrQuiet     = 4
	barDot      = 4
	barQuiet    = 10
	barRows     = 30 // as high as so many modules: a fifth of its length
	wordsDot    = 3  // pixels a dot of the small letters
	wordsMax    = 28 // of them in a row
	valueDot    = 5  // of the large ones
	valueMax    = 16
)

// VoucherPicture is a voucher to print or to send to a phone, as a PNG in black on white: the shop, what it gives and on
// what conditions, its code as QR, Code 128 and digits.
func VoucherPicture(v receipt.Voucher, lang text.Language) ([]byte, error) {
	qr, err := ident.QR(v.Code)
	if err != nil {
		return nil, fmt.Errorf("draw voucher: %w", err)
	}
	bars, err := ident.Code128(v.Code)
	if err != nil {
		return nil, fmt.Errorf("draw voucher: %w", err)
	}
	s := sheetOf(wordsMax, lang, v.Zone)
	var parts []dots
	write := func(line string, most, size int) {
		for _, row := range wrap(line, most) {
			parts = append(parts, letters(row, size))
		}
	}
	write(v.Shop.Name, wordsMax, wordsDot)
	write(s.voucherName(v.Name), wordsMax, wordsDot)
	write(s.gives(v), valueMax, valueDot)
	for _, line := range s.conditions(v) {
		write(line, wordsMax, wordsDot)
	}
	write(s.expires+" "+s.until(v.ExpiresAt), wordsMax, wordsDot)
	parts = append(parts, dots{rows: qr, size: qrDot, beside: qrQuiet, above: qrQuiet}, dots{rows: repeat(bars, barRows), size: barDot, beside: barQuiet})
	write(ident.SpacedVoucher(v.Code), wordsMax, wordsDot)
	var out bytes.Buffer
	err = png.Encode(&out, stack(parts))
	return out.Bytes(), err
}

// dots are a part of the picture: rows of dots of so many pixels, true is black, and so many blank ones around.
type dots struct {
	rows          [][]bool
	size          int
	beside, above int
}

func (d dots) width() int  { return (len(d.rows[0]) + 2*d.beside) * d.size }
func (d dots) height() int { return (len(d.rows) + 2*d.above) * d.size }

// stack draws the parts below one another, each in the middle.
func stack(parts []dots) image.Image {
	width, height := 0, 2*pictureEdge-pictureGap
	for _, p := range parts {
		width, height = max(width, p.width()), height+p.height()+pictureGap
	}
	width += 2 * pictureEdge
	out := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.White, color.Black})
	y := pictureEdge
	for _, p := range parts {
		p.draw(out, (width-p.width())/2+p.beside*p.size, y+p.above*p.size)
		y += p.height() + pictureGap
	}
	return out
}

func (d dots) draw(out *image.Paletted, left, top int) {
	for y, row := range d.rows {
		for x, black := range row {
			for i := range d.size * d.size {
				if black {
					out.SetColorIndex(left+x*d.size+i%d.size, top+y*d.size+i/d.size, 1)
				}
			}
		}
	}
}

func repeat(row []bool, times int) [][]bool {
	rows := make([][]bool, times)
	for i := range rows {
		rows[i] = row
	}
	return rows
}
