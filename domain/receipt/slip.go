package receipt

import (
	"slices"
	"time"

	"tim/domain/catalog"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// Taken is all that the slip of a return is made from.
type Taken struct {
	Shop     Shop
	Zone     *time.Location
	Order    sale.Order // as returned: its last return is meant
	Cashier  string     // name
	Approver string     // name, "" when none was needed
	Head     journal.Hash

	Member   catalog.Member    // of the order, zero for a walk-in and for one who is forgotten
	Account  loyalty.Account   // of that member, behind the return
	Restored []Restored        // points used that came back, by when they lapse
	Vouchers []loyalty.Voucher // that came back, as they now stand
	Products map[string]string // by SKU: names of the products that those give

	NewReceipt string // number of the receipt that the goods were swapped for, "" when it was no exchange
	Reprint    bool
	Training   bool
}

// BuildReturn is the slip of an order's last return. It panics when the order has none.
func BuildReturn(t Taken) Return {
	o := t.Order.Clone()
	last := len(o.Returns) - 1
	r := o.Returns[last]
	slip := Return{
		Shop: t.Shop, Zone: t.Zone, Number: r.Number, At: r.At, Till: r.Till, Cashier: t.Cashier, Approver: t.Approver, Reason: r.Reason,
		Of: o.Receipt, SoldAt: o.PaidAt, Cancelled: !o.CancelledAt.IsZero(), Refund: r.Refund, Deducted: r.Deducted, Tenders: slices.Clone(r.Tenders),
		Exchange: t.NewReceipt, Head: t.Head.Short(), Reprint: t.Reprint, Training: t.Training,
	}
	if r.Invoice.Made() {
		slip.Invoice = Invoice{Number: r.Invoice, Adjusts: o.Invoice, Buyer: o.Buyer}
	}
	for i, paid := range o.ReturnedMoney(last) {
		l, _ := o.Line(r.Lines[i].ID)
		slip.Lines = append(slip.Lines, ReturnedLine{Name: l.Name, Unit: l.Unit, Quantity: r.Lines[i].Quantity, Price: l.UnitPrice, Refund: paid})
	}
	if o.Member != "" {
		slip.Member = &ReturnMember{Name: t.Member.Name, Phone: ident.MaskPhone(t.Member.Phone), Clawed: r.Clawed, Forgiven: r.Forgiven, Later: r.Later,
			Ranking: r.Ranking, Restored: t.Restored, Balance: t.Account.Balance}
	}
	for _, v := range t.Vouchers {
		slip.Vouchers = append(slip.Vouchers, BuildVoucher(v, t.Shop, t.Zone, t.Products[v.Terms.Gives.SKU], t.Member, false))
	}
	return slip
}

// BuildVoucher is a voucher on paper: product is the name of what it gives, "" when that is no product; fresh one was
// redeemed with the sale whose receipt it stands on.
func BuildVoucher(v loyalty.Voucher, shop Shop, zone *time.Location, product string, member catalog.Member, fresh bool) Voucher {
	out := Voucher{
		Shop: shop, Zone: zone, Code: v.ID, Name: v.Name, Gives: v.Terms.Gives, Product: product, MinOrder: v.Terms.MinOrder,
		WithPoints: v.Terms.WithPoints, WithVouchers: v.Terms.WithVouchers, IssuedAt: v.IssuedAt, ExpiresAt: v.ExpiresAt, Fresh: fresh,
	}
	if !v.Terms.Transferable {
		out.Member = ident.MaskPhone(member.Phone)
	}
	return out
}

// Slips are the slips of all of an order's returns, oldest first; t is of the order as it now stands, named gives the names of staff.
func Slips(t Taken, named func(staff string) string) []Return {
	var slips []Return
	for i := range t.Order.Returns {
		slips = append(slips, BuildReturn(t.At(i, named)))
	}
	return slips
}

// At is t of the order as it stood behind its n-th return, counted from 0.
func (t Taken) At(n int, named func(staff string) string) Taken {
	r := t.Order.Returns[n]
	t.Order.Returns = t.Order.Returns[:n+1]
	t.Cashier, t.Approver = named(r.Cashier), ""
	if r.Approver != "" {
		t.Approver = named(r.Approver)
	}
	return t
}
