package loyalty

import (
	"reflect"
	"testing"
	"time"

	"tim/domain/fault"
)

func lotAt(id string, h int, points int64, lapses time.Time) Posting {
	x := LotExpiry{}
	if !lapses.IsZero() {
		x = LotExpiry{Mode: ExpiryAfterAccrual, LapsesAt: lapses}
	}
	return Posting{Ref: Ref{ID: "e" + id, At: hour(h), Writer: "central"}, Member: "lan", Kind: Earn, Order: id,
		Lots: []Lot{{ID: id, Root: id, Order: id, Points: points, AroseAt: hour(h), UsableAt: hour(h), Expiry: x}}}
}

func takeAt(id string, h int, takes ...Take) Posting {
	return Posting{Ref: Ref{ID: id, At: hour(h), Writer: "central"}, Member: "lan", Kind: Use, Order: "use" + id, Takes: takes}
}

func TestABackdatedUseFindsOnlyWhatNothingLaterTook(t *testing.T) {
	s := Fold([]Posting{lotAt("a", 0, 100, hour(50)), lotAt("b", 1, 40, time.Time{}), takeAt("1", 20, Take{Lot: "a", Points: 70}), takeAt("2", 60, Take{Lot: "b", Points: 15})})
	if free := s.Free(hour(10)); free.Usable != 30+25 || free.Debt != 0 {
		t.Errorf("%+v", free)
	}
	takes, err := s.Plan(40, takeAt("x", 10))
	if err != nil || !reflect.DeepEqual(takes, []Take{{Lot: "a", Points: 30}, {Lot: "b", Points: 10}}) {
		t.Errorf("%v, %v", takes, err)
	}
	if _, err := s.Plan(56, takeAt("x", 10)); fault.Code(err) != "points.short" {
		t.Error(err)
	}
	if free := s.Free(hour(60)); free.Usable != 25 {
		t.Errorf("a lapsed lot is gone: %+v", free)
	}
}

func TestABackdatedUseMayNotTakeWhatALapsePaidADebtWith(t *testing.T) {
	claw := Posting{Ref: Ref{ID: "c", At: hour(30), Writer: "central"}, Member: "lan", Kind: ClawBack, Claws: []Claw{{Lot: "a", Points: 100}}}
	s := Fold([]Posting{lotAt("a", 0, 100, time.Time{}), takeAt("1", 5, Take{Lot: "a", Points: 100}), lotAt("b", 10, 60, hour(40)), claw, lotAt("z", 50, 5, time.Time{})})
	// at hour 40 lot b paid 60 of the debt of 100; nothing of it is free any more
	if _, err := s.Plan(10, takeAt("x", 20)); fault.Code(err) != "points.short" {
		t.Error(err)
	}
}

func TestShortIsTheDeepestTheBalanceFalls(t *testing.T) {
	claw := Posting{Ref: Ref{ID: "c", At: hour(10), Writer: "central"}, Member: "lan", Kind: ClawBack, Claws: []Claw{{Lot: "a", Points: 100}}}
	s := Fold([]Posting{lotAt("a", 0, 100, time.Time{}), takeAt("1", 20, Take{Lot: "a", Points: 70}), lotAt("b", 30, 90, time.Time{})}).With(claw)
	if got := s.Short(hour(10)); got != 70 {
		t.Errorf("%d", got)
	}
	if got := s.Short(hour(30)); got != 0 {
		t.Errorf("%d", got)
	}
}

func TestWithoutAnOrderNothingOfItIsThere(t *testing.T) {
	s := Fold([]Posting{lotAt("a", 0, 100, time.Time{}), lotAt("b", 1, 40, time.Time{}), takeAt("1", 20, Take{Lot: "b", Points: 15})})
	if a := s.Without("b").At(hour(30)); a.Balance != 100 {
		t.Errorf("%+v", a)
	}
	if a := s.At(hour(30)); a.Balance != 125 {
		t.Errorf("s itself has changed: %+v", a)
	}
}
