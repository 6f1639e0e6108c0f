package signin

import (
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

func TestDigitsGoToThePINAndEnterSignsIn(t *testing.T) {
	env := screentest.Env(story.SignedOut(), text.Vietnamese, 80, 21)
	s, effects := screentest.Press(New(), env, "enter")
	screentest.Asks(t, effects) // an empty PIN is no try
	s, _ = screentest.Press(s, env, "down", "9", "9", "x", "9", "9")
	if screentest.Seen(s, env, "│ 9") || !screentest.Seen(s, env, "│ ••••") {
		t.Fatal(screentest.Plain(s.Draw(env)))
	}
	s, effects = screentest.Press(s, env, "enter")
	screentest.Asks(t, effects, screen.Do{Action: counter.SignIn{Staff: "minh", PIN: "9999"}})
	if screentest.Seen(s, env, "••") {
		t.Fatal("the PIN stays after it was tried")
	}
}

func TestAPersonIsChosenByATap(t *testing.T) {
	env := screentest.Env(story.SignedOut(), text.Vietnamese, 80, 21)
	s, _ := screentest.Tap(t, New(), env, "Trần Văn Minh")
	if !screentest.Seen(s, env, "PIN của Trần Văn Minh") {
		t.Fatal(screentest.Plain(s.Draw(env)))
	}
	s, _ = screentest.Press(s, env, "1", "2", "3", "4")
	_, effects := screentest.Tap(t, s, env, "Vào quầy")
	screentest.Asks(t, effects, screen.Do{Action: counter.SignIn{Staff: "minh", PIN: "1234"}})
}

func TestALockedKeypadCountsDown(t *testing.T) {
	env := screentest.Env(story.SignedOut(), text.Vietnamese, 80, 21)
	err := fault.New(fault.Forbidden, "pin.locked", fault.Args{"until": env.Now.Add(15 * time.Second)})
	s, _ := New().Update(env, screen.Changed{Err: err, Mine: true})
	if !screentest.Seen(s, env, "chờ 00:15") {
		t.Fatal(screentest.Plain(s.Draw(env)))
	}
	if s, _ := screentest.Press(s, env, "down"); screentest.Seen(s, env, "chờ") {
		t.Error("somebody else's PIN waits too")
	}
	env.Now = env.Now.Add(16 * time.Second)
	if screentest.Seen(s, env, "chờ") || !screentest.Seen(s, env, "Vào quầy") {
		t.Fatal(screentest.Plain(s.Draw(env)))
	}
}

func TestPINsAreShownInTheDemoOnly(t *testing.T) {
	env := screentest.Env(story.SignedOut(), text.English, 80, 21)
	if !screentest.Seen(New(), env, "PIN 1111") {
		t.Fatal("the demo hides its PIN")
	}
	for i := range env.State.Roster {
		env.State.Roster[i].PIN = ""
	}
	if screentest.Seen(New(), env, "1111") {
		t.Fatal("a PIN is shown")
	}
}

func TestItFillsEverySize(t *testing.T) {
	s := story.SignedOut()
	screentest.Fits(t, New(), s)
	for range 60 {
		s.Roster = append(s.Roster, counter.Person{ID: "x", Name: "Công Tằng Tôn Nữ Hoàng Diệu Nguyễn Phước Khánh Trang Thanh An"})
	}
	screentest.Fits(t, New(), s)
	s.Roster = nil
	screentest.Fits(t, New(), s)
}
