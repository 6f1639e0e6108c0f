package palette

import (
	"testing"

	"tim/domain/counter"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/text"
)

var selling, drawer = text.Of("Bán hàng", "Selling"), text.Of("Ca và quản lý", "Shift and management")

func items() []Item {
	return []Item{{ID: keymap.Pay, Group: selling, Here: true}, {ID: keymap.Return, Group: selling, Here: true}, {ID: keymap.PaidIn, Group: drawer},
		{ID: keymap.NoSale, Group: drawer, Why: "shift.closed"}}
}

// opened is the palette after its first message.
func opened(env screen.Env) screen.Screen {
	s, _ := New(items()).Update(env, screen.Opened{})
	return s
}

func TestAWordInEitherLanguageWithoutMarksFindsAnAction(t *testing.T) {
	for _, lang := range []text.Language{text.Vietnamese, text.English} {
		env := screentest.Env(counter.State{}, lang, 80, 21)
		for typed, want := range map[string]keymap.ID{"thanh toan": keymap.Pay, "Thanh toán": keymap.Pay, "pay": keymap.Pay, "/tra": keymap.Pay,
			"f9": keymap.Pay, "paid in": keymap.PaidIn, "thu vao": keymap.PaidIn, "vao thu": keymap.PaidIn, "exchange": keymap.Return, "tra hang": keymap.Return, "hang doi": keymap.Return} {
			s, _ := screentest.Type(opened(env), env, typed)
			_, asked := screentest.Press(s, env, "enter")
			screentest.Asks(t, asked, screen.Close{}, screen.Run{ID: want})
		}
	}
}

func TestTheArrowsPassTheHeadings(t *testing.T) {
	env := screentest.Env(counter.State{}, text.English, 80, 21)
	for presses, want := range map[int]keymap.ID{0: keymap.Pay, 1: keymap.Return, 2: keymap.PaidIn, 3: keymap.NoSale, 9: keymap.NoSale} {
		s := opened(env)
		for range presses {
			s, _ = screentest.Press(s, env, "down")
		}
		_, asked := screentest.Press(s, env, "enter")
		screentest.Asks(t, asked, screen.Close{}, screen.Run{ID: want})
		for range presses + 1 {
			s, _ = screentest.Press(s, env, "up")
		}
		_, asked = screentest.Press(s, env, "enter")
		screentest.Asks(t, asked, screen.Close{}, screen.Run{ID: keymap.Pay})
	}
}

func TestWhatCannotBeDoneSaysWhy(t *testing.T) {
	env := screentest.Env(counter.State{}, text.English, 80, 21)
	screentest.See(t, opened(env), env, "No shift is open")
}

func TestARowIsTapped(t *testing.T) {
	env := screentest.Env(counter.State{}, text.English, 80, 21)
	_, asked := screentest.Tap(t, opened(env), env, "Paid in")
	screentest.Asks(t, asked, screen.Close{}, screen.Run{ID: keymap.PaidIn})
	if _, asked = screentest.Press(opened(env), env, "esc"); len(asked) != 1 || asked[0] != (screen.Close{}) {
		t.Errorf("Esc asks for %v", asked)
	}
}

func TestTheTimesAreFoundByTheirWholeNameOnly(t *testing.T) {
	env := screentest.Env(counter.State{}, text.English, 80, 21)
	s, _ := screentest.Type(opened(env), env, "latenc")
	screentest.See(t, s, env, "No action is called that.")
	s, asked := screentest.Press(s, env, "y", "enter")
	screentest.Asks(t, asked, screen.Close{}, screen.Go{Route: screen.Latency})
}

func TestFitsEverySize(t *testing.T) {
	env := screentest.Env(counter.State{}, text.Vietnamese, 80, 21)
	screentest.Fits(t, opened(env), counter.State{})
	nothing, _ := screentest.Type(opened(env), env, "xyz")
	screentest.Fits(t, nothing, counter.State{})
}
