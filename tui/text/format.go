// Package text is what people read: numbers, dates and sentences, Vietnamese first and English complete. Figures keep the
// shop's form in both languages (1.250.000 ₫, 1,245, 21/11/2026 14:05), because they are compared with paper.
// It formats and never computes: sums and rounding are the domain's.
package text

import (
	"strconv"
	"strings"
	"time"

	"tim/domain/money"
)

const (
	minus = "\u2212" // as wide as a digit and never mistaken for a hyphen
	nbsp  = "\u00a0"
)

// Money is an amount with its sign: "1.250.000 ₫", "−50.000 ₫". The space does not break.
func Money(v money.VND) string { return grouped(int64(v)) + nbsp + "₫" }

// Amount is an amount without the currency, for columns: "1.250.000", "−50.000".
func Amount(v money.VND) string { return grouped(int64(v)) }

// Points is a number of points without the word: "1.250", "−50".
func Points(n int64) string { return grouped(n) }

// Count is any whole number with dots: "12.345".
func Count(n int) string { return grouped(int64(n)) }

// Quantity is an amount of goods without its unit, decimals only as far as they say something: "3", "1,245", "0,5".
func Quantity(q money.Quantity) string { return decimals(int64(q), 3) }

// Percent is a rate with its sign: "50 %", "0,01 %".
func Percent(p money.Percent) string { return decimals(int64(p), 4) + nbsp + "%" }

// Date is the calendar day in a zone: "21/11/2026".
func Date(t time.Time, zone *time.Location) string { return t.In(zone).Format("02/01/2006") }

// DateTime is day and time in a zone: "21/11/2026 14:05".
func DateTime(t time.Time, zone *time.Location) string { return t.In(zone).Format("02/01/2006 15:04") }

// Clock is the time of day in a zone: "14:05".
func Clock(t time.Time, zone *time.Location) string { return t.In(zone).Format("15:04") }

// Elapsed is a time span that runs, as minutes and seconds, with hours when there are any: "00:42", "1:05:09".
// A negative one shows as "00:00".
func Elapsed(d time.Duration) string {
	s := max(int64(d/time.Second), 0)
	h, m := s/3600, s/60%60
	if h == 0 {
		return pad2(m) + ":" + pad2(s%60)
	}
	return strconv.FormatInt(h, 10) + ":" + pad2(m) + ":" + pad2(s%60)
}

// Phone is a phone number to read aloud: "+84912345678" and "0912345678" are both "0912 345 678". What is not a
// Vietnamese number stays as it is.
func Phone(number string) string { return spaced(national(number)) }

// MaskedPhone is Phone with the middle hidden, for screens that customers see: "09•• ••• 678".
func MaskedPhone(number string) string {
	n := national(number)
	if len(n) < 6 {
		return strings.Repeat("•", len(n))
	}
	return spaced(n[:2] + strings.Repeat("*", len(n)-5) + n[len(n)-3:])
}

func national(number string) string {
	if rest, ok := strings.CutPrefix(number, "+84"); ok {
		return "0" + rest
	}
	return number
}

// spaced groups ten or eleven digits by threes from the right and draws hidden ones; other lengths are not grouped.
func spaced(n string) string {
	if (len(n) == 10 || len(n) == 11) && n[0] == '0' {
		n = n[:len(n)-6] + " " + n[len(n)-6:len(n)-3] + " " + n[len(n)-3:]
	}
	return strings.ReplaceAll(n, "*", "•")
}

func pad2(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

func grouped(n int64) string {
	if n < 0 {
		return minus + Group(strconv.FormatUint(uint64(-n), 10))
	}
	return Group(strconv.FormatInt(n, 10))
}

// Group puts a dot between each three digits from the right: "1250000" is "1.250.000". It takes digits only.
func Group(digits string) string {
	if len(digits) <= 3 {
		return digits
	}
	out := make([]byte, 0, len(digits)+len(digits)/3)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, '.')
		}
		out = append(out, digits[i])
	}
	return string(out)
}

// decimals writes n units of 10^-places with a comma and without trailing zeros.
func decimals(n int64, places int) string {
	sign := ""
	u := uint64(n)
	if n < 0 {
		sign, u = minus, uint64(-n)
	}
	digits := strconv.FormatUint(u, 10)
	if short := places + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	whole, part := digits[:len(digits)-places], strings.TrimRight(digits[len(digits)-places:], "0")
	if part == "" {
		return sign + Group(whole)
	}
	return sign + Group(whole) + "," + part
}
