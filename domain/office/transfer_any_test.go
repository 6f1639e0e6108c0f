package office_test

import (
	"fmt"

	"pgregory.net/rapid"

	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/domain/money"
)

func anyProduct(t *rapid.T, text *rapid.Generator[string]) catalog.Product {
	p := catalog.Product{SKU: fmt.Sprintf("SP-%d", rapid.IntRange(0, 50).Draw(t, "sku")), Name: text.Draw(t, "product"),
		Price: money.VND(rapid.Int64Range(0, int64(money.Max)).Draw(t, "price")), Earns: rapid.Bool().Draw(t, "earns")}
	switch rapid.IntRange(0, 3).Draw(t, "shape") {
	case 0:
		p.Barcodes, p.VAT = []string{"2000000000015", "2000000000022"}, catalog.FlatVAT(money.Per100(8))
	case 1:
		p.VAT, p.Category, p.Unit = catalog.ReducedVAT(), "Đồ uống", "hộp"
	case 2:
		p.Weighed, p.Unit, p.Item = true, catalog.UnitKilogram, "00001"
	}
	return p
}

func anyReward(t *rapid.T, text *rapid.Generator[string]) loyalty.Reward {
	r := loyalty.Reward{ID: fmt.Sprintf("r%d", rapid.IntRange(0, 20).Draw(t, "reward")), Name: text.Draw(t, "reward name"),
		Cost: rapid.Int64Range(1, loyalty.PointsMax).Draw(t, "cost"), WithPoints: rapid.Bool().Draw(t, "points"),
		WithVouchers: rapid.Bool().Draw(t, "vouchers"), Transferable: rapid.Bool().Draw(t, "transferable")}
	amount, percent, count := money.VND(50_000), money.Per100(15)+1, int64(3)
	switch rapid.IntRange(0, 2).Draw(t, "gives") {
	case 0:
		r.Gives, r.MinOrder, r.Stock = loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}, &amount, &count
	case 1:
		r.Gives, r.PerCustomer, r.Tiers = loyalty.Gives{Kind: loyalty.GivePercent, Percent: &percent, Cap: &amount}, &count, []string{"vang", "bac"}
	default:
		r.Gives, r.VoucherDays, r.Channels = loyalty.Gives{Kind: loyalty.GiveProduct, SKU: "SP-1"}, &count, []string{"store"}
		r.From, r.To = "2026-01-01", "2026-12-31"
	}
	return r
}
