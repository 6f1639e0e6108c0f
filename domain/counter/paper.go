package counter

import (
	"context"
	"encoding/hex"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/receipt"
	"tim/domain/sale"
	"tim/domain/shift"
)

// pageLife is how long the link to the member's page on a receipt is good (V6).
const pageLife = 90 * 24 * time.Hour

// paper is what every paper of this till has in common.
type paper struct {
	shop     Shop
	zone     *time.Location
	staff    []shift.Staff
	away     bool // balances may miss what happened elsewhere
	training bool
}

func (c *Counter) paper(shop Shop, staff []shift.Staff) paper {
	return paper{shop: shop, zone: c.Zone, staff: staff, away: c.chain != nil && (c.Link == nil || !c.Link.Online()), training: c.real != nil}
}

// sold is a paid order with what its receipt says besides.
type sold struct {
	order    sale.Order
	used     []loyalty.Voucher // on it
	products map[string]string // by SKU: names of what vouchers give
	swapped  *sale.Order       // the order that goods came back from, nil when none did
}

// draw is the order's receipt.
func (p paper) draw(s sold, m *attached, said receipt.Said, again bool) receipt.Document {
	o := s.order
	doc := receipt.Sold{Shop: p.shop.head(), Zone: p.zone, Order: o, Cashier: p.name(o.Cashier), Head: said.Head, Reprint: again, Training: p.training,
		Used: s.used, Products: s.products, Returned: s.swapped,
		Lookup: p.shop.Invoice.Page(o.Invoice, p.shop.TaxCode)}
	if m != nil {
		doc.Member, doc.Account, doc.Page = m.profile, said.Account(), p.page(m.profile.ID, o.PaidAt)
		doc.Tentative, doc.Unknown = said.Tentative, said.Unknown
		doc.Live, doc.Fresh = said.Of(m.vouchers), m.fresh(o)
	}
	return receipt.Build(doc)
}

// says is what the receipt of that number says of its member's account and vouchers.
func (p paper) says(number string, m *attached, account loyalty.Account, vouchers []loyalty.Voucher, now time.Time) receipt.Said {
	if m == nil {
		return receipt.Said{Number: number}
	}
	said := receipt.SaidOf(number, account, live(vouchers, now))
	said.Tentative, said.Unknown = p.away, p.away && m.unknown
	return said
}

// saidOf is what a paper said, or would say now where that isn't known: of another till's sale, or of one whose ledger came back from
// central.
func (c *Counter) saidOf(ctx context.Context, p paper, number string, m *attached, head journal.Hash, now time.Time) (receipt.Said, error) {
	said, err := c.Ledger.Said(ctx, number)
	if err == nil && said.Number == "" {
		if m != nil {
			said = p.says(number, m, m.at(now), m.vouchers, now)
		}
		said.Head = head
	}
	return said, err
}

// live are the vouchers that can be used.
func live(vouchers []loyalty.Voucher, now time.Time) []loyalty.Voucher {
	var live []loyalty.Voucher
	for _, v := range vouchers {
		if v.State(now) == loyalty.VoucherIssued {
			live = append(live, v)
		}
	}
	return live
}

// fresh are the codes that were redeemed while the order was a cart.
func (m *attached) fresh(o sale.Order) []string {
	var fresh []string
	for _, v := range m.vouchers {
		if !v.IssuedAt.Before(o.OpenedAt) && !v.IssuedAt.After(o.PaidAt) {
			fresh = append(fresh, v.ID)
		}
	}
	return fresh
}

// page is the address of the member's own page, "" where there is none.
func (p paper) page(member string, paid time.Time) string {
	key, err := hex.DecodeString(p.shop.PageKey)
	if p.shop.PageURL == "" || len(key) == 0 || err != nil {
		return ""
	}
	return ident.PageLink(p.shop.PageURL, key, member, paid.Add(pageLife))
}

func (s Shop) head() receipt.Shop {
	return receipt.Shop{Name: s.Name, Address: s.Address, TaxCode: s.TaxCode, Phone: s.Phone, Returns: s.Returns}
}

func (p paper) name(id string) string {
	for _, s := range p.staff {
		if s.ID == id {
			return s.Name
		}
	}
	return id
}

// giftNames are the names of the products that vouchers give, by SKU.
func (c *Counter) giftNames() map[string]string {
	names := make(map[string]string, len(c.gifts))
	for sku, p := range c.gifts {
		names[sku] = p.Name
	}
	return names
}

// print hands the receipt over. The sale stands whatever the printer says.
func (c *Counter) print(ctx context.Context, d *Done) {
	saved, err := c.Printer.Print(ctx, d.Receipt)
	if d.Saved = saved; err != nil {
		c.unsaved(d.Order.Receipt)
	}
}

// unsaved says that a paper couldn't be kept.
func (c *Counter) unsaved(number string) {
	c.notice = &Notice{Code: "receipt.unsaved", Args: fault.Args{"number": number}, Error: true}
}

// receiptByKey draws the receipt of a filed order as it was decided, and as its first print said the rest (saidOf). It reads through the ports only, because it may run beside Do.
func (c *Counter) receiptByKey(ctx context.Context, key string, now time.Time, again bool) (receipt.Document, error) {
	order, err := c.Ledger.Order(ctx, key)
	if err != nil {
		return receipt.Document{}, err
	}
	if order.Receipt == "" {
		return receipt.Document{}, fault.New(fault.Conflict, "order.unpaid", nil)
	}
	m, err := c.attach(ctx, order.Member)
	if err != nil && fault.Code(err) != "member.unknown" {
		return receipt.Document{}, err
	}
	shop, err := c.Settings.Shop(ctx)
	if err != nil {
		return receipt.Document{}, err
	}
	staff, err := c.Settings.Staff(ctx)
	if err != nil {
		return receipt.Document{}, err
	}
	start, err := c.Ledger.Start(ctx)
	if err != nil {
		return receipt.Document{}, err
	}
	p := c.paper(shop, staff)
	said, err := c.saidOf(ctx, p, order.Receipt, m, start.Head.Hash, now)
	if err != nil {
		return receipt.Document{}, err
	}
	s, err := c.soldOf(ctx, order, m, said)
	if err != nil {
		return receipt.Document{}, err
	}
	return p.draw(s, m, said, again), nil
}

// soldOf reads what a filed order's receipt says besides.
func (c *Counter) soldOf(ctx context.Context, o sale.Order, m *attached, said receipt.Said) (sold, error) {
	s := sold{order: o, products: map[string]string{}}
	var err error
	if s.used, err = c.vouchersOn(ctx, o); err != nil {
		return s, err
	}
	if s.swapped, err = c.orderOf(ctx, o.Exchange.Order); err != nil || m == nil {
		return s, err
	}
	for _, v := range said.Of(m.vouchers) {
		if s.products[v.Terms.Gives.SKU], err = c.productName(ctx, v.Terms.Gives); err != nil {
			return s, err
		}
	}
	return s, nil
}

// vouchersOn are the vouchers that an order has, as they stand; one that isn't known here is left out.
func (c *Counter) vouchersOn(ctx context.Context, o sale.Order) ([]loyalty.Voucher, error) {
	var list []loyalty.Voucher
	for _, use := range o.Vouchers {
		v, err := c.Members.Voucher(ctx, use.ID)
		if fault.Code(err) == "voucher.unknown" {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// productName is the name of the product that is given, "" when it is none or isn't sold here.
func (c *Counter) productName(ctx context.Context, g loyalty.Gives) (string, error) {
	if g.Kind != loyalty.GiveProduct {
		return "", nil
	}
	p, err := c.Products.BySKU(ctx, g.SKU)
	if fault.Code(err) == "product.unknown" {
		return "", nil
	}
	return p.Name, err
}

// voucherSlip draws a voucher's slip. It reads through the ports only.
func (c *Counter) voucherSlip(ctx context.Context, code string) (receipt.Voucher, error) {
	v, err := c.Members.Voucher(ctx, code)
	if err != nil {
		return receipt.Voucher{}, err
	}
	product, err := c.productName(ctx, v.Terms.Gives)
	if err != nil {
		return receipt.Voucher{}, err
	}
	member, err := c.Members.Member(ctx, v.Member)
	if err != nil && fault.Code(err) != "member.unknown" {
		return receipt.Voucher{}, err
	}
	shop, err := c.Settings.Shop(ctx)
	if err != nil {
		return receipt.Voucher{}, err
	}
	slip := receipt.BuildVoucher(v, shop.head(), c.Zone, product, member, false)
	slip.Training = c.real != nil
	return slip, nil
}

// voucherEnd is what lists show of a code, which is money: its last four digits.
func voucherEnd(code string) string { return "…" + code[max(0, len(code)-4):] }

// printVoucher journals that a voucher's slip is printed and prints it (V3).
func (c *Counter) printVoucher(ctx context.Context, a PrintVoucher, now time.Time) error {
	v, err := c.Members.Voucher(ctx, a.Code)
	if err != nil {
		return err
	}
	slip, err := c.voucherSlip(ctx, a.Code)
	if err != nil {
		return err
	}
	w := c.begin(now)
	w.event(journal.VoucherPrinted, &sale.Reprint{Order: v.ID})
	job := c.want(w, Job{Kind: PaperVoucher, Of: v.ID, Number: voucherEnd(v.ID)})
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.press(job, Paper{Voucher: &slip})
	if _, err := c.Printer.PrintVoucher(ctx, slip); err != nil {
		return fault.Wrap(fault.Unavailable, "receipt.unsaved", err, fault.Args{"number": v.ID})
	}
	c.notice = &Notice{Code: "voucher.printed", Args: voucherArgs(v, nil)}
	return nil
}
