package app_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tim/domain/counter"
	"tim/tui/app"
	"tim/tui/story"
	"tim/tui/style"
	"tim/tui/widget"
)

// touched is sit at a till for fingers.
func touched(t *testing.T, s counter.State) *desk {
	t.Helper()
	d := &desk{t: t, now: story.Now, till: &till{state: s}}
	d.model = app.New(app.Config{Till: d.till, Zone: story.Zone, Now: func() time.Time { return d.now }, Theme: style.None, Touch: true})
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return d
}

// pad taps a key of the keypad.
func (d *desk) pad(labels ...string) *desk {
	d.t.Helper()
	for _, label := range labels {
		d.now = d.now.Add(byHand)
		tapped := false
		for y, line := range strings.Split(d.screen(), "\n") {
			keys := ansi.Cut(line, 80-widget.KeypadWidth, 80)
			if at := strings.Index(keys, " "+label+" "); at >= 0 && !tapped {
				x := 80 - widget.KeypadWidth + ansi.StringWidth(keys[:at]) + 1
				d.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
				d.send(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
				tapped = true
			}
		}
		if !tapped {
			d.t.Fatalf("no key %s:\n%s", label, d.screen())
		}
	}
	return d
}

func TestAPINIsTapped(t *testing.T) {
	d := touched(t, story.SignedOut())
	d.pad("1", "1", "1", "2", "←", "1", "Enter").settle()
	d.did(counter.SignIn{Staff: "hong", PIN: "1111"})
}

func TestAnAmountIsTapped(t *testing.T) {
	d := touched(t, story.Order())
	d.press(byHand, f9).settle()
	d.pad("2", "000", "000").sees("2.000.000")
	d.pad("←").sees("[200.000 ")
	d.pad("Esc").settle().did()
}

func TestAnApprovalIsTappedWhileNothingBelowCanBe(t *testing.T) {
	d := touched(t, story.PriceApproval())
	d.pad("9", "9", "9", "9", "Enter").settle()
	d.did(counter.Approve{PIN: "9999"})
}

func TestALevelOfPointsIsChosenWithFingersOnly(t *testing.T) {
	d := touched(t, story.WithMember())
	d.press(byHand, f7).settle()
	d.pad("↓", "↓", "↑", "Enter").settle()
	asked, used := d.till.asked[len(d.till.asked)-1].(counter.UsePoints)
	if !used || asked.Points != 72 {
		t.Fatalf("asked for %+v:\n%s", d.till.asked, d.screen())
	}
}
