package widget

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"tim/tui/style"
)

var dark = style.ByName(style.Dark)

// anyText draws what shops write: Vietnamese in both normal forms, signs of this program, wide letters, emoji, styles.
func anyText(t *rapid.T, label string) string {
	parts := rapid.SliceOfN(rapid.OneOf(
		rapid.SampledFrom([]string{
			"Sữa tươi Đồng Xanh 1L", "Cà phê sữa đá", "Ca\u0300 phe\u0302", "ễ", "₫", "♥", "▸", "…", "−50.000", "1.250.000\u00a0₫", "·",
			"한국", "🛒", "👩‍👩‍👧", "🇻🇳", "é\u0323", " ", "  ", "─", "█", "©", "soft\u00adhyphen", "漢", "", "x\u0303", "♥\ufe0f",
		}),
		rapid.Map(rapid.SampledFrom([]string{"Thẻ cào 15k", "한", "e\u0302", "đ"}), dark.Danger.On),
		rapid.Map(rapid.SampledFrom([]string{"Khách trả 5 ₫", "🛒 x"}), dark.Selected.On),
		rapid.StringMatching(`[a-z0-9 ]{0,12}`),
	), 0, 8).Draw(t, label)
	return strings.Join(parts, "")
}

func TestWidthIsTheTerminals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyText(t, "text")
		if got, want := Width(s), ansi.StringWidth(s); got != want {
			t.Fatalf("%q is %d cells, want %d", s, got, want)
		}
	})
}

func TestEveryLetterThatTheQuickMeasureTakesIsOneCell(t *testing.T) {
	for r := rune(0xa0); r < 0x3000; r++ {
		if single(r) && (ansi.StringWidth(string(r)) != 1 || ansi.StringWidth("a"+string(r)+"b") != 3) {
			t.Errorf("%U %q", r, r)
		}
	}
	for r := rune(0x300); r < 0x370; r++ {
		if single(r) {
			t.Errorf("%U joins the letter before it", r)
		}
	}
}

func TestLinesAreExactlyAsWideAsTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, other := anyText(t, "text"), anyText(t, "other")
		width := rapid.IntRange(0, 60).Draw(t, "width")
		columns := Columns{{3, Right}, {0, Left}, {rapid.IntRange(0, 30).Draw(t, "column"), Right}, {6, Center}}
		for what, line := range map[string]string{
			"left": Fit(s, width), "right": Right.In(s, width), "center": Center.In(s, width),
			"spread": Spread(s, other, width), "columns": columns.Line(width, s, other, s, other), "few cells": columns.Line(width, s),
		} {
			if got := ansi.StringWidth(line); got != width {
				t.Fatalf("%s: %q is %d cells, want %d", what, line, got, width)
			}
		}
	})
}

func TestCuttingShowsThatSomethingIsMissing(t *testing.T) {
	for _, c := range []struct {
		s     string
		width int
		want  string
	}{
		{"Cà phê", 6, "Cà phê"}, {"Cà phê", 5, "Cà p…"}, {"Cà phê", 1, "…"}, {"Cà phê", 0, ""}, {"Cà phê", -3, ""},
		{"한국", 3, "한…"}, {"한국", 2, "…"}, {"hai\ndòng", 20, "hai dòng"}, {"", 3, ""},
	} {
		if got := Cut(c.s, c.width); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.s, c.width, got, c.want)
		}
	}
	if got := Cut(dark.Danger.On("Cà phê")+"!", 3); !strings.HasSuffix(got, ansi.ResetStyle) {
		t.Errorf("the style runs on: %q", got)
	}
}

func TestAmountsStandInOneColumn(t *testing.T) {
	cols := Columns{{2, Right}, {0, Left}, {10, Right}}
	for _, c := range []struct{ got, want string }{
		{cols.Line(30, "1", "Sữa tươi Đồng Xanh", "96.000"), " 1 Sữa tươi Đồng X…     96.000"},
		{cols.Line(30, "12", "Cam", "−50.000"), "12 Cam                 −50.000"},
		{Columns{{0, Left}, {0, Left}}.Line(8, "ab", "cd"), "ab   cd "},
		{Spread("Đã thêm", "3 chờ", 16), "Đã thêm    3 chờ"},
		{Spread("Đã thêm Cam sành", "3 chờ", 16), "Đã thêm C… 3 chờ"},
		{Spread("a", "", 3), "a  "},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestTextFromOutsideCannotCommandTheTerminal(t *testing.T) {
	if got := Clean("Cam\x1b[2J\x07 sành\tngọt\r\n\u200b\u202e\u0085"); got != "Cam sành ngọt   " && got != "Cam sành ngọt  " {
		t.Errorf("%q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		got := Clean(rapid.String().Draw(t, "text"))
		if !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) {
			t.Fatalf("%q", got)
		}
	})
}

func TestWrap(t *testing.T) {
	if got := Wrap("Giữ lại đơn này để bán sau", 10); !slices.Equal(got, []string{"Giữ lại", "đơn này để", "bán sau"}) {
		t.Fatalf("%q", got)
	}
}

var sink string

func BenchmarkFit(b *testing.B) {
	for b.Loop() {
		sink = Fit("Sữa tươi Đồng Xanh 1L", 40)
	}
}

func BenchmarkFitStyledAndCut(b *testing.B) {
	s := dark.Text.On("Thẻ cào 15k ") + dark.Muted.On("·không tích điểm")
	for b.Loop() {
		sink = Fit(s, 20)
	}
}

func BenchmarkColumns(b *testing.B) {
	cols := Columns{{3, Right}, {0, Left}, {8, Right}, {12, Right}, {14, Right}}
	for b.Loop() {
		sink = cols.Line(80, "1", "Sữa tươi Đồng Xanh 1L", "3", "32.000", "96.000")
	}
}

func TestClausesAreNeverCutInTwo(t *testing.T) {
	for width, want := range map[int]string{
		60: "đếm két, thừa thiếu; báo cáo Z · ký", 32: "đếm két, thừa thiếu; báo cáo Z", 29: "đếm két, thừa thiếu", 18: "đếm két", 7: "đếm két", 5: "đếm …", 0: "",
	} {
		if got := Clauses("đếm két, thừa thiếu; báo cáo Z · ký", width); got != want {
			t.Errorf("in %d cells: %q, want %q", width, got, want)
		}
	}
}
