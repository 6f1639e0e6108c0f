package counter

import (
	"cmp"
	"context"
	"slices"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/domain/shift"
)

// HeldMax is how many carts may be aside at a till: more is no queue at a counter any more.
const HeldMax = 50

// HoldCart puts the cart aside, so that somebody else can be served; points and vouchers stay on it. Note tells it apart, ""
// when nothing was said. Faults: those of sale.Order.Hold; hold.many (max).
type HoldCart struct{ Note string }

// RecallCart takes a cart up that was put aside ("" the one put aside last). A cart at hand with goods is put aside in the same
// write. What changed meanwhile is said by the Notice. Faults: hold.none, hold.unknown; member.unknown while its member isn't
// known here; order.tendered of the cart at hand.
type RecallCart struct{ Order string }

// VoidHeld throws a cart away that was put aside, as VoidOrder does with the one at hand: approval.needed. Faults: hold.unknown,
// member.unknown.
type VoidHeld struct {
	Order  string
	Reason string
}

func (HoldCart) action()   {}
func (RecallCart) action() {}
func (VoidHeld) action()   {}

// HeldCart is a cart put aside, as a list shows it.
type HeldCart struct {
	Order  string // key
	Lines  int
	First  string    // name of the goods scanned first
	Member string    // name, "" of a walk-in and of one who isn't known here
	Due    money.VND // to pay
	Since  time.Time
	By     string // name of who put it aside, "" of one that was found open
	Note   string
	Old    bool // it lies there longer than the shop wants (shift.Policy.HoldHours)
}

// aside is a cart put aside.
type aside struct {
	order  sale.Order
	name   string // of its member, "" when there is none or it isn't known
	usable *int64 // the member's points when it was put aside, nil when that isn't known
}

// since is how long a cart lies there. One that was found open has no such instant.
func (a aside) since() time.Time {
	if a.order.Held.At.IsZero() {
		return a.order.OpenedAt
	}
	return a.order.Held.At
}

// lay puts a cart that was read with those put aside. One that holds nothing is nobody's.
func (c *Counter) lay(ctx context.Context, cart sale.Order) error {
	if len(cart.Lines) == 0 && cart.Use.Points == 0 && len(cart.Vouchers) == 0 {
		return nil
	}
	a := aside{order: cart}
	if cart.Member != "" {
		m, err := c.Members.Member(ctx, cart.Member)
		if err != nil && fault.Code(err) != "member.unknown" {
			return err
		}
		a.name = m.Name
	}
	c.layDown(a)
	return nil
}

// layDown keeps the one put aside last in front.
func (c *Counter) layDown(a aside) {
	c.aside = append(c.aside, a)
	slices.SortStableFunc(c.aside, func(a, b aside) int { return cmp.Or(b.since().Compare(a.since()), cmp.Compare(b.order.ID, a.order.ID)) })
}

// holdCart puts the cart at hand aside: the till has none then.
func (c *Counter) holdCart(ctx context.Context, a HoldCart, now time.Time) error {
	w := c.begin(now)
	laid, err := c.putAside(w, a.Note)
	if err != nil {
		return err
	}
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.close()
	c.layDown(laid)
	c.last, c.returned = nil, nil
	c.notice = &Notice{Code: "order.held", Args: fault.Args{"n": len(c.aside)}}
	return nil
}

// putAside writes that the cart at hand is put aside.
func (c *Counter) putAside(w *write, note string) (aside, error) {
	if len(c.aside) >= HeldMax {
		return aside{}, fault.New(fault.Conflict, "hold.many", fault.Args{"max": int64(HeldMax)})
	}
	cart, err := c.cart.Hold(c.who.ID, note, w.now)
	if err != nil {
		return aside{}, err
	}
	w.event(journal.OrderHeld, &sale.Filed{Order: cart})
	w.put(cart)
	a := aside{order: cart}
	if c.member != nil {
		usable := c.member.at(w.now).Usable
		a.name, a.usable = c.member.profile.Name, &usable
	}
	return a, nil
}

// asideAt is the place of a cart among those put aside, "" the one put there last. Faults: hold.none, hold.unknown.
func (c *Counter) asideAt(order string) (int, error) {
	if len(c.aside) == 0 {
		return 0, fault.New(fault.NotFound, "hold.none", nil)
	}
	if order == "" {
		return 0, nil
	}
	i := slices.IndexFunc(c.aside, func(a aside) bool { return a.order.Key() == order })
	if i < 0 {
		return 0, fault.New(fault.NotFound, "hold.unknown", nil)
	}
	return i, nil
}

// recallCart takes a cart up again; the one at hand is put aside, or dropped where it has no goods.
func (c *Counter) recallCart(ctx context.Context, a RecallCart, now time.Time) error {
	i, err := c.asideAt(a.Order)
	if err != nil {
		return err
	}
	from := c.aside[i]
	next, err := c.handOf(ctx, from.order)
	if err != nil {
		return err
	}
	w := c.begin(now)
	var laid *aside
	if len(c.cart.Lines) > 0 {
		put, err := c.swapOut(w)
		if err != nil {
			return err
		}
		laid = &put
	} else if err := c.dropCart(w); err != nil {
		return err
	}
	was := c.hand
	changed, err := c.pickUp(ctx, w, next, from)
	if err != nil {
		c.hand = was
		return err
	}
	c.serve(was.member)
	c.aside = slices.Delete(slices.Clone(c.aside), i, i+1)
	if laid != nil {
		c.layDown(*laid)
	}
	c.last, c.returned = nil, nil
	c.notice = (&Notice{Code: "order.recalled", Args: fault.Args{"n": len(c.aside)}}).and(changed)
	return nil
}

// swapOut is putAside for a cart that another takes the place of: their number stays.
func (c *Counter) swapOut(w *write) (aside, error) {
	all := c.aside
	c.aside = nil
	defer func() { c.aside = all }()
	return c.putAside(w, "")
}

// pickUp makes a cart the one at hand, with what may be off it now, and says what changed since it was put aside. The caller puts the
// one at hand back when it fails.
func (c *Counter) pickUp(ctx context.Context, w *write, next hand, from aside) (*Notice, error) {
	c.hand, w.vouchers = next, next.vouchers
	cart, err := next.cart.Recall()
	if err != nil {
		return nil, err
	}
	if _, err := cart.Using(cart.Use); err != nil { // a part of one that was found open may be paid: nothing is rechecked then
		w.event(journal.OrderRecalled, &sale.Filed{Order: cart})
		w.put(cart)
		return nil, c.taken(ctx, w, cart)
	}
	cart, changed, err := c.recheck(w, cart)
	if err != nil {
		return nil, err
	}
	news, err := c.newsSince(ctx, from, w.now)
	if err != nil {
		return nil, err
	}
	w.event(journal.OrderRecalled, &sale.Filed{Order: cart})
	w.put(cart)
	return changed.and(news), c.taken(ctx, w, cart)
}

// taken writes the cart that was taken up.
func (c *Counter) taken(ctx context.Context, w *write, cart sale.Order) error {
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	c.cart = cart
	c.keepMark()
	return nil
}

// newsSince is what changed about a cart while it lay aside: prices, of which its lines keep the old ones, the programme, and the
// member's points.
func (c *Counter) newsSince(ctx context.Context, a aside, now time.Time) (*Notice, error) {
	var news *Notice
	more := 0
	for _, l := range a.order.Lines {
		p, err := c.Products.BySKU(ctx, l.SKU)
		if fault.Code(err) == "product.unknown" {
			continue
		}
		if err != nil {
			return nil, err
		}
		if l.ListPrice != 0 || l.Gift != "" || p.Price == l.UnitPrice {
			continue
		}
		if news != nil {
			more++
			continue
		}
		news = &Notice{Code: "line.price_changed", Args: fault.Args{"name": l.Name, "from": l.UnitPrice, "to": p.Price}}
	}
	if more > 0 {
		news = news.and(&Notice{Code: "line.prices_changed", Args: fault.Args{"n": more}})
	}
	if at := a.since(); c.program(at).Version != c.program(now).Version {
		news = news.and(&Notice{Code: "program.changed"})
	}
	if m := c.member; m != nil && a.usable != nil && m.at(now).Usable != *a.usable {
		news = news.and(&Notice{Code: "member.changed", Args: fault.Args{"name": m.profile.Name, "from": *a.usable, "to": m.at(now).Usable}})
	}
	return news, nil
}

// voidHeld throws a cart away that was put aside. What is at hand stays.
func (c *Counter) voidHeld(ctx context.Context, a VoidHeld, now time.Time) error {
	i, err := c.asideAt(a.Order)
	if err != nil {
		return err
	}
	held := c.aside[i].order
	return c.needApproval(ctx, now, pending{what: ActVoid, total: held.Totals().Payable, from: held, reason: a.Reason,
		then: func(ctx context.Context, w *write, _ string) error {
			i, err := c.asideAt(held.Key())
			if err != nil {
				return err
			}
			next, err := c.handOf(ctx, held)
			if err != nil {
				return err
			}
			was := c.hand
			c.hand, w.vouchers = next, next.vouchers
			said, err := c.writeVoid(ctx, w, a.Reason)
			c.serve(c.member)
			if c.hand = was; err != nil {
				return err
			}
			c.hear(w.batch)
			c.aside = slices.Delete(slices.Clone(c.aside), i, i+1)
			c.notice = (&Notice{Code: "hold.voided", Args: fault.Args{"n": len(c.aside)}}).and(said)
			return nil
		}})
}

// writeVoid throws the cart at hand away, with the points and vouchers that are off it given back in the same write (U6, V4). It says
// what there is to say of money that had come for it.
func (c *Counter) writeVoid(ctx context.Context, w *write, reason string) (*Notice, error) {
	cart, err := w.clear(c.giveBack(w, c.cart))
	if err != nil {
		return nil, err
	}
	if cart, err = cart.Void(w.now); err != nil {
		return nil, err
	}
	w.event(journal.OrderVoided, &sale.Filed{Order: cart, Reason: reason, Approval: w.approval})
	w.put(cart)
	said, err := c.landsVoid(ctx, w)
	if err != nil {
		return nil, err
	}
	return said, c.commit(ctx, w)
}

// noHeld refuses to end the selling at the till while carts lie aside that nobody could take up then: whoever left them may come back,
// and what is off them is off an account. Fault: shift.held (n).
func (c *Counter) noHeld() error {
	if n := len(c.aside); n > 0 {
		return fault.New(fault.Conflict, "shift.held", fault.Args{"n": n})
	}
	return nil
}

// sellsLast says whether nobody could take up a cart behind a shift's end: it is the one sold under, or no other can be gone on with.
func (c *Counter) sellsLast(f report.Filed) bool {
	return f.Shift.State == shift.Opened || !slices.ContainsFunc(c.roll.Shifts, func(o report.Filed) bool {
		return o.Shift.ID != f.Shift.ID && (o.Shift.State == shift.Opened || o.Shift.State == shift.Suspended)
	})
}

// penAside says whether a right is the pen of a cart put aside.
func (c *Counter) penAside(right string) bool {
	return slices.ContainsFunc(c.aside, func(a aside) bool { return right == share.Pen(a.order.Key()) })
}

// heldBy is how many carts of a member's lie aside.
func (c *Counter) heldBy(member string) (n int) {
	for _, a := range c.aside {
		if a.order.Member == member {
			n++
		}
	}
	return n
}

// heldCarts are the carts put aside, the newest first.
func (c *Counter) heldCarts(now time.Time) []HeldCart {
	var list []HeldCart
	names := c.paper(c.shop, c.staff)
	for _, a := range c.aside {
		o := a.order
		h := HeldCart{Order: o.Key(), Lines: len(o.Lines), Member: a.name, Due: o.Totals().Due, Since: a.since(), Note: o.Held.Note}
		if len(o.Lines) > 0 {
			h.First = o.Lines[0].Name
		}
		if o.Held.By != "" {
			h.By = names.name(o.Held.By)
		}
		h.Old = now.Sub(h.Since) >= c.shop.Policy.HoldLong()
		list = append(list, h)
	}
	return list
}
