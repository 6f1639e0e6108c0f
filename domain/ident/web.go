package ident

import "strings"

// IsWebAddress says whether that can be the address of a web page: http or https, a host, and nothing that an address has not.
func IsWebAddress(s string) bool {
	rest, secure := strings.CutPrefix(s, "https://")
	if !secure {
		var plain bool
		if rest, plain = strings.CutPrefix(s, "http://"); !plain {
			return false
		}
	}
	host, _, _ := strings.Cut(rest, "/")
	return strings.Trim(host, ".:") != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"<>\\^`{|}", r) })
}
