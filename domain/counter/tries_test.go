package counter_test

import (
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/sale"
)

// lockedUntil tries a PIN and says until when the keypad is locked, zero when it isn't.
func (k *till) lockedUntil(a counter.Action) time.Time {
	f, _ := fault.Of(k.do(a))
	if f == nil || f.Code != "pin.locked" {
		return time.Time{}
	}
	until, _ := f.Args["until"].(time.Time)
	return until
}

func TestARestartForgivesNoWrongPIN(t *testing.T) {
	k := start(t)
	k.mustDo(counter.SignOut{})
	wrong := counter.SignIn{Staff: "nam", PIN: "1234"}
	for range 5 {
		if err := k.do(wrong); fault.Code(err) != "pin.wrong" {
			t.Fatal(err)
		}
	}
	until := k.lockedUntil(wrong)
	if want := k.now.Add(14 * time.Second); !until.Equal(want) {
		t.Fatalf("locked until %v, want %v", until, want)
	}
	k.reopen()
	if again := k.lockedUntil(wrong); !again.Equal(until) {
		t.Errorf("after a restart it is locked until %v, before it was until %v", again, until)
	}
	k.now = until
	if err := k.do(wrong); fault.Code(err) != "pin.wrong" {
		t.Fatal(err)
	}
	k.reopen()
	if longer := k.lockedUntil(wrong); longer.Sub(k.now) != 29*time.Second {
		t.Errorf("the sixth locks for %v", longer.Sub(k.now))
	}
	k.now = k.now.Add(time.Minute)
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"}, counter.SignOut{})
	k.reopen()
	if err := k.do(wrong); fault.Code(err) != "pin.wrong" {
		t.Errorf("the right PIN ends the count: %v", err)
	}
}

// A supervisor's PIN can't be guessed by asking again and again, nor by pulling the plug.
func TestAskingAnewGivesNoNewTries(t *testing.T) {
	k := start(t)
	ask := counter.OpenDrawer{Reason: "đổi tiền"}
	for range 5 {
		k.mustDo(ask)
		if err := k.do(counter.Approve{PIN: "1234"}); fault.Code(err) != "pin.wrong" {
			t.Fatal(err)
		}
		k.mustDo(counter.Dismiss{})
	}
	k.mustDo(ask)
	until := k.lockedUntil(counter.Approve{PIN: "9999"})
	if until.IsZero() || k.last.Approval.Tries != 0 {
		t.Fatalf("not locked: %+v", k.last.Approval)
	}
	k.restart()
	k.mustDo(ask)
	if again := k.lockedUntil(counter.Approve{PIN: "9999"}); !again.Equal(until) {
		t.Errorf("after a restart it is locked until %v, before it was until %v", again, until)
	}
	k.now = until
	k.mustDo(counter.Approve{PIN: "9999"}, ask)
	if err := k.do(counter.Approve{PIN: "1234"}); fault.Code(err) != "pin.wrong" {
		t.Errorf("the right PIN ends the count: %v", err)
	}
}

// A cashier who knows her own PIN signs in between her guesses at the supervisor's: that ends her own count and not his.
func TestOnesOwnPINForgivesNoGuessesAtAnothers(t *testing.T) {
	for name, guess := range map[string]counter.Action{"as him": counter.SignIn{Staff: "nam", PIN: "1234"}, "as herself": counter.SignIn{Staff: "hong", PIN: "1234"}} {
		t.Run(name, func(t *testing.T) {
			k := start(t)
			his := counter.SignIn{Staff: guess.(counter.SignIn).Staff, PIN: "9999"}
			for range 5 {
				k.mustDo(counter.SignOut{})
				k.refused(guess, "pin.wrong")
				k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
			}
			k.mustDo(counter.SignOut{})
			if err := k.do(his); err == nil {
				t.Fatal("the sixth guess is right and signs her in as her supervisor")
			}
			k.now = k.now.Add(time.Minute)
			k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"}, counter.SignOut{}, his)
		})
	}
}

func TestGuessesAtApprovalsOutlastTheCashiersSignIn(t *testing.T) {
	k := start(t)
	for range 5 {
		k.mustDo(counter.OpenDrawer{Reason: "đổi tiền"})
		k.refused(counter.Approve{PIN: "1234"}, "pin.wrong")
		k.mustDo(counter.Dismiss{}, counter.SignOut{}, counter.SignIn{Staff: "hong", PIN: "1111"})
	}
	for range 60 {
		k.scan(milk) // more events than anybody would look back over
		k.mustDo(counter.AddTender{Kind: sale.Cash})
		k.now = k.now.Add(-2 * time.Second)
	}
	k.restart()
	k.mustDo(counter.SignOut{})
	if until := k.lockedUntil(counter.SignIn{Staff: "nam", PIN: "9999"}); until.IsZero() {
		t.Error("guessed at approvals, and tried at the sign-in")
	}
	k.now = k.now.Add(time.Minute)
	k.mustDo(counter.SignIn{Staff: "nam", PIN: "9999"})
}

// Whoever types their own PIN wrong locks out nobody else.
func TestAnothersSlipsLockOutNobody(t *testing.T) {
	k := start(t)
	k.mustDo(counter.SignOut{})
	for range 5 {
		k.refused(counter.SignIn{Staff: "hong", PIN: "1234"}, "pin.wrong")
	}
	k.mustDo(counter.SignIn{Staff: "nam", PIN: "9999"})
}
