package loyalty

import (
	"testing"
	"time"
)

// ahead is what a till whose clock runs a day ahead wrote in hour 0, and central's word on it.
func ahead(expiry LotExpiry) (earn, stamp Posting) {
	day := hour(24)
	lot := Lot{ID: "store/1", Root: "store/1", Order: "store/1", Points: 100, AroseAt: day, UsableAt: day.Add(2 * time.Hour), Expiry: expiry}
	earn = Posting{Ref: Ref{ID: "e1/1", At: day, Writer: "01", Epoch: 1, Seq: 1}, Member: "ánh", Kind: Earn, Order: "store/1", Lots: []Lot{lot}}
	stamp = Posting{Ref: Ref{ID: "c1/1", At: hour(0), Writer: "central", Epoch: 1, Seq: 1}, Member: "ánh", Kind: Stamp, Stamped: "e1"}
	return earn, stamp
}

func TestSHARES22WhatIsDatedAheadCountsFromItsReceipt(t *testing.T) {
	earn, stamp := ahead(LotExpiry{Mode: ExpiryAfterAccrual, LapsesAt: hour(34)})
	for _, postings := range [][]Posting{{earn, stamp}, {stamp, earn}, {stamp, earn, stamp}} {
		s := Fold(postings)
		for _, c := range []struct{ hour, pending, usable int64 }{{-1, 0, 0}, {0, 100, 0}, {1, 100, 0}, {2, 0, 100}, {9, 0, 100}, {10, 0, 0}, {30, 0, 0}} {
			if a := s.At(hour(int(c.hour))); a.Pending != c.pending || a.Usable != c.usable {
				t.Errorf("hour %d: %d pending, %d usable", c.hour, a.Pending, a.Usable)
			}
		}
		if e := s.Entries(hour(99)); len(e) != 2 || !e[0].At.Equal(hour(0)) || !e[1].At.Equal(hour(10)) {
			t.Errorf("statement %+v", e)
		}
	}
	if earn.Lots[0].AroseAt != hour(24) {
		t.Error("the event itself was changed")
	}
}

func TestSHARES22TheEarlierOfTwoReceiptsCounts(t *testing.T) {
	earn, stamp := ahead(LotExpiry{})
	again := stamp
	again.Ref.ID, again.Ref.At = "c2/1", hour(5)
	if a := Fold([]Posting{again, earn, stamp}).At(hour(3)); a.Usable != 100 {
		t.Errorf("usable %d", a.Usable)
	}
	late := stamp
	late.Ref.At = hour(50)
	if a := Fold([]Posting{earn, late}).At(hour(26)); a.Usable != 100 {
		t.Errorf("received after its instant: usable %d", a.Usable)
	}
}

// A take was late while nobody knew of the order that kept its lot alive. Found by trying.
func TestSHARES22ATakeIsLateNoMoreWhenAnOrderTurnsUp(t *testing.T) {
	ref := func(n int) Ref {
		return Ref{ID: "e" + string(rune('0'+n)), At: hour(n), Writer: "01", Epoch: 1, Seq: uint64(n)}
	}
	x2 := LotExpiry{Mode: ExpiryAfterLastOrder, LapsesAt: hour(1).Add(150 * time.Minute), Life: 150 * time.Minute}
	s := Fold([]Posting{
		{Ref: ref(1), Member: "ánh", Kind: Earn, Order: "a", Lots: []Lot{{ID: "a", Root: "a", Order: "a", Points: 9, AroseAt: hour(1), UsableAt: hour(1), Expiry: x2}}},
		{Ref: ref(4), Member: "ánh", Kind: Use, Takes: []Take{{Lot: "a", Points: 5}}},
	})
	if late := s.Late(); len(late) != 1 {
		t.Fatalf("late: %v", late)
	}
	order := Posting{Ref: ref(6), Member: "ánh", Kind: Visit, Order: "b", OrderedAt: hour(2)}
	if !s.Apply(order) {
		s = s.With(order)
	}
	if late := s.Late(); len(late) != 0 {
		t.Errorf("late: %v", late)
	}
}

// A yearly day is the one that the receipt told; a child lot lapses with its family, only its grace counts from the return.
func TestSHARES22WhatAStampLeavesAlone(t *testing.T) {
	earn, stamp := ahead(LotExpiry{Mode: ExpiryYearly, LapsesAt: hour(90)})
	if l := Fold([]Posting{earn, stamp}).At(hour(50)).Lots[0]; !l.LapsesAt.Equal(hour(90)) {
		t.Errorf("yearly: lapses at %s", l.LapsesAt)
	}
	root := Lot{ID: "store/0", Root: "store/0", Order: "store/0", Points: 10, AroseAt: hour(-9), UsableAt: hour(-9), Expiry: LotExpiry{Mode: ExpiryAfterAccrual, LapsesAt: hour(-1)}}
	first := Posting{Ref: Ref{ID: "e0/1", At: hour(-9), Writer: "01", Epoch: 1, Seq: 1}, Member: "ánh", Kind: Earn, Order: "store/0", Lots: []Lot{root}}
	earn, stamp = ahead(LotExpiry{Mode: ExpiryAfterAccrual, LapsesAt: hour(-1), NotBefore: hour(30)})
	earn.Lots[0].ID, earn.Lots[0].Root, earn.Kind = "store/0~r", "store/0", Restore
	for _, l := range Fold([]Posting{first, earn, stamp}).At(hour(3)).Living() {
		if !l.LapsesAt.Equal(hour(6)) || l.Expiry.LapsesAt != hour(-1) {
			t.Errorf("child: %+v", l)
		}
	}
}
