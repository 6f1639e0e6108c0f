package order

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
	"tim/tui/widget"
)

func at(s counter.State) (screen.Screen, screen.Env) {
	env := screentest.Env(s, text.Vietnamese, 80, 21)
	o, _ := New().Update(env, screen.Opened{})
	return o, env
}

func enter(s counter.State, typed string) []screen.Effect {
	o, env := at(s)
	o, _ = screentest.Type(o, env, typed)
	_, effects := screentest.Press(o, env, "enter")
	return effects
}

func TestWhatATypedLineDoes(t *testing.T) {
	s := story.Order()
	line := func(text string) screen.Effect { return screen.Do{Action: counter.Enter{Text: text, Line: "3"}} }
	for typed, want := range map[string]screen.Effect{
		"2000000000015":      line("2000000000015"),
		"2000000000016":      line("2000000000016"), // the counter says what is wrong with it
		"0912345678":         line("0912345678"),
		"3*":                 line("3*"),
		"3*2000000000015":    line("3*2000000000015"),
		"-":                  line("-"),
		"-2":                 line("-2"),
		"=25000":             line("=25000"),
		"%10":                line("%10"),
		"sữa tươi":           screen.Go{Route: screen.Products, Param: "sữa tươi"},
		"678":                screen.Do{Action: counter.AddProduct{SKU: "678"}},
		"2*1234":             screen.Do{Action: counter.AddProduct{SKU: "1234", Quantity: money.Units(2)}},
		"/tra":               screen.Go{Route: screen.Pay},
		"/undo":              screen.Do{Action: counter.Undo{}},
		"/mau":               screen.Global{ID: keymap.Theme},
		"/nothing":           tell("word.unknown", fault.Args{"word": "nothing"})[0],
		"923985708097560197": tell("voucher.later", fault.Args{"code": "923985708097560197"})[0],
		"hd-01-000123":       screen.Ask{Seq: 1, Query: counter.Orders{Limit: ordersMax}},
	} {
		t.Run(typed, func(t *testing.T) { screentest.Asks(t, enter(s, typed), want) })
	}
	screentest.Asks(t, enter(s, ""))
	screentest.Asks(t, enter(s, "   "))
}

func TestDigitsThatNoProductHasLookForMembers(t *testing.T) {
	o, env := at(story.Order())
	o, _ = screentest.Type(o, env, "678")
	o, _ = screentest.Press(o, env, "enter")
	err := fault.New(fault.NotFound, "product.unknown", fault.Args{"code": "678"})
	o, effects := o.Update(env, screen.Changed{Err: err, Mine: true})
	screentest.Asks(t, effects, screen.Go{Route: screen.Members, Param: "678"})
	_, effects = o.Update(env, screen.Changed{Err: err, Mine: true}) // another answer is not about those digits
	screentest.Asks(t, effects)
}

func TestAnUnknownPhoneLeadsToANewMember(t *testing.T) {
	o, env := at(story.Order())
	o, _ = o.Update(env, screen.Changed{Err: fault.New(fault.NotFound, "phone.unknown", fault.Args{"phone": "+84933222111"}), Mine: true})
	_, effects := screentest.Press(o, env, "f3")
	screentest.Asks(t, effects, screen.Go{Route: screen.NewMember, Param: "+84933222111"})
	o, _ = screentest.Type(o, env, "x") // something else was typed: the phone is forgotten
	_, effects = screentest.Press(o, env, "f3")
	screentest.Asks(t, effects, screen.Go{Route: screen.Members, Param: "x"})
}

func TestAReceiptNumberOpensItsReceipt(t *testing.T) {
	o, env := at(story.Order())
	o, _ = screentest.Type(o, env, "HD-01-000123")
	o, _ = screentest.Press(o, env, "enter")
	order := sale.Order{Channel: sale.Store, ID: "o7", Receipt: "HD-01-000123"}
	_, effects := o.Update(env, screen.Answer{Seq: 1, Found: counter.Found{Orders: []sale.Order{{Receipt: "HD-01-000122"}, order}}})
	screentest.Asks(t, effects, screen.Go{Route: screen.Receipt, Param: "store/o7"})
	_, effects = o.Update(env, screen.Answer{Seq: 0, Found: counter.Found{Orders: []sale.Order{order}}})
	screentest.Asks(t, effects) // late
	_, effects = o.Update(env, screen.Answer{Seq: 1})
	screentest.Asks(t, effects, tell("receipt.unknown", fault.Args{"number": "HD-01-000123"})...)
}

func TestF4ChangesTheMarkedLinesQuantity(t *testing.T) {
	o, env := at(story.Order())
	o, _ = screentest.Press(o, env, "up")
	o, _ = o.Update(env, screen.Act{ID: keymap.Quantity})
	if !screentest.Seen(o, env, "Số lượng mới cho Thẻ cào 15k") {
		t.Fatal(screentest.Plain(o.Draw(env)))
	}
	o, effects := screentest.Press(o, env, "0", "enter")
	screentest.Asks(t, effects, tell("quantity.range", fault.Args{"max": int64(money.QuantityMax / 1000)})...)
	o, effects = screentest.Press(o, env, "1", ",", "5", "enter") // what was wrong is typed over
	screentest.Asks(t, effects, screen.Do{Action: counter.SetQuantity{Line: "2", Quantity: 1500}})
	_, effects = screentest.Press(o, env, "enter")
	screentest.Asks(t, effects)
}

func TestEscTakesBackTypingOnly(t *testing.T) {
	o, env := at(story.Order())
	o, _ = o.Update(env, screen.Act{ID: keymap.Quantity})
	o, effects := screentest.Press(o, env, "5", "esc", "esc")
	screentest.Asks(t, effects)
	_, effects = screentest.Press(o, env, "7", "enter")
	screentest.Asks(t, effects, screen.Do{Action: counter.Enter{Text: "7", Line: "3"}})
}

func TestDelRemovesTheMarkedLineUnlessSomethingIsTyped(t *testing.T) {
	o, env := at(story.Order())
	_, effects := screentest.Press(o, env, "up", "up", "delete")
	screentest.Asks(t, effects, screen.Do{Action: counter.RemoveLine{Line: "1"}})
	o, effects = screentest.Press(o, env, "a", "left", "delete")
	screentest.Asks(t, effects)
	if o.(Order).field.Value() != "" {
		t.Fatal("Del did not delete the letter")
	}
}

func TestTheLastTouchedLineIsMarkedAndSeen(t *testing.T) {
	o, env := at(story.Many(40))
	if !screentest.Seen(o, env, "40▸") {
		t.Fatal(screentest.Plain(o.Draw(env)))
	}
	o, _ = screentest.Press(o, env, "home")
	if !screentest.Seen(o, env, "  1▸") {
		t.Fatal(screentest.Plain(o.Draw(env)))
	}
	o, _ = screentest.Tap(t, o, env, "Cam sành")
	_, effects := screentest.Press(o, env, "delete")
	screentest.Asks(t, effects, screen.Do{Action: counter.RemoveLine{Line: "3"}})
}

func TestAScanBesideTypedTextAndInQuantityMode(t *testing.T) {
	o, env := at(story.Order())
	o, _ = o.Update(env, screen.Act{ID: keymap.Quantity})
	o, _ = screentest.Press(o, env, "5")
	o, effects := o.Update(env, screen.Scanned{Code: "2000000000015"})
	screentest.Asks(t, effects, screen.Do{Action: counter.Enter{Text: "2000000000015", Scan: true, Line: "3"}})
	if f := o.(Order); f.quantity != "" || !f.field.Empty() {
		t.Fatal("the quantity of another line is still being typed")
	}
}

func TestWhileARefusedCodeWaitsNothingIsTyped(t *testing.T) {
	o, env := at(story.Alarm())
	o, effects := screentest.Press(o, env, "5", "a", "enter")
	screentest.Asks(t, effects, screen.Do{Action: counter.Enter{}})
	_, effects = o.Update(env, tea.PasteMsg{Content: "123"})
	screentest.Asks(t, effects, screen.Do{Action: counter.Enter{Scan: true}})
	if !o.(Order).field.Empty() {
		t.Fatal("something was typed")
	}
	_, effects = screentest.Tap(t, o, env, "Đã biết")
	screentest.Asks(t, effects, screen.Do{Action: counter.Dismiss{}})
	if keys := o.Keys(env); keys.Has(keymap.Pay) {
		t.Fatal("the order can be paid past a refused code")
	}
}

func TestAnEmptyOrderIsNotPaid(t *testing.T) {
	o, env := at(story.Empty())
	_, effects := screentest.Press(o, env, "f9")
	screentest.Asks(t, effects, tell("order.empty", nil)...)
}

func TestBehindASaleTheChangeIsTheLargestThing(t *testing.T) {
	o, env := at(story.Done())
	seen := screentest.Plain(o.Draw(env))
	big := widget.Block("29.000\u00a0₫")
	for _, want := range []string{"✓ Đã lưu HD-01-000123", "TIỀN THỪA   " + big[2], big[0], "dùng 70 điểm · tích 48 điểm · còn 478 điểm", "48,34 → bỏ lẻ → 48"} {
		if !strings.Contains(seen, want) {
			t.Errorf("%q is not to be seen:\n%s", want, seen)
		}
	}
	_, effects := screentest.Tap(t, o, env, "xem hóa đơn")
	screentest.Asks(t, effects, screen.Go{Route: screen.Receipt, Param: "store/o1"})
}

func TestTheCustomerIsSeenMasked(t *testing.T) {
	o, env := at(story.PointsUsed())
	seen := screentest.Plain(o.Draw(env))
	for _, want := range []string{"♥ Nguyễn Thị Ánh", "09•• ••• 678 · Bạc", "dùng được 450 điểm", "20 điểm hết hạn 30/11/2026", "−50.000", "tích +109 điểm"} {
		if !strings.Contains(seen, want) {
			t.Errorf("%q is not to be seen:\n%s", want, seen)
		}
	}
	if strings.Contains(seen, "0912") {
		t.Error("the phone is shown whole")
	}
	_, effects := screentest.Tap(t, o, env, "♥ Nguyễn")
	screentest.Asks(t, effects, screen.Go{Route: screen.Heart})
}

func TestNoFigureIsEverCut(t *testing.T) {
	for _, width := range []int{60, 80, 120, 200} {
		env := screentest.Env(story.Huge(), text.Vietnamese, width, 21)
		o, _ := New().Update(env, screen.Opened{})
		if !screentest.Seen(o, env, "99.900.000.000.000.000") || !screentest.Seen(o, env, "99.900.000.000.193.290\u00a0₫") {
			t.Errorf("at %d:\n%s", width, screentest.Plain(o.Draw(env)))
		}
	}
}

func TestItFillsEverySize(t *testing.T) {
	for _, s := range []counter.State{story.Empty(), story.Order(), story.LongNames(), story.Many(500), story.Huge(), story.Alarm(),
		story.Done(), story.DoneWalkIn(), story.Quantity(), story.Offline(), story.Bare()} {
		o, _ := at(s)
		screentest.Fits(t, o, s)
	}
}
