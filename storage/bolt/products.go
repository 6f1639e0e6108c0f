package bolt

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"go.etcd.io/bbolt"

	"tim/domain/catalog"
	"tim/domain/fault"
)

var (
	productsBucket = []byte("products") // sku → JSON
	barcodesBucket = []byte("barcodes") // GTIN → sku
	itemsBucket    = []byte("items")    // item number of weight codes → sku
)

// ByBarcode implements counter.Products.
func (t *Till) ByBarcode(ctx context.Context, gtin string) (catalog.Product, error) {
	return t.product(ctx, gtin, func(tx *bbolt.Tx) []byte { return tx.Bucket(barcodesBucket).Get([]byte(gtin)) })
}

// ByItem implements counter.Products.
func (t *Till) ByItem(ctx context.Context, item string) (catalog.Product, error) {
	return t.product(ctx, item, func(tx *bbolt.Tx) []byte { return tx.Bucket(itemsBucket).Get([]byte(item)) })
}

// BySKU implements counter.Products.
func (t *Till) BySKU(ctx context.Context, sku string) (catalog.Product, error) {
	return t.product(ctx, sku, func(*bbolt.Tx) []byte { return []byte(sku) })
}

func (t *Till) product(ctx context.Context, code string, sku func(*bbolt.Tx) []byte) (p catalog.Product, err error) {
	if err := ctx.Err(); err != nil {
		return p, err
	}
	err = t.fromCatalog("a product", func(tx *bbolt.Tx) error {
		there := false
		if key := sku(tx); len(key) > 0 {
			p, there, err = getProduct(tx, key)
		}
		if err == nil && !there {
			err = fault.New(fault.NotFound, "product.unknown", fault.Args{"code": code})
		}
		return err
	})
	return p, err
}

func getProduct(tx *bbolt.Tx, sku []byte) (p catalog.Product, found bool, err error) {
	doc := tx.Bucket(productsBucket).Get(sku)
	if doc == nil {
		return p, false, nil
	}
	if err := json.Unmarshal(doc, &p); err != nil {
		return p, false, fmt.Errorf("product %q: %w", sku, err)
	}
	return p, true, nil
}

// putProduct writes or replaces one product with its codes.
func putProduct(tx *bbolt.Tx, p catalog.Product) error {
	old, there, err := getProduct(tx, []byte(p.SKU))
	if err != nil {
		return err
	}
	if there {
		if err := dropCodes(tx, old); err != nil {
			return err
		}
	}
	doc, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("encode product: %w", err)
	}
	if err := tx.Bucket(productsBucket).Put([]byte(p.SKU), doc); err != nil {
		return err
	}
	for _, code := range p.Barcodes {
		if err := tx.Bucket(barcodesBucket).Put([]byte(code), []byte(p.SKU)); err != nil {
			return err
		}
	}
	if p.Item == "" {
		return nil
	}
	return tx.Bucket(itemsBucket).Put([]byte(p.Item), []byte(p.SKU))
}

// dropCodes forgets a product's codes, except those that another product has taken over meanwhile.
func dropCodes(tx *bbolt.Tx, p catalog.Product) error {
	drop := func(bucket []byte, code string) error {
		b := tx.Bucket(bucket)
		if code == "" || string(b.Get([]byte(code))) != p.SKU {
			return nil
		}
		return b.Delete([]byte(code))
	}
	for _, code := range p.Barcodes {
		if err := drop(barcodesBucket, code); err != nil {
			return err
		}
	}
	return drop(itemsBucket, p.Item)
}

// productList is what product searches run over: read once, kept until the catalogue changes.
type productList struct {
	mu     sync.Mutex
	loaded bool
	byName []productRow   // by folded name
	places map[string]int // SKU → place in byName
	rows   []productRow   // what sold best first, then by folded name; never changed in place
	sales  uint64         // that rows go by
}

type productRow struct {
	sku    string
	name   string
	folded string // name and codes
	has    catalog.Letters
}

func (l *productList) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.loaded, l.byName, l.places, l.rows = false, nil, nil, nil
}

func (t *Till) productRows() ([]productRow, error) {
	l := &t.products
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.loaded {
		return l.rows, nil
	}
	var rows []productRow
	err := t.fromCatalog("products", func(tx *bbolt.Tx) error {
		return tx.Bucket(productsBucket).ForEach(func(_, doc []byte) error {
			var p catalog.Product
			if err := json.Unmarshal(doc, &p); err != nil {
				return fmt.Errorf("product: %w", err)
			}
			codes := strings.Join(append(p.Barcodes, p.Item), " ")
			folded := p.SearchText() + " " + codes
			rows = append(rows, productRow{sku: p.SKU, name: p.Name, folded: folded, has: catalog.LettersOf(folded)})
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b productRow) int { return strings.Compare(a.folded, b.folded) })
	l.loaded, l.byName, l.rows, l.sales, l.places = true, rows, rows, 0, make(map[string]int, len(rows))
	for i, row := range rows {
		l.places[row.sku] = i
	}
	return rows, nil
}

// productsBySales is productRows with what more of the newest orders had first.
func (t *Till) productsBySales(ctx context.Context) ([]productRow, error) {
	rows, err := t.productRows()
	if err != nil {
		return nil, err
	}
	l := &t.products
	l.mu.Lock()
	defer l.mu.Unlock()
	sold, sales, err := t.soldLately(ctx, l.sales)
	switch {
	case err != nil || !l.loaded: // a page has come since
		return rows, err
	case sold == nil:
		return l.rows, nil
	}
	rows = make([]productRow, 0, len(l.byName))
	for sku := range sold {
		if i, there := l.places[sku]; there {
			rows = append(rows, l.byName[i])
		}
	}
	slices.SortFunc(rows, func(a, b productRow) int {
		return cmp.Or(cmp.Compare(sold[b.sku], sold[a.sku]), cmp.Compare(l.places[a.sku], l.places[b.sku]))
	})
	for _, row := range l.byName {
		if sold[row.sku] == 0 {
			rows = append(rows, row)
		}
	}
	l.rows, l.sales = rows, sales
	return rows, nil
}

// FindProducts implements counter.Products.
func (t *Till) FindProducts(ctx context.Context, text string, limit int) ([]catalog.Product, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	rows, err := t.productsBySales(ctx)
	if err != nil {
		return nil, err
	}
	hits := bestProducts(rows, text, limit)
	list := make([]catalog.Product, 0, len(hits))
	err = t.fromCatalog("products", func(tx *bbolt.Tx) error {
		for _, hit := range hits {
			p, there, err := getProduct(tx, []byte(hit.sku))
			if err != nil {
				return err
			}
			if there {
				list = append(list, p)
			}
		}
		return nil
	})
	return list, err
}

// bestProducts gives the best rows, those of a rank as they stand; every row fits an empty text.
func bestProducts(rows []productRow, text string, limit int) []productRow {
	query := catalog.ParseQuery(text)
	if query.Empty() {
		return rows[:min(limit, len(rows))]
	}
	var ranks [catalog.MarkedPrefix + 1][]productRow
	for _, row := range rows {
		if !query.May(row.has) {
			continue
		}
		if len(ranks[query.Best()]) == limit {
			break
		}
		rank := query.Rank(row.name, row.folded)
		if rank != catalog.NoMatch && len(ranks[rank]) < limit {
			ranks[rank] = append(ranks[rank], row)
		}
	}
	var hits []productRow
	for rank := catalog.MarkedPrefix; rank > catalog.NoMatch; rank-- {
		hits = append(hits, ranks[rank]...)
	}
	return hits[:min(limit, len(hits))]
}
