package loyalty

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/money"
)

var saigon = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

// local is a wall clock instant in Ho Chi Minh City: "2026-11-21 14:05".
func local(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, saigon)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

// at is the default programme's rule for a rate, changed by edit.
func at(rate string, edit func(*Program)) Rule {
	p := Default()
	var err error
	if p.Tiers[0].Rate, err = money.ParsePercent(rate); err != nil {
		panic(err)
	}
	if edit != nil {
		edit(&p)
	}
	return p.Freeze(p.Tiers[0], "store", epoch, saigon)
}

func line(amount money.VND) BaseLine { return BaseLine{ID: "1", Name: "Sữa", Amount: amount} }

func earns(t *testing.T, r Rule, want int64, lines ...BaseLine) {
	t.Helper()
	if got := r.Earn(lines).Reward; got != want {
		t.Errorf("earned %d, want %d (rate %s)", got, want, r.Rate)
	}
}

func halfUp(p *Program) { p.Rounding = RoundHalfUp }

func TestE1AThousandVNDIsARankingPoint(t *testing.T) {
	if e := at("150", nil).Earn([]BaseLine{line(54_999)}); e.Ranking != 54 || e.Reward != 82 {
		t.Errorf("ranking %d, reward %d; want 54, 82", e.Ranking, e.Reward)
	}
}

func TestE3MultipliesFirstAndDividesOnce(t *testing.T) {
	earns(t, at("150", nil), 3, line(2_000))
	earns(t, at("29", nil), 29, line(100_000))
	earns(t, at("70", nil), 7, line(10_000))
	earns(t, at("0.01", nil), 1, line(10_000_000))
	earns(t, at("0.01", nil), 0, line(9_999_999))
}

func TestE3RoundsOncePerOrderNotPerLine(t *testing.T) {
	earns(t, at("100", nil), 1, line(500), line(500))
	earns(t, at("100", halfUp), 1, line(500), line(500))
	earns(t, at("100", halfUp), 1, line(400), line(400), line(400))
}

func TestE3TheLargestOrderAtTheLargestRate(t *testing.T) {
	whole := func(p *Program) { p.Ranking = Ranking{Spend: 1, Points: 1} }
	earns(t, at("1000", whole), 1_000_000_000_000_000_000, line(money.Max))
	huge := func(p *Program) { p.Ranking = Ranking{Spend: money.Max, Points: int64(money.Max)} }
	earns(t, at("1000", huge), 1_000_000_000_000_000_000, line(money.Max-7), line(7))
}

func TestE3AgreesWithRationalArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spend := rapid.OneOf(rapid.Int64Range(1, 100_000), rapid.Int64Range(1, int64(money.Max))).Draw(t, "spend")
		points := rapid.OneOf(rapid.Int64Range(1, min(spend, 1000)), rapid.Int64Range(1, spend)).Draw(t, "points")
		rate := rapid.OneOf(rapid.Int64Range(0, int64(RateMax)), rapid.SampledFrom([]int64{100, 1, 10_000_000})).Draw(t, "rate")
		amount := rapid.OneOf(rapid.Int64Range(0, 1_000_000), rapid.Int64Range(0, int64(money.Max))).Draw(t, "amount")
		rounding := rapid.SampledFrom([]money.Rounding{money.Drop, money.HalfUp}).Draw(t, "rounding")
		r := Rule{Enabled: true, Rate: money.Percent(rate), Rounding: rounding, RankingSpend: money.VND(spend), RankingPoints: points}
		e := r.Earn([]BaseLine{line(money.VND(amount))})
		if want := rational(amount, points, rate, spend, rounding); e.Reward != want {
			t.Fatalf("reward %d, want %d", e.Reward, want)
		}
		if want := rational(amount, points, 1_000_000, spend, rounding); e.Ranking != want {
			t.Fatalf("ranking %d, want %d", e.Ranking, want)
		}
	})
}

// rational is E3 by big.Rat.
func rational(amount, points, rate, spend int64, rounding money.Rounding) int64 {
	q := new(big.Rat).SetFrac(big.NewInt(rate), big.NewInt(1_000_000))
	q.Mul(q, new(big.Rat).SetFrac(big.NewInt(points), big.NewInt(spend)))
	q.Mul(q, new(big.Rat).SetInt64(amount))
	if rounding == money.HalfUp {
		q.Add(q, big.NewRat(1, 2))
	}
	return new(big.Int).Quo(q.Num(), q.Denom()).Int64()
}

func TestE4DropsTheFraction(t *testing.T) {
	earns(t, at("100", nil), 1, line(1_500))
	earns(t, at("100", nil), 1, line(1_800))
}

func TestE4HalfUpAtExactlyHalf(t *testing.T) {
	earns(t, at("100", halfUp), 2, line(1_500))
	earns(t, at("100", halfUp), 1, line(1_300))
	earns(t, at("100", halfUp), 3, line(2_500)) // a banker would say 2
	earns(t, at("100", halfUp), 1, line(1_499))
}

func TestE10ExcludedProductsEarnNothingButRank(t *testing.T) {
	card := BaseLine{ID: "2", Name: "Thẻ cào", Amount: 45_000, Exclusion: ExcludedFlag}
	if e := at("100", nil).Earn([]BaseLine{line(96_000), card}); e.Reward != 96 || e.Ranking != 141 {
		t.Errorf("reward %d, ranking %d; want 96, 141", e.Reward, e.Ranking)
	}
	unranked := at("100", func(p *Program) { p.Earn.ExcludedFromRanking = true })
	if e := unranked.Earn([]BaseLine{line(96_000), card}); e.Reward != 96 || e.Ranking != 96 {
		t.Errorf("reward %d, ranking %d; want 96, 96", e.Reward, e.Ranking)
	}
}

func TestE10BySKUByCategoryAndByFlag(t *testing.T) {
	p := Default()
	p.Earn.ExcludedSKUs, p.Earn.ExcludedCategories = []string{"CARD"}, []string{"Thuốc lá"}
	for _, c := range []struct {
		sku, category string
		flag          bool
		want          Exclusion
	}{
		{"MILK", "Sữa", true, NotExcluded}, {"MILK", "", true, NotExcluded}, {"MILK", "Sữa", false, ExcludedFlag},
		{"CARD", "Sữa", true, ExcludedSKU}, {"X", "Thuốc lá", true, ExcludedCategory},
	} {
		if got := p.Exclusion(c.sku, c.category, c.flag); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

func TestE11BaseIsWhatTheCustomerPaysForTheLine(t *testing.T) {
	l := BaseLine{ID: "1", Amount: 100_000, Discount: 10_000, Shared: 5_000, Points: 20_000, VAT: money.Per100(8)}
	for _, c := range []struct {
		name string
		edit func(*Program)
		want money.VND
	}{
		{"VAT in, points off", nil, 65_000},
		{"points stay in", func(p *Program) { p.Earn.Base.PointsPaid = Included }, 85_000},
		{"VAT out", func(p *Program) { p.Earn.Base.Tax = Excluded }, 60_185}, // 65000/1.08 = 60185.19
		{"discounted lines earn none", func(p *Program) { p.Earn.Base.DiscountedLines = LinesNone }, 0},
	} {
		e := at("100", c.edit).Earn([]BaseLine{l})
		if e.Eligible != c.want {
			t.Errorf("%s: base %d, want %d", c.name, e.Eligible, c.want)
		}
		if c.want == 0 && (e.Lines[0].Exclusion != ExcludedDiscount || e.Ranking != 65) {
			t.Errorf("%s: excluded as %d, ranking %d", c.name, e.Lines[0].Exclusion, e.Ranking)
		}
	}
}

func TestE11NetIsRoundedHalfUpOncePerLine(t *testing.T) {
	r := at("100", func(p *Program) { p.Earn.Base.Tax = Excluded; p.Ranking.Spend = 1 })
	l := BaseLine{Amount: 3, VAT: money.Per100(100)} // 1.5 each
	earns(t, r, 4, l, l)
	earns(t, r, 2, BaseLine{Amount: 2}, BaseLine{Exclusion: ExcludedFlag, Amount: 9})
}

func TestE11ALineBelowNothingIsABug(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	at("100", nil).Earn([]BaseLine{{Amount: 10, Discount: 11}})
}

func TestE13TheRuleKeepsWhatTheProgrammeSaid(t *testing.T) {
	p := Default()
	p.Version, p.Rounding, p.Earn.Trigger = 7, RoundHalfUp, TriggerCompleted
	p.Expiry = Expiry{Mode: ExpiryYearly, Month: 12, Day: 31}
	p.Earn.Activation = Activation{Mode: ActivateDays, Value: 2}
	r := p.Freeze(p.Tiers[1], "web", epoch, saigon)
	want := Rule{ProgramVersion: 7, Enabled: true, Tier: "bac", TierName: "Bạc", Rate: money.Per100(110), Rounding: money.HalfUp, RankingSpend: 1000,
		RankingPoints: 1, Trigger: true, Activation: 48 * time.Hour, Expiry: LotExpiry{Mode: ExpiryYearly}, ExpiryMonth: 12, ExpiryDay: 31, ZoneOffset: 25_200}
	if r != want {
		t.Errorf("%+v\nwant %+v", r, want)
	}
}

func TestE14AndE15OnlyEarningChannelsOfAnEnabledProgrammeEarn(t *testing.T) {
	p := Default()
	for _, channel := range []string{"store", "web", "facebook", "messenger", "marketplace"} {
		if e := p.Freeze(p.Tiers[0], channel, epoch, saigon).Earn([]BaseLine{line(5_000)}); e.Reward != 5 {
			t.Errorf("%s earned %d", channel, e.Reward)
		}
	}
	other := p.Freeze(p.Tiers[0], "fax", epoch, saigon)
	p.Enabled = false
	off := p.Freeze(p.Tiers[0], "store", epoch, saigon)
	for _, r := range []Rule{other, off} {
		if e := r.Earn([]BaseLine{line(5_000)}); e.Reward != 0 || e.Ranking != 0 || e.Eligible != 5_000 {
			t.Errorf("%+v", e)
		}
	}
}

func TestE9PointsArePendingUntilActivation(t *testing.T) {
	arose := local(t, "2026-11-21 14:05")
	for _, c := range []struct {
		a    Activation
		want string
	}{
		{Activation{ActivateAtOnce, 0}, "2026-11-21 14:05"},
		{Activation{ActivateHours, 3}, "2026-11-21 17:05"},
		{Activation{ActivateDays, 2}, "2026-11-23 14:05"},
	} {
		lot := at("100", func(p *Program) { p.Earn.Activation = c.a }).Lot("store/1", 1, 5, arose)
		if !lot.UsableAt.Equal(local(t, c.want)) || lot.ID != "store/1" || lot.Root != "store/1" || lot.Points != 5 {
			t.Errorf("%+v: %+v", c.a, lot)
		}
	}
	if again := at("100", nil).Lot("store/1", 2, 5, arose); again.ID != "store/1#2" {
		t.Errorf("cancelled and paid again: %s", again.ID)
	}
}

// lapsesOn is the lapse instant of points that arose then, under an expiry.
func lapsesOn(t *testing.T, x Expiry, arose string) time.Time {
	t.Helper()
	return at("100", func(p *Program) { p.Expiry = x }).Lot("store/1", 1, 5, local(t, arose)).Expiry.LapsesAt
}

func TestX1LapsesNDaysAfterThePointsArose(t *testing.T) {
	if got := lapsesOn(t, Expiry{Mode: ExpiryAfterAccrual, Days: 365}, "2026-11-21 14:05"); !got.Equal(local(t, "2027-11-21 14:05")) {
		t.Error(got)
	}
}

func TestX3LapsesAtTheNextDayMonth(t *testing.T) {
	for _, c := range []struct {
		month, day  int
		arose, want string
	}{
		{12, 31, "2026-11-21 14:05", "2026-12-31 00:00"},
		{11, 21, "2026-11-21 14:05", "2027-11-21 00:00"},
		{11, 21, "2026-11-20 23:59", "2026-11-21 00:00"},
		{11, 21, "2026-11-21 00:00", "2027-11-21 00:00"}, // had not arisen before
		{1, 1, "2026-01-01 06:59", "2027-01-01 00:00"},   // still 2025 in UTC
		{2, 29, "2027-02-10 10:00", "2027-03-01 00:00"},
		{2, 29, "2028-02-10 10:00", "2028-02-29 00:00"},
		{2, 29, "2028-02-29 00:00", "2029-03-01 00:00"},
		{3, 1, "2028-02-29 10:00", "2028-03-01 00:00"},
	} {
		if got := lapsesOn(t, Expiry{Mode: ExpiryYearly, Month: c.month, Day: c.day}, c.arose); !got.Equal(local(t, c.want)) {
			t.Errorf("%02d-%02d, arose %s: lapses %s, want %s", c.month, c.day, c.arose, got.In(saigon), c.want)
		}
	}
}

func TestX4NeverLapses(t *testing.T) {
	if got := lapsesOn(t, Expiry{Mode: ExpiryNever}, "2026-11-21 14:05"); !got.IsZero() {
		t.Error(got)
	}
}
