package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"tim/domain/loyalty"
	"tim/domain/money"
)

// Performance is how a reward did in a time, by its vouchers (V2). Each thing counts when it happened: a voucher issued
// before the time and used in it counts as used only. A voucher that came back with its order's return counts as never used.
type Performance struct {
	RewardID   string    `json:"reward_id"` // "": points turned into money (V5)
	Name       string    `json:"name,omitempty"`
	Issued     int64     `json:"issued"`
	Used       int64     `json:"used"`
	Expired    int64     `json:"expired"`
	HandedBack int64     `json:"handed_back"`
	Open       int64     `json:"open"`        // issued whenever, usable now
	Points     int64     `json:"points"`      // that the issued ones cost
	PointsBack int64     `json:"points_back"` // that handed back ones gave back
	Given      money.VND `json:"given"`       // what used ones took off their orders
}

// performanceStep is how many vouchers are looked at in one transaction: writes come between.
const performanceStep = 1000

// Performances is every reward's in from..to (zero: open), by reward, retired ones too; first points turned into money where there
// were any. It goes over all vouchers, so many at a time, and tells of each when it looked at it.
func (o *Office) Performances(ctx context.Context, from, to time.Time) ([]Performance, error) {
	t := tally{from: from, to: to, byReward: map[string]*Performance{}}
	for behind, more := "", true; more; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		_, err := readOnce(ctx, o, func(r Reader) (struct{}, error) {
			vouchers, err := r.VouchersBehind(behind, performanceStep)
			for _, v := range vouchers {
				if err := t.add(r, v, o.now()); err != nil {
					return struct{}{}, err
				}
				behind = v.ID
			}
			more = len(vouchers) == performanceStep
			return struct{}{}, err
		})
		if err != nil {
			return nil, err
		}
	}
	return read(ctx, o, t.list)
}

// tally counts vouchers by their rewards.
type tally struct {
	from, to time.Time
	byReward map[string]*Performance
}

func (t *tally) within(at time.Time) bool {
	return !at.IsZero() && !at.Before(t.from) && (t.to.IsZero() || at.Before(t.to))
}

func (t *tally) of(reward string) *Performance {
	p := t.byReward[reward]
	if p == nil {
		p = &Performance{RewardID: reward}
		t.byReward[reward] = p
	}
	return p
}

func (t *tally) add(r Orders, v loyalty.Voucher, now time.Time) error {
	p := t.of(v.Reward)
	if t.within(v.IssuedAt) {
		p.Issued++
		p.Points += v.Cost
	}
	switch v.State(now) {
	case loyalty.VoucherIssued:
		p.Open++
	case loyalty.VoucherExpired:
		if t.within(v.ExpiresAt) {
			p.Expired++
		}
	case loyalty.VoucherHandedBack:
		if t.within(v.HandedBackAt) {
			p.HandedBack++
			p.PointsBack += v.Cost
		}
	case loyalty.VoucherUsed:
		if t.within(v.UsedAt) {
			p.Used++
			return p.give(r, v)
		}
	}
	return nil
}

// give adds what a used voucher took off its order. One on a till's order that central hasn't heard of yet is used and gave
// nothing so far.
func (p *Performance) give(r Orders, v loyalty.Voucher) error {
	order, err := r.Order(v.Order)
	if absent(err) {
		return nil
	}
	for _, use := range order.Vouchers {
		if use.ID == v.ID {
			p.Given += use.Value
		}
	}
	return err
}

// list is what was counted, with the rewards that nobody took.
func (t *tally) list(r Reader) ([]Performance, error) {
	err := eachListed(r.Rewards, func(reward loyalty.Reward) (bool, error) {
		t.of(reward.ID).Name = reward.Name
		return true, nil
	})
	list := make([]Performance, 0, len(t.byReward))
	for _, p := range t.byReward {
		list = append(list, *p)
	}
	slices.SortFunc(list, func(a, b Performance) int { return cmp.Compare(a.RewardID, b.RewardID) })
	return list, err
}
