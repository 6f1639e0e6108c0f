package catalog_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/money"
)

// faultsOf lists "field code" of every fault in err.
func faultsOf(err error) []string {
	var fields fault.Fields
	if !errors.As(err, &fields) {
		return nil
	}
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.Field + " " + f.Code
	}
	return out
}

func milk() catalog.Product {
	return catalog.Product{
		SKU: "SUA-0001", Name: "Sữa tươi Đồng Xanh 1L", Price: 32000, Barcodes: []string{"2000000000015"},
		Category: "Sữa", VAT: catalog.ReducedVAT(), Unit: "hộp", Earns: true,
	}
}

func TestVATIsEightPercentUntilTheLastDayOf2026(t *testing.T) {
	vn := time.FixedZone("ICT", 7*3600)
	for at, want := range map[time.Time]money.Percent{
		time.Date(2026, 11, 21, 10, 0, 0, 0, vn):                      money.Per100(8),
		time.Date(2026, 12, 31, 23, 59, 59, 999_000_000, vn):          money.Per100(8),
		time.Date(2027, 1, 1, 0, 0, 0, 0, vn):                         money.Per100(10),
		time.Date(2026, 12, 31, 17, 0, 0, 0, time.UTC):                money.Per100(10),
		time.Date(2026, 12, 31, 16, 59, 59, 0, time.UTC).In(time.UTC): money.Per100(8),
	} {
		if got := milk().VATAt(at); got != want {
			t.Errorf("VAT at %v is %v, want %v", at, got, want)
		}
	}
	now := time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)
	if got := (catalog.Product{}).VATAt(now); got != 0 {
		t.Errorf("a good outside VAT bears %v", got)
	}
	if got := (catalog.Product{VAT: catalog.FlatVAT(money.Per100(5))}).VATAt(now); got != money.Per100(5) {
		t.Errorf("a good at 5 %% bears %v", got)
	}
}

func TestAProductIsStoredNormalised(t *testing.T) {
	p := milk()
	p.Name, p.Barcodes = " "+norm.NFD.String(p.Name)+" ", []string{" 2000000000015", "036000291452"}
	got, err := p.Checked()
	want := milk()
	want.Barcodes = []string{"2000000000015", "0036000291452"}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v, %v", got, err)
	}
	for _, price := range []money.VND{0, money.Max} {
		p := milk()
		if p.Price = price; faultsOf(second(p.Checked())) != nil {
			t.Errorf("a price of %d is refused", price)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestA3EveryFaultOfAProductAtOnce(t *testing.T) {
	p := catalog.Product{
		SKU: strings.Repeat("A", 41), Name: " ", Price: -1, Category: strings.Repeat("ệ", 61), Unit: "h\x1b[2J",
		Barcodes: []string{"2000000000015", "2000000000016", "abc", "2000000000015", "2100001001506", "2112345000008"},
		VAT:      []catalog.VATRate{{Percent: money.Per100(101)}, {Percent: money.Per100(8)}},
		Item:     "00001",
	}
	want := []string{
		"sku field.too_long", "name field.required", "category field.too_long", "unit field.characters",
		"price money.range", "barcodes[1] code.check_digit", "barcodes[2] code.format",
		"barcodes[3] field.duplicate", "barcodes[4] code.reserved", "barcodes[5] code.reserved",
		"vat[0].percent vat.range", "vat[1].from vat.order", "item item.format",
	}
	if got := faultsOf(second(p.Checked())); !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %q\nwant %q", got, want)
	}
}

func TestOneFieldOutsideItsLimit(t *testing.T) {
	for want, spoil := range map[string]func(*catalog.Product){
		"sku field.required":        func(p *catalog.Product) { p.SKU = "" },
		"name field.too_long":       func(p *catalog.Product) { p.Name = strings.Repeat("ữ", 121) },
		"sku field.too_long":        func(p *catalog.Product) { p.SKU = strings.Repeat("A", 10_000) },
		"name field.characters":     func(p *catalog.Product) { p.Name = "\xff" },
		"price money.range":         func(p *catalog.Product) { p.Price = money.Max + 1 },
		"barcodes field.too_many":   func(p *catalog.Product) { p.Barcodes = make([]string, 21) },
		"barcodes[0] code.format":   func(p *catalog.Product) { p.Barcodes = []string{strings.Repeat("1", 100)} },
		"vat field.too_many":        func(p *catalog.Product) { p.VAT = make([]catalog.VATRate, 21) },
		"vat[0].percent vat.range":  func(p *catalog.Product) { p.VAT = catalog.FlatVAT(-1) },
		"unit unit.not_kg":          func(p *catalog.Product) { p.Weighed, p.Item = true, "00001" },
		"item item.format":          func(p *catalog.Product) { p.Weighed, p.Unit, p.Item = true, "kg", "1" },
		"category field.characters": func(p *catalog.Product) { p.Category = "a\u200bb" },
	} {
		p := milk()
		spoil(&p)
		if got := faultsOf(second(p.Checked())); !reflect.DeepEqual(got, []string{want}) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	p := milk()
	p.Name = norm.NFD.String(strings.Repeat("ữ", 120))
	if _, err := p.Checked(); err != nil {
		t.Errorf("120 letters typed as NFD are refused: %v", err)
	}
}
