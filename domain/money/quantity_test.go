package money_test

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tim/domain/fault"
	"tim/domain/money"
)

func TestQuantitiesHaveThreeDecimals(t *testing.T) {
	for s, want := range map[string]money.Quantity{
		"3": money.Units(3), "1.245": 1245, "0.001": 1, "1.2500": 1250, "1e9": money.QuantityMax, "1000000000": money.QuantityMax,
	} {
		if got, err := money.ParseQuantity(s); got != want || err != nil {
			t.Errorf("ParseQuantity(%q) = %d, %v; want %d", s, got, err, want)
		}
	}
	for s, want := range map[string]string{
		"0": "quantity.range", "-1": "quantity.range", "1000000000.001": "quantity.range", "1e20": "quantity.range",
		"0.0001": "quantity.format", "": "quantity.format", "1,5": "quantity.format", ".+5": "quantity.format",
		"1e-999999999": "quantity.format", strings.Repeat("9", 100_000): "quantity.format",
	} {
		if got, err := money.ParseQuantity(s); fault.Code(err) != want || got != 0 {
			t.Errorf("ParseQuantity(%.40q) = %d, %.80v; want %s", s, got, err, want)
		}
	}
	if !money.Units(3).Whole() || money.Quantity(1245).Whole() || money.Quantity(1245).Decimal().String() != "1.245" {
		t.Error("1,245 kg is no whole number of units")
	}
}

func TestALineIsRoundedOnceHalfUp(t *testing.T) {
	for _, tc := range []struct {
		q    money.Quantity
		unit money.VND
		want money.VND
	}{
		{1245, 42000, 52290}, {money.Units(3), 32000, 96000}, {150, 42000, 6300}, {1, 500, 1}, {1, 499, 0}, {500, 1, 1},
		{1, 0, 0}, {money.Units(1), money.Max, money.Max}, {-1500, 1, -2},
	} {
		if got, err := money.Times(tc.q, tc.unit); got != tc.want || err != nil {
			t.Errorf("%d x %d = %d, %v; want %d", tc.q, tc.unit, got, err, tc.want)
		}
	}
	if got, err := money.Times(1001, money.Max); fault.Code(err) != "money.range" || got != 0 {
		t.Errorf("beyond the limit: %d, %v", got, err)
	}
}

func TestLinesAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := money.Quantity(rapid.Int64Range(1, int64(money.QuantityMax)).Draw(t, "q"))
		unit := money.VND(rapid.Int64Range(0, int64(money.Max)).Draw(t, "unit"))
		want := oracle(new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(int64(q)), big.NewInt(int64(unit))), big.NewInt(1000)), money.HalfUp)
		got, err := money.Times(q, unit)
		if want.Cmp(big.NewInt(int64(money.Max))) > 0 {
			if fault.Code(err) != "money.range" {
				t.Fatalf("%d x %d = %d, %v", q, unit, got, err)
			}
		} else if int64(got) != want.Int64() || err != nil {
			t.Fatalf("%d x %d = %d, %v; want %s", q, unit, got, err, want)
		}
	})
}

func TestRatesHaveFourDecimals(t *testing.T) {
	for s, want := range map[string]money.Percent{"150": money.Per100(150), "0.0001": 1, "8": money.Per100(8), "-5": money.Per100(-5)} {
		got, err := money.ParsePercent(s)
		if got != want || err != nil || got.String() != s {
			t.Errorf("ParsePercent(%q) = %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "0.00001", "8%", "1e19", "1e-999999999"} {
		if got, err := money.ParsePercent(s); fault.Code(err) != "percent.format" {
			t.Errorf("ParsePercent(%q) = %v, %v", s, got, err)
		}
	}
}

func TestAShareOfAnAmount(t *testing.T) {
	for _, tc := range []struct {
		p        money.Percent
		v        money.VND
		drop, up money.VND
	}{
		{money.Per100(50), 193290, 96645, 96645}, {money.Per100(50), 1, 0, 1}, {money.Per100(150), 5, 7, 8}, {1, 999_999, 0, 1},
		{money.Per100(100), money.Max, money.Max, money.Max}, {money.Per100(50), -1, 0, -1},
	} {
		if drop, up := tc.p.Of(tc.v, money.Drop), tc.p.Of(tc.v, money.HalfUp); drop != tc.drop || up != tc.up {
			t.Errorf("%v %% of %d is %d and %d, want %d and %d", tc.p, tc.v, drop, up, tc.drop, tc.up)
		}
	}
}
