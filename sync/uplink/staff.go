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
// asked. Faults: staff.offline, nothing was changed; staff.unsure, nobody knows; those of a sign-in, as of Managers; central's own.
func (u *Uplink) Staff(ctx context.Context, ch shift.Change) ([]shift.Listed, error) {
	if !u.Online() {
		return nil, fault.New(fault.Unavailable, "staff.offline", nil)
	}
	ask := &wire.Staffing{Change: ch}
	if ch.What != 0 {
		var err error
		if ask.Session, err = u.sessionOf(ctx, ch.By); err != nil {
			return nil, staffFault(err, false)
		}
	}
	var token string
	token, ask.Speaker = u.speaks()
	answer, err := u.client.Staff(ctx, token, ask)
	return answer.Staff, staffFault(err, ch.What != 0)
}

// staffFault is why central didn't answer; asked says that it may have done what was asked.
func staffFault(err error, asked bool) error {
	switch f, coded := fault.Of(err); {
	case err == nil, coded && f.Kind != fault.Unavailable:
		return err
	case asked:
		return fault.Wrap(fault.Unavailable, "staff.unsure", err, nil)
	}
	return fault.Wrap(fault.Unavailable, "staff.offline", err, nil)
}
