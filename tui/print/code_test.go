package print_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/receipt"
	"tim/tui/print"
	"tim/tui/text"
)

// read is what a scanner makes of a picture: "QR-Code:…" and "CODE-128:…", sorted.
func read(t *testing.T, picture []byte) []string {
	t.Helper()
	if _, err := exec.LookPath("zbarimg"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("zbarimg is missing")
		}
		t.Skip("needs zbarimg: apt-get install zbar-tools")
	}
	file := filepath.Join(t.TempDir(), "picture.png")
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("zbarimg", "-q", file).Output()
	if err != nil {
		t.Fatalf("nothing can be read: %v", err)
	}
	return slices.Sorted(strings.Lines(string(out)))
}

// photograph is a roll of paper as a printer would burn it: a cell is 12 x 24 dots, the paper's margins four cells wide.
// Letters are grey boxes, which is worse than they are.
func photograph(t *testing.T, lines []string, columns int) []byte {
	t.Helper()
	const wide, high, margin = 12, 24, 4
	out := image.NewGray(image.Rect(0, 0, (columns+2*margin)*wide, (len(lines)+2*margin)*high))
	for i := range out.Pix {
		out.Pix[i] = 0xff
	}
	box := func(x, y, height int, shade uint8) {
		for i := range wide * height {
			out.SetGray((x+margin)*wide+i%wide, y+margin*high+i/wide, color.Gray{Y: shade})
		}
	}
	for y, line := range lines {
		for x, r := range []rune(line) {
			switch r {
			case ' ', '\u00a0':
			case '█':
				box(x, y*high, high, 0)
			case '▀':
				box(x, y*high, high/2, 0)
			case '▄':
				box(x, y*high+high/2, high/2, 0)
			default:
				box(x, y*high+4, high-8, 0x60)
			}
		}
	}
	return encoded(t, out)
}

func encoded(t *testing.T, i image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, i); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAScannerReadsTheCodesOnPaper(t *testing.T) {
	all := papers(t)
	number, fresh, page := "QR-Code:HD-01-000123-A1B2C3D4\n", "QR-Code:"+freshCode+"\n", "QR-Code:"+pageAddress+"\n"
	for _, c := range []struct {
		paper   string
		columns int
		want    []string
	}{
		{"demo", print.Narrow, []string{number}},
		{"demo", print.Wide, []string{number}},
		{"vouchers", print.Narrow, []string{fresh, number}}, // the page's address is too long for it
		{"vouchers", print.Wide, []string{fresh, number, page}},
		{"voucher-amount", print.Narrow, []string{"QR-Code:" + amountCode + "\n"}},
		{"voucher-amount", print.Wide, []string{"QR-Code:" + amountCode + "\n"}},
	} {
		if got := read(t, photograph(t, all[c.paper](c.columns, text.Vietnamese), c.columns)); !slices.Equal(got, c.want) {
			t.Errorf("%s at %d columns: read %q, want %q", c.paper, c.columns, got, c.want)
		}
	}
}

func TestTheAddressOfThePageIsOnNarrowPaperAsTextOrPicture(t *testing.T) {
	doc := receipts(t)["vouchers"]
	paper := func() string { return joined(strings.Join(print.Text(doc, print.Narrow, text.Vietnamese), "\n")) }
	if !strings.Contains(paper(), pageAddress) {
		t.Errorf("no address on\n%s", paper())
	}
	doc.Page = pageAddress[:53] // the most that 29 modules hold
	if strings.Contains(paper(), doc.Page) || !strings.Contains(paper(), "quétmã▀") && !strings.Contains(paper(), "quétmã█") {
		t.Errorf("no picture on\n%s", paper())
	}
}

func TestV3AScannerReadsBothCodesOfAVouchersPicture(t *testing.T) {
	for name, v := range vouchers() {
		if !ident.IsVoucher(v.Code) {
			t.Fatalf("%s is no voucher's code", v.Code)
		}
		for language, lang := range languages {
			picture, err := print.VoucherPicture(v, lang)
			if err != nil {
				t.Fatal(err)
			}
			if got := read(t, picture); !slices.Equal(got, []string{"CODE-128:" + v.Code + "\n", "QR-Code:" + v.Code + "\n"}) {
				t.Errorf("%s in %s: read %q", name, language, got)
			}
		}
	}
}

// A picture holds whatever a voucher gives, and the code keeps its white around it.
func TestAVouchersPictureIsBlackOnWhiteWithRoomAround(t *testing.T) {
	long := receipt.Voucher{Zone: zone, Code: milkCode, Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: strings.Repeat("SỮA-", 30)}}
	for name, v := range map[string]receipt.Voucher{"long": long, "percent": vouchers()["percent"]} {
		data, err := print.VoucherPicture(v, text.Vietnamese)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		b := picture.Bounds()
		if b.Dx() > 720 || b.Dy() > 2_000 {
			t.Errorf("%s is %v", name, b)
		}
		for y := range b.Dy() {
			for x := range b.Dx() {
				black := color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y == 0
				if black && (x < 24 || y < 24 || x >= b.Dx()-24 || y >= b.Dy()-24) {
					t.Fatalf("%s is black at %d, %d of %v", name, x, y, b)
				}
			}
		}
	}
	if _, err := print.VoucherPicture(receipt.Voucher{Code: "không phải mã"}, text.Vietnamese); err == nil {
		t.Error("letters became a bar code")
	}
}
