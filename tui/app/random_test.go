package app

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/story"
	"tim/tui/style"
	"tim/tui/text"
)

// whim is a till that answers every action with any state, and every query with any list.
type whim struct {
	t        *rapid.T
	revision uint64
	stories  []story.Story
}

func (w *whim) any() counter.State {
	s := rapid.SampledFrom(w.stories).Draw(w.t, "state").State
	w.revision++
	s.Revision = w.revision
	return s
}

func (w *whim) Do(context.Context, counter.Action) (counter.State, error) {
	var err error
	if code := rapid.SampledFrom([]string{"", "", "", "product.unknown", "phone.unknown", "points.limit", "pin.locked", "ledger.full"}).Draw(w.t, "fault"); code != "" {
		err = fault.New(fault.Invalid, code, fault.Args{"phone": "+84912345678", "most": int64(5), "until": story.Now.Add(time.Minute)})
	}
	return w.any(), err
}

func (w *whim) Find(context.Context, counter.Query) (counter.Found, error) {
	return rapid.SampledFrom(w.stories).Draw(w.t, "found").Found, nil
}

func (w *whim) Look() counter.State { return w.any() }

var presses = []tea.KeyPressMsg{
	{Code: tea.KeyEnter}, {Code: tea.KeyEnter}, {Code: tea.KeyEscape}, {Code: tea.KeyTab}, {Code: tea.KeyTab, Mod: tea.ModShift}, {Code: tea.KeyUp}, {Code: tea.KeyDown},
	{Code: tea.KeyLeft}, {Code: tea.KeyRight}, {Code: tea.KeyPgUp}, {Code: tea.KeyPgDown}, {Code: tea.KeyHome}, {Code: tea.KeyEnd}, {Code: tea.KeyDelete},
	{Code: tea.KeyBackspace}, {Code: tea.KeyF1}, {Code: tea.KeyF2}, {Code: tea.KeyF3}, {Code: tea.KeyF4}, {Code: tea.KeyF5}, {Code: tea.KeyF6}, {Code: tea.KeyF7},
	{Code: tea.KeyF8}, {Code: tea.KeyF9}, {Code: tea.KeyF12}, {Code: 'l', Mod: tea.ModCtrl}, {Code: 't', Mod: tea.ModCtrl}, {Code: 'z', Mod: tea.ModCtrl},
	{Code: 'g', Mod: tea.ModCtrl}, {Code: 'h', Mod: tea.ModCtrl}, {Code: 'p', Mod: tea.ModCtrl}, {Code: tea.KeySpace, Text: " "},
}

var signs = []rune("0123456789abcxyzABCăđễ*/-=%,.+ \U0001F6D2")

// hand drives the root with what may come from a terminal.
type hand struct {
	t    *rapid.T
	m    Model
	now  time.Time
	cmds []tea.Cmd
}

func (d *hand) send(msg tea.Msg) {
	next, cmd := d.m.Update(msg)
	d.m = next.(Model)
	if cmd != nil {
		d.cmds = append(d.cmds, cmd)
	}
	d.check()
}

// check holds that the frame fills the window exactly and nothing on it lies outside.
func (d *hand) check() {
	view := d.m.View()
	if d.m.width == 0 {
		return
	}
	lines := strings.Split(view.Content, "\n")
	if len(lines) != d.m.height {
		d.t.Fatalf("%d lines in a window of %d", len(lines), d.m.height)
	}
	for y, line := range lines {
		if w := ansi.StringWidth(line); w != d.m.width {
			d.t.Fatalf("line %d is %d cells in a window of %d: %q", y, w, d.m.width, ansi.Strip(line))
		}
	}
	for _, h := range d.m.frame().Hits {
		if h.X < 0 || h.Y < 0 || h.X+h.W > d.m.width || h.Y+h.H > d.m.height {
			d.t.Fatalf("target %v lies outside", h)
		}
	}
}

// answer runs the oldest command.
func (d *hand) answer() {
	if len(d.cmds) == 0 {
		return
	}
	cmd := d.cmds[0]
	d.cmds = d.cmds[1:]
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		d.cmds = append(d.cmds, msg...)
	case done, answered:
		d.send(msg)
	}
}

// typeSign presses one letter or digit by hand and holds that it did nothing but type.
func (d *hand) typeSign(r rune) {
	before := d.m
	d.now = d.now.Add(200 * time.Millisecond)
	d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	after := d.m
	if after.top().id != before.top().id || len(after.stack) != len(before.stack) || after.running != before.running || len(after.jobs) != len(before.jobs) ||
		after.lang != before.lang || after.theme != before.theme || after.quitting != before.quitting {
		d.t.Fatalf("%q did more than type on route %d", r, before.top().route)
	}
}

func TestWhateverComesFromTheTerminalTheScreenHolds(t *testing.T) {
	stories := story.Stories()
	rapid.Check(t, func(t *rapid.T) {
		d := &hand{t: t, now: story.Now}
		d.m = New(Config{Till: &whim{t: t, stories: stories}, Zone: story.Zone, Now: func() time.Time { return d.now },
			Lang: rapid.SampledFrom([]text.Language{text.Vietnamese, text.English}).Draw(t, "language"), Theme: style.None})
		d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		t.Repeat(map[string]func(*rapid.T){
			"press": func(t *rapid.T) {
				d.now = d.now.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "gap")) * time.Millisecond)
				d.send(rapid.SampledFrom(presses).Draw(t, "key"))
			},
			"type": func(t *rapid.T) { d.typeSign(rapid.SampledFrom(signs).Draw(t, "sign")) },
			"scan": func(t *rapid.T) {
				for _, r := range rapid.StringMatching(`[0-9A-Z*-]{4,20}`).Draw(t, "code") {
					d.now = d.now.Add(8 * time.Millisecond)
					d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
				}
				d.send(tea.KeyPressMsg{Code: tea.KeyEnter})
			},
			"paste": func(t *rapid.T) { d.send(tea.PasteMsg{Content: rapid.String().Draw(t, "pasted")}) },
			"tap": func(t *rapid.T) {
				x, y := rapid.IntRange(0, 239).Draw(t, "x"), rapid.IntRange(0, 69).Draw(t, "y")
				if hits := d.m.frame().Hits; len(hits) > 0 && rapid.Bool().Draw(t, "aimed") {
					h := rapid.SampledFrom(hits).Draw(t, "target")
					x, y = h.X, h.Y
				}
				d.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
				d.send(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
			},
			"wheel": func(t *rapid.T) {
				d.send(tea.MouseWheelMsg{Button: rapid.SampledFrom([]tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}).Draw(t, "way")})
			},
			"size": func(t *rapid.T) {
				d.send(tea.WindowSizeMsg{Width: rapid.IntRange(0, 240).Draw(t, "width"), Height: rapid.IntRange(0, 70).Draw(t, "height")})
			},
			"answer": func(*rapid.T) { d.answer() },
		})
	})
}
