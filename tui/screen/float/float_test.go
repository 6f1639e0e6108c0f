package float

import (
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

func TestTheFloatIsEchoedBeforeEnter(t *testing.T) {
	env := screentest.Env(story.NoShift(), text.Vietnamese, 80, 21)
	s, effects := screentest.Press(New(), env, "enter")
	screentest.Asks(t, effects) // nothing typed is no answer
	for typed, want := range map[string]struct {
		echo  string
		float money.VND
	}{
		"500":     {"Mở ca với 500.000\u00a0₫  (500 nghìn)", 500_000},
		"999":     {"Mở ca với 999.000\u00a0₫", 999_000},
		"1000":    {"Mở ca với 1.000\u00a0₫", 1_000},
		"1250000": {"Mở ca với 1.250.000\u00a0₫", 1_250_000},
		"0":       {"Mở ca với 0\u00a0₫", 0},
	} {
		got, _ := screentest.Type(s, env, typed)
		if !screentest.Seen(got, env, want.echo) {
			t.Errorf("%s:\n%s", typed, screentest.Plain(got.Draw(env)))
		}
		_, effects := screentest.Press(got, env, "enter")
		screentest.Asks(t, effects, screen.Do{Action: counter.OpenShift{Float: want.float}})
	}
}

func TestTheFloatThatTheLastShiftLeftIsTakenByEnter(t *testing.T) {
	env := screentest.Env(story.LeftFloat(), text.Vietnamese, 80, 21)
	s := New()
	if !screentest.Seen(s, env, "Ca 17 (Trần Văn Minh) để lại 500.000\u00a0₫ · Enter nhận") {
		t.Fatal(screentest.Plain(s.Draw(env)))
	}
	_, effects := screentest.Press(s, env, "enter")
	screentest.Asks(t, effects, screen.Do{Action: counter.OpenShift{Float: 500_000}})
	other, _ := screentest.Type(s, env, "450")
	if !screentest.Seen(other, env, "! lệch −50.000\u00a0₫ so với ca trước để lại") {
		t.Fatal(screentest.Plain(other.Draw(env)))
	}
	_, effects = screentest.Press(other, env, "enter")
	screentest.Asks(t, effects, screen.Do{Action: counter.OpenShift{Float: 450_000}})
}

func TestARefusedFloatIsTypedOver(t *testing.T) {
	env := screentest.Env(story.NoShift(), text.Vietnamese, 80, 21)
	s, _ := screentest.Type(New(), env, "2000000000")
	s, _ = s.Update(env, screen.Changed{Err: fault.At("float", "float.range", nil), Mine: true})
	s, _ = screentest.Type(s, env, "7")
	if !screentest.Seen(s, env, "7.000") {
		t.Fatal(screentest.Plain(s.Draw(env)))
	}
}

func TestSomebodyElseMaySignIn(t *testing.T) {
	env := screentest.Env(story.NoShift(), text.Vietnamese, 80, 21)
	_, effects := screentest.Tap(t, New(), env, "Đổi người")
	screentest.Asks(t, effects, screen.Do{Action: counter.SignOut{}})
}

func TestItFillsEverySize(t *testing.T) { screentest.Fits(t, New(), story.NoShift()) }
