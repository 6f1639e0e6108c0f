package loyalty

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"tim/domain/fault"
	"tim/domain/money"
)

// Words of the programme's settings, as API.md writes them.
const (
	ActivateAtOnce = "immediate"
	ActivateHours  = "hours"
	ActivateDays   = "days"

	Included  = "included"
	Excluded  = "excluded"
	LinesEarn = "earn"
	LinesNone = "none"

	ReviewNever   = "never"
	ReviewYearly  = "yearly"
	ReviewRolling = "rolling"

	SpentNegative = "negative"
	SpentFloor    = "floor_at_zero"
	SpentDeduct   = "deduct_from_refund"

	UnpaidRestore = "restore"
	UnpaidKeep    = "keep_used"

	OfflineNone   = "none"
	OfflineShares = "shares"
	OfflineTrust  = "trust"
)

// Default is the programme that a new shop starts with (API.md): 1,000 VND is a ranking point, four tiers from
// Khởi tạo at 100 % up, points usable at once, worth 1,000 VND, never lapsing.
func Default() Program {
	percent, minPoints, step := money.Per100(100), int64(0), int64(1)
	return Program{
		Enabled:  true,
		Currency: "VND",
		TimeZone: "Asia/Ho_Chi_Minh",
		Channels: []string{"store", "web", "facebook", "messenger", "marketplace"},
		Ranking:  Ranking{Spend: 1000, Points: 1},
		Tiers: []Tier{
			{ID: "khoi-tao", Name: "Khởi tạo", MinRankingPoints: 0, Rate: money.Per100(100)},
			{ID: "bac", Name: "Bạc", MinRankingPoints: 2_000, Rate: money.Per100(110)},
			{ID: "vang", Name: "Vàng", MinRankingPoints: 10_000, Rate: money.Per100(125)},
			{ID: "kim-cuong", Name: "Kim cương", MinRankingPoints: 50_000, Rate: money.Per100(150)},
		},
		TierReview: TierReview{Mode: ReviewNever, Months: 12},
		Rounding:   RoundDrop,
		Earn: EarnRules{
			Trigger:            TriggerPaid,
			Activation:         Activation{Mode: ActivateAtOnce},
			ExcludedSKUs:       []string{},
			ExcludedCategories: []string{},
			Base:               Base{Tax: Included, PointsPaid: Excluded, DiscountedLines: LinesEarn},
		},
		Use: UseRules{
			ValuePerPoint: 1000, MaxPercent: &percent, MinPoints: &minPoints, Step: &step,
			LevelPercents: []int64{25, 50, 75, 100}, AsVoucher: true, WhenDisabled: true,
		},
		Returns: Returns{AlreadySpent: SpentNegative, GraceDays: 30, UnpaidPoints: UnpaidRestore},
		Offline: Offline{Use: OfflineShares, KeepPoints: 500, KeepDays: 90, StopHours: 72},
	}
}

// TierOf is the tier that a member's highest ranking points reach: thresholds are inclusive (E12), and everybody is in
// the first tier at least (E7).
func (p Program) TierOf(rankingHigh int64) Tier {
	tier := p.Tiers[0]
	for _, t := range p.Tiers {
		if t.MinRankingPoints <= rankingHigh {
			tier = t
		}
	}
	return tier
}

// NextTier is the first tier above the points and how many are missing; ok is false at the top.
func (p Program) NextTier(ranking int64) (next Tier, missing int64, ok bool) {
	for _, t := range p.Tiers {
		if t.MinRankingPoints > ranking {
			return t, t.MinRankingPoints - ranking, true
		}
	}
	return Tier{}, 0, false
}

// SpendPerPoint is E5's displayed value: how many VND of spend are one reward point, as a decimal string of two places
// at most, rounded half up. It is for showing only. ok is false at rate 0.
func (t Tier) SpendPerPoint(r Ranking) (spend string, ok bool) {
	if t.Rate == 0 || r.Points == 0 {
		return "", false
	}
	perCent := decimal.NewFromInt(100)
	divisor := decimal.NewFromInt(r.Points).Mul(t.Rate.Decimal())
	return r.Spend.Decimal().Mul(perCent).DivRound(divisor, 2).String(), true
}

// Warning is something that may be saved and is probably not meant.
type Warning struct {
	Code  string     `json:"code"`  // stable: "tier.rate_lower"
	Field string     `json:"field"` // JSON path
	Args  fault.Args `json:"args,omitempty"`
}

// Warnings names each tier whose rate is lower than that of a tier below it (E6): code tier.rate_lower, with the
// tier's name and rate and those of the best tier below.
func (p Program) Warnings() []Warning {
	var warnings []Warning
	for i, t := range p.Tiers {
		best := t
		for _, below := range p.Tiers[:i] {
			if below.Rate > best.Rate {
				best = below
			}
		}
		if best.Rate > t.Rate {
			warnings = append(warnings, Warning{Code: "tier.rate_lower", Field: indexed("tiers", i, "rate_percent"), Args: fault.Args{
				"tier": t.Name, "rate": t.Rate.String(), "below": best.Name, "below_rate": best.Rate.String()}})
		}
	}
	return warnings
}

// Earns says whether orders of the channel earn (E14, E15).
func (p Program) Earns(channel string) bool { return p.Enabled && slices.Contains(p.Channels, channel) }

// UseDisabled says that points may not be used now, because the programme is off and says so (E15).
func (p Program) UseDisabled() bool { return !p.Enabled && !p.Use.WhenDisabled }

// Exclusion says whether a product earns reward points and if not why (E10). earns is the product's own flag.
func (p Program) Exclusion(sku, category string, earns bool) Exclusion {
	return exclusion(earns, slices.Contains(p.Earn.ExcludedSKUs, sku), category != "" && slices.Contains(p.Earn.ExcludedCategories, category))
}

func exclusion(earns, bySKU, byCategory bool) Exclusion {
	switch {
	case !earns:
		return ExcludedFlag
	case bySKU:
		return ExcludedSKU
	case byCategory:
		return ExcludedCategory
	}
	return NotExcluded
}

// Exclusions says of many goods which don't earn, as Program.Exclusion of one (E10).
type Exclusions struct{ skus, categories map[string]bool }

// Exclusions are the document's.
func (p Program) Exclusions() Exclusions {
	x := Exclusions{skus: map[string]bool{}, categories: map[string]bool{}}
	for _, sku := range p.Earn.ExcludedSKUs {
		x.skus[sku] = true
	}
	for _, category := range p.Earn.ExcludedCategories {
		x.categories[category] = true
	}
	return x
}

// Of is why goods don't earn; earns is the product's own flag.
func (x Exclusions) Of(sku, category string, earns bool) Exclusion {
	return exclusion(earns, x.skus[sku], category != "" && x.categories[category])
}

// Duration is how long points stay pending (E9); a day is 24 h.
func (a Activation) Duration() time.Duration { return time.Duration(a.hours()) * time.Hour }

func (a Activation) hours() int64 {
	switch a.Mode {
	case ActivateHours:
		return int64(a.Value)
	case ActivateDays:
		return int64(a.Value) * 24
	}
	return 0
}

const day = 24 * time.Hour

// Versions is every stored version of the programme, in the order of storing.
type Versions []Program

// At is the version in force: the newest stored one whose EffectiveFrom is not after t. An instant before the first
// version uses the first; with none stored it is Default.
func (v Versions) At(t time.Time) Program {
	if len(v) == 0 {
		return Default()
	}
	for i := len(v) - 1; i > 0; i-- {
		if !v[i].EffectiveFrom.After(t) {
			return v[i]
		}
	}
	return v[0]
}
