// Package app is the root of the till's screens: it owns the window, routes keys, taps and scans to one screen at a time,
// carries out what screens ask for, and puts status line, message line and key bar around them. Only it navigates.
//
// How keys and the till meet. Actions of the counter run one after another, in the order in which they were asked for, in
// one command at a time; Update never waits. While one runs, keys that come are kept and replayed behind its answer, with
// the times at which they were pressed: so what a key does never depends on how fast the disk is, and a cashier who types
// ahead gets what was meant. Taps and repaints go on meanwhile.
//
// Caveats. An action that has begun is never cancelled; leaving the program waits for those that were asked for, and a
// second Ctrl+C does not. The screen drawn last is kept beside the model (a pointer), so a copy of a Model may be drawn but
// not from two goroutines.
package app

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"tim/domain/counter"
	"tim/tui/input"
	"tim/tui/meter"
	"tim/tui/screen"
	"tim/tui/screen/desk"
	"tim/tui/screen/manage"
	"tim/tui/screen/printer"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

// Till is what the screens need of the counter.
type Till interface {
	// Do runs one action. It is called by one goroutine at a time; the State is right whether or not there is an error.
	Do(ctx context.Context, a counter.Action) (counter.State, error)
	// Find answers a query. It may run beside Do.
	Find(ctx context.Context, q counter.Query) (counter.Found, error)
	// Look is the present State.
	Look() counter.State
}

// Config is all that the screens need of the world.
type Config struct {
	Till Till
	Zone *time.Location // of the shop
	Now  func() time.Time
	// Read is when the newest key was read, nil: when it comes to Update. So a busy screen tears no scan.
	Read  func() time.Time
	Lang  text.Language
	Theme style.Name // "": as the terminal is, dark or light
	// Chosen is told of a language and a theme that were chosen by hand (a theme of "" was never), to be kept for the next start;
	// nil when nobody keeps them. It is called in Update and must return at once.
	Chosen func(lang text.Language, theme style.Name)
	// Touch makes room for fingers: a key bar of buttons, and digits to be tapped beside every screen.
	Touch bool
	// Wedge is what is known of the till's scanner, where that is a keyboard.
	Wedge input.Wedge
	// Console says that the terminal is the Linux text console: it has few signs, no mouse, and prints what it doesn't understand.
	Console bool
	// Shown is told what a customer's own screen may show, at first and whenever state, paying or language changed; nil
	// when nobody follows. paying says that the cashier takes the money. It is called in Update and must return at once.
	Shown func(s counter.State, paying bool, lang text.Language)
	// Desk is the supervisor's over this till's ledger, nil where there is none.
	Desk desk.Desk
	// Staff is where the shop's staff are changed, nil where that can't be.
	Staff desk.Office
	// Manage is central as a manager changes it, nil where nobody can.
	Manage manage.Central
	// Files is where the desks export to and read from, nil where nothing is.
	Files manage.Files
	// Printer is where papers wait, nil where no paper is printed.
	Printer printer.Press
	// Printing is how it stands at first.
	Printing *counter.Printing
	// Link cuts the link to central by hand, and heals it; nil outside the demo. Cut says that it begins so. It is called in
	// Update and must return at once.
	Link func(up bool)
	Cut  bool
	// TrainingIdle is how long nobody may press a key before a training ends by itself; 0 is TrainingIdleDefault.
	TrainingIdle time.Duration
	// TrainingDesk is the supervisor's over the ledger of the training that goes on.
	TrainingDesk func() desk.Desk
	// Meter is told of every key and every picture; nil where nothing is measured.
	Meter *meter.Meter
}

// measured gives what the meter has, nil where there is none.
func (c Config) measured() func() meter.Report {
	if c.Meter == nil {
		return nil
	}
	return c.Meter.Report
}

// TrainingIdleDefault is how long a training goes on without a key.
const TrainingIdleDefault = 30 * time.Minute

// The least window that every screen fits in, and the rows around a screen's own body.
const (
	MinWidth  = 60
	MinHeight = 20
	chrome    = 3 // status line, message line, key bar
)

// Model is the root for tea.NewProgram. It is a value.
type Model struct {
	cfg    Config
	lang   text.Language
	theme  *style.Theme
	looks  looks
	width  int
	height int
	now    time.Time

	state  *counter.State
	stack  []layer // never empty; the first is what the state asks for: sign-in, float or order
	dialog *layer  // the supervisor's approval, over all
	parked *layer  // closed, and kept as it was
	cover  cover   // the lock, over the dialog too
	minted int     // layers so far

	jobs      []job // asked for and not begun
	running   bool  // one is being done
	since     time.Time
	ahead     []held    // keys that came meanwhile
	pressedAt time.Time // when the key that is being taken came from the terminal
	quitting  bool
	cut       bool      // the link, by hand
	touched   time.Time // the last key or tap

	toast toast
	press widget.Press
	burst input.Burst
	kept  kept
	deaf  deaf // more keys came than can be kept

	told    told      // what Shown was told last
	cmds    []tea.Cmd // of the present Update
	version uint64    // of what is to be drawn
	drawn   *drawn
}

// layer is a screen in the stack.
type layer struct {
	id     int
	route  screen.Route
	screen screen.Screen
	param  string // that it was opened with
}

// New is the root on the screen that the till's state asks for.
func New(cfg Config) Model {
	state := cfg.Till.Look()
	m := Model{cfg: cfg, lang: cfg.Lang, theme: style.ByName(cfg.Theme), now: cfg.Now(), state: &state, cut: cfg.Cut, drawn: &drawn{}}
	m.looks = looks{wish: cfg.Theme, profile: colorprofile.TrueColor, asked: cfg.Theme == "" && !cfg.Console}
	m.touched = m.now
	m.dress(nil)
	m.say(nil)
	m.settle()
	m.cmds = nil // screens that are opened before there is a window have nothing to ask
	m.show()
	return m
}

type tick struct{}

// Told is a short word from outside, such as of a check that runs beside the till; tea.Program.Send brings it.
type Told struct{ counter.Notice }

// Scanned is a whole code from a scanner that is no keyboard; tea.Program.Send brings it.
type Scanned struct{ Code string }

// Printing is how the paper printer stands now.
type Printing struct{ counter.Printing }

// Newer is the till's state as it changed without anybody's action here: the link, a balance from central.
type Newer struct{ State counter.State }

// Init starts the clock, and asks the terminal for its ground where the theme follows it.
func (m Model) Init() tea.Cmd { return tea.Batch(ticking(), m.looking()) }

func ticking() tea.Cmd { return tea.Every(time.Second, func(time.Time) tea.Msg { return tick{} }) }

// Update takes one message.
func (m Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.now = m.cfg.Now()
	m.take(msg)
	m.idle()
	m.show()
	if m.cfg.Meter != nil && !m.busy() && m.version == m.drawn.version { // nothing to be drawn, so nobody waits for it
		m.cfg.Meter.Drawn(false)
	}
	cmds := m.cmds
	m.cmds = nil
	return m, tea.Batch(cmds...)
}

func (m *Model) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.resize(msg)
	case tick:
		m.touch()
		m.then(ticking())
		m.deliver(m.top().id, screen.Ticked{})
	case tea.ColorProfileMsg, tea.BackgroundColorMsg, unanswered:
		m.dress(msg)
	case done:
		m.finished(msg)
	case Told:
		m.tell(msg.Notice)
		m.errorTone()
	case Printing:
		m.cfg.Printing = &msg.Printing
		m.touch()
	case Newer:
		m.renew(msg.State)
	case answered:
		m.deliver(msg.owner, msg.Answer)
	case reviewed:
		m.deliver(msg.owner, msg.Reviewed)
	case tea.KeyPressMsg:
		m.typed(msg, m.pressed())
	case quiet:
		m.ended(msg)
	case tea.PasteMsg, Scanned:
		m.typed(msg, m.now)
	case tea.MouseMsg:
		m.pressed()
		m.mouse(msg)
	default: // what a terminal answers is no key
		if m.cfg.Meter != nil {
			m.cfg.Meter.Forget()
		}
	}
}

// pressed is when the key that is being taken came from the terminal.
func (m *Model) pressed() time.Time {
	if m.cfg.Meter == nil {
		return m.now
	}
	return m.cfg.Meter.Key()
}

// resize takes a new window size. Some terminals report nothing at first; that is not a size.
func (m *Model) resize(msg tea.WindowSizeMsg) {
	if msg.Width <= 0 || msg.Height <= 0 {
		return
	}
	m.width, m.height = msg.Width, msg.Height
	m.touch()
}

// touch says that what is drawn is out of date.
func (m *Model) touch() { m.version = m.drawn.fresh() }

func (m *Model) then(cmd tea.Cmd) { m.cmds = append(m.cmds, cmd) }

// tooSmall says that no screen fits in the window.
func (m *Model) tooSmall() bool { return m.width < MinWidth || m.height < MinHeight }

// top is the screen that has the keys.
func (m *Model) top() layer {
	if m.cover.layer != nil {
		return *m.cover.layer
	}
	if m.dialog != nil {
		return *m.dialog
	}
	return m.stack[len(m.stack)-1]
}

// env is what a screen is told.
func (m *Model) env(l layer) screen.Env {
	width, height := m.room()
	e := screen.Env{Lang: m.lang, Texts: text.In(m.lang), Theme: m.theme, State: m.state, Zone: m.cfg.Zone, Now: m.now, Touched: m.touched,
		Width: width, Height: height, Press: m.press, Printing: m.cfg.Printing}
	if m.dialog != nil && l.id == m.dialog.id {
		e.Width, e.Height = dialogSize(e.Width, e.Height)
	}
	return e
}
