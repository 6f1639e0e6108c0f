package office_test

import (
	"context"
	"reflect"
	"testing"

	"tim/domain/fault"
	"tim/domain/shift"
)

// Staff are changed by rules wherever it is done: no weak PIN, and a shop that has a manager keeps one.
func TestStaffAreEmployedByRules(t *testing.T) {
	ctx, s := context.Background(), openOffice(t)
	employ := func(id string, role shift.Role, pin, want string) {
		t.Helper()
		if err := s.Employ(ctx, "q1", shift.Staff{ID: id, Name: id, Role: role}, pin); fault.Code(err) != want || (err == nil) != (want == "") {
			t.Fatalf("%s by %s: %v; want %q", id, pin, err, want)
		}
	}
	employ("hong", shift.Cashier, "1111", "pin.weak")
	employ("hong", shift.Cashier, "4321", "pin.weak")
	if err := s.PutShop(ctx, "q1", []byte(`{"name": "Q1", "policy": {"weak_pins": true}}`)); err != nil {
		t.Fatal(err)
	}
	employ("hong", shift.Cashier, "1111", "")
	if err := s.PutShop(ctx, "q1", []byte(`{"name": "Q1"}`)); err != nil {
		t.Fatal(err)
	}
	employ("hong", shift.Supervisor, "1111", "") // a PIN that is there may stay
	employ("hong", shift.Supervisor, "2222", "pin.weak")
	employ("mai", shift.Manager, "2580", "")
	employ("mai", shift.Cashier, "2580", "staff.last_manager")
	if err := s.RemoveStaff(ctx, "q1", "mai"); fault.Code(err) != "staff.last_manager" {
		t.Fatalf("the last manager is let go: %v", err)
	}
	employ("vy", shift.Manager, "7913", "")
	if err := s.RemoveStaff(ctx, "q1", "mai"); err != nil {
		t.Fatal(err)
	}
	want := []shift.Listed{{ID: "hong", Name: "hong", Role: shift.Supervisor}, {ID: "vy", Name: "vy", Role: shift.Manager}, {ID: "mai", Name: "mai", Role: shift.Manager, Gone: true}}
	if list, err := s.Staff(ctx, "q1"); err != nil || !reflect.DeepEqual(list, want) {
		t.Errorf("%+v, %v; want %+v", list, err, want)
	}
	employ("mai", shift.Cashier, "2580", "")
	if list, err := s.Staff(ctx, "q1"); err != nil || len(list) != 3 || list[1].Gone || list[2].Gone {
		t.Errorf("who came back is among those let go: %+v, %v", list, err)
	}
}
