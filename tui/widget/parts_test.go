package widget

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tim/tui/keymap"
	"tim/tui/style"
	"tim/tui/text"
)

func TestTotalInBlockDigits(t *testing.T) {
	for amount, want := range map[string]string{
		"143.290\u00a0₫": "" +
			" ▄  ▄ ▄ ▄▄▄   ▄▄▄ ▄▄▄ ▄▄▄   \n" +
			"▀█  █▄█ ▄▄█   ▄▄█ █▄█ █ █   \n" +
			"▄█▄   █ ▄▄█ ▄ █▄▄ ▄▄█ █▄█  ₫",
		"−1,5678": "" +
			"     ▄     ▄▄▄ ▄▄▄ ▄▄▄ ▄▄▄\n" +
			"▄▄▄ ▀█     █▄▄ █▄▄   █ █▄█\n" +
			"    ▄█▄ ▄▀ ▄▄█ █▄█   █ █▄█",
	} {
		rows := Block(amount)
		if got := strings.Join(rows[:], "\n"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", amount, got, want)
		}
	}
}

func TestEveryDigitLooksDifferent(t *testing.T) {
	seen := map[[3]string]rune{}
	for r, glyph := range glyphs {
		if glyph == [3]string{} {
			continue // a space
		}
		if other, ok := seen[glyph]; ok {
			t.Errorf("%q and %q look alike", r, other)
		}
		seen[glyph] = r
		if Width(glyph[0]) != Width(glyph[1]) || Width(glyph[1]) != Width(glyph[2]) {
			t.Errorf("%q has rows of different widths", r)
		}
	}
	for r := '0'; r <= '9'; r++ {
		if _, ok := glyphs[r]; !ok {
			t.Errorf("%q is missing", r)
		}
	}
}

func TestAnAmountTooWideForBlocksIsStillShownWhole(t *testing.T) {
	rows := Big("100.000.000.000.000.000 ₫", 60, Right)
	if strings.TrimSpace(rows[0]) != "" || !strings.HasSuffix(rows[2], "100.000.000.000.000.000 ₫") {
		t.Fatalf("%q", rows)
	}
	for _, row := range Big("143.290 ₫", 40, Right) {
		if Width(row) != 40 {
			t.Fatalf("%q", row)
		}
	}
}

var orderKeys = keymap.Set{
	keymap.Help, keymap.Products, keymap.Members, keymap.Quantity, keymap.Discount, keymap.Hold, keymap.Points, keymap.Recall,
	keymap.Pay, keymap.Menu,
}

func TestKeyBarFitsEveryWidth(t *testing.T) {
	full := plain(KeyBar(orderKeys.Items(text.Vietnamese), 80, 1, Press{}, dark))
	if want := " F1 Giúp F2 Hàng F3 Khách F4 SL F5 Giảm F6 Treo F7 ♥ F8 Lấy F9 Trả F12 Ca"; !strings.HasPrefix(full, want+" ") {
		t.Fatalf("%q", full)
	}
	narrow := plain(KeyBar(orderKeys.Items(text.Vietnamese), 60, 1, Press{}, dark))
	if !strings.Contains(narrow, "F9 Trả F12 Ca") || !strings.Contains(narrow, "F1 F2 ") {
		t.Fatalf("%q", narrow)
	}
	for _, l := range []text.Language{text.Vietnamese, text.English} {
		for width := 0; width <= 120; width++ {
			bar := KeyBar(orderKeys.Items(l), width, 1, Press{}, dark)
			exact(t, bar)
			if width >= 60 && len(bar.Hits) != len(orderKeys) {
				t.Fatalf("%d actions at width %d", len(bar.Hits), width)
			}
		}
	}
}

func TestEachKeyOfTheBarIsTappedOnItself(t *testing.T) {
	for _, height := range []int{1, 3} {
		bar := KeyBar(orderKeys.Items(text.Vietnamese), 80, height, Press{}, dark)
		line := []rune(plain(NewPane(80, bar.Lines[height/2])))
		for _, hit := range bar.Hits {
			shown := string(line[hit.X : hit.X+hit.W])
			if a := keymap.Get(keymap.ID(hit.ID)); !strings.HasPrefix(shown, a.Shown+" "+a.Short.VI) || hit.H != height {
				t.Errorf("%s lies on %q, %d high", hit.ID, shown, hit.H)
			}
		}
	}
}

func TestButtonSaysItsKey(t *testing.T) {
	b := Button{Key: "F9", Label: "Trả", Target: ActionTarget(keymap.Pay)}
	pane := b.Draw(12, 3, Press{}, dark)
	if got := plain(pane); got != "            \n   F9 Trả   \n            " {
		t.Fatalf("%q", got)
	}
	if at, ok := pane.Hits.At(11, 2); !ok || at.ID != "pay" {
		t.Fatal(at, ok)
	}
	pressed, _, _ := Press{}.Update(click(1, 1), pane.Hits)
	if b.Draw(12, 3, pressed, dark).String() == pane.String() {
		t.Fatal("a pressed button looks as before")
	}
	b.Primary = true
	if got := plain(b.Draw(b.Width(), 1, Press{}, style.ByName(style.None))); got != " ▸F9 Trả " && got != "▸F9 Trả " && got != " ▸F9 Trả" {
		t.Fatalf("%q", got)
	}
}

func TestTabsFitAndAreTapped(t *testing.T) {
	names := []string{"Sử dụng", "Đổi thưởng", "Voucher 2", "Lịch sử", "Hồ sơ"}
	if got := plain(Tabs("tab", names, 0, 60, Press{}, dark)); !strings.HasPrefix(got, "[Sử dụng] Đổi thưởng  Voucher 2  Lịch sử  Hồ sơ ") {
		t.Fatalf("%q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 80).Draw(t, "width")
		active := rapid.IntRange(0, 4).Draw(t, "active")
		pane := Tabs("tab", names, active, width, Press{}, dark)
		exact(t, pane)
		if width < 20 {
			return
		}
		for i := range names {
			if pane.Hits[i].Target != (Target{"tab", i}) || pane.Hits[i].W < 3 {
				t.Fatalf("%+v", pane.Hits)
			}
		}
	})
}
