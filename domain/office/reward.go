package office

import (
	"context"
	"reflect"
	"time"

	"tim/domain/journal"
	"tim/domain/loyalty"
)

// PutReward stores a reward under its id; vouchers that are out live on as they were (V2). Putting a retired one brings
// it back. How many were issued stays central's own count. Faults: those of loyalty.Reward.Validate.
func (o *Office) PutReward(ctx context.Context, p loyalty.Reward) (loyalty.Reward, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (loyalty.Reward, error) {
		if err := p.Validate(); err != nil {
			return p, err
		}
		old, err := tx.Reward(p.ID)
		if err != nil && !absent(err) {
			return p, err
		}
		p.Issued, p.RetiredAt = old.Issued, time.Time{}
		reward, _, err := o.putReward(tx, p, now)
		return reward, err
	})
}

// putReward stores a checked reward if it differs from the stored one.
func (o *Office) putReward(tx Tx, p loyalty.Reward, now time.Time) (loyalty.Reward, outcome, error) {
	old, err := tx.Reward(p.ID)
	change := changed
	switch {
	case absent(err):
		change = created
	case err != nil:
		return p, unchanged, err
	case reflect.DeepEqual(old, p):
		return p, unchanged, nil
	}
	body, err := setting(p.ID, p)
	if err != nil {
		return p, unchanged, err
	}
	if err := o.record(tx, journal.RewardSet, now, now, body); err != nil {
		return p, unchanged, err
	}
	return p, change, tx.Put(p)
}

// Reward reads one by id, a retired one too. Fault: reward.unknown.
func (o *Office) Reward(ctx context.Context, id string) (loyalty.Reward, error) {
	return read(ctx, o, func(r Reader) (loyalty.Reward, error) { return r.Reward(id) })
}

// Rewards lists rewards by id, retired ones too.
func (o *Office) Rewards(ctx context.Context, p Page) (rewards []loyalty.Reward, next string, err error) {
	rewards, err = read(ctx, o, func(r Reader) (list []loyalty.Reward, err error) {
		list, next, err = r.Rewards(p.Bounded())
		return list, err
	})
	return rewards, next, err
}

// RetireReward takes a reward off the list: nobody can redeem it any more. Retiring it again changes nothing. Fault:
// reward.unknown.
func (o *Office) RetireReward(ctx context.Context, id string) (loyalty.Reward, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (loyalty.Reward, error) {
		p, err := tx.Reward(id)
		if err != nil || !p.RetiredAt.IsZero() {
			return p, err
		}
		reward, _, err := o.putReward(tx, p.Retire(now), now)
		return reward, err
	})
}
