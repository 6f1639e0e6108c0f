package hub

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"tim/domain/fault"
	"tim/domain/share"
)

// replayWindow is how much older than the newest a till's request may be signed: lanes overtake each other. A till whose
// clock was set back is refused for as long, and then believed.
const replayWindow = 5 * time.Minute

// pollsMax is how many pulls of one till may wait at once: one a feed, and one that its till has given up but not closed.
const pollsMax = 4

// recallPause is how long a recall that was told ends no other waiting: the till is at it, or can't.
const recallPause = 5 * time.Second

// desks are what the server keeps in mind of each till's epoch. Only enrolled ones have any.
type desks struct {
	mu  sync.Mutex
	all map[share.Holder]*desk
}

// desk is one epoch's.
type desk struct {
	mu      sync.Mutex
	rate    *rate.Limiter
	signed  time.Time // newest, by the till's clock
	heard   time.Time // when that came, by ours
	issued  time.Time // of the newest token used
	used    time.Time // when that was used first
	waiting int       // pulls
	told    uint64    // id of the newest recall that ended a waiting
	toldAt  time.Time
	bell    chan struct{} // closed when something is to be told to this till
}

func (d *desks) of(h share.Holder) *desk {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.all == nil {
		d.all = map[share.Holder]*desk{}
	}
	own := d.all[h]
	if own == nil {
		own = &desk{rate: rate.NewLimiter(tillPerSecond, tillBurst), bell: make(chan struct{})}
		d.all[h] = own
	}
	return own
}

// enter says whether a till with a genuine token may ask now. Faults: rate.limit, token.unknown of one long replaced.
func (d *desk) enter(issued, now time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case !d.rate.AllowN(now, 1):
		return fault.New(fault.Unavailable, "rate.limit", fault.Args{"seconds": int64(1)})
	case issued.After(d.issued):
		d.issued, d.used = issued, now
	case issued.Before(d.issued) && now.Sub(d.used) > tokenGrace:
		return fault.New(fault.Forbidden, "token.unknown", nil)
	}
	return nil
}

// sign notes when a genuine request was signed. Fault: request.old of one far behind the newest.
func (d *desk) sign(at, now time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at.Before(d.signed.Add(-replayWindow)) && now.Before(d.heard.Add(replayWindow)) {
		return fault.New(fault.Forbidden, "request.old", fault.Args{"newest": d.signed.UnixMilli()})
	}
	if at.After(d.signed) || !now.Before(d.heard.Add(replayWindow)) {
		d.signed, d.heard = at, now
	}
	return nil
}

// wait counts a pull that is to wait. Fault: rate.limit when too many do.
func (d *desk) wait() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.waiting >= pollsMax {
		return fault.New(fault.Unavailable, "rate.limit", fault.Args{"seconds": int64(1)})
	}
	d.waiting++
	return nil
}

func (d *desk) waited() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.waiting--
}

// rings is closed when something is to be told to the till.
func (d *desk) rings() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.bell
}

func (d *desk) ring() {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.bell)
	d.bell = make(chan struct{})
}

// tell says whether a recall is worth ending a waiting for, and notes that it does.
func (d *desk) tell(newest uint64, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if newest <= d.told && now.Before(d.toldAt.Add(recallPause)) {
		return false
	}
	d.told, d.toldAt = max(d.told, newest), now
	return true
}
