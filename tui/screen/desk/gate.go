package desk

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// The dialog's size.
const (
	gateWidth  = 60
	gateHeight = 13
)

// gate asks for a supervisor's PIN.
type gate struct {
	staff bool // a manager's, for the page of the staff
	pin   widget.Field
	busy  bool
	until time.Time // PINs are refused until then
	err   error     // of the last try
}

func newGate() *gate {
	return &gate{pin: widget.Field{Accept: widget.Digits, Max: shift.PINMax, Mask: true}}
}

// Secret implements screen.Secret.
func (s Screen) Secret() bool {
	p, is := s.top().(staff)
	return s.gate != nil || is && p.secret()
}

// knock is Update while the desk is shut.
func (s Screen) knock(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	g := *s.gate
	s.gate = &g
	switch msg := msg.(type) {
	case screen.Changed:
		if !msg.Mine || !g.busy {
			return s, nil
		}
		g.busy, g.err = false, msg.Err
		if f, ok := fault.Of(msg.Err); ok && f.Code == "pin.locked" {
			g.until, _ = f.Args["until"].(time.Time)
		}
		if who := env.State.Overseer; msg.Err == nil && who != nil {
			s.gate, s.seat.by = nil, who.ID
			return s.Update(env, screen.Opened{})
		}
	case screen.Act:
		switch {
		case msg.ID == keymap.Back:
			return s, []screen.Effect{screen.Close{}}
		case msg.ID == keymap.Confirm && !g.busy && !g.pin.Empty():
			try := counter.Oversee{PIN: g.pin.Value(), Staff: g.staff}
			g.pin, g.busy = g.pin.Reset(), true
			return s, []screen.Effect{screen.Do{Action: try}}
		}
	case tea.KeyPressMsg:
		g.pin, _ = g.pin.Update(msg)
	}
	return s, nil
}

func (g *gate) draw(env screen.Env) widget.Pane {
	t, texts := env.Theme, &env.Texts.Desk
	title, about, label, open := texts.GateTitle, texts.GateAbout, texts.GatePIN, texts.GateOpen
	if g.staff {
		own := &env.Texts.Staff
		title, about, label, open = own.GateTitle, own.GateAbout, own.GatePIN, own.GateOpen
	}
	outer := min(env.Width-4, gateWidth)
	width := widget.InBox(outer)
	pin := g.pin
	pin.Placeholder = texts.GateHint
	field := widget.Box(width, label, pin.Draw(widget.InBox(width), t), t.Border)
	no := widget.Button{Key: "Esc", Label: texts.GateShut, Target: widget.ActionTarget(keymap.Back)}
	yes := widget.Button{Key: "Enter", Label: open, Primary: true, Target: widget.ActionTarget(keymap.Confirm)}
	half := width/2 - 2
	buttons := widget.Beside(no.Draw(half, 3, env.Press, t), widget.Blanks(width-2*half, 3), yes.Draw(half, 3, env.Press, t))
	inside := widget.Stack(widget.NewPane(width, about, t.Muted.On(g.demo(env)), ""), field, widget.NewPane(width, g.wrong(env, width)...).Sized(width, 2), buttons)
	box := widget.Box(outer, t.Title.On(title), inside.Sized(width, gateHeight-2), t.Accent)
	return widget.Blanks(env.Width, env.Height).Modal(box)
}

// demo names somebody who may look, in the demo.
func (g *gate) demo(env screen.Env) string {
	least := shift.Supervisor
	if g.staff {
		least = shift.Manager
	}
	for _, p := range env.State.Roster {
		if p.PIN != "" && p.Role >= least {
			return env.Texts.Desk.DemoPIN(p.Name, p.PIN)
		}
	}
	return ""
}

// wrong is why the last PIN opened nothing.
func (g *gate) wrong(env screen.Env, width int) []string {
	switch wait := g.until.Sub(env.Now); {
	case wait > 0:
		return []string{env.Theme.Danger.On("✗ " + env.Texts.Desk.Locked(wait))}
	case g.err != nil:
		return wrapped("✗ "+text.Fault(g.err, env.Lang), width, 0, env.Theme.Danger)
	}
	return nil
}
