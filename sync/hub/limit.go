package hub

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rates.
const (
	tillPerSecond    = 50 // requests of one till, and as many of its managers: a first copy takes 15 to 30 pages of them
	tillBurst        = 100
	enrolPerMinute   = 6 // enrolments from one address
	enrolBurst       = 6
	enrolAllPerMin   = 60 // from all addresses together
	enrolAllBurst    = 60
	enrolAddressesUp = 10_000 // remembered at once
)

// enrolments is how often somebody may try to enrol.
type enrolments struct {
	mu        sync.Mutex
	all       *rate.Limiter
	addresses map[string]*rate.Limiter
}

func newEnrolments() *enrolments {
	return &enrolments{all: rate.NewLimiter(perMinute(enrolAllPerMin), enrolAllBurst), addresses: map[string]*rate.Limiter{}}
}

func perMinute(n int) rate.Limit { return rate.Every(time.Minute / time.Duration(n)) }

// take says whether an address may try now. Who is over its own rate uses nothing of the others'.
func (e *enrolments) take(address string, now time.Time) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	own, known := e.addresses[address]
	if !known {
		e.forget(now)
		own = rate.NewLimiter(perMinute(enrolPerMinute), enrolBurst)
		e.addresses[address] = own
	}
	return own.AllowN(now, 1) && e.all.AllowN(now, 1)
}

// forget drops addresses that have rested, all of them when nobody has: the overall rate still holds.
func (e *enrolments) forget(now time.Time) {
	if len(e.addresses) < enrolAddressesUp {
		return
	}
	for address, l := range e.addresses {
		if l.TokensAt(now) >= enrolBurst {
			delete(e.addresses, address)
		}
	}
	if len(e.addresses) >= enrolAddressesUp {
		clear(e.addresses)
	}
}
