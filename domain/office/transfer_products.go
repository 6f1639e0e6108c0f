package office

import (
	"context"
	"io"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
)

// ReadProducts reads a file of products as Import checks it, without a store: the products of its good rows, and every fault of the
// others. Faults: import.format on "format"; those of reading.
func ReadProducts(ctx context.Context, format string, r io.Reader) (products []catalog.Product, bad []RowError, err error) {
	file, err := openRows(format, r)
	if err != nil {
		return nil, nil, err
	}
	rows, err := (*Office)(nil).productRows(nil, time.Time{})
	if err != nil {
		return nil, nil, err
	}
	rows.verify = func(_ Reader, p *productRow) error { // asked of good rows only
		products = append(products, p.Product)
		return nil
	}
	i := importing[productRow]{ctx: ctx, file: file, rows: rows, progress: func(Progress) {}}
	if err := i.checkAll(nil); err != nil && fault.Code(err) != "import.refused" {
		return nil, nil, err
	}
	return products, i.report.Errors, nil
}
