package manage

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/screen/program"
	"tim/tui/text"
	"tim/tui/widget"
)

const nameID = "manage.name"

// names is a list of names being edited: SKUs that are searched for, channels and categories that are ticked. It gives itself to the page
// below when it closes.
type names struct {
	path  string
	list  []string
	known []known // what can be ticked
	field widget.Field
	rows  widget.List
	q     question
	found []catalog.Product // by what is typed, where products are listed
}

// known is a name that can be ticked.
type known struct {
	name  string
	goods int // products of a category
}

// products says whether what is listed are products, which are searched for.
func (n names) products() bool { return n.path == "earn.excluded_skus" }

// ticks says whether names are ticked in a list of those that there are.
func (n names) ticks() bool { return n.path == "channels" || n.categories() }

// categories says whether what is ticked are categories, which may be typed too: later products may name others.
func (n names) categories() bool { return n.path == "earn.excluded_categories" }

// hits are the products that are found by what is typed; nil while nothing is typed.
func (n names) hits() []catalog.Product {
	if !n.products() || n.field.Empty() {
		return nil
	}
	return n.found
}

func newNames(path string, d program.Draft) names {
	n := names{path: path, list: slices.Clone(d.Names(path)), field: widget.Field{Max: loyalty.TextMax}}
	if path == "channels" {
		for _, name := range loyalty.Default().Channels {
			n.known = append(n.known, known{name: name})
		}
	}
	return n.completed()
}

// completed is the page with what is on the list among what can be ticked.
func (n names) completed() names {
	if !n.ticks() {
		return n
	}
	n.known = slices.Clone(n.known)
	for _, name := range n.list {
		if !slices.ContainsFunc(n.known, func(k known) bool { return k.name == name }) {
			n.known = append(n.known, known{name: name})
		}
	}
	return n
}

// tickable is what can be ticked: of categories those that have every word that is typed, and last what is typed itself where no category is
// called that.
func (n names) tickable() []known {
	typed := strings.TrimSpace(n.field.Value())
	words := strings.Fields(catalog.Fold(typed))
	some := slices.DeleteFunc(slices.Clone(n.known), func(k known) bool {
		name := catalog.Fold(k.name)
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) })
	})
	if typed != "" && !slices.ContainsFunc(n.known, func(k known) bool { return k.name == typed }) {
		some = append(some, known{name: typed})
	}
	return some
}

func (n names) Keys() keymap.Set {
	if n.ticks() {
		return keymap.Set{keymap.Confirm}
	}
	return keymap.Set{keymap.Confirm, keymap.Drop}
}

func (n names) Title(env screen.Env) (left, right string) {
	s, _ := text.SettingOf(n.path)
	return s.Label.In(env.Lang), env.Theme.Muted.On(env.Texts.Manage.Entries(len(n.list)))
}

func (n names) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	n = n.sized(env)
	switch msg := msg.(type) {
	case opened:
		if n.categories() {
			return n.asks(env)
		}
	case answer:
		return n.answered(env, msg)
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return n, outcome{Close: true, Gives: n}
		case keymap.Confirm:
			return n.enter(), outcome{}
		case keymap.Drop:
			return n.drop(), outcome{}
		}
	case screen.Tapped:
		if msg.ID == nameID {
			n.rows = n.rows.Mark(msg.Index)
			if n.ticks() || n.hits() != nil {
				return n.enter(), outcome{}
			}
		}
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseWheelMsg:
		next, taken := n.rows.Update(msg)
		if n.rows = next; !taken && n.path != "channels" {
			return n.typing(env, msg)
		}
	}
	return n, outcome{}
}

// typing gives a key to the field, and searches for products by what is typed then.
func (n names) typing(env screen.Env, msg tea.Msg) (page, outcome) {
	before := n.field.Value()
	n.field, _ = n.field.Update(msg)
	typed := n.field.Value()
	if typed == before {
		return n, outcome{}
	}
	n.rows = n.rows.Mark(0)
	if !n.products() || typed == "" {
		return n.sized(env), outcome{}
	}
	o := n.q.Put(env, 0, func(ctx context.Context, s seat) (any, error) {
		found, _, err := s.FindProducts(ctx, typed, "")
		return found, err
	})
	return n.sized(env), o
}

// asks reads the categories that there are.
func (n names) asks(env screen.Env) (page, outcome) {
	o := n.q.Put(env, 0, func(ctx context.Context, s seat) (any, error) { return s.Categories(ctx) })
	return n, o
}

func (n names) answered(env screen.Env, a answer) (page, outcome) {
	wanted, o := n.q.Answered(env, a)
	if !wanted || a.Err != nil {
		return n.sized(env), o
	}
	switch got := a.Value.(type) {
	case []catalog.Product:
		n.found = got
	case []office.Category:
		n.known = nil
		for _, c := range got {
			n.known = append(n.known, known{c.Name, c.Products})
		}
		n = n.completed()
	}
	return n.sized(env), o
}

// enter ticks the marked name, or puts the product that was found on the list, or the SKU that was typed.
func (n names) enter() names {
	if n.ticks() {
		return n.tick()
	}
	name := strings.TrimSpace(n.field.Value())
	if hits := n.hits(); len(hits) > 0 {
		name = hits[min(max(n.rows.Marked(), 0), len(hits)-1)].SKU
	}
	if name == "" {
		return n
	}
	if !slices.Contains(n.list, name) {
		n.list = append(slices.Clone(n.list), name)
	}
	n.field = n.field.Reset()
	n.rows = n.rows.Sized(len(n.list), n.rows.Height).Mark(slices.Index(n.list, name))
	return n
}

// tick puts the marked name on the list, or takes it off.
func (n names) tick() names {
	some := n.tickable()
	if len(some) == 0 {
		return n
	}
	name := some[min(max(n.rows.Marked(), 0), len(some)-1)].name
	if i := slices.Index(n.list, name); i >= 0 {
		n.list = slices.Delete(slices.Clone(n.list), i, i+1)
	} else {
		n.list = append(slices.Clone(n.list), name)
	}
	n.field = n.field.Reset()
	n = n.completed()
	at := func(name string) int { return slices.IndexFunc(n.known, func(k known) bool { return k.name == name }) }
	slices.SortStableFunc(n.list, func(a, b string) int { return at(a) - at(b) }) // in the known order
	n.rows = n.rows.Sized(len(n.known), n.rows.Height).Mark(at(name))
	return n
}

func (n names) drop() names {
	if i := n.rows.Marked(); !n.ticks() && n.hits() == nil && i >= 0 && i < len(n.list) {
		n.list = slices.Delete(slices.Clone(n.list), i, i+1)
	}
	return n
}

func (n names) sized(env screen.Env) names {
	count := len(n.list)
	switch {
	case n.ticks():
		count = len(n.tickable())
	case n.hits() != nil:
		count = len(n.hits())
	}
	n.rows.ID = nameID
	n.rows = n.rows.Sized(count, max(env.Height-3, 1))
	return n
}

func (n names) Draw(env screen.Env) widget.Pane {
	n = n.sized(env)
	t := &env.Texts.Manage
	head := widget.NewPane(env.Width, " "+env.Theme.Muted.On(t.TickHint))
	if n.path != "channels" {
		label := "  " + t.NameField + " "
		field := n.field
		if field.Placeholder = t.NameHint; n.categories() {
			field.Placeholder = t.CategoryHint
		}
		head = widget.Beside(widget.NewPane(widget.Width(label), label), field.Draw(min(44, env.Width-widget.Width(label)-1), env.Theme)).Sized(env.Width, 1)
	}
	hits, some := n.hits(), n.tickable()
	rows := n.rows.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		switch {
		case hits != nil:
			return widget.Spread(leaves.Sign(env, marked)+widget.Clean(hits[i].Name), env.Theme.Muted.On(widget.Clean(hits[i].SKU)), width-1)
		case n.ticks():
			return n.ticked(env, some[i], width, marked)
		}
		return leaves.Sign(env, marked) + widget.Clean(n.list[i])
	})
	return widget.Stack(head, widget.NewPane(env.Width, ""), rows, widget.NewPane(env.Width, n.foot(env)))
}

// ticked is a row of what can be ticked.
func (n names) ticked(env screen.Env, k known, width int, marked bool) string {
	sign, about := env.Theme.Muted.On("○"), ""
	if slices.Contains(n.list, k.name) {
		sign = env.Theme.OK.On("●")
	}
	name := text.Channel(k.name, env.Lang)
	if n.categories() {
		name, about = widget.Clean(k.name), env.Texts.Manage.Goods(k.goods)
	}
	return widget.Spread(leaves.Sign(env, marked)+sign+" "+name, env.Theme.Muted.On(about), width-1)
}

// foot is what the keys do and what the list is for, or why it can't be searched.
func (n names) foot(env screen.Env) string {
	t := &env.Texts.Manage
	s, _ := text.SettingOf(n.path)
	about := s.About.In(env.Lang)
	switch {
	case n.q.Err != nil:
		return " " + env.Theme.Danger.On(widget.Cut("✗ "+widget.Clean(text.Fault(n.q.Err, env.Lang)), env.Width-2))
	case n.categories():
		about = t.CategoryAbout + " · " + about
	case !n.ticks():
		about = t.NamesAbout + " · " + about
	}
	return " " + env.Theme.Muted.On(widget.Clauses(about, env.Width-2))
}
