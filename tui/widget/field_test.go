package widget

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func key(name string) tea.KeyPressMsg {
	codes := map[string]tea.KeyPressMsg{
		"backspace": {Code: tea.KeyBackspace}, "ctrl+h": {Code: 'h', Mod: tea.ModCtrl}, "delete": {Code: tea.KeyDelete},
		"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
		"ctrl+u": {Code: 'u', Mod: tea.ModCtrl}, "ctrl+w": {Code: 'w', Mod: tea.ModCtrl}, "enter": {Code: tea.KeyEnter},
		"up": {Code: tea.KeyUp}, "esc": {Code: tea.KeyEscape}, "f9": {Code: tea.KeyF9}, "kp7": {Code: tea.KeyKp7},
	}
	if k, ok := codes[name]; ok {
		return k
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// typed sends keys by name, and texts letter by letter.
func typed(f Field, keys ...string) Field {
	for _, k := range keys {
		if m := key(k); m.Text == "" {
			f, _ = f.Update(m)
			continue
		}
		for _, r := range k {
			f, _ = f.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	return f
}

func is(t *testing.T, f Field, want string) {
	t.Helper()
	if f.Value() != want {
		t.Errorf("%q, want %q", f.Value(), want)
	}
}

func TestVietnameseInputMethods(t *testing.T) {
	is(t, typed(Field{}, "Nguyễn "), "Nguyễn ")                                       // whole words (fcitx, ibus)
	is(t, typed(Field{}, "ca", "backspace", "à", " phe", "backspace", "ê"), "cà phê") // corrected by DEL (OpenKey)
	is(t, typed(Field{}, "ca", "ctrl+h", "à", " phe", "ctrl+h", "ê"), "cà phê")       // by ctrl+h (Unikey on Windows)
	is(t, typed(Field{}, "go", "backspace", "backspace", "gõ"), "gõ")
	is(t, typed(Field{}, "Nguye\u0302\u0303n"), "Nguyễn") // marks on their own
}

func TestTextIsAlwaysComposed(t *testing.T) {
	f, consumed := Field{}.Update(tea.PasteMsg{Content: "Ca\u0300 phe\u0302 ₫"})
	if !consumed {
		t.Fatal("the paste was not taken")
	}
	is(t, f, "Cà phê ₫")
	is(t, Field{}.SetValue("e\u0302\u0303"), "ễ")
	is(t, typed(Field{}, "e\u0302\u0303", "backspace"), "")
}

func TestPasteBecomesOneCleanLine(t *testing.T) {
	is(t, Field{}.SetValue("hai\ndòng\tvà\x1b\x07 nữa\u200b"), "hai dòng và nữa")
	is(t, Field{}.SetValue("\xff\xfeabc"), "abc")
	if f := (Field{}).SetValue(strings.Repeat("ế", 9000)); letters(f.Value()) != 200 {
		t.Fatalf("%d letters", letters(f.Value()))
	}
}

func TestDigitsOfEveryKeyboard(t *testing.T) {
	is(t, Field{Accept: Digits}.SetValue("０９１２ 345.678 đ"), "0912345678")
	is(t, Field{Accept: Decimals}.SetValue("1,245 kg"), "1,245")
	is(t, typed(Field{Accept: Digits}, "a", "kp7", "８"), "78")
	is(t, typed(Field{}, "３*"), "3*")
	f, _ := Field{}.Update(tea.KeyPressMsg{Code: '8', Mod: tea.ModAlt})
	is(t, f, "8")
}

func TestMovingAndErasing(t *testing.T) {
	is(t, typed(Field{}, "abc", "left", "X"), "abXc")
	is(t, typed(Field{}, "abc", "home", "X", "end", "Y"), "XabcY")
	is(t, typed(Field{}, "abc", "home", "delete"), "bc")
	is(t, typed(Field{}, "abc", "left", "left", "backspace"), "bc")
	is(t, typed(Field{}, "abc", "left", "ctrl+u"), "c")
	is(t, typed(Field{}, "cam sành ngọt ", "ctrl+w"), "cam sành ")
	is(t, typed(Field{}, "cam", "ctrl+w"), "")
	is(t, typed(Field{}, "ab", "left", "left", "left", "right", "right", "right", "c"), "abc")
	is(t, typed(Field{}.SetValue("🇻🇳x"), "left", "backspace"), "x")
}

func TestASelectedTextIsReplaced(t *testing.T) {
	f := Field{}.SetValue("cũ").SelectAll()
	is(t, typed(f, "m", "ới"), "mới")
	is(t, typed(f, "backspace"), "")
	is(t, typed(f, "delete"), "")
	is(t, typed(f, "left", "X"), "Xcũ")
	is(t, typed(f, "end", "X"), "cũX")
	is(t, typed(f, "c", "backspace", "m"), "m")
	if (Field{}).SelectAll() != (Field{}) {
		t.Error("an empty field is selected")
	}
}

func TestThereIsALimit(t *testing.T) {
	is(t, typed(Field{Max: 4}, "12345"), "1234")
	is(t, typed(Field{Max: 4}, "1234", "left", "9"), "1234")
	is(t, typed(Field{Max: 1}, "e", "\u0302"), "ê")
	is(t, Field{Max: 3}.SetValue("Cà phê"), "Cà ")
}

func TestKeysThatAreNotTheFields(t *testing.T) {
	for _, name := range []string{"enter", "up", "esc", "f9"} {
		if _, consumed := (Field{}).SetValue("abc").Update(key(name)); consumed {
			t.Errorf("%s was consumed", name)
		}
	}
	for _, name := range []string{"delete", "home", "end", "left", "backspace"} {
		if _, consumed := (Field{}).Update(key(name)); consumed {
			t.Errorf("%s was consumed by an empty field", name)
		}
	}
	if _, consumed := (Field{}).Update(tea.WindowSizeMsg{}); consumed {
		t.Error("a window size was consumed")
	}
}

func TestCursorStandsInCells(t *testing.T) {
	f := Field{}.SetValue("한ễ₫")
	for want := 4; want >= 2; want-- {
		if got := f.CursorX(20); got != want {
			t.Fatalf("cell %d, want %d", got, want)
		}
		f = typed(f, "left")
	}
	if got := f.CursorX(20); got != 0 {
		t.Fatal(got)
	}
}

func TestALongTextScrollsWithTheCursor(t *testing.T) {
	f := Field{}.SetValue("0123456789abcdef")
	for range 20 {
		x, view := f.CursorX(8), ansi.Strip(f.View(8, dark))
		if x < 0 || x > 7 {
			t.Fatalf("the cursor is at %d of 8", x)
		}
		if at := f.at; at < len(f.text) && view[x] != f.text[at] {
			t.Fatalf("the cursor is on %q, not %q: %q", view[x], f.text[at], view)
		}
		f = typed(f, "left")
	}
	if got := ansi.Strip(f.View(8, dark)); got != "01234567" {
		t.Fatal(got)
	}
	if got := ansi.Strip(typed(f, "end").View(8, dark)); got != "9abcdef " {
		t.Fatal(got)
	}
}

func TestPINIsNotShown(t *testing.T) {
	f := Field{Mask: true, Accept: Digits}.SetValue("1111")
	if got := ansi.Strip(f.View(8, dark)); got != "••••    " || f.CursorX(8) != 4 {
		t.Fatal(got, f.CursorX(8))
	}
}

func TestAmountShowsItsDotsWhileTyped(t *testing.T) {
	f := Field{Accept: Digits, Grouped: true}.SetValue("1250000")
	is(t, f, "1250000")
	if got := ansi.Strip(f.View(12, dark)); got != "1.250.000   " || f.CursorX(12) != 9 {
		t.Fatal(got, f.CursorX(12))
	}
	var cells []int
	for range 8 {
		cells = append(cells, f.CursorX(12))
		f = typed(f, "left")
	}
	for i, want := range []int{9, 8, 7, 6, 4, 3, 2, 0} {
		if cells[i] != want {
			t.Fatal(cells)
		}
	}
	if x := typed(Field{Accept: Digits, Grouped: true}.SetValue("250000"), "home").CursorX(12); x != 0 {
		t.Fatal(x)
	}
}

func TestPlaceholder(t *testing.T) {
	f := Field{Placeholder: "quét mã, gõ SĐT"}
	if got := ansi.Strip(f.View(10, dark)); got != "quét mã, …" || f.CursorX(10) != 0 {
		t.Fatal(got)
	}
}

func TestFieldHoldsUnderAnyTyping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Field{Max: 40, Mask: rapid.Bool().Draw(t, "mask")}
		if rapid.Bool().Draw(t, "digits") {
			f.Accept, f.Grouped = Digits, true
		}
		for range rapid.IntRange(0, 40).Draw(t, "keys") {
			before := f
			switch name := rapid.SampledFrom([]string{"backspace", "delete", "left", "right", "home", "end", "ctrl+u", "ctrl+w", "", "", "", "all"}).Draw(t, "key"); name {
			case "":
				f, _ = f.Update(tea.PasteMsg{Content: anyText(t, "text") + rapid.StringMatching(`[0-9]{0,3}`).Draw(t, "digits")})
			case "all":
				f = f.SelectAll()
			default:
				f = typed(f, name)
			}
			if before.text != "" && before.Value() != before.text {
				t.Fatal("an older value changed")
			}
			width := rapid.IntRange(1, 30).Draw(t, "width")
			if got := ansi.StringWidth(f.View(width, dark)); got != width {
				t.Fatalf("%q is %d cells wide, want %d", f.Value(), got, width)
			}
			if x := f.CursorX(width); x < 0 || x >= width {
				t.Fatalf("cursor at %d of %d in %q", x, width, f.Value())
			}
			if !norm.NFC.IsNormalString(f.Value()) || letters(f.Value()) > 40 {
				t.Fatalf("%q", f.Value())
			}
			if boundary(f.text, f.at) != f.at {
				t.Fatalf("the cursor stands inside a letter of %q at %d", f.text, f.at)
			}
		}
	})
}

func BenchmarkField(b *testing.B) {
	f := Field{}.SetValue("Nguyễn Thị Ánh")
	for b.Loop() {
		f, _ = f.Update(tea.KeyPressMsg{Code: 'a', Text: "a"})
		sink = f.View(60, dark)
		f, _ = f.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
	}
}
