package money

import (
	"encoding/json"
	"strings"

	"github.com/shopspring/decimal"
)

// numberBytesMax is longer than any amount, quantity or rate within its limits can be.
const numberBytesMax = 40

// number reads a JSON number, a leading + or zeros allowed. The form is checked here because the decimal library
// reads ".+5" as 0.05; the exponent because "1e-999999999" would make the next step compute a billion digits.
func number(s string) (decimal.Decimal, bool) {
	if len(s) > numberBytesMax || !wellFormed(s) {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(s)
	if err != nil || d.Exponent() > 20 || d.Exponent() < -numberBytesMax {
		return decimal.Decimal{}, false
	}
	return d, true
}

func wellFormed(s string) bool {
	mantissa, exponent, scientific := s, "", false
	if e := strings.IndexAny(s, "eE"); e >= 0 {
		mantissa, exponent, scientific = s[:e], s[e+1:], true
	}
	whole, fraction, decimals := strings.Cut(unsigned(mantissa), ".")
	return digits(whole) && (!decimals || digits(fraction)) && (!scientific || digits(unsigned(exponent)))
}

func unsigned(s string) string {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return s[1:]
	}
	return s
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// literal is the number's text inside a JSON string or number.
func literal(b []byte) string {
	var s string
	if json.Unmarshal(b, &s) == nil {
		return s
	}
	return string(b)
}

// clip keeps a fault's argument short enough for a screen.
func clip(s string) string {
	if len(s) <= numberBytesMax {
		return s
	}
	return strings.ToValidUTF8(s[:numberBytesMax], "") + "…"
}
