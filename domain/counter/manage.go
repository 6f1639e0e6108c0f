package counter

import (
	"context"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

// Manages says in whose name the manager's desk asks central: the manager's whose PIN opened it. Where told, that
// somebody asks is in the journal before central hears of it; method and path are of central's public door. Faults: staff.manager (name),
// manage.training; manage.offline, nothing was asked.
func (c *Counter) Manages(ctx context.Context, method, path string, told bool) (by string, err error) {
	if c.Link != nil && !c.Link.Online() {
		return "", fault.New(fault.Unavailable, "manage.offline", nil)
	}
	c.acquire()
	defer c.release()
	if c.training != nil {
		return "", fault.New(fault.Conflict, "manage.training", nil)
	}
	if by, err = c.manager(); err != nil || !told {
		return by, err
	}
	w := c.begin(c.now())
	w.actor = by
	w.event(journal.CentralAsked, &shift.Managing{By: by, Method: method, Path: path[:min(len(path), shift.ManagingPathMax)]})
	return by, c.commit(ctx, w)
}
