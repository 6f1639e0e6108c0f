package office

import (
	"context"
	"time"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/shift"
)

// Founding is what a central begins with that a shop gets which so far had none: all that the shop's till knew from outside.
// What the till wrote itself is not in it: its journal brings that.
type Founding struct {
	Shop     string // id
	Document []byte // as PutShop has it
	Staff    []shift.Staff
	Programs loyalty.Versions
	Products []catalog.Product
	Rewards  []loyalty.Reward
	// Members gives each member to put, once, until that fails; Count is how many there are, roughly.
	Members func(put func(Founder) error) error
	Count   int
}

// Founder is a member that a central begins with: with every posting of the account and every voucher, as they stand.
type Founder struct {
	catalog.Member
	Postings []loyalty.Posting // all but Brought; their Ref is given anew, its instant stays
	Vouchers []loyalty.Voucher
}

// Found makes an empty central the shop's, all of it or nothing; told is called with the members that are in, now and then.
// A shop that is there is left as it is, and founded is false: so it can be called again after whatever went wrong. The
// members count as seen at the shop. Faults: those of PutShop.
func (o *Office) Found(ctx context.Context, f Founding, told func(members int)) (founded bool, err error) {
	if err := checkShop(f.Shop, f.Document); err != nil {
		return false, err
	}
	o = o.buffered()
	run := o.store.Write
	if f.Count >= bulkFrom {
		run = o.store.Bulk
	}
	return writing(ctx, o.now, run, func(tx Tx, now time.Time) (bool, error) {
		there, err := tx.Note(shopDocument(), f.Shop)
		if err != nil || there != nil {
			return false, err
		}
		g := founding{office: o, tx: tx, now: now, shop: f.Shop}
		if err := g.settings(f); err != nil {
			return false, err
		}
		done := 0
		err = f.Members(func(m Founder) error {
			if done++; done%progressStep == 0 {
				if err := ctx.Err(); err != nil {
					return err
				}
				told(done)
			}
			return g.member(m)
		})
		return err == nil, err
	})
}

// founding is a Found on its way.
type founding struct {
	office *Office
	tx     Tx
	now    time.Time
	shop   string
}

func (g *founding) settings(f Founding) error {
	if err := g.office.setShop(g.tx, f.Shop, f.Document, g.now); err != nil {
		return err
	}
	for _, s := range f.Staff {
		if _, err := g.office.putStaff(g.tx, f.Shop, s.ID, &s, "", g.now); err != nil {
			return err
		}
	}
	for _, p := range f.Programs {
		if p.At.IsZero() {
			p.At = g.now
		}
		body, err := setting(ProgramKey(p.Version), p)
		if err != nil {
			return err
		}
		if err := g.office.record(g.tx, journal.ProgramSet, g.now, g.now, body); err != nil {
			return err
		}
		if err := g.tx.Put(p); err != nil {
			return err
		}
	}
	for _, p := range f.Products {
		if _, _, err := g.office.putProduct(g.tx, p, g.now); err != nil {
			return err
		}
	}
	for _, p := range f.Rewards {
		if _, _, err := g.office.putReward(g.tx, p, g.now); err != nil {
			return err
		}
	}
	return nil
}

func (g *founding) member(m Founder) error {
	known := Member{Member: m.Member, CreatedAt: m.JoinedAt, Key: g.office.mint.Bytes(journal.PersonalKeySize)}
	if err := g.office.keep(g.tx, journal.MemberCreated, known, g.now); err != nil {
		return err
	}
	for _, p := range m.Postings {
		postings := []loyalty.Posting{p}
		if err := appendEvent(g.tx, g.office.event(journal.PointsAdjusted, p.Ref.At, g.now), &Posted{Postings: postings}, postings); err != nil {
			return err
		}
	}
	for _, v := range m.Vouchers {
		if err := g.office.putVoucherAsItStands(g.tx, v, g.now); err != nil {
			return err
		}
	}
	return Seen(g.tx, g.shop, m.ID, g.now)
}

// putVoucherAsItStands makes a voucher arise as it stands. What it cost is among the member's postings.
func (o *Office) putVoucherAsItStands(tx Tx, v loyalty.Voucher, now time.Time) error {
	e := o.event(journal.VoucherRedeemed, v.IssuedAt, now)
	if v.Order == "" && v.HandedBackAt.IsZero() {
		e.Moves = []journal.Move{voucherMove(journal.MoveArise, v)}
	}
	if err := appendEvent(tx, e, &loyalty.VoucherMoved{Voucher: v}, nil); err != nil {
		return err
	}
	return tx.Put(v)
}
