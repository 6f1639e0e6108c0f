// Package review is the root of a screen where there is no till: of the supervisor's desk on a machine of one's own, or over SSH, and of
// the first start. It owns the window, carries out what the screen asks for, and puts a status line, a message line and the key bar
// around it.
//
// Caveats. Where nobody can say who they are, whoever runs it has shown already that they may see the desk: it asks for no PIN then. Update never waits for the desk.
package review

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"tim/domain/counter"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/desk"
	"tim/tui/screen/help"
	"tim/tui/screen/leaves"
	"tim/tui/screen/manage"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

// Config is all that the desk needs of the world.
type Config struct {
	Desk   desk.Desk
	Files  manage.Files   // where it exports to, and reads from; nil where whoever looks can't reach this machine's files
	By     string         // staff id of who looks, or a name
	Manage manage.Central // where whoever looks is a manager: F3 leads there; nil else
	Name   string         // as the status line shows it
	Who    Who            // asks for a PIN first, and says By, Name and Manage; nil: they are known
	Staff  string         // shop/id that it asks about, "" when that is to be typed
	Where  string         // whose desk it is: central's address
	// Screen stands here instead of the desk, under Title, and ends the program when it closes; nil is the desk.
	Screen screen.Screen
	Title  func(*text.Texts) string
	Zone   *time.Location
	Now    func() time.Time
	Lang   text.Language
	Theme  style.Name
}

// The least window, and the rows around the desk.
const (
	minWidth  = 60
	minHeight = 20
	chrome    = 3 // status line, message line, key bar
)

// Model is the root for tea.NewProgram. It is a value.
type Model struct {
	cfg           Config
	lang          text.Language
	theme         *style.Theme
	width, height int
	now           time.Time
	profile       colorprofile.Profile
	desk          screen.Screen
	by            string        // who sits at it
	manage        screen.Screen // the manager's desk over it, nil while it isn't open
	gate          *gate         // nil when it is open
	help          screen.Screen // over it, nil when it isn't open
	note          counter.Notice
	press         widget.Press
	cmds          []tea.Cmd // of the present Update
	frame         widget.Pane
}

// New is the desk.
func New(cfg Config) Model {
	m := Model{cfg: cfg, lang: cfg.Lang, theme: style.ByName(cfg.Theme), profile: colorprofile.TrueColor, now: cfg.Now(), by: cfg.By, desk: desk.New(cfg.Desk, cfg.By).Saving(cfg.Files)}
	if cfg.Who != nil {
		m.gate = newGate(cfg.Staff)
	}
	if cfg.Screen != nil {
		m.desk = cfg.Screen
	} else {
		m.cfg.Title = func(t *text.Texts) string { return t.Desk.Title }
	}
	return m
}

// Screen is the screen as it was left.
func (m Model) Screen() screen.Screen { return m.desk }

type (
	tick    struct{}
	welcome struct{}

	// managed is an answer to the manager's desk.
	managed struct{ screen.Reviewed }
)

// Init opens the desk and starts its clock.
func (m Model) Init() tea.Cmd {
	return tea.Batch(ticking(), func() tea.Msg { return welcome{} })
}

func ticking() tea.Cmd { return tea.Every(time.Second, func(time.Time) tea.Msg { return tick{} }) }

// Update takes one message.
func (m Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.now = m.cfg.Now()
	m.take(msg)
	m.frame = m.draw()
	cmds := m.cmds
	m.cmds = nil
	return m, tea.Batch(cmds...)
}

func (m *Model) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		if msg.Width > 0 && msg.Height > 0 {
			m.width, m.height = msg.Width, msg.Height
		}
	case welcome:
		m.tell(screen.Opened{})
	case tea.ColorProfileMsg:
		m.profile = msg.Profile
		m.theme = style.Shown(m.theme.Name, m.profile, false)
	case tick:
		m.cmds = append(m.cmds, ticking())
		m.tell(screen.Ticked{})
	case screen.Reviewed:
		m.tellDesk(msg)
	case managed:
		m.tellManage(msg.Reviewed)
	case signedIn:
		m.answered(msg)
	case tea.KeyPressMsg:
		m.note = counter.Notice{}
		m.key(msg)
	case tea.PasteMsg, tea.MouseWheelMsg:
		m.top(msg)
	case tea.MouseMsg:
		m.mouse(msg)
	}
}

// keys are what works now, as key bar and help have it.
func (m *Model) keys() keymap.Set {
	if m.help != nil {
		return m.help.Keys(m.env())
	}
	if m.gate != nil {
		return m.gate.keys()
	}
	if m.manage != nil {
		return append(m.manage.Keys(m.env()), keymap.Language, keymap.Theme, keymap.Quit)
	}
	keys := m.desk.Keys(m.env())
	if m.cfg.Manage != nil {
		keys = append(keys, keymap.Manage)
	}
	return append(keys, keymap.Language, keymap.Theme, keymap.Quit)
}

func (m *Model) key(k tea.KeyPressMsg) {
	if id, ok := m.keys().Match(k); ok {
		m.act(id)
		return
	}
	m.top(k)
}

// act runs an action: of the root, else of the screen.
func (m *Model) act(id keymap.ID) {
	switch id {
	case keymap.Quit:
		m.quit()
	case keymap.Language:
		m.lang = m.lang.Other()
	case keymap.Theme:
		m.theme = m.theme.Next(m.profile)
	case keymap.Help:
		m.help = help.New(m.keys())
	case keymap.Manage:
		m.manage = manage.New(m.cfg.Manage, m.by).Saving(m.cfg.Files)
		m.tellManage(screen.Opened{})
	default:
		m.top(screen.Act{ID: id})
	}
}

// quit leaves, behind the question of a manager's desk that has what isn't saved.
func (m *Model) quit() {
	if leaver, is := m.manage.(screen.Leaver); is {
		if next, asks := leaver.Leave(); asks {
			m.manage, m.help = next, nil
			return
		}
	}
	m.cmds = append(m.cmds, tea.Quit)
}

func (m *Model) mouse(msg tea.MouseMsg) {
	press, target, acted := m.press.Update(msg, m.frame.Hits)
	m.press = press
	switch id := keymap.ID(target.ID); {
	case !acted:
	case m.keys().Has(id):
		m.act(id)
	default:
		m.top(screen.Tapped{Target: target})
	}
}

// top gives a message to what lies on top.
func (m *Model) top(msg tea.Msg) {
	switch {
	case m.gate != nil:
		m.knock(msg)
		return
	case m.help == nil:
		m.tell(msg)
		return
	}
	next, effects := m.help.Update(m.env(), msg)
	m.help = next
	for _, e := range effects {
		switch e := e.(type) {
		case screen.Close:
			m.help = nil
		case screen.Run: // the help is closed by now
			m.act(e.ID)
		}
	}
}

// tell gives a message to the desk that is on top.
func (m *Model) tell(msg tea.Msg) {
	if m.manage != nil {
		m.tellManage(msg)
		return
	}
	m.tellDesk(msg)
}

// tellDesk gives a message to the supervisor's desk and carries out what it wants.
func (m *Model) tellDesk(msg tea.Msg) {
	if m.gate != nil {
		return
	}
	next, effects := m.desk.Update(m.env(), msg)
	m.desk = next
	m.carryOut(effects, func(r screen.Reviewed) tea.Msg { return r })
}

// tellManage gives a message to the manager's desk, which closes when it is left.
func (m *Model) tellManage(msg tea.Msg) {
	if m.manage == nil {
		return
	}
	next, effects := m.manage.Update(m.env(), msg)
	m.manage = next
	if slices.Contains(effects, screen.Effect(screen.Close{})) {
		m.manage = nil
	}
	m.carryOut(effects, func(r screen.Reviewed) tea.Msg { return managed{r} })
}

// carryOut does what a desk wants; its answers come back as answer makes them.
func (m *Model) carryOut(effects []screen.Effect, answer func(screen.Reviewed) tea.Msg) {
	for _, e := range effects {
		switch e := e.(type) {
		case screen.Review:
			m.cmds = append(m.cmds, func() tea.Msg { return answer(leaves.Run(context.Background(), e)) })
		case screen.Tell:
			m.note = e.Notice
		case screen.Beep:
			m.cmds = append(m.cmds, tea.Raw("\a"))
		case screen.Global:
			m.act(e.ID)
		case screen.Close:
			if m.cfg.Screen != nil {
				m.cmds = append(m.cmds, tea.Quit)
			}
		default:
			panic(fmt.Sprintf("review: unknown effect %T", e))
		}
	}
}

func (m *Model) env() screen.Env {
	return screen.Env{Lang: m.lang, Texts: text.In(m.lang), Theme: m.theme, State: &counter.State{}, Zone: m.cfg.Zone, Now: m.now,
		Width: m.width, Height: max(m.height-chrome, 0), Press: m.press}
}

// View is the whole window.
func (m Model) View() tea.View {
	v := tea.NewView(m.frame.String())
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "Tim · " + m.cfg.Title(text.In(m.lang))
	v.ForegroundColor, v.BackgroundColor = m.theme.Foreground, m.theme.Background
	if c := m.frame.Cursor; c.On {
		v.Cursor = tea.NewCursor(c.X, c.Y)
		v.Cursor.Shape = tea.CursorBar
	}
	return v
}

func (m *Model) draw() widget.Pane {
	switch {
	case m.width == 0:
		return widget.Pane{}
	case m.width < minWidth || m.height < minHeight:
		sentence := widget.Center.In(text.In(m.lang).Common.TooSmall(minWidth, minHeight), m.width)
		return widget.Blanks(m.width, m.height).Place(0, (m.height-1)/2, widget.NewPane(m.width, sentence))
	}
	env, body := m.env(), m.desk
	if m.manage != nil {
		body = m.manage
	}
	if m.help != nil {
		body = m.help
	}
	inside := func() widget.Pane {
		if m.gate != nil {
			return m.gate.draw(env)
		}
		return body.Draw(env)
	}
	bar := widget.KeyBar(m.keys().Items(m.lang), m.width, 1, m.press, m.theme)
	return widget.Stack(m.status(), inside().Sized(env.Width, env.Height), m.message(), bar)
}

// status is the first row: whose desk this is, who looks, and the time.
func (m *Model) status() widget.Pane {
	t := m.theme
	left := " " + t.Heart.On("♥") + " " + t.Strong.On("Tim") + "  " + m.cfg.Title(text.In(m.lang))
	right := text.Clock(m.now, m.cfg.Zone) + " "
	if name := widget.Clean(m.cfg.Name); name != "" || m.cfg.Screen == nil {
		right = name + " · " + right
	}
	if where := widget.Clean(m.cfg.Where); where != "" {
		left += " · " + where
	}
	return widget.NewPane(m.width, t.Bar.Over(widget.Spread(left, right, m.width)))
}

func (m *Model) message() widget.Pane {
	sign, look := "✓", m.theme.OK
	switch {
	case m.note.Code == "":
		return widget.NewPane(m.width, "")
	case m.note.Error:
		sign, look = "✗", m.theme.Danger
	}
	return widget.NewPane(m.width, " "+look.On(sign+" "+widget.Clean(text.Notice(m.note, m.lang))))
}
