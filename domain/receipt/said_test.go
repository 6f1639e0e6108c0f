package receipt_test

import (
	"encoding/hex"
	"reflect"
	"testing"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/receipt"
)

// saidV1 is what tills' files hold for ever.
const saidV1 = "010c48442d30312d30303031323320a1000000000000000000000000000000000000000000000000000000000000009601380128c2c5e1cebf68" +
	"01010112393233393835373038303937353630313937021cc2ff98d2bf680c00"

func TestWhatAPaperSaidIsKeptInOneForm(t *testing.T) {
	want := receipt.Said{Number: "HD-01-000123", Head: journal.Hash{0xa1}, Balance: 75, Pending: 28, NextLapse: &loyalty.Notice{Points: 20, At: now},
		Tentative: true, Unknown: true, Vouchers: []string{"923985708097560197"}, Restored: []receipt.Restored{{Points: 14, LapsesAt: now.Add(time.Hour)}, {Points: 6}}}
	got := hex.EncodeToString(journal.Encode(&want))
	if got != saidV1 {
		t.Errorf("it is written as\n%s, and files hold\n%s", got, saidV1)
	}
	raw, _ := hex.DecodeString(saidV1)
	var back receipt.Said
	if err := journal.Decode(raw, &back); err != nil || !reflect.DeepEqual(back, want) {
		t.Errorf("it reads as\n%+v, %v", back, err)
	}
}
