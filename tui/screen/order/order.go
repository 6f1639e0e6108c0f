// Package order is the screen that a cashier lives on: the lines of the open cart, its customer, its figures, and one field
// that always has the keys. What is typed and entered is read by counter.Read; a scan arrives whole. Behind a sale or a
// return it shows what to hand back until the next scan.
//
// Caveats. While a refused code isn't acknowledged, every Enter and every scan goes to the counter, which refuses and
// counts it, and nothing is typed into the field. Digits typed as a short code sell, and where no product has that code
// they look for members by the end of their phone numbers.
package order

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

const (
	lineTarget     = "order.line"
	exchangeTarget = "order.exchange" // the banner of the goods that the cart is swapped for
	buyerTarget    = "order.buyer"    // the row that says in whose name the invoice is
)

// Order is the screen.
type Order struct {
	field    widget.Field
	lines    widget.List
	quantity string // the line whose quantity is being typed, "" when none (F4)
	much     string // the line whose new quantity may be a slip: it is typed again
	tail     string // digits sent as a short code: no product, then members by phone
	phone    string // the phone just typed that no member has: F3 creates one
	drawn    *parts // kept between drawings; nothing is decided by it
}

// New is the screen with nothing typed.
func New() Order { return Order{lines: widget.List{ID: lineTarget}, drawn: &parts{}} }

// Update implements screen.Screen.
func (o Order) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	o = o.sized(env)
	switch msg := msg.(type) {
	case screen.Opened:
		return o.atMarked(env), nil
	case screen.Changed:
		return o.changed(env, msg)
	case screen.Scanned:
		return o.scanned(env, msg.Code)
	case screen.Act:
		return o.act(env, msg.ID)
	case screen.Tapped:
		switch e := env.State.Cart.Exchange; {
		case msg.ID == lineTarget:
			o.lines = o.lines.Mark(msg.Index)
		case msg.ID == exchangeTarget && e != nil:
			return o, to(screen.Return, e.Order)
		case msg.ID == buyerTarget:
			return o, to(screen.Buyer, "")
		}
	case tea.PasteMsg:
		return o.pasted(env, msg)
	case tea.KeyPressMsg:
		return o.key(env, msg)
	case tea.MouseWheelMsg:
		o.lines, _ = o.lines.Update(msg)
	}
	return o, nil
}

// sized gives the list of lines its place on the screen.
func (o Order) sized(env screen.Env) Order {
	o.lines = o.lines.Sized(len(env.State.Cart.Order.Lines), plan(env).lines)
	return o
}

// atMarked marks the line that the counter touched last.
func (o Order) atMarked(env screen.Env) Order {
	if i := env.State.Cart.Order.Place(env.State.Cart.Marked); i >= 0 {
		o.lines = o.lines.Mark(i)
	}
	return o
}

// marked is the id of the marked line, "" when there is none.
func (o Order) marked(env screen.Env) string {
	lines := env.State.Cart.Order.Lines
	if i := o.lines.Marked(); i >= 0 && i < len(lines) {
		return lines[i].ID
	}
	return ""
}

func (o Order) changed(env screen.Env, c screen.Changed) (screen.Screen, []screen.Effect) {
	o = o.atMarked(env)
	if _, ok := env.State.Cart.Order.Line(o.quantity); !ok {
		o.quantity = ""
	}
	if !c.Mine {
		return o, nil
	}
	tail, much := o.tail, o.much
	o.tail, o.much = "", ""
	f, _ := fault.Of(c.Err)
	switch {
	case f == nil:
	case tail != "" && f.Code == "product.unknown":
		return o, []screen.Effect{screen.Go{Route: screen.Members, Param: tail}}
	case f.Code == "quantity.much":
		o.quantity = much
		return o, []screen.Effect{screen.Beep{}}
	case f.Code == "phone.unknown":
		o.phone, _ = f.Args["phone"].(string)
	}
	return o, nil
}

// Keys implements screen.Screen.
func (o Order) Keys(env screen.Env) keymap.Set {
	if env.State.Alarm != nil {
		return keymap.Set{keymap.Back, keymap.Help}
	}
	if o.quantity != "" {
		return keymap.Set{keymap.Confirm, keymap.Back, keymap.Help}
	}
	keys := keymap.Set{keymap.Help, keymap.Products, keymap.Members, keymap.Quantity, keymap.Discount, keymap.Hold, keymap.Points,
		keymap.Recall, keymap.Pay, keymap.Menu}
	if env.State.Cart.Exchange != nil {
		keys = append(keys, keymap.NoExchange)
	}
	if env.State.Last != nil {
		keys = append(keys, keymap.Next)
	}
	if env.State.Cart.CanUndo {
		keys = append(keys, keymap.Undo)
	}
	if env.State.Cart.CanRedo {
		keys = append(keys, keymap.Redo)
	}
	if len(env.State.Cart.Order.Lines) > 0 {
		return append(keys, keymap.Remove)
	}
	return append(keys, keymap.Return)
}

// unlisted works beside goods too, where the key bar has no room for it: finding an order is on the menu as well,
// and Ins is no key that a scanner types.
var unlisted = keymap.Set{keymap.Return, keymap.Repeat, keymap.Buyer}

// worded works by its word only: its key is another screen's.
var worded = keymap.Set{keymap.Train}

func (o Order) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect) {
	switch id {
	case keymap.Back:
		if env.State.Alarm == nil {
			return o.leave(), nil
		}
		return o, do(counter.Dismiss{})
	case keymap.Confirm:
		return o.enter(env)
	case keymap.Products:
		return o.open(screen.Products, o.field.Value())
	case keymap.Members:
		if o.phone != "" {
			return o.open(screen.NewMember, o.phone)
		}
		return o.open(screen.Members, o.field.Value())
	case keymap.Quantity:
		if o.quantity = o.marked(env); o.quantity == "" {
			return o, tell("line.mark", nil)
		}
	case keymap.Discount:
		o.field, o.quantity = o.field.SetValue(discounting(o.field.Value())), ""
	case keymap.Points:
		return o, to(screen.Heart, "")
	case keymap.Hold:
		return o.hold(env)
	case keymap.Recall:
		return o, recall(env)
	case keymap.Pay:
		return o, pay(env)
	case keymap.Menu:
		return o, to(screen.Menu, "")
	case keymap.Return:
		return o, to(screen.Orders, "")
	case keymap.Buyer:
		if env.State.Cart.Order.ID == "" {
			return o, tell("order.empty", nil)
		}
		return o, to(screen.Buyer, "")
	case keymap.Train:
		return o, []screen.Effect{screen.Training(env.State)}
	case keymap.NoExchange:
		return o, do(counter.Exchange{})
	case keymap.Next:
		if last := env.State.Last; last != nil {
			return o, to(screen.Receipt, last.Order.Key())
		}
	case keymap.Undo:
		return o, do(counter.Undo{})
	case keymap.Repeat:
		if o.marked(env) == "" {
			return o, tell("line.mark", nil)
		}
		return o, do(counter.Repeat{Line: o.marked(env)})
	case keymap.Redo:
		return o, do(counter.Redo{})
	case keymap.Remove:
		if !o.field.Empty() {
			o.field, _ = o.field.Update(tea.KeyPressMsg{Code: tea.KeyDelete})
			return o, nil
		}
		return o, do(counter.RemoveLine{Line: o.marked(env)})
	}
	return o, nil
}

// pay goes to the pay screen, or finishes where points, vouchers or goods brought back paid for everything. What an
// exchange gives back is seen there first.
func pay(env screen.Env) []screen.Effect {
	switch cart := env.State.Cart; {
	case len(cart.Order.Lines) == 0:
		return tell("order.empty", nil)
	case cart.Totals.Due == 0 && cart.Totals.Give == 0:
		return do(counter.Finish{})
	}
	return to(screen.Pay, "")
}

// discounting is the field behind F5: for the marked line at first, then for the whole order, and back.
func discounting(typed string) string {
	switch rest, whole := strings.CutPrefix(typed, "%%"); {
	case whole:
		return "%" + rest
	case strings.HasPrefix(typed, "%"):
		return "%" + typed
	}
	return "%"
}

// hold puts the cart aside; what stands in the field is what it is told apart by.
func (o Order) hold(env screen.Env) (screen.Screen, []screen.Effect) {
	if len(env.State.Cart.Order.Lines) == 0 {
		return o, tell("order.empty", nil)
	}
	note := o.field.Value()
	o.field, o.phone, o.quantity = o.field.Reset(), "", ""
	return o, do(counter.HoldCart{Note: note})
}

// recall takes up the only cart that lies aside at once where none is at hand, else it shows them.
func recall(env screen.Env) []screen.Effect {
	switch held := env.State.Held; {
	case len(held) == 0:
		return tell("hold.none", nil)
	case len(held) == 1 && len(env.State.Cart.Order.Lines) == 0:
		return do(counter.RecallCart{Order: held[0].Order})
	}
	return to(screen.Held, "")
}

// open goes to a screen that takes over what was typed.
func (o Order) open(route screen.Route, param string) (screen.Screen, []screen.Effect) {
	o.field, o.phone, o.quantity = o.field.Reset(), "", ""
	return o, to(route, strings.TrimSpace(param))
}

func do(a counter.Action) []screen.Effect { return []screen.Effect{screen.Do{Action: a}} }

func to(route screen.Route, param string) []screen.Effect {
	return []screen.Effect{screen.Go{Route: route, Param: param}}
}

func tell(code string, args fault.Args) []screen.Effect {
	return []screen.Effect{screen.Tell{Notice: counter.Notice{Code: code, Args: args, Error: true}}}
}
