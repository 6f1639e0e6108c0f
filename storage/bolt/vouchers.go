package bolt

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// Voucher implements counter.Members.
func (t *Till) Voucher(ctx context.Context, code string) (loyalty.Voucher, error) {
	return loyalty.Voucher{}, fault.New(fault.NotFound, "voucher.unknown", fault.Args{"code": code})
}

// VouchersOf implements counter.Members.
func (t *Till) VouchersOf(ctx context.Context, member string) ([]loyalty.Voucher, error) {
	return nil, ctx.Err()
}

// Rewards implements counter.Settings.
func (t *Till) Rewards(ctx context.Context) ([]loyalty.Reward, error) { return nil, ctx.Err() }

// ByReceipt implements counter.Ledger.
func (t *Till) ByReceipt(ctx context.Context, tail string, limit int) ([]sale.Order, error) {
	return nil, ctx.Err()
}

// PaidBetween implements counter.Ledger.
func (t *Till) PaidBetween(ctx context.Context, from, to time.Time, limit int) ([]sale.Order, error) {
	return nil, ctx.Err()
}
