package text

import (
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
)

func TestV1TheReasonsOfAListAreShort(t *testing.T) {
	zone := time.FixedZone("ICT", 7*3600)
	now := time.Date(2026, 11, 30, 17, 30, 0, 0, time.UTC) // 1 December at the shop
	for _, c := range []struct {
		code   string
		args   fault.Args
		vi, en string
	}{
		{"points.short", fault.Args{"have": int64(500), "want": int64(1_800)}, "thiếu 1.300 điểm", "1.300 points short"},
		{"reward.window", fault.Args{"from": "2026-12-02", "to": "2026-12-31"}, "từ 02/12/2026", "from 02/12/2026"},
		{"reward.window", fault.Args{"from": "2026-11-01", "to": "2026-11-30"}, "hết ngày 30/11/2026", "ended 30/11/2026"},
		{"reward.window", fault.Args{"from": "", "to": "2026-11-30T12:00:00+07:00"}, "hết ngày 30/11/2026", "ended 30/11/2026"},
		{"reward.tier", fault.Args{"tiers": "Vàng"}, "hạng Vàng", "tiers: Vàng"},
		{"order.too_small", fault.Args{"min": money.VND(100_000), "have": money.VND(9)}, "đơn từ 100.000\u00a0₫", "orders from 100.000\u00a0₫"},
		{"voucher.combination", fault.Args{"with": "points"}, "không cùng điểm", "not with points"},
		{"voucher.combination", fault.Args{"with": "vouchers"}, "không cùng voucher khác", "not with other vouchers"},
		{"reward.limit", fault.Args{"most": int64(2)}, "đã đổi đủ 2 lần", "had 2 already"},
		{"tender.paid", nil, "Đơn đã trả đủ · chưa nhận thêm · Enter để kết thúc", "The order is paid in full · nothing taken · Enter finishes"},
	} {
		f := fault.New(fault.Invalid, c.code, c.args)
		same(t, Reason(f, now, zone, Vietnamese), c.vi)
		same(t, Reason(f, now, zone, English), c.en)
	}
	same(t, Reason(nil, now, zone, Vietnamese), "")
	for code, s := range reasons {
		if len([]rune(s.VI)) > 24 || len([]rune(s.EN)) > 24 {
			t.Errorf("%s is long for a list: %q, %q", code, s.VI, s.EN)
		}
	}
}

func TestANoticeTellsWhatElseChanged(t *testing.T) {
	gone := counter.Notice{Code: "voucher.left", Args: fault.Args{"name": "Giảm 50.000 ₫", "why": "order.too_small"}}
	n := counter.Notice{Code: "line.voided", Args: fault.Args{"name": "Cam sành"}, Also: &gone}
	same(t, Notice(n, Vietnamese), "Đã bỏ Cam sành · Voucher Giảm 50.000 ₫ rời đơn: đơn dưới mức tối thiểu")
	same(t, Notice(n, English), "Removed Cam sành · Voucher Giảm 50.000 ₫ left the order: the order is too small")
	used := counter.Notice{Code: "voucher.applied", Args: fault.Args{"name": "", "value": money.VND(50_000)}}
	bought := counter.Notice{Code: "voucher.redeemed", Args: fault.Args{"name": "", "code": "912345678901234123"}}
	same(t, Notice(bought, Vietnamese), "Đã đổi voucher · mã 912345678901234123")
	bought.Also = &used
	same(t, Notice(bought, Vietnamese), "Đã đổi voucher · Đã dùng voucher: −50.000\u00a0₫")
}

func TestV2WhatAVoucherGives(t *testing.T) {
	amount, part, most := money.VND(50_000), money.Per100(15), money.VND(80_000)
	vi, en := In(Vietnamese).Voucher, In(English).Voucher
	for _, c := range []struct {
		gives  loyalty.Gives
		vi, en string
	}{
		{loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}, "giảm 50.000\u00a0₫", "50.000\u00a0₫ off"},
		{loyalty.Gives{Kind: loyalty.GivePercent, Percent: &part, Cap: &most}, "giảm 15\u00a0%, nhiều nhất 80.000\u00a0₫", "15\u00a0% off, at most 80.000\u00a0₫"},
		{loyalty.Gives{Kind: loyalty.GivePercent, Percent: &part}, "giảm 15\u00a0%", "15\u00a0% off"},
		{loyalty.Gives{Kind: loyalty.GiveProduct, SKU: "SUA-1L"}, "tặng Sữa tươi", "free: Sữa tươi"},
	} {
		same(t, vi.Gives(c.gives, "Sữa tươi"), c.vi)
		same(t, en.Gives(c.gives, "Sữa tươi"), c.en)
	}
	money := loyalty.Voucher{Terms: loyalty.Terms{Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}}}
	same(t, vi.Title(money), "Voucher 50.000\u00a0₫")
	same(t, en.Days(1), "good for 1 day")
}
