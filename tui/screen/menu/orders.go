package menu

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/sale"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	shownMax   = 100
	listID     = "orders.row"
	deliverID  = "orders.deliver"
	listMax    = 110 // cells
	listHead   = 3   // title, rule, headings
	buttonRows = 3
)

// Orders is the list of this till's newest orders.
type Orders struct {
	list  widget.List
	seq   int
	got   bool
	fault error
	rows  []order
	later int  // how many wait to be handed over
	busy  bool // a delivery is on its way
}

// order is one row, its figures written once.
type order struct {
	sale.Order
	total      string
	day, clock string // when: see when
	deliver    bool   // sold for later and not handed over yet
}

// NewOrders is the list of orders.
func NewOrders() Orders { return Orders{list: widget.List{ID: listID}} }

// Keys is the actions that work here.
func (o Orders) Keys(screen.Env) keymap.Set {
	return keymap.Set{keymap.Help, keymap.Confirm, keymap.Back}
}

// Update moves in the list, opens a receipt, hands an order over.
func (o Orders) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	o = o.sized(env)
	switch msg := msg.(type) {
	case screen.Opened:
		return o.ask()
	case screen.Answer:
		return o.answered(env, msg), nil
	case screen.Changed:
		if msg.Mine && o.busy {
			o.busy = false
			return o.ask()
		}
	case screen.Act:
		return o.act(msg.ID)
	case screen.Tapped:
		return o.tapped(msg.Target)
	case tea.KeyPressMsg:
		if keymap.Name(msg) == keymap.Get(keymap.Pay).Key {
			return o.handOver()
		}
		o.list, _ = o.list.Update(msg)
	case tea.MouseWheelMsg:
		o.list, _ = o.list.Update(msg)
	}
	return o, nil
}

func (o Orders) ask() (screen.Screen, []screen.Effect) {
	o.seq++
	return o, []screen.Effect{screen.Ask{Seq: o.seq, Query: counter.Orders{Limit: shownMax}}}
}

func (o Orders) answered(env screen.Env, a screen.Answer) Orders {
	if a.Seq != o.seq {
		return o
	}
	o.got, o.fault, o.rows, o.later = true, a.Err, make([]order, len(a.Found.Orders)), 0
	for i, found := range a.Found.Orders {
		at := when(found)
		o.rows[i] = order{Order: found, total: text.Money(found.Totals().Payable), day: text.Date(at, env.Zone),
			clock: text.Clock(at, env.Zone), deliver: found.Later && found.State() == sale.Paid}
		if o.rows[i].deliver {
			o.later++
		}
	}
	return o.sized(env)
}

// when is the instant that a person remembers an order by.
func when(o sale.Order) time.Time {
	for _, at := range []time.Time{o.PaidAt, o.CancelledAt, o.PlacedAt} {
		if !at.IsZero() {
			return at
		}
	}
	return o.OpenedAt
}

func (o Orders) act(id keymap.ID) (screen.Screen, []screen.Effect) {
	switch id {
	case keymap.Back:
		return o, []screen.Effect{screen.Close{}}
	case keymap.Confirm:
		return o.show()
	}
	return o, nil
}

func (o Orders) tapped(t widget.Target) (screen.Screen, []screen.Effect) {
	switch t.ID {
	case listID: // the first tap marks, the second opens: the button below acts on the mark
		if t.Index != o.list.Marked() {
			o.list = o.list.Mark(t.Index)
			return o, nil
		}
		return o.show()
	case deliverID:
		return o.handOver()
	}
	return o, nil
}

func (o Orders) marked() (order, bool) {
	if i := o.list.Marked(); i >= 0 && i < len(o.rows) {
		return o.rows[i], true
	}
	return order{}, false
}

// show opens the marked order's receipt; one that was never paid has none.
func (o Orders) show() (screen.Screen, []screen.Effect) {
	row, ok := o.marked()
	if !ok || row.Receipt == "" {
		return o, []screen.Effect{screen.Beep{}}
	}
	return o, []screen.Effect{screen.Go{Route: screen.Receipt, Param: row.Key()}}
}

func (o Orders) handOver() (screen.Screen, []screen.Effect) {
	row, ok := o.marked()
	if !ok || !row.deliver || o.busy {
		return o, []screen.Effect{screen.Beep{}}
	}
	o.busy = true
	return o, []screen.Effect{screen.Do{Action: counter.Deliver{Order: row.Key()}}}
}
