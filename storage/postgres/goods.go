package postgres

import (
	"bytes"
	"encoding/json"
	"fmt"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/office"
)

// Product implements office.Settings.
func (r reader) Product(sku string) (office.Product, error) {
	value, err := r.get(productsTable, at(sku))
	if err != nil || value == nil {
		return office.Product{}, unknown(false, err, "product.unknown", fault.Args{"code": sku})
	}
	return decodeProduct(sku, value)
}

// decodeProduct reads what stands behind what a search looks at.
func decodeProduct(sku string, value []byte) (p office.Product, err error) {
	_, doc, _ := bytes.Cut(value, []byte{0})
	if err := json.Unmarshal(doc, &p); err != nil {
		return p, fmt.Errorf("product %q: %w", sku, err)
	}
	return p, nil
}

// FindProducts implements office.Settings.
func (r reader) FindProducts(text string, p office.Page) (products []office.Product, next string, err error) {
	words := catalog.Words(text)
	next, err = r.pageOf(productsTable, all(), p, func(found row) (bool, error) {
		search, _, _ := bytes.Cut(found.value, []byte{0})
		if len(words) > 0 && catalog.Match(string(search), words) == catalog.NoMatch {
			return false, nil
		}
		product, err := decodeProduct(found.shard, found.value)
		products = append(products, product)
		return true, err
	})
	return products, next, err
}

// ProductsBehind implements office.Notes.
func (r reader) ProductsBehind(sku string, most int) (list []office.Product, err error) {
	rows, err := r.behind(productsTable, sku, most)
	if err != nil {
		return nil, err
	}
	for _, found := range rows {
		p, err := decodeProduct(found.shard, found.value)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// behind is at most so many rows of a table of one row a shard that come behind one, "" from the first.
func (r reader) behind(t *table, shard string, most int) ([]row, error) {
	if most <= 0 {
		return nil, nil
	}
	s := all()
	if shard != "" {
		s = s.behind(at(shard))
	}
	return r.scan(t, s, most)
}
