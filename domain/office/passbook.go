package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
)

// Passbook is what a member sees of the own account and may do with it (V6), as of one instant.
type Passbook struct {
	Member   Member
	Program  loyalty.Program // in force
	Zone     *time.Location  // the programme's
	Account  loyalty.Account
	Standing loyalty.Standing
	Value    money.VND        // of the usable points
	Pending  []loyalty.Notice // when points become usable (E9), soonest first
	Lapses   []loyalty.Notice // all that lapses if nothing happens before (X8), soonest first
	Rewards  []RewardFor      // by cost; without those that are retired or over
	AsMoney  MoneyFor
	Vouchers []PassVoucher // those that can be used first, soonest expiry first; then the others, newest first
	Entries  []PassEntry   // newest first, one page
	Next     string        // cursor behind Entries, "" at the end
}

// RewardFor is a reward as a member may have it now (V1).
type RewardFor struct {
	loyalty.Reward
	Refused *fault.Error // why it can't be redeemed, nil when it can; of points.short: have, want
	Product string       // name of the free product, "" when it gives none or the catalogue doesn't have it
}

// MoneyFor is points as a money voucher (V5).
type MoneyFor struct {
	Refused *fault.Error // program.disabled where the programme doesn't offer it, points.short without points; nil when it can be had
	Most    int64        // points
}

// PassVoucher is a member's voucher.
type PassVoucher struct {
	loyalty.Voucher
	State   loyalty.VoucherState
	Product string // as RewardFor's
}

// PassEntry is one line of the statement, with how its points came about where an order gave them (E16).
type PassEntry struct {
	loyalty.Entry
	Receipt string // number of the order's receipt, "" when it has none
	Explain []string
}

// Passbook reads a member's, under any id that it ever had, explained in a language; the page is of the statement.
// Faults: customer.unknown, cursor.format.
func (o *Office) Passbook(ctx context.Context, id string, lang loyalty.Lang, page Page) (Passbook, error) {
	return read(ctx, o, func(r Reader) (b Passbook, err error) {
		now := o.now()
		if b.Member, err = resolve(r, id); err != nil {
			return b, err
		}
		state, err := fold(r, b.Member.ID)
		if err != nil {
			return b, err
		}
		if b.Program, b.Zone, err = o.inForce(r, now); err != nil {
			return b, err
		}
		b.stand(state, now)
		if err := b.vouchers(r, now); err != nil {
			return b, err
		}
		if err := b.rewards(r, state.Free(now).Usable, now); err != nil {
			return b, err
		}
		return b, b.entries(r, state.Entries(now), lang, page.Bounded())
	})
}

// stand fills in the figures.
func (b *Passbook) stand(state *loyalty.State, now time.Time) {
	b.Account = state.At(now)
	b.Standing = b.Program.Standing(b.Account, b.Zone)
	b.Value = b.Program.Use.Value(max(b.Account.Usable, 0))
	b.Lapses = slices.Collect(b.Account.Lapses)
	for _, l := range b.Account.Living() {
		if l.Usable {
			continue
		}
		i, there := slices.BinarySearchFunc(b.Pending, l.UsableAt, func(n loyalty.Notice, at time.Time) int { return n.At.Compare(at) })
		if !there {
			b.Pending = slices.Insert(b.Pending, i, loyalty.Notice{At: l.UsableAt})
		}
		b.Pending[i].Points += l.Remaining
	}
}

func (b *Passbook) vouchers(r Reader, now time.Time) error {
	all, err := vouchersOf(r, b.Member.ID)
	if err != nil {
		return err
	}
	var spent []PassVoucher
	for _, v := range all {
		view := PassVoucher{Voucher: v, State: v.State(now)}
		if view.Product, err = productName(r, v.Terms.Gives.SKU); err != nil {
			return err
		}
		if view.State == loyalty.VoucherIssued {
			b.Vouchers = append(b.Vouchers, view)
		} else {
			spent = append(spent, view)
		}
	}
	slices.SortStableFunc(b.Vouchers, func(a, b PassVoucher) int {
		if a.ExpiresAt.IsZero() != b.ExpiresAt.IsZero() {
			return b.ExpiresAt.Compare(a.ExpiresAt) // for ever comes last
		}
		return a.ExpiresAt.Compare(b.ExpiresAt)
	})
	b.Vouchers = append(b.Vouchers, spent...)
	return nil
}

// productName is "" of no SKU and of one that the catalogue doesn't have.
func productName(r Settings, sku string) (string, error) {
	if sku == "" {
		return "", nil
	}
	p, err := r.Product(sku)
	if absent(err) {
		return "", nil
	}
	return p.Name, err
}

func (b *Passbook) rewards(r Reader, usable int64, now time.Time) error {
	wish := loyalty.Wish{At: now, Zone: b.Zone, Tier: b.Standing.Tier.ID, Usable: usable, Disabled: b.Program.UseDisabled()}
	taken := map[string]int64{}
	for _, v := range b.Vouchers {
		if v.HandedBackAt.IsZero() {
			taken[v.Reward]++
		}
	}
	for next, more := "", true; more; more = next != "" {
		some, following, err := r.Rewards(Page{Cursor: next, Limit: PageMax})
		if err != nil {
			return err
		}
		for _, reward := range some {
			if reward.Over(now, b.Zone) {
				continue
			}
			wish.Taken = taken[reward.ID]
			offer := RewardFor{Reward: reward, Refused: refusal(reward.Redeemable(wish))}
			if offer.Product, err = productName(r, reward.Gives.SKU); err != nil {
				return err
			}
			b.Rewards = append(b.Rewards, offer)
		}
		next = following
	}
	slices.SortStableFunc(b.Rewards, func(a, b RewardFor) int { return cmp.Compare(a.Cost, b.Cost) })
	b.AsMoney.Most = max(usable, 0)
	switch {
	case wish.Disabled || !b.Program.Use.AsVoucher:
		b.AsMoney.Refused = fault.New(fault.Invalid, "program.disabled", nil)
	case usable <= 0:
		b.AsMoney.Refused = fault.New(fault.Invalid, "points.short", fault.Args{"have": int64(0), "want": int64(1)})
	}
	return nil
}

func refusal(err error) *fault.Error {
	f, _ := fault.Of(err)
	return f
}

func (b *Passbook) entries(r Reader, all []loyalty.Entry, lang loyalty.Lang, page Page) error {
	slices.Reverse(all)
	some, next, err := pageOf(all, page)
	if err != nil {
		return err
	}
	b.Next = next
	for _, e := range some {
		line := PassEntry{Entry: e}
		if line.Receipt, line.Explain, err = origin(r, e, lang); err != nil {
			return err
		}
		b.Entries = append(b.Entries, line)
	}
	return nil
}
