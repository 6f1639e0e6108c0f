// Package float is the screen that opens a shift: what is in the drawer before the first sale. Below 1.000 the digits
// mean thousands, which is shown before Enter.
package float

import (
	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/tui/input"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

const (
	column    = 64
	digitsMax = 12 // more than any drawer holds, so that a slip is told and not cut off
)

// Float is the screen.
type Float struct{ amount widget.Field }

// New is the screen with nothing typed.
func New() Float {
	return Float{amount: widget.Field{Accept: widget.Digits, Max: digitsMax, Grouped: true}}
}

// Update implements screen.Screen.
func (f Float) Update(_ screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	switch msg := msg.(type) {
	case screen.Act:
		switch msg.ID {
		case keymap.Confirm:
			return f.confirm()
		case keymap.Back:
			return f, []screen.Effect{screen.Do{Action: counter.SignOut{}}}
		}
	case screen.Changed:
		if msg.Mine && msg.Err != nil {
			f.amount = f.amount.SelectAll()
		}
	case tea.KeyPressMsg, tea.PasteMsg:
		f.amount, _ = f.amount.Update(msg)
	}
	return f, nil
}

// confirm opens the shift; an empty field is no answer, nothing in the drawer is 0.
func (f Float) confirm() (screen.Screen, []screen.Effect) {
	if f.amount.Empty() {
		return f, nil
	}
	v, _ := input.Amount(f.amount.Value())
	return f, []screen.Effect{screen.Do{Action: counter.OpenShift{Float: v}}}
}

// Keys implements screen.Screen.
func (f Float) Keys(screen.Env) keymap.Set {
	return keymap.Set{keymap.Confirm, keymap.Back, keymap.Help, keymap.Language, keymap.Theme}
}

// Draw implements screen.Screen.
func (f Float) Draw(env screen.Env) widget.Pane {
	t, texts := env.Theme, &env.Texts.SignIn
	width := min(env.Width-4, column)
	lines := []string{" " + t.Title.On(texts.Float(widget.Clean(env.State.Staff.Name))), ""}
	for _, line := range widget.Wrap(texts.FloatWhy, width-2) {
		lines = append(lines, " "+t.Muted.On(line))
	}
	f.amount.Placeholder = texts.FloatHint
	field := widget.Box(width, texts.FloatField, f.amount.Draw(widget.InBox(width), t), t.Border)
	open := widget.Button{Key: "Enter", Label: texts.OpenKey, Primary: true, Target: widget.ActionTarget(keymap.Confirm)}
	leave := widget.Button{Key: "Esc", Label: texts.LeaveKey, Target: widget.ActionTarget(keymap.Back)}
	buttons := widget.Beside(leave.Draw(20, 3, env.Press, t), widget.Blanks(width-40, 3), open.Draw(20, 3, env.Press, t))
	whole := widget.Stack(widget.NewPane(width, append(lines, "")...), field, widget.NewPane(width, f.echo(env), ""), buttons)
	blank := widget.Blanks(env.Width, env.Height)
	return blank.Place((env.Width-width)/2, max((env.Height-whole.Height())/2, 0), whole)
}

// echo is what Enter would declare.
func (f Float) echo(env screen.Env) string {
	if f.amount.Empty() {
		return ""
	}
	v, thousands := input.Amount(f.amount.Value())
	if thousands {
		return "  " + env.Theme.Money.On(env.Texts.SignIn.FloatThousands(f.amount.Value(), v))
	}
	return "  " + env.Theme.Money.On(env.Texts.SignIn.FloatEcho(v))
}
