package office_test

import (
	"testing"
	"time"

	"tim/domain/loyalty"
	"tim/domain/office"
)

// performance is one reward's of a time; the zero one when it isn't listed.
func (s *shopOffice) performance(reward string, from, to time.Time) office.Performance {
	s.t.Helper()
	list, err := s.Performances(ctx, from, to)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, p := range list {
		if p.RewardID == reward {
			return p
		}
	}
	return office.Performance{}
}

func TestV2ARewardTellsWhatBecameOfItsVouchers(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 1000)
	s.reward("giam20", func(r *loyalty.Reward) { r.VoucherDays = ptr(int64(10)) })
	s.reward("it-ai-doi")
	used, back, lapsed := s.redeem("lan", office.Redemption{RewardID: "giam20"}), s.redeem("lan", office.Redemption{RewardID: "giam20"}),
		s.redeem("lan", office.Redemption{RewardID: "giam20"})
	s.redeem("lan", office.Redemption{Points: 7})
	s.now = at(1)
	s.put("1", sold("lan", 15_000, at(1), with(used.Voucher.Code))) // a voucher larger than the order gives what the order comes to
	if _, err := s.HandBack(ctx, back.Voucher.Code); err != nil {
		t.Fatal(err)
	}
	want := office.Performance{RewardID: "giam20", Name: "Giảm 20k", Issued: 3, Used: 1, HandedBack: 1, Open: 1, Points: 150, PointsBack: 50, Given: 15_000}
	if got := s.performance("giam20", time.Time{}, time.Time{}); got != want {
		t.Errorf("now: %+v", got)
	}
	s.now = at(20)
	if want.Open, want.Expired = 0, 1; s.performance("giam20", time.Time{}, time.Time{}) != want {
		t.Errorf("once %s has lapsed: %+v", lapsed.Voucher.Code, s.performance("giam20", time.Time{}, time.Time{}))
	}
	later := s.performance("giam20", at(0.5), at(5))
	if later.Issued != 0 || later.Points != 0 || later.Used != 1 || later.HandedBack != 1 || later.Expired != 0 {
		t.Errorf("from the next day on: %+v", later)
	}
	if got := s.performance("it-ai-doi", time.Time{}, time.Time{}); got != (office.Performance{RewardID: "it-ai-doi", Name: "Giảm 20k"}) {
		t.Errorf("nobody took it: %+v", got)
	}
	if got := s.performance("", time.Time{}, time.Time{}); got.Issued != 1 || got.Points != 7 {
		t.Errorf("points as money: %+v", got)
	}
}

func TestAVoucherThatCameBackWithAReturnGaveNothing(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 100)
	s.reward("giam20")
	v := s.redeem("lan", office.Redemption{RewardID: "giam20"})
	s.put("1", sold("lan", 90_000, at(0), with(v.Voucher.Code)))
	s.now = at(1)
	s.put("1", sold("lan", 90_000, at(0), with(v.Voucher.Code), func(d *office.OrderDoc) { d.CancelledAt = ptr(at(1)) }))
	if got := s.performance("giam20", time.Time{}, time.Time{}); got.Used != 0 || got.Given != 0 || got.Open != 1 {
		t.Errorf("%+v", got)
	}
}
