package help

import (
	"reflect"
	"strings"
	"testing"

	"tim/domain/counter"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/text"
)

var order = keymap.Set{keymap.Help, keymap.Products, keymap.Members, keymap.Quantity, keymap.Discount, keymap.Points, keymap.Pay, keymap.Menu, keymap.Remove, keymap.Undo}

// read is everything that scrolling through the help shows.
func read(keys keymap.Set, lang text.Language, width, height int) string {
	env := screentest.Env(counter.State{}, lang, width, height)
	var s screen.Screen = New(keys)
	var all strings.Builder
	for range 80 {
		all.WriteString(screentest.Plain(s.Draw(env)) + "\n")
		s, _ = screentest.Press(s, env, "down")
	}
	return all.String()
}

func TestEveryKeyOfTheScreenBelowIsThereWithItsLabelAndWords(t *testing.T) {
	for _, lang := range []text.Language{text.Vietnamese, text.English} {
		for _, size := range [][2]int{{60, 17}, {80, 21}, {120, 35}} {
			seen := read(order, lang, size[0], size[1])
			for _, item := range order.Items(lang) {
				for _, want := range append([]string{item.Key, item.Label}, keymap.Get(item.ID).Words...) {
					if !strings.Contains(seen, want) {
						t.Errorf("%q is not in the help at %v", want, size)
					}
				}
			}
		}
	}
}

func TestTheFieldsGrammarIsExplainedAtEverySize(t *testing.T) {
	for _, lang := range []text.Language{text.Vietnamese, text.English} {
		for _, size := range [][2]int{{60, 17}, {80, 21}, {120, 35}} {
			seen := read(order, lang, size[0], size[1])
			for _, want := range []string{"3*", "0912345678", "=25000", "%10", "HD-01-000123", "Shift +", "Ctrl+L", "Ctrl+T", "60×20"} {
				if !strings.Contains(seen, want) {
					t.Errorf("%q is not in the help at %v", want, size)
				}
			}
		}
	}
}

func TestEscCloses(t *testing.T) {
	env := screentest.Env(counter.State{}, text.Vietnamese, 80, 21)
	if _, asked := screentest.Press(New(order), env, "esc"); !reflect.DeepEqual(asked, []screen.Effect{screen.Close{}}) {
		t.Errorf("Esc asks for %#v", asked)
	}
}

func TestFitsEverySize(t *testing.T) {
	all := keymap.Set{}
	for _, a := range keymap.Actions() {
		all = append(all, a.ID)
	}
	for _, keys := range []keymap.Set{nil, order, all} {
		screentest.Fits(t, New(keys), counter.State{})
	}
}
