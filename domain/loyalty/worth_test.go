package loyalty_test

import (
	"testing"

	"tim/domain/loyalty"
	"tim/domain/money"
)

func TestWhatAPointBecomesInAReward(t *testing.T) {
	amount, cap, half := money.VND(50_000), money.VND(20_000), money.Per100(50)
	for _, c := range []struct {
		reward loyalty.Reward
		price  money.VND
		want   string
	}{
		{loyalty.Reward{Cost: 100, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}}, 0, "500"},
		{loyalty.Reward{Cost: 3, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}}, 0, "16666.67"},
		{loyalty.Reward{Cost: 40, Gives: loyalty.Gives{Kind: loyalty.GivePercent, Percent: &half, Cap: &cap}}, 0, "500"},
		{loyalty.Reward{Cost: 40, Gives: loyalty.Gives{Kind: loyalty.GivePercent, Percent: &half}}, 0, ""},
		{loyalty.Reward{Cost: 64, Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: "SUA"}}, 32_000, "500"},
		{loyalty.Reward{Cost: 64, Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: "SUA"}}, 0, ""},
		{loyalty.Reward{Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}}, 0, ""},
		{loyalty.Reward{Cost: 5, Gives: loyalty.Gives{Kind: loyalty.GiveAmount}}, 0, ""},
	} {
		if got, ok := c.reward.Worth(c.price); got != c.want || ok != (c.want != "") {
			t.Errorf("%+v: %q, %v", c.reward, got, ok)
		}
	}
}
