package office

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
)

// Redemption turns points into a voucher: of a reward, or of so much money (V5).
type Redemption struct {
	Key      string    `json:"key,omitempty"` // idempotency key, for the caller's Once
	RewardID string    `json:"reward_id,omitempty"`
	Points   int64     `json:"points,omitempty"` // instead of a reward
	At       time.Time `json:"at,omitzero"`      // default now
}

// Redeemed is a voucher issued or handed back, and the account as of then.
type Redeemed struct {
	Voucher VoucherView `json:"voucher"`
	Points  Points      `json:"points"`
}

// Redeem takes points and issues a voucher (V1). Faults: customer.unknown, reward.unknown, reward.retired, reward.window,
// reward.tier, reward.out_of_stock, reward.limit, program.disabled (V5 switched off too), points.short (have, want), at.future on
// "at", field.required on "reward_id", field.differs and field.range on "points"; points.elsewhere, reward.elsewhere,
// share.frozen.
func (o *Office) Redeem(ctx context.Context, id string, d Redemption) (Redeemed, error) {
	answer, err := write(ctx, o, func(tx Tx, now time.Time) (Redeemed, error) {
		at, err := d.checked(now)
		if err != nil {
			return Redeemed{}, err
		}
		m, err := resolve(tx, id)
		if err != nil {
			return Redeemed{}, err
		}
		v, err := o.buy(tx, m.ID, d, at, now)
		if err != nil {
			return Redeemed{}, err
		}
		return o.redeemed(tx, v, m.ID, now)
	})
	return answer, o.recalling(ctx, err)
}

func (d Redemption) checked(now time.Time) (time.Time, error) {
	var faults fault.Fields
	switch {
	case d.RewardID == "" && d.Points == 0:
		faults = append(faults, fault.At("reward_id", "field.required", nil))
	case d.RewardID != "" && d.Points != 0:
		faults = append(faults, fault.At("points", "field.differs", fault.Args{"want": "reward_id"}))
	case d.Points != 0:
		faults = append(faults, inRange("points", d.Points, 1)...)
	}
	at, err := backdated(d.At, now)
	return at, append(faults, fieldsOf(err)...).OrNil()
}

// buy issues the voucher to a resolved member.
func (o *Office) buy(tx Tx, member string, d Redemption, at, now time.Time) (loyalty.Voucher, error) {
	var none loyalty.Voucher
	p, zone, err := o.inForce(tx, at)
	if err != nil {
		return none, err
	}
	state, err := fold(tx, member)
	if err != nil {
		return none, err
	}
	points, reward := d.Points, loyalty.Reward{}
	if d.RewardID != "" {
		if reward, err = o.redeemable(tx, member, d.RewardID, state, at, p, zone); err != nil {
			return none, err
		}
		points = reward.Cost
	} else if p.UseDisabled() || !p.Use.AsVoucher {
		return none, fault.New(fault.Invalid, "program.disabled", nil)
	}
	code, err := o.voucherCode(tx)
	if err != nil {
		return none, err
	}
	e := o.event(journal.VoucherRedeemed, at, now)
	posting := loyalty.Posting{Member: member, Kind: loyalty.Redeem, Voucher: code, Ref: ownRef(e, 0)}
	if posting.Takes, err = planOwn(tx, state, points, posting); err != nil {
		return none, err
	}
	v := reward.Issue(code, e.ID, member, posting.Takes, at)
	if d.RewardID == "" {
		v = p.MoneyVoucher(code, e.ID, member, points, posting.Takes, state.At(at), at)
	}
	postings := []loyalty.Posting{posting}
	if e.Moves, err = stockMove(tx, journal.MoveTake, d.RewardID); err != nil {
		return none, err
	}
	e.Moves = append(e.Moves, voucherMove(journal.MoveArise, v))
	if err := appendEvent(tx, e, &loyalty.VoucherMoved{Voucher: v, Postings: postings}, postings); err != nil {
		return none, err
	}
	if err := countIssued(tx, d.RewardID, 1); err != nil {
		return none, err
	}
	return v, tx.Put(v)
}

// redeemable is the reward, if the member may redeem it at the instant.
func (o *Office) redeemable(r Reader, member, id string, state *loyalty.State, at time.Time, p loyalty.Program, zone *time.Location) (loyalty.Reward, error) {
	reward, err := r.Reward(id)
	if err != nil {
		return reward, err
	}
	vouchers, err := vouchersOf(r, member)
	if err != nil {
		return reward, err
	}
	wish := loyalty.Wish{At: at, Zone: zone, Tier: p.Standing(state.At(at), zone).Tier.ID, Usable: state.Free(at).Usable, Disabled: p.UseDisabled()}
	for _, v := range vouchers {
		if v.Reward == id && v.HandedBackAt.IsZero() {
			wish.Taken++
		}
	}
	if err := reward.Redeemable(wish); err != nil {
		return reward, err
	}
	return reward, mayIssue(r, reward)
}

// voucherCode is a new one (V3): 16 random digits hardly ever meet, and here never do.
func (o *Office) voucherCode(r Vouchers) (string, error) {
	for {
		code := o.mint.Voucher()
		if _, err := r.Voucher(code); err != nil {
			if absent(err) {
				return code, nil
			}
			return "", err
		}
	}
}

func (o *Office) redeemed(r Reader, v loyalty.Voucher, member string, now time.Time) (Redeemed, error) {
	view, err := o.voucherView(r, v, now)
	if err != nil {
		return Redeemed{}, err
	}
	points, err := o.points(r, member, now)
	return Redeemed{Voucher: view, Points: points}, err
}
