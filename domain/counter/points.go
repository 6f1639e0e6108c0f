package counter

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// usePoints takes points off the order and off the account in one write; an earlier use goes back first (U5), and so do
// vouchers that don't go with points.
func (c *Counter) usePoints(ctx context.Context, a UsePoints, now time.Time) error {
	if c.member == nil {
		return fault.New(fault.Invalid, "member.none", nil)
	}
	if a.Points == 0 && c.cart.Use.Points == 0 {
		return nil
	}
	return c.takePoints(ctx, c.begin(now), a.Points, nil)
}

// takePoints is usePoints, with what a supervisor has let be taken on trust; nil: one is asked first, where one may be.
func (c *Counter) takePoints(ctx context.Context, w *write, n int64, t *trust) error {
	cart, left, err := c.recheckVouchers(w, c.cart, n)
	if err != nil {
		return err
	}
	undone := c.undoing(w, cart)
	if t == nil {
		before := approved(cart)
		t = &before
		if asked, err := c.askTrust(ctx, w, n, cart, undone); asked || err != nil {
			return err
		}
	}
	use, err := c.chooseUse(w, n, cart, undone, t)
	if err != nil {
		return err
	}
	if cart, err = cart.Using(use); err != nil {
		return err
	}
	c.usedEvent(w, cart, undone)
	w.put(cart)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	former := c.cart
	c.cart = cart
	c.remember(former, w)
	c.keepMark()
	c.notice = &Notice{Code: "points.used", Args: fault.Args{"points": cart.Use.Points, "value": cart.Use.Value}, Also: left}
	if cart.Use.Points == 0 {
		c.notice.Code = "points.given_back"
	}
	return nil
}

// chooseUse is n points as a use of them, checked against the programme's limits; 0 is no use.
func (c *Counter) chooseUse(w *write, n int64, cart sale.Order, undone []loyalty.Posting, t *trust) (sale.PointsUse, error) {
	if n == 0 {
		return sale.PointsUse{}, nil
	}
	p := c.purse(w, undone)
	if t.points > 0 { // central may have heard meanwhile, and the programme changed
		p.trust = min(t.points, c.trustLeft(w, undone))
	}
	if err := c.program(w.now).Use.Check(n, c.basis(cart, p.known, w.now)); err != nil {
		return sale.PointsUse{}, err
	}
	return c.use(n, p, t.approver, w.now)
}

// recheckPoints holds the points that are off a changed cart to its limits: more than may now be used goes back, and the
// Notice says so (U5).
func (c *Counter) recheckPoints(w *write, cart sale.Order) (sale.Order, *Notice, error) {
	if cart.Use.Points == 0 || c.member == nil {
		return cart, nil, nil
	}
	undone := c.undoing(w, cart)
	p := c.purse(w, undone)
	p.trust = approved(cart).points
	bare, basis := withoutUse(cart), c.basis(cart, p.known, w.now)
	basis.Here = p.most(c)
	limit := c.program(w.now).Use.Limit(basis)
	if cart.Use.Points <= limit.Max {
		return cart, nil, nil
	}
	notice := &Notice{Code: "points.reduced", Args: fault.Args{"from": cart.Use.Points, "to": limit.Max}}
	if limit.Max > 0 {
		use, err := c.use(limit.Max, p, cart.Use.Approver, w.now)
		if err != nil {
			return cart, nil, err
		}
		bare.Use = use
	}
	c.usedEvent(w, bare, undone)
	return bare, notice, nil
}

// giveBack takes the points off the cart and gives them back to the account, in the write (U6).
func (c *Counter) giveBack(w *write, cart sale.Order) sale.Order {
	undone := c.undoing(w, cart)
	if len(undone) == 0 {
		return cart
	}
	cart = withoutUse(cart)
	c.usedEvent(w, cart, undone)
	return cart
}

// usedEvent journals how many points are off the order now, and what that did to the account: the undoing of an
// earlier use and the new takes.
func (c *Counter) usedEvent(w *write, cart sale.Order, undone []loyalty.Posting) {
	kind, postings := journal.PointsUseUndone, undone
	if cart.Use.Points > 0 {
		kind = journal.PointsUsed
		postings = append(postings, loyalty.Posting{Member: cart.Member, Kind: loyalty.Use, Order: cart.Key(), Takes: cart.Use.Takes})
	}
	w.event(kind, &sale.Filed{Order: cart, Postings: postings, Approval: w.approval}, postings...)
}

// undoing is the posting that gives the points of a cart back: to the lots they came from, or where such a lot has
// lapsed meanwhile to a child of it (SHARES 2).
func (c *Counter) undoing(w *write, cart sale.Order) []loyalty.Posting {
	if cart.Use.Points == 0 || c.member == nil {
		return nil
	}
	grace := time.Duration(c.program(w.now).Returns.GraceDays) * 24 * time.Hour
	account := c.member.at(w.now)
	restores, children := loyalty.UndoTakes(cart.Use.Takes, account, w.now, grace, c.mint.New(w.now))
	p := loyalty.Posting{Member: cart.Member, Kind: loyalty.UseUndone, Order: cart.Key(), Restores: restores, Lots: children}
	p.Ref = w.ref("undo", 0)
	return []loyalty.Posting{p}
}

// use is n points as takes from the account's lots, in the order of X6; approver is who lets some be taken on trust. Faults:
// those of plan.
func (c *Counter) use(n int64, p purse, approver string, now time.Time) (sale.PointsUse, error) {
	takes, err := c.plan(n, p, now)
	if err != nil {
		return sale.PointsUse{}, err
	}
	use := sale.PointsUse{Points: n, Value: c.program(now).Use.Value(n), Takes: takes}
	if loyalty.OnTrust(takes) > 0 {
		use.Approver = approver
	}
	return use, nil
}

func withoutUse(cart sale.Order) sale.Order {
	cart = cart.Clone()
	cart.Use = sale.PointsUse{}
	return cart
}

// basis is what the limits of points look at (U3), the order's present use not counted.
func (c *Counter) basis(cart sale.Order, account loyalty.Account, now time.Time) loyalty.UseBasis {
	payable, left := withoutUse(cart).Basis()
	p := c.program(now)
	return loyalty.UseBasis{Payable: payable, LeftToPay: left, Usable: account.Usable, Disabled: p.UseDisabled()}
}
