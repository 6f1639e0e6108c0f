package widget

import (
	"strings"
	"testing"
)

func TestAnAmountGrowsWithItsScreen(t *testing.T) {
	small := Block("47 ₫")
	for _, c := range []struct{ width, height, rows int }{{4, 9, 1}, {20, 2, 1}, {20, 5, 3}, {30, 6, 6}, {100, 9, 9}, {200, 60, 60}} {
		lines := Huge("47 ₫", c.width, c.height, Right)
		if len(lines) != c.rows {
			t.Errorf("%dx%d: %d rows, want %d", c.width, c.height, len(lines), c.rows)
		}
		for _, line := range lines {
			if Width(line) != c.width {
				t.Errorf("%dx%d: %d cells: %q", c.width, c.height, Width(line), line)
			}
		}
		if last := lines[len(lines)-1]; c.width > 4 && !strings.Contains(last, "₫") {
			t.Errorf("%dx%d: no currency: %q", c.width, c.height, last)
		}
	}
	if got := strings.Join(Huge("47 ₫", Width(small[0]), 3, Left), "\n"); got != strings.Join(small[:], "\n") {
		t.Errorf("three rows are Block's own:\n%s", got)
	}
}

func TestTwiceTheSizeIsTheSameFigure(t *testing.T) {
	got := Huge("47", 14, 6, Left)
	for i, line := range got {
		got[i] = strings.TrimRight(line, " ")
	}
	if text := strings.Join(got, "\n"); text != ""+
		"\n"+
		"██  ██  ██████\n"+
		"██  ██      ██\n"+
		"██████      ██\n"+
		"    ██      ██\n"+
		"    ██      ██" {
		t.Errorf("\n%s", text)
	}
}
