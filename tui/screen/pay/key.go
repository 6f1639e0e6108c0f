package pay

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tim/domain/money"
	"tim/domain/sale"
	"tim/tui/input"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

func (p Pay) kind() sale.TenderKind { return p.methods[p.at.method].kind }

// transfer is the place of the transfer among the methods.
func (p Pay) transfer() int {
	return slices.IndexFunc(p.methods, func(m method) bool { return m.kind == sale.Transfer })
}

// waits says that the transfer which the cart waits for is on the screen.
func (p Pay) waits(env screen.Env) bool {
	return p.kind() == sale.Transfer && env.State.Cart.Transfer != nil
}

// typing says that an amount stands in the field: it counts, not the marked one.
func (p Pay) typing() bool { return !p.amount.Empty() }

// field is the one that the cursor is in.
func (p Pay) field() widget.Field {
	if p.at.reference {
		return p.reference
	}
	return p.amount
}

// stop is the place of the cursor so many further, round and round.
func (p Pay) stop(by int) stop {
	var stops []stop
	for i, m := range p.methods {
		if stops = append(stops, stop{method: i}); m.referenced() {
			stops = append(stops, stop{method: i, reference: true})
		}
	}
	for i, s := range stops {
		if s == p.at {
			return stops[(i+by+len(stops))%len(stops)]
		}
	}
	return stops[0]
}

// referenced says whether there is a number to be typed from a slip or a screen.
func (m method) referenced() bool { return m.kind != sale.Cash && m.kind != sale.OnAccount }

// to moves the cursor. A reference belongs to its method and goes with it; the amount stays.
func (p Pay) to(env screen.Env, s stop) Pay {
	if s.method != p.at.method {
		p.reference = p.reference.Reset()
	}
	p.at, p.fault = s, nil
	return p.weighed(env)
}

// key gives a key to the field with the cursor, then to the arrows: left and right choose the method, up and down the
// quick amount, or the field where there are two.
func (p Pay) key(env screen.Env, msg tea.Msg) Pay {
	if field, ok := p.field().Update(msg); ok && !p.waits(env) {
		return p.edited(env, field)
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch name := keymap.Name(press); {
		case name == "left":
			return p.to(env, stop{method: (p.at.method + len(p.methods) - 1) % len(p.methods)})
		case name == "right":
			return p.to(env, stop{method: (p.at.method + 1) % len(p.methods)})
		case p.kind() != sale.Cash && (name == "up" || name == "down"):
			return p.to(env, stop{method: p.at.method, reference: name == "down" && p.methods[p.at.method].referenced()})
		}
	}
	if p.kind() != sale.Cash {
		return p
	}
	quick, ok := p.quick.Update(msg)
	if !ok {
		return p
	}
	p.quick = quick
	if _, wheel := msg.(tea.MouseWheelMsg); wheel {
		return p
	}
	return p.choose(env, quick.Marked())
}

func (p Pay) edited(env screen.Env, field widget.Field) Pay {
	p.fault = nil
	if p.at.reference {
		p.reference = field
		return p
	}
	p.amount = field
	return p.weighed(env)
}

// choose marks a quick amount; it counts, not what was typed before.
func (p Pay) choose(env screen.Env, i int) Pay {
	p.quick, p.amount, p.fault = p.quick.Mark(i), p.amount.Reset(), nil
	return p.weighed(env)
}

func (p Pay) tapped(env screen.Env, at widget.Target) Pay {
	switch at.ID {
	case quickTarget:
		return p.choose(env, at.Index)
	case methodTarget:
		return p.to(env, stop{method: at.Index})
	case fieldTarget:
		return p.to(env, stop{method: p.at.method, reference: at.Index == 1})
	}
	return p
}

// offered asks the order what each quick amount would come to, and the typed one.
func (p Pay) offered(env screen.Env) Pay {
	p.methods = methods(env)
	p.at.method = min(p.at.method, len(p.methods)-1)
	p.waited = p.waited || env.State.Cart.Transfer != nil
	p.offers = make([]offer, len(env.State.Cart.Quick))
	for i, amount := range env.State.Cart.Quick {
		p.offers[i] = weigh(env.State.Cart.Order, sale.Cash, amount)
	}
	p.quick = p.quick.Sized(len(p.offers), p.plan(env).body-fieldRows)
	return p.weighed(env)
}

// weighed asks the order what the typed amount would come to.
func (p Pay) weighed(env screen.Env) Pay {
	p.typed = offer{}
	if p.typing() {
		amount, _ := input.Amount(p.amount.Value())
		p.typed = weigh(env.State.Cart.Order, p.kind(), amount)
	}
	return p
}

// weigh is what the order would say to a payment.
func weigh(order sale.Order, kind sale.TenderKind, amount money.VND) offer {
	o := offer{amount: amount}
	after, err := order.Tendered(kind, amount, "")
	if err != nil {
		o.fault = err
		return o
	}
	o.change = after.Tenders[len(after.Tenders)-1].Change
	if o.change == 0 {
		o.left = after.Totals().Due
	}
	return o
}
