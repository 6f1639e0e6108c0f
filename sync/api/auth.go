package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"strings"

	"tim/domain/fault"
	"tim/domain/office"
)

// admit says whether a request may go on. Faults: token.missing, token.unknown (401), token.kind (403), rate.limit (429).
func (s *Server) admit(e endpoint, r *http.Request) error {
	if byManager(r) {
		return s.admitManager(e, r)
	}
	token, given := bearer(r)
	who, key := Nobody, "address "+host(r)
	if given {
		sum := sha256.Sum256([]byte(token))
		if who = s.Token(sum); who != Nobody {
			key = string(sum[:])
		}
	}
	if !e.probe && !(who == Admin && loopback(r)) {
		if !s.limits.take(key, s.Now()) {
			return fault.New(fault.Unavailable, "rate.limit", fault.Args{"seconds": int64(retryAfter)})
		}
	}
	switch {
	case e.open || who == Admin || who == Till && e.tills:
		return nil
	case !given:
		return fault.New(fault.Forbidden, "token.missing", nil)
	case who == Nobody:
		return fault.New(fault.Forbidden, "token.unknown", nil)
	}
	return fault.New(fault.Forbidden, "token.kind", nil)
}

// kindOf is what a token is for.
func (s *Server) kindOf(token string) Kind { return s.Token(sha256.Sum256([]byte(token))) }

// admitManager says whether a manager's request may go on: only to what is open to them. Faults: token.kind, rate.limit.
func (s *Server) admitManager(e endpoint, r *http.Request) error {
	by := office.Actor(r.Context())
	switch {
	case by == "" || !e.manager:
		return fault.New(fault.Forbidden, "token.kind", nil)
	case !s.limits.take("manager "+by, s.Now()):
		return fault.New(fault.Unavailable, "rate.limit", fault.Args{"seconds": int64(retryAfter)})
	}
	return nil
}

func bearer(r *http.Request) (token string, given bool) {
	scheme, token, found := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), found && strings.EqualFold(scheme, "Bearer")
}

// OnlyAdmin knows one token: the admin's, by its SHA-256.
func OnlyAdmin(admin [sha256.Size]byte) func([sha256.Size]byte) Kind {
	return func(sum [sha256.Size]byte) Kind {
		if subtle.ConstantTimeCompare(sum[:], admin[:]) == 1 {
			return Admin
		}
		return Nobody
	}
}

func host(r *http.Request) string {
	h, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return h
}

func loopback(r *http.Request) bool {
	ip := net.ParseIP(host(r))
	return ip != nil && ip.IsLoopback()
}
