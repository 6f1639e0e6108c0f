package ident_test

import (
	"testing"

	"tim/domain/ident"
)

func TestV3AVoucherCodeIsSmallAsAPicture(t *testing.T) {
	const code = "912345678901234567"
	bars, err := ident.Code128(code)
	if err != nil || len(bars) != 11*(1+9+1)+13 || !bars[0] || !bars[len(bars)-1] {
		t.Errorf("%d modules, %v: two digits are one symbol, between start, check and stop", len(bars), err)
	}
	if got := ident.SpacedVoucher(code); got != "9123 4567 8901 2345 67" {
		t.Errorf("read aloud as %s", got)
	}
	qr, err := ident.QR(code)
	if err != nil || len(qr) != 21 || len(qr[0]) != 21 {
		t.Errorf("%d modules a side, %v", len(qr), err)
	}
	if _, err := ident.QR(string(make([]byte, 3_000))); err == nil {
		t.Error("3,000 bytes made a QR code")
	}
}
