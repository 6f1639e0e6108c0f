// Package pay is the screen that takes the customer's money: cash with quick amounts and change, card, bank transfer, e-wallets, on
// account, or several of them, until nothing is due; then it goes home, where the finished sale is shown. A transfer is waited for
// with its code on the screen, until the bank tells of it or the cashier does.
//
// Caveats. What a payment would give back or leave is asked of sale.Order.Tendered when keys are handled, never when
// drawing. An amount below 1.000 means thousands and is echoed before Enter (no note is smaller).
package pay

import (
	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

const (
	quickTarget  = "pay.quick"
	methodTarget = "pay.method"
	fieldTarget  = "pay.field"

	amountDigits = 18 // money.Max has 18 digits
	referenceMax = 40
)

// method is a way to pay.
type method struct {
	kind sale.TenderKind
	name string // of a wallet
}

// methods are the ways to pay that the shop takes.
func methods(env screen.Env) []method {
	list := []method{{kind: sale.Cash}, {kind: sale.Card}, {kind: sale.Transfer}}
	for _, name := range env.State.Shop.Policy.Wallets {
		list = append(list, method{sale.Wallet, name})
	}
	if env.State.Shop.Policy.AccountLimit > 0 {
		list = append(list, method{kind: sale.OnAccount})
	}
	return list
}

// stop is a place of the cursor: Tab goes through all of them.
type stop struct {
	method    int
	reference bool // in the field of the reference; cash has none
}

// Pay is the screen.
type Pay struct {
	at        stop
	amount    widget.Field
	reference widget.Field
	quick     widget.List
	offers    []offer // what each quick amount comes to; never changed in place
	typed     offer   // what the typed amount comes to
	methods   []method
	waited    bool // the cart has waited for a transfer since the screen was opened
	doing     doing
	fault     error
}

// offer is a payment not made yet and what the order would say to it.
type offer struct {
	amount money.VND
	change money.VND
	left   money.VND // still due behind it
	fault  error     // why it would be refused
}

// doing is what was asked of the counter and is not answered yet; until then no payment is asked for.
type doing uint8

const (
	idle doing = iota
	paying
	changing
)

// New is the screen with cash chosen and the exact sum marked.
func New() screen.Screen {
	return Pay{
		amount:    widget.Field{Accept: widget.Digits, Max: amountDigits, Grouped: true},
		reference: widget.Field{Max: referenceMax},
		quick:     widget.List{ID: quickTarget},
		methods:   []method{{kind: sale.Cash}},
	}
}

// Update implements screen.Screen.
func (p Pay) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	p.quick = p.quick.Sized(len(p.offers), p.plan(env).body-fieldRows)
	switch msg := msg.(type) {
	case screen.Opened:
		p = p.offered(env)
		if p.waited {
			p.at = stop{method: p.transfer()}
		}
		return p, nil
	case screen.Changed:
		return p.changed(env, msg)
	case screen.Act:
		return p.act(env, msg.ID)
	case screen.Tapped:
		return p.tapped(env, msg.Target), nil
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseWheelMsg:
		return p.key(env, msg), nil
	}
	return p, nil
}

func (p Pay) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect) {
	switch id {
	case keymap.Back:
		return p, []screen.Effect{screen.Close{}}
	case keymap.Next:
		return p.to(env, p.stop(1)), nil
	case keymap.Previous:
		return p.to(env, p.stop(-1)), nil
	case keymap.Confirm, keymap.Pay:
		return p.confirm(env)
	case keymap.Remove:
		return p.do(counter.RemoveTenders{}, changing)
	case keymap.Print:
		return p.do(counter.PrintTransfer{}, changing)
	case keymap.Later:
		return p.do(counter.SetLater{Later: !env.State.Cart.Order.Later}, changing)
	}
	return p, nil
}

// Keys implements screen.Screen.
func (p Pay) Keys(env screen.Env) keymap.Set {
	keys := keymap.Set{keymap.Confirm, keymap.Next, keymap.Later, keymap.Back}
	if env.State.Cart.Totals.Due == 0 {
		keys = append(keys, keymap.Pay) // the same key twice finishes from the order screen
	}
	if o := env.State.Cart.Order; (len(o.Tenders) > 0 || o.Awaited.Amount > 0) && p.field().Empty() {
		keys = append(keys, keymap.Remove)
	}
	if p.prints(env) {
		keys = append(keys, keymap.Print)
	}
	return append(keys, keymap.Previous)
}

// do asks the counter for something, one thing at a time: a second Enter is not a second payment.
func (p Pay) do(a counter.Action, what doing) (screen.Screen, []screen.Effect) {
	if p.doing != idle {
		return p, nil
	}
	p.doing, p.fault = what, nil
	return p, []screen.Effect{screen.Do{Action: a}}
}

// confirm takes the payment, or finishes an order that points, vouchers or goods brought back have paid.
func (p Pay) confirm(env screen.Env) (screen.Screen, []screen.Effect) {
	cart := env.State.Cart
	if len(cart.Order.Lines) == 0 {
		return p, []screen.Effect{screen.Beep{}}
	}
	if cart.Totals.Due == 0 {
		return p.do(counter.Finish{}, paying)
	}
	if p.typing() && p.typed.fault != nil {
		p.fault = p.typed.fault
		return p, []screen.Effect{screen.Beep{}}
	}
	if p.kind() == sale.Transfer && p.reference.Value() == "" {
		if p.waits(env) {
			return p.do(counter.ConfirmTransfer{}, paying)
		}
		return p.do(counter.AwaitTransfer{Amount: p.wanted()}, changing)
	}
	return p.do(counter.AddTender{Kind: p.kind(), Name: p.methods[p.at.method].name, Amount: p.wanted(), Reference: p.reference.Value()}, paying)
}

// wanted is the amount that Enter takes: typed, or marked; 0 is all that is due.
func (p Pay) wanted() money.VND {
	switch i := p.quick.Marked(); {
	case p.typing():
		return p.typed.amount
	case p.kind() == sale.Cash && i > 0 && i < len(p.offers):
		return p.offers[i].amount
	}
	return 0
}

// changed goes home once the sale is finished. After a part payment the rest is asked for; a refusal keeps all that was
// typed, with its reason.
func (p Pay) changed(env screen.Env, msg screen.Changed) (screen.Screen, []screen.Effect) {
	if !msg.Mine {
		if p.waited && p.doing == idle && paidMeanwhile(env) {
			return p, []screen.Effect{screen.Home{}}
		}
		return p.offered(env), nil
	}
	did := p.doing
	p.doing, p.fault = idle, msg.Err
	switch {
	case p.waited && paidMeanwhile(env): // by the bank's word, while the cashier confirmed by hand
		return p, []screen.Effect{screen.Home{}}
	case msg.Err != nil:
		return p.offered(env), []screen.Effect{screen.Beep{}}
	case did == paying && paidMeanwhile(env):
		return p, []screen.Effect{screen.Home{}}
	case did == paying:
		p.amount, p.reference = p.amount.Reset(), p.reference.Reset()
		p.quick, p.at.reference = p.quick.Mark(0), false
	}
	return p.offered(env), nil
}

// paidMeanwhile says that the sale is finished and the next not begun.
func paidMeanwhile(env screen.Env) bool {
	return env.State.Last != nil && len(env.State.Cart.Order.Lines) == 0
}
