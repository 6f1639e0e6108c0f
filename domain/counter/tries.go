package counter

import (
	"context"
	"fmt"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

// Wrong PINs lock the keypad for a growing time.
const (
	triesFree    = 4
	lockFirst    = 15 * time.Second
	lockDoubling = 6 // 15 s, 30 s … 16 min at most
)

// triesBack is how many of the newest events are looked through for wrong PINs at a start: between them and the restart nothing was
// sold, so few lie behind them.
const triesBack = 500

// tries counts wrong PINs in a row. They are counted for the whole till: whose PIN a wrong one was meant for nobody knows.
type tries struct {
	wrong int64
	until time.Time
}

func (t *tries) locked(now time.Time) error {
	if now.Before(t.until) {
		return fault.New(fault.Forbidden, "pin.locked", fault.Args{"until": t.until})
	}
	return nil
}

func (t *tries) fail(now time.Time) error {
	t.count(t.wrong+1, now)
	return fault.New(fault.Forbidden, "pin.wrong", fault.Args{"tries": t.wrong})
}

// count stands at so many wrong PINs, the last of them then.
func (t *tries) count(wrong int64, at time.Time) {
	if t.wrong = wrong; wrong > triesFree {
		t.until = at.Add(lockFirst << min(wrong-triesFree-1, lockDoubling))
	}
}

// recallTries counts what the journal's newest events say of wrong PINs, so that a restart forgives none.
func (c *Counter) recallTries(ctx context.Context) error {
	for after := c.head.Seq - min(c.head.Seq, triesBack); after < c.head.Seq; {
		_, records, _, err := c.Ledger.Events(ctx, c.head.Epoch, after, foldPage, foldPageBytes)
		if err != nil {
			return fmt.Errorf("read the newest events: %w", err)
		}
		for _, r := range records {
			c.recall(r.Event)
			after = r.Event.Seq
		}
	}
	return nil
}

func (c *Counter) recall(e journal.Event) {
	switch e.Kind {
	case journal.SignedIn:
		c.tries = tries{}
	case journal.SignInRefused:
		var body shift.SignIn
		if journal.Decode(e.Body, &body) == nil {
			c.tries.count(body.Tries, e.At)
		}
	case journal.ApprovalGiven:
		c.approving = tries{}
	case journal.ApprovalRefused:
		c.approving.count(c.approving.wrong+1, e.At)
	}
}
