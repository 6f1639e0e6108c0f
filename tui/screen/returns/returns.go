// Package returns takes goods of a paid order back, exchanges them, or cancels an order that isn't delivered: which lines
// and how many, and beside them all that this does to money, points, vouchers and tier before it is done (C8). What it
// does is worked out by the counter, anew at each change.
//
// Caveats. Nothing is taken back but by F9, and only with the figures of what is marked on the screen: while they are
// being worked out it does nothing. The order that a shown receipt names may be another's; scanning one changes to it.
package returns

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

const (
	lineTarget   = "returns.line"
	doTarget     = "returns.do"
	reasonTarget = "returns.reason"
	fieldTarget  = "returns.field"

	quantityMax = 14 // letters
	reasonMax   = 60
	foundMax    = 20 // orders asked for by a receipt's number
)

// Returns is the screen.
type Returns struct {
	number string      // of the receipt that the customer showed, "" when none
	key    string      // of the order, "" until it is found
	whole  bool        // the order is cancelled, all that is left of it
	order  *sale.Order // as it stands, nil until it is known; never changed
	fault  error       // why there is no order

	seq   int            // newest question
	got   int            // of the answer that is shown
	offer *counter.Offer // what that says, nil before the first

	back   []money.Quantity // coming back now, by line; never changed in place
	lines  widget.List
	typed  widget.Field  // a quantity for the marked line
	effect widget.Scroll // of what it comes to
	reason widget.Field
	why    bool            // the reason has the keys
	by     sale.TenderKind // the money goes back by, 0 as it came

	doing doing
	asked bool   // the counter answered: it waits for approval
	last  string // number of the slip that was the last before
	err   error  // why the last try was refused
}

// doing is what was asked of the counter and isn't done yet.
type doing uint8

const (
	idle doing = iota
	returning
	exchanging
)

// New takes goods back of an order: by the number of the receipt that the customer showed, or by the order's key.
func New(param string) Returns {
	r := Returns{lines: widget.List{ID: lineTarget}, typed: widget.Field{Accept: widget.Decimals, Max: quantityMax},
		reason: widget.Field{Max: reasonMax}}
	if strings.Contains(param, "/") {
		r.key = param
	} else {
		r.number = param
	}
	return r
}

// NewCancel cancels an order that is paid and not delivered; param as New's.
func NewCancel(param string) Returns {
	r := New(param)
	r.whole = true
	return r
}

// Keys implements screen.Screen.
func (r Returns) Keys(screen.Env) keymap.Set {
	keys := keymap.Set{keymap.Help}
	if r.why || !r.whole {
		keys = append(keys, keymap.Confirm)
	}
	if r.whole {
		return append(keys, keymap.RefundBy, keymap.Return, keymap.Next, keymap.Back)
	}
	keys = append(keys, keymap.RefundBy, keymap.Whole, keymap.Exchange)
	if r.cancellable() {
		keys = append(keys, keymap.CancelOrder)
	}
	if r.typed.Empty() && !r.why {
		keys = append(keys, keymap.Remove)
	}
	return append(keys, keymap.Next, keymap.Back)
}

// cancellable says whether the whole order may be cancelled instead.
func (r Returns) cancellable() bool {
	return r.order != nil && r.order.Later && r.order.State() == sale.Paid
}

// Update implements screen.Screen.
func (r Returns) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	r = r.sized(env)
	switch msg := msg.(type) {
	case screen.Opened:
		return r.ask()
	case screen.Answer:
		return r.answered(env, msg)
	case screen.Changed:
		return r.changed(env, msg)
	case screen.Scanned:
		return r.scanned(msg.Code)
	case screen.Act:
		return r.act(msg.ID)
	case screen.Tapped:
		return r.tapped(env, msg.Target)
	case tea.MouseWheelMsg:
		r.lines, _ = r.lines.Update(msg)
	case tea.KeyPressMsg:
		if keymap.Name(msg) == keymap.Get(keymap.Pay).Key {
			return r.do(env)
		}
		return r.keyed(env, msg), nil
	case tea.PasteMsg:
		return r.keyed(env, msg), nil
	}
	return r, nil
}

func (r Returns) act(id keymap.ID) (screen.Screen, []screen.Effect) {
	switch id {
	case keymap.Back:
		return r.left()
	case keymap.Next:
		r.why = !r.why
	case keymap.Confirm:
		if r.why {
			r.why = false
			return r, nil
		}
		return r.confirm()
	case keymap.Remove:
		return r.set(r.lines.Marked(), 0)
	case keymap.Whole:
		return r.everything()
	case keymap.RefundBy:
		return r.otherwise()
	case keymap.Exchange:
		return r.exchange()
	case keymap.CancelOrder:
		return r.turned(true)
	case keymap.Return:
		return r.turned(false)
	}
	return r, nil
}

// otherwise is the next way for the money to go back: as it came at first, and behind the last.
func (r Returns) otherwise() (screen.Screen, []screen.Effect) {
	if r.doing != idle || r.order == nil {
		return r, []screen.Effect{screen.Beep{}}
	}
	ways := append([]sale.TenderKind{0}, sale.RefundWays...)
	r.by = ways[(slices.Index(ways, r.by)+1)%len(ways)]
	r.err = nil
	return r.ask()
}

// left closes, but first leaves the reason, or drops a quantity half typed.
func (r Returns) left() (screen.Screen, []screen.Effect) {
	switch {
	case r.why:
		r.why = false
	case !r.typed.Empty():
		r.typed = r.typed.Reset()
	default:
		return r, []screen.Effect{screen.Close{}}
	}
	return r, nil
}

// turned is the same order to be cancelled, or taken back line by line.
func (r Returns) turned(whole bool) (screen.Screen, []screen.Effect) {
	if r.doing != idle {
		return r, nil
	}
	r.whole, r.back, r.offer, r.err = whole, nil, nil, nil
	r.typed = r.typed.Reset()
	if r.order != nil {
		r = r.started(*r.order)
	}
	return r.ask()
}

// scanned changes to the order of another receipt; while something is being done it waits to be scanned again.
func (r Returns) scanned(code string) (screen.Screen, []screen.Effect) {
	in, err := counter.Read(code)
	if err != nil || in.Meaning != counter.MeansReceipt || r.doing != idle {
		return r, []screen.Effect{screen.Beep{}}
	}
	next := New(in.Text)
	next.seq, next.got, next.whole = r.seq, r.got, r.whole
	return next.ask()
}

// ask puts the newest question: which order it is, then what the marked lines would do.
func (r Returns) ask() (screen.Screen, []screen.Effect) {
	r.seq++
	if r.key == "" {
		return r, []screen.Effect{screen.Ask{Seq: r.seq, Query: counter.Orders{Receipt: r.number, Limit: foundMax}}}
	}
	return r, []screen.Effect{screen.Ask{Seq: r.seq, Query: counter.ReturnOffer{Order: r.key, Lines: r.marked(), Receipt: r.number, Cancel: r.whole, By: r.by}}}
}

// marked is what is coming back now.
func (r Returns) marked() []sale.ReturnLine {
	var lines []sale.ReturnLine
	for i, q := range r.back {
		if q > 0 && !r.whole {
			lines = append(lines, sale.ReturnLine{ID: r.order.Lines[i].ID, Quantity: q})
		}
	}
	return lines
}

func (r Returns) answered(env screen.Env, a screen.Answer) (screen.Screen, []screen.Effect) {
	if a.Seq > r.seq && r.got == r.seq { // asked by what was a scan and is undone: its number is used up
		r.seq, r.got = a.Seq, a.Seq
		return r, nil
	}
	if a.Seq != r.seq {
		return r, nil
	}
	r.got = a.Seq
	if a.Err != nil {
		r.fault, r.offer = a.Err, nil
		return r, nil
	}
	if r.key == "" {
		return r.found(a.Found.Orders)
	}
	r.fault, r.offer = nil, a.Found.Offer
	if r.offer == nil {
		return r, nil
	}
	first := r.order == nil
	if first || len(r.order.Returns) != len(r.offer.Order.Returns) {
		r = r.started(r.offer.Order)
	}
	r.order = &r.offer.Order
	if x := env.State.Cart.Order.Exchange; first && !r.whole && x.Order == r.key {
		return r.swapped(x).ask()
	}
	return r.sized(env), nil
}

// swapped is the order with those lines marked that the open cart is swapped for already.
func (r Returns) swapped(x sale.Exchange) Returns {
	r.back = make([]money.Quantity, len(r.order.Lines))
	for _, l := range x.Lines {
		if i := r.order.Place(l.ID); i >= 0 {
			r.back[i] = min(l.Quantity, r.remains(i))
		}
	}
	return r
}

// found takes the order whose receipt was shown, or the slip of an earlier return.
func (r Returns) found(orders []sale.Order) (screen.Screen, []screen.Effect) {
	for _, o := range orders {
		if o.Receipt == r.number || slices.ContainsFunc(o.Returns, func(b sale.Return) bool { return b.Number == r.number }) {
			r.key = o.Key()
			return r.ask()
		}
	}
	r.fault = fault.New(fault.NotFound, "receipt.unknown", fault.Args{"number": r.number})
	return r, nil
}

// started is the order with nothing marked, or with all that is left where it is cancelled; the mark stands on the first
// line that can come back.
func (r Returns) started(o sale.Order) Returns {
	r.order, r.back = &o, make([]money.Quantity, len(o.Lines))
	r.lines = r.lines.Sized(len(o.Lines), r.lines.Height).Mark(0)
	for i := len(o.Lines) - 1; i >= 0; i-- {
		if left := r.remains(i); left > 0 {
			r.lines = r.lines.Mark(i)
			if r.whole {
				r.back[i] = left
			}
		}
	}
	return r
}

// remains is how much of a line is still with the customer.
func (r Returns) remains(i int) money.Quantity {
	l := r.order.Lines[i]
	return l.Quantity - r.order.Back(l.ID)
}
