package office

import (
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
)

// VoucherView is a voucher as the API shows it.
type VoucherView struct {
	Code       string               `json:"code"`
	CustomerID string               `json:"customer_id"` // who it stands for now
	RewardID   string               `json:"reward_id,omitempty"`
	Name       string               `json:"name,omitempty"`
	Gives      loyalty.Gives        `json:"gives"`
	State      loyalty.VoucherState `json:"state"`
	Cost       int64                `json:"cost"` // points
	MinOrder   money.VND            `json:"min_order"`
	IssuedAt   time.Time            `json:"issued_at"`
	ExpiresAt  *time.Time           `json:"expires_at"` // null: never
	Order      string               `json:"order,omitempty"`
	UsedAt     *time.Time           `json:"used_at,omitempty"`
}

// Vouchers are a member's, and those of all that were merged into it, newest first. Fault: customer.unknown.
func (o *Office) Vouchers(ctx context.Context, id string) ([]VoucherView, error) {
	return read(ctx, o, func(r Reader) ([]VoucherView, error) {
		m, err := resolve(r, id)
		if err != nil {
			return nil, err
		}
		vouchers, err := vouchersOf(r, m.ID)
		if err != nil {
			return nil, err
		}
		views := []VoucherView{}
		for _, v := range vouchers {
			view, err := o.voucherView(r, v, o.now())
			if err != nil {
				return nil, err
			}
			views = append(views, view)
		}
		return views, nil
	})
}

// vouchersOf are a resolved member's vouchers under all its ids, newest first.
func vouchersOf(r Reader, id string) ([]loyalty.Voucher, error) {
	ids, err := everyID(r, id)
	if err != nil {
		return nil, err
	}
	var all []loyalty.Voucher
	for _, id := range ids {
		some, err := r.VouchersOf(id)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortStableFunc(all, func(a, b loyalty.Voucher) int { return b.IssuedAt.Compare(a.IssuedAt) })
	return all, nil
}

// Voucher reads one by its code. Fault: voucher.unknown.
func (o *Office) Voucher(ctx context.Context, code string) (VoucherView, error) {
	return read(ctx, o, func(r Reader) (VoucherView, error) {
		v, err := r.Voucher(code)
		if err != nil {
			return VoucherView{}, err
		}
		return o.voucherView(r, v, o.now())
	})
}

func (o *Office) voucherView(r Reader, v loyalty.Voucher, now time.Time) (VoucherView, error) {
	m, err := resolve(r, v.Member)
	if err != nil {
		return VoucherView{}, err
	}
	_, zone, err := o.inForce(r, now)
	if err != nil {
		return VoucherView{}, err
	}
	return VoucherView{Code: v.ID, CustomerID: m.ID, RewardID: v.Reward, Name: v.Name, Gives: v.Terms.Gives, State: v.State(now), Cost: v.Cost,
		MinOrder: v.Terms.MinOrder, IssuedAt: v.IssuedAt.In(zone), ExpiresAt: orNil(v.ExpiresAt, zone), Order: v.Order, UsedAt: orNil(v.UsedAt, zone)}, nil
}

// HandBack turns an unused voucher into the points that it cost (C5): into their lots, or where such a lot has lapsed
// into a child that lives returns.grace_days. Faults: voucher.unknown, voucher.used, voucher.expired, voucher.handed_back,
// voucher.elsewhere, share.frozen.
func (o *Office) HandBack(ctx context.Context, code string) (Redeemed, error) {
	answer, err := write(ctx, o, func(tx Tx, now time.Time) (Redeemed, error) {
		v, err := tx.Voucher(code)
		if err != nil {
			return Redeemed{}, err
		}
		if v, err = v.HandBack(now); err != nil {
			return Redeemed{}, err
		}
		if err := mayTakeVoucher(tx, v); err != nil {
			return Redeemed{}, err
		}
		m, err := resolve(tx, v.Member)
		if err != nil {
			return Redeemed{}, err
		}
		state, err := fold(tx, m.ID)
		if err != nil {
			return Redeemed{}, err
		}
		p, err := program(tx, now)
		if err != nil {
			return Redeemed{}, err
		}
		restores, children := loyalty.UndoTakes(v.Takes, state.At(now), now, p.Returns.Grace(), loyalty.LotID(v.Issue, v.Generation))
		postings := []loyalty.Posting{{Member: m.ID, Kind: loyalty.RedeemUndone, Voucher: v.ID, Restores: restores, Lots: children}}
		e := o.event(journal.VoucherReturned, now, now)
		if e.Moves, err = stockMove(tx, journal.MoveRestore, v.Reward); err != nil {
			return Redeemed{}, err
		}
		e.Moves = append(e.Moves, voucherMove(journal.MoveTake, v))
		if err := appendEvent(tx, e, &loyalty.VoucherMoved{Voucher: v, Postings: postings}, postings); err != nil {
			return Redeemed{}, err
		}
		if err := tx.Put(v); err != nil {
			return Redeemed{}, err
		}
		if err := countIssued(tx, v.Reward, -1); err != nil {
			return Redeemed{}, err
		}
		return o.redeemed(tx, v, m.ID, now)
	})
	return answer, o.recalling(ctx, err)
}

// countIssued keeps the number of a reward's vouchers that are out.
func countIssued(tx Tx, reward string, more int64) error {
	if reward == "" {
		return nil
	}
	r, err := tx.Reward(reward)
	if err != nil {
		return err
	}
	r.Issued += more
	return tx.Put(r)
}

// putVouchers puts the document's vouchers on an unpaid order; those that are off it now come back as they were.
func (f *filing) putVouchers(at time.Time) error {
	var former []string
	for _, v := range f.order.Vouchers {
		if former = append(former, v.ID); slices.Contains(f.doc.Vouchers, v.ID) {
			continue
		}
		if err := f.voucherBack(v.ID, at, 0); err != nil {
			return err
		}
	}
	f.order.Vouchers = nil
	basis := loyalty.VoucherBasis{Order: f.order.Key(), Channel: f.order.Channel, At: at, Goods: f.order.Totals().Base,
		Points: f.doc.UsePoints, Vouchers: len(f.doc.Vouchers)}
	var list []loyalty.Voucher
	for _, code := range f.doc.Vouchers {
		v, err := f.voucher(code)
		if err != nil {
			return err
		}
		owner, err := f.standsFor(v.Member)
		if err != nil {
			return err
		}
		basis.Own = owner == f.customer.ID
		if err := v.Check(basis); err != nil {
			return named(err, code)
		}
		if !slices.Contains(former, code) {
			if err := mayTakeVoucher(f.r, v); err != nil {
				return named(err, code)
			}
			f.moves = append(f.moves, voucherMove(journal.MoveTake, v))
			v = v.Use(f.order.Key(), at)
			f.vouchers[code] = v
		}
		list = append(list, v)
	}
	order, err := f.order.Vouchered(list)
	f.order = order
	return err
}

// named is a fault of a voucher with its code among the arguments.
func named(err error, code string) error {
	if f, ok := fault.Of(err); ok {
		if f.Args == nil {
			f.Args = fault.Args{}
		}
		f.Args["voucher"] = code
	}
	return err
}

// voucher is one as it stands in this filing.
func (f *filing) voucher(code string) (loyalty.Voucher, error) {
	if v, changed := f.vouchers[code]; changed {
		return v, nil
	}
	return f.r.Voucher(code)
}

// vouchersBack gives the order's vouchers back (V4, C5).
func (f *filing) vouchersBack(at time.Time, grace time.Duration) error {
	for _, v := range f.order.Vouchers {
		if err := f.voucherBack(v.ID, at, grace); err != nil {
			return err
		}
	}
	return nil
}

func (f *filing) voucherBack(code string, at time.Time, grace time.Duration) error {
	v, err := f.voucher(code)
	if err == nil && v.Order == f.order.Key() {
		v = v.Back(at, grace)
		f.vouchers[code] = v
		f.moves = append(f.moves, voucherMove(journal.MoveArise, v))
	}
	return err
}
