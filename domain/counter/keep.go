package counter

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"tim/domain/invoice"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/domain/share"
)

// Held is all that is held here, by right.
func (c *Counter) Held() []share.Units {
	c.acquire()
	defer c.release()
	return slices.SortedFunc(c.held.Each, func(a, b share.Units) int { return cmp.Compare(a.Right, b.Right) })
}

// Kept is what may be returned at a clean exit and asked for again at the next start (SHARES 12): all that is held but
// the pens of orders and the numbers of invoices.
func (c *Counter) Kept() []share.Units {
	return slices.DeleteFunc(c.Held(), func(u share.Units) bool {
		return u.N <= 0 || strings.HasPrefix(u.Right, share.Pen("")) || invoice.IsRight(u.Right)
	})
}

// Surplus is what should be given back now: of the points of members whose cart was closed, what is beyond the programme's
// offline.keep_points, what lapsed, and what the balance here no longer covers. It goes on saying so until GiveBack. It holds up
// whoever sells, so it looks at some members and orders at a time, those that it says something of again behind the others.
func (c *Counter) Surplus(ctx context.Context) ([]share.Units, error) {
	c.acquire()
	defer c.release()
	if c.chain == nil {
		c.served, c.serving = nil, nil
		return nil, nil
	}
	var surplus []share.Units
	var still []string
	some := c.served[:min(len(c.served), servedMax)]
	for _, member := range some {
		units, err := c.surplusOf(ctx, member)
		if err != nil {
			return nil, err
		}
		for _, u := range units { // one whose account flowed into another's has the same lots
			if !slices.ContainsFunc(surplus, func(o share.Units) bool { return o.Right == u.Right }) {
				surplus = append(surplus, u)
			}
		}
		if len(units) > 0 {
			still = append(still, member)
		} else {
			delete(c.serving, member)
		}
	}
	c.served = append(slices.Clone(c.served[len(some):]), still...)
	pens, err := c.finishedPens(ctx)
	return append(surplus, pens...), err
}

// How much one Surplus does: pens that go back at once, orders that are read for them, and members whose accounts are.
const (
	pensMax   = 200
	pensRead  = 400
	servedMax = 64
)

// sweep is the pens that are still to be looked at while one shift is open.
type sweep struct {
	shift string   // "" while none is open
	pens  []string // rights, in order
}

// finishedPens are pens of orders of closed shifts that are done with: they go to central behind the Z, where any till can
// ask for them (SHARES 8). Orders that are still to be paid or delivered keep theirs.
func (c *Counter) finishedPens(ctx context.Context) ([]share.Units, error) {
	selling := ""
	if c.shift != nil {
		selling = c.shift.ID
	}
	if c.swept == nil || c.swept.shift != selling {
		c.swept = &sweep{selling, c.pens()}
	}
	var pens []share.Units
	read, left := 0, c.swept.pens
	for read < pensRead && len(pens) < pensMax && len(left) > 0 {
		right := left[0]
		left = left[1:]
		n := c.held.Units(right)
		if n <= 0 || c.needed(right) {
			continue
		}
		read++
		order, err := c.orderOf(ctx, strings.TrimPrefix(right, share.Pen("")))
		if err != nil {
			return nil, err
		}
		if order != nil && order.Shift != selling && finished(*order) {
			pens = append(pens, share.Units{Right: right, N: n})
		}
	}
	again := make([]string, 0, len(pens)+len(left)) // they are said until they have gone back
	for _, u := range pens {
		again = append(again, u.Right)
	}
	c.swept.pens = append(again, left...)
	return pens, nil
}

// pens are all pens that are held here, in order.
func (c *Counter) pens() (rights []string) {
	for u := range c.held.Each {
		if u.N > 0 && strings.HasPrefix(u.Right, share.Pen("")) {
			rights = append(rights, u.Right)
		}
	}
	slices.Sort(rights)
	return rights
}

func finished(o sale.Order) bool {
	s := o.State()
	return s == sale.Completed || s == sale.Returned || s == sale.Cancelled
}

// surplusOf keeps those points that are used first.
func (c *Counter) surplusOf(ctx context.Context, member string) ([]share.Units, error) {
	account, keep, err := c.keeps(ctx, member)
	if err != nil {
		return nil, err
	}
	var units []share.Units
	for _, l := range account.Lots {
		held := c.held.Units(l.ID)
		if held <= 0 {
			continue
		}
		kept := min(held, l.Remaining, keep)
		keep -= kept
		if held > kept {
			units = append(units, share.Units{Right: l.ID, N: held - kept})
		}
	}
	return units, nil
}

// keeps is how much of a member's points may be held here, and the account as it is known.
func (c *Counter) keeps(ctx context.Context, member string) (loyalty.Account, int64, error) {
	postings, err := c.Members.Postings(ctx, member)
	if err != nil {
		return loyalty.Account{}, 0, fmt.Errorf("read the account: %w", err)
	}
	now := c.now()
	account, rules := loyalty.Fold(postings).At(now), c.program(now).Offline
	if rules.Use == loyalty.OfflineNone {
		return account, 0, nil
	}
	return account, rules.KeepPoints, nil
}

// Want is points of a member's that should be asked for, or units of a right.
type Want struct {
	Member string
	Points int64
	Units  share.Units // zero of a Want for points
}

// wantsMax is how many members are asked for at a time, regularsMax how many wait for that.
const (
	wantsMax    = 16
	regularsMax = 1024
)

// Wanted is what should be asked for while nothing else happens: of members who were at this shop, what this till may keep
// and lacks, each once a visit, so that a recall ends it until the next (SHARES 12); and numbers of invoices before they run out.
func (c *Counter) Wanted(ctx context.Context) ([]Want, error) {
	c.acquire()
	defer c.release()
	wants := c.wantedNumbers()
	for len(c.regulars) > 0 && len(wants) < wantsMax {
		member := c.regulars[0]
		account, keep, err := c.keeps(ctx, member)
		if err != nil {
			return nil, err
		}
		c.regulars = c.regulars[1:]
		keep = min(keep, account.Balance)
		for _, l := range account.Lots {
			keep -= max(0, c.held.Units(l.ID))
		}
		if keep > 0 {
			wants = append(wants, Want{Member: member, Points: keep})
		}
	}
	return wants, nil
}

// Seen notes members whose accounts changed at this shop: here, or at another of its tills, by the feed.
func (c *Counter) Seen(members ...string) {
	c.acquire()
	defer c.release()
	for _, m := range members {
		c.seen(m)
	}
}

func (c *Counter) seen(member string) {
	if c.chain != nil && len(c.regulars) < regularsMax && !slices.Contains(c.regulars, member) {
		c.regulars = append(c.regulars, member)
	}
	if c.chain == nil || c.serving[member] {
		return
	}
	if c.serving == nil {
		c.serving = map[string]bool{}
	}
	c.serving[member] = true
	c.served = append(c.served, member)
}

// serve remembers a member whose cart is closed.
func (c *Counter) serve(m *attached) {
	if m != nil {
		c.seen(m.profile.ID)
	}
}
