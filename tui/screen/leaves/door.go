package leaves

import (
	"slices"
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

// IdleMax is how long a till's desk stays open without a key.
const IdleMax = 5 * time.Minute

// Words are what a door says.
type Words struct{ Title, About, PIN, Open string }

// Door is the PIN before a till's desk, which shuts when nobody presses a key at the till. It is a value; the zero Door is open for ever.
type Door struct {
	locks bool
	opens counter.Oversee // without its PIN
	says  func(*text.Texts) Words
	gate  *gate // nil when it is open
}

// gate is the PIN that is being typed.
type gate struct {
	pin   widget.Field
	busy  bool
	until time.Time // PINs are refused until then
	err   error     // of the last try
}

// Supervisors is a door, shut, that a supervisor's PIN opens.
func Supervisors() Door {
	return Door{locks: true, says: func(t *text.Texts) Words {
		return Words{t.Desk.GateTitle, t.Desk.GateAbout, t.Desk.GatePIN, t.Desk.GateOpen}
	}}.Closed()
}

// Managers is a door, shut, that only a manager's PIN opens; opens says what lies behind it.
func Managers(opens counter.Oversee, says func(*text.Texts) Words) Door {
	return Door{locks: true, opens: opens, says: says}.Closed()
}

// Closed is the door, shut; one that never locks stays open.
func (d Door) Closed() Door {
	if d.locks {
		d.gate = &gate{pin: widget.Field{Accept: widget.Digits, Max: shift.PINMax, Mask: true}}
	}
	return d
}

// Locks says whether it is a till's door, which can be shut.
func (d Door) Locks() bool { return d.locks }

// Shut says whether a PIN is asked for.
func (d Door) Shut() bool { return d.gate != nil }

// Opened is the door, open for whoever showed their PIN at another that leads here.
func (d Door) Opened() Door {
	d.gate = nil
	return d
}

// refusals are what is said to whom central, or the till itself, doesn't take for a manager any more.
var refusals = []string{"staff.manager", "manage.again", "manage.pin", "pin.locked"}

// Heard is a manager's door behind a message: shut where that refuses whoever sits there, so that a PIN leads back to what was typed.
func (d Door) Heard(msg tea.Msg) Door {
	answer, is := msg.(screen.Reviewed)
	if !is || !d.locks || d.gate != nil || !d.opens.Manage && !d.opens.Staff || !slices.Contains(refusals, fault.Code(answer.Err)) {
		return d
	}
	d = d.Closed()
	d.gate.refused(answer.Err)
	return d
}

// Idle says whether nobody was there for too long.
func (d Door) Idle(env screen.Env) bool {
	return d.locks && !env.Touched.IsZero() && env.Now.Sub(env.Touched) > IdleMax
}

// Keys is the actions that work while it is shut.
func (d Door) Keys() keymap.Set {
	return keymap.Set{keymap.Help, keymap.Language, keymap.Theme, keymap.Confirm, keymap.Back}
}

// Knock takes a message while the door is shut. by is who opened it just now, "" while nobody did.
func (d Door) Knock(env screen.Env, msg tea.Msg) (next Door, by string, effects []screen.Effect) {
	g := *d.gate
	d.gate = &g
	switch msg := msg.(type) {
	case screen.Changed:
		if !msg.Mine || !g.busy {
			return d, "", nil
		}
		g.busy = false
		g.refused(msg.Err)
		if who := env.State.Overseer; msg.Err == nil && who != nil {
			d.gate = nil
			return d, who.ID, nil
		}
	case screen.Act:
		switch {
		case msg.ID == keymap.Back:
			return d, "", []screen.Effect{screen.Close{}}
		case msg.ID == keymap.Confirm && !g.busy && !g.pin.Empty():
			try := d.opens
			try.PIN = g.pin.Value()
			g.pin, g.busy = g.pin.Reset(), true
			return d, "", []screen.Effect{screen.Do{Action: try}}
		}
	case tea.KeyPressMsg:
		g.pin, _ = g.pin.Update(msg)
	}
	return d, "", nil
}

// refused takes why a PIN opened nothing, nil: it did.
func (g *gate) refused(err error) {
	g.err = err
	if f, ok := fault.Of(err); ok && f.Code == "pin.locked" {
		g.until, _ = f.Args["until"].(time.Time)
	}
}

// Draw is the dialog that asks for the PIN.
func (d Door) Draw(env screen.Env) widget.Pane {
	t, says, g := env.Theme, d.says(env.Texts), d.gate
	outer := min(env.Width-4, gateWidth)
	width := widget.InBox(outer)
	pin := g.pin
	pin.Placeholder = env.Texts.Desk.GateHint
	field := widget.Box(width, says.PIN, pin.Draw(widget.InBox(width), t), t.Border)
	no := widget.Button{Key: "Esc", Label: env.Texts.Desk.GateShut, Target: widget.ActionTarget(keymap.Back)}
	yes := widget.Button{Key: "Enter", Label: says.Open, Primary: true, Target: widget.ActionTarget(keymap.Confirm)}
	half := width/2 - 2
	buttons := widget.Beside(no.Draw(half, 3, env.Press, t), widget.Blanks(width-2*half, 3), yes.Draw(half, 3, env.Press, t))
	inside := widget.Stack(widget.NewPane(width, says.About, t.Muted.On(d.demo(env)), ""), field, widget.NewPane(width, g.wrong(env, width)...).Sized(width, 2), buttons)
	box := widget.Box(outer, t.Title.On(says.Title), inside.Sized(width, gateHeight-2), t.Accent)
	return widget.Blanks(env.Width, env.Height).Modal(box)
}

// demo names somebody who may look, in the demo.
func (d Door) demo(env screen.Env) string {
	least := shift.Supervisor
	if d.opens.Staff || d.opens.Manage {
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
		return widget.Wrapped("✗ "+text.Fault(g.err, env.Lang), width, 0, env.Theme.Danger)
	}
	return nil
}
