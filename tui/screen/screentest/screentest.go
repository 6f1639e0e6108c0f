// Package screentest drives a screen by hand for its own tests: an Env, keys as a terminal sends them, and the checks
// that every screen must pass at every size.
package screentest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"

	"github.com/charmbracelet/x/ansi"
)

// Zone is the shop's.
var Zone = time.FixedZone("ICT", 7*3600)

// Env is what a screen is told, in the theme without colour.
func Env(state counter.State, lang text.Language, width, height int) screen.Env {
	return screen.Env{Lang: lang, Texts: text.In(lang), Theme: style.ByName(style.None), State: &state, Zone: Zone,
		Now: state.At, Touched: state.At, Width: width, Height: height}
}

var named = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
	"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
	"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
	"pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown}, "backspace": {Code: tea.KeyBackspace},
	"delete": {Code: tea.KeyDelete}, "space": {Code: tea.KeySpace, Text: " "}, "ctrl+h": {Code: 'h', Mod: tea.ModCtrl},
	"f1": {Code: tea.KeyF1}, "f2": {Code: tea.KeyF2}, "f3": {Code: tea.KeyF3}, "f4": {Code: tea.KeyF4}, "f5": {Code: tea.KeyF5},
	"f6": {Code: tea.KeyF6}, "f7": {Code: tea.KeyF7}, "f8": {Code: tea.KeyF8}, "f9": {Code: tea.KeyF9}, "f12": {Code: tea.KeyF12},
	"ctrl+r": {Code: 'r', Mod: tea.ModCtrl}, "ctrl+y": {Code: 'y', Mod: tea.ModCtrl}, "ctrl+x": {Code: 'x', Mod: tea.ModCtrl},
	"ctrl+p": {Code: 'p', Mod: tea.ModCtrl},
}

// Key is a key press by its name in the key map; anything else is typed text.
func Key(name string) tea.KeyPressMsg {
	if k, ok := named[name]; ok {
		return k
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// Press sends keys by name as the root does: those of the screen's own actions arrive as such. It answers with the
// screen behind them and all that they asked for.
func Press(s screen.Screen, env screen.Env, names ...string) (screen.Screen, []screen.Effect) {
	var all []screen.Effect
	for _, name := range names {
		k := Key(name)
		var msg tea.Msg = k
		if id, ok := s.Keys(env).Match(k); ok {
			msg = screen.Act{ID: id}
		}
		var effects []screen.Effect
		s, effects = s.Update(env, msg)
		all = append(all, effects...)
	}
	return s, all
}

// Type types a text letter by letter.
func Type(s screen.Screen, env screen.Env, typed string) (screen.Screen, []screen.Effect) {
	names := make([]string, 0, len(typed))
	for _, r := range typed {
		if r == ' ' {
			names = append(names, "space")
			continue
		}
		names = append(names, string(r))
	}
	return Press(s, env, names...)
}

// Tap presses and releases at the middle of a text that is seen, as the root does. It fails when the text isn't there
// or nothing there can be tapped.
func Tap(t *testing.T, s screen.Screen, env screen.Env, seen string) (screen.Screen, []screen.Effect) {
	t.Helper()
	pane := s.Draw(env)
	for y, line := range pane.Lines {
		plain := ansi.Strip(line)
		at := strings.Index(plain, seen)
		if at < 0 {
			continue
		}
		x := widget.Width(plain[:at]) + widget.Width(seen)/2
		target, ok := pane.Hits.At(x, y)
		if !ok {
			t.Fatalf("nothing to tap at %q:\n%s", seen, Plain(pane))
		}
		if id := keymap.ID(target.ID); s.Keys(env).Has(id) {
			return s.Update(env, screen.Act{ID: id})
		}
		return s.Update(env, screen.Tapped{Target: target})
	}
	t.Fatalf("%q is not to be seen:\n%s", seen, Plain(pane))
	return s, nil
}

// Plain is what is seen, without styles.
func Plain(p widget.Pane) string { return ansi.Strip(p.String()) }

// Seen says whether a text is to be seen on one line.
func Seen(s screen.Screen, env screen.Env, want string) bool {
	return strings.Contains(Plain(s.Draw(env)), want)
}

// Fits draws the screen at every size that a terminal may have, in both languages, and holds that it fills exactly its
// body, that what can be tapped lies in it, and that its cursor does.
func Fits(t *testing.T, s screen.Screen, state counter.State) {
	t.Helper()
	for _, lang := range []text.Language{text.Vietnamese, text.English} {
		for _, width := range []int{60, 61, 72, 79, 80, 81, 100, 119, 120, 121, 160, 240} {
			for _, height := range []int{17, 18, 19, 21, 22, 24, 30, 38, 68} {
				env := Env(state, lang, width, height)
				distinct(t, s.Keys(env))
				if err := fits(s.Draw(env), width, height); err != nil {
					t.Fatalf("%dx%d, language %d: %v\n%s", width, height, lang, err, Plain(s.Draw(env)))
				}
			}
		}
	}
}

// distinct holds that no two actions of a screen have one key.
func distinct(t *testing.T, keys keymap.Set) {
	t.Helper()
	of := map[string]keymap.ID{}
	for _, id := range keys {
		key := keymap.Get(id).Key
		if key == "" {
			continue
		}
		if other, taken := of[key]; taken {
			t.Fatalf("%s and %s are both %s here", other, id, key)
		}
		of[key] = id
	}
}

func fits(p widget.Pane, width, height int) error {
	if p.Width != width || len(p.Lines) != height {
		return fmt.Errorf("the body is %dx%d", p.Width, len(p.Lines))
	}
	for y, line := range p.Lines {
		if got := ansi.StringWidth(line); got != width {
			return fmt.Errorf("line %d is %d cells wide", y, got)
		}
	}
	for _, h := range p.Hits {
		if h.X < 0 || h.Y < 0 || h.W < 1 || h.H < 1 || h.X+h.W > width || h.Y+h.H > height {
			return fmt.Errorf("target %v lies outside", h)
		}
	}
	if c := p.Cursor; c.On && (c.X < 0 || c.X >= width || c.Y < 0 || c.Y >= height) {
		return fmt.Errorf("the cursor stands at %d, %d", c.X, c.Y)
	}
	return nil
}
