package desk

import (
	"context"
	"fmt"
	"testing"
	"time"

	"tim/domain/report"
	"tim/domain/shift"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
)

// old has so many shifts, and an alert a day.
type old struct {
	story.Desk
	shifts int
	from   time.Time // that alerts were asked for last
}

func (o *old) Shifts(_ context.Context, q report.ShiftQuery) (lines []report.Line, _ error) {
	from := o.shifts
	if !q.Behind.IsZero() {
		from = int(q.Behind.ID.Number) - 1
	}
	for n := from; n > 0 && len(lines) < q.Limit; n-- {
		at := story.Now.AddDate(0, 0, n-o.shifts)
		lines = append(lines, report.Line{ID: report.ShiftID{Till: "01", Number: int64(n)}, Cashier: fmt.Sprint("ca ", n),
			Shift: shift.Shift{Number: int64(n), OpenedAt: at, State: shift.Closed, Since: at}})
	}
	return lines, nil
}

func (o *old) Alerts(_ context.Context, from, to time.Time) (list []report.Alert, _ error) {
	o.from = from
	for at := story.Now; at.After(from); at = at.AddDate(0, 0, -1) {
		list = append(list, report.Alert{ID: at.String(), Rule: report.CardLate, At: at})
	}
	return list, nil
}

// Whoever goes down the list of shifts comes to the very first, page by page, and each page says whether there are more.
func TestTheListOfShiftsGoesOnToTheFirst(t *testing.T) {
	env := at80()
	env.Width = 120
	s := sits(&old{shifts: 700}, env, "tab", "tab")
	screentest.See(t, s, env, "300 ca mới nhất, còn nữa", "ca 700")
	var asked []screen.Effect
	for range 2 {
		s, asked = screentest.Press(s, env, "end")
		s = answers(s, env, asked)
	}
	screentest.See(t, s, env, "700 ca, mới nhất trước")
	s, asked = screentest.Press(s, env, "end")
	if reviews(asked) > 0 {
		t.Error("it asks for more than there is")
	}
	screentest.See(t, s, env, "▸", "ca 1 ")
	env.Now = env.Now.Add(time.Hour)
	if _, asked = s.Update(env, screen.Ticked{}); reviews(asked) > 0 {
		t.Error("a long list is read anew under the mark")
	}
	s, asked = screentest.Press(s, env, "f5")
	screentest.See(t, answers(s, env, asked), env, "300 ca mới nhất, còn nữa")
}

// At the end of a month's alerts those come that are as old as rules look.
func TestAlertsGoOnAsFarAsRulesLook(t *testing.T) {
	env, d := at80(), &old{}
	env.Width = 120
	s := sits(d, env, "tab")
	screentest.See(t, s, env, "30 ngày qua, cũ hơn ở cuối")
	s, asked := screentest.Press(s, env, "end")
	s = answers(s, env, asked)
	screentest.See(t, s, env, "62 ngày qua, cũ hơn không soát")
	if !d.from.Equal(env.Now.Add(-report.Watched)) {
		t.Errorf("asked from %v on", d.from)
	}
	if _, asked := screentest.Press(s, env, "end"); reviews(asked) > 0 {
		t.Error("it asks for more than rules look at")
	}
}
