// Package money is exact money, quantities and rates: whole numbers outside, decimal arithmetic inside, never a
// float. VND has no decimals, so an amount is a count of đồng; it multiplies first, divides once and rounds once.
// Amounts up to Max are checked at the edge, and sums of checked amounts fit an int64 with room for 90 of them:
// whoever adds up more checks the running sum with Checked.
package money

import (
	"encoding/json"
	"math"
	"math/bits"

	"github.com/shopspring/decimal"

	"tim/domain/fault"
)

// VND is an amount in whole đồng. It may be negative (a deduction, a debt).
type VND int64

// Max is the greatest amount that any field accepts: 10^17 đồng.
const Max VND = 100_000_000_000_000_000

// Decimal is the amount for exact arithmetic.
func (v VND) Decimal() decimal.Decimal { return decimal.NewFromInt(int64(v)) }

// Neg is the amount with the other sign.
func (v VND) Neg() VND { return -v }

// Checked is v, or fault money.range when it is outside -Max..Max.
func (v VND) Checked() (VND, error) {
	if v > Max || v < -Max {
		return 0, fault.New(fault.Invalid, "money.range", fault.Args{"max": Max})
	}
	return v, nil
}

// Parse reads an amount as the API writes it: digits, an optional sign, decimals only when they are zeros, and
// the exponent that a JSON number may have. Faults: money.format, money.range.
func Parse(s string) (VND, error) {
	d, ok := number(s)
	if !ok || !d.IsInteger() {
		return 0, fault.New(fault.Invalid, "money.format", fault.Args{"value": clip(s)})
	}
	return fromDecimal(d)
}

func fromDecimal(d decimal.Decimal) (VND, error) {
	if d.Abs().GreaterThan(Max.Decimal()) {
		return 0, fault.New(fault.Invalid, "money.range", fault.Args{"max": Max})
	}
	return VND(d.IntPart()), nil
}

// MarshalJSON writes a decimal string, as API.md wants it: "150000".
func (v VND) MarshalJSON() ([]byte, error) { return json.Marshal(v.Decimal().String()) }

// UnmarshalJSON reads a decimal string or a JSON number.
func (v *VND) UnmarshalJSON(b []byte) error {
	got, err := Parse(literal(b))
	if err != nil {
		return err
	}
	*v = got
	return nil
}

// Rounding is how a quotient becomes a whole number (E4).
type Rounding uint8

// The roundings. Numbers are stored: append only.
const (
	Drop   Rounding = 0 // towards zero: 1.8 -> 1
	HalfUp Rounding = 1 // .5 away from zero: 1.5 -> 2, 1.3 -> 1
)

// Whole rounds d to a whole number once. It panics beyond int64, which the limits at the edge rule out.
func Whole(d decimal.Decimal, r Rounding) int64 {
	if r == HalfUp {
		d = d.Round(0)
	} else {
		d = d.Truncate(0)
	}
	if !d.BigInt().IsInt64() {
		panic("money: " + d.String() + " is beyond int64")
	}
	return d.IntPart()
}

// MulDiv is a*b/c, multiplied first, divided once, rounded once. c is not 0.
func MulDiv(a, b, c decimal.Decimal, r Rounding) int64 {
	product := a.Mul(b)
	q, rem := product.QuoRem(c, 0)
	if r == HalfUp && rem.Abs().Mul(two).GreaterThanOrEqual(c.Abs()) {
		if product.Sign()*c.Sign() < 0 {
			q = q.Sub(one)
		} else {
			q = q.Add(one)
		}
	}
	return Whole(q, Drop)
}

// Ratio is MulDiv of whole numbers (c above 0) without allocating: the product has 128 bits. It panics where the quotient is
// beyond int64.
func Ratio(a, b, c int64, r Rounding) int64 {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi >= uint64(c) {
		panic("money: quotient beyond int64")
	}
	q, rest := bits.Div64(hi, lo, uint64(c))
	if r == HalfUp && rest >= uint64(c)-rest {
		q++
	}
	if q > math.MaxInt64 {
		panic("money: quotient beyond int64")
	}
	if (a < 0) != (b < 0) {
		return -int64(q)
	}
	return int64(q)
}

// magnitude is a number without its sign.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

var (
	one      = decimal.NewFromInt(1)
	two      = decimal.NewFromInt(2)
	thousand = decimal.NewFromInt(1000)
)
