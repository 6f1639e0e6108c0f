package office_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
)

func TestV6WhatAMemberSees(t *testing.T) {
	ctx, s := context.Background(), openOffice(t)
	p := simple(func(p *loyalty.Program) {
		p.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 100}
		p.Earn.Activation = loyalty.Activation{Mode: "days", Value: 10}
	})
	if _, err := s.PutProgram(ctx, p, "test", ""); err != nil {
		t.Fatal(err)
	}
	m, err := s.CreateMember(ctx, office.NewMember{ID: "anh", Phone: "0912345678", Name: "Trần Thị Ánh", JoinedAt: at(0), Opening: office.Opening{Points: 100}})
	if err != nil {
		t.Fatal(err)
	}
	amount, week, year := money.VND(10_000), int64(7), int64(365)
	gives := loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}
	for _, r := range []loyalty.Reward{
		{ID: "a", Name: "A", Cost: 30, Gives: gives, VoucherDays: &year}, {ID: "b", Name: "B", Cost: 10, Gives: gives, VoucherDays: &week},
		{ID: "c", Name: "C", Cost: 5, Gives: gives}, {ID: "over", Name: "Hết", Cost: 1, Gives: gives, To: "2026-01-01"},
		{ID: "dear", Name: "Đắt", Cost: 500, Gives: gives},
	} {
		if _, err := s.PutReward(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"c", "a", "b"} {
		if _, err := s.Redeem(ctx, m.ID, office.Redemption{RewardID: id}); err != nil {
			t.Fatal(err)
		}
	}
	paid := at(0.25)
	s.now = at(0.5)
	line := func(price money.VND) []office.OrderLine {
		return []office.OrderLine{{SKU: "SUA", Name: "Sữa", Quantity: money.Units(1), UnitPrice: &price}}
	}
	for id, price := range map[string]money.VND{"1": 20_000, "2": 7_000} { // both at one instant
		if _, err := s.PutOrder(ctx, "store", id, office.OrderDoc{CustomerID: "anh", Lines: line(price), PlacedAt: &paid, PaidAt: &paid, DeliveredAt: &paid}); err != nil {
			t.Fatal(err)
		}
	}
	s.now = at(8) // b's voucher has expired
	b, err := s.Passbook(ctx, "anh", loyalty.En, office.Page{Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	if b.Account.Usable != 55 || b.Value != 55_000 || len(b.Pending) != 1 || b.Pending[0] != (loyalty.Notice{Points: 27, At: at(10.25)}) ||
		!slices.Equal(b.Lapses, []loyalty.Notice{{Points: 55, At: at(100)}, {Points: 27, At: at(100.25)}}) {
		t.Errorf("usable %d worth %d, pending %v, lapses %v", b.Account.Usable, b.Value, b.Pending, b.Lapses)
	}
	var vouchers, rewards, refused []string
	for _, v := range b.Vouchers {
		vouchers = append(vouchers, v.Name+" "+string(v.State))
	}
	for _, r := range b.Rewards {
		rewards = append(rewards, r.ID)
		refused = append(refused, fault.Code(orNil(r.Refused)))
	}
	if got := strings.Join(vouchers, ", "); got != "A issued, C issued, B expired" {
		t.Errorf("vouchers %s", got)
	}
	if got := strings.Join(rewards, " ") + " " + strings.Join(refused, ","); got != "c b a dear ,,,points.short" {
		t.Errorf("rewards %s", got)
	}
	if b.AsMoney.Most != 55 || b.AsMoney.Refused != nil {
		t.Errorf("as money %+v", b.AsMoney)
	}
	if len(b.Entries) != 2 || b.Next != "2" || b.Entries[0].Kind != loyalty.Earn || !strings.Contains(strings.Join(b.Entries[0].Explain, "\n"), "Earning spend") {
		t.Errorf("%d entries, next %q: %+v", len(b.Entries), b.Next, b.Entries)
	}
	s.now = at(101)
	if b, err = s.Passbook(ctx, "anh", loyalty.Vi, office.Page{}); err != nil || b.AsMoney.Most != 0 || fault.Code(orNil(b.AsMoney.Refused)) != "points.short" || b.Lapses != nil {
		t.Errorf("behind the lapse: %v, %+v, %v", err, b.AsMoney, b.Lapses)
	}
	if _, err := s.Passbook(ctx, "nobody", loyalty.Vi, office.Page{}); fault.Code(err) != "customer.unknown" {
		t.Errorf("nobody: %v", err)
	}
}

func orNil(f *fault.Error) error {
	if f == nil {
		return nil
	}
	return f
}
