// Package palette is the list of every action there is (Ctrl+P): searched as one types in either language, grouped by
// where it works, what works on the screen below first. Enter closes it and runs the action as if it had been chosen there.
//
// Caveats. What can't be done now is listed with the reason, so that nobody searches for it; trying it says the reason again.
// The reasons are of the moment at which the palette was opened; the root checks them again.
package palette

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// Item is an action as the root knows it.
type Item struct {
	ID    keymap.ID
	Group text.Both // where it works
	Here  bool      // on the screen below
	Why   string    // code of why it can't be done now, "" when it can
}

const (
	rowTarget = "palette.row"
	latency   = "latency" // typed whole, it opens the page of times that nobody else needs
)

// Palette is the screen.
type Palette struct {
	entries []entry
	field   widget.Field
	list    widget.List
}

// entry is an item with what it is found by, as a search sees it.
type entry struct {
	Item
	names []string
	all   string // the names and its place
}

// New is the palette with these items, in their order.
func New(items []Item) Palette {
	p := Palette{entries: make([]entry, len(items)), list: widget.List{ID: rowTarget}}
	for i, item := range items {
		p.entries[i] = found(item)
	}
	return p
}

func found(item Item) entry {
	a := keymap.Get(item.ID)
	names := append([]string{a.Label.VI, a.Label.EN, a.Short.VI, a.Short.EN, a.Shown}, a.Words...)
	for i, name := range names {
		names[i] = strings.TrimPrefix(catalog.Fold(name), "/")
	}
	all := append(slices.Clone(names), catalog.Fold(item.Group.VI), catalog.Fold(item.Group.EN))
	return entry{item, names, strings.Join(all, " ")}
}

// Keys is the actions that work here.
func (p Palette) Keys(screen.Env) keymap.Set {
	return keymap.Set{keymap.Confirm, keymap.Back, keymap.Language, keymap.Theme}
}

// Update searches, moves the mark over the actions, and runs the marked one.
func (p Palette) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	p = p.sized(env)
	switch msg := msg.(type) {
	case screen.Opened:
		return p.mark(env, 1), nil
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return p, []screen.Effect{screen.Close{}}
		case keymap.Confirm:
			return p, p.run(env, p.list.Marked())
		}
	case screen.Tapped:
		if msg.ID == rowTarget {
			return p, p.run(env, msg.Index)
		}
	case tea.MouseWheelMsg:
		p.list, _ = p.list.Update(msg)
	case tea.PasteMsg, tea.KeyPressMsg:
		return p.key(env, msg), nil
	}
	return p, nil
}

// key gives a key to the field, then to the list.
func (p Palette) key(env screen.Env, msg tea.Msg) Palette {
	if field, ok := p.field.Update(msg); ok {
		if field.Value() == p.field.Value() {
			p.field = field
			return p
		}
		p.field = field
		return p.sized(env).mark(env, p.best(env))
	}
	was := p.list.Marked()
	list, ok := p.list.Update(msg)
	if !ok {
		return p
	}
	p.list = list
	if at := list.Marked(); at < was {
		return p.markBefore(env, at)
	}
	return p.mark(env, p.list.Marked())
}

// mark marks the first action from a row on, and shows the heading above it.
func (p Palette) mark(env screen.Env, at int) Palette {
	rows := p.rows(env)
	for at < len(rows)-1 && rows[at].heading() {
		at++
	}
	p.list = p.list.Mark(at - 1).Mark(at)
	return p
}

// markBefore marks the last action before a row or on it; the first one where there is none.
func (p Palette) markBefore(env screen.Env, at int) Palette {
	for rows := p.rows(env); at > 0 && rows[at].heading(); at-- {
	}
	return p.mark(env, at)
}

// run closes the palette and asks for the action; what can't be done stays, with its reason.
func (p Palette) run(env screen.Env, at int) []screen.Effect {
	rows := p.rows(env)
	switch {
	case at < 0 || at >= len(rows) || rows[at].heading():
		return nil
	case rows[at].times:
		return []screen.Effect{screen.Close{}, screen.Go{Route: screen.Latency}}
	}
	return []screen.Effect{screen.Close{}, screen.Run{ID: rows[at].item.ID}}
}

func (p Palette) sized(env screen.Env) Palette {
	p.list = p.list.Sized(len(p.rows(env)), max(env.Height-headRows, 1))
	return p
}

// row is a heading or an action.
type row struct {
	title string
	item  entry
	times bool // the hidden page
}

func (r row) heading() bool { return r.title != "" }

// rows are the headings and the actions that what is typed lets through.
func (p Palette) rows(env screen.Env) []row {
	if catalog.Fold(strings.TrimSpace(p.field.Value())) == latency {
		return []row{{title: env.Texts.Latency.Title}, {times: true}}
	}
	var rows []row
	last := ""
	typed := p.typed()
	for _, item := range p.entries {
		if item.score(typed) == unlike {
			continue
		}
		group := item.Group.In(env.Lang)
		if item.Here {
			group = env.Texts.Palette.Here
		}
		if group != last {
			rows, last = append(rows, row{title: group}), group
		}
		rows = append(rows, row{item: item})
	}
	return rows
}

// best is the row that what was typed means first; the first action where nothing is typed.
func (p Palette) best(env screen.Env) int {
	best, most, typed := 1, 0, p.typed()
	for i, r := range p.rows(env) {
		if r.heading() || r.times {
			continue
		}
		if score := r.item.score(typed); score > most {
			best, most = i, score
		}
	}
	return best
}

// How well what is typed fits, from not at all.
const (
	unlike = iota - 1
	inside
	wordStart
	beginning
	whole
)

// typed are the words that are searched for; a word for a key may have its slash.
func (p Palette) typed() []string {
	return strings.Fields(catalog.Fold(strings.TrimPrefix(strings.TrimSpace(p.field.Value()), "/")))
}

// score says how well an action fits: every word that is typed stands somewhere in its names or the name of its place, and the
// nearer to the beginning of a name all of it stands, the better.
func (e entry) score(typed []string) int {
	for _, word := range typed {
		if !strings.Contains(e.all, word) {
			return unlike
		}
	}
	best := inside
	if len(typed) > 0 {
		for _, name := range e.names {
			best = max(best, fit(name, typed))
		}
	}
	return best
}

// fit says how well one name fits: all of it, its beginning, or each word that is typed begins one of its words.
func fit(name string, typed []string) int {
	text, words := strings.Join(typed, " "), strings.Fields(name)
	switch {
	case name == text:
		return whole
	case strings.HasPrefix(name, text):
		return beginning
	}
	for _, t := range typed {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, t) }) {
			return inside
		}
	}
	return wordStart
}
