package counter

import (
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

// signIn signs in who was picked, or whose PIN it is beside.
func (c *Counter) signIn(ctx context.Context, a SignIn, now time.Time) error {
	who, err := c.identify(ctx, a, now)
	if err != nil {
		return err
	}
	w := c.begin(now)
	w.signedIn(who.ID)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.who = who
	return nil
}

// identify finds who was picked, or whose PIN it is beside; a wrong PIN is journaled and counted. Faults: as SignIn.
func (c *Counter) identify(ctx context.Context, a SignIn, now time.Time) (*shift.Staff, error) {
	picked, aside := c.meant(func(s shift.Staff) bool { return s.ID == a.Staff })
	if err := c.locked(picked, now); err != nil {
		return nil, err
	}
	who, missed := c.whose(a.PIN, now, append(picked, aside...)...)
	if who == nil {
		return nil, c.refuseSignIn(ctx, a.Staff, missed, now)
	}
	return who, nil
}

// signedIn journals that somebody showed who they are, and ends the count of their wrong PINs.
func (w *write) signedIn(id string) {
	w.actor = id
	w.event(journal.SignedIn, &shift.SignIn{Staff: id})
	w.proved(id)
}

// refuseSignIn journals a PIN that was nobody's, and counts it.
func (c *Counter) refuseSignIn(ctx context.Context, staff string, missed []shift.Tries, now time.Time) error {
	wrong := c.tries[staff].Wrong + 1
	if err := c.refuse(ctx, journal.SignInRefused, &shift.SignIn{Staff: staff, Tries: wrong}, missed, now); err != nil {
		return err
	}
	return fault.New(fault.Forbidden, "pin.wrong", fault.Args{"tries": wrong})
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
	c.leave()
	return nil
}

// leave forgets what was the cashier's own.
func (c *Counter) leave() {
	c.thrown, c.shut = nil, false
	c.overseen(nil, "")
	c.who, c.pending, c.typed, c.last, c.returned = nil, nil, 0, nil, nil
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
	left := c.left
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.opensDrawer()
	c.notice = &Notice{Code: "shift.opened", Args: fault.Args{"float": float.Amount}}
	if left != nil && left.Amount != float.Amount {
		c.notice = &Notice{Code: "shift.opened.other", Args: fault.Args{"float": float.Amount, "left": left.Amount, "off": float.Amount - left.Amount}}
	}
	return nil
}
