package counter

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

// Lock keeps everybody from the till until Unlock: all stays as it is, and nothing of it is shown or done. It isn't kept on disk,
// because a till that starts asks for a PIN anyway. Fault: staff.signed_out.
type Lock struct{}

// Unlock opens a locked till by PIN, one that isn't locked stays as it is. Staff is the person picked in the list. Whoever was signed in
// goes on; another's right PIN does what SignOut and SignIn do. Faults: as SignIn.
type Unlock struct {
	Staff string
	PIN   string
}

func (Lock) action()   {}
func (Unlock) action() {}

// keeps says that an action leaves what the one before it showed: a till that was locked comes back as it was.
func keeps(a Action) bool {
	switch a.(type) {
	case Lock, Unlock:
		return true
	}
	return false
}

// lockUp needs no disk, so nothing but an empty till keeps it from being done.
func (c *Counter) lockUp() error {
	if c.who == nil {
		return fault.New(fault.Forbidden, "staff.signed_out", nil)
	}
	c.shut = true
	return nil
}

func (c *Counter) unlock(ctx context.Context, a Unlock, now time.Time) error {
	if !c.shut {
		return nil
	}
	who, err := c.identify(ctx, SignIn(a), now)
	if err != nil {
		return err
	}
	same := who.ID == c.who.ID
	w := c.begin(now)
	if !same {
		w.actor = c.who.ID
		w.event(journal.SignedOut, &shift.SignIn{Staff: c.who.ID})
	}
	w.signedIn(who.ID)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	if !same {
		c.leave()
		c.bought, c.report = nil, nil
	}
	c.who, c.shut = who, false
	return nil
}

// setLocked locks a till whose training ends locked.
func (c *Counter) setLocked(shut bool) {
	c.acquire()
	defer c.release()
	c.shut = shut
}

// unlock opens a locked training. Another's right PIN ends it, as who signs out does, and signs that other in at the till: which stays
// locked where that can't be written.
func (l *Lane) unlock(ctx context.Context, p *Counter, a Unlock) (State, error) {
	trained := p.Look().Staff
	state, err := p.Do(ctx, a)
	if err != nil || state.Staff != nil && trained != nil && state.Staff.ID == trained.ID {
		return l.settled(ctx, state, err)
	}
	if state.Staff != nil {
		p.setLocked(true)
	}
	if state, err := l.end(ctx, shift.TrainingSignOut); err != nil {
		return state, err
	}
	return l.real.Do(ctx, a)
}
