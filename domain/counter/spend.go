package counter

import (
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/mutant"
	"tim/domain/share"
)

// rejoin takes up what the ledger knows of the chain.
func (c *Counter) rejoin(s Start) {
	if s.Chain == nil {
		return
	}
	chain := *s.Chain
	c.chain, c.synced = &chain, chain.LastSync
	c.saw(s.Wall)
}

// saw raises the high-water mark of this machine's clock.
func (c *Counter) saw(wall time.Time) {
	if c.chain != nil && wall.After(c.chain.High) {
		c.chain.High = wall
	}
}

// enrolled is the fault of a till that stands alone.
func (c *Counter) enrolled() error {
	if c.chain == nil {
		return fault.New(fault.Conflict, "share.unenrolled", nil)
	}
	return nil
}

// offset is how far central's clock is ahead of this one.
func (c *Counter) offset() time.Duration {
	if c.chain == nil {
		return 0
	}
	return c.chain.Offset
}

// linked says whether central can be asked.
func (c *Counter) linked() bool {
	return c.chain != nil && !c.chain.Ended && c.Link != nil && c.Link.Online()
}

// away says whether only what is held here can be had now.
func (c *Counter) away() bool { return c.chain != nil && !c.linked() }

// reading is a write that nothing is put into, for asking what one would find.
func (c *Counter) reading(now time.Time) *write {
	return &write{now: now, head: c.head, next: c.head.Seq + 1}
}

// spends says whether what is held may be spent at an instant: with the link up always; without it where the programme
// allows that, until it is too long since the last exchange, and not while the clock stands before what it showed.
func (c *Counter) spends(now time.Time) bool {
	if !c.away() {
		return true
	}
	rules, wall := c.program(now).Offline, c.wallAt(now)
	return !c.chain.Ended && rules.Use != loyalty.OfflineNone && !wall.Before(c.chain.High.Add(-clockSlack)) &&
		wall.Before(c.chain.LastSync.Add(time.Duration(rules.StopHours)*time.Hour))
}

// units are how many of a right this till may spend behind a write; any number in a till that stands alone.
func (c *Counter) units(w *write, right string) int64 {
	if !c.spends(w.now) {
		return 0
	}
	return c.held.Units(right) + w.moved[right]
}

// purse is the cart's member's points behind a write, as they are known and as this till may spend them.
type purse struct {
	known loyalty.Account
	here  loyalty.Account // the same in a till that stands alone
	trust int64           // points beyond here that a supervisor has let be taken (SHARES 7)
}

// purse counts in what undoing an earlier use gives back: that stays spendable whatever stops the rest, having left the
// account already.
func (c *Counter) purse(w *write, undone []loyalty.Posting) purse {
	known := c.member.within(w, undone...)
	if c.chain == nil || mutant.TakesUnheld {
		return purse{known: known, here: known}
	}
	back := map[string]int64{}
	for _, m := range loyalty.Moves(undone) {
		back[m.Lot] += share.Change(m)
	}
	return purse{known: known, here: known.Within(func(lot string) int64 { return max(0, c.units(w, lot)) + back[lot] })}
}

// reach is how many points may be used here without anybody else.
func (p purse) reach() int64 { return min(max(0, p.here.Usable)+p.trust, max(0, p.known.Usable)) }

// most is the most that may be used here, nil where nothing limits it.
func (p purse) most(c *Counter) *int64 {
	if c.chain == nil {
		return nil
	}
	n := p.reach()
	return &n
}

// lack is shares that an action has too few of here.
type lack struct {
	fault  *fault.Error
	member string
	points int64
	wants  []share.Units
}

// because is the fault, when central was asked and gave a reason.
func (l *lack) because(err error) error {
	return fault.Wrap(l.fault.Kind, l.fault.Code, err, l.fault.Args)
}

// plan is n points as takes from the lots of which this till holds enough, in the order of X6, and behind them on trust.
// Faults: points.short (have, want); points.elsewhere (have, want) where others hold what is missing.
func (c *Counter) plan(n int64, p purse, now time.Time) ([]loyalty.Take, error) {
	have := max(0, p.here.Usable)
	if n > p.reach() && n <= p.known.Usable {
		return nil, c.lacks(&lack{member: c.member.profile.ID, points: n - have,
			fault: fault.New(fault.Invalid, "points.elsewhere", fault.Args{"have": have, "want": n})})
	}
	if n <= have || n > p.known.Usable {
		return p.here.Plan(n, now)
	}
	return p.trusting(n, now)
}

func (c *Counter) lacks(l *lack) error {
	c.lack = l
	return l.fault
}

// owns says whether this till may spend a unit of a right, or act by it, behind a write: always while it stands alone.
func (c *Counter) owns(w *write, right string, code string, args fault.Args) error {
	if c.chain == nil || c.units(w, right) > 0 {
		return nil
	}
	return c.lacks(&lack{fault: fault.New(fault.Conflict, code, args), wants: []share.Units{{Right: right, N: 1}}})
}

// writes says whether this till holds an order's pen (SHARES 8). It is spent by nothing, so nothing stops it. Fault:
// order.elsewhere (number).
func (c *Counter) writes(order, number string) error {
	pen := share.Pen(order)
	if c.hasPen(pen) {
		return nil
	}
	return c.lacks(&lack{fault: fault.New(fault.Conflict, "order.elsewhere", fault.Args{"number": number}), wants: []share.Units{{Right: pen, N: 1}}})
}

func (c *Counter) hasPen(pen string) bool {
	return c.chain == nil || mutant.AnyPen || !c.chain.Ended && c.held.Units(pen) > 0
}

// needed says whether a right is the pen of an order that is being acted on.
func (c *Counter) needed(right string) bool {
	switch {
	case c.cart.ID != "" && right == share.Pen(c.cart.Key()):
		return true
	case c.swap != nil && right == share.Pen(c.swap.order.Key()), c.penAside(right):
		return true
	}
	return c.pending != nil && c.pending.from.ID != "" && right == share.Pen(c.pending.from.Key())
}

// awayReward is why a reward that the member could have can't be redeemed here without the link, nil when it can or there
// is one.
func (c *Counter) awayReward(r loyalty.Reward, p purse, now time.Time) *fault.Error {
	if !c.away() {
		return nil
	}
	err := c.inStock(c.reading(now), r)
	if err == nil {
		_, err = c.plan(r.Cost, p, now)
	}
	f, _ := fault.Of(err)
	return f
}

// awayVoucher is the same of a voucher that could be applied.
func (c *Counter) awayVoucher(v loyalty.Voucher, now time.Time) *fault.Error {
	if !c.away() {
		return nil
	}
	f, _ := fault.Of(c.holds(c.reading(now), v))
	return f
}
