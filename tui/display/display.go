// Package display is the customer's own screen (V6): it draws what the till tells it and asks nothing back. It is a
// program of its own beside the till, so it has no screens to go to and three keys: q and Ctrl+C leave, Ctrl+L changes the
// language.
//
// Caveats. It shows what it was told last. When the link is lost it goes on showing that for ClosedAfter, so that a till
// that starts again, or change that is being counted, leaves no hole; only then does it say that the till is closed.
package display

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/tui/keymap"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

// The least window that everything fits in.
const (
	MinWidth  = 60
	MinHeight = 20
)

// ClosedAfter is how long the till may be away before the screen says so.
const ClosedAfter = 2 * time.Second

// Config is what a display is opened with.
type Config struct {
	Lang  *text.Language // nil: that of the till
	Theme style.Name
}

// Messages from whoever follows the till; tea.Program.Send brings them.
type (
	// Shown is what the till shows the customer now.
	Shown struct{ counter.Display }
	// Lost says that the till can't be heard any more.
	Lost struct{}
)

// away fires when the till was gone for ClosedAfter, unless it came back: then the number is an old one.
type away struct{ lost int }

// Model is the display for tea.NewProgram. It is a value.
type Model struct {
	lang   *text.Language
	theme  *style.Theme
	width  int
	height int
	shown  *counter.Display // nil before the till was heard
	lost   int              // times that the link was lost
	up     bool
	closed bool
}

// New is a display that waits for its till.
func New(cfg Config) Model {
	return Model{lang: cfg.Lang, theme: style.ByName(cfg.Theme)}
}

// Init begins to wait.
func (m Model) Init() tea.Cmd { return m.waiting() }

func (m Model) waiting() tea.Cmd {
	lost := m.lost
	return tea.Tick(ClosedAfter, func(time.Time) tea.Msg { return away{lost} })
}

// Update takes one message.
func (m Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		if msg.Width > 0 && msg.Height > 0 { // some terminals report nothing at first
			m.width, m.height = msg.Width, msg.Height
		}
	case Shown:
		m.shown, m.up, m.closed = &msg.Display, true, false
	case Lost:
		m.up = false
		m.lost++
		return m, m.waiting()
	case away:
		m.closed = m.closed || !m.up && msg.lost == m.lost
	case tea.KeyPressMsg:
		return m.key(msg)
	}
	return m, nil
}

func (m Model) key(k tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	if keymap.Typed(k) == "q" {
		return m, tea.Quit
	}
	switch id, _ := (keymap.Set{keymap.Language, keymap.Quit}).Match(k); id {
	case keymap.Quit:
		return m, tea.Quit
	case keymap.Language:
		other := m.language().Other()
		m.lang = &other
	}
	return m, nil
}

// language is the one chosen here, else that of the till.
func (m Model) language() text.Language {
	switch {
	case m.lang != nil:
		return *m.lang
	case m.shown != nil && m.shown.Language == "en":
		return text.English
	}
	return text.Vietnamese
}

// View is the whole window.
func (m Model) View() tea.View {
	v := tea.NewView(m.frame().String())
	v.AltScreen = true
	v.WindowTitle = "Tim"
	v.ForegroundColor, v.BackgroundColor = m.theme.Foreground, m.theme.Background
	return v
}

// frame is the window as a pane, exactly as large as it is.
func (m Model) frame() widget.Pane {
	t := text.In(m.language())
	switch {
	case m.width == 0:
		return widget.Pane{}
	case m.width < MinWidth || m.height < MinHeight:
		return m.middle(t.Common.TooSmall(MinWidth, MinHeight))
	case m.closed:
		return m.middle(m.theme.Strong.On(t.Display.Closed), "", m.theme.Muted.On(t.Display.ComesBack), "", m.theme.Muted.On(t.Display.Keys))
	case m.shown == nil:
		return widget.Blanks(m.width, m.height)
	case m.shown.V != counter.DisplayVersion:
		return m.middle(m.theme.Warn.On(t.Display.Other))
	}
	return page{theme: m.theme, common: &t.Common, texts: &t.Display, vouchers: &t.Voucher, shown: m.shown, width: m.width, height: m.height}.draw()
}

// middle is a few lines in the middle of the window.
func (m Model) middle(lines ...string) widget.Pane {
	return centred(widget.NewPane(m.width, aligned(m.width, lines...)...), m.height)
}
