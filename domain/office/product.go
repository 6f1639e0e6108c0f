package office

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"time"

	"tim/domain/catalog"
	"tim/domain/journal"
)

// PutProduct stores a product under its SKU; an equal one changes nothing. A barcode that another product had is from
// now on this one's. Faults: those of catalog.Product.Checked.
func (o *Office) PutProduct(ctx context.Context, p catalog.Product) (Product, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (Product, error) {
		checked, err := p.Checked()
		if err != nil {
			return Product{}, err
		}
		product, _, err := o.putProduct(tx, checked, now)
		return product, err
	})
}

// putProduct stores a checked product if it differs from the stored one.
func (o *Office) putProduct(tx Tx, p catalog.Product, now time.Time) (Product, outcome, error) {
	old, err := tx.Product(p.SKU)
	change := changed
	switch {
	case absent(err):
		change = created
	case err != nil:
		return old, unchanged, err
	case reflect.DeepEqual(old.Product, p):
		return old, unchanged, nil
	}
	product := Product{Product: p, At: now}
	body, err := setting(p.SKU, p)
	if err != nil {
		return product, unchanged, err
	}
	if err := o.record(tx, journal.ProductSet, now, now, body); err != nil {
		return product, unchanged, err
	}
	return product, change, tx.Put(product)
}

// Product reads one by SKU. Fault: product.unknown.
func (o *Office) Product(ctx context.Context, sku string) (Product, error) {
	return read(ctx, o, func(r Reader) (Product, error) { return r.Product(sku) })
}

// FindProducts searches names, SKUs and codes; an empty text lists all. By SKU.
func (o *Office) FindProducts(ctx context.Context, text string, p Page) (products []Product, next string, err error) {
	products, err = read(ctx, o, func(r Reader) (list []Product, err error) {
		list, next, err = r.FindProducts(text, p.Bounded())
		return list, err
	})
	return products, next, err
}

// Category is a group of goods by its name, and how many products name it.
type Category struct {
	Name     string `json:"name"`
	Products int    `json:"products"`
}

// Categories is every category that a product names, by name. It reads the catalogue page by page, so that others are answered in between.
func (o *Office) Categories(ctx context.Context) ([]Category, error) {
	named := map[string]int{}
	err := eachListed(func(p Page) ([]Product, string, error) { return o.FindProducts(ctx, "", p) }, func(p Product) (bool, error) {
		if p.Category != "" {
			named[p.Category]++
		}
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	list := []Category{}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		list = append(list, Category{name, named[name]})
	}
	return list, nil
}
