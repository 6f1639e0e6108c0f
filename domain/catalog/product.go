// Package catalog is what a shop sells and to whom: products with their codes, prices and dated VAT, members with
// their consents, and the folding that finds both without diacritics. It holds no rule of points and no stock.
//
// Caveats: a weighed good is priced per kilogram and nothing else; a barcode inside the range of a weight rule
// can't name a fixed product; text limits count characters as a reader does only as far as combining marks go
// (a mark is part of its letter), which is exact for Vietnamese but not for every script.
package catalog

import (
	"fmt"
	"slices"

	"tim/domain/fault"
	"tim/domain/money"
)

// Limits of a product's texts, in characters, and of its lists.
const (
	SKUMax         = 40
	ProductNameMax = 120
	CategoryMax    = 60
	UnitMax        = 20
	BarcodesMax    = 20
	VATRatesMax    = 20
)

// UnitKilogram is the unit of every weighed good.
const UnitKilogram = "kg"

// Product is one thing that a shop sells.
type Product struct {
	SKU      string    `json:"sku"`                // the shop's own key
	Name     string    `json:"name"`               // NFC, as the receipt prints it
	Price    money.VND `json:"price"`              // a unit's price, VAT included, 0 to money.Max
	Barcodes []string  `json:"barcodes,omitempty"` // normalised GTINs (NormaliseGTIN), none twice
	Category string    `json:"category,omitempty"` // "" when none; programmes exclude by it (E10)
	VAT      []VATRate `json:"vat,omitempty"`      // oldest first; empty means outside VAT
	Unit     string    `json:"unit,omitempty"`     // "hộp", "chai"; "kg" for a weighed good
	Earns    bool      `json:"earns"`              // false: earns no points under any programme (E10)
	Weighed  bool      `json:"weighed,omitempty"`  // sold by weight, Price is per kilogram
	Item     string    `json:"item,omitempty"`     // a weighed good's number in weight codes: "00001"
}

// Checked is p with its texts in NFC and trimmed and its barcodes normalised, or fault.Fields naming every field
// at fault: field.required, field.too_long, field.characters, field.duplicate, field.too_many, money.range,
// code.format, code.check_digit, code.reserved, vat.range, vat.order, unit.not_kg, item.format.
func (p Product) Checked() (Product, error) {
	var faults fault.Fields
	p.SKU = checkText(&faults, "sku", p.SKU, 1, SKUMax)
	p.Name = checkText(&faults, "name", p.Name, 1, ProductNameMax)
	p.Category = checkText(&faults, "category", p.Category, 0, CategoryMax)
	p.Unit = checkText(&faults, "unit", p.Unit, 0, UnitMax)
	if p.Price < 0 || p.Price > money.Max {
		faults = append(faults, fault.At("price", "money.range", fault.Args{"min": money.VND(0), "max": money.Max}))
	}
	p.Barcodes = checkBarcodes(&faults, p.Barcodes)
	checkVAT(&faults, p.VAT)
	checkWeighed(&faults, p)
	return p, faults.OrNil()
}

func checkBarcodes(faults *fault.Fields, codes []string) []string {
	if len(codes) > BarcodesMax {
		*faults = append(*faults, fault.At("barcodes", "field.too_many", fault.Args{"max": int64(BarcodesMax)}))
		return codes
	}
	var out []string
	for i, s := range codes {
		field := fmt.Sprintf("barcodes[%d]", i)
		code, err := ParseCode(s)
		switch {
		case err != nil && fault.Code(err) != "code.weight":
			*faults = append(*faults, fault.At(field, fault.Code(err), fault.Args{"code": clip(s)}))
		case err != nil || code.Kind == WeightCode:
			*faults = append(*faults, fault.At(field, "code.reserved", fault.Args{"code": clip(s)}))
		case slices.Contains(out, code.GTIN):
			*faults = append(*faults, fault.At(field, "field.duplicate", nil))
		default:
			out = append(out, code.GTIN)
		}
	}
	return out
}

func checkWeighed(faults *fault.Fields, p Product) {
	if !p.Weighed {
		if p.Item != "" {
			*faults = append(*faults, fault.At("item", "item.format", nil))
		}
		return
	}
	if p.Unit != UnitKilogram {
		*faults = append(*faults, fault.At("unit", "unit.not_kg", nil))
	}
	if !allDigits(p.Item) || len(p.Item) != ItemDigits {
		*faults = append(*faults, fault.At("item", "item.format", fault.Args{"digits": int64(ItemDigits)}))
	}
}

// SearchText is what Match searches for a product: its folded name and SKU.
func (p Product) SearchText() string { return Fold(p.Name + " " + p.SKU) }
