package counter

import (
	"strings"
	"time"

	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/sale"
)

// DisplayVersion is the version of Display's shape. Fields may be added within a version; what one means never changes.
const DisplayVersion = 1

// Display is all that the customer may see of the till on a screen of their own (V6), and nothing else: no whole phone
// number, no full name, no voucher's code, nothing of the staff, no receipt number (who knows one may bring goods back).
// Whoever stands behind the customer reads it too. Amounts are VND, instants have the shop's own offset, so that whoever
// shows them needs no time zone.
type Display struct {
	V        int              `json:"v"`        // DisplayVersion
	Language string           `json:"language"` // of the till: vi, en
	Phase    Phase            `json:"phase"`
	Shop     string           `json:"shop"`
	Till     string           `json:"till"` // its number
	Lines    []DisplayLine    `json:"lines,omitempty"`
	Training bool             `json:"training,omitempty"` // nothing of it is real
	Newest   int              `json:"newest"`             // index of the line last touched, -1 when there is none
	Totals   DisplayTotals    `json:"totals"`
	Member   *DisplayMember   `json:"member,omitempty"` // nil of a walk-in
	Vouchers []DisplayVoucher `json:"vouchers,omitempty"`
	Transfer *DisplayTransfer `json:"transfer,omitempty"` // while paying, where the shop takes transfers
	Done     *DisplayDone     `json:"done,omitempty"`     // in PhaseDone
	Returned *DisplayReturned `json:"returned,omitempty"` // in PhaseReturned
}

// Phase is what the customer is there for just now.
type Phase string

// The phases.
const (
	PhaseIdle     Phase = "idle"     // nobody is served
	PhaseSale     Phase = "sale"     // goods are scanned
	PhasePay      Phase = "pay"      // the cashier takes the money
	PhaseDone     Phase = "done"     // paid, until the next scan
	PhaseReturned Phase = "returned" // goods were taken back, until the next scan
)

// DisplayLine is goods of the order.
type DisplayLine struct {
	Name     string         `json:"name"`
	Quantity money.Quantity `json:"quantity"`
	Unit     string         `json:"unit,omitempty"`
	Price    money.VND      `json:"price"`    // of one
	Discount money.VND      `json:"discount"` // its own, taken off Amount already
	Amount   money.VND      `json:"amount"`
	Gift     bool           `json:"gift,omitempty"` // it came with a voucher
}

// DisplayTotals is sale.Totals as far as it concerns the customer; reductions are positive.
type DisplayTotals struct {
	Goods     money.VND `json:"goods"`
	Discounts money.VND `json:"discounts"`
	Vouchers  money.VND `json:"vouchers"`
	Points    money.VND `json:"points"`
	Shipping  money.VND `json:"shipping"`
	Payable   money.VND `json:"payable"`
	Credit    money.VND `json:"credit"` // of goods brought back, Give included
	Paid      money.VND `json:"paid"`
	Due       money.VND `json:"due"`
	Change    money.VND `json:"change"`
	Give      money.VND `json:"give"` // of the credit, what is over and goes back to the customer
}

// DisplayMember is the customer and the points.
type DisplayMember struct {
	// Name is the given name alone: the last word of a Vietnamese name, which is how people are addressed. It lets the
	// customer see that the right account is attached; the full name beside a phone's last digits would tell bystanders who
	// this is, and a masked one ("N•••• T•• Ánh") tells more of the family and reads worse from afar.
	Name     string        `json:"name,omitempty"`
	Phone    string        `json:"phone,omitempty"` // masked
	Tier     string        `json:"tier,omitempty"`
	Usable   int64         `json:"usable"` // points, less what is used on this order; below 0 is a debt
	Pending  int64         `json:"pending"`
	Most     DisplayPoints `json:"most"` // that can be taken off this order
	Used     DisplayPoints `json:"used"` // off it now
	WillEarn int64         `json:"will_earn"`
	Lapse    *DisplayLapse `json:"lapse,omitempty"` // what lapses next
}

// DisplayPoints is points and what they take off.
type DisplayPoints struct {
	Points int64     `json:"points"`
	Value  money.VND `json:"value"`
}

// DisplayLapse is points that lapse at an instant.
type DisplayLapse struct {
	Points int64     `json:"points"`
	At     time.Time `json:"at"`
}

// DisplayVoucher is a voucher that is on the order or can be used, without its code: who sees that can use it.
type DisplayVoucher struct {
	Name    string        `json:"name,omitempty"` // of the reward, "" for points turned into money
	Gives   loyalty.Gives `json:"gives"`
	Product string        `json:"product,omitempty"` // name of the free product
	OnOrder bool          `json:"on_order,omitempty"`
	Value   money.VND     `json:"value,omitempty"` // off the order when it is on it
	Until   time.Time     `json:"until,omitzero"`  // zero: for ever
}

// DisplayTransfer is a transfer that pays what is due.
type DisplayTransfer struct {
	QR   string `json:"qr"`             // sale.VietQR
	Bank string `json:"bank,omitempty"` // account as the shop writes it
	Memo string `json:"memo"`

	Amount  money.VND `json:"amount,omitempty"`
	Awaited bool      `json:"awaited,omitempty"` // the cashier waits for it
}

// DisplayDone is a sale just paid. Points are those of the member, 0 for a walk-in.
type DisplayDone struct {
	Change   money.VND `json:"change"`
	Given    money.VND `json:"given"` // of an exchange, what was over
	Used     int64     `json:"used"`
	Earned   int64     `json:"earned"`
	Expected int64     `json:"expected"` // points that delivery will give (E8)
	Balance  int64     `json:"balance"`
}

// DisplayReturned is goods just taken back.
type DisplayReturned struct {
	Refund   money.VND `json:"refund"`
	Deducted money.VND `json:"deducted"` // kept back for points already spent (C4)
	Clawed   int64     `json:"clawed"`   // points taken back
	Restored int64     `json:"restored"` // points that came back
	Balance  int64     `json:"balance"`
}

// Display is the state as the customer may see it. paying says that the cashier takes the money now; zone is the shop's.
func (s State) Display(paying bool, lang loyalty.Lang, zone *time.Location) Display {
	d := Display{V: DisplayVersion, Language: "vi", Phase: s.phase(paying), Shop: s.Shop.Name, Till: s.Till, Newest: -1, Training: s.Training != nil}
	if lang == loyalty.En {
		d.Language = "en"
	}
	switch d.Phase {
	case PhaseSale, PhasePay:
		d.cart(s, zone)
	case PhaseDone:
		d.done(s.Last, zone)
	case PhaseReturned:
		d.returned(s.Returned)
	}
	if d.Phase == PhasePay {
		d.Transfer = transfer(s.Shop, s.Cart)
	}
	return d
}

func (s State) phase(paying bool) Phase {
	o := s.Cart.Order
	switch {
	case s.Locked: // whoever passes by isn't the customer
		return PhaseIdle
	case len(o.Lines) > 0 && paying:
		return PhasePay
	case len(o.Lines) > 0, s.Member != nil, len(o.Vouchers) > 0, o.Exchange.Order != "":
		return PhaseSale
	case s.Last != nil:
		return PhaseDone
	case s.Returned != nil:
		return PhaseReturned
	}
	return PhaseIdle
}

// cart is the open order.
func (d *Display) cart(s State, zone *time.Location) {
	d.goods(s.Cart.Order, s.Cart.Totals)
	d.Newest = s.Cart.Order.Place(s.Cart.Marked)
	for _, v := range s.Cart.Vouchers {
		d.voucher(v, zone)
	}
	m := s.Member
	if m == nil {
		return
	}
	d.Member = &DisplayMember{
		Name: givenName(m.Profile.Name), Phone: ident.MaskPhone(m.Profile.Phone), Tier: m.Tier.Name,
		Usable: m.Account.Usable, Pending: m.Account.Pending, WillEarn: s.Cart.WillEarn,
		Most: DisplayPoints{m.Use.Limit.Max, m.Use.Limit.Amount}, Used: DisplayPoints{m.Use.Used, m.Use.Value},
	}
	if next := m.Account.NextLapse; next != nil {
		d.Member.Lapse = &DisplayLapse{next.Points, next.At.In(zone)}
	}
	for _, v := range m.Vouchers {
		if v.State == loyalty.VoucherIssued && !v.OnCart {
			d.voucher(v, zone)
		}
	}
}

func (d *Display) goods(o sale.Order, t sale.Totals) {
	d.Totals = DisplayTotals{Goods: t.Goods, Discounts: t.Discounts, Vouchers: t.Vouchers, Points: t.Points, Shipping: t.Shipping,
		Payable: t.Payable, Credit: t.Credit + t.Give, Paid: t.Paid, Due: t.Due, Change: t.Change, Give: t.Give}
	d.Lines = make([]DisplayLine, len(o.Lines))
	for i, l := range o.Lines {
		d.Lines[i] = DisplayLine{Name: l.Name, Quantity: l.Quantity, Unit: l.Unit, Price: l.UnitPrice,
			Discount: t.Lines[i].Discount, Amount: t.Lines[i].Amount - t.Lines[i].Discount, Gift: l.Gift != ""}
	}
}

func (d *Display) voucher(v VoucherOffer, zone *time.Location) {
	shown := displayVoucher(v.Name, v.Terms.Gives, v.Product, v.ExpiresAt, zone)
	if v.OnCart {
		shown.OnOrder, shown.Value = true, v.Value
	}
	d.Vouchers = append(d.Vouchers, shown)
}

func displayVoucher(name string, g loyalty.Gives, product string, until time.Time, zone *time.Location) DisplayVoucher {
	v := DisplayVoucher{Name: name, Gives: g, Product: product}
	if !until.IsZero() {
		v.Until = until.In(zone)
	}
	return v
}

// transfer is what the customer's banking app needs; nil when nothing is due or the shop named no account that it can pay.
func transfer(shop Shop, c Cart) *DisplayTransfer {
	if c.Totals.Due == 0 || shop.BankBIN == "" {
		return nil
	}
	memo, amount := c.Order.TransferMemo(), c.Totals.Due
	if a := c.Order.Awaited.Amount; a > 0 {
		amount = a
	}
	code, err := sale.VietQR(shop.BankBIN, shop.BankAccount, amount, memo)
	if err != nil {
		return nil
	}
	return &DisplayTransfer{QR: code, Bank: shop.Bank, Memo: memo, Amount: amount, Awaited: c.Order.Awaited.Amount > 0}
}

// done is a sale that was paid.
func (d *Display) done(last *Done, zone *time.Location) {
	d.goods(last.Order, last.Totals)
	d.Done = &DisplayDone{Change: last.Totals.Change, Used: last.Order.Use.Points, Balance: last.Balance, Earned: last.Earned.Reward}
	if last.Lot == nil {
		d.Done.Earned, d.Done.Expected = 0, last.Earned.Reward
	}
	if e := last.Receipt.Exchange; e != nil {
		for _, t := range e.Given {
			d.Done.Given += t.Amount()
		}
	}
	if last.Member != nil {
		d.Member = &DisplayMember{Name: givenName(last.Member.Name), Phone: ident.MaskPhone(last.Member.Phone)}
	}
	if m := last.Receipt.Member; m != nil && d.Member != nil {
		d.onPaper(m, zone)
	}
}

// onPaper is what the receipt says about the customer too.
func (d *Display) onPaper(m *receipt.Member, zone *time.Location) {
	d.Member.Tier, d.Member.Usable, d.Member.Pending = m.Tier, m.Balance-m.Pending, m.Pending
	if m.NextLapse != nil {
		d.Member.Lapse = &DisplayLapse{m.NextLapse.Points, m.NextLapse.At.In(zone)}
	}
	for _, v := range m.Vouchers {
		d.Vouchers = append(d.Vouchers, displayVoucher(v.Name, v.Gives, v.Product, v.ExpiresAt, zone))
	}
}

// returned is goods that were taken back.
func (d *Display) returned(r *Returned) {
	back := r.Offer.Return
	d.Returned = &DisplayReturned{Refund: back.Refund, Deducted: back.Deducted, Clawed: back.Clawed, Restored: back.Restored,
		Balance: r.Offer.After.Balance}
	if m := r.Offer.Member; m != nil {
		d.Member = &DisplayMember{Name: givenName(m.Name), Phone: ident.MaskPhone(m.Phone), Tier: r.Offer.After.Tier.Name, Usable: r.Offer.After.Usable}
	}
}

// givenName is the last word of a full name.
func givenName(full string) string {
	words := strings.Fields(full)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}
