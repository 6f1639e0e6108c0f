package loyalty

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/money"
)

// demoSale is the demo's first sale: three of a product, three of one that earns nothing, 70 points used.
func demoSale(r Rule) Earned {
	return r.Earn([]BaseLine{
		{ID: "1", Name: "Sữa tươi Đồng Xanh 1L", Amount: 96_000, Points: 47_660},
		{ID: "2", Name: "Thẻ cào 15k", Amount: 45_000, Points: 22_340, Exclusion: ExcludedFlag},
	})
}

func explains(t *testing.T, e Earned, lot *Lot, lang Lang, want string) {
	t.Helper()
	if got := strings.Join(Explain(e, lot, lang), "\n"); got != strings.ReplaceAll(want, "_", "\u00a0") {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestE16TheDemosFirstSaleIsExplained(t *testing.T) {
	r := at("100", func(p *Program) {
		p.Tiers[0].Name, p.Earn.ExcludedFromRanking = "Bạc", true
		p.Expiry = Expiry{Mode: ExpiryAfterAccrual, Days: 365}
	})
	e := demoSale(r)
	if e.Eligible != 48_340 || e.Reward != 48 {
		t.Fatalf("base %d, %d points", e.Eligible, e.Reward)
	}
	lot := r.Lot("store/1", 1, e.Reward, local(t, "2026-11-21 14:05"))
	explains(t, e, &lot, Vi, `Sữa tươi Đồng Xanh 1L: 96.000 − phần điểm đã dùng 47.660 = 48.340_₫
Thẻ cào 15k: không tích điểm (hàng không tích điểm)
Tiền tích điểm: 48.340_₫
Hạng Bạc, tỷ lệ 100 %
48.340 × 100 % / 1.000 = 48,34 → bỏ lẻ → 48 điểm
Điểm xếp hạng: 48.340 / 1.000 = 48,34 → 48
Hiệu lực ngay · hạn 21/11/2027 14:05`)
	explains(t, e, &lot, En, `Sữa tươi Đồng Xanh 1L: 96.000 − share of points used 47.660 = 48.340_₫
Thẻ cào 15k: no points (product earns none)
Earning spend: 48.340_₫
Tier Bạc, rate 100 %
48.340 × 100 % / 1.000 = 48,34 → fraction dropped → 48 points
Ranking points: 48.340 / 1.000 = 48,34 → 48
Usable at once · lapses 21/11/2027 14:05`)
}

func TestE16EveryTakingOffIsNamed(t *testing.T) {
	r := at("12.5", func(p *Program) {
		p.Rounding, p.Ranking, p.Earn.Base.Tax = RoundHalfUp, Ranking{3_000, 2}, Excluded
		p.Earn.Activation, p.Expiry = Activation{ActivateDays, 2}, Expiry{Mode: ExpiryAfterLastOrder, Days: 90}
	})
	e := r.Earn([]BaseLine{{ID: "1", Name: "Cam sành loại một Vĩnh Long túi lưới", Amount: 100_000, Discount: 10_000, Shared: 5_000, Points: 20_000, VAT: money.Per100(8)}})
	lot := r.Lot("store/1", 1, e.Reward, local(t, "2026-11-21 14:05"))
	explains(t, e, &lot, Vi, `Cam sành loại một Vĩnh Long…: 100.000 − giảm giá 10.000
  − phần giảm đơn, voucher 5.000 − phần điểm đã dùng 20.000 − VAT 4.815
  = 60.185_₫
Tiền tích điểm: 60.185_₫
Hạng Khởi tạo, tỷ lệ 12,5 %
60.185 × 12,5 % × 2 / 3.000 = 5,015416… → làm tròn từ 0,5 → 5 điểm
Điểm xếp hạng: 60.185 × 2 / 3.000 = 40,123333… → 40
Hiệu lực từ 23/11/2026 14:05 · hạn 19/02/2027 14:05 nếu không mua thêm`)
}

func TestE16BeforeThePointsArise(t *testing.T) {
	last := func(edit func(*Program), lang Lang) string {
		lines := Explain(at("100", edit).Earn([]BaseLine{line(5_000)}), nil, lang)
		return lines[len(lines)-1]
	}
	for _, c := range []struct {
		edit   func(*Program)
		vi, en string
	}{
		{nil, "Hiệu lực ngay · không hết hạn", "Usable at once · never lapses"},
		{func(p *Program) {
			p.Earn.Trigger, p.Expiry = TriggerCompleted, Expiry{Mode: ExpiryYearly, Month: 2, Day: 29}
		}, "Tích khi đã thanh toán và giao hàng · Hiệu lực ngay", "Earned when paid and delivered · Usable at once"},
		{func(p *Program) {
			p.Earn.Activation, p.Expiry = Activation{ActivateHours, 36}, Expiry{Mode: ExpiryAfterAccrual, Days: 365}
		}, "Hiệu lực sau 36 giờ · hạn 365 ngày", "Usable after 36 hours · lapses after 365 days"},
		{func(p *Program) {
			p.Earn.Activation, p.Expiry = Activation{ActivateHours, 24}, Expiry{Mode: ExpiryAfterLastOrder, Days: 90}
		}, "Hiệu lực sau 1 ngày · hạn 90 ngày kể từ đơn gần nhất", "Usable after 1 day · lapses after 90 days without an order"},
	} {
		for lang, want := range map[Lang]string{Vi: c.vi, En: c.en} {
			if got := last(c.edit, lang); !strings.Contains(got, want) && !strings.Contains(got, "29/02") {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
	off := at("100", func(p *Program) { p.Enabled = false }).Earn([]BaseLine{line(5_000)})
	explains(t, off, nil, Vi, "Không tích điểm: chương trình đang tắt hoặc kênh bán này không tích")
}

func TestE16NoLineIsWiderThanTheScreen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		big := rapid.OneOf(rapid.Int64Range(1, 100_000), rapid.Int64Range(1, int64(money.Max)))
		spend := big.Draw(t, "spend")
		r := Rule{Enabled: true, TierName: rapid.StringN(0, 100, -1).Draw(t, "tier"), Rate: money.Percent(rapid.Int64Range(0, int64(RateMax)).Draw(t, "rate")),
			RankingSpend: money.VND(spend), RankingPoints: rapid.Int64Range(1, spend).Draw(t, "points"), TaxExcluded: rapid.Bool().Draw(t, "tax"),
			Activation: time.Duration(rapid.IntRange(0, 800_000).Draw(t, "hours")) * time.Hour, Trigger: rapid.Bool().Draw(t, "trigger"),
			Expiry: LotExpiry{Mode: ExpiryAfterLastOrder, Life: 36_500 * day}}
		amount := money.VND(big.Draw(t, "amount"))
		e := r.Earn([]BaseLine{{Name: rapid.OneOf(rapid.String(), rapid.Just("豆腐豆腐豆腐豆腐豆腐豆腐豆腐豆腐豆腐豆腐")).Draw(t, "name"), Amount: amount,
			Discount: amount / 7, Shared: amount / 7, Points: amount / 7, VAT: money.Per100(8)}})
		lot := r.Lot("store/1", 1, 1, epoch)
		for _, lang := range []Lang{Vi, En} {
			for _, l := range slices.Concat(Explain(e, &lot, lang), Explain(e, nil, lang)) {
				if cells(l) > ExplainWidth || strings.TrimSpace(l) == "" {
					t.Fatalf("%d cells: %q", cells(l), l)
				}
			}
		}
	})
}

func TestE16NumbersInTheShopsForm(t *testing.T) {
	for plain, want := range map[string]string{"0": "0", "999": "999", "1000": "1.000", "-1234567.5": "−1.234.567,5", "0.01": "0,01"} {
		if got := digits(plain); got != want {
			t.Errorf("%s: %s, want %s", plain, got, want)
		}
	}
}
