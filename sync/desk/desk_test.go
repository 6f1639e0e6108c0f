package desk_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/sync/desk"
)

// What a supervisor sees elsewhere is what central's own desk says, in every word: over HTTP nothing is lost.
func TestADeskElsewhereSaysTheSame(t *testing.T) {
	ctx := context.Background()
	c := newChain(t, 2, 3)
	one := c.tills[0]
	one.open("c0")
	one.scan(3, "m001", false)
	sold := one.pay()
	one.do(counter.Return{Order: sold.Key(), Receipt: sold.Receipt, Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}})
	one.close()
	one.open("c1")
	one.scan(2, "", false)
	one.pay()
	one.push()
	here := c.Desk(report.DefaultLimits(), saigon)

	g, err := c.desk.Glance(ctx)
	own, ownErr := here.Glance(ctx)
	if err != nil || ownErr != nil || !reflect.DeepEqual(g, own) || len(g.Lines) != 1 || g.Lines[0].Net != 64_000 || g.Lines[0].Cash.Expected != 564_000 {
		t.Errorf("%+v, %v\nhere %+v, %v", g, err, own, ownErr)
	}
	lines, err := c.desk.Shifts(ctx, report.ShiftQuery{Till: "01", Limit: 1})
	if err != nil || len(lines) != 1 || lines[0].ID.Number != 2 {
		t.Errorf("%+v, %v", lines, err)
	}
	if lines, err = c.desk.Shifts(ctx, report.ShiftQuery{Before: lines[0].ID}); err != nil || len(lines) != 1 || lines[0].ID.Number != 1 {
		t.Errorf("%+v, %v", lines, err)
	}
	first := lines[0].ID
	for _, id := range []report.ShiftID{first, {Till: "01", Number: 2}} {
		p, err := c.desk.Paper(ctx, id)
		own, ownErr := here.Paper(ctx, id)
		p.Sum.Head, own.Sum.Head = journal.Hash{}, journal.Hash{} // its short form is p.Head
		if p.Z != nil && own.Z != nil {
			p.Z.Sum.Head, own.Z.Sum.Head = journal.Hash{}, journal.Hash{}
		}
		if err != nil || ownErr != nil || !reflect.DeepEqual(p, own) {
			t.Errorf("%+v, %v\nhere %+v, %v", p, err, own, ownErr)
		}
	}
	q := report.LedgerQuery{Shift: first, Kinds: []journal.Kind{journal.OrderPaid, journal.OrderReturned}, Least: 30_000, Limit: 1}
	rows, next, err := c.desk.Ledger(ctx, q)
	if err != nil || len(rows) != 1 || rows[0].Amount != 96_000 || next == "" {
		t.Fatalf("%+v, %q, %v", rows, next, err)
	}
	q.After = next
	if rows, next, err = c.desk.Ledger(ctx, q); err != nil || len(rows) != 1 || rows[0].Kind != journal.OrderReturned || rows[0].Member != "09•• ••• 001" || next != "" {
		t.Errorf("%+v, %q, %v", rows, next, err)
	}
	p, err := c.desk.Order(ctx, sold.Key())
	ownPaper, ownErr := here.Order(ctx, sold.Key())
	if err != nil || ownErr != nil || !reflect.DeepEqual(p, ownPaper) {
		t.Errorf("%+v, %v\nhere %+v, %v", p, err, ownPaper, ownErr)
	}
	s, err := c.desk.Series(ctx, time.Time{}, time.Time{})
	if err != nil || len(s.Days) != 1 || s.Days[0].Net != 160_000 || len(s.Cashiers) != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestADeskElsewhereIsToldWhy(t *testing.T) {
	ctx := context.Background()
	c := newChain(t, 1, 0)
	if _, err := c.desk.Paper(ctx, report.ShiftID{Till: "01", Number: 7}); fault.Code(err) != "shift.unknown" {
		t.Error(err)
	}
	if _, err := c.desk.Evidence(ctx, "none"); fault.Code(err) != "alert.unknown" {
		t.Error(err)
	}
	if err := c.desk.Reconcile(ctx, "none", "nam", "x"); fault.Code(err) != "alert.unknown" {
		t.Error(err)
	}
	if _, err := desk.New(desk.Config{URL: "http://central.example"}); fault.Code(err) != "url.plain" {
		t.Error("a token goes over the open network:", err)
	}
	nobody, err := desk.New(desk.Config{URL: "http://127.0.0.1:1", Zone: saigon})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := nobody.Glance(ctx); fault.Code(err) != "link.down" {
		t.Error(err)
	}
}
