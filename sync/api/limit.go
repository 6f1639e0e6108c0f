package api

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate of requests, per token.
const (
	ratePerSecond = 500
	rateBurst     = 1000
	callersMax    = 10_000 // remembered at once
)

// limits is one bucket per caller.
type limits struct {
	mu      sync.Mutex
	callers map[string]*rate.Limiter
}

func newLimits() *limits { return &limits{callers: map[string]*rate.Limiter{}} }

// take says whether a caller may ask now.
func (l *limits) take(caller string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	limiter, known := l.callers[caller]
	if !known {
		if len(l.callers) >= callersMax {
			l.forget(now)
		}
		limiter = rate.NewLimiter(ratePerSecond, rateBurst)
		l.callers[caller] = limiter
	}
	return limiter.AllowN(now, 1)
}

// forget drops who has rested so long that the bucket is full again; everybody when nobody has.
func (l *limits) forget(now time.Time) {
	for caller, limiter := range l.callers {
		if limiter.TokensAt(now) >= rateBurst {
			delete(l.callers, caller)
		}
	}
	if len(l.callers) >= callersMax {
		clear(l.callers)
	}
}
