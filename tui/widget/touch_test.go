package widget

import (
	"strings"
	"testing"

	"tim/tui/keymap"
	"tim/tui/style"
	"tim/tui/text"
)

var (
	sale = keymap.Set{keymap.Help, keymap.Products, keymap.Members, keymap.Quantity, keymap.Discount, keymap.Points, keymap.Pay, keymap.Menu, keymap.Undo, keymap.Remove}
	more = keymap.Set{keymap.Palette}
)

func TestEveryTouchButtonIsBigEnough(t *testing.T) {
	for _, lang := range []text.Language{text.Vietnamese, text.English} {
		for width := 60; width <= 240; width++ {
			bar := TouchBar(sale.Items(lang), more.Items(lang)[0], width, Press{}, style.ByName(style.Dark))
			if bar.Width != width || bar.Height() != TouchBarHeight {
				t.Fatalf("the bar is %dx%d in %d", bar.Width, bar.Height(), width)
			}
			for y, line := range bar.Lines {
				if Width(line) != width {
					t.Fatalf("row %d is %d cells in %d", y, Width(line), width)
				}
			}
			for _, h := range bar.Hits {
				if h.W < fingerWidth || h.H < fingerHeight {
					t.Fatalf("%s is %dx%d in %d cells", h.ID, h.W, h.H, width)
				}
			}
		}
	}
}

func TestWhatHasNoTouchButtonIsInTheListOfAll(t *testing.T) {
	bar := TouchBar(sale.Items(text.English), more.Items(text.English)[0], 60, Press{}, style.ByName(style.None))
	if last := bar.Hits[len(bar.Hits)-1]; last.ID != string(keymap.Palette) || len(bar.Hits) != 8 {
		t.Errorf("%d buttons, the last is %s", len(bar.Hits), last.ID)
	}
	bar = TouchBar(sale.Items(text.English), more.Items(text.English)[0], 80, Press{}, style.ByName(style.None))
	if len(bar.Hits) != len(sale) {
		t.Errorf("%d buttons of %d", len(bar.Hits), len(sale))
	}
}

func TestTheKeypadTypesWhatItSays(t *testing.T) {
	pad := Keypad(20, Press{}, style.ByName(style.None))
	seen := map[string]bool{}
	for _, h := range pad.Hits {
		if h.W < fingerWidth || h.H < fingerHeight {
			t.Errorf("key %d is %dx%d", h.Index, h.W, h.H)
		}
		label := pad.Lines[h.Y+1]
		typed := ""
		for _, k := range KeypadTypes(h.Index) {
			typed += keymap.Typed(k) + map[string]string{"enter": "Enter", "esc": "Esc", "backspace": "←", "up": "↑", "down": "↓", "tab": "Tab"}[keymap.Name(k)]
		}
		if !strings.Contains(label, typed) || typed == "" {
			t.Errorf("key %d types %q in the row %q", h.Index, typed, label)
		}
		seen[typed] = true
	}
	for _, want := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "000", "Enter", "Esc", "←", "↑", "↓", "Tab"} {
		if !seen[want] {
			t.Errorf("%q is missing", want)
		}
	}
	if low := Keypad(17, Press{}, style.ByName(style.None)); len(low.Hits) != len(pad.Hits)-3 || low.Hits[0].Index != 0 {
		t.Errorf("a low one has %d keys", len(low.Hits))
	}
	if KeypadTypes(99) != nil {
		t.Error("there is a key 99")
	}
}
