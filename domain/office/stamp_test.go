package office_test

import (
	"slices"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
)

// A till with the wrong day sells: what it sold counts when central hears of it, for everybody, in whatever order it comes.
func TestSHARES22ATillADayAheadIsPutRight(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 500)
	d := s.till(1)
	g := s.ask(d, "lan", 100)
	s.push(d)
	d.now = d.now.Add(24 * time.Hour)
	d.sell("lan", 250_000, loyalty.Take{Lot: g.Units[0].Right, Points: 100})
	s.now = s.now.Add(10 * time.Minute)
	heard := s.now
	got, err := s.TakeJournal(t.Context(), d.part(d.head.Seq-1, d.head.Seq))
	if err != nil || len(got.Problems) != 1 || got.Problems[0].Code != office.ClockAhead {
		t.Fatalf("%+v, %v", got, err)
	}
	if p := s.points("lan", heard); p.Usable != 400+150 {
		t.Errorf("at its receipt: usable %d", p.Usable)
	}
	if p := s.points("lan", heard.Add(-time.Millisecond)); p.Usable != 500 {
		t.Errorf("just before: usable %d", p.Usable)
	}
	list, _, err := s.Exceptions(t.Context(), office.ExceptionFilter{}, office.Page{})
	if err != nil || len(list) != 1 || list[0].Kind != office.ClockAhead || list[0].Detail != "85860" {
		t.Errorf("flagged: %+v, %v", list, err)
	}
	before := s.events()
	if _, err := s.TakeJournal(t.Context(), d.part(0, d.head.Seq)); err != nil || s.events() != before {
		t.Errorf("pushed again: %v, %d events more", err, s.events()-before)
	}
	// the till holds the 150 that the order gave
	if _, err := s.Adjust(t.Context(), "lan", office.Adjustment{Points: -400, Reason: "nhầm"}); err != nil {
		t.Error(err)
	}
	if _, err := s.Adjust(t.Context(), "lan", office.Adjustment{Points: -1, Reason: "nhầm"}); fault.Code(err) != "points.elsewhere" {
		t.Error(err)
	}
}

// A body that can't be read at first counts from when it came, not from when it was read.
func TestSHARES22WhatIsReadLaterCountsFromItsReceipt(t *testing.T) {
	s := openOffice(t)
	s.program()
	d := s.till(1)
	s.push(d)
	d.now = d.now.Add(24 * time.Hour)
	d.enlist("m-new", "+84911111111", "Lê Hoa")
	d.sell("m-new", 100_000)
	if _, err := s.TakeJournal(t.Context(), d.part(d.head.Seq-2, d.head.Seq)); err != nil {
		t.Fatal(err)
	}
	if kinds := s.exceptions(); !slices.Contains(kinds, office.ClockAhead) {
		t.Errorf("exceptions %v", kinds)
	}
	if p := s.points("m-new", s.now); p.Usable != 100 {
		t.Errorf("usable %d", p.Usable)
	}
}

// A shop forgets members by its tills' days; a till years ahead makes it forget nobody.
func TestATillYearsAheadMakesAShopForgetNobody(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 500)
	s.member("mai", "0987654321", 0)
	d := s.till(1)
	d.sell("lan", 100_000)
	s.push(d)
	d.now = d.now.AddDate(3, 0, 0)
	d.sell("mai", 100_000)
	if _, err := s.TakeJournal(t.Context(), d.part(d.head.Seq-1, d.head.Seq)); err != nil {
		t.Fatal(err)
	}
	page, err := s.FirstCopy(t.Context(), d.holder(), office.ShopFeed, office.Place{}, office.Cursor{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	known := slices.ContainsFunc(page.Items, func(i office.Item) bool { return i.Kind == office.ItemAccount && i.Key == "lan" })
	if !known {
		t.Error("lan's account is forgotten")
	}
}
