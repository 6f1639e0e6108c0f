package print

import (
	"tim/domain/catalog"
	"tim/tui/text"
)

// Labels are the price labels of products, one below the other with a line between to cut along: name, price large, and the code.
// A product without a code of its own has none; what is weighed is priced per kilogram.
func Labels(products []catalog.Product, columns int, lang text.Language) []Row {
	p := page{columns: columns}
	for _, product := range products {
		p.blank()
		p.centre(product.Name)
		price, unit := text.Money(product.Price), product.Unit
		if unit != "" {
			price += " / " + unit
		}
		p.mark(price)
		if code, there := codeOf(product); there {
			p.rows = append(p.rows, Row{Code: &code})
			p.centre(code.Text)
		}
		p.centre(product.SKU)
		p.blank()
		p.rule()
	}
	return p.rows
}

// codeOf is a product's code as bars: EAN-13 where it has such a one.
func codeOf(p catalog.Product) (Code, bool) {
	for _, code := range p.Barcodes {
		if len(code) == 13 {
			return Code{Symbology: EAN13, Text: code, Bare: true}, true
		}
	}
	if len(p.Barcodes) == 0 {
		return Code{}, false
	}
	return Code{Symbology: Code128, Text: p.Barcodes[0], Bare: true}, true
}
