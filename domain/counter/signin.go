package counter

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

// Wrong PINs lock the keypad for a growing time.
const (
	triesFree    = 4
	lockFirst    = 15 * time.Second
	lockDoubling = 6 // 15 s, 30 s … 16 min at most
)

// tries counts wrong PINs in a row.
type tries struct {
	wrong int64
	until time.Time
}

func (t *tries) locked(now time.Time) error {
	if now.Before(t.until) {
		return fault.New(fault.Forbidden, "pin.locked", fault.Args{"until": t.until})
	}
	return nil
}

func (t *tries) fail(now time.Time) error {
	t.wrong++
	if over := t.wrong - triesFree; over > 0 {
		t.until = now.Add(lockFirst << min(over-1, lockDoubling))
	}
	return fault.New(fault.Forbidden, "pin.wrong", fault.Args{"tries": t.wrong})
}

// Of the journal's end so much is read for wrong PINs: a keypad that is locked leaves little time for other events.
const (
	triesBack      = 256
	triesBackBytes = 1 << 20
)

// retried takes up the wrong PINs in a row that the journal ends with: switching the till off and on gives nobody more tries.
func (c *Counter) retried(ctx context.Context) error {
	_, records, _, err := c.Ledger.Events(ctx, c.head.Epoch, c.head.Seq-min(c.head.Seq, triesBack), triesBack, triesBackBytes)
	if err != nil {
		return fmt.Errorf("read who tried to sign in: %w", err)
	}
	for _, r := range slices.Backward(records) {
		switch r.Event.Kind {
		case journal.SignedIn:
			return nil
		case journal.SignInRefused:
			var refused shift.SignIn
			if err := journal.Decode(r.Event.Body, &refused); err != nil {
				return fmt.Errorf("read who tried to sign in: %w", err)
			}
			c.tries.wrong = refused.Tries - 1
			_ = c.tries.fail(r.Event.At) // locks as it did then
			return nil
		}
	}
	return nil
}

// byPIN finds whose PIN it is; picked is tried first. Two people never share a PIN knowingly, and where they do the
// picked one wins.
func (c *Counter) byPIN(picked, pin string) *shift.Staff {
	if len(pin) < shift.PINMin || len(pin) > shift.PINMax {
		return nil
	}
	order := slices.Clone(c.staff)
	slices.SortStableFunc(order, func(a, b shift.Staff) int {
		return rank(b.ID == picked) - rank(a.ID == picked)
	})
	for _, s := range order {
		if s.Verifier.Matches(pin) {
			return &s
		}
	}
	return nil
}

func rank(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (c *Counter) signIn(ctx context.Context, a SignIn, now time.Time) error {
	if err := c.tries.locked(now); err != nil {
		return err
	}
	who := c.byPIN(a.Staff, a.PIN)
	w := c.begin(now)
	if who == nil {
		w.event(journal.SignInRefused, &shift.SignIn{Staff: a.Staff, Tries: c.tries.wrong + 1})
		if err := c.commit(ctx, w); err != nil {
			return err
		}
		return c.tries.fail(now)
	}
	w.actor = who.ID
	w.event(journal.SignedIn, &shift.SignIn{Staff: who.ID})
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.tries, c.who = tries{}, who
	return nil
}

// stillStaff signs out who may not work here any more, by what came from central: once no cart is open, so that the customer
// at the counter is served. A changed name or role counts at once. Fault: staff.gone (name).
func (c *Counter) stillStaff(ctx context.Context, now time.Time) error {
	if c.who == nil {
		return nil
	}
	i := slices.IndexFunc(c.staff, func(s shift.Staff) bool { return s.ID == c.who.ID })
	if i >= 0 {
		who := c.staff[i]
		c.who = &who
		return nil
	}
	if c.cart.ID != "" {
		return nil
	}
	name := c.who.Name
	if err := c.signOut(ctx, now); err != nil {
		return err
	}
	return fault.New(fault.Forbidden, "staff.gone", fault.Args{"name": name})
}

func (c *Counter) signOut(ctx context.Context, now time.Time) error {
	w := c.begin(now)
	w.event(journal.SignedOut, &shift.SignIn{Staff: c.who.ID})
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.who, c.pending, c.typed, c.last, c.returned = nil, nil, 0, nil, nil
	return nil
}

func (c *Counter) openShift(ctx context.Context, a OpenShift, now time.Time) error {
	if c.shift != nil {
		return fault.New(fault.Conflict, "shift.open", nil)
	}
	float := shift.Counted{Amount: a.Float}
	if a.Pieces != [len(shift.Denominations)]int64{} {
		var err error
		if float, err = shift.Count(a.Pieces); err != nil {
			return err
		}
	}
	w := c.begin(now)
	if err := c.opens(w, c.who.ID, float, ""); err != nil {
		return err
	}
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.notice = &Notice{Code: "shift.opened", Args: fault.Args{"float": float.Amount}}
	return nil
}
