package manage

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const productID = "manage.product"

// goods is a page of products.
type goods struct {
	all  []catalog.Product
	next string
	text string // that was searched for
}

// products is the search for what is sold.
type products struct {
	q     question
	field widget.Field
	found goods
	list  widget.List
}

func newProducts() products { return products{} }

func (p products) Keys() keymap.Set {
	return keymap.Set{keymap.Confirm, keymap.Add, keymap.Export, keymap.Refresh}
}

func (p products) Title(env screen.Env) (left, right string) {
	return env.Texts.People.Products, p.q.Age(env)
}

func (p products) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	p = p.sized(env)
	switch msg := msg.(type) {
	case opened:
		return p.ask(env)
	case answer:
		return p.answered(env, msg)
	case screen.Act:
		return p.act(env, msg.ID)
	case screen.Tapped:
		if msg.ID == productID {
			p.list = p.list.Mark(msg.Index)
			return p.open()
		}
	case tea.MouseWheelMsg:
		p.list, _ = p.list.Update(msg)
		return p.more()
	case tea.KeyPressMsg, tea.PasteMsg:
		if next, moved := p.list.Update(msg); moved && !editing(msg) {
			p.list = next
			return p.more()
		}
		before := p.field.Value()
		if p.field, _ = p.field.Update(msg); p.field.Value() != before {
			return p.ask(env)
		}
	}
	return p, outcome{}
}

func (p products) act(env screen.Env, id keymap.ID) (page, outcome) {
	switch id {
	case keymap.Refresh:
		return p.ask(env)
	case keymap.Add:
		return p, outcome{Over: newProduct(catalog.Product{SKU: "", Name: p.field.Value(), Earns: true}, true)}
	case keymap.Export:
		return p, outcome{Over: newTables(office.ProductFile)}
	case keymap.Confirm:
		return p.open()
	case keymap.Back:
		if !p.field.Empty() {
			p.field = p.field.Reset()
			return p.ask(env)
		}
		return p, outcome{Close: true}
	}
	return p, outcome{}
}

func (p products) ask(env screen.Env) (page, outcome) {
	text := p.field.Value()
	o := p.q.Put(env, askMembers, func(ctx context.Context, s seat) (any, error) {
		all, next, err := s.FindProducts(ctx, text, "")
		return goods{all, next, text}, err
	})
	return p, o
}

// more asks for the next page when the mark is at the end of what there is.
func (p products) more() (page, outcome) {
	if p.found.next == "" || p.list.Marked() < len(p.found.all)-1 {
		return p, outcome{}
	}
	text, cursor := p.found.text, p.found.next
	p.found.next = ""
	return p, outcome{Asks: []ask{{What: askMore, Of: func(ctx context.Context, s seat) (any, error) {
		all, next, err := s.FindProducts(ctx, text, cursor)
		return goods{all, next, text}, err
	}}}}
}

func (p products) answered(env screen.Env, a answer) (page, outcome) {
	got, ok := a.Value.(goods)
	if a.What == askMore {
		if ok && a.Err == nil && got.text == p.found.text {
			p.found.all, p.found.next = append(slices.Clip(p.found.all), got.all...), got.next
		}
		return p.sized(env), outcome{}
	}
	wanted, o := p.q.Answered(env, a)
	if wanted && ok && a.Err == nil {
		if got.text != p.found.text {
			p.list = p.list.Mark(0)
		}
		p.found = got
	}
	return p.sized(env), o
}

func (p products) open() (page, outcome) {
	if i := p.list.Marked(); i >= 0 && i < len(p.found.all) {
		return p, outcome{Over: newProduct(p.found.all[i], false)}
	}
	return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
}

func (p products) sized(env screen.Env) products {
	p.list.ID = productID
	p.list = p.list.Sized(len(p.found.all), max(env.Height-3, 1))
	return p
}

func (p products) Draw(env screen.Env) widget.Pane {
	p = p.sized(env)
	t := &env.Texts.People
	field := p.field
	field.Placeholder = t.SearchProduct
	label := widget.NewPane(8, "  "+env.Theme.Muted.On(t.Search))
	search := widget.Beside(label, field.Draw(max(env.Width-10, 10), env.Theme)).Sized(env.Width, 1)
	head := widget.Stack(search, widget.NewPane(env.Width, ""))
	if wait := p.q.Waits(env); wait != nil {
		return widget.Stack(head, *wait)
	}
	if len(p.found.all) == 0 {
		return widget.Stack(head, widget.NewPane(env.Width, "  "+env.Theme.Muted.On(t.NothingFound)))
	}
	columns := leaves.TableOf(env, 1, productColumns(env))
	list := p.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		return columns.Row(env, p.found.all[i], "", width, marked)
	})
	return widget.Stack(head, columns.Head(env), list)
}

func productColumns(env screen.Env) []leaves.Column[catalog.Product] {
	t := &env.Texts.People
	return []leaves.Column[catalog.Product]{
		leaves.ColumnOf(t.Name, 0, widget.Left, 0, func(p catalog.Product) string { return widget.Clean(p.Name) }),
		leaves.ColumnOf(t.SKU, 14, widget.Left, 0, func(p catalog.Product) string { return widget.Clean(p.SKU) }),
		leaves.ColumnOf(t.Category, 16, widget.Left, 90, func(p catalog.Product) string { return widget.Clean(p.Category) }),
		leaves.ColumnOf(t.VAT, 7, widget.Right, 70, func(p catalog.Product) string {
			if len(p.VAT) == 0 {
				return "–"
			}
			return text.Percent(p.VATAt(env.Now))
		}),
		leaves.ColumnOf(t.Earns, 9, widget.Left, 80, func(p catalog.Product) string {
			if p.Earns {
				return env.Theme.OK.On("✓")
			}
			return env.Theme.Muted.On("✗")
		}),
		leaves.ColumnOf(t.Price, 14, widget.Right, 0, func(p catalog.Product) string { return text.Amount(p.Price) }),
	}
}
