package shift_test

import (
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/shift"
)

// A golden file is what journals hold for ever: -update writes a missing one and never touches one that is there.
var update = flag.Bool("update", false, "write missing golden files")

var now = time.Date(2026, 11, 21, 0, 2, 0, 0, time.UTC)

func verifier(t *testing.T, pin string) shift.Verifier {
	t.Helper()
	v, err := shift.NewVerifier(pin, []byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAShiftOpensWithItsFloat(t *testing.T) {
	for _, float := range []money.VND{0, 2_000_000, shift.FloatMax} {
		got, err := shift.Open("s1", "01", "hong", 7, shift.Counted{Amount: float}, now)
		want := shift.Shift{ID: "s1", Till: "01", Cashier: "hong", OpenedAt: now, Float: float, Number: 7, Counted: shift.Counted{Amount: float}}
		if err != nil || got != want {
			t.Errorf("%+v, %v", got, err)
		}
	}
	for _, float := range []money.VND{-1, shift.FloatMax + 1, 2_000_000_000_015} {
		_, err := shift.Open("s1", "01", "hong", 7, shift.Counted{Amount: float}, now)
		if f, ok := fault.Of(err); !ok || f.Code != "float.range" || f.Field != "float" || f.Args["max"] != shift.FloatMax {
			t.Errorf("%d: %v", float, err)
		}
	}
}

func TestOnlyTheRightPINSignsIn(t *testing.T) {
	v := verifier(t, "1111")
	for pin, want := range map[string]bool{"1111": true, "1112": false, "": false, "111": false, "11111": false, "１１１１": false} {
		if v.Matches(pin) != want {
			t.Errorf("%q: %v", pin, !want)
		}
	}
	if other := verifier(t, "1111"); string(other.Hash) != string(v.Hash) {
		t.Error("one PIN and salt give two verifiers")
	}
	if strings.Contains(string(v.Hash), "1111") || strings.Contains(string(v.Salt), "1111") {
		t.Error("the PIN can be read")
	}
	salted, err := shift.NewVerifier("1111", []byte("another salt 123"))
	if err != nil || string(salted.Hash) == string(v.Hash) {
		t.Errorf("two people with one PIN show it: %v", err)
	}
}

func TestWhatIsNoPINIsRefused(t *testing.T) {
	for _, pin := range []string{"", "111", "1234567890123", "12 34", "12a4", "-123", "１１１１", "12\n4"} {
		_, err := shift.NewVerifier(pin, nil)
		if f, ok := fault.Of(err); !ok || f.Code != "pin.format" || f.Args["min"] != int64(4) || f.Args["max"] != int64(12) {
			t.Errorf("%q: %v", pin, err)
		}
	}
	for _, pin := range []string{"0000", "123456789012"} {
		if _, err := shift.NewVerifier(pin, nil); err != nil {
			t.Errorf("%q: %v", pin, err)
		}
	}
}

// A verifier comes from a file or over a link; a bad one lets nobody in and stops nothing.
func TestADamagedVerifierMatchesNothing(t *testing.T) {
	for what, spoil := range map[string]func(*shift.Verifier){
		"zero":       func(v *shift.Verifier) { *v = shift.Verifier{} },
		"no passes":  func(v *shift.Verifier) { v.Time = 0 },
		"for ever":   func(v *shift.Verifier) { v.Time = 1 << 31 },
		"all memory": func(v *shift.Verifier) { v.Memory = 1 << 31 },
		"short hash": func(v *shift.Verifier) { v.Hash = v.Hash[:31] },
		"other hash": func(v *shift.Verifier) { v.Hash = append([]byte{v.Hash[0] ^ 1}, v.Hash[1:]...) },
		"other salt": func(v *shift.Verifier) { v.Salt = v.Salt[1:] },
		"less work":  func(v *shift.Verifier) { v.Time-- },
	} {
		v := verifier(t, "1111")
		if spoil(&v); v.Matches("1111") || v.Matches("") {
			t.Errorf("%s: matches", what)
		}
	}
}

func TestAnApprovalCoversItsActAlone(t *testing.T) {
	act, other := journal.Hash{1}, journal.Hash{2}
	given := shift.Approval{Act: act, What: "price.override", Order: "store/1", Requester: "hong", Approver: "nam", AskedAt: now}
	with := func(change func(*shift.Approval)) shift.Approval {
		a := given
		change(&a)
		return a
	}
	for what, tc := range map[string]struct {
		approval shift.Approval
		act      journal.Hash
		after    time.Duration
		want     bool
	}{
		"at once":          {given, act, 0, true},
		"after 60 s":       {given, act, shift.ApprovalLife, true},
		"later":            {given, act, shift.ApprovalLife + time.Millisecond, false},
		"before":           {given, act, -time.Millisecond, false},
		"another act":      {given, other, 0, false},
		"refused":          {with(func(a *shift.Approval) { a.Approver = "" }), act, 0, false},
		"one's own":        {with(func(a *shift.Approval) { a.Approver = "hong" }), act, 0, false},
		"nobody to nobody": {with(func(a *shift.Approval) { a.Approver, a.Requester = "", "" }), act, 0, false},
	} {
		if got := tc.approval.Covers(tc.act, now.Add(tc.after)); got != tc.want {
			t.Errorf("%s: %v", what, got)
		}
	}
}

func bodies(t *testing.T) map[string]journal.Coder {
	return map[string]journal.Coder{
		"shift_v2":       &shift.Shift{ID: "s1", Till: "01", Cashier: "hong", OpenedAt: now, Float: 2_000_000, Number: 7, Counted: pieces(t), From: "s0", State: shift.Suspended, Since: now},
		"movement_v1":    &shift.Movement{Shift: "s1", Kind: shift.SafeDrop, Amount: 2_000_000, Counted: pieces(t), Reason: "két đầy", Approval: "a1"},
		"no_sale_v1":     &shift.NoSale{Shift: "s1", Reason: "đổi tiền lẻ", Approval: "a1"},
		"training_v1":    &shift.Training{Shift: "s1", Since: now, Approval: "a1", Sales: 3, Why: shift.TrainingIdle},
		"step_v1":        &shift.Step{Shift: "s1", State: shift.Blind, At: now},
		"declaration_v1": &shift.Declaration{Shift: "s1", Cash: pieces(t), Cards: 120_000, Bank: 300_000},
		"staff_v1":       &shift.Staff{ID: "hong", Name: "Lê Thị Hồng", Role: shift.Supervisor, Verifier: verifier(t, "1111")},
		"sign_in_v1":     &shift.SignIn{Staff: "hong", Tries: 2},
		"approval_v1":    &shift.Approval{Act: journal.Link(journal.Hash{}, []byte("act")), What: "price.override", Order: "store/1", Requester: "hong", Approver: "nam", AskedAt: now},
	}
}

// The staff's file pins the PIN's derivation too: a changed cost would lock everybody out only if it were not stored.
func TestStoredFormsNeverChange(t *testing.T) {
	for name, body := range bodies(t) {
		got, path := hex.EncodeToString(journal.Encode(body)), filepath.Join("testdata", name+".hex")
		if _, err := os.Stat(path); *update && os.IsNotExist(err) {
			if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		stored, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.TrimSpace(string(stored)); got != want {
			t.Errorf("%s is written as\n%s, and journals hold\n%s", name, got, want)
		}
		raw, _ := hex.DecodeString(strings.TrimSpace(string(stored)))
		back := reflect.New(reflect.TypeOf(body).Elem()).Interface().(journal.Coder)
		if err := journal.Decode(raw, back); err != nil || !reflect.DeepEqual(back, body) {
			t.Errorf("%s reads as\n%+v, %v", name, back, err)
		}
	}
}

func TestAnApprovalWithADamagedActCoversNothing(t *testing.T) {
	a := bodies(t)["approval_v1"].(*shift.Approval)
	raw := journal.Encode(a)
	raw = append([]byte{raw[0], 31}, raw[3:]...) // one byte of the hash is gone
	var back shift.Approval
	if err := journal.Decode(raw, &back); err == nil && back.Covers(a.Act, now) {
		t.Error("it covers the act")
	}
}

func pieces(t *testing.T) shift.Counted {
	t.Helper()
	c, err := shift.Count([len(shift.Denominations)]int64{2, 3, 2, 2, 4, 1, 2, 0, 10})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNotesAddUp(t *testing.T) {
	c := pieces(t)
	if want := money.VND(2*500_000 + 3*200_000 + 2*100_000 + 2*50_000 + 4*20_000 + 10_000 + 2*5_000 + 10*1_000); c.Amount != want || !c.ByPieces() {
		t.Errorf("%d, want %d", c.Amount, want)
	}
	for _, n := range []int64{-1, 100_001} {
		if _, err := shift.Count([len(shift.Denominations)]int64{n}); fault.Code(err) != "count.range" {
			t.Errorf("%d notes: %v", n, err)
		}
	}
	if _, err := shift.CountAmount(-1); fault.Code(err) != "count.range" {
		t.Errorf("a drawer that holds less than nothing: %v", err)
	}
}

func TestCashThatMovesHasAReason(t *testing.T) {
	for _, tc := range []struct {
		m    shift.Movement
		code string
	}{
		{shift.Movement{Kind: shift.PaidIn, Amount: 200_000, Reason: " đổi tiền lẻ "}, ""},
		{shift.Movement{Kind: shift.SafeDrop, Amount: 5_000_000}, ""},
		{shift.Movement{Kind: shift.PaidOut, Amount: 50_000, Reason: "  "}, "field.required"},
		{shift.Movement{Kind: shift.PaidOut, Amount: 0, Reason: "đá"}, "amount.range"},
		{shift.Movement{Kind: shift.SafeDrop, Amount: shift.FloatMax + 1}, "amount.range"},
		{shift.Movement{Kind: shift.PaidIn, Amount: 1, Reason: strings.Repeat("a", shift.NoteMax+1)}, "field.too_long"},
	} {
		got, err := tc.m.Checked()
		if fault.Code(err) != tc.code || err == nil && got.Reason != strings.TrimSpace(tc.m.Reason) {
			t.Errorf("%+v: %v", tc.m, err)
		}
	}
	in, out, drop := shift.Movement{Kind: shift.PaidIn, Amount: 5}, shift.Movement{Kind: shift.PaidOut, Amount: 5}, shift.Movement{Kind: shift.SafeDrop, Amount: 5}
	if in.Signed() != 5 || out.Signed() != -5 || drop.Signed() != -5 {
		t.Error("cash goes the wrong way")
	}
}

func TestAClosedShiftStaysClosed(t *testing.T) {
	open := shift.Shift{ID: "s1"}
	steps := map[string]func(shift.Shift, time.Time) (shift.Shift, error){
		"suspend": shift.Shift.Suspend, "resume": shift.Shift.Resume, "blind": shift.Shift.CloseBlind, "close": shift.Shift.Close,
	}
	may := map[shift.State]string{shift.Opened: "suspend blind close", shift.Suspended: "resume blind close", shift.Blind: "close", shift.Closed: ""}
	for from, allowed := range may {
		for name, step := range steps {
			s := open
			s.State = from
			got, err := step(s, now)
			if want := strings.Contains(allowed, name); (err == nil) != want || err == nil && (got.State == from || !got.Since.Equal(now)) {
				t.Errorf("%s from %d: %+v, %v", name, from, got, err)
			}
		}
	}
}

// Ledgers of before shifts had numbers hold this.
func TestAShiftOfTheFirstVersionIsRead(t *testing.T) {
	stored, err := os.ReadFile(filepath.Join("testdata", "shift_v1.hex"))
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := hex.DecodeString(strings.TrimSpace(string(stored)))
	var s shift.Shift
	want := shift.Shift{ID: "s1", Till: "01", Cashier: "hong", OpenedAt: now, Float: 2_000_000, Counted: shift.Counted{Amount: 2_000_000}}
	if err := journal.Decode(raw, &s); err != nil || s != want {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestAShopSaysAfterHowLongATillLocks(t *testing.T) {
	if d := (shift.Policy{}).IdleLock(); d != 5*time.Minute {
		t.Errorf("unless it says so a till locks after %v", d)
	}
	for minutes, ok := range map[int64]bool{-1: false, 0: true, 10: true, 24 * 60: true, 24*60 + 1: false} {
		p := shift.Policy{IdleMinutes: &minutes}
		f, _ := fault.Of(p.Check())
		if ok != (f == nil) || f != nil && (f.Code != "field.range" || f.Field != "policy.idle_minutes") {
			t.Errorf("%d minutes: %v", minutes, f)
		}
		if ok && p.IdleLock() != time.Duration(minutes)*time.Minute {
			t.Errorf("%d minutes are %v", minutes, p.IdleLock())
		}
	}
}
