package catalog

import (
	"strconv"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/money"
)

// groupSign is FNC1 as scanners send it: it ends an element of variable length.
const groupSign = "\x1d"

// gs1Signs are the symbology identifiers of codes that hold element strings: GS1-128, DataMatrix, DataBar and QR.
var gs1Signs = []string{"]C1", "]d2", "]e0", "]Q3", "]J1"}

// IsGS1 says whether a scan is GS1 element strings: by the sign of its symbology, by FNC1, by brackets "(01)…", or because a
// GTIN of 14 digits stands behind 01 and more behind that.
func IsGS1(s string) bool {
	for _, sign := range gs1Signs {
		if strings.HasPrefix(s, sign) {
			return true
		}
	}
	if strings.Contains(s, groupSign) || strings.HasPrefix(s, "(01)") || strings.HasPrefix(s, "(02)") {
		return true
	}
	const headed = len("01") + 14
	if len(s) < headed || !strings.HasPrefix(s, "01") || !allDigits(s[:headed]) {
		return false
	}
	return CheckDigit(s[2:headed-1]) == s[headed-1]
}

// ParseGS1 reads element strings: the article (01, or 02), its net weight (310n), its lot (10), and the day until which it may be
// sold (17, else 15). Others are passed over. The code is a GTINCode, or with a weight a MeasureCode. Faults: code.gs1 (an
// element that is none or is cut short, or no article), code.check_digit, code.weight (a weight of 0).
func ParseGS1(s string) (Code, error) {
	whole := s
	for _, sign := range gs1Signs {
		s = strings.TrimPrefix(s, sign)
	}
	code := Code{Kind: GTINCode}
	best := ""
	for s = strings.TrimPrefix(s, groupSign); s != ""; s = strings.TrimPrefix(s, groupSign) {
		ai, value, rest, ok := element(s)
		if !ok {
			return Code{}, fault.New(fault.Invalid, "code.gs1", fault.Args{"code": clip(whole)})
		}
		s = rest
		var err error
		switch {
		case ai == "01" || ai == "02":
			code.GTIN, err = NormaliseGTIN(value)
		case strings.HasPrefix(ai, "310"):
			code.Kind = MeasureCode
			code.Weight, err = netWeight(ai[3], value, whole)
		case ai == "10":
			code.Lot = value
		case ai == "17":
			code.Expires, err = gs1Day(value, whole)
		case ai == "15":
			best, err = gs1Day(value, whole)
		}
		if err != nil {
			return Code{}, err
		}
	}
	if code.GTIN == "" {
		return Code{}, fault.New(fault.Invalid, "code.gs1", fault.Args{"code": clip(whole)})
	}
	if code.Expires == "" {
		code.Expires = best
	}
	return code, nil
}

// element parts the first element of s from the rest.
func element(s string) (ai, value, rest string, ok bool) {
	if strings.HasPrefix(s, "(") {
		end := strings.IndexByte(s, ')')
		if end < 0 || !allDigits(s[1:end]) || aiLen(s[1:end]) != end-1 {
			return "", "", "", false
		}
		ai, s = s[1:end], s[end+1:]
		if next := strings.IndexByte(s, '('); next >= 0 {
			return ai, s[:next], s[next:], next > 0 && fits(ai, s[:next])
		}
		return ai, s, "", s != "" && fits(ai, s)
	}
	n := aiLen(s)
	if n == 0 || len(s) <= n || !allDigits(s[:n]) {
		return "", "", "", false
	}
	ai, s = s[:n], s[n:]
	if size := fixedLen(ai); size > 0 {
		if len(s) < size {
			return "", "", "", false
		}
		return ai, s[:size], s[size:], fits(ai, s[:size])
	}
	value, rest, _ = strings.Cut(s, groupSign)
	return ai, value, rest, value != ""
}

// fits says whether a value can be that element's: of fixed length and digits, or of any.
func fits(ai, value string) bool {
	size := fixedLen(ai)
	return size == 0 || len(value) == size && allDigits(value)
}

// aiLen is how long the identifier is that s begins with, 0 of none.
func aiLen(s string) int {
	if len(s) < 2 {
		return 0
	}
	switch s[0] {
	case '0', '1', '9':
		return 2
	case '2':
		if s[1] >= '3' && s[1] <= '5' {
			return 3
		}
		return 2
	case '3':
		if s[1] == '0' || s[1] == '7' {
			return 2
		}
		return 4
	case '4':
		if s[1] == '3' {
			return 4
		}
		return 3
	case '7', '8':
		return 4
	}
	return 0
}

// fixedLen is the length of an element's value where the standard sets one, so that no FNC1 needs to end it; 0: it varies.
func fixedLen(ai string) int {
	switch ai[:2] {
	case "00":
		return 18
	case "01", "02", "03":
		return 14
	case "04":
		return 16
	case "11", "12", "13", "14", "15", "16", "17", "18", "19", "31", "32", "33", "34", "35", "36":
		return 6
	case "20":
		return 2
	case "41":
		return 13
	}
	return 0
}

// netWeight reads kilograms with so many decimals; what is finer than a gram is dropped.
func netWeight(decimals byte, value, whole string) (money.Quantity, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if decimals < '0' || decimals > '5' || err != nil {
		return 0, fault.New(fault.Invalid, "code.gs1", fault.Args{"code": clip(whole)})
	}
	for d := decimals; d < '3'; d++ {
		n *= 10
	}
	for d := decimals; d > '3'; d-- {
		n /= 10
	}
	if n == 0 {
		return 0, fault.New(fault.Invalid, "code.weight", fault.Args{"code": clip(whole)})
	}
	return money.Quantity(n), nil
}

// gs1Day reads YYMMDD of this century; day 00 is the month's last.
func gs1Day(value, whole string) (string, error) {
	last := strings.HasSuffix(value, "00")
	if last {
		value = value[:4] + "01"
	}
	day, err := time.Parse("060102", value)
	if err != nil {
		return "", fault.New(fault.Invalid, "code.gs1", fault.Args{"code": clip(whole)})
	}
	if last {
		day = day.AddDate(0, 1, -1)
	}
	if day.Year() < 2000 { // two digits from 69 on are read as the last century's
		day = day.AddDate(100, 0, 0)
	}
	return day.Format(time.DateOnly), nil
}
