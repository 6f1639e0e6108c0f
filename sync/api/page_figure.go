package api

import (
	"strconv"
	"strings"
	"time"

	"tim/domain/money"
)

// Figures of a member's page have the shop's form in both languages, because they are compared with paper.

const nbsp = "\u00a0"

// figure is a plain decimal number as the shop writes it: 1.250.000, −50, 12,5.
func figure(plain string) string {
	sign := ""
	if rest, below := strings.CutPrefix(plain, "-"); below {
		sign, plain = "−", rest
	}
	whole, part, decimal := strings.Cut(plain, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	if decimal {
		whole += "," + part
	}
	return sign + whole
}

func number(n int64) string { return figure(strconv.FormatInt(n, 10)) }

// change is a number with its sign: +50, −20.
func change(n int64) string {
	if n > 0 {
		return "+" + number(n)
	}
	return number(n)
}

func dong(v money.VND) string { return number(int64(v)) + nbsp + "₫" }

func percentage(p money.Percent) string { return figure(p.String()) + nbsp + "%" }

func moment(t time.Time, zone *time.Location) string { return t.In(zone).Format("02/01/2006 15:04") }

// day is a day of a reward, or the moment that stands in its place.
func day(s string, zone *time.Location) string {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return moment(t, zone)
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t.Format("02/01/2006")
	}
	return s
}
