package catalog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tim/domain/fault"
)

const textBytesMax = 4096

// checkText is s trimmed and in NFC; it files a fault when s has fewer than min or more than max characters, or
// characters that a terminal or a printer would obey instead of showing.
func checkText(faults *fault.Fields, field, s string, min, max int) string {
	if len(s) > textBytesMax {
		*faults = append(*faults, fault.At(field, "field.too_long", fault.Args{"max": int64(max)}))
		return ""
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unprintable) {
		*faults = append(*faults, fault.At(field, "field.characters", nil))
		return s
	}
	s = norm.NFC.String(strings.TrimSpace(s))
	switch n := characters(s); {
	case n < min:
		*faults = append(*faults, fault.At(field, "field.required", nil))
	case n > max:
		*faults = append(*faults, fault.At(field, "field.too_long", fault.Args{"max": int64(max)}))
	}
	return s
}

func unprintable(r rune) bool { return unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) }

// characters counts what a reader would: a mark belongs to its letter.
func characters(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.Is(unicode.M, r) {
			n++
		}
	}
	return n
}

// clip keeps a fault's argument short enough for a banner.
func clip(s string) string {
	const bytesMax = 40
	if len(s) <= bytesMax {
		return s
	}
	return strings.ToValidUTF8(s[:bytesMax], "") + "…"
}
