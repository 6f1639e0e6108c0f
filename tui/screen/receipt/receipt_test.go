package receipt

import (
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

func opened(state counter.State, env screen.Env) (screen.Screen, []screen.Effect) {
	key := "store/o1"
	if state.Last != nil {
		key = state.Last.Order.Key()
	}
	return New(key).Update(env, screen.Opened{})
}

func TestTheSaleJustFinishedIsShownAtOnce(t *testing.T) {
	state := story.Done()
	env := screentest.Env(state, text.Vietnamese, 80, 60)
	r, asked := opened(state, env)
	if len(asked) > 0 {
		t.Errorf("asked for %#v", asked)
	}
	for _, want := range []string{"HD-01-000123", "71.000\u00a0₫", "+48", "48.340 × 100 %", "09•• ••• 678", "Đã lưu: receipts/HD-01-000123.txt"} {
		if !screentest.Seen(r, env, want) {
			t.Errorf("%q is not on the receipt:\n%s", want, screentest.Plain(r.Draw(env)))
		}
	}
}

func TestAnOlderReceiptIsAskedForAndALateAnswerDropped(t *testing.T) {
	state := story.Empty()
	env := screentest.Env(state, text.Vietnamese, 80, 60)
	r, asked := New("store/o7").Update(env, screen.Opened{})
	if !reflect.DeepEqual(asked, []screen.Effect{screen.Ask{Seq: 1, Query: counter.Receipt{Order: "store/o7"}}, screen.Ask{Seq: 2, Query: counter.ReturnOffer{Order: "store/o7"}}}) {
		t.Fatalf("asked for %#v", asked)
	}
	doc := story.Done().Last.Receipt
	r, _ = r.Update(env, screen.Answer{Seq: 7, Found: counter.Found{Receipt: doc}})
	if screentest.Seen(r, env, "71.000\u00a0₫") {
		t.Error("an answer to another question is shown")
	}
	r, _ = r.Update(env, screen.Answer{Seq: 1, Found: counter.Found{Receipt: doc}})
	if !screentest.Seen(r, env, "71.000\u00a0₫") {
		t.Errorf("the receipt is not shown:\n%s", screentest.Plain(r.Draw(env)))
	}
}

func TestAReceiptThatCannotBeReadSaysWhy(t *testing.T) {
	env := screentest.Env(story.Empty(), text.Vietnamese, 80, 21)
	r, _ := New("store/o7").Update(env, screen.Opened{})
	r, _ = r.Update(env, screen.Answer{Seq: 1, Err: fault.New(fault.NotFound, "order.unknown", nil)})
	if !screentest.Seen(r, env, "✗ Không thấy đơn này") {
		t.Errorf("no reason is told:\n%s", screentest.Plain(r.Draw(env)))
	}
	if _, asked := screentest.Press(r, env, "f9"); !reflect.DeepEqual(asked, []screen.Effect{screen.Beep{}}) {
		t.Errorf("asked for %#v", asked)
	}
}

func TestTabChangesThePaperAndBack(t *testing.T) {
	state := story.Done()
	env := screentest.Env(state, text.Vietnamese, 80, 60)
	r, _ := opened(state, env)
	wide := screentest.Plain(r.Draw(env))
	r, _ = screentest.Press(r, env, "tab")
	if !screentest.Seen(r, env, "┌─ HD-01-000123 ───────────────────┐") {
		t.Errorf("not 32 columns:\n%s", screentest.Plain(r.Draw(env)))
	}
	r, _ = screentest.Tap(t, r, env, "48 cột")
	if screentest.Plain(r.Draw(env)) != wide {
		t.Error("a tap on the button doesn't lead back")
	}
}

func TestTheReceiptFollowsTheLanguage(t *testing.T) {
	state := story.Done()
	r, _ := opened(state, screentest.Env(state, text.Vietnamese, 80, 60))
	if !screentest.Seen(r, screentest.Env(state, text.English, 80, 60), "SALES RECEIPT") {
		t.Error("the language changed and the paper did not")
	}
}

func TestAReprintIsAskedForOnceByKeyOrTap(t *testing.T) {
	state := story.Done()
	env := screentest.Env(state, text.Vietnamese, 80, 21)
	r, _ := opened(state, env)
	want := []screen.Effect{screen.Do{Action: counter.Reprint{Order: state.Last.Order.Key()}}}
	if _, asked := screentest.Press(r, env, "f9"); !reflect.DeepEqual(asked, want) {
		t.Errorf("F9 asks for %#v", asked)
	}
	r, asked := screentest.Tap(t, r, env, "In lại")
	if !reflect.DeepEqual(asked, want) {
		t.Errorf("the tap asks for %#v", asked)
	}
	if _, asked = screentest.Tap(t, r, env, "In lại"); reflect.DeepEqual(asked, want) {
		t.Error("a second tap prints again while the first is under way")
	}
	r, _ = r.Update(env, screen.Changed{Mine: true})
	if _, asked = screentest.Tap(t, r, env, "In lại"); !reflect.DeepEqual(asked, want) {
		t.Error("it can't be printed a second time")
	}
}

func TestWhatCameBackOfTheOrderStandsBelow(t *testing.T) {
	sold := story.Sold()[2]
	env := screentest.Env(story.Empty(), text.Vietnamese, 80, 68)
	r, _ := New(sold.Key()).Update(env, screen.Opened{})
	r, _ = r.Update(env, screen.Answer{Seq: 1, Found: counter.Found{Receipt: story.DoneWalkIn().Last.Receipt}})
	r, _ = r.Update(env, screen.Answer{Seq: 2, Found: counter.Found{Offer: &counter.Offer{Order: sold}}})
	screentest.See(t, r, env, "Trả hàng TH-01-000045                    −32.000", "21/11/2026 12:35")
	screentest.Fits(t, r, story.Empty())
}

func TestTheSlipOfTheReturnJustDoneStandsAbove(t *testing.T) {
	state := story.Returned()
	env := screentest.Env(state, text.Vietnamese, 80, 68)
	r, _ := New(state.Returned.Offer.Order.Key()).Update(env, screen.Opened{})
	r, _ = r.Update(env, screen.Answer{Seq: 1, Found: counter.Found{Receipt: story.DoneWalkIn().Last.Receipt}})
	screentest.See(t, r, env, "TH-01-000046", "HD-01-000123", "Đã lưu: receipts/TH-01-000046.txt")
	screentest.Fits(t, r, state)
}

func TestGoodsAreTakenBackFromAReceiptByKeyOrTap(t *testing.T) {
	state := story.Done()
	want := []screen.Effect{screen.Go{Route: screen.Return, Param: state.Last.Order.Key()}}
	for _, size := range [][2]int{{80, 21}, {60, 17}} {
		env := screentest.Env(state, text.Vietnamese, size[0], size[1])
		r, _ := opened(state, env)
		if _, asked := screentest.Press(r, env, "ctrl+r"); !reflect.DeepEqual(asked, want) {
			t.Errorf("Ctrl+R asks for %#v", asked)
		}
		if _, asked := screentest.Tap(t, r, env, "Trả hàng"); !reflect.DeepEqual(asked, want) {
			t.Errorf("the tap asks for %#v", asked)
		}
	}
}

func TestItScrollsAndEscCloses(t *testing.T) {
	state := story.Done()
	env := screentest.Env(state, text.Vietnamese, 80, 21)
	r, _ := opened(state, env)
	if screentest.Seen(r, env, "Mã sổ nhật ký") {
		t.Fatal("all is seen already")
	}
	end, _ := screentest.Press(r, env, "end")
	if !screentest.Seen(end, env, "Mã sổ nhật ký") {
		t.Error("End doesn't show the end")
	}
	wheel, _ := r.Update(env, tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	if screentest.Seen(wheel, env, "Cửa hàng Nguyễn Huệ") {
		t.Error("the wheel doesn't scroll")
	}
	if _, asked := screentest.Press(r, env, "esc"); !reflect.DeepEqual(asked, []screen.Effect{screen.Close{}}) {
		t.Errorf("Esc asks for %#v", asked)
	}
}

func TestFitsEverySize(t *testing.T) {
	long := story.Done()
	long.Last.Receipt.Number = strings.Repeat("HD", 40)
	long.Last.Receipt.Shop.Name = strings.Repeat("Cửa hàng ", 30)
	long.Last.Saved = strings.Repeat("/rất/dài", 30)
	for name, state := range map[string]counter.State{"done": story.Done(), "walk-in": story.DoneWalkIn(), "long": long, "none": story.Empty()} {
		t.Run(name, func(t *testing.T) {
			r, _ := opened(state, screentest.Env(state, text.Vietnamese, 80, 21))
			screentest.Fits(t, r, state)
			r, _ = screentest.Press(r, screentest.Env(state, text.Vietnamese, 60, 17), "tab", "end")
			screentest.Fits(t, r, state)
		})
	}
}
