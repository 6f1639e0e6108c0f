package uplink

import (
	"context"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/share"
	"tim/sync/engine"
)

// askSlack is how much longer than its budget Ask waits for the link's own goroutine.
const askSlack = 50 * time.Millisecond

// Ask asks central for shares that a customer waits for: so many more of a member's points, or named rights. It returns when
// they are in the till's journal, or with why not: in 300 ms, or in 2 s when others are asked for what they hold. Faults,
// all unavailable: engine.Settled has the codes; points.elsewhere says how many (elsewhere).
func (u *Uplink) Ask(ctx context.Context, member string, points int64, wants []share.Units) error {
	id, answer := u.wish()
	defer u.forget(id)
	u.box.post(engine.Wish{ID: id, Member: member, Points: points, Wants: wants, Use: true})
	late := time.NewTimer(counter.AskBudget + askSlack)
	defer late.Stop()
	select {
	case err := <-answer:
		return err
	case <-late.C:
	case <-ctx.Done():
	}
	u.box.post(engine.Forget{Wish: id})
	return fault.New(fault.Unavailable, "share.late", nil)
}

// wish is a new wish's number and where its answer comes.
func (u *Uplink) wish() (uint64, <-chan error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.wishes++
	answer := make(chan error, 1)
	u.asking[u.wishes] = answer
	return u.wishes, answer
}

func (u *Uplink) forget(id uint64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.asking, id)
}

// settle answers a wish, if anybody waits for it.
func (u *Uplink) settle(s engine.Settled) {
	var err error
	if s.Code != "" {
		err = fault.New(fault.Unavailable, s.Code, fault.Args{"elsewhere": s.Elsewhere})
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if answer := u.asking[s.Wish]; answer != nil {
		answer <- err
		delete(u.asking, s.Wish)
	}
}

// settleAll answers what waits when the link ends.
func (u *Uplink) settleAll() {
	u.mu.Lock()
	waiting := u.asking
	u.asking = map[uint64]chan error{}
	u.status.Online = false
	u.mu.Unlock()
	for _, answer := range waiting {
		answer <- fault.New(fault.Unavailable, "share.offline", nil)
	}
	for _, cancel := range u.flights {
		cancel()
	}
}

func faultUnenrolled() error { return fault.New(fault.Forbidden, "share.unenrolled", nil) }

// Watched is a ledger that tells the link of every commit.
type Watched struct {
	counter.Ledger
	Wrote func(seq uint64)
}

// Commit writes, then tells.
func (w Watched) Commit(ctx context.Context, b counter.Batch) error {
	err := w.Ledger.Commit(ctx, b)
	if n := len(b.Records); err == nil && n > 0 {
		w.Wrote(b.Records[n-1].Event.Seq)
	}
	return err
}
