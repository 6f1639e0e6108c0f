package counter

import (
	"context"
	"time"

	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/shift"
)

// Drawer is the open shift so far, as far as who is signed in may know it. Amounts are VND.
type Drawer struct {
	Tickets  int64
	Cash     money.VND // what should be in it; 0 while Hidden
	Hidden   bool      // it is counted blind by who is signed in
	DropFrom money.VND // from so much cash on a safe drop is asked for
	Over     bool      // so much is in it
}

// blind says that who is signed in isn't told what a drawer should hold before it is counted.
func (c *Counter) blind() bool { return !c.shop.Policy.Open && c.who.Role < shift.Supervisor }

// addUp brings what the open shift came to up to the newest event. Where the journal can't be read nothing is known of the drawer;
// selling goes on, and the X says why.
func (c *Counter) addUp(ctx context.Context, now time.Time) {
	c.sofar = nil
	if c.shift == nil || c.who == nil {
		return
	}
	f, err := c.filed(c.shift.ID)
	if err != nil {
		return
	}
	if sum, err := c.sum(ctx, f, now); err == nil {
		c.sofar = &sum
	}
}

// drawer is what a screen may show of it, nil when nothing is known.
func (c *Counter) drawer() *Drawer {
	if c.sofar == nil || c.who == nil {
		return nil
	}
	cash := c.sofar.Cash().Expected
	d := Drawer{Tickets: c.sofar.Tickets, Cash: cash, Hidden: c.blind(), DropFrom: c.shop.Policy.DropFrom()}
	d.Over = cash >= d.DropFrom
	if d.Hidden {
		d.Cash = 0
	}
	return &d
}

// folded takes what was just written into the folds that stand right before it, so that a key costs what it wrote and reads nothing.
func (c *Counter) folded(before journal.Head, records []journal.Record) {
	for _, fold := range c.folds {
		if epoch, after := fold.Next(); epoch != before.Epoch || after != before.Seq {
			continue
		}
		for _, r := range records {
			fold.Apply(r)
		}
	}
}

// shifts lists the till's newest shifts; staff names come with them.
func (c *Counter) shifts(ctx context.Context, q Shifts) ([]FoundShift, error) {
	list, err := c.Ledger.Shifts(ctx, q.Before, limit(q.Limit))
	if err != nil {
		return nil, err
	}
	staff, err := c.Settings.Staff(ctx)
	if err != nil {
		return nil, err
	}
	names, found := paper{staff: staff}, make([]FoundShift, len(list))
	for i, f := range list {
		found[i] = FoundShift{Filed: f, Cashier: names.name(f.Shift.Cashier)}
	}
	return found, nil
}

// reportOf is the Z of a closed shift as it is read. It reads through the ports only, because it may run beside Do.
func (c *Counter) reportOf(ctx context.Context, number int64) (*report.Paper, error) {
	f, z, seal, err := c.zAt(ctx, number)
	if err != nil {
		return nil, err
	}
	shop, err := c.Settings.Shop(ctx)
	if err != nil {
		return nil, err
	}
	staff, err := c.Settings.Staff(ctx)
	if err != nil {
		return nil, err
	}
	p := c.zPaper(c.paper(shop, staff), f, z, seal)
	return &p, nil
}
