package app_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/tui/story"
)

var (
	keyF5 = tea.KeyPressMsg{Code: tea.KeyF5}
	keyF6 = tea.KeyPressMsg{Code: tea.KeyF6}
)

// A customer comes while the drawer is being counted: the count is there when the cashier goes on with it.
func TestACountWaitsWhileACustomerIsServed(t *testing.T) {
	d := sit(t, story.Drawer())
	d.press(byHand, f12, f9, keyF6)
	d.types("404000")
	d.sees("│ 404.000")
	d.press(byHand, esc, esc)
	d.scans(milk).settle()
	d.did(scanOf(milk, ""))
	d.press(byHand, f12, f9)
	d.sees("│ 404.000")
	d.till.answer = func(counter.Action, counter.State) (counter.State, error) {
		s := story.NoShift()
		return s, nil
	}
	d.press(byHand, esc, esc)
	d.scans(milk).settle() // the shift is over meanwhile
	d.till.answer = func(counter.Action, counter.State) (counter.State, error) { return story.Drawer(), nil }
	d.types("500").press(byHand, enter).settle()
	d.press(byHand, f12, f9)
	d.doesNotSee("│ 404.000")
}

func TestAnXIsTwoKeysFromSelling(t *testing.T) {
	d := sit(t, story.Drawer())
	d.till.answer = func(counter.Action, counter.State) (counter.State, error) { return story.X(), nil }
	d.press(byHand, f12, keyF5).settle()
	d.did(counter.TakeX{})
	d.sees("BÁO CÁO GIỮA CA (X)")
}

// The Z lies over the opening of the next shift, and Esc leads there.
func TestTheZIsShownWhenTheShiftIsGone(t *testing.T) {
	d := sit(t, story.Drawer())
	d.till.answer = func(a counter.Action, _ counter.State) (counter.State, error) {
		if _, closes := a.(counter.CloseShift); closes {
			return story.Z(), nil
		}
		return story.Counted(414_000), nil
	}
	d.press(byHand, f12, f9, keyF6)
	d.types("414000").press(byHand, f9).settle()
	d.press(byHand, f9).settle()
	d.did(counter.CountDrawer{Amount: 414_000}, counter.CloseShift{})
	d.sees("BÁO CÁO CUỐI CA (Z)")
	d.press(byHand, esc)
	d.sees("Tiền đầu ca")
}
