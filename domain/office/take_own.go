package office

import (
	"context"
	"errors"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
	"tim/domain/share"
)

// awayError refuses what tills hold, and says what that is.
type awayError struct {
	refusal *fault.Error
	missing []share.Units
}

// Error is the refusal's.
func (e *awayError) Error() string { return e.refusal.Error() }

// Unwrap is the refusal.
func (e *awayError) Unwrap() error { return e.refusal }

// recalling asks tills for what a use case was refused for, so that it may go well when it is tried again.
func (o *Office) recalling(ctx context.Context, refused error) error {
	var away *awayError
	if !errors.As(refused, &away) {
		return refused
	}
	now := o.now()
	err := o.store.Write(ctx, func(tx Tx) error { return recallNow(tx, away.missing, now) })
	if err != nil {
		return err
	}
	return refused
}

// planOwn plans what central itself takes of an account, out of its own shares alone. Faults: those of loyalty.State.Plan
// and of ownTakes.
func planOwn(r Reader, state *loyalty.State, n int64, p loyalty.Posting) ([]loyalty.Take, error) {
	takes, err := state.Plan(n, p)
	if err != nil {
		return nil, err
	}
	return ownTakes(r, takes, n, p.Ref.At, func() loyalty.Account { return state.Free(p.Ref.At) })
}

// ownTakes are takes as planned when central holds those lots' shares, else others of the account. Faults: share.frozen;
// points.elsewhere (have, want) where the account has the points and tills hold too many of them.
func ownTakes(r Reader, takes []loyalty.Take, n int64, at time.Time, account func() loyalty.Account) ([]loyalty.Take, error) {
	if err := awake(r); err != nil {
		return nil, err
	}
	var away int64
	for _, t := range takes {
		held, _, err := elsewhere(r, t.Lot)
		if err != nil {
			return nil, err
		}
		away += held
	}
	if away == 0 {
		return takes, nil
	}
	free, left, missing := account(), map[string]int64{}, []share.Units(nil)
	for _, l := range free.Lots {
		held, _, err := elsewhere(r, l.ID)
		if err != nil {
			return nil, err
		}
		if left[l.ID] = l.Remaining - held; held > 0 {
			missing = append(missing, share.Units{Right: l.ID, N: held})
		}
	}
	takes, err := free.Within(func(lot string) int64 { return left[lot] }).Plan(n, at)
	if f, _ := fault.Of(err); f != nil && f.Code == "points.short" {
		return nil, &awayError{fault.New(fault.Invalid, "points.elsewhere", f.Args), missing}
	}
	return takes, err
}

// mayIssue refuses a reward whose last stock tills hold. Fault: reward.elsewhere.
func mayIssue(r Reader, reward loyalty.Reward) error {
	if reward.Stock == nil {
		return nil
	}
	stock := share.Stock(reward.ID)
	held, _, err := elsewhere(r, stock)
	if err == nil && held > 0 && *reward.Stock-reward.Issued-held <= 0 {
		err = &awayError{fault.New(fault.Invalid, "reward.elsewhere", nil), []share.Units{{Right: stock, N: 1}}}
	}
	return err
}

// here refuses a unit of a right that a till holds, by a fault of that code.
func here(r Reader, right, code string) error {
	held, _, err := elsewhere(r, right)
	if err == nil && held > 0 {
		err = &awayError{fault.New(fault.Conflict, code, nil), []share.Units{{Right: right, N: held}}}
	}
	return err
}

// mayTakeVoucher refuses a voucher that a till holds, or any while central waits for tills. Faults: voucher.elsewhere,
// share.frozen.
func mayTakeVoucher(r Reader, v loyalty.Voucher) error {
	if err := awake(r); err != nil {
		return err
	}
	return here(r, share.Voucher(v.Issue, v.Generation), "voucher.elsewhere")
}

// voucherMove is what using up or making a voucher's present generation is in an envelope (SHARES 9).
func voucherMove(kind journal.MoveKind, v loyalty.Voucher) journal.Move {
	return journal.Move{Kind: kind, Lot: share.Voucher(v.Issue, v.Generation), N: 1}
}

// stockMove is what an issue or its handing back does to a reward's stock, nothing where that is without limit.
func stockMove(r Vouchers, kind journal.MoveKind, reward string) ([]journal.Move, error) {
	if reward == "" {
		return nil, nil
	}
	p, err := r.Reward(reward)
	if absent(err) || err == nil && p.Stock == nil {
		return nil, nil
	}
	return []journal.Move{{Kind: kind, Lot: share.Stock(reward), N: 1}}, err
}

// hold takes the pen of a new order, and looks that no till has that of another which changes (SHARES 8). Fault:
// order.elsewhere, share.frozen.
func (f *filing) hold(isNew bool) error {
	pen := share.Pen(f.order.Key())
	if len(f.events) == 0 {
		return nil
	}
	if !isNew || f.order.Channel == sale.Store { // a forgotten grant may have given the pen away, or a till opened the order
		if err := awake(f.r); err != nil {
			return err
		}
	}
	if !isNew {
		return here(f.r, pen, "order.elsewhere")
	}
	f.moves = append(f.moves, journal.Move{Kind: journal.MoveArise, Lot: pen, N: 1})
	return nil
}
