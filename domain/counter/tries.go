package counter

import (
	"context"
	"maps"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

// asideOf counts the PINs that were compared with somebody's while another was meant. They keep the PIN from being tried aside, and
// not from its owner, whom others' slips mustn't lock out.
func asideOf(id string) string { return "~" + id }

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
		until := c.tries[m.count].Until()
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
func (c *Counter) whose(pin string, now time.Time, people ...candidate) (who *shift.Staff, missed []shift.Tries) {
	fits := len(pin) >= shift.PINMin && len(pin) <= shift.PINMax
	for _, p := range people {
		t := c.tries[p.count]
		if now.Before(t.Until()) {
			continue
		}
		if fits && p.staff.Verifier.Matches(pin) {
			return &p.staff, missed
		}
		t.Of = p.count
		missed = append(missed, t.Missed(now))
	}
	return nil, missed
}

// wrongPIN is what is said of a PIN that was nobody's.
func wrongPIN(missed []shift.Tries) error {
	tries := int64(1)
	for i, t := range missed {
		if i == 0 || t.Wrong < tries {
			tries = t.Wrong
		}
	}
	return fault.New(fault.Forbidden, "pin.wrong", fault.Args{"tries": tries})
}

// refuse journals a PIN that was refused, and counts it: in a training at the till too, so that nobody guesses a supervisor's PIN
// there for free. A right one in a training is not journaled at the till, so it forgives nothing there.
func (c *Counter) refuse(ctx context.Context, kind journal.Kind, body journal.Coder, missed []shift.Tries, now time.Time) error {
	w := c.begin(now)
	w.event(kind, body)
	w.batch.Tries = missed
	if err := c.commit(ctx, w); err != nil || c.real == nil {
		return err
	}
	c.real.acquire()
	defer c.real.release()
	if asked, is := body.(*shift.Approval); is {
		of := *asked
		of.Order = "" // the till knows nothing of it
		body = &of
	}
	at, counted := c.real.now(), make([]shift.Tries, len(missed))
	for i, m := range missed {
		t := c.real.tries[m.Of]
		t.Of = m.Of
		counted[i] = t.Missed(at)
	}
	if err := c.real.refuse(ctx, kind, body, counted, at); err != nil {
		return err
	}
	c.tries = maps.Clone(c.real.tries)
	return nil
}

// proved ends a person's counts: the PIN was right.
func (w *write) proved(id string) {
	w.batch.Tries = append(w.batch.Tries, shift.Tries{Of: id}, shift.Tries{Of: asideOf(id)})
}

// learnTries takes over the counts as a write left them.
func (c *Counter) learnTries(list []shift.Tries) {
	for _, t := range list {
		if c.tries == nil {
			c.tries = map[string]shift.Tries{}
		}
		if c.tries[t.Of] = t; t.Wrong == 0 {
			delete(c.tries, t.Of)
		}
	}
}
