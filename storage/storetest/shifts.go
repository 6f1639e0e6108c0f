package storetest

import (
	"reflect"
	"slices"
	"testing"

	"tim/domain/journal"
	"tim/domain/report"
	"tim/domain/shift"
)

// testShifts: shifts are listed newest first, in pages; the ones that aren't closed are where the till starts.
func testShifts(t *testing.T, s *subject) {
	b := NewBook(t, s)
	var roll report.Roll
	for _, id := range []string{"s1", "s2", "s3"} {
		b.roll(t, &roll, journal.ShiftOpened, &shift.Shift{ID: id, Till: "01", Cashier: "hong", OpenedAt: b.Now, Float: 500_000})
		if id != "s3" {
			b.roll(t, &roll, journal.ShiftSuspended, &shift.Step{Shift: id, State: shift.Suspended, At: b.Now})
		}
	}
	z, err := report.Close(report.Sum{Shift: shift.Shift{ID: "s2"}, Net: 90_000, Grand: 1_090_000}, report.Z{})
	if err != nil {
		t.Fatal(err)
	}
	b.roll(t, &roll, journal.ShiftClosed, &z)
	for range 2 {
		if start := s.start(t); !reflect.DeepEqual(start.Roll, roll.Open()) || start.Roll.Grand != 1_090_000 || start.Roll.Last != 3 || len(start.Roll.Shifts) != 2 {
			t.Errorf("it starts with %+v", start.Roll)
		}
		newest := slices.Clone(roll.Shifts)
		slices.Reverse(newest)
		for _, page := range []struct {
			before int64
			limit  int
			want   []report.Filed
		}{{0, 10, newest}, {0, 2, newest[:2]}, {3, 10, newest[1:]}, {1, 10, nil}, {9, 1, newest[:1]}} {
			got, err := s.Shifts(ctx, page.before, page.limit)
			if err != nil || len(got) != len(page.want) || len(got) > 0 && !reflect.DeepEqual(got, page.want) {
				t.Errorf("%d before %d: %+v, %v", page.limit, page.before, got, err)
			}
		}
		s.reopen(t)
	}
}
