package counter

import (
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
)

// handBack turns an unused voucher of the cart's member into the points that it cost (C5): into their lots, or where such a
// lot has lapsed into a child that lives the grace.
func (c *Counter) handBack(ctx context.Context, a HandBack, now time.Time) error {
	if c.member == nil {
		return fault.New(fault.Invalid, "member.none", nil)
	}
	v, err := c.own(ctx, a.Code)
	if err != nil {
		return err
	}
	if v, err = v.HandBack(now); err != nil {
		return err
	}
	restores, children := loyalty.UndoTakes(v.Takes, c.member.at(now), now, c.program(now).Returns.Grace(), loyalty.LotID(v.Issue, v.Generation))
	postings := []loyalty.Posting{{Member: v.Member, Kind: loyalty.RedeemUndone, Voucher: v.ID, Restores: restores, Lots: children}}
	w := c.begin(now)
	if err := c.holds(w, v); err != nil {
		return err
	}
	moves := append(c.restocks(v), leaves(v))
	w.add(c.mint.New(now), journal.VoucherReturned, &loyalty.VoucherMoved{Voucher: v, Postings: postings}, moves, postings...)
	w.change(v)
	c.count(w, v.Reward, -1)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.notice = &Notice{Code: "voucher.handed_back", Args: voucherArgs(v, fault.Args{"points": v.Cost})}
	return nil
}

// restocks is the unit of its reward's stock that a handed back voucher gives back, in a chain; whoever issued it, central's
// count of issued ones falls with it.
func (c *Counter) restocks(v loyalty.Voucher) []journal.Move {
	i := slices.IndexFunc(c.rewards, func(r loyalty.Reward) bool { return r.ID == v.Reward })
	if i < 0 || c.chain == nil {
		return nil
	}
	return stockOf(c.chain, c.rewards[i], journal.MoveRestore)
}

// own is a voucher of the cart's member. Faults: voucher.unknown, voucher.not_yours.
func (c *Counter) own(ctx context.Context, code string) (loyalty.Voucher, error) {
	if i := slices.IndexFunc(c.member.vouchers, func(v loyalty.Voucher) bool { return v.ID == code }); i >= 0 {
		return c.member.vouchers[i], nil
	}
	v, err := c.Members.Voucher(ctx, code)
	if err == nil {
		err = fault.New(fault.Forbidden, "voucher.not_yours", nil)
	}
	return v, err
}
