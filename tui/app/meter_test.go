package app_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/tui/app"
	"tim/tui/meter"
	"tim/tui/story"
	"tim/tui/style"
)

// A click on nothing draws nothing, so the key behind it doesn't wait since then.
func TestAClickOnNothingIsNotMeasured(t *testing.T) {
	d := &desk{t: t, now: story.Now, till: &till{state: story.Order()}}
	m := meter.New(func() time.Time { return d.now })
	d.model = app.New(app.Config{Till: d.till, Zone: story.Zone, Now: func() time.Time { return d.now }, Theme: style.None, Meter: m})
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	d.screen()
	d.send(tea.MouseClickMsg{X: 1, Y: 0, Button: tea.MouseLeft})
	d.send(tea.MouseReleaseMsg{X: 1, Y: 0, Button: tea.MouseLeft})
	d.screen()
	d.press(700*time.Millisecond, letters("s")...).sees("s")
	d.now = d.now.Add(5 * time.Millisecond)
	m.Wrote(100)
	if keys := m.Report().Keys; keys.Count() != 1 || keys.Longest() != 5000 {
		t.Errorf("%d keys, the longest %d µs; want one of 5000", keys.Count(), keys.Longest())
	}
}
