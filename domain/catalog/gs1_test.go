package catalog_test

import (
	"testing"

	"tim/domain/catalog"
	"tim/domain/fault"
)

func TestGS1ElementStringsNameArticleWeightLotAndDay(t *testing.T) {
	ham := catalog.Code{Kind: catalog.MeasureCode, GTIN: "98934563138168", Weight: 1_500, Lot: "L7-A", Expires: "2026-11-30"}
	for code, want := range map[string]catalog.Code{
		"]C10198934563138168310300150017261130" + "10L7-A":     ham,
		"]e00198934563138168310300150010L7-A\x1d17261130":      ham,
		"]d2\x1d01989345631381683102000150" + "1726113010L7-A": ham, // 310 with two decimals
		"(01)98934563138168(3103)001500(17)261130(10)L7-A":     ham,
		"0198934563138168310300150017261100" + "10L7-A":        ham, // the month's last day, and no sign at all
		"0108934563138165":                                       {Kind: catalog.GTINCode, GTIN: "8934563138165"},
		"010893456313816515261201\x1d21S1":                       {Kind: catalog.GTINCode, GTIN: "8934563138165", Expires: "2026-12-01"},
		"]C10108934563138165" + "3922" + "1250\x1d" + "17261130": {Kind: catalog.GTINCode, GTIN: "8934563138165", Expires: "2026-11-30"},
	} {
		if !catalog.IsGS1(code) {
			t.Errorf("%q isn't taken for one", code)
		}
		if got, err := catalog.ParseGS1(code); err != nil || got != want {
			t.Errorf("%q: %+v, %v; want %+v", code, got, err, want)
		}
	}
	for code, want := range map[string]string{
		"]C10108934563138162": "code.check_digit", "]C110LOT": "code.gs1", "]C1010893456313816": "code.gs1", "]C101089345631381653103000000": "code.weight",
		"]C1010893456313816517269930": "code.gs1", "(01)8934563138165": "code.gs1", "(01": "code.gs1", "]C1": "code.gs1", "]C1(": "code.gs1",
		"(01)98934563138168(310)001500": "code.gs1", "(01)98934563138168(3)1": "code.gs1", "(01)98934563138168(LOT)7": "code.gs1", // no such elements
	} {
		if _, err := catalog.ParseGS1(code); fault.Code(err) != want {
			t.Errorf("%q: %v, want %s", code, err, want)
		}
	}
	for _, code := range []string{"8934563138165", "98934563138168", "0912345678", "912345678901234560", "HD-01-000123", ""} {
		if catalog.IsGS1(code) {
			t.Errorf("%q is taken for one", code)
		}
	}
}

func TestALabelCanCarryThePrice(t *testing.T) {
	rule := catalog.WeightRule{Prefix: "22", ItemDigits: 5, WeightDigits: 5, Price: 100}
	code := withCheck("221234500273") // 27.300 ₫ in steps of 100
	got, err := catalog.ParseCodeWith(code, catalog.ScaleRule(), rule)
	if err != nil || got.Kind != catalog.PriceCode || got.Item != "12345" || got.Price != 27_300 || got.Weight != 0 || got.Fixed {
		t.Fatalf("%+v, %v", got, err)
	}
	rule.Fixed = true
	if got, err = catalog.ParseCodeWith(code, rule); err != nil || !got.Fixed {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := catalog.ParseCodeWith(withCheck("221234500000"), rule); fault.Code(err) != "code.weight" {
		t.Errorf("a price of nothing: %v", err)
	}
	for _, bad := range []catalog.WeightRule{{Prefix: "30", ItemDigits: 5, WeightDigits: 5, Grams: 1}, {Prefix: "21", ItemDigits: 5, WeightDigits: 4, Grams: 1},
		{Prefix: "21", ItemDigits: 5, WeightDigits: 5}, {Prefix: "21", ItemDigits: 5, WeightDigits: 5, Grams: 1, Price: 100}} {
		if bad.Check() == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
	if err := catalog.ScaleRule().Check(); err != nil {
		t.Error(err)
	}
}
