package counter_test

import (
	"slices"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// atCounter is a till with Ánh's cart of four milks: 128.000 ₫.
func atCounter(t testing.TB, change ...func(*loyalty.Program)) *till {
	t.Helper()
	k := start(t, change...)
	k.scan("4*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone})
	return k
}

// buy redeems a reward and gives the voucher's code.
func (k *till) buy(reward string) string {
	k.t.Helper()
	k.mustDo(counter.Redeem{Reward: reward})
	return k.last.Issued.ID
}

func (k *till) offer(reward string) counter.RewardOffer {
	k.t.Helper()
	i := slices.IndexFunc(k.last.Member.Rewards, func(r counter.RewardOffer) bool { return r.ID == reward })
	if i < 0 {
		k.t.Fatalf("no offer of %s", reward)
	}
	return k.last.Member.Rewards[i]
}

func (k *till) voucher(code string) counter.VoucherOffer {
	k.t.Helper()
	i := slices.IndexFunc(k.last.Member.Vouchers, func(v counter.VoucherOffer) bool { return v.ID == code })
	if i < 0 {
		k.t.Fatalf("no voucher %s", code)
	}
	return k.last.Member.Vouchers[i]
}

func code(f *fault.Error) string {
	if f == nil {
		return ""
	}
	return f.Code
}

func TestV1RedeemTakesThePointsAndGivesAVoucher(t *testing.T) {
	k := atCounter(t)
	k.mustDo(counter.Redeem{Reward: "off50"})
	v := k.last.Issued
	if v == nil || !ident.IsVoucher(v.ID) || v.Reward != "off50" || v.Member != "anh" || v.Order != "" {
		t.Fatalf("issued %+v", v)
	}
	if !v.ExpiresAt.Equal(k.now.Add(30 * 24 * time.Hour)) {
		t.Errorf("it expires %v", v.ExpiresAt)
	}
	if k.balance() != 450 || len(k.last.Member.Vouchers) != 1 || k.last.Cart.Totals.Payable != 128_000 {
		t.Errorf("balance %d, vouchers %+v, to pay %d", k.balance(), k.last.Member.Vouchers, k.last.Cart.Totals.Payable)
	}
	if n := k.last.Notice; n == nil || n.Code != "voucher.redeemed" || n.Args["name"] != "Giảm 50.000" || n.Args["code"] != v.ID {
		t.Errorf("notice %+v", n)
	}
	if o := k.voucher(v.ID); o.Value != 50_000 || o.Refused != nil || o.OnCart {
		t.Errorf("offered as %+v", o)
	}
	k.scan(card)
	if k.last.Issued != nil {
		t.Error("the next action still shows what was redeemed before")
	}
	k.restart()
	if k.balance() != 450 || len(k.last.Member.Vouchers) != 1 {
		t.Errorf("after a restart: balance %d, vouchers %+v", k.balance(), k.last.Member.Vouchers)
	}
	k.verify()
}

func TestV1RedeemAndApplyIsOneStep(t *testing.T) {
	k := atCounter(t)
	k.mustDo(counter.Redeem{Reward: "off50", Apply: true})
	if k.balance() != 450 || k.last.Cart.Totals.Payable != 78_000 || k.last.Issued.Order != k.last.Cart.Order.Key() {
		t.Fatalf("balance %d, to pay %d, voucher %+v", k.balance(), k.last.Cart.Totals.Payable, k.last.Issued)
	}
	if n := k.last.Notice; n.Code != "voucher.redeemed" || n.Also == nil || n.Also.Code != "voucher.applied" || n.Also.Args["value"] != money.VND(50_000) {
		t.Errorf("notice %+v", n)
	}
	if on := k.last.Cart.Vouchers; len(on) != 1 || !on[0].OnCart || on[0].Value != 50_000 {
		t.Errorf("on the cart %+v", on)
	}
	k.verify()
}

func TestV1AVoucherThatCantGoOnTheOrderIsNotBoughtEither(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.Enter{Text: anhPhone})
	k.refused(counter.Redeem{Reward: "off50", Apply: true}, "order.too_small")
	k.mustDo(counter.SetQuantity{Line: "1", Quantity: money.Units(4)}, counter.UsePoints{Points: 5})
	k.refused(counter.Redeem{Reward: "off20", Apply: true}, "voucher.combination")
	k.mustDo(counter.UsePoints{}, counter.AddTender{Kind: sale.Card, Amount: 1_000})
	k.refused(counter.Redeem{Reward: "off10", Apply: true}, "order.tendered")
	if len(k.last.Member.Vouchers) != 0 || k.last.Issued != nil {
		t.Errorf("bought %+v", k.last.Member.Vouchers)
	}
	k.mustDo(counter.Redeem{Reward: "off10"}) // points go while a part is paid; the order stays as it is
	if k.balance() != 490 || k.last.Cart.Totals.Due != 127_000 {
		t.Errorf("balance %d, due %d", k.balance(), k.last.Cart.Totals.Due)
	}
	k.verify()
}

func TestV1EveryReasonWhyARewardCantBeHad(t *testing.T) {
	k := start(t)
	k.scan("4*" + milk)
	k.refused(counter.Redeem{Reward: "off10"}, "member.none")
	k.mustDo(counter.Enter{Text: anhPhone})
	k.refused(counter.Redeem{Reward: "?"}, "reward.unknown")
	k.refused(counter.Redeem{Reward: "web", Apply: true}, "voucher.channel")
	k.mustDo(counter.Redeem{Reward: "once"}, counter.Redeem{Reward: "last"})
	for reward, want := range map[string]string{"once": "reward.limit", "last": "reward.out_of_stock", "gold": "reward.tier", "later": "reward.window",
		"dear": "points.short"} {
		k.refused(counter.Redeem{Reward: reward}, want)
		if o := k.offer(reward); code(o.Refused) != want {
			t.Errorf("%s is offered with %v, want %s", reward, o.Refused, want)
		}
	}
	k.refused(counter.Redeem{Reward: "old"}, "reward.retired")
	for _, o := range k.last.Member.Rewards {
		if o.ID == "old" || o.ID == "web" {
			t.Errorf("%s is offered here", o.ID)
		}
	}
	short, last := k.offer("dear"), k.offer("last")
	if short.Refused.Args["have"] != int64(490) || short.Refused.Args["want"] != int64(5_000) || *last.Left != 0 {
		t.Errorf("short by %v, %d left", short.Refused.Args, *last.Left)
	}
	if gold := k.offer("gold"); !slices.Equal(gold.Ranks, []string{"Vàng"}) || k.offer("off10").Ranks != nil {
		t.Errorf("for the tiers %v", gold.Ranks)
	}
	k.mustDo(counter.HandBack{Code: k.last.Member.Vouchers[0].ID})
	k.mustDo(counter.HandBack{Code: k.last.Member.Vouchers[0].ID})
	k.mustDo(counter.Redeem{Reward: "once"}, counter.Redeem{Reward: "last"}) // handed back ones count no more
	k.restart()
	k.refused(counter.Redeem{Reward: "last"}, "reward.out_of_stock")
	k.verify()
}

func TestE15ADisabledProgrammeRedeemsNothing(t *testing.T) {
	k := atCounter(t, func(p *loyalty.Program) { p.Enabled, p.Use.WhenDisabled = false, false })
	k.refused(counter.Redeem{Reward: "off10"}, "program.disabled")
	k.refused(counter.Redeem{Points: 10}, "program.disabled")
	if code(k.last.Member.AsMoney.Refused) != "program.disabled" {
		t.Errorf("%+v", k.last.Member.AsMoney)
	}
}

func TestV1RewardsAreOfferedWithWhatTheyWouldDoNow(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.Enter{Text: anhPhone})
	for reward, want := range map[string]money.VND{"off10": 10_000, "off50": 32_000, "part": 3_200, "bottle": 90_000, "milk": 32_000} {
		if o := k.offer(reward); o.Takes != want {
			t.Errorf("%s would take %d off, want %d", reward, o.Takes, want)
		}
	}
	if o := k.offer("off50"); code(o.NotNow) != "order.too_small" || o.Refused != nil || o.After != 450 {
		t.Errorf("%+v", o)
	}
	if o := k.offer("bottle"); o.Product != "Bình nước Tim" || o.NotNow != nil {
		t.Errorf("%+v", o)
	}
	costs := make([]int64, 0, len(k.last.Member.Rewards))
	for _, o := range k.last.Member.Rewards {
		costs = append(costs, o.Cost)
	}
	if !slices.IsSorted(costs) {
		t.Errorf("costs %v", costs)
	}
	k.mustDo(counter.UsePoints{Points: 5})
	if o := k.offer("off20"); code(o.NotNow) != "voucher.combination" {
		t.Errorf("beside points: %+v", o)
	}
	k.mustDo(counter.UsePoints{}, counter.AddTender{Kind: sale.Card, Amount: 1_000})
	if o := k.offer("off10"); code(o.NotNow) != "order.tendered" {
		t.Errorf("behind a payment: %+v", o)
	}
}

func TestV5PointsBecomeAMoneyVoucher(t *testing.T) {
	k := atCounter(t)
	if m := k.last.Member.AsMoney; m.Refused != nil || m.Most != 500 || m.Worth != 1_000 {
		t.Fatalf("offered %+v", m)
	}
	k.refused(counter.Redeem{Points: 501}, "points.short")
	k.refused(counter.Redeem{Points: -1}, "field.range")
	k.refused(counter.Redeem{}, "field.range")
	k.mustDo(counter.Redeem{Points: 30, Apply: true})
	if v := k.last.Issued; *v.Terms.Gives.Amount != 30_000 || v.Cost != 30 || v.Name != "" || !v.Terms.WithPoints || !v.Terms.WithVouchers {
		t.Errorf("issued %+v", v)
	}
	if k.balance() != 470 || k.last.Cart.Totals.Payable != 98_000 {
		t.Errorf("balance %d, to pay %d", k.balance(), k.last.Cart.Totals.Payable)
	}
	k.mustDo(counter.UsePoints{Points: 49}) // half of what the voucher leaves
	k.refused(counter.UsePoints{Points: 50}, "points.limit")
	k.verify()
}

func TestV5SwitchedOff(t *testing.T) {
	k := atCounter(t, func(p *loyalty.Program) { p.Use.AsVoucher = false })
	k.refused(counter.Redeem{Points: 30}, "program.disabled")
	if code(k.last.Member.AsMoney.Refused) != "program.disabled" {
		t.Errorf("%+v", k.last.Member.AsMoney)
	}
}

func TestPointsBehindARedemptionAreNotTakenTwice(t *testing.T) {
	k := atCounter(t)
	k.mustDo(counter.UsePoints{Points: 64}, counter.Redeem{Points: 426})
	if k.balance() != 10 {
		t.Fatalf("balance %d", k.balance())
	}
	k.mustDo(counter.Redeem{Reward: "off10", Apply: true}) // half of 118.000 is 59: five come back, from lots with 5 left
	if n := k.last.Notice; k.last.Cart.Order.Use.Points != 59 || k.balance() != 5 || n.Also.Also == nil || n.Also.Also.Code != "points.reduced" {
		t.Errorf("used %d, balance %d, notice %+v", k.last.Cart.Order.Use.Points, k.balance(), n)
	}
	k.verify()
}

func TestC5HandingBackGivesThePointsAgain(t *testing.T) {
	k := atCounter(t)
	bought := k.buy("off50")
	k.mustDo(counter.ApplyVoucher{Code: bought})
	k.refused(counter.HandBack{Code: bought}, "voucher.used")
	k.mustDo(counter.RemoveVoucher{Code: bought}, counter.HandBack{Code: bought})
	if n := k.last.Notice; k.balance() != 500 || n.Code != "voucher.handed_back" || n.Args["points"] != int64(50) {
		t.Errorf("balance %d, notice %+v", k.balance(), k.last.Notice)
	}
	if v := k.voucher(bought); v.State != loyalty.VoucherHandedBack || code(v.Refused) != "voucher.handed_back" {
		t.Errorf("%+v", v)
	}
	k.refused(counter.HandBack{Code: bought}, "voucher.handed_back")
	k.refused(counter.ApplyVoucher{Code: bought}, "voucher.handed_back")
	k.refused(counter.HandBack{Code: "900000000000000001"}, "voucher.unknown")
	other := k.buy("off50")
	k.mustDo(counter.Enter{Text: cucPhone})
	k.refused(counter.HandBack{Code: other}, "voucher.not_yours")
	k.mustDo(counter.AttachMember{})
	k.refused(counter.HandBack{Code: other}, "member.none")
	k.now = k.now.Add(31 * 24 * time.Hour)
	k.mustDo(counter.Enter{Text: anhPhone})
	k.refused(counter.HandBack{Code: other}, "voucher.expired")
	k.verify()
}

func TestV3AVoucherIsPrintedWithItsCode(t *testing.T) {
	k := atCounter(t)
	bought := k.buy("bottle")
	k.mustDo(counter.PrintVoucher{Code: bought})
	slip := k.coupons[0]
	if slip.Code != bought || slip.Product != "Bình nước Tim" || slip.Member != "09•• ••• 678" || k.last.Notice.Code != "voucher.printed" {
		t.Errorf("%+v, notice %+v", slip, k.last.Notice)
	}
	k.refused(counter.PrintVoucher{Code: "900000000000000001"}, "voucher.unknown")
	k.mustDo(counter.PrintVoucher{Code: k.buy("off10")})
	if slip := k.coupons[1]; slip.Member != "" {
		t.Errorf("a slip that may be given away names %s", slip.Member)
	}
	k.verify()
}

func TestV6TheReceiptHasTheVouchers(t *testing.T) {
	k := atCounter(t)
	kept := k.buy("off50")
	k.mustDo(counter.Redeem{Reward: "part", Apply: true}, counter.AddTender{Kind: sale.Cash})
	doc := k.printed[0]
	if len(doc.Vouchers) != 1 || doc.Vouchers[0].Name != "Giảm 10 %" || doc.Vouchers[0].Value != 10_000 {
		t.Errorf("used %+v", doc.Vouchers)
	}
	if live := doc.Member.Vouchers; len(live) != 1 || live[0].Code != kept || !live[0].Fresh {
		t.Errorf("live %+v", live)
	}
	if doc.Page != "" {
		t.Errorf("a link to no page: %s", doc.Page)
	}
	k.mustDo(counter.Reprint{Order: k.last.Last.Order.Key()})
	if again := k.printed[1]; len(again.Vouchers) != 1 || again.Vouchers[0].Name != "Giảm 10 %" || len(again.Member.Vouchers) != 1 {
		t.Errorf("printed again %+v", again)
	}
}
