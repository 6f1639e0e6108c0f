package heart

import (
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

// voucherTab is the panel on the vouchers.
func voucherTab(env screen.Env) screen.Screen {
	s, _ := screentest.Press(open(env), env, "right", "right")
	return s
}

func codeOf(env screen.Env, i int) string { return env.State.Member.Vouchers[i].ID }

func TestV4EnterUsesTheMarkedVoucherAndShowsTheOrder(t *testing.T) {
	env := vi(story.Vouchers())
	s, effects := screentest.Press(voucherTab(env), env, "enter", "enter")
	want(t, effects, screen.Do{Action: counter.ApplyVoucher{Code: codeOf(env, 0)}})
	_, effects = s.Update(vi(story.VoucherUsed()), screen.Changed{Mine: true})
	want(t, effects, screen.Home{})
	_, effects = screentest.Press(voucherTab(env), env, "f7")
	want(t, effects, screen.Do{Action: counter.ApplyVoucher{Code: codeOf(env, 0)}})
	s, _ = screentest.Tap(t, voucherTab(env), env, "Bình nước Tim")
	_, effects = screentest.Tap(t, s, env, "Enter DÙNG")
	want(t, effects, screen.Do{Action: counter.ApplyVoucher{Code: codeOf(env, 1)}})
}

func TestV4AVoucherOnTheOrderIsTakenOffAgain(t *testing.T) {
	env := vi(story.VoucherUsed())
	s := voucherTab(env)
	see(t, s, env, "đang dùng", "−50.000 ₫", "Enter BỎ KHỎI ĐƠN")
	for _, key := range []string{"enter", "delete"} {
		_, effects := screentest.Press(s, env, key)
		want(t, effects, screen.Do{Action: counter.RemoveVoucher{Code: codeOf(env, 0)}})
	}
	s, _ = screentest.Press(s, env, "enter")
	s, effects := s.Update(vi(story.Vouchers()), screen.Changed{Mine: true})
	want(t, effects) // the panel stays
	see(t, s, vi(story.Vouchers()), "Enter DÙNG")
}

func TestV6EveryVoucherSaysWhereItStands(t *testing.T) {
	env := vi(story.Vouchers())
	s := voucherTab(env)
	see(t, s, env, "[Voucher 3]", "17/12/2026", "dùng được", "đơn từ 500.000 ₫", "không hết hạn", "dùng 14/11/2026 · HD-01-000101",
		"trả lại 19/11/2026", "hết hạn 22/10/2026")
	env.Lang, env.Texts = text.English, text.In(text.English)
	see(t, s, env, "[Vouchers 3]", "ready", "orders from 500.000 ₫", "no expiry", "used 14/11/2026 · HD-01-000101", "handed back 19/11/2026", "expired 22/10/2026")
}

func TestV4AVoucherThatDoesntFitTheOrderSaysWhy(t *testing.T) {
	env := vi(story.Vouchers())
	s, effects := screentest.Press(voucherTab(env), env, "down", "down", "enter")
	want(t, effects, screen.Beep{})
	see(t, s, env, refusal(env.State.Member.Vouchers[2].Refused))
	s, _ = screentest.Press(s, env, "up")
	hidden(t, s, env, "!")
}

func TestC5AnUnusedVoucherIsHandedBack(t *testing.T) {
	env := vi(story.Vouchers())
	s, effects := screentest.Press(voucherTab(env), env, "down", "f6")
	want(t, effects, screen.Do{Action: counter.HandBack{Code: codeOf(env, 1)}})
	s, effects = s.Update(env, screen.Changed{Mine: true})
	want(t, effects)
	_, effects = screentest.Tap(t, s, env, "Trả lại lấy 150 điểm")
	want(t, effects, screen.Do{Action: counter.HandBack{Code: codeOf(env, 1)}})
	used := vi(story.VoucherUsed())
	_, effects = screentest.Press(voucherTab(used), used, "f6") // not while it is on the order
	want(t, effects)
	_, effects = screentest.Press(voucherTab(env), env, "end", "f6") // nor when it has expired
	want(t, effects)
}

func TestV3AVoucherIsPrintedOrShownBig(t *testing.T) {
	env := vi(story.Vouchers())
	s, effects := screentest.Press(voucherTab(env), env, "down", "f5")
	want(t, effects, screen.Do{Action: counter.PrintVoucher{Code: codeOf(env, 1)}})
	s, _ = s.Update(env, screen.Changed{Mine: true})
	s, effects = screentest.Press(s, env, "f4")
	want(t, effects)
	see(t, s, env, "Bình nước Tim", "tặng Bình nước Tim", "ai dùng cũng được", "F7 Dùng cho đơn này", "đổi 150 điểm ngày 20/11/2026")
	_, effects = screentest.Press(s, env, "f7")
	want(t, effects, screen.Do{Action: counter.ApplyVoucher{Code: codeOf(env, 1)}})
	screentest.Fits(t, s, *env.State)
	s, effects = screentest.Press(s, env, "esc")
	want(t, effects)
	see(t, s, env, "[Voucher 3]", "Hạn dùng")
}

func TestAVoucherThatIsGoneOnlyShowsItsCode(t *testing.T) {
	env := vi(story.Vouchers())
	s, effects := screentest.Press(voucherTab(env), env, "end", "enter", "f5", "f7")
	want(t, effects)
	s, _ = screentest.Press(s, env, "f4")
	see(t, s, env, "hết hạn 22/10/2026")
	if keys := s.Keys(env); keys.Has(keymap.Redeem) {
		t.Fatal("an expired voucher can be used")
	}
}

func TestAVoucherRefusedByTheCounterStaysOnTheList(t *testing.T) {
	env := vi(story.Vouchers())
	s, _ := screentest.Press(voucherTab(env), env, "enter")
	refused := fault.New(fault.Conflict, "order.tendered", nil)
	s, effects := s.Update(env, screen.Changed{Mine: true, Err: refused})
	want(t, effects, screen.Beep{})
	see(t, s, env, refusal(refused))
	_, effects = screentest.Press(s, env, "enter")
	want(t, effects, screen.Do{Action: counter.ApplyVoucher{Code: codeOf(env, 0)}})
}

func TestWithoutVouchersTheTabSaysHowToGetOne(t *testing.T) {
	env := vi(story.WithMember())
	s, effects := screentest.Press(voucherTab(env), env, "enter", "f7", "f4", "f5", "f6", "delete")
	want(t, effects)
	see(t, s, env, "[Voucher 0]", "Khách chưa có voucher nào")
}

func TestAHundredVouchersWithLongNamesFit(t *testing.T) {
	state := story.Vouchers()
	o := state.Member.Vouchers[0]
	o.Name = "Voucher mừng sinh nhật khách hàng thân thiết lâu năm của cửa hàng Đồng Xanh"
	for range 94 {
		state.Member.Vouchers = append(state.Member.Vouchers, o)
	}
	state.Member.Vouchers[3].Receipt = "HD-01-000000000123456"
	state.Member.Vouchers[4].State = loyalty.VoucherHandedBack
	env := vi(state)
	s := voucherTab(env)
	screentest.Fits(t, s, state)
	s, _ = screentest.Press(s, env, "end")
	screentest.Fits(t, s, state)
}
