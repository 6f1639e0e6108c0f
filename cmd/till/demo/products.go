// Package demo is the demo shop's data: goods, members and their opening points. Everything is invented: the
// brands, the people, and the numbers.
//
// Caveats: barcodes lie in the range that GS1 leaves to shops (200-299), so they hit no company's article, and
// may hit your own shop's; phones lie under 030 and 050, which no carrier had been given when this was written.
package demo

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"tim/domain/catalog"
	"tim/domain/money"
)

//go:embed products.csv
var productsCSV string

// The products that scripts and guides name.
const (
	MilkCode = "2000000000015" // Sữa tươi Đồng Xanh 1L, 32.000 ₫
	CardCode = "2000000000022" // Thẻ cào 15k, 15.000 ₫, earns no points
	Oranges  = "00001"         // item of Cam sành (cân), 42.000 ₫ a kilogram
)

var productsHeader = []string{"sku", "name", "barcodes", "category", "unit", "price", "vat", "earns", "item"}

// Products is the demo shop's goods, 300 of them, checked. It panics when the embedded file has a fault.
func Products() []catalog.Product {
	products, err := readProducts(strings.NewReader(productsCSV))
	if err != nil {
		panic(fmt.Sprintf("demo: products.csv: %v", err))
	}
	return products
}

// readProducts reads CSV under productsHeader: barcodes separated by spaces; vat reduced, standard or five;
// earns yes or no; item the number of a weighed good, else empty. Errors name the line.
func readProducts(r io.Reader) ([]catalog.Product, error) {
	rows := csv.NewReader(r)
	header, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	if !slices.Equal(header, productsHeader) {
		return nil, fmt.Errorf("header is %q, want %q", header, productsHeader)
	}
	var products []catalog.Product
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return products, nil
		}
		if err != nil {
			return nil, err
		}
		p, err := readProduct(row)
		if err != nil {
			line, _ := rows.FieldPos(0)
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		products = append(products, p)
	}
}

func readProduct(row []string) (catalog.Product, error) {
	price, err := money.Parse(row[5])
	if err != nil {
		return catalog.Product{}, err
	}
	vat, err := readVAT(row[6])
	if err != nil {
		return catalog.Product{}, err
	}
	if row[7] != "yes" && row[7] != "no" {
		return catalog.Product{}, fmt.Errorf("earns is %q, want yes or no", row[7])
	}
	return catalog.Product{
		SKU: row[0], Name: row[1], Barcodes: strings.Fields(row[2]), Category: row[3], Unit: row[4], Price: price,
		VAT: vat, Earns: row[7] == "yes", Weighed: row[8] != "", Item: row[8],
	}.Checked()
}

func readVAT(class string) ([]catalog.VATRate, error) {
	switch class {
	case "reduced":
		return catalog.ReducedVAT(), nil
	case "standard":
		return catalog.FlatVAT(money.Per100(10)), nil
	case "five":
		return catalog.FlatVAT(money.Per100(5)), nil
	}
	return nil, fmt.Errorf("vat is %q, want reduced, standard or five", class)
}
