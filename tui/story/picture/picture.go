// Package picture draws stories: it runs the root of the screens on a story's till, presses the story's keys and takes the
// frame. It is apart from the stories because it knows every screen.
package picture

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/setup"
	"tim/tui/app"
	"tim/tui/review"
	"tim/tui/screen/first"
	"tim/tui/story"
	"tim/tui/style"
	"tim/tui/text"
)

// Size is a window in cells.
type Size struct{ Width, Height int }

// keyGap is between two keys of a story: a person's, so that digits are no scan.
const keyGap = 120 * time.Millisecond

// Open is the root on a story's till, its keys pressed. The clock stands.
func Open(s story.Story, size Size, lang text.Language, theme style.Name) tea.Model {
	return opened(s, size, lang, theme, &clock{at: story.Now})
}

// Play is Open whose clock goes on from the story's time, as fast as now does.
func Play(s story.Story, size Size, lang text.Language, theme style.Name, now func() time.Time) tea.Model {
	c := &clock{at: story.Now}
	root := opened(s, size, lang, theme, c)
	c.from, c.now = now(), now
	return root
}

// clock is the time in a story; it stands until it has a now.
type clock struct {
	at, from time.Time
	now      func() time.Time
}

func (c *clock) read() time.Time {
	if c.now == nil {
		return c.at
	}
	return c.at.Add(c.now().Sub(c.from))
}

func opened(s story.Story, size Size, lang text.Language, theme style.Name, at *clock) tea.Model {
	model := begun(s, lang, theme, at)
	model = send(model, tea.WindowSizeMsg{Width: size.Width, Height: size.Height})
	for _, name := range s.Keys {
		for _, k := range keys(name) {
			at.at = at.at.Add(keyGap)
			model = send(model, k)
		}
	}
	return model
}

// begun is the root on a story's till, or on its first start.
func begun(s story.Story, lang text.Language, theme style.Name, at *clock) tea.Model {
	if s.First != nil {
		title := func(t *text.Texts) string { return t.Setup.Title }
		if s.First.Kind == setup.Chain {
			title = func(t *text.Texts) string { return t.Setup.ChainTitle }
		}
		return review.New(review.Config{Screen: first.New(s.First.Kind, s.First, first.Draft{}, lang == text.English), Title: title,
			Where: "/var/lib/tim", Zone: story.Zone, Now: at.read, Lang: lang, Theme: theme})
	}
	config := app.Config{Till: story.NewTill(s), Zone: story.Zone, Now: at.read, Lang: lang, Theme: theme, Meter: s.Meter, Touch: s.Touch}
	if s.Press != nil {
		config.Printer, config.Printing = s.Press, &s.Press.Printing
	}
	if s.Desk != nil {
		config.Desk, config.Staff = s.Desk, s.Desk
	}
	if s.Manage != nil {
		fresh := *s.Manage // it remembers a save
		config.Manage = &fresh
		config.Files = &fresh
	}
	return app.New(config)
}

// Draw is the story's frame with its styles, as a terminal gets it.
func Draw(s story.Story, size Size, lang text.Language, theme style.Name) string {
	return Open(s, size, lang, theme).View().Content
}

// send gives the root a message and everything that its commands come to, but for clocks and bells.
func send(m tea.Model, msg tea.Msg) tea.Model {
	m, cmd := m.Update(msg)
	for _, next := range story.Messages(cmd) {
		m = send(m, next)
	}
	return m
}

var named = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
	"delete": {Code: tea.KeyDelete}, "backspace": {Code: tea.KeyBackspace}, "space": {Code: tea.KeySpace, Text: " "},
	"ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+l": {Code: 'l', Mod: tea.ModCtrl}, "ctrl+t": {Code: 't', Mod: tea.ModCtrl},
	"ctrl+r": {Code: 'r', Mod: tea.ModCtrl}, "ctrl+p": {Code: 'p', Mod: tea.ModCtrl}, "ctrl+x": {Code: 'x', Mod: tea.ModCtrl},
	"ctrl+z": {Code: 'z', Mod: tea.ModCtrl}, "ctrl+g": {Code: 'g', Mod: tea.ModCtrl},
	"f1": {Code: tea.KeyF1}, "f2": {Code: tea.KeyF2}, "f3": {Code: tea.KeyF3}, "f4": {Code: tea.KeyF4}, "f5": {Code: tea.KeyF5},
	"f6": {Code: tea.KeyF6}, "f7": {Code: tea.KeyF7}, "f8": {Code: tea.KeyF8}, "f9": {Code: tea.KeyF9}, "f12": {Code: tea.KeyF12},
}

// keys is a key by its name, or a text letter by letter.
func keys(name string) []tea.KeyPressMsg {
	if k, ok := named[name]; ok {
		return []tea.KeyPressMsg{k}
	}
	var typed []tea.KeyPressMsg
	for _, r := range name {
		typed = append(typed, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return typed
}
