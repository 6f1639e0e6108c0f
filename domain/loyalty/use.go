package loyalty

import (
	"math"
	"math/bits"
	"slices"

	"tim/domain/fault"
	"tim/domain/money"
)

// UseBasis is what an order and its member's account say about using points, before this use.
type UseBasis struct {
	Payable   money.VND // goods less discounts and vouchers, without shipping: max_percent is of this
	LeftToPay money.VND // what is left to pay, shipping included
	Usable    int64     // the member's usable points; below 0 is a debt
	Here      *int64    // most that this till may use without the link; nil when nothing limits it
	Disabled  bool      // Program.UseDisabled
}

// LimitRule names a rule that limits a use of points.
type LimitRule string

// The rules, as API.md calls the settings where there is one.
const (
	LimitDisabled  LimitRule = "disabled"    // E15
	LimitUsable    LimitRule = "usable"      // what the member has
	LimitHere      LimitRule = "here"        // what this till holds
	LimitLeft      LimitRule = "left_to_pay" // never a negative total
	LimitPercent   LimitRule = "max_percent"
	LimitAmount    LimitRule = "max_amount"
	LimitPoints    LimitRule = "max_points"
	LimitStep      LimitRule = "step"
	LimitMinPoints LimitRule = "min_points"
)

// LimitReason is one limit that applies: the most that it alone allows.
type LimitReason struct {
	Rule    LimitRule
	Most    int64         // points; for step and min_points what is left of the others' most after it
	Amount  money.VND     // the limit in VND where it is one of money, dropped to the đồng for showing only; else 0
	Percent money.Percent // of max_percent
	Points  int64         // the setting itself, of max_points, step and min_points
	Binding bool          // this one decides
}

// UseLimit is the most that may be used on the order now (U3).
type UseLimit struct {
	Max     int64     // points; a valid use, or 0
	Amount  money.VND // what Max takes off
	Reasons []LimitReason
}

// Level is one choice of the panel (U4).
type Level struct {
	Percent    int64     // of the most
	Points     int64     // a valid use
	Amount     money.VND // taken off
	LeftToPay  money.VND // after it
	LeftUsable int64     // after it
}

// Value is what the points take off, VND. It stops at money.Max, which no order's total passes.
func (u UseRules) Value(points int64) money.VND {
	if points < 0 {
		return -u.Value(-points)
	}
	if v, ok := product(points, int64(u.ValuePerPoint)); ok && v <= int64(money.Max) {
		return money.VND(v)
	}
	return money.Max
}

// Limit applies every limit (U3): none is rounded itself, only the points that it allows are floored; then come step and
// min_points.
func (u UseRules) Limit(b UseBasis) UseLimit {
	reasons := u.ceilings(b)
	binding := 0
	for i, r := range reasons {
		if r.Most < reasons[binding].Most {
			binding = i
		}
	}
	most := reasons[binding].Most
	if step := above(u.Step, 1); step > 1 {
		r := LimitReason{Rule: LimitStep, Points: step, Most: most - most%step}
		if r.Most < most {
			binding, most = len(reasons), r.Most
		}
		reasons = append(reasons, r)
	}
	if least := above(u.MinPoints, 0); least > 1 {
		r := LimitReason{Rule: LimitMinPoints, Points: least, Most: most}
		if most < least {
			r.Most = 0
		}
		if r.Most < most {
			binding, most = len(reasons), 0
		}
		reasons = append(reasons, r)
	}
	reasons[binding].Binding = true
	return UseLimit{Max: most, Amount: u.Value(most), Reasons: reasons}
}

// ceilings are the limits that only say "at most", in the order in which a tie is explained.
func (u UseRules) ceilings(b UseBasis) []LimitReason {
	rs := make([]LimitReason, 0, 8)
	if b.Disabled {
		rs = append(rs, LimitReason{Rule: LimitDisabled})
	}
	rs = append(rs, LimitReason{Rule: LimitUsable, Most: max(b.Usable, 0)})
	if b.Here != nil {
		rs = append(rs, LimitReason{Rule: LimitHere, Most: max(*b.Here, 0)})
	}
	rs = append(rs, LimitReason{Rule: LimitLeft, Most: u.worth(b.LeftToPay), Amount: max(b.LeftToPay, 0)})
	if u.MaxPercent != nil {
		payable := max(b.Payable, 0)
		rs = append(rs, LimitReason{Rule: LimitPercent, Percent: *u.MaxPercent, Amount: u.MaxPercent.Of(payable, money.Drop),
			Most: u.percentOf(payable, *u.MaxPercent)})
	}
	if u.MaxAmount != nil {
		rs = append(rs, LimitReason{Rule: LimitAmount, Amount: *u.MaxAmount, Most: u.worth(*u.MaxAmount)})
	}
	if u.MaxPoints != nil {
		rs = append(rs, LimitReason{Rule: LimitPoints, Points: *u.MaxPoints, Most: *u.MaxPoints})
	}
	return rs
}

// worth is how many whole points fit into the amount.
func (u UseRules) worth(amount money.VND) int64 {
	return int64(max(amount, 0) / u.ValuePerPoint)
}

// percentOf is how many whole points fit into a percentage of the amount, without rounding the amount first.
func (u UseRules) percentOf(amount money.VND, p money.Percent) int64 {
	hi, lo := bits.Mul64(uint64(amount), uint64(p))
	perHi, per := bits.Mul64(uint64(u.ValuePerPoint), uint64(money.Per100(100)))
	if perHi == 0 && hi < per {
		if q, _ := bits.Div64(hi, lo, per); q <= math.MaxInt64 {
			return int64(q)
		}
	}
	return int64(p.Of(amount, money.Drop) / u.ValuePerPoint)
}

func above(setting *int64, otherwise int64) int64 {
	if setting == nil {
		return otherwise
	}
	return *setting
}

// Check says whether exactly these points may be used. Faults: field.range on "points" when not above 0;
// program.disabled; points.short (have, want); points.elsewhere (have, want) beyond Here; points.limit (most, rule);
// points.min (min); points.step (step, most).
func (u UseRules) Check(points int64, b UseBasis) error {
	if points <= 0 {
		return fault.At("points", "field.range", fault.Args{"value": points, "min": int64(1)})
	}
	limit := u.Limit(b)
	for _, r := range limit.Reasons {
		if err := r.refuse(points, limit.Max); err != nil {
			return err
		}
	}
	return nil
}

// refuse is the fault that this limit has with the points, or nil.
func (r LimitReason) refuse(points, most int64) error {
	switch r.Rule {
	case LimitStep:
		if points%r.Points != 0 {
			return fault.New(fault.Invalid, "points.step", fault.Args{"step": r.Points, "want": points, "most": most})
		}
		return nil
	case LimitMinPoints:
		if points < r.Points {
			return fault.New(fault.Invalid, "points.min", fault.Args{"min": r.Points, "want": points, "most": most})
		}
		return nil
	}
	if points <= r.Most {
		return nil
	}
	switch r.Rule {
	case LimitDisabled:
		return fault.New(fault.Invalid, "program.disabled", nil)
	case LimitUsable:
		return shortFault(r.Most, points)
	case LimitHere:
		return fault.New(fault.Invalid, "points.elsewhere", fault.Args{"have": r.Most, "want": points})
	}
	return fault.New(fault.Invalid, "points.limit", fault.Args{"most": most, "want": points, "rule": string(r.Rule)})
}

func shortFault(have, want int64) error {
	return fault.New(fault.Invalid, "points.short", fault.Args{"have": have, "want": want})
}

// Levels are the choices that the panel offers (U4): percentages of the most, floored to the step, distinct, none of
// them 0 or below min_points, largest first.
func (u UseRules) Levels(b UseBasis, l UseLimit) []Level {
	var levels []Level
	for _, percent := range slices.Sorted(slices.Values(u.LevelPercents)) {
		points := money.Ratio(l.Max, percent, 100, money.Drop)
		points -= points % above(u.Step, 1)
		if points <= 0 || points < above(u.MinPoints, 0) {
			continue
		}
		if n := len(levels); n > 0 && levels[n-1].Points == points {
			continue
		}
		amount := u.Value(points)
		levels = append(levels, Level{Percent: percent, Points: points, Amount: amount, LeftToPay: b.LeftToPay - amount, LeftUsable: b.Usable - points})
	}
	slices.Reverse(levels)
	return levels
}
