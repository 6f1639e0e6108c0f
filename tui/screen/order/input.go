package order

import (
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/tui/input"
	"tim/tui/keymap"
	"tim/tui/screen"
)

// key gives a key to the field, then to the lines.
func (o Order) key(env screen.Env, k tea.KeyPressMsg) (screen.Screen, []screen.Effect) {
	name := keymap.Name(k)
	id, works := unlisted.Match(k)
	switch {
	case env.State.Alarm != nil:
		if name == "enter" {
			return o, do(counter.Enter{}) // refused and counted
		}
	case works && o.quantity == "":
		return o.act(env, id)
	case name == "enter":
		return o.enter(env)
	case name == "esc":
		return o.leave(), nil
	default:
		if field, ok := o.field.Update(k); ok {
			o.field, o.phone = field, ""
			return o, nil
		}
	}
	o.lines, _ = o.lines.Update(k)
	return o, nil
}

// leave drops what was typed, and what it was for.
func (o Order) leave() Order {
	o.field, o.quantity, o.phone = o.field.Reset(), "", ""
	return o
}

// pasted puts a pasted line into the field; one that ends its line is entered too, as a scanner would.
func (o Order) pasted(env screen.Env, p tea.PasteMsg) (screen.Screen, []screen.Effect) {
	if env.State.Alarm != nil {
		return o, do(counter.Enter{Scan: true})
	}
	line := strings.TrimRight(p.Content, "\r\n")
	if line != p.Content {
		return o.scanned(env, strings.TrimSpace(line))
	}
	o.field, _ = o.field.Update(p)
	o.phone = ""
	return o, nil
}

// scanned sells a code, puts a voucher on the order, or opens the order of a receipt. What was half typed stays, unless it
// is a quantity for the code.
func (o Order) scanned(env screen.Env, code string) (screen.Screen, []screen.Effect) {
	if in, err := counter.Read(code); err == nil && in.Meaning == counter.MeansReceipt && env.State.Alarm == nil {
		return o, to(screen.Return, in.Text)
	}
	typed := o.field.Value()
	if o.quantity != "" || env.State.Alarm != nil {
		o.quantity, typed = "", ""
	}
	entry, kept := input.Compose(typed, code)
	o.field, o.phone = o.field.SetValue(kept), ""
	return o, do(counter.Enter{Text: entry, Scan: true, Line: o.marked(env)})
}

// enter acts on what was typed (DESIGN "The till's screens").
func (o Order) enter(env screen.Env) (screen.Screen, []screen.Effect) {
	typed := strings.TrimSpace(o.field.Value())
	if o.quantity != "" {
		return o.enterQuantity(typed)
	}
	if typed == "" {
		return o, nil
	}
	if buyer, is := ofBuyer(typed); is {
		o.field = o.field.Reset()
		return o, do(counter.SetBuyer{Buyer: counter.ReadBuyer(buyer)})
	}
	o.field, o.phone = o.field.Reset(), ""
	sell := do(counter.Enter{Text: typed, Line: o.marked(env)})
	in, err := counter.Read(typed)
	if err != nil {
		return o, sell // the counter says why, and refuses what was no code
	}
	switch in.Meaning {
	case counter.MeansSearch:
		return o, to(screen.Products, in.Text)
	case counter.MeansTail:
		o.tail = in.Text
		return o, do(counter.AddProduct{SKU: in.Text, Quantity: in.Quantity})
	case counter.MeansWord:
		return o.word(env, in.Text)
	case counter.MeansReceipt:
		return o, to(screen.Return, in.Text)
	}
	return o, sell
}

// buyerWord begins the line that says in whose name the invoice is: "/mst 0100109106; Name; Address". Without more it opens the form.
const buyerWord = "/mst"

// ofBuyer is what stands behind that word.
func ofBuyer(typed string) (buyer string, is bool) {
	word, rest, _ := strings.Cut(typed, " ")
	return rest, strings.EqualFold(word, buyerWord) && strings.TrimSpace(rest) != ""
}

// enterQuantity replaces the quantity of the line that F4 was pressed on; nothing typed leaves it as it is.
func (o Order) enterQuantity(typed string) (screen.Screen, []screen.Effect) {
	line := o.quantity
	if typed == "" {
		o.quantity = ""
		return o, nil
	}
	q, err := money.ParseQuantity(strings.Replace(typed, ",", ".", 1))
	if err != nil {
		o.field = o.field.SelectAll()
		return o, tellFault(err)
	}
	o.field, o.quantity, o.much = o.field.Reset(), "", line
	return o, do(counter.SetQuantity{Line: line, Quantity: q})
}

// word runs the action whose word was typed: /pay.
func (o Order) word(env screen.Env, typed string) (screen.Screen, []screen.Effect) {
	if id, ok := screen.Globals.Word("/" + typed); ok {
		return o, []screen.Effect{screen.Global{ID: id}}
	}
	if id, ok := slices.Concat(o.Keys(env), unlisted, worded).Word("/" + typed); ok {
		return o.act(env, id)
	}
	if id, ok := keymap.Word("/" + typed); ok { // of another screen
		return o, []screen.Effect{screen.Run{ID: id}}
	}
	return o, tell("word.unknown", fault.Args{"word": typed})
}

// tellFault tells a fault that was found before the counter was asked.
func tellFault(err error) []screen.Effect {
	var f *fault.Error
	if !errors.As(err, &f) {
		panic("order: not a fault: " + err.Error())
	}
	return tell(f.Code, f.Args)
}
