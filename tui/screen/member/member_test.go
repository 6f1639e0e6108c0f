package member

import (
	"crypto/sha256"
	"fmt"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/text"
)

var vi80 = screentest.Env(counter.State{}, text.Vietnamese, 80, 21)

func wants(t *testing.T, got []screen.Effect, want ...screen.Effect) {
	t.Helper()
	if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Fatalf("asked for %#v, want %#v", got, want)
	}
}

// filled is the form with a name, and the points account consented to.
func filled(phone string) screen.Screen {
	s, _ := screentest.Type(New(phone), vi80, "Nguyễn Văn An")
	s, _ = screentest.Press(s, vi80, "tab", "tab", "space")
	return s
}

func TestNoConsentIsTickedBeforehand(t *testing.T) {
	_, asked := screentest.Press(New("0912345678"), vi80, "f9")
	wants(t, asked, screen.Do{Action: counter.CreateMember{Phone: "0912345678"}})
	if screentest.Seen(New(""), vi80, "[✓]") {
		t.Error("a consent is ticked")
	}
}

func TestSpaceTicksTheConsentWithTheFocusAndTypesElsewhere(t *testing.T) {
	s := filled("0912345678")
	_, asked := screentest.Press(s, vi80, "f9")
	wants(t, asked, screen.Do{Action: counter.CreateMember{Name: "Nguyễn Văn An", Phone: "0912345678", Points: true}})
	s, _ = screentest.Press(s, vi80, "space", "down", "space")
	_, asked = screentest.Press(s, vi80, "f9")
	wants(t, asked, screen.Do{Action: counter.CreateMember{Name: "Nguyễn Văn An", Phone: "0912345678", News: true}})
}

func TestAConsentIsTickedByTap(t *testing.T) {
	s, _ := screentest.Tap(t, New(""), vi80, "Tích điểm")
	s, _ = screentest.Tap(t, s, vi80, "Nhận tin ưu đãi")
	s, _ = screentest.Tap(t, s, vi80, "Nhận tin ưu đãi")
	_, asked := screentest.Tap(t, s, vi80, "F9 Tạo thành viên")
	wants(t, asked, screen.Do{Action: counter.CreateMember{Points: true}})
}

func TestNoLetterOrDigitTicksAConsent(t *testing.T) {
	s, _ := screentest.Press(New("0912345678"), vi80, "tab", "tab")
	for r := '!'; r <= '~'; r++ {
		s, _ = screentest.Type(s, vi80, string(r))
	}
	_, asked := screentest.Press(s, vi80, "f9")
	wants(t, asked, screen.Do{Action: counter.CreateMember{Phone: "0912345678"}})
}

func TestANameTypedInBothIMEStyles(t *testing.T) {
	for style, keys := range map[string][]string{
		"committed whole":         {"Á", "n", "h", "space", "Đ", "à", "o"},
		"corrected by backspaces": {"A", "backspace", "Á", "n", "h", "space", "D", "backspace", "Đ", "a", "backspace", "à", "o"},
		"corrected by ctrl+h":     {"A", "ctrl+h", "Á", "n", "h", "space", "D", "ctrl+h", "Đ", "a", "ctrl+h", "à", "o"},
		"decomposed":              {"A\u0301", "n", "h", "space", "Đ", "a\u0300", "o"},
	} {
		t.Run(style, func(t *testing.T) {
			s, _ := screentest.Press(New(""), vi80, keys...)
			_, asked := screentest.Press(s, vi80, "f9")
			wants(t, asked, screen.Do{Action: counter.CreateMember{Name: "Ánh Đào"}})
		})
	}
}

func TestAPastedPhoneIsReadBackAsItWillBeKept(t *testing.T) {
	s, _ := screentest.Press(New(""), vi80, "tab")
	s, _ = s.Update(vi80, tea.PasteMsg{Content: "+84 912-345-678"})
	if !screentest.Seen(s, vi80, "✓ 0912 345 678") {
		t.Errorf("it is not read back:\n%s", screentest.Plain(s.Draw(vi80)))
	}
	if !screentest.Seen(New("+84912345678"), vi80, "0912345678") {
		t.Error("a phone handed over is not shown as it is dialled")
	}
}

func TestEnterGoesDownAndSendsOnTheLastItem(t *testing.T) {
	s, asked := screentest.Press(New("0912345678"), vi80, "enter", "enter", "enter")
	wants(t, asked)
	_, asked = screentest.Press(s, vi80, "enter")
	wants(t, asked, screen.Do{Action: counter.CreateMember{Phone: "0912345678"}})
	s, _ = screentest.Press(s, vi80, "down")
	_, asked = screentest.Press(s, vi80, "enter")
	wants(t, asked, screen.Do{Action: counter.CreateMember{Phone: "0912345678"}})
}

func TestEveryFaultStandsByItsFieldAtOnceAndNothingTypedIsLost(t *testing.T) {
	s, _ := screentest.Type(New("097"), vi80, "An")
	s, _ = screentest.Press(s, vi80, "f9")
	s, asked := s.Update(vi80, screen.Changed{Mine: true, Err: fault.Fields{
		fault.At("consents", "consent.required", nil), fault.At("phone", "phone.format", nil), fault.At("name", "field.too_long", fault.Args{"max": int64(60)})}})
	wants(t, asked)
	for field, rule := range map[string]string{"Họ và tên": "60", "Số điện thoại": "Không phải số di động", "Tích điểm": "Khách chưa đồng ý"} {
		lines := strings.Split(screentest.Plain(s.Draw(vi80)), "\n")
		found := false
		for i, line := range lines {
			if strings.Contains(line, field) && (strings.Contains(line, rule) || strings.Contains(lines[i+1], rule)) {
				found = true
			}
		}
		if !found {
			t.Errorf("%q is not told at %q:\n%s", rule, field, strings.Join(lines, "\n"))
		}
	}
	if !screentest.Seen(s, vi80, "▸ Họ và tên") {
		t.Error("the focus is not on the first field at fault")
	}
	s, _ = screentest.Type(s, vi80, "h")
	if !screentest.Seen(s, vi80, "Anh") || screentest.Seen(s, vi80, "✗ Dài") || !screentest.Seen(s, vi80, "Không phải số di động") {
		t.Errorf("mending one field settles others, or loses text:\n%s", screentest.Plain(s.Draw(vi80)))
	}
}

func TestATakenPhoneNamesItsOwnerAndOffersToAttach(t *testing.T) {
	s, _ := screentest.Press(filled("0912345678"), vi80, "f9")
	s, asked := s.Update(vi80, screen.Changed{Mine: true, Err: fault.Fields{{Kind: fault.Conflict, Code: "phone.taken", Field: "phone",
		Args: fault.Args{"name": "Nguyễn Thị Ánh", "id": "m1"}}}})
	wants(t, asked)
	if !screentest.Seen(s, vi80, "✗ Số này là của Nguyễn Thị Ánh") {
		t.Errorf("the owner is not named:\n%s", screentest.Plain(s.Draw(vi80)))
	}
	attached, asked := screentest.Press(s, vi80, "enter")
	wants(t, asked, screen.Do{Action: counter.AttachMember{Member: "m1"}})
	_, asked = attached.Update(vi80, screen.Changed{Mine: true})
	wants(t, asked, screen.Close{})
	_, asked = screentest.Tap(t, s, vi80, "Gắn Nguyễn Thị Ánh vào đơn")
	wants(t, asked, screen.Do{Action: counter.AttachMember{Member: "m1"}})

	s, _ = screentest.Tap(t, s, vi80, "Số điện thoại")
	s, _ = screentest.Press(s, vi80, "backspace", "9")
	if screentest.Seen(s, vi80, "Nguyễn Thị Ánh") {
		t.Error("the offer stays for another number")
	}
}

func TestSuccessCloses(t *testing.T) {
	s, _ := screentest.Press(filled("0912345678"), vi80, "f9")
	s, asked := screentest.Press(s, vi80, "f9")
	wants(t, asked) // the first is under way
	s, asked = s.Update(vi80, screen.Changed{})
	wants(t, asked)
	_, asked = s.Update(vi80, screen.Changed{Mine: true})
	wants(t, asked, screen.Close{})
}

func TestAFullDiskIsToldAndTheFormStays(t *testing.T) {
	s, _ := screentest.Press(filled("0912345678"), vi80, "f9")
	s, _ = s.Update(vi80, screen.Changed{Mine: true, Err: fault.New(fault.Unavailable, "ledger.full", nil)})
	if !screentest.Seen(s, vi80, "✗ "+text.Fault(fault.New(fault.Unavailable, "ledger.full", nil), text.Vietnamese)[:12]) || !screentest.Seen(s, vi80, "Nguyễn Văn An") {
		t.Errorf("it is not told, or the form is empty:\n%s", screentest.Plain(s.Draw(vi80)))
	}
}

func TestConsentTextsBelongToTheVersionThatIsStored(t *testing.T) {
	// A word that changes makes another text: raise counter.ConsentText together with these.
	if counter.ConsentText != "2026-11" {
		t.Fatalf("texts of version %s are not known here", counter.ConsentText)
	}
	for lang, want := range map[text.Language]string{text.Vietnamese: "e06cd0be", text.English: "b38a4a35"} {
		m := text.In(lang).Member
		if got := fmt.Sprintf("%.4x", sha256.Sum256([]byte(m.PointsText+m.NewsText))); got != want {
			t.Errorf("the consent texts of language %d are %s, want %s", lang, got, want)
		}
	}
}

func TestFitsEverySize(t *testing.T) {
	long, _ := screentest.Type(New(strings.Repeat("0", 40)), vi80, strings.Repeat("Ngạc ", 20))
	long, _ = screentest.Press(long, vi80, "f9")
	wrong, _ := long.Update(vi80, screen.Changed{Mine: true, Err: fault.Fields{
		fault.At("consents", "consent.required", nil), fault.At("phone", "phone.format", nil), fault.At("name", "field.required", nil)}})
	taken, _ := long.Update(vi80, screen.Changed{Mine: true, Err: fault.Fields{{Code: "phone.taken", Field: "phone",
		Args: fault.Args{"name": strings.Repeat("Ánh ", 15), "id": "m1"}}}})
	failed, _ := long.Update(vi80, screen.Changed{Mine: true, Err: fmt.Errorf("%s", strings.Repeat("quite unexpected ", 20))})
	for name, s := range map[string]screen.Screen{"empty": New(""), "long": long, "wrong": wrong, "taken": taken, "failed": failed} {
		t.Run(name, func(t *testing.T) { screentest.Fits(t, s, counter.State{}) })
	}
}

func TestTheButtonIsThereAtEverySize(t *testing.T) {
	for _, lang := range []text.Language{text.Vietnamese, text.English} {
		for _, height := range []int{17, 18, 19, 20, 21, 38} {
			env := screentest.Env(counter.State{}, lang, 60, height)
			if !screentest.Seen(New(""), env, "F9 "+env.Texts.Member.Create) {
				t.Errorf("it is not at height %d:\n%s", height, screentest.Plain(New("").Draw(env)))
			}
		}
	}
}
