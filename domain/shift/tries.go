package shift

import (
	"time"

	"tim/domain/journal"
)

// Wrong PINs lock a person's PIN for a growing time.
const (
	triesFree    = 4
	lockFirst    = 15 * time.Second
	lockDoubling = 6 // 15 s, 30 s … 16 min at most
)

// Tries counts the wrong PINs in a row that were tried as one person's. Only that person's own right PIN ends the count: who knows a
// PIN of their own could otherwise guess another's for ever, signing in between.
type Tries struct {
	Of    string // whose: a staff id, as whoever counts says it
	Wrong int64  // 0: none any more
	Last  time.Time
}

// Until is the end of the lock, zero when there never was one.
func (t Tries) Until() time.Time {
	if t.Wrong <= triesFree {
		return time.Time{}
	}
	return t.Last.Add(lockFirst << min(t.Wrong-triesFree-1, lockDoubling))
}

// Missed is the count with one wrong PIN more.
func (t Tries) Missed(now time.Time) Tries {
	t.Wrong, t.Last = t.Wrong+1, now
	return t
}

// Code is the canonical form.
func (t *Tries) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &t.Of)
	journal.Int(c, &t.Wrong)
	c.Time(&t.Last)
}
