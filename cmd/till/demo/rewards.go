package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// The rewards that scripts and guides name.
const (
	MilkReward    = "sua-tuoi"  // 40 points: one of MilkCode
	AmountReward  = "giam-50"   // 100 points: 50.000 ₫ off 100.000 ₫ and more
	PercentReward = "giam-15"   // 200 points, from the second tier: 15 % off, 80.000 ₫ at most
	BottleReward  = "binh-nuoc" // 800 points: a water bottle
)

const (
	milkSKU   = "SUA-0001"
	bottleSKU = "NHA-0248"
)

const day = 24 * time.Hour

// Rewards is what points buy in the demo shop, as many of each issued as those members have.
func Rewards(members []Member) []loyalty.Reward {
	amount, least, part, most := money.VND(50_000), money.VND(100_000), money.Per100(15), money.VND(80_000)
	life, stock := int64(30), int64(12)
	rewards := []loyalty.Reward{
		{ID: MilkReward, Name: "Tặng 1 Sữa tươi", Cost: 40, Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: milkSKU}, WithVouchers: true},
		{ID: AmountReward, Name: "Giảm 50.000\u00a0₫", Cost: 100, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount},
			MinOrder: &least, VoucherDays: &life, WithVouchers: true},
		{ID: PercentReward, Name: "Giảm 15\u00a0%, tối đa 80.000\u00a0₫", Cost: 200,
			Gives: loyalty.Gives{Kind: loyalty.GivePercent, Percent: &part, Cap: &most}, Tiers: []string{secondTier}, Stock: &stock, VoucherDays: &life},
		{ID: BottleReward, Name: "Bình nước Tim", Cost: 800, Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: bottleSKU}, WithVouchers: true},
	}
	for i := range rewards {
		rewards[i].WithPoints = true
		for _, m := range members {
			for _, b := range m.bought {
				if b.reward == rewards[i].ID {
					rewards[i].Issued++
				}
			}
		}
	}
	return rewards
}

// bought is a voucher that a member redeemed before the demo begins.
type bought struct {
	reward string
	ago    int // days
	used   int // days ago, 0: not yet
}

// wallets are the vouchers of some members, by their place in Members; the named ones have none.
var wallets = map[int][]bought{
	2:  {{AmountReward, 5, 0}},
	3:  {{MilkReward, 12, 0}, {AmountReward, 40, 31}},
	5:  {{AmountReward, 45, 0}},
	8:  {{MilkReward, 90, 89}, {MilkReward, 2, 0}},
	13: {{AmountReward, 29, 0}, {AmountReward, 8, 1}, {MilkReward, 60, 0}},
}

// loyalWallet is what the first members of the second tier have, one each.
var loyalWallet = []bought{{PercentReward, 3, 0}, {PercentReward, 20, 6}, {PercentReward, 50, 0}}

// fillWallets gives members their vouchers.
func fillWallets(members []Member) {
	for i, list := range wallets {
		members[i].bought = append(members[i].bought, list...)
	}
	next := loyalWallet
	for i := range members {
		if m := &members[i]; i > 1 && len(next) > 0 && m.RankingPoints >= SecondTierAt {
			m.bought, next = append(m.bought, next[0]), next[1:]
		}
	}
}

// Vouchers are a member's, as central would send them.
func Vouchers(m Member, now time.Time) []loyalty.Voucher {
	var seed [32]byte
	copy(seed[:], m.Phone)
	mint := ident.Minter{Entropy: rand.NewChaCha8(seed)}
	var vouchers []loyalty.Voucher
	for i, b := range m.bought {
		at := now.Add(-time.Duration(b.ago) * day)
		r := reward(b.reward)
		lot := fmt.Sprintf("opening/%s/voucher/%d", m.ID, i+1)
		v := r.Issue(mint.Voucher(), mint.New(at), m.ID, []loyalty.Take{{Lot: lot, Points: r.Cost}}, at)
		if b.used > 0 {
			v = v.Use("web/"+mint.New(at), now.Add(-time.Duration(b.used)*day))
		}
		vouchers = append(vouchers, v)
	}
	return vouchers
}

// redemptions are the points that a member's vouchers cost: their lots, and their leaving them.
func redemptions(m Member, now time.Time) []loyalty.Posting {
	rule := Program().Freeze(Program().Tiers[0], sale.Store, now, time.UTC)
	var postings []loyalty.Posting
	for _, v := range Vouchers(m, now) {
		take, before := v.Takes[0], v.IssuedAt.Add(-day)
		lot := rule.Lot(take.Lot, 1, take.Points, before)
		lot.Order = ""
		postings = append(postings,
			loyalty.Posting{Ref: loyalty.Ref{ID: take.Lot, At: before, Writer: journal.Central}, Member: m.ID, Kind: loyalty.Adjust,
				Reason: opening, Lots: []loyalty.Lot{lot}},
			loyalty.Posting{Ref: loyalty.Ref{ID: "redeemed/" + v.Issue, At: v.IssuedAt, Writer: journal.Central}, Member: m.ID,
				Kind: loyalty.Redeem, Voucher: v.ID, Takes: v.Takes})
	}
	return postings
}

func reward(id string) loyalty.Reward {
	for _, r := range Rewards(nil) {
		if r.ID == id {
			return r
		}
	}
	panic("demo: no reward " + id)
}
