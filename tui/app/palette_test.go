package app_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/tui/app"
	"tim/tui/story"
	"tim/tui/story/picture"
	"tim/tui/style"
	"tim/tui/text"
)

var ctrlP = tea.KeyPressMsg{Code: 'p', Mod: tea.ModCtrl}

func TestEveryActionIsInThePalette(t *testing.T) {
	for _, s := range story.Stories() {
		till, is := picture.Open(s, picture.Size{Width: 80, Height: 24}, text.Vietnamese, style.None).(app.Model)
		if !is {
			continue // a first start has no palette
		}
		if lost := till.Homeless(); len(lost) > 0 {
			t.Errorf("%s: %v works here, but app.places doesn't say where it is at home", s.Name, lost)
		}
	}
}

func TestThePaletteRunsWhatIsChosenWhereItWorks(t *testing.T) {
	for typed, seen := range map[string]string{
		"thanh toan":  "Esc Về đơn",         // on the order screen below
		"pay":         "Esc Về đơn",         // by its English name
		"safe drop":   vi().Drawer.SafeDrop, // on the menu
		"huy don dan": vi().Menu.WhyVoid,    // asked, not done
		"lay lai":     "[Sử dụng]",          // brought to the points panel
		"tieng viet":  "TO PAY",             // everywhere: the language
	} {
		d := sit(t, story.WithMember())
		d.press(byHand, ctrlP).types(typed).press(byHand, enter).settle()
		d.did()
		d.sees(seen)
		d.doesNotSee(vi().Palette.Title)
	}
}

func TestThePaletteSaysWhyNot(t *testing.T) {
	d := sit(t, story.Empty())
	d.press(byHand, f12, tea.KeyPressMsg{Code: tea.KeyF6}).types("500").press(byHand, ctrlP) // cash is being paid in
	d.types("/tra").sees("Màn hình dở dang")
	d.press(byHand, enter).settle().did()
	d.sees("✗ Màn hình dở dang · làm xong hoặc Esc trước")
	d.sees("500") // nothing of it is lost
	if d.tones != 1 {
		t.Errorf("%d error tones, want 1", d.tones)
	}
}

// The list of held orders has nothing that is typed, so the palette leads away from it.
func TestThePaletteLeadsAwayFromTheHeldOrders(t *testing.T) {
	d := sit(t, story.Holding())
	d.press(byHand, tea.KeyPressMsg{Code: tea.KeyF8}, ctrlP).types("/shifts").press(byHand, enter).settle().did()
	d.sees(vi().Drawer.Shifts)
}

func TestAWordOfAnotherScreenWorksInTheField(t *testing.T) {
	d := sit(t, story.Order())
	d.types("/shifts").press(byHand, enter).settle().did()
	d.sees(vi().Drawer.Shifts)
}

func TestAScanOverWhatIsOnlyReadSells(t *testing.T) {
	for name, keys := range map[string][]tea.KeyPressMsg{"help": {f1}, "palette": {ctrlP}, "palette, half typed": {ctrlP, letters("9")[0]}} {
		t.Run(name, func(t *testing.T) {
			d := sit(t, story.Order())
			d.leads(keys)
			d.scans(milk).settle().did(scanOf(milk, "3"))
			d.doesNotSee("│ " + milk)
			d.sees("Thành tiền")
		})
	}
}

func TestAScanOverThePaletteOfAnotherScreenIsRefusedAloud(t *testing.T) {
	d := sit(t, story.Order())
	d.press(byHand, f9).settle().press(byHand, ctrlP).scans(milk).settle().did()
	d.sees("✗ Chưa bán mã " + milk)
}

func TestThePaletteStaysShutWhileAnApprovalWaits(t *testing.T) {
	d := sit(t, story.PriceApproval())
	d.types("9").press(byHand, ctrlP).settle().did()
	d.sees("Đang chờ giám sát duyệt")
	d.press(byHand, letters("9999")...)
	d.press(byHand, enter).settle()
	if len(d.till.asked) != 1 {
		t.Errorf("the till was asked %v", d.till.asked)
	}
}

func TestHelpRunsTheMarkedActionAndNothingWithoutAMark(t *testing.T) {
	d := sit(t, story.WithMember())
	d.press(byHand, f9).settle().press(byHand, f1, enter, enter).settle()
	d.did() // Enter pays on the screen below
	down := tea.KeyPressMsg{Code: tea.KeyDown}
	d.press(byHand, down, down, down, enter).settle()
	d.did(counter.SetLater{Later: true})
}
