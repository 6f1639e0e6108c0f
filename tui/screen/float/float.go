// Package float is the screen that opens a shift: what is in the drawer before the first sale, as an amount or note by note.
// Below 1.000 the digits mean thousands, which is shown before Enter. Shifts of this till that wait for their cashier or for their
// count stand below.
package float

import (
	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/cash"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	column        = 64
	waitingMax    = 4 // shifts that are shown
	waitingTarget = "float.waiting"
)

// Float is the screen.
type Float struct {
	cash   cash.Cash
	chosen int // of the shifts that wait
}

// New is the screen with nothing typed.
func New() Float { return Float{cash: cash.New(false)} }

// Update implements screen.Screen.
func (f Float) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	switch msg := msg.(type) {
	case screen.Act:
		return f.act(env, msg.ID)
	case screen.Tapped:
		switch msg.ID {
		case cash.NoteTarget:
			f.cash = f.cash.Mark(msg.Index)
		case waitingTarget:
			f.chosen = msg.Index
			return f.resume(env)
		}
	case screen.Changed:
		if msg.Mine && msg.Err != nil {
			f.cash = f.cash.SelectAll()
		}
	case tea.KeyPressMsg, tea.PasteMsg:
		return f.key(env, msg), nil
	}
	return f, nil
}

func (f Float) act(env screen.Env, id keymap.ID) (screen.Screen, []screen.Effect) {
	switch id {
	case keymap.Confirm:
		return f.confirm(env)
	case keymap.Done:
		return f.open(env)
	case keymap.Counting:
		f.cash = f.cash.Toggle()
	case keymap.Resume:
		return f.resume(env)
	case keymap.Menu:
		return f, []screen.Effect{screen.Go{Route: screen.Menu}}
	case keymap.Back:
		return f, []screen.Effect{screen.Do{Action: counter.SignOut{}}}
	}
	return f, nil
}

// key types; the arrows that have nothing else to do choose among the shifts that wait.
func (f Float) key(env screen.Env, msg tea.Msg) Float {
	next, ok := f.cash.Update(msg)
	if f.cash = next; ok || f.cash.ByNotes() {
		return f
	}
	if press, is := msg.(tea.KeyPressMsg); is {
		switch keymap.Name(press) {
		case "up":
			f.chosen = max(f.chosen-1, 0)
		case "down":
			f.chosen = max(min(f.chosen+1, len(waiting(env))-1), 0)
		}
	}
	return f
}

// confirm goes on to the next note; an amount opens the shift.
func (f Float) confirm(env screen.Env) (screen.Screen, []screen.Effect) {
	if next, more := f.cash.Next(1); more {
		f.cash = next
		return f, nil
	}
	return f.open(env)
}

// open opens the shift; an empty field takes what the last shift left, and is no answer where it left nothing: then 0 is.
func (f Float) open(env screen.Env) (screen.Screen, []screen.Effect) {
	if f.cash.Empty() {
		if left := env.State.Left; left != nil && !f.cash.ByNotes() {
			return f, []screen.Effect{screen.Do{Action: counter.OpenShift{Float: left.Amount}}}
		}
		return f, nil
	}
	return f, []screen.Effect{screen.Do{Action: counter.OpenShift{Float: f.cash.Amount(), Pieces: f.cash.Pieces()}}}
}

// resume goes on with the chosen shift, or counts its drawer where nothing is sold under it any more.
func (f Float) resume(env screen.Env) (screen.Screen, []screen.Effect) {
	all := waiting(env)
	if f.chosen >= len(all) {
		return f, nil
	}
	if s := all[f.chosen]; s.State == shift.Blind || s.Cashier != env.State.Staff.ID && env.State.Staff.Role >= shift.Supervisor {
		return f, []screen.Effect{screen.Go{Route: screen.CloseShift, Param: s.ID}}
	}
	return f, []screen.Effect{screen.Do{Action: counter.ResumeShift{Shift: all[f.chosen].ID}}}
}

// waiting are the shifts that are neither closed nor sold under.
func waiting(env screen.Env) []shift.Shift {
	all := env.State.Shifts
	return all[:min(len(all), waitingMax)]
}

// Keys implements screen.Screen.
func (f Float) Keys(env screen.Env) keymap.Set {
	keys := keymap.Set{keymap.Confirm, keymap.Counting, keymap.Done, keymap.Menu}
	if len(env.State.Shifts) > 0 {
		keys = append(keys, keymap.Resume)
	}
	return append(keys, keymap.Back, keymap.Help, keymap.Language, keymap.Theme)
}

// Draw implements screen.Screen.
func (f Float) Draw(env screen.Env) widget.Pane {
	t, texts := env.Theme, &env.Texts.SignIn
	width := min(env.Width-4, column)
	lines := []string{" " + t.Title.On(texts.Float(widget.Clean(env.State.Staff.Name)))}
	if !f.cash.ByNotes() {
		lines = append(lines, "")
		for _, line := range widget.Wrap(texts.FloatWhy, width-2) {
			lines = append(lines, " "+t.Muted.On(line))
		}
		lines = append(lines, "")
	}
	whole := widget.Stack(widget.NewPane(width, lines...), f.drawer(env, width))
	if list := f.waits(env, width); list.Height() > 0 && whole.Height()+list.Height() < env.Height {
		whole = widget.Stack(whole, list)
	}
	if f.cash.ByNotes() && whole.Height()+4 <= env.Height {
		whole = widget.Stack(whole, widget.NewPane(width, ""))
	}
	rows := 3
	if whole.Height()+rows > env.Height {
		rows = 1
	}
	open := widget.Button{Key: f.opener(), Label: texts.OpenKey, Primary: true, Target: widget.ActionTarget(keymap.Done)}
	leave := widget.Button{Key: keymap.Get(keymap.Back).Shown, Label: texts.LeaveKey, Target: widget.ActionTarget(keymap.Back)}
	other := widget.Button{Key: keymap.Get(keymap.Counting).Shown, Label: f.other(env), Target: widget.ActionTarget(keymap.Counting)}
	third := (width - 4) / 3
	buttons := widget.Beside(leave.Draw(third, rows, env.Press, t), widget.Blanks(2, rows), other.Draw(third, rows, env.Press, t),
		widget.Blanks(width-3*third-2, rows), open.Draw(third, rows, env.Press, t))
	whole = widget.Stack(whole, buttons)
	return widget.Blanks(env.Width, env.Height).Place((env.Width-width)/2, max((env.Height-whole.Height())/2, 0), whole)
}

// opener is the key that opens the shift at once.
func (f Float) opener() string {
	if f.cash.ByNotes() {
		return keymap.Get(keymap.Done).Shown
	}
	return keymap.Get(keymap.Confirm).Shown
}

func (f Float) other(env screen.Env) string {
	if f.cash.ByNotes() {
		return env.Texts.Drawer.ByAmount
	}
	return env.Texts.Drawer.ByNotes
}

// drawer is what is counted, and what that would declare.
func (f Float) drawer(env screen.Env, width int) widget.Pane {
	texts := &env.Texts.SignIn
	if f.cash.ByNotes() {
		return f.cash.Draw(env, true).Sized(width, cash.Rows)
	}
	lines := make([]string, 2)
	left := env.State.Left
	typed, thousands := f.cash.Typed()
	switch {
	case typed == "" && left != nil:
		lines[0] = "  " + env.Theme.Strong.On(texts.FloatLeft(left.Shift, widget.Clean(left.Cashier), left.Amount))
	case thousands:
		lines[0] = "  " + env.Theme.Money.On(texts.FloatThousands(typed, f.cash.Amount()))
	case typed != "":
		lines[0] = "  " + env.Theme.Money.On(texts.FloatEcho(f.cash.Amount()))
	}
	if left != nil && typed != "" && f.cash.Amount() != left.Amount {
		lines[1] = "  " + env.Theme.Warn.On("! "+texts.FloatOff(f.cash.Amount()-left.Amount))
	}
	return widget.Stack(f.cash.Box(env, width, texts.FloatField, texts.FloatHint), widget.NewPane(width, lines...))
}

// waits lists the shifts that are not closed, each to be tapped.
func (f Float) waits(env screen.Env, width int) widget.Pane {
	t, page := &env.Texts.Drawer, widget.Pane{Width: width}
	for i, s := range waiting(env) {
		if i == 0 {
			page = widget.NewPane(width, " "+env.Theme.Strong.On(t.Waiting))
		}
		mark, key := "   ", ""
		if i == f.chosen {
			mark, key = " "+env.Theme.Accent.On("▸")+" ", keymap.Get(keymap.Resume).Shown+" "
		}
		does := t.CountIt
		if s.State == shift.Suspended {
			does = t.Resume
		}
		name := s.Cashier
		for _, p := range env.State.Roster {
			if p.ID == s.Cashier {
				name = p.Name
			}
		}
		left := mark + text.Points(s.Number) + " · " + widget.Clean(name) + " · " + text.Clock(s.OpenedAt, env.Zone) + " · " + t.State(s.State)
		page = widget.Stack(page, widget.NewPane(width, widget.Spread(left, env.Theme.Muted.On(key+does)+" ", width)).Hit(widget.Target{ID: waitingTarget, Index: i}))
	}
	if page.Height() > 0 {
		page = widget.Stack(page, widget.NewPane(width, ""))
	}
	return page
}
