package manage

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/screen/program"
	"tim/tui/text"
	"tim/tui/widget"
)

const nameID = "manage.name"

// names is a list of names being edited: SKUs and categories that are typed, or channels that are ticked. It gives itself to the page
// below when it closes.
type names struct {
	path  string
	list  []string
	known []string // what can be ticked; nil where names are typed
	field widget.Field
	rows  widget.List
	q     question
	found []catalog.Product // by what is typed, where products are listed
}

// products says whether what is listed are products, which are searched for.
func (n names) products() bool { return n.path == "earn.excluded_skus" }

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
		n.known = slices.Clone(loyalty.Default().Channels)
		for _, name := range n.list {
			if !slices.Contains(n.known, name) {
				n.known = append(n.known, name)
			}
		}
	}
	return n
}

func (n names) Keys() keymap.Set {
	if n.known != nil {
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
	case answer:
		wanted, o := n.q.Answered(env, msg)
		if got, ok := msg.Value.([]catalog.Product); ok && wanted && msg.Err == nil {
			n.found = got
		}
		return n.sized(env), o
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			if !n.products() { // what is typed is a name, else only what is searched for
				n = n.typedIn()
			}
			return n, outcome{Close: true, Gives: n}
		case keymap.Confirm:
			return n.enter(), outcome{}
		case keymap.Drop:
			return n.drop(), outcome{}
		}
	case screen.Tapped:
		if msg.ID == nameID {
			n.rows = n.rows.Mark(msg.Index)
			if n.known != nil || n.hits() != nil {
				return n.enter(), outcome{}
			}
		}
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseWheelMsg:
		next, taken := n.rows.Update(msg)
		if n.rows = next; !taken && n.known == nil {
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

// enter ticks the marked channel, puts the product that was found on the list, or what was typed.
func (n names) enter() names {
	if hits := n.hits(); len(hits) > 0 {
		n.field = n.field.SetValue(hits[min(max(n.rows.Marked(), 0), len(hits)-1)].SKU)
	}
	if n.known == nil {
		return n.typedIn()
	}
	name := n.known[max(n.rows.Marked(), 0)]
	if i := slices.Index(n.list, name); i >= 0 {
		n.list = slices.Delete(slices.Clone(n.list), i, i+1)
		return n
	}
	ticked := func(id string) bool { return id == name || slices.Contains(n.list, id) }
	n.list = slices.DeleteFunc(slices.Clone(n.known), func(id string) bool { return !ticked(id) }) // in the known order
	return n
}

// typedIn is the list with what was typed; a name that is there already is only marked.
func (n names) typedIn() names {
	name := n.field.Value()
	if name == "" || n.known != nil {
		return n
	}
	if !slices.Contains(n.list, name) {
		n.list = append(slices.Clone(n.list), name)
	}
	n.field = n.field.Reset()
	n.rows = n.rows.Sized(len(n.list), n.rows.Height).Mark(slices.Index(n.list, name))
	return n
}

func (n names) drop() names {
	if i := n.rows.Marked(); n.known == nil && n.hits() == nil && i >= 0 && i < len(n.list) {
		n.list = slices.Delete(slices.Clone(n.list), i, i+1)
	}
	return n
}

func (n names) sized(env screen.Env) names {
	count := len(n.list)
	switch {
	case n.known != nil:
		count = len(n.known)
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
	if n.known == nil {
		label := "  " + t.NameField + " "
		field := n.field
		field.Placeholder = t.NameHint
		head = widget.Beside(widget.NewPane(widget.Width(label), label), field.Draw(min(40, env.Width-widget.Width(label)-1), env.Theme)).Sized(env.Width, 1)
	}
	rows := n.rows.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		if hits := n.hits(); hits != nil {
			return widget.Spread(leaves.Sign(env, marked)+widget.Clean(hits[i].Name), env.Theme.Muted.On(widget.Clean(hits[i].SKU)), width-1)
		}
		if n.known == nil {
			return leaves.Sign(env, marked) + widget.Clean(n.list[i])
		}
		sign := env.Theme.Muted.On("○")
		if slices.Contains(n.list, n.known[i]) {
			sign = env.Theme.OK.On("●")
		}
		return leaves.Sign(env, marked) + sign + " " + text.Channel(n.known[i], env.Lang)
	})
	s, _ := text.SettingOf(n.path)
	about := " " + env.Theme.Muted.On(widget.Clauses(t.NamesAbout+" · "+s.About.In(env.Lang), env.Width-2))
	if n.known != nil {
		about = " " + env.Theme.Muted.On(widget.Clauses(s.About.In(env.Lang), env.Width-2))
	}
	return widget.Stack(head, widget.NewPane(env.Width, ""), rows, widget.NewPane(env.Width, about))
}
