package counter

import (
	"context"
	"fmt"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/report"
	"tim/domain/shift"
)

// foldPage is how many events a fold reads at a time.
const (
	foldPage      = 1_000
	foldPageBytes = 4 << 20
)

// sum is what a shift came to by the journal as it stands. What was folded before is kept: it costs what is new.
func (c *Counter) sum(ctx context.Context, f report.Filed, now time.Time) (report.Sum, error) {
	fold := c.folds[f.Shift.ID]
	if fold == nil {
		fold = report.NewFold(f.Shift, f.Epoch, f.First)
		if c.folds == nil {
			c.folds = map[string]*report.Fold{}
		}
		c.folds[f.Shift.ID] = fold
	}
	for {
		epoch, after := fold.Next()
		if epoch == c.head.Epoch && after >= c.head.Seq {
			break
		}
		_, records, _, err := c.Ledger.Events(ctx, epoch, after, foldPage, foldPageBytes)
		switch {
		case err != nil:
			return report.Sum{}, fmt.Errorf("read the shift's events: %w", err)
		case len(records) == 0: // a former epoch ends: the shift goes on in the next
			fold.Enter(epoch + 1)
		}
		for _, r := range records {
			fold.Apply(r)
		}
	}
	return fold.Sum(c.roll.Grand, c.program(now).Use.ValuePerPoint), nil
}

// closeShift closes a shift whose drawer was counted, and hands the drawer over where somebody takes it. A drawer that is over or
// short needs a reason, and a supervisor where the shop's policy says so.
func (c *Counter) closeShift(ctx context.Context, a CloseShift, now time.Time) error {
	if err := c.noCart(); err != nil {
		return err
	}
	f, err := c.counting(a.Shift)
	if err == nil && a.To == "" && c.sellsLast(f) {
		err = c.noHeld()
	}
	if err != nil {
		return err
	}
	z, taker, err := c.zOf(ctx, f, a, now)
	if err != nil {
		return err
	}
	if z.Over() == 0 {
		return c.writeZ(ctx, c.begin(now), f, z, taker)
	}
	over := z.Over()
	return c.policed(ctx, now, pending{what: shift.ActOver, total: over, reason: z.Reason, then: func(ctx context.Context, w *write, _ string) error {
		if z, taker, err = c.zOf(ctx, f, a, w.now); err == nil && z.Over() != over { // what was approved is that much
			err = fault.New(fault.Conflict, "approval.expired", nil)
		}
		if err != nil {
			return err
		}
		return c.writeZ(ctx, w, f, z, taker)
	}})
}

// zOf is the Z as the shift stands. Faults: shift.uncounted; those of takerOf and of report.Close.
func (c *Counter) zOf(ctx context.Context, f report.Filed, a CloseShift, now time.Time) (z report.Z, taker *shift.Staff, err error) {
	sum, err := c.sum(ctx, f, now)
	if err != nil {
		return z, nil, err
	}
	count := c.declared
	if count == nil || count.Declaration.Shift != f.Shift.ID || count.touched != sum.Touched() {
		return z, nil, fault.New(fault.Conflict, "shift.uncounted", nil)
	}
	z = report.Z{Counted: count.Declaration, Blind: count.Blind, Reason: a.Reason, Closer: c.who.ID, Unsent: int64(c.link(now).Waiting), Left: a.Left}
	if a.To != "" {
		if taker, err = c.takerOf(ctx, f, a, now); err != nil {
			return z, nil, err
		}
		z.To = taker.ID
	}
	z, err = report.Close(sum, z)
	return z, taker, err
}

// takerOf is who takes the drawer over, by their PIN. Faults: shift.open beside another shift; pin.locked (until); pin.wrong (tries).
func (c *Counter) takerOf(ctx context.Context, f report.Filed, a CloseShift, now time.Time) (*shift.Staff, error) {
	if c.shift != nil && c.shift.ID != f.Shift.ID {
		return nil, fault.New(fault.Conflict, "shift.open", nil)
	}
	meant, _ := c.meant(func(s shift.Staff) bool { return s.ID == a.To })
	if err := c.locked(meant, now); err != nil {
		return nil, err
	}
	taker, missed := c.whose(a.PIN, now, meant...)
	if taker == nil {
		return nil, c.refuseSignIn(ctx, a.To, missed, now)
	}
	return taker, nil
}

// writeZ closes the shift, and opens that of who takes the drawer over, in one write.
func (c *Counter) writeZ(ctx context.Context, w *write, f report.Filed, z report.Z, taker *shift.Staff) error {
	if _, err := f.Shift.Close(w.now); err != nil {
		return err
	}
	if err := c.dropCart(w); err != nil {
		return err
	}
	w.event(journal.ShiftClosed, &z)
	if taker != nil {
		w.event(journal.SignedOut, &shift.SignIn{Staff: c.who.ID})
		w.actor = taker.ID
		w.event(journal.SignedIn, &shift.SignIn{Staff: taker.ID})
		w.proved(taker.ID)
		if err := c.opens(w, taker.ID, shift.Counted{Amount: z.Left}, f.Shift.ID); err != nil {
			return err
		}
	}
	job := c.want(w, Job{Kind: PaperZ, Part: f.Shift.Number, Number: zNumber(f)})
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.opensDrawer()
	c.close()
	delete(c.folds, f.Shift.ID)
	c.last, c.returned, c.declared = nil, nil, nil
	if taker != nil {
		c.who = taker
	}
	c.notice = &Notice{Code: "shift.done", Args: fault.Args{"number": f.Shift.Number, "over": z.Over(), "unsent": z.Unsent}}
	f.Shift.Since = w.now
	c.showReport(ctx, job, c.zPaper(c.paper(c.shop, c.staff), f, z, w.batch.Seal))
	return nil
}

// opens adds the opening of a shift to a write.
func (c *Counter) opens(w *write, cashier string, float shift.Counted, from string) error {
	s, err := shift.Open(w.mint(w.now), c.Till, cashier, c.roll.Last+1, float, w.now)
	if err != nil {
		return err
	}
	s.From = from
	w.event(journal.ShiftOpened, &s)
	return nil
}

// learnRoll takes over the shifts as a write left them.
func (c *Counter) learnRoll(roll report.Roll) {
	c.roll, c.shift = roll, nil
	for _, f := range roll.Shifts {
		if f.Shift.State == shift.Opened {
			open := f.Shift
			c.shift = &open
		}
	}
}

// takeX is what the open shift came to so far. Who counts blind isn't told what the drawer should hold.
func (c *Counter) takeX(ctx context.Context, a TakeX, now time.Time) error {
	f, err := c.counting(a.Shift)
	if err != nil {
		return err
	}
	return c.policed(ctx, now, pending{what: shift.ActX, then: func(ctx context.Context, w *write, approver string) error {
		sum, err := c.sum(ctx, f, w.now)
		if err != nil {
			return err
		}
		w.event(journal.ReportTaken, &report.Taken{Shift: f.Shift.ID, Last: sum.Last})
		p := c.reportPaper(c.paper(c.shop, c.staff), f, sum, w.now)
		p.Hidden = c.blind() && approver == ""
		job := c.want(w, Job{Kind: PaperX, Number: "X-" + c.Till}.Drawing(Paper{Report: &p}))
		if err := c.commit(ctx, w); err != nil {
			return err
		}
		c.showReport(ctx, job, p)
		return nil
	}})
}

// reprintZ prints a Z again, marked.
func (c *Counter) reprintZ(ctx context.Context, a ReprintZ, now time.Time) error {
	f, z, seal, err := c.zAt(ctx, a.Number)
	if err != nil {
		return err
	}
	return c.policed(ctx, now, pending{what: shift.ActReZ, then: func(ctx context.Context, w *write, _ string) error {
		w.event(journal.ReportReprinted, &report.Taken{Shift: f.Shift.ID, Last: z.Sum.Last, Copies: 1})
		job := c.want(w, Job{Kind: PaperZ, Part: f.Shift.Number, Number: zNumber(f), Copy: true})
		if err := c.commit(ctx, w); err != nil {
			return err
		}
		p := c.zPaper(c.paper(c.shop, c.staff), f, z, seal)
		p.Copies = 1
		c.showReport(ctx, job, p)
		return nil
	}})
}

// zAt reads the Z of a shift by its number. Faults: shift.unknown; shift.unclosed.
func (c *Counter) zAt(ctx context.Context, number int64) (f report.Filed, z report.Z, seal journal.Seal, err error) {
	list, err := c.Ledger.Shifts(ctx, number+1, 1)
	switch {
	case err != nil:
		return f, z, seal, err
	case len(list) == 0 || list[0].Shift.Number != number:
		return f, z, seal, fault.New(fault.NotFound, "shift.unknown", nil)
	case list[0].Last == 0:
		return f, z, seal, fault.New(fault.Conflict, "shift.unclosed", nil)
	}
	f = list[0]
	_, records, seals, err := c.Ledger.Events(ctx, f.Closed, f.Last-1, foldPage, foldPageBytes)
	if err != nil || len(records) == 0 {
		return f, z, seal, fmt.Errorf("read the Z: %w", err)
	}
	if len(seals) > 0 {
		seal = seals[0]
	}
	return f, z, seal, journal.Decode(records[0].Event.Body, &z)
}

// reportPaper is an X as it is read.
func (c *Counter) reportPaper(p paper, f report.Filed, sum report.Sum, at time.Time) report.Paper {
	return report.Paper{Shop: p.shop.head(), Zone: c.Zone, At: at, Till: c.Till, Cashier: p.name(f.Shift.Cashier), Sum: sum, Head: sum.Head.Short(), Training: p.training}
}

func (c *Counter) zPaper(p paper, f report.Filed, z report.Z, seal journal.Seal) report.Paper {
	return c.reportPaper(p, f, z.Sum, f.Shift.Since).Closed(z, f.Shift.Since, seal, p.name)
}

// zNumber is how people know a Z.
func zNumber(f report.Filed) string { return fmt.Sprintf("Z %d", f.Shift.Number) }

// showReport shows a report and prints it. It stands whatever the printer says.
func (c *Counter) showReport(ctx context.Context, job *Job, p report.Paper) {
	c.report = &p
	c.press(job, Paper{Report: &p})
	if _, err := c.Printer.PrintReport(ctx, p); err != nil {
		c.unsaved(p.Sum.Shift.ID)
	}
}
