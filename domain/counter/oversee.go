package counter

import (
	"context"
	"crypto/sha256"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

// ActDesk is opening the supervisor's desk at the till, ActStaff the page of its staff, ActManage the manager's desk.
const (
	ActDesk   = "desk.open"
	ActStaff  = "staff.open"
	ActManage = "manage.open"
)

// opens is what an Oversee opens, and who may.
func (a Oversee) opens() (act string, least shift.Role) {
	switch {
	case a.Staff:
		return ActStaff, shift.Manager
	case a.Manage:
		return ActManage, shift.Manager
	}
	return ActDesk, shift.Supervisor
}

// oversee proves by PIN who opens the supervisor's desk. That it was opened, and who tried to, is journaled as approvals are; wrong PINs
// count with theirs.
func (c *Counter) oversee(ctx context.Context, a Oversee, now time.Time) error {
	c.overseen(nil, "")
	act, least := a.opens()
	meant, aside := c.meant(func(s shift.Staff) bool { return s.Role >= least })
	if err := c.locked(meant, now); err != nil {
		return err
	}
	asked := shift.Approval{Act: sha256.Sum256([]byte(act)), What: act, Requester: c.who.ID, AskedAt: now}
	who, missed := c.whose(a.PIN, now, append(meant, aside...)...)
	if who == nil || who.Role < least {
		return c.refuseDesk(ctx, asked, who, missed, now)
	}
	asked.Approver = who.ID
	if who.ID == c.who.ID {
		asked.Requester = "" // nobody else asked
	}
	w := c.begin(now)
	w.event(journal.ApprovalGiven, &asked)
	w.proved(who.ID)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.overseen(who, a.PIN)
	return nil
}

// overseen takes over whose PIN opened the desk last, nil: nobody's. A manager's goes to central, which trusts no till's word for it.
func (c *Counter) overseen(who *shift.Staff, pin string) {
	c.overseer = who
	switch {
	case c.Central == nil:
	case who != nil && who.Role >= shift.Manager:
		c.Central.Opened(who.ID, pin)
	default:
		c.Central.Opened("", "")
	}
}

// refuseDesk journals a PIN that doesn't open the desk, and counts it; who has it, if anybody has.
func (c *Counter) refuseDesk(ctx context.Context, asked shift.Approval, who *shift.Staff, missed []shift.Tries, now time.Time) error {
	if err := c.refuse(ctx, journal.ApprovalRefused, &asked, missed, now); err != nil {
		return err
	}
	if who != nil {
		code := "desk.role"
		if asked.What != ActDesk {
			code = "staff.role"
		}
		return fault.New(fault.Forbidden, code, fault.Args{"name": who.Name})
	}
	return wrongPIN(missed)
}
