package heart

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
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

func takes(n int64) screen.Effect { return screen.Do{Action: counter.UsePoints{Points: n}} }

func TestU1ThePanelSaysWhoAndHowMuchThisOrderCanTake(t *testing.T) {
	env := vi(story.Demo())
	s := open(env)
	see(t, s, env, "♥ Nguyễn Thị Ánh · Bạc · 1 điểm = 1.000 ₫", "Đơn này trừ được tối đa",
		"vì tối đa 50 % đơn hàng = 70.500 ₫", "khách có 500 điểm dùng được · đơn còn phải trả 141.000 ₫",
		"Dùng được 500 điểm", "Chờ 35 điểm, từ 15:10", "Sắp hết hạn 20 điểm, 30/11/2026 00:00")
	see(t, s, env, "▄▄▄ ▄▄▄          ▄▄▄ ▄▄▄   ▄▄▄ ▄▄▄ ▄▄▄") // 70, 70.000 in block digits
}

func TestU4EnterTakesTheMostAndClosesWhenItIsDone(t *testing.T) {
	env := vi(story.Demo())
	s, effects := screentest.Press(open(env), env, "enter")
	want(t, effects, takes(70))
	_, effects = s.Update(vi(story.PointsUsed()), screen.Changed{Mine: true})
	want(t, effects, screen.Close{})
}

func TestU4ALevelIsChosenByArrowsOrTap(t *testing.T) {
	env := vi(story.Demo())
	see(t, open(env), env, " ▸ 100 %         70       −70.000 ₫        71.000 ₫                430")
	_, effects := screentest.Press(open(env), env, "down", "down", "enter")
	want(t, effects, takes(35))
	s, effects := screentest.Tap(t, open(env), env, "−17.000")
	want(t, effects)
	_, effects = screentest.Tap(t, s, env, "SỬ DỤNG")
	want(t, effects, takes(17))
}

func TestU4AnyNumberCanBeTypedAndSaysWhatItIsWorth(t *testing.T) {
	env := vi(story.Demo())
	s, effects := screentest.Press(open(env), env, "3", "0")
	want(t, effects)
	see(t, s, env, "▸ Số khác [30", "điểm = 30.000 ₫")
	hidden(t, s, env, "▸ 100 %")
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, takes(30))
	_, effects = screentest.Press(s, env, "down", "enter") // back to the list
	want(t, effects, takes(52))
}

func TestU3TooManyPointsNameTheMostAndCloseNothing(t *testing.T) {
	env := vi(story.Demo())
	offer := env.State.Member.Use
	s, _ := screentest.Press(open(env), env, "6", "0", "0")
	see(t, s, env, "[600           ] điểm = 600.000 ₫ · tối đa 70")
	s, effects := screentest.Press(s, env, "enter")
	want(t, effects, takes(600))
	basis := loyalty.UseBasis{Payable: 141_000, LeftToPay: 141_000, Usable: offer.Usable}
	short, over := offer.Rules.Check(600, basis), offer.Rules.Check(200, basis)
	s, effects = s.Update(env, screen.Changed{Mine: true, Err: short})
	want(t, effects, screen.Beep{})
	see(t, s, env, refusal(short), "[600", "tối đa 70")
	s, _ = s.Update(env, screen.Changed{Mine: true, Err: over})
	see(t, s, env, refusal(over))
	s, _ = screentest.Press(s, env, "backspace")
	hidden(t, s, env, "!")
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, takes(60))
}

func TestPointsOnTrustAreOfferedInWords(t *testing.T) {
	state := story.Demo()
	state.Member.Use.Limit.Max, state.Member.Use.Trust = 30, 40
	env := vi(state)
	s := open(env)
	see(t, s, env, "tới 70 nếu quản lý duyệt")
	s, _ = screentest.Press(s, env, "5", "0")
	see(t, s, env, "quản lý phải duyệt")
	_, effects := screentest.Press(s, env, "enter")
	want(t, effects, takes(50))
	s, _ = screentest.Press(s, env, "0")
	see(t, s, env, "tối đa 70")
	hidden(t, open(vi(story.Demo())), vi(story.Demo()), "quản lý")
}

func TestASecondEnterIsNotASecondUse(t *testing.T) {
	env := vi(story.Demo())
	_, effects := screentest.Press(open(env), env, "enter", "enter", "delete")
	want(t, effects, takes(70))
}

func TestAnotherTillsNewsNeitherClosesNorForgetsWhatWasTyped(t *testing.T) {
	env := vi(story.Demo())
	s, _ := screentest.Press(open(env), env, "4", "2")
	s, effects := s.Update(env, screen.Changed{})
	want(t, effects)
	see(t, s, env, "[42")
}

func TestU5PointsInUseCanBeGivenBackAndReplaced(t *testing.T) {
	env := vi(story.PointsUsed())
	s := open(env)
	see(t, s, env, "Đang dùng 50 điểm = −50.000 ₫", "vì tối đa 50 % đơn hàng = 96.645 ₫")
	s, effects := screentest.Press(s, env, "delete")
	want(t, effects, takes(0))
	s, effects = s.Update(vi(story.WithMember()), screen.Changed{Mine: true})
	want(t, effects)
	hidden(t, s, vi(story.WithMember()), "Đang dùng")
	_, effects = screentest.Tap(t, open(env), env, "Trả lại điểm")
	want(t, effects, takes(0))
	_, effects = screentest.Press(open(env), env, "enter")
	want(t, effects, takes(96))
}

func TestDeleteEditsTheFieldWhileItHasText(t *testing.T) {
	env := vi(story.PointsUsed())
	s, effects := screentest.Press(open(env), env, "4", "2", "home", "delete", "enter")
	want(t, effects, takes(2))
	see(t, s, env, "[2 ")
}

func TestZeroPointsAreRefusedUnlessTheyGiveBack(t *testing.T) {
	env := vi(story.Demo())
	s, effects := screentest.Press(open(env), env, "0", "enter")
	want(t, effects, screen.Beep{})
	see(t, s, env, refusal(fault.At("points", "field.range", fault.Args{"value": int64(0), "min": int64(1)})))
	env = vi(story.PointsUsed())
	_, effects = screentest.Press(open(env), env, "0", "enter")
	want(t, effects, takes(0))
}

func TestNothingToUseSaysWhyAndDoesNothing(t *testing.T) {
	none := story.NewMember()
	noGoods := story.WithMember()
	noGoods.Cart.Order.Lines = nil
	for why, state := range map[string]counter.State{
		"vì khách chưa có điểm dùng được": none,
		"vì đơn chưa có hàng":             story.Refresh(noGoods),
	} {
		env := vi(state)
		s, effects := screentest.Press(open(env), env, "enter")
		want(t, effects, screen.Beep{})
		see(t, s, env, "Đơn này chưa trừ được điểm nào", why)
	}
}

func TestWithoutACustomerTheHeartIsHollowAndSaysHowToAttachOne(t *testing.T) {
	for _, state := range []counter.State{story.Order(), story.Empty()} {
		env := vi(state)
		s := open(env)
		see(t, s, env, "♡", "Đơn này chưa gắn khách hàng.", "Gõ số điện thoại", "F3")
		_, effects := screentest.Press(s, env, "f3")
		want(t, effects, screen.Go{Route: screen.Members})
		_, effects = screentest.Tap(t, s, env, "Tìm khách hàng")
		want(t, effects, screen.Go{Route: screen.Members})
		_, effects = screentest.Press(s, env, "enter", "tab", "5", "right", "esc")
		want(t, effects, screen.Close{})
	}
}

func TestTheCustomerFoundFromHereIsShownAtOnce(t *testing.T) {
	s := open(vi(story.Order()))
	env := vi(story.WithMember())
	s, effects := s.Update(env, screen.Changed{})
	want(t, effects)
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, takes(96))
}

func TestTabsByKeyAndByTap(t *testing.T) {
	env := vi(story.WithMember())
	s := open(env)
	for _, step := range []struct{ key, seen string }{
		{"tab", "[Đổi thưởng]"}, {"tab", "[Voucher 0]"}, {"tab", "[Lịch sử]"}, {"tab", "[Hồ sơ]"}, {"tab", "[Sử dụng]"},
		{"shift+tab", "[Hồ sơ]"}, {"left", "[Lịch sử]"}, {"right", "[Hồ sơ]"},
	} {
		s, _ = screentest.Press(s, env, step.key)
		see(t, s, env, step.seen)
	}
	s, _ = screentest.Tap(t, s, env, "Sử dụng")
	see(t, s, env, "[Sử dụng]")
	s, _ = screentest.Press(s, env, "5", "left", "1") // left is the field's now: 15
	see(t, s, env, "[Sử dụng]", "[15")
	_, effects := screentest.Tap(t, s, env, "Esc Đóng")
	want(t, effects, screen.Close{})
}

func entries() []counter.StatementEntry {
	at := story.Now
	return []counter.StatementEntry{
		{Entry: loyalty.Entry{ID: "a", At: at, Kind: loyalty.Use, Points: -70, BalanceAfter: 539}},
		{
			Entry: loyalty.Entry{ID: "b", At: at.Add(-24 * time.Hour), Kind: loyalty.Earn, Points: 109, BalanceAfter: 609}, Receipt: "HD-01-000123",
			ExplainVi: []string{"hàng tích điểm 148.290 ₫ − phần điểm đã dùng 38.359 ₫ = 109.931 ₫", "× 100 % / 1.000 = 109,931 → bỏ lẻ → 109"},
			ExplainEn: []string{"eligible goods 148.290 ₫", "dropped to 109"},
		},
		{Entry: loyalty.Entry{ID: "c", At: at.Add(-48 * time.Hour), Kind: loyalty.Adjust, Points: 500, Reason: "Chuyển từ thẻ giấy", BalanceAfter: 500}},
	}
}

// statementTab is the panel on the statement, answered.
func statementTab(t *testing.T, env screen.Env, found []counter.StatementEntry) screen.Screen {
	t.Helper()
	s, effects := screentest.Press(open(env), env, "left", "left")
	ask := effects[0].(screen.Ask)
	if ask.Query != (counter.Statement{Member: "m1"}) {
		t.Fatalf("%+v", ask)
	}
	s, _ = s.Update(env, screen.Answer{Seq: ask.Seq, Found: counter.Found{Entries: found}})
	return s
}

func TestTheStatementListsWhatHappenedNewestFirst(t *testing.T) {
	env := vi(story.WithMember())
	s := statementTab(t, env, entries())
	see(t, s, env, "21/11/2026 14:05 Dùng điểm", "−70", "539", "20/11/2026 14:05 Tích điểm", "+109", "609", "HD-01-000123", "Điều chỉnh")
	env.Lang, env.Texts = text.English, text.In(text.English)
	see(t, s, env, "21/11/2026 14:05 Used", "Earned")
}

func TestE16AnEntryOpensToItsExplanationInTheScreensLanguage(t *testing.T) {
	env := vi(story.WithMember())
	s := statementTab(t, env, entries())
	hidden(t, s, env, "bỏ lẻ")
	s, effects := screentest.Press(s, env, "down", "enter")
	want(t, effects)
	see(t, s, env, "▾  20/11/2026", "× 100 % / 1.000 = 109,931 → bỏ lẻ → 109")
	english := env
	english.Lang, english.Texts = text.English, text.In(text.English)
	see(t, s, english, "dropped to 109")
	s, _ = screentest.Tap(t, s, env, "Điều chỉnh") // below the lines of the open one
	see(t, s, env, "Lý do: Chuyển từ thẻ giấy")
	hidden(t, s, env, "bỏ lẻ")
	s, _ = screentest.Press(s, env, "enter")
	hidden(t, s, env, "Lý do")
	s, _ = screentest.Press(s, env, "up", "up", "enter") // nothing to explain
	hidden(t, s, env, "▾")
}

func TestTheStatementWaitsEmptyAndFailsInWords(t *testing.T) {
	env := vi(story.WithMember())
	s, effects := screentest.Press(open(env), env, "left", "left")
	seq := effects[0].(screen.Ask).Seq
	hidden(t, s, env, "Đang đọc")
	env.Now = env.Now.Add(patience)
	see(t, s, env, "Đang đọc lịch sử điểm…")
	empty, _ := s.Update(env, screen.Answer{Seq: seq})
	see(t, empty, env, "Chưa có giao dịch điểm nào.")
	bad := errors.New("read the file: bad page")
	failed, _ := s.Update(env, screen.Answer{Seq: seq, Err: bad})
	see(t, failed, env, refusal(bad))
}

func TestALateAnswerIsDropped(t *testing.T) {
	env := vi(story.WithMember())
	s, first := screentest.Press(open(env), env, "left", "left")
	s, second := screentest.Press(s, env, "tab", "tab", "tab", "tab", "tab") // once round
	late := screen.Answer{Seq: first[0].(screen.Ask).Seq, Found: counter.Found{Entries: entries()}}
	s, _ = s.Update(env, late)
	hidden(t, s, env, "Tích điểm")
	late.Seq = second[0].(screen.Ask).Seq
	s, _ = s.Update(env, late)
	see(t, s, env, "Tích điểm")
}

func TestTheStatementIsReadAnewWhenPointsMoved(t *testing.T) {
	env := vi(story.WithMember())
	s := statementTab(t, env, entries())
	s, effects := s.Update(env, screen.Changed{})
	if len(effects) != 1 || effects[0].(screen.Ask).Query != (counter.Statement{Member: "m1"}) {
		t.Fatalf("%#v", effects)
	}
	see(t, s, env, "Tích điểm") // what was there stays until the answer
}

func TestALongStatementScrolls(t *testing.T) {
	var many []counter.StatementEntry
	for i := range counter.FindMax {
		many = append(many, counter.StatementEntry{Entry: loyalty.Entry{ID: fmt.Sprint(i), At: story.Now, Kind: loyalty.Earn, Points: 1, BalanceAfter: int64(1000 + i)},
			ExplainVi: []string{fmt.Sprint("vì số ", i)}})
	}
	env := vi(story.WithMember())
	s := statementTab(t, env, many)
	hidden(t, s, env, "1.199")
	s, _ = screentest.Press(s, env, "end", "enter")
	see(t, s, env, "1.199", "vì số 199")
	s, _ = s.Update(env, tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	hidden(t, s, env, "vì số 199")
	s, _ = screentest.Press(s, env, "home")
	see(t, s, env, "1.000")
}

func TestX8TheProfileSaysWhatIsUsablePendingAndAboutToLapse(t *testing.T) {
	env := vi(story.WithMember())
	s, _ := screentest.Press(open(env), env, "left")
	see(t, s, env, "500  = 500.000 ₫", "Chờ hiệu lực               35", "từ 15:10", "Số dư                     535",
		"Sắp hết hạn                20  lúc 30/11/2026 00:00", "2.345  Bạc █", "còn thiếu 7.655 để lên Vàng",
		"09•• ••• 678", "Thành viên từ      21/11/2025", "tích điểm", "480", "21/08/2027 14:05", "21/11/2026 15:10")
	hidden(t, s, env, "0912")
	hidden(t, s, env, "Đang nợ")
}

func TestC4ADebtIsSaidWhereverPointsAre(t *testing.T) {
	state := story.WithMember()
	state.Member.Account = loyalty.Account{AsOf: story.Now, Usable: -30, Balance: -30, Debt: 30}
	env := vi(story.Refresh(state))
	s := open(env)
	see(t, s, env, "Dùng được −30 điểm", "Đang nợ 30 điểm")
	s, _ = screentest.Press(s, env, "left")
	see(t, s, env, "Đang nợ                    30", "Chưa có điểm nào.")
}

func TestTheHighestTierHasNoBar(t *testing.T) {
	state := story.WithMember()
	state.Member.Next = nil
	env := vi(state)
	s, _ := screentest.Press(open(env), env, "left")
	see(t, s, env, "2.345  Bạc · hạng cao nhất")
}

func TestManyLotsScroll(t *testing.T) {
	state := story.WithMember()
	lot := state.Member.Account.Lots[0]
	for i := range 60 {
		lot.Remaining, lot.LapsesAt = int64(1000+i), time.Time{}
		state.Member.Account.Lots = append(state.Member.Account.Lots, lot)
	}
	env := vi(state)
	s, _ := screentest.Press(open(env), env, "left")
	hidden(t, s, env, "1.059")
	s, _ = screentest.Press(s, env, "end")
	see(t, s, env, "1.059", "không hết hạn")
}

func TestOfflineTheBalanceShowsItsAge(t *testing.T) {
	env := vi(story.Offline())
	s := open(env)
	see(t, s, env, "Dùng được 500 điểm · số dư lúc 14:02")
	s, _ = screentest.Press(s, env, "left")
	see(t, s, env, "số dư lúc 14:02")
}

func states() map[string]counter.State {
	huge := story.Huge()
	huge.Member.Account.Usable, huge.Member.Account.Balance = 1e14, 1e14
	huge = story.Refresh(huge)
	used := huge
	used.Cart.Order.Use.Points, used.Cart.Order.Use.Value = huge.Member.Use.Limit.Max, huge.Member.Use.Limit.Amount
	return map[string]counter.State{"demo": story.Demo(), "used": story.PointsUsed(), "nobody": story.Order(), "empty": story.Empty(),
		"new": story.NewMember(), "long": story.LongNames(), "huge": huge, "huge used": story.Refresh(used), "many": story.Many(500), "offline": story.Offline(),
		"vouchers": story.Vouchers(), "voucher used": story.VoucherUsed(), "gift": story.Gift()}
}

func TestEveryTabFitsEverySize(t *testing.T) {
	for name, state := range states() {
		t.Run(name, func(t *testing.T) {
			env := vi(state)
			s := open(env)
			screentest.Fits(t, s, state)
			typed, _ := screentest.Press(s, env, "9", "9", "9", "9", "9", "9", "9", "9", "9", "9", "9", "9", "9", "9", "9", "enter")
			typed, _ = typed.Update(env, screen.Changed{Mine: true, Err: fault.New(fault.Invalid, "points.elsewhere", fault.Args{"have": int64(3), "want": int64(9)})})
			screentest.Fits(t, typed, state)
			if state.Member == nil {
				return
			}
			for _, key := range []string{"tab", "tab", "tab", "tab"} {
				s, _ = screentest.Press(s, env, key)
				screentest.Fits(t, s, state)
			}
			list := open(env)
			list, effects := screentest.Press(list, env, "left", "left")
			wide := entries()
			wide[0].Points, wide[0].BalanceAfter = -1e14, 1e14
			wide[1].ExplainVi = append(wide[1].ExplainVi, strings.Repeat("rất dài ", 40))
			list, _ = list.Update(env, screen.Answer{Seq: effects[0].(screen.Ask).Seq, Found: counter.Found{Entries: wide}})
			list, _ = screentest.Press(list, env, "down", "enter")
			screentest.Fits(t, list, state)
		})
	}
}

func TestNoKeyButEnterAndDeleteAsksForAnything(t *testing.T) {
	keys := []string{"tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "backspace", "ctrl+h", "a", "ế", "0", "7", "space", "f1", "f9"}
	env := vi(story.PointsUsed())
	rapid.Check(t, func(t *rapid.T) {
		s := open(env)
		for _, key := range rapid.SliceOfN(rapid.SampledFrom(keys), 1, 30).Draw(t, "keys") {
			var effects []screen.Effect
			s, effects = screentest.Press(s, env, key)
			for _, e := range effects {
				if _, ok := e.(screen.Ask); !ok {
					t.Fatalf("%s asked for %#v", key, e)
				}
			}
			if p := s.Draw(env); p.Width != 80 || p.Height() != 21 {
				t.Fatal("size")
			}
		}
	})
}

func TestWhateverTheInputMethodSendsOnlyDigitsStay(t *testing.T) {
	env := vi(story.Demo())
	s, _ := screentest.Press(open(env), env, "1", "a", "backspace", "â", "2") // correcting a letter takes a digit back
	see(t, s, env, "[2 ")
	s, _ = screentest.Press(open(env), env, "1", "ctrl+h", "3")
	see(t, s, env, "[3 ")
	s, _ = open(env).Update(env, tea.PasteMsg{Content: "1.250 điểm"})
	see(t, s, env, "[1.250 ")
	if c := s.Draw(env).Cursor; !c.On || c.X != 17 {
		t.Fatalf("the cursor stands at %+v", c)
	}
}

func TestTheKeyBarHasWhatWorks(t *testing.T) {
	env := vi(story.Demo())
	if keys := open(env).Keys(env); keys.Has(keymap.Remove) || !keys.Has(keymap.Confirm) || !keys.Has(keymap.Back) || keys.Has(keymap.Members) {
		t.Fatal(keys)
	}
	env = vi(story.PointsUsed())
	if keys := open(env).Keys(env); !keys.Has(keymap.Remove) {
		t.Fatal(keys)
	}
}

func TestU3EveryLimitThatDecidesIsNamed(t *testing.T) {
	five, ten, hundred := int64(5), int64(10), int64(100)
	amount := money.VND(3_000)
	state := story.Demo()
	for want, set := range map[string]func(r *loyalty.UseRules, b *loyalty.UseBasis){
		"vì khách có 3 điểm dùng được":              func(_ *loyalty.UseRules, b *loyalty.UseBasis) { b.Usable = 3 },
		"vì lúc mất mạng quầy này dùng được 5 điểm": func(_ *loyalty.UseRules, b *loyalty.UseBasis) { b.Here = &five },
		"vì đơn còn phải trả 141.000 ₫":             func(r *loyalty.UseRules, _ *loyalty.UseBasis) { r.MaxPercent = nil },
		"vì tối đa 3.000 ₫ mỗi đơn":                 func(r *loyalty.UseRules, _ *loyalty.UseBasis) { r.MaxAmount = &amount },
		"vì tối đa 10 điểm mỗi đơn":                 func(r *loyalty.UseRules, _ *loyalty.UseBasis) { r.MaxPoints = &ten },
		"vì dùng theo bội số của 100 điểm":          func(r *loyalty.UseRules, _ *loyalty.UseBasis) { r.Step = &hundred },
		"vì mỗi lần dùng ít nhất 100 điểm":          func(r *loyalty.UseRules, _ *loyalty.UseBasis) { r.MinPoints = &hundred },
		"vì chương trình điểm đang tắt":             func(_ *loyalty.UseRules, b *loyalty.UseBasis) { b.Disabled = true },
	} {
		rules, basis := state.Member.Use.Rules, loyalty.UseBasis{Payable: 141_000, LeftToPay: 141_000, Usable: 500}
		set(&rules, &basis)
		limit := rules.Limit(basis)
		member := *state.Member
		member.Use = counter.UseOffer{Limit: limit, Levels: rules.Levels(basis, limit), Rules: rules, Usable: basis.Usable}
		shown := state
		shown.Member = &member
		see(t, open(vi(shown)), vi(shown), want)
	}
}

func TestEveryTextIsThereInBothLanguages(t *testing.T) {
	for _, texts := range []*text.Texts{text.In(text.Vietnamese), text.In(text.English)} {
		section := reflect.ValueOf(texts.Heart)
		for i := range section.NumField() {
			if section.Field(i).IsZero() {
				t.Errorf("%s is missing", section.Type().Field(i).Name)
			}
		}
		for kind := loyalty.Earn; kind <= loyalty.Merge; kind++ {
			if texts.Heart.Kind(kind) == "" {
				t.Errorf("no word for kind %d", kind)
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
