package app

import (
	tea "charm.land/bubbletea/v2"

	"tim/tui/keymap"
)

// Homeless are the actions of the top screen that the table of places doesn't know.
func (m Model) Homeless() keymap.Set {
	var lost keymap.Set
	top := m.top()
	for _, id := range top.screen.Keys(m.env(top)) {
		if _, known := placeOf(id); !known && !common.Has(id) {
			lost = append(lost, id)
		}
	}
	return lost
}

// Second is what the clock sends every second.
func Second() tea.Msg { return tick{} }
