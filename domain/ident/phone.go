package ident

import (
	"strings"
	"unicode"

	"tim/domain/fault"
)

const phoneBytesMax = 80

// NormalisePhone writes a Vietnamese mobile number in E.164: +84912345678. It accepts 0912 345 678, +84…, 84…,
// 0084… and the nine digits that a spreadsheet leaves of it; spaces, dots, dashes, parentheses and full-width
// digits are as good as none. Fault: phone.format (landlines and old 11-digit mobiles too); it doesn't carry
// the number, which is personal data.
func NormalisePhone(s string) (string, error) {
	digits, ok := dialled(s)
	if ok {
		for _, prefix := range []string{"+84", "0084", "84", "0", ""} {
			rest, found := strings.CutPrefix(digits, prefix)
			if found && isSubscriber(rest) {
				return "+84" + rest, nil
			}
		}
	}
	return "", fault.New(fault.Invalid, "phone.format", nil)
}

// isSubscriber knows no carrier's table: those age (numbers of 1[26]x became 7, 8 and 3 in 2018).
func isSubscriber(s string) bool {
	if len(s) != 9 || !strings.ContainsRune("35789", rune(s[0])) {
		return false
	}
	return !strings.ContainsRune(s, '+')
}

// dialled is s as digits with an optional leading +, or false when it has anything else.
func dialled(s string) (string, bool) {
	if len(s) > phoneBytesMax {
		return "", false
	}
	var b strings.Builder
	for _, r := range s {
		if 0xFF01 <= r && r <= 0xFF5E {
			r -= 0xFEE0
		}
		switch {
		case '0' <= r && r <= '9':
			b.WriteRune(r)
		case r == '+' && b.Len() == 0:
			b.WriteByte('+')
		case unicode.IsSpace(r) || strings.ContainsRune(".-()‐‑–", r):
		default:
			return "", false
		}
	}
	return b.String(), true
}

// PhoneLocal is an E.164 number as dialled at home: 0912345678. Anything else is given back unchanged.
func PhoneLocal(e164 string) string {
	if rest, ok := strings.CutPrefix(e164, "+84"); ok {
		return "0" + rest
	}
	return e164
}

// MaskPhone is an E.164 number as customers' screens and paper show it: 09•• ••• 678. It is "" for anything that
// is not one, so that nothing unmasked leaks.
func MaskPhone(e164 string) string {
	if rest, ok := strings.CutPrefix(e164, "+84"); ok && isSubscriber(rest) {
		return "0" + rest[:1] + "•• ••• " + rest[6:]
	}
	return ""
}
