package returns

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// keyed gives a key to the field that has them, then to what can be moved: pages turn what it comes to where that has
// more than is seen, and the lines otherwise.
func (r Returns) keyed(env screen.Env, msg tea.Msg) Returns {
	if r.why {
		return r.reasoned(env, msg)
	}
	if !r.whole && r.order != nil {
		if field, ok := r.typed.Update(msg); ok {
			r.typed = field
			return r
		}
	}
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return r
	}
	if name := keymap.Name(k); (name == "pgup" || name == "pgdown") && r.effect.Count > r.effect.Height {
		r.effect, _ = r.effect.Update(k)
		return r
	}
	lines, _ := r.lines.Update(k)
	if lines.Marked() != r.lines.Marked() {
		r.typed = r.typed.Reset()
	}
	r.lines = lines
	return r
}

// reasoned types the reason, or goes through those that are offered.
func (r Returns) reasoned(env screen.Env, msg tea.Msg) Returns {
	if field, ok := r.reason.Update(msg); ok {
		r.reason = field
		return r
	}
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return r
	}
	offered := env.Texts.Returns.Reasons
	at := slices.Index(offered, r.reason.Value())
	switch keymap.Name(k) {
	case "down":
		at = (at + 1) % len(offered)
	case "up":
		at = (max(at, 0) + len(offered) - 1) % len(offered)
	default:
		return r
	}
	r.reason = r.reason.SetValue(offered[at]).SelectAll()
	return r
}

func (r Returns) tapped(env screen.Env, t widget.Target) (screen.Screen, []screen.Effect) {
	switch t.ID {
	case lineTarget:
		r.why, r.typed = false, r.typed.Reset()
		r.lines = r.lines.Mark(t.Index)
		return r.more(t.Index)
	case doTarget:
		return r.do(env)
	case reasonTarget:
		r.reason, r.why = r.reason.SetValue(env.Texts.Returns.Reasons[t.Index]), false
	case fieldTarget:
		r.why = true
	}
	return r, nil
}

// confirm takes the quantity that was typed for the marked line, or one more of it.
func (r Returns) confirm() (screen.Screen, []screen.Effect) {
	if r.typed.Empty() {
		return r.more(r.lines.Marked())
	}
	return r.quantity()
}

// more is one unit more of a line; behind the last one it is none again. Goods that aren't counted come back whole.
func (r Returns) more(i int) (screen.Screen, []screen.Effect) {
	if r.order == nil || r.whole || i < 0 || i >= len(r.back) {
		return r, []screen.Effect{screen.Beep{}}
	}
	left, next := r.remains(i), r.back[i]+money.Units(1)
	switch {
	case left == 0:
		return r, []screen.Effect{screen.Beep{}}
	case r.back[i] >= left:
		next = 0
	case !left.Whole(), r.order.Lines[i].Weighed, next > left:
		next = left
	}
	return r.set(i, next)
}

// set is so much of a line coming back.
func (r Returns) set(i int, q money.Quantity) (screen.Screen, []screen.Effect) {
	if r.order == nil || r.whole || r.doing != idle || i < 0 || i >= len(r.back) {
		return r, nil
	}
	if r.back[i] == q {
		return r, nil
	}
	r.back, r.err = slices.Clone(r.back), nil
	r.back[i] = q
	return r.ask()
}

// quantity takes the typed number for the marked line, and says why it can't.
func (r Returns) quantity() (screen.Screen, []screen.Effect) {
	typed, i := strings.Replace(r.typed.Value(), ",", ".", 1), r.lines.Marked()
	if strings.Trim(typed, "0") == "" {
		r.typed = r.typed.Reset()
		return r.set(i, 0)
	}
	q, err := money.ParseQuantity(typed)
	if err == nil {
		err = r.allows(i, q)
	}
	if f, refused := fault.Of(err); refused {
		r.typed = r.typed.SelectAll()
		return r, []screen.Effect{screen.Tell{Notice: counter.Notice{Code: f.Code, Args: f.Args, Error: true}}, screen.Beep{}}
	}
	r.typed = r.typed.Reset()
	return r.set(i, q)
}

// allows says why so much of a line can't come back.
func (r Returns) allows(i int, q money.Quantity) error {
	l, left := r.order.Lines[i], r.remains(i)
	switch {
	case q > left:
		return fault.New(fault.Invalid, "return.too_much", fault.Args{"line": text.Count(i + 1), "left": text.Quantity(left)})
	case !l.Weighed && l.Quantity.Whole() && !q.Whole():
		return fault.New(fault.Invalid, "quantity.whole", fault.Args{"name": l.Name})
	}
	return nil
}

// everything marks all that is left; when it is marked already, nothing.
func (r Returns) everything() (screen.Screen, []screen.Effect) {
	if r.order == nil || r.doing != idle {
		return r, nil
	}
	all := make([]money.Quantity, len(r.back))
	for i := range all {
		all[i] = r.remains(i)
	}
	if slices.Equal(all, r.back) {
		clear(all)
	}
	r.back, r.typed, r.err = all, r.typed.Reset(), nil
	return r.ask()
}
