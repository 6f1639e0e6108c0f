package manage

import (
	tea "charm.land/bubbletea/v2"

	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

// search finds a setting or a page by a word of its name, in either language and without marks.
type search struct {
	field widget.Field
	list  widget.List
}

// searching opens the search, or closes it.
func (s Screen) searching() Screen {
	if s.search != nil {
		s.search = nil
		return s
	}
	s.search = &search{}
	return s
}

// find gives a message to the search.
func (s Screen) find(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	if act, is := msg.(screen.Act); is && act.ID == keymap.Back {
		s.search = nil
	}
	return s, nil
}

func (f *search) draw(env screen.Env) widget.Pane { return widget.Blanks(env.Width, env.Height) }
