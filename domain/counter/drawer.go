package counter

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

// moveCash puts cash into the drawer or takes it out, beside selling.
func (c *Counter) moveCash(ctx context.Context, a MoveCash, now time.Time) error {
	counted, err := cashOf(a.Pieces, a.Amount)
	if err != nil {
		return err
	}
	m, err := shift.Movement{Shift: c.shift.ID, Kind: a.Kind, Amount: counted.Amount, Counted: counted, Reason: a.Reason}.Checked()
	if err != nil {
		return err
	}
	act, known := movementActs[a.Kind]
	if !known {
		return fault.At("kind", "field.enum", fault.Args{"value": int64(a.Kind)})
	}
	return c.policed(ctx, now, pending{what: act, total: m.Amount, reason: m.Reason, then: func(ctx context.Context, w *write, _ string) error {
		m.Approval = w.approval
		w.event(journal.CashMoved, &m)
		if err := c.commit(ctx, w); err != nil {
			return err
		}
		c.opensDrawer()
		c.notice = &Notice{Code: act, Args: fault.Args{"amount": m.Amount}}
		return nil
	}})
}

var movementActs = map[shift.MovementKind]string{shift.PaidIn: shift.ActPaidIn, shift.PaidOut: shift.ActPaidOut, shift.SafeDrop: shift.ActDrop}

// cashOf is cash counted by pieces, or as one amount where there are none.
func cashOf(pieces [len(shift.Denominations)]int64, amount money.VND) (shift.Counted, error) {
	if pieces != [len(shift.Denominations)]int64{} {
		return shift.Count(pieces)
	}
	return shift.CountAmount(amount)
}

// policed does an act at once, or behind a supervisor's approval where the shop's policy wants one.
func (c *Counter) policed(ctx context.Context, now time.Time, p pending) error {
	if c.shop.Policy.NeedsApproval(p.what) {
		return c.needApproval(ctx, now, p)
	}
	return p.then(ctx, c.begin(now), "")
}

// openDrawer opens the drawer without a sale.
func (c *Counter) openDrawer(ctx context.Context, a OpenDrawer, now time.Time) error {
	reason, err := shift.Reason(a.Reason, true)
	if err != nil {
		return err
	}
	return c.policed(ctx, now, pending{what: shift.ActNoSale, reason: reason, then: func(ctx context.Context, w *write, _ string) error {
		w.event(journal.DrawerOpened, &shift.NoSale{Shift: c.shift.ID, Reason: reason, Approval: w.approval})
		if err := c.commit(ctx, w); err != nil {
			return err
		}
		c.opensDrawer()
		c.notice = &Notice{Code: "drawer.opened"}
		if c.real != nil {
			c.notice = &Notice{Code: "drawer.trained"}
		}
		return nil
	}})
}

// noCart refuses what ends or suspends a shift while a cart has goods.
func (c *Counter) noCart() error {
	if len(c.cart.Lines) > 0 {
		return fault.New(fault.Conflict, "shift.cart", nil)
	}
	return nil
}

// filed is the open shift's entry in the roll, or another's that isn't closed. Fault: shift.unknown.
func (c *Counter) filed(id string) (report.Filed, error) {
	for _, f := range c.roll.Shifts {
		if f.Shift.ID == id {
			return f, nil
		}
	}
	return report.Filed{}, fault.New(fault.NotFound, "shift.unknown", nil)
}

// suspendShift puts the drawer away: the till is free for another shift.
func (c *Counter) suspendShift(ctx context.Context, now time.Time) error {
	return c.stepShift(ctx, c.shift.ID, journal.ShiftSuspended, "shift.suspended", shift.Shift.Suspend, now)
}

// resumeShift goes on with a suspended shift, whose cashier must be the one who is signed in.
func (c *Counter) resumeShift(ctx context.Context, a ResumeShift, now time.Time) error {
	if c.shift != nil {
		return fault.New(fault.Conflict, "shift.open", nil)
	}
	f, err := c.filed(a.Shift)
	if err != nil {
		return err
	}
	if f.Shift.Cashier != c.who.ID {
		return fault.New(fault.Forbidden, "shift.other", nil)
	}
	return c.stepShift(ctx, a.Shift, journal.ShiftResumed, "shift.resumed", shift.Shift.Resume, now)
}

// closeBlind ends the selling under a shift before its drawer is counted.
func (c *Counter) closeBlind(ctx context.Context, now time.Time) error {
	if err := c.noHeld(); err != nil {
		return err
	}
	return c.stepShift(ctx, c.shift.ID, journal.ShiftSuspended, "shift.blind", shift.Shift.CloseBlind, now)
}

func (c *Counter) stepShift(ctx context.Context, id string, kind journal.Kind, code string, step func(shift.Shift, time.Time) (shift.Shift, error), now time.Time) error {
	if err := c.noCart(); err != nil {
		return err
	}
	f, err := c.filed(id)
	if err != nil {
		return err
	}
	if f.Shift, err = step(f.Shift, now); err != nil {
		return err
	}
	w := c.begin(now)
	if err := c.dropCart(w); err != nil {
		return err
	}
	w.event(kind, &shift.Step{Shift: id, State: f.Shift.State, At: now})
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.close()
	c.last, c.returned = nil, nil
	c.notice = &Notice{Code: code}
	return nil
}

// dropCart throws an empty cart away, whose member was perhaps attached already: what is off it goes back (SHARES 12).
func (c *Counter) dropCart(w *write) error {
	if c.cart.ID == "" {
		return nil
	}
	cart, err := w.clear(c.giveBack(w, c.cart))
	if err != nil {
		return err
	}
	if cart, err = cart.Void(w.now); err != nil {
		return err
	}
	w.event(journal.OrderVoided, &sale.Filed{Order: cart})
	w.put(cart)
	return nil
}

// countDrawer writes down what a drawer was counted to hold. Only then is it told what it should have held: a count that was written
// is never changed, another one stands beside it.
func (c *Counter) countDrawer(ctx context.Context, a CountDrawer, now time.Time) error {
	if err := c.noCart(); err != nil {
		return err
	}
	f, err := c.counting(a.Shift)
	if err != nil {
		return err
	}
	cash, err := cashOf(a.Pieces, a.Amount)
	if err != nil {
		return err
	}
	d := shift.Declaration{Shift: f.Shift.ID, Cash: cash, Cards: a.Cards, Bank: a.Bank}
	w := c.begin(now)
	w.event(journal.DrawerCounted, &d)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	sum, err := c.sum(ctx, f, now)
	if err != nil {
		return err
	}
	c.declared = &Count{Declaration: d, Cash: sum.Cash(), Blind: !c.shop.Policy.Open, touched: sum.Touched()}
	c.notice = &Notice{Code: "drawer.counted", Args: fault.Args{"amount": cash.Amount}}
	return nil
}

// counting is the shift whose drawer is counted: the named one, else the open one. A drawer that was put away is its cashier's and a
// supervisor's. Faults: shift.unknown, shift.other.
func (c *Counter) counting(id string) (report.Filed, error) {
	if id == "" && c.shift != nil {
		id = c.shift.ID
	}
	f, err := c.filed(id)
	if err == nil && f.Shift.State == shift.Suspended && f.Shift.Cashier != c.who.ID && c.who.Role < shift.Supervisor {
		err = fault.New(fault.Forbidden, "shift.other", nil)
	}
	return f, err
}
