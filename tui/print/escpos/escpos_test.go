package escpos_test

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"tim/tui/print"
	"tim/tui/print/escpos"
	"tim/tui/print/papertest"
)

func encoder(t testing.TB) *escpos.Encoder {
	t.Helper()
	e, err := escpos.NewEncoder()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A picture is data: whatever dots it has, no printer obeys them.
func TestNoDotsReadAsACommand(t *testing.T) {
	logo := image.NewPaletted(image.Rect(0, 0, 48*print.ColumnDots, 64), color.Palette{color.White, color.Black})
	for i, b := range []byte{0x10, 0x04, 0x01, 0x10, 0x14, 0x01, 0x00, 0x01, 0x10, 0x05, 0x02, 0x10, 0x10, 0x04} {
		for bit := range 8 {
			if b&(0x80>>bit) != 0 {
				logo.Pix[i*8+bit] = 1
			}
		}
	}
	p := papertest.NewPrinter(t, 48)
	data := encoder(t).Paper(nil, escpos.Format{Columns: 48, Mode: escpos.Raster, Logo: logo})
	for _, command := range []string{"\x10\x04", "\x10\x05", "\x10\x14"} {
		if strings.Contains(string(data), command) {
			t.Errorf("%q is in the picture", command)
		}
	}
	in := papertest.NewInterpreter(48)
	in.Feed(data)
	if len(in.Papers) != 1 || len(in.Faults) > 0 || len(p.Pulses()) > 0 {
		t.Errorf("%d papers, faults %q", len(in.Papers), in.Faults)
	}
}

// The parts of a paper are the paper, and between any two of them the drawer can be opened.
func TestAPulseBetweenPartsHurtsNoPaper(t *testing.T) {
	rows := []print.Row{{Text: strings.Repeat("Ế", 48)}}
	for range 40 {
		rows = append(rows, print.Row{Text: "Sữa tươi Đồng Xanh 1L  32.000 ₫"})
	}
	f := escpos.Format{Columns: 48, Mode: escpos.Raster}
	plain, pulsed := papertest.NewInterpreter(48), papertest.NewInterpreter(48)
	parts := encoder(t).Parts(rows, f)
	for _, part := range parts {
		plain.Feed(part)
		pulsed.Feed(escpos.Pulse(5))
		pulsed.Feed(part)
	}
	if len(parts) < 3 || len(pulsed.Pulses) != len(parts) || pulsed.Pulses[0] != 5 || len(pulsed.Faults) > 0 {
		t.Fatalf("%d parts, pulses %v, faults %q", len(parts), pulsed.Pulses, pulsed.Faults)
	}
	if a, b := plain.Papers[0].Picture, pulsed.Papers[0].Picture; string(a.Pix) != string(b.Pix) {
		t.Error("the paper is another one")
	}
}

func TestALogoStandsInTheMiddleAsLargeAsThePaper(t *testing.T) {
	for _, c := range []struct{ wide, high, columns, left, height int }{{100, 50, 32, (384 - 100) / 2, 50}, {1000, 500, 32, 0, 192}, {300, 600, 48, (576 - 120) / 2, 240}} {
		src := image.NewGray(image.Rect(0, 0, c.wide, c.high)) // black
		logo := escpos.Logo(src, c.columns)
		if logo.Rect.Dy() != c.height || logo.Rect.Dx() != c.columns*print.ColumnDots {
			t.Errorf("%d x %d becomes %v", c.wide, c.high, logo.Rect)
		}
		row := logo.Pix[logo.Rect.Dy()/2*logo.Stride:]
		if row[c.left+1] != 1 || c.left > 1 && row[c.left-2] != 0 {
			t.Errorf("%d x %d doesn't begin at %d", c.wide, c.high, c.left)
		}
	}
	grey := image.NewGray(image.Rect(0, 0, 200, 200))
	for i := range grey.Pix {
		grey.Pix[i] = 0x80
	}
	dark := 0
	for _, dot := range escpos.Logo(grey, 32).Pix {
		dark += int(dot)
	}
	if part := dark * 100 / (200 * 200); part < 40 || part > 60 {
		t.Errorf("a grey of one half has %d %% black dots", part)
	}
}

func BenchmarkPaper(b *testing.B) {
	e := encoder(b)
	var rows []print.Row
	for range 40 {
		rows = append(rows, print.Row{Text: "  3 hộp × 32.000 Sữa tươi Đồng Xanh 1L    96.000"})
	}
	for _, mode := range []escpos.Mode{escpos.Raster, escpos.Folded} {
		b.Run(string(mode), func(b *testing.B) {
			for b.Loop() {
				b.SetBytes(int64(len(e.Paper(rows, escpos.Format{Columns: 48, Mode: mode}))))
			}
		})
	}
}
