package invoice_test

import (
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"tim/domain/invoice"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
)

// A golden file is what journals and central's notes hold for ever: -update writes a missing one and never touches one that is
// there.
var update = flag.Bool("update", false, "write missing golden files")

var noon = time.Date(2026, 11, 22, 5, 0, 0, 0, time.UTC)

// aRecord has no empty field, so that one which the codec forgets shows.
func aRecord() *invoice.Record {
	s := rule.At(noon)
	return &invoice.Record{
		Number: s.Number(21), Printed: sale.InvoiceNumber{Series: "TH-01-000003"}, Adjusts: s.Number(17), Day: "2026-11-22", At: noon,
		Shop: "q1", Till: "01", Epoch: 3, Order: "store/0193", Paper: "TH-01-000003", Reason: "móp hộp",
		Seller: invoice.Seller{TaxCode: "0301442379", Name: "Cửa hàng Nguyễn Huệ", Address: "1 Nguyễn Huệ"},
		Buyer:  sale.Buyer{TaxCode: "0100109106", Name: "Công ty Cam Sành", Address: "12 Lê Lợi"},
		Lines:  []invoice.Line{{Name: "Sữa", Unit: "hộp", Quantity: -money.Units(1), Price: 32_000, Rate: money.Per100(8), Net: -29_630, Tax: -2_370, Gross: -32_000}},
		VAT:    []sale.VATGroup{{Rate: money.Per100(8), Gross: -32_000, Net: -29_630, Tax: -2_370}}, Points: -1_000,
		Tenders: []sale.Tender{{Kind: sale.Cash, Received: 31_000}}, State: invoice.Refused, Batch: "b1", Handed: noon.Add(time.Hour), Tries: 2, Answer: "sai mã số thuế",
	}
}

func bodies() map[string]journal.Coder {
	s := rule.At(noon)
	return map[string]journal.Coder{
		"record_v1":     aRecord(),
		"given_v1":      &invoice.Given{Range: invoice.Range{Series: s, From: 501, To: 1000}, To: "01/3", At: noon, Shop: "q1", Used: 4},
		"handed_out_v1": &invoice.HandedOut{Batch: "b1", Format: "xml", From: "2026-11-21", To: "2026-11-22", Numbers: []string{"1C26MAA M1-26-ABCDE-00000000021"}},
		"answered_v1":   &invoice.Answered{Number: "1C26MAA M1-26-ABCDE-00000000021", Accepted: true, Answer: "M1"},
	}
}

func TestStoredFormsNeverChange(t *testing.T) {
	for name, body := range bodies() {
		got, path := hex.EncodeToString(journal.Encode(body)), filepath.Join("testdata", name+".hex")
		if _, err := os.Stat(path); *update && os.IsNotExist(err) {
			if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		stored, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.TrimSpace(string(stored)); got != want {
			t.Errorf("%s is written as\n%s, and journals hold\n%s", name, got, want)
		}
		raw, _ := hex.DecodeString(strings.TrimSpace(string(stored)))
		back := reflect.New(reflect.TypeOf(body).Elem()).Interface().(journal.Coder)
		if err := journal.Decode(raw, back); err != nil || !reflect.DeepEqual(back, body) {
			t.Errorf("%s reads as\n%+v, %v", name, back, err)
		}
	}
}
