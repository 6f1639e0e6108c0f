package api

import (
	"fmt"
	"html/template"
	"strings"

	"tim/domain/ident"
)

// Quiet zones, modules (ident.QR, ident.Code128), and how high a Code 128 stands.
const (
	quietQR    = 4
	quietBars  = 10
	barsHeight = 36
)

// qrPicture is digits as a QR code: an SVG path of its dark modules, and the side of the picture.
func qrPicture(code string) (picture, error) {
	rows, err := ident.QR(code)
	if err != nil {
		return picture{}, err
	}
	var path strings.Builder
	for y, row := range rows {
		runs(row, func(x, width int) { fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quietQR, y+quietQR, width, width) })
	}
	side := len(rows) + 2*quietQR
	return picture{Width: side, Height: side, Path: path.String()}, nil
}

// barsPicture is digits as a Code 128.
func barsPicture(code string) (picture, error) {
	bars, err := ident.Code128(code)
	if err != nil {
		return picture{}, err
	}
	var path strings.Builder
	runs(bars, func(x, width int) { fmt.Fprintf(&path, "M%d 0h%dv%dh-%dz", x+quietBars, width, barsHeight, width) })
	return picture{Width: len(bars) + 2*quietBars, Height: barsHeight, Path: path.String()}, nil
}

// picture is black on white, in modules.
type picture struct {
	Width, Height int
	Path          string
}

// ViewBox is the SVG attribute.
func (p picture) ViewBox() template.HTMLAttr {
	return template.HTMLAttr(fmt.Sprintf(`viewBox="0 0 %d %d"`, p.Width, p.Height))
}

// runs are the stretches of dark modules.
func runs(row []bool, dark func(x, width int)) {
	for x := 0; x < len(row); x++ {
		from := x
		for x < len(row) && row[x] {
			x++
		}
		if x > from {
			dark(from, x-from)
		}
	}
}
