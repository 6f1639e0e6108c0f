package app

import (
	"slices"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/palette"
	"tim/tui/text"
)

// place is where actions work, and the way there from the lowest screen.
type place struct {
	name text.Both
	path []screen.Route
	runs bool // an action can run as soon as the place is reached; else the cashier is brought there and goes on by hand
	keys keymap.Set
}

// places is every action there is, once, by the place where it is at home. An action that a screen has and this table doesn't is
// found by a test (TestEveryActionIsInThePalette).
var places = []place{
	{text.Of("Bán hàng", "Selling"), nil, true, keymap.Set{keymap.Products, keymap.Members, keymap.Quantity, keymap.Discount, keymap.Hold, keymap.Points, keymap.Recall, keymap.Pay,
		keymap.Menu, keymap.Return, keymap.Remove, keymap.Undo, keymap.Redo, keymap.Repeat, keymap.NoExchange, keymap.Buyer}},
	{text.Of("Thanh toán", "Paying"), []screen.Route{screen.Pay}, true, keymap.Set{keymap.Later}},
	{text.Of("Điểm và ưu đãi", "Points and rewards"), []screen.Route{screen.Heart}, false, keymap.Set{keymap.Redeem, keymap.HandBack, keymap.Code}},
	{text.Of("Ca và quản lý", "Shift and management"), []screen.Route{screen.Menu}, true, keymap.Set{keymap.NoSale, keymap.TakeX, keymap.PaidIn, keymap.PaidOut,
		keymap.SafeDrop, keymap.CloseShift, keymap.HandOver, keymap.CloseBlind, keymap.Suspend, keymap.Shifts, keymap.Void, keymap.Desk, keymap.Manage, keymap.Staff, keymap.Train, keymap.Printer, keymap.SignOut}},
	{text.Of("Tìm hàng", "Products"), []screen.Route{screen.Products}, false, keymap.Set{keymap.Labels, keymap.Choose}},
	{text.Of("Máy in", "Printer"), []screen.Route{screen.Menu, screen.Printer}, true, keymap.Set{keymap.Retry, keymap.AskOnPaper, keymap.TestPrint}},
	{text.Of("Tìm đơn, trả hàng", "Orders and returns"), []screen.Route{screen.Menu, screen.Orders}, false, keymap.Set{keymap.Exchange, keymap.RefundBy, keymap.Whole, keymap.CancelOrder}},
	{text.Of("Các ca đã qua", "Shifts that are over"), []screen.Route{screen.Menu, screen.Shifts}, false, keymap.Set{keymap.Print}},
	{text.Of("Bàn giám sát", "Supervisor's desk"), []screen.Route{screen.Menu, screen.Desk}, false, keymap.Set{keymap.Refresh, keymap.Paper, keymap.Reconcile, keymap.Export}},
	{text.Of("Bàn quản lý", "Manager's desk"), []screen.Route{screen.Menu, screen.Manage}, false, keymap.Set{keymap.Save, keymap.Add, keymap.Drop, keymap.Preview, keymap.Again}},
	{text.Of("Mở ca", "Opening a shift"), []screen.Route{screen.Float}, false, keymap.Set{keymap.Resume, keymap.Counting}},
	{text.Of("Ở mọi nơi", "Everywhere"), nil, true, screen.Globals},
}

// common are the keys that every screen has for itself: Enter and Esc mean nothing in a list of what can be done.
var common = keymap.Set{keymap.Confirm, keymap.Back, keymap.Next, keymap.Previous, keymap.PageUp, keymap.PageDown, keymap.Done}

// placeOf is where an action is at home.
func placeOf(id keymap.ID) (place, bool) {
	i := slices.IndexFunc(places, func(p place) bool { return p.keys.Has(id) })
	if i < 0 {
		return place{}, false
	}
	return places[i], true
}

// actions are all there are, those of the top screen first.
func (m *Model) actions() []palette.Item {
	top := m.top()
	here := m.listed(top.screen.Keys(m.env(top)))
	if top.route == screen.Order && m.state.Alarm == nil {
		here = append(slices.Clone(here), keymap.Return, keymap.Repeat, keymap.Buyer) // they work there always, its key bar has no room for them
	}
	var items []palette.Item
	listed := map[keymap.ID]bool{keymap.Palette: true, keymap.Link: m.cfg.Link == nil}
	add := func(id keymap.ID, group text.Both, here bool) {
		if !listed[id] && !common.Has(id) {
			listed[id] = true
			items = append(items, palette.Item{ID: id, Group: group, Here: here, Why: m.hindered(id, here)})
		}
	}
	for _, id := range here {
		home, _ := placeOf(id)
		add(id, home.name, true)
	}
	for _, p := range places {
		for _, id := range p.keys {
			add(id, p.name, false)
		}
	}
	return items
}

// hindered is the code of why an action can't be done now, "" when it can. here says that the top screen has it.
func (m *Model) hindered(id keymap.ID, here bool) string {
	cart := m.state.Cart
	switch {
	case id == keymap.Lock && m.state.Staff == nil:
		return "staff.signed_out"
	case screen.Globals.Has(id):
		return ""
	case m.state.Alarm != nil && !here:
		return "alarm.first"
	case !here && m.away(id) != "":
		return m.away(id)
	case id == keymap.Undo && !cart.CanUndo:
		return "undo.nothing"
	case id == keymap.Redo && !cart.CanRedo:
		return "redo.nothing"
	case id == keymap.NoExchange && cart.Exchange == nil:
		return "exchange.none"
	case id == keymap.Void && cart.Order.ID == "":
		return "order.empty"
	case needsGoods.Has(id) && !here && len(cart.Order.Lines) == 0:
		return "order.empty"
	case needsMember.Has(id) && !here && m.state.Member == nil:
		return "member.none"
	}
	return ""
}

var (
	needsGoods  = keymap.Set{keymap.Pay, keymap.Later, keymap.Quantity, keymap.Discount, keymap.Remove}
	needsMember = keymap.Set{keymap.Redeem, keymap.HandBack, keymap.Code}
	needsShift  = keymap.Set{keymap.NoSale, keymap.TakeX, keymap.PaidIn, keymap.PaidOut, keymap.SafeDrop, keymap.CloseShift, keymap.HandOver,
		keymap.CloseBlind, keymap.Suspend, keymap.Void}
)

// away is the code of why nobody gets from the top screen to where an action works, "" when one does.
func (m *Model) away(id keymap.ID) string {
	home, known := placeOf(id)
	base := m.base()
	switch {
	case !known:
		return "action.elsewhere"
	case base == screen.SignIn:
		return "staff.signed_out"
	case slices.Equal(home.path, []screen.Route{screen.Float}):
		if base == screen.Float {
			return ""
		}
		return "shift.open"
	case base == screen.Float && (len(home.path) == 0 || home.path[0] != screen.Menu || needsShift.Has(id)):
		return "shift.closed"
	case slices.ContainsFunc(m.stack[1:], func(l layer) bool { return !mayLeave(l.route) }):
		return "screen.unfinished"
	}
	return ""
}

// mayLeave says whether a screen has nothing that somebody would type again.
func mayLeave(r screen.Route) bool {
	switch r {
	case screen.Heart, screen.Pay, screen.Products, screen.Members, screen.Menu, screen.Held, screen.Orders, screen.Receipt, screen.Help, screen.Shifts, screen.Report,
		screen.Palette, screen.Latency, screen.Printer:
		return true
	}
	return false
}

// run does an action that was chosen by its name: on the top screen where it works there, else where it is at home. What can't
// be done now is told with its reason.
func (m *Model) run(id keymap.ID) {
	m.touch()
	top := m.top()
	here := top.screen.Keys(m.env(top)).Has(id)
	switch why := m.hindered(id, here); {
	case screen.Globals.Has(id):
		m.global(id)
	case here:
		m.deliver(top.id, screen.Act{ID: id})
	case why != "":
		m.tell(counter.Notice{Code: why, Args: fault.Args{}, Error: true})
		m.errorTone()
	default:
		m.goTo(id)
	}
}

// goTo leaves the screens above the lowest for the place of an action, and runs it where that can be done at once.
func (m *Model) goTo(id keymap.ID) {
	home, _ := placeOf(id)
	m.stack = m.stack[:1:1]
	if home.path != nil && home.path[0] == m.stack[0].route {
		return
	}
	for _, route := range home.path {
		m.open(screen.Go{Route: route})
	}
	if home.runs {
		m.deliver(m.top().id, screen.Act{ID: id})
	}
}
