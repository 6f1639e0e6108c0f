package counter_test

import (
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

func TestTheDeskOpensForASupervisorsPINOnly(t *testing.T) {
	k := start(t)
	if err := k.do(counter.Oversee{PIN: "1111"}); fault.Code(err) != "desk.role" || k.last.Overseer != nil {
		t.Fatalf("a cashier's PIN: %v, %v", err, k.last.Overseer)
	}
	if err := k.do(counter.Oversee{PIN: "0000"}); fault.Code(err) != "pin.wrong" || k.last.Overseer != nil {
		t.Fatalf("nobody's PIN: %v, %v", err, k.last.Overseer)
	}
	k.mustDo(counter.Oversee{PIN: "9999"})
	if who := k.last.Overseer; who == nil || who.Role < shift.Supervisor || k.last.Staff.ID != "hong" {
		t.Fatalf("the desk is open to %+v, and %+v sells", who, k.last.Staff)
	}
	k.mustDo(counter.SignOut{})
	if k.last.Overseer != nil {
		t.Error("whoever signs in next has the desk open")
	}
}

func TestWhoTriedToOpenTheDeskStandsInTheJournal(t *testing.T) {
	k := start(t)
	_ = k.do(counter.Oversee{PIN: "0000"})
	k.mustDo(counter.Oversee{PIN: "9999"})
	for kind, approved := range map[journal.Kind]bool{journal.ApprovalRefused: false, journal.ApprovalGiven: true} {
		var a shift.Approval
		for _, e := range k.journal() {
			if e.Kind == kind {
				k.ok(journal.Decode(e.Body, &a))
			}
		}
		if a.What != counter.ActDesk || a.Requester != "hong" || (a.Approver != "") != approved {
			t.Errorf("%s says %+v", kind, a)
		}
	}
}

func TestGuessingTheDesksPINLocksTheKeypad(t *testing.T) {
	k := start(t)
	for range 5 {
		_ = k.do(counter.Oversee{PIN: "0000"})
	}
	if err := k.do(counter.Oversee{PIN: "9999"}); fault.Code(err) != "pin.locked" {
		t.Fatalf("the right PIN behind five wrong ones: %v", err)
	}
}
