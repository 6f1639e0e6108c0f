package receipt_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/sale"
)

var now = time.Date(2026, 11, 21, 7, 5, 0, 0, time.UTC)

func rule() loyalty.Rule {
	return loyalty.Rule{Enabled: true, Tier: "bac", TierName: "Bạc", Rate: money.Per100(100), RankingSpend: 1_000, RankingPoints: 1,
		Activation: 2 * time.Hour, Expiry: loyalty.LotExpiry{Mode: loyalty.ExpiryAfterAccrual, Life: 365 * 24 * time.Hour}}
}

// settled is three milks, less 20 points when there is a member, paid with 100.000 in cash.
func settled(t *testing.T, member string, later bool, r loyalty.Rule) sale.Order {
	t.Helper()
	check := func(o sale.Order, err error) sale.Order {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	o, _, err := sale.Open("0192", "01", "s1", "hong", now).Add(catalog.Product{SKU: "SUA", Name: "Sữa tươi", Price: 32_000, Unit: "hộp"}, money.Units(3), 0, now)
	o = check(o, err)
	o = check(o.Attach(member))
	if member != "" {
		o = check(o.Using(sale.PointsUse{Points: 20, Value: 20_000, Takes: []loyalty.Take{{Lot: "l", Points: 20}}}))
	}
	o = check(o.ForLater(later))
	o = check(o.Tendered(sale.Cash, 100_000, ""))
	s, err := o.Pay(r, "HD-01-000123", now)
	return check(s.Order, err)
}

func sold(o sale.Order) receipt.Sold {
	return receipt.Sold{
		Shop: receipt.Shop{Name: "Tim"}, Zone: time.FixedZone("ICT", 7*3600), Order: o, Cashier: "Lê Thị Hồng", Head: journal.Hash{0xa1, 0xb2, 0xc3, 0xd4},
		Member:  catalog.Member{ID: "anh", Name: "Nguyễn Thị Ánh", Phone: "+84912345678"},
		Account: loyalty.Account{Balance: 556, Pending: 76, NextLapse: &loyalty.Notice{Points: 20, At: now.Add(time.Hour)}}, Tentative: true,
	}
}

func TestAReceiptOfAMember(t *testing.T) {
	o := settled(t, "anh", false, rule())
	got := receipt.Build(sold(o))
	m := got.Member
	vi, en := m.Why.In(loyalty.Vi), m.Why.In(loyalty.En)
	if len(vi) == 0 || len(en) == 0 || slices.Equal(vi, en) {
		t.Errorf("E16: the points are not explained in both languages: %q, %q", vi, en)
	}
	m.Why = loyalty.Reasons{}
	want := receipt.Document{
		Shop: receipt.Shop{Name: "Tim"}, Zone: got.Zone, Number: "HD-01-000123", At: now, Till: "01", Cashier: "Lê Thị Hồng",
		Lines: o.Lines, Totals: o.Totals(), Tenders: o.Tenders, Head: "a1b2c3d4",
		Member: &receipt.Member{
			Name: "Nguyễn Thị Ánh", Phone: "09•• ••• 678", Tier: "Bạc", Used: 20, UsedValue: 20_000, Earned: 76,
			UsableAt: now.Add(2 * time.Hour), LapsesAt: now.Add(365 * 24 * time.Hour), Balance: 556, Pending: 76, Tentative: true,
			NextLapse: &loyalty.Notice{Points: 20, At: now.Add(time.Hour)},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\n%+v, want\n%+v\n%+v", got, *got.Member, want, *want.Member)
	}
	if got.Totals.Change != 24_000 || got.Totals.Payable != 76_000 {
		t.Errorf("totals %+v", got.Totals)
	}
}

func TestAWalkInsReceiptSaysNothingOfPoints(t *testing.T) {
	s := sold(settled(t, "", false, rule()))
	if got := receipt.Build(s); got.Member != nil || got.Totals.Points != 0 {
		t.Errorf("%+v", got)
	}
}

func TestE8AReceiptForLaterDeliverySaysWhatDeliveryGives(t *testing.T) {
	r := rule()
	r.Trigger = true
	o := settled(t, "anh", true, r)
	got := receipt.Build(sold(o))
	if !got.Later || !got.DeliveredAt.IsZero() || got.Member.Earned != 0 || got.Member.Expected != 76 || !got.Member.UsableAt.IsZero() {
		t.Fatalf("paid: %+v, %+v", got, got.Member)
	}
	delivered := now.Add(48 * time.Hour)
	done, err := o.Complete(delivered)
	if err != nil {
		t.Fatal(err)
	}
	got = receipt.Build(sold(done.Order))
	if !got.DeliveredAt.Equal(delivered) || got.Member.Earned != 76 || got.Member.Expected != 0 || !got.Member.UsableAt.Equal(delivered.Add(2*time.Hour)) {
		t.Errorf("delivered: %+v, %+v", got, got.Member)
	}
}

func TestACopySaysWhatTheFirstOneSaid(t *testing.T) {
	s := sold(settled(t, "anh", false, rule()))
	first := receipt.Build(s)
	s.Reprint = true
	again := receipt.Build(s)
	if !again.Reprint || first.Reprint {
		t.Error("the copy is not marked")
	}
	if again.Reprint = false; !reflect.DeepEqual(first, again) {
		t.Errorf("%+v, then %+v", first, again)
	}
}

func TestAReceiptSharesNothingWithItsOrder(t *testing.T) {
	o := settled(t, "anh", false, rule())
	got := receipt.Build(sold(o))
	o.Lines[0].Name, o.Tenders[0].Received = "x", 1
	if got.Lines[0].Name != "Sữa tươi" || got.Tenders[0].Received != 100_000 {
		t.Errorf("%+v", got)
	}
}

func TestACopyForAForgottenMemberStillSaysThePoints(t *testing.T) {
	s := sold(settled(t, "anh", false, rule()))
	s.Member = catalog.Member{}
	if m := receipt.Build(s).Member; m == nil || m.Name != "" || m.Phone != "" || m.Used != 20 || m.Earned != 76 {
		t.Errorf("%+v", m)
	}
}

func TestNothingUnmaskedIsOnPaper(t *testing.T) {
	s := sold(settled(t, "anh", false, rule()))
	s.Member.Phone = "0281234567" // of an old import
	if got := receipt.Build(s).Member.Phone; strings.Contains(got, "1234") {
		t.Errorf("the phone is %q", got)
	}
}
