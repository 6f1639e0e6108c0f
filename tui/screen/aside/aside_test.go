package aside

import (
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

func at(s counter.State) (screen.Screen, screen.Env) {
	return New(), screentest.Env(s, text.Vietnamese, 80, 21)
}

func TestEnterTakesTheMarkedCartUpAndTheListCloses(t *testing.T) {
	s := story.Holding()
	h, env := at(s)
	screentest.See(t, h, env, "“quên ví, áo đỏ”", "♥ Nguyễn Thị Ánh", "412.500 ₫", "▲", "sẽ được treo lại")
	h, effects := screentest.Press(h, env, "down", "enter")
	screentest.Asks(t, effects, screen.Do{Action: counter.RecallCart{Order: "store/h2"}})
	s.Held = append(s.Held[:1:1], s.Held[2])
	_, effects = h.Update(screentest.Env(s, text.Vietnamese, 80, 21), screen.Changed{Mine: true})
	screentest.Asks(t, effects, screen.Close{})
}

func TestThrowingAwayAsksForAReasonAndKeepsByDefault(t *testing.T) {
	s := story.Holding()
	h, env := at(s)
	h, effects := screentest.Press(h, env, "down", "delete", "enter")
	screentest.Asks(t, effects)
	_, effects = screentest.Press(h, env, "delete", "down", "enter")
	screentest.Asks(t, effects, screen.Do{Action: counter.VoidHeld{Order: "store/h2", Reason: "changed-mind"}})
	_, effects = screentest.Press(h, env, "delete", "esc", "esc")
	screentest.Asks(t, effects, screen.Close{})
}

// What the link brings is no answer: the reasons stay where the cashier reads them, before the till's answer and behind a refusal.
func TestNewsIsNoAnswer(t *testing.T) {
	s := story.Holding()
	h, env := at(s)
	h, _ = screentest.Press(h, env, "down", "delete", "down", "enter")
	h, _ = h.Update(env, screen.Changed{})
	screentest.See(t, h, env, env.Texts.Held.Why)
	h, _ = h.Update(env, screen.Changed{Mine: true, Err: fault.New(fault.Unavailable, "ledger.full", nil)})
	h, _ = h.Update(env, screen.Changed{})
	screentest.See(t, h, env, env.Texts.Held.Why)

	h, effects := screentest.Press(h, env, "enter")
	screentest.Asks(t, effects, screen.Do{Action: counter.VoidHeld{Order: "store/h2", Reason: "changed-mind"}})
	waits := s
	waits.Approval = &counter.ApprovalNeeded{}
	h, _ = h.Update(screentest.Env(waits, text.Vietnamese, 80, 21), screen.Changed{Mine: true})
	h, _ = h.Update(env, screen.Changed{}) // the supervisor said no
	screentest.See(t, h, env, env.Texts.Held.Title)
}

func TestTheListFits(t *testing.T) {
	s := story.Holding()
	h, env := at(s)
	screentest.Fits(t, h, s)
	h, _ = screentest.Press(h, env, "delete")
	screentest.Fits(t, h, s)
	s.Held = nil
	screentest.Fits(t, New(), s)
}
