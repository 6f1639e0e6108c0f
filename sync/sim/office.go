package sim

import (
	"fmt"
	"math/rand/v2"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/share"
)

// channel is an order of the web shop, paid with points.
func (w *world) channel(s Step, r *rand.Rand) {
	if !w.center.up {
		return
	}
	w.center.orders++
	member := w.shop.members[s.Member]
	id, doc := fmt.Sprint("web", w.center.orders), w.webOrder(member.ID, 1+r.Int64N(3))
	doc.UsePoints = r.Int64N(1 + one(r, int64(40), 40, 130))
	if w.putOrder(id, doc) == "points.elsewhere" {
		w.after(time.Minute, func() { w.putOrder(id, doc) })
	}
}

func (w *world) webOrder(member string, n int64) office.OrderDoc {
	price, at := money.VND(90_000), w.now
	return office.OrderDoc{CustomerID: member, PlacedAt: &at, PaidAt: &at, DeliveredAt: &at,
		Lines: []office.OrderLine{{ID: "1", SKU: "DAU", Quantity: money.Units(n), UnitPrice: &price}}}
}

func (w *world) putOrder(id string, doc office.OrderDoc) string {
	if !w.center.up {
		return ""
	}
	_, err := w.center.office.PutOrder(w.ctx, "web", id, doc)
	w.center.refused(err)
	return fault.Code(err)
}

func (w *world) adjust(s Step, r *rand.Rand) {
	if !w.center.up {
		return
	}
	n := 20 - r.Int64N(40)
	if n == 0 {
		n = 1
	}
	_, err := w.center.office.Adjust(w.ctx, w.shop.members[s.Member].ID, office.Adjustment{Points: n, Reason: "sim"})
	w.center.refused(err)
}

// web is what a member does with vouchers away from tills.
func (w *world) web(s Step, r *rand.Rand) {
	c, member := w.center, w.shop.members[s.Member].ID
	if !c.up {
		return
	}
	vouchers, err := c.office.Vouchers(w.ctx, member)
	if c.refused(err) {
		return
	}
	var code string
	if len(vouchers) > 0 {
		code = one(r, vouchers...).Code
	}
	switch x := r.IntN(4); {
	case x == 0 || code == "":
		_, err = c.office.Redeem(w.ctx, member, office.Redemption{RewardID: one(r, w.shop.rewards...).ID})
	case x == 1:
		_, err = c.office.HandBack(w.ctx, code)
	default:
		c.orders++
		id, doc := fmt.Sprint("web", c.orders), w.webOrder(member, 2)
		doc.Vouchers = []string{code}
		if w.putOrder(id, doc) == "" && x == 2 {
			w.after(time.Duration(r.Int64N(int64(5*time.Minute))), func() {
				cancelled := w.now
				doc.CancelledAt = &cancelled
				w.putOrder(id, doc)
			})
		}
	}
	c.refused(err)
}

// care takes one of a member's orders back, or cancels it, on somebody's word at central; it waits a while for a till that
// has the order's pen.
func (w *world) care(s Step, r *rand.Rand) {
	c := w.center
	if !c.up {
		return
	}
	orders, _, err := c.office.Orders(w.ctx, office.OrderFilter{Customer: w.shop.members[s.Member].ID}, office.Page{Limit: 4})
	if c.refused(err) || len(orders) == 0 {
		return
	}
	doc, now := one(r, orders...).Order, w.now
	if r.IntN(3) == 0 {
		doc.CancelledAt = &now
	} else {
		line := one(r, doc.Lines...)
		doc.Returns = append(doc.Returns, office.OrderReturn{ID: fmt.Sprint("care", s.Seed), Lines: []office.OrderReturnLine{{ID: line.ID, Quantity: money.Units(1)}}})
	}
	for again := range 3 {
		w.after(time.Duration(again)*time.Minute, func() {
			if c.up {
				_, err := c.office.PutOrder(w.ctx, doc.Channel, doc.ID, doc)
				if !c.refused(err) {
					w.stats.Cared++
				}
			}
		})
	}
}

// signup is a new member at a till, who perhaps is one already elsewhere.
func (w *world) signup(s Step) {
	t, r := w.tills[s.Till], rand.New(rand.NewPCG(s.Seed, 5))
	if !t.up || t.busy != nil && !t.busy.done {
		return
	}
	w.stats.Signups++
	w.spawn(func(p *proc) {
		t.busy = p
		defer t.free(p)
		v := visiting{w: w, t: t, p: p, r: r}
		phone := ident.PhoneLocal(fmt.Sprintf("+8497%07d", 1_000_000+s.Member%6))
		if _, ok := v.press(counter.CreateMember{Name: "Lê Văn Mới", Phone: phone, Points: true}); !ok {
			return
		}
		if _, ok := v.press(counter.Enter{Text: phone}); !ok {
			return
		}
		for range 2 {
			if _, ok := v.press(counter.Enter{Text: oil, Scan: true}); !ok {
				return
			}
		}
		v.finish()
	})
}

// merge makes two members one.
func (w *world) merge(s Step, r *rand.Rand) {
	a, b := w.shop.members[s.Member], one(r, w.shop.members...)
	if !w.center.up || a.ID == b.ID {
		return
	}
	_, err := w.center.office.Merge(w.ctx, a.ID, b.ID)
	if !w.center.refused(err) {
		w.stats.Merged++
	}
}

// release frees by hand what a till holds of one right; it may spend that all the same.
func (w *world) release(t *till, r *rand.Rand) {
	if !w.center.up || !t.up || t.retired {
		return
	}
	var rights []share.Units
	for _, u := range t.counter.Held() {
		if u.N > 0 && w.truth.right(u.Right).arose > 1 {
			rights = append(rights, u)
		}
	}
	if len(rights) == 0 {
		return
	}
	u := one(r, rights...)
	if _, err := w.center.office.Release(w.ctx, t.holder, u.Right, "sim"); !w.center.refused(err) {
		w.stats.Released++
		w.truth.right(u.Right).touched = true
	}
}

// reprogram changes the programme while tills are at it.
func (w *world) reprogram(r *rand.Rand) {
	if !w.center.up {
		return
	}
	p := w.shop.program
	p.Version, p.EffectiveFrom = 0, w.now.Add(time.Minute)
	p.Offline.Use = one(r, loyalty.OfflineShares, loyalty.OfflineShares, loyalty.OfflineNone)
	p.Offline.KeepPoints = r.Int64N(500)
	_, err := w.center.office.PutProgram(w.ctx, p, "sim", "")
	if !w.center.refused(err) {
		w.stats.Programs++
	}
}
