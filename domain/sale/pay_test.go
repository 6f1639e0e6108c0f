package sale_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/sale"
)

func TestQuickCash(t *testing.T) {
	for due, want := range map[money.VND][]money.VND{
		132_500: {132_500, 133_000, 135_000, 140_000, 150_000, 200_000, 500_000},
		143_290: {143_290, 144_000, 145_000, 150_000, 160_000, 200_000, 500_000},
		141_000: {141_000, 145_000, 150_000, 160_000, 200_000, 500_000},
		500_000: {500_000, 600_000},
		1:       {1, 1_000, 5_000, 10_000, 20_000, 50_000, 100_000},
		0:       {0},
	} {
		if got := sale.QuickCash(due); !slices.Equal(got, want) {
			t.Errorf("%d: %v, want %v", due, got, want)
		}
	}
}

func TestQuickCashIsTheSumAndTheSixSmallestCeilings(t *testing.T) {
	notes := []money.VND{1_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000}
	rapid.Check(t, func(t *rapid.T) {
		due := money.VND(rapid.OneOf(rapid.Int64Range(0, 3_000_000), rapid.Int64Range(0, int64(money.Max))).Draw(t, "due"))
		want := []money.VND{due}
		for _, note := range notes {
			if up := due + (note-due%note)%note; up > due {
				want = append(want, up)
			}
		}
		slices.Sort(want)
		want = slices.Compact(want)
		if got := sale.QuickCash(due); !slices.Equal(got, want[:min(7, len(want))]) {
			t.Fatalf("%d: %v, want %v", due, got, want)
		}
	})
}

func TestCashOverTheSumGivesChange(t *testing.T) {
	o := must[sale.Order](t)(basket(t).Tendered(sale.Cash, 200_000, ""))
	got := o.Totals()
	if got.Paid != 141_000 || got.Change != 59_000 || got.Due != 0 || o.Tenders[0].Amount() != 141_000 {
		t.Errorf("%+v", got)
	}
	if _, err := o.Tendered(sale.Cash, 1_000, ""); fault.Code(err) != "tender.paid" {
		t.Errorf("more cash: %v", err)
	}
}

func TestOnlyCashMayExceedTheSum(t *testing.T) {
	for _, kind := range []sale.TenderKind{sale.Card, sale.Transfer} {
		got, err := basket(t).Tendered(kind, 141_001, "")
		if f, ok := fault.Of(err); !ok || f.Code != "tender.over" || f.Args["max"] != money.VND(141_000) || len(got.Tenders) != 0 {
			t.Errorf("%d: %v", kind, err)
		}
		if _, err := basket(t).Tendered(kind, 141_000, ""); err != nil {
			t.Error(err)
		}
	}
}

func TestASplitPayment(t *testing.T) {
	o := must[sale.Order](t)(basket(t).Tendered(sale.Card, 100_000, "slip 7"))
	if _, err := o.Pay(rule(), "HD-01-000001", now); fault.Code(err) != "order.unpaid" {
		t.Errorf("paid with 41.000 due: %v", err)
	}
	o = must[sale.Order](t)(o.Tendered(sale.Transfer, 31_000, ""))
	o = must[sale.Order](t)(o.Tendered(sale.Cash, 20_000, ""))
	s := must[sale.Settled](t)(o.Pay(rule(), "HD-01-000001", now))
	if got := s.Order.Totals(); got.Paid != 141_000 || got.Change != 10_000 || len(s.Order.Tenders) != 3 || s.Order.Tenders[0].Reference != "slip 7" {
		t.Errorf("%+v", got)
	}
}

func TestAmountsThatNobodyHandsOverAreRefused(t *testing.T) {
	for amount, want := range map[money.VND]string{
		0: "tender.range", -5_000: "tender.range", money.Max + 1: "tender.range",
		2_000_000_000_015: "tender.over", // a code scanned into the amount
		10_141_001:        "tender.over", 10_141_000: "",
	} {
		if _, err := basket(t).Tendered(sale.Cash, amount, ""); fault.Code(err) != want {
			t.Errorf("%d: %v, want %s", amount, err, want)
		}
	}
	o := basket(t)
	for range sale.TendersMax {
		o = must[sale.Order](t)(o.Tendered(sale.Cash, 1, ""))
	}
	if _, err := o.Tendered(sale.Cash, 1, ""); fault.Code(err) != "tender.many" {
		t.Errorf("21 payments: %v", err)
	}
}

func TestAnEmptyCartIsNotPaid(t *testing.T) {
	if _, err := cart().Pay(rule(), "HD-01-000001", now); fault.Code(err) != "order.empty" {
		t.Errorf("%v", err)
	}
}

func TestGoodsForNothingNeedNoTender(t *testing.T) {
	o := must[sale.Order](t)(basket(t).Using(sale.PointsUse{Points: 141, Value: 141_000}))
	if _, err := o.Tendered(sale.Cash, 1, ""); fault.Code(err) != "tender.paid" {
		t.Errorf("%v", err)
	}
	s := must[sale.Settled](t)(o.Pay(rule(), "HD-01-000001", now))
	if s.Order.State() != sale.Completed || s.Order.Earned != 0 || len(s.Order.Tenders) != 0 {
		t.Errorf("%+v", s.Order)
	}
}

// S4: tenders pay exactly the total of every completed order.
func TestTendersAreTheTotalOfAPaidOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := anyOrder(t)
		s, err := o.Pay(rule(), "HD-01-000001", now)
		if err != nil {
			return
		}
		sum := money.VND(0)
		for _, tender := range s.Order.Tenders {
			sum += tender.Amount()
			if tender.Change > 0 && tender.Kind != sale.Cash {
				t.Fatalf("%+v gives change", tender)
			}
		}
		if got := s.Order.Totals(); sum != got.Payable || got.Due != 0 {
			t.Fatalf("tenders are %d, total %+v", sum, got)
		}
	})
}
