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

// peers are what the server keeps in mind of each till's epoch. Only enrolled ones have any.
type peers struct {
	mu  sync.Mutex
	all map[share.Holder]*peer
}

// peer is one epoch's.
type peer struct {
	mu      sync.Mutex
	rate    *rate.Limiter
	desk    *rate.Limiter // of what its managers ask: however much that is, the till goes on selling linked
	signed  time.Time     // newest, by the till's clock
	heard   time.Time     // when that came, by ours
	issued  time.Time     // of the newest token used
	used    time.Time     // when that was used first
	waiting int           // pulls
	told    uint64        // id of the newest recall that ended a waiting
	toldAt  time.Time
	bell    chan struct{} // closed when something is to be told to this till
}

func (p *peers) of(h share.Holder) *peer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.all == nil {
		p.all = map[share.Holder]*peer{}
	}
	own := p.all[h]
	if own == nil {
		own = &peer{rate: rate.NewLimiter(tillPerSecond, tillBurst), desk: rate.NewLimiter(tillPerSecond, tillBurst), bell: make(chan struct{})}
		p.all[h] = own
	}
	return own
}

// enter says whether a till with a genuine token may ask now, for itself or for a manager at its desk. Faults: rate.limit, token.unknown of
// one long replaced.
func (p *peer) enter(issued, now time.Time, desk bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	limit := p.rate
	if desk {
		limit = p.desk
	}
	switch {
	case !limit.AllowN(now, 1):
		return fault.New(fault.Unavailable, "rate.limit", fault.Args{"seconds": int64(1)})
	case issued.After(p.issued):
		p.issued, p.used = issued, now
	case issued.Before(p.issued) && now.Sub(p.used) > tokenGrace:
		return fault.New(fault.Forbidden, "token.unknown", nil)
	}
	return nil
}

// sign notes when a genuine request was signed. Fault: request.old of one far behind the newest.
func (p *peer) sign(at, now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if at.Before(p.signed.Add(-replayWindow)) && now.Before(p.heard.Add(replayWindow)) {
		return fault.New(fault.Forbidden, "request.old", fault.Args{"newest": p.signed.UnixMilli()})
	}
	if at.After(p.signed) || !now.Before(p.heard.Add(replayWindow)) {
		p.signed, p.heard = at, now
	}
	return nil
}

// wait counts a pull that is to wait. Fault: rate.limit when too many do.
func (p *peer) wait() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.waiting >= pollsMax {
		return fault.New(fault.Unavailable, "rate.limit", fault.Args{"seconds": int64(1)})
	}
	p.waiting++
	return nil
}

func (p *peer) waited() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting--
}

// rings is closed when something is to be told to the till.
func (p *peer) rings() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.bell
}

func (p *peer) ring() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.bell)
	p.bell = make(chan struct{})
}

// tell says whether a recall is worth ending a waiting for, and notes that it does.
func (p *peer) tell(newest uint64, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if newest <= p.told && now.Before(p.toldAt.Add(recallPause)) {
		return false
	}
	p.told, p.toldAt = max(p.told, newest), now
	return true
}
