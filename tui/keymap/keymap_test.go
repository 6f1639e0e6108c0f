package keymap

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tim/tui/text"
)

// panels are the actions of screens that lie over the order screen: they may have its keys, and screentest.Fits holds that
// no screen has a key twice.
var panels = []ID{Redeem, HandBack, Print, Code, Exchange, CancelOrder, Whole, RefundBy, NoSale, TakeX, PaidIn, PaidOut, SafeDrop, CloseShift, Resume, Counting, Done, Train,
	Desk, Manage, Refresh, Paper, Reconcile, Export, Save, Add, Drop, Preview, Again, Retry, TestPrint, Labels, Choose, AskOnPaper}

func TestEveryActionHasItsOwnKeyWordAndTexts(t *testing.T) {
	taken := map[string]ID{}
	take := func(what string, id ID) {
		if other, ok := taken[what]; ok {
			t.Errorf("%s belongs to %s and %s", what, other, id)
		}
		taken[what] = id
	}
	for _, a := range Actions() {
		take(string(a.ID), a.ID)
		if a.Key != "" && !slices.Contains(panels, a.ID) {
			take(a.Key, a.ID)
		}
		for _, w := range a.Words {
			take(w, a.ID)
			if !regexp.MustCompile(`^/[a-z]+$`).MatchString(w) {
				t.Errorf("%s: a word that an input method would change: %q", a.ID, w)
			}
		}
		if (a.Key == "") != (a.Shown == "") || a.Key == "" && len(a.Words) < 2 {
			t.Errorf("%s is found neither by a key nor by a word in each language", a.ID)
		}
		for _, s := range []string{a.Label.VI, a.Label.EN, a.Short.VI, a.Short.EN} {
			if s == "" {
				t.Errorf("%s: a text is missing", a.ID)
			}
		}
		if regexp.MustCompile(`^(.|alt\+.|space|backspace|ctrl\+h|ctrl\+i|ctrl\+j|ctrl\+m)$`).MatchString(a.Key) {
			t.Errorf("%s: %q is a key that scanners or input methods send", a.ID, a.Key)
		}
	}
}

func TestFunctionKeysHaveWords(t *testing.T) {
	for _, a := range Actions() {
		if strings.HasPrefix(a.Key, "f") && len(a.Words) < 2 {
			t.Errorf("%s has no word in both languages", a.Shown)
		}
	}
}

func TestKeysInTheManyFormsTerminalsSend(t *testing.T) {
	for want, forms := range map[string][]tea.KeyPressMsg{
		"backspace": {{Code: tea.KeyBackspace}, {Code: 'h', Mod: tea.ModCtrl}, {Code: tea.KeyBackspace, Mod: tea.ModShift}, {Code: tea.KeyBackspace, Mod: tea.ModNumLock}},
		"enter":     {{Code: tea.KeyEnter}, {Code: tea.KeyKpEnter}, {Code: 'j', Mod: tea.ModCtrl}, {Code: tea.KeyEnter, Mod: tea.ModShift}},
		"tab":       {{Code: tea.KeyTab}, {Code: 'i', Mod: tea.ModCtrl}},
		"shift+tab": {{Code: tea.KeyTab, Mod: tea.ModShift}},
		"esc":       {{Code: tea.KeyEscape}, {Code: '[', Mod: tea.ModCtrl}},
		"space":     {{Code: tea.KeySpace, Text: " "}},
		"ctrl+z":    {{Code: 'z', Mod: tea.ModCtrl}, {Code: 'Z', Mod: tea.ModCtrl}, {Code: 'z', Mod: tea.ModCtrl | tea.ModNumLock}},
		"f9":        {{Code: tea.KeyF9}, {Code: tea.KeyF9, Mod: tea.ModNumLock | tea.ModCapsLock}},
		"8":         {{Code: '8', Text: "8"}, {Code: tea.KeyKp8}, {Code: '8', Mod: tea.ModAlt}},
		"pgdown":    {{Code: tea.KeyPgDown}, {Code: tea.KeyKpPgDown}},
	} {
		for _, k := range forms {
			if got := Name(k); got != want {
				t.Errorf("%+v is %q, want %q", k, got, want)
			}
		}
	}
}

func TestWhatAKeyTypes(t *testing.T) {
	for _, c := range []struct {
		key  tea.KeyPressMsg
		want string
	}{
		{tea.KeyPressMsg{Code: 'ế', Text: "ế"}, "ế"},
		{tea.KeyPressMsg{Code: 'a', ShiftedCode: 'A', Mod: tea.ModShift, Text: "A"}, "A"},
		{tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}, " "},
		{tea.KeyPressMsg{Code: tea.KeyKp7}, "7"},
		{tea.KeyPressMsg{Code: tea.KeyKp7, Text: "7", Mod: tea.ModNumLock}, "7"},
		{tea.KeyPressMsg{Code: tea.KeyKpMultiply}, "*"},
		{tea.KeyPressMsg{Code: '8', Mod: tea.ModAlt}, "8"},
		{tea.KeyPressMsg{Code: 'x', Mod: tea.ModAlt}, ""},
		{tea.KeyPressMsg{Code: 'p', Mod: tea.ModCtrl}, ""},
		{tea.KeyPressMsg{Code: tea.KeyF1}, ""},
		{tea.KeyPressMsg{Code: tea.KeyKpEnter}, ""},
	} {
		if got := Typed(c.key); got != c.want {
			t.Errorf("%+v types %q, want %q", c.key, got, c.want)
		}
	}
}

func TestOnlyTheScreensOwnActionsMatch(t *testing.T) {
	order := Set{Help, Points, Pay}
	if id, ok := order.Match(tea.KeyPressMsg{Code: tea.KeyF9}); !ok || id != Pay {
		t.Fatal(id, ok)
	}
	if id, ok := order.Match(tea.KeyPressMsg{Code: tea.KeyF2}); ok {
		t.Fatal("an action of another screen acted:", id)
	}
	for _, typed := range []string{"/pay", " /TRA "} {
		if id, ok := order.Word(typed); !ok || id != Pay {
			t.Fatal(typed, id, ok)
		}
	}
	for _, typed := range []string{"pay", "/hang", "/pa", ""} {
		if id, ok := order.Word(typed); ok {
			t.Fatal(typed, id)
		}
	}
	if !order.Has(Pay) || order.Has(Hold) {
		t.Fatal("Has")
	}
	if items := order.Items(text.Vietnamese); items[2] != (Item{Pay, "F9", "Thanh toán", "Trả", "/pay"}) {
		t.Fatalf("%+v", items[2])
	}
}
