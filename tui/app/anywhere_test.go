package app_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/story"
)

const voucher = "912345678901234560"

var (
	f7    = tea.KeyPressMsg{Code: tea.KeyF7}
	ctrlR = tea.KeyPressMsg{Code: 'r', Mod: tea.ModCtrl}
)

// over is every screen that a voucher may be scanned over, by the keys that lead there.
var over = map[string][]tea.KeyPressMsg{
	"pay": {f9}, "points": {f7}, "products": {f2}, "menu": {f12}, "orders": {f12, enter}, "return": {f12, enter, ctrlR},
}

// leads presses keys one by one, each when what the one before asked for is answered.
func (d *desk) leads(keys []tea.KeyPressMsg) {
	for _, k := range keys {
		d.press(byHand, k).settle()
	}
}

func TestAVoucherScannedAnywhereIsApplied(t *testing.T) {
	for name, keys := range over {
		t.Run(name, func(t *testing.T) {
			d := sit(t, story.WithMember())
			d.till.found = counter.Found{Orders: story.Sold()}
			d.leads(keys)
			before := d.screen()
			d.scans(voucher).settle().did(counter.ApplyVoucher{Code: voucher})
			if d.tones != 0 || d.screen() != before {
				t.Fatalf("%d error tones, and\n%s\nbecame\n%s", d.tones, before, d.screen())
			}
		})
	}
}

func TestAVoucherThatIsRefusedOverAnotherScreenIsRefusedAloud(t *testing.T) {
	d := sit(t, story.Order())
	d.till.answer = func(_ counter.Action, s counter.State) (counter.State, error) {
		return s, fault.New(fault.Invalid, "voucher.used", nil)
	}
	d.press(byHand, f9).scans(voucher).settle()
	d.sees("✗ Voucher đã dùng rồi")
	if d.tones != 1 {
		t.Fatalf("%d error tones, want 1", d.tones)
	}
}

func TestAVoucherIsNotAppliedWhereNothingCanBeSold(t *testing.T) {
	for name, state := range map[string]counter.State{"signed out": story.SignedOut(), "no shift": story.NoShift(), "approval": story.PriceApproval()} {
		d := sit(t, state)
		d.scans(voucher).settle().did()
		if d.tones != 1 {
			t.Errorf("%s: %d error tones, want 1", name, d.tones)
		}
	}
}

func TestAReceiptScannedWhereOrdersAreLookedAtOpensItsReturn(t *testing.T) {
	for name, keys := range map[string][]tea.KeyPressMsg{"menu": {f12}, "orders": {f12, enter}, "receipt": {f12, enter, enter}} {
		t.Run(name, func(t *testing.T) {
			offer := story.ReturnWalkIn()
			d := sit(t, story.Empty())
			d.till.found = counter.Found{Orders: story.Sold(), Offer: &offer, Receipt: story.DoneWalkIn().Last.Receipt}
			d.leads(keys)
			d.scans("HD-01-000124").settle().did()
			d.sees("Trả hàng  HD-01-000124")
			d.sees("Chưa chọn món nào để trả")
			d.press(byHand, enter).settle().press(byHand, f9).settle()
			d.did(counter.Return{Order: offer.Order.Key(), Lines: offer.Return.Lines, Receipt: "HD-01-000124"})
		})
	}
}

func TestAnotherReceiptScannedOverAReturnChangesToIt(t *testing.T) {
	d := sit(t, story.Empty())
	d.till.found = counter.Found{Orders: story.Sold()}
	d.leads([]tea.KeyPressMsg{f12, enter, ctrlR})
	offer := story.ReturnWalkIn()
	d.till.found.Offer = &offer
	d.scans("HD-01-000124").settle().did()
	d.sees("Trả hàng  HD-01-000124")
	d.press(byHand, esc).settle().sees("Tìm đơn") // one return is open, not two
}

func TestAReceiptScannedOverThePayScreenIsRefusedAloud(t *testing.T) {
	d := sit(t, story.Order())
	d.press(byHand, f9).scans("HD-01-000124").settle().did()
	d.sees("✗ Chưa bán mã HD-01-000124")
	if d.tones != 1 {
		t.Fatalf("%d error tones, want 1", d.tones)
	}
}
