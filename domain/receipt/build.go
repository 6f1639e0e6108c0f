package receipt

import (
	"cmp"
	"slices"
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
	Unknown   bool

	Used     []loyalty.Voucher // on the order: their names
	Live     []loyalty.Voucher // that the member can use behind the sale, in any order
	Products map[string]string // by SKU: names of the products that vouchers give
	Fresh    []string          // codes redeemed during this sale
	Page     string            // address of the member's own page, "" when there is none
	Lookup   string            // address where the invoice is looked up, likewise
	Returned *sale.Order       // of an exchange: the earlier order behind it; nil when this sale is none
}

// Build is the receipt of a paid order. A copy of the same order says the same, but for the balance, which is today's.
func Build(s Sold) Document {
	o := s.Order
	d := Document{
		Shop: s.Shop, Zone: s.Zone, Number: o.Receipt, At: o.PaidAt, Till: o.Till, Cashier: s.Cashier,
		Reprint: s.Reprint, Training: s.Training, Later: o.Later, Head: s.Head.Short(), Totals: o.Totals(),
		Invoice: Invoice{Number: o.Invoice, Buyer: o.Buyer, Page: s.Lookup},
	}
	o = o.Clone()
	d.Lines, d.Tenders = o.Lines, o.Tenders
	if o.Later {
		d.DeliveredAt = o.DeliveredAt
	}
	if o.Member != "" {
		m := s.member()
		d.Member, d.Page = &m, s.Page
	}
	d.Vouchers, d.Exchange = s.used(), s.exchange()
	return d
}

func (s Sold) used() []VoucherUsed {
	var used []VoucherUsed
	for _, u := range s.Order.Vouchers {
		v := VoucherUsed{Code: u.ID, Value: u.Value}
		if i := slices.IndexFunc(s.Used, func(v loyalty.Voucher) bool { return v.ID == u.ID }); i >= 0 {
			v.Name = s.Used[i].Name
		}
		used = append(used, v)
	}
	return used
}

// exchange is the goods that came back, as their return had them.
func (s Sold) exchange() *Exchange {
	o := s.Order
	if o.Exchange.Order == "" {
		return nil
	}
	e := Exchange{Of: o.Exchange.Receipt}
	for _, t := range o.Tenders {
		if t.Kind == sale.Swapped {
			e.Credit += t.Amount()
		}
	}
	if s.Returned == nil {
		return &e
	}
	for _, r := range s.Returned.Returns {
		if r.Exchange == o.Key() {
			e.Return = r.Number
			e.Given = slices.DeleteFunc(slices.Clone(r.Tenders), func(t sale.Tender) bool { return t.Kind == sale.Swapped })
		}
	}
	return &e
}

func (s Sold) member() Member {
	o := s.Order
	earned, lot := o.Points()
	m := Member{
		Name: s.Member.Name, Phone: ident.MaskPhone(s.Member.Phone), Tier: o.Rule.TierName,
		Used: o.Use.Points, UsedValue: o.Use.Value, OnTrust: loyalty.OnTrust(o.Use.Takes), Earned: o.Earned,
		Balance: s.Account.Balance, Pending: s.Account.Pending, NextLapse: s.Account.NextLapse, Tentative: s.Tentative, Unknown: s.Unknown,
		Why: loyalty.Reasons{Earned: earned, Lot: lot},
	}
	if lot != nil {
		m.UsableAt, m.LapsesAt = lot.UsableAt, lot.Expiry.LapsesAt
	} else {
		m.Expected = earned.Reward
	}
	m.Vouchers = s.live()
	return m
}

// live are the member's vouchers, soonest expiry first.
func (s Sold) live() []Voucher {
	var all []Voucher
	for _, v := range s.Live {
		all = append(all, BuildVoucher(v, s.Shop, s.Zone, s.Products[v.Terms.Gives.SKU], s.Member, slices.Contains(s.Fresh, v.ID)))
	}
	slices.SortStableFunc(all, func(a, b Voucher) int {
		return cmp.Or(never(a.ExpiresAt)-never(b.ExpiresAt), a.ExpiresAt.Compare(b.ExpiresAt), cmp.Compare(a.Code, b.Code))
	})
	return all
}

// never sorts what never expires behind all that does.
func never(at time.Time) int {
	if at.IsZero() {
		return 1
	}
	return 0
}
