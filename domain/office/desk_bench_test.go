package office_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

// A month's journals of 5 tills: each day a shift of so many events, three to a sale. TIM_EVENTS says how many in all.
const (
	deskTills  = 5
	shiftSales = 2_200 // 6.600 events: 1.000.000 are a month of five tills
)

func deskEvents() int {
	n, err := strconv.Atoi(os.Getenv("TIM_EVENTS"))
	if err != nil {
		n = 100_000
	}
	return n
}

// busy is a till that writes a sale as one batch, as a counter does.
type busy struct {
	*device
	shift shift.Shift
	first uint64
	fold  *report.Fold
	sales int64
	rule  loyalty.Rule
}

func (b *busy) batch(drafts ...journal.Event) {
	for i := range drafts {
		drafts[i].ID, drafts[i].At, drafts[i].Wall, drafts[i].Actor = b.ids.New(b.now), b.now, b.now, "hong"
	}
	records, seal, head := journal.Extend(b.head, b.key, drafts)
	b.records, b.seals, b.head = append(b.records, records...), append(b.seals, seal), head
	for _, r := range records {
		if b.fold != nil {
			b.fold.Apply(r)
		}
	}
}

func event(kind journal.Kind, body journal.Coder) journal.Event {
	return journal.Event{Kind: kind, Body: journal.Encode(body)}
}

func (b *busy) opens(number int64) {
	b.shift = shift.Shift{ID: b.ids.New(b.now), Till: b.head.Writer, Cashier: "hong", OpenedAt: b.now, Float: 500_000, Number: number}
	b.fold = report.NewFold(b.shift, b.head.Epoch, b.head.Seq+1)
	b.batch(event(journal.ShiftOpened, &b.shift))
}

func (b *busy) closes() {
	sum := b.fold.Sum(0, 0)
	z, err := report.Close(sum, report.Z{Counted: shift.Declaration{Shift: b.shift.ID, Cash: shift.Counted{Amount: sum.Cash().Expected}}, Closer: "nam"})
	b.must(err)
	b.batch(event(journal.ShiftClosed, &z))
}

// sells is a sale of three lines: the cart, a line taken off, the payment.
func (b *busy) sells() {
	b.sales++
	b.now = b.now.Add(15 * time.Second)
	o := sale.Open(fmt.Sprintf("%s-%d", b.head.Writer, b.sales), b.head.Writer, b.shift.ID, "hong", b.now)
	for i := range 3 {
		product := milk()
		product.SKU, product.Price = fmt.Sprint("SKU", i), money.VND(10_000*(i+1))
		var err error
		o, _, err = o.Add(product, money.Units(1), 0, b.now)
		b.must(err)
	}
	opened := event(journal.OrderOpened, &sale.Filed{Order: o})
	line := event(journal.LineVoided, &sale.LineChange{Order: o.Key(), Before: o.Lines[0]})
	o, err := o.Tendered(sale.Cash, 60_000, "")
	b.must(err)
	settled, err := o.Pay(b.rule, fmt.Sprintf("HD-%s-%06d", b.head.Writer, b.sales), b.now)
	b.must(err)
	b.batch(opened, line, event(journal.OrderPaid, &sale.Filed{Order: settled.Order, Postings: settled.Postings}))
}

// month fills a central with so many events; every till's last shift is open.
func (s *shopOffice) month(events int) (records int) {
	s.program()
	p := simple()
	p.Version = 1
	for i := range deskTills {
		b := &busy{device: s.till(byte(i + 1))}
		b.rule = p.Freeze(p.Tiers[0], sale.Store, b.now, time.UTC)
		for number := int64(1); len(b.records) < events/deskTills; number++ {
			b.opens(number)
			for range shiftSales {
				if b.sells(); len(b.records) >= events/deskTills {
					break
				}
			}
			if len(b.records) < events/deskTills {
				b.closes()
				b.now = b.now.Add(12 * time.Hour)
			}
		}
		records += len(b.records)
		s.now = b.now
		for from := 0; from < int(b.head.Seq); from += 3_000 {
			if _, err := s.TakeJournal(context.Background(), b.part(uint64(from), min(uint64(from)+3_002, b.head.Seq))); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	return records
}

// BenchmarkDesk is what a supervisor waits for over a month of five tills: the first glance of a program that has read nothing, the
// next, the first page of a filter that finds little, and how fast alerts are read up on.
func BenchmarkDesk(b *testing.B) {
	ctx := context.Background()
	s := openOffice(b)
	n := s.month(deskEvents())
	b.Run("FirstGlance", func(b *testing.B) {
		for b.Loop() {
			s.glance(s.desk())
		}
	})
	d := s.desk()
	began := time.Now()
	if err := d.CatchUp(ctx); err != nil {
		b.Fatal(err)
	}
	took := time.Since(began)
	b.Run("Glance", func(b *testing.B) {
		for b.Loop() {
			s.glance(d)
		}
		b.ReportMetric(float64(n)/took.Seconds(), "watched/s")
	})
	b.Run("Filter", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := d.Ledger(ctx, report.LedgerQuery{Shift: report.ShiftID{Till: "01", Number: 1}, Text: "HD-01-002199", Kinds: []journal.Kind{journal.OrderPaid}}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Shifts", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.Shifts(ctx, report.ShiftQuery{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
