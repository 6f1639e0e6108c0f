// Package approve is the dialog in which a supervisor says yes to one act of a cashier by PIN. It lies over every screen
// while the till waits for that answer; Esc drops the act and changes nothing.
package approve

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

// The size that the dialog likes to have.
const (
	Width  = 64
	Height = 14
)

// Approve is the dialog.
type Approve struct {
	pin   widget.Field
	until time.Time // PINs are refused until then
	err   error     // of the last try
}

// New is the dialog with nothing typed.
func New() Approve {
	return Approve{pin: widget.Field{Accept: widget.Digits, Max: shift.PINMax, Mask: true}}
}

// Update implements screen.Screen.
func (a Approve) Update(_ screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	switch msg := msg.(type) {
	case screen.Changed:
		if f, ok := fault.Of(msg.Err); ok && f.Code == "pin.locked" {
			a.until, _ = f.Args["until"].(time.Time)
		}
		if msg.Mine {
			a.err = msg.Err
		}
	case screen.Act:
		switch msg.ID {
		case keymap.Confirm:
			return a.confirm()
		case keymap.Back:
			return a, []screen.Effect{screen.Do{Action: counter.Dismiss{}}}
		}
	case tea.KeyPressMsg:
		a.pin, _ = a.pin.Update(msg)
	}
	return a, nil
}

// Secret implements screen.Secret.
func (Approve) Secret() bool { return true }

// confirm tries the PIN; an empty one is no try.
func (a Approve) confirm() (screen.Screen, []screen.Effect) {
	if a.pin.Empty() {
		return a, nil
	}
	try := counter.Approve{PIN: a.pin.Value()}
	a.pin = a.pin.Reset()
	return a, []screen.Effect{screen.Do{Action: try}}
}

// Keys implements screen.Screen.
func (a Approve) Keys(screen.Env) keymap.Set {
	return keymap.Set{keymap.Confirm, keymap.Back, keymap.Language, keymap.Theme}
}

// Draw implements screen.Screen.
func (a Approve) Draw(env screen.Env) widget.Pane {
	t, texts := env.Theme, &env.Texts.Approve
	if env.State.Approval == nil {
		return widget.Blanks(env.Width, env.Height)
	}
	width := widget.InBox(env.Width)
	var lines []string
	for _, line := range widget.Wrap(widget.Clean(act(texts, env.State.Approval)), width) {
		lines = append(lines, t.Strong.On(line))
	}
	lines = append(lines[:min(len(lines), 2)], "")
	if staff := env.State.Staff; staff != nil {
		lines = append(lines, t.Muted.On(widget.Cut(texts.By(widget.Clean(staff.Name)), width)))
	}
	lines = append(lines, t.Muted.On(demoPIN(env)))
	a.pin.Placeholder = texts.PINHint
	field := widget.Box(width, texts.PIN, a.pin.Draw(widget.InBox(width), t), t.Border)
	no := widget.Button{Key: "Esc", Label: texts.No, Target: widget.ActionTarget(keymap.Back)}
	yes := widget.Button{Key: "Enter", Label: texts.Yes, Primary: true, Target: widget.ActionTarget(keymap.Confirm)}
	half := width/2 - 2
	buttons := widget.Beside(no.Draw(half, 3, env.Press, t), widget.Blanks(width-2*half, 3), yes.Draw(half, 3, env.Press, t))
	inside := widget.Stack(widget.NewPane(width, lines...), field, widget.NewPane(width, a.wrong(env)), buttons)
	return widget.Box(env.Width, t.Title.On(texts.Title), inside.Sized(width, env.Height-2), t.Warn)
}

// act is what is asked for.
func act(t *text.Approve, n *counter.ApprovalNeeded) string {
	switch n.What {
	case counter.ActPrice:
		return t.Price(n.Line.Name, n.Line.UnitPrice, n.Price)
	case counter.ActDiscount:
		return t.Discount(n.Line.Name, n.Part)
	case counter.ActOrderDiscount:
		return t.Order(n.Part, n.Price)
	case counter.ActReturn:
		return t.Return(n.Of, n.Total)
	case counter.ActLater:
		return t.Later(n.Of, n.Total)
	case counter.ActCancel:
		return t.Cancel(n.Of, n.Total)
	case counter.ActRefund:
		return t.Refund(n.Of, n.Total, n.By, n.Reason)
	case counter.ActExchange:
		return t.Exchange(n.Of, n.Total)
	case counter.ActTrust:
		return t.Trust(n.Points, n.Beyond)
	case counter.ActExpired:
		return t.Expired(n.Line.Name, n.Reason)
	case counter.ActVoid:
		return t.Void(n.Total)
	}
	return t.Drawer(n.What, n.Total, n.Reason)
}

// demoPIN names somebody who may approve, in the demo.
func demoPIN(env screen.Env) string {
	for _, p := range env.State.Roster {
		if p.PIN != "" && p.Role >= shift.Supervisor && (env.State.Staff == nil || p.ID != env.State.Staff.ID) {
			return env.Texts.Approve.DemoPIN(p.Name, p.PIN)
		}
	}
	return ""
}

// wrong is why the last PIN wasn't taken.
func (a Approve) wrong(env screen.Env) string {
	t := env.Theme.Danger
	switch wait := a.until.Sub(env.Now); {
	case wait > 0:
		return t.On("✗ " + env.Texts.Approve.Locked(wait))
	case a.err != nil:
		return t.On(widget.Cut("✗ "+widget.Clean(text.Fault(a.err, env.Lang)), widget.InBox(env.Width)))
	case env.State.Approval.Tries > 0:
		return t.On("✗ " + env.Texts.Approve.Wrong(env.State.Approval.Tries))
	}
	return ""
}
