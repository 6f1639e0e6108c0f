package counter_test

import (
	"reflect"
	"slices"
	"testing"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/sale"
	"tim/domain/shift"
)

// added is the kinds of the events since a look at the ledger, with who did them.
func (k *till) added(before books) (kinds []journal.Kind, actors []string) {
	for _, r := range k.books().events[len(before.events):] {
		kinds, actors = append(kinds, r.Event.Kind), append(actors, r.Event.Actor)
	}
	return kinds, actors
}

func TestALockedTillIsAsItWasBehindTheCashiersPIN(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.OpenDrawer{Reason: "đổi tiền"})
	was, before := k.last, k.books()
	k.mustDo(counter.Lock{})
	if !k.last.Locked || k.last.Display(true, 0, k.Zone).Phase != counter.PhaseIdle || len(k.last.Display(true, 0, k.Zone).Lines) > 0 {
		t.Fatal("the customer sees the cart of a locked till")
	}
	for _, a := range []counter.Action{counter.Enter{Text: milk, Scan: true}, counter.AddTender{Kind: sale.Cash}, counter.SignOut{}, counter.Undo{},
		counter.Approve{PIN: "9999"}, counter.SignIn{Staff: "hong", PIN: "1111"}} {
		k.refused(a, "till.locked")
	}
	k.refused(counter.Unlock{Staff: "hong", PIN: "1112"}, "pin.wrong")
	k.mustDo(counter.Unlock{Staff: "hong", PIN: "1111"})
	if k.last.Locked || !reflect.DeepEqual(k.last.Cart, was.Cart) || !reflect.DeepEqual(k.last.Approval, was.Approval) || k.last.Staff.ID != "hong" {
		t.Errorf("it was %+v, %+v and is %+v, %+v", was.Cart, was.Approval, k.last.Cart, k.last.Approval)
	}
	kinds, actors := k.added(before)
	if !slices.Equal(kinds, []journal.Kind{journal.SignInRefused, journal.SignedIn}) || !slices.Equal(actors, []string{"", "hong"}) {
		t.Errorf("the journal got %v of %q", kinds, actors)
	}
	k.verify()
}

func TestAnothersPINTakesALockedTillOver(t *testing.T) {
	k := start(t)
	k.scan(milk)
	k.mustDo(counter.OpenDrawer{Reason: "đổi tiền"}, counter.Lock{})
	before := k.books()
	k.mustDo(counter.Unlock{Staff: "hong", PIN: "9999"})
	if k.last.Staff.ID != "nam" || k.last.Locked || k.last.Approval != nil || len(k.last.Cart.Order.Lines) != 1 || k.last.Shift == nil {
		t.Errorf("behind it are %+v, %+v", k.last.Staff, k.last.Approval)
	}
	kinds, actors := k.added(before)
	if !slices.Equal(kinds, []journal.Kind{journal.SignedOut, journal.SignedIn}) || !slices.Equal(actors, []string{"hong", "nam"}) {
		t.Errorf("the journal got %v of %q", kinds, actors)
	}
	k.verify()
}

func TestWrongPINsAtALockedTillCountAsEver(t *testing.T) {
	k := start(t)
	k.mustDo(counter.Lock{})
	for range 5 {
		k.refused(counter.Unlock{Staff: "hong", PIN: "1234"}, "pin.wrong")
	}
	until := k.lockedUntil(counter.Unlock{Staff: "hong", PIN: "1111"})
	if until.IsZero() {
		t.Fatal("guesses go on")
	}
	k.now = until
	k.mustDo(counter.Unlock{Staff: "hong", PIN: "1111"})
}

func TestALockedTillThatStartsAgainAsksForASignIn(t *testing.T) {
	k := start(t)
	k.mustDo(counter.Lock{})
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	if k.last.Locked {
		t.Error("still locked")
	}
	k.mustDo(counter.SignOut{})
	k.refused(counter.Lock{}, "staff.signed_out")
}

// A training that ends while its till is locked leaves the till locked; another's PIN ends it and signs that other in at the till.
func TestTheLockCoversATraining(t *testing.T) {
	k := start(t)
	l := k.lane()
	l.train()
	l.mustDo(counter.Enter{Text: milk}, counter.Lock{})
	l.refused(counter.Enter{Text: milk}, "till.locked")
	l.mustDo(counter.Unlock{Staff: "hong", PIN: "1111"})
	if l.last.Training == nil || l.last.Locked || len(l.last.Cart.Order.Lines) != 1 {
		t.Fatalf("behind the lock the training is %+v, %+v", l.last.Training, l.last.Cart.Order.Lines)
	}
	l.mustDo(counter.Lock{}, counter.EndTraining{Why: shift.TrainingIdle})
	if l.last.Training != nil || !l.last.Locked {
		t.Fatal("the end of the training opens the till")
	}
	l.mustDo(counter.Unlock{Staff: "hong", PIN: "1111"}, counter.StartTraining{}, counter.Lock{})
	before := k.books()
	l.mustDo(counter.Unlock{Staff: "hong", PIN: "9999"})
	if l.last.Training != nil || l.last.Locked || l.last.Staff.ID != "nam" {
		t.Errorf("behind another's PIN are %+v, %+v", l.last.Training, l.last.Staff)
	}
	onlyAdds(t, before, k.books(), journal.TrainingEnded, journal.SignedOut, journal.SignedIn)
	k.verify()
}
