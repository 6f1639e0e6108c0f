package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/tui/app"
	"tim/tui/story"
	"tim/tui/style"
	"tim/tui/text"
)

// followed is a desk with a customer's screen beside it, which notes what it is told.
func followed(t *testing.T, s counter.State) (*desk, *[]string) {
	var heard []string
	d := &desk{t: t, now: story.Now, till: &till{state: s}}
	d.model = app.New(app.Config{Till: d.till, Zone: story.Zone, Now: func() time.Time { return d.now }, Theme: style.None,
		Shown: func(s counter.State, paying bool, lang text.Language) {
			heard = append(heard, fmt.Sprint(s.Revision, paying, lang))
		}})
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return d, &heard
}

func TestTheCustomersScreenHearsOfChangesOnly(t *testing.T) {
	d, heard := followed(t, story.WithMember())
	first := d.till.state.Revision
	expect := func(what string, want ...string) {
		t.Helper()
		if !slices.Equal(*heard, want) {
			t.Fatalf("%s: heard %v, want %v", what, *heard, want)
		}
		*heard = nil
	}
	said := func(revision uint64, paying bool, lang text.Language) string {
		return fmt.Sprint(revision, paying, lang)
	}
	expect("at first", said(first, false, text.Vietnamese))
	d.types("sua")
	d.send(tea.WindowSizeMsg{Width: 100, Height: 30})
	expect("typing changes nothing")
	d.press(byHand, ctrlL)
	expect("language", said(first, false, text.English))
	d.press(byHand, f9)
	expect("paying", said(first, true, text.English))
	d.press(byHand, f1)
	expect("help over it")
	d.press(byHand, esc, esc)
	expect("back on the order", said(first, false, text.English))
	d.scans("2000000000015").settle()
	expect("a scan", said(d.till.state.Revision, false, text.English))
	if d.till.state.Revision == first {
		t.Fatal("the scan did nothing")
	}
}
