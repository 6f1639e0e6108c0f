package app

import (
	"image/color"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"tim/tui/story"
	"tim/tui/style"
	"tim/tui/text"
)

// begun is the root at 80x24 with that theme wished for.
func begun(t *testing.T, cfg Config, msgs ...tea.Msg) Model {
	t.Helper()
	cfg.Till, cfg.Zone, cfg.Now = story.NewTill(story.Story{State: story.Order()}), story.Zone, func() time.Time { return story.Now }
	var m tea.Model = New(cfg)
	for _, msg := range append([]tea.Msg{tea.WindowSizeMsg{Width: 80, Height: 24}}, msgs...) {
		m, _ = m.Update(msg)
	}
	return m.(Model)
}

func TestTheThemeFollowsTheTerminalUntilOneIsChosen(t *testing.T) {
	white, black := tea.BackgroundColorMsg{Color: color.White}, tea.BackgroundColorMsg{Color: color.Black}
	next := tea.KeyPressMsg{Code: 't', Mod: tea.ModCtrl}
	for name, c := range map[string]struct {
		wish style.Name
		msgs []tea.Msg
		want style.Name
	}{
		"light":                  {"", []tea.Msg{white}, style.Light},
		"dark":                   {"", []tea.Msg{black}, style.Dark},
		"no answer":              {"", []tea.Msg{unanswered{}}, style.Dark},
		"an answer too late":     {"", []tea.Msg{unanswered{}, white}, style.Dark},
		"chosen before":          {style.Contrast, []tea.Msg{white}, style.Contrast},
		"chosen before it spoke": {"", []tea.Msg{next, black}, style.Light},
		"sixteen colours":        {"", []tea.Msg{white, tea.ColorProfileMsg{Profile: colorprofile.ANSI}}, style.Basic},
		"NO_COLOR":               {style.Dark, []tea.Msg{tea.ColorProfileMsg{Profile: colorprofile.ASCII}}, style.None},
	} {
		if m := begun(t, Config{Theme: c.wish}, c.msgs...); m.theme.Name != c.want {
			t.Errorf("%s: the theme is %s, want %s", name, m.theme.Name, c.want)
		}
	}
}

func TestTheTerminalKeepsItsGroundUntilItAnswered(t *testing.T) {
	if v := begun(t, Config{}).View(); v.BackgroundColor != nil {
		t.Error("the answer would be our own ground")
	}
	if v := begun(t, Config{}, unanswered{}).View(); v.BackgroundColor == nil {
		t.Error("the window keeps its ground for ever")
	}
}

func TestWhatIsChosenByHandIsTold(t *testing.T) {
	type choice struct {
		lang  text.Language
		theme style.Name
	}
	var got []choice
	cfg := Config{Chosen: func(l text.Language, n style.Name) { got = append(got, choice{l, n}) }}
	begun(t, cfg, tea.BackgroundColorMsg{Color: color.White}, tea.KeyPressMsg{Code: 'l', Mod: tea.ModCtrl}, tea.KeyPressMsg{Code: 't', Mod: tea.ModCtrl})
	if want := (choice{text.English, style.Contrast}); len(got) != 2 || got[0] != (choice{text.English, ""}) || got[1] != want {
		t.Errorf("told %v", got)
	}
}

func TestTheTextConsoleIsNotAskedAndGetsPlainSigns(t *testing.T) {
	m := begun(t, Config{Console: true}, tea.ColorProfileMsg{Profile: colorprofile.ANSI256})
	if v := m.View(); m.looking() != nil || v.MouseMode != tea.MouseModeNone || m.theme.Name != style.Basic || v.BackgroundColor != nil || style.Console(v.Content) != v.Content {
		t.Errorf("%+v", v)
	}
}
