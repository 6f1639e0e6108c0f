package office_test

import (
	"context"
	"testing"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
)

// reward puts a reward that costs 50 points and takes 20.000 ₫ off.
func (s *shopOffice) reward(id string, change ...func(*loyalty.Reward)) {
	s.t.Helper()
	r := loyalty.Reward{ID: id, Name: "Giảm 20k", Cost: 50, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: ptr(money.VND(20_000))}, WithPoints: true}
	for _, c := range change {
		c(&r)
	}
	if _, err := s.PutReward(context.Background(), r); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shopOffice) redeem(member string, d office.Redemption) office.Redeemed {
	s.t.Helper()
	r, err := s.Redeem(context.Background(), member, d)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (s *shopOffice) redeemRefused(member string, d office.Redemption) string {
	s.t.Helper()
	_, err := s.Redeem(context.Background(), member, d)
	return fault.Code(err)
}

func (s *shopOffice) voucherState(code string) loyalty.VoucherState {
	s.t.Helper()
	v, err := s.Voucher(context.Background(), code)
	if err != nil {
		s.t.Fatal(err)
	}
	return v.State
}

func with(codes ...string) func(*office.OrderDoc) {
	return func(d *office.OrderDoc) { d.Vouchers = codes }
}

func TestV1PointsFallByTheCostAndVouchersGrowByOne(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 80)
	s.reward("giam20", func(r *loyalty.Reward) { r.VoucherDays = ptr(int64(30)) })
	r := s.redeem("lan", office.Redemption{RewardID: "giam20"})
	if !ident.IsVoucher(r.Voucher.Code) || r.Points.Usable != 30 || r.Voucher.State != "issued" || !r.Voucher.ExpiresAt.Equal(at(30)) || r.Voucher.RewardID != "giam20" {
		t.Errorf("%+v", r)
	}
	list, err := s.Vouchers(context.Background(), "lan")
	if err != nil || len(list) != 1 || list[0].Code != r.Voucher.Code {
		t.Errorf("%+v, %v", list, err)
	}
	if code := s.redeemRefused("lan", office.Redemption{RewardID: "giam20"}); code != "points.short" {
		t.Errorf("%q", code)
	}
	if e := s.entries("lan"); e[1].Kind != "redeem" || e[1].Points != -50 || e[1].Voucher != r.Voucher.Code {
		t.Errorf("%+v", e)
	}
}

func TestV2WhyARewardCanNotBeRedeemed(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.now = at(10)
	s.member("lan", "0912345678", 1_000)
	s.member("mai", "0912345679", 1_000)
	s.reward("stock", func(r *loyalty.Reward) { r.Stock = ptr(int64(1)) })
	s.reward("limit", func(r *loyalty.Reward) { r.PerCustomer = ptr(int64(1)) })
	s.reward("tier", func(r *loyalty.Reward) { r.Tiers = []string{"vang"} })
	s.reward("later", func(r *loyalty.Reward) { r.From = "2026-01-16" }) // today is 2026-01-15 in the shop
	s.reward("over", func(r *loyalty.Reward) { r.To = "2026-01-14" })
	s.reward("today", func(r *loyalty.Reward) { r.From, r.To = "2026-01-15", "2026-01-15" })
	s.reward("retired")
	if _, err := s.RetireReward(context.Background(), "retired"); err != nil {
		t.Fatal(err)
	}
	s.redeem("lan", office.Redemption{RewardID: "today"})
	first := s.redeem("lan", office.Redemption{RewardID: "stock"})
	limited := s.redeem("lan", office.Redemption{RewardID: "limit"})
	for reward, want := range map[string]string{"stock": "reward.out_of_stock", "limit": "", "tier": "reward.tier", "later": "reward.window",
		"over": "reward.window", "retired": "reward.retired", "none": "reward.unknown"} {
		if code := s.redeemRefused("mai", office.Redemption{RewardID: reward}); code != want {
			t.Errorf("%s: %q", reward, code)
		}
	}
	if code := s.redeemRefused("lan", office.Redemption{RewardID: "limit"}); code != "reward.limit" {
		t.Errorf("%q", code)
	}
	for _, v := range []string{first.Voucher.Code, limited.Voucher.Code} { // handed back, they count no more
		if _, err := s.HandBack(context.Background(), v); err != nil {
			t.Fatal(err)
		}
	}
	s.redeem("mai", office.Redemption{RewardID: "stock"})
	s.redeem("lan", office.Redemption{RewardID: "limit"})
}

func TestRedemptionsAreChecked(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 100)
	for field, d := range map[string]office.Redemption{"reward_id": {}, "points": {RewardID: "x", Points: 5}, "at": {Points: 5, At: at(1)}} {
		_, err := s.Redeem(context.Background(), "lan", d)
		if f, ok := fault.Of(err); !ok || f.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if code := s.redeemRefused("lan", office.Redemption{Points: -5}); code != "field.range" {
		t.Errorf("%q", code)
	}
	if code := s.redeemRefused("lan", office.Redemption{Points: 101}); code != "points.short" {
		t.Errorf("%q", code)
	}
	s.program(func(p *loyalty.Program) { p.Enabled, p.Use.WhenDisabled = false, false })
	s.reward("giam20")
	for _, d := range []office.Redemption{{Points: 5}, {RewardID: "giam20"}} {
		if code := s.redeemRefused("lan", d); code != "program.disabled" {
			t.Errorf("%+v: %q", d, code)
		}
	}
}

func TestABackdatedRedemptionTakesOnlyWhatIsStillThere(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 100)
	s.now = at(10)
	s.put("1", sold("lan", 80_000, at(5), func(d *office.OrderDoc) { d.UsePoints = 80 }))
	if code := s.redeemRefused("lan", office.Redemption{Points: 21, At: at(1)}); code != "points.short" {
		t.Errorf("%q", code)
	}
	if r := s.redeem("lan", office.Redemption{Points: 20, At: at(1)}); !r.Voucher.IssuedAt.Equal(at(1)) {
		t.Errorf("%+v", r)
	}
}

func TestV5PointsBecomeAMoneyVoucher(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 80)
	one := s.redeem("lan", office.Redemption{Points: 30})
	two := s.redeem("lan", office.Redemption{Points: 20})
	if *one.Voucher.Gives.Amount != 30_000 || one.Points.Usable != 50 || one.Voucher.ExpiresAt != nil || one.Voucher.RewardID != "" {
		t.Errorf("%+v", one)
	}
	a := s.put("1", sold("lan", 100_000, at(0), with(one.Voucher.Code, two.Voucher.Code), func(d *office.OrderDoc) { d.UsePoints = 10 }))
	if a.Totals.Vouchers != 50_000 || a.Totals.Payable != 40_000 || a.Points.Earned != 40 {
		t.Errorf("%+v %+v", a.Totals, a.Points)
	}
	s.program(func(p *loyalty.Program) { p.Use.AsVoucher = false })
	if code := s.redeemRefused("lan", office.Redemption{Points: 5}); code != "program.disabled" {
		t.Errorf("%q", code)
	}
}

func TestV4AVoucherIsUsedOnceByItsOwnMemberAndSpentWhole(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 500)
	s.member("mai", "0912345679", 500)
	s.reward("own")
	s.reward("gift", func(r *loyalty.Reward) { r.Transferable = true })
	own, gift := s.redeem("lan", office.Redemption{RewardID: "own"}).Voucher.Code, s.redeem("lan", office.Redemption{RewardID: "gift"}).Voucher.Code
	if code := s.refused("1", sold("mai", 50_000, at(0), with(own))); code != "voucher.not_yours" {
		t.Errorf("%q", code)
	}
	if code := s.refused("1", sold("", 50_000, at(0), with(own))); code != "voucher.not_yours" {
		t.Errorf("%q", code)
	}
	if a := s.put("1", sold("mai", 50_000, at(0), with(gift))); a.Totals.Payable != 30_000 {
		t.Errorf("%+v", a.Totals)
	}
	if a := s.put("2", sold("lan", 15_000, at(0), with(own))); a.Totals.Payable != 0 || a.Totals.Vouchers != 15_000 {
		t.Errorf("spent whole: %+v", a.Totals)
	}
	for _, code := range []string{own, gift} {
		if s.voucherState(code) != loyalty.VoucherUsed {
			t.Error(s.voucherState(code))
		}
		if got := s.refused("3", sold("lan", 50_000, at(0), with(code))); got != "voucher.used" {
			t.Errorf("%q", got)
		}
		if _, err := s.HandBack(context.Background(), code); fault.Code(err) != "voucher.used" {
			t.Error(err)
		}
	}
	if code := s.refused("3", sold("lan", 50_000, at(0), with("900000000000000001"))); code != "voucher.unknown" {
		t.Errorf("%q", code)
	}
}

func TestVouchersAndTheirConditions(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.now = at(1)
	s.member("lan", "0912345678", 5_000)
	buy := func(id string, change ...func(*loyalty.Reward)) string {
		s.reward(id, change...)
		return s.redeem("lan", office.Redemption{RewardID: id, At: at(0)}).Voucher.Code
	}
	small := buy("min", func(r *loyalty.Reward) { r.MinOrder = ptr(money.VND(100_000)) })
	shop := buy("shop", func(r *loyalty.Reward) { r.Channels = []string{"store"} })
	alone := buy("alone", func(r *loyalty.Reward) { r.WithPoints = false })
	short := buy("short", func(r *loyalty.Reward) { r.VoucherDays = ptr(int64(1)) })
	free := buy("free", func(r *loyalty.Reward) { r.Gives = loyalty.Gives{Kind: loyalty.GiveProduct, SKU: "BANH"} })
	use := func(d *office.OrderDoc) { d.UsePoints = 1 }
	for _, c := range []struct {
		d    office.OrderDoc
		want string
	}{
		{sold("lan", 99_999, at(0), with(small)), "order.too_small"},
		{sold("lan", 50_000, at(0), with(shop)), "voucher.channel"},
		{sold("lan", 50_000, at(0), with(alone), use), "voucher.combination"},
		{sold("lan", 50_000, at(0), with(alone, shop)), "voucher.combination"},
		{sold("lan", 50_000, at(1), with(short)), "voucher.expired"},
		{sold("lan", 50_000, at(0), with(free)), "voucher.product"},
		{sold("lan", 100_000, at(0), with(small), use), ""},
	} {
		if got := s.refused("1", c.d); got != c.want {
			t.Errorf("%v: %q, want %q", c.d.Vouchers, got, c.want)
		}
	}
	if s.voucherState(short) != loyalty.VoucherExpired {
		t.Error(s.voucherState(short))
	}
	if _, err := s.HandBack(context.Background(), short); fault.Code(err) != "voucher.expired" {
		t.Error(err)
	}
	d := sold("lan", 50_000, at(0), with(free))
	d.Lines = append(d.Lines, office.OrderLine{ID: "2", SKU: "BANH", Quantity: money.Units(3), UnitPrice: ptr(money.VND(9_000))})
	if a := s.put("2", d); a.Totals.Vouchers != 9_000 || a.Points.Eligible != 68_000 {
		t.Errorf("one unit of it is free: %+v", a.Totals)
	}
}

func TestE11PercentVouchersLowerTheBaseOfEveryLine(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 500)
	s.reward("10", func(r *loyalty.Reward) {
		r.Gives = loyalty.Gives{Kind: loyalty.GivePercent, Percent: ptr(money.Per100(10)), Cap: ptr(money.VND(15_000))}
	})
	v := s.redeem("lan", office.Redemption{RewardID: "10"}).Voucher.Code
	d := sold("lan", 100_000, at(0), with(v))
	d.Lines = append(d.Lines, office.OrderLine{ID: "2", SKU: "THE", Quantity: money.Units(1), UnitPrice: ptr(money.VND(50_001)), Earns: ptr(false)})
	if a := s.put("1", d); a.Totals.Vouchers != 15_000 || a.Points.Eligible != 90_000 || a.Totals.Payable != 135_001 {
		t.Errorf("%+v %+v", a.Totals, a.Points)
	}
}

func TestV4C5VouchersComeBack(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.now = at(90)
	s.member("lan", "0912345678", 500)
	s.reward("giam20", func(r *loyalty.Reward) { r.VoucherDays = ptr(int64(10)) })
	code := s.redeem("lan", office.Redemption{RewardID: "giam20", At: at(0)}).Voucher.Code
	open := sold("lan", 50_000, at(1), with(code), func(d *office.OrderDoc) { d.PaidAt, d.DeliveredAt = nil, nil })
	s.put("1", open)
	open.Vouchers = nil // taken off again before payment
	if a := s.put("1", open); a.Totals.Payable != 50_000 || s.voucherState(code) != loyalty.VoucherExpired {
		t.Errorf("%+v %s", a.Totals, s.voucherState(code))
	}
	d := sold("lan", 25_000, at(2), with(code), func(d *office.OrderDoc) { d.Lines[0].Quantity = money.Units(2) })
	s.put("2", d)
	d = returned(d, "r1", 20, 1)
	if a := s.put("2", d); a.Points.Refund != 15_000 || s.voucherState(code) != loyalty.VoucherUsed {
		t.Errorf("returned in part: %+v %s", a.Points, s.voucherState(code))
	}
	s.put("2", returned(d, "r2", 80, 1))
	v, err := s.Voucher(context.Background(), code)
	if err != nil || v.State != "issued" || !v.ExpiresAt.Equal(at(110)) {
		t.Errorf("%+v, %v", v, err)
	}
	if r, err := s.HandBack(context.Background(), code); err != nil || r.Voucher.State != "handed_back" || r.Points.Usable != 500 {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := s.HandBack(context.Background(), code); fault.Code(err) != "voucher.handed_back" {
		t.Error(err)
	}
	if got := s.refused("3", sold("lan", 50_000, at(90), with(code))); got != "voucher.handed_back" {
		t.Errorf("%q", got)
	}
}

func TestVouchersMoveWithAMerge(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 100)
	s.member("mai", "0912345679", 0)
	code := s.redeem("lan", office.Redemption{Points: 30}).Voucher.Code
	if _, err := s.Merge(context.Background(), "lan", "mai"); err != nil {
		t.Fatal(err)
	}
	list, err := s.Vouchers(context.Background(), "mai")
	if err != nil || len(list) != 1 || list[0].CustomerID != "mai" {
		t.Fatalf("%+v, %v", list, err)
	}
	if a := s.put("1", sold("mai", 50_000, at(0), with(code))); a.Totals.Payable != 20_000 {
		t.Errorf("%+v", a.Totals)
	}
}

func TestU3LimitsOfAnOrder(t *testing.T) {
	s := openOffice(t)
	s.program(func(p *loyalty.Program) {
		half, least, step := money.Per100(50), int64(10), int64(5)
		p.Use.MaxPercent, p.Use.MinPoints, p.Use.Step = &half, &least, &step
	})
	s.member("lan", "0912345678", 40)
	for points, want := range map[int64]string{45: "points.short", 35: "points.limit", 5: "points.limit", 12: "points.step", 30: ""} {
		d := sold("lan", 60_000, at(0), func(d *office.OrderDoc) { d.UsePoints = points })
		if _, err := s.Quote(context.Background(), d); fault.Code(err) != want {
			t.Errorf("%d points: %v", points, err)
		}
	}
	a := s.put("1", sold("lan", 60_000, at(0), func(d *office.OrderDoc) { d.UsePoints, d.PaidAt, d.DeliveredAt = 30, nil, nil }))
	if a.Points.MaxUse != 30 || a.Customer.Usable != 10 {
		t.Errorf("%+v", a)
	}
	// U5: goods go, and the limit is looked at again
	small := sold("lan", 40_000, at(0), func(d *office.OrderDoc) { d.UsePoints, d.PaidAt, d.DeliveredAt = 30, nil, nil })
	if code := s.refused("1", small); code != "points.limit" {
		t.Errorf("%q", code)
	}
	small.UsePoints = 20
	if a := s.put("1", small); a.Customer.Usable != 20 || a.Totals.Payable != 20_000 {
		t.Errorf("%+v", a)
	}
}
