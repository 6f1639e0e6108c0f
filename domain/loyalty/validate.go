package loyalty

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tim/domain/fault"
	"tim/domain/money"
)

// Limits of a programme's fields. The ranking rule gives at most a point per đồng, so that the largest order at the
// largest rate stays an int64.
const (
	RateMax           = money.Percent(10_000_000) // 1000 % (E2)
	TiersMax          = 50
	TextMax           = 100 // characters of an id or a name
	ReasonMax         = 500
	ChannelsMax       = 100
	ExcludedMax       = 10_000
	LevelsMax         = 20
	DaysMax           = 36_500
	HoursMax          = 876_000
	PointsMax   int64 = 1_000_000_000_000_000 // of any setting in points
)

// Validate checks every field; its error is fault.Fields with each fault's JSON path, all at once (A3). Faults:
// field.required, field.too_long, field.too_many, field.range (value, min, max), field.enum (value, allowed),
// field.duplicate (value), tier.first (value: the first tier starts at 0), tier.order (value, above),
// expiry.day (a day that no year has), activation.too_long (the delay eats all of X1's life; X5).
func (p Program) Validate() error {
	var c checker
	c.text("reason", p.Reason, ReasonMax)
	c.enum("currency", p.Currency, "VND")
	c.required("time_zone", p.TimeZone)
	c.names("channels", p.Channels, ChannelsMax)
	c.between("ranking.spend", int64(p.Ranking.Spend), 1, int64(money.Max))
	c.between("ranking.points", p.Ranking.Points, 1, max(int64(p.Ranking.Spend), 1))
	c.tiers(p.Tiers)
	c.enum("tier_review.mode", p.TierReview.Mode, ReviewNever, ReviewYearly, ReviewRolling)
	c.between("tier_review.months", int64(p.TierReview.Months), 1, 1200)
	c.enum("rounding", string(p.Rounding), string(RoundDrop), string(RoundHalfUp))
	c.earn(p.Earn)
	c.expiry(p.Expiry, p.Earn.Activation)
	c.use(p.Use)
	c.enum("returns.already_spent", p.Returns.AlreadySpent, SpentNegative, SpentFloor, SpentDeduct)
	c.between("returns.grace_days", int64(p.Returns.GraceDays), 0, DaysMax)
	c.enum("returns.unpaid_points", p.Returns.UnpaidPoints, UnpaidRestore, UnpaidKeep)
	c.offline(p.Offline)
	return c.faults.OrNil()
}

// checker collects faults by JSON path.
type checker struct{ faults fault.Fields }

func (c *checker) add(field, code string, args fault.Args) {
	c.faults = append(c.faults, fault.At(field, code, args))
}

func (c *checker) tiers(tiers []Tier) {
	if len(tiers) == 0 {
		c.add("tiers", "field.required", nil)
	}
	if len(tiers) > TiersMax {
		c.add("tiers", "field.too_many", fault.Args{"max": int64(TiersMax)})
		return
	}
	seen := map[string]bool{}
	for i, t := range tiers {
		id, from := indexed("tiers", i, "id"), indexed("tiers", i, "min_ranking_points")
		c.required(id, t.ID)
		if t.ID != "" && seen[t.ID] {
			c.add(id, "field.duplicate", fault.Args{"value": t.ID})
		}
		seen[t.ID] = true
		c.required(indexed("tiers", i, "name"), t.Name)
		c.percent(indexed("tiers", i, "rate_percent"), t.Rate, RateMax)
		switch {
		case i == 0 && t.MinRankingPoints != 0:
			c.add(from, "tier.first", fault.Args{"value": t.MinRankingPoints})
		case i > 0 && t.MinRankingPoints <= tiers[i-1].MinRankingPoints:
			c.add(from, "tier.order", fault.Args{"value": t.MinRankingPoints, "above": tiers[i-1].MinRankingPoints})
		default:
			c.between(from, t.MinRankingPoints, 0, PointsMax)
		}
	}
}

func (c *checker) earn(e EarnRules) {
	c.enum("earn.trigger", string(e.Trigger), string(TriggerPaid), string(TriggerCompleted))
	c.enum("earn.activation.mode", e.Activation.Mode, ActivateAtOnce, ActivateHours, ActivateDays)
	most := int64(DaysMax)
	if e.Activation.Mode == ActivateHours {
		most = HoursMax
	}
	c.between("earn.activation.value", int64(e.Activation.Value), 0, most)
	c.names("earn.excluded_skus", e.ExcludedSKUs, ExcludedMax)
	c.names("earn.excluded_categories", e.ExcludedCategories, ExcludedMax)
	c.enum("earn.base.tax", e.Base.Tax, Included, Excluded)
	c.enum("earn.base.points_paid", e.Base.PointsPaid, Excluded, Included)
	c.enum("earn.base.discounted_lines", e.Base.DiscountedLines, LinesEarn, LinesNone)
}

// expiry checks X1 to X4; numbers of a mode that isn't chosen are only kept, so that a screen can switch back.
func (c *checker) expiry(x Expiry, a Activation) {
	if int(x.Mode) >= len(expiryWords) {
		c.add("expiry.mode", "field.enum", fault.Args{"value": int64(x.Mode)})
	}
	least := int64(0)
	if x.Mode == ExpiryAfterAccrual || x.Mode == ExpiryAfterLastOrder {
		least = 1
	}
	c.between("expiry.days", int64(x.Days), least, DaysMax)
	if x.Mode == ExpiryAfterAccrual && x.Days > 0 && a.hours() >= int64(x.Days)*24 {
		c.add("earn.activation.value", "activation.too_long", fault.Args{"value": int64(a.Value), "days": int64(x.Days)})
	}
	least = 0
	if x.Mode == ExpiryYearly {
		least = 1
	}
	c.between("expiry.month", int64(x.Month), least, 12)
	c.between("expiry.day", int64(x.Day), least, 31)
	if x.Month >= 1 && x.Month <= 12 && x.Day > longestMonth[x.Month-1] && x.Day <= 31 {
		c.add("expiry.day", "expiry.day", fault.Args{"value": int64(x.Day), "month": int64(x.Month), "max": int64(longestMonth[x.Month-1])})
	}
}

// longestMonth has 29 for February: X3 allows the leap day.
var longestMonth = [12]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func (c *checker) use(u UseRules) {
	c.amount("use.value_per_point", u.ValuePerPoint, 1)
	if u.MaxPercent != nil {
		c.percent("use.max_percent", *u.MaxPercent, money.Per100(100))
	}
	if u.MaxAmount != nil {
		c.amount("use.max_amount", *u.MaxAmount, 0)
	}
	c.optional("use.max_points", u.MaxPoints, 0)
	c.optional("use.min_points", u.MinPoints, 0)
	c.optional("use.step", u.Step, 1)
	if len(u.LevelPercents) > LevelsMax {
		c.add("use.levels", "field.too_many", fault.Args{"max": int64(LevelsMax)})
		return
	}
	for i, level := range u.LevelPercents {
		c.between(fmt.Sprintf("use.levels[%d]", i), level, 1, 100)
	}
}

func (c *checker) offline(o Offline) {
	c.enum("offline.use", o.Use, OfflineNone, OfflineShares, OfflineTrust)
	c.between("offline.keep_points", o.KeepPoints, 0, PointsMax)
	c.between("offline.keep_days", int64(o.KeepDays), 0, DaysMax)
	c.between("offline.stop_hours", int64(o.StopHours), 0, HoursMax)
	c.between("offline.trust_points", o.TrustPoints, 0, PointsMax)
}

func (c *checker) between(field string, value, least, most int64) {
	if value < least || value > most {
		c.add(field, "field.range", fault.Args{"value": value, "min": least, "max": most})
	}
}

func (c *checker) optional(field string, value *int64, least int64) {
	if value != nil {
		c.between(field, *value, least, PointsMax)
	}
}

func (c *checker) amount(field string, value, least money.VND) {
	if value < least || value > money.Max {
		c.add(field, "field.range", fault.Args{"value": value, "min": least, "max": money.Max})
	}
}

func (c *checker) percent(field string, value, most money.Percent) {
	if value < 0 || value > most {
		c.add(field, "field.range", fault.Args{"value": value.String(), "min": "0", "max": most.String()})
	}
}

func (c *checker) enum(field, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		c.faults = append(c.faults, enumFault(field, value, allowed))
	}
}

func enumFault(field, value string, allowed []string) *fault.Error {
	return fault.At(field, "field.enum", fault.Args{"value": clip(value), "allowed": strings.Join(allowed, " | ")})
}

func (c *checker) required(field, value string) {
	if strings.TrimSpace(value) == "" {
		c.add(field, "field.required", nil)
	}
	c.text(field, value, TextMax)
}

func (c *checker) text(field, value string, most int) {
	if !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
		c.add(field, "field.characters", nil) // it would come back as something else from a file or a screen
		return
	}
	if len([]rune(value)) > most {
		c.add(field, "field.too_long", fault.Args{"max": int64(most)})
	}
}

func (c *checker) names(field string, values []string, most int) {
	if len(values) > most {
		c.add(field, "field.too_many", fault.Args{"max": int64(most)})
		return
	}
	seen := map[string]bool{}
	for i, v := range values {
		path := fmt.Sprintf("%s[%d]", field, i)
		c.required(path, v)
		if v != "" && seen[v] {
			c.add(path, "field.duplicate", fault.Args{"value": clip(v)})
		}
		seen[v] = true
	}
}

// indexed is the JSON path of a field of a list's element.
func indexed(list string, i int, field string) string {
	return fmt.Sprintf("%s[%d].%s", list, i, field)
}

// clip keeps what a fault repeats of an input short.
func clip(s string) string {
	if r := []rune(s); len(r) > TextMax {
		return string(r[:TextMax]) + "…"
	}
	return s
}
