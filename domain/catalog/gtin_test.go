package catalog_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/money"
)

func TestCheckDigitsOfEveryGTINLength(t *testing.T) {
	for code, want := range map[string]string{
		"96385074":         "96385074",      // GTIN-8
		"036000291452":     "0036000291452", // UPC-A becomes 13 digits
		"8934563138165":    "8934563138165",
		"2000000000015":    "2000000000015",
		" 2000000000022\r": "2000000000022",
		"10614141000415":   "10614141000415", // a case keeps its 14 digits
		"00036000291452":   "0036000291452",  // the same UPC-A printed as GTIN-14
		"0000096385074":    "96385074",       // a GTIN-8 that a scanner padded
	} {
		if got, err := catalog.NormaliseGTIN(code); got != want || err != nil {
			t.Errorf("NormaliseGTIN(%q) = %q, %v; want %q", code, got, err, want)
		}
	}
}

func TestAMistypedCodeSellsNothing(t *testing.T) {
	for code, want := range map[string]string{
		"8934563138162":   "code.check_digit",
		"8935001710019":   "code.check_digit",
		"8934673001593":   "code.check_digit",
		"2112345015003":   "code.check_digit",
		"":                "code.format",
		"200000000001":    "code.check_digit", // the last digit is missing: read as UPC-A
		"20000000000":     "code.format",
		"200000000001500": "code.format",
		"20000000000I5":   "code.format",
		"200000000001٥":   "code.format",
		"2112345000008":   "code.weight", // an empty scale
	} {
		got, err := catalog.ParseCode(code)
		if fault.Code(err) != want || got != (catalog.Code{}) {
			t.Errorf("ParseCode(%q) = %+v, %v; want %s", code, got, err, want)
		}
	}
}

func TestWeightCodesOfTheScale(t *testing.T) {
	for code, want := range map[string]catalog.Code{
		"2112345015002": {Kind: catalog.WeightCode, GTIN: "2112345015002", Item: "12345", Weight: 1500},
		"2100001001506": {Kind: catalog.WeightCode, GTIN: "2100001001506", Item: "00001", Weight: 150},
		"2000000000015": {Kind: catalog.GTINCode, GTIN: "2000000000015"},
		"8934563138165": {Kind: catalog.GTINCode, GTIN: "8934563138165"},
	} {
		if got, err := catalog.ParseCode(code); got != want || err != nil {
			t.Errorf("ParseCode(%q) = %+v, %v; want %+v", code, got, err, want)
		}
	}
}

func TestAnotherScaleAnotherRule(t *testing.T) {
	rule := catalog.WeightRule{Prefix: "02", ItemDigits: 6, WeightDigits: 4, Grams: 10}
	code := withCheck("020001230075")
	want := catalog.Code{Kind: catalog.WeightCode, GTIN: code, Item: "000123", Weight: 750}
	if got, err := catalog.ParseCodeWith(code, catalog.ScaleRule(), rule); got != want || err != nil {
		t.Fatalf("got %+v, %v; want %+v", got, err, want)
	}
	if got, err := catalog.ParseCodeWith(code[1:], rule); got != want || err != nil {
		t.Fatalf("as UPC-A: got %+v, %v; want %+v", got, err, want)
	}
}

func TestWeightCodesCarryWhatTheScalePrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		item, grams := rapid.IntRange(0, 99999).Draw(t, "item"), rapid.IntRange(1, 99999).Draw(t, "grams")
		got, err := catalog.ParseCode(withCheck(fmt.Sprintf("21%05d%05d", item, grams)))
		if err != nil || got.Item != fmt.Sprintf("%05d", item) || got.Weight != money.Quantity(grams) {
			t.Fatalf("got %+v, %v", got, err)
		}
	})
}

func TestEverySingleWrongDigitIsCaught(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{7, 11, 12, 13}).Draw(t, "size")
		code := []byte(withCheck(rapid.StringMatching(fmt.Sprintf(`[0-9]{%d}`, size)).Draw(t, "code")))
		if _, err := catalog.NormaliseGTIN(string(code)); err != nil {
			t.Fatal(err)
		}
		i, add := rapid.IntRange(0, size).Draw(t, "at"), rapid.IntRange(1, 9).Draw(t, "add")
		code[i] = '0' + (code[i]-'0'+byte(add))%10
		if _, err := catalog.NormaliseGTIN(string(code)); fault.Code(err) != "code.check_digit" {
			t.Fatalf("%s: %v", code, err)
		}
	})
}

func TestAnUnknownCodeIsNamed(t *testing.T) {
	err := catalog.Unknown("2999999999993" + strings.Repeat("9", 100))
	if err.Code != "code.unknown" || err.Kind != fault.NotFound || len(err.Args["code"].(string)) > 50 {
		t.Fatalf("%v", err)
	}
}

func FuzzParseCode(f *testing.F) {
	for _, s := range []string{"2112345015002", "96385074", " 036000291452", "٢٠٠٠", "21"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, err := catalog.ParseCode(s)
		if err != nil {
			return
		}
		if again, err := catalog.ParseCode(code.GTIN); again != code || err != nil {
			t.Fatalf("%q became %+v, which reads as %+v, %v", s, code, again, err)
		}
		if code.Kind == catalog.WeightCode && code.Weight <= 0 {
			t.Fatalf("%q weighs nothing", s)
		}
	})
}

func withCheck(digits string) string { return digits + string(catalog.CheckDigit(digits)) }
