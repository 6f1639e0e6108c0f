package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tim/domain/counter"
	"tim/tui/app"
	"tim/tui/input"
	"tim/tui/story"
	"tim/tui/style"
	"tim/tui/text"
)

// desk is a cashier's place: the root, a clock that only moves when keys are pressed, and commands that run when the test
// says so.
type desk struct {
	t     *testing.T
	model tea.Model
	now   time.Time
	till  *till
	cmds  []tea.Cmd // not run yet
	bells int
	tones int
	quit  bool
}

// till notes what it was asked to do and answers as the test says.
type till struct {
	state  counter.State
	found  counter.Found
	asked  []counter.Action
	answer func(a counter.Action, s counter.State) (counter.State, error)
}

func (l *till) Do(_ context.Context, a counter.Action) (counter.State, error) {
	l.asked = append(l.asked, a)
	next, err := l.state, error(nil)
	next.Notice = nil
	if l.answer != nil {
		next, err = l.answer(a, next)
	}
	next.Revision = l.state.Revision + 1
	l.state = next
	return next, err
}

func (l *till) Find(context.Context, counter.Query) (counter.Found, error) {
	return l.found, nil
}
func (l *till) Look() counter.State { return l.state }

func sit(t *testing.T, s counter.State) *desk { return sitWith(t, s, input.Wedge{}) }

// sitWith is sit at a till with a scanner that is told of.
func sitWith(t *testing.T, s counter.State, w input.Wedge) *desk {
	d := &desk{t: t, now: story.Now, till: &till{state: s}}
	d.model = app.New(app.Config{Till: d.till, Zone: story.Zone, Now: func() time.Time { return d.now }, Theme: style.None, Manage: &story.Manager{}, Wedge: w})
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return d
}

func (d *desk) send(msg tea.Msg) {
	next, cmd := d.model.Update(msg)
	d.model = next
	d.note(cmd)
}

// note keeps a command for later, and counts what only sounds.
func (d *desk) note(cmd tea.Cmd) {
	if cmd != nil {
		d.cmds = append(d.cmds, cmd)
	}
}

// settle runs commands until there are none.
func (d *desk) settle() *desk {
	for len(d.cmds) > 0 {
		d.step()
	}
	return d
}

// step runs the oldest command.
func (d *desk) step() {
	cmd := d.cmds[0]
	d.cmds = d.cmds[1:]
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.note(c)
		}
	case tea.RawMsg:
		d.bells++
	case tea.QuitMsg:
		d.quit = true
	default:
		if strings.HasSuffix(fmt.Sprintf("%T", msg), "sequenceMsg") {
			d.tones++
			return
		}
		d.send(msg)
	}
}

const (
	byHand    = 150 * time.Millisecond
	byScanner = 8 * time.Millisecond
)

func (d *desk) press(gap time.Duration, keys ...tea.KeyPressMsg) *desk {
	for _, k := range keys {
		d.now = d.now.Add(gap)
		d.send(k)
	}
	return d
}

func letters(s string) []tea.KeyPressMsg {
	var keys []tea.KeyPressMsg
	for _, r := range s {
		keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return keys
}

var (
	enter = tea.KeyPressMsg{Code: tea.KeyEnter}
	esc   = tea.KeyPressMsg{Code: tea.KeyEscape}
	f1    = tea.KeyPressMsg{Code: tea.KeyF1}
	f2    = tea.KeyPressMsg{Code: tea.KeyF2}
	f9    = tea.KeyPressMsg{Code: tea.KeyF9}
	f12   = tea.KeyPressMsg{Code: tea.KeyF12}
	ctrlC = tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}
	ctrlL = tea.KeyPressMsg{Code: 'l', Mod: tea.ModCtrl}
	ctrlT = tea.KeyPressMsg{Code: 't', Mod: tea.ModCtrl}
)

func (d *desk) types(s string) *desk { return d.press(byHand, letters(s)...) }

func (d *desk) scans(code string) *desk {
	d.now = d.now.Add(time.Second)
	return d.press(byScanner, append(letters(code), enter)...)
}

// screen is what is to be seen.
func (d *desk) screen() string { return ansi.Strip(d.model.View().Content) }

func (d *desk) sees(want string) {
	d.t.Helper()
	if !strings.Contains(d.screen(), want) {
		d.t.Fatalf("%q is not to be seen:\n%s", want, d.screen())
	}
}

func (d *desk) doesNotSee(what string) {
	d.t.Helper()
	if strings.Contains(d.screen(), what) {
		d.t.Fatalf("%q is to be seen:\n%s", what, d.screen())
	}
}

// did holds what the till was asked, in order.
func (d *desk) did(want ...counter.Action) {
	d.t.Helper()
	if got, want := fmt.Sprintf("%+v", d.till.asked), fmt.Sprintf("%+v", want); got != want {
		d.t.Fatalf("the till was asked\n%s, want\n%s", got, want)
	}
}

// tap presses and releases in the middle of a text.
func (d *desk) tap(seen string) *desk {
	d.t.Helper()
	for y, line := range strings.Split(d.screen(), "\n") {
		if at := strings.Index(line, seen); at >= 0 {
			x := ansi.StringWidth(line[:at]) + ansi.StringWidth(seen)/2
			d.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
			d.send(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
			return d
		}
	}
	d.t.Fatalf("%q is not to be seen:\n%s", seen, d.screen())
	return d
}

func vi() *text.Texts { return text.In(text.Vietnamese) }
