package app

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"tim/tui/style"
)

// looks is what the theme is chosen by.
type looks struct {
	wish    style.Name // "" until somebody chose
	profile colorprofile.Profile
	light   bool // the terminal's ground
	asked   bool // for its ground, and no answer yet
}

// groundWait is how long the terminal's own ground stays while it is asked for it. One that never answers gets the dark theme's.
const groundWait = 250 * time.Millisecond

// unanswered says that groundWait is over.
type unanswered struct{}

// looking is what is asked of the terminal at the start. The text console prints such questions.
func (m Model) looking() tea.Cmd {
	if !m.looks.asked {
		return nil
	}
	return tea.Batch(tea.RequestBackgroundColor, tea.Tick(groundWait, func(time.Time) tea.Msg { return unanswered{} }))
}

// dress takes what the terminal says of itself.
func (m *Model) dress(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.ColorProfileMsg:
		m.looks.profile = msg.Profile
	case tea.BackgroundColorMsg:
		if m.looks.asked { // an answer that is late would be of our own ground
			m.looks.light, m.looks.asked = !msg.IsDark(), false
		}
	case unanswered:
		m.looks.asked = false
	}
	if m.cfg.Console { // whatever a multiplexer on it says
		m.looks.profile = min(m.looks.profile, colorprofile.ANSI)
	}
	m.theme = style.Shown(m.looks.wish, m.looks.profile, m.looks.light)
	m.touch()
}

// nextTheme changes the colours by hand.
func (m *Model) nextTheme() {
	m.theme = m.theme.Next(m.looks.profile)
	m.looks.wish, m.looks.asked = m.theme.Name, false
}

// chosen tells whoever keeps it that language or theme was changed by hand.
func (m *Model) chosen() {
	if m.cfg.Chosen != nil {
		m.cfg.Chosen(m.lang, m.looks.wish)
	}
}
