package signin

import (
	"tim/domain/counter"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	column     = 52 // cells of everything, in the middle
	headRows   = 7  // heart, shop, the question
	fieldRows  = 3
	buttonRows = 3
)

// heart is the sign of the house.
var heart = [...]string{"▄██▄ ▄██▄", "█████████", "▀███████▀", "  ▀███▀  ", "    ▀    "}

// peopleRows is how many people are seen at once.
func peopleRows(env screen.Env) int {
	return max(min(len(env.State.Roster), env.Height-headRows-fieldRows-buttonRows-1), 1)
}

// Draw implements screen.Screen.
func (s SignIn) Draw(env screen.Env) widget.Pane {
	s.people = s.people.Sized(len(env.State.Roster), peopleRows(env))
	t, texts := env.Theme, &env.Texts.SignIn
	width := min(env.Width-4, column)
	parts := []widget.Pane{s.head(env, width)}
	if len(env.State.Roster) == 0 {
		parts = append(parts, widget.NewPane(width, t.Warn.On(texts.Nobody)))
	} else {
		parts = append(parts, s.people.Draw(width, env.Press, t, func(i, width int, marked bool) string {
			return person(env, env.State.Roster[i], width, marked)
		}))
	}
	parts = append(parts, widget.NewPane(width, ""), s.field(env, width))
	if wait := s.until.Sub(env.Now); wait > 0 && s.locked == s.people.Marked() {
		parts = append(parts, widget.NewPane(width, " "+t.Danger.On("✗ "+texts.Locked(wait))))
	} else {
		label := texts.SignInKey
		if s.unlock {
			label = texts.UnlockKey
		}
		enter := widget.Button{Key: "Enter", Label: label, Primary: true, Target: widget.ActionTarget(keymap.Confirm)}
		hint := widget.NewPane(width-20, "", " "+t.Muted.On(texts.Keys), "")
		parts = append(parts, widget.Beside(hint, enter.Draw(20, buttonRows, env.Press, t)))
	}
	whole := widget.Stack(parts...)
	blank := widget.Blanks(env.Width, env.Height)
	return blank.Place((env.Width-width)/2, max((env.Height-whole.Height())/2, 0), whole)
}

// head is the heart beside the shop's name.
func (s SignIn) head(env screen.Env, width int) widget.Pane {
	t, shop, question := env.Theme, env.State.Shop, env.Texts.SignIn.Who
	if s.unlock {
		question = env.Texts.SignIn.Idle
	}
	beside := [len(heart)]string{
		"", t.Title.On("Tim"), t.Strong.On(widget.Cut(widget.Clean(shop.Name), width-13)),
		t.Muted.On(env.Texts.Common.Till(env.State.Till)), "",
	}
	lines := make([]string, 0, headRows)
	for i, row := range heart {
		lines = append(lines, " "+t.Heart.On(row)+"   "+beside[i])
	}
	return widget.NewPane(width, append(lines, "", " "+t.Strong.On(question))...)
}

func person(env screen.Env, p counter.Person, width int, marked bool) string {
	mark := "  "
	if marked {
		mark = env.Theme.Accent.On("▸ ")
	}
	pin := ""
	if p.PIN != "" {
		pin = env.Theme.Muted.On(env.Texts.SignIn.DemoPIN(p.PIN))
	}
	return widget.Columns{{Width: 2}, {}, {Width: 10}, {Width: 12, Align: widget.Right}}.
		Line(width, mark, widget.Clean(p.Name), env.Theme.Muted.On(role(&env.Texts.SignIn, p.Role)), pin)
}

func role(t *text.SignIn, r shift.Role) string {
	switch r {
	case shift.Manager:
		return t.Manager
	case shift.Supervisor:
		return t.Supervisor
	}
	return t.Cashier
}

func (s SignIn) field(env screen.Env, width int) widget.Pane {
	title := ""
	if i := s.people.Marked(); i >= 0 {
		title = env.Texts.SignIn.PIN(widget.Clean(env.State.Roster[i].Name))
	}
	s.pin.Placeholder = env.Texts.SignIn.PINHint
	return widget.Box(width, title, s.pin.Draw(widget.InBox(width), env.Theme), env.Theme.Border)
}
