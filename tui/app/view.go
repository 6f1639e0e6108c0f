package app

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

// drawn is the screen as it was drawn last. View runs after every message, and most of them change nothing.
type drawn struct {
	minted  uint64
	version uint64
	frame   widget.Pane
	content string
}

func (d *drawn) fresh() uint64 {
	d.minted++
	return d.minted
}

// toast is what the message line says, until the next action.
type toast struct {
	err  error
	note counter.Notice
}

// say takes the outcome of an action.
func (m *Model) say(err error) {
	m.toast = toast{err: err}
	if err == nil && m.state.Notice != nil {
		m.toast.note = *m.state.Notice
	}
}

func (m *Model) tell(n counter.Notice) {
	m.toast = toast{note: n}
	m.touch()
}

// View is the whole window.
func (m Model) View() tea.View {
	frame := m.frame()
	v := tea.NewView(m.drawn.content)
	v.AltScreen = true
	v.WindowTitle = m.title()
	if !m.cfg.Console {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if !m.looks.asked {
		v.ForegroundColor, v.BackgroundColor = m.theme.Foreground, m.theme.Background
	}
	if frame.Cursor.On {
		v.Cursor = tea.NewCursor(frame.Cursor.X, frame.Cursor.Y)
		v.Cursor.Shape = tea.CursorBar
	}
	return v
}

func (m *Model) title() string {
	if m.state.Training != nil {
		return text.In(m.lang).Common.Training + " · Tim"
	}
	return "Tim · " + m.state.Shop.Name + " · " + text.In(m.lang).Common.Till(m.state.Till)
}

// frame is the window as a pane: what it looks like, what can be tapped, where the cursor is.
func (m *Model) frame() widget.Pane {
	if m.drawn.version != m.version {
		m.drawn.version, m.drawn.frame = m.version, m.draw()
		content := m.drawn.frame.String()
		if m.cfg.Console {
			content = style.Console(content)
		}
		if m.cfg.Meter != nil {
			m.cfg.Meter.Drawn(content != m.drawn.content)
		}
		m.drawn.content = content
	}
	return m.drawn.frame
}

func (m *Model) draw() widget.Pane {
	switch {
	case m.width == 0:
		return widget.Pane{}
	case m.tooSmall():
		return m.tooSmallPage()
	}
	base := m.stack[len(m.stack)-1]
	env := m.env(base)
	body := base.screen.Draw(env).Sized(env.Width, env.Height)
	switch {
	case m.cover.layer != nil: // nothing below is drawn
		body = m.cover.screen.Draw(env).Sized(env.Width, env.Height)
	case m.dialog != nil:
		over := m.env(*m.dialog)
		body = body.Modal(m.dialog.screen.Draw(over).Sized(over.Width, over.Height))
	}
	body = m.withKeypad(body)
	message := m.message()
	if more := message.Height() - 1; more > 0 { // a long sentence covers the body's last row rather than pushing it
		body = body.Sized(m.width, env.Height-more)
	}
	return widget.Stack(m.head(), body, message, m.keyBar())
}

// bannerRows are the rows that the banner of a training needs beside the status line; in the least window it takes its place.
func (m *Model) bannerRows() int {
	if m.state.Training != nil && m.height > MinHeight {
		return 1
	}
	return 0
}

// head is the status line, in a training with the banner that nobody may overlook.
func (m *Model) head() widget.Pane {
	switch {
	case m.state.Training == nil:
		return m.status()
	case m.bannerRows() == 0:
		return m.banner()
	}
	return widget.Stack(m.banner(), m.status())
}

func (m *Model) banner() widget.Pane {
	c := &text.In(m.lang).Common
	left, right := " "+c.Training, c.Trained(m.state.Training.Sales)+" "
	if widget.Width(left)+widget.Width(right) >= m.width {
		right = ""
	}
	return widget.NewPane(m.width, m.theme.Training.Over(widget.Spread(left, right, m.width)))
}

// listed is a screen's actions as the key bar and help have them: with the link's in the demo.
func (m *Model) listed(keys keymap.Set) keymap.Set {
	if m.cfg.Link == nil {
		return keys
	}
	return append(slices.Clone(keys), keymap.Link)
}

const (
	wideStatus = 100 // from where the first row has room for the program's name
	shopMin    = 10  // cells that a shop's name must get, or it isn't shown
)

// status is the first row: where this is and who sells, and at the right how the link stands and the time.
func (m *Model) status() widget.Pane {
	t, s, c := m.theme, m.state, &text.In(m.lang).Common
	link, look := m.link()
	clock := text.Clock(m.now, m.cfg.Zone)
	rest := " · " + c.Till(s.Till)
	if s.Staff != nil {
		rest += " · " + widget.Clean(s.Staff.Name)
		if s.Shift != nil {
			rest += " · " + c.Shift(text.Clock(s.Shift.OpenedAt, m.cfg.Zone))
		} else {
			rest += " · " + c.NoShift
		}
	}
	brand := " " + t.Heart.On("♥") + " "
	if m.width >= wideStatus {
		brand += t.Strong.On("Tim") + "  "
	}
	right := look.On(link) + " " + clock + " "
	if word := m.printer(); word != "" {
		right = t.Warn.On(word) + " · " + right
	}
	if s.Drawer != nil && s.Drawer.Over && !s.Locked {
		right = t.Warn.On(c.DropNow) + " · " + right
	}
	if n := len(s.Held); n > 0 && m.width >= wideStatus {
		right = t.Warn.On(text.In(m.lang).Held.Status(n)) + " · " + right
	}
	room := m.width - widget.Width(brand) - widget.Width(right) - 1
	if names := m.cashierNames(); len(names) > 0 && widget.Width(rest) > room+widget.Width(" · ") { // the name she is called by, rather than half of all
		rest = " · " + c.Till(s.Till) + " · " + names[len(names)-1]
	}
	shop, left := widget.Clean(s.Shop.Name), room-widget.Width(rest)
	switch {
	case left < shopMin && widget.Width(shop) > left:
		shop, rest = "", strings.TrimPrefix(rest, " · ")
	case widget.Width(shop) > left:
		shop = widget.Cut(shop, left)
	}
	return widget.NewPane(m.width, t.Bar.Over(widget.Spread(brand+widget.Cut(shop+rest, room), right, m.width)))
}

// cashierNames are the words of the cashier's name; in Vietnamese the last is the one she is called by.
func (m *Model) cashierNames() []string {
	if m.state.Staff == nil {
		return nil
	}
	return strings.Fields(widget.Clean(m.state.Staff.Name))
}

// link is how the till stands with central, in sign, word and colour.
func (m *Model) link() (string, style.Style) {
	link, c := m.state.Link, &text.In(m.lang).Common
	word, look := c.Online, m.theme.OK
	switch {
	case link.Standalone:
		return c.Standalone, m.theme.Muted
	case !link.Online:
		word, look = c.Offline(m.now.Sub(link.Since)), m.theme.Warn
	}
	if link.Waiting > 0 {
		word += " · " + c.Waiting(link.Waiting)
	}
	return word, look
}

// printer is how the printer stands where somebody should know, "" where all is well.
func (m *Model) printer() string {
	p := m.cfg.Printing
	if p == nil || !p.On || p.Trouble == "" {
		return ""
	}
	t := &text.In(m.lang).Printer
	word := t.Trouble(p.Trouble)
	if n := len(p.Jobs); n > 0 && m.width >= wideStatus {
		word += " · " + t.Waiting(n)
	}
	return "▲ " + word
}

// trouble is why papers don't come out or central can't be had, in words, where nothing else is to be said: what happens to the data,
// and whether somebody must do something.
func (m *Model) trouble() string {
	if p := m.cfg.Printing; p != nil && p.On && p.Trouble != "" && len(p.Jobs) > 0 {
		why := text.Fault(fault.New(fault.Unavailable, p.Trouble, nil), m.lang)
		return " " + m.theme.Warn.On(widget.Cut("▲ "+widget.Clean(why), m.width-2))
	}
	link := m.state.Link
	if link.Standalone || link.Online || link.Trouble == "" {
		return ""
	}
	why := text.Fault(fault.New(fault.Unavailable, link.Trouble, nil), m.lang)
	return " " + m.theme.Muted.On(widget.Cut("○ "+widget.Clean(why), m.width-2))
}

// busyShown is how long an action takes before the message line says that it is under way.
const busyShown = 300 * time.Millisecond

// message is the row above the key bar, two of them where the sentence needs it.
func (m *Model) message() widget.Pane {
	sign, sentence, look := "", "", m.theme.Text
	switch note := m.toast.note; {
	case m.running && m.now.Sub(m.since) >= busyShown:
		sign, sentence, look = "…", text.Notice(counter.Notice{Code: "busy"}, m.lang), m.theme.Warn
	case m.toast.err != nil && (m.state.Alarm == nil || m.state.Locked): // the banner says it already
		sign, sentence, look = "✗", text.Fault(m.toast.err, m.lang), m.theme.Danger
	case note.Error:
		sign, sentence, look = "✗", text.Notice(note, m.lang), m.theme.Danger
	case note.Code != "":
		sign, sentence, look = "✓", text.Notice(note, m.lang), m.theme.OK
	}
	if sentence == "" {
		return widget.NewPane(m.width, m.trouble())
	}
	hint := ""
	if m.toast.note.Undo && m.state.Cart.CanUndo {
		hint = m.theme.Muted.On(text.In(m.lang).Common.UndoHint) + " "
	}
	sentence = widget.Clean(sentence)
	if widget.Width(sentence) > m.width-4-widget.Width(hint) {
		hint = "" // what happened comes before what could be pressed
	}
	if widget.Width(sentence) <= m.width-4-widget.Width(hint) {
		return widget.NewPane(m.width, widget.Spread(" "+look.On(sign+" "+sentence), hint, m.width))
	}
	rows := widget.Wrap(sentence, m.width-4)
	lines := []string{" " + look.On(sign+" "+rows[0])}
	if len(rows) > 1 {
		lines = append(lines, "   "+look.On(widget.Cut(rows[1], m.width-4)))
	}
	return widget.NewPane(m.width, lines...)
}
