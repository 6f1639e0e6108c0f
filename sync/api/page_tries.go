package api

import (
	"sync"
	"time"
)

// How often a page's digits may be wrong. A receipt shows some digits of the phone, so whoever finds one has a thousand
// numbers left to try: a day's tries are bounded too, of a member and not of a link, since a member has many links.
const (
	triesMember  = 5
	triesDay     = 20 // of a member
	triesAddress = 30
	triesSpan    = 15 * time.Minute
	triesDaySpan = 24 * time.Hour
	triesMax     = 10_000 // remembered at once, of each
)

// tries counts what somebody got wrong within a span of time that begins with the first.
type tries struct {
	most int
	span time.Duration

	mu   sync.Mutex
	made map[string]spell
}

// spell is so many tries since an instant.
type spell struct {
	since time.Time
	n     int
}

func newTries(most int, span time.Duration) *tries {
	return &tries{most: most, span: span, made: map[string]spell{}}
}

// take counts a try, before its outcome is known so that many at once gain nothing. It answers with how long to wait where
// no try is left, and counts nothing then.
func (t *tries) take(who string, now time.Time) (wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s, known := t.made[who]
	if over := s.since.Add(t.span); !known || !now.Before(over) {
		s = spell{since: now}
	} else if s.n >= t.most {
		return over.Sub(now)
	}
	s.n++
	if !known && len(t.made) >= triesMax {
		t.forget(now)
	}
	t.made[who] = s
	return 0
}

// giveBack takes a try back that was right.
func (t *tries) giveBack(who string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s := t.made[who]; s.n > 1 {
		s.n--
		t.made[who] = s
	} else {
		delete(t.made, who)
	}
}

// forget drops every spell that is over; the oldest when none is.
func (t *tries) forget(now time.Time) {
	oldest := ""
	for who, s := range t.made {
		if !now.Before(s.since.Add(t.span)) {
			delete(t.made, who)
		} else if oldest == "" || s.since.Before(t.made[oldest].since) {
			oldest = who
		}
	}
	if len(t.made) >= triesMax {
		delete(t.made, oldest)
	}
}
