package heart

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
	"tim/tui/widget"
)

func redeems(reward string, apply bool) screen.Effect {
	return screen.Do{Action: counter.Redeem{Reward: reward, Apply: apply}}
}

// redeemTab is the panel on the rewards.
func redeemTab(env screen.Env) screen.Screen {
	s, _ := screentest.Press(open(env), env, "right")
	return s
}

func TestV1TheFirstRewardIsRedeemedAndUsedByThreeKeys(t *testing.T) {
	env := vi(story.Vouchers())
	s, effects := screentest.Press(open(env), env, "right", "f7") // behind F7 on the order screen
	want(t, effects, redeems("giam-50", true))
	_, effects = s.Update(vi(story.VoucherUsed()), screen.Changed{Mine: true})
	want(t, effects, screen.Home{})
}

func TestV1RewardsSayWhatTheyCostAndWhyTheyCantBeHad(t *testing.T) {
	env := vi(story.Vouchers())
	s := redeemTab(env)
	see(t, s, env, "▸ 100 điểm Giảm 50.000 ₫", "sau khi đổi: 400 điểm", "đơn này được trừ 50.000 ₫", "từ 20/01/2027", "hết hàng",
		"thiếu 300 điểm", "hạng Bạc, Vàng · còn 12")
	env.Lang, env.Texts = text.English, text.In(text.English)
	see(t, s, env, "after redeeming: 400 points", "takes 50.000 ₫ off this order", "from 20/01/2027", "out of stock", "300 points short")
}

func TestV1TheFirstRewardThatCanBeHadIsMarked(t *testing.T) {
	state := story.Vouchers()
	state.Member.Rewards[0].Refused = fault.New(fault.Invalid, "reward.limit", fault.Args{"most": int64(1)})
	state.Member.Rewards[1].Refused = fault.New(fault.Invalid, "reward.window", fault.Args{"from": "2026-01-01", "to": "2026-11-20"})
	env := vi(state)
	see(t, redeemTab(env), env, "▸ 200 điểm", "đã đổi đủ 1 lần", "hết ngày 20/11/2026")
}

func TestV1TiersAreNamed(t *testing.T) {
	state := story.Vouchers()
	state.Member.Rewards[2].Refused = fault.New(fault.Invalid, "reward.tier", fault.Args{"tiers": "bac, vang"})
	env := vi(state)
	s, _ := screentest.Press(redeemTab(env), env, "down", "down")
	see(t, s, env, "giảm 15 %, nhiều nhất 80.000 ₫ · hạng Bạc, Vàng")
	hidden(t, s, env, "bac, vang")
}

func TestV2ARewardThatThisOrderIsTooSmallForIsRedeemedButNotUsed(t *testing.T) {
	state := story.Vouchers()
	small := fault.New(fault.Invalid, "order.too_small", fault.Args{"min": *state.Member.Rewards[0].MinOrder, "have": state.Cart.Totals.Goods})
	state.Member.Rewards[0].NotNow = small
	env := vi(state)
	s, effects := screentest.Press(redeemTab(env), env, "f7")
	want(t, effects, screen.Beep{})
	see(t, s, env, "đơn từ 100.000 ₫", "đổi được, chưa dùng được cho đơn này: đơn từ 100.000 ₫", refusal(small))
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, redeems("giam-50", false))
}

func TestARewardIsChosenByArrowsOrTap(t *testing.T) {
	env := vi(story.Vouchers())
	s, effects := screentest.Press(redeemTab(env), env, "down", "enter")
	want(t, effects, redeems("binh", false))
	s, effects = screentest.Press(s, env, "enter") // not twice
	want(t, effects)
	s, _ = s.Update(env, screen.Changed{Mine: true, Err: fault.New(fault.Conflict, "reward.out_of_stock", fault.Args{"stock": int64(3)})})
	s, _ = screentest.Tap(t, s, env, "Giảm 15 %")
	_, effects = screentest.Tap(t, s, env, "Enter ĐỔI THƯỞNG")
	want(t, effects, redeems("giam-15", false))
	_, effects = screentest.Tap(t, redeemTab(env), env, "Đổi và dùng ngay")
	want(t, effects, redeems("giam-50", true))
}

func TestV1WhatCantBeHadIsRefusedWithItsReason(t *testing.T) {
	env := vi(story.Vouchers())
	for _, key := range []string{"enter", "f7"} {
		s, effects := screentest.Press(redeemTab(env), env, "end", key)
		want(t, effects, screen.Beep{})
		see(t, s, env, refusal(env.State.Member.Rewards[5].Refused))
	}
	none := story.Vouchers()
	none.Member.Rewards = nil
	env = vi(none)
	_, effects := screentest.Press(redeemTab(env), env, "enter")
	want(t, effects, screen.Beep{})
	see(t, redeemTab(env), env, "Chưa có phần thưởng nào")
}

func TestV5TypedPointsBecomeAMoneyVoucher(t *testing.T) {
	env := vi(story.Vouchers())
	s, effects := screentest.Press(redeemTab(env), env, "7", "0")
	want(t, effects)
	see(t, s, env, "▸ Đổi điểm lấy voucher tiền [70 ", "điểm = 70.000 ₫", "sau khi đổi: 430 điểm")
	hidden(t, s, env, "▸ 100 điểm")
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, screen.Do{Action: counter.Redeem{Points: 70}})
	_, effects = screentest.Press(s, env, "f7")
	want(t, effects, screen.Do{Action: counter.Redeem{Points: 70, Apply: true}})
	_, effects = screentest.Press(s, env, "down", "enter") // back to the list
	want(t, effects, redeems("binh", false))
}

func TestV5TooManyPointsNameTheMost(t *testing.T) {
	env := vi(story.Vouchers())
	s, _ := screentest.Press(redeemTab(env), env, "9", "0", "0")
	see(t, s, env, "= 900.000 ₫ · tối đa 500")
	hidden(t, s, env, "sau khi đổi")
	s, effects := screentest.Press(s, env, "enter")
	want(t, effects, screen.Do{Action: counter.Redeem{Points: 900}})
	short := fault.New(fault.Invalid, "points.short", fault.Args{"have": int64(500), "want": int64(900)})
	s, effects = s.Update(env, screen.Changed{Mine: true, Err: short})
	want(t, effects, screen.Beep{})
	see(t, s, env, refusal(short), "[900")
	s, _ = screentest.Press(redeemTab(env), env, "0", "enter")
	see(t, s, env, "! ")
}

func TestV5WhereTheProgrammeOffersNoneThereIsNoField(t *testing.T) {
	state := story.Vouchers()
	state.Member.AsMoney = counter.MoneyOffer{Refused: fault.New(fault.Invalid, "program.disabled", nil)}
	env := vi(state)
	hidden(t, redeemTab(env), env, "voucher tiền")
	s, effects := screentest.Press(redeemTab(env), env, "5", "enter")
	want(t, effects, screen.Beep{})
	see(t, s, env, refusal(state.Member.AsMoney.Refused))
}

func TestV5WhateverTheInputMethodSendsOnlyDigitsStay(t *testing.T) {
	env := vi(story.Vouchers())
	s, _ := screentest.Press(redeemTab(env), env, "1", "a", "backspace", "â", "2")
	see(t, s, env, "[2 ")
	s, _ = screentest.Press(redeemTab(env), env, "1", "ctrl+h", "3", "left", "4") // left is the field's
	see(t, s, env, "[43 ")
	s, _ = redeemTab(env).Update(env, tea.PasteMsg{Content: "1.250 điểm"})
	see(t, s, env, "[1.250 ")
	if c := s.Draw(env).Cursor; !c.On {
		t.Fatalf("the cursor stands at %+v", c)
	}
}

// bought is the panel with the card of the voucher just redeemed.
func bought(t *testing.T) (screen.Screen, screen.Env) {
	t.Helper()
	env := vi(story.Vouchers())
	s, _ := screentest.Press(redeemTab(env), env, "enter")
	env = vi(story.Bought())
	s, effects := s.Update(env, screen.Changed{Mine: true})
	want(t, effects)
	return s, env
}

func TestV3TheNewCodeIsShownBigAndCanBeUsedAtOnce(t *testing.T) {
	s, env := bought(t)
	code := env.State.Issued.ID
	see(t, s, env, "✓ Đã đổi", "Giảm 50.000 ₫", ident.SpacedVoucher(code), "hạn 21/12/2026 14:05", "đơn từ 100.000 ₫", "[Đổi thưởng] Voucher 4")
	modules, err := ident.QR(code)
	if err != nil {
		t.Fatal(err)
	}
	drawn := s.Draw(env).Lines
	for i, row := range widget.QR(modules).Lines {
		if !strings.Contains(drawn[headRows+i], row) {
			t.Fatalf("row %d of the QR code is not whole:\n%q\n%q", i, drawn[headRows+i], row)
		}
	}
	_, effects := screentest.Press(s, env, "f7")
	want(t, effects, screen.Do{Action: counter.ApplyVoucher{Code: code}})
	_, effects = screentest.Tap(t, s, env, "Dùng cho đơn này")
	want(t, effects, screen.Do{Action: counter.ApplyVoucher{Code: code}})
	s, effects = screentest.Press(s, env, "f5", "f5")
	want(t, effects, screen.Do{Action: counter.PrintVoucher{Code: code}})
	s, effects = s.Update(env, screen.Changed{Mine: true})
	want(t, effects)
	_, effects = screentest.Press(s, env, "f7")
	want(t, effects, screen.Do{Action: counter.ApplyVoucher{Code: code}})
}

func TestTheCardClosesBeforeThePanel(t *testing.T) {
	for _, key := range []string{"esc", "enter"} {
		s, env := bought(t)
		s, effects := screentest.Press(s, env, key)
		want(t, effects)
		see(t, s, env, "▸ 100 điểm")
		hidden(t, s, env, "✓ Đã đổi")
		_, effects = screentest.Press(s, env, "esc")
		want(t, effects, screen.Close{})
	}
}

func TestACardThatCouldntBeUsedSaysWhy(t *testing.T) {
	s, env := bought(t)
	s, _ = screentest.Press(s, env, "f7")
	small := fault.New(fault.Invalid, "voucher.combination", fault.Args{"with": "points"})
	s, effects := s.Update(env, screen.Changed{Mine: true, Err: small})
	want(t, effects, screen.Beep{})
	see(t, s, env, refusal(small), "Dùng cho đơn này")
}

func TestTheCardFitsEverySize(t *testing.T) {
	s, env := bought(t)
	screentest.Fits(t, s, *env.State)
	long := *env.State
	issued := *long.Issued
	issued.Name, issued.Terms.Transferable = strings.Repeat("Rất dài ", 20), true
	long.Issued, long.Member.Vouchers = &issued, nil
	s, _ = screentest.Press(redeemTab(env), env, "enter")
	s, _ = s.Update(vi(long), screen.Changed{Mine: true})
	screentest.Fits(t, s, long)
}

func TestNoTypingActsOnRewardsOrVouchers(t *testing.T) {
	keys := []string{"up", "down", "home", "end", "pgup", "pgdown", "backspace", "ctrl+h", "a", "ế", "0", "7", "space", "tab", "f1", "f9"}
	env := vi(story.VoucherUsed())
	rapid.Check(t, func(t *rapid.T) {
		s, _ := screentest.Press(open(env), env, rapid.SampledFrom([]string{"right", "tab"}).Draw(t, "first"))
		for _, key := range rapid.SliceOfN(rapid.SampledFrom(keys), 1, 30).Draw(t, "keys") {
			var effects []screen.Effect
			s, effects = screentest.Press(s, env, key)
			for _, e := range effects {
				if _, ok := e.(screen.Ask); !ok {
					t.Fatalf("%s asked for %#v", key, e)
				}
			}
		}
	})
}

func TestV2ManyRewardsScroll(t *testing.T) {
	state := story.Vouchers()
	for range 60 {
		state.Member.Rewards = append(state.Member.Rewards, state.Member.Rewards[0])
	}
	last := &state.Member.Rewards[65]
	last.Reward.ID, last.Name = "last", "Phần thưởng cuối"
	env := vi(state)
	s, effects := screentest.Press(redeemTab(env), env, "end", "enter")
	want(t, effects, redeems("last", false))
	see(t, s, env, "Phần thưởng cuối", "Enter ĐỔI THƯỞNG")
	screentest.Fits(t, s, state)
}

func TestRedeemingHasItsKeyOnlyWhereItWorks(t *testing.T) {
	env := vi(story.Vouchers())
	if keys := open(env).Keys(env); keys.Has(keymap.Redeem) {
		t.Fatal(keys)
	}
	if keys := redeemTab(env).Keys(env); !keys.Has(keymap.Redeem) || !keys.Has(keymap.Confirm) {
		t.Fatal(keys)
	}
	for kind, what := range map[loyalty.GiveKind]string{loyalty.GiveAmount: "giảm ", loyalty.GiveProduct: "tặng X"} {
		g := loyalty.Gives{Kind: kind, SKU: "X"}
		if got := text.In(text.Vietnamese).Voucher.Gives(g, ""); got != what {
			t.Errorf("%q, want %q", got, what)
		}
	}
}
