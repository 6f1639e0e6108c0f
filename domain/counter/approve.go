package counter

import (
	"context"
	"crypto/sha256"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/shift"
)

// Acts that a supervisor approves.
const (
	ActPrice    = "price.override"
	ActDiscount = "line.discount"
	ActVoid     = "order.void"
	ActReturn   = "order.return"
	ActCancel   = "order.cancel"
	ActExchange = "order.exchange"
	ActTrust    = "points.trust"
	ActLater    = "order.return.later" // a return without the order's pen
	ActExpired  = "goods.expired"      // goods sold behind their last day
	ActRefund   = "refund.otherwise"   // money given back in another way than it came
)

// pending is an act that waits for a supervisor's PIN.
type pending struct {
	what   string
	line   sale.Line
	price  money.VND
	part   money.Percent
	total  money.VND
	from   sale.Order        // that goods come back from, zero of other acts
	lines  []sale.ReturnLine // of it
	by     sale.TenderKind   // that its money is to go back by, 0 as it came
	reason string            // given by who asked
	// points are to be used, beyond of them more than is held here: taken on trust.
	points, beyond int64
	hash           journal.Hash
	asked          time.Time
	tries          int64  // wrong PINs typed for it
	again          Action // of a change of the cart: what asks for it once more
	then           func(ctx context.Context, w *write, approver string) error
}

// needApproval parks an act until a supervisor's PIN comes.
func (c *Counter) needApproval(_ context.Context, now time.Time, p pending) error {
	p.hash, p.asked = c.actHash(p), now
	c.pending = &p
	return nil
}

// moveOn drops an act that waits when something else is done: its supervisor would approve what isn't there any more.
func (c *Counter) moveOn(a Action) {
	switch a.(type) {
	case Approve, Dismiss, Unlock:
	default:
		c.pending = nil
	}
}

// actHash names exactly what was asked: another line, price, total or other goods are another act.
func (c *Counter) actHash(p pending) journal.Hash {
	return journal.Hash(sha256.Sum256(journal.Encode(&act{order: c.cart.Key(), from: p.from.Key(), p: p})))
}

// about is the order that the act is on: the one that goods come back from, else the cart.
func (c *Counter) about(p *pending) string {
	if p.from.ID != "" {
		return p.from.Key()
	}
	return c.cart.Key()
}

type act struct {
	order string
	from  string
	p     pending
}

// Code is the canonical form that is hashed.
func (a *act) Code(c *journal.Codec) {
	c.Version(4)
	journal.String(c, &a.order)
	journal.String(c, &a.p.what)
	journal.String(c, &a.p.reason)
	a.p.line.Code(c)
	journal.Int(c, &a.p.price)
	journal.Int(c, &a.p.part)
	journal.Int(c, &a.p.total)
	journal.String(c, &a.from)
	journal.List(c, &a.p.lines, func(c *journal.Codec, l *sale.ReturnLine) {
		journal.String(c, &l.ID)
		journal.Int(c, &l.Quantity)
	})
	journal.Int(c, &a.p.points)
	journal.Int(c, &a.p.beyond)
	journal.Uint(c, &a.p.by)
}

// approve checks the PIN and does the waiting act in the same write as the approval's event. A question older than
// shift.ApprovalLife must be asked again.
func (c *Counter) approve(ctx context.Context, a Approve, now time.Time) error {
	p := c.pending
	if p == nil {
		return fault.New(fault.Conflict, "approval.nothing", nil)
	}
	meant, aside := c.meant(func(s shift.Staff) bool { return s.Role >= shift.Supervisor && s.ID != c.who.ID })
	if err := c.locked(meant, now); err != nil {
		return err
	}
	approval := shift.Approval{Act: p.hash, What: p.what, Order: c.about(p), Requester: c.who.ID, AskedAt: p.asked}
	who, missed := c.whose(a.PIN, now, append(meant, aside...)...)
	if err := c.mayApprove(who, missed); err != nil {
		return c.refuseApproval(ctx, approval, err, missed, now)
	}
	approval.Approver = who.ID
	if !approval.Covers(c.actHash(*p), now) {
		c.pending = nil
		return fault.New(fault.Conflict, "approval.expired", nil)
	}
	w := c.begin(now)
	w.approval, w.again = w.event(journal.ApprovalGiven, &approval), p.again
	w.proved(who.ID)
	c.pending = nil
	return p.then(ctx, w, who.ID)
}

// mayApprove refuses whoever may not approve what the signed-in person asked. Faults: pin.wrong (tries), approval.self, approval.role (name).
func (c *Counter) mayApprove(who *shift.Staff, missed []shift.Tries) error {
	switch {
	case who == nil:
		return wrongPIN(missed)
	case who.ID == c.who.ID:
		return fault.New(fault.Forbidden, "approval.self", nil)
	case who.Role < shift.Supervisor:
		return fault.New(fault.Forbidden, "approval.role", fault.Args{"name": who.Name})
	}
	return nil
}

// refuseApproval journals a PIN that doesn't approve, and counts it: for all acts together, so that asking anew gives no new tries. Who
// types their own by mistake guesses nobody's.
func (c *Counter) refuseApproval(ctx context.Context, approval shift.Approval, why error, missed []shift.Tries, now time.Time) error {
	if fault.Code(why) == "approval.self" {
		missed = nil
	}
	if err := c.refuse(ctx, journal.ApprovalRefused, &approval, missed, now); err != nil {
		return err
	}
	if fault.Code(why) == "pin.wrong" {
		c.pending.tries++
	}
	return why
}
