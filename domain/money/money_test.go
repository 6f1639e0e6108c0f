package money_test

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"tim/domain/fault"
	"tim/domain/money"
)

var amounts = rapid.Int64Range(int64(-money.Max), int64(money.Max))

func TestAmountsAsTheAPIWritesThem(t *testing.T) {
	for s, want := range map[string]money.VND{
		"0": 0, "-0": 0, "150000": 150000, "+5": 5, "-25000": -25000, "150000.00": 150000, "1.5e5": 150000,
		"1E2": 100, "00012": 12, "100000000000000000": money.Max, "-100000000000000000.0": -money.Max,
	} {
		if got, err := money.Parse(s); got != want || err != nil {
			t.Errorf("Parse(%q) = %d, %v; want %d", s, got, err, want)
		}
	}
}

func TestWhatIsNoAmountIsRefused(t *testing.T) {
	for s, want := range map[string]string{
		"": "money.format", " 1": "money.format", "1,000": "money.format", "1_000": "money.format", "0.5": "money.format",
		".5": "money.format", "5.": "money.format", ".": "money.format", "-": "money.format", "1.-5": "money.format",
		".+500": "money.format", "1e": "money.format", "1e+": "money.format", "e5": "money.format", "0x10": "money.format",
		"NaN": "money.format", "Infinity": "money.format", "١٢": "money.format", "1e-999999999": "money.format",
		"1e999999999": "money.format", "0e-999999999": "money.format", "1e99999999999999999999": "money.format",
		"100000000000000001": "money.range", "-100000000000000001": "money.range", "1e20": "money.range",
		strings.Repeat("9", 39): "money.range", strings.Repeat("0", 1_000_000): "money.format",
	} {
		got, err := money.Parse(s)
		if fault.Code(err) != want || got != 0 {
			t.Errorf("Parse(%.50q) = %d, %.100v; want %s", s, got, err, want)
		}
		if err != nil && len(err.Error()) > 200 {
			t.Errorf("Parse(%.50q) answers with %d bytes", s, len(err.Error()))
		}
	}
}

func TestAmountsTravelAsDecimalStrings(t *testing.T) {
	type doc struct {
		Price money.VND      `json:"price"`
		Count money.Quantity `json:"count"`
		Rate  money.Percent  `json:"rate"`
	}
	in := doc{150000, 1245, 1_500_001}
	b, err := json.Marshal(in)
	if want := `{"price":"150000","count":"1.245","rate":"150.0001"}`; string(b) != want || err != nil {
		t.Fatalf("got %s, %v", b, err)
	}
	for _, s := range []string{string(b), `{"price":150000,"count":1.245,"rate":150.0001}`, `{"price":"15\u0030000","count":"1.2450","rate":"1.500001e2"}`} {
		var out doc
		if err := json.Unmarshal([]byte(s), &out); err != nil || out != in {
			t.Errorf("%s reads as %+v, %v", s, out, err)
		}
	}
	for s, want := range map[string]string{
		`{"price":null}`: "money.format", `{"price":true}`: "money.format", `{"price":{}}`: "money.format", `{"price":""}`: "money.format",
		`{"price":"'1'"}`: "money.format", `{"count":0}`: "quantity.range", `{"count":[1]}`: "quantity.format", `{"rate":"1 %"}`: "percent.format",
	} {
		var out doc
		if err := json.Unmarshal([]byte(s), &out); fault.Code(err) != want {
			t.Errorf("%s reads as %+v, %v; want %s", s, out, err, want)
		}
	}
}

func TestAmountsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := money.VND(amounts.Draw(t, "v"))
		b, _ := json.Marshal(v)
		var back money.VND
		if err := json.Unmarshal(b, &back); err != nil || back != v || v.Neg().Neg() != v {
			t.Fatalf("%d became %s became %d, %v", v, b, back, err)
		}
	})
}

func TestSumsAreCheckedAgainstTheLimit(t *testing.T) {
	for v, ok := range map[money.VND]bool{money.Max: true, -money.Max: true, money.Max + 1: false, -money.Max - 1: false} {
		got, err := v.Checked()
		if ok && (got != v || err != nil) || !ok && fault.Code(err) != "money.range" {
			t.Errorf("%d: %d, %v", v, got, err)
		}
	}
}

func TestE4HalfUpAtExactlyHalf(t *testing.T) {
	for s, want := range map[string][2]int64{ // drop, half up
		"1.8": {1, 2}, "1.5": {1, 2}, "1.3": {1, 1}, "1.4999999999999999999": {1, 1}, "0.5": {0, 1}, "-1.5": {-1, -2},
		"-1.4": {-1, -1}, "2": {2, 2}, "9223372036854775807": {math.MaxInt64, math.MaxInt64},
	} {
		d := decimal.RequireFromString(s)
		if got := [2]int64{money.Whole(d, money.Drop), money.Whole(d, money.HalfUp)}; got != want {
			t.Errorf("%s becomes %v, want %v", s, got, want)
		}
	}
	mustPanic(t, "beyond int64", func() { money.Whole(decimal.New(1, 19), money.Drop) })
}

func mustPanic(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s: no panic", what)
		}
	}()
	f()
}

// The oracle is big.Rat, rounded by hand.
func TestMulDivIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := amounts.Draw(t, "a"), rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, "b")
		c := rapid.Int64Range(1, 10_000_000_000).Draw(t, "c")
		if rapid.Bool().Draw(t, "negative divisor") {
			c = -c
		}
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(a), big.NewInt(b)), big.NewInt(c))
		for _, r := range []money.Rounding{money.Drop, money.HalfUp} {
			want := oracle(exact, r)
			if !want.IsInt64() {
				continue
			}
			da, db, dc := decimal.NewFromInt(a), decimal.New(b, -2), decimal.New(c, -2)
			if got := money.MulDiv(da, db, dc, r); got != want.Int64() {
				t.Fatalf("%d*%d/%d rounded %d is %d, want %s", a, b, c, r, got, want)
			}
			if c > 0 && money.Ratio(a, b, c, r) != want.Int64() {
				t.Fatalf("%d*%d/%d rounded %d is %d in whole numbers, want %s", a, b, c, r, money.Ratio(a, b, c, r), want)
			}
		}
	})
}

func oracle(x *big.Rat, r money.Rounding) *big.Int {
	abs := new(big.Rat).Abs(x)
	if r == money.HalfUp {
		abs.Add(abs, big.NewRat(1, 2))
	}
	q := new(big.Int).Quo(abs.Num(), abs.Denom())
	if x.Sign() < 0 {
		q.Neg(q)
	}
	return q
}

func TestMulDivHalves(t *testing.T) {
	d := decimal.NewFromInt
	for _, tc := range []struct{ a, b, c, drop, up int64 }{
		{1, 1, 2, 0, 1}, {-1, 1, 2, 0, -1}, {1, 1, -2, 0, -1}, {3, 1, 2, 1, 2}, {1, 1, 3, 0, 0}, {2, 1, 3, 0, 1}, {0, 5, 7, 0, 0},
	} {
		drop, up := money.MulDiv(d(tc.a), d(tc.b), d(tc.c), money.Drop), money.MulDiv(d(tc.a), d(tc.b), d(tc.c), money.HalfUp)
		if drop != tc.drop || up != tc.up {
			t.Errorf("%d*%d/%d is %d and %d, want %d and %d", tc.a, tc.b, tc.c, drop, up, tc.drop, tc.up)
		}
	}
}

func TestE11SplitKeepsTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := amounts.Draw(t, "total")
		weights := rapid.SliceOfN(rapid.Int64Range(0, int64(money.Max)), 1, 30).Draw(t, "weights")
		parts, sum := money.Split(total, weights), int64(0)
		weightSum := new(big.Int)
		for _, w := range weights {
			weightSum.Add(weightSum, big.NewInt(w))
		}
		for i, p := range parts {
			sum += p
			if weightSum.Sign() == 0 {
				continue
			}
			exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(total), big.NewInt(weights[i])), weightSum)
			if off := exact.Sub(exact, big.NewRat(p, 1)); off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
				t.Fatalf("part %d of %v is %d, a whole đồng off", i, parts, p)
			}
			if p != 0 && (p < 0) != (total < 0) {
				t.Fatalf("%d split by %v is %v", total, weights, parts)
			}
		}
		if sum != total || len(parts) != len(weights) {
			t.Fatalf("%d split by %v is %v, in sum %d", total, weights, parts, sum)
		}
	})
}

func TestE11TiesGoToTheEarlierLine(t *testing.T) {
	for _, tc := range []struct {
		total         int64
		weights, want []int64
	}{
		{100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{-100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		{5, []int64{2, 2, 2, 2}, []int64{2, 1, 1, 1}},
		{10, []int64{1, 2, 2}, []int64{2, 4, 4}},
		{11, []int64{1, 2, 2}, []int64{2, 5, 4}}, // 2.2, 4.4, 4.4
		{7, []int64{0, 3, 0}, []int64{0, 7, 0}},
		{7, []int64{0, 0}, []int64{7, 0}},
		{-7, []int64{0, 0}, []int64{-7, 0}},
		{7, nil, []int64{}},
		{0, []int64{1, 2}, []int64{0, 0}},
		{70000, []int64{96000, 45000}, []int64{47660, 22340}}, // the demo's basket
	} {
		if got := money.Split(tc.total, tc.weights); !slices.Equal(got, tc.want) {
			t.Errorf("%d split by %v is %v, want %v", tc.total, tc.weights, got, tc.want)
		}
	}
	if got := money.SplitVND(100, []money.VND{1, 1, 1}); !slices.Equal(got, []money.VND{34, 33, 33}) {
		t.Errorf("amounts split to %v", got)
	}
	mustPanic(t, "a negative weight", func() { money.Split(1, []int64{1, -1}) })
	mustPanic(t, "no absolute value", func() { money.Split(math.MinInt64, []int64{1}) })
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"150000", "1e-999999999", "0e2147483647", "-1.0", ".+5", "1E+5", "99999999999999999999999999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if v, err := money.Parse(s); err == nil {
			exact, ok := new(big.Rat).SetString(s)
			if !ok || exact.Cmp(big.NewRat(int64(v), 1)) != 0 {
				t.Fatalf("Parse(%q) = %d", s, v)
			}
		}
		if q, err := money.ParseQuantity(s); err == nil {
			exact, ok := new(big.Rat).SetString(s)
			if !ok || exact.Cmp(big.NewRat(int64(q), 1000)) != 0 || q <= 0 || q > money.QuantityMax {
				t.Fatalf("ParseQuantity(%q) = %d", s, q)
			}
		}
		if p, err := money.ParsePercent(s); err == nil {
			exact, ok := new(big.Rat).SetString(s)
			if !ok || exact.Cmp(big.NewRat(int64(p), 10_000)) != 0 {
				t.Fatalf("ParsePercent(%q) = %d", s, p)
			}
		}
	})
}
