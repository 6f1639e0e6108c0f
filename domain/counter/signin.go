package counter

import (
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

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
	if who == nil {
		return c.wrongPIN(ctx, a.Staff, now)
	}
	w := c.begin(now)
	w.actor = who.ID
	w.event(journal.SignedIn, &shift.SignIn{Staff: who.ID})
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.tries, c.who = tries{}, who
	return nil
}

// wrongPIN journals a PIN that wasn't the staff's, and counts it.
func (c *Counter) wrongPIN(ctx context.Context, staff string, now time.Time) error {
	w := c.begin(now)
	w.event(journal.SignInRefused, &shift.SignIn{Staff: staff, Tries: c.tries.wrong + 1})
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	return c.tries.fail(now)
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
	c.who, c.overseer, c.pending, c.typed, c.last, c.returned = nil, nil, nil, 0, nil, nil
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
