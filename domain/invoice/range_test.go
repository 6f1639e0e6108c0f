package invoice_test

import (
	"testing"
	"time"

	"tim/domain/invoice"
)

var rule = invoice.Rule{Symbol: "1C{yy}MAA", Series: "M1-{yy}-ABCDE"}

func TestARangeIsNamedByItsRightAndGivesItsNumbersInOrder(t *testing.T) {
	s := rule.At(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	r := invoice.Range{Series: s, From: 501, To: 1000}
	if got := r.Right(); got != "invoice:1C26MAA/M1-26-ABCDE/501-1000" {
		t.Error(got)
	}
	if back, is := invoice.ParseRange(r.Right()); !is || back != r {
		t.Errorf("%+v", back)
	}
	if _, is := invoice.ParseRange(s.Right()); is {
		t.Error("a wish for numbers was read as a range")
	}
	for left, want := range map[int64]string{500: "M1-26-ABCDE-00000000501", 1: "M1-26-ABCDE-00000001000"} {
		if got := r.Next(left).String(); got != want {
			t.Errorf("with %d left: %s, want %s", left, got, want)
		}
	}
	for _, bad := range []string{"stock:x", "invoice:/x/1-2", "invoice:a/b/2-1", "invoice:a/b/0-1", "invoice:a/b/01-2", "invoice:a"} {
		if r, is := invoice.ParseRange(bad); is {
			t.Errorf("%s was read as %+v", bad, r)
		}
	}
}

func TestNumbersOfTheNextYearAreThereBeforeItBegins(t *testing.T) {
	if got := rule.Ahead(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)); len(got) != 1 {
		t.Errorf("in November: %v", got)
	}
	got := rule.Ahead(time.Date(2026, 12, 20, 9, 0, 0, 0, time.UTC))
	if len(got) != 2 || got[1].Symbol != "1C27MAA" || got[1].Code != "M1-27-ABCDE" {
		t.Errorf("in December: %v", got)
	}
}
