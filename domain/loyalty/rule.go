package loyalty

import (
	"time"

	"tim/domain/journal"
	"tim/domain/money"
)

// Rule is what an order freezes when it is paid (E13): enough to earn, to explain and to claw back with, without
// the programme.
type Rule struct {
	ProgramVersion      int64
	Enabled             bool // programme on, and the channel earns (E14, E15)
	Tier                string
	TierName            string
	Rate                money.Percent
	Rounding            money.Rounding
	RankingSpend        money.VND
	RankingPoints       int64
	ExcludedFromRanking bool
	TaxExcluded         bool // base.tax
	PointsPaidIncluded  bool // base.points_paid
	DiscountedLinesNone bool // base.discounted_lines
	Trigger             bool // true: paid and delivered (E8 `completed`)
	Activation          time.Duration
	Expiry              LotExpiry // mode and, of X1 and X2, Life; LapsesAt is zero until the points arise (Rule.Lot)
	ExpiryMonth         int       // X3
	ExpiryDay           int
	ZoneOffset          int64 // seconds east of UTC of the programme's zone at the sale, for X3
}

// Exclusion says why a line earns no reward points.
type Exclusion uint8

// The exclusions. Numbers are stored: append only.
const (
	NotExcluded      Exclusion = 0
	ExcludedFlag     Exclusion = 1 // the product's own flag
	ExcludedSKU      Exclusion = 2
	ExcludedCategory Exclusion = 3
	ExcludedDiscount Exclusion = 4 // base.discounted_lines: none
)

// BaseLine is one order line as earning sees it: the parts of its price that its customer did not pay in money are
// already shared out over the lines (E11).
type BaseLine struct {
	ID        string
	Name      string
	Amount    money.VND // quantity x price, VAT included
	Discount  money.VND // line discount
	Shared    money.VND // its exact share of order discounts and vouchers
	Points    money.VND // its exact share of points used
	VAT       money.Percent
	Exclusion Exclusion
}

// Earned is what an order earns under a rule, with the figures that explain it (E16).
type Earned struct {
	Eligible    money.VND // reward base, after exclusions
	RankingBase money.VND
	Reward      int64 // reward points, rounded once (E3)
	Ranking     int64
	Lines       []EarnedLine
	Rule        Rule
}

// EarnedLine is one line's part in the base.
type EarnedLine struct {
	BaseLine
	Base money.VND // what counts of it, before exclusion
}

// Code is the canonical form.
func (r *Rule) Code(c *journal.Codec) {
	c.Version(1)
	journal.Int(c, &r.ProgramVersion)
	c.Bool(&r.Enabled)
	journal.String(c, &r.Tier)
	journal.String(c, &r.TierName)
	journal.Int(c, &r.Rate)
	journal.Uint(c, &r.Rounding)
	journal.Int(c, &r.RankingSpend)
	journal.Int(c, &r.RankingPoints)
	c.Bool(&r.ExcludedFromRanking)
	c.Bool(&r.TaxExcluded)
	c.Bool(&r.PointsPaidIncluded)
	c.Bool(&r.DiscountedLinesNone)
	c.Bool(&r.Trigger)
	journal.Int(c, &r.Activation)
	r.Expiry.Code(c)
	journal.Int(c, &r.ExpiryMonth)
	journal.Int(c, &r.ExpiryDay)
	journal.Int(c, &r.ZoneOffset)
}
