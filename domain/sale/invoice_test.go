package sale_test

import (
	"errors"
	"testing"

	"tim/domain/fault"
	"tim/domain/sale"
)

func TestATaxCodeIsCheckedBeforeAnInvoiceNamesIt(t *testing.T) {
	for code, want := range map[string]string{
		"0100109106":     "0100109106", // three that everybody can look up
		"0301442379":     "0301442379",
		"0 100 109 106":  "0100109106",
		"0100109106-001": "0100109106-001",
		"0100109106001":  "0100109106-001",
	} {
		if got, err := sale.CheckTaxCode(code); got != want || err != nil {
			t.Errorf("%s reads as %q, %v", code, got, err)
		}
	}
	for code, want := range map[string]string{
		"": "buyer.tax_code", "123": "buyer.tax_code", "01001091O6": "buyer.tax_code", "079085012345": "buyer.tax_code",
		"0100109107": "buyer.check_digit", "0100019106": "buyer.check_digit",
	} {
		if _, err := sale.CheckTaxCode(code); fault.Code(err) != want {
			t.Errorf("%s: %v, want %s", code, err, want)
		}
	}
}

func TestABuyerNeedsANameAndAnAddress(t *testing.T) {
	_, err := sale.Buyer{TaxCode: "0100109107", Name: " ", Address: "a\nb"}.Checked()
	var fields fault.Fields
	if !errors.As(err, &fields) || len(fields) != 3 {
		t.Fatalf("%v", err)
	}
}
