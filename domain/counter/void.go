package counter

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/sale"
	"tim/domain/shift"
)

// voidOrder throws the open cart away. Its points and vouchers go back in the same write (U6, V4). Once goods were scanned it needs a
// supervisor, because a sale that disappears after its total was said is how tills are robbed (retail practice).
func (c *Counter) voidOrder(ctx context.Context, a VoidOrder, now time.Time) error {
	if c.cart.ID == "" {
		return fault.New(fault.Invalid, "order.empty", nil)
	}
	void := func(ctx context.Context, w *write, _ string) error {
		said, err := c.writeVoid(ctx, w, a.Reason)
		if err != nil {
			return err
		}
		thrown := c.cart
		c.close()
		c.thrown = &thrown
		c.last, c.returned = nil, nil
		c.notice = (&Notice{Code: "order.voided", Undo: true}).and(said)
		return nil
	}
	if c.cart.LastLine == 0 {
		return void(ctx, c.begin(now), "")
	}
	return c.needApproval(ctx, now, pending{what: ActVoid, total: c.cart.Totals().Payable, then: void})
}

// deliver hands over an order that was sold for later; under trigger `completed` its points arise now (E8).
func (c *Counter) deliver(ctx context.Context, a Deliver, now time.Time) error {
	order, err := c.Ledger.Order(ctx, a.Order)
	if err != nil {
		return err
	}
	settled, err := order.Complete(now)
	if err != nil {
		return err
	}
	if err := c.writes(a.Order, order.Receipt); err != nil {
		return err
	}
	w := c.begin(now)
	w.event(journal.OrderDelivered, &sale.Filed{Order: settled.Order, Postings: settled.Postings}, settled.Postings...)
	w.put(settled.Order)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.notice = &Notice{Code: "order.delivered", Args: fault.Args{"number": order.Receipt, "points": earnedNow(settled)}}
	return nil
}

func earnedNow(s sale.Settled) int64 {
	if s.Lot == nil {
		return 0
	}
	return s.Lot.Points
}

// reprint journals that a receipt is printed again and prints it with the mark of a copy.
func (c *Counter) reprint(ctx context.Context, a Reprint, now time.Time) error {
	doc, err := c.receiptByKey(ctx, a.Order, now, true)
	if err != nil {
		return err
	}
	return c.policed(ctx, now, pending{what: shift.ActReprint, reason: doc.Number, then: func(ctx context.Context, w *write, _ string) error {
		w.event(journal.ReceiptReprinted, &sale.Reprint{Order: a.Order, Receipt: doc.Number})
		job := c.want(w, Job{Kind: PaperReceipt, Of: a.Order, Number: doc.Number, Copy: true})
		if err := c.commit(ctx, w); err != nil {
			return err
		}
		c.press(job, Paper{Receipt: &doc})
		if _, err := c.Printer.Print(ctx, doc); err != nil {
			return fault.Wrap(fault.Unavailable, "receipt.unsaved", err, fault.Args{"number": doc.Number})
		}
		c.notice = &Notice{Code: "receipt.reprinted", Args: fault.Args{"number": doc.Number}}
		return nil
	}})
}
