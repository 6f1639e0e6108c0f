// Package drawer is the screens about the drawer and the shift: cash put in and taken out beside selling, the drawer counted and the
// shift closed or handed over, the shifts so far, and X and Z as they are on paper.
//
// Caveats. What the drawer should hold is shown only behind the count, and comes with the state: nothing is added up here but the
// notes that are typed. Whether a supervisor must approve is the counter's to say; the root shows that dialog.
package drawer

import (
	tea "charm.land/bubbletea/v2"

	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	widthMax   = 100
	labelCells = 17
	fieldCells = 26 // at most
	takeCells  = 24 // of the big button
	roomyRows  = 20 // from where the big button is three rows high

	fieldTarget  = "drawer.field"  // the index is the stop's
	reasonTarget = "drawer.reason" // the index is the offered reason's
)

// reason is why: typed, or one of those offered.
type reason struct {
	field  widget.Field
	chosen int // of those offered, 0 before the first was looked at
}

func newReason() reason { return reason{field: widget.Field{Max: shift.NoteMax / 4}} }

// update types, and goes through the offered ones by the arrows.
func (r reason) update(msg tea.Msg, offered []string) reason {
	if next, ok := r.field.Update(msg); ok {
		r.field = next
		return r
	}
	press, ok := msg.(tea.KeyPressMsg)
	if !ok || len(offered) == 0 {
		return r
	}
	switch keymap.Name(press) {
	case "down":
		return r.choose(r.chosen%len(offered), offered)
	case "up":
		return r.choose((r.chosen+2*len(offered)-2)%len(offered), offered)
	}
	return r
}

// choose takes an offered one; typing replaces it.
func (r reason) choose(i int, offered []string) reason {
	if i < 0 || i >= len(offered) {
		return r
	}
	r.chosen, r.field = i+1, r.field.SetValue(offered[i])
	return r
}

// chips are the offered reasons in a row, to be tapped; those without room fall away.
func chips(env screen.Env, width int, offered []string) widget.Pane {
	row := widget.NewPane(3, "")
	for i, word := range offered {
		b := widget.Button{Label: word, Target: widget.Target{ID: reasonTarget, Index: i}}
		if row.Width+b.Width()+1 <= width {
			row = widget.Beside(row, b.Draw(b.Width(), 1, env.Press, env.Theme), widget.NewPane(1, ""))
		}
	}
	return row.Sized(width, 1)
}

// line is a field with its name, to be tapped; the one with the cursor is marked.
func line(env screen.Env, width int, name string, f widget.Field, index int, here bool) widget.Pane {
	mark := "   "
	if here {
		mark = " " + env.Theme.Accent.On("▸") + " "
	}
	left := mark + widget.Fit(name, labelCells) + "["
	field := f.Draw(max(min(width-widget.Width(left)-1, fieldCells), 1), env.Theme)
	field.Cursor.On = here
	return widget.Beside(widget.NewPane(widget.Width(left), left), field, widget.NewPane(1, "]")).Sized(width, 1).
		Hit(widget.Target{ID: fieldTarget, Index: index})
}

// head is the title with the way back, and a rule.
func head(env screen.Env, width int, title, about string) widget.Pane {
	return headBack(env, width, title, about, keymap.Get(keymap.Back).Short.In(env.Lang))
}

// headBack is head where the way back leads elsewhere than out.
func headBack(env screen.Env, width int, title, about, label string) widget.Pane {
	back := widget.Button{Key: keymap.Get(keymap.Back).Shown, Label: label, Target: widget.ActionTarget(keymap.Back)}
	shut := back.Draw(back.Width(), 1, env.Press, env.Theme)
	words := " " + env.Theme.Title.On(title)
	if about != "" {
		words += env.Theme.Muted.On("  " + about)
	}
	return widget.Stack(widget.Beside(widget.NewPane(width-shut.Width, words), shut),
		widget.NewPane(width, env.Theme.Border.On(widget.Rule(width))))
}

// take is the button that does what the screen is for, at the right.
func take(env screen.Env, width int, label string) widget.Pane {
	rows, cells := 1, min(takeCells, width)
	if env.Height >= roomyRows {
		rows = 3
	}
	b := widget.Button{Key: keymap.Get(keymap.Done).Shown, Label: label, Primary: true, Target: widget.ActionTarget(keymap.Done)}
	return widget.Beside(widget.NewPane(width-cells, make([]string, rows)...), b.Draw(cells, rows, env.Press, env.Theme))
}

// refused is why something was not done, in as many rows as it takes.
func refused(env screen.Env, width int, err error) widget.Pane {
	page := widget.Pane{Width: width}
	if err == nil {
		return page
	}
	for _, row := range widget.Wrap("! "+widget.Clean(text.Fault(err, env.Lang)), width-2) {
		page = widget.Stack(page, widget.NewPane(width, " "+env.Theme.Danger.On(row)))
	}
	return page
}

// middle puts a page into the middle of the body.
func middle(env screen.Env, page widget.Pane) widget.Pane {
	return widget.Beside(widget.Blanks((env.Width-page.Width)/2, env.Height), page).Sized(env.Width, env.Height)
}
