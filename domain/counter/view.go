package counter

import (
	"slices"
	"time"

	"tim/domain/loyalty"
	"tim/domain/shift"
)

// state is what the screen needs, computed from what the till knows.
func (c *Counter) state(now time.Time) State {
	c.revision++
	s := State{Revision: c.revision, At: now, Shop: c.shop, Till: c.Till, Demo: c.PINs != nil, Roster: c.roster(),
		Staff: c.person(c.who), Locked: c.shut, Overseer: c.person(c.overseer), Link: c.link(now), Training: c.trained(), Notice: c.notice}
	if c.shift != nil {
		open := *c.shift
		s.Shift = &open
	}
	for _, f := range c.roll.Shifts {
		s.Shifts = append(s.Shifts, f.Shift)
	}
	s.Drawer = c.drawer()
	if c.left != nil {
		left := *c.left
		left.Cashier = paper{staff: c.staff}.name(left.Cashier)
		s.Left = &left
	}
	if c.declared != nil {
		count := *c.declared
		s.Count = &count
	}
	if c.report != nil {
		paper := *c.report
		s.Report = &paper
	}
	if c.alarm != nil {
		alarm := *c.alarm
		s.Alarm = &alarm
	}
	if p := c.pending; p != nil {
		s.Approval = &ApprovalNeeded{What: p.what, Line: p.line, Price: p.price, Part: p.part, Total: p.total, Of: p.from.Receipt, Reason: p.reason, By: p.by,
			Points: p.points, Beyond: p.beyond, Tries: p.tries}
	}
	if c.last != nil {
		last := *c.last
		s.Last = &last
	}
	if c.returned != nil {
		returned := *c.returned
		s.Returned = &returned
	}
	if c.bought != nil {
		bought := *c.bought
		s.Issued = &bought
	}
	top := c.counterTop(now, c.cart.Totals())
	s.Cart, s.Held = c.cartView(top, now), c.heldCarts(now)
	s.Member = c.memberView(top, now)
	return s
}

func (c *Counter) roster() []Person {
	people := make([]Person, len(c.staff))
	for i := range c.staff {
		people[i] = *c.person(&c.staff[i])
	}
	return people
}

func (c *Counter) person(s *shift.Staff) *Person {
	if s == nil {
		return nil
	}
	return &Person{ID: s.ID, Name: s.Name, Role: s.Role, PIN: c.PINs[s.ID]}
}

func (c *Counter) cartView(top counterTop, now time.Time) Cart {
	v := Cart{Order: c.cart.Clone(), Totals: top.totals, Marked: c.marked, Quantity: c.typed, Quick: quick(c.cart.InCash(top.totals.Due)),
		CanUndo: len(c.undo) > 0 || c.cart.ID == "" && c.thrown != nil, CanRedo: len(c.redo) > 0, Vouchers: c.onCart(top, now), Exchange: c.exchangeView(top.totals, now),
		Transfer: c.transferView()}
	if c.member != nil {
		v.WillEarn = c.rule(now).Earn(c.cart.BaseLines()).Reward
	}
	return v
}

func (c *Counter) memberView(top counterTop, now time.Time) *Member {
	m := c.member
	if m == nil {
		return nil
	}
	p := c.program(now)
	account := m.at(now)
	standing := c.standing(now)
	v := &Member{Profile: m.profile, Tier: standing.Tier, Account: account, Value: p.Use.Value(max(0, account.Usable)), Use: c.offer(now),
		Rewards: c.rewardOffers(top, now), AsMoney: c.moneyOffer(now), Vouchers: c.voucherOffers(top, now)}
	v.Unknown, v.Held = m.unknown && c.chain != nil, c.heldBy(m.profile.ID)
	if c.away() {
		v.Known = c.lastSync()
	}
	v.Profile.Consents = slices.Clone(m.profile.Consents)
	if standing.Next.ID != "" {
		v.Next = &NextTier{Tier: standing.Next, Missing: standing.Missing}
	}
	return v
}

// offer is what can be taken off the cart now, its own present use counted as still to spend.
func (c *Counter) offer(now time.Time) UseOffer {
	w := c.reading(now)
	var undone []loyalty.Posting
	if c.cart.Use.Points > 0 {
		undone = c.undoing(w, c.cart)
	}
	p := c.purse(w, undone)
	p.trust = approved(c.cart).points
	rules, here := c.program(now).Use, p.most(c)
	basis := c.basis(c.cart, p.known, now)
	if c.away() {
		basis.Here = here
	}
	limit := rules.Limit(basis)
	offer := UseOffer{Limit: limit, Levels: rules.Levels(basis, limit), Used: c.cart.Use.Points, Value: c.cart.Use.Value,
		Rules: rules, Usable: basis.Usable, Here: here}
	if c.trustful(now) {
		p.trust = c.trustLeft(w, undone)
		basis.Here = p.most(c)
		offer.Trust = max(0, rules.Limit(basis).Max-limit.Max)
	}
	return offer
}

// link is how the till stands with central. Since is when this program first saw it so; of a till that is offline, the last
// exchange.
func (c *Counter) link(now time.Time) Link {
	if c.chain == nil {
		return Link{Standalone: true}
	}
	online := c.linked()
	if online != c.online || c.since.IsZero() {
		c.online, c.since = online, now
		if !online {
			c.since = c.lastSync()
		}
	}
	l := Link{Online: online, Since: c.since}
	acked := c.chain.Acked
	if c.Link != nil {
		l.Trouble, acked = c.Link.Trouble(), max(acked, c.Link.Acked())
	}
	if c.head.Seq > acked {
		l.Waiting = int(c.head.Seq - acked)
	}
	return l
}

// lastSync is when this till was last in step with central, at the earliest when it joined.
func (c *Counter) lastSync() time.Time {
	if c.chain.LastSync.IsZero() {
		return c.chain.JoinedAt
	}
	return c.chain.LastSync
}
