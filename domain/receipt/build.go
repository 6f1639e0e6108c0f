package receipt

import (
	"time"

	"tim/domain/catalog"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// Sold is all that a receipt is made from.
type Sold struct {
	Shop     Shop
	Zone     *time.Location
	Order    sale.Order // paid
	Cashier  string     // name
	Head     journal.Hash
	Reprint  bool
	Training bool

	Member    catalog.Member  // of the order, zero for a walk-in and for one who is forgotten
	Account   loyalty.Account // of that member, behind the sale
	Tentative bool
}

// Build is the receipt of a paid order. A copy of the same order says the same, but for the balance, which is today's.
func Build(s Sold) Document {
	o := s.Order
	d := Document{
		Shop: s.Shop, Zone: s.Zone, Number: o.Receipt, At: o.PaidAt, Till: o.Till, Cashier: s.Cashier,
		Reprint: s.Reprint, Training: s.Training, Later: o.Later, Head: s.Head.Short(), Totals: o.Totals(),
	}
	o = o.Clone()
	d.Lines, d.Tenders = o.Lines, o.Tenders
	if o.Later {
		d.DeliveredAt = o.DeliveredAt
	}
	if o.Member != "" {
		m := s.member()
		d.Member = &m
	}
	return d
}

func (s Sold) member() Member {
	o := s.Order
	earned, lot := o.Points()
	m := Member{
		Name: s.Member.Name, Phone: ident.MaskPhone(s.Member.Phone), Tier: o.Rule.TierName,
		Used: o.Use.Points, UsedValue: o.Use.Value, Earned: o.Earned,
		Balance: s.Account.Balance, Pending: s.Account.Pending, NextLapse: s.Account.NextLapse, Tentative: s.Tentative,
		Why: loyalty.Reasons{Earned: earned, Lot: lot},
	}
	if lot != nil {
		m.UsableAt, m.LapsesAt = lot.UsableAt, lot.Expiry.LapsesAt
	} else {
		m.Expected = earned.Reward
	}
	return m
}
