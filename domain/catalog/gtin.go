package catalog

import (
	"strconv"
	"strings"

	"tim/domain/fault"
	"tim/domain/money"
)

// Kind says what a scanned code is.
type Kind uint8

// The kinds of codes.
const (
	GTINCode    Kind = 1 // names a product, whatever its prefix (2000000000015 too)
	WeightCode  Kind = 2 // names a weighed good's item and carries its weight
	PriceCode   Kind = 3 // names a weighed good's item and carries what it costs
	MeasureCode Kind = 4 // names a product by its GTIN and carries its weight (GS1)
)

// Code is a scanned or typed product code whose check digit is right.
type Code struct {
	Kind    Kind
	GTIN    string         // normalised: 8, 13 or 14 digits (of a weight code too)
	Item    string         // weight codes: the item's number, "12345"
	Weight  money.Quantity // weight codes: thousandths of a kilogram, so grams
	Price   money.VND      // price codes: of the whole piece
	Fixed   bool           // price codes: the line costs exactly that; else its weight is worked out
	Lot     string         // GS1: of the goods, "" where it isn't said
	Expires string         // GS1: the last day to sell them, "2026-11-30"; "" where it isn't said
}

// WeightRule reads codes that a shop's scale prints: Prefix, the item's digits, the digits of weight or price and the check
// digit make 13 digits.
type WeightRule struct {
	Prefix       string    `json:"prefix"` // within the restricted range 02, 20-29
	ItemDigits   int       `json:"item_digits"`
	WeightDigits int       `json:"value_digits"`
	Grams        int64     `json:"grams,omitempty"` // grams a step of the weight, 1 for most scales; 0 of a price
	Price        money.VND `json:"price,omitempty"` // đồng a step of the price; 0 of a weight
	Fixed        bool      `json:"fixed,omitempty"` // of a price: the line costs exactly that, at one unit; else price by unit price is its weight
}

// Check refuses a rule that no code of 13 digits fits, or that says both weight and price. Fault: rule.format.
func (r WeightRule) Check() error {
	restricted := r.Prefix == "02" || len(r.Prefix) == 2 && r.Prefix[0] == '2' && allDigits(r.Prefix)
	steps := r.Grams > 0 && r.Price == 0 && !r.Fixed || r.Price > 0 && r.Grams == 0
	if !restricted || !steps || r.ItemDigits < 1 || r.WeightDigits < 1 || len(r.Prefix)+r.ItemDigits+r.WeightDigits != 12 {
		return fault.At("prefix", "rule.format", fault.Args{"value": r.Prefix})
	}
	return nil
}

// ItemDigits is how long a weighed good's number is.
const ItemDigits = 5

// ScaleRule is the shop's rule: 21, five digits of item, five digits of grams. 2112345015002 is 1,5 kg of 12345.
func ScaleRule() WeightRule {
	return WeightRule{Prefix: "21", ItemDigits: ItemDigits, WeightDigits: 5, Grams: 1}
}

// ParseCode reads a product code under ScaleRule. Faults: as ParseCodeWith.
func ParseCode(s string) (Code, error) { return ParseCodeWith(s, ScaleRule()) }

// ParseCodeWith reads a GTIN-8, UPC-A, EAN-13 or GTIN-14, spaces around it ignored; the first rule that fits
// makes it a weight or price code. Faults: code.format (not digits, or another length), code.check_digit, code.weight
// (a weight of 0). Whether anything is sold under the code is the store's to say: Unknown.
func ParseCodeWith(s string, rules ...WeightRule) (Code, error) {
	gtin, err := NormaliseGTIN(s)
	if err != nil {
		return Code{}, err
	}
	for _, r := range rules {
		if r.fits(gtin) {
			return r.read(gtin)
		}
	}
	return Code{Kind: GTINCode, GTIN: gtin}, nil
}

func (r WeightRule) fits(gtin string) bool {
	return len(gtin) == 13 && strings.HasPrefix(gtin, r.Prefix) && len(r.Prefix)+r.ItemDigits+r.WeightDigits == 12
}

func (r WeightRule) read(gtin string) (Code, error) {
	item := len(r.Prefix)
	weight := item + r.ItemDigits
	steps, err := strconv.ParseInt(gtin[weight:12], 10, 64)
	if err != nil || steps == 0 {
		return Code{}, fault.Wrap(fault.Invalid, "code.weight", err, fault.Args{"code": gtin})
	}
	if r.Price > 0 {
		price, err := (money.VND(steps) * r.Price).Checked()
		return Code{Kind: PriceCode, GTIN: gtin, Item: gtin[item:weight], Price: price, Fixed: r.Fixed}, err
	}
	return Code{Kind: WeightCode, GTIN: gtin, Item: gtin[item:weight], Weight: money.Quantity(steps * r.Grams)}, nil
}

// Unknown is the fault of a well-formed code that no product carries: code.unknown.
func Unknown(code string) *fault.Error {
	return fault.New(fault.NotFound, "code.unknown", fault.Args{"code": clip(code)})
}

// NormaliseGTIN writes a GTIN in its shortest canonical form, so that one article has one key however its symbol
// was scanned: a GTIN-8 as 8 digits, a UPC-A as 0 and its 12, an EAN-13 as 13, and 14 digits only where the
// leading one is not 0. Faults: code.format, code.check_digit.
func NormaliseGTIN(s string) (string, error) {
	s = strings.TrimSpace(s)
	switch {
	case !allDigits(s) || len(s) != 8 && (len(s) < 12 || len(s) > 14):
		return "", fault.New(fault.Invalid, "code.format", fault.Args{"code": clip(s)})
	case CheckDigit(s[:len(s)-1]) != s[len(s)-1]:
		return "", fault.New(fault.Invalid, "code.check_digit", fault.Args{"code": s})
	}
	full := strings.Repeat("0", 14-len(s)) + s
	switch {
	case strings.HasPrefix(full, "000000"): // GS1 keeps this range of UPC and EAN for GTIN-8
		return full[6:], nil
	case full[0] == '0':
		return full[1:], nil
	}
	return full, nil
}

// CheckDigit is the GS1 check digit ('0'-'9') of the digits that come before it.
func CheckDigit(digits string) byte {
	sum, weight := 0, 3
	for i := len(digits) - 1; i >= 0; i-- {
		sum += int(digits[i]-'0') * weight
		weight = 4 - weight
	}
	return byte('0' + (10-sum%10)%10)
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
