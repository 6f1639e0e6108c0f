package app

import (
	"slices"

	"tim/tui/screen"
	"tim/tui/text"
)

// told is what a customer's screen was told last: it hears of changes only.
type told struct {
	revision uint64
	paying   bool
	lang     text.Language
	once     bool
}

// show tells a customer's screen what changed. Paying goes on while help or a receipt lies over the pay screen.
func (m *Model) show() {
	if m.cfg.Shown == nil {
		return
	}
	paying := slices.ContainsFunc(m.stack, func(l layer) bool { return l.route == screen.Pay })
	now := told{m.state.Revision, paying, m.lang, true}
	if now != m.told {
		m.told = now
		m.cfg.Shown(*m.state, paying, m.lang)
	}
}
