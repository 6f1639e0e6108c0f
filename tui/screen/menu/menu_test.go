package menu

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

func at(state counter.State) screen.Env { return screentest.Env(state, text.Vietnamese, 80, 21) }

func wants(t *testing.T, got []screen.Effect, want ...screen.Effect) {
	t.Helper()
	if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Fatalf("asked for %#v, want %#v", got, want)
	}
}

func TestTheMenuShowsTheShiftsFacts(t *testing.T) {
	seen := screentest.Plain(New().Draw(at(story.Order())))
	for _, want := range []string{"Quầy          01", "Lê Thị Hồng", "21/11/2026 07:02", "500.000\u00a0₫"} {
		if !strings.Contains(seen, want) {
			t.Errorf("%q is not there:\n%s", want, seen)
		}
	}
	if !screentest.Seen(New(), at(story.NoShift()), "chưa mở ca") {
		t.Error("that no shift is open is not told")
	}
}

func TestTheShiftsCashierIsNamedWhoeverIsSignedIn(t *testing.T) {
	state := story.Order()
	state.Staff = &state.Roster[1]
	if !screentest.Seen(New(), at(state), "Lê Thị Hồng") {
		t.Error("the shift is shown as another's")
	}
}

func TestRowsByArrowsAndByTap(t *testing.T) {
	env := at(story.Order())
	env.Height = 25 // all rows are to be seen
	rows := []struct {
		seen string
		want screen.Effect
	}{
		{"Tìm đơn, trả hàng", screen.Go{Route: screen.Orders}},
		{"Thu vào két", screen.Go{Route: screen.PaidIn}},
		{"Chi từ két", screen.Go{Route: screen.PaidOut}},
		{"Nộp về két lớn", screen.Go{Route: screen.SafeDrop}},
		{"Mở két không bán hàng", screen.Go{Route: screen.NoSale}},
		{"Báo cáo X", screen.Do{Action: counter.TakeX{}}},
		{"Đếm và đóng ca", screen.Go{Route: screen.CloseShift}},
		{"Bàn giao két", screen.Go{Route: screen.HandOver}},
		{"Tạm dừng ca", screen.Do{Action: counter.SuspendShift{}}},
		{"Các ca đã qua", screen.Go{Route: screen.Shifts}},
		{"Bàn giám sát", screen.Go{Route: screen.Desk}},
		{"Bàn quản lý", screen.Go{Route: screen.Manage}},
		{"Nhân viên", screen.Go{Route: screen.Staff}},
		{"Đào tạo", screen.Do{Action: counter.StartTraining{}}},
		{"Máy in", screen.Go{Route: screen.Printer}},
		{"Khóa màn hình", screen.Global{ID: keymap.Lock}},
		{"Đăng xuất", screen.Do{Action: counter.SignOut{}}},
		{"English", screen.Global{ID: keymap.Language}},
		{"Đổi màu", screen.Global{ID: keymap.Theme}},
	}
	for _, row := range rows {
		_, asked := screentest.Tap(t, New(), env, row.seen)
		wants(t, asked, row.want)
	}
	var down []string
	for i, row := range rows {
		_, asked := screentest.Press(New(), env, append(down, "enter")...)
		wants(t, asked, row.want)
		down = append(down, "down")
		if i == 0 || row.seen == "Bàn giao két" {
			down = append(down, "down") // past what asks first
		}
	}
}

func TestVoidingAsksWhyAndEnterAloneKeepsTheOrder(t *testing.T) {
	env := at(story.Order())
	s, asked := screentest.Press(New(), env, "down", "enter")
	wants(t, asked)
	if !screentest.Seen(s, env, "Vì sao hủy đơn này?") || !screentest.Seen(s, env, "193.290\u00a0₫") || !screentest.Seen(s, env, "▸ Giữ đơn") {
		t.Fatalf("no reason is asked for:\n%s", screentest.Plain(s.Draw(env)))
	}
	for _, key := range []string{"enter", "esc"} {
		kept, asked := screentest.Press(s, env, key)
		wants(t, asked)
		if !screentest.Seen(kept, env, "▸ Hủy đơn đang mở") {
			t.Errorf("%s doesn't lead back to the menu", key)
		}
	}
	_, asked = screentest.Tap(t, s, env, "Khách đổi ý")
	wants(t, asked, screen.Do{Action: counter.VoidOrder{Reason: "changed-mind"}})
	_, asked = screentest.Press(s, env, "end", "enter")
	wants(t, asked, screen.Do{Action: counter.VoidOrder{Reason: "other"}})
}

func TestTheMenuClosesWhenTheSupervisorVoidedTheOrder(t *testing.T) {
	env := at(story.Order())
	s, _ := screentest.Press(New(), env, "down", "enter", "down", "enter")
	waiting := at(story.VoidApproval())
	s, asked := s.Update(waiting, screen.Changed{Mine: true, Err: fault.New(fault.Forbidden, "approval.needed", nil)})
	wants(t, asked)
	_, asked = s.Update(at(story.Empty()), screen.Changed{})
	wants(t, asked, screen.Close{})

	s, asked = s.Update(env, screen.Changed{}) // the supervisor dismissed it
	wants(t, asked)
	_, asked = s.Update(at(story.Empty()), screen.Changed{}) // gone in another way, later
	wants(t, asked)
}

// The X is two keys from selling, and so is the count.
func TestTheDrawersRowsHaveKeys(t *testing.T) {
	for key, want := range map[string]screen.Effect{"f4": screen.Go{Route: screen.NoSale}, "f5": screen.Do{Action: counter.TakeX{}},
		"f6": screen.Go{Route: screen.PaidIn}, "f7": screen.Go{Route: screen.PaidOut}, "f8": screen.Go{Route: screen.SafeDrop}, "f9": screen.Go{Route: screen.CloseShift}} {
		_, asked := screentest.Press(New(), at(story.Order()), key)
		wants(t, asked, want)
		_, asked = screentest.Press(New(), at(story.NoShift()), key)
		wants(t, asked)
	}
}

func TestWithoutAShiftItsRowsOnlySayThatNoneIsOpen(t *testing.T) {
	_, asked := screentest.Tap(t, New(), at(story.NoShift()), "Đếm và đóng ca")
	wants(t, asked, screen.Tell{Notice: counter.Notice{Code: "shift.closed", Error: true}}, screen.Beep{})
	_, asked = screentest.Tap(t, New(), at(story.NoShift()), "Các ca đã qua")
	wants(t, asked, screen.Go{Route: screen.Shifts})
}

func TestClosingBlindIsNeverOneEnterAway(t *testing.T) {
	env := at(story.Drawer())
	s, asked := screentest.Tap(t, New(), env, "Ngừng bán, đếm sau")
	wants(t, asked)
	kept, asked := screentest.Press(s, env, "enter")
	wants(t, asked)
	if !screentest.Seen(kept, env, "▸ Ngừng bán, đếm sau") {
		t.Errorf("it doesn't lead back to its row:\n%s", screentest.Plain(kept.Draw(env)))
	}
	_, asked = screentest.Press(s, env, "down", "enter")
	wants(t, asked, screen.Do{Action: counter.CloseBlind{}})
}

func TestTheMenuSaysWhatTheDrawerHolds(t *testing.T) {
	if !screentest.Seen(New(), at(story.Drawer()), "kiểm mù") {
		t.Error("a blind count is not told")
	}
	full := story.FullDrawer()
	for _, want := range []string{"8.450.000\u00a0₫", "quá 8.000.000\u00a0₫"} {
		if !screentest.Seen(New(), at(full), want) {
			t.Errorf("%q is not there:\n%s", want, screentest.Plain(New().Draw(at(full))))
		}
	}
}

func TestWithoutAnOrderThereIsNothingToVoid(t *testing.T) {
	env := at(story.Empty())
	s, asked := screentest.Press(New(), env, "down", "enter")
	wants(t, asked, screen.Tell{Notice: counter.Notice{Code: "order.empty", Error: true}}, screen.Beep{})
	if !screentest.Seen(s, env, "không có đơn nào đang mở") {
		t.Error("it isn't told beforehand")
	}
}

func TestEveryReasonHasWordsInBothLanguages(t *testing.T) {
	for _, lang := range []text.Language{text.Vietnamese, text.English} {
		for _, code := range reasons {
			if text.In(lang).Menu.Reason(code) == "" {
				t.Errorf("%s has none", code)
			}
		}
	}
}

func TestNoLetterOrDigitActs(t *testing.T) {
	for r := ' '; r <= '~'; r++ {
		_, asked := screentest.Type(New(), at(story.Order()), string(r))
		wants(t, asked)
		_, asked = screentest.Type(list(t), at(story.Order()), string(r))
		for _, e := range asked {
			if _, search := e.(screen.Ask); !search {
				t.Errorf("%q asks for %#v", r, e)
			}
		}
	}
}

func TestFitsEverySize(t *testing.T) {
	env := at(story.Order())
	asking, _ := screentest.Press(New(), env, "down", "enter")
	waiting, _ := NewOrders().Update(env, screen.Opened{})
	none, _ := waiting.Update(env, screen.Answer{Seq: 1})
	failed, _ := waiting.Update(env, screen.Answer{Seq: 1, Err: fault.New(fault.Unavailable, "ledger.full", nil)})
	huge := some()
	for i := range 200 {
		o := huge[1]
		o.ID, o.Lines = fmt.Sprint("x", i), []sale.Line{{ID: "1", Quantity: money.Units(1), UnitPrice: money.Max}}
		o.Receipt = strings.Repeat("HD-", 20)
		huge = append(huge, o)
	}
	many, _ := waiting.Update(env, screen.Answer{Seq: 1, Found: counter.Found{Orders: huge}})
	many, _ = screentest.Press(many, env, "end")
	for _, state := range []counter.State{story.Order(), story.LongNames(), story.Huge(), story.SignedOut()} {
		screentest.Fits(t, New(), state)
		screentest.Fits(t, asking, state)
	}
	for name, s := range map[string]screen.Screen{"waiting": waiting, "none": none, "failed": failed, "orders": list(t), "many": many, "people": twoPeople(t)} {
		t.Run(name, func(t *testing.T) { screentest.Fits(t, s, story.Empty()) })
	}
}
