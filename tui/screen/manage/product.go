package manage

import (
	"context"

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

// products is the search for what is sold.
type products struct{ finder[catalog.Product] }

func newProducts() products {
	read := func(ctx context.Context, s seat, text, cursor string) ([]catalog.Product, string, error) {
		return s.FindProducts(ctx, text, cursor)
	}
	return products{finder[catalog.Product]{id: productID, read: read, rows: 3}}
}

func (p products) Keys() keymap.Set {
	return keymap.Set{keymap.Confirm, keymap.Add, keymap.Export, keymap.Refresh}
}

func (p products) Title(env screen.Env) (left, right string) {
	return env.Texts.People.Products, p.q.Age(env)
}

func (p products) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	if act, is := msg.(screen.Act); is {
		switch act.ID {
		case keymap.Add:
			return p, outcome{Over: newProduct(catalog.Product{SKU: "", Name: p.field.Value(), Earns: true}, true)}
		case keymap.Export:
			return p, outcome{Over: newTables(office.ProductFile)}
		}
	}
	next, o, chosen := p.finder.update(env, msg)
	if p.finder = next; !chosen {
		return p, o
	}
	if one, there := p.marked(); there {
		return p, outcome{Over: newProduct(one, false)}
	}
	return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
}

func (p products) Draw(env screen.Env) widget.Pane {
	t := &env.Texts.People
	return p.finder.draw(env, t.SearchProduct, t.NothingFound, productColumns(env))
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
