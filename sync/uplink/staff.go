package uplink

import (
	"context"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/shift"
	"tim/sync/wire"
)

var _ counter.Central = (*Uplink)(nil)

// Staff implements counter.Central: it asks central, beside the lanes, and waits as long as ctx lets it. Without a link nothing is
// asked. Faults: staff.offline, nothing was changed; staff.unsure, nobody knows; central's own.
func (u *Uplink) Staff(ctx context.Context, ch shift.Change) ([]shift.Listed, error) {
	if !u.Online() {
		return nil, fault.New(fault.Unavailable, "staff.offline", nil)
	}
	u.mu.Lock()
	token := u.token
	u.mu.Unlock()
	speaker := wire.Speaker{Till: u.till.Till, Epoch: u.till.Epoch, Clock: u.clock()}
	answer, err := u.client.Staff(ctx, token, &wire.Staffing{Speaker: speaker, Change: ch})
	switch f, coded := fault.Of(err); {
	case err == nil:
		return answer.Staff, nil
	case coded && f.Kind != fault.Unavailable:
		return nil, err
	case ch.What == 0:
		return nil, fault.Wrap(fault.Unavailable, "staff.offline", err, nil)
	}
	return nil, fault.Wrap(fault.Unavailable, "staff.unsure", err, nil)
}
