package office_test

import (
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/storage/bolt"
)

// soldBy is a central with so many orders of three lines each over a year, by so many members, one in ten by nobody known.
func soldBy(b *testing.B, orders, members int) *office.Office {
	b.Helper()
	dir := b.TempDir()
	key, err := bolt.LoadOrCreateCentralKey(dir, rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	store, err := bolt.OpenCentral(dir, bolt.CentralOptions{Key: key})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	doc, zone := loyalty.Default(), time.FixedZone("+07", 7*3600)
	err = store.Bulk(ctx, func(tx office.Tx) error {
		if err := tx.Put(doc); err != nil {
			return err
		}
		for i := range members {
			m := office.Member{Member: catalog.Member{ID: fmt.Sprintf("m%06d", i), Name: "Nguyễn Thị Ánh", Phone: fmt.Sprintf("+849%08d", i)}, CreatedAt: day0}
			if err := tx.Put(m); err != nil {
				return err
			}
		}
		for i := range orders {
			if err := tx.Put(orderOf(i, members, doc, zone, orders)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return office.New(office.Config{Store: store, Now: func() time.Time { return at(366) }, Entropy: rand.Reader, Zone: time.LoadLocation})
}

// orderOf is the i-th of those orders.
func orderOf(i, members int, doc loyalty.Program, zone *time.Location, of int) sale.Order {
	paid := day0.Add(365 * 24 * time.Hour / time.Duration(of) * time.Duration(i)).Truncate(time.Millisecond)
	o := sale.Order{Channel: sale.Store, ID: fmt.Sprintf("0192-%08d", i), Receipt: fmt.Sprintf("HD-01-%06d", i), Till: "01", Cashier: "hong",
		OpenedAt: paid.Add(-time.Minute), PlacedAt: paid, PaidAt: paid, DeliveredAt: paid}
	for n := range 3 {
		o.Lines = append(o.Lines, sale.Line{ID: fmt.Sprint(n + 1), SKU: fmt.Sprintf("SP%04d", (i+n)%300), Name: "Sữa tươi Đồng Xanh 1L", Category: "Sữa", Unit: "hộp",
			Quantity: money.Units(1 + int64(i%3)), UnitPrice: money.VND(32_000 + 1000*(i%50)), VAT: money.Per100(8)})
	}
	if i%10 != 0 {
		o.Member = fmt.Sprintf("m%06d", i*7919%members)
		o.Rule = doc.Freeze(doc.Tiers[i%len(doc.Tiers)], o.Channel, paid, zone)
		e := o.Rule.Earn(o.BaseLines())
		o.Earned, o.Ranking, o.Generation = e.Reward, e.Ranking, 1
	}
	o.Tenders = []sale.Tender{{Kind: sale.Cash, Received: 1_000_000}}
	return o
}

// BenchmarkPreview is a preview of 100,000 orders of 30,000 members at a central on disk. The issue wants less than 3 s.
func BenchmarkPreview(b *testing.B) {
	s := soldBy(b, office.PreviewMax, 30_000)
	doc := loyalty.Default()
	doc.Tiers[1].Rate, doc.Rounding, doc.Earn.ExcludedSKUs = money.Per100(115), loyalty.RoundHalfUp, []string{"SP0007"}
	b.ReportAllocs()
	for b.Loop() {
		p, err := s.Preview(ctx, doc, office.PreviewQuery{Orders: office.PreviewMax})
		if err != nil || p.Looked != office.PreviewMax || p.Orders != office.PreviewMax*9/10 || len(p.Gain) != office.PreviewNamed {
			b.Fatalf("%+v, %v", p, err)
		}
	}
}
