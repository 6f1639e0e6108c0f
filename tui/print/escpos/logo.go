package escpos

import (
	"image"
	"image/color"
	stddraw "image/draw"

	"golang.org/x/image/draw"
)

// logoHigh is the highest that a logo gets, dots.
const logoHigh = 240

// Logo is a picture as dots in the middle of a paper so many columns wide: as large as there is room for, never larger than it is.
func Logo(src image.Image, columns int) *image.Paletted {
	const columnDots = 12
	paper, b := columns*columnDots, src.Bounds()
	width, height := b.Dx(), b.Dy()
	if width > paper {
		width, height = paper, max(height*paper/width, 1)
	}
	if height > logoHigh {
		width, height = max(width*logoHigh/height, 1), logoHigh
	}
	grey := image.NewGray(image.Rect(0, 0, paper, height))
	stddraw.Draw(grey, grey.Rect, image.White, image.Point{}, stddraw.Src)
	left := (paper - width) / 2
	draw.CatmullRom.Scale(grey, image.Rect(left, 0, left+width, height), src, b, stddraw.Over, nil)
	out := image.NewPaletted(grey.Rect, color.Palette{color.White, color.Black})
	stddraw.FloydSteinberg.Draw(out, out.Rect, grey, image.Point{})
	return out
}
