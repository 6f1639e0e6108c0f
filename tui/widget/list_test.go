package widget

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"
)

func rows(i, _ int, marked bool) string {
	if marked {
		return fmt.Sprintf("▸%d", i)
	}
	return fmt.Sprintf(" %d", i)
}

func press(l List, codes ...rune) List {
	for _, c := range codes {
		l, _ = l.Update(tea.KeyPressMsg{Code: c})
	}
	return l
}

func look(l List) string {
	return strings.ReplaceAll(plain(l.Draw(5, Press{}, dark, rows)), "\n", "|")
}

func TestTheMarkMovesAndTheListFollows(t *testing.T) {
	l := List{ID: "row"}.Sized(5, 3)
	for _, c := range []struct {
		key  rune
		want string
	}{
		{0, "▸0  ┃| 1  │| 2  │"},
		{tea.KeyDown, " 0  ┃|▸1  │| 2  │"},
		{tea.KeyPgDown, " 1  │| 2  ┃|▸3  │"},
		{tea.KeyEnd, " 2  │| 3  │|▸4  ┃"},
		{tea.KeyDown, " 2  │| 3  │|▸4  ┃"},
		{tea.KeyPgUp, "▸2  │| 3  │| 4  ┃"},
		{tea.KeyUp, "▸1  │| 2  ┃| 3  │"},
		{tea.KeyHome, "▸0  ┃| 1  │| 2  │"},
		{tea.KeyUp, "▸0  ┃| 1  │| 2  │"},
	} {
		if c.key != 0 {
			l = press(l, c.key)
		}
		if got := look(l); got != c.want {
			t.Fatalf("after %q: %s, want %s", tea.KeyPressMsg{Code: c.key}.String(), got, c.want)
		}
	}
}

func TestShortAndEmptyLists(t *testing.T) {
	if got := look(List{}.Sized(2, 3)); got != "▸0   | 1   |     " {
		t.Fatal(got)
	}
	empty := List{}.Sized(0, 2)
	if got := look(empty); got != "     |     " || empty.Marked() != -1 {
		t.Fatal(got, empty.Marked())
	}
	if _, consumed := empty.Update(tea.KeyPressMsg{Code: tea.KeyDown}); consumed {
		t.Fatal("an empty list took a key")
	}
}

func TestTheWheelScrollsAndLeavesTheMark(t *testing.T) {
	l := List{ID: "row"}.Sized(20, 3)
	l, consumed := l.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	if !consumed || l.Top() != 3 || l.Marked() != 0 {
		t.Fatal(consumed, l.Top(), l.Marked())
	}
	if l = l.Sized(20, 3); l.Top() != 3 {
		t.Fatal("drawing again threw the wheel back")
	}
	if l = press(l, tea.KeyDown); l.Top() != 1 || l.Marked() != 1 {
		t.Fatal(l.Top(), l.Marked())
	}
}

func TestARowIsTappedWhereItIsSeen(t *testing.T) {
	l := List{ID: "row"}.Sized(20, 3).Mark(9)
	pane := l.Draw(8, Press{}, dark, rows)
	for y := range 3 {
		if at, ok := pane.Hits.At(4, y); !ok || at != (Target{"row", 7 + y}) {
			t.Fatal(y, at, ok)
		}
	}
	if n := len(List{}.Sized(2, 3).Draw(8, Press{}, dark, rows).Hits); n != 2 {
		t.Fatalf("%d targets on two rows", n)
	}
}

func TestOnlyTheRowsThatAreSeenAreAskedFor(t *testing.T) {
	asked := 0
	List{}.Sized(1_000_000, 20).Mark(500_000).Draw(80, Press{}, dark, func(int, int, bool) string {
		asked++
		return ""
	})
	if asked != 20 {
		t.Fatal(asked)
	}
}

func TestScrollingTextShowsItsEnd(t *testing.T) {
	s := Scroll{}.Sized(10, 4).End()
	got := plain(s.Draw(4, dark, func(i, _ int) string { return fmt.Sprint(i) }))
	if got != "6  │\n7  │\n8  │\n9  ┃" {
		t.Fatalf("\n%s", got)
	}
	if s, _ = s.Update(tea.KeyPressMsg{Code: tea.KeyPgUp}); s.Top() != 3 {
		t.Fatal(s.Top())
	}
	if s = s.Sized(2, 4); s.Top() != 0 {
		t.Fatal(s.Top())
	}
}

func TestTheMarkIsAlwaysInViewAfterAKey(t *testing.T) {
	keys := []rune{tea.KeyUp, tea.KeyDown, tea.KeyPgUp, tea.KeyPgDown, tea.KeyHome, tea.KeyEnd}
	rapid.Check(t, func(t *rapid.T) {
		l := List{}
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "size") {
				l = l.Sized(rapid.IntRange(0, 30).Draw(t, "count"), rapid.IntRange(1, 9).Draw(t, "height"))
			} else {
				l, _ = l.Update(tea.MouseWheelMsg{Button: rapid.SampledFrom([]tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}).Draw(t, "wheel")})
			}
			l = press(l, rapid.SampledFrom(keys).Draw(t, "key"))
			exact(t, l.Draw(9, Press{}, dark, rows))
			if m := l.Marked(); m >= l.Count || m >= 0 && (m < l.Top() || m >= l.Top()+l.Height) {
				t.Fatalf("marked %d of %d, seen %d to %d", m, l.Count, l.Top(), l.Top()+l.Height)
			}
		}
	})
}

func BenchmarkList(b *testing.B) {
	l := List{}.Sized(50_000, 40).Mark(40)
	cols := Columns{{3, Right}, {0, Left}, {12, Right}}
	for b.Loop() {
		sink = l.Draw(200, Press{}, dark, func(i, width int, _ bool) string {
			return cols.Line(width, "1", "Sữa tươi Đồng Xanh 1L", "32.000")
		}).Lines[0]
	}
}
