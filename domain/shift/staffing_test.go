package shift_test

import (
	"testing"

	"tim/domain/fault"
	"tim/domain/shift"
)

func TestPINsThatAreTriedFirstAreRefused(t *testing.T) {
	for pin, want := range map[string]string{"0000": "pin.weak", "111111": "pin.weak", "1234": "pin.weak", "4321": "pin.weak", "56789": "pin.weak",
		"123": "pin.format", "12a4": "pin.format", "": "pin.format", "1357": "", "1235": "", "9012": "", "1211": "", "2468": ""} {
		if err := (shift.Policy{}).CheckPIN(pin); fault.Code(err) != want || (err == nil) != (want == "") {
			t.Errorf("%s: %v, want %q", pin, err, want)
		}
	}
	if err := (shift.Policy{WeakPINs: true}).CheckPIN("1111"); err != nil {
		t.Errorf("a shop that allows them: %v", err)
	}
	if err := (shift.Policy{WeakPINs: true}).CheckPIN("111"); fault.Code(err) != "pin.format" {
		t.Errorf("too short everywhere: %v", err)
	}
}

// Managers change staff; nobody their own role, nobody lets themselves go, and the last manager stays.
func TestWhoMayChangeWhomOfAShopsStaff(t *testing.T) {
	v, err := shift.NewVerifier("2580", []byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	person := func(id string, r shift.Role) shift.Staff { return shift.Staff{ID: id, Name: id, Role: r, Verifier: v} }
	team := shift.Team{Here: []shift.Staff{person("mai", shift.Manager), person("nam", shift.Supervisor), person("hong", shift.Cashier)}, Gone: []shift.Staff{person("lan", shift.Cashier)}}
	two := team
	two.Here = append(two.Here[:3:3], person("vy", shift.Manager))
	cheap := v
	cheap.Memory = 8
	for what, c := range map[string]struct {
		team shift.Team
		ch   shift.Change
		want string
	}{
		"a manager renames":                {team, shift.Change{By: "mai", What: shift.Rename, Staff: "hong", Name: "Hồng"}, ""},
		"a supervisor doesn't":             {team, shift.Change{By: "nam", What: shift.Rename, Staff: "hong", Name: "Hồng"}, "staff.manager"},
		"one who left doesn't":             {team, shift.Change{By: "lan", What: shift.Rename, Staff: "hong", Name: "Hồng"}, "staff.manager"},
		"nobody without a name":            {team, shift.Change{By: "mai", What: shift.Rename, Staff: "hong", Name: " "}, "field.required"},
		"one's own name":                   {team, shift.Change{By: "mai", What: shift.Rename, Staff: "mai", Name: "Mai"}, ""},
		"one's own role":                   {two, shift.Change{By: "mai", What: shift.SetRole, Staff: "mai", Role: shift.Cashier}, "staff.self"},
		"oneself let go":                   {two, shift.Change{By: "mai", What: shift.LetGo, Staff: "mai"}, "staff.self"},
		"another manager let go":           {two, shift.Change{By: "mai", What: shift.LetGo, Staff: "vy"}, ""},
		"a role that isn't":                {team, shift.Change{By: "mai", What: shift.SetRole, Staff: "nam", Role: 9}, "field.enum"},
		"a role":                           {team, shift.Change{By: "mai", What: shift.SetRole, Staff: "nam", Role: shift.Manager}, ""},
		"a PIN":                            {team, shift.Change{By: "mai", What: shift.SetPIN, Staff: "hong", Verifier: v}, ""},
		"a PIN that is cheap to try":       {team, shift.Change{By: "mai", What: shift.SetPIN, Staff: "hong", Verifier: cheap}, "pin.format"},
		"no PIN":                           {team, shift.Change{By: "mai", What: shift.SetPIN, Staff: "hong"}, "pin.format"},
		"somebody new":                     {team, shift.Change{By: "mai", What: shift.Hire, Staff: "tu", Name: "Tú", Role: shift.Cashier, Verifier: v}, ""},
		"an id that is there":              {team, shift.Change{By: "mai", What: shift.Hire, Staff: "nam", Name: "Nam", Role: shift.Cashier, Verifier: v}, "staff.exists"},
		"an id of one who left":            {team, shift.Change{By: "mai", What: shift.Hire, Staff: "lan", Name: "Lan", Role: shift.Cashier, Verifier: v}, "staff.exists"},
		"one who left, again":              {team, shift.Change{By: "mai", What: shift.TakeOn, Staff: "lan"}, ""},
		"nobody":                           {team, shift.Change{By: "mai", What: shift.LetGo, Staff: "xyz"}, "staff.unknown"},
		"one who is there, again":          {team, shift.Change{By: "mai", What: shift.TakeOn, Staff: "hong"}, "staff.unknown"},
		"nothing that this program can do": {team, shift.Change{By: "mai", What: 99, Staff: "hong"}, "field.enum"},
	} {
		if _, err := c.team.After(c.ch); fault.Code(err) != c.want || (err == nil) != (c.want == "") {
			t.Errorf("%s: %v, want %q", what, err, c.want)
		}
	}
	if err := team.Keeps("mai", nil); fault.Code(err) != "staff.last_manager" {
		t.Errorf("the last manager let go: %v", err)
	}
	if err := team.Keeps("mai", &shift.Staff{ID: "mai", Role: shift.Supervisor}); fault.Code(err) != "staff.last_manager" {
		t.Errorf("the last manager made less: %v", err)
	}
	if err := two.Keeps("mai", nil); err != nil {
		t.Errorf("of two: %v", err)
	}
}
