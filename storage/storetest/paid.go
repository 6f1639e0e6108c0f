package storetest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tim/domain/journal"
	"tim/domain/sale"
)

func (s *subject) byReceipt(t *testing.T, tail string, limit int) []sale.Order {
	t.Helper()
	list, err := s.ByReceipt(ctx, tail, limit)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func (s *subject) paidBetween(t *testing.T, from, to time.Time, limit int) []sale.Order {
	t.Helper()
	list, err := s.PaidBetween(ctx, from, to, limit)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func sameOrders(t *testing.T, what string, got, want []sale.Order) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d orders, want %d", what, len(got), len(want))
	}
	for i := range got {
		same(t, got[i], want[i])
	}
}

func testByReceipt(t *testing.T, s *subject) {
	b := NewBook(t, s)
	for _, tail := range []string{"HD-01-000001", "1"} {
		sameOrders(t, tail, s.byReceipt(t, tail, 5), nil)
	}
	var sold []sale.Order // HD-01-000001 and on
	for range 12 {
		sold = append(sold, b.Sell(t, 1, "m1"))
	}
	b.Commit(t, b.OpenCart(b.Cart(1, ""))) // neither a cart nor a voided one has a number
	voided, err := b.Cart(1, "").Void(b.Now)
	if err != nil {
		t.Fatal(err)
	}
	b.Commit(t, b.File(journal.OrderVoided, voided, nil, 0))
	for range 2 {
		for tail, want := range map[string][]sale.Order{
			"HD-01-000002": {sold[1]}, "000002": {sold[1]}, "2": {sold[11], sold[1]}, "12": {sold[11]}, "02": {sold[1]}, "1-000012": {sold[11]},
			"HD-01-00001": nil, "HD-01": nil, "13": nil, "HD-02-000002": nil, "xHD-01-000002": nil,
		} {
			sameOrders(t, tail, s.byReceipt(t, tail, 5), want)
		}
		sameOrders(t, "the newest of two", s.byReceipt(t, "2", 1), sold[11:])
		s.reopen(t)
	}
}

// testByEveryReceipt: of many sales each is found by any end of its number.
func testByEveryReceipt(t *testing.T, s *subject) {
	b := NewBook(t, s)
	var sold []sale.Order // newest first
	for i := range 60 {
		sold = slices.Insert(sold, 0, b.Sell(t, 1+i%2, ""))
	}
	for _, o := range sold {
		for n := 1; n <= len(o.Receipt); n++ {
			tail := o.Receipt[len(o.Receipt)-n:]
			var want []sale.Order
			for _, other := range sold {
				if strings.HasSuffix(other.Receipt, tail) {
					want = append(want, other)
				}
			}
			sameOrders(t, tail, s.byReceipt(t, tail, 100), want)
		}
	}
}

func testPaidBetween(t *testing.T, s *subject) {
	b := NewBook(t, s)
	held := b.Cart(1, "") // opened first, paid last
	b.Commit(t, b.OpenCart(held))
	var sold []sale.Order // newest first
	for range 50 {
		sold = slices.Insert(sold, 0, b.Sell(t, 1, ""))
	}
	b.Now = b.Now.Add(24 * time.Hour)
	batch := b.Finish(held)
	b.Commit(t, batch)
	sold = slices.Insert(sold, 0, batch.Orders[0])
	first, last := sold[len(sold)-1].PaidAt, sold[0].PaidAt
	within := func(from, to time.Time) (list []sale.Order) {
		for _, o := range sold {
			if !o.PaidAt.Before(from) && o.PaidAt.Before(to) {
				list = append(list, o)
			}
		}
		return list
	}
	for range 2 {
		for _, o := range sold {
			at := o.PaidAt
			sameOrders(t, "that instant", s.paidBetween(t, at, at.Add(time.Millisecond), 9), []sale.Order{o})
			sameOrders(t, "up to it", s.paidBetween(t, first, at, 100), within(first, at))
			sameOrders(t, "from it on", s.paidBetween(t, at, last.Add(time.Hour), 100), within(at, last.Add(time.Hour)))
		}
		sameOrders(t, "the newest three", s.paidBetween(t, first, last.Add(minute), 3), sold[:3])
		sameOrders(t, "the day between", s.paidBetween(t, sold[1].PaidAt.Add(minute), last, 9), nil)
		sameOrders(t, "backwards", s.paidBetween(t, last, first, 9), nil)
		sameOrders(t, "all since ever", s.paidBetween(t, time.Time{}, last.Add(minute), 100), sold)
		s.reopen(t)
	}
}

// testPaidOnce: an order filed again is found where it was, as it now stands.
func testPaidOnce(t *testing.T, s *subject) {
	b := NewBook(t, s)
	paid, _ := b.PaidOrder(b.Cart(2, ""))
	paid.DeliveredAt = paid.CancelledAt
	b.Commit(t, b.File(journal.OrderPaid, paid, nil, 1))
	b.Sold++
	between := b.Sell(t, 1, "")
	delivered, err := paid.Deliver(b.Now)
	if err != nil {
		t.Fatal(err)
	}
	b.Commit(t, b.File(journal.OrderDelivered, delivered, nil, 0))
	for range 10 {
		b.Sell(t, 1, "")
	}
	returned, err := delivered.Returned("r1", b.Now, []sale.ReturnLine{{ID: "1", Quantity: delivered.Lines[0].Quantity}})
	if err != nil {
		t.Fatal(err)
	}
	b.Commit(t, b.File(journal.OrderReturned, returned, nil, 0))
	sameOrders(t, "by receipt", s.byReceipt(t, paid.Receipt, 9), []sale.Order{returned})
	sameOrders(t, "by payment", s.paidBetween(t, paid.PaidAt, between.PaidAt.Add(minute), 9), []sale.Order{between, returned})
}
