// Package receipt shows a receipt as it is on paper, in 48 or 32 columns, and prints it again. Below it stands what came
// back of the order since, and above it the slip of a return just done.
//
// Caveats. What is shown of an older sale is drawn anew from what was decided then; its balance is that of now. A
// reprint is journaled. Goods taken back from here count as brought without a receipt.
package receipt

import (
	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	paper "tim/domain/receipt"
	"tim/domain/sale"
	"tim/tui/keymap"
	"tim/tui/print"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const reprintID = "receipt.reprint"

// The questions that the screen asks, once each.
const (
	askReceipt = 1 + iota
	askOrder
)

// The widths of paper, in columns.
const (
	wide   = print.Wide
	narrow = print.Narrow
)

// Receipt is the screen.
type Receipt struct {
	key     string
	columns int
	fault   error
	doc     *paper.Document // nil until it is known
	back    []sale.Return   // of the order, oldest first
	lines   []string        // of all that, as drawn for lang and columns
	lang    text.Language
	scroll  widget.Scroll
	busy    bool
}

// New shows the receipt of an order's key.
func New(key string) Receipt { return Receipt{key: key, columns: wide} }

// Keys is the actions that work here.
func (r Receipt) Keys(screen.Env) keymap.Set {
	return keymap.Set{keymap.Help, keymap.Next, keymap.Return, keymap.Back}
}

// Update scrolls, changes the paper, prints again.
func (r Receipt) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	r = r.laid(env)
	switch msg := msg.(type) {
	case screen.Opened:
		return r.open(env)
	case screen.Answer:
		return r.answered(env, msg), nil
	case screen.Changed:
		if msg.Mine {
			r.busy = false
		}
	case screen.Act:
		return r.act(env, msg.ID)
	case screen.Tapped:
		if msg.ID == reprintID {
			return r.reprint()
		}
	case tea.KeyPressMsg:
		if keymap.Name(msg) == keymap.Get(keymap.Pay).Key {
			return r.reprint()
		}
		r.scroll, _ = r.scroll.Update(msg)
	case tea.MouseWheelMsg:
		r.scroll, _ = r.scroll.Update(msg)
	}
	return r, nil
}

// open takes the receipt of the sale just finished from the state, and asks for any other.
func (r Receipt) open(env screen.Env) (screen.Screen, []screen.Effect) {
	if last := env.State.Last; last != nil && last.Order.Key() == r.key {
		doc := last.Receipt
		r.doc = &doc
		return r.laid(env), nil
	}
	return r, []screen.Effect{screen.Ask{Seq: askReceipt, Query: counter.Receipt{Order: r.key}},
		screen.Ask{Seq: askOrder, Query: counter.ReturnOffer{Order: r.key}}}
}

func (r Receipt) answered(env screen.Env, a screen.Answer) Receipt {
	switch {
	case a.Seq == askReceipt:
		r.fault = a.Err
		if a.Err == nil {
			doc := a.Found.Receipt
			r.doc, r.lines = &doc, nil
		}
	case a.Seq == askOrder && a.Err == nil && a.Found.Offer != nil:
		r.back, r.lines = a.Found.Offer.Order.Returns, nil
	}
	return r.laid(env)
}

func (r Receipt) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect) {
	switch id {
	case keymap.Back:
		return r, []screen.Effect{screen.Close{}}
	case keymap.Return:
		return r, []screen.Effect{screen.Go{Route: screen.Return, Param: r.key}}
	case keymap.Next:
		r.columns, r.lines = other(r.columns), nil
		return r.laid(env), nil
	}
	return r, nil
}

// other is the other width of paper.
func other(columns int) int {
	if columns == wide {
		return narrow
	}
	return wide
}

func (r Receipt) reprint() (screen.Screen, []screen.Effect) {
	if r.doc == nil || r.busy {
		return r, []screen.Effect{screen.Beep{}}
	}
	r.busy = true
	return r, []screen.Effect{screen.Do{Action: counter.Reprint{Order: r.key}}}
}
