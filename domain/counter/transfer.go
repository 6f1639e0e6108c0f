package counter

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
)

// ActTransfer is a transfer that somebody says has come, above what a cashier may say alone.
const ActTransfer = "transfer.confirm"

// awaitTransfer asks the customer for a transfer. The cart waits for it on disk: whatever happens to the till, the bank's word
// finds it.
func (c *Counter) awaitTransfer(ctx context.Context, a AwaitTransfer, now time.Time) error {
	if a.Amount == 0 {
		a.Amount = c.cart.Totals().Due
	}
	cart, err := c.cart.Awaiting(a.Amount, now)
	if err != nil {
		return err
	}
	known, err := c.Ledger.Transfers(ctx, cart.TransferMemo())
	if err != nil {
		return err
	}
	known.Order = cart.Key()
	w := c.begin(now)
	w.event(journal.TransferAwaited, &sale.Filed{Order: cart})
	w.put(cart)
	w.batch.Transfers = []sale.Transfers{known}
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.cart, c.last, c.returned = cart, nil, nil
	c.notice = &Notice{Code: "transfer.awaited", Args: fault.Args{"amount": a.Amount, "memo": known.Memo}}
	if c.Press != nil && c.Press.On() && c.Press.AsksOnPaper() {
		c.pressTransfer(cart)
	}
	return nil
}

// confirmTransfer takes the cashier's word that what the cart waits for has come.
func (c *Counter) confirmTransfer(ctx context.Context, a ConfirmTransfer, now time.Time) error {
	if c.cart.Awaited.Amount == 0 {
		return fault.New(fault.Conflict, "transfer.none", nil)
	}
	return c.byHand(ctx, sale.Tender{Kind: sale.Transfer, Received: c.cart.Awaited.Amount, Reference: a.Reference}, now)
}

// byHand adds a transfer that somebody says has come: a screen that the customer shows is no proof, so that much money takes two, in
// however many parts it is confirmed.
func (c *Counter) byHand(ctx context.Context, t sale.Tender, now time.Time) error {
	if _, err := c.cart.ByTransfer(t); err != nil {
		return err
	}
	confirm := func(ctx context.Context, w *write, approver string) error {
		t.Approver = approver
		cart, err := c.cart.ByTransfer(t)
		if err != nil {
			return err
		}
		known, err := c.Ledger.Transfers(ctx, cart.TransferMemo())
		if err != nil {
			return err
		}
		known.Order = cart.Key()
		w.event(journal.TransferConfirmed, &sale.Filed{Order: cart, Approval: w.approval})
		w.batch.Transfers = []sale.Transfers{known}
		return c.tendered(ctx, w, cart, t.Received)
	}
	all := c.cart.PaidBy(sale.Transfer) + t.Received
	if all <= c.shop.Policy.ByHandFree() {
		return confirm(ctx, c.begin(now), "")
	}
	return c.needApproval(ctx, now, pending{what: ActTransfer, total: all, then: confirm})
}

// landsVoid writes that the transfers which paid the cart are on one that is thrown away, and says so.
func (c *Counter) landsVoid(ctx context.Context, w *write) (*Notice, error) {
	known, err := c.Ledger.Transfers(ctx, c.cart.TransferMemo())
	if err != nil {
		return nil, err
	}
	var said *Notice
	list := c.cart.LandsVoid(known)
	for _, landed := range list {
		w.event(journal.TransferLanded, &landed)
		said = said.and(landedNotice(landed))
	}
	if len(list) > 0 {
		known.Order, known.Landed = c.cart.Key(), slices.Concat(known.Landed, list)
		w.batch.Transfers = []sale.Transfers{known}
	}
	return said, nil
}

// land deals with what central told of transfers for this till's orders, each once.
func (c *Counter) land(ctx context.Context) error {
	if c.Bank == nil || c.training != nil {
		return nil
	}
	list, err := c.Bank.Received(ctx)
	if err != nil {
		return fmt.Errorf("read what the bank told: %w", err)
	}
	for _, t := range list {
		if !sale.MemoOf(t.Memo, c.Till) {
			continue
		}
		known, err := c.Ledger.Transfers(ctx, t.Memo)
		if err != nil {
			return err
		}
		if known.Knows(t.ID) {
			continue
		}
		if err := c.landOne(ctx, t, known); err != nil {
			return err
		}
	}
	return nil
}

// landOne writes what a transfer was to its order, and the cart that it pays. Where it is all that was due and the cashier is still
// there, the sale is finished in the same write.
func (c *Counter) landOne(ctx context.Context, t sale.Received, known sale.Transfers) error {
	order, err := c.paidBy(ctx, known)
	if err != nil {
		return err
	}
	next, landed, err := order.Lands(t, known)
	if err != nil {
		return err
	}
	before := known
	known.Landed = append(slices.Clone(known.Landed), landed)
	begin := func() *write {
		w := c.beginSync(c.now())
		w.event(journal.TransferLanded, &landed)
		w.batch.Transfers = []sale.Transfers{known}
		return w
	}
	atHand := landed.Taken > 0 && next.ID == c.cart.ID
	if atHand {
		c.pending = nil
	}
	if atHand && next.Totals().Due == 0 && c.who != nil && !c.shut && c.shift != nil {
		err := c.settle(ctx, begin(), next)
		switch {
		case err == nil:
			c.notice = landedNotice(landed)
			return nil
		case fault.Code(err) == "exchange.changed": // the cart is another one now
			return c.landOne(ctx, t, before)
		}
	}
	w := begin()
	if landed.Taken > 0 {
		w.event(journal.TransferConfirmed, &sale.Filed{Order: next})
		w.put(next)
	}
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	if atHand {
		c.cart = next
	} else if i := c.asideOf(next.ID); landed.Taken > 0 && i >= 0 {
		c.aside[i].order = next
	}
	c.notice = landedNotice(landed)
	return nil
}

// paidBy is the order that a transfer's memo is of, zero when it isn't known here.
func (c *Counter) paidBy(ctx context.Context, known sale.Transfers) (sale.Order, error) {
	if c.cart.ID != "" && c.cart.TransferMemo() == known.Memo {
		return c.cart, nil
	}
	for _, a := range c.aside {
		if a.order.TransferMemo() == known.Memo {
			return a.order, nil
		}
	}
	if known.Order == "" {
		return sale.Order{}, nil
	}
	order, err := c.Ledger.Order(ctx, known.Order)
	if fault.Code(err) == "order.unknown" {
		return sale.Order{}, nil
	}
	return order, err
}

// asideOf is the place of a cart put aside, -1 when it isn't there.
func (c *Counter) asideOf(id string) int {
	return slices.IndexFunc(c.aside, func(a aside) bool { return a.order.ID == id })
}

// landedNotice says at the till what came of a transfer.
func landedNotice(l sale.Landed) *Notice {
	return &Notice{Code: l.As.Code(), Error: !l.As.Good(), Args: fault.Args{
		"amount": l.Transfer.Amount, "taken": l.Taken, "over": l.Transfer.Amount - l.Taken, "memo": l.Transfer.Memo}}
}

// TransferView is a transfer that the customer was asked for, as screens show it.
type TransferView struct {
	Amount money.VND
	Since  time.Time
	QR     string // sale.VietQR, "" where the shop named no account that a code can pay
	Bank   string // account as the shop writes it
	Memo   string
	Told   bool // the bank's word can reach this till now: it is linked to central
}

// transferView is the transfer that the cart waits for, nil when it waits for none.
func (c *Counter) transferView() *TransferView {
	if c.cart.Awaited.Amount == 0 {
		return nil
	}
	return &TransferView{Amount: c.cart.Awaited.Amount, Since: c.cart.Awaited.Since, Bank: c.shop.Bank, Memo: c.cart.TransferMemo(), Told: c.linked(),
		QR: c.shop.transferCode(c.cart)}
}

func (AwaitTransfer) action()   {}
func (ConfirmTransfer) action() {}
func (PrintTransfer) action()   {}
