package loyalty

import (
	"time"

	"tim/domain/money"
)

// Program is one version of the programme's settings, in the shape of API.md. The version in force at an instant is the
// newest stored one whose EffectiveFrom is not after it.
type Program struct {
	Version       int64     `json:"version,omitempty"`
	Author        string    `json:"author,omitempty"`
	At            time.Time `json:"at,omitzero"` // stored at
	Reason        string    `json:"reason,omitempty"`
	EffectiveFrom time.Time `json:"effective_from,omitzero"`

	Enabled    bool       `json:"enabled"`
	Currency   string     `json:"currency"`
	TimeZone   string     `json:"time_zone"` // IANA name; whoever needs the calendar passes the *time.Location
	Channels   []string   `json:"channels"`  // those that earn (E14)
	Ranking    Ranking    `json:"ranking"`
	Tiers      []Tier     `json:"tiers"` // by MinRankingPoints ascending, the first at 0
	TierReview TierReview `json:"tier_review"`
	Rounding   Rounding   `json:"rounding"`
	Earn       EarnRules  `json:"earn"`
	Expiry     Expiry     `json:"expiry"`
	Use        UseRules   `json:"use"`
	Returns    Returns    `json:"returns"`
	Offline    Offline    `json:"offline"`
}

// Ranking is E1: Spend VND of eligible spend is Points ranking points.
type Ranking struct {
	Spend  money.VND `json:"spend"`  // above 0
	Points int64     `json:"points"` // above 0
}

// Tier is one tier (hạng) and its rate (E2).
type Tier struct {
	ID               string        `json:"id"`
	Name             string        `json:"name"`
	MinRankingPoints int64         `json:"min_ranking_points"` // inclusive (E12)
	Rate             money.Percent `json:"rate_percent"`       // 0 to 1000 %
}

// TierReview says when a tier may be lost (C6).
type TierReview struct {
	Mode   string `json:"mode"` // never | yearly | rolling
	Months int    `json:"months"`
}

// EarnRules is when and on what points arise.
type EarnRules struct {
	Trigger             Trigger    `json:"trigger"`
	Activation          Activation `json:"activation"`
	ExcludedSKUs        []string   `json:"excluded_skus"`
	ExcludedCategories  []string   `json:"excluded_categories"`
	ExcludedFromRanking bool       `json:"excluded_from_ranking"` // E10
	Base                Base       `json:"base"`
}

// Activation is E9: at once, or after so many hours or days of 24 h.
type Activation struct {
	Mode  string `json:"mode"` // immediate | hours | days
	Value int    `json:"value"`
}

// Base is E11's switches.
type Base struct {
	Tax             string `json:"tax"`              // included | excluded
	PointsPaid      string `json:"points_paid"`      // excluded | included
	DiscountedLines string `json:"discounted_lines"` // earn | none
}

// Expiry is X1 to X4.
type Expiry struct {
	Mode  ExpiryMode `json:"mode"`
	Days  int        `json:"days"`
	Month int        `json:"month"`
	Day   int        `json:"day"`
}

// UseRules is U2 to U4. Nil limits don't limit.
type UseRules struct {
	ValuePerPoint money.VND      `json:"value_per_point"`
	MaxPercent    *money.Percent `json:"max_percent"`
	MaxAmount     *money.VND     `json:"max_amount"`
	MaxPoints     *int64         `json:"max_points"`
	MinPoints     *int64         `json:"min_points"`
	Step          *int64         `json:"step"`
	LevelPercents []int64        `json:"levels"` // percent of the most that may be used
	AsVoucher     bool           `json:"as_voucher"`
	WhenDisabled  bool           `json:"when_disabled"` // E15
}

// Returns is C4, C2's grace and U6.
type Returns struct {
	AlreadySpent string `json:"already_spent"` // negative | floor_at_zero | deduct_from_refund
	GraceDays    int    `json:"grace_days"`
	UnpaidPoints string `json:"unpaid_points"` // restore | keep_used
}

// Offline is what a till may do without the link (SHARES.md).
type Offline struct {
	Use         string `json:"use"` // none | shares | trust
	KeepPoints  int64  `json:"keep_points"`
	KeepDays    int    `json:"keep_days"`
	StopHours   int    `json:"stop_hours"`
	TrustPoints int64  `json:"trust_points"`
}

// Rounding is E4 as the programme writes it.
type Rounding string

// The roundings.
const (
	RoundDrop   Rounding = "drop"
	RoundHalfUp Rounding = "half_up"
)

// Trigger is E8.
type Trigger string

// The triggers.
const (
	TriggerPaid      Trigger = "paid"
	TriggerCompleted Trigger = "completed"
)

// ExpiryMode is which of X1 to X4 holds. In documents it is a word (MarshalText); in the journal a number.
type ExpiryMode uint8

// The modes. Numbers are stored: append only.
const (
	ExpiryNever          ExpiryMode = 0 // X4
	ExpiryAfterAccrual   ExpiryMode = 1 // X1
	ExpiryAfterLastOrder ExpiryMode = 2 // X2
	ExpiryYearly         ExpiryMode = 3 // X3
)
