package office_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/office"
	"tim/domain/shift"
)

// A supervisor shows by PIN who they are; nobody learns from a refusal whether the shop, the id, the PIN or the role was wrong, and
// guessing locks for growing times, of people who aren't there too.
func TestTheDeskElsewhereOpensForSupervisorsPINs(t *testing.T) {
	ctx, s := context.Background(), openOffice(t)
	try := func(shop, id, pin, want string) error {
		t.Helper()
		who, err := s.OpenDesk(ctx, office.DeskSignIn{Shop: shop, ID: id, PIN: pin})
		if fault.Code(err) != want || err == nil && (who.ID != id || who.Verifier.Hash != nil) || err != nil && who.ID != "" {
			t.Fatalf("%s/%s by %s: %+v, %v; want %q", shop, id, pin, who, err, want)
		}
		return err
	}
	for _, p := range []shift.Staff{{ID: "minh", Name: "Trần Văn Minh", Role: shift.Supervisor}, {ID: "hong", Name: "Lê Thị Hồng", Role: shift.Cashier}} {
		if err := s.Employ(ctx, "q1", p, "2468"); err != nil {
			t.Fatal(err)
		}
	}
	try("q1", "minh", "2468", "")
	for _, wrong := range [][3]string{{"q2", "minh", "2468"}, {"q1", "min", "2468"}, {"q1", "hong", "2468"}} {
		try(wrong[0], wrong[1], wrong[2], "desk.sign_in")
	}
	for _, id := range []string{"minh", "nobody"} {
		for range 5 {
			try("q1", id, "1234", "desk.sign_in")
		}
		f, _ := fault.Of(try("q1", id, "2468", "pin.locked"))
		if f.Args["seconds"] != int64(15) {
			t.Errorf("%s: locked for %v s", id, f.Args["seconds"])
		}
	}
	s.Office = office.New(office.Config{Store: s.store, Now: func() time.Time { return s.now }, Entropy: rand.Reader, Zone: time.LoadLocation})
	try("q1", "minh", "2468", "pin.locked") // a start of the program forgets nothing
	s.now = s.now.Add(15 * time.Second)
	try("q1", "minh", "1234", "desk.sign_in")
	s.now = s.now.Add(29 * time.Second)
	try("q1", "minh", "2468", "pin.locked")
	s.now = s.now.Add(time.Second)
	try("q1", "minh", "2468", "")
	try("q1", "minh", "1234", "desk.sign_in") // the right PIN ended the count
	try("q1", "minh", "2468", "")
}
