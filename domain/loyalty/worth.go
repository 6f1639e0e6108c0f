package loyalty

import (
	"github.com/shopspring/decimal"

	"tim/domain/money"
)

// Worth is what one point becomes in the reward, for managers who weigh rewards against each other: VND, two decimals at most, as a
// decimal string. price is the free product's, 0 when it isn't known. Of a percentage it is what the cap allows at most. It is false where
// nothing can be said: a percentage without cap, a product without a price, a cost of 0. Display only, like E5's.
func (r Reward) Worth(price money.VND) (perPoint string, ok bool) {
	given := price
	switch {
	case r.Gives.Kind == GiveAmount && r.Gives.Amount != nil:
		given = *r.Gives.Amount
	case r.Gives.Kind == GivePercent && r.Gives.Cap != nil:
		given = *r.Gives.Cap
	case r.Gives.Kind != GiveProduct:
		return "", false
	}
	if r.Cost <= 0 || given <= 0 {
		return "", false
	}
	return given.Decimal().DivRound(decimal.NewFromInt(r.Cost), 2).String(), true
}

// Left is how many vouchers of the reward can still be issued; false where there is no limit.
func (r Reward) Left() (int64, bool) {
	if r.Stock == nil {
		return 0, false
	}
	return max(*r.Stock-r.Issued, 0), true
}
