package review

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/fault"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/desk"
	"tim/tui/screen/manage"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

// The dialog's size.
const (
	gateWidth  = 60
	gateHeight = 16
)

// Person is who looks.
type Person struct {
	By     string         // what reconciliations are by
	Name   string         // as the status line shows it
	Manage manage.Central // as a manager changes it in this person's name; nil of somebody who is none
}

// Who shows central by PIN who they are. Faults: desk.sign_in, whatever was wrong; pin.locked (until); those of a link that is down.
type Who func(ctx context.Context, shop, id, pin string) (Person, error)

// gate asks who looks, and for their PIN.
type gate struct {
	who   widget.Field // shop/id
	pin   widget.Field
	atPIN bool
	busy  bool
	until time.Time // PINs are refused until then
	err   error     // of the last try
}

func newGate(who string) *gate {
	g := &gate{who: widget.Field{}.SetValue(who), pin: widget.Field{Accept: widget.Digits, Max: shift.PINMax, Mask: true}}
	g.atPIN = who != ""
	return g
}

// signedIn is central's answer.
type signedIn struct {
	who Person
	err error
}

// knock is what a key does while the desk is shut.
func (m *Model) knock(msg tea.Msg) {
	g := *m.gate
	m.gate = &g
	if act, is := msg.(screen.Act); is {
		switch act.ID {
		case keymap.Next, keymap.Previous:
			g.atPIN = !g.atPIN
		case keymap.Confirm:
			m.try(&g)
		}
		return
	}
	field := &g.who
	if g.atPIN {
		field = &g.pin
	}
	*field, _ = field.Update(msg)
}

// try asks central, from the last field; an empty one is filled in first.
func (m *Model) try(g *gate) {
	shop, id, whole := strings.Cut(strings.TrimSpace(g.who.Value()), "/")
	switch {
	case g.busy:
	case !whole:
		g.atPIN, g.err = false, fault.New(fault.Invalid, "desk.who", nil)
	case g.pin.Empty():
		g.atPIN = true
	default:
		pin, ask := g.pin.Value(), m.cfg.Who
		g.pin, g.busy, g.err = g.pin.Reset(), true, nil
		m.cmds = append(m.cmds, func() tea.Msg {
			who, err := ask(context.Background(), shop, id, pin)
			return signedIn{who, err}
		})
	}
}

// answered opens the desk to whom central knows, or says why it stays shut.
func (m *Model) answered(a signedIn) {
	if m.gate == nil {
		return
	}
	g := *m.gate
	g.busy, g.err, g.until = false, a.err, time.Time{}
	if a.err == nil {
		m.gate, m.cfg.Name, m.cfg.Manage = nil, a.who.Name, a.who.Manage
		m.desk, m.by = desk.New(m.cfg.Desk, a.who.By).Saving(m.cfg.Files), a.who.By
		m.tell(screen.Opened{})
		return
	}
	if f, ok := fault.Of(a.err); ok && f.Code == "pin.locked" {
		g.until, _ = f.Args["until"].(time.Time)
	}
	m.gate = &g
}

func (g *gate) keys() keymap.Set {
	return keymap.Set{keymap.Confirm, keymap.Next, keymap.Previous, keymap.Language, keymap.Theme, keymap.Quit}
}

func (g *gate) draw(env screen.Env) widget.Pane {
	t, texts := env.Theme, &env.Texts.Desk
	outer := min(env.Width-4, gateWidth)
	width := widget.InBox(outer)
	who, pin, borders := g.who, g.pin, [2]style.Style{t.Accent, t.Border}
	who.Placeholder, pin.Placeholder = texts.GateWhoHint, texts.GateHint
	drawn := [2]widget.Pane{who.Draw(widget.InBox(width), t), pin.Draw(widget.InBox(width), t)}
	if g.atPIN {
		borders[0], borders[1] = borders[1], borders[0]
		drawn[0].Cursor.On = false
	} else {
		drawn[1].Cursor.On = false
	}
	yes := widget.Button{Key: "Enter", Label: texts.GateOpen, Primary: true, Target: widget.ActionTarget(keymap.Confirm)}
	inside := widget.Stack(widget.NewPane(width, texts.GateAbout, ""), widget.Box(width, texts.GateWho, drawn[0], borders[0]),
		widget.Box(width, texts.GatePIN, drawn[1], borders[1]), widget.NewPane(width, g.wrong(env, width)...).Sized(width, 2), yes.Draw(width, 3, env.Press, t))
	box := widget.Box(outer, t.Title.On(texts.GateTitle), inside.Sized(width, gateHeight-2), t.Accent)
	return widget.Blanks(env.Width, env.Height).Modal(box)
}

// wrong is why the last try opened nothing.
func (g *gate) wrong(env screen.Env, width int) []string {
	wait := g.until.Sub(env.Now)
	if wait <= 0 && g.err == nil {
		return nil
	}
	said := env.Texts.Desk.Locked(wait)
	if wait <= 0 {
		said = text.Fault(g.err, env.Lang)
	}
	var lines []string
	for _, line := range widget.Wrap("✗ "+said, width) {
		lines = append(lines, env.Theme.Danger.On(line))
	}
	return lines
}
