package demo

import (
	"reflect"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/ident"
	"tim/domain/loyalty"
)

func TestTheRewardsThatGuidesName(t *testing.T) {
	goods := map[string]catalog.Product{}
	for _, p := range Products() {
		goods[p.SKU] = p
	}
	costs := map[string]int64{MilkReward: 40, AmountReward: 100, PercentReward: 200, BottleReward: 800}
	rewards := Rewards(Members(now))
	for _, r := range rewards {
		if err := r.Validate(); err != nil || r.Cost != costs[r.ID] {
			t.Errorf("%+v: %v", r, err)
		}
		if r.Gives.Kind == loyalty.GiveProduct && goods[r.Gives.SKU].Name == "" {
			t.Errorf("%s gives %s, which isn't sold", r.Name, r.Gives.SKU)
		}
	}
	if len(rewards) != len(costs) || goods[milkSKU].Barcodes[0] != MilkCode {
		t.Errorf("%d rewards, milk is %+v", len(rewards), goods[milkSKU])
	}
}

func TestAnhCanHaveAllButTheBottle(t *testing.T) {
	zone := time.FixedZone("ICT", 7*3600)
	for _, r := range Rewards(Members(now)) {
		err := r.Redeemable(loyalty.Wish{At: now, Zone: zone, Tier: secondTier, Usable: 500, Channel: Shop().Channel})
		if (err != nil) != (r.ID == BottleReward) {
			t.Errorf("%s: %v", r.Name, err)
		}
	}
}

func TestAccountsHoldThePointsBesideTheirVouchers(t *testing.T) {
	for _, m := range Members(now) {
		account := loyalty.Fold(History(m, now)).At(now)
		if account.Usable != m.Points || account.RankingHigh != m.RankingPoints {
			t.Errorf("%s has %d of %d points, %d ranking", m.Name, account.Usable, m.Points, account.RankingHigh)
		}
	}
}

func TestSomeMembersHaveVouchers(t *testing.T) {
	members := Members(now)
	tiers := Program()
	states, codes, issued := map[loyalty.VoucherState]int{}, map[string]bool{}, map[string]int64{}
	for _, m := range members {
		for _, v := range Vouchers(m, now) {
			states[v.State(now)]++
			issued[v.Reward]++
			if codes[v.ID] || !ident.IsVoucher(v.ID) || v.Member != m.ID || v.IssuedAt.After(now) || v.UsedAt.After(now) ||
				!v.UsedAt.IsZero() && (v.UsedAt.Before(v.IssuedAt) || !v.ExpiresAt.IsZero() && v.UsedAt.After(v.ExpiresAt)) {
				t.Errorf("%s has %+v", m.Name, v)
			}
			codes[v.ID] = true
			if v.Reward == PercentReward && tiers.TierOf(m.RankingPoints).ID != secondTier {
				t.Errorf("%s of %s needs the second tier", v.Name, m.Name)
			}
		}
	}
	if states[loyalty.VoucherIssued] < 3 || states[loyalty.VoucherUsed] < 3 || states[loyalty.VoucherExpired] < 2 {
		t.Errorf("vouchers: %v", states)
	}
	for _, r := range Rewards(members) {
		if r.Issued != issued[r.ID] || r.Stock != nil && (r.Issued == 0 || r.Issued >= *r.Stock) {
			t.Errorf("%s: %d issued, there are %d", r.Name, r.Issued, issued[r.ID])
		}
	}
	if !reflect.DeepEqual(Vouchers(members[13], now), Vouchers(Members(now)[13], now)) {
		t.Error("two calls differ")
	}
}
