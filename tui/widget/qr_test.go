package widget

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"tim/domain/ident"
	"tim/tui/style"
)

func modules(t *testing.T, text string) [][]bool {
	t.Helper()
	code, err := ident.QR(text)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// transfer is as long as a VietQR with an account of 13 digits and a memo.
const transfer = "00020101021238570010A00000072701270006970436011300110012345670208QRIBFTTA5303704540712500005802VN62210817CH01 Q02 HD00012363044089"

func TestACodeFitsTheSmallestWindow(t *testing.T) {
	p := QR(modules(t, transfer))
	if p.Width != 37 || p.Height() != 19 {
		t.Fatalf("%d x %d", p.Width, p.Height())
	}
	for _, line := range p.Lines {
		if Width(line) != p.Width {
			t.Errorf("%d cells: %q", Width(line), line)
		}
	}
}

func TestACodeIsBlackOnWhiteWithAQuietZone(t *testing.T) {
	p := QR(modules(t, transfer))
	dots := p.dots()
	for y, row := range dots {
		for x, shade := range row {
			if edge := min(x, y, len(row)-1-x, 2*p.Height()-1-y); edge < quiet && shade != white {
				t.Fatalf("dot %d,%d of the quiet zone is %d", x, y, shade)
			}
			if shade != black && shade != white {
				t.Fatalf("dot %d,%d is neither black nor white", x, y)
			}
		}
	}
	marked := style.ByName(style.Dark).Selected.Over(p.Lines[3])
	if over := (Pane{Width: p.Width, Lines: []string{marked}}).dots(); !slices.Equal(over[0], dots[6]) || !slices.Equal(over[1], dots[7]) {
		t.Error("a theme's style took the code's colours away")
	}
}

// Readers don't find a code with seams, so no two dark modules may be drawn as two letters.
func TestWhatIsDarkIsGround(t *testing.T) {
	for _, line := range QR(modules(t, transfer)).Lines {
		if strings.ContainsAny(ansi.Strip(line), "█▀") {
			t.Fatalf("a letter stands for ground: %q", line)
		}
	}
}

func TestAPhoneReadsTheCode(t *testing.T) {
	if _, err := exec.LookPath("zbarimg"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("zbarimg is missing")
		}
		t.Skip("needs zbarimg: apt-get install zbar-tools")
	}
	for _, text := range []string{transfer, "HD-01-000123", "https://example.test/m/" + strings.Repeat("aB3", 40)} {
		file := filepath.Join(t.TempDir(), "code.png")
		photograph(t, QR(modules(t, text)), file)
		out, err := exec.Command("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", file).Output()
		if err != nil {
			t.Fatalf("%s can't be read: %v", text, err)
		}
		if got := strings.TrimSuffix(string(out), "\n"); got != text {
			t.Errorf("read %q, want %q", got, text)
		}
	}
}

const (
	black   uint8 = 0
	white   uint8 = 255
	unnamed uint8 = 128 // whatever colour the terminal has
)

// dots are the pane's half cells as a terminal draws them, row by row.
func (p Pane) dots() [][]uint8 {
	var rows [][]uint8
	for _, line := range p.Lines {
		var upper, lower []uint8
		front, ground := unnamed, unnamed
		for line != "" {
			if n := sgr(line); n > 0 {
				front, ground = coloured(line[:n], front, ground)
				line = line[n:]
				continue
			}
			r, n := utf8.DecodeRuneInString(line)
			line = line[n:]
			second := ground
			if r == '▄' {
				second = front
			}
			upper, lower = append(upper, ground), append(lower, second)
		}
		rows = append(rows, upper, lower)
	}
	return rows
}

func coloured(escape string, front, ground uint8) (uint8, uint8) {
	of := func(mark string, otherwise uint8) uint8 {
		switch {
		case strings.Contains(escape, mark+"0;0;0"):
			return black
		case strings.Contains(escape, mark+"255;255;255"):
			return white
		}
		return otherwise
	}
	if escape == ansi.ResetStyle {
		return unnamed, unnamed
	}
	return of("38;2;", front), of("48;2;", ground)
}

// photograph draws the pane as a terminal does, each cell twice as high as wide, on a dark ground.
func photograph(t *testing.T, p Pane, file string) {
	t.Helper()
	const dot, edge = 6, 30 // pixels
	picture := image.NewGray(image.Rect(0, 0, p.Width*dot+2*edge, p.Height()*2*dot+2*edge))
	for y, row := range p.dots() {
		for x, shade := range row {
			for pixel := range dot * dot {
				picture.SetGray(edge+x*dot+pixel%dot, edge+y*dot+pixel/dot, color.Gray{Y: shade})
			}
		}
	}
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := png.Encode(out, picture); err != nil {
		t.Fatal(err)
	}
}
