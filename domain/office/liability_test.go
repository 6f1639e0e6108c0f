package office_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
)

// What a shop owes its members: usable and pending points, debts apart, by tier, by month of lapse, and what the yearly day takes.
func TestLiabilitySaysWhatPointsAreWorthAndWhenTheyLapse(t *testing.T) {
	s := openOffice(t)
	saigon, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		t.Fatal(err)
	}
	put := func(change func(*loyalty.Program)) {
		t.Helper()
		doc := simple(func(p *loyalty.Program) { p.Use.ValuePerPoint, p.EffectiveFrom = 500, s.now; change(p) })
		if _, err := s.PutProgram(ctx, doc, "mai", ""); err != nil {
			t.Fatal(err)
		}
	}
	put(func(p *loyalty.Program) { p.EffectiveFrom = at(-1000) }) // never lapses
	s.member("a", "0912345671", 100)
	put(func(p *loyalty.Program) { p.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 30} })
	s.put("1", sold("a", 40_000, at(0)))
	s.member("b", "0912345672", 0)
	s.put("2", sold("b", 6_000_000, at(0))) // reaches Vàng
	s.now = at(1)
	put(func(p *loyalty.Program) {
		p.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryYearly, Month: 2, Day: 10}
		p.Earn.Activation = loyalty.Activation{Mode: loyalty.ActivateDays, Value: 2}
	})
	s.put("3", sold("a", 7_000, at(1)))
	s.member("c", "0912345673", 0)
	s.put("4", sold("c", 10_000, at(0.5))) // 10 points, spent, and the goods brought back
	if _, err := s.Adjust(ctx, "c", office.Adjustment{Points: -10, Reason: "x", At: at(1)}); err != nil {
		t.Fatal(err)
	}
	back := sold("c", 10_000, at(0.5), func(d *office.OrderDoc) {
		when := at(1)
		d.Returns = []office.OrderReturn{{ID: "r", At: &when, Lines: []office.OrderReturnLine{{ID: "1", Quantity: money.Units(1)}}}}
	})
	s.put("4", back)
	s.member("d", "0912345674", 0)
	s.member("e", "0912345675", 3)
	if _, err := s.Merge(ctx, "e", "a"); err != nil {
		t.Fatal(err)
	}
	l, err := s.Liability(ctx, time.Time{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if l.Looked != 5 || l.Members != 3 || l.Total != (office.Owed{Usable: 100 + 40 + 6000 + 3, Pending: 7, Debt: 10, Value: 500 * 6150}) {
		t.Errorf("%+v", l)
	}
	if len(l.Tiers) != 2 || l.Tiers[0].Name != "Khởi tạo" || l.Tiers[0].Members != 2 || l.Tiers[0].Debt != 10 || l.Tiers[1].ID != "vang" || l.Tiers[1].Usable != 6000 {
		t.Errorf("%+v", l.Tiers)
	}
	feb := time.Date(2026, 2, 1, 0, 0, 0, 0, saigon)
	if len(l.Lapses) != 1 || !l.Lapses[0].Month.Equal(feb) || l.Lapses[0].Members != 2 || l.Lapses[0].Points != 6040+7 || l.Lapses[0].Value != 500*6047 {
		t.Errorf("%+v", l.Lapses)
	}
	if l.Never != (office.Owed{Usable: 103, Value: 51_500}) {
		t.Errorf("%+v", l.Never)
	}
	if l.Yearly == nil || !l.Yearly.At.Equal(time.Date(2026, 2, 10, 0, 0, 0, 0, saigon)) || l.Yearly.Points != 7 || l.Yearly.Members != 1 {
		t.Errorf("%+v", l.Yearly)
	}
	later, err := s.Liability(ctx, at(200), nil)
	if err != nil || later.Total.Usable != 103 || later.Total.Debt != 10 || len(later.Lapses) != 0 || later.Yearly != nil {
		t.Errorf("when all that lapses has: %+v, %v", later, err)
	}
	var sum office.LiabilitySum
	for page := (office.Page{Limit: 2}); ; {
		part, err := s.LiabilityPart(ctx, time.Time{}, page)
		if err != nil {
			t.Fatal(err)
		}
		sum.Add(part)
		if page.Cursor = part.Next; page.Cursor == "" {
			break
		}
	}
	if got := sum.Whole(); !reflect.DeepEqual(got, l) {
		t.Errorf("in parts: %+v\nwant %+v", got, l)
	}
}

// BenchmarkLiability goes over 100,000 members with opening points, at a central on disk. A part of 1,000 is one look at the store.
func BenchmarkLiability(b *testing.B) {
	const members = 100_000
	s := openOffice(b)
	s.program(func(p *loyalty.Program) { p.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 365} })
	path := filepath.Join(b.TempDir(), "members.csv")
	writeMembers(b, path, members, true)
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	if r, err := s.Import(ctx, "members", "csv", file, nil); err != nil || r.Created != members {
		b.Fatal(fmt.Sprint(r), err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if l, err := s.Liability(ctx, time.Time{}, nil); err != nil || l.Looked != members {
			b.Fatal(l.Looked, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*members), "µs/member")
}
