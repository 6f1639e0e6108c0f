package loyalty

import (
	"math"
	"math/bits"
	"time"

	"github.com/shopspring/decimal"

	"tim/domain/money"
)

// Freeze is what an order of the channel keeps of the programme when it is paid at the instant by a member of the
// tier (E13). zone is the programme's time zone.
func (p Program) Freeze(tier Tier, channel string, at time.Time, zone *time.Location) Rule {
	_, offset := at.In(zone).Zone()
	r := Rule{
		ProgramVersion:      p.Version,
		Enabled:             p.Earns(channel),
		Tier:                tier.ID,
		TierName:            tier.Name,
		Rate:                tier.Rate,
		RankingSpend:        p.Ranking.Spend,
		RankingPoints:       p.Ranking.Points,
		ExcludedFromRanking: p.Earn.ExcludedFromRanking,
		TaxExcluded:         p.Earn.Base.Tax == Excluded,
		PointsPaidIncluded:  p.Earn.Base.PointsPaid == Included,
		DiscountedLinesNone: p.Earn.Base.DiscountedLines == LinesNone,
		Trigger:             p.Earn.Trigger == TriggerCompleted,
		Activation:          p.Earn.Activation.Duration(),
		Expiry:              LotExpiry{Mode: p.Expiry.Mode},
		ZoneOffset:          int64(offset),
	}
	if p.Rounding == RoundHalfUp {
		r.Rounding = money.HalfUp
	}
	switch p.Expiry.Mode {
	case ExpiryAfterAccrual, ExpiryAfterLastOrder:
		r.Expiry.Life = time.Duration(p.Expiry.Days) * day
	case ExpiryYearly:
		r.ExpiryMonth, r.ExpiryDay = p.Expiry.Month, p.Expiry.Day
	}
	return r
}

// Earn is what the lines earn under the rule (E3, E10, E11): one multiplication, one division and one rounding for the
// order. Lines are as sold, their shares of discounts and points used already split over them. Amounts up to money.Max
// in total are exact. A line whose shares exceed its amount is a bug and panics.
func (r Rule) Earn(lines []BaseLine) Earned {
	e := Earned{Rule: r, Lines: make([]EarnedLine, len(lines))}
	for i, l := range lines {
		base := r.base(l)
		if r.DiscountedLinesNone && l.Exclusion == NotExcluded && l.Discount > 0 {
			l.Exclusion = ExcludedDiscount
		}
		e.Lines[i] = EarnedLine{BaseLine: l, Base: base}
		if l.Exclusion == NotExcluded {
			e.Eligible += base
		}
		if l.Exclusion == NotExcluded || !r.ExcludedFromRanking {
			e.RankingBase += base
		}
	}
	if r.Enabled {
		e.Reward = r.points(e.Eligible, r.Rate)
		e.Ranking = r.points(e.RankingBase, money.Per100(100))
	}
	return e
}

// base is what counts of a line, before exclusion: what its customer pays in money for it, less VAT if the rule says
// so, rounded half up to the đồng once.
func (r Rule) base(l BaseLine) money.VND {
	base := l.Amount - l.Discount - l.Shared
	if !r.PointsPaidIncluded {
		base -= l.Points
	}
	if base < 0 {
		panic("loyalty: line " + l.ID + " is discounted below nothing")
	}
	if r.TaxExcluded && l.VAT != 0 {
		whole := int64(money.Per100(100))
		base = money.VND(money.Ratio(int64(base), whole, whole+int64(l.VAT), money.HalfUp))
	}
	return base
}

// points is E3: eligible x points x rate / (spend x 100), rounded once.
func (r Rule) points(eligible money.VND, rate money.Percent) int64 {
	whole := int64(money.Per100(100))
	if times, ok := product(r.RankingPoints, int64(rate)); ok {
		if per, ok := product(int64(r.RankingSpend), whole); ok {
			return money.Ratio(int64(eligible), times, per, r.Rounding)
		}
	}
	times := decimal.NewFromInt(r.RankingPoints).Mul(decimal.NewFromInt(int64(rate)))
	per := r.RankingSpend.Decimal().Mul(decimal.NewFromInt(whole))
	return money.MulDiv(eligible.Decimal(), times, per, r.Rounding)
}

// product is a*b of numbers not below 0, or false beyond int64.
func product(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return int64(lo), hi == 0 && lo <= math.MaxInt64
}

// Lot is the lot that the order's n-th earning gives: points above 0 that arose at the instant, usable after the
// activation (E9), with the rule's expiry worked out in numbers (X1 to X5).
func (r Rule) Lot(order string, generation int, points int64, arose time.Time) Lot {
	id := LotID(order, generation)
	return Lot{ID: id, Root: id, Order: order, Points: points, AroseAt: arose, UsableAt: arose.Add(r.Activation), Expiry: r.lapse(arose)}
}

// lapse is the rule's expiry for points that arose then.
func (r Rule) lapse(arose time.Time) LotExpiry {
	switch r.Expiry.Mode {
	case ExpiryAfterAccrual:
		return LotExpiry{Mode: ExpiryAfterAccrual, LapsesAt: arose.Add(r.Expiry.Life)}
	case ExpiryAfterLastOrder:
		return LotExpiry{Mode: ExpiryAfterLastOrder, LapsesAt: arose.Add(r.Expiry.Life), Life: r.Expiry.Life}
	case ExpiryYearly:
		return LotExpiry{Mode: ExpiryYearly, LapsesAt: yearlyAfter(arose, r.ExpiryMonth, r.ExpiryDay, r.ZoneOffset)}
	}
	return LotExpiry{Mode: ExpiryNever}
}

// yearlyAfter is the first 00:00 of the day-month strictly after the instant (X3). time.Date turns 29 February into
// 1 March where the year has none.
func yearlyAfter(t time.Time, month, dayOfMonth int, offset int64) time.Time {
	zone := time.FixedZone("", int(offset))
	year := t.In(zone).Year()
	for {
		at := time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, zone)
		if at.After(t) {
			return at.UTC()
		}
		year++
	}
}
