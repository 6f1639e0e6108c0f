package pay

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

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

func vi(s counter.State) screen.Env { return screentest.Env(s, text.Vietnamese, 80, 21) }

func open(env screen.Env) screen.Screen {
	s, _ := New().Update(env, screen.Opened{})
	return s
}

// What these tests ask of a screen, by its short name.
var (
	want    = screentest.Asks
	see     = screentest.See
	hidden  = screentest.Hidden
	refusal = screentest.Refusal
)

func tender(kind sale.TenderKind, amount money.VND, reference string) screen.Effect {
	return screen.Do{Action: counter.AddTender{Kind: kind, Amount: amount, Reference: reference}}
}

// with is the state with one more payment entered.
func with(t *testing.T, s counter.State, kind sale.TenderKind, amount money.VND, reference string) counter.State {
	t.Helper()
	order, err := s.Cart.Order.Tendered(kind, amount, reference)
	if err != nil {
		t.Fatal(err)
	}
	s.Cart.Order = order
	return story.Refresh(s)
}

func TestEnterTakesTheExactSumInCash(t *testing.T) {
	env := vi(story.PointsUsed())
	s := open(env)
	see(t, s, env, "Khách trả", "Tiền hàng 193.290 ₫ · 50 điểm −50.000 ₫  ♥ tích +109 điểm", "▸ Tiền mặt", "▸  143.290 ₫       vừa đủ")
	see(t, s, env, " ▄  ▄ ▄ ▄▄▄   ▄▄▄ ▄▄▄ ▄▄▄") // 143.290 in block digits
	_, effects := screentest.Press(s, env, "enter")
	want(t, effects, tender(sale.Cash, 0, ""))
}

func TestAFinishedSaleGoesHome(t *testing.T) {
	env := vi(story.PointsUsed())
	s, _ := screentest.Press(open(env), env, "enter")
	_, effects := s.Update(vi(story.Done()), screen.Changed{Mine: true})
	want(t, effects, screen.Home{})
}

// A paper that doesn't say where to pay is of use to nobody.
func TestATransferIsPrintedWhereItSaysWhereToPay(t *testing.T) {
	i := slices.IndexFunc(story.Stories(), func(s story.Story) bool { return s.Name == "pay-waiting-printer" })
	state := story.Stories()[i].State
	env := vi(state)
	env.Printing = &counter.Printing{On: true}
	see(t, open(env), env, "In mã QR")
	bare := *state.Cart.Transfer
	bare.QR, bare.Bank = "", ""
	env.State.Cart.Transfer = &bare
	screentest.Hidden(t, open(env), env, "In mã QR")
}

func TestAQuickAmountIsChosenByArrowsOrTapAndShowsTheChange(t *testing.T) {
	env := vi(story.PointsUsed())
	s := open(env)
	see(t, s, env, "144.000 ₫        710 ₫", "500.000 ₫    356.710 ₫")
	s, effects := screentest.Press(s, env, "down", "down")
	want(t, effects)
	see(t, s, env, "▸  145.000 ₫      1.710 ₫", "Tiền thừa \n")
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, tender(sale.Cash, 145_000, ""))
	s, effects = screentest.Tap(t, open(env), env, "200.000")
	want(t, effects)
	_, effects = screentest.Tap(t, s, env, "THU TIỀN")
	want(t, effects, tender(sale.Cash, 200_000, ""))
}

func TestATypedAmountBelowAThousandMeansThousandsAndIsEchoed(t *testing.T) {
	env := vi(story.PointsUsed())
	s, effects := screentest.Press(open(env), env, "2", "0", "0")
	want(t, effects)
	see(t, s, env, "▸ Số khác", "[200", "= 200.000 ₫", "Tiền thừa \n")
	hidden(t, s, env, "▸  143.290")
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, tender(sale.Cash, 200_000, ""))
	s, _ = screentest.Press(open(env), env, "1", "5", "0", "0", "0", "0")
	see(t, s, env, "[150.000")
	hidden(t, s, env, "= 150.000")
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, tender(sale.Cash, 150_000, ""))
}

func TestArrowsGoBackFromATypedAmountToTheQuickOnes(t *testing.T) {
	env := vi(story.PointsUsed())
	_, effects := screentest.Press(open(env), env, "9", "9", "down", "enter")
	want(t, effects, tender(sale.Cash, 144_000, ""))
}

func TestCardAndTransferTakeAllThatIsDueWithAReferenceIfWanted(t *testing.T) {
	env := vi(story.PointsUsed())
	s, effects := screentest.Press(open(env), env, "tab")
	want(t, effects)
	see(t, s, env, "▸ Thẻ", "để trống: 143.290 ₫", "không bắt buộc")
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, tender(sale.Card, 0, ""))
	s, _ = screentest.Press(s, env, "tab", "4", "7", "1", "1")
	see(t, s, env, "▸ Số phiếu thẻ  [4711")
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, tender(sale.Card, 0, "4711"))
	s, _ = screentest.Press(open(env), env, "left")
	see(t, s, env, "▸ Chuyển khoản", "Tài khoản nhận: VCB 0071000123456")
	s, _ = screentest.Press(s, env, "down")
	s, _ = screentest.Type(s, env, "FT 26325")
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, tender(sale.Transfer, 0, "FT 26325"))
}

func TestMethodsByTabArrowsAndTap(t *testing.T) {
	env := vi(story.PointsUsed())
	s := open(env)
	for _, step := range []struct{ key, seen string }{
		{"right", "▸ Thẻ"}, {"right", "▸ Chuyển khoản"}, {"right", "▸ Tiền mặt"}, {"shift+tab", "▸ Mã giao dịch"}, {"up", "▸ Số tiền"}, {"left", "▸ Thẻ"},
	} {
		s, _ = screentest.Press(s, env, step.key)
		see(t, s, env, step.seen)
	}
	s, _ = screentest.Tap(t, s, env, "Chuyển khoản")
	see(t, s, env, "▸ Chuyển khoản")
	s, _ = screentest.Tap(t, s, env, "không bắt buộc")
	see(t, s, env, "▸ Mã giao dịch")
	if c := s.Draw(env).Cursor; !c.On || c.X != 18 {
		t.Fatalf("the cursor stands at %+v", c)
	}
}

func TestAnAmountTypedBeforeTheMethodIsASplit(t *testing.T) {
	env := vi(story.PointsUsed())
	s, _ := screentest.Press(open(env), env, "1", "0", "0", "tab")
	see(t, s, env, "▸ Thẻ", "[100", "= 100.000 ₫", "Sẽ còn thiếu \n")
	_, effects := screentest.Press(s, env, "enter")
	want(t, effects, tender(sale.Card, 100_000, ""))
}

func TestAPartPaymentAsksForTheRest(t *testing.T) {
	env := vi(story.PointsUsed())
	s, _ := screentest.Press(open(env), env, "1", "0", "0", "tab", "tab", "7", "enter")
	after := vi(with(t, story.PointsUsed(), sale.Card, 100_000, "7"))
	s, effects := s.Update(after, screen.Changed{Mine: true})
	want(t, effects)
	see(t, s, after, "Còn thiếu", "✓ Thẻ  100.000 ₫ · 7", "để trống: 43.290 ₫", "không bắt buộc")
	s, _ = screentest.Press(s, after, "right", "right")
	see(t, s, after, "▸   43.290 ₫", "50.000 ₫      6.710 ₫")
	_, effects = screentest.Press(s, after, "enter")
	want(t, effects, tender(sale.Cash, 0, ""))
}

func TestPaymentsEnteredCanBeTakenBack(t *testing.T) {
	env := vi(story.Bare())
	s, effects := screentest.Press(open(env), env, "delete")
	want(t, effects, screen.Do{Action: counter.RemoveTenders{}})
	s, effects = s.Update(vi(story.WithMember()), screen.Changed{Mine: true})
	want(t, effects)
	hidden(t, s, vi(story.WithMember()), "✓")
	_, effects = screentest.Tap(t, open(env), env, "Bỏ các khoản đã thu")
	want(t, effects, screen.Do{Action: counter.RemoveTenders{}})
	_, effects = screentest.Press(open(env), env, "5", "home", "delete") // edits what is typed
	want(t, effects)
	if open(vi(story.Order())).Keys(vi(story.Order())).Has(keymap.Remove) {
		t.Fatal("Del works with no payment entered")
	}
}

func TestTooMuchOnTheCardIsRefusedBeforeItIsAskedFor(t *testing.T) {
	env := vi(story.PointsUsed())
	s, _ := screentest.Press(open(env), env, "tab", "2", "0", "0")
	see(t, s, env, "= 200.000 ₫ · tối đa 143.290 ₫", refusal(fault.New(fault.Invalid, "tender.over", fault.Args{"max": money.VND(143_290)})))
	s, effects := screentest.Press(s, env, "enter")
	want(t, effects, screen.Beep{})
	_, effects = screentest.Press(s, env, "backspace", "enter")
	want(t, effects, tender(sale.Card, 20_000, ""))
}

func TestACodeInTheAmountIsNoCash(t *testing.T) {
	env := vi(story.PointsUsed())
	s, effects := screentest.Type(open(env), env, "2000000000015")
	want(t, effects)
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, screen.Beep{})
	see(t, s, env, refusal(fault.New(fault.Invalid, "tender.over", fault.Args{"max": money.VND(10_143_290)})))
}

func TestZeroIsNotTheExactSum(t *testing.T) {
	env := vi(story.PointsUsed())
	s, effects := screentest.Press(open(env), env, "0", "enter")
	want(t, effects, screen.Beep{})
	see(t, s, env, refusal(fault.New(fault.Invalid, "tender.range", fault.Args{"max": money.Max})))
}

func TestARefusalKeepsWhatWasTyped(t *testing.T) {
	env := vi(story.PointsUsed())
	s, _ := screentest.Press(open(env), env, "2", "0", "0", "enter")
	full := fault.New(fault.Unavailable, "ledger.full", nil)
	s, effects := s.Update(env, screen.Changed{Mine: true, Err: full})
	want(t, effects, screen.Beep{})
	see(t, s, env, refusal(full), "[200")
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, tender(sale.Cash, 200_000, ""))
}

func TestASecondEnterIsNotASecondPayment(t *testing.T) {
	env := vi(story.Bare())
	_, effects := screentest.Press(open(env), env, "enter", "enter", "delete")
	want(t, effects, tender(sale.Cash, 0, ""))
}

func TestSellingForLaterDeliveryIsSwitchedHere(t *testing.T) {
	env := vi(story.Order())
	s := open(env)
	see(t, s, env, "[ ] Giao sau")
	_, effects := s.Update(env, screen.Act{ID: keymap.Later})
	want(t, effects, screen.Do{Action: counter.SetLater{Later: true}})
	env = vi(story.Bare())
	see(t, open(env), env, "[✓] Giao sau")
	s, effects = screentest.Tap(t, open(env), env, "Giao sau")
	want(t, effects, screen.Do{Action: counter.SetLater{}})
	s, effects = s.Update(env, screen.Changed{Mine: true})
	want(t, effects)
	if id, ok := s.Keys(env).Match(tea.KeyPressMsg{Code: 'g', Mod: tea.ModCtrl}); !ok || id != keymap.Later {
		t.Fatal(id, ok)
	}
}

func TestTheSwitchKeepsWhatWasTyped(t *testing.T) {
	env := vi(story.Order())
	s, _ := screentest.Press(open(env), env, "2", "0", "0")
	s, _ = s.Update(env, screen.Act{ID: keymap.Later})
	s, effects := s.Update(env, screen.Changed{Mine: true})
	want(t, effects)
	see(t, s, env, "[200", "= 200.000 ₫")
}

// covered is an order that points pay whole.
func covered() counter.State {
	s := story.WithMember()
	s.Cart.Order.Use = sale.PointsUse{Points: 194, Value: 193_290}
	return story.Refresh(s)
}

func TestAnOrderThatPointsPayIsFinishedByEnter(t *testing.T) {
	env := vi(covered())
	s := open(env)
	see(t, s, env, "✓ Không còn gì phải trả", "HOÀN TẤT")
	s, effects := screentest.Press(s, env, "enter")
	want(t, effects, screen.Do{Action: counter.Finish{}})
	_, effects = s.Update(vi(story.Done()), screen.Changed{Mine: true})
	want(t, effects, screen.Home{})
}

func TestV4WhatVouchersTakeOffIsSaidBesideThePoints(t *testing.T) {
	env := vi(story.VoucherUsed())
	see(t, open(env), env, "Tiền hàng 193.290 ₫ · voucher −50.000 ₫")
	env = vi(story.Gift())
	see(t, open(env), env, "voucher −150.000 ₫ · 50 điểm −50.000 ₫")
	two := story.Gift()
	two.Cart.Order.Vouchers = append(two.Cart.Order.Vouchers, two.Cart.Order.Vouchers[0])
	two.Cart.Totals.Credit = 64_000
	env = vi(two)
	see(t, open(env), env, " 343.290 · 2 voucher −150.000 · 50 điểm −50.000 · hàng trả −64.000 ") // as many as that: in short
}

func TestC7AnExchangeIsPaidByItsDifference(t *testing.T) {
	env := vi(story.Exchange())
	s := open(env)
	see(t, s, env, "Tiền hàng 193.290 ₫ · hàng trả −64.000 ₫", "129.290 ₫")
	_, effects := screentest.Press(s, env, "enter")
	want(t, effects, screen.Do{Action: counter.AddTender{Kind: sale.Cash}})
	s, _ = screentest.Press(s, env, "enter")
	changed := fault.New(fault.Conflict, "exchange.changed", fault.Args{"was": money.VND(64_000), "now": money.VND(60_000)})
	s, effects = s.Update(env, screen.Changed{Mine: true, Err: changed})
	want(t, effects, screen.Beep{})
	see(t, s, env, refusal(changed))
}

func TestC7WhatAnExchangeLeavesOverIsGivenBackAndHow(t *testing.T) {
	env := vi(story.ExchangeGives())
	s := open(env)
	big := widget.Block("19.000\u00a0₫")
	see(t, s, env, "Trả lại khách", strings.ReplaceAll(big[0], "\u00a0", " "), "Trả lại 19.000 ₫ vào thẻ đã quẹt", "HOÀN TẤT")
	for _, key := range []string{"enter", "f9"} {
		_, effects := screentest.Press(s, env, key)
		want(t, effects, screen.Do{Action: counter.Finish{}})
	}
	env.Lang, env.Texts = text.English, text.In(text.English)
	see(t, s, env, "Give back", "Give back 19.000 ₫ to the card that paid")
	paying := vi(story.Exchange())
	if open(paying).Keys(paying).Has(keymap.Pay) {
		t.Fatal("F9 pays while money is due")
	}
}

func TestAnEmptyOrderCannotBePaid(t *testing.T) {
	env := vi(story.Empty())
	s, effects := screentest.Press(open(env), env, "enter")
	want(t, effects, screen.Beep{})
	see(t, s, env, "Đơn chưa có hàng")
	_, effects = screentest.Press(s, env, "esc")
	want(t, effects, screen.Close{})
}

func TestNoAccountForTransfersIsSaid(t *testing.T) {
	state := story.Order()
	state.Shop.Bank = ""
	env := vi(state)
	s, _ := screentest.Press(open(env), env, "left")
	see(t, s, env, "chưa khai tài khoản")
}

func TestReferencesTypedWithEitherInputMethod(t *testing.T) {
	env := vi(story.Order())
	s, _ := screentest.Press(open(env), env, "tab", "tab")
	s, _ = screentest.Press(s, env, "a", "ctrl+h", "â", "n", "backspace", "m") // corrected by backspaces
	see(t, s, env, "[âm ")
	s, _ = s.Update(env, tea.KeyPressMsg{Code: tea.KeyExtended, Text: " Ánh"}) // committed whole
	see(t, s, env, "[âm Ánh")
}

func TestAReferenceGoesWithItsMethodAndTheAmountStays(t *testing.T) {
	env := vi(story.Order())
	s, _ := screentest.Press(open(env), env, "1", "0", "0", "tab", "tab", "7", "tab")
	see(t, s, env, "▸ Chuyển khoản", "[100", "không bắt buộc")
	_, effects := screentest.Press(s, env, "enter")
	want(t, effects, screen.Do{Action: counter.AwaitTransfer{Amount: 100_000}})
	s, _ = screentest.Press(s, env, "tab", "7")
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, tender(sale.Transfer, 100_000, "7"))
}

func many(t *testing.T) counter.State {
	s := story.LongNames()
	for i := range sale.TendersMax {
		s = with(t, s, sale.Card, 1_001, strings.Repeat(fmt.Sprint(i), 20))
	}
	return s
}

func TestManyPaymentsShowTheNewest(t *testing.T) {
	env := vi(many(t))
	s := open(env)
	see(t, s, env, "✓ Thẻ  1.001 ₫ · trước đó 16 khoản nữa · 1616", "✓ Thẻ  1.001 ₫ · 1919")
	s, _ = screentest.Press(s, env, "1", "enter")
	see(t, s, env, refusal(fault.New(fault.Invalid, "tender.many", fault.Args{"max": int64(sale.TendersMax)})))
}

func TestItFitsEverySize(t *testing.T) {
	for name, state := range map[string]counter.State{
		"order": story.Order(), "used": story.PointsUsed(), "bare": story.Bare(), "many": many(t), "huge": story.Huge(), "empty": story.Empty(),
		"voucher": story.VoucherUsed(), "exchange": story.Exchange(), "gives": story.ExchangeGives(),
		"covered": covered(), "long": story.LongNames(), "500 lines": story.Many(500),
	} {
		t.Run(name, func(t *testing.T) {
			env := vi(state)
			s := open(env)
			screentest.Fits(t, s, state)
			for _, keys := range [][]string{{"2"}, {"tab", "tab", "9", "9", "9", "9", "9", "9", "9", "9", "9"}, {"tab", "enter", "9", "9", "9", "9", "9", "9", "9", "9"}} {
				s, _ = screentest.Press(s, env, keys...)
				screentest.Fits(t, s, state)
			}
		})
	}
}

func TestNoKeyButEnterTakesAnything(t *testing.T) {
	keys := []string{"tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "backspace", "ctrl+h", "a", "ế", "0", "7", "space", "f1", "f12"}
	env := vi(story.PointsUsed())
	rapid.Check(t, func(t *rapid.T) {
		s := open(env)
		for _, key := range rapid.SliceOfN(rapid.SampledFrom(keys), 1, 30).Draw(t, "keys") {
			var effects []screen.Effect
			s, effects = screentest.Press(s, env, key)
			if len(effects) > 0 {
				t.Fatalf("%s asked for %#v", key, effects)
			}
			if p := s.Draw(env); p.Width != 80 || p.Height() != 21 {
				t.Fatal("size")
			}
		}
	})
}

func TestWhatIsShownIsWhatTheOrderWouldSay(t *testing.T) {
	env := vi(story.PointsUsed())
	order := env.State.Cart.Order
	rapid.Check(t, func(t *rapid.T) {
		amount := money.VND(rapid.Int64Range(1_000, 12_000_000).Draw(t, "amount"))
		s, _ := screentest.Type(open(env), env, fmt.Sprint(int64(amount)))
		after, err := order.Tendered(sale.Cash, amount, "")
		typed := s.(Pay).typed
		switch {
		case err != nil:
			if !reflect.DeepEqual(typed.fault, err) {
				t.Fatal(typed.fault)
			}
		case typed.change != after.Totals().Change || typed.left != after.Totals().Due:
			t.Fatalf("%+v", typed)
		}
	})
}

func TestEveryTextIsThereInBothLanguages(t *testing.T) {
	for _, texts := range []*text.Texts{text.In(text.Vietnamese), text.In(text.English)} {
		section := reflect.ValueOf(texts.Pay)
		for i := range section.NumField() {
			if section.Field(i).IsZero() {
				t.Errorf("%s is missing", section.Type().Field(i).Name)
			}
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	env := vi(story.PointsUsed())
	s := open(env)
	b.ReportAllocs()
	for b.Loop() {
		s.Draw(env)
	}
}

func BenchmarkOpen500Lines(b *testing.B) {
	env := vi(story.Many(500))
	for b.Loop() {
		open(env)
	}
}

// The bank's word finishes the sale while the cashier looks at the code: the screen goes home to what is to be said.
func TestATransferThatComesByItselfGoesHome(t *testing.T) {
	var waiting story.Story
	for _, s := range story.Stories() {
		if s.Name == "pay-waiting" {
			waiting = s
		}
	}
	env := vi(waiting.State)
	s := open(env)
	see(t, s, env, "Chờ khách chuyển khoản", "ĐÃ NHẬN TIỀN")
	_, effects := screentest.Press(s, env, "enter")
	want(t, effects, screen.Do{Action: counter.ConfirmTransfer{}})
	s, effects = s.Update(vi(story.Done()), screen.Changed{})
	want(t, effects, screen.Home{})
}
