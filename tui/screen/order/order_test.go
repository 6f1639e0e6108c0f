package order

import (
	"slices"
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
		"923985708097560197": line("923985708097560197"), // a voucher
		"hd-01-000123":       screen.Go{Route: screen.Return, Param: "HD-01-000123"},
		"TH-01-000045":       screen.Go{Route: screen.Return, Param: "TH-01-000045"},
		"/trahang":           screen.Go{Route: screen.Orders},
		"/mst 0100109106; Công ty A; 1 Lê Lợi": screen.Do{Action: counter.SetBuyer{Buyer: sale.Buyer{TaxCode: "0100109106", Name: "Công ty A", Address: "1 Lê Lợi"}}},
		"/MST": screen.Go{Route: screen.Buyer},
	} {
		t.Run(typed, func(t *testing.T) { screentest.Asks(t, enter(s, typed), want) })
	}
	screentest.Asks(t, enter(s, ""))
	screentest.Asks(t, enter(s, "   "))
}

// Nobody is asked for a buyer; where one asked, the cart says in whose name its invoice is and leads to what changes that.
func TestTheCartSaysInWhoseNameItsInvoiceIs(t *testing.T) {
	o, env := at(story.Order())
	screentest.Hidden(t, o, env, "Hóa đơn ghi tên")
	o, env = seen(t, story.Named(), "Hóa đơn ghi tên Công ty Cam Sành · 0100109106", "/mst")
	_, effects := o.Update(env, screen.Tapped{Target: widget.Target{ID: buyerTarget}})
	screentest.Asks(t, effects, screen.Go{Route: screen.Buyer})
	empty, env := at(story.Empty())
	empty, _ = screentest.Type(empty, env, "/mst")
	_, effects = screentest.Press(empty, env, "enter")
	screentest.Asks(t, effects, screen.Tell{Notice: counter.Notice{Code: "order.empty", Error: true}})
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

func TestC7AScannedReceiptOpensItsReturnAndAVoucherGoesOnTheOrder(t *testing.T) {
	o, env := at(story.Order())
	o, _ = screentest.Type(o, env, "sữ")
	o, effects := o.Update(env, screen.Scanned{Code: "HD-01-000123"})
	screentest.Asks(t, effects, screen.Go{Route: screen.Return, Param: "HD-01-000123"})
	if o.(Order).field.Value() != "sữ" {
		t.Fatal("what was half typed is gone")
	}
	code := story.Vouchers().Member.Vouchers[0].ID
	_, effects = o.Update(env, screen.Scanned{Code: code})
	screentest.Asks(t, effects, screen.Do{Action: counter.Enter{Text: code, Scan: true, Line: "3"}})
	alarm, env := at(story.Alarm())
	_, effects = alarm.Update(env, screen.Scanned{Code: "HD-01-000123"})
	screentest.Asks(t, effects, screen.Do{Action: counter.Enter{Text: "HD-01-000123", Scan: true, Line: "3"}}) // refused and counted
}

func TestC7CtrlRFindsAnOrderToTakeBack(t *testing.T) {
	for _, s := range []counter.State{story.Empty(), story.Order(), story.Done()} {
		o, env := at(s)
		_, effects := screentest.Press(o, env, "ctrl+r")
		screentest.Asks(t, effects, screen.Go{Route: screen.Orders})
	}
}

func seen(t *testing.T, s counter.State, wants ...string) (screen.Screen, screen.Env) {
	t.Helper()
	o, env := at(s)
	screentest.See(t, o, env, wants...)
	return o, env
}

func TestV4VouchersStandAmongTheSums(t *testing.T) {
	seen(t, story.VoucherUsed(), "Voucher  Giảm 50.000 ₫", "−50.000", "Tạm tính                    193.290")
	o, env := seen(t, story.Gift(), "Bình nước Tim            ·quà của voucher         1    150.000           0", "Voucher  Bình nước Tim     −150.000")
	_, effects := screentest.Press(o, env, "delete") // the counter takes the voucher off with it
	screentest.Asks(t, effects, screen.Do{Action: counter.RemoveLine{Line: "4"}})
}

func TestSumsThatHaveNoRowOfTheirOwnShareOne(t *testing.T) {
	s := story.Gift()
	s.Cart.Order, _ = s.Cart.Order.DiscountLine("1", money.Per100(10), "")
	s = story.Refresh(s)
	seen(t, s, "Giảm giá −9.600 · Voucher", "Điểm đã dùng  −50")
	o, _ := at(s)
	env := screentest.Env(s, text.Vietnamese, 140, 30)
	screentest.See(t, o, env, "Giảm giá", "Voucher  Bình nước Tim", "Điểm đã dùng  −50")
}

func TestC7AnExchangeSaysWhatCameBackAndWhatItCounts(t *testing.T) {
	o, env := seen(t, story.Exchange(), "Đổi hàng của HD-01-000119: trả 2 × Sữa tươi", "được trừ 64.000 ₫", "Hàng trả                    −64.000")
	_, effects := screentest.Press(o, env, "ctrl+x")
	screentest.Asks(t, effects, screen.Do{Action: counter.Exchange{}})
	_, effects = screentest.Tap(t, o, env, "Bỏ đổi")
	screentest.Asks(t, effects, screen.Do{Action: counter.Exchange{}})
	_, effects = screentest.Tap(t, o, env, "Đổi hàng của")
	screentest.Asks(t, effects, screen.Go{Route: screen.Return, Param: "store/o4"})
	ordinary, env := at(story.Order())
	if ordinary.Keys(env).Has(keymap.NoExchange) {
		t.Fatal("an ordinary sale is no exchange")
	}
	seen(t, story.ExchangeStarted(), "Quét mã để bán", "Đổi hàng của HD-01-000119")
}

func TestC7WhatAnExchangeLeavesOverIsGivenBack(t *testing.T) {
	big := widget.Block("19.000\u00a0₫")
	o, env := seen(t, story.ExchangeGives(), "TRẢ LẠI KHÁCH", big[0])
	_, effects := screentest.Press(o, env, "f9") // seen before it is done
	screentest.Asks(t, effects, screen.Go{Route: screen.Pay})
	even := story.ExchangeGives()
	even.Cart.Totals.Due, even.Cart.Totals.Give = 0, 0
	o, env = at(even)
	_, effects = screentest.Press(o, env, "f9")
	screentest.Asks(t, effects, screen.Do{Action: counter.Finish{}})
	seen(t, story.DoneExchange(), "TRẢ LẠI KHÁCH", big[0], "Thẻ 19.000", "đổi hàng của HD-01-000119, phiếu TH-01-000046: được trừ 45.000 ₫")
}

func TestBehindASaleVouchersAreTold(t *testing.T) {
	seen(t, story.DoneVoucher(), "voucher Giảm 50.000 ₫ −50.000 ₫", "voucher mới: Bình nước Tim · 9123 4567 8901 2341 23 · hạn 20/12/2026")
}

func TestC8BehindAReturnTheMoneyIsTheLargestThing(t *testing.T) {
	big := widget.Block(text.Money(story.Returned().Returned.Slip.Refund))
	seen(t, story.Returned(), "✓ Đã nhận lại hàng của HD-01-000123 · phiếu TH-01-000046", "3 × Sữa tươi Đồng Xanh 1L", "TRẢ LẠI KHÁCH", big[0], "Thẻ 50.000",
		"thu lại", "khách nợ", "hoàn 4 điểm · hạn 21/12/2026", "Quét mã cho khách tiếp theo")
	seen(t, story.Cancelled(), "✓ Đã hủy đơn HD-01-000120 · phiếu TH-01-000046", "TRẢ LẠI KHÁCH")
	both := story.Returned()
	both.Last = story.Done().Last
	seen(t, both, "Đã nhận lại hàng") // the newer of the two
	both.Returned.Slip.Exchange = "HD-01-000123"
	seen(t, both, "Đã lưu HD-01-000123") // part of that sale
	started := story.ExchangeStarted()
	started.Returned = both.Returned
	seen(t, started, "Quét mã để bán")
}

func TestC8BehindAnExchangeWhatTheGoodsBroughtBackDidToPointsIsTold(t *testing.T) {
	s := story.Done()
	s.Returned = story.Returned().Returned
	s.Returned.Slip.Exchange = s.Last.Order.Receipt
	seen(t, s, "thu lại 86 điểm · hoàn 6 điểm · hạn 21/08/2027")
}

func TestAfterAReturnNothingIsCut(t *testing.T) {
	s := story.Returned()
	slip := &s.Returned.Slip
	for range 40 {
		slip.Lines = append(slip.Lines, slip.Lines[0])
	}
	slip.Deducted, slip.Member.Forgiven = 12_000, 12
	slip.Vouchers = append(slip.Vouchers, story.DoneVoucher().Last.Receipt.Member.Vouchers[0])
	o, env := seen(t, s, "và 38 món nữa", "giữ lại 12.000 ₫", "bỏ qua 12 điểm")
	screentest.Fits(t, o, s)
	env.Lang, env.Texts = text.English, text.In(text.English)
	screentest.See(t, o, env, "GIVE BACK", "and 38 more", "12.000 ₫ kept back")
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
		story.Done(), story.DoneWalkIn(), story.Quantity(), story.Offline(), story.Bare(), story.VoucherUsed(), story.Gift(),
		story.Exchange(), story.ExchangeStarted(), story.ExchangeGives(), story.DoneVoucher(), story.DoneExchange(), story.Returned(), story.Cancelled()} {
		o, _ := at(s)
		screentest.Fits(t, o, s)
	}
}

func TestHoldingTakesTheFieldAsItsNoteAndRecallTakesTheOnlyOneAtOnce(t *testing.T) {
	o, env := at(story.Order())
	o, _ = screentest.Type(o, env, "áo đỏ")
	o, effects := screentest.Press(o, env, "f6")
	screentest.Asks(t, effects, screen.Do{Action: counter.HoldCart{Note: "áo đỏ"}})
	_, effects = screentest.Press(o, env, "f8")
	screentest.Asks(t, effects, tell("hold.none", nil)...)

	s := story.Empty()
	o, env = at(s)
	_, effects = screentest.Press(o, env, "f6")
	screentest.Asks(t, effects, tell("order.empty", nil)...)
	s.Held = story.Holding().Held[:1]
	o, env = at(s)
	_, effects = screentest.Press(o, env, "f8")
	screentest.Asks(t, effects, screen.Do{Action: counter.RecallCart{Order: "store/h3"}})
	o, env = at(story.Holding())
	screentest.See(t, o, env, "3 đơn treo")
	_, effects = screentest.Press(o, env, "f8")
	screentest.Asks(t, effects, screen.Go{Route: screen.Held})
}

func TestF5DiscountsTheLineAndAgainTheWholeOrder(t *testing.T) {
	o, env := at(story.Order())
	o, _ = screentest.Press(o, env, "f5")
	o, _ = screentest.Type(o, env, "10")
	screentest.See(t, o, env, "Giảm % dòng Cam sành")
	o, _ = screentest.Press(o, env, "f5")
	screentest.See(t, o, env, "Giảm CẢ ĐƠN", "%%10")
	_, effects := screentest.Press(o, env, "enter")
	screentest.Asks(t, effects, screen.Do{Action: counter.Enter{Text: "%%10", Line: "3"}})
	o, _ = screentest.Press(o, env, "f5")
	screentest.See(t, o, env, "Giảm % dòng Cam sành")
}

func TestAQuantityThatMayBeASlipIsTypedAgain(t *testing.T) {
	o, env := at(story.Order())
	o, _ = screentest.Press(o, env, "f4", "5", "0", "0")
	o, effects := screentest.Press(o, env, "enter")
	set := screen.Do{Action: counter.SetQuantity{Line: "3", Quantity: money.Units(500)}}
	screentest.Asks(t, effects, set)
	err := fault.New(fault.Invalid, "quantity.much", nil)
	o, effects = o.Update(env, screen.Changed{Err: err, Mine: true})
	screentest.Asks(t, effects, screen.Beep{})
	_, effects = screentest.Press(o, env, "enter")
	screentest.Asks(t, effects) // Enter alone changes nothing
	o, _ = screentest.Press(o, env, "f4", "5", "0", "0")
	_, effects = screentest.Press(o, env, "enter")
	screentest.Asks(t, effects, set)
}

func TestTypingAQuantityHasItsOwnKeysOnly(t *testing.T) {
	env := screentest.Env(story.Order(), text.Vietnamese, 80, 21)
	o, _ := screentest.Press(New(), env, "f4", "5")
	want := keymap.Set{keymap.Confirm, keymap.Back, keymap.Help}
	if got := o.Keys(env); !slices.Equal(got, want) {
		t.Fatalf("its keys are %v", got)
	}
	_, asked := screentest.Press(o, env, "f9")
	screentest.Asks(t, asked)
	back, asked := screentest.Press(o, env, "esc")
	screentest.Asks(t, asked)
	if !back.Keys(env).Has(keymap.Pay) || screentest.Seen(back, env, "│ 5 ") {
		t.Error("Esc doesn't lead back to selling")
	}
	_, asked = screentest.Press(o, env, "enter")
	screentest.Asks(t, asked, screen.Do{Action: counter.SetQuantity{Line: "1", Quantity: money.Units(5)}})
}
