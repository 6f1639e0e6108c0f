package office_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/storage/bolt"
)

// day0 is when the shop's story begins: 08:00 in Vietnam.
var day0 = time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)

func at(days float64) time.Time { return day0.Add(time.Duration(days * float64(24*time.Hour))) }

// shopOffice is central over a real store, with a clock that stands where the test puts it.
type shopOffice struct {
	*office.Office
	store *bolt.Central
	t     testing.TB
	now   time.Time
}

func openOffice(t testing.TB) *shopOffice {
	t.Helper()
	s := openOfficeWith(t, rand.Reader)
	t.Cleanup(s.close)
	return s
}

// openOfficeWith mints from that entropy, and is closed by the test.
func openOfficeWith(t testing.TB, entropy io.Reader) *shopOffice {
	t.Helper()
	dir := t.TempDir()
	key, err := bolt.LoadOrCreateCentralKey(dir, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	store, err := bolt.OpenCentral(dir, bolt.CentralOptions{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	s := &shopOffice{store: store, t: t, now: at(0)}
	s.Office = office.New(office.Config{Store: twice{store}, Now: func() time.Time { return s.now }, Entropy: entropy, Zone: time.LoadLocation})
	return s
}

// twice is a store that runs again whatever may be: what the first look did must not show.
type twice struct{ office.Store }

// Glance implements office.Glancer.
func (s twice) Glance(ctx context.Context, look func(office.Reader) error) error {
	_ = s.Read(ctx, look)
	return s.Read(ctx, look)
}

// close checks all that the store keeps.
func (s *shopOffice) close() {
	s.events()
	if err := s.store.Close(); err != nil {
		s.t.Error(err)
	}
}

// simple is a programme of 1.000 ₫ a point, two tiers and nothing that lapses.
func simple(change ...func(*loyalty.Program)) loyalty.Program {
	p := loyalty.Default()
	p.Tiers = []loyalty.Tier{{ID: "khoi-tao", Name: "Khởi tạo", Rate: money.Per100(100)},
		{ID: "vang", Name: "Vàng", MinRankingPoints: 5_000, Rate: money.Per100(150)}}
	p.EffectiveFrom = at(-1000)
	for _, c := range change {
		c(&p)
	}
	return p
}

// program puts the shop's programme.
func (s *shopOffice) program(change ...func(*loyalty.Program)) {
	s.t.Helper()
	if _, err := s.PutProgram(context.Background(), simple(change...), "hong", ""); err != nil {
		s.t.Fatal(err)
	}
}

// member makes a member with opening points.
func (s *shopOffice) member(id, phone string, points int64) {
	s.t.Helper()
	n := office.NewMember{ID: id, Phone: phone, Name: "Trần Thị " + id, JoinedAt: at(-100), Opening: office.Opening{Points: points}}
	if _, err := s.CreateMember(context.Background(), n); err != nil {
		s.t.Fatal(err)
	}
}

// doc is an order document as a channel sends it.
func doc(t testing.TB, text string) office.OrderDoc {
	t.Helper()
	var d office.OrderDoc
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// sold is an order of one line paid and delivered at an instant.
func sold(customer string, price money.VND, when time.Time, change ...func(*office.OrderDoc)) office.OrderDoc {
	d := office.OrderDoc{CustomerID: customer, PlacedAt: &when, PaidAt: &when, DeliveredAt: &when,
		Lines: []office.OrderLine{{ID: "1", SKU: "SUA", Quantity: money.Units(1), UnitPrice: &price}}}
	for _, c := range change {
		c(&d)
	}
	return d
}

func (s *shopOffice) put(id string, d office.OrderDoc) office.OrderAnswer {
	s.t.Helper()
	a, err := s.PutOrder(context.Background(), "web", id, d)
	if err != nil {
		s.t.Fatalf("order %s: %v", id, err)
	}
	return a
}

// refused puts an order and says with which code it was refused, "" when it wasn't.
func (s *shopOffice) refused(id string, d office.OrderDoc) string {
	s.t.Helper()
	_, err := s.PutOrder(context.Background(), "web", id, d)
	return fault.Code(err)
}

func (s *shopOffice) points(id string, when time.Time) office.Points {
	s.t.Helper()
	p, err := s.Points(context.Background(), id, when)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func (s *shopOffice) entries(id string) []office.Entry {
	s.t.Helper()
	list, next, err := s.Entries(context.Background(), id, office.Page{Limit: office.PageMax})
	if err != nil || next != "" {
		s.t.Fatal(err, next)
	}
	return list
}

func usable(s *shopOffice, id string) int64 { return s.points(id, s.now).Usable }

// events is how long central's journal is, and checks it with all that the store keeps.
func (s *shopOffice) events() uint64 {
	s.t.Helper()
	broken, sum, err := s.store.Verify(context.Background(), func(uint64, uint64) {})
	if err != nil || broken != nil {
		s.t.Fatal(broken, err)
	}
	return sum.Events
}

func ptr[T any](v T) *T { return &v }

func milk() catalog.Product {
	return catalog.Product{SKU: "SUA-1", Name: "Sữa tươi Đồng Xanh 1L", Price: 32_000, Category: "Sữa", Unit: "hộp", VAT: catalog.FlatVAT(money.Per100(8)), Earns: true}
}
