package counter

import (
	"time"

	"tim/domain/fault"
	"tim/domain/shift"
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
	Of    string // staff id; of asideOf where somebody else was meant
	Wrong int64  // 0: none any more
	Last  time.Time
}

// asideOf counts the PINs that were compared with somebody's while another was meant. They keep the PIN from being tried aside, and
// not from its owner, whom others' slips mustn't lock out.
func asideOf(id string) string { return "~" + id }

// until is the end of the lock, zero when there never was one.
func (t Tries) until() time.Time {
	if t.Wrong <= triesFree {
		return time.Time{}
	}
	return t.Last.Add(lockFirst << min(t.Wrong-triesFree-1, lockDoubling))
}

// candidate is somebody whose PIN it may be, and the count that a wrong one is added to.
type candidate struct {
	staff shift.Staff
	count string
}

// meant are those whose PIN is asked for; aside those whose PIN is known too, and means something else.
func (c *Counter) meant(of func(shift.Staff) bool) (meant, aside []candidate) {
	for _, s := range c.staff {
		if of(s) {
			meant = append(meant, candidate{s, s.ID})
		} else {
			aside = append(aside, candidate{s, asideOf(s.ID)})
		}
	}
	return meant, aside
}

// locked refuses a try where everybody who is meant is locked. Fault: pin.locked (until).
func (c *Counter) locked(meant []candidate, now time.Time) error {
	var first time.Time
	for _, m := range meant {
		until := c.tries[m.count].until()
		if !now.Before(until) {
			return nil
		}
		if first.IsZero() || until.Before(first) {
			first = until
		}
	}
	if first.IsZero() {
		return nil
	}
	return fault.New(fault.Forbidden, "pin.locked", fault.Args{"until": first})
}

// whose finds whose PIN it is, nil when nobody's; those who are locked are not asked. missed are the counts of those that it was
// compared with in vain.
func (c *Counter) whose(pin string, now time.Time, people ...candidate) (who *shift.Staff, missed []Tries) {
	fits := len(pin) >= shift.PINMin && len(pin) <= shift.PINMax
	for _, p := range people {
		t := c.tries[p.count]
		if now.Before(t.until()) {
			continue
		}
		if fits && p.staff.Verifier.Matches(pin) {
			return &p.staff, missed
		}
		missed = append(missed, Tries{Of: p.count, Wrong: t.Wrong + 1, Last: now})
	}
	return nil, missed
}

// wrongPIN is what is said of a PIN that was nobody's.
func wrongPIN(missed []Tries) error {
	tries := int64(1)
	for i, t := range missed {
		if i == 0 || t.Wrong < tries {
			tries = t.Wrong
		}
	}
	return fault.New(fault.Forbidden, "pin.wrong", fault.Args{"tries": tries})
}

// proved ends a person's counts: the PIN was right.
func (w *write) proved(id string) {
	w.batch.Tries = append(w.batch.Tries, Tries{Of: id}, Tries{Of: asideOf(id)})
}

// learnTries takes over the counts as a write left them.
func (c *Counter) learnTries(list []Tries) {
	for _, t := range list {
		if c.tries == nil {
			c.tries = map[string]Tries{}
		}
		if c.tries[t.Of] = t; t.Wrong == 0 {
			delete(c.tries, t.Of)
		}
	}
}
