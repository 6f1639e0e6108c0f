// Package pick is the search for products and members: a field on top, what fits below, Enter takes the marked row.
//
// Caveats. While an answer is on its way the former rows stay to be seen, but nothing can be taken from them by
// Enter: what is taken always fits what stands in the field. A tap takes the row that was seen under the finger, or
// nothing when the rows changed meanwhile.
package pick

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

// shownMax is how many results are asked for: more is not read at a counter.
const shownMax = 50

// phoneDigitsMin is how much of a phone must be typed to be worth taking along to a new member.
const phoneDigitsMin = 4

const tabsID = "pick.tab"

// kind is what is searched for; the numbers are those of the tabs.
type kind int

const (
	products kind = iota
	members
)

// Pick is the screen.
type Pick struct {
	kind  kind
	field widget.Field
	seq   int // of the newest question
	got   int // of the answer that is shown; 0 before the first
	typed string
	fault error // of the newest answer
	found found
	list  widget.List
	doing *row // what was asked for and isn't answered: a second Enter must not sell twice
	scale *scale
	// chosen are the goods of which labels are wanted, as they were chosen, over as many searches as that takes.
	chosen []catalog.Product
}

// NewProducts searches products, at first for a text.
func NewProducts(text string) Pick { return open(products, text) }

// NewMembers searches members, at first for a text.
func NewMembers(text string) Pick { return open(members, text) }

func open(k kind, text string) Pick { return Pick{kind: k, field: widget.Field{}.SetValue(text)} }

// Keys is the actions that work here.
func (p Pick) Keys(env screen.Env) keymap.Set {
	switch {
	case p.scale != nil:
		return keymap.Set{keymap.Help, keymap.Confirm, keymap.Back}
	case p.kind == products && env.Printing != nil && env.Printing.On:
		return keymap.Set{keymap.Help, keymap.Members, keymap.Labels, keymap.Choose, keymap.Next, keymap.Confirm, keymap.Back}
	case p.kind == products:
		return keymap.Set{keymap.Help, keymap.Members, keymap.Next, keymap.Confirm, keymap.Back}
	}
	return keymap.Set{keymap.Help, keymap.Products, keymap.Members, keymap.Next, keymap.Confirm, keymap.Back}
}

// Update searches as one types, and takes.
func (p Pick) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	p = p.sized(env)
	switch msg := msg.(type) {
	case screen.Opened:
		return p.ask()
	case screen.Answer:
		return p.answered(env, msg), nil
	case screen.Changed:
		return p.changed(msg)
	}
	if p.scale != nil {
		return p.weigh(env, msg)
	}
	switch msg := msg.(type) {
	case screen.Act:
		return p.act(env, msg.ID)
	case screen.Tapped:
		return p.tapped(msg.Target)
	case tea.MouseWheelMsg:
		p.list, _ = p.list.Update(msg)
		return p, nil
	}
	return p.key(msg)
}

// ask puts the field's text as the newest question.
func (p Pick) ask() (screen.Screen, []screen.Effect) {
	p.seq++
	text := strings.TrimSpace(p.field.Value())
	var q counter.Query = counter.FindProducts{Text: text, Limit: shownMax}
	if p.kind == members {
		q = counter.FindMembers{Text: text, Limit: shownMax}
	}
	return p, []screen.Effect{screen.Ask{Seq: p.seq, Query: q}}
}

func (p Pick) answered(env screen.Env, a screen.Answer) Pick {
	if a.Seq > p.seq && p.got == p.seq { // asked by what was a scan and is undone: its number is used up
		p.seq, p.got = a.Seq, a.Seq
		return p
	}
	if a.Seq != p.seq {
		return p
	}
	p.got, p.typed, p.fault = a.Seq, strings.TrimSpace(p.field.Value()), a.Err
	if a.Err != nil {
		return p
	}
	if p.kind == products {
		p.found = foundProducts(a.Found.Products, p.typed)
	} else {
		p.found = foundMembers(a.Found.Members, p.typed)
	}
	p.list = widget.List{ID: "pick.row." + strconv.Itoa(a.Seq)}
	return p.sized(env)
}

// changed closes after what was asked for went well, and asks for a weight where one is missing.
func (p Pick) changed(c screen.Changed) (screen.Screen, []screen.Effect) {
	if !c.Mine || p.doing == nil {
		return p, nil
	}
	done := *p.doing
	p.doing = nil
	switch {
	case c.Err == nil:
		return p, []screen.Effect{screen.Close{}}
	case p.scale != nil:
		p.scale = p.scale.refused(c.Err)
	case fault.Code(c.Err) == "quantity.needed":
		p.scale = newScale(done)
		return p, []screen.Effect{screen.Tell{Notice: counter.Notice{Code: "weight.ask", Args: fault.Args{"name": done.name}}}} // the fault speaks of scanning
	}
	return p, nil
}

func (p Pick) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect) {
	switch {
	case id == keymap.Back:
		return p, []screen.Effect{screen.Close{}}
	case id == keymap.Confirm:
		return p.take()
	case id == keymap.Labels:
		return p.labels()
	case id == keymap.Choose:
		return p.choose()
	case id == keymap.Members && p.kind == members:
		return p.create()
	case id == keymap.Next, id == keymap.Members, id == keymap.Products && p.kind == members:
		return p.turned(1 - p.kind)
	}
	return p, nil
}

// labels prints price labels of what was chosen, else of what was found; nobody wants them of a whole shop by one key.
func (p Pick) labels() (screen.Screen, []screen.Effect) {
	if len(p.chosen) > 0 {
		products := p.chosen
		p.chosen = nil
		return p, []screen.Effect{screen.Label{Products: products}}
	}
	if p.typed == "" || p.got != p.seq || len(p.found.goods) == 0 {
		return p, []screen.Effect{screen.Tell{Notice: counter.Notice{Code: "labels.search", Error: true}}}
	}
	return p, []screen.Effect{screen.Label{Products: p.found.goods}}
}

// choose takes the marked goods among those whose labels are wanted, or out of them, and goes on to the next row.
func (p Pick) choose() (screen.Screen, []screen.Effect) {
	i := p.list.Marked()
	if p.kind != products || p.got != p.seq || i < 0 || i >= len(p.found.goods) {
		return p, []screen.Effect{screen.Beep{}}
	}
	product := p.found.goods[i]
	if p.isChosen(product.SKU) {
		p.chosen = slices.DeleteFunc(slices.Clone(p.chosen), func(c catalog.Product) bool { return c.SKU == product.SKU })
	} else {
		p.chosen = append(slices.Clip(p.chosen), product)
	}
	p.list = p.list.Mark(min(i+1, len(p.found.goods)-1))
	return p, nil
}

func (p Pick) isChosen(sku string) bool {
	return slices.ContainsFunc(p.chosen, func(c catalog.Product) bool { return c.SKU == sku })
}

func (p Pick) tapped(t widget.Target) (screen.Screen, []screen.Effect) {
	switch t.ID {
	case tabsID:
		if kind(t.Index) != p.kind {
			return p.turned(kind(t.Index))
		}
	case p.list.ID:
		p.list = p.list.Mark(t.Index)
		return p.takeMarked()
	}
	return p, nil
}

func (p Pick) key(msg tea.Msg) (screen.Screen, []screen.Effect) {
	if list, consumed := p.list.Update(msg); consumed && !editing(msg) {
		p.list = list
		return p, nil
	}
	field, consumed := p.field.Update(msg)
	changed := consumed && field.Value() != p.field.Value()
	p.field = field
	if changed {
		return p.ask()
	}
	return p, nil
}

// editing says whether a key that moves in lists moves in the field here.
func editing(msg tea.Msg) bool {
	k, ok := msg.(tea.KeyPressMsg)
	name := ""
	if ok {
		name = keymap.Name(k)
	}
	return name == "home" || name == "end"
}

// turned is the other search for the same text.
func (p Pick) turned(k kind) (screen.Screen, []screen.Effect) {
	return Pick{kind: k, field: p.field, seq: p.seq}.ask()
}

// take takes the marked row, unless it belongs to an older text than the field's.
func (p Pick) take() (screen.Screen, []screen.Effect) {
	if p.got != p.seq {
		return p, nil
	}
	return p.takeMarked()
}

func (p Pick) takeMarked() (screen.Screen, []screen.Effect) {
	if p.doing != nil {
		return p, nil
	}
	row, ok := p.marked()
	switch {
	case !ok && p.kind == members:
		return p.create()
	case !ok:
		return p, []screen.Effect{screen.Beep{}}
	}
	p.doing = &row
	var a counter.Action = counter.AddProduct{SKU: row.key}
	if p.kind == members {
		a = counter.AttachMember{Member: row.key}
	}
	return p, []screen.Effect{screen.Do{Action: a}}
}

// marked is the marked result; the row that creates a member is none.
func (p Pick) marked() (row, bool) {
	i := p.list.Marked()
	if i < 0 || i >= len(p.found.rows) {
		return row{}, false
	}
	return p.found.rows[i], true
}

// create opens the new member's screen in place of this one, so that both are done when the member is.
func (p Pick) create() (screen.Screen, []screen.Effect) {
	return p, []screen.Effect{screen.Close{}, screen.Go{Route: screen.NewMember, Param: phoneLike(p.field.Value())}}
}

// phoneLike is what was typed, when it begins as a phone does.
func phoneLike(typed string) string {
	digits := strings.NewReplacer(" ", "", ".", "", "-", "").Replace(typed)
	bare := strings.TrimPrefix(digits, "+")
	begins := strings.HasPrefix(digits, "0") || strings.HasPrefix(digits, "+84")
	if !begins || len(bare) < phoneDigitsMin || strings.Trim(bare, "0123456789") != "" {
		return ""
	}
	return digits
}
