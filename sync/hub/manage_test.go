package hub_test

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/shift"
	"tim/sync/wire"
)

// managed is a central whose public door says who came through it, and a till of a shop that mai manages and hong sells at.
func managed(t *testing.T) (*central, *till) {
	t.Helper()
	c := open(t)
	c.employ("mai", shift.Manager, "7913")
	c.employ("hong", shift.Cashier, "7914")
	return c, c.enrolled("q1")
}

func (c *central) employ(id string, role shift.Role, pin string) {
	c.t.Helper()
	if err := c.office.Employ(context.Background(), "q1", shift.Staff{ID: id, Name: id, Role: role}, pin); err != nil {
		c.t.Fatal(err)
	}
}

// whoCame is a public door that answers in whose name it was asked.
func whoCame(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, office.Actor(r.Context()))
}

// signIn shows a PIN, or a session that is to go on; the code is why not.
func (t *till) signIn(by, pin, session string) (next, code string) {
	t.t.Helper()
	var signed wire.SignedIn
	code = t.told(wire.SignInDoor, &wire.SignIn{Speaker: t.speaker(), By: by, PIN: pin, Session: session}, &signed)
	return signed.Session, code
}

// asks is in whose name central's public door was asked, or why it wasn't.
func (t *till) asks(by, session string) string {
	t.t.Helper()
	var answer wire.Managed
	code := t.told(wire.ManageDoor, &wire.Managing{Speaker: t.speaker(), By: by, Session: session, Method: "GET", Path: "/v1/program"}, &answer)
	return code + string(answer.Body)
}

// lets lets hong go, or says why not.
func (t *till) lets(id, session string) string {
	t.t.Helper()
	var staffed wire.Staffed
	change := shift.Change{ID: id, By: "mai", What: shift.LetGo, Staff: "hong"}
	return t.told(wire.StaffDoor, &wire.Staffing{Speaker: t.speaker(), Change: change, Session: session}, &staffed)
}

// told reads an answer, or gives the code of a refusal.
func (t *till) told(d wire.Door, ask, answer journal.Coder) string {
	t.t.Helper()
	status, body := t.say(d, ask)
	if status == http.StatusOK {
		t.read(body, answer)
		return ""
	}
	var f wire.Fault
	t.read(body, &f)
	return f.Reason
}

// Who has stolen a till's key says that a manager sits there: without the manager's PIN, which central itself checks, nothing is done.
func TestATillsKeyAloneIsNoManagers(t *testing.T) {
	_, till := managed(t)
	if got := till.asks("mai", ""); got != "manage.again" {
		t.Errorf("by the key alone: %q", got)
	}
	if got := till.asks("mai", "1763787600000.AAAA"); got != "manage.again" {
		t.Errorf("by a session of one's own making: %q", got)
	}
	if code := till.lets("1", ""); code != "manage.again" {
		t.Errorf("staff by the key alone: %q", code)
	}
	if _, code := till.signIn("hong", "7914", ""); code != "staff.manager" {
		t.Errorf("a cashier: %q", code)
	}
	session, code := till.signIn("mai", "7913", "")
	if code != "" {
		t.Fatal(code)
	}
	if got := till.asks("mai", session); got != "q1/mai" {
		t.Errorf("by the PIN: %q", got)
	}
	if got := till.asks("hong", session); got != "staff.manager" {
		t.Errorf("another's name: %q", got)
	}
	if code := till.lets("1", session); code != "" {
		t.Errorf("staff by the PIN: %q", code)
	}
}

// A session is of one person's PIN at one till for a while; who goes on asking has a newer one.
func TestAManagersSessionEnds(t *testing.T) {
	c, till := managed(t)
	other := c.enrolled("q1")
	session, _ := till.signIn("mai", "7913", "")
	if got := other.asks("mai", session); got != "manage.again" {
		t.Errorf("at another till: %q", got)
	}
	c.later(wire.SessionLife)
	next, code := till.signIn("mai", "", session)
	if code != "" {
		t.Fatalf("a session that still holds isn't renewed: %s", code)
	}
	c.later(time.Second)
	if got := till.asks("mai", session); got != "manage.again" {
		t.Errorf("too old: %q", got)
	}
	if _, code := till.signIn("mai", "", session); code != "manage.again" {
		t.Errorf("too old to be renewed: %q", code)
	}
	if got := till.asks("mai", next); got != "q1/mai" {
		t.Errorf("the renewed one: %q", got)
	}
	c.employ("mai", shift.Manager, "8642")
	if got := till.asks("mai", next); got != "manage.again" {
		t.Errorf("behind another PIN: %q", got)
	}
	session, _ = till.signIn("mai", "8642", "")
	c.employ("lan", shift.Manager, "9753")
	c.employ("mai", shift.Supervisor, "8642")
	if got := till.asks("mai", session); got != "staff.manager" {
		t.Errorf("no manager any more: %q", got)
	}
}

// Guessing a manager's PIN with a till's key locks for growing times, and the manager out at no other till.
func TestAManagersPINCannotBeTriedOut(t *testing.T) {
	c, till := managed(t)
	other := c.enrolled("q1")
	for range 5 {
		if _, code := till.signIn("mai", "1234", ""); code != "manage.pin" {
			t.Fatalf("a wrong PIN: %q", code)
		}
	}
	if _, code := till.signIn("mai", "7913", ""); code != "pin.locked" {
		t.Errorf("the right PIN behind five wrong ones: %q", code)
	}
	if _, code := other.signIn("mai", "7913", ""); code != "" {
		t.Errorf("at another till: %q", code)
	}
	c.later(15 * time.Second)
	if _, code := till.signIn("mai", "7913", ""); code != "" {
		t.Errorf("15 s later: %q", code)
	}
}
