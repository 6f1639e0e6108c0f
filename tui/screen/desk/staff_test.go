package desk

import (
	"context"
	"testing"
	"testing/synctest"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/shift"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/screen/screentest"
	"tim/tui/story"
)

// office is a shop's staff at a central that answers as a test wants.
type office struct {
	known  func() []shift.Listed
	change func(context.Context) ([]shift.Listed, error)
}

func (o office) KnownStaff() []shift.Listed { return o.known() }

func (office) Staff(context.Context) ([]shift.Listed, error) {
	return []shift.Listed{{ID: "lan", Name: "Vũ Ngọc Lan", Role: shift.Cashier}}, nil
}

func (o office) ChangeStaff(ctx context.Context, _ counter.StaffWish) ([]shift.Listed, error) {
	return o.change(ctx)
}

// managing is the page of the staff behind a manager's PIN, and what it asks for at first.
func managing(o Office) (screen.Screen, []screen.Effect) {
	s := LockedStaff(story.Desk{}, o)
	s.door = leaves.Door{}
	return s.Update(at80(), screen.Opened{})
}

// The till's own list waits for what the till is doing, which may be a slow disk: no key does.
func TestOpeningTheStaffPageWaitsForNothing(t *testing.T) {
	env, busy := at80(), make(chan struct{})
	s, asked := managing(office{known: func() []shift.Listed {
		<-busy
		return []shift.Listed{{ID: "hong", Name: "Lê Thị Hồng", Role: shift.Cashier}}
	}})
	close(busy)
	known, central := asked[:1], asked[1:]
	screentest.See(t, answers(s, env, known), env, "Lê Thị Hồng")
	s = answers(s, env, central)
	screentest.See(t, s, env, "Vũ Ngọc Lan")
	screentest.See(t, answers(s, env, known), env, "Vũ Ngọc Lan") // central's word counts, whichever comes last
}

// Whoever hires sees whom they hired, also where the list that was asked for before comes last.
func TestAListOfBeforeAChangeIsNotShownBehindIt(t *testing.T) {
	env, none := at80(), func() []shift.Listed { return nil }
	s, first := managing(office{known: none, change: func(context.Context) ([]shift.Listed, error) {
		return []shift.Listed{{ID: "ha", Name: "Đỗ Thu Hà", Role: shift.Cashier}}, nil
	}})
	s, asked := hire(s, env)
	s = answers(s, env, asked)
	screentest.See(t, s, env, "Đỗ Thu Hà")
	screentest.See(t, answers(s, env, first), env, "Đỗ Thu Hà")
}

// A change that central never answered may be done: that is what the manager must read, not that a list is late.
func TestAChangeThatCentralDoesNotAnswerIsUnsure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		env := at80()
		s, _ := managing(office{known: func() []shift.Listed { return nil }, change: func(ctx context.Context) ([]shift.Listed, error) {
			<-ctx.Done()
			return nil, fault.Wrap(fault.Unavailable, "staff.unsure", ctx.Err(), nil)
		}})
		s, asked := hire(s, env)
		screentest.See(t, answers(s, env, asked), env, "có thể đã đổi")
	})
}

// A list that couldn't be read anew says so, as every page of the desk does.
func TestAnOlderListOfTheStaffSaysSo(t *testing.T) {
	env := at80()
	s, asked := managing(office{known: func() []shift.Listed { return nil }})
	s, asked = screentest.Press(answers(s, env, asked), env, "f5")
	s, _ = s.Update(env, screen.Reviewed{Seq: asked[0].(screen.Review).Seq, Err: fault.New(fault.Unavailable, "staff.offline", nil)})
	screentest.See(t, s, env, "Vũ Ngọc Lan", "✗ F5 thử lại")
}

// hire fills in the form of somebody new and sends it.
func hire(s screen.Screen, env screen.Env) (screen.Screen, []screen.Effect) {
	s, _ = screentest.Press(s, env, "end", "enter")
	s, _ = screentest.Type(s, env, "Ha")
	s, _ = screentest.Press(s, env, "enter", "enter", "7", "5", "3", "1", "enter")
	return screentest.Press(s, env, "7", "5", "3", "1", "enter")
}
