package ident_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"tim/domain/ident"
)

func minter(seed byte) ident.Minter {
	return ident.Minter{Entropy: rand.NewChaCha8([32]byte{seed})}
}

func TestIDsAreUUIDv7SortedByTime(t *testing.T) {
	m, now := minter(1), time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)
	var ids []string
	for i := range 1000 {
		id := m.New(now.Add(time.Duration(i) * time.Millisecond))
		u, err := uuid.Parse(id)
		if err != nil || u.Version() != 7 || u.Variant() != uuid.RFC4122 {
			t.Fatalf("%s: version %d, variant %v, %v", id, u.Version(), u.Variant(), err)
		}
		sec, nsec := u.Time().UnixTime()
		if got := time.Unix(sec, nsec).UTC(); !got.Equal(now.Add(time.Duration(i) * time.Millisecond)) {
			t.Fatalf("%s carries %v", id, got)
		}
		ids = append(ids, id)
	}
	if !slices.IsSorted(ids) {
		t.Error("ids are not sorted by time")
	}
}

func TestIDsReplayFromTheSameEntropy(t *testing.T) {
	now := time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)
	if a, b, c := minter(1).New(now), minter(1).New(now), minter(2).New(now); a != b || a == c {
		t.Errorf("seed 1 gave %s and %s, seed 2 %s", a, b, c)
	}
	if a, b := minter(3).Voucher(), minter(3).Voucher(); a != b {
		t.Errorf("one seed gave vouchers %s and %s", a, b)
	}
}

func TestNothingIsMintedWithoutEntropy(t *testing.T) {
	m := ident.Minter{Entropy: iotest.ErrReader(errors.New("no entropy"))}
	for name, mint := range map[string]func(){
		"id": func() { m.New(time.Time{}) }, "voucher": func() { m.Voucher() }, "bytes": func() { m.Bytes(1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s was minted", name)
				}
			}()
			mint()
		}()
	}
}

func TestV3VoucherCodes(t *testing.T) {
	m, seen := minter(7), map[string]bool{}
	var counts [10]int
	for range 5000 {
		code := m.Voucher()
		if !ident.IsVoucher(code) || seen[code] {
			t.Fatalf("%s is no new voucher code", code)
		}
		seen[code] = true
		for _, d := range code[1:17] {
			counts[d-'0']++
		}
	}
	for d, n := range counts { // 8,000 each expected, standard deviation 85
		if n < 7500 || n > 8500 {
			t.Errorf("digit %d appears %d times in 80,000", d, n)
		}
	}
}

func TestVoucherDigitsAreUnbiased(t *testing.T) {
	high := append(bytes.Repeat([]byte{255}, 16), bytes.Repeat([]byte{249}, 16)...)
	m := ident.Minter{Entropy: bytes.NewReader(high)}
	if got := m.Voucher(); got[:17] != "9"+strings.Repeat("9", 16) {
		t.Errorf("bytes 250 to 255 were not thrown away: %s", got)
	}
}

func TestOneWrongDigitIsNoVoucher(t *testing.T) {
	m := minter(9)
	rapid.Check(t, func(t *rapid.T) {
		code := []byte(m.Voucher())
		i, add := rapid.IntRange(0, 17).Draw(t, "at"), rapid.IntRange(1, 9).Draw(t, "add")
		code[i] = '0' + (code[i]-'0'+byte(add))%10
		if ident.IsVoucher(string(code)) {
			t.Fatalf("%s passes", code)
		}
	})
}

func TestLuhn(t *testing.T) {
	for digits, want := range map[string]bool{
		"79927398713": true, "4111111111111111": true, "79927398710": false, "0": false, "": false, "00": true,
		"7992739871x": false, "7992739871٣": false, "/18": false,
	} {
		if got := ident.Luhn(digits); got != want {
			t.Errorf("Luhn(%q) = %v", digits, got)
		}
	}
	if ident.IsVoucher("") || ident.IsVoucher("799273987130000009") {
		t.Error("a code without the leading 9 passes")
	}
}

func TestReceiptNumbers(t *testing.T) {
	if got := ident.Receipt("01", 123); got != "HD-01-000123" {
		t.Error(got)
	}
	if got := ident.Receipt("Q2", 1234567); got != "HD-Q2-1234567" {
		t.Error(got)
	}
}
