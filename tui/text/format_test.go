package text

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/money"
)

func same(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestMoneyInTheShopsForm(t *testing.T) {
	same(t, Money(0), "0\u00a0₫")
	same(t, Money(999), "999\u00a0₫")
	same(t, Money(1_250_000), "1.250.000\u00a0₫")
	same(t, Money(-50_000), "\u221250.000\u00a0₫")
	same(t, Money(money.Max), "100.000.000.000.000.000\u00a0₫")
	same(t, Amount(143_290), "143.290")
	same(t, Amount(math.MinInt64), "\u22129.223.372.036.854.775.808")
	same(t, Points(1_250), "1.250")
	same(t, Points(-50), "\u221250")
	same(t, Count(12_345), "12.345")
}

func TestQuantityShowsOnlyTheDecimalsThatSaySomething(t *testing.T) {
	same(t, Quantity(money.Units(3)), "3")
	same(t, Quantity(1245), "1,245")
	same(t, Quantity(500), "0,5")
	same(t, Quantity(1), "0,001")
	same(t, Quantity(1_234_500), "1.234,5")
	same(t, Quantity(-1245), "\u22121,245")
	same(t, Percent(money.Per100(50)), "50\u00a0%")
	same(t, Percent(100), "0,01\u00a0%")
	same(t, Percent(money.Per100(1500)), "1.500\u00a0%")
}

func TestDatesAreThoseOfTheShopsZone(t *testing.T) {
	hcm := time.FixedZone("ICT", 7*3600)
	at := time.Date(2026, 11, 20, 18, 5, 9, 0, time.UTC)
	same(t, Date(at, hcm), "21/11/2026")
	same(t, DateTime(at, hcm), "21/11/2026 01:05")
	same(t, Clock(at, hcm), "01:05")
}

func TestElapsed(t *testing.T) {
	same(t, Elapsed(42*time.Second), "00:42")
	same(t, Elapsed(59*time.Minute+59*time.Second+999*time.Millisecond), "59:59")
	same(t, Elapsed(time.Hour+5*time.Minute+9*time.Second), "1:05:09")
	same(t, Elapsed(50*time.Hour), "50:00:00")
	same(t, Elapsed(-time.Second), "00:00")
}

func TestPhoneToReadAloudAndMasked(t *testing.T) {
	same(t, Phone("0912345678"), "0912 345 678")
	same(t, Phone("+84912345678"), "0912 345 678")
	same(t, Phone("02412345678"), "02412 345 678")
	same(t, Phone("+4930123456"), "+4930123456")
	same(t, Phone(""), "")
	same(t, MaskedPhone("+84912345678"), "09•• ••• 678")
	same(t, MaskedPhone("0912345678"), "09•• ••• 678")
	same(t, MaskedPhone("12345"), "•••••")
}

func TestGroupingLosesNoDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[0-9]{1,20}`).Draw(t, "digits")
		shown := Group(digits)
		if strings.ReplaceAll(shown, ".", "") != digits {
			t.Fatal(shown)
		}
		for i, part := range strings.Split(shown, ".") {
			if len(part) > 3 || part == "" || i > 0 && len(part) != 3 {
				t.Fatal(shown)
			}
		}
	})
}

func TestBothLanguages(t *testing.T) {
	b := Of("Trả", "Pay")
	same(t, b.In(Vietnamese), "Trả")
	same(t, b.In(English), "Pay")
	same(t, b.In(Vietnamese.Other()), "Pay")
	same(t, b.In(English.Other()), "Trả")
}
