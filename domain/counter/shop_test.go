package counter_test

import (
	"errors"
	"slices"
	"testing"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/invoice"
	"tim/domain/shift"
)

func TestAShopSaysEachFieldThatIsWrong(t *testing.T) {
	good := counter.Shop{Name: "Tim", TaxCode: "0301442379", Currency: "VND", DiscountFree: 10, Labels: []catalog.WeightRule{catalog.ScaleRule()},
		Invoice: invoice.Rule{Symbol: "1C{yy}MAA", Series: "M1-{yy}-ABCDE", Lookup: "https://tracuu.example/?so={number}&mst={tax_code}"},
		PageURL: "https://tim.example/m", PageKey: "00ff"}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*counter.Shop){
		"name field.required":           func(s *counter.Shop) { s.Name = " " },
		"tax_code tax_code.format":      func(s *counter.Shop) { s.TaxCode = "03014" },
		"currency field.enum":           func(s *counter.Shop) { s.Currency = "USD" },
		"discount_free field.range":     func(s *counter.Shop) { s.DiscountFree = 101 },
		"page_url page.url":             func(s *counter.Shop) { s.PageURL = "tim.example" },
		"page_key page.key":             func(s *counter.Shop) { s.PageKey = "xy" },
		"invoice.series field.required": func(s *counter.Shop) { s.Invoice.Series = "" },
		"invoice.symbol invoice.series": func(s *counter.Shop) { s.Invoice.Symbol = "1c26maa" },
		"invoice.block invoice.block":   func(s *counter.Shop) { s.Invoice.Block = -1 },
		"invoice.lookup invoice.lookup": func(s *counter.Shop) { s.Invoice.Lookup = "https://tracuu.example/" },
		"labels[1].prefix rule.format":  func(s *counter.Shop) { s.Labels = append(s.Labels, catalog.WeightRule{Prefix: "93"}) },
		"labels field.too_many":         func(s *counter.Shop) { s.Labels = slices.Repeat(s.Labels, 21) },
		"policy.hold_hours field.range": func(s *counter.Shop) { s.Policy = shift.Policy{HoldHours: -1} },
	} {
		bad := good
		bad.Labels = slices.Clone(good.Labels)
		spoil(&bad)
		var got fault.Fields
		if err := bad.Check(); !errors.As(err, &got) || len(got) != 1 || got[0].Field+" "+got[0].Code != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
