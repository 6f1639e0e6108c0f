package widget

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"tim/tui/style"
)

// exact says where a pane is not as wide as it says.
func exact(t interface {
	Helper()
	Fatalf(string, ...any)
}, p Pane) {
	t.Helper()
	for y, line := range p.Lines {
		if got := ansi.StringWidth(line); got != p.Width {
			t.Fatalf("line %d is %d cells, want %d: %q", y, got, p.Width, line)
		}
	}
}

func plain(p Pane) string { return ansi.Strip(p.String()) }

func anyPane(t *rapid.T, label string) Pane {
	width := rapid.IntRange(1, 30).Draw(t, label+" width")
	lines := make([]string, rapid.IntRange(0, 5).Draw(t, label+" height"))
	for i := range lines {
		lines[i] = anyText(t, label)
	}
	return NewPane(width, lines...).Hit(Target{label, 0})
}

func TestPanesPutTogetherStayExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyPane(t, "a"), anyPane(t, "b")
		x, y := rapid.IntRange(-3, 40).Draw(t, "x"), rapid.IntRange(-3, 8).Draw(t, "y")
		before := strings.Clone(a.String())
		for _, p := range []Pane{
			a, Stack(a, b), Beside(a, b), a.Place(x, y, b), a.Modal(b), a.Sized(x+3, y+3), Box(a.Width, "Tiêu đề", b, dark.Border), Box(20, "", a, style.Style{}),
		} {
			exact(t, p)
			for _, hit := range p.Hits {
				if hit.X < 0 || hit.Y < 0 || hit.X+hit.W > p.Width || hit.Y+hit.H > p.Height() {
					t.Fatalf("target %+v lies outside %d x %d", hit, p.Width, p.Height())
				}
			}
		}
		if a.String() != before {
			t.Fatal("a pane was changed after it was made")
		}
	})
}

func TestWhatIsBesideADialogStaysWhereItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := NewPane(30, anyText(t, "text"))
		x, w := rapid.IntRange(0, 20).Draw(t, "x"), rapid.IntRange(1, 10).Draw(t, "w")
		got := plain(base.Place(x, 0, NewPane(w, strings.Repeat("#", w))))
		whole := plain(base)
		left, right := ansi.Truncate(whole, x, ""), ansi.TruncateLeft(whole, x+w, "")
		if !strings.HasPrefix(got, left) || !strings.HasSuffix(got, strings.TrimLeft(right, " ")) && ansi.StringWidth(right) == 30-x-w {
			t.Fatalf("%q became %q", whole, got)
		}
	})
}

func TestADialogOverAScreen(t *testing.T) {
	screen := NewPane(20, "1 Sữa tươi 1L  32000", "2 Thẻ cào 15k  15000", "3 Cam sành     42000").Hit(Target{"row", 1})
	dialog := Pane{Width: 6, Lines: []string{"[ Giữ]"}, Cursor: Cursor{2, 0, true}}.Hit(Target{"keep", 0})
	over := screen.Modal(dialog)
	if got := plain(over); got != "1 Sữa tươi 1L  32000\n2 Thẻ c[ Giữ]  15000\n3 Cam sành     42000" {
		t.Fatalf("%s", got)
	}
	if _, ok := over.Hits.At(0, 0); ok {
		t.Fatal("what is below a dialog can be tapped")
	}
	if at, ok := over.Hits.At(7, 1); !ok || at.ID != "keep" {
		t.Fatal(at, ok)
	}
	if over.Cursor != (Cursor{9, 1, true}) {
		t.Fatal(over.Cursor)
	}
	if at, _ := screen.Place(7, 1, dialog).Hits.At(8, 1); at.ID != "keep" {
		t.Fatal("the upper target lies below")
	}
}

func TestBoxWithATitle(t *testing.T) {
	box := Box(16, "Điểm", NewPane(InBox(16), "còn 450"), dark.Border)
	want := "┌─ Điểm ───────┐\n│ còn 450      │\n└──────────────┘"
	if got := plain(box); got != want {
		t.Fatalf("\n%s\nwant\n%s", got, want)
	}
}

func TestHitsAndCursorMoveWithTheirPane(t *testing.T) {
	button := NewPane(4, "[OK]").Hit(Target{"ok", 0})
	field := Pane{Width: 4, Lines: []string{"abc "}, Cursor: Cursor{3, 0, true}}
	page := Stack(NewPane(8, "x"), Beside(field, button), NewPane(8, "y"))
	if page.Cursor != (Cursor{3, 1, true}) {
		t.Fatal(page.Cursor)
	}
	for x := range 8 {
		if _, ok := page.Hits.At(x, 1); ok != (x >= 4) {
			t.Fatalf("cell %d: %v", x, ok)
		}
	}
}
