package story

import (
	"context"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/shift"
)

// people are a shop's staff, one of whom was let go.
func people() []shift.Listed {
	return []shift.Listed{{ID: "hong", Name: "Lê Thị Hồng", Role: shift.Cashier}, {ID: "lan", Name: "Vũ Ngọc Lan", Role: shift.Cashier},
		{ID: "minh", Name: "Trần Văn Minh", Role: shift.Manager}, {ID: "nam", Name: "Trần Đức Nam", Role: shift.Supervisor},
		{ID: "tu", Name: "Nguyễn Anh Tú", Role: shift.Cashier, Gone: true}}
}

// KnownStaff implements desk.Office.
func (d *Desk) KnownStaff() []shift.Listed { return people()[:4] }

// Staff implements desk.Office.
func (d *Desk) Staff(context.Context) ([]shift.Listed, error) { return people(), d.Err }

// ChangeStaff implements desk.Office.
func (d *Desk) ChangeStaff(_ context.Context, w counter.StaffWish) ([]shift.Listed, error) {
	if d.Err == nil && w.PIN == "1111" {
		return nil, fault.At("pin", "pin.weak", nil)
	}
	return people(), d.Err
}

// staffStories are the page of the staff.
func staffStories() []Story {
	at := func(name string, d Desk, keys ...string) Story {
		open := []string{"f12", "ctrl+p", "/staff", "enter", "7913", "enter"}
		return Story{Name: name, State: WithMember(), Desk: &d, Keys: append(open, keys...), After: managed}
	}
	offline := Desk{Err: fault.New(fault.Unavailable, "staff.offline", nil)}
	return []Story{
		{Name: "staff-pin", State: WithMember(), Desk: &Desk{}, Keys: []string{"f12", "ctrl+p", "/staff", "enter"}},
		at("staff", Desk{}, "down"),
		at("staff-person", Desk{}, "down", "enter"),
		at("staff-gone", Desk{}, "end", "up", "enter"),
		at("staff-new", Desk{}, "end", "enter", "Đỗ Thu Hà", "enter", "right", "enter", "7531"),
		at("staff-weak", Desk{}, "enter", "down", "down", "enter", "1111", "enter", "1111", "enter"),
		at("staff-twice", Desk{}, "enter", "down", "down", "enter", "7531", "enter", "7513", "enter"),
		at("staff-let-go", Desk{}, "enter", "end", "enter"),
		at("staff-offline", offline),
		at("staff-offline-asked", offline, "enter", "end", "enter", "enter"),
	}
}

// managed is the till behind a manager's PIN.
func managed(counter.Action) (counter.State, error) {
	s := WithMember()
	s.Notice, s.Overseer = nil, &counter.Person{ID: "minh", Name: "Trần Văn Minh", Role: shift.Manager}
	return s, nil
}
