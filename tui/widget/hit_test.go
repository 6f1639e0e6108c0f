package widget

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

var twoButtons = Hits{{Rect{0, 0, 6, 3}, Target{"keep", 0}}, {Rect{6, 0, 6, 3}, Target{"drop", 0}}}

func click(x, y int) tea.Msg   { return tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft} }
func release(x, y int) tea.Msg { return tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft} }

// tapped is what a row of mouse messages acted on.
func tapped(hits Hits, msgs ...tea.Msg) (Target, bool) {
	var p Press
	var last Target
	var any bool
	for _, msg := range msgs {
		next, target, acted := p.Update(msg, hits)
		if p = next; acted {
			last, any = target, true
		}
	}
	return last, any
}

func TestATapActsOnRelease(t *testing.T) {
	if got, ok := tapped(twoButtons, click(2, 1), release(4, 2)); !ok || got.ID != "keep" {
		t.Fatal(got, ok)
	}
	if got, ok := tapped(twoButtons, click(6, 0), tea.MouseReleaseMsg{X: 6, Y: 0}); !ok || got.ID != "drop" {
		t.Fatal("a terminal that doesn't name the released button", got, ok)
	}
}

func TestWhatIsNoTap(t *testing.T) {
	for name, msgs := range map[string][]tea.Msg{
		"slid to the next button":  {click(2, 1), release(7, 1)},
		"slid off":                 {click(2, 1), release(2, 3)},
		"pressed elsewhere":        {click(20, 1), release(2, 1)},
		"only released":            {release(2, 1)},
		"only pressed":             {click(2, 1)},
		"released twice elsewhere": {click(2, 1), release(20, 1), release(2, 1)},
		"right button":             {tea.MouseClickMsg{X: 2, Y: 1, Button: tea.MouseRight}, release(2, 1)},
		"moved over":               {tea.MouseMotionMsg{X: 2, Y: 1}},
	} {
		if got, ok := tapped(twoButtons, msgs...); ok {
			t.Errorf("%s acted on %v", name, got)
		}
	}
}

func TestATargetThatMovedAwayUnderTheFingerDoesNotAct(t *testing.T) {
	p, _, _ := Press{}.Update(click(2, 1), twoButtons)
	if !p.On(Target{"keep", 0}) || p.On(Target{"drop", 0}) {
		t.Fatal("the pressed target is not shown as pressed")
	}
	if p, _, acted := p.Update(release(2, 1), twoButtons.Moved(-6, 0)); acted || p.On(Target{"keep", 0}) {
		t.Fatal("another button slid under the finger and acted")
	}
}

func TestTheTopmostTargetIsHit(t *testing.T) {
	hits := append(twoButtons.Moved(0, 0), Hit{Rect{1, 1, 2, 1}, Target{"top", 7}})
	if got, _ := hits.At(1, 1); got != (Target{"top", 7}) {
		t.Fatal(got)
	}
	if got, _ := hits.At(0, 1); got.ID != "keep" {
		t.Fatal(got)
	}
	if _, ok := hits.At(12, 1); ok {
		t.Fatal("a hit beside everything")
	}
}
