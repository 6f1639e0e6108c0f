package office_test

import (
	"context"
	"reflect"
	"testing"

	"tim/domain/fault"
	"tim/domain/office"
	"tim/domain/shift"
)

func TestSSHKeysOpenTheDeskForSupervisorsWhileTheyAreStaff(t *testing.T) {
	ctx, s := context.Background(), openOffice(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	want := func(what string, keys ...office.DeskKey) {
		t.Helper()
		got, err := s.DeskKeys(ctx)
		if err != nil || !(len(got) == 0 && len(keys) == 0) && !reflect.DeepEqual(got, keys) {
			t.Fatalf("%s: %+v, %v; want %+v", what, got, err, keys)
		}
	}
	minh := shift.Staff{ID: "minh", Name: "Trần Văn Minh", Role: shift.Supervisor}
	if err := s.SetDeskKeys(ctx, "q1", "minh", []string{"ssh-ed25519 A"}); fault.Code(err) != "staff.gone" {
		t.Fatalf("keys of nobody: %v", err)
	}
	must(s.PutStaff(ctx, "q1", minh))
	must(s.PutStaff(ctx, "q1", shift.Staff{ID: "hong", Name: "Lê Thị Hồng", Role: shift.Cashier}))
	must(s.SetDeskKeys(ctx, "q1", "minh", []string{"ssh-ed25519 A", "ssh-ed25519 B"}))
	must(s.SetDeskKeys(ctx, "q1", "hong", []string{"ssh-ed25519 C"}))
	want("a supervisor's, and no cashier's", office.DeskKey{Key: "ssh-ed25519 A", Shop: "q1", ID: "minh", Name: minh.Name}, office.DeskKey{Key: "ssh-ed25519 B", Shop: "q1", ID: "minh", Name: minh.Name})
	must(s.SetDeskKeys(ctx, "q1", "minh", []string{"ssh-ed25519 D"}))
	want("the newest word", office.DeskKey{Key: "ssh-ed25519 D", Shop: "q1", ID: "minh", Name: minh.Name})
	must(s.PutStaff(ctx, "q1", shift.Staff{ID: "nam", Role: shift.Manager}))
	must(s.PutStaff(ctx, "q1", shift.Staff{ID: "minh", Name: minh.Name, Role: shift.Manager}))
	want("a manager's", office.DeskKey{Key: "ssh-ed25519 D", Shop: "q1", ID: "minh", Name: minh.Name, Manager: true})
	must(s.PutStaff(ctx, "q1", minh))
	must(s.RemoveStaff(ctx, "q1", "minh"))
	want("one who left")
	must(s.PutStaff(ctx, "q1", minh))
	want("one who came back has to give a key anew")
	if err := s.SetDeskKeys(ctx, "q1", "minh", make([]string, office.DeskKeysMax+1)); fault.Code(err) != "field.too_many" {
		t.Errorf("too many: %v", err)
	}
}
