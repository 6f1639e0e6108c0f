package counter

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

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
// the pens of orders.
func (c *Counter) Kept() []share.Units {
	return slices.DeleteFunc(c.Held(), func(u share.Units) bool { return u.N <= 0 || strings.HasPrefix(u.Right, share.Pen("")) })
}

// Surplus is what should be given back now: of the points of members whose cart was closed, what is beyond the programme's
// offline.keep_points, what lapsed, and what the balance here no longer covers. It goes on saying so until GiveBack.
func (c *Counter) Surplus(ctx context.Context) ([]share.Units, error) {
	c.acquire()
	defer c.release()
	if c.chain == nil {
		c.served = nil
		return nil, nil
	}
	var surplus []share.Units
	var still []string
	for _, member := range c.served {
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
		}
	}
	c.served = still
	pens, err := c.finishedPens(ctx)
	return append(surplus, pens...), err
}

// pensMax is how many pens go back at once.
const pensMax = 200

// finishedPens are pens of orders of closed shifts that are done with: they go to central behind the Z, where any till can
// ask for them (SHARES 8). Orders that are still to be paid or delivered keep theirs.
func (c *Counter) finishedPens(ctx context.Context) ([]share.Units, error) {
	selling := ""
	if c.shift != nil {
		selling = c.shift.ID
	}
	if c.swept != nil && *c.swept == selling {
		return nil, nil
	}
	var pens []share.Units
	for u := range c.held.Each {
		key, isPen := strings.CutPrefix(u.Right, share.Pen(""))
		if !isPen || u.N <= 0 || c.needed(u.Right) {
			continue
		}
		order, err := c.orderOf(ctx, key)
		if err != nil {
			return nil, err
		}
		if order != nil && order.Shift != selling && finished(*order) {
			pens = append(pens, u)
		}
	}
	slices.SortFunc(pens, func(a, b share.Units) int { return cmp.Compare(a.Right, b.Right) })
	if len(pens) == 0 {
		c.swept = &selling
	}
	return pens[:min(len(pens), pensMax)], nil
}

func finished(o sale.Order) bool {
	s := o.State()
	return s == sale.Completed || s == sale.Returned || s == sale.Cancelled
}

// surplusOf keeps those points that are used first.
func (c *Counter) surplusOf(ctx context.Context, member string) ([]share.Units, error) {
	postings, err := c.Members.Postings(ctx, member)
	if err != nil {
		return nil, fmt.Errorf("read the account: %w", err)
	}
	now := c.now()
	rules := c.program(now).Offline
	keep := rules.KeepPoints
	if rules.Use == loyalty.OfflineNone {
		keep = 0
	}
	var units []share.Units
	for _, l := range loyalty.Fold(postings).At(now).Lots {
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

// serve remembers a member whose cart is closed.
func (c *Counter) serve(m *attached) {
	if m != nil && c.chain != nil && !slices.Contains(c.served, m.profile.ID) {
		c.served = append(c.served, m.profile.ID)
	}
}
