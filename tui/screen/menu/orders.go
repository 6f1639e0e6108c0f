package menu

import (
	"strings"
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
	listHead   = 4   // title, field, rule, headings
	buttonRows = 3
)

// Orders finds an order of this till, by its receipt, its member or its day: to see its receipt, to take goods of it back,
// to hand it over or to cancel it.
type Orders struct {
	field  widget.Field
	list   widget.List
	wish   wish
	seq    int // newest question
	got    int // of the answer that is shown
	fault  error
	rows   []order
	people []person // who fit what was typed, when they are several: one is to be chosen
	of     string   // name of the member whose orders are shown, "" when they are anybody's
	chosen bool     // out of several: Esc shows those again
	later  int      // how many wait to be handed over
	busy   bool     // a delivery is on its way
}

// order is one row, its figures written once.
type order struct {
	sale.Order
	total      string
	day, clock string // when: see when
	deliver    bool   // sold for later and not handed over yet
}

// person is a member to choose.
type person struct{ id, name, phone, tier string }

// NewOrders is the search with nothing typed: the newest orders.
func NewOrders() Orders { return Orders{list: widget.List{ID: listID}} }

// Keys is the actions that work here.
func (o Orders) Keys(screen.Env) keymap.Set {
	keys := keymap.Set{keymap.Help, keymap.Confirm, keymap.Return}
	if row, ok := o.marked(); ok && row.deliver {
		keys = append(keys, keymap.CancelOrder)
	}
	return append(keys, keymap.Back)
}

// Update searches as one types, moves in the list, opens a receipt or a return, hands an order over.
func (o Orders) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	o = o.sized(env)
	switch msg := msg.(type) {
	case screen.Opened:
		return o.ask(wished(o.field.Value(), env.Now, env.Zone))
	case screen.Answer:
		return o.answered(env, msg)
	case screen.Changed:
		if o.busy && msg.Mine {
			o.busy = false
			return o.ask(o.wish)
		}
	case screen.Act:
		return o.act(env, msg.ID)
	case screen.Tapped:
		return o.tapped(msg.Target)
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseWheelMsg:
		return o.key(env, msg)
	}
	return o, nil
}

func (o Orders) key(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	name := ""
	if k, ok := msg.(tea.KeyPressMsg); ok {
		name = keymap.Name(k)
	}
	if name == keymap.Get(keymap.Pay).Key {
		return o.handOver()
	}
	if list, consumed := o.list.Update(msg); consumed && (o.field.Empty() || name != "home" && name != "end") {
		o.list = list
		return o, nil
	}
	field, _ := o.field.Update(msg)
	changed := field.Value() != o.field.Value()
	o.field = field
	if changed {
		o.of, o.chosen = "", false
		return o.ask(wished(field.Value(), env.Now, env.Zone))
	}
	return o, nil
}

// ask puts the newest question. A day not typed to its end has no orders yet.
func (o Orders) ask(w wish) (screen.Screen, []screen.Effect) {
	o.seq++
	o.wish = w
	if w.query == nil {
		o.got, o.fault, o.rows, o.people, o.later = o.seq, nil, nil, nil, 0
		return o, nil
	}
	return o, []screen.Effect{screen.Ask{Seq: o.seq, Query: w.query}}
}

func (o Orders) answered(env screen.Env, a screen.Answer) (screen.Screen, []screen.Effect) {
	if a.Seq > o.seq && o.got == o.seq { // asked by what was a scan and is undone: its number is used up
		o.seq, o.got = a.Seq, a.Seq
		return o, nil
	}
	if a.Seq != o.seq {
		return o, nil
	}
	typed := strings.TrimSpace(o.field.Value())
	switch {
	case a.Err == nil && o.wish.person && len(a.Found.Members) == 1:
		return o.those(a.Found.Members[0].ID, widget.Clean(a.Found.Members[0].Name))
	case a.Err == nil && o.wish.tail && len(a.Found.Orders) == 0:
		return o.ask(people(typed))
	}
	o.got, o.fault, o.rows, o.people, o.later = a.Seq, a.Err, nil, nil, 0
	if o.wish.person {
		for _, m := range a.Found.Members {
			o.people = append(o.people, person{m.ID, widget.Clean(m.Name), text.MaskedPhone(m.Phone), widget.Clean(m.Tier.Name)})
		}
		return o.sized(env), nil
	}
	o.rows = make([]order, len(a.Found.Orders))
	for i, found := range a.Found.Orders {
		at := when(found)
		o.rows[i] = order{Order: found, total: text.Money(found.Totals().Payable), day: text.Date(at, env.Zone),
			clock: text.Clock(at, env.Zone), deliver: found.Later && found.State() == sale.Paid}
		if o.rows[i].deliver {
			o.later++
		}
	}
	return o.sized(env), nil
}

// those asks for a member's orders.
func (o Orders) those(member, name string) (screen.Screen, []screen.Effect) {
	o.of, o.list = name, o.list.Mark(0)
	return o.ask(wish{query: counter.Orders{Member: member, Limit: shownMax}})
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

func (o Orders) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect) {
	switch id {
	case keymap.Back:
		if o.chosen {
			o.of, o.chosen = "", false
			return o.ask(wished(o.field.Value(), env.Now, env.Zone))
		}
		return o, []screen.Effect{screen.Close{}}
	case keymap.Confirm:
		return o.choose()
	case keymap.Return:
		return o.open(screen.Return)
	case keymap.CancelOrder:
		return o.open(screen.Cancel)
	}
	return o, nil
}

func (o Orders) tapped(t widget.Target) (screen.Screen, []screen.Effect) {
	switch t.ID {
	case listID: // the first tap marks, the second opens: the buttons below act on the mark
		if t.Index != o.list.Marked() {
			o.list = o.list.Mark(t.Index)
			return o, nil
		}
		return o.choose()
	case deliverID:
		return o.handOver()
	}
	return o, nil
}

// marked is the marked order, unless what is shown belongs to an older text than the field's.
func (o Orders) marked() (order, bool) {
	if i := o.list.Marked(); o.got == o.seq && i >= 0 && i < len(o.rows) {
		return o.rows[i], true
	}
	return order{}, false
}

// choose opens the marked order's receipt, or shows the orders of the marked member.
func (o Orders) choose() (screen.Screen, []screen.Effect) {
	if i := o.list.Marked(); o.got == o.seq && i >= 0 && i < len(o.people) {
		o.chosen = true
		return o.those(o.people[i].id, o.people[i].name)
	}
	row, ok := o.marked()
	if !ok || row.Receipt == "" {
		return o, []screen.Effect{screen.Beep{}}
	}
	return o, []screen.Effect{screen.Go{Route: screen.Receipt, Param: row.Key()}}
}

// open takes goods of the marked order back, or cancels it. A number that was typed whole is read off the receipt: the
// customer showed it.
func (o Orders) open(route screen.Route) (screen.Screen, []screen.Effect) {
	row, ok := o.marked()
	switch {
	case !ok || row.Receipt == "":
		return o, []screen.Effect{screen.Beep{}}
	case strings.EqualFold(strings.TrimSpace(o.field.Value()), row.Receipt):
		return o, []screen.Effect{screen.Go{Route: route, Param: row.Receipt}}
	}
	return o, []screen.Effect{screen.Go{Route: route, Param: row.Key()}}
}

func (o Orders) handOver() (screen.Screen, []screen.Effect) {
	row, ok := o.marked()
	if !ok || !row.deliver || o.busy {
		return o, []screen.Effect{screen.Beep{}}
	}
	o.busy = true
	return o, []screen.Effect{screen.Do{Action: counter.Deliver{Order: row.Key()}}}
}
