package counter

import (
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/domain/share"
)

// redeem turns points into a voucher, and puts it on the cart in the same write where that is asked (V1, V5).
func (c *Counter) redeem(ctx context.Context, a Redeem, now time.Time) error {
	if c.member == nil {
		return fault.New(fault.Invalid, "member.none", nil)
	}
	w := c.begin(now)
	v, err := c.buy(ctx, w, a)
	if err != nil {
		return err
	}
	notice := &Notice{Code: "voucher.redeemed", Args: voucherArgs(v, fault.Args{"points": v.Cost})}
	cart := c.cart
	if a.Apply {
		var changed *Notice
		if cart, changed, err = c.putOn(ctx, w, cart, v); err != nil {
			return err
		}
		v = w.vouchers[len(w.vouchers)-1]
		notice = notice.and(applied(cart, v)).and(changed)
		w.put(cart)
	}
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	former := c.cart
	if c.cart = cart; a.Apply {
		c.remember(former, w)
	}
	c.bought, c.notice = &v, notice
	c.keepMark()
	return nil
}

// buy issues the voucher to the cart's member, in the write.
func (c *Counter) buy(ctx context.Context, w *write, a Redeem) (loyalty.Voucher, error) {
	var none loyalty.Voucher
	points, reward := a.Points, loyalty.Reward{}
	if a.Reward != "" {
		var err error
		if reward, err = c.redeemable(a, w.now); err != nil {
			return none, err
		}
		if err := c.inStock(w, reward); err != nil {
			return none, err
		}
		points = reward.Cost
	} else if p := c.program(w.now); p.UseDisabled() || !p.Use.AsVoucher {
		return none, fault.New(fault.Invalid, "program.disabled", nil)
	}
	p := c.purse(w, nil)
	takes, err := c.plan(points, p, w.now)
	if err != nil {
		return none, err
	}
	code, err := c.voucherCode(ctx)
	if err != nil {
		return none, err
	}
	member, issue := c.member.profile.ID, c.mint.New(w.now)
	v := reward.Issue(code, issue, member, takes, w.now)
	if a.Reward == "" {
		v = c.program(w.now).MoneyVoucher(code, issue, member, points, takes, p.known, w.now)
	}
	moves := append(stockOf(c.chain, reward, journal.MoveTake), arises(v))
	postings := []loyalty.Posting{{Member: member, Kind: loyalty.Redeem, Voucher: code, Takes: takes}}
	w.add(issue, journal.VoucherRedeemed, &loyalty.VoucherMoved{Voucher: v, Postings: postings}, moves, postings...)
	w.change(v)
	c.count(w, v.Reward, 1)
	return v, nil
}

// redeemable is the reward, if the member may redeem it now. Faults: reward.unknown, those of loyalty.Reward.Redeemable.
func (c *Counter) redeemable(a Redeem, now time.Time) (loyalty.Reward, error) {
	i := slices.IndexFunc(c.rewards, func(r loyalty.Reward) bool { return r.ID == a.Reward })
	if i < 0 {
		return loyalty.Reward{}, fault.New(fault.NotFound, "reward.unknown", fault.Args{"reward": a.Reward})
	}
	reward := c.counted(c.rewards[i])
	wish := c.wish(now)
	wish.Taken = c.member.taken(reward.ID)
	if a.Apply {
		wish.Channel = sale.Store
	}
	return reward, reward.Redeemable(wish)
}

// inStock says whether a reward with a stock or a limit per customer may be redeemed here (SHARES 9): from a unit of the
// stock that is held, and with a limit only while the link is up. Fault: reward.elsewhere (name).
func (c *Counter) inStock(w *write, r loyalty.Reward) error {
	args := fault.Args{"name": r.Name}
	if r.PerCustomer != nil && c.chain != nil && !c.linked() {
		return fault.New(fault.Conflict, "reward.elsewhere", args)
	}
	if r.Stock == nil {
		return nil
	}
	return c.owns(w, share.Stock(r.ID), "reward.elsewhere", args)
}

// stockOf is what redeeming a reward does to its stock, in a chain.
func stockOf(n *Chain, r loyalty.Reward, kind journal.MoveKind) []journal.Move {
	if n == nil || r.Stock == nil {
		return nil
	}
	return []journal.Move{{Kind: kind, Lot: share.Stock(r.ID), N: 1}}
}

// arises and leaves are what a voucher's coming and going do to its right (SHARES 9).
func arises(v loyalty.Voucher) journal.Move {
	return journal.Move{Kind: journal.MoveArise, Lot: share.Voucher(v.Issue, v.Generation), N: 1}
}

func leaves(v loyalty.Voucher) journal.Move {
	return journal.Move{Kind: journal.MoveTake, Lot: share.Voucher(v.Issue, v.Generation), N: 1}
}

// holds says whether a voucher's right is held here. Fault: voucher.elsewhere (name, code).
func (c *Counter) holds(w *write, v loyalty.Voucher) error {
	return c.owns(w, share.Voucher(v.Issue, v.Generation), "voucher.elsewhere", voucherArgs(v, nil))
}

// counted is a reward with the vouchers of this till among those issued.
func (c *Counter) counted(r loyalty.Reward) loyalty.Reward {
	r.Issued += c.issued[r.ID]
	return r
}

// wish is the cart's member as one who would redeem something.
func (c *Counter) wish(now time.Time) loyalty.Wish {
	return loyalty.Wish{At: now, Zone: c.Zone, Tier: c.standing(now).Tier.ID, Usable: c.member.at(now).Usable, Disabled: c.program(now).UseDisabled()}
}

// taken is how many vouchers of a reward the member has had, handed back ones apart.
func (m *attached) taken(reward string) (n int64) {
	for _, v := range m.vouchers {
		if v.Reward == reward && v.HandedBackAt.IsZero() {
			n++
		}
	}
	return n
}

// voucherCode is a new one (V3): 16 random digits hardly ever meet, and here never do.
func (c *Counter) voucherCode(ctx context.Context) (string, error) {
	for {
		code := c.mint.Voucher()
		_, err := c.Members.Voucher(ctx, code)
		if fault.Code(err) == "voucher.unknown" {
			return code, nil
		}
		if err != nil {
			return "", err
		}
	}
}
