package counter

import (
	"context"
	"fmt"

	"tim/domain/journal"
	"tim/domain/report"
)

// learnLeft follows what closes leave in the drawer, until somebody opens a shift with it.
func (c *Counter) learnLeft(e journal.Event) {
	switch e.Kind {
	case journal.ShiftOpened:
		c.left = nil
	case journal.ShiftClosed:
		var z report.Z
		if c.left = nil; journal.Decode(e.Body, &z) == nil && z.Left > 0 {
			c.left = &Left{Shift: z.Sum.Shift.Number, Cashier: z.Sum.Shift.Cashier, Amount: z.Left}
		}
	}
}

// leftBack is how many of the newest shifts are looked through for the one that was closed last.
const leftBack = 20

// recallLeft reads what the close left behind which nobody has opened since.
func (c *Counter) recallLeft(ctx context.Context) error {
	list, err := c.Ledger.Shifts(ctx, 0, leftBack)
	if err != nil {
		return fmt.Errorf("read the newest shifts: %w", err)
	}
	var opened, closed [2]uint64 // epoch and seq of the newest
	for _, f := range list {
		opened = later(opened, [2]uint64{uint64(f.Epoch), f.First})
		closed = later(closed, [2]uint64{uint64(f.Closed), f.Last})
	}
	if later(opened, closed) == opened {
		return nil
	}
	_, records, _, err := c.Ledger.Events(ctx, uint32(closed[0]), closed[1]-1, 1, foldPageBytes)
	if err == nil && len(records) > 0 { // an epoch that isn't carried here says nothing
		c.learnLeft(records[0].Event)
	}
	return nil
}

func later(a, b [2]uint64) [2]uint64 {
	if b[0] > a[0] || b[0] == a[0] && b[1] > a[1] {
		return b
	}
	return a
}
