package office

import (
	"strings"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
)

// productRow is a product as files have it.
type productRow struct {
	catalog.Product
	percent *money.Percent // one rate for ever
	dated   []catalog.VATRate
}

var productColumns = []column[productRow]{
	textColumn("sku", func(p *productRow) *string { return &p.SKU }),
	textColumn("name", func(p *productRow) *string { return &p.Name }),
	amountColumn("price", func(p *productRow) *money.VND { return &p.Price }),
	listColumn("barcodes", func(p *productRow) *[]string { return &p.Barcodes }),
	textColumn("category", func(p *productRow) *string { return &p.Category }),
	optionalPercent("vat_percent", func(p *productRow) **money.Percent { return &p.percent }),
	jsonColumn("vat", func(p *productRow) *[]catalog.VATRate { return &p.dated }, func(v []catalog.VATRate) bool { return len(v) == 0 }),
	boolColumn("earns", func(p *productRow) *bool { return &p.Earns }),
	textColumn("unit", func(p *productRow) *string { return &p.Unit }),
	boolColumn("weighed", func(p *productRow) *bool { return &p.Weighed }),
	textColumn("item", func(p *productRow) *string { return &p.Item }),
}

// rowOf is a stored product as files have it.
func rowOf(p catalog.Product) productRow {
	row := productRow{Product: p}
	if len(p.VAT) == 1 && p.VAT[0].From.IsZero() {
		row.percent = &p.VAT[0].Percent
	} else {
		row.dated = p.VAT
	}
	return row
}

// check brings a row into the stored form.
func (p *productRow) check() fault.Fields {
	p.VAT = p.dated
	if p.percent != nil {
		p.VAT = catalog.FlatVAT(*p.percent)
	}
	checked, err := p.Product.Checked()
	p.Product = checked
	return fieldsOf(err)
}

func (o *Office) productRows(_ Reader, now time.Time) (*rows[productRow], error) {
	return &rows[productRow]{
		columns: productColumns,
		fresh:   productRow{Product: catalog.Product{Earns: true}},
		check:   (*productRow).check,
		names:   func(p *productRow) []string { return []string{"sku " + p.SKU} },
		verify:  func(Reader, *productRow) error { return nil },
		put: func(tx Tx, _ int64, p *productRow) (outcome, error) {
			_, did, err := o.putProduct(tx, p.Product, now)
			return did, err
		},
	}, nil
}

var rewardColumns = []column[loyalty.Reward]{
	textColumn("id", func(p *loyalty.Reward) *string { return &p.ID }),
	textColumn("name", func(p *loyalty.Reward) *string { return &p.Name }),
	countColumn("cost", func(p *loyalty.Reward) *int64 { return &p.Cost }),
	{"gives.kind", textCell,
		func(p *loyalty.Reward, cell string) error { p.Gives.Kind = loyalty.GiveKind(cell); return nil },
		func(p *loyalty.Reward) string { return string(p.Gives.Kind) }},
	optionalAmount("gives.amount", func(p *loyalty.Reward) **money.VND { return &p.Gives.Amount }),
	optionalPercent("gives.percent", func(p *loyalty.Reward) **money.Percent { return &p.Gives.Percent }),
	optionalAmount("gives.cap", func(p *loyalty.Reward) **money.VND { return &p.Gives.Cap }),
	textColumn("gives.sku", func(p *loyalty.Reward) *string { return &p.Gives.SKU }),
	optionalAmount("min_order", func(p *loyalty.Reward) **money.VND { return &p.MinOrder }),
	optionalCount("stock", func(p *loyalty.Reward) **int64 { return &p.Stock }),
	optionalCount("per_customer", func(p *loyalty.Reward) **int64 { return &p.PerCustomer }),
	listColumn("tiers", func(p *loyalty.Reward) *[]string { return &p.Tiers }),
	textColumn("from", func(p *loyalty.Reward) *string { return &p.From }),
	textColumn("to", func(p *loyalty.Reward) *string { return &p.To }),
	optionalCount("voucher_days", func(p *loyalty.Reward) **int64 { return &p.VoucherDays }),
	listColumn("channels", func(p *loyalty.Reward) *[]string { return &p.Channels }),
	boolColumn("with_points", func(p *loyalty.Reward) *bool { return &p.WithPoints }),
	boolColumn("with_vouchers", func(p *loyalty.Reward) *bool { return &p.WithVouchers }),
	boolColumn("transferable", func(p *loyalty.Reward) *bool { return &p.Transferable }),
	countColumn("issued", func(p *loyalty.Reward) *int64 { return &p.Issued }),
	timeColumn("retired_at", func(p *loyalty.Reward) *time.Time { return &p.RetiredAt }),
}

// rewardRows imports rewards. A reward that is there keeps central's own count of what was issued.
func (o *Office) rewardRows(_ Reader, now time.Time) (*rows[loyalty.Reward], error) {
	return &rows[loyalty.Reward]{
		columns: rewardColumns,
		fresh:   loyalty.Reward{WithPoints: true},
		check: func(p *loyalty.Reward) fault.Fields {
			faults := fieldsOf(p.Validate())
			if p.Issued < 0 {
				faults = append(faults, inRange("issued", p.Issued, 0)...)
			}
			return faults
		},
		names:  func(p *loyalty.Reward) []string { return []string{"id " + strings.TrimSpace(p.ID)} },
		verify: func(Reader, *loyalty.Reward) error { return nil },
		put: func(tx Tx, _ int64, p *loyalty.Reward) (outcome, error) {
			old, err := tx.Reward(p.ID)
			if err == nil {
				p.Issued = old.Issued
			} else if !absent(err) {
				return unchanged, err
			}
			_, did, err := o.putReward(tx, *p, now)
			return did, err
		},
	}, nil
}
