package manage

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/screen/program"
	"tim/tui/text"
	"tim/tui/widget"
)

const hitID = "manage.hit"

// search finds a setting or a page by a word of its name, in either language and without marks, and leads there.
type search struct {
	field widget.Field
	all   []hit
	list  widget.List
}

// hit is what can be found.
type hit struct {
	to    found
	name  text.Both
	place text.Both // section, "" of a page
	words string    // folded, of both languages
}

// searching opens the search, or closes it.
func (s Screen) searching() Screen {
	if s.search != nil {
		s.search = nil
		return s
	}
	s.search = &search{all: s.hits(), list: widget.List{ID: hitID}}
	return s
}

// hits are all pages and all settings.
func (s Screen) hits() []hit {
	vi, en := text.In(text.Vietnamese), text.In(text.English)
	m, _ := s.leaves.At(0).(menu)
	var all []hit
	for i, e := range m.entries() {
		h := hit{to: found{row: i}, name: text.Of(e.name(vi), e.name(en))}
		h.words = catalog.Fold(h.name.VI + " " + h.name.EN)
		all = append(all, h)
	}
	for _, section := range program.Sections {
		place := text.Of(vi.Program.Sections[section], en.Program.Sections[section])
		for _, path := range section.Paths() {
			t, _ := text.SettingOf(path)
			h := hit{to: found{path: path}, name: t.Label, place: place}
			words := []string{t.Label.VI, t.Label.EN, t.Words.VI, t.Words.EN, place.VI, place.EN, path}
			for _, o := range t.Options {
				words = append(words, o.Label.VI, o.Label.EN)
			}
			h.words = catalog.Fold(strings.Join(words, " "))
			all = append(all, h)
		}
	}
	return all
}

// found are what has every word that is typed; what has them in its name comes first.
func (f *search) found() []hit {
	words := strings.Fields(catalog.Fold(f.field.Value()))
	hits := slices.DeleteFunc(slices.Clone(f.all), func(h hit) bool {
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(h.words, w) })
	})
	named := func(h hit) int {
		for _, name := range []string{catalog.Fold(h.name.VI), catalog.Fold(h.name.EN)} {
			if strings.HasPrefix(name, strings.Join(words, " ")) {
				return 0
			}
			if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) }) {
				return 1
			}
		}
		return 2
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return named(a) - named(b) })
	return hits
}

// find gives a message to the search.
func (s Screen) find(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	f := *s.search
	s.search = &f
	f.list = f.list.Sized(len(f.found()), max(env.Height-3, 1))
	switch msg := msg.(type) {
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			s.search = nil
		case keymap.Confirm:
			return s.lead(env, f.list.Marked())
		}
	case screen.Tapped:
		if msg.ID == hitID {
			return s.lead(env, msg.Index)
		}
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseWheelMsg:
		next, taken := f.list.Update(msg)
		if f.list = next; !taken {
			f.field, _ = f.field.Update(msg)
			f.list = f.list.Sized(len(f.found()), f.list.Height).Mark(0)
		}
	}
	return s, nil
}

// lead closes the pages over the menu, as Esc would, and goes where the hit is. A page that asks whether to leave stays.
func (s Screen) lead(env screen.Env, i int) (screen.Screen, []screen.Effect) {
	hits := s.search.found()
	if i < 0 || i >= len(hits) {
		return s, []screen.Effect{screen.Beep{}}
	}
	s.search = nil
	var all []screen.Effect
	for depth := s.leaves.Depth(); depth > 0; depth-- {
		next, effects := s.leaves.Update(env, screen.Act{ID: keymap.Back})
		s.leaves, all = next, append(all, effects...)
		if s.leaves.Depth() >= depth {
			return s, append(all, screen.Beep{})
		}
	}
	next, effects := s.leaves.Update(env, given{Value: hits[i].to})
	s.leaves = next
	return s, append(all, effects...)
}

func (f *search) draw(env screen.Env) widget.Pane {
	t := &env.Texts.Manage
	hits := f.found()
	label := " " + t.SearchField + " "
	field := f.field
	field.Placeholder = t.SearchPlaceholder
	head := widget.Beside(widget.NewPane(widget.Width(label), env.Theme.Title.On(label)), field.Draw(max(env.Width-widget.Width(label)-1, 1), env.Theme)).Sized(env.Width, 1)
	rule := widget.NewPane(env.Width, env.Theme.Border.On(widget.Rule(env.Width)))
	list := f.list.Sized(len(hits), max(env.Height-3, 1)).Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		name := leaves.Sign(env, marked) + hits[i].name.In(env.Lang)
		return widget.Spread(name, env.Theme.Muted.On(hits[i].place.In(env.Lang)), width)
	})
	if len(hits) == 0 {
		list = widget.NewPane(env.Width, "  "+t.NoHit).Sized(env.Width, max(env.Height-3, 1))
	}
	return widget.Stack(head, rule, list, widget.NewPane(env.Width, " "+env.Theme.Muted.On(t.SearchKeys)))
}
