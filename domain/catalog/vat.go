package catalog

import (
	"fmt"
	"time"

	"tim/domain/fault"
	"tim/domain/money"
)

// VATRate is a rate of VAT that holds from an instant on until the next one.
type VATRate struct {
	From    time.Time     `json:"from"`    // UTC; the zero time: always
	Percent money.Percent `json:"percent"` // 0 to 100 %
}

// VATAt is the product's VAT rate at t: the newest rate with From <= t, 0 before the first.
func (p Product) VATAt(t time.Time) money.Percent {
	var rate money.Percent
	for _, r := range p.VAT {
		if r.From.After(t) {
			break
		}
		rate = r.Percent
	}
	return rate
}

// FlatVAT is one rate for ever.
func FlatVAT(rate money.Percent) []VATRate { return []VATRate{{Percent: rate}} }

// ReducedVAT is the rate of goods under the temporary reduction: 8 % until 31-12-2026, then 10 %, by the clocks
// of Viet Nam (UTC+7), whatever the programme's zone.
func ReducedVAT() []VATRate {
	end := time.Date(2026, time.December, 31, 17, 0, 0, 0, time.UTC)
	return []VATRate{{Percent: money.Per100(8)}, {From: end, Percent: money.Per100(10)}}
}

func checkVAT(faults *fault.Fields, rates []VATRate) {
	if len(rates) > VATRatesMax {
		*faults = append(*faults, fault.At("vat", "field.too_many", fault.Args{"max": int64(VATRatesMax)}))
		return
	}
	for i, r := range rates {
		if r.Percent < 0 || r.Percent > money.Per100(100) {
			*faults = append(*faults, fault.At(fmt.Sprintf("vat[%d].percent", i), "vat.range", fault.Args{"max": int64(100)}))
		}
		if i > 0 && !rates[i-1].From.Before(r.From) {
			*faults = append(*faults, fault.At(fmt.Sprintf("vat[%d].from", i), "vat.order", nil))
		}
	}
}
