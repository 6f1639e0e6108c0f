package counter

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/shift"
)

// Training is a training that goes on: what is done at the till meanwhile is done on scratch storage.
type Training struct {
	Since time.Time
	Sales int64 // so far
}

// startTraining journals that somebody trains from now on, behind a supervisor's approval where the shop's policy wants one.
func (c *Counter) startTraining(ctx context.Context, now time.Time) error {
	if c.cart.ID != "" {
		return fault.New(fault.Conflict, "training.cart", nil)
	}
	return c.policed(ctx, now, pending{what: shift.ActTrain, then: func(ctx context.Context, w *write, _ string) error {
		t := shift.Training{Since: w.now, Approval: w.approval}
		if c.shift != nil {
			t.Shift = c.shift.ID
		}
		w.event(journal.TrainingStarted, &t)
		if err := c.commit(ctx, w); err != nil {
			return err
		}
		c.training = &t
		return nil
	}})
}

// endTraining journals that it is over.
func (c *Counter) endTraining(ctx context.Context, a EndTraining, now time.Time) error {
	if c.training == nil {
		return fault.New(fault.Conflict, "training.none", nil)
	}
	t := *c.training
	t.Approval, t.Why, t.Sales = "", a.Why, a.sales
	w := c.begin(now)
	w.event(journal.TrainingEnded, &t)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.training = nil
	c.notice = &Notice{Code: "training.ended", Args: fault.Args{"sales": t.Sales, "minutes": t.Minutes(now)}}
	if a.Why == shift.TrainingIdle {
		c.notice.Also = &Notice{Code: "training.idle"}
	}
	return nil
}

// besideTraining are the events that a till may write while somebody trains there: the link's, wrong PINs, and what the desk dealt
// with.
var besideTraining = map[journal.Kind]bool{journal.SharesGot: true, journal.SharesReturned: true, journal.SharesClosed: true,
	journal.SignInRefused: true, journal.ApprovalRefused: true, journal.AlertReconciled: true, journal.ClockJumped: true}

// leftoverPage is how many events are read at a time, from the newest on, for a training that has no end.
const leftoverPage = 64

// endLeftover journals the end of a training that a crash ended. Its beginning is the newest event but for those that may be
// written beside it.
func (c *Counter) endLeftover(ctx context.Context) error {
	for end := c.head.Seq; end > 0; {
		after := end - min(end, leftoverPage)
		events, err := c.between(ctx, after, end)
		if err != nil {
			return err
		}
		for _, e := range slices.Backward(events) {
			if besideTraining[e.Kind] {
				continue
			}
			var t shift.Training
			if e.Kind != journal.TrainingStarted || journal.Decode(e.Body, &t) != nil {
				return nil
			}
			t.Approval, t.Why = "", shift.TrainingCrash
			w := c.beginSync(c.now())
			w.event(journal.TrainingEnded, &t)
			return c.commit(ctx, w)
		}
		end = after
	}
	return nil
}

// between are the events of the present epoch behind one seq and up to another.
func (c *Counter) between(ctx context.Context, after, to uint64) (events []journal.Event, err error) {
	for after < to {
		_, records, _, err := c.Ledger.Events(ctx, c.head.Epoch, after, foldPage, foldPageBytes)
		if err != nil {
			return nil, fmt.Errorf("read the newest events: %w", err)
		}
		for _, r := range records {
			if after = r.Event.Seq; after <= to {
				events = append(events, r.Event)
			}
		}
	}
	return events, nil
}

// trained is the training as a screen is told of it, nil when there is none.
func (c *Counter) trained() *Training {
	if c.training == nil {
		return nil
	}
	t := Training{Since: c.training.Since}
	if c.real != nil {
		t.Sales = c.receipts
	}
	return &t
}

// receiptNumber is the next receipt's.
func (c *Counter) receiptNumber() string {
	if c.real != nil {
		return ident.TrainingReceipt(c.Till, c.receipts+1)
	}
	return ident.Receipt(c.Till, c.receipts+1)
}

// slipNumber is the next return's.
func (c *Counter) slipNumber() string {
	if c.real != nil {
		return ident.TrainingSlip(c.Till, c.slips+1)
	}
	return ident.ReturnSlip(c.Till, c.slips+1)
}
