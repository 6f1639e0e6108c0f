package drawer

import (
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/report"
	"tim/domain/shift"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

func at(state counter.State) screen.Env { return screentest.Env(state, text.Vietnamese, 80, 21) }

func TestCashPaidOutNeedsAnAmountAndAReason(t *testing.T) {
	env := at(story.Drawer())
	s, asked := screentest.Press(NewMove(shift.PaidOut), env, "f9")
	screentest.Asks(t, asked, screen.Beep{}) // nothing typed is no amount
	s, asked = screentest.Press(s, env, "5", "0", "enter")
	screentest.Asks(t, asked)
	screentest.See(t, s, env, "= 50.000 ₫", "▸ Lý do")
	s, asked = screentest.Press(s, env, "down", "down", "enter")
	screentest.Asks(t, asked, screen.Do{Action: counter.MoveCash{Kind: shift.PaidOut, Amount: 50_000, Reason: "Mua đồ dùng"}})
	_, asked = screentest.Press(s, env, "enter")
	screentest.Asks(t, asked) // a second Enter is not a second payment
}

func TestADropByNotesNeedsNoReason(t *testing.T) {
	env := at(story.FullDrawer())
	s, asked := screentest.Press(NewMove(shift.SafeDrop), env, "f6", "4", "down", "1", "f9")
	screentest.Asks(t, asked, screen.Do{Action: counter.MoveCash{Kind: shift.SafeDrop, Amount: 2_200_000, Pieces: [len(shift.Denominations)]int64{4, 1}}})
	screentest.See(t, s, env, "2.200.000 ₫")
	_, asked = screentest.Press(NewMove(shift.SafeDrop), env, "5", "0", "0", "enter")
	screentest.Asks(t, asked, screen.Do{Action: counter.MoveCash{Kind: shift.SafeDrop, Amount: 500_000}})
}

func TestARefusedMovementKeepsWhatWasTyped(t *testing.T) {
	env := at(story.Drawer())
	s, _ := screentest.Press(NewNoSale(), env, "f9")
	s, asked := s.Update(env, screen.Changed{Mine: true, Err: fault.At("reason", "field.required", nil)})
	screentest.Asks(t, asked, screen.Beep{})
	s, _ = screentest.Type(s, env, "Kiểm két")
	s, asked = screentest.Press(s, env, "f9")
	screentest.Asks(t, asked, screen.Do{Action: counter.OpenDrawer{Reason: "Kiểm két"}})

	waiting := at(story.NoSaleApproval())
	s, asked = s.Update(waiting, screen.Changed{Mine: true})
	screentest.Asks(t, asked)
	dismissed, asked := s.Update(env, screen.Changed{})
	screentest.Asks(t, asked)
	screentest.See(t, dismissed, env, "Kiểm két")
	opened := story.Drawer()
	opened.Notice = &counter.Notice{Code: "drawer.opened"}
	_, asked = s.Update(at(opened), screen.Changed{})
	screentest.Asks(t, asked, screen.Home{})
}

// What the link brings meanwhile is no answer: cash that is under way is neither moved twice nor refused unseen.
func TestNewsIsNoAnswer(t *testing.T) {
	env := at(story.Drawer())
	s, _ := screentest.Press(NewNoSale(), env, "1", "f9")
	s, asked := s.Update(env, screen.Changed{})
	screentest.Asks(t, asked)
	s, asked = screentest.Press(s, env, "f9")
	screentest.Asks(t, asked)
	opened := story.Drawer()
	opened.Notice = &counter.Notice{Code: "drawer.opened"}
	_, asked = s.Update(at(opened), screen.Changed{Mine: true})
	screentest.Asks(t, asked, screen.Home{})

	counted := at(story.Counted(414_000))
	s, _ = screentest.Press(NewClose(""), env, "f6", "4", "1", "4", "f9")
	s = countOf(t, s, story.Counted(414_000))
	s, _ = screentest.Press(s, counted, "f9")
	s, _ = s.Update(counted, screen.Changed{})
	s, asked = s.Update(counted, screen.Changed{Mine: true, Err: fault.At("left", "left.range", fault.Args{"max": int64(414_000)})})
	screentest.Asks(t, asked, screen.Beep{})
	screentest.See(t, s, counted, "414.000")
}

// The drawer that the stories count should hold 414.000.
func countOf(t *testing.T, s screen.Screen, counted counter.State) screen.Screen {
	t.Helper()
	s, _ = s.Update(at(counted), screen.Changed{Mine: true})
	return s
}

func TestAnExactDrawerIsClosedByF9Twice(t *testing.T) {
	env := at(story.Drawer())
	s, asked := screentest.Press(NewClose(""), env, "f6", "4", "1", "4", "f9")
	screentest.Asks(t, asked, screen.Do{Action: counter.CountDrawer{Amount: 414_000}})
	screentest.Hidden(t, s, env, "Phải có")
	after := at(story.Counted(414_000))
	s = countOf(t, s, story.Counted(414_000))
	screentest.See(t, s, after, "Khớp, không thừa không thiếu")
	s, asked = screentest.Press(s, after, "f9")
	screentest.Asks(t, asked, screen.Do{Action: counter.CloseShift{}})
	closed := story.Counted(414_000)
	closed.Report = &report.Paper{Z: &report.Z{}}
	_, asked = s.Update(at(closed), screen.Changed{Mine: true})
	screentest.Asks(t, asked, screen.Home{})
}

func TestNotesAreCountedWithTheKeypadAlone(t *testing.T) {
	env := at(story.Drawer())
	s, _ := screentest.Press(NewClose(""), env, "enter", "enter", "2", "enter", "3", "enter", "2", "enter", "1") // 400.000
	s, asked := screentest.Press(s, env, "enter", "enter", "enter", "enter", "enter", "enter")                   // past the last note
	screentest.Asks(t, asked)
	s, _ = screentest.Press(s, env, "3", "2", "0", "0", "0", "enter") // the card terminal's
	_, asked = screentest.Press(s, env, "enter")
	screentest.Asks(t, asked, screen.Do{Action: counter.CountDrawer{Amount: 400_000, Pieces: [len(shift.Denominations)]int64{0, 0, 2, 3, 2, 1}, Cards: 32_000}})
}

func TestAShortDrawerNeedsAReason(t *testing.T) {
	env := at(story.Drawer())
	s, _ := screentest.Press(NewClose(""), env, "f6", "4", "0", "4", "f9")
	after := at(story.Counted(404_000))
	s = countOf(t, s, story.Counted(404_000))
	screentest.See(t, s, after, "THIẾU", "▸ Lý do")
	s, asked := screentest.Press(s, after, "f9")
	screentest.Asks(t, asked, screen.Do{Action: counter.CloseShift{}})
	s, _ = s.Update(after, screen.Changed{Mine: true, Err: fault.At("reason", "field.required", nil)})
	_, asked = screentest.Press(s, after, "down", "enter")
	screentest.Asks(t, asked, screen.Do{Action: counter.CloseShift{Reason: "Thối nhầm tiền"}})

	again, asked := screentest.Press(s, after, "esc")
	screentest.Asks(t, asked)
	screentest.See(t, again, after, "404.000 ₫")
	_, asked = screentest.Press(again, after, "esc")
	screentest.Asks(t, asked, screen.Park{}) // and the count is there when they come back
}

func TestACloseSaysWhatStaysInTheDrawer(t *testing.T) {
	env := at(story.Drawer())
	s, _ := screentest.Press(NewClose(""), env, "f6", "4", "1", "4", "f9")
	after := at(story.Counted(414_000))
	s = countOf(t, s, story.Counted(414_000))
	s, asked := screentest.Press(s, after, "3", "0", "0", "0", "0", "0", "enter")
	screentest.Asks(t, asked, screen.Do{Action: counter.CloseShift{Left: 300_000}})
	s, _ = s.Update(after, screen.Changed{Mine: true, Err: fault.At("left", "left.range", nil)})
	_, asked = screentest.Press(s, after, "2", "0", "0", "0", "0", "0", "f9")
	screentest.Asks(t, asked, screen.Do{Action: counter.CloseShift{Left: 200_000}})
}

func TestAHandOverNamesWhoTakesTheDrawer(t *testing.T) {
	env := at(story.Drawer())
	s, _ := screentest.Press(NewHandOver(), env, "f6", "4", "1", "4", "f9")
	after := at(story.Counted(414_000))
	s = countOf(t, s, story.Counted(414_000))
	screentest.See(t, s, after, "Trần Văn Minh", "414.000")
	s, _ = screentest.Press(s, after, "enter", "9", "9", "9", "9", "enter", "3", "0", "0")
	s, asked := screentest.Press(s, after, "enter")
	screentest.Asks(t, asked, screen.Do{Action: counter.CloseShift{To: "minh", PIN: "9999", Left: 300_000}})
	s, _ = s.Update(after, screen.Changed{Mine: true, Err: fault.New(fault.Forbidden, "pin.wrong", nil)})
	_, asked = screentest.Press(s, after, "8", "8", "8", "8", "f9")
	screentest.Asks(t, asked, screen.Do{Action: counter.CloseShift{To: "minh", PIN: "8888", Left: 300_000}})
}

func TestACloseSaysWhatIsNotSentAndWhatStandsInTheWay(t *testing.T) {
	screentest.See(t, NewClose(""), at(story.DrawerOffline()), "12 sự kiện chưa gửi")
	state := story.Order()
	state.Shifts = story.Drawer().Shifts
	screentest.See(t, NewClose(""), at(state), "Đơn đang có hàng")
}

func TestTheHistoryShowsTheZOfAClosedShift(t *testing.T) {
	env := at(story.Drawer())
	s, asked := NewHistory().Update(env, screen.Opened{})
	screentest.Asks(t, asked, screen.Ask{Seq: askShifts, Query: counter.Shifts{}})
	s, _ = s.Update(env, screen.Answer{Seq: askShifts, Found: counter.Found{Shifts: story.Past()}})
	screentest.See(t, s, env, "−20.000", "12.480.500", "đang bán")
	_, asked = screentest.Press(s, env, "enter")
	screentest.Asks(t, asked, screen.Do{Action: counter.TakeX{Shift: "s1"}})
	_, asked = screentest.Press(s, env, "down", "down", "enter")
	screentest.Asks(t, asked, screen.Go{Route: screen.Report, Param: "15"})
}

func TestAZIsPrintedAgainFromItsPaper(t *testing.T) {
	env := at(story.Drawer())
	s, asked := NewPaper("17").Update(env, screen.Opened{})
	screentest.Asks(t, asked, screen.Ask{Seq: askReport, Query: counter.ReportOf{Number: 17}})
	z := story.Z()
	s, _ = s.Update(env, screen.Answer{Seq: askReport, Found: counter.Found{Report: z.Report}})
	screentest.See(t, s, env, "BÁO CÁO CUỐI CA (Z)")
	_, asked = screentest.Press(s, env, "f5")
	screentest.Asks(t, asked, screen.Do{Action: counter.ReprintZ{Number: 17}})
	copied := *z.Report
	copied.Copies = 1
	z.Report = &copied
	s, _ = s.Update(at(z), screen.Changed{}) // a supervisor approved
	screentest.See(t, s, env, "BẢN SAO")
}

func TestEveryScreenFillsEverySize(t *testing.T) {
	env := at(story.Drawer())
	byNotes, _ := screentest.Press(NewMove(shift.PaidIn), env, "f6", "9", "9", "9", "9", "9", "9", "9")
	asked, _ := screentest.Press(NewClose(""), env, "f6", "1", "f9")
	short := countOf(t, asked, story.Counted(404_000))
	handing, _ := screentest.Press(NewHandOver(), env, "f6", "1", "f9")
	handing = countOf(t, handing, story.Counted(404_000))
	for name, s := range map[string]screen.Screen{"paid in": NewMove(shift.PaidIn), "by notes": byNotes, "no sale": NewNoSale(), "count": NewClose(""),
		"short": short, "hand over": handing, "history": NewHistory(), "paper": NewPaper("")} {
		for _, state := range []counter.State{story.Drawer(), story.DrawerOffline(), story.Counted(404_000), story.Counted(414_000), story.LongNames()} {
			t.Run(name, func(t *testing.T) { screentest.Fits(t, s, state) })
		}
	}
	listed, _ := NewHistory().Update(env, screen.Answer{Seq: askShifts, Found: counter.Found{Shifts: story.Past()}})
	screentest.Fits(t, listed, story.Drawer())
	z, _ := NewPaper("").Update(at(story.Z()), screen.Opened{})
	screentest.Fits(t, z, story.Drawer())
}
