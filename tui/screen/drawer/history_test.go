package drawer

import (
	"errors"
	"testing"

	"tim/domain/counter"
	"tim/domain/report"
	"tim/domain/shift"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

// past are shifts numbered below a number, as many as one answer has.
func past(before int64) (list []counter.FoundShift) {
	for n := before - 1; n > 0 && len(list) < counter.FindMax; n-- {
		list = append(list, counter.FoundShift{Filed: report.Filed{Shift: shift.Shift{Number: n, OpenedAt: story.Now, State: shift.Closed, Since: story.Now}}})
	}
	return list
}

// Whoever goes down the history comes to the till's first shift.
func TestTheHistoryGoesOnToTheFirstShift(t *testing.T) {
	env := screentest.Env(story.WithMember(), text.Vietnamese, 80, 21)
	s, _ := NewHistory().Update(env, screen.Opened{})
	s, _ = s.Update(env, screen.Answer{Seq: askShifts, Found: counter.Found{Shifts: past(451)}})
	screentest.See(t, s, env, "200 ca mới nhất, còn nữa", "450")
	s, asked := screentest.Press(s, env, "end")
	screentest.Asks(t, asked, screen.Ask{Seq: askOlder, Query: counter.Shifts{Before: 251}})
	if _, again := screentest.Press(s, env, "up"); len(again) > 0 {
		t.Error("it asks twice at a time")
	}
	s, _ = s.Update(env, screen.Answer{Seq: askOlder, Err: errors.New("the disk is slow")})
	screentest.See(t, s, env, "200 ca mới nhất, còn nữa") // what is here stays
	for _, before := range []int64{251, 51} {
		s, asked = screentest.Press(s, env, "end")
		screentest.Asks(t, asked, screen.Ask{Seq: askOlder, Query: counter.Shifts{Before: before}})
		s, _ = s.Update(env, screen.Answer{Seq: askOlder, Found: counter.Found{Shifts: past(before)}})
	}
	s, asked = screentest.Press(s, env, "end")
	if len(asked) > 0 {
		t.Error("it asks for more than there is")
	}
	screentest.See(t, s, env, "▸     1")
}
