package review

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tim/domain/fault"
	"tim/tui/screen"
	"tim/tui/story"
	"tim/tui/style"
	"tim/tui/text"
)

// looks is the desk in a window, with all that it asked answered.
func looks(t *testing.T, d story.Desk, width, height int) tea.Model {
	t.Helper()
	now := story.Now
	var m tea.Model = New(Config{Desk: d, By: "minh", Name: "Trần Văn Minh", Where: "central.example", Zone: story.Zone,
		Now: func() time.Time { return now }, Lang: text.Vietnamese, Theme: style.None})
	return send(send(m, tea.WindowSizeMsg{Width: width, Height: height}), welcome{})
}

// send gives a message and the desk's answers to what it asks; clocks stand still.
func send(m tea.Model, msg tea.Msg) tea.Model {
	m, cmd := m.Update(msg)
	for _, next := range story.Messages(cmd) {
		switch answer := next.(type) {
		case screen.Reviewed, managed, signedIn:
			m = send(m, answer)
		}
	}
	return m
}

func press(m tea.Model, keys ...tea.KeyPressMsg) tea.Model {
	for _, k := range keys {
		m = send(m, k)
	}
	return m
}

func seen(m tea.Model) string {
	return strings.ReplaceAll(ansi.Strip(m.View().Content), "\u00a0", " ")
}

var (
	enter = tea.KeyPressMsg{Code: tea.KeyEnter}
	down  = tea.KeyPressMsg{Code: tea.KeyDown}
	esc   = tea.KeyPressMsg{Code: tea.KeyEscape}
	f1    = tea.KeyPressMsg{Code: tea.KeyF1}
)

func TestTheDeskAnywhereShowsWhatTheTillsDoes(t *testing.T) {
	m := looks(t, story.Desk{}, 100, 30)
	for _, want := range []string{"Bàn giám sát · central.example", "Trần Văn Minh · 14:05", "12.480.500", "[A] Gắn thẻ phút chót"} {
		if !strings.Contains(seen(m), want) {
			t.Fatalf("%q is not to be seen:\n%s", want, seen(m))
		}
	}
	m = press(m, down, enter)
	if !strings.Contains(seen(m), "Sổ ca số 16") {
		t.Fatalf("Enter leads nowhere:\n%s", seen(m))
	}
	m = press(m, f1)
	if !strings.Contains(seen(m), "Phím của màn hình này") {
		t.Fatalf("no help:\n%s", seen(m))
	}
	if m = press(m, esc, esc); !strings.Contains(seen(m), "[Ca đang mở]") {
		t.Fatalf("Esc doesn't lead back:\n%s", seen(m))
	}
}

func TestACentralThatIsAwayIsSaidInWords(t *testing.T) {
	m := looks(t, story.Desk{Err: fault.New(fault.Unavailable, "link.down", nil)}, 80, 24)
	if !strings.Contains(seen(m), "Không gọi được trung tâm") || !strings.Contains(seen(m), "F5 thử lại") {
		t.Fatalf("\n%s", seen(m))
	}
}

func TestEveryWindowIsFilled(t *testing.T) {
	for _, size := range [][2]int{{20, 5}, {60, 20}, {80, 24}, {121, 41}, {240, 70}} {
		lines := strings.Split(looks(t, story.Desk{}, size[0], size[1]).View().Content, "\n")
		if len(lines) != size[1] {
			t.Errorf("%v: %d lines", size, len(lines))
		}
		for _, line := range lines {
			if w := ansi.StringWidth(line); w != size[0] {
				t.Fatalf("%v: a line of %d: %q", size, w, ansi.Strip(line))
			}
		}
	}
}

func TestCtrlCLeaves(t *testing.T) {
	if !ends(looks(t, story.Desk{}, 80, 24), tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}) {
		t.Error("it stays")
	}
}

// ends says whether a key ends the program.
func ends(m tea.Model, k tea.KeyPressMsg) bool {
	_, cmd := m.Update(k)
	return slices.ContainsFunc(story.Messages(cmd), func(msg tea.Msg) bool {
		_, quit := msg.(tea.QuitMsg)
		return quit
	})
}

// typed presses the keys of a text.
func typed(m tea.Model, text string) tea.Model {
	for _, r := range text {
		m = send(m, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return m
}

// asks is the desk of a central that knows Nam and nobody else.
func asks(t *testing.T, staff string) tea.Model {
	t.Helper()
	var m tea.Model = New(Config{Desk: story.Desk{}, Where: "central.example", Zone: story.Zone, Staff: staff, Now: func() time.Time { return story.Now },
		Lang: text.Vietnamese, Theme: style.None, Who: func(_ context.Context, shop, id, pin string) (Person, error) {
			switch {
			case pin == "0000":
				return Person{}, fault.New(fault.Forbidden, "pin.locked", fault.Args{"until": story.Now.Add(15 * time.Second)})
			case shop != "q1" || id != "nam" || pin != "9999":
				return Person{}, fault.New(fault.Forbidden, "desk.sign_in", nil)
			}
			return Person{By: "Trần Đức Nam (q1/nam)", Name: "Trần Đức Nam", Manage: &story.Manager{}}, nil
		}})
	return send(send(m, tea.WindowSizeMsg{Width: 80, Height: 24}), welcome{})
}

func TestTheDeskElsewhereOpensToAPersonAndTheirPIN(t *testing.T) {
	m := asks(t, "")
	if strings.Contains(seen(m), "12.480.500") {
		t.Fatalf("the desk is open to whoever comes:\n%s", seen(m))
	}
	m = press(typed(m, "nam"), enter)
	if !strings.Contains(seen(m), "như q1/nam") {
		t.Fatalf("whose shop?\n%s", seen(m))
	}
	m = press(typed(asks(t, ""), "q1/nam"), enter)
	m = press(typed(m, "1234"), enter)
	if !strings.Contains(seen(m), "Sai cửa hàng, mã hoặc PIN") || strings.Contains(seen(m), "1234") {
		t.Fatalf("\n%s", seen(m))
	}
	m = press(typed(m, "0000"), enter)
	if !strings.Contains(seen(m), "thử lại sau 00:15") {
		t.Fatalf("\n%s", seen(m))
	}
	m = press(typed(m, "9999"), enter)
	if !strings.Contains(seen(m), "12.480.500") || !strings.Contains(seen(m), "Trần Đức Nam · 14:05") {
		t.Fatalf("\n%s", seen(m))
	}
	if m = press(typed(asks(t, "q1/nam"), "9999"), enter); !strings.Contains(seen(m), "12.480.500") {
		t.Fatalf("who is said already types only the PIN:\n%s", seen(m))
	}
}

// Who signed in as a manager has the manager's desk one key away, and comes back to the supervisor's.
func TestAManagerElsewhereHasTheProgramme(t *testing.T) {
	m := press(typed(asks(t, "q1/nam"), "9999"), enter)
	m = press(m, tea.KeyPressMsg{Code: tea.KeyF3})
	if !strings.Contains(seen(m), "Điểm thưởng theo hạng") {
		t.Fatalf("\n%s", seen(m))
	}
	m = press(m, enter)
	if m = press(typed(m, "105"), esc); !strings.Contains(seen(m), "1 thay đổi chưa lưu") {
		t.Fatalf("\n%s", seen(m))
	}
	ctrlC := tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}
	if asked := press(m, ctrlC); !strings.Contains(seen(asked), "Bỏ thay đổi") || ends(press(m, ctrlC), enter) || !ends(press(m, ctrlC), ctrlC) {
		t.Fatalf("Ctrl+C doesn't ask once:\n%s", seen(asked))
	}
	m = press(m, esc, tea.KeyPressMsg{Code: tea.KeyRight}, tea.KeyPressMsg{Code: tea.KeyRight}, enter)
	if !strings.Contains(seen(m), "12.480.500") {
		t.Fatalf("Esc doesn't lead back:\n%s", seen(m))
	}
	if m = looks(t, story.Desk{}, 80, 24); strings.Contains(seen(press(m, tea.KeyPressMsg{Code: tea.KeyF3})), "Điểm thưởng theo hạng") {
		t.Error("nobody showed that they are a manager")
	}
}
