package counter

import (
	"context"
	"crypto/sha256"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

// ActDesk is opening the supervisor's desk at the till.
const ActDesk = "desk.open"

// oversee proves by PIN who opens the supervisor's desk. That it was opened, and who tried to, is journaled as approvals are; wrong PINs
// count with theirs.
func (c *Counter) oversee(ctx context.Context, a Oversee, now time.Time) error {
	c.overseer = nil
	if err := c.approving.locked(now); err != nil {
		return err
	}
	asked := shift.Approval{Act: sha256.Sum256([]byte(ActDesk)), What: ActDesk, Requester: c.who.ID, AskedAt: now}
	who := c.byPIN(c.who.ID, a.PIN)
	w := c.begin(now)
	if who == nil || who.Role < shift.Supervisor {
		w.event(journal.ApprovalRefused, &asked)
		if err := c.commit(ctx, w); err != nil {
			return err
		}
		wrong := c.approving.fail(now)
		if who != nil {
			return fault.New(fault.Forbidden, "desk.role", fault.Args{"name": who.Name})
		}
		return wrong
	}
	asked.Approver = who.ID
	if who.ID == c.who.ID {
		asked.Requester = "" // nobody else asked
	}
	w.event(journal.ApprovalGiven, &asked)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.approving, c.overseer = tries{}, who
	return nil
}
