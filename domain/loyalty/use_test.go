package loyalty

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"tim/domain/fault"
	"tim/domain/money"
)

func ptr[T any](v T) *T { return &v }

// demoRules are the demo's: half of the order at most, 1,000 VND a point.
func demoRules() UseRules {
	u := Default().Use
	u.MaxPercent = ptr(money.Per100(50))
	return u
}

func binding(l UseLimit) LimitRule {
	for _, r := range l.Reasons {
		if r.Binding {
			return r.Rule
		}
	}
	return ""
}

func limits(t *testing.T, u UseRules, b UseBasis, want int64, by LimitRule) {
	t.Helper()
	if l := u.Limit(b); l.Max != want || binding(l) != by || l.Amount != u.Value(want) {
		t.Errorf("limit %+v, want %d by %s", l, want, by)
	}
}

func TestU2APointIsWorthItsValue(t *testing.T) {
	u := UseRules{ValuePerPoint: 500}
	if u.Value(90) != 45_000 || u.Value(-3) != -1_500 || u.Value(1<<62) != money.Max {
		t.Error(u.Value(90), u.Value(-3), u.Value(1<<62))
	}
}

func TestU3TheLimitIsNotRoundedOnlyThePoints(t *testing.T) {
	b := UseBasis{Payable: 193_290, LeftToPay: 193_290, Usable: 500}
	limits(t, demoRules(), b, 96, LimitPercent) // 96,645 VND
	if r := demoRules().Limit(b).Reasons[2]; r.Amount != 96_645 || r.Percent != money.Per100(50) {
		t.Errorf("%+v", r)
	}
	third := demoRules()
	third.MaxPercent = ptr(money.Percent(333_333)) // 33.3333 %
	third.ValuePerPoint = 1
	limits(t, third, UseBasis{Payable: 300_001, LeftToPay: 300_001, Usable: 1 << 40}, 100_000, LimitPercent) // 100000.2333
}

func TestU3EveryLimitApplies(t *testing.T) {
	b := UseBasis{Payable: 100_000, LeftToPay: 120_000, Usable: 500}
	for _, c := range []struct {
		name string
		edit func(*UseRules, *UseBasis)
		want int64
		by   LimitRule
	}{
		{"100 % leaves shipping to money", func(u *UseRules, b *UseBasis) { u.MaxPercent = ptr(money.Per100(100)) }, 100, LimitPercent},
		{"no percentage: all that is left", func(u *UseRules, b *UseBasis) { u.MaxPercent = nil }, 120, LimitLeft},
		{"half is paid already", func(u *UseRules, b *UseBasis) { b.LeftToPay = 20_999 }, 20, LimitLeft},
		{"an amount", func(u *UseRules, b *UseBasis) { u.MaxAmount = ptr(money.VND(30_500)) }, 30, LimitAmount},
		{"so many points", func(u *UseRules, b *UseBasis) { u.MaxPoints = ptr(int64(7)) }, 7, LimitPoints},
		{"the balance", func(u *UseRules, b *UseBasis) { b.Usable = 12 }, 12, LimitUsable},
		{"a debt", func(u *UseRules, b *UseBasis) { b.Usable = -12 }, 0, LimitUsable},
		{"this till offline", func(u *UseRules, b *UseBasis) { b.Here = ptr(int64(9)) }, 9, LimitHere},
		{"a step", func(u *UseRules, b *UseBasis) { u.Step = ptr(int64(20)) }, 40, LimitStep},
		{"below the least", func(u *UseRules, b *UseBasis) { u.MinPoints = ptr(int64(51)) }, 0, LimitMinPoints},
		{"exactly the least", func(u *UseRules, b *UseBasis) { u.MinPoints = ptr(int64(50)) }, 50, LimitPercent},
		{"a step that falls below the least", func(u *UseRules, b *UseBasis) { u.MinPoints, u.Step = ptr(int64(50)), ptr(int64(20)) }, 0, LimitMinPoints},
		{"nothing left to pay", func(u *UseRules, b *UseBasis) { b.LeftToPay = 0 }, 0, LimitLeft},
		{"programme off", func(u *UseRules, b *UseBasis) { b.Disabled = true }, 0, LimitDisabled},
		{"null limits", func(u *UseRules, b *UseBasis) { u.MinPoints, u.Step = nil, nil }, 50, LimitPercent},
	} {
		t.Run(c.name, func(t *testing.T) {
			u, b := demoRules(), b
			c.edit(&u, &b)
			limits(t, u, b, c.want, c.by)
		})
	}
}

func TestU3WhatIsRefusedNamesTheRuleAndTheMost(t *testing.T) {
	u := demoRules()
	u.MinPoints, u.Step = ptr(int64(10)), ptr(int64(5))
	b := UseBasis{Payable: 141_000, LeftToPay: 141_000, Usable: 80, Here: ptr(int64(75))}
	for _, c := range []struct {
		points int64
		want   error
	}{
		{70, nil}, {10, nil},
		{0, fault.At("points", "field.range", fault.Args{"value": int64(0), "min": int64(1)})},
		{-5, fault.At("points", "field.range", fault.Args{"value": int64(-5), "min": int64(1)})},
		{85, fault.New(fault.Invalid, "points.short", fault.Args{"have": int64(80), "want": int64(85)})},
		{80, fault.New(fault.Invalid, "points.elsewhere", fault.Args{"have": int64(75), "want": int64(80)})},
		{75, fault.New(fault.Invalid, "points.limit", fault.Args{"most": int64(70), "want": int64(75), "rule": "max_percent"})},
		{12, fault.New(fault.Invalid, "points.step", fault.Args{"step": int64(5), "want": int64(12), "most": int64(70)})},
		{5, fault.New(fault.Invalid, "points.min", fault.Args{"min": int64(10), "want": int64(5), "most": int64(70)})},
	} {
		if err := u.Check(c.points, b); !reflect.DeepEqual(err, c.want) {
			t.Errorf("%d: %v, want %v", c.points, err, c.want)
		}
	}
	b.Disabled = true
	if err := u.Check(70, b); fault.Code(err) != "program.disabled" {
		t.Error(err)
	}
}

// anyUse is rules and a basis within the limits of the fields.
func anyUse(t *rapid.T) (UseRules, UseBasis) {
	small := rapid.OneOf(rapid.Int64Range(0, 50), rapid.Int64Range(0, 100_000))
	optional := func(name string, least int64) *int64 {
		if rapid.Bool().Draw(t, "has "+name) {
			return ptr(max(least, small.Draw(t, name)))
		}
		return nil
	}
	u := UseRules{ValuePerPoint: money.VND(rapid.OneOf(rapid.Int64Range(1, 3000), rapid.Int64Range(1, int64(money.Max))).Draw(t, "value")),
		MaxPoints: optional("max_points", 0), MinPoints: optional("min_points", 0), Step: optional("step", 1),
		LevelPercents: rapid.SliceOfN(rapid.Int64Range(1, 100), 0, 6).Draw(t, "levels")}
	if rapid.Bool().Draw(t, "has percent") {
		u.MaxPercent = ptr(money.Percent(rapid.Int64Range(0, 1_000_000).Draw(t, "percent")))
	}
	if amount := optional("max_amount", 0); amount != nil {
		u.MaxAmount = ptr(money.VND(*amount * 997))
	}
	payable := rapid.OneOf(rapid.Int64Range(0, 1_000_000), rapid.Int64Range(0, int64(money.Max))).Draw(t, "payable")
	b := UseBasis{Payable: money.VND(payable), LeftToPay: money.VND(payable/2 + small.Draw(t, "left")),
		Usable: rapid.Int64Range(-50, 1_000_000).Draw(t, "usable"), Here: optional("here", 0)}
	return u, b
}

func TestU3TheLimitIsNeverExceededAndItsOwnMaxNeverRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u, b := anyUse(t)
		l := u.Limit(b)
		if l.Max > 0 {
			if err := u.Check(l.Max, b); err != nil {
				t.Fatalf("its own most, %d, is refused: %v", l.Max, err)
			}
		}
		for _, points := range []int64{l.Max + 1, l.Max + above(u.Step, 1), rapid.Int64Range(1, 2_000_000).Draw(t, "points")} {
			if err := u.Check(points, b); (err == nil) != allowed(u, b, points) || err == nil && points > l.Max {
				t.Fatalf("%d points of at most %d: %v", points, l.Max, err)
			}
		}
		last := int64(1 << 62)
		for _, level := range u.Levels(b, l) {
			if !allowed(u, b, level.Points) || level.Points >= last || level.LeftToPay < 0 || level.LeftToPay+level.Amount != b.LeftToPay ||
				level.LeftUsable+level.Points != b.Usable || level.LeftUsable < 0 {
				t.Fatalf("level %+v", level)
			}
			last = level.Points
		}
	})
}

// allowed is U3 by definition, in decimals.
func allowed(u UseRules, b UseBasis, points int64) bool {
	worth := money.VND(points).Decimal().Mul(u.ValuePerPoint.Decimal())
	switch {
	case points > b.Usable, b.Here != nil && points > *b.Here, worth.GreaterThan(b.LeftToPay.Decimal()),
		u.MaxPercent != nil && worth.Shift(2).GreaterThan(b.Payable.Decimal().Mul(u.MaxPercent.Decimal())),
		u.MaxAmount != nil && worth.GreaterThan(u.MaxAmount.Decimal()), u.MaxPoints != nil && points > *u.MaxPoints,
		u.MinPoints != nil && points < *u.MinPoints, u.Step != nil && points%*u.Step != 0:
		return false
	}
	return true
}

func TestU4TheLevelsAreSharesOfTheMost(t *testing.T) {
	u, b := demoRules(), UseBasis{Payable: 193_290, LeftToPay: 193_290, Usable: 500}
	want := []Level{
		{100, 96, 96_000, 97_290, 404}, {75, 72, 72_000, 121_290, 428}, {50, 48, 48_000, 145_290, 452}, {25, 24, 24_000, 169_290, 476},
	}
	if got := u.Levels(b, u.Limit(b)); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestU4LevelsAreDistinctNonZeroAndValid(t *testing.T) {
	u, b := demoRules(), UseBasis{Payable: 4_000, LeftToPay: 4_000, Usable: 500} // at most 2 points
	if got := u.Levels(b, u.Limit(b)); len(got) != 2 || got[0].Points != 2 || got[1] != (Level{50, 1, 1_000, 3_000, 499}) {
		t.Errorf("%+v", got)
	}
	u.Step, b.Payable, b.LeftToPay = ptr(int64(20)), 100_000, 100_000 // at most 40
	if got := u.Levels(b, u.Limit(b)); len(got) != 2 || got[0].Points != 40 || got[1].Points != 20 {
		t.Errorf("%+v", got)
	}
	b.Usable = 0
	if got := u.Levels(b, u.Limit(b)); got != nil {
		t.Errorf("nothing to use: %+v", got)
	}
}
