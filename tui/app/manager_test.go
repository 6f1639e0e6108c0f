package app_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/shift"
	"tim/tui/app"
	"tim/tui/screen/leaves"
	"tim/tui/story"
)

var f3 = tea.KeyPressMsg{Code: tea.KeyF3}

// managed is a till whose manager's desk Minh's PIN has opened.
func managed(t *testing.T) *desk {
	d := sit(t, story.WithMember())
	d.till.answer = func(_ counter.Action, now counter.State) (counter.State, error) {
		now.Overseer = &counter.Person{ID: "minh", Name: "Trần Văn Minh", Role: shift.Manager}
		return now, nil
	}
	d.press(byHand, f12, f3).types("7913").press(byHand, enter).settle()
	return d
}

// A manager signs in once for all pages of the menu, the staff too; who isn't there any more has closed them all.
func TestOneSignInOpensAllOfTheManagersPages(t *testing.T) {
	d := managed(t)
	d.press(byHand, tea.KeyPressMsg{Code: tea.KeyEnd}, enter).settle()
	d.doesNotSee("PIN quản lý")
	d.sees("Nhân viên")
	d.did(counter.Oversee{PIN: "7913", Manage: true})
	idle := func(long time.Duration) {
		d.now = d.now.Add(long)
		d.send(app.Second())
	}
	idle(leaves.IdleMax * 3 / 4)
	d.press(byHand, esc)
	idle(leaves.IdleMax * 3 / 4)
	d.sees("Điểm thưởng theo hạng") // somebody was at the staff's page
	idle(leaves.IdleMax)
	d.doesNotSee("Điểm thưởng theo hạng")
}

// Leaving the program with what a manager typed and didn't save asks once, and the next Ctrl+C goes.
func TestCtrlCAsksOnceForWhatAManagerTyped(t *testing.T) {
	typed := func() *desk {
		d := managed(t)
		d.press(byHand, enter, tea.KeyPressMsg{Code: tea.KeyDown}).types("115").press(byHand, ctrlC).settle()
		d.sees("Chưa lưu")
		if d.quit {
			t.Fatal("what was typed is lost")
		}
		return d
	}
	d := typed()
	d.press(byHand, enter).settle().doesNotSee("Chưa lưu")
	d.sees("115")
	if d.quit {
		t.Error("keep editing leaves")
	}
	if d = typed(); !d.press(byHand, ctrlC).settle().quit {
		t.Error("who presses it twice isn't let go")
	}
	if d = typed(); !d.press(byHand, tea.KeyPressMsg{Code: tea.KeyRight}, enter).settle().quit {
		t.Error("giving it up doesn't leave")
	}
	if d = managed(t); !d.press(byHand, ctrlC).settle().quit {
		t.Error("nothing was typed, and it asks")
	}
}
