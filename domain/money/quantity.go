package money

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"tim/domain/fault"
)

// Quantity is an amount of goods in thousandths of its unit: 3 pieces are 3000, 1,245 kg is 1245.
type Quantity int64

// QuantityMax is the greatest quantity: 10^9 units.
const QuantityMax Quantity = 1_000_000_000_000

// Units is n whole units.
func Units(n int64) Quantity { return Quantity(n * 1000) }

// Decimal is the quantity in units.
func (q Quantity) Decimal() decimal.Decimal { return decimal.New(int64(q), -3) }

// Whole says whether it is a number of whole units.
func (q Quantity) Whole() bool { return q%1000 == 0 }

// ParseQuantity reads a quantity above 0 with up to three decimals. Faults: quantity.format, quantity.range.
func ParseQuantity(s string) (Quantity, error) {
	d, ok := number(s)
	if !ok {
		return 0, fault.New(fault.Invalid, "quantity.format", fault.Args{"value": clip(s)})
	}
	milli := d.Mul(thousand)
	if !milli.IsInteger() {
		return 0, fault.New(fault.Invalid, "quantity.format", fault.Args{"value": clip(s)})
	}
	if milli.Sign() <= 0 || milli.GreaterThan(decimal.NewFromInt(int64(QuantityMax))) {
		return 0, fault.New(fault.Invalid, "quantity.range", fault.Args{"max": int64(QuantityMax / 1000)})
	}
	return Quantity(milli.IntPart()), nil
}

// MarshalJSON writes a decimal string: "1.245".
func (q Quantity) MarshalJSON() ([]byte, error) { return json.Marshal(q.Decimal().String()) }

// UnmarshalJSON reads a decimal string or a JSON number.
func (q *Quantity) UnmarshalJSON(b []byte) error {
	got, err := ParseQuantity(literal(b))
	if err != nil {
		return err
	}
	*q = got
	return nil
}

// Times is quantity x unit price, rounded half up to the đồng once. Fault: money.range above Max.
func Times(q Quantity, unitPrice VND) (VND, error) {
	const few = 1 << 35 // what so many of both come to is no more than an int64 holds
	if magnitude(int64(q)) < few && magnitude(int64(unitPrice)) < few {
		return VND(Ratio(int64(q), int64(unitPrice), 1000, HalfUp)).Checked()
	}
	d := q.Decimal().Mul(unitPrice.Decimal()).Round(0)
	return fromDecimal(d)
}

// Percent is a rate in ten-thousandths of a percent, so four decimals are exact: 100 % is 1000000.
type Percent int64

// Per100 makes a whole percentage.
func Per100(n int64) Percent { return Percent(n * 10_000) }

// Decimal is the percentage as written: 150 for 150 %.
func (p Percent) Decimal() decimal.Decimal { return decimal.New(int64(p), -4) }

// String is the percentage as written, without a sign: "150", "0.01".
func (p Percent) String() string { return p.Decimal().String() }

// ParsePercent reads a percentage with up to four decimals. Faults: percent.format. The range is the field's own rule.
func ParsePercent(s string) (Percent, error) {
	d, ok := number(s)
	if !ok {
		return 0, fault.New(fault.Invalid, "percent.format", fault.Args{"value": clip(s)})
	}
	scaled := d.Shift(4)
	if !scaled.IsInteger() || scaled.Abs().GreaterThan(Max.Decimal()) {
		return 0, fault.New(fault.Invalid, "percent.format", fault.Args{"value": clip(s)})
	}
	return Percent(scaled.IntPart()), nil
}

// MarshalJSON writes a decimal string: "150".
func (p Percent) MarshalJSON() ([]byte, error) { return json.Marshal(p.String()) }

// UnmarshalJSON reads a decimal string or a JSON number.
func (p *Percent) UnmarshalJSON(b []byte) error {
	got, err := ParsePercent(literal(b))
	if err != nil {
		return err
	}
	*p = got
	return nil
}

// Of is the share p of v, rounded as told, multiplied first and divided once.
func (p Percent) Of(v VND, r Rounding) VND {
	return VND(Ratio(int64(v), int64(p), int64(Per100(100)), r))
}
